"""Which letters fit a person and a case, and for the others why not, in words."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import UTC, datetime
from enum import StrEnum

from shouzheng.model.event import Channel, Outcome
from shouzheng.model.verdict import FactValue
from shouzheng.model.words import Words
from shouzheng.remedy.findings.read import FoundRow
from shouzheng.remedy.labels import ROLE
from shouzheng.remedy.letters.citing import in_force_on
from shouzheng.remedy.letters.letter_file import Letter, Speaks
from shouzheng.remedy.letters.library import Library
from shouzheng.remedy.letters.numbers import for_operators
from shouzheng.remedy.situation import OWING, Situation
from shouzheng.remedy.situation_facts import ANTI_FRAUD, NUMBERS, POLICE, fact_definitions, fact_values
from shouzheng.rulebook.engines.interpreter import evaluate, missing
from shouzheng.rulebook.language.nodes import fact_names

_SPAM = "r12321"
_EARLIEST = (datetime.min.replace(tzinfo=UTC), 0)
#: Topics of the law that touch the peace, privacy or personal information of whoever was contacted.
_PRIVACY = frozenset(["third_persons", "abuse", "frequency", "quiet_hours", "visits", "minors"])
#: The act that touches the borrower although somebody else was contacted.
_DISCLOSURE = "discloses_debt"
_NOTHING_TO_SAY = Words(
    "检查结果里没有适合写进这份文书的发现；别的发现和迹象不写进去",
    "the result holds no finding for this letter; other findings and mere signs are not put into it",
)


class Fit(StrEnum):
    """``UNKNOWN``: the case does not say what the letter needs to know."""

    YES = "yes"
    NO = "no"
    UNKNOWN = "unknown"


@dataclass(frozen=True, slots=True)
class Offer:
    """A letter, whether it fits, and if not why."""

    letter: Letter
    fit: Fit
    reason: Words


def offers(situation: Situation, library: Library) -> tuple[Offer, ...]:
    """Return every letter with its fit, in the order of the letters."""
    return tuple(Offer(letter, *fit_of(letter, situation)) for letter in library.letters.values())


def fit_of(letter: Letter, situation: Situation) -> tuple[Fit, Words]:
    """Tell whether a letter fits, with the reason when it does not."""
    if situation.writer.role not in letter.roles:
        role = ROLE[situation.writer.role]
        return Fit.NO, Words(f"写信的人是“{role.zh}”", f"the writer is “{role.en}”")
    values = fact_values(situation)
    answer = evaluate(letter.when, values)
    if answer is True and not _rests_on_law(letter, situation, values):
        day = situation.today.isoformat()
        return Fit.NO, Words(f"所依据的规定在{day}没有施行", f"the law it rests on is not in force on {day}")
    if answer is True and (letter.unlisted or letter.speaks_of is Speaks.NONE or spoken_of(letter, situation)):
        return Fit.YES, Words("", "")
    if answer is True:
        return Fit.NO, _NOTHING_TO_SAY
    facts = fact_definitions(situation.rulebook)
    if answer is None:
        unknown = [facts[name].label for name in missing(letter.when, values)]
        return Fit.UNKNOWN, Words(
            f"案情没有写明：{'、'.join(label.zh for label in unknown)}",
            f"the case does not say: {', '.join(label.en for label in unknown)}",
        )
    asked = [facts[name].label for name in fact_names(letter.when)]
    return Fit.NO, Words(
        f"不符合：{'、'.join(label.zh for label in asked)}",
        f"what it is for is not so here: {', '.join(label.en for label in asked)}",
    )


def _rests_on_law(letter: Letter, situation: Situation, values: Mapping[str, FactValue]) -> bool:
    """False when the letter cites law and none of it is in force today, or on the days of what it speaks of.

    A paragraph alone without law in force is left out; a letter all of whose law is not in force rests on nothing.
    """
    said = [each for each in letter.paragraphs if each.when is None or evaluate(each.when, values) is True]
    spoken = {row.day for row in spoken_of(letter, situation)}
    days = {True: sorted(spoken), False: [situation.today]}
    cited = [each for each in said if each.cites]
    return not cited or any(in_force_on(situation.rulebook, each.cites, days[each.by_event]) for each in cited)


def spoken_of(letter: Letter, situation: Situation) -> list[FoundRow]:
    """The findings that the letter speaks of, in the order of their days."""
    match letter.speaks_of:
        case Speaks.NONE:
            found: Iterable[FoundRow] = ()
        case Speaks.POLICE:
            found = (row for row in situation.findings if POLICE in row.supports)
        case Speaks.FRAUD:
            found = (row for row in situation.findings if ANTI_FRAUD in row.supports)
        case Speaks.NUMBERS:
            wanted = {_SPAM, NUMBERS}
            # where no lender is known, whoever was named as calling is the side there is
            known = situation.of_side() if situation.creditor else situation.findings
            side = {row.number for row in known if not row.is_sign}
            found = (
                row
                for row in situation.findings
                if (row.number in side or not wanted.isdisjoint(row.supports))
                and any(for_operators(situation.contacts[event], situation) for event in row.events)
            )
        case Speaks.CALLS:
            found = (row for row in situation.of_side() if any(answered(situation, event) for event in row.events))
        case Speaks.ALL:
            found = (row for row in situation.of_side() if not row.is_sign)
        case Speaks.CIVIL:
            touching = {rule.id for rule in situation.rulebook.rules if rule.topic in _PRIVACY}
            found = (
                row
                for row in situation.of_side()
                if not row.is_sign and row.rule in touching and _concerns_writer(row, situation)
            )
        case Speaks.CHANNEL:
            found = (row for row in situation.findings if not row.is_sign and letter.channel in row.supports)
        case Speaks.SIDE:
            found = (row for row in situation.of_side() if not row.is_sign and letter.channel in row.supports)
        case Speaks.THIRD_PERSONS:
            others = {person.id for person in situation.others} | {situation.writer.id}
            owners = others - ({situation.writer.id} if situation.others else set())
            found = (
                row
                for row in situation.of_side()
                if not row.is_sign and any(situation.contacts[event].owner in owners for event in row.events)
            )
    return sorted(found, key=lambda row: (row.day, _first_place(row, situation), row.number))


def _first_place(row: FoundRow, situation: Situation) -> tuple[datetime, int]:
    """Where in time the first contact of a finding stands; a finding without contacts comes first."""
    return min((situation.contacts[event].place for event in row.events), default=_EARLIEST)


def answered(situation: Situation, event: str) -> bool:
    """True for an answered call to the writer."""
    contact = situation.contacts[event]
    return (
        contact.channel in (Channel.CALL, Channel.VIDEO_CALL)
        and contact.outcome is Outcome.CONNECTED
        and contact.owner == situation.writer.id
    )


def _concerns_writer(row: FoundRow, situation: Situation) -> bool:
    """True when the writer's own rights are touched: contacts to the writer, or the writer's debt told to others.

    That another person was contacted again after refusing is that person's own matter, in a case of their own.
    """
    own = all(situation.contacts[event].owner == situation.writer.id for event in row.events)
    return own or (situation.writer.role in OWING and _DISCLOSURE in row.acts)
