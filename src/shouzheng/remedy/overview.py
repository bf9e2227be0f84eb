"""The few numbers and steps that both the terminal and the dossier put first."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from shouzheng.judging.case import Contact
from shouzheng.model.case import Party, PartyKind
from shouzheng.model.event import Direction, Outcome
from shouzheng.model.finding import Finding
from shouzheng.model.words import Words
from shouzheng.remedy.material import Material, is_sign
from shouzheng.remedy.night import is_night
from shouzheng.remedy.wording import Voice

_UNANSWERED = frozenset([Outcome.MISSED, Outcome.REJECTED, Outcome.BLOCKED, Outcome.VOICEMAIL])
#: Severity from which the first step is the police (SPEC: 5 = possible police matter).
DANGER = 5


@dataclass(frozen=True, slots=True)
class Counts:
    """Counts over some contacts. ``night`` and ``unanswered`` look only at contacts the other side began."""

    contacts: int
    inbound: int
    outbound: int
    calls: int
    unanswered: int
    texts: int
    night: int
    days: int
    first: date | None
    last: date | None


def count(contacts: Sequence[Contact]) -> Counts:
    """Count contacts; days are Beijing days."""
    events = [contact.event for contact in contacts]
    inbound = [event for event in events if event.direction is not Direction.OUTBOUND]
    days = {event.time.beijing.date() for event in events}
    calls = sum(event.is_call for event in events)
    return Counts(
        contacts=len(events),
        inbound=len(inbound),
        outbound=len(events) - len(inbound),
        calls=calls,
        unanswered=sum(event.is_call and event.outcome in _UNANSWERED for event in inbound),
        texts=len(events) - calls,
        night=sum(is_night(event) for event in inbound),
        days=len(days),
        first=min(days, default=None),
        last=max(days, default=None),
    )


@dataclass(frozen=True, slots=True)
class PartyCounts:
    """One party of the case and the contacts that stand behind it."""

    party: Party | None
    counts: Counts


def by_party(material: Material) -> tuple[PartyCounts, ...]:
    """Return the parties with their counts, most contacts first."""
    groups: dict[str | None, list[Contact]] = {}
    for contact in material.in_order:
        groups.setdefault(contact.attribution.party, []).append(contact)
    parties = {party.id: party for party in material.case.parties}
    found = [PartyCounts(parties.get(party or ""), count(contacts)) for party, contacts in groups.items()]
    return tuple(sorted(found, key=lambda each: -each.counts.contacts))


@dataclass(frozen=True, slots=True)
class RuleGroup:
    """All findings of one rule, with their numbers in the documents."""

    rule: str
    findings: tuple[Finding, ...]
    numbers: tuple[int, ...]

    @property
    def lead(self) -> Finding:
        """The first finding, which gives the group its title, sureness and next step."""
        return self.findings[0]


def by_rule(material: Material) -> tuple[RuleGroup, ...]:
    """Return the findings by rule in the order of their numbers; signs of a rule apart from its possible breaches."""
    groups: dict[tuple[bool, str], list[tuple[int, Finding]]] = {}
    for number, finding in enumerate(material.ranked, 1):
        groups.setdefault((is_sign(finding), finding.rule), []).append((number, finding))
    return tuple(
        RuleGroup(rule, tuple(finding for _, finding in found), tuple(number for number, _ in found))
        for (_, rule), found in groups.items()
    )


_KEEP_PHONE = Words(
    "保留原手机和原始记录：不要删除、不要拉黑后清空、不要恢复出厂设置。",
    "Keep the phone and its records: do not delete, do not empty the blocked list, do not reset the phone.",
)
_FILL_IN = Words(
    "把还缺的事实补进 case.toml，再运行一次。", "Add the missing facts to case.toml and run this once more."
)
_WHO = Words(
    "另有来源未确认的联系：认得的号码请写进 case.toml，再运行一次。",
    "Some contacts come from numbers nobody named: write those you know into case.toml and run this once more.",
)
_NOTHING = Words(
    "目前没有发现。规定范围之外的不当做法，仍可向机构客服反映。",
    "Nothing was found so far. Conduct outside these rules can still be raised with the institution.",
)
_POLICE = Words(
    "如果有人身危险，或有人正在上门，先拨打 110。", "If anybody is in danger or at your door, call 110 first."
)
_FRAUD = Words(
    "有疑似冒充者：不要转账，不要给密码或验证码；拿不准就拨打 96110。",
    "There is a suspected impostor: send no money, password or code; when in doubt call 96110.",
)


def next_steps(material: Material, voice: Voice) -> list[str]:
    """Return what to do next, danger first, each step once. A number is named only if it is in the channel file."""
    numbers = {line.number for line in material.help_lines}
    steps = []
    grave = any(finding.severity >= DANGER for finding in material.judgement.findings)
    if "110" in numbers and (grave or material.left_out.with_hard_words):
        steps.append(voice.say(_POLICE))
    if "96110" in numbers and (
        material.left_out.fraud or any(c.attribution.kind is PartyKind.SCAM for c in material.contacts)
    ):
        steps.append(voice.say(_FRAUD))
    if material.contacts and not material.judgement.findings:
        steps.append(voice.say(_NOTHING))
    if material.left_out.contacts and not material.contacts:
        steps.append(voice.say(_WHO))
    steps += [voice.own(group.lead.next_step) for group in by_rule(material)]
    steps.append(voice.say(_KEEP_PHONE))
    if open_points(material).facts:
        steps.append(voice.say(_FILL_IN))
    if material.left_out.contacts:
        steps.append(voice.say(_WHO))
    return [step for step in dict.fromkeys(steps) if step]


def rule_title(material: Material, rule: str) -> Words:
    """Return the title of a rule, or its id when nothing names it."""
    return material.rules.get(rule, Words(rule, rule))


@dataclass(frozen=True, slots=True)
class OpenFact:
    """A fact that the person could state, the number of rules it holds up, and the most contacts of one rule."""

    label: Words
    rules: int
    contacts: int


@dataclass(frozen=True, slots=True)
class OpenPoints:
    """Why rules could not be judged: answered calls without words, facts not stated, facts outside all records.

    ``other_rules`` are rules that wait only for what neither words nor ``case.toml`` of today can hold.
    """

    calls_without_words: int
    facts: tuple[OpenFact, ...]
    other_rules: int


def open_points(material: Material) -> OpenPoints:
    """Sum up what is missing over all rules: the facts that the person can state first by the rules they hold up."""
    rules: Counter[Words] = Counter()
    contacts: Counter[Words] = Counter()
    others = 0
    for tally in material.judgement.tallies:
        if not tally.missing:
            continue
        names = {material.fact(fact): number for fact, number in tally.missing}
        for name, number in names.items():
            if name.can_be_stated:
                rules[name.label] += 1
                contacts[name.label] = max(contacts[name.label], number)
        others += not any(name.can_be_stated or name.shown_by_words for name in names)
    facts = [OpenFact(label, number, contacts[label]) for label, number in rules.items()]
    facts.sort(key=lambda fact: (-fact.rules, -fact.contacts, fact.label.zh))
    return OpenPoints(_calls_without_words(material), tuple(facts), others)


def _calls_without_words(material: Material) -> int:
    events = (contact.event for contact in material.contacts)
    return sum(
        e.is_call and e.outcome is Outcome.CONNECTED and not e.text and e.direction is not Direction.OUTBOUND
        for e in events
    )


_SPOKEN = Words(
    "接通的电话有 {count} 次没有录音文字，说了什么不能判断。",
    "Answered calls without a transcript, so that what was said cannot be judged: {count}.",
)
_FACT = Words(
    "不知道“{fact}”：{rules} 条规则对部分联系不能判断。",
    "Not known: “{fact}” (rules that wait for it: {rules}).",
)
_OTHERS = Words(
    "{count} 条规则要看合同、文书等记录以外的事实，这里不能判断。",
    "Rules that turn on contracts, papers or other facts outside these records: {count}.",
)


def open_lines(material: Material, voice: Voice, most: int) -> list[str]:
    """Say what could not be judged and why, in at most ``most`` lines; the whole list is in the dossier."""
    points = open_points(material)
    lines = [voice.say(_SPOKEN, count=points.calls_without_words)] if points.calls_without_words else []
    room = most - len(lines) - bool(points.other_rules)
    lines += [voice.say(_FACT, fact=voice.say(f.label), rules=f.rules) for f in points.facts[:room]]
    if points.other_rules:
        lines.append(voice.say(_OTHERS, count=points.other_rules))
    return lines
