"""Loads the corpus of lawful, polite contacts (the TOML files beside this one) and turns each into facts.

A file has ``[given]`` (facts of all its contacts) and ``[[contact]]`` entries:

``name``, ``day``, ``time`` ("HH:MM" Beijing time; left out: only the day is known), ``text``, ``shows`` (the acts that
a careful reader sees in the text; every other act is FALSE), ``facts`` (over ``[given]``), ``unknown`` (facts that
nobody knows). ``changed`` and ``fires`` are the contact's unlawful twin: with these changed, that rule must speak.

Facts not given are those of a quiet case: nothing was agreed, nobody refused, every count is that of a first contact.
"""

from __future__ import annotations

import tomllib
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from pathlib import Path

from shouzheng.judging.case import Contact
from shouzheng.judging.facts import base_facts
from shouzheng.model.attribution import Attribution
from shouzheng.model.case import Case, Person, Role
from shouzheng.model.event import Channel, ContactEvent, Direction, Number, NumberKind, Outcome, TextSource
from shouzheng.model.moment import BEIJING, Moment, Resolution
from shouzheng.model.original import Digest, Position
from shouzheng.model.verdict import FactValue
from shouzheng.reading.labels import LABELS
from shouzheng.reading.lexicon import load_lexicon
from shouzheng.reading.one import read

FOLDER = Path(__file__).parent
#: A quiet case, in which the person answered every question of the interview.
QUIET: dict[str, FactValue] = {
    "agreed_time": False,
    "agreed_frequency": False,
    "objection_before": False,
    "recipient_minor": False,
    "connected": False,
    "effective_calls_day": 1,
    "connected_notifications_day": 0,
    "unanswered_attempts_day": 0,
    "abusive_contacts_7d": 0,
    "contacts_60m": 1,
    "contacts_24h": 1,
    "contacts_7d": 1,
    "contacts_30d": 1,
    "night_contacts_7d": 0,
    "burst_numbers_60m": 1,
    "third_persons_30d": 1,
    "contacts_after_objection_7d": 0,
    "contacts_after_objection_30d": 0,
    "identical_texts_7d": 1,
}
_KEYS = frozenset(["name", "day", "time", "text", "shows", "facts", "unknown", "changed", "fires"])
_CALLS = ("call", "video_call")
#: Facts besides the acts that hang on words.
_FROM_WORDS = ("debt_discussed", "due_date_ahead")
_EPOCH = date(1970, 1, 1).toordinal()


@dataclass(frozen=True)
class LawfulContact:
    """One contact: its facts as a careful person knows them, and its unlawful twin where it has one."""

    file: str
    name: str
    day: date
    text: str | None
    facts: dict[str, FactValue]
    changed: dict[str, FactValue]
    fires: str | None

    @property
    def twin(self) -> dict[str, FactValue]:
        """Return the facts of the twin; a count that changes is changed in both of its columns."""
        return with_possible({**self.facts, **self.changed})


def with_possible(facts: dict[str, FactValue]) -> dict[str, FactValue]:
    """Add the second column of every count: in this corpus what was counted is sure."""
    counts = {f"{name}_possible": facts[name] for name in QUIET if type(QUIET[name]) is int}
    return {**facts, **counts}


def load_corpus() -> list[LawfulContact]:
    """Return all contacts; an unknown key is an error, because a misspelt one would test nothing."""
    found = []
    for path in sorted(FOLDER.glob("*.toml")):
        data = tomllib.loads(path.read_text(encoding="utf-8"))
        if set(data) != {"given", "contact"}:
            raise ValueError(f"{path.name}: expected [given] and [[contact]], found {sorted(data)}")
        found += [_contact(path.stem, data["given"], entry) for entry in data["contact"]]
    return found


