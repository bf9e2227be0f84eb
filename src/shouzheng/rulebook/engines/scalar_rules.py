"""All rules as one fast Python function: shared parts are computed once, and a rule's own parts only while it can fire.

Most contacts are outside most rules, and the parts that rules share (direction, who called) show it. So the shared
parts come first, the rules that need the same part stand together behind it, and behind ``if w7:`` the parts that only
that rule has. Codes are those of ``scalar``.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from typing import NamedTuple

from shouzheng.rulebook.engines.scalar import FALSE, TRUE, OfMapping, OfTuple, Part, Writer
from shouzheng.rulebook.files.facts import FactType
from shouzheng.rulebook.language.nodes import (
    And,
    Between,
    Boolean,
    Compare,
    Fact,
    In,
    Node,
    Not,
    Null,
    Or,
    children,
    fact_names,
    walk,
)
from shouzheng.rulebook.load import Rulebook


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


#: Levels of ``if`` around a group of rules, and inside one rule; Python reads no more than 100 in all. What lies deeper
#: is computed without asking first, which costs time and changes nothing.
_DEEPEST_GROUP, _DEEPEST_BLOCK = 24, 48


def compile_rules(rulebook: Rulebook) -> CompiledRules:
    """Compile all rules of a rulebook to one function."""
    booleans = frozenset(name for name, fact in rulebook.facts.items() if fact.type is FactType.BOOL)
    rules = [(rule.when, [each.node for each in rule.exceptions]) for rule in rulebook.rules]
    return _RuleWriter(booleans).rules(rules)


class _Rule(NamedTuple):
    """One rule on its way into the function: its shared parts (variables), its own parts, its exceptions."""

    number: int
    common: frozenset[str]
    own: list[Node]
    unless: list[Node]


class _RuleWriter(Writer):
    """``is_early`` while the parts are written that stand before all rules; ``guards`` counts the ``g`` variables."""

    is_early = True
    guards = 0

    def part(self, node: Node) -> Part:
        """Nobody asks a rule's function which part was unknown."""
        return Part()

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
        head, self.lines, self.is_early = self.lines, [], False
        mapping, plain = [*gets, *head], [*head]
        results: list[str] = []
        whens: list[str] = []
        when_places: dict[int, int] = {}
        conditions: list[_Rule] = []
        for index, (when, unless) in enumerate(rules):
            if when is None:
                results.append(str(FALSE))
                continue
            conditions.append(self.split(index, when, unless))
            results.append(f"c{index}" if unless else f"w{index}")
            if unless:
                when_places[index] = len(rules) + len(whens)
                whens.append(f"w{index}")
        zeros = [" = ".join([*dict.fromkeys(name for name in [*results, *whens] if name != str(FALSE)), str(FALSE)])]
        for body, have in ((mapping, set(fetched)), (plain, set(self.facts))):
            body += [*zeros, *self.group(conditions, None, have)]
        last = f"return ({''.join(f'{name}, ' for name in [*results, *whens])})"
        source, of_mapping, of_tuple = self.functions([*mapping, last], [*plain, last])
        return CompiledRules(tuple(self.facts), tuple(self.numbers), when_places, of_mapping, of_tuple, source)

    def split(self, index: int, when: Node, unless: list[Node]) -> _Rule:
        """Part a rule's AND into what stands computed already and what only this rule has."""
        parts = _flat(when)
        common = frozenset(f"t{self.made[part, None]}" for part in parts if (part, None) in self.made)
        return _Rule(index, common, [part for part in parts if (part, None) not in self.made], unless)

    def group(self, rules: Sequence[_Rule], guard: str | None, fetched: set[str], depth: int = 0) -> list[str]:
        """Return the lines of rules that all need ``guard``: what most of them also need is asked once, for all."""
        outside, have, waiting = dict(self.made), set(fetched), list(rules)
        lines = self.asked_by_several(rules, have)
        while waiting:
            counted = Counter(part for rule in waiting for part in sorted(rule.common))
            part, count = counted.most_common(1)[0] if counted else ("", 0)
            if count < 2 or depth >= _DEEPEST_GROUP:
                for rule in waiting:
                    lines += self.rule(rule, guard, have)
                break
            inside = [rule._replace(common=rule.common - {part}) for rule in waiting if part in rule.common]
            waiting = [rule for rule in waiting if part not in rule.common]
            name = part
            if guard is not None:
                self.guards += 1
                name = f"g{self.guards}"
                lines.append(f"{name} = {guard} & {part}")
            lines += [f"if {name}:", *("    " + line for line in self.group(inside, name, have, depth + 1))]
        self.made = outside
        return lines

    def asked_by_several(self, rules: Sequence[_Rule], have: set[str]) -> list[str]:
        """Return the lines for what several rules ask first; adds the facts that are fetched for it.

        Asked once for all is what two rules of this very group ask, and bare facts that three ask here or further in.
        """
        first = [(rule, _first_asked(rule.own)) for rule in rules if rule.own]
        here = Counter(part for rule, parts in first if not rule.common for part in parts)
        inside: Counter[Node] = Counter(part for _, parts in first for part in parts if isinstance(part, Fact))
        asked = [part for part in here | inside if here[part] > 1 or inside[part] > 2]
        lines: list[str] = []
        for part in sorted(asked, key=_cost):
            if not self.is_condition(part) or isinstance(part, Null | Boolean) or (part, None) in self.made:
                continue
            outside, self.lines = self.lines, []
            lines += self.fetch(part, have)
            self.place(part)
            lines += self.lines
            self.lines = outside
        return lines

    def fetch(self, part: Node, have: set[str]) -> list[str]:
        """Return the lines that fetch the facts of a part, without those that are at hand; adds them to ``have``."""
        wanted = dict.fromkeys(fact for fact in fact_names(part) if fact not in have)
        have.update(wanted)
        return [f"{self.facts[fact]} = get({fact!r})" for fact in wanted]

    def operand(self, node: Node) -> str:
        """Return the code of a part of AND, OR or NOT: what is used once needs no variable."""
        inline = isinstance(node, And | Or | Not | Fact | Compare | In | Between | Null)
        if self.is_early or (node, None) in self.made or not inline:
            return self.truth(node)
        code = self.code(node)
        return code if code.isidentifier() or code.isdigit() else f"({code})"

    def rule(self, rule: _Rule, guard: str | None, fetched: set[str]) -> list[str]:
        """Return the lines of one rule: ``w`` is its ``when``, ``c`` the whole; other facts are fetched as needed."""
        index = rule.number
        lines = [f"w{index} = {' & '.join(filter(None, [guard, *sorted(rule.common)])) or TRUE}"]
        lines += self.block(f"w{index}", rule.own, fetched, negated=False)
        if rule.unless:
            lines.append(f"c{index} = w{index}")
            lines += self.block(f"c{index}", rule.unless, fetched, negated=True)
        return lines

    def block(self, name: str, parts: list[Node], fetched: set[str], *, negated: bool) -> list[str]:
        """Return ``if name:`` with the parts that only this rule has, joined by AND, each only while it can matter."""
        outside, known, have = self.lines, dict(self.made), set(fetched)
        lines: list[str] = []
        for depth, part in enumerate(sorted(parts, key=_cost)):
            self.lines = []
            gets = self.fetch(part, have)
            code = self.operand(part)
            joined = f"{name} &= {f'N[{code}]' if negated else code}"
            level = min(depth, _DEEPEST_BLOCK)
            if depth == level:
                lines.append("    " * level + f"if {name}:")
            lines += ["    " * (level + 1) + line for line in [*gets, *self.lines, joined]]
        self.lines, self.made = outside, known
        return lines


def _first_asked(own: list[Node]) -> set[Node]:
    """Return the condition that a rule's own lines begin with, and all that it is made of."""
    return {*walk(min(own, key=_cost))}


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
