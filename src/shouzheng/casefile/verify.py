"""Checks everything in a case anew and names the first damaged thing of each kind."""

from __future__ import annotations

import hashlib
import json
from collections import deque
from collections.abc import Callable, Iterator
from concurrent.futures import Future, ThreadPoolExecutor
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from typing import Any

from shouzheng.casefile import custody
from shouzheng.casefile.case import CaseFile, Stored
from shouzheng.casefile.index import damage_told
from shouzheng.casefile.problems import BLOB_DAMAGED, EVENT_CHANGED, HEAD_COPY, INDEX_DAMAGED, LOG_DAMAGED
from shouzheng.casefile.witness_head import OLDER_INDEX, read_head
from shouzheng.reference.problems import Problem, ProblemKind, ShouzhengError

#: Told the number of bytes checked so far.
Progress = Callable[[int], None]
#: Originals decrypted and hashed at once (both let go of Python's lock), and how many wait for their turn.
_PROCESSORS, _AHEAD = 2, 16
#: How far time of a row and of its line may lie apart where the line has none: it came a few steps later.
_OLD_APART = timedelta(minutes=1)


@dataclass(frozen=True, slots=True)
class Checked:
    """What was checked (counts) and what was found wrong; an empty tuple of problems means nothing.

    ``unknown``: stored files that the index does not know, which is no damage by itself.
    """

    originals: int
    bytes: int
    events: int
    lines: int
    problems: tuple[Problem, ...]
    unknown: int = 0


def verify(case: CaseFile, progress: Progress | None = None) -> Checked:
    """Decrypt and hash every original, compare contacts, entries and log; changes nothing and never stops half-way.

    Where the index itself is damaged, what was counted until then is returned with that problem.
    """
    checked = Checked(0, 0, 0, 0, ())
    found: list[Problem] = []
    if (detail := case.index_damage()) is not None:
        found.append(_problem(INDEX_DAMAGED, detail=detail))
    try:
        with damage_told():
            checked = replace(checked, lines=case.head().count)
            stated = _Stated.of(case)
            found += _log(case)
            for so_far in _originals(case, stated, checked, found):
                checked = so_far
                if progress:
                    progress(checked.bytes)
            checked = replace(checked, events=_contacts(case, stated, found))
            checked = replace(checked, unknown=_unknown(case))
            found += _entries(case, stated)
    except ShouzhengError as error:
        found += [each for each in error.problems if each not in found]
    return replace(checked, problems=tuple(found))


def _originals(case: CaseFile, stated: _Stated, checked: Checked, found: list[Problem]) -> Iterator[Checked]:
    """Yield what was checked so far after each original."""
    for stored, damage in _damages(case):
        detail = stated.original(case, stored) or damage
        if detail is not None:
            found.append(_problem(BLOB_DAMAGED, name=stored.name, detail=detail))
        checked = replace(checked, originals=checked.originals + 1, bytes=checked.bytes + stored.digest.length)
        yield checked
    if checked.originals < len(stated.originals):
        found.append(_problem(BLOB_DAMAGED, name=f"{checked.originals + 1}…", detail="an original is no longer listed"))


def _contacts(case: CaseFile, stated: _Stated, found: list[Problem]) -> int:
    """Compare the contacts of each import with the log, and the columns beside them; returns how many there are."""
    names = {stored.no: stored.name for stored in case.originals()}
    events, known, astray = 0, case.searchable(), False
    for each in case.imports():
        hashed, kept, holds = hashlib.sha256(), 0, True
        for number, name, utc, line in each.rows:
            hashed.update(line.encode("utf-8") + b"\n")
            kept += 1
            told = _Told.of(line)
            holds = holds and told.fits(name, utc)
            astray |= told.words not in (None, number in known)
            known.discard(number)
        events += kept
        about = f"contacts of “{names.get(each.original, '?')}” (import {each.no})"
        said = stated.imports.pop(each.no, None)
        same = said is not None and said.original == each.original and (said.count, said.digest) == (kept, each.digest)
        if not same or (kept, hashed.hexdigest()) != (each.count, each.digest) or not holds:
            found.append(_problem(EVENT_CHANGED, detail=about))
        elif said is not None and said.person not in (None, case.person_mark(each.no, each.person)):
            found.append(_problem(EVENT_CHANGED, detail=f"{about}, whose they are"))
    found += [_problem(EVENT_CHANGED, detail=f"contacts of import {number} are gone") for number in stated.imports]
    if known or astray:
        found.append(_problem(EVENT_CHANGED, detail="the table of the search"))
    return events


def _entries(case: CaseFile, stated: _Stated) -> Iterator[Problem]:
    """Yield the first entry that is not as it was made, or is gone."""
    for no, kind, mark, at in case.raw_entries():
        said = stated.entries.pop(no, None)
        if said is None or said.mark != mark or said.kind not in (None, kind) or not said.is_at(at):
            yield _problem(EVENT_CHANGED, detail=f"entry {no} ({(said.kind if said else None) or kind})")
            return
    for no, said in stated.entries.items():
        yield _problem(EVENT_CHANGED, detail=f"entry {no} ({said.kind or '?'}) is gone")
        return


