"""The whole way of a borrower, on a desktop, a phone, by keyboard, and without script."""

from pathlib import Path

import pytest
from playwright.sync_api import Browser

from tests.web.conftest import App, Visitor, let_in
from tests.web.steps import CALLS, CASE, MESSAGES, bring, make_case, say_role, settled, the_yunling_side


def walk(visitor: Visitor, folder: Path) -> None:
    """From nothing to a dossier and a letter."""
    lines = make_case(visitor)
    assert len(lines) == 4
    visitor.press("抄好了，试一次")
    visitor.page.get_by_label("恢复码（四行）").fill("\n".join(lines).lower())
    visitor.press("试一试")
    assert "这张纸可以打开案卷" in visitor.text()
    say_role(visitor, "debtor")
    the_yunling_side(visitor)
    bring(visitor, CALLS, MESSAGES)
    assert "读出" in visitor.text()
    visitor.go(f"{CASE}/timeline")
    total = visitor.page.locator("main [role=status]").inner_text()
    visitor.page.locator("main details > summary").first.click()
    visitor.page.locator("input[name=night]").check()
    visitor.press("筛选")
    assert visitor.page.locator("main [role=status]").inner_text() != total
    visitor.go(f"{CASE}/findings")
    found = visitor.page.locator("article").count()
    assert found > 3
    assert "构成" not in visitor.text()
    visitor.send(visitor.page.locator("article").first.get_by_role("button", name="是这样，确认"))
    settled(visitor)
    visitor.go(f"{CASE}/findings")
    assert visitor.page.locator("article").first.get_by_text("您确认过。").count() == 1
    last = visitor.page.locator(".group:not(.signs *) article").last
    last.get_by_text("补充一句", exact=True).click()
    last.get_by_label("只有您知道的（可以不填）").fill("那天是我先打的")
    visitor.send(last.get_by_role("button", name="不是，排除"))
    assert visitor.page.get_by_text("您排除了它，它不进任何文书。").count() == 1
    visitor.go(f"{CASE}/next")
    assert visitor.page.locator("main section.item").count() > 1
    letter_and_dossier(visitor, folder)


def letter_and_dossier(visitor: Visitor, folder: Path) -> None:
    """Write one letter with its free places, download it and the dossier."""
    visitor.go(f"{CASE}/letters")
    visitor.send(visitor.page.locator("section.item a.button").first)
    blank = visitor.page.locator("#b1")
    if blank.count():
        blank.fill("手写内容甲")
        visitor.press("存好，更新下面的信")
        assert "手写内容甲" in visitor.page.locator(".paper").first.inner_text()
    for name, start in (("下载 PDF", b"%PDF"), ("下载 Word", b"PK")):
        with visitor.page.expect_download() as coming:
            visitor.page.get_by_role("link", name=name).click()
        coming.value.save_as(folder / "letter")
        assert (folder / "letter").read_bytes().startswith(start)
    visitor.go(f"{CASE}/dossier")
    with visitor.page.expect_download() as coming:
        visitor.page.get_by_role("link", name="下载档案（PDF）").click()
    coming.value.save_as(folder / "dossier")
    assert (folder / "dossier").read_bytes().startswith(b"%PDF")


@pytest.mark.parametrize(("width", "script"), [(1100, True), (390, False)])
def test_the_whole_way(browser: Browser, app: App, tmp_path: Path, width: int, script: bool) -> None:
    with let_in(browser, app, width=width, script=script) as visitor:
        walk(visitor, tmp_path)
        for path in (
            "",
            "/who",
            "/files",
            "/numbers",
            "/timeline",
            "/findings",
            "/next",
            "/letters",
            "/dossier",
            "/diary",
        ):
            visitor.go(CASE + path)
            wide = visitor.page.locator("html").evaluate("e => e.scrollWidth") if script else width
            assert wide <= width


def test_who_has_no_connection_and_who_helps_can_say_so_and_the_safety_card_stands_before_the_files(
    browser: Browser, app: App
) -> None:
    with let_in(browser, app) as visitor:
        make_case(visitor)
        say_role(visitor, "no_connection")
        assert visitor.page.locator("input[name=role][value=no_connection]").is_checked()
        assert "拨打 110" in visitor.page.locator("#safety").inner_text()
        say_role(visitor, "helper")
        assert visitor.page.url.endswith("/who/person/new?helping=yes")
        assert "您在帮谁" in visitor.page.locator("h1").inner_text()
        visitor.page.locator("[name=role]").select_option("debtor")
        visitor.page.locator("[name=name]").fill("甲某（虚构）")
        visitor.send(visitor.page.get_by_role("button", name="存好", exact=True))
        assert "甲某" in visitor.page.locator("#person").inner_text()
        bring(visitor, CALLS)
        assert "UTC" not in visitor.text()
