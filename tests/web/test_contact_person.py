"""The way of an emergency contact who owes nothing: own records only, own letters, by keyboard alone."""

from pathlib import Path

from playwright.sync_api import Browser

from tests.web.conftest import App, Visitor, let_in
from tests.web.steps import CASE, OF_SISTER, PASSPHRASE, add, bring, make_case, say_role


def test_an_emergency_contact_gets_own_letters_on_a_phone(browser: Browser, app: App, tmp_path: Path) -> None:
    with let_in(browser, app, width=390) as visitor:
        make_case(visitor)
        say_role(visitor, "emergency_contact", "林某的姐姐（虚构）")
        add(
            visitor,
            "party",
            kind="creditor",
            name="云岭示例消费金融有限公司",
            institution_kind="consumer_finance",
            known_by="own_words",
        )
        add(
            visitor,
            "party",
            kind="agency",
            name="磐石示例商务",
            acts_for="party-1",
            known_by="own_words",
            about_debt="yes",
        )
        bring(visitor, *OF_SISTER)
        visitor.go(f"{CASE}/numbers")
        rows = visitor.page.locator("main form .item")
        assert rows.count() >= 1
        for place in range(rows.count()):
            rows.nth(place).locator("select").select_option("party-2")
        visitor.send(visitor.page.get_by_role("button", name="存好", exact=True))
        assert "没有还没标的号码" in visitor.text()
        visitor.go(f"{CASE}/findings")
        assert visitor.page.locator("article").count() >= 1
        visitor.go(f"{CASE}/letters")
        fitting = visitor.page.locator("section.item h3").all_text_contents()
        assert fitting
        visitor.go(f"{CASE}/dossier")
        with visitor.page.expect_download() as coming:
            visitor.page.get_by_role("link", name="下载数据（给懂技术的人用）").click()
        coming.value.save_as(tmp_path / "findings.json")
        assert '"role": "emergency_contact"' in (tmp_path / "findings.json").read_text("utf-8")


def _to(visitor: Visitor, what: str) -> None:
    """Press Tab until the element of this selector has the focus."""
    for _ in range(80):
        visitor.page.keyboard.press("Tab")
        if visitor.page.evaluate("what => document.activeElement.matches(what)", what):
            return
    raise AssertionError(f"no way to {what} by keyboard")


def test_by_keyboard_alone(browser: Browser, app: App) -> None:
    with let_in(browser, app) as visitor:
        keys = visitor.page.keyboard
        _to(visitor, "a[href='/cases']")
        with visitor.page.expect_navigation():
            keys.press("Enter")
        _to(visitor, "a[href='/cases/new']")
        with visitor.page.expect_navigation():
            keys.press("Enter")
        _to(visitor, "#name")
        keys.press("Control+a")
        keys.type("键盘")
        _to(visitor, "#passphrase")
        keys.type(PASSPHRASE)
        _to(visitor, "#again")
        keys.type(PASSPHRASE)
        with visitor.page.expect_navigation():
            keys.press("Enter")
        _to(visitor, "main a.button.second")
        with visitor.page.expect_navigation():
            keys.press("Enter")
        _to(visitor, "a[href$='/who']")
        with visitor.page.expect_navigation():
            keys.press("Enter")
        _to(visitor, "input[name=role]")
        keys.press("Space")
        _to(visitor, "#name")
        keys.type("某某")
        with visitor.page.expect_navigation():
            keys.press("Enter")
        assert visitor.page.locator("#name").input_value() == "某某"
        _to(visitor, "a[href$='/files']")
        with visitor.page.expect_navigation():
            keys.press("Enter")
        _to(visitor, "#files")
        outline = visitor.page.locator(".drop").evaluate("e => getComputedStyle(e).outlineStyle")
        assert outline == "solid"
