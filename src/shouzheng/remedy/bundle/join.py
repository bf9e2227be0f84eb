"""Takes a signed pack into the borrower's case: the contacts, and the consent they rest on, recorded and revocable.

A pack of another key under the same person is refused, and so is one that is older than a withdrawal. What an earlier
pack of the person held and a newer one does not, no longer counts: the person took it out, or corrected it. It stays in
the case, as everything does; files of the person that came in otherwise are not touched. Nothing in a pack is trusted
beyond its signature: whoever has the pack's case can write what they like into it, which a bundle says.
"""

from __future__ import annotations

import hashlib
import json
import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from functools import partial
from pathlib import Path

from shouzheng.casefile.case import CaseFile, EventRow, Stored
from shouzheng.casefile.receive import Received
from shouzheng.intake.attribution import Attributor
from shouzheng.intake.event_lines import event_as_text
from shouzheng.intake.event_rows import event_of_line
from shouzheng.intake.report import ImportReport
from shouzheng.intake.statement.case_toml import default_case
from shouzheng.model.case import Case, Person, Role
from shouzheng.model.event import ContactEvent
from shouzheng.model.original import Digest, Original
from shouzheng.reference.problems import Problem, ProblemKind, ShouzhengError
from shouzheng.remedy.bundle import verify as checking
from shouzheng.remedy.bundle.pack import SCHEMA
from shouzheng.remedy.bundle.problems import (
    KEY_OF_OTHER,
    NO_PACK_BEFORE,
    NOT_A_PACK,
    OLD_CONSENT,
    OTHER_KEY,
    OTHER_PERSON,
    PACK_CHANGED,
    PACK_OF_ME,
    UNREADABLE_PACK,
)
from shouzheng.remedy.cases.beside import Standing, replaced
from shouzheng.remedy.cases.consent_changes import PACK, check_scope, last_withdrawal, said_by
from shouzheng.remedy.cases.report_entry import as_report, as_values, bare_report
from shouzheng.remedy.cases.statement import (
    ALL_PARTIES,
    Consent,
    consents,
    record_person,
    stated_case,
)

_DAMAGED = 4
#: A pack holds one person's selected contacts; more is none of ours.
_MOST_BYTES = 256 << 20


@dataclass(frozen=True, slots=True)
class Joined:
    """What became of a pack: whose, how many contacts are new, since when agreed (``None``: withdrawn), which key."""

    person: str
    contacts: int
    since: datetime | None
    key: str


@dataclass(frozen=True, slots=True)
class _Pack:
    """A pack whose signatures and manifests hold."""

    content: Mapping[str, object]
    lines: tuple[str, ...]
    at: datetime
    withdraws: bool
    case: str
    key: str
    tag_manifest: str


def import_pack(
    case: CaseFile, path: Path, person: str, *, scope: tuple[str, ...] | None = None, same_person: bool = False
) -> Joined:
    """Check a pack and take it in under the id ``person``; a pack that withdraws stops later exports of its contacts.

    Without ``scope`` an earlier one stays, else all parties. Name and role that the case has already are never changed;
    where the first pack of a person has others, ``same_person`` says that it is the same one.

    Raises ``ShouzhengError``: exit 4 when the pack was changed (SZ-5331); 2 when it is none (SZ-5330), of another key
    (SZ-5332), of a key that speaks for somebody else (SZ-5336), names somebody else (SZ-5337), is older than a
    withdrawal (SZ-5333), withdraws what never came (SZ-5338), would be the narrator's own (SZ-5334), or the scope has
    an unknown party (SZ-5340).
    """
    pack = _read(path)
    stated = stated_case(case)
    check_scope(stated, scope or ())
    _may_join(case, stated, pack, person)
    known = next((each for each in stated.persons if each.id == person), None)
    name, role = str(_table(pack.content, "person").get("name") or "")[:200], _role(pack.content)
    if known is not None and not same_person and _pack_before(case, person) is None:
        _same_person(known, name, role)
    if known is not None:
        name = "" if known.name else name
        role = "" if known.role is not Role.UNKNOWN else role
    earlier = consents(case, stated).get(person)
    scope = scope or (earlier.scope if earlier else (ALL_PARTIES,))
    how = said_by(pack.tag_manifest, pack.key)
    since = None if pack.withdraws else pack.at
    withdrawn = pack.at if pack.withdraws else None
    with case.together():
        consent = Consent(person, since, scope, withdrawn)
        record_person(case, consent, role=role, name=name, how=how)
        case.enter(PACK, person, {"key": pack.key, "case": pack.case, "tagmanifest": pack.tag_manifest})
        count = 0 if pack.withdraws else _store(case, path, pack, person)
    return Joined(person, count, since, pack.key)


