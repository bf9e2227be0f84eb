"""Regorus (Rust): an interpreter of OPA's language Rego, MIT and Apache-2.0. A missing fact leaves a rule undefined.

Measured with ``celine-regorus``, a build of it on the package index that its makers do not publish themselves; it is in
no requirements file of this project, and the benchmark leaves it out where it is not installed. Rego has no "or" inside
an expression, so conditions are said as comparisons of lists of truths.
"""

from __future__ import annotations

import importlib
import importlib.util
import json
from collections.abc import Mapping
from typing import Any

from benchmarks.engines.common import Engine, Task, Truths
from benchmarks.engines.infix import Language
from shouzheng.rulebook.language.nodes import And, Between, Compare, In, Node, Not, Or

_PLAIN = Language("", "", "", "input.{}".format, lambda part, listed: f"{part} in {listed}")


class Regorus(Engine):
    """One query an event: the list of all rules, with the facts as its input."""

    name = "regorus (Rust)"
    three_valued = False
    most = 5_000

    def __init__(self, task: Task) -> None:
        rules = [f"r{place} := {_say(condition, task.numbers)}" for place, condition in enumerate(task.conditions)]
        every = ", ".join(f"r{place}" for place in range(len(rules)))
        self.engine = importlib.import_module("regorus").Engine()
        lines = ["package law", "import rego.v1", *rules, f"every_rule := [{every}]"]
        self.engine.add_policy("law.rego", "\n".join(lines))
        self.rows = [json.dumps({name: row[name] for name in task.facts}) for row in task.rows]

    def judge(self) -> list[Any]:
        """Set the input and evaluate the list of all rules, once an event."""
        found, engine = [], self.engine
        for row in self.rows:
            engine.set_input_json(row)
            found.append(engine.eval_rule("data.law.every_rule"))
        return found

    def truths(self, judged: list[Any]) -> list[Truths]:
        """Return the rules' truths: a list for each event, not there when a rule is undefined."""
        return judged


def is_there() -> bool:
    """Tell whether the package is installed."""
    return importlib.util.find_spec("regorus") is not None


def _say(node: Node, numbers: Mapping[str, int]) -> str:
    match node:
        case And(parts):
            return f"({_listed(parts, numbers)} == {_same('true', len(parts))})"
        case Or(parts):
            return f"({_listed(parts, numbers)} != {_same('false', len(parts))})"
        case Not(part):
            return f"({_say(part, numbers)} == false)"
        case Between(part, low, high, negated):
            both = And((Compare(">=", part, low), Compare("<=", part, high)))
            return _say(Not(both) if negated else both, numbers)
        case In(part, choices, True):
            return _say(Not(In(part, choices, negated=False)), numbers)
        case Compare(op, left, right):
            word = {"=": "==", "<>": "!="}.get(op, op)
            return f"({_say(left, numbers)} {word} {_say(right, numbers)})"
    return _PLAIN.say(node, numbers)


def _listed(parts: tuple[Node, ...], numbers: Mapping[str, int]) -> str:
    return f"[{', '.join(_say(part, numbers) for part in parts)}]"


def _same(word: str, times: int) -> str:
    return f"[{', '.join([word] * times)}]"
