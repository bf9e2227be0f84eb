"""Our scalar function: all rules compiled to one Python function over a mapping of facts."""

from __future__ import annotations

from benchmarks.engines.common import Engine, Task, Truths
from shouzheng.rulebook.engines.scalar import FALSE, TRUE, Codes
from shouzheng.rulebook.engines.scalar_rules import compile_rules


class OursScalar(Engine):
    """The function that judges a contact when it is asked about."""

    name = "ours, scalar function"
    three_valued = True

    def __init__(self, task: Task) -> None:
        self.compiled = compile_rules(task.rulebook)
        self.numbers = tuple(task.numbers[key] for key in self.compiled.numbers)
        self.rows, self.rules = task.rows, len(task.rulebook.rules)

    def judge(self) -> list[Codes]:
        """One call an event."""
        judge, numbers = self.compiled.of_mapping, self.numbers
        return [judge(row, numbers) for row in self.rows]

    def truths(self, judged: list[Codes]) -> list[Truths]:
        """Codes are 0 FALSE, 1 unknown, 3 TRUE."""
        meaning = {FALSE: False, TRUE: True}
        return [[meaning.get(code) for code in codes[: self.rules]] for codes in judged]
