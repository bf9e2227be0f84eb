"""Chooses the law for one contact: what was in force on its day and binds this institution, product and person.

What is not known (the kind of institution, say) never makes a norm bind: the citation is then only *possible*.
"""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from types import MappingProxyType

from shouzheng.model.law import Citation, CiteRole, InForce, Provision
from shouzheng.model.verdict import Answer, FactValue
from shouzheng.rulebook.files.facts import UNKNOWN
from shouzheng.rulebook.files.instruments import ANY, INSTITUTION_SCOPES, PRODUCT_SCOPES
from shouzheng.rulebook.files.rule import ANYONE, CONTACTED, NumberUse, Rule
from shouzheng.rulebook.files.thresholds import field_of
from shouzheng.rulebook.load import Rulebook
from shouzheng.rulebook.transition import Cite, FactsBefore, days_of, reach, through

#: Facts that decide which law binds, in the order of ``select``'s parameters.
SCOPE_FACTS = ("institution_kind", "product_kind", "recipient_role")
#: Values of ``SCOPE_FACTS``, then the truth of each transitional clause of the rulebook (``Selections.clauses``).
Kinds = tuple[FactValue, ...]
_NO_FACTS: Mapping[str, FactValue] = MappingProxyType({})
#: Selections kept; more keys than this (hostile data) only cost time.
_MOST_KEPT = 4_096


class NotApplied(StrEnum):
    """Why a rule does not apply to a contact."""

    NO_CONDITION = "no_condition"  # a reminder or checklist item, which no single contact decides
    NOT_IN_FORCE = "not_in_force"  # no forbidding provision was in force that day
    OTHER_SCOPE = "other_scope"  # none binds this institution or product
    NOT_MEANT = "not_meant"  # the rule is about other persons or institutions
    NO_NUMBER = "no_number"  # a number it needs was not in force that day


@dataclass(frozen=True, slots=True)
class Selection:
    """The law of one rule for one contact.

    ``citations`` surely apply (forbidding and supporting ones, which may be printed); ``possible`` would apply if the
    facts in ``missing`` were known and fit; ``context`` is for explanations only. ``numbers`` are the named numbers of
    the day by their bound key. ``certain`` is True when a forbidding provision surely applies.
    """

    citations: tuple[Citation, ...]
    possible: tuple[Citation, ...]
    context: tuple[Citation, ...]
    missing: tuple[str, ...]
    numbers: Mapping[str, int | None]
    certain: bool
    not_applied: NotApplied | None = None


def select(
    rulebook: Rulebook,
    rule: Rule,
    day: date,
    institution_kind: str | None,
    product_kind: str | None,
    recipient_role: str | None = None,
    facts: Mapping[str, FactValue] = _NO_FACTS,
) -> Selection:
    """Choose the citations of a rule for a day and scope; ``None`` or ``"unknown"`` for what is not known.

    ``facts`` hold the days that transitional clauses ask for (``applies_if_facts_before``).
    """
    law = law_of_day(rulebook, rule, day)
    truths = {clause: clause.truth(facts.get(clause.fact)) for _, clause in law.older}
    return _choose(rule, law, (_known(institution_kind), _known(product_kind), _known(recipient_role)), truths)


@dataclass(frozen=True, slots=True)
class Law:
    """What a rule has on one day, whoever is concerned: citations that apply, and the numbers.

    ``older`` are citations no longer in force that still apply when their transitional clause is TRUE of the contact.
    """

    citations: tuple[Citation, ...]
    numbers: Mapping[str, int | None]
    older: tuple[tuple[Citation, FactsBefore], ...] = ()


def law_of_day(rulebook: Rulebook, rule: Rule, day: date) -> Law:
    """Return the citations of a rule that apply on a day (criminal law left out) and its numbers of that day."""
    found: list[Citation] = []
    older: list[tuple[Citation, FactsBefore]] = []
    for cite in rule.cites:
        if cite.role is CiteRole.NEVER_PRINTED:
            continue
        provision = rulebook.provisions[cite.provision]
        instrument = rulebook.instruments[provision.instrument]
        if provision.in_force.covers(day) and instrument.in_force.covers(day):
            found.append(Citation(provision, instrument, cite.role))
        elif cite.is_transitional:
            _reaching(rulebook, cite, day, found, older)
    numbers = {number.key: number_on(rulebook, number, day) for number in rule.numbers}
    return Law(tuple(found), numbers, tuple(older))


def _reaching(
    rulebook: Rulebook, cite: Cite, day: date, found: list[Citation], older: list[tuple[Citation, FactsBefore]]
) -> None:
    """Add a citation that reaches the day by a clause: at once, or to those that hang on a fact."""
    days = reach(cite, rulebook.provisions, rulebook.instruments)
    provision = rulebook.provisions[cite.provision]
    instrument = rulebook.instruments[provision.instrument]

    def citation(by: str) -> Citation:
        return Citation(provision, instrument, cite.role, through(by, rulebook.provisions, rulebook.instruments))

    if cite.retroactive is not None and days.before is not None and days.before.covers(day):
        found.append(citation(cite.retroactive.by))
    if cite.facts_before is not None and days.after is not None and days.after.covers(day):
        older.append((citation(cite.facts_before.by), cite.facts_before))


