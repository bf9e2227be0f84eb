"""Letters in the pages: words stay where they were typed, numbers stay what they were, and what hurts is folded."""

from __future__ import annotations

import re
from pathlib import Path

from playwright.sync_api import Browser
from starlette.datastructures import FormData

from shouzheng.model.words import Lang, Words
from shouzheng.remedy.cases.evidence_numbers import EVIDENCE
from shouzheng.remedy.cases.statement import Choice, choose, keep_statement
from shouzheng.remedy.letters.library import load_library
from shouzheng.remedy.letters.slots import Ask
from shouzheng.rulebook.load import load_rulebook
from shouzheng.web.cases.brought import BROUGHT
from shouzheng.web.cases.letter_words import LETTER, Kept, entry, kept_words, not_used, to_check, typed, used
from shouzheng.web.pages._letter_shelf import Shelf, shelf_of
from tests.web.conftest import EXAMPLE, App, Visitor, let_in
from tests.web.steps import CASE, MESSAGES, NAME, make_case

DAY, ACCOUNT = Ask("contract_day", Words("合同日期", "day of the contract")), Ask("account", Words("账户", "account"))
LONG = Ask("doubt", Words("哪一项、相差多少", "which item"), lines=True)
AMOUNT = f"{CASE}/letters/amount_objection?person=me&to=yunling"
POLICE = f"{CASE}/letters/police_statement?person=me&to=yunling"


def _sent(**fields: str) -> FormData:
    return FormData(fields)


def test_words_follow_what_they_answer_and_go_nowhere_else() -> None:
    stored = entry(typed(_sent(**{"w.account": " 88  48 ", "a.account": "账户"}), [ACCOUNT]), {}, ())
    kept = kept_words(stored)
    assert used(kept, [DAY, ACCOUNT]) == {"account": "88 48"}  # another blank in front of it changes nothing
    assert used(kept, [DAY]) == {}
    assert not_used(kept, [DAY]) == {"account": Kept("88 48", "账户")}
    other = Ask("account", Words("开户行", "bank"))
    assert used(kept, [other]) == {}  # the same name, another question
    answered = entry({"account": Kept("某银行", "开户行")}, not_used(kept, [other]), ())
    assert {each.text for each in kept_words(answered).values()} == {"88 48", "某银行"}
    assert used(kept_words(answered), [other]) == {"account": "某银行"}
    back = kept_words(entry({}, not_used(kept, [DAY]), ()))
    assert used(back, [DAY, ACCOUNT]) == {"account": "88 48"}  # the blank is there again, and so are its words
    assert kept_words(entry({}, not_used(kept, [DAY]), ["account"])) == {}


def test_what_was_kept_by_number_is_shown_and_used_nowhere() -> None:
    old = {"blanks": {"1": "2025年3月1日", "2": "8848"}}
    assert to_check(old)
    assert used(kept_words(old), [DAY, ACCOUNT]) == {}
    assert [each.text for each in not_used(kept_words(old), [DAY, ACCOUNT]).values()] == ["2025年3月1日", "8848"]
    after = entry({}, not_used(kept_words(old), [DAY, ACCOUNT]), ())
    assert not to_check(after)
    assert len(not_used(kept_words(after), [DAY, ACCOUNT])) == 2
    assert kept_words({"blanks": 7, "words": [1]}) == kept_words({"words": {"a": "b"}}) == {}


def test_lines_are_kept_where_they_may_stand() -> None:
    sent = _sent(
        **{"w.doubt": "甲 \r\n\r\n 乙\u2028丙\x00", "w.account": "甲\n乙", "a.account": "账户", "w.gone": "丁"}
    )
    found = typed(sent, [LONG, ACCOUNT])
    assert found["doubt"].text.splitlines()[:2] == ["甲", "乙"]
    assert found["account"] == Kept("甲 乙", "账户")
    assert found["gone"].text == "丁"  # its blank went while the page was open
    many = _sent(**{f"w.{n}": "x" * 9000 for n in range(300)}, **{"w." + "k" * 500: "x"})
    assert len(typed(many, [])) <= 200
    assert max(len(each.text) for each in typed(many, []).values()) <= 2000


def test_every_letter_has_its_shelf() -> None:
    letters = load_library(load_rulebook()).letters
    assert {shelf_of(each) for each in letters.values()} == set(Shelf)
    assert list(Shelf)[-2:] == [Shelf.REPLY, Shelf.COURT]


def _example(visitor: Visitor, app: App, *files: Path) -> None:
    """The invented example, put in without its pages."""
    make_case(visitor)
    opened = app.running.state.opened[NAME]
    with opened.writing() as case:
        keep_statement(case, EXAMPLE / "case.toml")
        for file in files:
            stored = case.add([file.read_bytes()], file.name, "application/xml")
            case.enter(BROUGHT, str(stored.no), {"person": "me", "names": []})
    opened.work.wake()
    assert opened.work.wait(60)


def _state(app: App, folder: Path, before: str, after: str) -> None:
    """State the case anew with one change."""
    text = (EXAMPLE / "case.toml").read_text("utf-8")
    assert before in text
    (folder / "case.toml").write_text(text.replace(before, after), "utf-8")
    opened = app.running.state.opened[NAME]
    with opened.writing() as case:
        keep_statement(case, folder / "case.toml")
    opened.work.wake()
    assert opened.work.wait(60)


def _store(visitor: Visitor) -> None:
    visitor.send(visitor.page.get_by_role("button", name="存好，更新下面的信"))