def _damages(case: CaseFile) -> Iterator[tuple[Stored, str | None]]:
    """Decrypt and hash all originals, two at a time, and yield each in order with what is wrong with it."""
    under_way: deque[tuple[Stored, Future[str | None]]] = deque()
    with ThreadPoolExecutor(_PROCESSORS, thread_name_prefix="verify") as pool:
        for stored in case.originals():
            under_way.append((stored, pool.submit(case.blobs.damage, stored.blob, stored.digest)))
            if len(under_way) > _AHEAD:
                first, damage = under_way.popleft()
                yield first, damage.result()
        for first, damage in under_way:
            yield first, damage.result()


def _log(case: CaseFile) -> Iterator[Problem]:
    head = case.head()
    doubt = custody.first_doubt(case.log(), head, case.header.signer)
    if doubt is not None:
        yield _problem(LOG_DAMAGED, line=doubt.line, detail=doubt.detail)
    doubted = case.head_doubt()
    if doubted == OLDER_INDEX:
        copy = read_head(case.folder)
        yield _problem(LOG_DAMAGED, line=copy.count if copy else 1, detail=doubted)
    elif doubted is not None:
        yield _problem(HEAD_COPY, detail=doubted)


def _unknown(case: CaseFile) -> int:
    """How many stored files no original refers to: a crash leaves such, and so does an older index put back."""
    known = {each.blob for each in case.originals()}
    return sum(name not in known for name in case.blobs.names())


@dataclass(frozen=True, slots=True)
class _Told:
    """What the line of a contact says of the columns beside it; ``None`` where it says nothing.

    ``words``: True where it has words, which the search then must know.
    """

    id: object
    utc: object
    words: bool | None

    @classmethod
    def of(cls, line: str) -> _Told:
        try:
            content = json.loads(line)
        except (ValueError, RecursionError):
            return cls(None, None, None)
        if not isinstance(content, dict):
            return cls(None, None, None)
        time = content.get("time")
        words = bool(content["text"]) if "text" in content else None
        return cls(content.get("id"), time.get("utc") if isinstance(time, dict) else None, words)

    def fits(self, name: str, utc: str) -> bool:
        """True when the columns say the same."""
        if self.id not in (None, name):
            return False
        return self.utc is None or _same_instant(str(self.utc), utc)


def _same_instant(one: str, other: str) -> bool:
    try:
        return datetime.fromisoformat(one) == datetime.fromisoformat(other)
    except (ValueError, TypeError):
        return False


@dataclass(frozen=True, slots=True)
class _Added:
    """What a line ``add`` says; older lines have no ``type`` and ``received``."""

    sha256: str
    length: int
    name: str
    at: str
    type: str | None
    received: str | None


@dataclass(frozen=True, slots=True)
class _Read:
    """What a line ``read`` says; older lines have no ``person`` (a mark)."""

    original: int
    count: int
    digest: str
    person: str | None


@dataclass(frozen=True, slots=True)
class _Entered:
    """What a line ``enter`` says; ``exact`` is the entry's time, which older lines lack."""

    mark: str
    kind: str | None
    at: str
    exact: str | None

    def is_at(self, at: str) -> bool:
        return _is_at(at, self.exact, self.at)


@dataclass(frozen=True, slots=True)
class _Stated:
    """What the custody log says was put in."""

    originals: dict[int, _Added]
    imports: dict[int, _Read]
    entries: dict[int, _Entered]

    @classmethod
    def of(cls, case: CaseFile) -> _Stated:
        stated = cls({}, {}, {})
        for text in case.log():
            try:
                line = json.loads(text)
                stated._take(line["what"], line["about"], line["at"])
            except (ValueError, KeyError, TypeError, RecursionError):
                continue  # the log's own check reports it
        return stated

    def _take(self, what: str, about: dict[str, Any], at: str) -> None:
        if what == "add":
            type_, received = about.get("type"), about.get("received")
            self.originals[about["original"]] = _Added(
                about["sha256"], about["length"], about["name"], at, type_, received
            )
        elif what == "read":
            person = about.get("person")
            self.imports[about["import"]] = _Read(about["original"], about["events"], about["digest"], person)
        elif what == "enter":
            self.entries[about["entry"]] = _Entered(about["mark"], about.get("kind"), at, about.get("at"))

    def original(self, case: CaseFile, stored: Stored) -> str | None:
        """Return what does not agree with the log, ``None`` when all does."""
        said = self.originals.get(stored.no)
        if said is None or (said.sha256, said.length) != (stored.digest.hex, stored.digest.length):
            return "not what the custody log says"
        if said.name != case.mark(stored.name):
            return "the name is not what the custody log says"
        if not _is_at(stored.received, said.received, said.at):
            return "the time of storing is not what the custody log says"
        if said.type not in (None, case.type_mark(stored.no, stored.media_type)):
            return "the media type is not what the custody log says"
        return None


def _is_at(at: str, exact: str | None, about: str) -> bool:
    """True for the time that the log has; earlier versions asked the clock once for the line and once for the row."""
    if exact is not None:
        return at == exact
    try:
        return abs(datetime.fromisoformat(about) - datetime.fromisoformat(at)) <= _OLD_APART
    except (ValueError, TypeError):
        return False


def _problem(kind: ProblemKind, **slots: object) -> Problem:
    return Problem(kind, "", tuple((key, str(value)) for key, value in slots.items()))
