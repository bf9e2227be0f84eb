"""One version of the law and lexicon, made ready for asking before a contact: compiled once, then only looked at."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import date
from functools import cached_property, lru_cache

from shouzheng.gate.alike import Memory, Shape, Table
from shouzheng.gate.policy import Policy, load_policy
from shouzheng.judging.acts import ReadableActs
from shouzheng.judging.counts import Mark, length_ms
from shouzheng.judging.facts import NIGHT_BEGINS, NIGHT_ENDS
from shouzheng.judging.placement import DAY_MS
from shouzheng.model.case import Role
from shouzheng.model.reading import Reading
from shouzheng.model.verdict import FactValue
from shouzheng.reading.entries import Lexicon
from shouzheng.reading.lexicon import load_lexicon
from shouzheng.reading.one import read
from shouzheng.rulebook.engines.scalar import FALSE, TRUE, UNKNOWN, compile_conditions
from shouzheng.rulebook.files.facts import POSSIBLE, FactType, Unit
from shouzheng.rulebook.language.nodes import fact_names
from shouzheng.rulebook.load import Rulebook, load_rulebook
from shouzheng.rulebook.verdicts import Judge, judge_of

#: Facts that the gate asks the ledger for besides counts, and only when some rule hangs on them.
REACHABLE, FIRST = "debtor_reachable", "first_contact"
#: Facts that waiting can change.
_OF_TIME = frozenset({"minute_of_day", "is_night", "day_no", "weekday", "is_holiday", "agreed_time", "due_date_ahead"})
_MARKS: Mapping[int, Mark] = {TRUE: True, UNKNOWN: None, FALSE: False}
#: Readings kept in memory (never on disk), of texts of this process.
_READINGS_KEPT = 1_024
_DAYS_SINCE = re.compile(r"days_since_|.*_age_days\Z")
_HOURS = ("start_minute", "end_minute")


@dataclass(frozen=True, eq=False)
class Book:
    """The rulebook, the lexicon and the gate's settings, with what follows from them.

    ``law_day`` judges every contact by the law of that day, for simulations; normally it is the contact's own day.
    """

    rulebook: Rulebook
    lexicon: Lexicon
    policy: Policy
    law_day: date | None = None

    @cached_property
    def judge(self) -> Judge:
        """All rules together."""
        return judge_of(self.rulebook)

    @cached_property
    def key_names(self) -> tuple[str, ...]:
        """The keys that contacts are counted by."""
        return tuple(self.rulebook.keys)

    @cached_property
    def readable(self) -> ReadableActs:
        """Which acts the lexicon can tell."""
        return ReadableActs.of(self.lexicon)

    @cached_property
    def counts_of(self) -> tuple[tuple[str, ...], ...]:
        """For each rule the names of the counts it reads."""
        counts = self.rulebook.counts
        return tuple(
            tuple(dict.fromkeys(name for fact in facts if (name := fact.removesuffix(POSSIBLE)) in counts))
            for facts in self.facts_of
        )

    @cached_property
    def facts_of(self) -> tuple[frozenset[str], ...]:
        """For each rule the facts it reads; none for a rule without a condition."""
        return tuple(
            frozenset(fact_names(rule.condition)) if rule.condition is not None else frozenset()
            for rule in self.rulebook.rules
        )

    @cached_property
    def from_ledger(self) -> tuple[tuple[int, tuple[str, ...]], ...]:
        """Rules (by place) that read something the ledger holds, with the names of it."""
        found = []
        for place, facts in enumerate(self.facts_of):
            names = (*self.counts_of[place], *(name for name in (REACHABLE, FIRST) if name in facts))
            if names:
                found.append((place, names))
        return tuple(found)

    @cached_property
    def timed(self) -> tuple[bool, ...]:
        """For each rule whether waiting can change its answer."""
        return tuple(
            bool(facts & _OF_TIME or counts) for facts, counts in zip(self.facts_of, self.counts_of, strict=True)
        )

    @cached_property
    def days_since(self) -> frozenset[str]:
        """Facts that count days up to the contact: stated once, they grow by a day with every day.

        Working days are not among them: which days these were is not told by a number.
        """
        facts = self.rulebook.facts.values()
        return frozenset(each.name for each in facts if each.unit is Unit.DAY and _DAYS_SINCE.match(each.name))

    @cached_property
    def minutes(self) -> tuple[int, ...]:
        """Minutes of the Beijing day at which some rule's hours begin or end; midnight is one of them."""
        marks = {0, NIGHT_BEGINS, NIGHT_ENDS}
        for rule in self.rulebook.rules:
            for number in rule.numbers:
                for threshold_id, field in number.references:
                    if field in _HOURS:
                        threshold = self.rulebook.thresholds[threshold_id]
                        minute = threshold.start_minute if field == _HOURS[0] else threshold.end_minute
                        marks.add(minute or 0)
        return tuple(sorted(mark % 1440 for mark in marks))

    @cached_property
    def _where(self) -> tuple[object, dict[str, int]]:
        booleans = frozenset(name for name, fact in self.rulebook.facts.items() if fact.type is FactType.BOOL)
        definitions = self.rulebook.counts
        compiled = compile_conditions([definition.where for definition in definitions.values()], booleans)
        return compiled, dict(zip(definitions, compiled.places, strict=True))

    def marks(self, values: Mapping[str, FactValue]) -> dict[str, Mark]:
        """Return for each count whether a contact with these facts is one to be counted: TRUE, FALSE or unknown."""
        compiled, places = self._where
        codes = compiled.of_mapping(values, ())  # type: ignore[attr-defined]  # the compiled conditions
        return {name: _MARKS[codes[place]] for name, place in places.items()}

    @cached_property
    def where_facts(self) -> tuple[str, ...]:
        """Facts that the ledger has to keep of each contact, because some count asks for them."""
        found = (name for definition in self.rulebook.counts.values() for name in fact_names(definition.where))
        return tuple(sorted(set(found)))

    def alone(self, place: int) -> Judge:
        """Return the judge of one rule, by its place."""
        found = self._alone.get(place)
        if found is None:
            found = self._alone[place] = Judge(replace(self.rulebook, rules=(self.rulebook.rules[place],)))
        return found

    @cached_property
    def _alone(self) -> dict[int, Judge]:
        return {}

    def reading(self, text: str, role: Role, sent: date) -> Reading:
        """Return the reading of words to a person of this role; the last ones are kept: templates come again."""
        key = (text, role, sent)
        found = self._readings.get(key)
        if found is None:
            if len(self._readings) >= _READINGS_KEPT:
                self._readings.clear()
            found = self._readings[key] = read(text, self.lexicon, addressee=role, sent=sent)
        return found

    @cached_property
    def _readings(self) -> dict[tuple[str, Role, date], Reading]:
        return {}

    @cached_property
    def shapes(self) -> Table[Shape]:
        """What texts of this process show; as short-lived as their readings."""
        return Table(_READINGS_KEPT)

    @cached_property
    def longest_ms(self) -> int:
        """Milliseconds of the longest window of any count; of a calendar day no more than a day has begun."""
        return max([DAY_MS, *map(length_ms, self.rulebook.counts.values())])

    @cached_property
    def memory(self) -> Memory:
        """What was worked out for contacts that are alike."""
        return Memory()

    @cached_property
    def may_be_unknown(self) -> Mapping[str, FactValue]:
        """All facts that may stay unknown, with their benign values."""
        return dict(self.policy.benign)

    @cached_property
    def without_condition(self) -> tuple[str, ...]:
        """Rules that no single contact decides: always named as not judged."""
        return tuple(rule.id for rule in self.rulebook.rules if rule.condition is None)


@lru_cache(maxsize=4)
def shipped_book() -> Book:
    """Return the shipped law, lexicon and settings."""
    return Book(load_rulebook(), load_lexicon(), load_policy())
