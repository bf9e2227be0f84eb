"""Evidence numbers of a case: each is given once, to one contact, and never to anything else.

A paper that was posted yesterday names contacts by their numbers, so a number must not move when a contact is excluded,
attributed or brought later. What is numbered for the first time is numbered by time; what comes later follows after the
highest number ever given. A contact is known again by any of its records, and a corrected one keeps its number.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from shouzheng.casefile.case import CaseFile
from shouzheng.casefile.case_reader import CaseReader
from shouzheng.remedy.cases.beside import REPLACED

#: Kind of the entries: ``first`` is a number, ``records`` the record ids of it and of each number after it.
EVIDENCE = "evidence"

#: Record ids of one contact, the one that leads first.
Records = tuple[str, ...]


@dataclass(frozen=True, slots=True)
class _Given:
    """Numbers by record id, those of the records that led, and the highest ever given."""

    by_record: dict[str, list[int]]
    by_lead: dict[str, int]
    highest: int


def numbers_of(case: CaseReader, contacts: Sequence[Records]) -> dict[str, int]:
    """Return the number of each contact by the id of its leading record; writes nothing.

    ``contacts`` come by time, each with the ids of its records. One that has no number yet gets a provisional one after
    the highest ever given: the very number that ``keep_numbers`` would store.
    """
    return _numbers(_given(case), contacts)


def _numbers(given: _Given, contacts: Sequence[Records]) -> dict[str, int]:
    found, taken = dict[str, int](), set[int]()
    for records in contacts:  # first those that lead what was numbered: a joined contact may fall apart again
        number = given.by_lead.get(records[0])
        if number is not None and number not in taken:
            found[records[0]] = number
            taken.add(number)
    for records in contacts:
        if records[0] in found:
            continue
        known = {number for each in records for number in given.by_record.get(each, ())} - taken
        if known:
            found[records[0]] = min(known)
            taken.add(min(known))
    fresh = [records[0] for records in contacts if records[0] not in found]
    return found | {lead: number for number, lead in enumerate(fresh, given.highest + 1)}


def keep_numbers(case: CaseFile, contacts: Sequence[Records]) -> dict[str, int]:
    """Store the numbers of contacts that have none yet, and return the number of each as ``numbers_of`` does.

    Raises ``ShouzhengError`` (SZ-4021) when the disk refuses.
    """
    with case.together():
        given = _given(case)
        numbers = _numbers(given, contacts)
        fresh = [records for records in contacts if numbers[records[0]] > given.highest]
        if fresh:
            content = {"first": given.highest + 1, "records": [list(records) for records in fresh]}
            case.enter(EVIDENCE, str(given.highest + 1), content)
    return numbers


def _given(case: CaseReader) -> _Given:
    by_record, by_lead, highest = dict[str, list[int]](), dict[str, int](), 0
    for entry in case.entries(EVIDENCE, history=True):  # all that were ever made: a number is never taken back
        first, listed = entry.content.get("first"), entry.content.get("records")
        if not isinstance(first, int) or not isinstance(listed, list):
            continue
        for number, records in enumerate(listed, first):
            highest = max(highest, number)
            for place, record in enumerate(records if isinstance(records, list) else ()):
                by_record.setdefault(str(record), []).append(number)
                if place == 0:
                    by_lead.setdefault(str(record), number)
    for before, after in _successors(case, by_record):
        by_record.setdefault(after, []).extend(by_record[before])
        if before in by_lead:
            by_lead.setdefault(after, by_lead[before])
    return _Given(by_record, by_lead, highest)


def _successors(case: CaseReader, known: Iterable[str]) -> list[tuple[str, str]]:
    """Pairs of a numbered record and the one that a correction put in its place, along the whole chain."""
    entries = ((entry.subject, entry.content) for entry in case.entries(REPLACED))
    by = {key: str(content["by"]) for key, content in entries if content.get("gone") is True and content.get("by")}
    pairs = []
    for record in known:
        passed, after = {record}, by.get(record)
        while after is not None and after not in passed:
            pairs.append((record, after))
            passed.add(after)
            after = by.get(after)
    return pairs
