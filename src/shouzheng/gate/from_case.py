"""A person's own statement of the case (``case.toml``, as in a bundle) turned into wishes: refusals and agreed hours.

Who a person or party of the statement is in the institution's own records is for the institution to say; whoever is not
named so is left out and listed. The statement is the person's word; its digest is kept as the proof.
"""

from __future__ import annotations

import hashlib
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

from shouzheng.gate.request import Wish, WishKind
from shouzheng.intake.case_toml import load_case
from shouzheng.model.case import Case

#: Longest proof kept.
_MOST_PROOF = 500


@dataclass(frozen=True, slots=True)
class CaseWishes:
    """Wishes found, and persons and parties of the statement that were not matched with records."""

    wishes: tuple[Wish, ...]
    unmatched: tuple[str, ...]


def wishes_of_case(
    path: Path, creditor: str, persons: Mapping[str, str], parties: Mapping[str, str], received: datetime
) -> CaseWishes:
    """Return what the persons of a statement refused and agreed to, towards one creditor and its agencies.

    ``persons`` and ``parties`` give the institution's own ids by those of the statement; ``received`` is when the
    statement came (agreed hours have no date of their own). Raises ``ShouzhengError`` for a file that is no statement.
    """
    case = load_case(path)
    digest = hashlib.sha256(path.read_bytes()).hexdigest()
    found = _refusals(case, creditor, persons, parties, digest)
    found += _hours(case, creditor, persons, parties, digest, received)
    stated = [(each.person, each.party) for each in case.objections]
    stated += [(each.person, each.party) for each in case.agreed_times]
    named = {person for person, _ in stated if person not in persons}
    named |= {party for _, party in stated if party not in parties}
    return CaseWishes(tuple(found), tuple(sorted(named)))


def _refusals(
    case: Case, creditor: str, persons: Mapping[str, str], parties: Mapping[str, str], digest: str
) -> list[Wish]:
    return [
        Wish(
            id=f"case-{digest[:16]}-o{number}",
            kind=WishKind.OBJECTION,
            person=persons[each.person],
            party=parties[each.party],
            creditor=creditor,
            at=each.at.utc,
            proof=_proof(digest, each.how, each.evidence),
        )
        for number, each in enumerate(case.objections)
        if each.person in persons and each.party in parties
    ]


def _hours(
    case: Case,
    creditor: str,
    persons: Mapping[str, str],
    parties: Mapping[str, str],
    digest: str,
    received: datetime,
) -> list[Wish]:
    return [
        Wish(
            id=f"case-{digest[:16]}-t{number}",
            kind=WishKind.AGREED_TIME,
            person=persons[each.person],
            party=parties[each.party],
            creditor=creditor,
            at=received,
            proof=_proof(digest, "", each.evidence),
            from_minute=each.from_minute,
            to_minute=each.to_minute,
            since=each.since,
            until=each.until,
        )
        for number, each in enumerate(case.agreed_times)
        if each.person in persons and each.party in parties
    ]


def _proof(digest: str, how: str, evidence: str) -> str:
    said = " ".join(part for part in (how, evidence) if part)
    kept = "".join(mark if mark.isprintable() else " " for mark in f"case statement sha256:{digest} {said}".strip())
    return kept[:_MOST_PROOF]
