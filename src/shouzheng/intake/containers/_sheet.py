"""A sheet of an Office Open XML workbook, turned into CSV while it is read.

Only values are taken: formulas, macros, links and formats are not. Numbers that a format shows as a date become a date
in text; a number of more than fifteen digits has lost digits in Excel itself, which is counted.

Source: ECMA-376 part 1, §18.3 (worksheets), §18.4 (shared strings), §18.8 (styles).
"""

from __future__ import annotations

import csv
import io
import re
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from xml.parsers import expat

from shouzheng.intake.containers._wrapped import Wrapped
from shouzheng.intake.source import Readable

#: Most bytes of XML of one part, most characters of all shared texts, most of them, and most columns (Excel's own).
_MOST_XML, _MOST_SHARED, _MOST_TEXTS, _MOST_COLUMNS = 512 << 20, 64 << 20, 4 << 20, 16_384
#: Most characters of a cell, of a row, and of what 64 KiB of XML may turn into: shared texts are repeated for nothing.
_MOST_CELL, _MOST_ROW, _MOST_AT_ONCE = 1 << 16, 4 << 20, 32 << 20
_CHUNK = 1 << 16
#: Formats of dates and times that have no text of their own (§18.8.30), the Chinese ones included.
_DATES = frozenset([*range(14, 23), *range(27, 37), *range(45, 48), *range(50, 59)])
_QUOTED = re.compile(r'"[^"]*"|\\.|\[[^\]hms]*\]')
_SIGNS = re.compile(r"[ymdhs年月日时分秒]", re.IGNORECASE)
_REFERENCE = re.compile(r"([A-Z]{1,3})\d{1,7}")
_EPOCH, _EPOCH_1904 = datetime(1899, 12, 30), datetime(1904, 1, 1)  # noqa: DTZ001 - local times without zone
#: Digits that a number in a workbook can hold.
_EXACT = 10**15


@dataclass(slots=True)
class Workbook:
    """What all sheets need: shared texts, whether a style shows a date, and the epoch; ``lost`` counts long numbers."""

    texts: list[str] = field(default_factory=list)
    dates: list[bool] = field(default_factory=list)
    epoch: datetime = _EPOCH
    lost: int = 0


class _Xml:
    """Feeds a part to a parser that refuses declarations and counts what it is given."""

    def __init__(self, start: Callable[[str, dict[str, str]], None], end: Callable[[str], None] | None = None) -> None:
        self.parser = expat.ParserCreate(namespace_separator=" ")
        self.parser.buffer_text = True
        self.parser.StartDoctypeDeclHandler = self._refuse
        self.parser.EntityDeclHandler = self._refuse
        self.parser.StartElementHandler = lambda name, attributes: start(name.rpartition(" ")[2], attributes)
        if end is not None:
            self.parser.EndElementHandler = lambda name: end(name.rpartition(" ")[2])
        self._length = 0

    @staticmethod
    def _refuse(*_: object) -> None:
        raise ValueError("the XML has a declaration")

    def feed(self, data: bytes) -> None:
        self._length += len(data)
        if self._length > _MOST_XML:
            raise ValueError("too much XML")
        try:
            self.parser.Parse(data, not data)
        except expat.ExpatError as error:
            raise ValueError(str(error)) from error

    def feed_all(self, stream: Readable) -> None:
        with stream:
            while data := stream.read(_CHUNK):
                self.feed(data)
        self.feed(b"")


def read_texts(stream: Readable, book: Workbook) -> None:
    """Read the shared texts; raises ``ValueError``."""
    parts: list[str] = []
    state = {"in": False, "phonetic": 0, "size": 0, "held": 0}

    def start(name: str, _: dict[str, str]) -> None:
        if name == "si":
            parts.clear()
            state["held"] = 0
        state["phonetic"] += name == "rPh"
        state["in"] = name == "t" and not state["phonetic"]

    def end(name: str) -> None:
        state["in"] = False
        state["phonetic"] -= name == "rPh"
        if name == "si":
            text = "".join(parts)[:_MOST_CELL]
            state["size"] += len(text) + 50
            if state["size"] > _MOST_SHARED or len(book.texts) >= _MOST_TEXTS:
                raise ValueError("too many shared texts")
            book.texts.append(text)

    def characters(data: str) -> None:
        if state["in"] and state["held"] < _MOST_CELL:
            parts.append(data)
            state["held"] += len(data)

    reader = _Xml(start, end)
    reader.parser.CharacterDataHandler = characters
    reader.feed_all(stream)


def read_styles(stream: Readable, book: Workbook) -> None:
    """Read which styles show dates; raises ``ValueError``."""
    own: dict[str, bool] = {}
    inside = {"cellXfs": False}

    def start(name: str, attributes: dict[str, str]) -> None:
        if name == "cellXfs":
            inside[name] = True
        elif name == "numFmt":
            code = _QUOTED.sub("", attributes.get("formatCode", "")[:200])
            own[attributes.get("numFmtId", "")] = "General" not in code and _SIGNS.search(code) is not None
        elif name == "xf" and inside["cellXfs"] and len(book.dates) < _MOST_TEXTS:
            number = attributes.get("numFmtId", "0")
            book.dates.append(own.get(number, number.isdigit() and len(number) < 5 and int(number) in _DATES))

    def end(name: str) -> None:
        if name == "cellXfs":
            inside[name] = False

    _Xml(start, end).feed_all(stream)


