"""A picture beside its reading: corrected in the page, read again with the correction, both kept, bytes inert."""

import pytest
from playwright.sync_api import Browser

from shouzheng.intake.screenshots.problems import MACHINE_READ
from shouzheng.reference.problems import ProblemKind
from shouzheng.web.cases.open_case import OpenCase
from shouzheng.web.security import POLICY
from tests.web.conftest import App, let_in
from tests.web.heard_and_seen import PICTURE, client, filled, picture
from tests.web.steps import CASE, NAME

pytestmark = pytest.mark.usefixtures("read_by_our_engine")


def said(opened: OpenCase) -> set[ProblemKind]:
    """What the account of the files says now."""
    assert opened.found is not None
    return {problem.kind for problem in opened.found.checked.result.problems}


@pytest.mark.parametrize("script", [True, False])
def test_what_a_person_corrects_is_what_counts_and_the_reading_stays(browser: Browser, app: App, script: bool) -> None:
    with let_in(browser, app, script=script, width=390) as visitor:
        number, _ = filled(visitor)
        visitor.go(f"{CASE}/files")
        visitor.press(f"看图核对机器读的字 {PICTURE}")
        assert "61%" in visitor.page.locator(".lines").first.inner_text()
        assert visitor.page.locator(".unsure").count() == 1
        opened = app.running.state.case(NAME)
        assert MACHINE_READ in said(opened)
        visitor.page.locator("[name=m0-text]").fill("明天上门找你")
        visitor.page.locator("[name=by]").fill("林某")
        visitor.press("都对了，按这个用")
        assert "林某 已核对" in visitor.text()
        assert "61%" in visitor.page.locator(".lines").first.inner_text()
        assert opened.work.wait(60)
        assert MACHINE_READ not in said(opened)
        shown = [row.text for row in opened.timeline.rows if row.channel == "im"]
        assert shown == ["明天上门找你"]
        with opened.reading() as case:
            lines = list(case.events())
            notes = [each.name for each in case.originals() if each.name.startswith(PICTURE)]
        assert any("明天上门我你" in line and "corrected_by" not in line for line in lines)
        assert any('"corrected_by","林某"' in line for line in lines)
        assert notes == [PICTURE, f"{PICTURE}.review.toml"]
        assert number == 1


def test_a_draft_changes_nothing_and_another_window_is_not_overwritten(browser: Browser, app: App) -> None:
    with let_in(browser, app) as visitor:
        number, _ = filled(visitor)
        path = f"{CASE}/screenshot/{number}"
        visitor.go(path)
        second = visitor.context.new_page()
        second.goto(visitor.origin + path)
        second.locator("[name=m0-text]").fill("第二个窗口")
        with second.expect_navigation():
            second.get_by_role("button", name="先存着，还没看完").click()
        visitor.page.locator("[name=m0-text]").fill("第一个窗口")
        visitor.press("先存着，还没看完")
        assert "第二个窗口" in visitor.text()
        assert visitor.page.locator("[name=m0-text]").input_value() == "第一个窗口"
        visitor.press("先存着，还没看完")
        visitor.go(path)
        assert visitor.page.locator("[name=m0-text]").input_value() == "第一个窗口"
        opened = app.running.state.case(NAME)
        assert opened.work.wait(60)
        assert [row.text for row in opened.timeline.rows if row.channel == "im"] == ["明天上门我你"]
        visitor.trouble = [each for each in visitor.trouble if "409" not in each]


def test_what_another_window_added_stays_beside_what_this_one_adds(browser: Browser, app: App) -> None:
    with let_in(browser, app) as visitor:
        path = f"{CASE}/screenshot/{filled(visitor)[0]}"
        visitor.go(path)
        second = visitor.context.new_page()
        second.goto(visitor.origin + path)
        second.locator("[name=m1-text]").fill("第二个窗口补的")
        with second.expect_navigation():
            second.get_by_role("button", name="先存着，还没看完").click()
        visitor.page.locator("[name=m1-text]").fill("第一个窗口补的")
        visitor.press("先存着，还没看完")
        texts = [visitor.page.locator(f"[name=m{n}-text]").input_value() for n in range(3)]
        assert texts == ["明天上门我你", "第二个窗口补的", "第一个窗口补的"]
        visitor.trouble = [each for each in visitor.trouble if "409" not in each]


def test_a_message_is_left_out_and_put_back_and_one_is_added(browser: Browser, app: App) -> None:
    with let_in(browser, app) as visitor:
        path = f"{CASE}/screenshot/{filled(visitor)[0]}"
        opened = app.running.state.case(NAME)

        def shown() -> list[str]:
            assert opened.work.wait(60)
            return [row.text for row in opened.timeline.rows if row.channel == "im"]

        visitor.go(path)
        visitor.page.locator("[name=m0-ignore]").check()
        visitor.page.locator("[name=m1-text]").fill("机器漏掉的一句")
        visitor.page.locator("[name=m1-time]").fill("2026-01-02 20:49")
        visitor.press("都对了，按这个用")
        assert shown() == ["机器漏掉的一句"]
        visitor.go(path)
        visitor.page.evaluate("document.querySelectorAll('details').forEach(d => d.open = true)")
        visitor.page.locator("[name=m0-ignore]").uncheck()
        visitor.press("都对了，按这个用")
        assert shown() == ["明天上门我你", "机器漏掉的一句"]


def test_the_picture_is_given_as_a_picture_and_nothing_else_is(browser: Browser, app: App) -> None:
    with let_in(browser, app) as visitor:
        number, _ = filled(visitor)
        opened = app.running.state.case(NAME)
        with opened.writing() as case:
            svg = case.add([b'<svg xmlns="http://www.w3.org/2000/svg" onload="alert(1)"/>'], "a.png", "image/png").no
            html = case.add([b"<!doctype html><script>1</script>"], "b.png", "image/png").no
        with client(visitor) as asking:
            given = asking.get(f"{CASE}/screenshot/{number}/picture")
            assert (given.status_code, given.content) == (200, picture())
            assert given.headers["content-type"] == "image/png"
            assert given.headers["x-content-type-options"] == "nosniff"
            assert given.headers["content-security-policy"] == POLICY
            assert given.headers["cache-control"] == "no-store"
            for other in (svg, html, 999, "1e3", "%00"):
                assert asking.get(f"{CASE}/screenshot/{other}/picture").status_code == 404
                assert asking.get(f"{CASE}/screenshot/{other}").status_code == 404
            del asking.headers["Cookie"]
            assert asking.get(f"{CASE}/screenshot/{number}/picture").status_code == 403
