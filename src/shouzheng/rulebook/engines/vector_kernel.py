"""Writes the numpy kernel: from the trees of all conditions one function over columns, equal parts computed once.

A condition is a pair of masks ("is TRUE", "is FALSE"), packed eight events to a byte (``vector_bits``). The generated
text holds only our own variable names, integers and operators.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from shouzheng.rulebook.files.facts import FactDefinition, FactType
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
    Or,
    Text,
    walk,
)

if TYPE_CHECKING:
    from numpy.typing import NDArray

    Array = NDArray[Any]
    Masks = tuple[Array, Array]

_PYTHON_OPS = {"=": "==", "<>": "!=", "<": "<", "<=": "<=", ">": ">", ">=": ">="}
_NOTHING, _EVERYTHING = "nothing", "everything"


@dataclass(frozen=True)
class Kernel:
    """The function and what it wants: one values array and one packed mask per fact, one (value, mask) per number.

    Values of a boolean fact may be packed as well.
    """

    facts: tuple[str, ...]
    numbers: tuple[str, ...]
    source: str
    run: Callable[[Sequence[Array], Sequence[Array], Sequence[tuple[Any, Array]], Array], list[Masks]]


def compile_kernel(conditions: Sequence[Node], facts: Mapping[str, FactDefinition]) -> Kernel:
    """Compile type-checked, bound conditions; the kernel returns one pair of masks for each (needs numpy)."""
    return _KernelWriter(facts).compile(conditions)


class _KernelWriter:
    """Writes one pair of masks for each different part of the conditions."""

    def __init__(self, facts: Mapping[str, FactDefinition]) -> None:
        self.definitions = facts
        self.facts: dict[str, int] = {}
        self.numbers: dict[str, int] = {}
        self.tables: list[list[bool]] = []
        self.made: dict[Node, tuple[str, str]] = {}
        self.lines: list[str] = []

    def compile(self, conditions: Sequence[Node]) -> Kernel:
        """Compile type-checked, bound conditions; the kernel returns one pair of masks for each."""
        import numpy

        for condition in conditions:
            for part in walk(condition):
                if isinstance(part, Fact):
                    self.facts.setdefault(part.name, len(self.facts))
                elif isinstance(part, Named):
                    self.numbers.setdefault(part.name, len(self.numbers))
        results = ", ".join("({}, {})".format(*self.masks(condition)) for condition in conditions)
        unpack = [*_unpack("values", "v", self.facts), *_unpack("known", "k", self.facts)]
        unpack += [f"{_NOTHING} = {_EVERYTHING} ^ 255", *_unpack("numbers", "n", self.numbers)]
        body = [*unpack, *self.lines, f"return [{results}]"]
        source = f"def run(values, known, numbers, {_EVERYTHING}):\n" + "".join(f"    {line}\n" for line in body)
        tables = [numpy.array(table) for table in self.tables]
        scope = {"pack": _pack, "look": numpy.take, "tables": tables, "__builtins__": {}}
        space: dict[str, Callable[..., list[Masks]]] = {}
        exec(compile(source, "<kernel>", "exec"), scope, space)  # noqa: S102 - see module text
        return Kernel(tuple(self.facts), tuple(self.numbers), source, space["run"])

    def masks(self, node: Node) -> tuple[str, str]:
        """Return the names of the two masks of a condition, writing them on first use."""
        if node not in self.made:
            if isinstance(node, Not):
                true, false = self.masks(node.part)
                self.made[node] = (false, true)
            else:
                self.made[node] = self.write(node)
        return self.made[node]

    def write(self, node: Node) -> tuple[str, str]:
        match node:
            case And(parts) | Or(parts):
                pairs = [self.masks(part) for part in parts]
                ands, ors = " & ", " | "
                on_true, on_false = (ands, ors) if isinstance(node, And) else (ors, ands)
                return self.assign(on_true.join(p[0] for p in pairs), on_false.join(p[1] for p in pairs))
            case Boolean(value):
                return (_EVERYTHING, _NOTHING) if value else (_NOTHING, _EVERYTHING)
            case Fact(name):
                return self.tested(f"v{self.facts[name]}", [node])
            case In():
                return self.inside(node)
            case Between(part, low, high, negated):
                both = And((Compare(">=", part, low), Compare("<=", part, high)))
                return self.masks(Not(both) if negated else both)
            case Compare():
                return self.compare(node)
            case IsNull(part, negated):
                known = "({} | {})".format(*self.masks(part)) if self.is_condition(part) else self.known([part])
                pair = self.assign(f"~{known}", known)
                return (pair[1], pair[0]) if negated else pair
            case _:
                return _NOTHING, _NOTHING

    def assign(self, true: str, false: str) -> tuple[str, str]:
        number = len(self.lines)
        self.lines.append(f"t{number}, f{number} = {true}, {false}")
        return f"t{number}", f"f{number}"

    def tested(self, test: str, parts: Sequence[Node]) -> tuple[str, str]:
        """Write the masks of a test that holds where its facts and numbers are known."""
        number, known = len(self.lines), self.known(parts)
        self.lines.append(f"k = {known}; t{number} = pack({test}, {_EVERYTHING}) & k; f{number} = k & ~t{number}")
        return f"t{number}", f"f{number}"

    def compare(self, node: Compare) -> tuple[str, str]:
        if self.is_condition(node.left):
            (true, false), (also_true, also_false) = self.masks(node.left), self.masks(node.right)
            equal = f"({true} & {also_true}) | ({false} & {also_false})"
            differ = f"({true} & {also_false}) | ({false} & {also_true})"
            return self.assign(equal, differ) if node.op == "=" else self.assign(differ, equal)
        enum = next((p for p in (node.left, node.right) if isinstance(p, Fact) and self.is_enum(p)), None)
        left, right = self.value(node.left, enum), self.value(node.right, enum)
        return self.tested(f"{left} {_PYTHON_OPS[node.op]} {right}", [node.left, node.right])

    def inside(self, node: In) -> tuple[str, str]:
        part = node.part
        if isinstance(part, Fact) and self.is_enum(part):
            chosen = {choice.value for choice in node.choices if isinstance(choice, Text)}
            self.tables.append([value in chosen for value in self.definitions[part.name].values])
            test = f"look(tables[{len(self.tables) - 1}], {self.value(part)}, mode='clip')"
        else:
            test = " | ".join(f"({self.value(part)} == {self.value(choice)})" for choice in node.choices)
        true, false = self.tested(test, [part])
        return (false, true) if node.negated else (true, false)

    def known(self, parts: Sequence[Node]) -> str:
        """Return the mask of events for which all facts and numbers of these integer or enum parts have a value."""
        leaves = [leaf for part in parts for leaf in walk(part)]
        names = [f"k{self.facts[leaf.name]}" for leaf in leaves if isinstance(leaf, Fact)]
        names += [f"n{self.numbers[leaf.name]}[1]" for leaf in leaves if isinstance(leaf, Named)]
        return f"({' & '.join(dict.fromkeys(names)) or _EVERYTHING})"

    def is_enum(self, fact: Fact) -> bool:
        return self.definitions[fact.name].type is FactType.ENUM

    def is_condition(self, node: Node) -> bool:
        if isinstance(node, Fact):
            return self.definitions[node.name].type is FactType.BOOL
        return not isinstance(node, Named | Integer | Text | Negative | Arithmetic)

    def value(self, node: Node, enum: Fact | None = None) -> str:
        match node:
            case Fact(name):
                return f"v{self.facts[name]}"
            case Named(name):
                return f"n{self.numbers[name]}[0]"
            case Negative(part):
                return f"-({self.value(part)})"
            case Arithmetic(op, left, right):
                return f"({self.value(left)} {op} {self.value(right)})"
            case Integer(number):
                return f"({number})"
            case Text(text) if enum is not None:
                return str(self.definitions[enum.name].values.index(text))
        raise TypeError(f"not a value: {node!r}")


def _unpack(source: str, prefix: str, names: Mapping[str, int]) -> list[str]:
    return [f"{''.join(f'{prefix}{place}, ' for place in names.values())} = {source}"] if names else []


def _pack(test: Any, everything: Array) -> Array:
    """Pack a test of many events, or spread one that is the same for all (it compared only numbers)."""
    import numpy

    from shouzheng.rulebook.engines import vector_bits as bits

    if isinstance(test, numpy.ndarray) and test.ndim:
        return bits.pack(test)
    return everything if test else everything ^ bits.FULL
