"""The signs of a lexicon as arrays: one row for each sign, with lists of what guards it."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

import numpy as np

from shouzheng.model.case import Role
from shouzheng.model.reading import EntityKind
from shouzheng.reading.column.flat import Array
from shouzheng.reading.column.looks import Chains, Lists
from shouzheng.reading.entries import Lexicon
from shouzheng.reading.labels import ACT_LABELS
from shouzheng.reading.signs import Ready, Sign

#: Roles by the number that stands for them here.
ROLES = tuple(Role)
#: Kinds of entities by the number that stands for them here.
KINDS = tuple(EntityKind)


class ConditionSets:
    """Sets of conditions as rows of bits, beside the conditions that occur in each text as rows of bits."""

    def __init__(self, sets: Sequence[Iterable[int]], total: int) -> None:
        self.total = total
        marks = np.zeros((len(sets), total), dtype=bool)
        for index, numbers in enumerate(sets):
            marks[index, list(numbers)] = True
        self.empty = ~marks.any(axis=1)
        self.bits = np.packbits(marks, axis=1)

    def occur(self, occurring: Array, sets: Array, rows: Array) -> Array:
        """Return whether one of the conditions of ``sets[i]`` occurs in text ``rows[i]``."""
        answer: Array = np.any(self.bits[sets] & occurring[rows], axis=1)
        return answer


def occurring(numbers: Array, rows: Array, total: int, texts: int) -> Array:
    """Return for each text the conditions found in it, as rows of bits."""
    marks = np.zeros((texts, total), dtype=bool)
    marks[rows, numbers] = True
    return np.packbits(marks, axis=1)


class Needs:
    """Which conditions each sign asks about, so that only these are looked for in a text."""

    def __init__(self, sets: Sequence[Iterable[int]], disguise: Iterable[int], total: int) -> None:
        self._signs = ConditionSets(sets, total).bits
        self._disguise = ConditionSets([disguise], total).bits[0]

    def of_rows(self, rows: Array, signs: Array, marked: Array, texts: int) -> Array:
        """Return for each text, as rows of bits, what the signs in it ask about; ``marked`` are texts with marks."""
        bits = np.zeros((texts, self._signs.shape[1]), dtype=np.uint8)
        order = np.argsort(rows, kind="stable")
        rows = rows[order]
        first = np.flatnonzero(np.diff(rows, prepend=-1))
        if len(first):
            bits[rows[first]] = np.bitwise_or.reduceat(self._signs[signs[order]], first, axis=0)
        bits[marked] |= self._disguise
        return bits


class SignTables:
    """All signs of a lexicon, those of acts first, then those of elements; patterns and entities point to them."""

    def __init__(self, lexicon: Lexicon, left: Chains, right: Chains, conditions: int) -> None:
        acts = [(act, sign) for act in lexicon.acts for sign in act.signs]
        elements = [(number, sign) for number, spec in enumerate(lexicon.elements) for sign in spec.signs]
        self.signs: list[Sign] = [sign for _, sign in acts] + [sign for _, sign in elements]
        self.acts = len(acts)
        labels = [ACT_LABELS.index(act.label) for act, _ in acts]
        self.label = np.array(labels + [number for number, _ in elements], dtype=np.int64)
        self.commentary = np.array([act.commentary for act, _ in acts] + [False] * len(elements), dtype=bool)
        self.names = sorted({sign.id for sign in self.signs})
        self.name = np.array([self.names.index(sign.id) for sign in self.signs], dtype=np.int64)
        self._by_pattern(lexicon)
        kinds = [-1 if sign.entity is None else KINDS.index(sign.entity) for sign in self.signs]
        self.of_kind = Lists([[s for s, kind in enumerate(kinds) if kind == number] for number in range(len(KINDS))])
        self.fits = np.array([[sign.addressee.fits(role) for role in ROLES] for sign in self.signs], dtype=bool)
        self.asks = np.array([[sign.asks(role) for role in ROLES] for sign in self.signs], dtype=bool)
        self.contexts = ConditionSets([sign.contexts for sign in self.signs], conditions)
        self.not_with = ConditionSets([sign.not_with for sign in self.signs], conditions)
        self._add_guards(left, right)
        rule = lexicon.commentary
        asked = [
            {*s.contexts, *s.not_with, *(n for g in s.guards for n in (*g.earlier, *g.in_sentence))} for s in self.signs
        ]
        quoting = {*rule.about, *rule.addressed}
        sets = [some | quoting if speaks else some for some, speaks in zip(asked, self.commentary, strict=True)]
        self.needs = Needs(sets, lexicon.disguise, conditions)

    def _by_pattern(self, lexicon: Lexicon) -> None:
        numbers = {sign.pattern: index for index, sign in enumerate(self.signs) if sign.pattern is not None}
        if len(numbers) != sum(sign.pattern is not None for sign in self.signs):
            raise ValueError("a pattern belongs to two signs")
        self.of_pattern = np.full(max(numbers, default=-1) + 1, -1, dtype=np.int64)
        self.of_pattern[list(numbers)] = list(numbers.values())
        self.pattern_fits = np.array([[s.addressee.fits(role) for role in ROLES] for s in self.signs])[self.of_pattern]
        parts = lexicon.matcher.parts()
        self.one_part = np.array([s.pattern is None or parts[s.pattern] == 1 for s in self.signs], dtype=bool)

    def _add_guards(self, left: Chains, right: Chains) -> None:
        def numbered(chains: Chains, some: Iterable[Ready]) -> list[int]:
            return list(dict.fromkeys(chains.add(ready.looks) for ready in some))

        signs = self.signs
        self.guard_before = Lists([numbered(left, (r for g in s.guards for r in g.before)) for s in signs])
        self.guard_after = Lists([numbered(right, (r for g in s.guards for r in g.after)) for s in signs])
        self.beside_before = Lists([numbered(left, s.before) for s in signs])
        self.beside_after = Lists([numbered(right, s.after) for s in signs])
        self.earlier = Lists([sorted({n for g in s.guards for n in g.earlier}) for s in signs])
        self.in_sentence = Lists([sorted({n for g in s.guards for n in g.in_sentence}) for s in signs])
        inside = [tuple(sorted({word for g in s.guards for word in g.inside})) for s in signs]
        self.inside_sets = sorted(set(inside))
        self.inside = np.array([self.inside_sets.index(words) for words in inside], dtype=np.int64)
        self.has_inside = np.array([bool(words) for words in inside], dtype=bool)
