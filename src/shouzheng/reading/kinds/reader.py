"""The decision on the kind of a text, in the order that ``lexicon/README.md`` describes.

1. The model scores every kind; each cue (``lexicon/kinds/cues.toml``) adds its points to the kinds it speaks for.
2. The addressee, where known: words sent to the debtor are no notice to a third party, and hardly a reply; words sent
   to somebody else are a notice to a third party where they would else be collection. Where nobody knows who was
   addressed, collection takes more evidence, and only a text with a word of the matter (money, debt, collection) can
   be any.
3. The best kind wins; of equals the one that the guideline names first. A reply has to lead "something else" clearly,
   else it is that: most short talk is no reply.
4. A plain or ordinary notice that shows an act of pressure is collection with pressure.

The acts come from the lexicon with their spans. The model alone never shows an act, and a kind is no accusation.
"""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass

from shouzheng.model.case import Role
from shouzheng.reading.kinds.grams import BLANKS, MOST_FOLDED
from shouzheng.reading.kinds.model import KindModel
from shouzheng.reading.kinds.names import KINDS, Kind
from shouzheng.reading.labels import Addressee
from shouzheng.reading.matcher import Matcher

#: Kinds of collection, for which an unknown addressee asks for a word of the matter.
ABOUT_DEBT = frozenset((Kind.THIRD_PARTY_NOTICE, Kind.COLLECTION_PRESSURE, Kind.COLLECTION_NOTICE))
#: Acts of the guideline that make a message to the debtor collection with pressure (guideline §2, item 5).
PRESSURE_ACTS = frozenset(
    (
        "threat_violence",
        "threat_exposure",
        "threat_legal_false",
        "impersonates_authority",
        "insult",
        "workplace_or_home_visit",
        "deadline_pressure",
        "demands_third_party_pays",
        "induces_new_loan",
    )
)
#: Roles that owe: words to them are no notice to a third party.
OWING = frozenset((Role.DEBTOR, Role.CO_DEBTOR, Role.GUARANTOR))
#: Places in ``KINDS`` of the kinds that the decision names.
REPLY, THIRD, OTHER = (KINDS.index(k) for k in (Kind.VICTIM_REPLY, Kind.THIRD_PARTY_NOTICE, Kind.OTHER))
COLLECTION = (KINDS.index(Kind.COLLECTION_PRESSURE), KINDS.index(Kind.COLLECTION_NOTICE))
#: Texts of which nobody knows who was addressed (articles, posts, private talk, adverts) are mostly no collection: it
#: takes this much more evidence (units of log odds).
COLLECTION_TO_UNKNOWN = 1
#: A reply of a relative may reach the debtor; it is rare, so it takes this much more evidence (units of log odds).
REPLY_TO_DEBTOR = 3
#: A reply has to lead "something else" by this many tenths of a unit. Chosen between private messages (taken for
#: replies less often) and replies of called people (lost more often); at 3 both move by about as much.
REPLY_LEAD = 3


@dataclass(frozen=True, slots=True)
class Cue:
    """Patterns that speak for a kind (or, with negative points, against it), in tenths of a unit of log odds."""

    id: str
    kind: Kind
    points: int


@dataclass(frozen=True, slots=True)
class KindGuess:
    """The kind of a text. ``scores`` are whole numbers in the order of ``KINDS``; ``cues`` are those that counted."""

    kind: Kind
    scores: tuple[int, ...]
    cues: tuple[str, ...]

    @property
    def margin(self) -> int:
        """How far the best score is ahead of the second; small means that a person should look."""
        first, second = sorted(self.scores, reverse=True)[:2]
        return first - second


@dataclass(frozen=True, eq=False, slots=True)
class KindReader:
    """Model and cues, ready for use.

    ``cue_of`` gives the cue of each pattern number of the matcher; the numbers behind them are words of the matter.
    """

    model: KindModel
    matcher: Matcher
    cue_of: tuple[Cue, ...]

    def guess(self, folded: str, acts: Collection[str] = (), addressee: Role = Role.UNKNOWN) -> KindGuess:
        """Return the kind of a folded text, given the guideline's acts that the reading shows in it."""
        if not folded[:MOST_FOLDED].strip(BLANKS):
            return KindGuess(Kind.OTHER, (0,) * len(KINDS), ())
        scores = self.model.scores(folded)
        hits = self.matcher.find(folded[:MOST_FOLDED])
        cues = {self.cue_of[number] for number in hits if number < len(self.cue_of)}
        for cue in cues:
            scores[KINDS.index(cue.kind)] += cue.points * self.model.unit // 10
        _look_at_addressee(scores, addressee, self.model.unit)
        if addressee is Role.UNKNOWN and not acts and all(number < len(self.cue_of) for number in hits):
            lowest = min(scores) - 1
            scores = [lowest if kind in ABOUT_DEBT else score for kind, score in zip(KINDS, scores, strict=True)]
        kind = best_kind(scores, self.model.unit)
        if kind in (Kind.COLLECTION_NOTICE, Kind.ORDINARY_NOTICE) and not PRESSURE_ACTS.isdisjoint(acts):
            kind = Kind.COLLECTION_PRESSURE
        return KindGuess(kind, tuple(scores), tuple(sorted(cue.id for cue in cues)))


def best_kind(scores: list[int], unit: int) -> Kind:
    """Return the kind with the best score, the first of equals; ``other`` for a reply that does not lead it clearly."""
    place = scores.index(max(scores))
    if place == REPLY and 10 * (scores[place] - scores[OTHER]) < REPLY_LEAD * unit:
        return Kind.OTHER
    return KINDS[place]


def _look_at_addressee(scores: list[int], addressee: Role, unit: int) -> None:
    """Change the scores by what the role of the addressee rules out."""
    lowest = min(scores) - unit
    if addressee is Role.UNKNOWN:
        for index in (*COLLECTION, THIRD):
            scores[index] -= COLLECTION_TO_UNKNOWN * unit
    elif addressee in OWING:
        scores[THIRD] = lowest
        scores[REPLY] -= REPLY_TO_DEBTOR * unit
    elif Addressee.THIRD_PARTY.fits(addressee):
        scores[THIRD] = max(scores[THIRD], *(scores[index] for index in COLLECTION))
        for index in COLLECTION:
            scores[index] = lowest
        scores[REPLY] -= REPLY_TO_DEBTOR * unit
