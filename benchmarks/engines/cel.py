"""CEL, by Google's C++ runtime (``cel-expr-python``): Apache-2.0, used for policies in many servers.

A fact left out makes a part unknown, and ``&&`` and ``||`` are Kleene's, so CEL can say "cannot tell" as we do. It
cannot do so inside a list, though: with every fact known one program gives all answers, else each rule is a program.
"""

from __future__ import annotations

from typing import Any

from cel_expr_python import cel

from benchmarks.engines.common import Engine, Task, Truths
from benchmarks.engines.infix import Language
from shouzheng.rulebook.files.facts import FactType

#: A variable that never has a value stands for NULL.
_UNKNOWN = "never_given"
CEL = Language(" && ", " || ", "!", str, lambda part, listed: f"{part} in {listed}", unknown=_UNKNOWN)
_TYPES = {FactType.BOOL: cel.Type.BOOL, FactType.INT: cel.Type.INT, FactType.ENUM: cel.Type.STRING}


class Cel(Engine):
    """One program for all rules, or one for each, with the facts bound once."""

    name = "CEL (C++)"
    three_valued = True
    most = 20_000

    def __init__(self, task: Task) -> None:
        variables = {name: _TYPES[fact.type] for name, fact in task.facts.items()}
        self.space = cel.NewEnv(variables={**variables, _UNKNOWN: cel.Type.BOOL})
        texts = [CEL.say(condition, task.numbers) for condition in task.conditions]
        self.complete = task.complete
        texts = [f"[{', '.join(texts)}]"] if task.complete else texts
        self.programs = [self.space.compile(text) for text in texts]
        self.rows: list[dict[str, Any]] = [
            {name: row[name] for name in variables if row[name] is not None} for row in task.rows
        ]

    def judge(self) -> list[Any]:
        """Bind the facts of an event and run the programs."""
        if self.complete:
            (program,) = self.programs
            return [program.eval(data=row).plain_value() for row in self.rows]
        found = []
        for row in self.rows:
            facts = self.space.Activation(row)
            found.append([program.eval(facts).value() for program in self.programs])
        return found

    def truths(self, judged: list[Any]) -> list[Truths]:
        """What is neither true nor false is unknown."""
        return [[value if isinstance(value, bool) else None for value in values] for values in judged]
