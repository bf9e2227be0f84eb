"""Invented proceedings for the tests: built from the same lines that a file holds."""

from __future__ import annotations

from datetime import date

from shouzheng.remedy.next_steps.deadline_file import load_deadlines
from shouzheng.remedy.proceedings.reply_file import load_replies
from shouzheng.remedy.proceedings.state import Standing, standing_of
from shouzheng.remedy.proceedings.store import Docket, docket_of
from shouzheng.remedy.proceedings.view import Seen, look
from shouzheng.rulebook.load import load_rulebook


def docket(*lines: object) -> Docket:
    """Return the docket of these lines."""
    return docket_of(((f"x.jsonl:{no}", line) for no, line in enumerate(lines, 1)), load_rulebook().channels)


def matter(channel: str, *messages: dict[str, object], institution: str = "bank") -> Docket:
    """Return a docket with one matter “m”; each message is sent, received or noted by its kind."""
    head = {"what": "proceeding", "id": "m", "channel": channel, "institution": institution, "invented": True}
    return docket(head, *({"of": "m", **message} for message in messages))


def sent(kind: str, day: str, **more: object) -> dict[str, object]:
    """A message sent."""
    return {"what": "sent", "kind": kind, "day": day, **more}


def received(kind: str, day: str, **more: object) -> dict[str, object]:
    """A message received."""
    return {"what": "received", "kind": kind, "day": day, **more}


def noted(kind: str, day: str) -> dict[str, object]:
    """A thing noted."""
    return {"what": "noted", "kind": kind, "day": day}


def standing(found: Docket, today: str) -> Standing:
    """Where the only matter stands."""
    rulebook = load_rulebook()
    (one,) = found.proceedings
    return standing_of(one, load_deadlines(rulebook), rulebook, date.fromisoformat(today))


def seen(found: Docket, today: str) -> Seen:
    """The only matter with the rules that hold."""
    rulebook = load_rulebook()
    return look(standing(found, today), load_replies(rulebook), rulebook, date.fromisoformat(today))


def rule_ids(found: Docket, today: str) -> list[str]:
    """The rules that hold."""
    return [rule.id for rule in seen(found, today).rules]
