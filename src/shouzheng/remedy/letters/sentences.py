"""The sentence of a finding as the addressee reads it: in the first person, with norms that it can act on.

``check`` writes a finding for everybody; in a letter of the person who was contacted “the emergency contact” is the
writer. What was seen comes from the finding; the law is named here anew from its citations, so that a gist of a
provision whose article was not verified is in the writer's words and never stands as a quotation.
"""

from __future__ import annotations

import re
from collections.abc import Collection, Iterable

from shouzheng.judging.wording import legal_half, sentence
from shouzheng.model.case import Role
from shouzheng.model.finding import Sureness
from shouzheng.model.law import Citation, CiteRole, Instrument
from shouzheng.model.words import Words
from shouzheng.reference.safe_text import visible
from shouzheng.remedy.findings.read import FoundRow
from shouzheng.remedy.labels import ROLE
from shouzheng.remedy.situation import ORGANISATIONS, Situation
from shouzheng.rulebook.load import Rulebook

#: A remark of findings to the person, and what the addressee reads instead: where the way of counting is explained.
_COUNTED = (
    Words("（按本程序的口径）", " (by this program's definition)"),
    Words("（计数方法见证据档案）", " (counted as the dossier explains)"),
)
#: How a sentence names whom the contact was with; elsewhere the same word may mean somebody else.
_NAMED_ZH = "((?:向|要求|联系了?|约定为联系人的)){role}|^{role}(?=明确拒绝后)"
#: Digits and letters of a national standard at the start of an instrument's number.
_STANDARD = re.compile(r"GB(?:/T)? [0-9]+(?:\.[0-9]+)?-[0-9]{4}")
#: Whoever writes, as the sentence calls them.
MYSELF = Words("本人", "me")
_WRITER = "the writer’s"
#: How the rules on counts of calls name the person: in a court paper that is the plaintiff.
_ANSWERED = "本人接听"
_ORGANISATION = Words("本单位", "us")


def for_the_addressee(
    row: FoundRow, situation: Situation, called: Words = MYSELF, unnamed: Collection[str] = ()
) -> Words:
    """Return the sentence of a finding as a letter has it; ``called`` is what the paper calls its writer.

    What was seen keeps nothing meant for the person only; the law is named anew, without the instruments ``unnamed``
    on which the addressee cannot act, and what is described of it is in the writer's words. Where no norm is left that
    would be broken, only what was seen is told. The English keeps the roles: it is a reading aid, and its grammar would
    have to change with them.
    """
    called = name_of_writer(situation, called)
    seen, citations = _seen(row, situation, called), _citations(row, situation.rulebook, unnamed)
    if not any(each.role is CiteRole.FORBIDS for each in citations):
        return Words(f"{seen.zh}。", f"{seen.en[:1].upper()}{seen.en[1:]}.")
    only_compare = row.sureness is Sureness.INDICATOR
    whole = sentence(seen, legal_half(citations, only_compare=only_compare, by=Words(called.zh, _WRITER)))
    return Words(with_standards(visible(whole.zh), situation.rulebook.instruments.values()), visible(whole.en))


def _seen(row: FoundRow, situation: Situation, called: Words) -> Words:
    zh, en = visible(row.seen.zh), visible(row.seen.en)
    remark, instead = _COUNTED
    zh, en = zh.replace(remark.zh, instead.zh), en.replace(remark.en, instead.en)
    en = en.replace("'s side", " and its side")  # a Chinese name takes no English genitive
    zh = zh.replace(_ANSWERED, _ANSWERED.replace(MYSELF.zh, called.zh))
    if situation.writer.role not in (Role.DEBTOR, Role.UNKNOWN) and _all_own(row, situation):
        role = re.escape(ROLE[situation.writer.role].zh)
        zh = re.sub(_NAMED_ZH.format(role=role), lambda found: f"{found[1] or ''}{called.zh}", zh)
    return Words(zh, en)


def _citations(row: FoundRow, rulebook: Rulebook, unnamed: Collection[str]) -> list[Citation]:
    """The citations of the finding as the law base has them now; ``check_citations`` has compared them before."""
    named = (_citation(each.provision, each.role, each.through, rulebook) for each in row.citations)
    return [each for each in named if each.instrument.id not in unnamed]


def _citation(name: str, role: CiteRole, through: str | None, rulebook: Rulebook) -> Citation:
    provision = rulebook.provisions[name]
    by = None if through is None else _citation(through, CiteRole.SUPPORTS, None, rulebook)
    return Citation(provision, rulebook.instruments[provision.instrument], role, by)


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
