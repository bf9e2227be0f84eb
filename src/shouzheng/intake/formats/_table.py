"""Rows of tables whose columns were mapped: operator bills and plain CSV."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date

from shouzheng.intake import problems
from shouzheng.intake.chat_text import is_text, local_time
from shouzheng.intake.hints import current
from shouzheng.intake.records import Outcome as Result
from shouzheng.intake.records import ReadContext, Refused
from shouzheng.intake.sniff import Look
from shouzheng.intake.tables.column_problems import MAPPING_PROPOSED, MAPPING_USED, OUTSIDE_OF_TABLE
from shouzheng.intake.tables.columns import Field, NamedMapping, mapping_for, names, plain
from shouzheng.intake.tables.csv_records import MOST, Record, fields_in, records, separator_of
from shouzheng.intake.tables.problems import BAD_STRUCTURE
from shouzheng.model.event import Channel, ContactEvent, Direction, Number, NumberKind, Outcome, TextSource
from shouzheng.model.moment import Moment, Resolution
from shouzheng.model.original import Position
from shouzheng.reference.numbers import classify

#: Lines above the table in which bills name the customer and the month.
_MOST_ABOVE = 40
#: Lines outside of the table that are counted; bills have a handful.
_MOST_OUTSIDE = 1 << 16
_TIME = re.compile(
    r"(?P<y>\d{4})(?:[-/.年])(?P<m>\d{1,2})(?:[-/.月])(?P<d>\d{1,2})日?"
    r"(?:[ T]*(?P<H>\d{1,2})(?:[:：时点])(?P<M>\d{1,2})(?:[:：分](?:(?P<S>\d{1,2})(?:\.\d{1,6})?秒?)?)?)?",
    re.ASCII,
)
_TIGHT = re.compile(r"(\d{4})(\d{2})(\d{2}) ?(\d{2}):?(\d{2}):?(\d{2})", re.ASCII)
_LONG = re.compile(
    r"(?:(?P<h>\d{1,3})(?:小时|时|:))?(?:(?P<m>\d{1,5})(?:分钟|分|:|'))?(?:(?P<s>\d{1,7})(?:秒|\"|'')?)?", re.ASCII
)
_TOTALS = ("合计", "总计", "小计", "共计", "总时长", "total")
#: Longest time or duration as written.
_LONGEST_TIME = 60
NOT_CONFIRMED = "mapping_not_confirmed"


@dataclass(frozen=True, slots=True)
class Header:
    """The line with the names of the columns: its number among the records, its mapping, and the separator."""

    number: int
    mapping: NamedMapping
    separator: str


def header_of(look: Look) -> Header | None:
    """Return the line of column names among the first lines of a text, ``None`` when there is none."""
    if not is_text(look) or look.root is not None:
        return None
    text = look.text.decode(look.codec, "replace").lstrip("\ufeff")
    separator = separator_of(text)
    lines = [line.rstrip("\r") for line in text.split("\n")[: _MOST_ABOVE * 2] if line.strip()]
    for number, line in enumerate(lines[:_MOST_ABOVE]):
        cells = fields_in(line[:20_000], separator)
        mapping = mapping_for(_trimmed(cells)) if cells and len(cells) > 1 else None
        if mapping is not None:
            return Header(number, mapping, separator)
    return None


def _trimmed(cells: Sequence[str]) -> list[str]:
    """Cells without the empty ones at the end, which spreadsheets add."""
    found = [cell.strip() for cell in cells]
    while found and not found[-1]:
        found.pop()
    return found


def is_bill(mapping: NamedMapping) -> bool:
    """True for the columns of an operator's bill of calls."""
    timed = mapping.has(Field.SECONDS) or mapping.has(Field.MINUTES)
    return timed and mapping.has(Field.DIRECTION) and not mapping.has(Field.TEXT)


