"""Checks everything in a case anew and names the first damaged thing of each kind."""

from __future__ import annotations

import hashlib
import json
from collections import deque
from collections.abc import Callable, Iterator
from concurrent.futures import Future, ThreadPoolExecutor
from dataclasses import dataclass, replace

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
            if dict(case.raw_entries()) != stated.entries:
                found.append(_problem(EVENT_CHANGED, detail="entry"))
    except ShouzhengError as error:
        found += [each for each in error.problems if each not in found]
    return replace(checked, problems=tuple(found))


def _originals(case: CaseFile, stated: _Stated, checked: Checked, found: list[Problem]) -> Iterator[Checked]:
    """Yield what was checked so far after each original."""
    for stored, damage in _damages(case):
        detail = stated.original(stored.no, stored.digest.hex, stored.digest.length, case.mark(stored.name)) or damage
        if detail is not None:
            found.append(_problem(BLOB_DAMAGED, name=stored.name, detail=detail))
        checked = replace(checked, originals=checked.originals + 1, bytes=checked.bytes + stored.digest.length)
        yield checked
    if checked.originals < len(stated.originals):
        found.append(_problem(BLOB_DAMAGED, name=f"{checked.originals + 1}…", detail="an original is no longer listed"))


def _contacts(case: CaseFile, stated: _Stated, found: list[Problem]) -> int:
    """Compare the contacts of each import with the log; returns how many there are."""
    events = 0
    for number, count, digest, lines in case.imports():
        hashed, kept = hashlib.sha256(), 0
        for line in lines:
            hashed.update(line.encode("utf-8") + b"\n")
            kept += 1
        events += kept
        if stated.imports.get(number) != (count, digest) or (kept, hashed.hexdigest()) != (count, digest):
            found.append(_problem(EVENT_CHANGED, detail=f"import {number}"))
        stated.imports.pop(number, None)
    found += [_problem(EVENT_CHANGED, detail=f"import {number} is gone") for number in stated.imports]
    return events


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
class _Stated:
    """What the custody log says was put in."""

    originals: dict[int, tuple[str, int, str]]
    imports: dict[int, tuple[int, str]]
    entries: dict[int, str]

    @classmethod
    def of(cls, case: CaseFile) -> _Stated:
        stated = cls({}, {}, {})
        for text in case.log():
            try:
                line = json.loads(text)
                about = line["about"]
                if line["what"] == "add":
                    stated.originals[about["original"]] = (about["sha256"], about["length"], about["name"])
                elif line["what"] == "read":
                    stated.imports[about["import"]] = (about["events"], about["digest"])
                elif line["what"] == "enter":
                    stated.entries[about["entry"]] = about["mark"]
            except (ValueError, KeyError, TypeError, RecursionError):
                continue  # the log's own check reports it
        return stated

    def original(self, no: int, sha256: str, length: int, name: str) -> str | None:
        return None if self.originals.get(no) == (sha256, length, name) else "not what the custody log says"


def _problem(kind: ProblemKind, **slots: object) -> Problem:
    return Problem(kind, "", tuple((key, str(value)) for key, value in slots.items()))
