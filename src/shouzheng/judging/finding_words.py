"""Fills the slots of a rule's own sentence with what was seen, and says what else it could be."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from functools import cached_property
from string import Formatter

from shouzheng.judging.acts import ACT
from shouzheng.judging.case import Contact
from shouzheng.judging.counts import Counted
from shouzheng.judging.joining import NOT_IN_BILL
from shouzheng.judging.verdicts import Subject
from shouzheng.judging.wording import CHANNELS, ROLES, joined
from shouzheng.model.case import Case, KnownBy, PartyKind
from shouzheng.model.event import ContactEvent, Point
from shouzheng.model.grade import Grade
from shouzheng.model.moment import Moment, Resolution
from shouzheng.model.words import Words
from shouzheng.reference.safe_text import shorten, visible
from shouzheng.rulebook.files.rule import Rule
from shouzheng.rulebook.language.nodes import Compare, Fact, fact_names, walk
from shouzheng.rulebook.load import Rulebook

#: Longest name or number printed, in characters, and how many of one kind are listed before "and so on".
MOST_CHARACTERS = 40
MOST_LISTED = 4

SPOOFED = Words(
    "号码可以被伪造或冒用，来电显示不能单独证明是谁打来的。",
    "A number can be forged or misused; what the phone shows does not by itself prove who called.",
)
FORGED_SIGNATURE = Words(
    "只凭短信签名认定来源；签名可以被冒用。",
    "Only the signature in the text says who sent it; a signature can be misused.",
)
OWN_STATEMENT = Words(
    "对方是谁，依据的是本人的说明，程序没有核实。",
    "Who the other party is rests on your own statement; the program has not checked it.",
)
DOUBTFUL_COUNT = Words(
    "次数只计确定的；{why}，实际可能更多（最多{possible}次）。",
    "Only sure contacts are counted; {why}, so there may be more (at most {possible}).",
)
OTHER_LAW = Words(
    "同一期间另有{count}次联系，适用的是当日的另一规定，未列入本项；本项只引用所列各次联系当日有效的规定。",
    "In the same period {count} more contacts fall under other rules, those of their own day, and are not listed here; "
    "only rules in force on the day of each listed contact are cited.",
)
SOURCE = Words("记录的可信程度为{grade}级：{meaning}。", "The record is of grade {grade}: {meaning}.")
DISAGREE = Words(
    "{count}次联系，不同来源的记载不一致（{points}）；不一致之处按“不明”处理，请核对原记录。",
    "Of {count} contacts the sources tell different things ({points}); what they disagree on is taken as unknown. "
    "Compare the records.",
)
NOT_IN_THE_BILL = Words(
    "{count}次接通的通话，同期详单里没有对应的一条：未得到其他来源印证，不等于没有发生。",
    "{count} answered calls have no entry in the bill of that time: not corroborated, which does not mean that they "
    "did not take place.",
)
POINTS = {
    Point.TIME: Words("时间", "time"),
    Point.SECONDS: Words("时长", "talk time"),
    Point.DIRECTION: Words("呼叫方向", "direction"),
    Point.OUTCOME: Words("是否接通", "whether it was answered"),
    Point.NUMBER: Words("号码", "number"),
    Point.TEXT: Words("文字", "words"),
}
#: A party whose name the person does not know; its id is the person's own word and stands in no sentence.
NAMELESS = {
    PartyKind.CREDITOR: Words("债权机构（名称未写明）", "the creditor (name not stated)"),
    PartyKind.AGENCY: Words("催收机构（名称未知）", "a collection agency (name not known)"),
}
NO_NAME = Words("对方（名称未知）", "the other side (name not known)")
NO_TIME = Words("（时刻不明）", "an unknown hour")


@dataclass(frozen=True)
class Facets:
    """One rule and the contacts it speaks about."""

    rulebook: Rulebook
    rule: Rule
    case: Case
    contacts: Sequence[Contact]
    subjects: Sequence[Subject]
    counted: Mapping[str, Counted]

    @cached_property
    def counts(self) -> tuple[str, ...]:
        """Counts that the rule compares, in written order."""
        condition = self.rule.condition
        return tuple(name for name in fact_names(condition) if name in self.counted) if condition else ()

    @cached_property
    def looked_at(self) -> tuple[str, ...]:
        """All facts that decide the rule: those it names, and those that its counts count by."""
        own = fact_names(self.rule.condition) if self.rule.condition else ()
        behind = [fact for name in self.counts for fact in fact_names(self.rulebook.counts[name].where)]
        return tuple(dict.fromkeys([*own, *behind]))

    @cached_property
    def slots(self) -> tuple[str, ...]:
        """Slots of the rule's sentence in either language."""
        parts = [*Formatter().parse(self.rule.finding.zh), *Formatter().parse(self.rule.finding.en)]
        return tuple(dict.fromkeys(name for _, name, _, _ in parts if name))

    @cached_property
    def at_least(self) -> Mapping[str, tuple[Compare, ...]]:
        """For each count the comparisons "at least so many": where one holds, the count carries the rule."""
        parts = list(walk(self.rule.condition)) if self.rule.condition else []
        compared = [part for part in parts if isinstance(part, Compare) and part.op in (">", ">=")]
        return {name: tuple(part for part in compared if part.left == Fact(name)) for name in self.counts}


