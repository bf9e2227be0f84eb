"""From a case and its contacts to findings: facts, counts, verdicts, findings, in this order and nothing else."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from itertools import repeat

from shouzheng.judging.acts import ReadableActs
from shouzheng.judging.case import Contact, Judgement
from shouzheng.judging.counts import Countable, Countables, Counted, Mark, count
from shouzheng.judging.facts import Background, base_facts
from shouzheng.judging.findings import Material, build_findings
from shouzheng.judging.keys import key_facts
from shouzheng.judging.placement import place
from shouzheng.judging.verdicts import Subject, judge_all
from shouzheng.model.case import Case
from shouzheng.model.verdict import FactValue, Verdict
from shouzheng.rulebook.engines.scalar import TRUE, UNKNOWN, compile_conditions
from shouzheng.rulebook.files.facts import POSSIBLE, FactType
from shouzheng.rulebook.load import Rulebook
from shouzheng.rulebook.verdicts import judge_event


def judge_case(
    case: Case, contacts: Sequence[Contact], rulebook: Rulebook, *, readable: ReadableActs | None = None
) -> Judgement:
    """Judge all contacts by all rules and put the hits together to findings.

    ``contacts`` are those the person attributed; equal times keep the order given. ``readable`` says which acts the
    lexicon that made the readings can tell (the shipped one by default).
    """
    background = Background.of(case, contacts, readable)
    values = [base_facts(contact, case, background) for contact in contacts]
    counted = count_all(contacts, values, rulebook)
    subjects = subjects_of(contacts, values, counted)
    judged = judge_all(rulebook, subjects)
    findings = build_findings(Material(case, contacts, subjects, counted, rulebook), judged.hits)
    return Judgement(
        findings=findings,
        tallies=judged.tallies,
        contacts=len(contacts),
        rules_judged=len(judged.tallies) - len(judged.not_judged),
        rules_total=len(judged.tallies),
        not_judged=judged.not_judged,
    )


def judge_words(
    contact: Contact, case: Case, rulebook: Rulebook, *, readable: ReadableActs | None = None
) -> tuple[Verdict, ...]:
    """Judge one contact that nobody attributed, by the rules that words alone can decide; all counts are unknown."""
    by_words = {rule.id for rule in rulebook.rules if rule.decided_by_words}
    day = place(contact.event.time).day
    facts = base_facts(contact, case, Background.of(case, (), readable))
    verdicts = judge_event(rulebook, contact.event.id, day, facts)
    return tuple(verdict for verdict in verdicts if verdict.rule in by_words)


def count_all(
    contacts: Sequence[Contact], values: Sequence[Mapping[str, FactValue]], rulebook: Rulebook
) -> dict[str, Counted]:
    """Count every declaration of the rulebook over the contacts, by the base facts of each."""
    names = tuple(rulebook.keys)
    rows = Countables([Countable(place(contact.event.time), key_facts(contact, names)) for contact in contacts])
    marks = where_marks(rulebook, values)
    return {name: count(rulebook.counts[name], rows, marks[name]) for name in rulebook.counts}


def subjects_of(
    contacts: Sequence[Contact], values: Sequence[dict[str, FactValue]], counted: Mapping[str, Counted]
) -> list[Subject]:
    """Return each contact as the rules see it: its Beijing day, its base facts, and both columns of every count.

    The counts are added to the base facts in place: a second copy of all facts would double the memory.
    """
    columns = {name: one.sure for name, one in counted.items()}
    columns.update({name + POSSIBLE: one.possible for name, one in counted.items()})
    names = tuple(columns)
    counts: Iterable[tuple[int | None, ...]] = zip(*columns.values(), strict=True) if columns else repeat(())
    subjects = []
    for contact, facts, row in zip(contacts, values, counts, strict=False):
        facts.update(zip(names, row, strict=True))
        subjects.append(Subject(contact.event.id, place(contact.event.time).day, facts))
    return subjects


def where_marks(rulebook: Rulebook, values: Sequence[Mapping[str, FactValue]]) -> dict[str, list[Mark]]:
    """Return for each count whether each contact is one to be counted: TRUE, FALSE or unknown."""
    definitions = list(rulebook.counts.values())
    booleans = frozenset(name for name, fact in rulebook.facts.items() if fact.type is FactType.BOOL)
    compiled = compile_conditions([definition.where for definition in definitions], booleans)
    codes = [compiled.of_mapping(row, ()) for row in values]
    truth: dict[int, Mark] = {TRUE: True, UNKNOWN: None}
    return {
        definition.name: [truth.get(code[at], False) for code in codes]
        for definition, at in zip(definitions, compiled.places, strict=True)
    }
