"""The sentence of a finding as the addressee reads it: in the first person, with what it says of a norm marked as ours.

``check`` writes a finding for everybody; in a letter of the person who was contacted “the emergency contact” is the
writer. A gist of a provision whose article was not verified is no quotation and does not stand as one.
"""

from __future__ import annotations

import re
from collections.abc import Iterable

from shouzheng.model.case import Role
from shouzheng.model.law import Instrument
from shouzheng.model.words import Words
from shouzheng.reference.safe_text import visible
from shouzheng.remedy.findings_reader import FoundRow
from shouzheng.remedy.labels import ROLE
from shouzheng.remedy.situation import ORGANISATIONS, Situation

#: A remark of findings to the person, and what the addressee reads instead: where the way of counting is explained.
_COUNTED = (
    Words("（按本程序的口径）", " (by this program's definition)"),
    Words("（计数方法见证据档案）", " (counted as the dossier explains)"),
)
#: Our gist of a provision as ``judging.wording`` has it, in quotation marks, with the remark on its number.
_GIST = (
    re.compile("关于“([^“”]*)”的(规定|要求)（条号未核实）"),
    re.compile(r" on “([^“”]*)”(?: \[article number not verified\])"),
)
#: How a sentence names whom the contact was with; elsewhere the same word may mean somebody else.
_NAMED_ZH = "((?:向|要求|联系了?|约定为联系人的)){role}|^{role}(?=明确拒绝后)"
#: Digits and letters of a national standard at the start of an instrument's number.
_STANDARD = re.compile(r"GB(?:/T)? [0-9]+(?:\.[0-9]+)?-[0-9]{4}")
#: Whoever writes, as the sentence calls them.
MYSELF = Words("本人", "me")
#: How the rules on counts of calls name the person: in a court paper that is the plaintiff.
_ANSWERED = "本人接听"
_ORGANISATION = Words("本单位", "us")


def for_the_addressee(row: FoundRow, situation: Situation, called: Words = MYSELF) -> Words:
    """Return the sentence of a finding as a letter has it; ``called`` is what the paper calls its writer.

    What is meant for the person only is taken out. The English keeps the roles: it is a reading aid, and its grammar
    would have to change with them.
    """
    called = name_of_writer(situation, called)
    zh, en = visible(row.sentence.zh), visible(row.sentence.en)
    remark, instead = _COUNTED
    zh, en = zh.replace(remark.zh, instead.zh), en.replace(remark.en, instead.en)
    en = en.replace("'s side", " and its side")  # a Chinese name takes no English genitive
    zh = _GIST[0].sub(lambda found: f"其中关于{_flat(found[1])}的{found[2]}（{called.zh}概括，条号未核实）", zh)
    zh = zh.replace(_ANSWERED, _ANSWERED.replace(MYSELF.zh, called.zh))
    en = _GIST[1].sub(r" where it deals with this: \1 [in the writer’s words; article number not verified]", en)
    zh = with_standards(zh, situation.rulebook.instruments.values())
    if situation.writer.role not in (Role.DEBTOR, Role.UNKNOWN) and _all_own(row, situation):
        role = re.escape(ROLE[situation.writer.role].zh)
        zh = re.sub(_NAMED_ZH.format(role=role), lambda found: f"{found[1] or ''}{called.zh}", zh)
    return Words(zh, en)


def _flat(gist: str) -> str:
    """A gist of several clauses as one: a semicolon would end the sentence that it now stands in."""
    return gist.replace("；", "，")


def name_of_writer(situation: Situation, called: Words = MYSELF) -> Words:
    """Return what a paper calls its writer: an organisation is no person."""
    return _ORGANISATION if called == MYSELF and situation.writer.role in ORGANISATIONS else called


def with_standards(text: str, instruments: Iterable[Instrument]) -> str:
    """Return the text with the number of a national standard after each title of one: the title alone finds nothing."""
    for instrument in instruments:
        number = standard_number(instrument)
        if number:
            title = f"《{instrument.title.zh}》"
            text = text.replace(title, f"{title}（{number}）")
    return text


def standard_number(instrument: Instrument) -> str:
    """Return the number of a national standard (``GB/T 45251-2025``), empty for any other instrument."""
    found = _STANDARD.match(instrument.number)
    return found[0] if found else ""


def _all_own(row: FoundRow, situation: Situation) -> bool:
    contacts = map(situation.contacts.get, row.events)
    return all(each is not None and each.owner == situation.writer.id for each in contacts)
