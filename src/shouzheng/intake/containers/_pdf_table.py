"""Finds the table of a PDF by the places of its words: the line of column names, and below it what stands under each.

A PDF has no tables, only words at places. Nothing here is certain: a word goes to the column whose name it stands
under, and a line without a date goes on from the record above it.
"""

from __future__ import annotations

import csv
import io
import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from itertools import pairwise

from shouzheng.intake.tables.columns import Field, NamedMapping, mapping_for

#: Share of the letters' height by which words of one line may differ in height.
_LINE = 0.45
#: Width of a letter as a share of its height: Chinese is square, latin letters and digits about half.
_WIDE, _NARROW = 1.0, 0.53
#: Lines of a record's own cells lie closer together than this many heights.
_NEXT = 1.9
_DATE = re.compile(r"\d{4}\s*[-/.年]\s*\d{1,2}|\d{8}|\d{1,2}[-/月]\d{1,2}", re.ASCII)
_DIGIT_GAPS = re.compile(r"(?<=[0-9]) (?=[\u4e00-\u9fff])|(?<=[\u4e00-\u9fff]) (?=[0-9])")
_TOTAL = re.compile(r"合\s*计|总\s*计|小\s*计|共\s*计|第\s*\d+\s*页|total|page", re.IGNORECASE)
#: Words in one cell are at most one space apart.
_RUN = re.compile(r"\S+(?: \S+)*")
_LONGEST_LINE = 2000
_LEAST_COLUMNS, _HEADER_LINES, _MOST_NAMES = 3, 4, 400
#: A line belongs to the record below it when that is clearly nearer than the one above.
_NEARER = 0.8


@dataclass(frozen=True, slots=True)
class Word:
    """Words in one cell, or a part of them: left edge, baseline from the top of the page, height, text."""

    left: float
    down: float
    height: float
    text: str

    @property
    def right(self) -> float:
        """The right edge, by the usual width of letters: fonts are not asked."""
        return self.left + self.height * sum(_WIDE if ord(char) > 0x2E80 else _NARROW for char in self.text)


@dataclass(slots=True)
class Table:
    """Column names, records (a cell for each column), and lines that belong to no record."""

    header: tuple[str, ...]
    records: list[list[str]] = field(default_factory=list)
    above: list[str] = field(default_factory=list)
    outside: list[str] = field(default_factory=list)


def table_of(pages: Iterable[Sequence[Word]], most_records: int) -> Table | None:
    """Return the table that begins on one of the pages and goes on over the next, ``None`` when there is none."""
    table: Table | None = None
    columns: list[Word] = []
    mapping: NamedMapping | None = None
    above: list[str] = []
    for words in pages:
        lines = list(_lines(words))
        start = 0
        found = _header(lines)
        if found is not None and (table is None or len(found[1]) == len(columns)):
            first, columns, mapping = found[0], found[1], found[2]
            if table is None:
                above += [_joined(line) for line in lines[: found[3]]]
                table = Table(tuple(_clean(word.text) for word in columns), above=above)
            else:
                table.outside += [_joined(line) for line in lines[: found[3]]]
            start = first
        if table is None or mapping is None:
            above += [_joined(line) for line in lines]
            continue
        _read(lines[start:], columns, mapping, table)
        if len(table.records) > most_records:
            break
    return table


def _lines(words: Sequence[Word]) -> Iterator[list[Word]]:
    """Yield the words line by line, each from left to right, parts of one cell joined."""
    line: list[Word] = []
    for word in sorted(words, key=lambda word: (word.down, word.left)):
        if line and word.down - line[0].down > _LINE * max(word.height, line[0].height):
            yield _cells(line)
            line = []
        line.append(word)
    if line:
        yield _cells(line)


def _cells(line: list[Word]) -> list[Word]:
    cells: list[Word] = []
    for word in sorted(line, key=lambda word: word.left):
        last = cells[-1] if cells else None
        if last is not None and word.left - last.right < 0.25 * word.height and last.text[-1:] != " ":
            cells[-1] = Word(last.left, last.down, last.height, last.text + word.text)
        else:
            cells.append(word)
    return cells


def _header(lines: Sequence[list[Word]]) -> tuple[int, list[Word], NamedMapping, int] | None:
    """Return the number of the line after the names, the names, their meaning, and the number of their first line.

    Names may take several lines; of the ways to put these together the one with most known names is taken.
    """
    for number in range(len(lines)):
        best: tuple[int, int, list[Word], NamedMapping] | None = None
        for size in range(1, _HEADER_LINES + 1):
            band = lines[number : number + size]
            crowded = sum(map(len, band)) > _MOST_NAMES
            if (
                len(band) < size
                or crowded
                or any(two[0].down - one[0].down > _NEXT * one[0].height for one, two in pairwise(band))
            ):
                break
            names = _stacked(band)
            mapping = mapping_for([_clean(name.text) for name in names]) if len(names) >= _LEAST_COLUMNS else None
            if mapping is not None:
                known = len({field for _, field in mapping.columns if field.is_read})
                if best is None or known > best[0]:
                    best = known, number + size, names, mapping
        if best is not None:
            return best[1], best[2], best[3], number
    return None


