"""Where proceedings are kept: a file of JSON lines that only grows, or entries of the encrypted case.

A line that is not understood is reported with its number and left where it is; the others count.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from pathlib import Path
from typing import TYPE_CHECKING

from shouzheng.reference.problems import Problem, ShouzhengError
from shouzheng.reference.safe_text import json_safe
from shouzheng.remedy.atomic import write_bytes
from shouzheng.remedy.proceedings.kinds import IN
from shouzheng.remedy.proceedings.messages import (
    Message,
    Proceeding,
    What,
    as_data,
    head_data,
    message_of,
    one_of,
    proceeding_of,
)
from shouzheng.remedy.proceedings.problems import (
    ALREADY_THERE,
    BAD_LINE,
    FILE_UNREADABLE,
    NO_SUCH_PROCEEDING,
    NOTHING_SENT,
    TOO_MUCH,
    refused,
)

if TYPE_CHECKING:  # the encrypted case brings its libraries along: only where one is opened
    from shouzheng.casefile.case import CaseFile

#: Largest file read, in bytes, most entries, and most messages of one matter.
MAX_BYTES, MAX_ENTRIES, MAX_MESSAGES = 4_000_000, 3_000, 200
#: Ids listed in a message that names what there is.
MOST_IDS = 100
#: Kind under which the encrypted case keeps each line.
ENTRY_KIND = "proceeding"


@dataclass(frozen=True, slots=True)
class Docket:
    """All proceedings in the order they were begun, how many lines there are, and what could not be used."""

    proceedings: tuple[Proceeding, ...]
    lines: int
    problems: tuple[Problem, ...]

    def proceeding(self, name: str) -> Proceeding:
        """Return one; raises ``ShouzhengError`` (``SZ-5602``)."""
        for each in self.proceedings:
            if each.id == name:
                return each
        raise refused(NO_SUCH_PROCEEDING, id=name, allowed=_ids(each.id for each in self.proceedings))


def _ids(names: Iterable[str]) -> str:
    """Return the ids of the person's proceedings, the newest first where there are very many."""
    listed = list(names)
    more = f" … ({len(listed)})" if len(listed) > MOST_IDS else ""
    return ", ".join(listed[-MOST_IDS:][::-1] if more else listed) + more or "-"


def docket_of(lines: Iterable[tuple[str, object]], channels: Iterable[str]) -> Docket:
    """Put entries together; each is its place and its fields (or the error text that reading it gave)."""
    known, found = tuple(channels), dict[str, tuple[Proceeding, list[Message]]]()
    problems: list[Problem] = []
    count = 0
    for where, data in lines:
        count += 1
        try:
            problems += _take(where, data, count, known, found)
        except ShouzhengError as error:
            detail = "; ".join(f"{each.code} {dict(each.slots).get('value', '')}" for each in error.problems)
            problems.append(Problem(BAD_LINE, where, (("detail", detail),)))
    whole = tuple(replace(begun, messages=tuple(messages)) for begun, messages in found.values())
    return Docket(whole, count, tuple(problems))


def _take(
    where: str, data: object, no: int, channels: tuple[str, ...], found: dict[str, tuple[Proceeding, list[Message]]]
) -> list[Problem]:
    if not isinstance(data, dict):
        return [Problem(BAD_LINE, where, (("detail", data if isinstance(data, str) else type(data).__name__),))]
    if one_of("what", data.get("what"), What) is What.PROCEEDING:
        begun = proceeding_of(data, channels)
        if begun.id in found:
            raise refused(ALREADY_THERE, where, id=begun.id, value=begun.id)
        found[begun.id] = (begun, [])
        return []
    name = str(data.get("of", ""))
    if name not in found:
        raise refused(NO_SUCH_PROCEEDING, where, id=name, value=name, allowed=_ids(found))
    message = message_of(data, no, channels)
    _, before = found[name]
    if len(before) >= MAX_MESSAGES:
        raise refused(TOO_MUCH, where, limit=str(MAX_MESSAGES), value=name)
    sent = any(each.what is What.SENT and each.day <= message.day for each in before)
    before.append(message)
    return [] if sent or message.kind not in IN else [Problem(NOTHING_SENT, where, (("id", name),))]


