"""Reads ``findings.json`` back: strictly, every value typed, at the first wrong one an error that names its place.

The file may have been edited by hand or written by somebody else, so nothing in it is taken on trust: texts stay
other people's words, and citations are checked against the law before they are printed (``letters.citing``).
"""

from __future__ import annotations

import json
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, date, datetime
from pathlib import Path
from typing import Any

from shouzheng.model.event import Channel, Direction, Outcome
from shouzheng.model.finding import FindingKind, Sureness
from shouzheng.model.law import CiteRole
from shouzheng.model.moment import Moment, OffsetSource, Resolution
from shouzheng.model.words import Words
from shouzheng.reference.problems import Problem, ShouzhengError
from shouzheng.reference.safe_text import shorten, visible
from shouzheng.remedy.findings.write import SCHEMA
from shouzheng.remedy.letters.problems import FINDINGS_SHAPE, FINDINGS_UNREADABLE
from shouzheng.remedy.staging import FINDINGS_FILE

#: Largest file read, in bytes; 5,000 contacts with their texts take about 6 MB.
LARGEST = 256 << 20


@dataclass(frozen=True, slots=True)
class Cited:
    """A citation as the file has it: provision id, printed article (or none), and the id it applies through."""

    provision: str
    article: str | None
    through: str | None
    role: CiteRole = CiteRole.FORBIDS


@dataclass(frozen=True, slots=True)
class FoundRow:
    """One finding of the file. ``seen`` is its sentence without the law; ``acts`` are the acts its words show."""

    number: int
    rule: str
    kind: FindingKind
    severity: int
    title: Words
    seen: Words
    sentence: Words
    day: date
    party: str | None
    evidence: tuple[int, ...]
    events: tuple[str, ...]
    citations: tuple[Cited, ...]
    sureness: Sureness
    supports: tuple[str, ...]
    acts: tuple[str, ...]

    @property
    def is_sign(self) -> bool:
        """True for what is a pattern only and never stated as a breach."""
        return self.sureness is Sureness.INDICATOR or self.kind is not FindingKind.ELEMENT


@dataclass(frozen=True, slots=True)
class ContactRow:
    """One contact of the file that a finding rests on."""

    evidence: int
    id: str
    time: Moment
    channel: Channel
    direction: Direction
    outcome: Outcome
    seconds: int | None
    number: str
    owner: str
    party: str | None
    text: str | None

    @property
    def place(self) -> tuple[datetime, int]:
        """Sorts contacts by time; evidence numbers do not, because later records are numbered after earlier ones."""
        return self.time.utc, self.evidence


@dataclass(frozen=True, slots=True)
class ConfirmedRow:
    """How many confirmed contacts one person's records hold from one party, whether a finding rests on them or not."""

    owner: str
    party: str
    contacts: int
    first: date
    last: date
    numbers: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class RefusalRow:
    """The evidence number of the record by which a person refused a party at an instant."""

    person: str
    party: str
    at: datetime
    evidence: int


@dataclass(frozen=True, slots=True)
class Unjudged:
    """How many contacts nobody attributed, and how many of them hold words that may call for help at once."""

    contacts: int = 0
    threats: int = 0
    fraud: int = 0
    despair: int = 0


@dataclass(frozen=True, slots=True)
class CheckResult:
    """What ``check`` wrote: findings by number, contacts by evidence number, and which law it used.

    ``confirmed`` is empty, and the dangers of ``unjudged`` are 0, for a file written before there were these keys.
    """

    as_of: date
    law_hash: str
    person_ids: tuple[str, ...]
    party_ids: tuple[str, ...]
    findings: tuple[FoundRow, ...]
    contacts: tuple[ContactRow, ...]
    confirmed: tuple[ConfirmedRow, ...] = ()
    refusals: tuple[RefusalRow, ...] = ()
    unjudged: Unjudged = Unjudged()


def read_findings(path: Path) -> CheckResult:
    """Read a ``findings.json``, or the one in a folder.

    Raises ``ShouzhengError`` (exit 2): ``SZ-5200`` when it cannot be read, ``SZ-5201`` with the place in it.
    """
    file = path / FINDINGS_FILE if path.is_dir() else path
    try:
        if file.stat().st_size > LARGEST:
            raise _unreadable(file.name, f"> {LARGEST} bytes")
        content = file.read_bytes()
    except OSError as error:
        raise _unreadable(file.name, error.strerror or type(error).__name__) from error
    return findings_of(content, file.name)


def findings_of(content: bytes, name: str) -> CheckResult:
    """Return what the bytes of a ``findings.json`` say; ``name`` says where its problems are. Raises as above."""
    try:
        data = json.loads(content)
    except (ValueError, RecursionError) as error:  # not UTF-8, not JSON, a number of thousands of digits
        raise _unreadable(name, shorten(visible(str(error)), 120)) from error
    return _result(_Part(data, name))


def _unreadable(name: str, detail: str) -> ShouzhengError:
    return ShouzhengError(Problem(FINDINGS_UNREADABLE, name, (("detail", detail),)))


