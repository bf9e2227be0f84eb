"""What the entity finders hand each other: typed pieces of the folded text, and the word lists of the grammar."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date

from shouzheng.model.reading import EntityKind


@dataclass(frozen=True, slots=True)
class FoundEntity:
    """An entity in the folded text, half-open; the typed values are those of ``model.reading.Entity``."""

    kind: EntityKind
    start: int
    end: int
    fen: int | None = None
    day: date | None = None
    value: str | None = None


@dataclass(frozen=True, slots=True)
class EntityWords:
    """The word lists of ``lexicon/entities.toml``; see there for what each is."""

    money_words: tuple[str, ...]
    not_yuan_before: tuple[str, ...]
    relative_days: Mapping[str, int]
    after_bare_day: tuple[str, ...]
    phone_words: tuple[str, ...]
    not_phone_before: tuple[str, ...]
    top_level: tuple[str, ...]
    card_words: tuple[str, ...]
    wallet_words: tuple[str, ...]
    not_account_after: tuple[str, ...]
    endings: tuple[str, ...]
    corporate: tuple[str, ...]
    names: tuple[str, ...]
    not_names: tuple[str, ...]
    stops: tuple[str, ...]
    not_signature: tuple[str, ...]
    authority: tuple[str, ...]


def one_of(words: Iterable[str]) -> str:
    """Return the words as alternatives of a regular expression, longest first."""
    return "|".join(re.escape(word) for word in sorted(set(words), key=lambda word: (-len(word), word)))


def beginning_with(words: Iterable[str], others: str = "") -> str:
    """Return a look ahead for an expression that begins with one of the words or with a character of ``others``.

    It changes nothing that is found: all other places are passed over fast.
    """
    firsts = "".join(sorted({re.escape(word[0]) for word in words}))
    return f"(?=[{others}{firsts}])" if others or firsts else ""