def seen(facets: Facets, hits: Sequence[int], events: Sequence[int]) -> Words:
    """Return what was seen: the rule's sentence with all slots filled.

    ``hits`` and ``events`` are places of contacts in time; the latter hold those as well that a count counted. Day and
    hour are those of the last hit, as sentences about several contacts say "up to".
    """
    last = hits[-1]
    fillers: Mapping[str, Callable[[], Words]] = {
        "channel": lambda: _channels(facets, hits),
        "time": lambda: _time(facets.contacts[last].event.time),
        "date": lambda: _date(facets.subjects[last].day),
        "party": lambda: _parties(facets, events),
        "number": lambda: _numbers(facets, events),
        "count": lambda: _count(facets, hits, events),
        "acts": lambda: _acts(facets, events),
        "role": lambda: joined(ROLES[str(facets.subjects[index].values.get("recipient_role"))] for index in hits),
    }
    words = {name: fillers[name]() for name in facets.slots}
    zh = facets.rule.finding.zh.format(**{name: each.zh for name, each in words.items()})
    return Words(zh, facets.rule.finding.en.format(**{name: each.en for name, each in words.items()}))


def safe(text: str) -> str:
    """Return text of other people on one short line, without anything that could pass for something else."""
    return shorten(visible(text), MOST_CHARACTERS)


def _listed(things: Sequence[Words], unit: Words) -> Words:
    """List the first few; say how many there are when that leaves some out."""
    kept = list(dict.fromkeys(things))
    if len(kept) <= MOST_LISTED:
        return joined(kept)
    first = joined(kept[:MOST_LISTED])
    return Words(f"{first.zh}等{len(kept)}{unit.zh}", f"{first.en} and others, {len(kept)} {unit.en} in all")


def _channels(facets: Facets, hits: Iterable[int]) -> Words:
    return joined(CHANNELS[facets.contacts[index].event.channel] for index in hits)


def _time(moment: Moment) -> Words:
    clock = f"{moment.beijing:%H:%M}"
    return NO_TIME if moment.resolution is Resolution.DAY else Words(clock, clock)


def _date(day: date) -> Words:
    return Words(f"{day.year}年{day.month}月{day.day}日", day.isoformat())


def _parties(facets: Facets, hits: Iterable[int]) -> Words:
    known = {party.id: party for party in facets.case.parties}
    found = []
    for index in hits:
        contact = facets.contacts[index]
        party = contact.attribution.party
        if party is not None:
            stated = known.get(party)
            name = safe(stated.name if stated else "")
            nobody = NAMELESS.get(stated.kind, NO_NAME) if stated else NO_NAME
            found.append(Words(name, name) if name else nobody)
        else:
            found.append(_unattributed(contact))
    return _listed(found, Words("方", "parties"))


