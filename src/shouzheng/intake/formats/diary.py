"""The person's own diary of contacts: visits, letters, calls remembered, each timed when it was written down.

One JSON object a line, as ``shouzheng intake diary`` adds them. The time of writing is the computer's clock: it shows
whether a note was made the same day, and proves nothing beyond that.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from datetime import date, datetime, timedelta, timezone

from shouzheng.intake import problems
from shouzheng.intake.formats import Decode, Format, Known, Tried
from shouzheng.intake.formats._json_rows import notes_of, raw_of, texts
from shouzheng.intake.json_format import JsonGrammar, JsonRecord, first_records, read_json
from shouzheng.intake.moments import is_possible, moment_of
from shouzheng.intake.records import Outcome as Result
from shouzheng.intake.records import ReadContext, Refused
from shouzheng.intake.sniff import Content, Look
from shouzheng.model.event import Channel, ContactEvent, Direction, Number, NumberKind, Outcome, TextSource
from shouzheng.model.grade import Grade
from shouzheng.model.moment import Moment, OffsetSource, Resolution
from shouzheng.model.original import Position
from shouzheng.model.words import Words
from shouzheng.reference.numbers import classify

NAME = "diary"
#: The key that marks a line of a diary; its value is the version of this format.
MARK, VERSION = "shouzheng_diary", "1"
#: What can be noted, by the word that stands in the file.
KINDS = {
    each.value: each
    for each in (
        Channel.VISIT,
        Channel.LETTER,
        Channel.CALL,
        Channel.SMS,
        Channel.IM,
        Channel.EMAIL,
        Channel.PUBLIC_NOTICE,
        Channel.SOCIAL_POST,
    )
}
DIRECTIONS = {"in": Direction.INBOUND, "out": Direction.OUTBOUND, "": Direction.INBOUND}
SAME_DAY, LATER, BEFORE, UNTIMED = "written_same_day", "written_later", "written_before_it_happened", "written_untimed"
_WHEN = re.compile(r"(\d{4}-\d{2}-\d{2})(?:[ T](\d{2}):(\d{2})(?::(\d{2}))?)?", re.ASCII)
_OFFSET = re.compile(r"([+-])(\d{2}):([0-5]\d)", re.ASCII)
_WHY = Words("每行是一条本人记录（shouzheng_diary）", "each line is an entry of the person's diary (shouzheng_diary)")


def _recognise(look: Look) -> Words | None:
    return _WHY if any(MARK in record for record in first_records(look, lines=True)) else None


def moment_written(when: str, offset: str) -> Moment | None:
    """Return the moment of ``2026-03-01``, ``2026-03-01 20:30`` or ``… 20:30:15``, ``None`` for anything else."""
    found, ahead = _WHEN.fullmatch(when), minutes_of(offset)
    if found is None or ahead is None:
        return None
    hour, minute, second = (int(part) if part else 0 for part in found.group(2, 3, 4))
    try:
        day = date.fromisoformat(found[1])
        zone = timezone(timedelta(minutes=ahead))
        local = datetime(day.year, day.month, day.day, hour, minute, second, tzinfo=zone)
        milliseconds = int(local.timestamp() * 1000)
    except (ValueError, OverflowError, OSError):
        return None
    resolution = Resolution.DAY if not found[2] else Resolution.SECOND if found[4] else Resolution.MINUTE
    known = (ahead, OffsetSource.STATED)
    return moment_of(when, milliseconds, resolution, known) if is_possible(milliseconds) else None


def minutes_of(offset: str) -> int | None:
    """Return an offset (``+08:00``) in minutes, ``None`` for anything else."""
    found = _OFFSET.fullmatch(offset)
    if found is None or int(found[2]) > 14:
        return None
    minutes = int(found[2]) * 60 + int(found[3])
    return -minutes if found[1] == "-" else minutes


def _decode(record: JsonRecord, position: Position, context: ReadContext) -> Result:
    fields = texts(record.value)
    if fields.get(MARK) != VERSION:
        raise Refused(problems.UNKNOWN_CODE, field=MARK, value=fields.get(MARK, ""))
    kind = KINDS.get(fields.get("kind", ""))
    if kind is None:
        raise Refused(problems.UNKNOWN_CODE, field="kind", value=fields.get("kind", ""))
    direction = DIRECTIONS.get(fields.get("direction", ""))
    if direction is None:
        raise Refused(problems.UNKNOWN_CODE, field="direction", value=fields["direction"])
    time = moment_written(fields.get("when", ""), fields.get("offset", "+08:00"))
    if time is None:
        raise Refused(problems.IMPOSSIBLE_TIME, field="when", value=fields.get("when", ""))
    who = fields.get("who", "").strip()
    words = fields.get("words") or None
    return ContactEvent(
        id=context.event_id(position.record),
        original=context.original,
        source_format=NAME,
        positions=(position,),
        time=time,
        channel=kind,
        direction=direction,
        outcome=_outcome(kind, fields),
        other=classify(who) if who else Number("", None, NumberKind.UNKNOWN),
        owner=context.owner,
        text=words,
        text_source=TextSource.BY_HAND if words is not None else None,
        raw=raw_of(record),
        notes=(*notes_of(record), _timing(time, fields.get("written", ""))),
    )


def _outcome(kind: Channel, fields: Mapping[str, str]) -> Outcome:
    if kind is not Channel.CALL:
        return Outcome.DELIVERED
    return {"1": Outcome.CONNECTED, "0": Outcome.MISSED}.get(fields.get("answered", ""), Outcome.UNKNOWN)


def _timing(time: Moment, written: str) -> str:
    """Return the note that says when the entry was written: the same day, later, or (a wrong clock) before."""
    try:
        at = datetime.fromisoformat(written)
    except ValueError:
        return UNTIMED
    if at.utcoffset() is None:
        return UNTIMED
    days = (at.astimezone(time.device.tzinfo).date() - time.device.date()).days
    if days == 0 and (time.resolution is Resolution.DAY or at.timestamp() > time.utc.timestamp() - 60):
        return SAME_DAY
    return LATER if days > 0 else BEFORE


def _read(chunks: Iterator[bytes], context: ReadContext) -> Iterator[Result]:
    return read_json(chunks, context, JsonGrammar(_decode, lines=True))


FORMAT = Format(
    name=NAME,
    title=Words("本人手写的联系记录", "the person's own diary of contacts"),
    file_names=("diary.jsonl",),
    media_type="application/x-ndjson",
    checked=date(2026, 11, 22),
    recognise=_recognise,
    read=_read,
    content=Content.JSON,
    app="shouzheng intake diary",
    versions=VERSION,
    grade=Grade.F,
    tried=(Tried("diary.jsonl", "written and read by this program", date(2026, 11, 22)),),
    decodes=(
        Decode(
            "when",
            Words("本人所述的时间：日期，或到分、到秒", "the time as the person says: a day, or to minute or second"),
            "shouzheng intake diary",
            Known.READ,
        ),
        Decode(
            "written",
            Words("写下的时间，由电脑时钟给出", "when it was written down, by the computer's clock"),
            "shouzheng intake diary",
            Known.READ,
        ),
    ),
    notes=(
        Words(
            "本人记录的等级是 F；当天写下的更有用。写下的时间只是电脑时钟，不是证明。",
            "A diary is of grade F; an entry of the same day is worth more. The time of writing is only the computer's "
            "clock.",
        ),
    ),
)