def read_file(path: Path, channels: Iterable[str]) -> Docket:
    """Read the file; one that is not there yet is empty. Raises ``ShouzhengError`` (``SZ-5600``)."""
    text = _content(path)
    lines = ((f"{path.name}:{no}", _parsed(line)) for no, line in enumerate(text.splitlines(), 1) if line.strip())
    return docket_of(lines, channels)


def append_to_file(path: Path, data: Mapping[str, object]) -> None:
    """Add one line, all of it or nothing; raises ``ShouzhengError`` (``SZ-5600``, ``SZ-5606``)."""
    text = _content(path)
    if text.count("\n") >= MAX_ENTRIES:
        raise refused(TOO_MUCH, path.name, limit=str(MAX_ENTRIES))
    start = text if not text or text.endswith("\n") else text + "\n"
    write_bytes(path, f"{start}{line_of(data)}\n".encode())


def line_of(data: Mapping[str, object]) -> str:
    """Return one entry as a line of JSON without control characters."""
    return json_safe(json.dumps(data, ensure_ascii=False))


def read_case(case: CaseFile, channels: Iterable[str]) -> Docket:
    """Read the proceedings of an encrypted case."""
    entries = case.entries(ENTRY_KIND, history=True)
    return docket_of(((f"entry {entry.no}", dict(entry.content)) for entry in entries), channels)


def append_to_case(case: CaseFile, data: Mapping[str, object]) -> None:
    """Add one entry to an encrypted case; raises ``ShouzhengError`` (``SZ-5606``, ``SZ-4021``)."""
    number = sum(1 for _ in case.entries(ENTRY_KIND, history=True)) + 1
    if number > MAX_ENTRIES:
        raise refused(TOO_MUCH, limit=str(MAX_ENTRIES))
    case.enter(ENTRY_KIND, str(number), data)


def new_line(docket: Docket, proceeding: Proceeding) -> dict[str, object]:
    """Return the line that begins a proceeding; raises ``ShouzhengError`` (``SZ-5603``)."""
    if any(each.id == proceeding.id for each in docket.proceedings):
        raise refused(ALREADY_THERE, id=proceeding.id)
    return head_data(proceeding)


def message_line(docket: Docket, name: str, message: Message) -> dict[str, object]:
    """Return the line of a message; raises ``ShouzhengError`` (``SZ-5602``, ``SZ-5606``)."""
    proceeding = docket.proceeding(name)
    if len(proceeding.messages) >= MAX_MESSAGES:
        raise refused(TOO_MUCH, limit=str(MAX_MESSAGES))
    return as_data(proceeding.id, message)


def _content(path: Path) -> str:
    try:
        if not path.exists():
            return ""
        if path.stat().st_size > MAX_BYTES:
            raise refused(FILE_UNREADABLE, path.name, detail="too large", limit=str(MAX_BYTES))
        return path.read_bytes().decode("utf-8-sig").replace("\r\n", "\n")
    except OSError as error:
        detail = error.strerror or type(error).__name__
        raise refused(FILE_UNREADABLE, path.name, detail=detail, limit=str(MAX_BYTES)) from error
    except UnicodeDecodeError as error:
        raise refused(FILE_UNREADABLE, path.name, detail=f"UTF-8, {error.start}", limit=str(MAX_BYTES)) from error


def _parsed(line: str) -> object:
    """Return the fields of a line, or a text that says what is wrong with it."""
    try:
        return json.loads(line) if len(line) <= 20_000 else "too long"
    except (ValueError, RecursionError) as error:
        return f"JSON: {type(error).__name__}"