def _read(path: Path) -> _Pack:
    try:
        if path.stat().st_size > _MOST_BYTES:
            raise _refused(NOT_A_PACK, path)
        files = checking.Archive(path)
        if sum(info.file_size for info in files.zip.infolist()) > _MOST_BYTES:
            raise _refused(NOT_A_PACK, path)
        bundle, (case, _, key) = checking.check(files)
        kind = bundle.small("signature.txt").split(b"\n")[0]
        content = json.loads(bundle.small("data/pack.json") or b"null")
        lines = bundle.small("data/events.jsonl").decode("utf-8", "replace").split("\n")[:-1]
        tag_manifest = bundle.digest("tagmanifest-sha256.txt") or ""
    except checking.UNREADABLE as error:
        raise _refused(NOT_A_PACK, path) from error
    if kind != b"shouzheng pack 1" or not isinstance(content, dict) or content.get("schema") != SCHEMA:
        raise _refused(NOT_A_PACK, path)
    if bundle.wrong:
        slots = (("detail", bundle.wrong[0][0][:80]),)
        raise ShouzhengError(Problem(PACK_CHANGED, path.name, slots), exit_code=_DAMAGED)
    at = _instant(content.get("at"), path)
    return _Pack(content, tuple(lines), at, content.get("withdraws") is True, case, key, tag_manifest)


def _pack_before(case: CaseFile, person: str) -> Mapping[str, object] | None:
    return next((entry.content for entry in case.entries(PACK) if entry.subject == person), None)


def _same_person(known: Person, name: str, role: str) -> None:
    """Raise ``ShouzhengError`` (SZ-5337) where the pack's name or role is another than the case has for the person."""
    other_name = bool(name and known.name) and name != known.name
    other_role = Role.UNKNOWN.value not in (role, known.role.value) and role != known.role.value
    if other_name or other_role:
        slots = (("pack", f"{name or '—'}, {role}"), ("stated", f"{known.name or '—'}, {known.role.value}"))
        raise ShouzhengError(Problem(OTHER_PERSON, known.id, slots))


def _may_join(case: CaseFile, stated: Case, pack: _Pack, person: str) -> None:
    if any(each.is_narrator and each.id == person for each in stated.persons) or pack.case == case.header.id:
        raise ShouzhengError(Problem(PACK_OF_ME, person))
    speaks_for = next(
        (
            entry.subject
            for entry in case.entries(PACK, history=True)
            if entry.content.get("key") == pack.key or entry.content.get("case") == pack.case
        ),
        person,
    )
    if speaks_for != person:  # the first that a key came in under: an earlier version took it for several
        raise ShouzhengError(Problem(KEY_OF_OTHER, person, (("person", speaks_for),)))
    before = _pack_before(case, person)
    if before is not None and before.get("key") != pack.key:
        raise ShouzhengError(Problem(OTHER_KEY, person))
    if before is None and pack.withdraws:
        raise ShouzhengError(Problem(NO_PACK_BEFORE, person, (("person", person),)))
    known = consents(case, stated).get(person)
    last = max((each for each in (known.since, known.withdrawn) if each is not None), default=None) if known else None
    # packs tell whole seconds: one of the very second of a withdrawal may have been made before it
    withdrawn = last_withdrawal(case, person)
    revoked = withdrawn is not None and not pack.withdraws and pack.at <= withdrawn
    if revoked or (before is not None and last is not None and pack.at < last):
        day = withdrawn if revoked else last
        raise ShouzhengError(Problem(OLD_CONSENT, person, (("day", day.date().isoformat() if day else ""),)))