def _choose(
    rule: Rule,
    law: Law,
    kinds: tuple[str | None, str | None, str | None],
    truths: Mapping[FactsBefore, bool | None],
) -> Selection:
    """Choose from the law of the day what binds these kinds."""
    institution, product, role = kinds
    meant = {
        "institution_kind": fits(rule.institution_kinds, institution, INSTITUTION_SCOPES),
        "recipient_role": fits(rule.contacted, role, CONTACTED),
    }
    unsure_meant = [fact for fact, fit in meant.items() if fit is None]
    missing = list(unsure_meant)
    chosen: dict[bool | None, list[Citation]] = {True: [], None: [], False: []}
    for citation, clause in (*((each, None) for each in law.citations), *law.older):
        fit, lacking = _binds(citation, institution, product)
        if fit is not False and clause is not None:
            fit, lacking = _if_older(clause, truths.get(clause), fit, lacking)
        doubtful = fit is None or (fit and bool(unsure_meant))
        chosen[None if doubtful else fit].append(citation)
        if doubtful and citation.role is CiteRole.FORBIDS:
            missing.extend(name for name in lacking if name not in missing)
    certain = _forbids(chosen[True])
    return Selection(
        citations=_printed(chosen[True]),
        possible=_printed(chosen[None]),
        context=tuple(c for c in chosen[True] + chosen[None] if c.role is CiteRole.CONTEXT),
        missing=() if certain else tuple(missing),
        numbers=law.numbers,
        certain=certain,
        not_applied=_not_applied(rule, False in meant.values(), chosen, law.numbers),
    )


def fits(scope: tuple[str, ...], kind: str | None, every: tuple[str, ...]) -> bool | None:
    """Tell whether a scope covers a kind; ``None`` when the kind is not known and the scope is not everything."""
    if ANY in scope or ANYONE in scope:
        return True
    if kind is None:
        return True if len(set(scope)) >= len(every) - 1 else None
    return kind in scope


def number_on(rulebook: Rulebook, number: NumberUse, day: date) -> int | None:
    """Return the value of a named number on a day, ``None`` when none is in force or the law gives no number."""
    for threshold_id, field in number.references:
        threshold = rulebook.thresholds[threshold_id]
        if threshold.in_force.covers(day):
            return field_of(threshold, field)
    for cite in number.carried:
        if reach(cite, rulebook.provisions, rulebook.instruments).covers(day):
            for threshold_id, field in number.references:
                if cite.provision in rulebook.thresholds[threshold_id].provisions:
                    return field_of(rulebook.thresholds[threshold_id], field)
    return None


def in_force(rulebook: Rulebook, provision: Provision) -> InForce | None:
    """Return the days on which both the provision and its instrument are in force, ``None`` when there are none."""
    return days_of(provision, rulebook.instruments)


def scope_of(rulebook: Rulebook, provision: Provision) -> tuple[tuple[str, ...], tuple[str, ...]]:
    """Return the institutions and products a provision binds: its own scope where it has one, else its instrument's."""
    instrument = rulebook.instruments[provision.instrument]
    return (
        provision.scope_institutions or instrument.scope_institutions,
        provision.scope_products or instrument.scope_products,
    )


def _truth(value: FactValue) -> bool | None:
    return value if isinstance(value, bool) else None


def _known(kind: str | None) -> str | None:
    return None if kind == UNKNOWN else kind


def _binds(citation: Citation, institution: str | None, product: str | None) -> tuple[bool | None, list[str]]:
    """Tell whether a provision binds, and which unknown facts that hangs on."""
    institutions = citation.provision.scope_institutions or citation.instrument.scope_institutions
    products = citation.provision.scope_products or citation.instrument.scope_products
    by_institution = fits(institutions, institution, INSTITUTION_SCOPES)
    by_product = fits(products, product, PRODUCT_SCOPES)
    if by_institution is False or by_product is False:
        return False, []
    lacking = ["institution_kind"] if by_institution is None else []
    lacking += ["product_kind"] if by_product is None else []
    return (None if lacking else True), lacking


def _if_older(
    clause: FactsBefore, truth: bool | None, fit: bool | None, lacking: list[str]
) -> tuple[bool | None, list[str]]:
    """Join whether a provision would bind with whether its transitional clause is TRUE of the contact."""
    if truth is None:
        return None, [*lacking, clause.fact]
    return (fit, lacking) if truth else (False, [])


def _forbids(citations: list[Citation]) -> bool:
    return any(citation.role is CiteRole.FORBIDS for citation in citations)


def _printed(citations: list[Citation]) -> tuple[Citation, ...]:
    return tuple(c for c in citations if c.role in (CiteRole.FORBIDS, CiteRole.SUPPORTS))


