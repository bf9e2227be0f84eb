"""The decision on the kind of a text, in the order that ``lexicon/README.md`` describes.

1. The model scores every kind; each cue (``lexicon/kinds/cues.toml``) adds its points to the kinds it speaks for.
2. The addressee, where known: words sent to the debtor are no notice to a third party, and hardly a reply; words sent
   to somebody else are a notice to a third party where they would else be collection.
3. The best kind wins; of equals the one that the guideline names first. Fraud wins only with a clear lead, else the
   second best does: to call an honest text a fraud is the worse mistake. Where nobody knows who was addressed, only
   a text with a word of the matter (money, debt, collection) can be a kind of collection.
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
_ABOUT_DEBT = frozenset((Kind.THIRD_PARTY_NOTICE, Kind.COLLECTION_PRESSURE, Kind.COLLECTION_NOTICE))
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
_OWING = frozenset((Role.DEBTOR, Role.CO_DEBTOR, Role.GUARANTOR))
_REPLY, _THIRD = KINDS.index(Kind.VICTIM_REPLY), KINDS.index(Kind.THIRD_PARTY_NOTICE)
_COLLECTION = (KINDS.index(Kind.COLLECTION_PRESSURE), KINDS.index(Kind.COLLECTION_NOTICE))
#: A reply of a relative may reach the debtor; it is rare, so it takes this much more evidence (units of log odds).
REPLY_TO_DEBTOR = 3
#: Fraud has to lead by this many tenths of a unit of log odds. At 2, half of the private messages that would else be
#: taken for fraud are not, and 1 in 100 frauds is lost (measured on the messages of the corpus).
FRAUD_LEAD = 2


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
            scores = [lowest if kind in _ABOUT_DEBT else score for kind, score in zip(KINDS, scores, strict=True)]
        kind = _best(scores, self.model.unit)
        if kind in (Kind.COLLECTION_NOTICE, Kind.ORDINARY_NOTICE) and not PRESSURE_ACTS.isdisjoint(acts):
            kind = Kind.COLLECTION_PRESSURE
        return KindGuess(kind, tuple(scores), tuple(sorted(cue.id for cue in cues)))


def _best(scores: list[int], unit: int) -> Kind:
    """Return the kind with the best score, the second best where fraud does not lead clearly."""
    place = scores.index(max(scores))
    if KINDS[place] is Kind.SCAM:
        rest = [score for index, score in enumerate(scores) if index != place]
        if 10 * (scores[place] - max(rest)) < FRAUD_LEAD * unit:
            second = max(rest)
            return next(k for k, s in zip(KINDS, scores, strict=True) if s == second and k is not Kind.SCAM)
    return KINDS[place]


def _look_at_addressee(scores: list[int], addressee: Role, unit: int) -> None:
    """Change the scores by what the role of the addressee rules out."""
    lowest = min(scores) - unit
    if addressee in _OWING:
        scores[_THIRD] = lowest
        scores[_REPLY] -= REPLY_TO_DEBTOR * unit
    elif Addressee.THIRD_PARTY.fits(addressee):
        scores[_THIRD] = max(scores[_THIRD], *(scores[index] for index in _COLLECTION))
        for index in _COLLECTION:
            scores[index] = lowest
        scores[_REPLY] -= REPLY_TO_DEBTOR * unit
