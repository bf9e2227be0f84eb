"""Says a condition in the languages that write it nearly alike: CEL, ZEN and Cedar differ only in these few words."""

from __future__ import annotations

import json
from collections.abc import Callable, Mapping
from dataclasses import dataclass

from shouzheng.rulebook.language.nodes import (
    And,
    Between,
    Boolean,
    Compare,
    Fact,
    In,
    Integer,
    Named,
    Node,
    Not,
    Null,
    Or,
    Text,
)


@dataclass(frozen=True)
class Language:
    """The words of a language; ``inside`` says "is one of", ``fact`` names a fact, ``unknown`` stands for NULL."""

    both: str
    either: str
    no: str
    fact: Callable[[str], str]
    inside: Callable[[str, str], str]
    unknown: str = ""

    def say(self, node: Node, numbers: Mapping[str, int]) -> str:
        """Return the condition with every part in brackets; raises ``TypeError`` for what the language cannot say."""
        match node:
            case And(parts):
                return "(" + self.both.join(self.say(part, numbers) for part in parts) + ")"
            case Or(parts):
                return "(" + self.either.join(self.say(part, numbers) for part in parts) + ")"
            case Not(part):
                return f"{self.no}({self.say(part, numbers)})"
            case Compare(op, left, right):
                word = {"=": "==", "<>": "!="}.get(op, op)
                return f"({self.say(left, numbers)} {word} {self.say(right, numbers)})"
            case Between(part, low, high, negated):
                within = And((Compare(">=", part, low), Compare("<=", part, high)))
                return self.say(Not(within) if negated else within, numbers)
            case In(part, choices, negated):
                listed = ", ".join(self.say(choice, numbers) for choice in choices)
                found = f"({self.inside(self.say(part, numbers), f'[{listed}]')})"
                return f"{self.no}{found}" if negated else found
        return self._leaf(node, numbers)

    def _leaf(self, node: Node, numbers: Mapping[str, int]) -> str:
        match node:
            case Fact(name):
                return self.fact(name)
            case Named(name):
                return str(numbers[name])
            case Integer(value):
                return str(value)
            case Text(value):
                return json.dumps(value)
            case Boolean(value):
                return "true" if value else "false"
            case Null() if self.unknown:
                return self.unknown
        raise TypeError(f"this language cannot say {type(node).__name__}")
