"""A number that is none is refused with what a number looks like; what was typed stays."""

import pytest
from playwright.sync_api import Browser

from shouzheng.web.cases.typed_numbers import strange_numbers
from tests.web.conftest import App, let_in
from tests.web.steps import CASE, NAME, fill, make_case


@pytest.mark.parametrize(
    "typed",
    [
        "13000000021", "+86 130 0000 0021", "010-00001111", "(010) 00001111", "95000", "110", "10690000*",
        "1069000000001234", "someone@mail.example", "+81312345678", "云岭示例客服", "１３０００００００２１",
    ],
)  # fmt: skip
def test_what_looks_like_a_number_or_is_a_known_sender_passes(typed: str) -> None:
    assert strange_numbers({"numbers": [typed]}, {}, {"云岭示例客服"}, 0) == []


@pytest.mark.parametrize(
    "typed",
    ["abc<script>", "小张", "12", "138****0021", "*", "未知号码", "-", "a" * 5000, "\ud800", "\u202e", "1" * 40, "<>*"],
)
def test_what_is_no_number_is_named(typed: str) -> None:
    found = strange_numbers({"numbers": ["95000", typed]}, {}, set(), 3)
    assert [dict(each.slots)["value"] for each in found] == [typed]
    assert dict(found[0].slots)["spot"] == "party/3/numbers"


def test_what_stood_there_before_is_not_asked_about_again() -> None:
    assert strange_numbers({"numbers": ["小张", "95000"]}, {"numbers": ["小张"]}, set(), 0) == []


def test_the_form_says_what_a_number_looks_like_and_keeps_what_was_typed(browser: Browser, app: App) -> None:
    with let_in(browser, app, width=390) as visitor:
        make_case(visitor)
        visitor.go(f"{CASE}/who/party/new")
        fill(visitor.page, {"kind": "agency", "name": "磐石示例商务", "numbers": "abc<script>\n95000"})
        visitor.send(visitor.page.get_by_role("button", name="存好", exact=True))
        assert "“abc<script>”不像号码" in visitor.text()
        assert "010-00001111" in visitor.text()
        assert visitor.page.locator("[name=numbers]").input_value() == "abc<script>\n95000"
        assert visitor.page.locator("[name=numbers]").get_attribute("aria-invalid") == "true"
        visitor.page.locator("[name=numbers]").fill("95000")
        visitor.send(visitor.page.get_by_role("button", name="存好", exact=True))
        assert "磐石示例商务" in visitor.page.locator("#party").inner_text()


def test_a_party_that_was_removed_is_not_called_by_its_id(browser: Browser, app: App) -> None:
    with let_in(browser, app) as visitor:
        make_case(visitor)
        opened = app.running.state.case(NAME)
        for kind in ("creditor", "agency"):
            visitor.go(f"{CASE}/who/party/new")
            fill(visitor.page, {"kind": kind, "name": f"{kind}（虚构）"})
            visitor.send(visitor.page.get_by_role("button", name="存好", exact=True))
        visitor.go(f"{CASE}/diary")
        visitor.page.get_by_text("先补充几句（可以不填）").click()
        fill(visitor.page, {"number": "13000000044", "words": "打来了"})
        visitor.page.locator("#number").press("Enter")  # notes nothing by itself
        assert visitor.page.url.endswith("/diary")
        visitor.send(visitor.page.get_by_role("button", name="接到电话", exact=True))
        assert opened.work.wait(30)
        stale = visitor.context.new_page()
        stale.goto(f"{visitor.origin}{CASE}/numbers")
        visitor.go(f"{CASE}/who/party/party-1")
        visitor.page.locator("[name=name]").fill("")
        visitor.send(visitor.page.get_by_role("button", name="存好", exact=True))
        visitor.go(f"{CASE}/numbers")
        visitor.page.locator("main form select").first.select_option("party-1")
        visitor.send(visitor.page.get_by_role("button", name="存好", exact=True))
        stale.locator("main form select").first.select_option("party-2")
        with stale.expect_navigation():
            stale.get_by_role("button", name="存好", exact=True).click()
        assert "SZ-7031" in stale.inner_text("body")
        assert "party-1" not in stale.inner_text("body")
        visitor.trouble = [each for each in visitor.trouble if "409" not in each]