def read_table(
    chunks: Iterator[bytes], context: ReadContext, name: str, offset: int, usual: Channel | None
) -> Iterator[Result]:
    """Yield what each row below the column names became; ``usual`` is the channel where no column says it."""
    header = header_of(context.look)
    plan = _Plan(name, header.mapping, offset, usual) if header is not None else None
    outside: list[str] = []
    for number, record in enumerate(records(chunks, context.look.encoding, header.separator if header else ",")):
        is_total = _is_total(record) and not _is_timed(plan, record, context)
        if header is not None and (number < header.number or is_total):
            if len(outside) < _MOST_OUTSIDE:
                outside.append(record.data.decode("utf-8", "replace")[:80])
            continue
        if header is not None and number == header.number:
            continue
        context.records += 1
        position = Position(record.offset, record.length, context.records, f"row[{context.records}]")
        try:
            if plan is None:
                raise Refused(problems.FIELD_MISSING, field="time")
            yield _Row(plan, record, position, context).event()
        except Refused as refused:
            yield context.unread(position, refused.kind, record.data, **refused.slots)
    if header is not None:
        _say(header.mapping, outside, context)


def _say(mapping: NamedMapping, outside: list[str], context: ReadContext) -> None:
    if mapping.confirmed:
        context.say(MAPPING_USED, name=mapping.name, columns=mapping.described())
    else:
        current().proposals.append(mapping)
        context.say(MAPPING_PROPOSED, columns=mapping.described())
    if outside:
        context.say(OUTSIDE_OF_TABLE, count=len(outside), example=outside[0])


def _is_total(record: Record) -> bool:
    first = next((cell.strip() for cell in record.fields or () if cell.strip()), "")
    return first.lower().startswith(_TOTALS)


def _is_timed(plan: _Plan | None, record: Record, context: ReadContext) -> bool:
    """True for a row with a time of its own: then it is a contact, even of somebody called Total."""
    try:
        return plan is not None and bool(_Row(plan, record, Position(0, 0, 0, ""), context).time())
    except Refused:
        return False


def _clean(cell: str) -> str:
    """Spreadsheets write ="10690000", an apostrophe or a tabulator before digits, so that they stay text."""
    cell = cell.strip()
    return cell[2:-1] if cell.startswith('="') and cell.endswith('"') else cell.strip("'")


class _Plan:
    """What is the same for all rows of a table: where each field stands, and what is taken where none does."""

    def __init__(self, name: str, mapping: NamedMapping, offset: int, usual: Channel | None) -> None:
        self.name, self.offset, self.usual = name, offset, usual
        self.of_device = not is_bill(mapping)
        self.columns = tuple(column for column, _ in mapping.columns)
        self.places = {field: place for field in Field if field.is_read and (place := mapping.place(field)) is not None}
        self.least = 1 + max(self.places.values())
        self.notes = () if mapping.confirmed else (NOT_CONFIRMED,)


