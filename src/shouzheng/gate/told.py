"""What the gate is told of people: what the log says of a wish, who may end one, and the refusal of a contact."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime

from shouzheng.gate.ledger.session import milliseconds
from shouzheng.gate.request import Wish, WishKind
from shouzheng.model.case import Role


def wish_said(wish: Wish) -> dict[str, object]:
    """Return what the log says of a wish whose ids are pseudonyms: enough to find it lost or changed, no proof."""
    return {
        "id": wish.id,
        "kind": wish.kind.value,
        "person": wish.person,
        "party": wish.party,
        "creditor": wish.creditor,
        "at": milliseconds(wish.at),
        "scope": wish.scope,
        "from_minute": wish.from_minute,
        "to_minute": wish.to_minute,
        "ends": wish.ends,
    }


def may_end(withdrawal: Wish, ended: Wish | None) -> bool:
    """Tell whether a withdrawal is the person's own, or of a consent by whoever declared it (the debtor's naming)."""
    if ended is None or withdrawal.by in (None, withdrawal.person):
        return ended is not None
    return ended.kind is WishKind.CONSENT and ended.by == withdrawal.by


def refusal_of(request: Mapping[str, str], decision: str, at: datetime) -> Wish:
    """Return the objection that follows from the outcome of a decision; ``request`` is what the log keeps of it."""
    party = request["agency"] or request["creditor"]
    return Wish(
        id=f"refused-{decision}",
        kind=WishKind.OBJECTION,
        person=request["person"],
        party=party,
        creditor=request["creditor"],
        at=at,
        proof=f"decision {decision}",
        role=Role(request["role"]),
    )
