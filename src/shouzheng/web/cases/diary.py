"""A note written by the person: one contact that left no record on the phone, timed when it was written.

It is an original of its own in the format of the diary, stored like every other, and read like every other (grade F).
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from shouzheng.casefile.case import CaseFile
from shouzheng.intake.diary_writer import Entry, entry_line
from shouzheng.model.event import Channel
from shouzheng.model.moment import BEIJING
from shouzheng.model.words import Words
from shouzheng.web.cases.brought import BROUGHT

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


@dataclass(frozen=True, slots=True)
class Note:
    """What the person notes: which way, when it happened (aware), from which number, what was said."""

    channel: Channel
    at: datetime
    number: str = ""
    words: str = ""


def keep_note(case: CaseFile, note: Note, written: datetime, person: str) -> int:
    """Store a note as an original and return its number; raises ``ShouzhengError`` (SZ-1185, SZ-4021)."""
    name = f"diary-{written.astimezone(BEIJING):%Y%m%d-%H%M%S}.jsonl"
    when = note.at.astimezone(BEIJING).strftime("%Y-%m-%d %H:%M")
    entry = Entry(note.channel.value, when, note.number.strip(), note.words.strip()[:_LONGEST])
    line = entry_line(entry, now=written, name=name)
    with case.together():
        stored = case.add([line.encode("utf-8")], name, "application/jsonl")
        case.enter(BROUGHT, str(stored.no), {"person": person, "names": []})
    return stored.no
