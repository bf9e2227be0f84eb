"""The person confirms or rejects contacts and findings; what was chosen before stays in the history."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from shouzheng.casefile.case import CaseFile
from shouzheng.model.finding import Finding
from shouzheng.remedy.cases.judge import CaseCheck, record_ids
from shouzheng.remedy.cases.statement import CHOICE, Choice, choices, choose, chosen_along, finding_subject

#: Fewest characters of an id that may stand for the whole of it.
_SHORTEST = 6


@dataclass(frozen=True, slots=True)
class Selected:
    """How many things were named and how many changed; ``unknown`` were named and are none (then nothing changed)."""

    named: int
    changed: int
    unknown: tuple[str, ...] = ()


def select(
    case: CaseFile,
    checked: CaseCheck,
    choice: Choice | None,
    *,
    events: Sequence[str] = (),
    findings: Sequence[str] = (),
    parties: Sequence[str] = (),
    everything: bool = False,
    why: str = "",
) -> Selected:
    """Record the choice for contacts, findings (confirming one confirms its contacts), parties, or all contacts.

    ``None`` takes choices back; with a finding go the contacts that were confirmed only because of it.
    Only contacts that the statement attributes can be confirmed; one that was rejected before can be confirmed again.
    An id may be shortened to its first characters when they are unique.
    """
    result = checked.result
    said = choices(case)
    ids = {each for contact in result.contacts for each in record_ids(contact)} | {
        subject for subject in said if not subject.startswith("finding:")
    }
    found = {finding.id: finding for finding in checked.findings}
    subjects: list[str] = []
    unknown: list[str] = []
    along: dict[str, str] = {}
    for wanted in events:
        _take(wanted, ids, subjects, unknown)
    for wanted in findings:
        named: list[str] = []
        _take(wanted, found, named, unknown)
        for each in named:
            subjects.append(finding_subject(each))
            if choice is Choice.CONFIRMED and each in found:
                subjects += found[each].events
                along |= dict.fromkeys(found[each].events, each)
            elif choice is None:
                subjects += _only_with(case, each, found, said)
    for party in parties:
        of_party = [each.event.id for each in result.contacts if each.attribution.party == party]
        subjects += of_party
        unknown += [] if of_party else [party]
    if everything:
        subjects += [contact.event.id for contact in result.contacts]
    if unknown:
        return Selected(len(subjects), 0, tuple(unknown))
    return Selected(len(set(subjects)), choose(case, subjects, choice, why, along))


def _only_with(case: CaseFile, taken: str, found: Mapping[str, Finding], said: Mapping[str, Choice]) -> list[str]:
    """Return the contacts confirmed with a finding; one that another confirmed finding rests on is tied to that one."""
    others = [
        each for each in found.values() if each.id != taken and said.get(finding_subject(each.id)) is Choice.CONFIRMED
    ]
    alone = []
    for contact in chosen_along(case, taken):
        keeping = next((each.id for each in others if contact in each.events), None)
        if keeping is None:
            alone.append(contact)
        else:
            case.enter(CHOICE, contact, {"state": Choice.CONFIRMED.value, "why": "", "with": keeping})
    return alone


def _take(wanted: str, known: Iterable[str], subjects: list[str], unknown: list[str]) -> None:
    fitting = [each for each in known if each == wanted] or [
        each for each in known if len(wanted) >= _SHORTEST and each.startswith(wanted)
    ]
    if len(fitting) == 1:
        subjects.append(fitting[0])
    else:
        unknown.append(wanted)
