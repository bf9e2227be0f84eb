"""Names out of an address book (vCard 2.1, 3.0, 4.0), for the numbers that are asked for and no others.

An address book is what collectors go after. So it is no format that is imported: it is looked through for numbers that
already stand in contacts, only their names leave this module, and nothing else of it is kept.
"""

from __future__ import annotations

import binascii
import quopri
import re
from collections.abc import Collection, Iterator
from dataclasses import dataclass, field
from pathlib import Path

from shouzheng.intake.chat_text import text_lines
from shouzheng.intake.markup.encoding import detect
from shouzheng.intake.sniff import HEAD
from shouzheng.reference.numbers import classify

#: Most lines of a card that are looked at; pictures take many.
_MOST_LINES = 20_000
_LONGEST_NAME = 200
_LINE = re.compile(r"(?:[\w-]+\.)?(?P<key>FN|N|TEL)(?P<how>;[^:]*)?:(?P<value>.*)", re.IGNORECASE | re.DOTALL)
_ESCAPED = re.compile(r"\\([\\,;:nN])")


@dataclass(slots=True)
class Selection:
    """Names by normalised number; how many cards there were, how many had a wanted number, and how many were broken."""

    names: dict[str, str] = field(default_factory=dict)
    cards: int = 0
    matched: int = 0
    broken: int = 0


def names_in(path: Path, wanted: Collection[str]) -> Selection:
    """Return the names of these numbers (in their normal form); raises ``OSError``.

    Of two cards with one number the first is taken.
    """
    numbers = frozenset(wanted)
    found = Selection()
    with path.open("rb") as stream:
        encoding = detect(stream.read(HEAD))
    card: list[str] | None = None
    for _, data, _ in text_lines(path, encoding):
        line = data.decode("utf-8", "replace")
        mark = line.strip().upper()
        if mark == "BEGIN:VCARD":
            found.broken += card is not None
            card = []
        elif mark == "END:VCARD" and card is not None:
            _take(card, numbers, found)
            card = None
        elif card is not None and len(card) < _MOST_LINES:
            card.append(line)
    found.broken += card is not None
    return found


def _take(card: list[str], wanted: frozenset[str], found: Selection) -> None:
    found.cards += 1
    name, structured = "", ""
    numbers: list[str] = []
    for line in _unfolded(card):
        parts = _LINE.fullmatch(line)
        if parts is None:
            continue
        value = _value(parts["value"], (parts["how"] or "").upper())
        key = parts["key"].upper()
        if key == "FN":
            name = name or value
        elif key == "N":
            structured = structured or "".join(value.split(";")[:2])
        else:
            numbers.append(value)
    hits = [normal for number in numbers if (normal := classify(number).normal) is not None and normal in wanted]
    found.matched += bool(hits)
    for normal in hits:
        found.names.setdefault(normal, (name or structured)[:_LONGEST_NAME])


def _unfolded(card: list[str]) -> Iterator[str]:
    """Join lines that go on: by a space at their beginning, or (2.1, quoted-printable) by ``=`` at the end."""
    joined = ""
    for line in card:
        soft = joined.endswith("=") and "QUOTED-PRINTABLE" in joined.partition(":")[0].upper()
        if soft:
            joined = joined[:-1] + line.strip()
        elif line[:1] in (" ", "\t"):
            joined += line[1:]
        else:
            if joined:
                yield joined
            joined = line
    if joined:
        yield joined


def _value(text: str, how: str) -> str:
    if "QUOTED-PRINTABLE" in how:
        try:
            data = quopri.decodestring(text.encode("utf-8", "replace"))
        except (ValueError, binascii.Error):
            return text
        return data.decode("gb18030" if "GB" in how else "utf-8", "replace").strip()
    return _ESCAPED.sub(lambda found: "\n" if found[1] in "nN" else found[1], text).strip()
