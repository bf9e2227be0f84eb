"""One person's position: who writes, to which institution, and which findings and contacts that person may speak of.

Somebody who owes may speak of every contact in the joint case, because each other person's records are there with that
person's consent. A third person speaks of the contacts to that person only: a letter of theirs never carries the
borrower's contacts.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import date
from functools import cached_property

from shouzheng.model.case import Case, Debt, InstitutionKind, Objection, Party, PartyKind, Person, ProductKind, Role
from shouzheng.model.event import Channel
from shouzheng.reference.problems import Problem, ShouzhengError
from shouzheng.remedy.findings.read import CheckResult, Cited, ConfirmedRow, ContactRow, FoundRow
from shouzheng.remedy.letters.problems import NO_SUCH_PERSON, NOT_THIS_CASE, WHICH_INSTITUTION
from shouzheng.rulebook.load import Rulebook
from shouzheng.rulebook.select import in_force

#: Those who owe or stand in for the debt; heirs and spouses may or may not, which only a person can say.
OWING = frozenset([Role.DEBTOR, Role.CO_DEBTOR, Role.GUARANTOR])
THIRD_PERSONS = frozenset(set(Role) - OWING - {Role.SPOUSE, Role.HEIR, Role.UNKNOWN})
#: Roles that are no natural person: no privacy, no personal information of their own, no legal aid for hardship.
ORGANISATIONS = frozenset([Role.EMPLOYER, Role.SCHOOL, Role.COMMITTEE])
#: Institutions that stand under the local financial regulator, and not directly under the NFRA (law/cn/channels.toml).
LOCALLY_SUPERVISED = frozenset([InstitutionKind.MICROLOAN, InstitutionKind.GUARANTOR_COMPANY])
#: The local regulator is to these what the NFRA is to a bank, so it is told what the NFRA would be told. That every
#: local regulator takes each of these is NOT verified: channels.toml says whom it supervises, not which conduct.
_NFRA, _LOCAL = "nfra_12378", "local_finance"
#: NIFA receives what departs from its convention or from the national standard, of the day of the contact. That the
#: convention is still in force beside the standard is NOT verified (note of the instrument); that not every lender is
#: a member is said in the letter.
_NIFA, _NIFA_TEXTS = "nifa", frozenset(["nifa-convention-2018", "gbt-45251-2025"])
#: A body that takes only what departs from its own text: a finding is for it when it cites that instrument, bound to
#: the day of the contact and not to the day of writing.
_OWN_TEXT = {"cba": "cba-guideline-2026"}
_CHANNELS = frozenset(channel.value for channel in Channel)
#: Parties whose contacts stand in no finding file.
_NOT_IN_FILE = (PartyKind.PRIVATE, PartyKind.UNKNOWN)


@dataclass(frozen=True)
class Situation:
    """The case as stated, what was found, who writes (``writer``), to which creditor, and today.

    ``creditor`` is ``None`` when the case names none; letters then leave its name blank.
    """

    case: Case
    result: CheckResult
    rulebook: Rulebook
    writer: Person
    creditor: Party | None
    today: date

    @cached_property
    def contacts(self) -> dict[str, ContactRow]:
        """Contacts that the writer may speak of, by event id."""
        return {
            contact.id: contact
            for contact in self.result.contacts
            if contact.owner == self.writer.id or self.writer.role in OWING
        }

    @cached_property
    def findings(self) -> tuple[FoundRow, ...]:
        """Findings all of whose contacts the writer may speak of, each with the channels that take it."""
        mine = (found for found in self.result.findings if all(event in self.contacts for event in found.events))
        return tuple(self._with_channels(found) for found in mine)

    def _with_channels(self, found: FoundRow) -> FoundRow:
        """Leave out a body whose own text the finding does not cite or is not in force today; add those that take it.

        The rules of the law base name the bodies for a bank; see ``LOCALLY_SUPERVISED`` and ``_NIFA_TEXTS``.
        """
        supports = tuple(
            channel
            for channel in found.supports
            if channel not in _OWN_TEXT or any(self._cites(cited, _OWN_TEXT[channel]) for cited in found.citations)
        )
        if _LOCAL not in supports and _NFRA in supports and self.institution_kind in LOCALLY_SUPERVISED:
            supports = (*supports, _LOCAL)
        if _NIFA not in supports and any(self._instrument(cited) in _NIFA_TEXTS for cited in found.citations):
            supports = (*supports, _NIFA)
        return found if supports == found.supports else replace(found, supports=supports)

    def _instrument(self, cited: Cited) -> str:
        provision = self.rulebook.provisions.get(cited.provision)
        return provision.instrument if provision else ""

    def _cites(self, cited: Cited, instrument: str) -> bool:
        provision = self.rulebook.provisions.get(cited.provision)
        if provision is None or provision.instrument != instrument:
            return False
        days = in_force(self.rulebook, provision)
        return days is not None and days.covers(self.today)

    @cached_property
    def agencies(self) -> tuple[Party, ...]:
        """Agencies that the person says act for the creditor and that made contacts the writer may speak of."""
        seen = {contact.party for contact in self.contacts.values()} | {row.party for row in self._confirmed}
        wanted = self.creditor.id if self.creditor else None
        return tuple(
            party
            for party in self.case.parties
            if party.kind is PartyKind.AGENCY and party.acts_for == wanted and wanted and party.id in seen
        )

    @cached_property
    def _confirmed(self) -> tuple[ConfirmedRow, ...]:
        """Counts of confirmed contacts that the writer may speak of."""
        mine = self.writer.role in OWING
        return tuple(row for row in self.result.confirmed if mine or row.owner == self.writer.id)

    @cached_property
    def confirmed(self) -> tuple[ConfirmedRow, ...]:
        """Counts of the writer's own confirmed contacts from the creditor's side, found to be a breach or not."""
        return tuple(row for row in self._confirmed if row.party in self.side and row.owner == self.writer.id)

    @cached_property
    def side(self) -> frozenset[str]:
        """Ids of the creditor and of its agencies."""
        return frozenset([*([self.creditor.id] if self.creditor else []), *(party.id for party in self.agencies)])

    def of_side(self) -> tuple[FoundRow, ...]:
        """Findings about the creditor's side: all their contacts come from it."""
        return self._of_side

    @cached_property
    def _of_side(self) -> tuple[FoundRow, ...]:
        return tuple(
            found
            for found in self.findings
            if found.events and all(self.contacts[event].party in self.side for event in found.events)
        )

    @property
    def debts(self) -> tuple[Debt, ...]:
        """Debts owed to the creditor, as stated."""
        return tuple(debt for debt in self.case.debts if self.creditor and debt.creditor == self.creditor.id)

    @property
    def institution_kind(self) -> InstitutionKind:
        """Kind of the creditor, as stated."""
        return self.creditor.institution_kind if self.creditor else InstitutionKind.UNKNOWN

    @property
    def product_kind(self) -> ProductKind:
        """Kind of loan when all debts to the creditor are of one kind, else unknown."""
        kinds = {debt.product_kind for debt in self.debts}
        return kinds.pop() if len(kinds) == 1 else ProductKind.UNKNOWN

    @property
    def objections(self) -> tuple[Objection, ...]:
        """The writer's own refusals towards the creditor's side, in time."""
        mine = [each for each in self.case.objections if each.person == self.writer.id and each.party in self.side]
        return tuple(sorted(mine, key=lambda each: each.at.utc))

    @property
    def refusal_record(self) -> int | None:
        """Evidence number of the record of the writer's newest refusal, if exactly one record is it."""
        for each in self.objections[-1:]:
            for row in self.result.refusals:
                same = (row.person, row.party, row.at) == (each.person, each.party, each.at.utc)
                if same and each.how in _CHANNELS:
                    return row.evidence
        return None

    @cached_property
    def others(self) -> tuple[Person, ...]:
        """Third persons whom the creditor's side contacted, as findings show that the writer may speak of."""
        owners = {self.contacts[event].owner for found in self.of_side() for event in found.events}
        return tuple(
            person
            for person in self.case.persons
            if person.id in owners and person.role in THIRD_PERSONS and person.id != self.writer.id
        )


