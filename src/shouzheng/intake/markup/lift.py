"""Long base64 values, taken out of a record before it is parsed: a parser would copy megabytes for nothing."""

from __future__ import annotations

import re
import secrets
from collections.abc import Mapping
from typing import NamedTuple

#: Values from this length on are lifted out. Shorter ones cost less to parse than to find.
LONG = 4096
_STOP = re.compile(rb"[\"'>]")
#: Stands for a lifted value in the skeleton; unguessable, so that no value in a file can pass for another.
_MARK = f"@{secrets.token_hex(8)}:"


class Lifted(NamedTuple):
    """The record with short marks in place of long values, and the value of each mark."""

    skeleton: bytes
    values: Mapping[str, memoryview]


def lift(record: bytes, attribute: bytes) -> Lifted:
    """Take long values of one attribute out of a record that the cutter found to be complete.

    Values with references in them, and records with comments or CDATA (none are written by any known app), are left for
    the parser.
    """
    values: dict[str, memoryview] = {}
    unchanged = Lifted(record, {})
    if len(record) < LONG:
        return unchanged
    before = re.compile(rb"[\s]%s=\Z" % re.escape(attribute))
    view, done = memoryview(record), 0
    parts: list[bytes | memoryview] = []
    at = record.find(b"<")
    while at >= 0:
        if record[at : at + 2] in (b"<!", b"<?"):
            return unchanged
        stop = _STOP.search(record, at)
        if stop is None:
            return unchanged
        at = stop.end()
        if stop[0] == b">":
            at = record.find(b"<", at)
            continue
        close = record.find(stop[0], at)
        if close < 0:
            return unchanged
        name = record[max(at - len(attribute) - 3, 0) : at - 1]
        if close - at >= LONG and before.search(name) and record.find(b"&", at, close) < 0:
            mark = f"{_MARK}{len(values)}"
            values[mark] = view[at:close]
            parts += (view[done:at], mark.encode("ascii"))
            done = close
        at = close + 1
    if not values:
        return unchanged
    return Lifted(b"".join((*parts, view[done:])), values)
