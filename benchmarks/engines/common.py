"""What every engine is given, what it must give back, and the events: twenty of our rules on one day's numbers."""

from __future__ import annotations

import random
from abc import ABC, abstractmethod
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from functools import cached_property
from typing import Any, ClassVar

from shouzheng.model.verdict import FactValue
from shouzheng.rulebook.files.facts import POSSIBLE, FactDefinition, FactType
from shouzheng.rulebook.files.rule import Rule
from shouzheng.rulebook.language.counts_sugar import bind_numbers
from shouzheng.rulebook.language.nodes import And, Arithmetic, IsNull, Negative, Node, Not, Null, fact_names, walk
from shouzheng.rulebook.load import Rulebook
from shouzheng.rulebook.rule_tests import example_values
from shouzheng.rulebook.select import number_on

#: The day whose numbers are put into the rules.
DAY = date(2026, 6, 1)
RULES = 20
#: What not every engine can say: asking whether a fact is known, and calculating (Cedar has no minus before a fact).
_NOT_COMMON = (Arithmetic, IsNull, Negative, Null)

Truths = Sequence[bool | None]
Row = Mapping[str, FactValue]


@dataclass(frozen=True)
class Task:
    """Twenty rules, and events as mappings of facts. ``complete``: every fact of every event is known."""

    rulebook: Rulebook
    rows: Sequence[Row]
    complete: bool

    @cached_property
    def numbers(self) -> dict[str, int]:
        """The named numbers on ``DAY``, by the name that conditions use."""
        uses = [number for rule in self.rulebook.rules for number in rule.numbers]
        values = {number.key: number_on(self.rulebook, number, DAY) for number in uses}
        return {key: value for key, value in values.items() if value is not None}

    @cached_property
    def conditions(self) -> list[Node]:
        """One condition a rule: as written when every fact is known, else with both columns of each count."""
        if self.complete:
            return [_as_written(rule) for rule in self.rulebook.rules]
        return [rule.condition for rule in self.rulebook.rules if rule.condition is not None]

    @cached_property
    def facts(self) -> dict[str, FactDefinition]:
        """The facts that the conditions look at."""
        names = dict.fromkeys(name for condition in self.conditions for name in fact_names(condition))
        return {name: self.rulebook.facts[name] for name in names}


class Engine(ABC):
    """One engine that has compiled the rules of a task and holds its events in the form it likes best.

    ``__init__`` and ``truths`` are not timed; ``judge`` is: it takes all events and keeps all answers.
    """

    name: ClassVar[str]
    #: True when it knows "cannot tell"; others are only asked about events with every fact known.
    three_valued: ClassVar[bool]
    #: How events are handed over: one by one as they come, or as columns.
    by_columns: ClassVar[bool] = False
    #: Events it is given at most, where one pass over all would take minutes.
    most: ClassVar[int] = 1_000_000_000

    @abstractmethod
    def __init__(self, task: Task) -> None: ...

    @abstractmethod
    def judge(self) -> Any:
        """Judge every event by every rule."""

    @abstractmethod
    def truths(self, judged: Any) -> list[Truths]:
        """Return what ``judge`` gave as one list of truth values for each event."""


def common_rules(rulebook: Rulebook) -> Rulebook:
    """Return the rulebook with twenty rules only: the longest that every engine can say and that have their numbers."""
    able = [rule for rule in rulebook.rules if _common(rulebook, rule)]
    able.sort(key=lambda rule: (-sum(1 for _ in walk(_as_written(rule))), rule.id))
    return replace(rulebook, rules=tuple(sorted(able[:RULES], key=lambda rule: rule.id)))


def made_rows(rulebook: Rulebook, number: int, *, unknown: float) -> list[dict[str, FactValue]]:
    """Make events with random facts; every second one has the facts of an example of some rule laid over them.

    ``unknown`` is the share of facts left out, by chance; of a count then both columns, or only the sure one is lower.
    """
    chance = random.Random(20)
    task = Task(rulebook, (), complete=False)
    examples = [example_values(rulebook, test) for rule in rulebook.rules for test in rule.tests]
    made = []
    for place in range(number):
        row = {name: _value(fact, chance) for name, fact in task.facts.items()}
        if place % 2:
            row |= {name: value for name, value in chance.choice(examples).items() if name in row}
        for name in row:
            if name.endswith(POSSIBLE):
                row[name] = row[name.removesuffix(POSSIBLE)]
        if unknown:
            _forget(row, unknown, chance)
        made.append(row)
    return made


def _forget(row: dict[str, FactValue], unknown: float, chance: random.Random) -> None:
    for name in row:
        if chance.random() >= unknown:
            continue
        sure = name.removesuffix(POSSIBLE)
        value = row[sure]
        if sure == name and name + POSSIBLE not in row:
            row[name] = None
        elif isinstance(value, int):
            row[sure + POSSIBLE] = value + chance.randrange(4)


def _value(fact: FactDefinition, chance: random.Random) -> FactValue:
    if fact.type is FactType.BOOL:
        return chance.random() < 0.5
    if fact.type is FactType.ENUM:
        return chance.choice(fact.values)
    return chance.randrange(max(fact.low, 0), min(fact.high, 30) + 1)


def _common(rulebook: Rulebook, rule: Rule) -> bool:
    if rule.written is None or any(isinstance(part, _NOT_COMMON) for part in walk(_as_written(rule))):
        return False
    return all(number_on(rulebook, number, DAY) is not None for number in rule.numbers)


def _as_written(rule: Rule) -> Node:
    """Return ``when`` AND NOT each exception, counts as written, numbers under the names of ``Task.numbers``."""
    if rule.written is None:
        raise ValueError(f"{rule.id} has no condition")
    keys = {number.name: number.key for number in rule.numbers}
    parts = (rule.written, *(Not(each.written) for each in rule.exceptions))
    return bind_numbers(And(parts) if len(parts) > 1 else parts[0], keys)
