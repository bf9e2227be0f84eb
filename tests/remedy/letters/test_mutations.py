"""A fact taken out of the case takes its sentence along, or the paper is no longer written: for every letter."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, replace
from functools import cache

import pytest

from shouzheng.model.case import Case, InstitutionKind, ProductKind, Role
from shouzheng.remedy.letters.fill import fill
from shouzheng.remedy.letters.letter_file import Block
from shouzheng.remedy.letters.offer import Fit, fit_of
from shouzheng.remedy.letters.paper import letter_text
from shouzheng.remedy.letters.sentences import for_the_addressee
from shouzheng.remedy.letters.slots import SLOTS, slot_value
from shouzheng.remedy.situation import Situation
from tests.remedy.letters.test_golden_letters import CASES
from tests.remedy.yunling import library, situation


def _with_case(base: Situation, **changes: object) -> Situation:
    case: Case = replace(base.case, **changes)  # type: ignore[arg-type]
    creditor = next((party for party in case.parties if base.creditor and party.id == base.creditor.id), None)
    writer = next(person for person in case.persons if person.id == base.writer.id)
    return replace(base, case=case, writer=writer, creditor=creditor)


def _nameless(base: Situation) -> Situation:
    return _with_case(base, persons=tuple(replace(person, name="") for person in base.case.persons))


def _creditor_nameless(base: Situation) -> Situation:
    parties = tuple(replace(p, name="") if p.acts_for is None else p for p in base.case.parties)
    return _with_case(base, parties=parties)


def _agency_nameless(base: Situation) -> Situation:
    return _with_case(base, parties=tuple(replace(p, name="") if p.acts_for else p for p in base.case.parties))


def _kindless(base: Situation) -> Situation:
    unknown = InstitutionKind.UNKNOWN
    return _with_case(base, parties=tuple(replace(p, institution_kind=unknown) for p in base.case.parties))


def _undated(base: Situation) -> Situation:
    return _with_case(base, debts=tuple(replace(debt, contract_date=None) for debt in base.case.debts))


def _without_sum(base: Situation) -> Situation:
    return _with_case(base, debts=tuple(replace(debt, due_fen=None) for debt in base.case.debts))


def _productless(base: Situation) -> Situation:
    unknown = ProductKind.UNKNOWN
    return _with_case(base, debts=tuple(replace(debt, product_kind=unknown) for debt in base.case.debts))


def _without_refusal(base: Situation) -> Situation:
    return _with_case(base, objections=())


def _roleless(base: Situation) -> Situation:
    return _with_case(base, persons=tuple(replace(person, role=Role.UNKNOWN) for person in base.case.persons))


def _wordless(base: Situation) -> Situation:
    contacts = tuple(replace(row, text=None) for row in base.result.contacts)
    return replace(base, result=replace(base.result, contacts=contacts))


def _numberless(base: Situation) -> Situation:
    contacts = tuple(replace(row, number="") for row in base.result.contacts)
    confirmed = tuple(replace(row, numbers=()) for row in base.result.confirmed)
    return replace(base, result=replace(base.result, contacts=contacts, confirmed=confirmed))


def _without_result(base: Situation) -> Situation:
    return replace(base, result=replace(base.result, findings=(), contacts=(), confirmed=(), refusals=()))


@dataclass(frozen=True)
class Mutation:
    """What is taken away, and the words that only this fact can have put on the paper."""

    take: Callable[[Situation], Situation]
    words: tuple[str, ...]


#: The findings' own sentences name agencies as ``check`` wrote them, so names are looked for outside of these.
MUTATIONS = {
    "name of the writer": Mutation(_nameless, ("林某（虚构）", "林某的姐姐（虚构）")),
    "name of the creditor": Mutation(_creditor_nameless, ("云岭示例消费金融有限公司",)),
    "name of the agency": Mutation(_agency_nameless, ("磐石示例商务咨询有限公司",)),
    "kind of institution": Mutation(_kindless, ("消费金融公司）", "类型：消费金融公司", "类型：小额贷款公司")),
    "day of the contract": Mutation(_undated, ("2025年3月1日",)),
    "sum due": Mutation(_without_sum, ("12,000.00元",)),
    "product": Mutation(_productless, ("网络消费贷款，", "其他个人贷款，", "信用卡，")),
    "refusal": Mutation(_without_refusal, ("请不要再联系我”）", "本人此前提出过拒绝", "原告曾表示拒绝")),
    "role": Mutation(_roleless, ("身份为：债务人本人", "身份为：紧急联系人", "与债务的关系：债务人本人")),
    "words of the messages": Mutation(_wordless, ("原话：“林某", "打断你的腿", "花圈", "老赖")),
    "numbers": Mutation(_numberless, ("13000000021", "010-00001111", "15000000022")),
    "result of the check": Mutation(_without_result, ("证据第", "涉嫌", "不符合《", "原话：“林某")),
}


def _ours(name: str, where: Situation) -> str:
    """The letter without the sentences that come from the findings, which are removed with the findings themselves."""
    letter = library().letters[name]
    text = letter_text(fill(letter, where, library()))
    for row in where.result.findings:
        text = text.replace(for_the_addressee(row, where, letter.called, letter.unnamed).zh.rstrip("。"), "")
    return text


@cache
def _whole(variant: str, person: str, name: str) -> str:
    return _ours(name, situation(variant, person))


@pytest.mark.parametrize("what", MUTATIONS)
def test_a_fact_taken_away_takes_its_sentence_away_or_stops_the_paper(what: str) -> None:
    mutation = MUTATIONS[what]
    held = stopped = 0
    for variant, person, name in CASES:
        whole = situation(variant, person)
        changed = mutation.take(whole)
        before = [words for words in mutation.words if words in _whole(variant, person, name)]
        held += bool(before)
        if fit_of(library().letters[name], changed)[0] is not Fit.YES:
            stopped += 1
            continue
        after = _ours(name, changed)
        assert not [words for words in before if words in after], (variant, person, name)
        if before and what in ("name of the writer", "name of the creditor", "day of the contract", "sum due"):
            assert "（请填写：" in after
    assert held, what
    if what == "result of the check":
        assert stopped > len(CASES) / 2


def test_each_finding_taken_away_takes_its_item_away_from_each_paper_that_lists_it() -> None:
    seen: dict[str, int] = {}
    for variant, person, name in CASES:
        if variant == "yunling" or name not in seen:  # each letter once, and all of the whole example
            base = situation(variant, person)
            seen[name] = seen.get(name, 0) + _items_that_go(name, base)
    listing = {
        name
        for name, letter in library().letters.items()
        if any(paragraph.block is Block.FINDINGS for paragraph in letter.paragraphs)
    }
    assert {name for name, count in seen.items() if count} == listing
    assert sum(seen.values()) > 100


def _items_that_go(name: str, base: Situation) -> int:
    """Take each finding away that the letter lists, and see its item gone (or no letter at all); return how many."""
    letter = library().letters[name]
    whole, gone = letter_text(fill(letter, base, library())), 0
    for row in base.result.findings:
        sentence = for_the_addressee(row, base, letter.called, letter.unnamed).zh.rstrip("。")
        if sentence not in whole:
            continue
        twins = tuple(each for each in base.result.findings if each.sentence != row.sentence)
        changed = replace(base, result=replace(base.result, findings=twins))
        if fit_of(letter, changed)[0] is Fit.YES:
            assert sentence not in letter_text(fill(letter, changed, library())), (name, row.number)
        gone += 1
    return gone


#: Which fact each slot of a letter stands on; what comes from the law of the day or the calendar is no fact of a case.
SLOT_FACTS = {
    "writer": _nameless,
    "role": _roleless,
    "institution": _creditor_nameless,
    "lender": _creditor_nameless,
    "loan_platform": _creditor_nameless,
    "agencies": _agency_nameless,
    "others": _without_result,
    "product": _productless,
    "contract_day": _undated,
    "institution_kind": _kindless,
    "due": _without_sum,
    "numbers": _numberless,
    "operator_numbers": _numberless,
    "confirmed": _without_result,
    "confirmed_numbers": _numberless,
    "first_day": _without_result,
    "last_day": _without_result,
    "refusal": _without_refusal,
}
_OF_THE_LAW = {"today", "bank_regulator", "market_regulator", "local_regulator"}
#: What a paper calls its writer: of a person whose role is not said, a person.
_OF_THE_WRITER = {"writer_self", "writer_own"}


def test_every_slot_becomes_a_blank_without_its_fact() -> None:
    assert set(SLOT_FACTS) | _OF_THE_LAW | _OF_THE_WRITER == set(SLOTS)
    for name, take in SLOT_FACTS.items():
        variant = "platform" if name == "loan_platform" else "yunling"
        base = situation(variant, person="sister" if name == "refusal" else "me")
        assert not slot_value(name, base)[0].blank, name
        assert slot_value(name, take(base))[-1].blank, name


def test_another_role_gets_another_paper() -> None:
    base = situation()
    for role in Role:
        changed = _with_case(
            base, persons=tuple(replace(p, role=role) if p.id == "me" else p for p in base.case.persons)
        )
        for name in ("civil_complaint", "reply_to_collector", "call_script"):
            letter = library().letters[name]
            if fit_of(letter, changed)[0] is not Fit.YES:
                continue
            text = letter_text(fill(letter, changed, library()))
            owes = role in (Role.DEBTOR, Role.CO_DEBTOR, Role.GUARANTOR)
            assert ("他人的借款" in text or "别人的事" in text) <= (not owes), (role, name)
            assert ("请只联系我本人" in text or "请只联系本人" in text) <= owes, (role, name)


def test_no_paper_says_that_a_debt_is_none_of_ones_business_or_that_it_will_not_be_paid() -> None:
    for variant, person, name in CASES:
        text = _whole(variant, person, name)
        for words in ("与本人无关", "拒绝还款", "不再偿还", "停息挂账", "构成", "保证删除"):
            assert words not in text.replace("涉嫌诈骗已立案", ""), (name, words)
