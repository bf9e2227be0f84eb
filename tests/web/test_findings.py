"""The page of findings: what is not known is asked first, decisions stay where they were made and can be taken back."""

import re
from collections.abc import Iterator

import pytest
from playwright.sync_api import Browser, Locator, Page

from shouzheng.remedy.cases.statement import CHOICE, Choice, choices, finding_subject
from shouzheng.web.cases import statement as statements
from shouzheng.web.cases.questions import _ASKED, _OTHERS, QUESTION, UNKNOWN
from tests.web.conftest import EXAMPLE, App, Visitor, let_in
from tests.web.steps import CASE, NAME, the_example
from tests.web.test_access import SMALL
from tests.web.test_access import _faults as faults
from tests.web.test_access import _too_wide as too_wide

#: The example without what a person may have left out.
_LEFT_OUT = (
    r"no_other\w+ = true.*\n",
    r'institution_kind = ".*"\n',
    r'product_kind = ".*"\n',
    r"about_debt = true.*\n",
    r"\[\[objection\]\][\s\S]*",
)


def bare() -> str:
    text = (EXAMPLE / "case.toml").read_text("utf-8")
    for each in _LEFT_OUT:
        text = re.sub(each, "", text)
    return text


@pytest.fixture
def phone(browser: Browser, app: App) -> Iterator[Visitor]:
    """A phone without script."""
    with let_in(browser, app, width=390, script=False) as one:
        yield one


def _stated(app: App) -> statements.Statement:
    with app.running.state.case(NAME).reading() as case:
        return statements.current(case, NAME)


def _asked(page: Page) -> list[str]:
    return page.locator("#questions > form > fieldset > legend").all_inner_texts()


def _choose(visitor: Visitor, within: Locator, name: str) -> None:
    visitor.send(within.get_by_role("button", name=name, exact=True))
    assert visitor.app.running.state.case(NAME).work.wait(60)
    if "/findings" in visitor.page.url:
        visitor.page.reload()


def test_what_is_not_known_is_asked_first_and_an_answer_is_judged_again(phone: Visitor) -> None:
    the_example(phone, bare())
    page = phone.page
    phone.go(f"{CASE}/findings")
    asked = _asked(page)
    assert len(asked) == 3
    assert "哪一类机构" in asked[0]
    assert "约好过联系的时间" in asked[1]
    assert page.locator("main h2").first.inner_text() == "先答几个问题"
    before = page.locator("article").count()
    form = page.locator("#questions > form")
    _choose(phone, form.nth(0), "消费金融公司")
    assert _stated(phone.app).items("party")[0]["institution_kind"] == "consumer_finance"
    _choose(phone, page.locator("#questions > form").filter(has_text="约好过"), "没有")
    assert _stated(phone.app).tables["statements"] == {"no_other_agreed_times": True}
    _choose(phone, page.locator("#questions > form").filter(has_text="欠"), "网络消费贷款")
    assert [debt["product_kind"] for debt in _stated(phone.app).items("debt")] == ["online_consumer_loan"]
    assert page.locator("article").count() > before
    assert not any("哪一类机构" in each for each in _asked(page))


def test_what_the_person_does_not_know_steps_back_and_yes_leads_to_the_form(phone: Visitor) -> None:
    the_example(phone, bare())
    page = phone.page
    phone.go(f"{CASE}/findings")
    _choose(phone, page.locator("#questions > form").nth(0), "不知道")
    assert not any("哪一类机构" in each for each in _asked(page))
    with phone.app.running.state.case(NAME).reading() as case:
        said = {entry.subject: entry.content for entry in case.entries(QUESTION)}
    assert said == {"institution_kind:yunling": {"answer": UNKNOWN}}
    assert "institution_kind" not in _stated(phone.app).items("party")[0]
    page.get_by_text("您说不知道的（1 个）").click()
    later = page.locator("#questions details form").filter(has_text="哪一类机构")
    assert later.get_by_role("button", name="不知道").count() == 0
    _choose(phone, later, "银行")
    assert _stated(phone.app).items("party")[0]["institution_kind"] == "bank"
    _choose(phone, page.locator("#questions > form").filter(has_text="约好过"), "有")
    assert page.url.endswith("/who/agreed_time/new")


def test_an_answer_of_a_stale_window_changes_nothing_and_a_made_up_question_is_refused(phone: Visitor) -> None:
    the_example(phone, bare())
    stale = phone.context.new_page()
    for page in (phone.page, stale):
        page.goto(f"{phone.origin}{CASE}/findings")
    _choose(phone, phone.page.locator("#questions > form").nth(0), "银行")
    with stale.expect_navigation():
        stale.locator("#questions > form").nth(0).get_by_role("button", name="自然人").click()
    assert "已经有别的答案" in stale.inner_text("body")
    assert _stated(phone.app).items("party")[0]["institution_kind"] == "bank"
    for question, answer in (
        ("institution_kind:nobody", "bank"),
        ("institution_kind:yunling", "<script>"),
        ("institution_kind", "bank"),
        ("agreed_time:me", "no"),
        ("product_kind:nobody", "credit_card"),
        ("\udc00:\u202e", "yes"),
    ):
        made = phone.context.request.post(
            f"{phone.origin}{CASE}/findings/answer",
            form={
                "word": stale.locator("[name=word]").first.input_value(),
                "question": question.encode("utf-8", "replace").decode(),
                "answer": answer,
            },
            headers={"Origin": phone.origin},
        )
        assert made.status == 404
    assert len(_stated(phone.app).items("debt")) == 1