class _Part:
    """A value with its place; each getter returns the right type or raises."""

    def __init__(self, value: object, where: str) -> None:
        self.value, self.where = value, where

    def wrong(self, zh: str, en: str) -> ShouzhengError:
        where = visible(shorten(self.where, 120))
        return ShouzhengError(Problem(FINDINGS_SHAPE, where, (("expected_zh", zh), ("expected_en", en))))

    def __getitem__(self, key: str) -> _Part:
        if not isinstance(self.value, dict):
            raise self.wrong("一组键值", "an object")
        if key not in self.value:
            raise _Part(None, f"{self.where}: {key}").wrong("有这个键", "this key")
        return _Part(self.value[key], f"{self.where}: {key}")

    def __iter__(self) -> Iterator[_Part]:
        if not isinstance(self.value, list):
            raise self.wrong("列表", "a list")
        return (_Part(item, f"{self.where}[{place}]") for place, item in enumerate(self.value))

    def has(self, key: str) -> bool:
        return isinstance(self.value, dict) and key in self.value

    def text(self) -> str:
        if not isinstance(self.value, str):
            raise self.wrong("文字", "text")
        return self.value

    def maybe_text(self) -> str | None:
        return None if self.value is None else self.text()

    def whole(self) -> int:
        if not isinstance(self.value, int) or isinstance(self.value, bool):
            raise self.wrong("整数", "a whole number")
        return self.value

    def day(self) -> date:
        try:
            return date.fromisoformat(self.text())
        except ValueError as error:
            raise self.wrong("日期", "a date") from error

    def words(self) -> Words:
        return Words(self["zh"].text(), self["en"].text())

    def choice(self, kind: Any) -> Any:
        """Return a member of a closed list (a ``StrEnum``)."""
        try:
            return kind(self.text())
        except ValueError as error:
            allowed = " / ".join(member.value for member in kind)
            raise self.wrong(allowed, allowed) from error


def _result(root: _Part) -> CheckResult:
    if root["schema"].text() != SCHEMA:
        raise root["schema"].wrong(SCHEMA, SCHEMA)
    case = root["case"]
    contacts = tuple(_contact(part) for part in root["contacts"])
    known = {contact.id for contact in contacts}
    return CheckResult(
        as_of=root["as_of"].day(),
        law_hash=root["law"]["hash"].text(),
        person_ids=tuple(part["id"].text() for part in case["persons"]),
        party_ids=tuple(part["id"].text() for part in case["parties"]),
        findings=tuple(_finding(part, known) for part in root["findings"]),
        contacts=contacts,
        confirmed=tuple(_confirmed(part) for part in root["confirmed"]) if root.has("confirmed") else (),
        refusals=tuple(_refusals(case["objections"])) if case.has("objections") else (),
        unjudged=_unjudged(root["left_out"]) if root.has("left_out") else Unjudged(),
    )


def _unjudged(part: _Part) -> Unjudged:
    names = ("unattributed", "unattributed_threats", "unattributed_fraud", "unattributed_despair")
    return Unjudged(*(part[name].whole() if part.has(name) else 0 for name in names))


def _refusals(part: _Part) -> Iterator[RefusalRow]:
    for each in part:
        if each.has("evidence") and each["evidence"].value is not None:
            at = _moment(each["at"]).utc
            yield RefusalRow(each["person"].text(), each["party"].text(), at, each["evidence"].whole())


def _confirmed(part: _Part) -> ConfirmedRow:
    return ConfirmedRow(
        owner=part["owner"].text(),
        party=part["party"].text(),
        contacts=part["contacts"].whole(),
        first=part["first_day"].day(),
        last=part["last_day"].day(),
        numbers=tuple(number.text() for number in part["numbers"]),
    )


def _finding(part: _Part, known: set[str]) -> FoundRow:
    events = tuple(event.text() for event in part["events"])
    if not known.issuperset(events):
        raise part["events"].wrong("contacts 里有的编号", "ids that stand in contacts")
    return FoundRow(
        number=part["number"].whole(),
        rule=part["rule"].text(),
        kind=part["kind"].choice(FindingKind),
        severity=part["severity"].whole(),
        title=part["title"].words(),
        seen=part["seen"].words(),
        sentence=part["sentence"].words(),
        day=part["day"].day(),
        party=part["party"].maybe_text(),
        evidence=tuple(number.whole() for number in part["evidence"]),
        events=events,
        citations=tuple(_cited(each) for each in part["citations"]),
        sureness=part["sureness"].choice(Sureness),
        supports=tuple(channel.text() for channel in part["supports"]),
        acts=tuple(shown["act"].text() for shown in part["shown"]),
    )


def _cited(part: _Part) -> Cited:
    through = part["through"]
    by = None if through.value is None else through["provision"].text()
    return Cited(part["provision"].text(), part["article"].maybe_text(), by, part["role"].choice(CiteRole))


def _contact(part: _Part) -> ContactRow:
    seconds = part["seconds"]
    return ContactRow(
        evidence=part["evidence"].whole(),
        id=part["id"].text(),
        time=_moment(part["time"]),
        channel=part["channel"].choice(Channel),
        direction=part["direction"].choice(Direction),
        outcome=part["outcome"].choice(Outcome),
        seconds=None if seconds.value is None else seconds.whole(),
        number=part["other"]["raw"].text(),
        owner=part["owner"].text(),
        party=part["party"].maybe_text(),
        text=part["text"].maybe_text(),
    )


def _moment(part: _Part) -> Moment:
    try:
        utc = datetime.fromisoformat(part["utc"].text())
        utc = utc.astimezone(UTC) if utc.tzinfo else utc.replace(tzinfo=UTC)
    except (ValueError, OverflowError) as error:
        raise part["utc"].wrong("时间", "a time") from error
    offset = part["offset_minutes"].whole()
    if not -14 * 60 <= offset <= 14 * 60:
        raise part["offset_minutes"].wrong("-840 至 840", "-840 to 840")
    if not 1970 <= utc.year <= 2100:
        raise part["utc"].wrong("1970 至 2100 年", "a year from 1970 to 2100")
    source, fine = part["offset_source"].choice(OffsetSource), part["resolution"].choice(Resolution)
    return Moment(part["raw"].text(), utc, offset, fine, source)
