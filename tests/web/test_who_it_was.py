"""Who a contact without a number was: said while it is noted, or later; with a number, the number says it."""

import json

from playwright.sync_api import Browser

from shouzheng.remedy.cases.statement import NAMED
from shouzheng.web.cases import statement as statements
from tests.web.conftest import App, Visitor, let_in
from tests.web.steps import CASE, NAME, fill, make_case, say_role, the_yunling_side


def _note(visitor: Visitor, button: str = "有人上门", **values: str) -> None:
    visitor.go(f"{CASE}/diary")
    visitor.page.get_by_text("先补充几句（可以不填）").click()
    fill(visitor.page, values)
    visitor.send(visitor.page.get_by_role("button", name=button, exact=True))


def _rows(app: App) -> dict[str, tuple[str, str]]:
    """Return party and number of the contacts, by their words."""
    opened = app.running.state.case(NAME)
    assert opened.work.wait(60)
    return {row.text: (row.party, row.normal) for row in opened.timeline.rows}


def _items(app: App) -> list[dict[str, object]]:
    with app.running.state.case(NAME).reading() as case:
        return statements.current(case).items("party")


def test_a_visit_is_given_to_a_party_when_it_is_noted(browser: Browser, app: App) -> None:
    with let_in(browser, app, width=390, script=False) as visitor:
        make_case(visitor)
        say_role(visitor, "debtor")
        the_yunling_side(visitor)
        _note(visitor, words="两个人来敲门", party="party-2")
        assert "记下了" in visitor.text()
        _note(visitor, "收到信函", words="门上贴了信", party="+", new_name="某某中心（虚构）", new_kind="agency")
        _note(visitor, "接到电话", words="又打来了", number="13000000044", party="party-2")
        _note(visitor, words="不知道是谁")
        rows = _rows(app)
        assert rows["两个人来敲门"] == ("party-2", "")
        assert rows["门上贴了信"] == ("party-3", "")
        assert rows["又打来了"] == ("party-2", "13000000044")
        assert rows["不知道是谁"] == ("", "")
        assert _items(app)[2] == {
            "id": "party-3",
            "kind": "agency",
            "name": "某某中心（虚构）",
            "known_by": "own_words",
        }
        _note(visitor, "接到电话", words="同一个号码", number="95000", party="party-2")
        assert "早就标给别人了" in visitor.text()
        assert _rows(app)["同一个号码"] == ("party-1", "95000")


def test_somebody_new_needs_a_name_and_nothing_typed_is_lost(browser: Browser, app: App) -> None:
    with let_in(browser, app) as visitor:
        make_case(visitor)
        _note(visitor, words="来了三个人<b>", party="+", new_kind="agency")
        assert "SZ-7080" in visitor.text()
        assert visitor.page.locator("#words").input_value() == "来了三个人<b>"
        assert visitor.page.locator("#new_kind").input_value() == "agency"
        assert _rows(app) == {}
        visitor.page.locator("#new_name").fill("三个人")
        visitor.send(visitor.page.get_by_role("button", name="有人上门", exact=True))
        assert _rows(app) == {"来了三个人<b>": ("party-1", "")}


def test_who_it_was_is_said_later_and_taken_back(browser: Browser, app: App) -> None:
    with let_in(browser, app, width=390) as visitor:
        make_case(visitor)
        say_role(visitor, "debtor")
        the_yunling_side(visitor)
        _note(visitor, words="上门说要还钱")
        assert _rows(app) == {"上门说要还钱": ("", "")}
        visitor.go(f"{CASE}/timeline")
        visitor.send(visitor.page.get_by_role("link", name="标是谁"))
        assert visitor.page.url.endswith("#who")
        visitor.page.locator("#party").select_option("party-2")
        visitor.press("存好是谁")
        assert _rows(app) == {"上门说要还钱": ("party-2", "")}
        assert "磐石示例商务咨询有限公司" in visitor.page.locator("dl").first.inner_text()
        opened = app.running.state.case(NAME)
        assert opened.found is not None
        known = opened.found.material.contacts[0].attribution
        assert (known.party, known.known_by and known.known_by.value, known.confirmed) == ("party-2", "other", True)
        visitor.page.locator("#party").select_option("")
        visitor.press("存好是谁")
        assert _rows(app) == {"上门说要还钱": ("", "")}
        with opened.reading() as case:
            assert [e.content["party"] for e in case.entries(NAMED, history=True)] in (["party-2", ""], ["", "party-2"])


def test_a_contact_with_a_number_is_not_named_by_hand(browser: Browser, app: App) -> None:
    with let_in(browser, app) as visitor:
        make_case(visitor)
        say_role(visitor, "debtor")
        the_yunling_side(visitor)
        _note(visitor, "接到电话", words="有号码", number="13000000044")
        _rows(app)
        opened = app.running.state.case(NAME)
        with opened.reading() as case:
            key = str(json.loads(next(iter(case.events())))["id"])
        visitor.go(f"{CASE}/contact/{key}")
        assert visitor.page.locator("#who").count() == 0
        word = visitor.page.locator("[name=word]").first.input_value()
        for party in ("party-2", "nobody"):
            answer = visitor.context.request.post(
                f"{visitor.origin}{CASE}/contact/{key}",
                form={"word": word, "do": "who", "party": party},
                headers={"Origin": visitor.origin},
            )
            assert answer.status == 404
        assert _rows(app) == {"有号码": ("", "13000000044")}


def test_a_decision_about_one_contact_is_taken_back(browser: Browser, app: App) -> None:
    with let_in(browser, app) as visitor:
        make_case(visitor)
        _note(visitor, words="先排除再撤回")
        _rows(app)
        key = app.running.state.case(NAME).timeline.rows[0].id
        visitor.go(f"{CASE}/contact/{key}")
        visitor.press("不对，排除它")
        visitor.press("撤回，先不决定")
        assert visitor.page.get_by_role("button", name="没错，是这样").count() == 1
        assert visitor.page.get_by_role("button", name="撤回，先不决定").count() == 0