def _states(app: App) -> dict[str, str]:
    with app.running.state.case(NAME).reading() as case:
        return {subject: choice.value for subject, choice in choices(case).items()}


def test_a_decision_stays_at_its_place_and_can_be_taken_back(phone: Visitor) -> None:
    the_example(phone)
    page = phone.page
    phone.go(f"{CASE}/findings")
    ids = [str(each.get_attribute("id")) for each in page.locator("article").all()]
    first, second = ids[0], ids[1]
    page.locator(f"#{first} summary").get_by_text("补充一句").click()
    page.locator(f"#{first}").get_by_label("只有您知道的（可以不填）").fill("第一行\n第二行")
    _choose(phone, page.locator(f"#{first}"), "不是，排除")
    assert page.url.endswith(f"#{first}")
    assert [str(each.get_attribute("id")) for each in page.locator("article").all()] == ids
    assert "您排除了它" in page.locator(f"#{first}").inner_text()
    assert "第二行" in page.locator(f"#{first} .done").inner_text()
    subject = finding_subject(first.removeprefix("f-"))
    assert _states(phone.app) == {subject: Choice.REJECTED}
    _choose(phone, page.locator(f"#{first}"), "撤回，先不决定")
    assert page.url.endswith(f"#{first}")
    assert page.locator(f"#{first} .done").count() == 0
    assert _states(phone.app) == {}
    _choose(phone, page.locator(f"#{second}"), "是这样，确认")
    confirmed = _states(phone.app)
    assert len(confirmed) > 1
    _choose(phone, page.locator(f"#{second}"), "撤回，先不决定")
    assert _states(phone.app) == {}
    with phone.app.running.state.case(NAME).reading() as case:
        history = [str(e.content["state"]) for e in case.entries(CHOICE, history=True) if e.subject == subject]
    assert sorted(history) == ["", "rejected"]


def test_a_folded_finding_is_open_after_it_was_decided(phone: Visitor) -> None:
    the_example(phone)
    page = phone.page
    phone.go(f"{CASE}/findings")
    signs = page.locator("details.signs")
    assert signs.get_attribute("open") is None
    key = signs.locator("article").last.get_attribute("id")
    assert not page.locator(f"#{key}").is_visible()
    signs.locator("summary").first.click()
    _choose(phone, page.locator(f"#{key}"), "不是，排除")
    assert page.url.endswith(f"#{key}")
    assert page.locator(f"#{key}").is_visible()


def test_each_rule_is_said_once(phone: Visitor) -> None:
    the_example(phone)
    phone.go(f"{CASE}/findings")
    groups = phone.page.locator(".group")
    titles = groups.locator("h2").all_text_contents()
    assert len(titles) == len(set(titles))
    assert phone.page.locator("article").count() > len(titles)
    assert groups.locator("> h3").count() <= len(titles)
    assert groups.locator("article > h3").count() == phone.page.locator("article").count()


def test_enter_in_the_note_decides_nothing(visitor: Visitor) -> None:
    the_example(visitor)
    visitor.go(f"{CASE}/findings")
    card = visitor.page.locator("article").first
    card.locator("summary").get_by_text("补充一句").click()
    note = card.get_by_label("只有您知道的（可以不填）")
    note.fill("那天")
    note.press("Enter")
    visitor.page.keyboard.type("我在上班")
    assert note.input_value() == "那天\n我在上班"
    assert _states(visitor.app) == {}


def test_the_questions_are_reachable_wide_enough_and_free_of_serious_faults(browser: Browser, app: App) -> None:
    with let_in(browser, app, width=390) as visitor:
        the_example(visitor, bare())
        visitor.go(f"{CASE}/findings")
        assert visitor.page.evaluate(SMALL) == []
        visitor.page.locator("#questions button").first.focus()
        visitor.page.keyboard.press("Tab")
        assert visitor.page.evaluate("document.activeElement.closest('#questions') !== null")
        for width in (390, 550):  # 550 is what 1100 px are at 200 %
            visitor.page.set_viewport_size({"width": width, "height": 844})
            assert faults(visitor.page) == []
            assert too_wide(visitor.page, width) == []
        visitor.page.emulate_media(media="print")
        assert not visitor.page.locator("#questions").is_visible()
        assert visitor.page.locator("main .buttons:visible").count() == 0


def test_questions_are_short_and_say_what_they_change() -> None:
    words = [each for asked, _ in _ASKED.values() for each in (asked.ask, asked.changes)] + list(_OTHERS.values())
    for each in words:
        assert all(len(part) <= 48 for part in re.split(r"[。？；：]", each.zh)), each.zh
        assert not re.search(r"构成|犯罪|违法|非法", each.zh)
        assert all(len(part.split()) <= 32 for part in re.split(r"[.?;:]", each.en)), each.en
        assert not re.search(r"[\u3400-\u9fff]", each.en)