def _store(case: CaseFile, path: Path, pack: _Pack, person: str) -> int:
    """Store the pack itself and the contacts in it, one import for each file that they were read from."""
    received = Received(path)
    stored = case.add(received.chunks(), path.name, "application/zip")
    by_file: dict[Digest, list[ContactEvent]] = {}
    for number, line in enumerate(pack.lines, 1):
        event = replace(event_of_line(line, f"{path.name}:{number}"), owner=person)
        by_file.setdefault(event.original, []).append(event)
    total = 0
    for place, (digest, events) in enumerate(by_file.items(), 1):
        account = partial(as_values, _report(stored, digest, events, place))
        total += case.add_events(stored.no, _rows(events), person, account)
    _retire(case, [event for events in by_file.values() for event in events], person)
    return total


def _retire(case: CaseFile, events: list[ContactEvent], person: str) -> None:
    """Say of every contact of the person's packs whether it still counts: those in the newest pack do, no others.

    One that was corrected names the contact that stands for it. If it was rejected here, so is the other one: somebody
    else's new words do not undo what this case's person decided.
    """
    now, gone = {event.id for event in events}, replaced(case)
    places: dict[tuple[object, ...], list[str]] = {}
    for event in events:
        places.setdefault(_place(event), []).append(event.id)
    standing = Standing(case)
    for before in _of_packs(case, person):
        if before.id in now:
            if before.id in gone:
                standing.counts_again(before.id)
        elif before.id not in gone:
            at = places.get(_place(before), [])
            standing.gives_way(before.id, at[0] if len(at) == 1 else None, unless_decided=True)


def _place(event: ContactEvent) -> tuple[object, ...]:
    """The record that a contact was read from."""
    return (event.original, event.positions[0].record if event.positions else event.id)


def _of_packs(case: CaseFile, person: str) -> list[ContactEvent]:
    """Return the contacts that came in by packs of the person."""
    names = {stored.no: stored.name for stored in case.originals()}
    reports = {entry.subject: entry.content for entry in case.entries("report")}
    found = []
    for reading in list(case.readings()):
        report = as_report(reports.get(str(reading.no), {}))
        about = report.original if report and reading.person == person else None
        if about is not None and about.name == _name(names[reading.original], about.member or ""):
            found += [event_of_line(line, "case") for line in reading.lines]
    return found


def _name(pack: str, member: str) -> str:
    """What one file of a pack is called in the account of its reading; nothing else gives members such names."""
    return f"{pack} {member}" if re.fullmatch("#[0-9]+", member) else ""


def _report(stored: Stored, digest: Digest, events: list[ContactEvent], place: int) -> ImportReport:
    times = sorted((event.time for event in events), key=lambda time: time.utc)
    container, when = stored.digest, datetime.fromisoformat(stored.received)
    original = Original(
        digest, _name(stored.name, f"#{place}"), "application/octet-stream", when, container, f"#{place}"
    )
    return bare_report(original, len(events), times[0], times[-1])


def _rows(events: list[ContactEvent]) -> Iterator[EventRow]:
    nobody = Attributor(default_case())
    for event in events:
        line = event_as_text(event, nobody(event), None)
        yield EventRow(event.id, event.time.utc.isoformat(timespec="milliseconds"), event.text or "", line)


def _table(content: Mapping[str, object], key: str) -> Mapping[str, object]:
    found = content.get(key)
    return found if isinstance(found, dict) else {}


def _role(content: Mapping[str, object]) -> str:
    role = str(_table(content, "person").get("role"))
    return role if role in set(Role) else Role.UNKNOWN.value


def _instant(value: object, path: Path) -> datetime:
    try:
        found = datetime.fromisoformat(str(value))
    except ValueError as error:
        raise _refused(NOT_A_PACK, path) from error
    if found.tzinfo is None or found > datetime.now(UTC):
        raise _refused(UNREADABLE_PACK, path)
    return found.astimezone(UTC)


def _refused(kind: ProblemKind, path: Path) -> ShouzhengError:
    return ShouzhengError(Problem(kind, path.name))


def fingerprint(key: str) -> str:
    """Return a short form of a key that two people can read to each other: 80 bits in groups of five digits.

    Half of that could be met by a key made for the purpose, with some money and months.
    """
    digest = hashlib.sha256(bytes.fromhex(key)).hexdigest()[:20].upper()
    return "-".join(digest[place : place + 5] for place in range(0, len(digest), 5))
