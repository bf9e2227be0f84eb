"""Makes logs of contacts at awkward times with crossed keys, as rows for one engine and Arrow tables for the other."""

from __future__ import annotations

import random
from collections.abc import Mapping, Sequence
from datetime import datetime

import pyarrow as pa

from shouzheng.judging.counts import Countable
from shouzheng.judging.counts_sql import KEY
from shouzheng.judging.facts import calendar_facts
from shouzheng.judging.placement import DAY_MS, MINUTE_MS, WIDTHS
from shouzheng.judging.vector.layout import EARLIEST, LATEST, schema_of
from shouzheng.model.moment import BEIJING
from shouzheng.model.verdict import FactValue
from shouzheng.rulebook.files.counts import COUNTED
from shouzheng.rulebook.files.facts import FactDefinition, FactType
from shouzheng.rulebook.language.nodes import fact_names
from shouzheng.rulebook.load import load_rulebook
from tests.judging.count_oracles import row

LAW = load_rulebook()
CARRIED = {"id": pa.string(), "seq": pa.int64()}
SCHEMA = schema_of(LAW, CARRIED)
BASE_FACTS = [fact for fact in LAW.facts.values() if fact.computed_by != COUNTED]
#: Rows of both engines and the facts of each: a log in the order given.
Log = tuple[list[Countable], list[dict[str, FactValue]]]

#: Days on which some norm on hours or numbers came into force or went, and a turn of the year.
_DAYS = ["2021-01-01", "2024-05-15", "2025-02-28", "2026-01-01", "2026-01-30"]
#: Midnight, the ends of the night, and noon.
_HOURS = [0, 8, 22, 12]
_SHIFTS = [0, 0, 0, 1, -1, 1000, -1000, MINUTE_MS, -MINUTE_MS, 60 * MINUTE_MS, -60 * MINUTE_MS, DAY_MS, -DAY_MS]
_SHIFTS += [7 * DAY_MS, -7 * DAY_MS, 30 * DAY_MS, -30 * DAY_MS, 7 * DAY_MS - 1, 30 * DAY_MS + 1000]
#: Two persons with one number, two debtors of one creditor, two agencies of one creditor, and so on: all crossed.
_KEYS: dict[str, list[str | None]] = {
    name: [*[f"{name}-1"] * 7, *[f"{name}-2"] * 2, f"{name}-3", None] for name in LAW.keys
}
#: Facts that decide whether a contact is counted: mostly known, mostly so that it is.
_DECIDING = {name for definition in LAW.counts.values() for name in fact_names(definition.where)}


def instant(chance: random.Random, days: Sequence[str] = tuple(_DAYS)) -> int:
    """An instant on or around an edge, in milliseconds."""
    at = datetime.fromisoformat(chance.choice(days)).replace(tzinfo=BEIJING)
    return int(at.timestamp()) * 1000 + chance.choice(_HOURS) * 60 * MINUTE_MS + sum(chance.choices(_SHIFTS, k=2))


def random_log(seed: int, size: int, *, days: int = 2) -> Log:
    """Contacts with random facts, many of them unknown; calendar facts are those of the time."""
    chance = random.Random(seed)  # noqa: S311 - a log that can be made again
    chosen = chance.sample(_DAYS, days)
    rows = [_row(chance, chosen) for _ in range(size)]
    return rows, [_facts(chance, one) for one in rows]


def _row(chance: random.Random, days: Sequence[str]) -> Countable:
    keys = {name: chance.choice(values) for name, values in _KEYS.items()}
    return row(instant(chance, days), chance.choice([0, 0, 0, *WIDTHS]), **keys)


def _facts(chance: random.Random, one: Countable) -> dict[str, FactValue]:
    return {**{fact.name: _value(chance, fact) for fact in BASE_FACTS}, **calendar_facts(one.at)}


def _value(chance: random.Random, fact: FactDefinition) -> FactValue:
    deciding = fact.name in _DECIDING
    if chance.random() < (0.08 if deciding else 0.3):
        return None
    if fact.type is FactType.ENUM:
        return fact.values[0] if deciding and chance.random() < 0.5 else chance.choice(fact.values)
    if fact.type is FactType.BOOL:
        return chance.random() < (0.8 if deciding and not fact.name.startswith("act_") else 0.3)
    return chance.choice([fact.low, fact.high, chance.randint(max(fact.low, 0), min(fact.high, 40))])


def table_of(rows: Sequence[Countable], facts: Sequence[Mapping[str, FactValue]]) -> pa.Table:
    """The same log as an Arrow table."""
    columns: dict[str, list[object]] = {
        "id": [f"event-{place}" for place in range(len(rows))],
        "seq": list(range(len(rows))),
        EARLIEST: [one.at.earliest for one in rows],
        LATEST: [one.at.latest for one in rows],
        "day_no": [one.at.day_no for one in rows],
        **{KEY + name: [one.keys[name] for one in rows] for name in LAW.keys},
        **{fact.name: [each.get(fact.name) for each in facts] for fact in BASE_FACTS if fact.name != "day_no"},
    }
    return pa.table([pa.array(columns[field.name], field.type) for field in SCHEMA], SCHEMA)