def _unattributed(contact: Contact) -> Words:
    if contact.event.other.normal is None:
        return Words("未显示号码的一方", "a party without a number")
    number = safe(contact.event.other.normal)
    return Words(f"号码{number}", f"number {number}")


def _numbers(facets: Facets, events: Iterable[int]) -> Words:
    numbers = [safe(facets.contacts[index].event.other.raw) or "—" for index in events]
    return _listed([Words(number, number) for number in numbers], Words("个号码", "numbers"))


def _count(facets: Facets, hits: Sequence[int], events: Sequence[int]) -> Words:
    """The sure count of the rule's one count; with none or several, the number of contacts put together here."""
    number = len(events)
    if len(facets.counts) == 1:
        sure = facets.counted[facets.counts[0]].sure
        number = max((sure[index] or 0 for index in hits), default=number)
    return Words(str(number), str(number))


def _acts(facets: Facets, events: Sequence[int]) -> Words:
    """Labels of the acts that the rule looks at and that the events show."""
    names = [
        name
        for name in facets.looked_at
        if name.startswith(ACT) and any(facets.subjects[index].values.get(name) is True for index in events)
    ]
    return joined(facets.rulebook.facts[name].label for name in names)


def doubts_of(
    facets: Facets, events: Sequence[int], grade: Grade, carried_by: Iterable[str], elsewhere: int
) -> tuple[Words, ...]:
    """Return what else it could be: the rule's own doubt first, then what holds for every record of this kind.

    ``carried_by`` are the counts that the finding rests on, ``elsewhere`` how many contacts lie under another law.
    """
    contacts = [facets.contacts[index] for index in events]
    doubts = [facets.rule.plain.doubt]
    if elsewhere:
        doubts.append(OTHER_LAW.fill(count=elsewhere))
    doubts.extend(_doubtful_counts(facets, events, carried_by))
    doubts.extend(_witness_doubts([contact.event for contact in contacts]))
    if any(contact.attribution.known_by is KnownBy.TEXT_CLAIM for contact in contacts):
        doubts.append(FORGED_SIGNATURE)
    if any(contact.event.other.normal is not None for contact in contacts):
        doubts.append(SPOOFED)
    if any(contact.attribution.party is not None for contact in contacts):
        doubts.append(OWN_STATEMENT)
    doubts.append(
        Words(
            SOURCE.zh.format(grade=grade.value, meaning=grade.meaning.zh),
            SOURCE.en.format(grade=grade.value, meaning=grade.meaning.en),
        )
    )
    return tuple(doubts)


def _witness_doubts(events: Sequence[ContactEvent]) -> list[Words]:
    """Say where witnesses tell different things, and which answered calls a bill does not show."""
    doubts = []
    differing = [event for event in events if event.disagreements]
    if differing:
        points = {each.point for event in differing for each in event.disagreements}
        named = joined(POINTS[point] for point in Point if point in points)
        doubts.append(
            Words(
                DISAGREE.zh.format(count=len(differing), points=named.zh),
                DISAGREE.en.format(count=len(differing), points=named.en),
            )
        )
    absent = sum(NOT_IN_BILL in event.notes for event in events)
    return [*doubts, NOT_IN_THE_BILL.fill(count=absent)] if absent else doubts


def _doubtful_counts(facets: Facets, events: Sequence[int], carried_by: Iterable[str]) -> list[Words]:
    doubts = []
    for name in carried_by:
        counted = facets.counted[name]
        sure = max((counted.sure[index] or 0 for index in events), default=0)
        possible = max((counted.possible[index] or 0 for index in events), default=0)
        if possible > sure:
            why = facets.rulebook.counts[name].unsure_because
            doubts.append(
                Words(
                    DOUBTFUL_COUNT.zh.format(why=why.zh, possible=possible),
                    DOUBTFUL_COUNT.en.format(why=why.en, possible=possible),
                )
            )
    return doubts
