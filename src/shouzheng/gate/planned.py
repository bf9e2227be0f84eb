"""A planned contact as judging knows contacts: the event it would be, who stands behind it, and the case around it.

Nothing is judged here, and nothing is worked out a second time: facts and verdicts come from the rooms before. Of a
call nobody knows beforehand whether it will be answered, so it is two events, and both are judged.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta

from shouzheng.gate.request import PlannedContact, Wish, WishKind
from shouzheng.judging.case import Contact
from shouzheng.judging.facts import MAY_OWE, OWES
from shouzheng.judging.placement import DAY_MS, Placement
from shouzheng.model.attribution import Attribution
from shouzheng.model.case import AgreedTime, Case, Debt, KnownBy, Objection, Party, PartyKind, Person, Role
from shouzheng.model.event import Channel, ContactEvent, Direction, Outcome, TextSource
from shouzheng.model.moment import BEIJING, Moment, OffsetSource, Resolution
from shouzheng.model.original import Digest
from shouzheng.model.reading import Reading
from shouzheng.model.verdict import FactValue
from shouzheng.reference.numbers import classify

#: A planned contact is in no original.
_NO_ORIGINAL = Digest("sha256", "0" * 64, 0)
_CALLS = (Channel.CALL, Channel.VIDEO_CALL)
_DEBT = "debt"
_EPOCH = datetime(1970, 1, 1, tzinfo=UTC)
#: Beijing is ahead of UTC by eight hours, in milliseconds.
_AHEAD = 8 * 3_600_000
#: Reads words to a person of a role, sent on a Beijing day.
Reader = Callable[[str, Role, date], Reading]


@dataclass(frozen=True, slots=True)
class Possibility:
    """One way in which the planned contact may turn out: ``answered``, ``unanswered``, or ``made`` for the rest."""

    name: str
    contact: Contact


def possibilities(planned: PlannedContact, read: Reader, event_id: str) -> list[Possibility]:
    """Return what the planned contact can become."""
    attribution = _attribution(planned)
    if planned.channel not in _CALLS:
        return [_possibility("made", planned, attribution, read, event_id, Outcome.DELIVERED)]
    return [
        _possibility("answered", planned, attribution, read, event_id, Outcome.CONNECTED),
        _possibility("unanswered", planned, attribution, read, event_id, Outcome.MISSED),
    ]


def _possibility(
    name: str, planned: PlannedContact, attribution: Attribution, read: Reader, event_id: str, outcome: Outcome
) -> Possibility:
    text = None if outcome is Outcome.MISSED else planned.text
    moment = moment_of(planned.at)
    event = ContactEvent(
        id=event_id,
        original=_NO_ORIGINAL,
        source_format="gate",
        positions=(),
        time=moment,
        channel=planned.channel,
        direction=Direction.INBOUND,
        outcome=outcome,
        other=classify(planned.number),
        owner=planned.person,
        text=text,
        text_source=None if text is None else TextSource.BY_HAND if planned.channel in _CALLS else TextSource.RECORD,
        sim=planned.line,
    )
    reading = None
    if text is not None:
        reading = read(text, planned.role, moment.beijing.date())
    return Possibility(name, Contact(event, attribution, reading))


def moment_of(at: datetime) -> Moment:
    """Return an aware time as a moment in Beijing time."""
    resolution = Resolution.MILLISECOND if at.microsecond else Resolution.SECOND
    return Moment("", at.astimezone(UTC), 480, resolution, OffsetSource.STATED)


def placed(at: datetime) -> Placement:
    """Return where an aware time stands; the same as placing its moment, which is always an instant."""
    passed = at - _EPOCH
    ms = passed.days * DAY_MS + passed.seconds * 1000 + passed.microseconds // 1000
    return Placement(ms, ms, (ms + _AHEAD) // DAY_MS)


def _attribution(planned: PlannedContact) -> Attribution:
    return Attribution(
        kind=PartyKind.AGENCY if planned.agency else PartyKind.CREDITOR,
        party=planned.party,
        creditor=planned.creditor,
        debt=planned.debt,
        institution_kind=planned.institution,
        product_kind=planned.product,
        known_by=KnownBy.CONTRACT,
        evidence="planned",
        confirmed=True,
    )


def case_of(
    planned: PlannedContact, wishes: Sequence[Wish], *, objections_complete: bool, agreements_complete: bool
) -> Case:
    """Return the case of one planned contact: the person, creditor and agency, the debt, and the person's wishes.

    ``wishes`` are those of the person and of this creditor; the two flags tell whether all of them are there.
    """
    standing = [wish for wish in wishes if wish.person == planned.person and not _ended(wish, wishes, planned.at)]
    about = planned.about_debt
    parties = [
        Party(planned.creditor, PartyKind.CREDITOR, institution_kind=planned.institution, about_debt=about),
        *(
            (Party(agency, PartyKind.AGENCY, acts_for=planned.creditor, about_debt=about))
            for agency in _agencies(planned, standing)
        ),
    ]
    return Case(
        "",
        persons=(Person(planned.person, planned.role, minor=planned.minor),),
        parties=tuple(parties),
        debts=(Debt(planned.debt or _DEBT, planned.creditor, planned.product, planned.contract_day),),
        objections=tuple(_objections(standing)),
        agreed_times=tuple(_agreed_times(standing)),
        objections_complete=objections_complete,
        agreements_complete=agreements_complete,
    )


def _agencies(planned: PlannedContact, wishes: Iterable[Wish]) -> list[str]:
    """The agency that asks, and every other one of this creditor to which a wish was told."""
    named = [planned.agency, *(wish.party for wish in wishes if wish.creditor == planned.creditor)]
    return [agency for agency in dict.fromkeys(named) if agency and agency != planned.creditor]


def _ended(wish: Wish, wishes: Sequence[Wish], at: datetime) -> bool:
    """Tell whether a wish was withdrawn before the planned time; only who had the wish can end it."""
    return any(
        other.kind is WishKind.WITHDRAWAL and other.ends == wish.id and other.person == wish.person and other.at <= at
        for other in wishes
    )


def _objections(wishes: Iterable[Wish]) -> Iterable[Objection]:
    for wish in wishes:
        if wish.kind is WishKind.OBJECTION:
            yield Objection(wish.person, moment_of(wish.at), wish.party, evidence=wish.proof)


def _agreed_times(wishes: Iterable[Wish]) -> Iterable[AgreedTime]:
    for wish in wishes:
        if wish.kind is WishKind.AGREED_TIME and wish.from_minute is not None and wish.to_minute is not None:
            since = wish.since or wish.at.astimezone(BEIJING).date()
            yield AgreedTime(wish.person, wish.party, wish.from_minute, wish.to_minute, since, wish.until)


def consents(planned: PlannedContact, wishes: Sequence[Wish]) -> dict[str, bool]:
    """Return the facts that consents make TRUE, and that a withdrawn one makes FALSE, towards this creditor.

    A withdrawal ends every consent of that scope given until then, whichever of them it names and whenever they were
    entered: who says no means the matter, not the paper.
    """
    given = [
        wish
        for wish in wishes
        if wish.kind is WishKind.CONSENT
        and (wish.person, wish.creditor) == (planned.person, planned.creditor)
        and wish.at <= planned.at
    ]
    ended: dict[str | None, datetime] = {}
    for scope, at in _withdrawals(given, wishes, planned.at):
        ended[scope] = max(at, ended.get(scope, at))
    found: dict[str, bool] = {}
    for wish in given:
        if wish.scope is not None:
            later = wish.scope not in ended or wish.at > ended[wish.scope]
            in_force = later and not _ended(wish, wishes, planned.at)
            found[wish.scope] = found.get(wish.scope, False) or in_force
    return found


def _withdrawals(given: Iterable[Wish], wishes: Sequence[Wish], at: datetime) -> Iterable[tuple[str | None, datetime]]:
    """Yield scope and time of each withdrawal of one of these consents before the planned time."""
    scopes = {wish.id: wish.scope for wish in given}
    for wish in wishes:
        if wish.kind is WishKind.WITHDRAWAL and wish.ends in scopes and wish.at <= at:
            yield scopes[wish.ends], wish.at


def is_vulnerable(planned: PlannedContact, wishes: Sequence[Wish]) -> bool:
    """Tell whether the person is on this creditor's record as vulnerable (ill, bereaved): then a person decides."""
    return any(
        wish.kind is WishKind.VULNERABLE
        and (wish.person, wish.creditor) == (planned.person, planned.creditor)
        and not _ended(wish, wishes, planned.at)
        for wish in wishes
    )


