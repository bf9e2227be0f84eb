"""A note written by the person: one contact that left no record on the phone, timed when it was written.

It is an original of its own in the format of the diary, stored like every other, and read like every other (grade F).
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from shouzheng.casefile.case import CaseFile
from shouzheng.intake.diary_writer import Entry, entry_line
from shouzheng.intake.records import event_id, event_ids
from shouzheng.model.event import Channel
from shouzheng.model.moment import BEIJING
from shouzheng.model.words import Words
from shouzheng.reference.numbers import classify
from shouzheng.remedy.cases.statement import name_contact
from shouzheng.web.cases import statement as statements
from shouzheng.web.cases.brought import BROUGHT
from shouzheng.web.cases.statement import Statement
from shouzheng.web.cases.statement_fields import PARTY

#: What can be noted in one tap.
KINDS: dict[Channel, Words] = {
    Channel.CALL: Words("接到电话", "a call"),
    Channel.SMS: Words("收到短信", "a message"),
    Channel.IM: Words("聊天里找我", "in a chat"),
    Channel.VISIT: Words("有人上门", "somebody came"),
    Channel.LETTER: Words("收到信函", "a letter"),
    Channel.SOCIAL_POST: Words("网上发了关于我的内容", "a post about me"),
}
_LONGEST = 4000
#: Choosing this as the other side begins a new party.
NEW = "+"
#: The only record of a note's file has this number (``intake.json_format``).
_FIRST = 1


@dataclass(frozen=True, slots=True)
class Note:
    """What the person notes: which way, when it happened (aware), from which number, what was said, which party."""

    channel: Channel
    at: datetime
    number: str = ""
    words: str = ""
    party: str = ""


def new_party(stated: Statement, name: str, kind: str) -> str:
    """Put a party into the statement that is known by its name only, and return its id; it still has to be kept."""
    key = statements.new_id(stated, PARTY)
    party = {"id": key, "kind": kind, "name": name, "known_by": "own_words"}
    stated.tables.setdefault("party", []).append(party)
    return key


def keep_note(case: CaseFile, note: Note, written: datetime, person: str) -> int:
    """Store a note as an original and return its number; raises ``ShouzhengError`` (SZ-1185, SZ-4021).

    A number says itself whose it is, by the statement; without one the party of the note is kept with its contact.
    """
    name = f"diary-{written.astimezone(BEIJING):%Y%m%d-%H%M%S}.jsonl"
    when = note.at.astimezone(BEIJING).strftime("%Y-%m-%d %H:%M")
    entry = Entry(note.channel.value, when, note.number.strip(), note.words.strip()[:_LONGEST])
    line = entry_line(entry, now=written, name=name)
    with case.together():
        stored = case.add([line.encode("utf-8")], name, "application/jsonl")
        case.enter(BROUGHT, str(stored.no), {"person": person, "names": []})
        if note.party and classify(entry.who).normal is None:
            name_contact(case, event_id(event_ids(stored.digest), _FIRST), note.party)
    return stored.no
