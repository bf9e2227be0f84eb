"""Verdicts become findings: like ones are put together as the rule says, each with the law of its own days.

``event``: one finding for each contact. ``day``: one for each person, party and Beijing day. ``window``: one for each
series of contacts whose windows overlap. All contacts that a count surely counted are part of the finding. A series
that crosses a change of law is cut there: each finding cites only the law of its own days.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property

from shouzheng.judging.acts import ACT
from shouzheng.judging.case import Contact
from shouzheng.judging.counts import Counted, length_ms
from shouzheng.judging.finding_words import Facets, doubts_of, seen
from shouzheng.judging.grades import grade_of, worst
from shouzheng.judging.placement import DAY_MS, place
from shouzheng.judging.sureness import sureness_of
from shouzheng.judging.verdicts import Hit, Subject
from shouzheng.judging.wording import legal_half, printable, sentence, without_stop
from shouzheng.model.case import Case
from shouzheng.model.finding import Finding, FindingKind, Shown, Sureness
from shouzheng.model.law import Citation
from shouzheng.model.verdict import FactValue
from shouzheng.rulebook.engines.interpreter import evaluate
from shouzheng.rulebook.files.counts import WindowKind
from shouzheng.rulebook.files.rule import RuleGroup, RuleKind
from shouzheng.rulebook.load import Rulebook
from shouzheng.rulebook.select import Selection
from shouzheng.rulebook.verdicts import judge_of

_KINDS = {
    RuleKind.ELEMENT: FindingKind.ELEMENT,
    RuleKind.INDICATOR: FindingKind.INDICATOR,
    RuleKind.REMINDER: FindingKind.REMINDER,
    RuleKind.CHECKLIST: FindingKind.REMINDER,
}


@dataclass(frozen=True)
class Material:
    """What findings are made of: the contacts, what the rules saw of each, and the counts over all of them."""

    case: Case
    contacts: Sequence[Contact]
    subjects: Sequence[Subject]
    counted: Mapping[str, Counted]
    rulebook: Rulebook

    @cached_property
    def facets(self) -> Sequence[Facets]:
        """What each rule looks at, with the contacts."""
        given = (self.case, self.contacts, self.subjects, self.counted)
        return [Facets(self.rulebook, rule, *given) for rule in self.rulebook.rules]

    @cached_property
    def latest(self) -> Sequence[int]:
        """Latest possible instant of each contact, in milliseconds."""
        return [place(contact.event.time).latest for contact in self.contacts]

    def in_time(self, contacts: Iterable[int]) -> list[int]:
        """Return the places of contacts in time, each once."""
        return sorted(set(contacts), key=lambda index: (self.latest[index], index))


@dataclass(frozen=True, slots=True)
class Group:
    """Hits of one rule that make one finding, with the law that they share.

    ``carried_by`` are the counts that the hits rest on, ``counted`` the further contacts that these counted, under the
    same law; ``elsewhere`` is the number of those that lie under another law and are therefore left out.
    """

    rule: int
    hits: tuple[Hit, ...]
    carried_by: tuple[str, ...] = ()
    counted: tuple[int, ...] = ()
    elsewhere: int = 0


def build_findings(material: Material, hits: Sequence[Hit]) -> tuple[Finding, ...]:
    """Put hits together and word them, in the order people should read: by severity, then time."""
    by_rule: dict[int, list[Hit]] = {}
    for hit in hits:
        by_rule.setdefault(hit.rule, []).append(hit)
    groups = [group for rule, found in sorted(by_rule.items()) for group in _groups(material, rule, found)]
    made = [(group, _finding(material, group)) for group in groups]
    return _in_order(material, made)


def _in_order(material: Material, made: Sequence[tuple[Group, Finding]]) -> tuple[Finding, ...]:
    """Findings on the very same events stand together, placed by the severest of them."""
    worst_of: dict[tuple[str, ...], int] = {}
    for _, finding in made:
        worst_of[finding.events] = max(worst_of.get(finding.events, 0), finding.severity)

    def key(pair: tuple[Group, Finding]) -> tuple[int, int, tuple[str, ...], int, int]:
        group, finding = pair
        first = min(material.latest[index] for index in (*(hit.contact for hit in group.hits), *group.counted))
        return (-worst_of[finding.events], first, finding.events, -finding.severity, group.rule)

    return tuple(finding for _, finding in sorted(made, key=key))


# --- putting together


def _groups(material: Material, rule_place: int, hits: Sequence[Hit]) -> list[Group]:
    rule = material.rulebook.rules[rule_place]
    if rule.group is RuleGroup.EVENT:
        return [Group(rule_place, (hit,)) for hit in hits]
    counts = material.facets[rule_place].counts
    gathered: list[list[Hit]]
    if rule.group is RuleGroup.WINDOW and counts:
        gathered = _series(material, hits, material.counted[_longest(material, counts)])
    else:
        gathered = _days(material, hits, [material.counted[name] for name in counts])
    groups = []
    for together in gathered:
        for one_law in _by_law(together):
            others = {hit.contact for hit in together} - {hit.contact for hit in one_law}
            groups.append(_with_counted(material, Group(rule_place, tuple(one_law)), counts, others))
    return groups


def _longest(material: Material, counts: Sequence[str]) -> str:
    return max(counts, key=lambda name: (material.counted[name].definition.window.minutes, name))


def _days(material: Material, hits: Sequence[Hit], counts: Sequence[Counted]) -> list[list[Hit]]:
    """By person, party and Beijing day; a count by creditor puts the creditor's agencies together, as the norm does."""
    by_creditor = any("creditor" in counted.definition.by for counted in counts)
    days: dict[tuple[str, str, FactValue], list[Hit]] = {}
    for hit in hits:
        contact = material.contacts[hit.contact]
        attribution = contact.attribution
        party = (attribution.creditor if by_creditor else None) or attribution.party or contact.event.other.normal or ""
        days.setdefault((contact.event.owner, party, material.subjects[hit.contact].values["day_no"]), []).append(hit)
    return list(days.values())


