"""The contact that a recording shows: a call that was answered, its time as far as name and file tell it."""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path

from shouzheng.intake.moments import device_offset, is_possible, moment_of
from shouzheng.intake.recordings import problems
from shouzheng.intake.recordings.media import Media, media_of
from shouzheng.intake.recordings.names import Named, named
from shouzheng.intake.recordings.transcripts import NotUsable, Speaker, Transcript, read_transcript, transcript_beside
from shouzheng.intake.records import Outcome as Result
from shouzheng.intake.records import ReadContext
from shouzheng.model.event import Channel, ContactEvent, Direction, Number, NumberKind, Outcome, TextSource
from shouzheng.model.moment import Moment, OffsetSource, Resolution
from shouzheng.model.original import Position
from shouzheng.reference.numbers import classify

NAME = "call_recording"
#: Difference between the times of name and file, beyond the length of the call, from which it is said.
_SAME = timedelta(minutes=3)


def read_recording(path: Path, context: ReadContext) -> Iterator[Result]:
    """Yield the one contact of a recording, or why it is unread."""
    context.records += 1
    media = media_of(path)
    said = named(re.split(r"[/\\]", context.look.name)[-1])
    _say_media(media, context)
    time = _time(said, media, context)
    position = Position(0, context.original.length, 1, "recording")
    if time is None:
        yield context.unread(position, problems.NO_TIME, b"")
        return
    if said is not None and not said.certain:
        context.say(problems.PATTERN_UNSURE, maker=said.maker)
    transcript = _transcript(path, context)
    yield _event(said, media, time, transcript, position, context)


def _say_media(media: Media, context: ReadContext) -> None:
    if not media.by_library:
        length = f" {media.seconds:.0f} s" if media.seconds is not None else "? "
        context.say(problems.NO_AV, length=length)
    if media.damage:
        context.say(problems.DAMAGED_RECORDING, detail=media.damage)


def _time(said: Named | None, media: Media, context: ReadContext) -> Moment | None:
    """Return the time by the name, else that inside the file; both are said where they differ."""
    offset = (context.offset_minutes, OffsetSource.ASSUMED)
    inside = media.made
    if said is None or said.at is None:
        if inside is None:
            return None
        here = (inside + timedelta(minutes=offset[0])).replace(tzinfo=None)
        return _moment(inside.isoformat(), inside, Resolution.SECOND, device_offset(here, offset))
    if said.zone is not None:
        offset = (said.zone, OffsetSource.STATED)
    else:
        offset = device_offset(said.at.replace(tzinfo=None), offset)
    at = said.at - timedelta(minutes=offset[0])
    if inside is not None:
        length = timedelta(seconds=media.seconds or 0)
        if not at - length - _SAME <= inside <= at + length + _SAME:
            both = f"{at:%Y-%m-%d %H:%M} / {inside:%Y-%m-%d %H:%M} UTC"
            context.say(problems.TIMES_DISAGREE, said=both)
    raw = said.at.strftime("%Y-%m-%d %H:%M:%S" if said.fine is Resolution.SECOND else "%Y-%m-%d %H:%M")
    return _moment(raw, at, said.fine, offset)


def _moment(raw: str, at: datetime, fine: Resolution, offset: tuple[int, OffsetSource]) -> Moment | None:
    milliseconds = int(at.astimezone(UTC).timestamp()) * 1000
    return moment_of(raw, milliseconds, fine, offset) if is_possible(milliseconds) else None


def _transcript(path: Path, context: ReadContext) -> Transcript | None:
    beside = transcript_beside(path)
    if beside is None:
        return None
    try:
        found = read_transcript(beside, context.original)
    except (NotUsable, OSError) as error:
        context.say(problems.TRANSCRIPT_NOT_USED, name=beside.name, detail=error)
        return None
    if found.is_draft:
        context.say(problems.MACHINE_DRAFT, by=found.machine)
    else:
        context.say(problems.TRANSCRIPT_USED, count=len(found.pieces), by=found.by or "?")
    nameless = sum(piece.speaker is None for piece in found.pieces)
    if nameless:
        context.say(problems.SPEAKERS_NOT_TOLD, count=nameless)
    if found.loose:
        context.say(problems.LINES_NOT_READ, count=len(found.loose), example=found.loose[0])
    return found


def _event(
    said: Named | None,
    media: Media,
    time: Moment,
    transcript: Transcript | None,
    position: Position,
    context: ReadContext,
) -> ContactEvent:
    address = (said.number or said.name) if said is not None else ""
    text, source = _words(transcript)
    return ContactEvent(
        id=context.event_id(1),
        original=context.original,
        source_format=NAME,
        positions=(position,),
        time=time,
        channel=Channel.CALL,
        direction=said.direction if said is not None else Direction.UNKNOWN,
        outcome=Outcome.CONNECTED,
        other=classify(address) if address else Number("", None, NumberKind.UNKNOWN),
        owner=context.owner,
        seconds=round(media.seconds) if media.seconds is not None else None,
        contact_name=(said.name or None) if said is not None else None,
        text=text,
        text_source=source,
        raw=_raw(said, media, transcript, context),
        notes=_notes(said, media, transcript),
    )


def _words(transcript: Transcript | None) -> tuple[str | None, TextSource | None]:
    """Return what the other party said; pieces of nobody in particular are among it, one's own never."""
    if transcript is None:
        return None, None
    text = "\n".join(piece.text for piece in transcript.pieces if piece.speaker is not Speaker.OWN and piece.text)
    return (text, TextSource.SPEECH if transcript.is_draft else TextSource.BY_HAND) if text else (None, None)


def _raw(
    said: Named | None, media: Media, transcript: Transcript | None, context: ReadContext
) -> tuple[tuple[str, str], ...]:
    raw = [("file", context.look.name), ("kind", media.kind)]
    if said is not None:
        raw += [("named by", said.maker), ("number", said.number), ("name", said.name)]
    if media.made is not None:
        raw.append(("creation_time", media.made.isoformat()))
    if media.seconds is not None:
        raw.append(("seconds", f"{media.seconds:.2f}"))
    if transcript is not None:
        raw += [("transcript", transcript.name), ("transcript by", transcript.by), ("transcript at", transcript.at)]
        raw.append(("transcript machine", transcript.machine))
        for number, piece in enumerate(transcript.pieces, 1):
            who = piece.speaker.value if piece.speaker is not None else "?"
            raw.append((f"piece {number} {piece.start:.1f} s {who}", piece.text))
    return tuple(raw)


def _notes(said: Named | None, media: Media, transcript: Transcript | None) -> tuple[str, ...]:
    notes = []
    if said is None:
        notes.append("time_of_the_file_not_of_the_name")
    elif said.is_start is None:
        notes.append("start_or_end_not_told")
    if said is not None and not said.certain:
        notes.append("name_pattern_unsure")
    if media.damage:
        notes.append("recording_damaged")
    if transcript is not None:
        notes.append("machine_transcript" if transcript.is_draft else "transcript_by_hand")
        if any(piece.speaker is None for piece in transcript.pieces):
            notes.append("speakers_not_told")
    return tuple(notes)