def read_epoch(stream: Readable, book: Workbook) -> None:
    """Read from which day dates are counted; raises ``ValueError``."""

    def start(name: str, attributes: dict[str, str]) -> None:
        if name == "workbookPr" and attributes.get("date1904", "0") in ("1", "true"):
            book.epoch = _EPOCH_1904

    _Xml(start).feed_all(stream)


class SheetAsCsv(Wrapped):
    """The CSV of a sheet as a stream; what is read of the XML is bounded, and nothing of it is kept but one row."""

    def __init__(self, stream: Readable, book: Workbook) -> None:
        self._stream = stream
        self._book = book
        self._xml = _Xml(self._start, self._end)
        self._xml.parser.CharacterDataHandler = self._characters
        self._row: list[str] = []
        self._row_size = 0
        self._cell: dict[str, str] = {}
        self._parts: list[str] | None = None
        self._held = 0
        self._ready = io.StringIO()
        self._writer = csv.writer(self._ready, lineterminator="\n")
        self._rest = b""
        self._ended = False

    def read(self, size: int = -1, /) -> bytes:
        """Return at most so many bytes, none at the end; raises ``ValueError`` where the XML is damaged."""
        while not self._ended and (size < 0 or len(self._rest) < size):
            data = self._stream.read(_CHUNK)
            self._xml.feed(data)
            self._ended = not data
            self._rest += self._ready.getvalue().encode("utf-8", "replace")
            self._ready.seek(0)
            self._ready.truncate()
            if self._rest and size >= 0:
                break
        block, self._rest = (self._rest, b"") if size < 0 else (self._rest[:size], self._rest[size:])
        return block

    def _start(self, name: str, attributes: dict[str, str]) -> None:
        if name == "row":
            self._row, self._row_size = [], 0
        elif name == "c":
            self._cell = attributes
            self._fill(attributes.get("r", ""))
            self._row.append("")
            if len(self._row) > _MOST_COLUMNS:
                raise ValueError("too many columns")
        elif name in ("v", "t"):
            self._parts, self._held = [], 0

    def _fill(self, reference: str) -> None:
        """Add the empty cells that the file leaves out."""
        found = _REFERENCE.fullmatch(reference)
        if found is None:
            return
        column = 0
        for letter in found[1]:
            column = column * 26 + ord(letter) - 64
        if column > _MOST_COLUMNS:
            raise ValueError("too many columns")
        self._row.extend([""] * (column - 1 - len(self._row)))

    def _characters(self, data: str) -> None:
        if self._parts is not None and self._held < _MOST_CELL:
            self._parts.append(data)
            self._held += len(data)

    def _end(self, name: str) -> None:
        if name in ("v", "t") and self._parts is not None:
            if self._row:
                text = self._value("".join(self._parts)[:_MOST_CELL])
                self._row_size += len(text)
                if self._row_size > _MOST_ROW or self._ready.tell() > _MOST_AT_ONCE:
                    raise ValueError("the cells of a row hold too much")
                self._row[-1] += text
            self._parts = None
        elif name == "row":
            while self._row and not self._row[-1]:
                self._row.pop()
            if self._row:
                self._writer.writerow(self._row)

    def _value(self, text: str) -> str:
        kind = self._cell.get("t", "n")
        if kind == "s":
            number = int(text) if text.isascii() and text.isdigit() and len(text) < 9 else -1
            return self._book.texts[number] if 0 <= number < len(self._book.texts) else f"#{text}"
        if kind != "n":
            return text
        style = self._cell.get("s", "0")
        place = int(style) if style.isascii() and style.isdigit() and len(style) < 8 else 0
        is_date = place < len(self._book.dates) and self._book.dates[place]
        return self._number(text, is_date)

    def _number(self, text: str, is_date: bool) -> str:
        try:
            value = float(text[:40])
        except ValueError:
            return text
        if is_date and 0 <= value < 2_958_466:  # up to the year 9999
            return _date(value, self._book.epoch)
        if value.is_integer() and abs(value) < 10**21:
            if abs(value) >= _EXACT:
                self._book.lost += 1
            return str(int(value))
        return text


def _date(value: float, epoch: datetime) -> str:
    seconds = round(value * 86_400)
    if value < 1:  # a time of the day, or a duration
        return f"{seconds // 3600:02d}:{seconds % 3600 // 60:02d}:{seconds % 60:02d}"
    at = epoch + timedelta(seconds=seconds)
    return at.strftime("%Y-%m-%d" if value.is_integer() else "%Y-%m-%d %H:%M:%S")
