"""The SQL text of the real declarations gives the same counts as the batch function, on contacts with gaps."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from shouzheng.judging.counts import Countable, Countables, count
from shouzheng.judging.counts_sql import KEY, count_sql
from shouzheng.judging.judge import where_marks
from shouzheng.judging.keys import KEYS
from shouzheng.model.verdict import FactValue
from shouzheng.rulebook.files.facts import FactType
from shouzheng.rulebook.language.nodes import fact_names
from shouzheng.rulebook.load import load_rulebook
from tests.judging.count_oracles import DAY, INSTANTS, by_sqlite, declared, rolling, row

LAW = load_rulebook()
WHERE_FACTS = sorted({name for definition in LAW.counts.values() for name in fact_names(definition.where)})


def _value(name: str) -> st.SearchStrategy[FactValue]:
    fact = LAW.facts[name]
    if name == "minute_of_day":
        return st.sampled_from([None, 0, 479, 480, 720, 1319, 1320, 1439])
    if fact.type is FactType.INT:
        return st.none() | st.integers(fact.low, fact.high)
    likely: list[FactValue] = [True, True, False] if fact.type is FactType.BOOL else list(fact.values)
    return st.sampled_from([*likely, None])


FACTS = st.fixed_dictionaries({name: _value(name) for name in WHERE_FACTS})
CONTACTS = st.tuples(
    st.builds(
        lambda instant, width, keys: row(instant, width, **keys),
        INSTANTS,
        st.sampled_from([0, 0, 59_999]),
        st.fixed_dictionaries(
            {name: st.sampled_from([f"{name}-1", f"{name}-1", f"{name}-2", None]) for name in LAW.keys}
        ),
    ),
    FACTS,
)


def test_every_key_of_the_law_is_computed() -> None:
    assert set(LAW.keys) <= set(KEYS)


@given(st.lists(CONTACTS, min_size=1, max_size=14))
@settings(deadline=None, max_examples=18)
def test_all_declarations_of_the_law_agree_with_sqlite(data: list[tuple[Countable, dict[str, FactValue]]]) -> None:
    rows, facts = [r for r, _ in data], [f for _, f in data]
    marks = where_marks(LAW, facts)
    for name, definition in LAW.counts.items():
        counted = count(definition, Countables(rows), marks[name])
        told = list(zip(counted.sure, counted.possible, strict=True))
        assert told == by_sqlite(definition, rows, facts), name


@pytest.mark.parametrize("name", sorted(LAW.counts))
def test_the_text_is_readable_and_names_keys_window_and_condition(name: str) -> None:
    definition = LAW.counts[name]
    text = count_sql(definition)
    assert text.startswith("SELECT seq")
    for key in definition.by:
        assert KEY + key in text
    for fact in fact_names(definition.where):
        assert fact in text
    assert f"AS {name}" in text
    assert f"AS {name}_possible" in text


def test_the_text_of_a_calendar_day_in_full() -> None:
    text = count_sql(declared(DAY, by=("owner",), where="is_call AND NOT connected", name="missed_day"))
    assert text == (
        "SELECT seq,\n"
        "  CASE WHEN key_owner IS NULL THEN NULL ELSE\n"
        "    COUNT(*) FILTER (WHERE (is_call AND NOT connected)) OVER (PARTITION BY key_owner, day_no "
        "ORDER BY latest, seq ROWS BETWEEN UNBOUNDED PRECEDING AND CURRENT ROW)\n"
        "  END AS missed_day,\n"
        "  CASE WHEN key_owner IS NULL THEN NULL ELSE\n"
        "    COUNT(*) FILTER (WHERE COALESCE(is_call AND NOT connected, TRUE)) OVER (PARTITION BY key_owner, day_no "
        "ORDER BY latest, seq ROWS BETWEEN UNBOUNDED PRECEDING AND CURRENT ROW)\n"
        "  END AS missed_day_possible\n"
        "FROM contact AS e\n"
        "ORDER BY seq"
    )


def test_the_text_of_a_rolling_window_names_its_length_in_milliseconds() -> None:
    text = count_sql(declared(rolling(60), where="is_call"))
    assert "RANGE BETWEEN 3599999 PRECEDING AND CURRENT ROW" in text
    assert "RANGE BETWEEN 3540000 PRECEDING AND CURRENT ROW" in text  # contacts of which only the minute is known
    assert "ROWS BETWEEN 1 FOLLOWING AND UNBOUNDED FOLLOWING" in text
