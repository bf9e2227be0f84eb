"""The selected records out of the sealed originals, each with the hash of the original that stays sealed.

A whole phone export holds a private life, so it does not go along: what goes along are the very bytes of the selected
records, where they stand in the original, and its SHA-256. Whoever may see the original later finds the same bytes at
the same place. A row of a database or a member of an archive has no such place; then its fields as read stand alone.
"""

from __future__ import annotations

import base64
import hashlib
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from types import MappingProxyType

from shouzheng.casefile.case import CaseFile, Stored
from shouzheng.intake.report import ImportReport
from shouzheng.judging.case import Contact
from shouzheng.model.original import Position
from shouzheng.remedy.cases.beside import WITH_NOTES, replaced, taken_over
from shouzheng.remedy.cases.judge import record_ids
from shouzheng.remedy.cases.report_entry import as_report

#: A record larger than this is not copied out (pictures inside a message); its place and hash stand.
MOST_RECORD = 1 << 20


@dataclass(frozen=True, slots=True)
class Sealed:
    """An original that stays in the case: how many records it holds, how many of them show a selected contact.

    ``whole`` is True when everything that was read in it is selected and nothing in it stayed unread: a recording or
    a screenshot of one contact, say. Only such an original goes along without being asked for.
    """

    stored: Stored
    records: int
    chosen: int
    selected: tuple[Contact, ...]
    whole: bool


def sealed_originals(case: CaseFile, contacts: Sequence[Contact]) -> tuple[Sealed, ...]:
    """Return the originals that hold selected contacts, in the order in which they were stored."""
    by_id = {each: contact for contact in contacts for each in record_ids(contact)}
    stored = {each.no: each for each in case.originals()}
    accounts: dict[str, list[ImportReport | None]] = {}
    held: dict[int, list[str]] = {}
    counted: dict[int, int] = {}
    values = {entry.subject: entry.content for entry in case.entries("report")}
    gone, passed_over = replaced(case), taken_over(case, values)
    for reading, every in case.read_ids():
        no, ids = reading.original, [each for each in every if each not in gone]
        if reading.no not in passed_over:
            report = as_report(values.get(str(reading.no), {}))
            accounts.setdefault(stored[no].digest.hex, []).append(report)
        counted[no] = counted.get(no, 0) + len(ids)
        held.setdefault(no, []).extend(each for each in ids if each in by_id)
    return tuple(
        Sealed(
            stored[no],
            counted[no],
            len(ids),
            tuple({id(by_id[each]): by_id[each] for each in ids}.values()),
            len(ids) == counted[no] and _all_read(stored[no], accounts.get(stored[no].digest.hex, ())),
        )
        for no, ids in sorted(held.items())
        if ids
    )


def _all_read(stored: Stored, accounts: Iterable[ImportReport | None]) -> bool:
    """True when the one account of the original is of the file itself and leaves no record out."""
    only = list(accounts)
    if len(only) != 1 or only[0] is None:
        return False
    report = only[0]
    alone = not report.beside or report.format in WITH_NOTES  # what a person wrote about it holds no records
    itself = report.original.digest == stored.digest and alone
    return itself and report.records == report.events + report.joined


def extract_lines(
    case: CaseFile,
    sealed: Sequence[Sealed],
    evidence: Mapping[str, int],
    notes: Mapping[tuple[str, int], list[dict[str, object]]] = MappingProxyType({}),
) -> list[dict[str, object]]:
    """Return one line for each original that shows a selected contact, by evidence number: its bytes, its fields.

    ``notes`` say, by contact and number of the original, what a person wrote on which the contact rests.
    """
    found: list[tuple[int, int, dict[str, object]]] = []
    for original in sealed:
        shown = {contact.event.id: _places(contact, original.stored) for contact in original.selected}
        copied = [
            place
            for itself, places in shown.values()
            for place in places
            if itself and place.offset >= 0 and 0 < place.length <= MOST_RECORD
        ]
        content = dict(zip(copied, _cut(case, original.stored, copied), strict=True))
        for contact in original.selected:
            event = contact.event
            _, places = shown[event.id]
            digest = original.stored.digest
            line: dict[str, object] = {
                "evidence": evidence[event.id],
                "id": event.id,
                "sealed": {"no": original.stored.no, "sha256": digest.hex, "length": digest.length},
                "records": [_record(place, content.get(place)) for place in places],
                "leads": event.positions == places,
                "fields": [list(pair) for pair in event.raw] if event.positions == places else [],
            }
            if rests_on := notes.get((event.id, original.stored.no)):
                line["notes"] = rests_on
            found.append((evidence[event.id], original.stored.no, line))
    return [line for _, _, line in sorted(found, key=lambda each: each[:2])]


def _places(contact: Contact, stored: Stored) -> tuple[bool, tuple[Position, ...]]:
    """Where in this original the contact's records stand, and whether in it itself, not in a member of it."""
    event = contact.event
    records = [(each.original, each.positions) for each in event.witnesses] or [(event.original, event.positions)]
    here = tuple(place for digest, places in records if digest == stored.digest for place in places)
    if here:
        return True, here
    return False, event.positions if len(records) == 1 else ()


def _record(place: Position, content: bytes | None) -> dict[str, object]:
    about: dict[str, object] = {"record": place.record, "offset": place.offset, "length": place.length}
    about["path"] = place.path
    if content is None:
        return about
    about["sha256"] = hashlib.sha256(content).hexdigest()
    try:
        about["text"] = content.decode("utf-8")
    except UnicodeDecodeError:
        about["base64"] = base64.b64encode(content).decode("ascii")
    return about


def _cut(case: CaseFile, stored: Stored, places: Sequence[Position]) -> list[bytes]:
    """Return the bytes at the places, in one pass over the decrypted stream, without a copy of the whole."""
    parts: dict[int, bytearray] = {index: bytearray() for index in range(len(places))}
    order = sorted(range(len(places)), key=lambda index: places[index].offset)
    start = 0
    for piece in _pieces(case, stored) if places else ():
        end = start + len(piece)
        for index in order:
            place = places[index]
            if place.offset >= end:
                break
            low, high = max(place.offset, start), min(place.offset + place.length, end)
            if low < high:
                parts[index] += piece[low - start : high - start]
        order = [index for index in order if places[index].offset + places[index].length > end]
        if not order:
            break
        start = end
    return [bytes(parts[index]) for index in range(len(places))]


def _pieces(case: CaseFile, stored: Stored) -> Iterator[bytes]:
    return case.blobs.chunks(stored.blob)
