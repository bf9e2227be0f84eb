"""What two versions of the law decide differently, and the search for facts that decide a condition."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest
from hypothesis import given, settings

from shouzheng.model.verdict import Answer
from shouzheng.rulebook.domains import candidates, single_changes
from shouzheng.rulebook.engines.interpreter import evaluate
from shouzheng.rulebook.language.nodes import Node
from shouzheng.rulebook.load import load_rulebook
from shouzheng.rulebook.satisfy import can_be
from tests.rulebook.broken import R02, TINY
from tests.rulebook.making import FACTS, NUMBERS, conditions, events, read


def test_no_difference_from_itself() -> None:
    from shouzheng.rulebook.difference import compare, own_samples

    found = compare(load_rulebook(TINY), load_rulebook(TINY), own_samples(load_rulebook(TINY)))
    assert (found.added, found.removed, found.reworded, found.changed) == ((), (), (), ())
    assert found.samples > 20


def test_changed_number_and_removed_rule_are_told(tmp_path: Path) -> None:
    from shouzheng.rulebook.difference import compare, own_samples

    copy = tmp_path / "law"
    shutil.copytree(TINY, copy)
    path = copy / R02
    path.write_text(
        path.read_text(encoding="utf-8").replace("calls_day > :most", "calls_day >= :most"), encoding="utf-8"
    )
    (copy / "cn/rules/guards/R04-checklist.toml").unlink()
    before, after = load_rulebook(TINY), load_rulebook(copy)
    found = compare(before, after, own_samples(before, after))
    assert (found.added, found.removed, found.reworded) == ((), ("R04",), ("R02",))
    changed = {(each.rule, each.before, each.after) for each in found.changed if each.rule != "R04"}
    assert changed == {("R02", Answer.CLEAR, Answer.BREACH), ("R02", Answer.CANNOT_TELL, Answer.BREACH)}
    assert before.hash != after.hash


SATISFIABLE = [
    ("a AND NOT a", False, True),
    ("a OR NOT a", True, False),
    ("m > 3 AND m < 5", True, True),
    ("m > 3 AND m < 4", False, True),
    ("m = n AND m > 2", True, True),
    ("m IN (1, 2) AND NOT m BETWEEN 0 AND 5", False, True),
    ("e = 'x' AND e <> 'x'", False, True),
    ("e IN ('x', 'y', 'z')", True, False),
    ("calls > 3 AND calls < 2", False, True),
    ("a IS NULL", True, True),
    ("m > :limit AND m < :limit + 2", True, True),
    ("m > :limit AND m < :limit + 1", False, True),
    ("m > :gone", False, False),
    ("TRUE", True, False),
]


@pytest.mark.parametrize(("text", "true", "false"), SATISFIABLE, ids=[text for text, _, _ in SATISFIABLE])
def test_can_be(text: str, true: bool, false: bool) -> None:
    node = read(text)
    assert can_be(node, FACTS, NUMBERS, wanted=True) is true
    assert can_be(node, FACTS, NUMBERS, wanted=False) is false


@settings(deadline=None, max_examples=60)
@given(conditions(), events(4))
def test_what_happens_can_happen(written: Node, rows: list[dict[str, object]]) -> None:
    """The search never says "never" of something that an event shows, as long as values lie on the boundaries."""
    from shouzheng.model.verdict import FactValue
    from shouzheng.rulebook.language.counts_sugar import rewrite_counts
    from tests.rulebook.making import COUNT

    node = rewrite_counts(written, {COUNT})
    for row in rows:
        values: dict[str, FactValue] = {}
        for name, tries in candidates(node, FACTS, NUMBERS).items():
            values[name] = tries[sum(str(row[name]).encode()) % len(tries)]
        sure, possible = values.get(COUNT), values.get(COUNT + "_possible")
        if isinstance(sure, int) and isinstance(possible, int) and sure > possible:
            values[COUNT] = possible
        truth = evaluate(node, values, NUMBERS)
        if truth is not None:
            assert can_be(node, FACTS, NUMBERS, wanted=truth)


def test_single_changes_are_real() -> None:
    node = read("a AND m > 2 AND calls > 1")
    values = {"a": True, "m": 5, "calls": 3, "calls_possible": 3}
    found = single_changes(node, FACTS, values, NUMBERS)
    assert ("a", False) in found
    assert ("m", 2) in found
    assert ("calls", 1) in found
    assert ("m", 3) not in found
