"""What every paper gives: wishes, and what a person has to look at; who is who is for the institution to say.

Ids of persons and parties in a paper are the writer's own. The institution names its own id for each; whoever it does
not name is left out and listed. The same refusal in two papers, or in one imported twice, is one wish.
"""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime

from shouzheng.gate.ledger.session import instant
from shouzheng.gate.request import Wish, WishKind
from shouzheng.judging.placement import place
from shouzheng.model.case import AgreedTime, Objection, Role
from shouzheng.model.words import Words

#: Longest proof kept.
_MOST_PROOF = 500


@dataclass(frozen=True, slots=True)
class ToAsk:
    """Something that no program may decide: a code, what it is, and about whom in the paper."""

    code: str
    what: Words
    about: str = ""


@dataclass(frozen=True, slots=True)
class PaperWishes:
    """Wishes found, and what is for a person to look at."""

    wishes: tuple[Wish, ...]
    ask: tuple[ToAsk, ...]


@dataclass(frozen=True, slots=True)
class Matching:
    """Who is who: ``persons`` and ``parties`` give the institution's own ids by those of the paper.

    ``received`` is when the paper came: what it asks holds from then on where it has no date of its own, and nothing
    in it can be later. ``hide`` makes the pseudonym of an own id, so that the id of a wish tells nobody's.
    """

    creditor: str
    persons: Mapping[str, str]
    parties: Mapping[str, str]
    received: datetime
    hide: Callable[[str], str]


def stated_wishes(
    objections: Iterable[Objection],
    hours: Iterable[AgreedTime],
    matching: Matching,
    proof: str,
    roles: Mapping[str, Role],
) -> PaperWishes:
    """Return the refusals and agreed hours of a statement as wishes; ``proof`` says which file they come from.

    ``roles`` says as what the persons of the paper speak in it.
    """
    wishes: list[Wish] = []
    ask: dict[tuple[str, str], ToAsk] = {}
    for each in objections:
        if _is_matched(each.person, each.party, matching, ask):
            at = instant(place(each.at).latest)  # of a refusal that only has a day, the end of it
            if at > matching.received:
                late = Words("写明的拒绝时间晚于收到的时间", "the refusal is dated after the paper was received")
                ask["future", each.person] = ToAsk("future_date", late, each.person)
                continue
            wishes.append(_objection(each, at, matching, proof, roles.get(each.person)))
    for agreed in hours:
        if _is_matched(agreed.person, agreed.party, matching, ask):
            wishes.append(_agreed(agreed, matching, proof))
    return PaperWishes(tuple(wishes), tuple(ask.values()))


def _is_matched(person: str, party: str, matching: Matching, ask: dict[tuple[str, str], ToAsk]) -> bool:
    for kind, name, known, words in (
        ("person", person, matching.persons, Words("此人在本机构的编号未写明", "this person's id here is not given")),
        ("party", party, matching.parties, Words("这一方在本机构的编号未写明", "this party's id here is not given")),
    ):
        if name not in known:
            ask[kind, name] = ToAsk(f"unmatched_{kind}", words, name)
    return person in matching.persons and party in matching.parties


def _objection(each: Objection, at: datetime, matching: Matching, proof: str, role: Role | None) -> Wish:
    person, party = matching.persons[each.person], matching.parties[each.party]
    return Wish(
        id=wish_id(matching, WishKind.OBJECTION, person, party, at.isoformat()),
        kind=WishKind.OBJECTION,
        person=person,
        party=party,
        creditor=matching.creditor,
        at=at,
        proof=shown_proof(proof, each.how, each.evidence),
        role=role,
    )


def _agreed(each: AgreedTime, matching: Matching, proof: str) -> Wish:
    person, party = matching.persons[each.person], matching.parties[each.party]
    said = f"{each.from_minute} {each.to_minute} {each.since} {each.until}"
    return Wish(
        id=wish_id(matching, WishKind.AGREED_TIME, person, party, said),
        kind=WishKind.AGREED_TIME,
        person=person,
        party=party,
        creditor=matching.creditor,
        at=matching.received,
        proof=shown_proof(proof, each.evidence),
        from_minute=each.from_minute,
        to_minute=each.to_minute,
        since=each.since,
        until=each.until,
    )


def wish_id(matching: Matching, kind: WishKind, person: str, party: str, said: str) -> str:
    """Return the id of a wish by what it says: the same wish has the same id, whichever paper told it."""
    parts = (matching.creditor, kind.value, matching.hide(person), party, said)
    return "paper-" + hashlib.blake2b("\0".join(parts).encode(), digest_size=16).hexdigest()


def shown_proof(*parts: str) -> str:
    """Return the proof of a wish as one line that can be stored."""
    said = " ".join(part for part in parts if part)
    return "".join(mark if mark.isprintable() else " " for mark in said)[:_MOST_PROOF]
