"""What messages of all chat exports have in common: who of the names is the owner, and the event they become."""

from __future__ import annotations

import mimetypes
from collections import Counter
from dataclasses import dataclass, field

from shouzheng.intake import problems
from shouzheng.intake.chat_problems import OWN_NAME_UNKNOWN, TIME_GOES_BACK
from shouzheng.intake.hints import current
from shouzheng.intake.moments import is_possible, local_seconds, moment_of, whole_number
from shouzheng.intake.records import ReadContext, Refused
from shouzheng.model.event import (
    Attachment,
    Channel,
    ContactEvent,
    Direction,
    Number,
    NumberKind,
    Outcome,
    TextSource,
)
from shouzheng.model.moment import Moment, OffsetSource, Resolution
from shouzheng.model.original import Position
from shouzheng.model.words import Words
from shouzheng.reference.numbers import classify

#: Names that are remembered to be told.
_MOST_NAMES = 1000
_NAMED = 5
#: Offsets from UTC are whole quarter hours of at most 14 hours (IANA time zone database), here in seconds.
_QUARTER, _FARTHEST = 900, 14 * 3600
#: Python's own table, not the one of the machine: the same file gives the same events everywhere.
_TYPES = mimetypes.MimeTypes()

EDITABLE = Words(
    "聊天文本容易被编辑，且只有显示名；请保留原手机，必要时录屏展示原聊天。",
    "A chat text is easily edited and holds display names only; keep the phone and record the chat on its screen.",
)


@dataclass(slots=True)
class Sides:
    """Who is who in one chat: names that are the owner's, names of the other side, and the chat's own name.

    ``two`` when only two people take part, so that who is not the one is the other; ``told`` when the owner's names are
    really known, so that everybody else is somebody else.
    """

    own: frozenset[str]
    others: frozenset[str] = frozenset()
    chat: str = ""
    two: bool = False
    told: bool = False
    names: Counter[str] = field(default_factory=Counter)
    unknown: int = 0
    back: int = 0
    _last: Moment | None = None

    def direction(self, name: str) -> Direction:
        """Return the direction of a message of somebody with this name."""
        if name in self.own:
            return Direction.OUTBOUND
        if name in self.others:
            return Direction.INBOUND
        if self.two and self.others:
            return Direction.OUTBOUND
        return Direction.INBOUND if self.told else Direction.UNKNOWN

    def partner(self) -> str:
        """The other side of a message that the owner wrote: the one other name, else the chat's."""
        return next(iter(self.others)) if len(self.others) == 1 else self.chat

    def say(self, context: ReadContext) -> None:
        """Report, after the last message, what was left open."""
        if self.unknown:
            names = " / ".join(name for name, _ in self.names.most_common(_NAMED))
            context.say(OWN_NAME_UNKNOWN, names=names)
        if self.back:
            context.say(TIME_GOES_BACK, count=self.back)

    def note_time(self, time: Moment, notes: list[str]) -> None:
        """Note a message that is earlier than the one before it."""
        if self._last is not None and time.utc < self._last.utc:
            self.back += 1
            notes.append("time_goes_back")
        self._last = time


def sides_of(context: ReadContext, *others: str, chat: str = "", two: bool = False) -> Sides:
    """Return the sides as far as the person and the file say them; a name on both sides is on neither."""
    own = current().own_names | {context.owner}
    theirs = frozenset(name for name in others if name)
    return Sides(own - theirs, theirs - current().own_names, chat, two, bool(current().own_names - theirs))


@dataclass(frozen=True, slots=True)
class Said:
    """One message as a format found it."""

    format: str
    sender: str
    text: str
    time: Moment
    position: Position
    raw: tuple[tuple[str, str], ...]
    notes: list[str]
    attachments: tuple[Attachment, ...] = ()
    channel: Channel = Channel.IM
    direction: Direction | None = None


def event_of(said: Said, sides: Sides, context: ReadContext) -> ContactEvent:
    """Return the contact; one's own words are outbound, and where nobody said who is who the direction is unknown."""
    if len(sides.names) < _MOST_NAMES or said.sender in sides.names:
        sides.names[said.sender] += 1
    direction = said.direction or sides.direction(said.sender)
    if direction is Direction.UNKNOWN:
        sides.unknown += 1
        said.notes.append("direction_unknown")
    address = sides.partner() if direction is Direction.OUTBOUND else said.sender
    text = said.text or None
    return ContactEvent(
        id=context.event_id(said.position.record),
        original=context.original,
        source_format=said.format,
        positions=(said.position,),
        time=said.time,
        channel=said.channel,
        direction=direction,
        outcome=Outcome.DELIVERED if direction is Direction.INBOUND else Outcome.UNKNOWN,
        other=classify(address) if address else Number("", None, NumberKind.UNKNOWN),
        owner=context.owner,
        text=text,
        text_source=TextSource.RECORD if text is not None else None,
        attachments=said.attachments,
        raw=said.raw,
        notes=tuple(dict.fromkeys(said.notes)),
    )


def attachment(name: str, media: str = "") -> Attachment:
    """Return an attachment that is only named; its kind is guessed from the name where it is not given."""
    guessed = media or _TYPES.guess_type(name)[0] or "application/octet-stream"
    return Attachment(guessed, name, None)


def unix_moment(raw: str | None, field: str, written: str, context: ReadContext) -> Moment:
    """Return the moment of seconds since 1970; raises ``Refused``.

    The offset is found by comparing it with the local time that the file has beside it (``written``), where it has one.
    """
    value = whole_number(raw)
    if raw is None or value is None or not is_possible(value * 1000):
        raise Refused(problems.IMPOSSIBLE_TIME, field=field, value=raw or "")
    local = local_seconds(written)
    offset = (context.offset_minutes, OffsetSource.ASSUMED)
    if local is not None and (local - value) % _QUARTER == 0 and abs(local - value) <= _FARTHEST:
        offset = ((local - value) // 60, OffsetSource.READABLE_DATE)
    return moment_of(raw, value * 1000, Resolution.SECOND, offset)