def _contact(file: str, given: dict[str, FactValue], entry: dict[str, object]) -> LawfulContact:
    unknown_keys = set(entry) - _KEYS
    if unknown_keys or ("changed" in entry) != ("fires" in entry):
        raise ValueError(f"{file}: {entry.get('name')}: wrong keys {sorted(unknown_keys)}")
    day, text, own = entry["day"], entry.get("text"), entry.get("facts", {})
    changed, fires = entry.get("changed", {}), entry.get("fires")
    if not isinstance(day, date) or not isinstance(own, dict) or not isinstance(changed, dict):
        raise TypeError(f"{file}: {entry.get('name')}: day, facts or changed has the wrong type")
    facts: dict[str, FactValue] = {**QUIET, **given, **own}
    facts.update(_calendar(day, str(entry["time"]) if "time" in entry else None))
    facts["is_call"] = facts["channel"] in _CALLS
    facts["has_text"] = text is not None
    facts.update(_acts(facts, entry.get("shows")))
    for name in _texts(entry.get("unknown", [])):
        facts[name] = None
    return LawfulContact(
        file,
        str(entry["name"]),
        day,
        str(text) if text is not None else None,
        with_possible(facts),
        changed,
        str(fires) if fires is not None else None,
    )


def _texts(value: object) -> list[str]:
    if not isinstance(value, list):
        raise TypeError(f"expected a list, found {value!r}")
    return [str(each) for each in value]


def _calendar(day: date, time: str | None) -> dict[str, FactValue]:
    minute: int | None = None
    if time is not None:
        hour, colon, rest = time.partition(":")
        minute = int(hour) * 60 + int(rest)
        if not colon or not 0 <= minute < 1440:
            raise ValueError(f"not a time of day: {time}")
    night = None if minute is None else minute >= 22 * 60 or minute < 8 * 60
    day_no, weekday = day.toordinal() - _EPOCH, day.isoweekday()
    return {"day_no": day_no, "minute_of_day": minute, "is_night": night, "weekday": weekday}


def _acts(facts: dict[str, FactValue], shows: object) -> dict[str, FactValue]:
    """Acts by hand: FALSE unless shown; in an answered call or a visit without words they are unknown."""
    said_unheard = facts["channel"] == "visit" or facts["connected"] is not False
    if shows is None and said_unheard and facts["direction"] != "outbound":
        return dict.fromkeys((f"act_{label}" for label in LABELS), None)
    shown = set(_texts(shows or []))
    if not shown <= set(LABELS):
        raise ValueError(f"not a label: {sorted(shown - set(LABELS))}")
    return {f"act_{label}": label in shown for label in LABELS}


def read_facts(contact: LawfulContact) -> dict[str, FactValue]:
    """Return the facts with the acts, and what hangs on words, as the program itself finds them in the text."""
    if contact.text is None:
        raise ValueError(f"{contact.name} has no text")
    role = Role(str(contact.facts.get("recipient_role") or Role.UNKNOWN))
    own_words = contact.facts["direction"] == "outbound"
    reading = read(contact.text, load_lexicon(), addressee=role, own_words=own_words, sent=contact.day)
    case = Case("lawful", (Person("me", role, is_narrator=True),))
    found = base_facts(Contact(_event(contact), Attribution(), reading), case)
    from_words = {name: found[name] for name in found if name in _FROM_WORDS or name.startswith("act_")}
    return {**contact.facts, **from_words}


def _event(contact: LawfulContact) -> ContactEvent:
    minute = contact.facts["minute_of_day"]
    known = isinstance(minute, int)
    at = datetime(contact.day.year, contact.day.month, contact.day.day, tzinfo=BEIJING)
    at += timedelta(minutes=minute if isinstance(minute, int) else 0)
    digest = Digest("sha256", "0" * 64, 0)
    return ContactEvent(
        id="lawful",
        original=digest,
        source_format="test",
        positions=(Position(0, 0, 1, "test"),),
        time=Moment("", at.astimezone(UTC), 480, Resolution.MINUTE if known else Resolution.DAY),
        channel=Channel(str(contact.facts["channel"])),
        direction=Direction(str(contact.facts["direction"] or Direction.UNKNOWN)),
        outcome=Outcome.CONNECTED if contact.facts["connected"] else Outcome.DELIVERED,
        other=Number("95000", "95000", NumberKind.SERVICE_95),
        owner="me",
        text=contact.text,
        text_source=TextSource.RECORD,
    )
