"""Describes a rule for people and programs: its norms over time, its condition in words, numbers and SQL of a day."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from shouzheng.model.law import Citation, CiteRole, InForce, Instrument, Provision, Verified
from shouzheng.model.words import Words
from shouzheng.rulebook.files.rule import NumberUse, Rule
from shouzheng.rulebook.files.thresholds import field_of
from shouzheng.rulebook.labels import ARTICLE_NOT_VERIFIED, VERIFIED, answer_words
from shouzheng.rulebook.language.counts_sugar import bind_numbers
from shouzheng.rulebook.language.nodes import Node
from shouzheng.rulebook.language.render import to_sentence, to_sql
from shouzheng.rulebook.load import Rulebook
from shouzheng.rulebook.select import in_force, law_of_day, number_on
from shouzheng.rulebook.transition import reach

#: First and last year of the interval bar; the law base speaks of events from 2018 on.
FIRST_YEAR, LAST_YEAR = 2018, 2027
_QUARTERS = 4
_IN_FORCE, _NOT_IN_FORCE = "█", "·"

_NO_CONDITION = Words("不由单次联系判断（提示或核对项）。", "Not decided by one contact (reminder or checklist).")


def cite_words(provision: Provision, instrument: Instrument) -> Words:
    """Name a provision; its article only when that is citable, else the instrument, marked as not verified."""
    title = Words(f"《{instrument.title.zh}》", instrument.title.en)
    if provision.citable and provision.article:
        named = Words(f"{title.zh}{provision.article}", f"{title.en} {provision.article}")
    else:
        missing = ARTICLE_NOT_VERIFIED
        named = Words(f"{title.zh}（{missing.zh}）", f"{title.en} ({missing.en})")
    doubt = VERIFIED[provision.verified]
    return (
        named if provision.verified is Verified.TWO else Words(f"{named.zh}［{doubt.zh}］", f"{named.en} [{doubt.en}]")
    )


def citation_words(citation: Citation) -> Words:
    """Name a citation as ``cite_words``, with the provision of transitional law by which it applies, if any."""
    words = cite_words(citation.provision, citation.instrument)
    if citation.through is None:
        return words
    by = cite_words(citation.through.provision, citation.through.instrument)
    return Words(f"{words.zh}（依{by.zh}适用）", f"{words.en} (applied under {by.en})")


def answer_of(rulebook: Rulebook, rule: Rule) -> Words:
    """Name what a TRUE condition of a rule means, by the force of all its forbidding norms."""
    forbidding = [rulebook.provisions[cite.provision] for cite in rule.cites if cite.role is CiteRole.FORBIDS]
    return answer_words(rule.answer, (rulebook.instruments[each.instrument].force for each in forbidding))


def bar(interval: InForce | None) -> str:
    """Return one mark per quarter from ``FIRST_YEAR`` to ``LAST_YEAR``: filled where the interval touches it."""
    starts = [date(year, month, 1) for year in range(FIRST_YEAR, LAST_YEAR + 1) for month in (1, 4, 7, 10)]
    ends = [*starts[1:], date(LAST_YEAR + 1, 1, 1)]
    quarters = (
        InForce(first, date.fromordinal(after.toordinal() - 1)) for first, after in zip(starts, ends, strict=True)
    )
    return "".join(_IN_FORCE if interval and _touch(interval, quarter) else _NOT_IN_FORCE for quarter in quarters)


def _touch(one: InForce, other: InForce) -> bool:
    return (one.last is None or other.first <= one.last) and (other.last is None or one.first <= other.last)


def bar_head() -> str:
    """Return the line of years above the bars."""
    return "".join(f"{year % 100:02d}".ljust(_QUARTERS) for year in range(FIRST_YEAR, LAST_YEAR + 1))


@dataclass(frozen=True, slots=True)
class Version:
    """One citation of a rule with the days on which it can be chosen."""

    citation: Citation
    days: InForce | None

    @property
    def words(self) -> Words:
        """Name of the provision as it may be shown."""
        return cite_words(self.citation.provision, self.citation.instrument)


def versions(rulebook: Rulebook, rule: Rule) -> list[Version]:
    """Return the citations of a rule that may be shown, in order of their first day; criminal law is left out."""
    found = []
    for cite in rule.cites:
        if cite.role is CiteRole.NEVER_PRINTED:
            continue
        provision = rulebook.provisions[cite.provision]
        citation = Citation(provision, rulebook.instruments[provision.instrument], cite.role)
        found.append(Version(citation, in_force(rulebook, provision)))
    order = [CiteRole.FORBIDS, CiteRole.SUPPORTS, CiteRole.CONTEXT]
    return sorted(found, key=lambda each: (order.index(each.citation.role), each.citation.provision.in_force.first))


def transition_words(rulebook: Rulebook, rule: Rule) -> list[Words]:
    """Say each transitional clause of a rule: which norm reaches which contacts outside its own days, and by what."""
    found = []
    for cite in rule.cites:
        provision = rulebook.provisions[cite.provision]
        name = cite_words(provision, rulebook.instruments[provision.instrument])
        days = reach(cite, rulebook.provisions, rulebook.instruments)
        if cite.retroactive is not None and days.before is not None:
            by = _named(rulebook, cite.retroactive.by)
            first, last = days.before.first, days.before.last
            zh = f"{name.zh}：溯及 {first} 至 {last} 的联系（依{by.zh}）"
            found.append(Words(zh, f"{name.en}: reaches back to contacts of {first} to {last} (under {by.en})"))
        if cite.facts_before is not None and days.after is not None:
            by, clause = _named(rulebook, cite.facts_before.by), cite.facts_before
            label, first = rulebook.facts[clause.fact].label, days.after.first
            zh = f"{name.zh}：{first} 起的联系，“{label.zh}”早于 {clause.day} 的仍适用（依{by.zh}）"
            en = f"{name.en}: still applies to contacts since {first} when “{label.en}” is before {clause.day}"
            found.append(Words(zh, f"{en} (under {by.en})"))
    return found


def _named(rulebook: Rulebook, provision_id: str) -> Words:
    provision = rulebook.provisions[provision_id]
    return cite_words(provision, rulebook.instruments[provision.instrument])


def on_day(found: Iterable[Version], day: date) -> list[Version]:
    """Return the versions in force on a day."""
    return [each for each in found if each.days is not None and each.days.covers(day)]


def since(rulebook: Rulebook, rule: Rule) -> date | None:
    """Return the first day on which a forbidding provision of the rule is in force."""
    firsts = [
        each.days.first
        for each in versions(rulebook, rule)
        if each.days is not None and each.citation.role is CiteRole.FORBIDS
    ]
    return min(firsts, default=None)


def forbids_on(rulebook: Rulebook, rule: Rule, day: date) -> bool:
    """True when a forbidding provision of the rule reaches contacts of the day, be it by a transitional clause."""
    law = law_of_day(rulebook, rule, day)
    return any(each.role is CiteRole.FORBIDS for each in (*law.citations, *(older for older, _ in law.older)))


def numbers_of_day(rulebook: Rulebook, rule: Rule, day: date) -> dict[str, int | None]:
    """Return the rule's named numbers by their names, as they are on a day."""
    return {number.name: number_on(rulebook, number, day) for number in rule.numbers}


