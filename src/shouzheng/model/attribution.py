"""Who stands behind a contact, and how that is known."""

from __future__ import annotations

from dataclasses import dataclass

from shouzheng.model.case import InstitutionKind, KnownBy, PartyKind, ProductKind


@dataclass(frozen=True, slots=True)
class Attribution:
    """Creditor, agency, scam, private or unknown, with the evidence for it.

    ``confirmed`` is True only when the person mapped the number (or text signature) in ``case.toml``; only confirmed
    contacts may leave the person's own case. ``claim`` is what the text says of its sender: never proof.
    ``creditor`` is the party on whose behalf (the party itself when it is the creditor).
    """

    kind: PartyKind = PartyKind.UNKNOWN
    party: str | None = None
    creditor: str | None = None
    debt: str | None = None
    institution_kind: InstitutionKind = InstitutionKind.UNKNOWN
    product_kind: ProductKind = ProductKind.UNKNOWN
    known_by: KnownBy | None = None
    evidence: str = ""
    claim: str | None = None
    confirmed: bool = False

    @property
    def is_collection_side(self) -> bool | None:
        """True for creditor or agency, False for scam or private, ``None`` when unknown."""
        if self.kind is PartyKind.UNKNOWN:
            return None
        return self.kind in (PartyKind.CREDITOR, PartyKind.AGENCY)

    @property
    def may_leave(self) -> bool:
        """True when the contact may stand in outputs: confirmed by the person, and not a private one (DESIGN §4)."""
        return self.confirmed and self.kind in (PartyKind.CREDITOR, PartyKind.AGENCY, PartyKind.SCAM)
