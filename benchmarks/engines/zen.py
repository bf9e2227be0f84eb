"""ZEN (``zen-engine``, Rust): GoRules' engine of business rules. Two-valued: its ``null`` is a value, not "unknown"."""

from __future__ import annotations

from typing import Any

import zen

from benchmarks.engines.common import Engine, Task, Truths
from benchmarks.engines.infix import Language

ZEN = Language(" and ", " or ", "not ", str, lambda part, listed: f"{part} in {listed}")


class Zen(Engine):
    """One compiled expression that gives the list of all answers."""

    name = "ZEN (Rust)"
    three_valued = False
    most = 50_000

    def __init__(self, task: Task) -> None:
        texts = [ZEN.say(condition, task.numbers) for condition in task.conditions]
        self.program = zen.compile_expression(f"[{', '.join(texts)}]")
        self.rows: list[dict[str, Any]] = [{name: row[name] for name in task.facts} for row in task.rows]

    def judge(self) -> list[Any]:
        """One call an event."""
        evaluate = self.program.evaluate
        return [evaluate(row) for row in self.rows]

    def truths(self, judged: list[Any]) -> list[Truths]:
        """The list is the answer."""
        return [list(values) for values in judged]