def when_sentence(rulebook: Rulebook, rule: Rule, day: date) -> Words:
    """Return the rule's condition and exceptions in words, with the numbers of a day."""
    if rule.written is None:
        return Words(
            "不由单次联系判断（提示或核对项）。", "Not decided by a single contact (reminder or checklist item)."
        )
    numbers = numbers_of_day(rulebook, rule, day)
    words = to_sentence(rule.written, rulebook.facts, numbers)
    zh, en = f"当{words.zh}时", f"When {words.en}"
    for each in rule.exceptions:
        inner = to_sentence(each.written, rulebook.facts, numbers)
        zh += f"；但{inner.zh}的除外（{each.words.zh}）"
        en += f"; except when {inner.en} ({each.words.en})"
    return Words(f"{zh}。", f"{en}.")


def sql_of_day(rulebook: Rulebook, rule: Rule, day: date) -> str:
    """Return the whole condition as SQL with the numbers of a day; a number not in force stays ``:name``."""
    if rule.condition is None:
        return ""
    back = {number.key: number.name for number in rule.numbers}
    numbers = {name: value for name, value in numbers_of_day(rulebook, rule, day).items() if value is not None}
    return to_sql(_renamed(rule.condition, back), numbers)


def _renamed(node: Node, names: dict[str, str]) -> Node:
    return bind_numbers(node, names)


def rule_as_json(rulebook: Rulebook, rule: Rule, day: date, *, sql: bool = False) -> dict[str, object]:
    """Return everything ``rule show`` knows as plain data; no article number where it is not citable."""

    def both(words: Words) -> dict[str, str]:
        return {"zh": words.zh, "en": words.en}

    shown = versions(rulebook, rule)
    data: dict[str, object] = {
        "id": rule.id,
        "topic": rule.topic,
        "status": rule.status.value,
        "kind": rule.kind.value,
        "severity": rule.severity,
        "answer": rule.answer.value,
        "title": both(rule.title),
        "forbids": both(rule.plain.forbids),
        "allows": both(rule.plain.allows),
        "doubt": both(rule.plain.doubt),
        "next_step": both(rule.plain.next_step),
        "contacted": list(rule.contacted),
        "institution_kinds": list(rule.institution_kinds),
        "as_of": day.isoformat(),
        "sentence": both(when_sentence(rulebook, rule, day)),
        "numbers": [_number_as_json(rulebook, number, day) for number in rule.numbers],
        "provisions": [_version_as_json(each, day) for each in shown],
        "transitional": [both(words) for words in transition_words(rulebook, rule)],
        "supports": list(rule.supports),
        "examples": len(rule.tests),
        "law": rulebook.hash,
    }
    if sql:
        data["sql"] = sql_of_day(rulebook, rule, day)
    return data


def _number_as_json(rulebook: Rulebook, number: NumberUse, day: date) -> dict[str, object]:
    sources = []
    for threshold_id, field in number.references:
        threshold = rulebook.thresholds[threshold_id]
        value = field_of(threshold, field)
        entry = {"id": threshold_id, "field": field, "value": value, "unit": threshold.unit, "firm": threshold.firm}
        sources.append({**entry, **_days(threshold.in_force)})
    return {"name": number.name, "value": number_on(rulebook, number, day), "thresholds": sources}


def _version_as_json(version: Version, day: date) -> dict[str, object]:
    provision = version.citation.provision
    citable = provision.citable and bool(provision.article)
    return {
        "id": provision.id,
        "role": version.citation.role.value,
        "instrument": {"zh": version.citation.instrument.title.zh, "en": version.citation.instrument.title.en},
        "article": provision.article if citable else None,
        "citable": citable,
        "verification": provision.verified.value,
        "gist": {"zh": provision.gist.zh, "en": provision.gist.en},
        "words": {"zh": version.words.zh, "en": version.words.en},
        "in_force_on_day": version.days is not None and version.days.covers(day),
        **({"from": None, "to": None} if version.days is None else _days(version.days)),
    }


def _days(interval: InForce) -> dict[str, object]:
    return {"from": interval.first.isoformat(), "to": interval.last.isoformat() if interval.last else None}
