"""Reads what all lexicon files share: patterns, guards, signs, examples."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field, replace
from typing import TypeVar

from shouzheng.model.case import Role
from shouzheng.model.reading import EntityKind
from shouzheng.model.words import Words
from shouzheng.reading.entries import Example
from shouzheng.reading.fold import FoldTable, fold
from shouzheng.reading.labels import GUIDELINE_ACTS, Addressee
from shouzheng.reading.located import Key, Sheet
from shouzheng.reading.matcher import look_left, look_right
from shouzheng.reading.pattern import Pattern, PatternError, Side, parse
from shouzheng.reading.problems import MISSING_KEY, TWICE, UNKNOWN_NAME, WRONG_PATTERN, WRONG_VALUE
from shouzheng.reading.signs import Guard, Ready, Sign
from shouzheng.reading.word_sets import WordSets

GUARD_KEYS = ("unless_before", "unless_after", "unless_inside", "unless_earlier", "unless_in_sentence")
_SIGN_KEYS = frozenset(("id", "only_with", "not_with", "unless", "addressee", "guideline", *GUARD_KEYS))
_PATTERN_KEYS = _SIGN_KEYS | {"find"}
_DERIVE_KEYS = _SIGN_KEYS | {"entity", "before", "after"}

_T = TypeVar("_T")


@dataclass
class Build:
    """What is collected while the files of one folder are read."""

    table: FoldTable
    words: WordSets
    patterns: list[Pattern] = field(default_factory=list)
    conditions: list[Pattern] = field(default_factory=list)
    guards: dict[str, Guard] = field(default_factory=dict)
    contexts: dict[str, tuple[int, ...]] = field(default_factory=dict)
    settled: set[str] = field(default_factory=set)  # contexts that need no words where the debtor is addressed


class SignReader:
    """Reads patterns, guards, signs and examples of one file, reporting problems at their lines."""

    def __init__(self, sheet: Sheet, build: Build) -> None:
        self.sheet = sheet
        self.build = build

    def pattern(self, source: str, side: Side, *keys: Key) -> Pattern | None:
        """Parse one pattern; ``None`` (and a report) when it is not in the language or could not be found."""
        table = self.build.table
        try:
            pattern = parse(source, self.build.words.__getitem__, lambda word: fold(word, table).text, side)
        except PatternError as error:
            self._wrong(source, error.column, error.detail, *keys)
            return None
        if side == "find" and pattern.anchor is None:
            self._wrong(source, 1, "no place where every word has two characters, by which it could be found", *keys)
            return None
        return pattern

    def _wrong(self, source: str, column: int, detail: str, *keys: Key) -> None:
        self.sheet.report(WRONG_PATTERN, *keys, at=source, pattern=source, column=str(column), detail=detail)

    def numbers(
        self, table: Mapping[str, object], key: str, *keys: Key, among: list[Pattern] | None = None
    ) -> tuple[int, ...]:
        """Add a list of patterns to those sought (conditions, unless ``among`` is given); returns their numbers."""
        sought = self.build.conditions if among is None else among
        parsed = [self.pattern(source, "find", *keys, key) for source in self.sheet.texts(table, key, *keys)]
        first = len(sought)
        sought.extend(pattern for pattern in parsed if pattern is not None)
        return tuple(range(first, len(sought)))

    def ready(self, table: Mapping[str, object], key: str, side: Side, *keys: Key) -> tuple[Ready, ...]:
        """Return the patterns in a list, ready for looking to one side of a place."""
        found = []
        for source in self.sheet.texts(table, key, *keys):
            pattern = self.pattern(source, side, *keys, key)
            if pattern is not None:
                looks = look_left(pattern.parts, pattern.tail) if side == "before" else look_right(pattern.parts)
                found.append(Ready(source, looks))
        return tuple(found)

    def guard(self, table: Mapping[str, object], *keys: Key) -> Guard:
        """Return the guard that the ``unless_…`` keys of a table declare."""
        inside: list[str] = []
        for source in self.sheet.texts(table, "unless_inside", *keys):
            pattern = self.pattern(source, "inside", *keys, "unless_inside")
            if pattern is not None and len(pattern.parts) != 1:
                self._wrong(source, 1, "unless_inside takes words without a gap", *keys, "unless_inside")
            elif pattern is not None:
                inside.extend(pattern.parts[0].words)
        return Guard(
            before=self.ready(table, "unless_before", "before", *keys),
            after=self.ready(table, "unless_after", "after", *keys),
            inside=tuple(inside),
            earlier=self.numbers(table, "unless_earlier", *keys),
            in_sentence=self.numbers(table, "unless_in_sentence", *keys),
        )

    def named_guards(self, table: Mapping[str, object], *keys: Key) -> tuple[Guard, ...]:
        """Return the guards that ``unless`` names."""
        return tuple(self._named(table, "unless", self.build.guards, "排除条件", "guard", *keys))

    def contexts(self, table: Mapping[str, object], key: str, *keys: Key) -> tuple[int, ...]:
        """Return the numbers of the patterns of the contexts that ``only_with`` or ``not_with`` names."""
        found = self._named(table, key, self.build.contexts, "语境", "context", *keys)
        return tuple(number for numbers in found for number in numbers)

    def _named(
        self, table: Mapping[str, object], key: str, known: Mapping[str, _T], zh: str, en: str, *keys: Key
    ) -> Iterator[_T]:
        for name in self.sheet.texts(table, key, *keys):
            if name in known:
                yield known[name]
            else:
                self.sheet.report(UNKNOWN_NAME, *keys, key, at=name, name=name, what_zh=zh, what_en=en)

    def signs(self, table: Mapping[str, object], owner: str, addressee: Addressee, *keys: Key) -> tuple[Sign, ...]:
        """Return the signs of an act or element: its ``[[pattern]]`` and ``[[derive]]`` tables."""
        general = self.named_guards(table, *keys)
        signs: list[Sign] = []
        seen: dict[str, str] = {}
        for kind, allowed in (("pattern", _PATTERN_KEYS), ("derive", _DERIVE_KEYS)):
            for index, raw in enumerate(self.sheet.tables(table, kind, *keys)):
                here = (*keys, kind, index)
                entry = self.sheet.table(raw, allowed, *here)
                name = self.sheet.text(entry, "id", *here)
                if name in seen:
                    self.sheet.report(TWICE, *here, "id", what=name, first=seen[name])
                seen.setdefault(name, self.sheet.where(*here, "id"))
                signs.extend(self._sign(entry, f"{owner}/{name}", kind, general, addressee, *here))
        if not signs:
            self.sheet.report(MISSING_KEY, *keys, key="[[pattern]] / [[derive]]")
        return tuple(signs)

    def _sign(
        self, entry: Mapping[str, object], name: str, kind: str, general: tuple[Guard, ...], who: Addressee, *keys: Key
    ) -> Iterator[Sign]:
        own = self.guard(entry, *keys)
        guards = (*general, *self.named_guards(entry, *keys), *((own,) if own != Guard() else ()))
        contexts, not_with = self.contexts(entry, "only_with", *keys), self.contexts(entry, "not_with", *keys)
        chosen = self.sheet.choice(entry, "addressee", [a.value for a in Addressee], *keys, default=who.value)
        addressee = Addressee(chosen or who.value)
        settled = not self.build.settled.isdisjoint(self.sheet.texts(entry, "only_with", *keys))
        coarse = self.guideline(entry, *keys) if "guideline" in entry else None
        if kind == "derive":
            entity = self.sheet.choice(entry, "entity", [e.value for e in EntityKind], *keys)
            before, after = self.ready(entry, "before", "before", *keys), self.ready(entry, "after", "after", *keys)
            if entity:
                yield Sign(
                    name,
                    None,
                    EntityKind(entity),
                    guards,
                    contexts,
                    not_with,
                    addressee,
                    before,
                    after,
                    settled,
                    coarse,
                )
            return
        if not self.sheet.texts(entry, "find", *keys):
            self.sheet.report(MISSING_KEY, *keys, key="find")
        for number in self.numbers(entry, "find", *keys, among=self.build.patterns):
            yield Sign(name, number, None, guards, contexts, not_with, addressee, (), (), settled, coarse)

    def again(self, signs: Iterable[Sign]) -> tuple[Sign, ...]:
        """Return the same signs for another owner: each pattern is numbered anew, since a number has one owner."""
        patterns = self.build.patterns
        renewed: list[Sign] = []
        for sign in signs:
            number = None if sign.pattern is None else len(patterns)
            if sign.pattern is not None:
                patterns.append(patterns[sign.pattern])
            renewed.append(replace(sign, pattern=number))
        return tuple(renewed)

    def guideline(self, table: Mapping[str, object], *keys: Key) -> tuple[str, ...]:
        """Return the acts of the labelling guideline under ``guideline``, reporting unknown ones."""
        names = self.sheet.texts(table, "guideline", *keys)
        for name in names:
            if name not in GUIDELINE_ACTS:
                self.sheet.report(
                    UNKNOWN_NAME, *keys, "guideline", name=name, what_zh="标注指南行为", what_en="act of the guideline"
                )
        return names

    def title(self, table: Mapping[str, object], key: str, *keys: Key) -> Words:
        """Return a ``{zh, en}`` table."""
        value = self.sheet.table(table.get(key, {}), {"zh", "en"}, *keys, key)
        return Words(self.sheet.text(value, "zh", *keys, key), self.sheet.text(value, "en", *keys, key))

    def examples(self, table: Mapping[str, object], *keys: Key) -> tuple[tuple[Example, ...], tuple[Example, ...]]:
        """Return the positive and negative examples: texts, or ``{text, addressee}`` tables."""
        value = self.sheet.table(table.get("examples", {}), {"positive", "negative"}, *keys, "examples")
        return self._side(value, "positive", *keys, "examples"), self._side(value, "negative", *keys, "examples")

    def _side(self, table: Mapping[str, object], key: str, *keys: Key) -> tuple[Example, ...]:
        value = table.get(key, [])
        found: list[Example] = []
        for raw in value if isinstance(value, list) else [None]:
            entry = {"text": raw} if isinstance(raw, str) else raw
            entry = self.sheet.table(entry, {"text", "addressee"}, *keys, key)
            text = self.sheet.text(entry, "text", *keys, key)
            role = self.sheet.choice(entry, "addressee", [r.value for r in Role], *keys, key, default="unknown")
            line = self.sheet.line_of_text(text.split("\n")[0], *keys, key)
            found.append(Example(text, Role(role or "unknown"), f"{self.sheet.shown}:{line}"))
            if not text.strip():
                self.sheet.report(WRONG_VALUE, *keys, key, key=key, expected="text")
        return tuple(found)
