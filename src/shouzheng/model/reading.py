"""What a text does: acts with the exact characters that show each, entities, and the elements of a genuine notice."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from enum import StrEnum


@dataclass(frozen=True, slots=True)
class Span:
    """Half-open range of characters (code points) in the original text."""

    start: int
    end: int


@dataclass(frozen=True, slots=True)
class ActShown:
    """One act and the characters that show it. ``disguised`` when the characters had to be unmasked to match."""

    act: str
    span: Span
    pattern: str
    disguised: bool = False


class EntityKind(StrEnum):
    """What an entity is."""

    AMOUNT = "amount"
    DATE = "date"
    PHONE = "phone"
    LINK = "link"
    ACCOUNT = "account"
    INSTITUTION = "institution"


@dataclass(frozen=True, slots=True)
class Entity:
    """A typed piece of the text. ``text`` is as written; exactly one typed value fits the kind.

    ``fen`` for amounts (integer), ``day`` for dates that could be resolved, ``value`` for the normalised text of the
    rest.
    """

    kind: EntityKind
    span: Span
    text: str
    fen: int | None = None
    day: date | None = None
    value: str | None = None


@dataclass(frozen=True, slots=True)
class Element:
    """One element of a genuine notice (lexicon/elements.toml): present with its span, or missing (``span`` is None)."""

    name: str
    span: Span | None

    @property
    def present(self) -> bool:
        """True when the text shows the element."""
        return self.span is not None


@dataclass(frozen=True, slots=True)
class Reading:
    """The reading of one text by one version of the lexicon (``lexicon`` is its hash).

    The person's own words carry no act.
    """

    acts: tuple[ActShown, ...]
    entities: tuple[Entity, ...]
    elements: tuple[Element, ...]
    disguised: bool
    lexicon: str

    def has(self, act: str) -> bool:
        """True when the act is shown at least once."""
        return any(shown.act == act for shown in self.acts)

    def spans(self, act: str) -> tuple[Span, ...]:
        """All spans that show the act, in text order."""
        return tuple(shown.span for shown in self.acts if shown.act == act)
