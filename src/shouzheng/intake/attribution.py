"""Who stands behind a contact, as far as the person's own statement says.

Only ``case.toml`` confirms anything: a number, a prefix of numbers, or the signature 【…】 of a text that the person
mapped to a party. A number outweighs a signature. Neither is proof: caller ID can be forged and anybody can write a
signature, so the evidence of an attribution always says which of them it rests on. A contact that shows no number (a
visit, a letter, a withheld number) is whose the person says it is, one by one, and rests on nothing else.
"""

from __future__ import annotations

import re
import unicodedata
from collections import defaultdict

from shouzheng.model.attribution import Attribution
from shouzheng.model.case import Case, Debt, InstitutionKind, KnownBy, Party, PartyKind, ProductKind
from shouzheng.model.event import ContactEvent, Direction, NumberKind

_AT_START = re.compile(r"\s*【\s*([^【】\n]{1,40}?)\s*】")
_AT_END = re.compile(r"【\s*([^【】\n]{1,40}?)\s*】\s*\Z")
#: Senders of institutions' messages. A signature in a text from an ordinary phone, or from somebody in the person's own
#: contacts, attributes nothing: it is often a relative who forwards what they got.
_GATEWAYS = frozenset(
    {
        NumberKind.PORT_106,
        NumberKind.SERVICE_95,
        NumberKind.SERVICE_96,
        NumberKind.SERVICE_10,
        NumberKind.SERVICE_12,
        NumberKind.TOLL_400,
        NumberKind.TOLL_800,
        NumberKind.SHORT,
        NumberKind.NAME,
    }
)
#: Attributions that are remembered, so that events with the same one share it.
_MOST_MADE = 4096
#: Room at the end of a text in which a signature can stand.
_TAIL = 60


class Attributor:
    """Attributes events by the statement of one case; built once, asked for every event."""

    def __init__(self, case: Case) -> None:
        self._parties = {party.id: party for party in case.parties}
        self._exact: dict[str, Party] = {}
        self._prefixes: list[tuple[str, Party]] = []
        self._signatures: dict[str, Party] = {}
        for party in case.parties:
            for number in party.numbers:
                if number.endswith("*"):
                    self._prefixes.append((number[:-1], party))
                else:
                    self._exact[number] = party
            for signature in party.signatures:
                self._signatures[_folded(signature)] = party
        self._prefixes.sort(key=lambda entry: -len(entry[0]))
        self._named = {event: found for event, party in case.named if (found := self._parties.get(party))}
        self._debts: dict[str, list[Debt]] = defaultdict(list)
        for debt in case.debts:
            self._debts[debt.creditor].append(debt)
        self._nobody = Attribution()
        self._made: dict[tuple[str, str, str | None], Attribution] = {}

    def __call__(self, event: ContactEvent) -> Attribution:
        """Return who stands behind an event; unknown, with the text's own claim, when nobody was mapped."""
        claim = claimed_by(event)
        found = self._by_number(event.other.normal)
        if found is not None:
            party, written = found
            return self._shared(party, party.known_by, f"number {written} in case.toml", claim)
        named = self._named.get(event.id) if self._named and event.other.normal is None else None
        if named is not None:
            return self._shared(named, KnownBy.OTHER, "named by the person for this contact", claim)
        if claim is None:
            return self._nobody
        party_by_text = self._signatures.get(_folded(claim))
        if party_by_text is None or event.contact_name is not None or event.other.kind not in _GATEWAYS:
            return self._shared(None, None, "", claim)
        return self._shared(party_by_text, KnownBy.TEXT_CLAIM, f"text signature 【{claim}】 in case.toml", claim)

    def _by_number(self, normal: str | None) -> tuple[Party, str] | None:
        if normal is None:
            return None
        party = self._exact.get(normal)
        if party is not None:
            return party, normal
        for prefix, owner in self._prefixes:
            if normal.startswith(prefix):
                return owner, f"{prefix}*"
        return None

    def _shared(self, party: Party | None, known_by: KnownBy | None, evidence: str, claim: str | None) -> Attribution:
        key = (party.id if party else "", evidence, claim)
        known = self._made.get(key)
        if known is None:
            if len(self._made) >= _MOST_MADE:
                self._made.clear()
            made = Attribution(claim=claim) if party is None else self._attribution(party, known_by, evidence, claim)
            known = self._made[key] = made
        return known

    def _attribution(self, party: Party, known_by: KnownBy | None, evidence: str, claim: str | None) -> Attribution:
        creditor = self._creditor_of(party)
        debts = self._debts.get(creditor.id, []) if creditor else []
        products = {debt.product_kind for debt in debts}
        return Attribution(
            kind=party.kind,
            party=party.id,
            creditor=creditor.id if creditor else None,
            debt=debts[0].id if len(debts) == 1 else None,
            institution_kind=creditor.institution_kind if creditor else InstitutionKind.UNKNOWN,
            product_kind=products.pop() if len(products) == 1 else ProductKind.UNKNOWN,
            known_by=known_by,
            evidence=evidence,
            claim=claim,
            confirmed=True,
        )

    def _creditor_of(self, party: Party) -> Party | None:
        if party.kind is PartyKind.CREDITOR:
            return party
        if party.kind is PartyKind.AGENCY and party.acts_for is not None:
            return self._parties.get(party.acts_for)
        return None


def claimed_by(event: ContactEvent) -> str | None:
    """Return the signature 【…】 at the start or end of a received text: what it says of its sender, never proof."""
    text = event.text
    if text is None or event.direction is Direction.OUTBOUND or "【" not in text:
        return None
    found = _AT_START.match(text) or _AT_END.search(text, max(len(text) - _TAIL, 0))
    return found[1] if found is not None else None


def _folded(signature: str) -> str:
    return "".join(unicodedata.normalize("NFKC", signature).casefold().split())
