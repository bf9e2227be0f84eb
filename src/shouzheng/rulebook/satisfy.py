"""Searches for facts that make a condition TRUE (or FALSE), over the boundary values of each fact."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from itertools import product

from shouzheng.model.verdict import FactValue
from shouzheng.rulebook.domains import candidates
from shouzheng.rulebook.engines.interpreter import Numbers, evaluate
from shouzheng.rulebook.files.facts import POSSIBLE, FactDefinition
from shouzheng.rulebook.language.nodes import And, IsNull, Node, Not, Or, fact_names

#: Steps after which a search gives up and the condition counts as satisfiable: nothing is reported on a guess.
BUDGET = 50_000


class _OutOfSteps(Exception):
    """The search has used its budget."""


def can_be(node: Node, facts: Mapping[str, FactDefinition], numbers: Numbers, *, wanted: bool) -> bool:
    """Return False only when no combination of boundary values gives the wanted truth."""
    try:
        return next(_Search(node, facts, numbers).solve(node, wanted, {}), None) is not None
    except _OutOfSteps:
        return True


class _Search:
    """Depth-first: parts of an AND one after the other, each extending the facts chosen so far."""

    def __init__(self, node: Node, facts: Mapping[str, FactDefinition], numbers: Numbers) -> None:
        self.tries = candidates(node, facts, numbers)
        self.numbers = numbers
        self.steps = 0

    def solve(self, node: Node, wanted: bool, chosen: dict[str, FactValue]) -> Iterator[dict[str, FactValue]]:
        match node:
            case Not(part):
                yield from self.solve(part, not wanted, chosen)
            case And(parts) | Or(parts):
                every = isinstance(node, And) is wanted
                yield from self.all_of(parts, wanted, chosen) if every else self.any_of(parts, wanted, chosen)
            case _:
                yield from self.leaf(node, wanted, chosen)

    def all_of(
        self, parts: tuple[Node, ...], wanted: bool, chosen: dict[str, FactValue]
    ) -> Iterator[dict[str, FactValue]]:
        if not parts:
            yield chosen
            return
        for extended in self.solve(parts[0], wanted, chosen):
            yield from self.all_of(parts[1:], wanted, extended)

    def any_of(
        self, parts: tuple[Node, ...], wanted: bool, chosen: dict[str, FactValue]
    ) -> Iterator[dict[str, FactValue]]:
        for part in parts:
            yield from self.solve(part, wanted, chosen)

    def leaf(self, node: Node, wanted: bool, chosen: dict[str, FactValue]) -> Iterator[dict[str, FactValue]]:
        free = [name for name in fact_names(node) if name not in chosen]
        nothing: tuple[FactValue, ...] = (None,) if isinstance(node, IsNull) else ()
        for values in product(*(self.tries[name] + nothing for name in free)):
            self.steps += 1
            if self.steps > BUDGET:
                raise _OutOfSteps
            extended = {**chosen, **dict(zip(free, values, strict=True))}
            if any(_impossible(name, extended) for name in free):
                continue
            if evaluate(node, extended, self.numbers) is wanted:
                yield extended


def _impossible(name: str, chosen: Mapping[str, FactValue]) -> bool:
    """True when more contacts are sure than possible."""
    count = name.removesuffix(POSSIBLE)
    sure, possible = chosen.get(count), chosen.get(count + POSSIBLE)
    return isinstance(sure, int) and isinstance(possible, int) and sure > possible
