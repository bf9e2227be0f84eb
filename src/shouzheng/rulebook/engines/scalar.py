"""Makes one Python function out of all rules: equal parts are computed once, and no tree is walked at run time.

Truth is coded as 0 FALSE, 1 unknown, 3 TRUE, so that AND is ``&`` and OR is ``|`` (Kleene's logic on two bits). The
generated text holds only our own variable names, integers and quoted enum values that passed the type check.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass

from shouzheng.model.verdict import FactValue
from shouzheng.rulebook.files.facts import POSSIBLE
from shouzheng.rulebook.language.nodes import (
    And,
    Arithmetic,
    Between,
    Boolean,
    Compare,
    Fact,
    In,
    Integer,
    IsNull,
    Named,
    Negative,
    Node,
    Not,
    Null,
    Or,
    Text,
    children,
    fact_names,
    walk,
)

FALSE, UNKNOWN, TRUE = 0, 1, 3
#: Code of NOT x at index x.
_NOT = (TRUE, UNKNOWN, UNKNOWN, FALSE)
_PYTHON_OPS = {"=": "==", "<>": "!=", "<": "<", "<=": "<=", ">": ">", ">=": ">="}

Codes = tuple[int, ...]
OfMapping = Callable[[Mapping[str, FactValue], Sequence[int | None]], Codes]
OfTuple = Callable[[Sequence[FactValue], Sequence[int | None]], Codes]


@dataclass(frozen=True, slots=True)
class Part:
    """One shared part of the conditions: what to look at when it is unknown and one asks why.

    ``below`` are the places of its conditions, for AND, OR and NOT; else ``facts`` are the facts it reads. ``doubt`` is
    the count whose sure and possible value differ.
    """

    below: tuple[int, ...] = ()
    facts: tuple[str, ...] = ()
    doubt: str | None = None


@dataclass(frozen=True)
class Compiled:
    """The function in two forms: over a mapping of facts, and over a tuple in the order of ``facts``.

    Both take the named numbers as a tuple in the order of ``numbers`` and return the codes of all ``parts``; that of
    condition number *i* is at ``places[i]``.
    """

    facts: tuple[str, ...]
    numbers: tuple[str, ...]
    places: tuple[int, ...]
    parts: tuple[Part, ...]
    of_mapping: OfMapping
    of_tuple: OfTuple
    source: str

    def missing(self, place: int, codes: Codes, values: Mapping[str, FactValue]) -> tuple[str, ...]:
        """Name the unknown facts that keep the part at a place from being decided, as ``evaluate.missing`` does."""
        found: dict[str, None] = {}
        self._missing(place, codes, values, found)
        return tuple(found)

    def _missing(self, place: int, codes: Codes, values: Mapping[str, FactValue], found: dict[str, None]) -> None:
        if codes[place] != UNKNOWN:
            return
        part = self.parts[place]
        for below in part.below:
            self._missing(below, codes, values, found)
        for name in part.facts:
            if values.get(name) is None:
                found[name.removesuffix(POSSIBLE)] = None
        if part.doubt:
            found[part.doubt] = None


def compile_conditions(conditions: Sequence[Node], boolean_facts: frozenset[str]) -> Compiled:
    """Compile type-checked, bound conditions; ``boolean_facts`` are the facts of type bool."""
    return Writer(boolean_facts).compile(conditions)


def code_of(truth: bool | None) -> int:
    """Return the code of a truth value."""
    return UNKNOWN if truth is None else TRUE if truth else FALSE


class Writer:
    """Writes the code of conditions; ``lines`` is where the next statement goes."""

    def __init__(self, boolean_facts: frozenset[str]) -> None:
        self.boolean_facts = boolean_facts
        self.lines: list[str] = []
        self.made: dict[tuple[Node, str | None], int] = {}
        self.parts: list[Part] = []
        self.facts: dict[str, str] = {}
        self.numbers: dict[str, str] = {}

    def compile(self, conditions: Sequence[Node]) -> Compiled:
        """Write one function that computes every part of the conditions."""
        self.name_leaves(conditions)
        places = tuple(self.place(condition) for condition in conditions)
        body = [*self.lines, f"return ({''.join(f't{place}, ' for place in range(len(self.parts)))})"]
        gets = [f"{name} = get({fact!r})" for fact, name in self.facts.items()]
        source, of_mapping, of_tuple = self.functions([*gets, *body], body)
        facts, numbers = tuple(self.facts), tuple(self.numbers)
        return Compiled(facts, numbers, places, tuple(self.parts), of_mapping, of_tuple, source)

    def name_leaves(self, conditions: Sequence[Node]) -> None:
        """Give every fact and number of the conditions its variable."""
        for condition in conditions:
            for part in walk(condition):
                if isinstance(part, Fact):
                    self.facts.setdefault(part.name, f"f{len(self.facts)}")
                elif isinstance(part, Named):
                    self.numbers.setdefault(part.name, f"n{len(self.numbers)}")

    def functions(self, over_mapping: list[str], over_tuple: list[str]) -> tuple[str, OfMapping, OfTuple]:
        """Return the text of both forms of the function, and the functions."""
        numbers = [f"{''.join(f'{name}, ' for name in self.numbers.values())} = numbers"] if self.numbers else []
        facts = [f"{''.join(f'{name}, ' for name in self.facts.values())} = values"] if self.facts else []
        source = _function("of_mapping", ["get = values.get", *numbers, *over_mapping])
        source += _function("of_tuple", [*facts, *numbers, *over_tuple])
        space: dict[str, Callable[..., Codes]] = {}
        exec(compile(source, "<rules>", "exec"), {"N": _NOT, "__builtins__": {}}, space)  # noqa: S102 - see module text
        return source, space["of_mapping"], space["of_tuple"]

    def place(self, node: Node) -> int:
        """Return the number of the variable that holds the code of a condition, writing it on first use."""
        key = (node, node.doubt if isinstance(node, Null) else None)
        if key not in self.made:
            code = self.code(node)
            self.made[key] = len(self.parts)
            self.lines.append(f"t{len(self.parts)} = {code}")
            self.parts.append(self.part(node))
        return self.made[key]

    def part(self, node: Node) -> Part:
        """Return what one looks at when the part is unknown."""
        if isinstance(node, And | Or | Not):
            return Part(below=tuple(self.place(child) for child in children(node)))
        return Part(facts=fact_names(node), doubt=node.doubt if isinstance(node, Null) else None)

    def truth(self, node: Node) -> str:
        """Return the variable that holds the code of a condition."""
        return f"t{self.place(node)}"

    def operand(self, node: Node) -> str:
        """Return the code of a part of AND, OR or NOT."""
        return self.truth(node)

    def code(self, node: Node) -> str:
        """Return the expression that computes the code of a condition."""
        match node:
            case And(parts):
                return " & ".join(self.operand(part) for part in parts)
            case Or(parts):
                return " | ".join(self.operand(part) for part in parts)
            case Not(part):
                return f"N[{self.operand(part)}]"
            case Boolean(value):
                return str(TRUE if value else FALSE)
            case Fact(name):
                fact = self.facts[name]
                return f"3 if {fact} is True else 0 if {fact} is False else 1"
            case Compare():
                return self.compare(node)
            case In(part, choices, negated):
                literals = ", ".join(self.value(choice) for choice in choices)
                return self.known([part], f"{self.value(part)} {'not in' if negated else 'in'} {{{literals}}}")
            case Between(part, low, high, negated):
                both = And((Compare(">=", part, low), Compare("<=", part, high)))
                return self.code(Not(both) if negated else both)
            case IsNull(part, negated):
                return self.is_null(part, negated)
            case _:
                return str(UNKNOWN)

    def compare(self, node: Compare) -> str:
        """Return the expression for a comparison of conditions or of values."""
        op = _PYTHON_OPS[node.op]
        if self.is_condition(node.left):
            left, right = self.truth(node.left), self.truth(node.right)
            return f"1 if {left} == 1 or {right} == 1 else 3 if {left} {op} {right} else 0"
        return self.known([node.left, node.right], f"{self.value(node.left)} {op} {self.value(node.right)}")

    def is_null(self, part: Node, negated: bool) -> str:
        """Return the expression for IS [NOT] NULL."""
        when, otherwise = (FALSE, TRUE) if negated else (TRUE, FALSE)
        if self.is_condition(part):
            return f"{when} if {self.truth(part)} == 1 else {otherwise}"
        unknown = self.unknown([part])
        return f"{when} if {unknown} else {otherwise}" if unknown else str(otherwise)

    def known(self, parts: list[Node], test: str) -> str:
        """Return the code of a test that is unknown when one of its facts or numbers is."""
        unknown = self.unknown(parts)
        return f"1 if {unknown} else 3 if {test} else 0" if unknown else f"3 if {test} else 0"

    def unknown(self, parts: list[Node]) -> str:
        """Return the test whether a fact or number of the parts is unknown."""
        names = dict.fromkeys(
            self.value(leaf) for part in parts for leaf in walk(part) if isinstance(leaf, Fact | Named)
        )
        return " or ".join(f"{name} is None" for name in names)

    def is_condition(self, node: Node) -> bool:
        """True for what has a truth, False for integers and enum values."""
        if isinstance(node, Fact):
            return node.name in self.boolean_facts
        return not isinstance(node, Named | Integer | Text | Negative | Arithmetic)

    def value(self, node: Node) -> str:
        """Return the Python expression of an integer or enum value."""
        match node:
            case Fact(name):
                return self.facts[name]
            case Named(name):
                return self.numbers[name]
            case Negative(part):
                return f"-({self.value(part)})"
            case Arithmetic(op, left, right):
                return f"({self.value(left)} {op} {self.value(right)})"
            case Integer(value) | Text(value):
                return repr(value)
        raise TypeError(f"not a value: {node!r}")


def _function(name: str, body: list[str]) -> str:
    return f"def {name}(values, numbers):\n" + "".join(f"    {line}\n" for line in body)