def _not_applied(
    rule: Rule, not_meant: bool, chosen: Mapping[bool | None, list[Citation]], numbers: Mapping[str, int | None]
) -> NotApplied | None:
    if rule.condition is None:
        return NotApplied.NO_CONDITION
    if not any(_forbids(citations) for citations in chosen.values()):
        return NotApplied.NOT_IN_FORCE
    if not_meant:
        return NotApplied.NOT_MEANT
    if not _forbids(chosen[True]) and not _forbids(chosen[None]):
        return NotApplied.OTHER_SCOPE
    return NotApplied.NO_NUMBER if None in numbers.values() else None


@dataclass(frozen=True, slots=True)
class Chosen:
    """The law of all rules for one epoch and scope, and for each rule its answer by the code of its condition.

    A row of ``answers`` is for the codes 0 FALSE, 1 unknown, 2 (never), 3 TRUE, as in ``scalar``.
    """

    selections: tuple[Selection, ...]
    answers: tuple[tuple[Answer, ...], ...]


def answers_of(rule: Rule, selection: Selection) -> tuple[Answer, ...]:
    """Return a rule's answers to the codes of its condition (0 FALSE, 1 unknown, 2 never, 3 TRUE)."""
    if selection.not_applied is not None:
        return (Answer.NOT_APPLICABLE,) * 4
    true = rule.answer if selection.certain else Answer.CANNOT_TELL
    return (Answer.CLEAR, Answer.CANNOT_TELL, Answer.CANNOT_TELL, true)


class Selections:
    """All selections of a rulebook by (epoch, kinds): between two days on which law changes, the choice is the same."""

    def __init__(self, rulebook: Rulebook) -> None:
        self.rulebook = rulebook
        #: First day of each epoch but the first, as ordinals; an epoch is the index after the last start passed.
        self.starts = [day.toordinal() for day in boundary_days(rulebook)]
        #: The transitional clauses that hang on a fact, each once.
        self.clauses = tuple(
            dict.fromkeys(
                cite.facts_before for rule in rulebook.rules for cite in rule.cites if cite.facts_before is not None
            )
        )
        self._law: dict[tuple[int, int], Law] = {}
        self._kept: dict[tuple[FactValue, ...], Chosen] = {}

    def epoch(self, day: date) -> int:
        """Return the epoch that a day lies in."""
        return bisect_right(self.starts, day.toordinal())

    def day_in(self, epoch: int) -> date:
        """Return a day of an epoch."""
        return date.fromordinal(self.starts[epoch - 1]) if epoch else date.min

    def kinds(self, values: Mapping[str, FactValue]) -> Kinds:
        """Return what of a contact decides which law binds it."""
        get = values.get
        truths = [clause.truth(get(clause.fact)) for clause in self.clauses]
        return (get(SCOPE_FACTS[0]), get(SCOPE_FACTS[1]), get(SCOPE_FACTS[2]), *truths)

    def of(self, day: date, kinds: Kinds) -> tuple[Selection, ...]:
        """Return one selection for each rule."""
        return self.chosen(day, kinds).selections

    def chosen(self, day: date, kinds: Kinds) -> Chosen:
        """Return the selections with the answers they give."""
        key = (self.epoch(day), *kinds)
        found = self._kept.get(key)
        if found is None:
            if len(self._kept) >= _MOST_KEPT:
                self._kept.clear()
            selections = tuple(self.one(place, day, kinds) for place in range(len(self.rulebook.rules)))
            answers = tuple(map(answers_of, self.rulebook.rules, selections))
            found = self._kept[key] = Chosen(selections, answers)
        return found

    def one(self, place: int, day: date, kinds: Kinds) -> Selection:
        """Return the selection of one rule, by its place in the rulebook."""
        rule, epoch = self.rulebook.rules[place], self.epoch(day)
        law = self._law.get((epoch, place))
        if law is None:
            law = self._law[epoch, place] = law_of_day(self.rulebook, rule, day)
        institution, product, role = (_known(kind) if isinstance(kind, str) else None for kind in kinds[:3])
        truths = dict(zip(self.clauses, map(_truth, kinds[3:]), strict=False))
        return _choose(rule, law, (institution, product, role), truths)


def boundary_days(rulebook: Rulebook) -> list[date]:
    """Return, in order, every first day on which the law used by some rule differs from the day before."""
    intervals = [
        interval
        for rule in rulebook.rules
        for cite in rule.cites
        if (interval := in_force(rulebook, rulebook.provisions[cite.provision])) is not None
    ]
    intervals += [
        rulebook.thresholds[threshold].in_force
        for rule in rulebook.rules
        for number in rule.numbers
        for threshold, _ in number.references
    ]
    for rule in rulebook.rules:
        for cite in rule.cites:
            further = reach(cite, rulebook.provisions, rulebook.instruments)
            intervals += [each for each in (further.before, further.after) if each is not None]
    days = {interval.first for interval in intervals if interval.first > date.min}
    days |= {date.fromordinal(i.last.toordinal() + 1) for i in intervals if i.last is not None and i.last < date.max}
    return sorted(days)
