"""Whose phone a file came from: asked with the consent when it is brought, put right later; a repeat is said."""

from pathlib import Path

import pytest
from playwright.sync_api import Browser

from shouzheng.model.words import Lang
from shouzheng.remedy.cases.statement import consents, stated_case
from shouzheng.remedy.cases.whose_phone import corrected
from shouzheng.web.cases import statement as statements
from shouzheng.web.cases.work import READING, Progress
from shouzheng.web.pages.files import doing
from shouzheng.web.rendering import Say
from tests.web.conftest import App, let_in
from tests.web.steps import (
    CALLS,
    CASE,
    MESSAGES,
    NAME,
    OF_SISTER,
    add,
    bring,
    make_case,
    say_role,
    settled,
    the_yunling_side,
)


def _consents(app: App) -> dict[str, tuple[bool, tuple[str, ...]]]:
    with app.running.state.case(NAME).reading() as case:
        return {key: (each.since is not None, each.scope) for key, each in consents(case, stated_case(case)).items()}


def _owners(app: App) -> set[str]:
    opened = app.running.state.case(NAME)
    assert opened.work.wait(60)
    return {row.owner for row in opened.timeline.rows}


def _judged(app: App) -> int:
    opened = app.running.state.case(NAME)
    opened.work.wake()
    assert opened.work.wait(60)
    assert opened.found is not None
    return len(opened.found.material.contacts)


def test_consent_is_asked_with_the_file_of_somebody_else(browser: Browser, app: App) -> None:
    with let_in(browser, app, width=390, script=False) as visitor:
        make_case(visitor)
        say_role(visitor, "debtor")
        the_yunling_side(visitor)
        page = visitor.page
        visitor.go(f"{CASE}/files")
        assert not page.locator(".others").is_visible()
        page.locator("#person").select_option("+")
        assert page.locator(".others").is_visible()
        page.locator("#new_name").fill("姐姐（虚构）")
        page.locator("#new_role").select_option("emergency_contact")
        page.get_by_label("本人已经同意把这些记录放进案卷").check()
        page.get_by_text("只同意用其中一部分？").click()
        page.locator("input[name=scope][value=party-2]").check()
        page.locator("#files").set_input_files(list(OF_SISTER))
        visitor.press("放进案卷")
        settled(visitor)
        assert _owners(app) == {"person-1"}
        assert _consents(app) == {"person-1": (True, ("party-2",))}
        with app.running.state.case(NAME).reading() as case:
            person = statements.current(case).items("person")[1]
        assert (person["name"], person["role"]) == ("姐姐（虚构）", "emergency_contact")
        assert person["consent"] is not None
        assert _judged(app) > 0
        assert "还等本人同意" not in visitor.text()
        page.locator("#person").select_option("+")
        page.locator("#new_name").fill("姐姐（虚构）")  # the same once more is the same person
        page.locator("#files").set_input_files([MESSAGES])
        visitor.press("放进案卷")
        settled(visitor)
        assert _consents(app) == {"person-1": (True, ("party-2",))}


def test_without_consent_a_file_waits_and_consent_can_be_noted_there(browser: Browser, app: App) -> None:
    with let_in(browser, app) as visitor:
        make_case(visitor)
        the_yunling_side(visitor)
        add(visitor, "person", role="emergency_contact", name="姐姐（虚构）")
        bring(visitor, *OF_SISTER, person="person-1")
        assert _judged(app) == 0
        visitor.go(f"{CASE}/files")
        waiting = visitor.page.locator("#owners")
        assert "姐姐（虚构）" in waiting.inner_text()
        visitor.send(waiting.get_by_role("button", name="记下同意"))  # nothing is ticked: nothing is agreed
        assert _consents(app) == {"person-1": (False, ("*",))}
        waiting.get_by_label("本人已经同意把这些记录放进案卷").check()
        visitor.send(waiting.get_by_role("button", name="记下同意"))
        assert _consents(app) == {"person-1": (True, ("*",))}
        assert _judged(app) > 0


