"""All rules as one fast Python function: shared parts are computed once, and a rule's own parts only while it can fire.

Most contacts are outside most rules, and the parts that rules share (direction, who called) show it. So the shared
parts come first, and behind ``if w7:`` the parts that only that rule has. Codes are those of ``scalar``.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass

from shouzheng.rulebook.facts_file import FactType
from shouzheng.rulebook.load import Rulebook
from shouzheng.rulebook.nodes import And, Fact, Node, children, fact_names, walk
from shouzheng.rulebook.scalar import FALSE, TRUE, OfMapping, OfTuple, Writer


@dataclass(frozen=True)
class CompiledRules:
    """The function over a mapping or over a tuple in the order of ``facts``; numbers in the order of ``numbers``.

    It returns the code of every rule, in the order of the rulebook, and behind them the codes of ``when`` alone for the
    rules that have exceptions: ``when_places`` says where. A rule without a condition is 0.
    """

    facts: tuple[str, ...]
    numbers: tuple[str, ...]
    when_places: dict[int, int]
    of_mapping: OfMapping
    of_tuple: OfTuple
    source: str


def compile_rules(rulebook: Rulebook) -> CompiledRules:
    """Compile all rules of a rulebook to one function."""
    booleans = frozenset(name for name, fact in rulebook.facts.items() if fact.type is FactType.BOOL)
    rules = [(rule.when, [each.node for each in rule.exceptions]) for rule in rulebook.rules]
    return _RuleWriter(booleans).rules(rules)


class _RuleWriter(Writer):
    def rules(self, rules: Sequence[tuple[Node | None, list[Node]]]) -> CompiledRules:
        trees = [[when, *unless] for when, unless in rules if when is not None]
        self.name_leaves([tree for group in trees for tree in group])
        self.shared = _in_several([{part for tree in group for part in walk(tree)} for group in trees])
        # AND and OR themselves are joined in the rule's own lines: an eager one would compute parts nobody asked for.
        early = [part for group in trees for tree in group for part in _outermost(tree, self.shared)]
        fetched = list(dict.fromkeys(name for part in early for name in fact_names(part)))
        gets = [f"{self.facts[name]} = get({name!r})" for name in fetched]
        for part in early:
            self.place(part)
        head, self.lines = self.lines, []
        mapping, plain = [*gets, *head], [*head]
        results: list[str] = []
        whens: list[str] = []
        when_places: dict[int, int] = {}
        for index, (when, unless) in enumerate(rules):
            if when is None:
                results.append(str(FALSE))
                continue
            for body, late in ((mapping, True), (plain, False)):
                body += self.rule(index, when, unless, set(fetched) if late else set(self.facts))
            results.append(f"c{index}" if unless else f"w{index}")
            if unless:
                when_places[index] = len(rules) + len(whens)
                whens.append(f"w{index}")
        last = f"return ({''.join(f'{name}, ' for name in [*results, *whens])})"
        source, of_mapping, of_tuple = self.functions([*mapping, last], [*plain, last])
        return CompiledRules(tuple(self.facts), tuple(self.numbers), when_places, of_mapping, of_tuple, source)

    def rule(self, index: int, when: Node, unless: list[Node], fetched: set[str]) -> list[str]:
        """Return the lines of one rule: ``w`` is its ``when``, ``c`` the whole; other facts are fetched as needed."""
        parts = _flat(when)
        common = [f"t{self.made[part, None]}" for part in parts if (part, None) in self.made]
        own = [part for part in parts if (part, None) not in self.made]
        lines = [f"w{index} = {' & '.join(common) or TRUE}"]
        lines += self.block(f"w{index}", own, fetched, negated=False)
        if unless:
            lines.append(f"c{index} = w{index}")
            lines += self.block(f"c{index}", unless, fetched, negated=True)
        return lines

    def block(self, name: str, parts: list[Node], fetched: set[str], *, negated: bool) -> list[str]:
        """Return ``if name:`` with the parts that only this rule has, joined by AND, each only while it can matter."""
        outside, known, have = self.lines, dict(self.made), set(fetched)
        lines: list[str] = []
        for depth, part in enumerate(sorted(parts, key=_cost)):
            self.lines = []
            wanted = dict.fromkeys(fact for fact in fact_names(part) if fact not in have)
            have.update(wanted)
            code = self.truth(part)
            gets = [f"{self.facts[fact]} = get({fact!r})" for fact in wanted]
            joined = f"{name} &= {f'N[{code}]' if negated else code}"
            lines.append("    " * depth + f"if {name}:")
            lines += ["    " * (depth + 1) + line for line in [*gets, *self.lines, joined]]
        self.lines, self.made = outside, known
        return lines


def _cost(part: Node) -> int:
    """Order of asking: a bare fact first (an act that most words do not show), what is made of many parts last."""
    return sum(1 for _ in walk(part))


def _in_several(groups: list[set[Node]]) -> set[Node]:
    """Return the parts that stand in more than one rule."""
    counted = Counter(part for group in groups for part in group)
    return {part for part, count in counted.items() if count > 1}


def _flat(node: Node) -> list[Node]:
    """Return the parts of nested ANDs."""
    return [inner for part in node.parts for inner in _flat(part)] if isinstance(node, And) else [node]


def _outermost(tree: Node, shared: set[Node]) -> list[Node]:
    """Return the conditions inside a tree's ANDs that other rules have as well; values alone are no conditions."""
    return [part for part in _flat(tree) if part in shared and (children(part) or isinstance(part, Fact))]