def refused_as_another(planned: PlannedContact, known: Sequence[Wish], standing: Mapping[str, FactValue]) -> bool:
    """Tell whether who is asked about as a debtor refused contact, and nothing on record says that a debtor did.

    A contact person's refusal does not end because another role is claimed. It does where the wish itself records that
    the person spoke as a debtor, or where a standing fact of the person (``shares_debt``, with its proof) says so.
    """
    if planned.role not in OWES and planned.role not in MAY_OWE:
        return False  # the rules on contact persons see the refusal themselves
    if standing.get("shares_debt") is True:
        return False
    return any(
        wish.kind is WishKind.OBJECTION
        and wish.person == planned.person
        and (wish.creditor == planned.creditor or wish.party == planned.party)
        and wish.role not in OWES
        and wish.at <= planned.at
        and not _ended(wish, known, planned.at)
        for wish in known
    )


def is_contradictory(planned: PlannedContact) -> bool:
    """Tell whether the claimed role does not fit the ids: the debt is the debtor's, and no contact person's."""
    if planned.person == planned.debtor:
        return planned.role not in OWES and planned.role is not Role.UNKNOWN
    return planned.role is Role.DEBTOR


def shifted(at: datetime, offset_minutes: int) -> Moment:
    """Return the moment at which Beijing clocks show what the clock of another zone shows at ``at``."""
    return moment_of(at + timedelta(minutes=offset_minutes - 480))
