"""What the program answers: a verdict that is never "genuine", with everything it rests on."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from shouzheng.genuine.directory.entries import Institution, Listing
from shouzheng.genuine.directory.hosts import Host, Resemblance
from shouzheng.genuine.marks import Mark
from shouzheng.genuine.question import Question
from shouzheng.model.event import Number
from shouzheng.model.reading import Span
from shouzheng.model.words import Words
from shouzheng.reading.deadlines import Deadline


class Verdict(StrEnum):
    """The three answers. A number, a name and a page can all be borrowed, so none of them says "genuine"."""

    LOOKS_LIKE_NOTICE = "looks_like_notice"
    CANNOT_TELL = "cannot_tell"
    FRAUD_MARKS = "fraud_marks"


@dataclass(frozen=True, slots=True)
class NumberCheck:
    """A number in the message (with its ``span``) or the sender's (``span`` is ``None``)."""

    number: Number
    label: Words
    listing: Listing
    span: Span | None = None


@dataclass(frozen=True, slots=True)
class LinkCheck:
    """A link: its host divided, what the directory says, whom it resembles, whether it loads an app."""

    written: str
    host: Host
    listing: Listing
    resembles: Resemblance | None
    is_app: bool
    span: Span


@dataclass(frozen=True, slots=True)
class ElementCheck:
    """One element of a genuine notice and where it stands (``None``: missing, a thing to ask for)."""

    name: str
    title: Words
    span: Span | None


@dataclass(frozen=True, slots=True)
class Assessment:
    """The whole answer.

    ``named`` is how the message names the sender, in its own characters; ``claimed`` the directory's entries for it.
    ``reasons`` say why it is not "looks like a notice"; ``harsh`` are the places with threats or insults, which a
    screen keeps folded.
    """

    question: Question
    verdict: Verdict
    named: str | None
    claimed: tuple[Institution, ...]
    marks: tuple[Mark, ...]
    reasons: tuple[Words, ...]
    elements: tuple[ElementCheck, ...]
    sender: NumberCheck | None
    numbers: tuple[NumberCheck, ...]
    links: tuple[LinkCheck, ...]
    deadlines: tuple[Deadline, ...]
    harsh: tuple[Span, ...]
    directory_seen: date
    directory_stale: bool
    directory_hash: str
    lexicon_hash: str
