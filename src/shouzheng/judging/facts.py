"""The base facts of one contact, exactly as ``law/facts.toml`` defines them; one function for each group of facts.

Unknown stays unknown (``None``): a fact that neither the record nor the person's statement shows is never FALSE. Facts
that only papers or an institution could show (``computed_by`` "case" or "institution") are left out, which means
unknown, unless a field of the statement holds them. Counts look at many contacts (``judging.counts``).
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from functools import cached_property, lru_cache

from shouzheng.judging.acts import NOT_ANSWERED, ReadableActs, act_facts, debt_in_words, due_date_ahead, has_words
from shouzheng.judging.case import Contact
from shouzheng.judging.placement import Placement, day_number, place
from shouzheng.judging.reachability import Reachability
from shouzheng.model.attribution import Attribution
from shouzheng.model.case import AgreedTime, Case, Party, PartyKind, Person, Role
from shouzheng.model.event import ContactEvent, Direction, Outcome
from shouzheng.model.moment import Moment, Resolution
from shouzheng.model.verdict import FactValue
from shouzheng.reference.calendar import is_holiday

Facts = dict[str, FactValue]

#: Roles that owe the debt, and roles of which it depends on facts that no message shows (joint marital debt, estate).
OWES = frozenset([Role.DEBTOR, Role.CO_DEBTOR, Role.GUARANTOR])
MAY_OWE = frozenset([Role.SPOUSE, Role.HEIR, Role.UNKNOWN])
#: What the fact ``is_night`` calls night, as minutes of the Beijing day (22:00 up to but not including 08:00): this
#: program's own description of any year, no number of law. Hours that a norm gives are dated (``thresholds.toml``).
NIGHT_BEGINS, NIGHT_ENDS = 22 * 60, 8 * 60


@dataclass(frozen=True)
class Background:
    """What the facts of one contact need besides it: the statement, the acts that can be read, the other contacts."""

    case: Case
    readable: ReadableActs
    reachability: Reachability = field(default_factory=lambda: Reachability({}))

    @classmethod
    def of(cls, case: Case, contacts: Iterable[Contact] = (), readable: ReadableActs | None = None) -> Background:
        """Make it from the whole case; without ``readable`` the shipped lexicon says which acts can be read."""
        return cls(case, readable or ReadableActs.shipped(), Reachability.of(case, contacts))

    @cached_property
    def persons(self) -> Mapping[str, Person]:
        """The persons of the case by id."""
        return {person.id: person for person in self.case.persons}

    @cached_property
    def parties(self) -> Mapping[str, Party]:
        """The parties of the case by id."""
        return {party.id: party for party in self.case.parties}

    @cached_property
    def who(self) -> dict[tuple[str, Attribution], Facts]:
        """What ``who_facts`` found already, by owner and attribution."""
        return {}

    def role(self, contact: Contact) -> Role:
        """Role of the person whose record it is; unknown when the statement does not name the person."""
        person = self.persons.get(contact.event.owner)
        return person.role if person else Role.UNKNOWN

    def creditor_of(self, party: str) -> str | None:
        """The creditor a party is or acts for."""
        found = self.parties.get(party)
        if found is None:
            return None
        return found.id if found.kind is PartyKind.CREDITOR else found.acts_for


def base_facts(contact: Contact, case: Case, background: Background | None = None) -> Facts:
    """Return all base facts of one contact; without a background, what only other contacts could show is unknown."""
    background = background or Background.of(case)
    at = place(contact.event.time)
    return {
        **calendar_facts(at),
        **contact_facts(contact.event),
        **who_facts(contact, background),
        **wish_facts(contact, background, at),
        **matter_facts(contact, background, at),
        **stated_facts(contact, case),
        **act_facts(contact, background.readable, background.role(contact)),
    }


def calendar_facts(at: Placement) -> Facts:
    """Day, minute, weekday and holiday in Beijing time; minute and night are unknown when only the day is told."""
    minute = at.minute_of_day
    night = None if minute is None else minute >= NIGHT_BEGINS or minute < NIGHT_ENDS
    return {**_day_facts(at.day_no), "minute_of_day": minute, "is_night": night}


@lru_cache(maxsize=8192)
def _day_facts(day_no: int) -> Mapping[str, FactValue]:
    day = Placement(0, 0, day_no).day
    return {"day_no": day_no, "weekday": day.isoweekday(), "is_holiday": is_holiday(day)}


def contact_facts(event: ContactEvent) -> Facts:
    """Channel, direction, and for calls whether they were answered and how long they were."""
    connected = connected_fact(event)
    return {
        "channel": event.channel.value,
        "direction": None if event.direction is Direction.UNKNOWN else event.direction.value,
        "is_call": event.is_call,
        "connected": connected,
        "seconds": _seconds(event, connected),
        "has_text": has_words(event),
    }


def connected_fact(event: ContactEvent) -> bool | None:
    """Whether somebody answered; FALSE for all that is no call, unknown when the source of a call does not say."""
    if not event.is_call or event.outcome in NOT_ANSWERED:
        return False
    return True if event.outcome is Outcome.CONNECTED else None


def _seconds(event: ContactEvent, connected: bool | None) -> int | None:
    if not event.is_call:
        return None
    return 0 if connected is False else event.seconds


def who_facts(contact: Contact, background: Background) -> Facts:
    """Who stands behind the contact and who was contacted, as the person stated it."""
    key = (contact.event.owner, contact.attribution)
    if key not in background.who:
        background.who[key] = _who(contact, background)
    return background.who[key]


def _who(contact: Contact, background: Background) -> Facts:
    attribution = contact.attribution
    person, role = background.persons.get(contact.event.owner), background.role(contact)
    return {
        "is_collection": attribution.is_collection_side,
        "attribution": _known(attribution.kind.value),
        "institution_kind": _known(attribution.institution_kind.value),
        "product_kind": _known(attribution.product_kind.value),
        "recipient_role": _known(role.value),
        "recipient_minor": person.minor if person else None,
        "shares_debt": True if role in OWES else None if role in MAY_OWE else False,
        # to be an emergency contact is to be named as one; that somebody else was not named nobody has stated
        "named_as_contact": True if role is Role.EMERGENCY_CONTACT else None,
    }


def _known(value: str) -> str | None:
    return None if value == "unknown" else value


def wish_facts(contact: Contact, background: Background, at: Placement) -> Facts:
    """What the contacted person agreed to or refused, before and at the time of the contact."""
    return {
        "agreed_time": _agreed_time(contact, background.case, at),
        "agreed_frequency": False if background.case.agreements_complete else None,
        "objection_before": _objection_before(contact, background, at),
    }


def _agreed_time(contact: Contact, case: Case, at: Placement) -> bool | None:
    for agreed in case.agreed_times:
        if agreed.person != contact.event.owner or not _is_with(agreed.party, contact):
            continue
        inside, day = _inside(agreed, at.minute_of_day), at.day
        begun, ended = agreed.since is None or agreed.since <= day, agreed.until is not None and agreed.until < day
        if begun and not ended and inside is not False:
            return inside
    return False if case.agreements_complete else None


def _inside(agreed: AgreedTime, minute: int | None) -> bool | None:
    """Half-open hours that may cross midnight; equal ends mean the whole day."""
    if minute is None:
        return None
    start, end = agreed.from_minute, agreed.to_minute
    if start < end:
        return start <= minute < end
    return minute >= start or minute < end


def _is_with(party: str, contact: Contact) -> bool:
    """An agreement with the creditor covers its agencies, which act in its name; one with an agency only that one."""
    return party in (contact.attribution.party, contact.attribution.creditor)


def _objection_before(contact: Contact, background: Background, at: Placement) -> bool | None:
    unclear = False
    for objection in background.case.objections:
        if objection.person != contact.event.owner or not _reaches(objection.party, contact, background):
            continue
        refused = place(objection.at)
        if _last_moment(objection.at, refused) < at.earliest:
            return True
        unclear = unclear or refused.earliest <= _last_moment(contact.event.time, at)
    if unclear:  # the refusal and the contact lie in the same second, minute or day: which came first is not told
        return None
    own = any(objection.person == contact.event.owner for objection in background.case.objections)
    return False if own or background.case.objections_complete else None


def _last_moment(moment: Moment, at: Placement) -> int:
    """Last millisecond of what the source told. For counting whole seconds are instants; here two may share one."""
    return at.latest + 999 if moment.resolution is Resolution.SECOND else at.latest


def _reaches(party: str, contact: Contact, background: Background) -> bool:
    """A refusal towards a party reaches its creditor and all other agencies of that creditor."""
    attribution = contact.attribution
    if attribution.party is None:
        return False
    creditor = background.creditor_of(party)
    return party == attribution.party or (creditor is not None and creditor == attribution.creditor)


def stated_facts(contact: Contact, case: Case) -> Facts:
    """Of the facts that papers show, those that the statement holds; and that a record is no draft."""
    days = {debt.contract_date for debt in case.debts if debt.creditor == contact.attribution.creditor}
    day = days.pop() if len(days) == 1 else None
    return {"contract_day_no": day_number(day) if day else None, "is_draft": False}


def matter_facts(contact: Contact, background: Background, at: Placement) -> Facts:
    """What the contact was about, and whether the debtor could be reached."""
    return {
        "debt_discussed": _debt_discussed(contact, background),
        "due_date_ahead": due_date_ahead(contact, background.readable, background.role(contact), at.day),
        # no field of the statement says that a call only informed
        "is_notice": None if contact.event.is_call else False,
        "debtor_reachable": background.reachability.at(contact.attribution.creditor, at),
    }


def _debt_discussed(contact: Contact, background: Background) -> bool | None:
    if debt_in_words(contact, background.readable, background.role(contact)):
        return True
    party = background.parties.get(contact.attribution.party or "")
    if party is None or not contact.event.is_call:
        return None
    # whose answered calls are stated to be about something else does not ring about the debt when it is missed either
    return party.about_debt if connected_fact(contact.event) is True or party.about_debt is False else None
