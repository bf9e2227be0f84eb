"""Named groups of enum values (``[fact.<name>.sets]`` in ``facts.toml``): written once, listed by name in conditions.

``recipient_role IN ('third_person', 'spouse')`` becomes the list of all roles in the group, and the spouse, before the
condition is type-checked: every engine, sentence and SQL text sees plain values.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace

from shouzheng.rulebook.files.facts import FactDefinition
from shouzheng.rulebook.language.nodes import And, Fact, In, IsNull, Node, Not, Or, Text


def open_sets(node: Node, facts: Mapping[str, FactDefinition]) -> Node:
    """Return the tree with every named group in an ``IN`` list replaced by its values."""
    match node:
        case And(parts) | Or(parts):
            return replace(node, parts=tuple(open_sets(part, facts) for part in parts))
        case Not(part) | IsNull(part):
            return replace(node, part=open_sets(part, facts))
        case In(Fact(name), choices) if name in facts and facts[name].sets:
            return replace(node, choices=tuple(_opened(choices, facts[name])))
    return node


def _opened(choices: tuple[Node, ...], fact: FactDefinition) -> list[Node]:
    found: list[Node] = []
    for choice in choices:
        names = fact.members(choice.value) if isinstance(choice, Text) else None
        found += [choice] if names is None else [Text(value, choice.at) for value in names]
    return list(dict.fromkeys(found))
