"""Blackens words in values of any shape: every text in them, character for character, so that positions stay right."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import fields, is_dataclass, replace
from typing import TypeVar, cast

from shouzheng.model.original import Digest
from shouzheng.remedy.redaction.folding import fold, spans

#: Stands for one hidden character: how many there were can be seen, which is said in the README.
BLOCK = "█"

Value = TypeVar("Value")


class Mask:
    """Hides some terms. Digests stay: they are the links back to the sealed originals."""

    def __init__(self, terms: Iterable[str]) -> None:
        self.terms = tuple(sorted({fold(term) for term in terms}, key=lambda term: (-len(term), term)))

    def text(self, text: str) -> str:
        """Return the text with every place of a term blackened; as many characters as before."""
        hidden: list[str] | None = None
        for start, end in spans(text, self.terms):
            hidden = list(text) if hidden is None else hidden
            hidden[start:end] = BLOCK * (end - start)
        return text if hidden is None else "".join(hidden)

    def value(self, value: Value) -> Value:
        """Return the same value with every text in it blackened: dataclasses, tuples, mappings, to any depth."""
        return cast(Value, self._value(value))

    def _value(self, value: object) -> object:
        if type(value) is str:  # members of an enum are ours and stay
            return self.text(value)
        if isinstance(value, Digest):
            return value
        if is_dataclass(value) and not isinstance(value, type):
            changed = {}
            for each in fields(value):
                before = getattr(value, each.name)
                after = self._value(before)
                if after is not before:
                    changed[each.name] = after
            return replace(value, **changed) if changed else value
        if isinstance(value, tuple):
            made = tuple(self._value(each) for each in value)
            same = all(one is other for one, other in zip(made, value, strict=True))
            return value if same else type(value)(made) if type(value) is tuple else made
        if isinstance(value, Mapping):
            return {self._value(key): self._value(each) for key, each in value.items()}
        if isinstance(value, list):
            return [self._value(each) for each in value]
        return value