def test_whose_phone_it_is_can_be_put_right(browser: Browser, app: App) -> None:
    with let_in(browser, app) as visitor:
        make_case(visitor)
        say_role(visitor, "debtor")
        the_yunling_side(visitor)
        add(visitor, "person", role="emergency_contact", name="姐姐（虚构）")
        bring(visitor, OF_SISTER[1])
        assert _owners(app) == {"me"}
        assert _judged(app) > 0
        visitor.go(f"{CASE}/files")
        visitor.page.get_by_text("不是这个人的手机？").click()
        visitor.page.locator("#p1").select_option("person-1")
        visitor.press("改成这个人的")
        assert visitor.page.url.endswith("#file-1")
        assert "姐姐（虚构）" in visitor.page.locator("#file-1 p.small").nth(0).inner_text()
        assert _judged(app) == 0  # she has not agreed yet
        assert _owners(app) == {"person-1"}
        with app.running.state.case(NAME).reading() as case:
            assert corrected(case) == {1: "person-1"}
        word = visitor.page.locator("[name=word]").first.input_value()
        for number, person in (("1", "nobody"), ("7", "me"), ("", "me")):
            answer = visitor.context.request.post(
                f"{visitor.origin}{CASE}/files/change",
                form={"word": word, "do": "whose", "number": number, "person": person},
                headers={"Origin": visitor.origin},
            )
            assert answer.status == 404


def test_a_file_that_is_there_already_is_named(browser: Browser, app: App, tmp_path: Path) -> None:
    copy = tmp_path / "同一份<b>.xml"
    copy.write_bytes(MESSAGES.read_bytes())
    with let_in(browser, app) as visitor:
        make_case(visitor)
        bring(visitor, MESSAGES)
        opened = app.running.state.case(NAME)
        count = len(opened.timeline.rows)
        visitor.page.locator("#files").set_input_files([copy, CALLS])
        visitor.press("放进案卷")
        said = visitor.page.locator(".done[role=status]").inner_text()
        assert "同一份<b>.xml" in said
        assert f"与已有文件相同，就是 {MESSAGES.name}" in said
        settled(visitor)
        assert f"与已有文件相同：{MESSAGES.name}" in visitor.page.locator("#file-2").inner_text()
        assert len({row.id for row in opened.timeline.rows}) == len(opened.timeline.rows) > count


def test_a_file_that_nothing_was_read_from_says_what_can_be_done(browser: Browser, app: App, tmp_path: Path) -> None:
    strange = tmp_path / "备份.bin"
    strange.write_bytes(bytes(range(256)) * 40)
    with let_in(browser, app, width=390) as visitor:
        make_case(visitor)
        bring(visitor, strange)
        said = visitor.page.locator("#file-1").inner_text()
        assert "没有从这个文件读出联系" in said
        assert "再读一次" in said
        assert visitor.page.locator("#file-1 a[href='/guides']").count() == 1
        assert visitor.page.locator("#file-1 details[open]").count() == 1


def test_progress_never_names_an_empty_file() -> None:
    for lang in Lang:
        said = doing(Progress(READING, "", left=2), Say(lang))
        assert "：，" not in said
        assert ": :" not in said
        assert "x.xml" in doing(Progress(READING, "x.xml", left=1), Say(lang))


@pytest.mark.parametrize("person", ["nobody", "<script>", "person-1' OR 1=1"])
def test_a_file_for_somebody_who_is_not_in_the_case_is_refused(browser: Browser, app: App, person: str) -> None:
    with let_in(browser, app) as visitor:
        make_case(visitor)
        visitor.go(f"{CASE}/files")
        word = visitor.page.locator("[name=word]").first.input_value()
        answer = visitor.context.request.post(
            f"{visitor.origin}{CASE}/files",
            multipart={
                "word": word,
                "person": person,
                "files": {"name": "a.xml", "mimeType": "text/xml", "buffer": MESSAGES.read_bytes()},
            },
            headers={"Origin": visitor.origin},
        )
        assert answer.status == 404
        with app.running.state.case(NAME).reading() as case:
            assert list(case.originals()) == []