def _stacked(band: Sequence[list[Word]]) -> list[Word]:
    """Put together what stands one below the other."""
    names: list[Word] = []
    for word in sorted((word for line in band for word in line), key=lambda word: word.down):
        place = next((n for n, name in enumerate(names) if word.left < name.right and name.left < word.right), None)
        if place is None:
            names.append(word)
        else:
            above = names[place]
            names[place] = Word(min(above.left, word.left), above.down, above.height, above.text + word.text)
    return sorted(names, key=lambda name: name.left)


def _read(lines: Sequence[list[Word]], columns: list[Word], mapping: NamedMapping, table: Table) -> None:
    """Add the records of one page; a line without a date belongs to the record that is nearer."""
    time = next(place for field in (Field.TIME, Field.DATE) if (place := mapping.place(field)) is not None)
    rows = [_put(line, columns) for line in lines]
    last: Word | None = None
    waiting: list[list[str]] = []
    for number, (line, cells) in enumerate(zip(lines, rows, strict=True)):
        if tuple(cells) == table.header:
            continue
        before = line[0].down - last.down if last is not None else float("inf")
        after = lines[number + 1][0].down - line[0].down if number + 1 < len(lines) else float("inf")
        near = _NEXT * line[0].height
        if _DATE.match(cells[time]):
            table.records.append([""] * len(columns))
            for part in (*waiting, cells):
                _append(table.records[-1], part, time)
            waiting = []
        elif _is_total(cells) or min(before, after) >= near:
            table.outside.append(_joined(line))
            last = None
            continue
        elif last is None or not table.records or _is_above(before, after, rows[number + 1 : number + 2]):
            waiting.append(cells)
        else:
            _append(table.records[-1], cells, time)
        last = line[0]
    table.outside += [" ".join(filter(None, cells)) for cells in waiting]


def _is_above(before: float, after: float, below: Sequence[Sequence[str]]) -> bool:
    """True when a line is clearly nearer to the one below it, and that is no line of totals."""
    return after < before * _NEARER and not any(map(_is_total, below))


def _put(line: Sequence[Word], columns: Sequence[Word]) -> list[str]:
    cells = [""] * len(columns)
    for word in line:
        place = _column(word, columns)
        cells[place] = f"{cells[place]} {_clean(word.text)}".strip()
    return cells


def _append(record: list[str], cells: Sequence[str], time: int) -> None:
    for place, text in enumerate(cells):
        if text:
            record[place] = f"{record[place]} {text}".strip() if place == time else record[place] + text


def _is_total(cells: Sequence[str]) -> bool:
    """True for totals and the foot of a page."""
    first = next((text for text in cells if text), "")
    return _TOTAL.match(first) is not None


def _column(word: Word, columns: Sequence[Word]) -> int:
    """Return the column whose name the word stands under; else the one whose left edge is nearest."""

    def distance(place: int) -> tuple[float, float]:
        name = columns[place]
        shared = min(word.right, name.right) - max(word.left, name.left)
        return -max(shared, 0.0), min(abs(word.left - name.left), abs(_middle(word) - _middle(name)))

    return min(range(len(columns)), key=distance)


def _middle(word: Word) -> float:
    return (word.left + word.right) / 2


def _clean(text: str) -> str:
    """Without the spaces that stand between digits and Chinese only because the font changes there."""
    return _DIGIT_GAPS.sub("", " ".join(text.split()))


def _joined(line: Sequence[Word]) -> str:
    return " ".join(_clean(word.text) for word in line)


def words_of_layout(text: str) -> list[Word]:
    """Return the words of a page that was laid out in characters, as wide apart as they stand."""
    height = 1 / _NARROW  # so that one character is one unit wide
    return [
        Word(float(found.start()), 2.0 * number, height, found[0])
        for number, line in enumerate(text.split("\n"))
        for found in _RUN.finditer(line[:_LONGEST_LINE])
    ]


def csv_of(table: Table) -> bytes:
    """Return the table as CSV in UTF-8: the lines above it first, as bills have them."""
    out = io.StringIO()
    writer = csv.writer(out, lineterminator="\n")
    for line in table.above[-30:]:
        writer.writerow([line])
    writer.writerow(table.header)
    writer.writerows(table.records)
    return out.getvalue().encode("utf-8", "replace")
