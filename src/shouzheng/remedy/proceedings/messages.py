"""A proceeding and its messages as stated by the person, and the one place where their fields are checked.

Not verified: whether a letter was really sent, whether a number of EMS exists, what an answer says.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from typing import TypeVar

from shouzheng.model.kinds import InstitutionKind
from shouzheng.remedy.proceedings.kinds import IN, OUT, OWN, MessageKind, Pausing, Point, ProofKind, Refusal
from shouzheng.remedy.proceedings.problems import BAD_DAY, NOT_ALLOWED, refused

#: Longest free text kept of one field, in characters.
LONGEST = 500
_FIRST_YEAR, _LAST_YEAR = 1990, 2099
_SHAPE = re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}")
_E = TypeVar("_E", bound=StrEnum)


class What(StrEnum):
    """What a line of the file is."""

    PROCEEDING = "proceeding"
    SENT = "sent"
    RECEIVED = "received"
    NOTED = "noted"


_KINDS = {What.SENT: OUT, What.RECEIVED: IN, What.NOTED: OWN}


@dataclass(frozen=True, slots=True)
class Proof:
    """What shows a message: its kind, and a number, file name or mail header as the person gives it."""

    kind: ProofKind
    value: str


@dataclass(frozen=True, slots=True)
class Message:
    """One message. ``points``: what was asked, or of an answer what it answers (``()``: nothing). ``None``: not said.

    ``to_channel`` is where a matter was passed on; ``paused_by`` says why time stands still.
    """

    no: int
    what: What
    kind: MessageKind
    day: date
    letter: str = ""
    points: tuple[Point, ...] | None = None
    proof: Proof | None = None
    in_writing: bool | None = None
    gives_reasons: bool | None = None
    agrees: bool | None = None
    asks_what_it_has: bool | None = None
    refusal: Refusal | None = None
    to_channel: str = ""
    paused_by: Pausing | None = None
    note: str = ""


@dataclass(frozen=True, slots=True)
class Proceeding:
    """One matter with one body. ``institution`` is the kind of creditor it is about."""

    id: str
    channel: str
    institution: InstitutionKind
    title: str
    invented: bool
    messages: tuple[Message, ...] = ()


def day_of(value: object, today: date | None = None) -> date:
    """Read a day; raises ``ShouzhengError`` (``SZ-5605``) for another shape, a year out of range, or the future."""
    text = value.isoformat() if isinstance(value, date) else str(value)[:40]
    try:
        if not _SHAPE.fullmatch(text):  # Python also takes 20260210 and 2026-W07-2
            raise ValueError(text)
        day = date.fromisoformat(text)
    except ValueError as error:
        raise refused(BAD_DAY, value=text) from error
    if not _FIRST_YEAR <= day.year <= _LAST_YEAR or (today is not None and day > today):
        raise refused(BAD_DAY, value=text)
    return day


def one_of(key: str, value: object, allowed: Iterable[_E]) -> _E:
    """Return the member; raises ``ShouzhengError`` (``SZ-5604``) with the list of those allowed."""
    members = sorted(allowed, key=lambda member: member.value)
    for member in members:
        if member.value == value:
            return member
    raise refused(NOT_ALLOWED, key=key, value=str(value), allowed=", ".join(member.value for member in members))


def proceeding_of(data: Mapping[str, object], channels: Iterable[str]) -> Proceeding:
    """Make a proceeding from its fields; raises ``ShouzhengError`` (``SZ-5604``)."""
    known = tuple(channels)
    channel = str(data.get("channel", ""))
    if channel not in known:
        raise refused(NOT_ALLOWED, key="channel", value=channel, allowed=", ".join(known))
    name = str(data.get("id", ""))
    if not (0 < len(name) <= 60 and all(char.isalnum() or char in "-_" for char in name)):
        raise refused(NOT_ALLOWED, key="id", value=name, allowed="A-Z a-z 0-9 - _")
    kind = one_of("institution", data.get("institution", InstitutionKind.UNKNOWN.value), InstitutionKind)
    return Proceeding(name, channel, kind, _text(data, "title"), data.get("invented") is True)


def message_of(data: Mapping[str, object], no: int, channels: Iterable[str], today: date | None = None) -> Message:
    """Make a message from its fields; raises ``ShouzhengError`` (``SZ-5604``, ``SZ-5605``)."""
    what = one_of("what", data.get("what"), _KINDS)
    to_channel = _text(data, "to_channel")
    if to_channel and to_channel not in tuple(channels):
        raise refused(NOT_ALLOWED, key="to_channel", value=to_channel, allowed=", ".join(channels))
    refusal, paused = data.get("refusal"), data.get("paused_by")
    return Message(
        no=no,
        what=what,
        kind=one_of("kind", data.get("kind"), _KINDS[what]),
        day=day_of(data.get("day"), today),
        letter=_text(data, "letter"),
        points=_points(data.get("points")),
        proof=_proof(data.get("proof")),
        in_writing=_truth(data, "in_writing"),
        gives_reasons=_truth(data, "gives_reasons"),
        agrees=_truth(data, "agrees"),
        asks_what_it_has=_truth(data, "asks_what_it_has"),
        refusal=None if refusal is None else one_of("refusal", refusal, Refusal),
        to_channel=to_channel,
        paused_by=None if paused is None else one_of("paused_by", paused, Pausing),
        note=_text(data, "note"),
    )


def as_data(name: str, message: Message) -> dict[str, object]:
    """Return the fields of a message that say something, for one line of the file."""
    data: dict[str, object] = {
        "what": message.what.value,
        "of": name,
        "kind": message.kind.value,
        "day": message.day.isoformat(),
        "letter": message.letter,
        "points": None if message.points is None else [point.value for point in message.points],
        "proof": {"kind": message.proof.kind.value, "value": message.proof.value} if message.proof else None,
        "in_writing": message.in_writing,
        "gives_reasons": message.gives_reasons,
        "agrees": message.agrees,
        "asks_what_it_has": message.asks_what_it_has,
        "refusal": message.refusal.value if message.refusal else None,
        "to_channel": message.to_channel,
        "paused_by": message.paused_by.value if message.paused_by else None,
        "note": message.note,
    }
    return {key: value for key, value in data.items() if value is not None and value != ""}


def head_data(proceeding: Proceeding) -> dict[str, object]:
    """Return the line that begins a proceeding."""
    return {
        "what": What.PROCEEDING.value,
        "id": proceeding.id,
        "channel": proceeding.channel,
        "institution": proceeding.institution.value,
        "title": proceeding.title,
        "invented": proceeding.invented,
    }


def _text(data: Mapping[str, object], key: str) -> str:
    value = data.get(key, "")
    if not isinstance(value, str):
        raise refused(NOT_ALLOWED, key=key, value=str(value), allowed="text")
    return value[:LONGEST]


def _truth(data: Mapping[str, object], key: str) -> bool | None:
    value = data.get(key)
    if value is None or isinstance(value, bool):
        return value
    raise refused(NOT_ALLOWED, key=key, value=str(value), allowed="true, false")


def _points(value: object) -> tuple[Point, ...] | None:
    if value is None:
        return None
    if not isinstance(value, list | tuple):
        raise refused(NOT_ALLOWED, key="points", value=str(value), allowed="list")
    return tuple(dict.fromkeys(one_of("points", each, Point) for each in value))


def _proof(value: object) -> Proof | None:
    if value is None:
        return None
    if not isinstance(value, dict):
        raise refused(NOT_ALLOWED, key="proof", value=str(value), allowed="{kind, value}")
    return Proof(one_of("proof", value.get("kind"), ProofKind), _text(value, "value"))
