"""The tiny made-up law, and random events for it."""

from __future__ import annotations

from datetime import date, timedelta

from hypothesis import strategies as st

from shouzheng.model.verdict import FactValue
from shouzheng.rulebook.files.facts import POSSIBLE, FactType
from shouzheng.rulebook.load import Rulebook, load_rulebook
from tests.rulebook.broken import TINY

#: Days on which the tiny law changes; events are drawn from these and their neighbours.
TURNS = [date(2020, 1, 1), date(2023, 1, 1), date(2024, 7, 1), date(2026, 1, 1)]


def tiny() -> Rulebook:
    """Load the tiny law (once: loading is cached by folder)."""
    return load_rulebook(TINY)


def days() -> st.SearchStrategy[date]:
    """Days on either side of each change of the tiny law."""
    return st.builds(lambda day, step: day + timedelta(days=step), st.sampled_from(TURNS), st.integers(-1, 1))


def facts() -> st.SearchStrategy[dict[str, FactValue]]:
    """Random facts of the tiny law, any of them unknown or left out."""
    cells: dict[str, st.SearchStrategy[FactValue]] = {}
    for name, fact in tiny().facts.items():
        if fact.type is FactType.BOOL:
            known: st.SearchStrategy[FactValue] = st.booleans()
        elif fact.type is FactType.ENUM:
            known = st.sampled_from([*fact.values[:3], "unknown"])
        elif name == "minute_of_day":
            known = st.sampled_from([0, 479, 480, 1259, 1260, 1319, 1320, 1439])
        else:
            known = st.integers(0, 6)
        cells[name] = st.one_of(st.none(), known)
    return st.fixed_dictionaries({}, optional=cells).map(_ordered)


def _ordered(values: dict[str, FactValue]) -> dict[str, FactValue]:
    """What is sure is possible as well."""
    sure, possible = values.get("calls_day"), values.get("calls_day" + POSSIBLE)
    if isinstance(sure, int) and isinstance(possible, int) and sure > possible:
        return {**values, "calls_day": possible, "calls_day" + POSSIBLE: sure}
    return values