def situation_of(
    case: Case,
    result: CheckResult,
    rulebook: Rulebook,
    today: date,
    *,
    person: str | None = None,
    creditor: str | None = None,
) -> Situation:
    """Put together who writes (the narrator by default) and to whom (the only creditor by default).

    Raises ``ShouzhengError``: ``SZ-5202`` when the result is of another case, ``SZ-5203`` for an unknown person,
    ``SZ-5204`` for an unknown creditor or when there are several and none is named.
    """
    _same_case(case, result)
    return Situation(case, result, rulebook, _writer(case, person), _creditor(case, creditor), today)


def _same_case(case: Case, result: CheckResult) -> None:
    stated = {party.id for party in case.parties if party.kind not in _NOT_IN_FILE}
    for what, mine, theirs in (
        ("person", {person.id for person in case.persons}, set(result.person_ids)),
        ("party", stated, set(result.party_ids)),
    ):
        if mine != theirs:
            detail = f"{what}: {', '.join(sorted(mine ^ theirs))}"
            raise ShouzhengError(Problem(NOT_THIS_CASE, slots=(("detail", detail),)))


def _writer(case: Case, wanted: str | None) -> Person:
    for person in case.persons:
        if person.id == wanted or (wanted is None and person.is_narrator):
            return person
    allowed = _listed(person.id for person in case.persons)
    raise ShouzhengError(Problem(NO_SUCH_PERSON, slots=(("id", wanted or ""), ("allowed", allowed))))


def _creditor(case: Case, wanted: str | None) -> Party | None:
    creditors = [party for party in case.parties if party.kind is PartyKind.CREDITOR]
    if wanted is None and len(creditors) <= 1:
        return creditors[0] if creditors else None
    for party in creditors:
        if party.id == wanted:
            return party
    slots = (("id", wanted or "--to"), ("allowed", _listed(party.id for party in creditors)))
    raise ShouzhengError(Problem(WHICH_INSTITUTION, slots=slots))


def _listed(ids: Iterable[str]) -> str:
    return ", ".join(ids) or "-"
