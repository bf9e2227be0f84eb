"""Two independent ways to count, for comparison: the definition itself as a double loop, and SQLite on the SQL text."""

from __future__ import annotations

import sqlite3
from collections.abc import Mapping, Sequence

from hypothesis import strategies as st

from shouzheng.judging.counts import Countable, Mark
from shouzheng.judging.counts_sql import KEY, count_sql
from shouzheng.judging.placement import DAY_MS, MINUTE_MS, WIDTHS, WITHIN_DAY, WITHIN_MINUTE, Placement
from shouzheng.model.verdict import FactValue
from shouzheng.model.words import Words
from shouzheng.rulebook.files.counts import Aggregate, CountDefinition, Window, WindowKind
from shouzheng.rulebook.language.expression import parse

#: 2026-01-01 00:00 in Beijing.
NEW_YEAR = 1_767_196_800_000
_NOTHING = Words("", "")
#: Sure and possible count.
Pair = tuple[int | None, int | None]

DAY = Window(WindowKind.CALENDAR_DAY)


def rolling(minutes: int) -> Window:
    """The half-open window of this length."""
    return Window(WindowKind.ROLLING, minutes)


def declared(
    window: Window,
    *,
    by: tuple[str, ...] = ("owner", "creditor"),
    of: str | None = None,
    where: str = "hit",
    name: str = "tally",
) -> CountDefinition:
    """A declaration; ``of`` makes it a distinct count."""
    aggregate = Aggregate.DISTINCT if of else Aggregate.COUNT
    return CountDefinition(name, _NOTHING, by, by[0], window, parse(where), where, aggregate, of, _NOTHING)


def row(earliest: int, width: int = 0, **keys: str | None) -> Countable:
    """A contact at an instant (milliseconds), or within the minute or Beijing day that holds it."""
    if width == WITHIN_MINUTE:
        earliest -= earliest % MINUTE_MS
    elif width == WITHIN_DAY:
        earliest -= (earliest + 8 * 60 * MINUTE_MS) % DAY_MS
    day_no = (earliest + 8 * 60 * MINUTE_MS) // DAY_MS
    named = {"owner": "me", "creditor": "yunling", "number": "13000000021"}
    return Countable(Placement(earliest, earliest + width, day_no), {**named, **keys})


def at_instant(one: Countable, instant: int) -> Countable:
    """The same contact, known to the millisecond."""
    day_no = (instant + 8 * 60 * MINUTE_MS) // DAY_MS
    return Countable(Placement(instant, instant, day_no), one.keys)


def naive(definition: CountDefinition, rows: Sequence[Countable], marks: Sequence[Mark]) -> list[Pair]:
    """Count by the words of the definition: for each contact look at all others."""
    return [_naive_one(definition, rows, marks, index) for index in range(len(rows))]


def _naive_one(definition: CountDefinition, rows: Sequence[Countable], marks: Sequence[Mark], me: int) -> Pair:
    if any(rows[me].keys[key] is None for key in definition.by):
        return None, None
    sure: list[str | None] = []
    possible: list[str | None] = []
    for other in range(len(rows)):
        if any(rows[other].keys[key] != rows[me].keys[key] for key in definition.by):
            continue
        if (rows[other].at.latest, other) > (rows[me].at.latest, me):
            continue
        value = rows[other].keys[definition.of] if definition.of else None
        if marks[other] is True and _surely_in(definition, rows[other].at, rows[me].at):
            sure.append(value)
        if marks[other] is not False and _possibly_in(definition, rows[other].at, rows[me].at):
            possible.append(value)
    if definition.aggregate is Aggregate.COUNT:
        return len(sure), len(possible)
    return len(set(sure) - {None}), len(set(possible) - {None}) + possible.count(None)


def _surely_in(definition: CountDefinition, other: Placement, me: Placement) -> bool:
    if definition.window.kind is WindowKind.CALENDAR_DAY:
        return other.day_no == me.day_no
    return other.width < WITHIN_DAY and other.earliest > me.latest - definition.window.minutes * MINUTE_MS


def _possibly_in(definition: CountDefinition, other: Placement, me: Placement) -> bool:
    if definition.window.kind is WindowKind.CALENDAR_DAY:
        return other.day_no == me.day_no
    return other.latest > me.earliest - definition.window.minutes * MINUTE_MS


def by_sqlite(
    definition: CountDefinition, rows: Sequence[Countable], facts: Sequence[Mapping[str, FactValue]]
) -> list[Pair]:
    """Count by the declaration's SQL text in SQLite."""
    with sqlite3.connect(":memory:") as connection:
        fill(connection, "contact", rows, facts)
        found = connection.execute(count_sql(definition)).fetchall()
    connection.close()
    return [(sure, possible) for _, sure, possible in found]


def fill(
    connection: sqlite3.Connection,
    table: str,
    rows: Sequence[Countable],
    facts: Sequence[Mapping[str, FactValue]],
    keys: Sequence[str] = ("owner", "creditor", "number"),
) -> None:
    """Make the table of contacts that ``counts_sql`` describes; ``keys`` are its keys when there are no rows yet."""
    keys = list(rows[0].keys) if rows else list(keys)
    names = [name for name in facts[0] if name != "day_no"] if facts else ["hit"]
    columns = ["seq", "earliest", "latest", "day_no", *(KEY + key for key in keys), *names]
    connection.execute(f"CREATE TABLE {table} ({', '.join(columns)})")
    marks = ", ".join("?" * len(columns))
    connection.executemany(
        f"INSERT INTO {table} VALUES ({marks})",  # noqa: S608 - names of the test itself
        [
            [
                seq,
                one.at.earliest,
                one.at.latest,
                one.at.day_no,
                *(one.keys[k] for k in keys),
                *(fact[n] for n in names),
            ]
            for seq, (one, fact) in enumerate(zip(rows, facts, strict=True))
        ],
    )


#: Instants on and around the edges that matter: midnight, whole minutes, the ends of windows of an hour and a day.
_OFFSETS = st.sampled_from(
    [
        0,
        -1,
        1,
        999,
        1000,
        -1000,
        MINUTE_MS,
        MINUTE_MS - 1,
        60 * MINUTE_MS,
        60 * MINUTE_MS - 1,
        DAY_MS,
        DAY_MS - 1,
        -DAY_MS,
    ]
)
INSTANTS = st.builds(
    lambda a, b, c: NEW_YEAR + a + b + c, _OFFSETS, _OFFSETS, st.integers(-90_000, 90_000) | st.just(0)
)
MARKS: st.SearchStrategy[Mark] = st.sampled_from([True, True, False, None])
ROWS = st.builds(
    lambda earliest, width, owner, creditor, number: row(
        earliest, width, owner=owner, creditor=creditor, number=number
    ),
    INSTANTS,
    st.sampled_from([0, 0, 0, *WIDTHS]),
    st.sampled_from(["me", "sister"]),
    st.sampled_from(["yunling", "yunling", "qiaotou", None]),
    st.sampled_from(["13000000021", "13000000022", None]),
)
DEFINITIONS = st.builds(
    declared,
    st.sampled_from([DAY, rolling(1), rolling(60), rolling(1440)]),
    by=st.sampled_from([("owner",), ("owner", "creditor"), ("creditor",), ("number",)]),
    of=st.sampled_from([None, "number", "owner"]),
)
