"""Nothing may fire on lawful, polite contacts: a false accusation is worse than a missed one.

Each contact is judged twice: with the acts a careful reader sees, and with the acts the program itself reads. Some
have an unlawful twin that differs in a fact or two and must fire: so the corpus is near the border, not far from it.
"""

from __future__ import annotations

from datetime import date

import pytest

from shouzheng.model.verdict import Answer, FactValue
from shouzheng.rulebook.load import load_rulebook
from shouzheng.rulebook.verdicts import judge_event
from tests.lawful.corpus import LawfulContact, load_corpus, read_facts

CORPUS = load_corpus()
WITH_TEXT = [contact for contact in CORPUS if contact.text is not None]
TWINS = [contact for contact in CORPUS if contact.fires is not None]
#: Answers that put something before people.
SPEAKS = (Answer.BREACH, Answer.NEEDS_PERSON)


def _name(contact: LawfulContact) -> str:
    return f"{contact.file}: {contact.name}"


def _speaking(day: date, facts: dict[str, FactValue]) -> list[str]:
    return [verdict.rule for verdict in judge_event(load_rulebook(), "lawful", day, facts) if verdict.answer in SPEAKS]


@pytest.mark.parametrize("contact", CORPUS, ids=_name)
def test_nothing_fires_on_a_lawful_contact(contact: LawfulContact) -> None:
    assert _speaking(contact.day, contact.facts) == []


@pytest.mark.parametrize("contact", WITH_TEXT, ids=_name)
def test_nothing_fires_on_the_words_as_the_program_reads_them(contact: LawfulContact) -> None:
    assert _speaking(contact.day, read_facts(contact)) == []


@pytest.mark.parametrize("contact", TWINS, ids=_name)
def test_the_unlawful_twin_of_a_lawful_contact_fires(contact: LawfulContact) -> None:
    assert contact.fires in _speaking(contact.day, contact.twin)


def test_corpus_is_large_and_its_names_are_unique() -> None:
    names = [_name(contact) for contact in CORPUS]
    assert len(set(names)) == len(names)
    assert len(CORPUS) >= 150
    assert len(WITH_TEXT) >= 100


def test_every_fact_of_the_corpus_is_a_fact_and_has_a_value_of_its_type() -> None:
    known = load_rulebook().facts
    wrong = [
        (_name(contact), name, value)
        for contact in CORPUS
        for name, value in {**contact.facts, **contact.changed}.items()
        if name not in known or not known[name].accepts(value)
    ]
    assert wrong == []


def test_rules_clear_the_corpus_instead_of_only_not_knowing() -> None:
    """Attributed contacts with words are cleared by most rules: a corpus of unknowns would prove nothing.

    Left out are answers that hang only on what no record of contacts shows (was the debt assigned, what was agreed).
    """
    verdicts = [
        verdict
        for contact in WITH_TEXT
        if contact.facts["attribution"] in ("creditor", "agency")
        for verdict in judge_event(load_rulebook(), "lawful", contact.day, contact.facts)
        if verdict.answer is Answer.CLEAR or not set(verdict.missing).isdisjoint(contact.facts)
    ]
    clear = sum(verdict.answer is Answer.CLEAR for verdict in verdicts)
    assert clear > 0.98 * len(verdicts)


def test_every_rule_that_can_speak_has_a_lawful_contact_near_its_border() -> None:
    """Each listed rule has at least one twin; new rules are added here together with their lawful contacts."""
    near = {contact.fires for contact in TWINS}
    assert {"R01", "R02", "R05", "R07", "R11", "R12", "R13", "R15", "R20", "R21", "R27"} <= near
