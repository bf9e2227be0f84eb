"""Contacts out of a picture: each message one, marked as read by a machine, its time only where it can be told."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path

from shouzheng.intake.moments import device_offset, is_possible, moment_of
from shouzheng.intake.records import Outcome as Result
from shouzheng.intake.records import ReadContext, Refused
from shouzheng.intake.screenshots import problems
from shouzheng.intake.screenshots.bubbles import Side
from shouzheng.intake.screenshots.corrections import ENDING, Corrections, NotUsable, load_corrections
from shouzheng.intake.screenshots.picture import Picture
from shouzheng.intake.screenshots.reading import Noted, Reading, read_file
from shouzheng.intake.screenshots.stamps import Stamp, stamp_of
from shouzheng.intake.screenshots.taken import Taken, clock_of, taken_of
from shouzheng.model.event import Channel, ContactEvent, Direction, Number, NumberKind, Outcome, TextSource
from shouzheng.model.moment import Moment, OffsetSource, Resolution
from shouzheng.model.original import Position
from shouzheng.reference.numbers import classify

NAME = "screenshot"
#: Below this the line is marked. The engine's own estimate: on invented pictures right lines were above 0.9.
_SURE = 0.85
#: Runs of stars come back with a wrong length, so their number is never data.
_STARS = re.compile(r"[*＊]{2,}")
_STARS_SHOWN = "*…*"
_DIGITS = re.compile(r"[+0-9][0-9 \-]{2,30}")
_MACHINE, _CORRECTED, _ADDED = "machine_read", "corrected_by_person", "added_by_person"


def read_screenshot(path: Path, context: ReadContext) -> Iterator[Result]:
    """Yield what each message of a picture became; a picture that cannot be read is one unread record."""
    corrections = _corrections(path, context)
    try:
        if corrections is not None:
            picture, reading = None, corrections.reading
        else:
            picture, reading = read_file(path)
    except Refused as refused:
        context.records += 1
        if refused.kind in (problems.NO_OCR, problems.NO_MODEL):
            context.say(refused.kind, "", **refused.slots)
        yield context.unread(Position(0, 0, 1, "picture"), refused.kind, b"", **refused.slots)
        return
    name = re.split(r"[/\\]", context.look.name)[-1]
    taken = taken_of(name, picture, corrections.taken if corrections else None)
    work = _Work(context, reading, taken, corrections)
    for message in reading.messages:
        yield work.outcome(message)
    _say(context, work, picture)


def _corrections(path: Path, context: ReadContext) -> Corrections | None:
    beside = path.with_name(path.name + ENDING)
    if not beside.is_file():
        return None
    try:
        found = load_corrections(beside, context.original)
    except (NotUsable, OSError) as error:
        context.say(problems.CORRECTIONS_NOT_USED, detail=error)
        return None
    context.say(problems.CORRECTED, by=found.by, at=found.at, count=found.changed)
    return found


class _Work:
    """One picture: what is known of all its messages, and what has to be said at the end."""

    def __init__(self, context: ReadContext, reading: Reading, taken: Taken, corrections: Corrections | None) -> None:
        self.context, self.reading, self.taken, self.corrections = context, reading, taken, corrections
        self.machine = self.undated = self.sideless = 0
        self.least, self.example = 1.0, ""
        title = reading.title.strip()
        self._title = re.sub(r"[ \-]", "", title) if _DIGITS.fullmatch(title) else title
        self._channel = taken.channel or (
            Channel.SMS if _DIGITS.fullmatch(title) and not reading.avatars else Channel.IM
        )

    def outcome(self, message: Noted) -> Result:
        """Return the contact, or why it is unread."""
        context = self.context
        context.records += 1
        number = context.records
        left, top, right, bottom = message.box
        data = message.text.encode("utf-8", "replace")
        position = Position(-1, len(data), number, f"message[{number}] ({left},{top})-({right},{bottom})")
        if message.ignored:
            return context.unread(position, problems.NO_MESSAGE, data)
        time = self._time(message)
        if time is None:
            self.undated += bool(message.time)
            self.example = self.example or message.time
            return context.unread(position, problems.NO_TIME, data, seen=message.time or "–")
        return self._event(message, time, position)

    def _time(self, message: Noted) -> Moment | None:
        clock = clock_of(message.time)
        stamp = stamp_of(message.time)
        if clock is not None:
            wall, fine = clock, Resolution.SECOND if message.time.count(":") > 1 else Resolution.MINUTE
        elif stamp is not None and (found := stamp.resolved(self.taken.at)) is not None:
            wall, fine = found, stamp.fine
        else:
            return None
        offset = device_offset(wall.replace(tzinfo=None), _assumed(self.context.offset_minutes))
        milliseconds = (int(wall.timestamp()) - offset[0] * 60) * 1000
        if not is_possible(milliseconds):
            return None
        # A time above an earlier message says only that this one came later, most likely on that day.
        return moment_of(message.time, milliseconds, fine if message.first else Resolution.DAY, offset)

    def _event(self, message: Noted, time: Moment, position: Position) -> ContactEvent:
        notes = self._notes(message, time)
        direction = {Side.LEFT: Direction.INBOUND, Side.RIGHT: Direction.OUTBOUND, None: Direction.UNKNOWN}[
            message.side
        ]
        name = message.nick if message.nick and direction is Direction.INBOUND else self._title
        text = _STARS.sub(_STARS_SHOWN, message.text) or None
        by_machine = bool(message.lines)
        return ContactEvent(
            id=self.context.event_id(position.record),
            original=self.context.original,
            source_format=NAME,
            positions=(position,),
            time=time,
            channel=self._channel,
            direction=direction,
            outcome=Outcome.DELIVERED if direction is Direction.INBOUND else Outcome.UNKNOWN,
            other=classify(name) if name else Number("", None, NumberKind.UNKNOWN),
            owner=self.context.owner,
            contact_name=self._title or None,
            text=text,
            text_source=(TextSource.OCR if by_machine else TextSource.BY_HAND) if text else None,
            raw=self._raw(message),
            notes=notes,
        )

    def _notes(self, message: Noted, time: Moment) -> tuple[str, ...]:
        notes = [_MACHINE] if message.lines else [_ADDED]
        if message.lines:
            self.machine += 1
            self.least = min(self.least, message.least)
        if self.corrections is not None and message.lines and message.text != message.reading:
            notes.append(_CORRECTED)
        if message.least < _SURE:
            notes.append("low_confidence")
        if _STARS.search(message.text):
            notes.append("stars_not_counted")
        if message.side is None:
            self.sideless += 1
            notes.append("side_doubtful")
        if not message.first:
            notes.append("time_of_an_earlier_message")
        if self.taken.channel is None:
            notes.append("channel_guessed")
        if self.taken.at is not None and not _is_absolute(message.time):
            notes.append("day_from_the_pictures_own_date")
        return tuple(notes)

    def _raw(self, message: Noted) -> tuple[tuple[str, str], ...]:
        """Everything as it was read and, beside it, what the person made of it."""
        raw = [
            ("title", self.reading.title),
            ("time", message.time),
            ("side", message.side or ""),
            ("nick", message.nick),
        ]
        for number, (line, sure) in enumerate(message.lines, 1):
            raw += [(f"line {number}", line), (f"sure {number}", f"{sure:.3f}")]
        raw += [("reading", message.reading), ("read_with", self.reading.by)]
        raw += [(f"taken by {source}", at.strftime("%Y-%m-%d %H:%M:%S")) for source, at in self.taken.said]
        if self.corrections is not None:
            raw += [("corrected", message.text), ("corrected_by", self.corrections.by)]
            raw += [("corrected_at", self.corrections.at)]
        return tuple(raw)


def _assumed(offset: int) -> tuple[int, OffsetSource]:
    return offset, OffsetSource.ASSUMED


def _is_absolute(text: str) -> bool:
    stamp: Stamp | None = stamp_of(text)
    return clock_of(text) is not None or (stamp is not None and stamp.resolved(None) is not None)


def _say(context: ReadContext, work: _Work, picture: Picture | None) -> None:
    """Report, after the last message, what is doubtful about the picture."""
    if picture is not None and not picture.whole:
        context.say(problems.PICTURE_TRUNCATED)
    if picture is not None and picture.frames > 1:
        context.say(problems.SEVERAL_FRAMES, frames=picture.frames)
    if not work.reading.messages:
        context.say(problems.NO_MESSAGE_FOUND)
    if work.machine and work.corrections is None:
        context.say(problems.MACHINE_READ, count=work.machine, least=int(work.least * 100))
    if work.undated:
        context.say(problems.TIMES_UNRESOLVED, count=work.undated, example=work.example)
    if work.sideless:
        context.say(problems.SIDES_DOUBTFUL, count=work.sideless)
    if work.reading.outside:
        context.say(
            problems.OUTSIDE_OF_BUBBLES, count=len(work.reading.outside), example=" / ".join(work.reading.outside[:4])
        )
    if not work.taken.agree:
        said = ", ".join(f"{source} {at:%Y-%m-%d %H:%M}" for source, at in work.taken.said)
        context.say(problems.DATES_DISAGREE, said=said)
