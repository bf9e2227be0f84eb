"""What a lexicon holds once it is loaded: acts, elements, and everything ready for finding them."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cached_property

from shouzheng.model.case import Role
from shouzheng.model.words import Words
from shouzheng.reading.entities import EntityFinder
from shouzheng.reading.fold import FoldTable
from shouzheng.reading.labels import ActKind, Addressee
from shouzheng.reading.matcher import Matcher
from shouzheng.reading.signs import Commentary, Sign


@dataclass(frozen=True, slots=True)
class Example:
    """A sentence of the lexicon with the answer that it must give; the tests run all of them."""

    text: str
    addressee: Role
    where: str


@dataclass(frozen=True, slots=True)
class Act:
    """One label with its definition, the signs that show it, and its examples.

    ``commentary`` is True when texts that speak about collection cannot show it.
    """

    label: str
    kind: ActKind
    title: Words
    definition: Words
    guideline: tuple[str, ...]
    addressee: Addressee
    commentary: bool
    signs: tuple[Sign, ...]
    positive: tuple[Example, ...]
    negative: tuple[Example, ...]
    where: str


@dataclass(frozen=True)
class ElementSpec:
    """One element of a genuine notice and the signs that show it."""

    name: str
    title: Words
    definition: Words
    signs: tuple[Sign, ...]
    positive: tuple[Example, ...]
    negative: tuple[Example, ...]

    @cached_property
    def patterns(self) -> frozenset[int]:
        """Numbers of the patterns of its signs."""
        return frozenset(sign.pattern for sign in self.signs if sign.pattern is not None)

    @cached_property
    def by_entity(self) -> tuple[Sign, ...]:
        """The signs that start from an entity."""
        return tuple(sign for sign in self.signs if sign.pattern is None)


@dataclass(frozen=True, eq=False)
class Lexicon:
    """Everything that reading needs. ``hash`` names this version; every reading carries it.

    ``event_only`` are the labels that no text shows by itself, with the reason. ``matcher`` finds the patterns of acts
    and elements, ``conditions`` those of contexts and guards (sought only when it matters). ``sign_of`` gives act and
    sign of each pattern number that belongs to an act; ``entity_signs`` are those that start from an entity.
    ``disguise`` are the condition numbers of everyday words of lending: where one of them was written with swapped
    characters, the text is disguised.
    """

    acts: tuple[Act, ...]
    elements: tuple[ElementSpec, ...]
    event_only: Mapping[str, Words]
    matcher: Matcher
    conditions: Matcher
    entities: EntityFinder
    commentary: Commentary
    disguise: tuple[int, ...]
    fold_table: FoldTable
    hash: str
    sign_of: dict[int, tuple[Act, Sign]]
    entity_signs: tuple[tuple[Act, Sign], ...]

    @property
    def labels(self) -> frozenset[str]:
        """Labels that this lexicon can read. A label outside stays unknown: never take its absence for a "no"."""
        return frozenset(act.label for act in self.acts)

    def labels_for(self, addressee: Role) -> frozenset[str]:
        """Return the labels that can be told for words to this role.

        A label that asks who was addressed (``discloses_debt``) is left out while the role is unknown.
        """
        unknown = addressee is Role.UNKNOWN
        return frozenset(a.label for a in self.acts if not (unknown and a.addressee is Addressee.THIRD_PARTY))

    @cached_property
    def coarse(self) -> Mapping[str, tuple[str, ...]]:
        """Acts of the labelling guideline that a place counts as, by the name of its pattern (``ActShown.pattern``)."""
        signs = ((act, sign) for act in self.acts for sign in act.signs)
        return {sign.id: act.guideline if sign.guideline is None else sign.guideline for act, sign in signs}

    def act(self, label: str) -> Act:
        """Return the act with this label; raises ``KeyError``."""
        for act in self.acts:
            if act.label == label:
                return act
        raise KeyError(label)