class _Row:
    """One row with the plan of its table; raises ``Refused`` when it is too short or could not be told apart."""

    def __init__(self, plan: _Plan, record: Record, position: Position, context: ReadContext) -> None:
        if record.fields is None:
            raise Refused(problems.TOO_LARGE, length=record.length, attribute=MOST, record=MOST)
        if len(record.fields) < plan.least:
            raise Refused(BAD_STRUCTURE, detail=f"{len(record.fields)} / {len(plan.columns)}")
        self._fields, self._plan, self._context, self._position = record.fields, plan, context, position
        self._cells = {field: _clean(record.fields[place]) for field, place in plan.places.items()}
        self._notes = [*record.notes, *plan.notes]

    def _cell(self, field: Field) -> str:
        return self._cells.get(field, "")

    def event(self) -> ContactEvent:
        """Return the contact; raises ``Refused``."""
        time = self.time()
        direction = self._direction()
        channel = self._channel()
        seconds = self._seconds()
        other = self._cell(Field.OTHER)
        text = self._cell(Field.TEXT) or None
        is_call = channel in (Channel.CALL, Channel.VIDEO_CALL)
        more = range(len(self._plan.columns) + 1, len(self._fields) + 1)
        columns = (*self._plan.columns, *[f"column {number}" for number in more])
        return ContactEvent(
            id=self._context.event_id(self._position.record),
            original=self._context.original,
            source_format=self._plan.name,
            positions=(self._position,),
            time=time,
            channel=channel,
            direction=direction,
            outcome=_outcome(is_call, seconds, direction),
            other=classify(other) if other else Number("", None, NumberKind.WITHHELD),
            owner=self._context.owner,
            seconds=seconds if is_call else None,
            contact_name=self._cell(Field.NAME) or None,
            text=text,
            text_source=TextSource.RECORD if text is not None else None,
            sim=self._cell(Field.OWN) or None,
            raw=tuple(zip(columns, self._fields, strict=False)),
            notes=tuple(dict.fromkeys(self._notes)),
        )

    def time(self) -> Moment:
        """Return when it was; raises ``Refused``."""
        written = self._cell(Field.TIME) or f"{self._cell(Field.DATE)} {self._cell(Field.CLOCK)}".strip()
        found = _TIME.fullmatch(written) if len(written) < _LONGEST_TIME else None
        parts = found.group("y", "m", "d", "H", "M", "S") if found else None
        if parts is None and len(written) < _LONGEST_TIME and (tight := _TIGHT.fullmatch(written)):
            parts = tight.group(1, 2, 3, 4, 5, 6)
        moment = _moment(written, parts, self._plan.offset, self._plan.of_device) if parts else None
        if moment is None:
            raise Refused(problems.IMPOSSIBLE_TIME, field="time", value=written)
        return moment

    def _direction(self) -> Direction:
        if Field.DIRECTION not in self._cells:
            self._notes.append("direction_unknown")
            return Direction.UNKNOWN
        word, known = plain(self._cell(Field.DIRECTION)), names()
        if word in known.inbound:
            return Direction.INBOUND
        if word in known.outbound:
            return Direction.OUTBOUND
        raise Refused(problems.UNKNOWN_CODE, field="direction", value=self._cell(Field.DIRECTION))

    def _channel(self) -> Channel:
        word = plain(self._cell(Field.KIND))
        found = names().kinds.get(word)
        if found is not None:
            return found
        if word or self._plan.usual is None:
            raise Refused(problems.UNKNOWN_CODE, field="kind", value=self._cell(Field.KIND))
        return self._plan.usual

    def _seconds(self) -> int | None:
        minutes = self._cell(Field.MINUTES)
        if minutes and not self._cell(Field.SECONDS):
            self._notes.append("duration_rounded_to_minutes")
            return int(minutes) * 60 if minutes.isascii() and minutes.isdigit() and len(minutes) < 6 else None
        written = self._cell(Field.SECONDS).replace(" ", "")
        if not written:
            return None
        found = _LONG.fullmatch(written) if len(written) < _LONGEST_TIME else None
        if found is None or not any(found.groups()):
            self._notes.append("duration_unreadable")
            return None
        hours, minute, second = (int(found[part] or 0) for part in ("h", "m", "s"))
        if found["h"] and not found["m"] and ":" in written:  # 01:30 is minutes and seconds
            hours, minute = 0, hours
        return hours * 3600 + minute * 60 + second


def _outcome(is_call: bool, seconds: int | None, direction: Direction) -> Outcome:
    """A call with talk time was connected, a message that came was delivered; everything else is left open."""
    if is_call:
        return Outcome.CONNECTED if seconds else Outcome.UNKNOWN
    return Outcome.DELIVERED if direction is Direction.INBOUND else Outcome.UNKNOWN


def _moment(written: str, parts: tuple[str | None, ...], offset: int, of_device: bool) -> Moment | None:
    year, month, day, hour, minute, second = (int(part) if part else None for part in parts)
    if year is None or month is None or day is None:
        return None
    try:
        at = date(year, month, day)
    except ValueError:
        return None
    if hour is None or minute is None:
        return local_time(written, at, 0, Resolution.DAY, offset, of_device=of_device)
    if hour > 23 or minute > 59 or (second or 0) > 59:
        return None
    resolution = Resolution.MINUTE if second is None else Resolution.SECOND
    clock = hour * 3600 + minute * 60 + (second or 0)
    return local_time(written, at, clock, resolution, offset, of_device=of_device)
