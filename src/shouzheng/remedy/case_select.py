"""The person confirms or rejects contacts and findings; what was chosen before stays in the history."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from shouzheng.casefile.case import CaseFile
from shouzheng.remedy.case_check import CaseCheck, record_ids
from shouzheng.remedy.case_statement import Choice, choices, choose, finding_subject

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
    choice: Choice,
    *,
    events: Sequence[str] = (),
    findings: Sequence[str] = (),
    parties: Sequence[str] = (),
    everything: bool = False,
    why: str = "",
) -> Selected:
    """Record the choice for contacts, findings (confirming one confirms its contacts), parties, or all contacts.

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
    for wanted in events:
        _take(wanted, ids, subjects, unknown)
    for wanted in findings:
        named: list[str] = []
        _take(wanted, found, named, unknown)
        for each in named:
            subjects.append(finding_subject(each))
            if choice is Choice.CONFIRMED and each in found:
                subjects += found[each].events
    for party in parties:
        of_party = [each.event.id for each in result.contacts if each.attribution.party == party]
        subjects += of_party
        unknown += [] if of_party else [party]
    if everything:
        subjects += [contact.event.id for contact in result.contacts]
    if unknown:
        return Selected(len(subjects), 0, tuple(unknown))
    return Selected(len(set(subjects)), choose(case, subjects, choice, why))


def _take(wanted: str, known: Iterable[str], subjects: list[str], unknown: list[str]) -> None:
    fitting = [each for each in known if each == wanted] or [
        each for each in known if len(wanted) >= _SHORTEST and each.startswith(wanted)
    ]
    if len(fitting) == 1:
        subjects.append(fitting[0])
    else:
        unknown.append(wanted)
