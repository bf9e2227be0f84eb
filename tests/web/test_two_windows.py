"""Two windows on the same page: what one stored is never overwritten silently by the other, which is shown both."""

from collections.abc import Iterator
from contextlib import contextmanager

from playwright.sync_api import Browser, Locator, Page

from tests.web.conftest import App, Visitor, let_in
from tests.web.steps import CASE, MESSAGES, NAME, add, bring, fill, make_case, say_role, settled, the_yunling_side


@contextmanager
def two(browser: Browser, app: App) -> Iterator[tuple[Visitor, Page]]:
    """Give a window with a new case, and a second window of the same session; a conflict is answered 409."""
    with let_in(browser, app) as visitor:
        make_case(visitor)
        yield visitor, visitor.context.new_page()
        visitor.trouble = [each for each in visitor.trouble if "409" not in each]


def _press(page: Page, name: str, within: Locator | None = None) -> None:
    with page.expect_navigation():
        (within or page).get_by_role("button", name=name, exact=True).first.click()


def _parties(app: App) -> dict[str, list[str]]:
    from shouzheng.web.cases import statement

    with app.running.state.case(NAME).reading() as case:
        items = statement.current(case).items("party")
    return {str(each["id"]): list(each.get("numbers", [])) for each in items}


def test_a_stale_numbers_page_wipes_nothing_and_a_real_conflict_shows_both(browser: Browser, app: App) -> None:
    with two(browser, app) as (visitor, stale):
        add(visitor, "party", kind="creditor", name="甲示例", known_by="contract")
        add(visitor, "party", kind="creditor", name="乙示例", known_by="contract")
        bring(visitor, MESSAGES)
        settled(visitor)
        path = f"{visitor.origin}{CASE}/numbers"
        stale.goto(path)
        visitor.page.goto(path)
        selects = visitor.page.locator("main form select")
        count = selects.count()
        assert count > 2
        for place in range(count - 1):
            selects.nth(place).select_option("party-1")
        _press(visitor.page, "存好")
        first = _parties(app)
        assert len(first["party-1"]) == count - 1
        stale.locator("main form select").nth(count - 1).select_option("party-2")
        _press(stale, "存好")  # the rows that this window did not touch stay what the other made of them
        second = _parties(app)
        assert second["party-1"] == first["party-1"]
        assert len(second["party-2"]) == 1
        stale.goto(f"{path}?all=yes")
        visitor.page.goto(f"{path}?all=yes")
        visitor.page.locator("main form select").first.select_option("")
        _press(visitor.page, "存好")
        stale.locator("main form select").first.select_option("party-2")
        _press(stale, "存好")
        assert "SZ-7031" in stale.inner_text("body")
        assert "不知道" in stale.locator("[data-stored]").inner_text()
        assert len(_parties(app)["party-2"]) == 1
        chosen = [each.input_value() for each in stale.locator("main form select").all()]
        assert chosen.count("party-2") == 2
        _press(stale, "存好")
        assert len(_parties(app)["party-2"]) == 2


def test_two_windows_fill_in_the_same_letter_and_judge_the_same_finding(browser: Browser, app: App) -> None:
    with two(browser, app) as (visitor, stale):
        say_role(visitor, "debtor")
        the_yunling_side(visitor)
        bring(visitor, MESSAGES)
        visitor.go(f"{CASE}/letters/police_statement?person=me&to=party-1")
        stale.goto(visitor.page.url)
        visitor.page.locator("#b1").fill("甲派出所")
        _press(visitor.page, "存好，更新下面的信")
        stale.locator("#b1").fill("乙派出所")
        _press(stale, "存好，更新下面的信")
        assert "SZ-7031" in stale.inner_text("body")
        assert "甲派出所" in stale.locator("#stored").inner_text()
        assert stale.locator("#b1").input_value() == "乙派出所"
        assert "乙派出所" not in stale.locator(".paper").first.inner_text()
        _press(stale, "用我刚才填的")
        assert "乙派出所" in stale.locator(".paper").first.inner_text()
        _judge(visitor, stale)


def _judge(visitor: Visitor, stale: Page) -> None:
    for page in (visitor.page, stale):
        page.goto(f"{visitor.origin}{CASE}/findings")
    for page, why in ((visitor.page, "理由甲"), (stale, "理由乙")):
        page.locator("article").first.get_by_text("补充一句", exact=True).click()
        page.locator("article [name=why]").first.fill(why)
        _press(page, "不是，排除")
    assert "SZ-7031" in stale.inner_text("body")
    card = stale.locator("article")
    assert card.count() == 1
    assert "理由甲" in card.inner_text()
    assert card.locator("[name=why]").input_value() == "理由乙"
    _press(stale, "不是，排除", card)  # the same choice with another note
    assert "理由乙" in stale.inner_text("main")
    assert "理由甲" not in stale.inner_text("main")


def test_two_windows_fill_in_the_plan(browser: Browser, app: App) -> None:
    with two(browser, app) as (visitor, stale):
        for page in (visitor.page, stale):
            page.goto(f"{visitor.origin}{CASE}/plan")
        debt = {"d0-lender": "云岭示例", "d0-got_on": "2025-03-10", "d0-got": "20000"}
        for page, income in ((visitor.page, "工资 6000"), (stale, "工资 7000")):
            fill(page, {**debt, "income": income, "expenses": "房租 1000"})
            _press(page, "算一算")
        stored = stale.locator("#stored").inner_text()
        assert "工资 6000" in stored
        assert "工资 7000" in stored
        assert stale.locator("#income").input_value() == "工资 7000"
        visitor.page.reload()
        assert visitor.page.locator("#income").input_value() == "工资 6000"
        _press(stale, "算一算")
        visitor.page.reload()
        assert visitor.page.locator("#income").input_value() == "工资 7000"