def test_a_fact_that_comes_or_goes_moves_no_words(browser: Browser, app: App, tmp_path: Path) -> None:
    with let_in(browser, app) as visitor:
        _example(visitor, app, MESSAGES)
        visitor.go(AMOUNT)
        visitor.page.locator("[name='w.account']").fill("8848")
        visitor.page.locator("textarea[name='w.doubt']").fill("第一，利息\n第二，罚息")
        _store(visitor)
        paper = visitor.page.locator(".paper").first.inner_text()
        assert "后四位为8848" in paper
        assert "第二，罚息" in paper
        _state(app, tmp_path, "contract_date = 2025-03-01", "")
        visitor.go(AMOUNT)
        assert (
            "合同日期为（请填写：合同日期），账户或合同编号后四位为8848" in visitor.page.locator(".paper").inner_text()
        )
        visitor.page.locator("[name='w.contract_day']").fill("去年三月")
        _store(visitor)
        assert "合同日期为去年三月" in visitor.page.locator(".paper").inner_text()
        _state(app, tmp_path, "某", "某")
        visitor.go(AMOUNT)
        assert "去年三月" in visitor.page.locator("#idle").inner_text()
        assert "去年三月" not in visitor.page.locator(".paper").inner_text()
        assert visitor.page.locator("[name='w.account']").input_value() == "8848"
        visitor.page.get_by_label("不要这句了").check()
        _store(visitor)
        assert visitor.page.locator("#idle").count() == 0
        with app.running.state.opened[NAME].writing(judged=False) as case:
            case.enter(LETTER, "amount_objection|me|yunling", {"blanks": {"1": "旧话一", "2": "旧话二"}})
        visitor.go(AMOUNT)
        assert "请核对" in visitor.page.locator("#idle").inner_text()
        assert "旧话二" in visitor.page.locator("#idle").inner_text()
        assert "旧话" not in visitor.page.locator(".paper").inner_text()


def test_the_numbers_of_a_letter_outlive_an_excluded_contact(browser: Browser, app: App, tmp_path: Path) -> None:
    with let_in(browser, app) as visitor:
        _example(visitor, app, MESSAGES)
        opened = app.running.state.opened[NAME]
        visitor.go(POLICE)
        assert "您没有逐条确认" in visitor.text()
        rows = visitor.page.locator(".paper details")
        assert rows.count() == 1
        assert not rows.first.evaluate("e => e.open")
        rows.first.locator("summary").click()
        before = rows.first.inner_text()
        named = [int(each) for each in re.findall(r"证据第(\d+)号", before)]
        assert len(named) > 2
        with opened.writing() as case:
            assert len(list(case.entries(EVIDENCE))) == 1
            assert opened.found is not None
            first = min(opened.found.material.evidence.items(), key=lambda each: each[1])[0]
            choose(case, [first], Choice.REJECTED)
        opened.work.wake()
        assert opened.work.wait(60)
        visitor.go(POLICE)
        visitor.page.locator(".paper details summary").click()
        after = visitor.page.locator(".paper details").inner_text()
        assert set(after.splitlines()) <= set(before.splitlines())
        assert len(after.splitlines()) >= len(before.splitlines()) - 1
        with visitor.page.expect_download() as coming:
            visitor.page.get_by_role("link", name="下载文本").click()
        coming.value.save_as(tmp_path / "letter.txt")
        assert all(line in (tmp_path / "letter.txt").read_text("utf-8") for line in after.splitlines()[1:])


def test_a_letter_to_a_mainland_body_is_simplified_until_somebody_chooses(browser: Browser, app: App) -> None:
    with let_in(browser, app, lang=Lang.ZH_HANT) as visitor:
        _made_in_traditional(visitor, app)
        visitor.go(POLICE)
        assert visitor.page.locator(".paper").get_attribute("lang") == "zh-Hans"
        assert "报案材料" in visitor.page.locator(".paper").inner_text()
        assert "簡體字" in visitor.text()
        visitor.send(visitor.page.get_by_role("link", name="改用繁體字"))
        assert "報案材料" in visitor.page.locator(".paper").inner_text()
        assert "script=zh-Hant" in str(visitor.page.get_by_role("link", name="PDF").get_attribute("href"))
        visitor.go(f"{CASE}/letters/notice_to_contacts?person=me&to=yunling")
        assert visitor.page.locator(".paper").get_attribute("lang") == "zh-Hant"  # it goes to friends


def _made_in_traditional(visitor: Visitor, app: App) -> None:
    """Make the case in the first language of the app, then change the page's."""
    visitor.page.locator("button[value=zh-Hans]").first.click()
    _example(visitor, app, MESSAGES)
    visitor.go("/")
    visitor.send(visitor.page.locator("button[value=zh-Hant]").first)


def test_the_list_begins_with_the_first_steps_and_loses_nothing(browser: Browser, app: App) -> None:
    with let_in(browser, app, lang=Lang.EN) as visitor:
        visitor.page.locator("button[value=zh-Hans]").first.click()
        _example(visitor, app, MESSAGES)
        visitor.go(f"{CASE}/letters")
        seen = [each for each in visitor.page.locator("section.item a.button").all() if each.is_visible()]
        assert 1 <= len(seen) <= 16
        folded = visitor.page.locator("main details > summary").all_inner_texts()
        assert folded[-2].startswith("给法院的")
        assert folded[-3].startswith("收到答复以后才用的")
        links = {str(each.get_attribute("href")) for each in visitor.page.locator("section.item a.button").all()}
        letters = load_library(load_rulebook()).letters
        others = visitor.page.locator("main details").last.locator("dt").count()
        assert len(links) + others == len(letters)
        visitor.go("/")
        visitor.send(visitor.page.locator("button[value=en]").first)
        visitor.go(POLICE)
        labels = " ".join(visitor.page.locator("form label").all_inner_texts())
        assert not re.search(r"[\u3400-\u9fff]", labels)