def _series(material: Material, hits: Sequence[Hit], counted: Counted) -> list[list[Hit]]:
    """By the count's group, cut where a window no longer reaches back to the hit before."""
    reach = DAY_MS if counted.definition.window.kind is WindowKind.CALENDAR_DAY else length_ms(counted.definition)
    series: dict[object, list[list[Hit]]] = {}
    for hit in sorted(hits, key=lambda hit: (material.latest[hit.contact], hit.contact)):
        group = counted.group_of(hit.contact)
        contact = material.contacts[hit.contact]
        runs = series.setdefault((contact.event.owner, contact.attribution.party) if group is None else group, [])
        if runs and material.latest[hit.contact] - material.latest[runs[-1][-1].contact] < reach:
            runs[-1].append(hit)
        else:
            runs.append([hit])
    return [run for runs in series.values() for run in runs]


def _by_law(hits: Sequence[Hit]) -> list[list[Hit]]:
    by_law: dict[tuple[str, ...], list[Hit]] = {}
    for hit in hits:
        by_law.setdefault(_law(hit.verdict.citations), []).append(hit)
    return list(by_law.values())


def _law(citations: Iterable[Citation]) -> tuple[str, ...]:
    return tuple(citation.provision.id for citation in citations)


def _with_counted(material: Material, group: Group, counts: Sequence[str], others: set[int]) -> Group:
    """Add the contacts that the rule's counts surely counted, as far as the same law applied to them.

    ``others`` are hits of the same day or series under another law.
    """
    found = set(others)
    carried_by = []
    for name in counts:
        seen_from = [hit.contact for hit in group.hits if _carries(material, group.rule, hit, name)]
        found.update(material.counted[name].contributors(seen_from))
        carried_by.extend([name] if seen_from else [])
    found -= {hit.contact for hit in group.hits}
    law = _law(group.hits[0].verdict.citations)
    same = [
        index
        for index in material.in_time(found)
        if _law(_selection(material, group.rule, material.subjects[index]).citations) == law
    ]
    return Group(group.rule, group.hits, tuple(carried_by), tuple(same), len(found) - len(same))


def _carries(material: Material, rule_place: int, hit: Hit, count_name: str) -> bool:
    """True when a comparison "at least so many" of this count holds for the hit, so that the count carries it."""
    subject = material.subjects[hit.contact]
    values, numbers = subject.values, _selection(material, rule_place, subject).numbers
    return any(evaluate(part, values, numbers) for part in material.facets[rule_place].at_least[count_name])


def _selection(material: Material, rule_place: int, subject: Subject) -> Selection:
    """The law of the rule on the subject's own day and for its own scope."""
    selections = judge_of(material.rulebook).selections
    return selections.of(subject.day, selections.kinds(subject.values))[rule_place]


# --- wording


def _finding(material: Material, group: Group) -> Finding:
    rule = material.rulebook.rules[group.rule]
    hits = sorted(group.hits, key=lambda hit: (material.latest[hit.contact], hit.contact))
    events = material.in_time([*(hit.contact for hit in hits), *group.counted])
    facets = material.facets[group.rule]
    verdict = hits[-1].verdict
    citations = printable(verdict.citations)
    sureness = sureness_of(facets, [hit.contact for hit in hits], events)
    was_seen = without_stop(seen(facets, [hit.contact for hit in hits], events))
    law = legal_half(citations, only_compare=sureness is Sureness.INDICATOR)
    grade = worst(grade_of(material.contacts[index].event) for index in events)
    ids = tuple(material.contacts[index].event.id for index in events)
    return Finding(
        id=finding_id(rule.id, ids),
        rule=rule.id,
        kind=_KINDS[rule.kind],
        title=rule.title,
        day=material.subjects[hits[0].contact].day,
        events=ids,
        seen=was_seen,
        sentence=sentence(was_seen, law),
        citations=citations,
        sureness=sureness,
        severity=rule.severity,
        doubts=doubts_of(facets, events, grade, group.carried_by, group.elsewhere),
        next_step=rule.plain.next_step,
        grade=grade,
        shown=_shown(facets, events),
        leaves=verdict.leaves,
        supports=rule.supports,
        party=_party(material, events),
    )


def finding_id(rule: str, events: Sequence[str]) -> str:
    """Return a stable id: the same rule on the same events has the same one in every run."""
    digest = hashlib.sha256("\0".join([rule, *events]).encode("utf-8", "surrogatepass"))
    return f"{rule}-{digest.hexdigest()[:12]}"


def _party(material: Material, events: Sequence[int]) -> str | None:
    """The party of all events; their common creditor when several of its agencies took part."""
    attributions = [material.contacts[index].attribution for index in events]
    for names in ({a.party for a in attributions}, {a.creditor for a in attributions}):
        if len(names) == 1:
            return names.pop()
    return None


def _shown(facets: Facets, events: Sequence[int]) -> tuple[Shown, ...]:
    """The characters that show an act, only of acts that the rule looks at."""
    looked_at = {name.removeprefix(ACT) for name in facets.looked_at if name.startswith(ACT)}
    return tuple(
        Shown(facets.contacts[index].event.id, shown.act, shown.span)
        for index in events
        for reading in [facets.contacts[index].reading]
        if reading is not None and facets.subjects[index].values.get("direction") != "outbound"
        for shown in reading.acts
        if shown.act in looked_at
    )
