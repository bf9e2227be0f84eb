"""Every base fact's truth table: what the record or the statement shows, and unknown wherever neither does."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from shouzheng.judging import facts as judging_facts
from shouzheng.judging.case import Contact
from shouzheng.judging.facts import Background, base_facts
from shouzheng.judging.placement import place
from shouzheng.model.case import AgreedTime, Case, Debt, Objection, Party, Person, ProductKind, Role
from shouzheng.model.event import Channel, Direction, Outcome
from shouzheng.model.moment import Moment, Resolution
from shouzheng.model.reading import Entity, EntityKind, Span
from shouzheng.model.verdict import FactValue
from shouzheng.reading.labels import LABELS
from shouzheng.rulebook.load import load_rulebook
from tests.judging.making import (
    AGENCY,
    AGENCY_2,
    BANK,
    CASE,
    FRIEND,
    LENDER,
    PARTIES,
    READABLE,
    SCAM,
    at,
    attributed,
    call,
    event,
    missed,
    picture,
    spoken,
    text,
)

NIGHT = "2026-01-05 22:30:00"
OPEN_CASE = replace(CASE, agreements_complete=False, objections_complete=False)


def facts(contact: Contact, case: Case = CASE, *others: Contact) -> dict[str, FactValue]:
    return base_facts(contact, case, Background.of(case, [*others, contact], READABLE))


def calendar_facts(moment: Moment) -> dict[str, FactValue]:
    return judging_facts.calendar_facts(place(moment))


def fact(name: str, contact: Contact, case: Case = CASE, *others: Contact) -> FactValue:
    return facts(contact, case, *others)[name]


# --- the list of facts


def test_every_fact_of_the_law_that_this_room_computes_is_there() -> None:
    law = load_rulebook().facts
    mine = {n for n, f in law.items() if f.computed_by in ("judging.facts", "reading")}
    made = set(facts(call(NIGHT)))
    assert mine - made == set()
    assert made - set(law) == set()


# --- calendar


@pytest.mark.parametrize(
    ("when", "minute", "weekday", "holiday"),
    [
        ("2026-01-05 22:30:00", 1350, 1, False),
        ("2026-01-05 00:00:00", 0, 1, False),
        ("2026-01-05 23:59:59", 1439, 1, False),
        ("2026-01-05 07:59:59", 479, 1, False),
        ("2026-01-05 08:00:00", 480, 1, False),
        ("2026-01-04 12:00:00", 720, 7, False),  # a Sunday on which work is done
        ("2026-01-10 12:00:00", 720, 6, False),  # an ordinary Saturday is no holiday
        ("2026-02-17 12:00:00", 720, 2, True),
        ("2027-02-06 12:00:00", 720, 6, None),  # not announced
    ],
)
def test_calendar_facts_are_those_of_the_beijing_day(
    when: str, minute: int, weekday: int, holiday: bool | None
) -> None:
    assert calendar_facts(at(when)) == {
        "day_no": (date.fromisoformat(when[:10]) - date(1970, 1, 1)).days,
        "minute_of_day": minute,
        "is_night": minute >= 1320 or minute < 480,
        "weekday": weekday,
        "is_holiday": holiday,
    }


@pytest.mark.parametrize("day", ["2010-07-01", "2026-01-05"])
@pytest.mark.parametrize(
    ("time", "night"),
    [
        ("21:59:59", False),
        ("22:00:00", True),
        ("23:59:59", True),
        ("00:00:00", True),
        ("07:59:59", True),
        ("08:00:00", False),
    ],
)
def test_night_is_the_same_in_every_year_because_it_is_no_number_of_law(day: str, time: str, night: bool) -> None:
    assert calendar_facts(at(f"{day} {time}"))["is_night"] is night


def test_a_phone_in_another_time_zone_is_read_in_beijing_time() -> None:
    abroad = replace(at("2026-01-06 06:30:00"), offset_minutes=0)  # the phone showed 22:30 of the day before
    found = calendar_facts(abroad)
    assert found["minute_of_day"] == 390
    assert found["weekday"] == 2


def test_a_night_event_before_and_after_new_year_has_the_day_of_its_own_midnight() -> None:
    before, after = calendar_facts(at("2025-12-31 23:59:59")), calendar_facts(at("2026-01-01 00:00:00"))
    assert (before["minute_of_day"], after["minute_of_day"]) == (1439, 0)
    assert (before["is_holiday"], after["is_holiday"]) == (False, True)
    assert isinstance(before["day_no"], int)
    assert after["day_no"] == before["day_no"] + 1


def test_a_source_that_tells_only_the_day_leaves_the_minute_unknown() -> None:
    found = calendar_facts(at("2026-01-05 00:00:00", Resolution.DAY))
    assert found["minute_of_day"] is None
    assert found["is_night"] is None
    assert found["weekday"] == 1
    assert calendar_facts(at("2026-01-05 22:30:00", Resolution.MINUTE))["minute_of_day"] == 1350


# --- the contact


@pytest.mark.parametrize(
    ("outcome", "connected", "seconds"),
    [
        (Outcome.CONNECTED, True, 65),
        (Outcome.MISSED, False, 0),
        (Outcome.REJECTED, False, 0),
        (Outcome.BLOCKED, False, 0),
        (Outcome.VOICEMAIL, False, 0),
        (Outcome.UNKNOWN, None, 65),
        (Outcome.DELIVERED, None, 65),
    ],
)
def test_whether_a_call_was_answered(outcome: Outcome, connected: bool | None, seconds: int) -> None:
    found = facts(call(NIGHT, outcome=outcome, seconds=65))
    assert (found["is_call"], found["connected"], found["seconds"]) == (True, connected, seconds)


def test_talk_time_that_the_source_does_not_tell_is_unknown() -> None:
    assert fact("seconds", call(NIGHT)) is None


@pytest.mark.parametrize("channel", [c for c in Channel if c not in (Channel.CALL, Channel.VIDEO_CALL)])
def test_what_is_no_call_was_not_answered_and_has_no_talk_time(channel: Channel) -> None:
    found = facts(text(NIGHT, "您好", channel=channel))
    assert (found["channel"], found["is_call"], found["connected"], found["seconds"]) == (channel, False, False, None)


@pytest.mark.parametrize(
    ("direction", "value"),
    [(Direction.INBOUND, "inbound"), (Direction.OUTBOUND, "outbound"), (Direction.UNKNOWN, None)],
)
def test_direction(direction: Direction, value: str | None) -> None:
    assert fact("direction", call(NIGHT, direction=direction)) == value


@pytest.mark.parametrize(("words", "has"), [(None, False), ("", False), (" \n　", False), ("您好", True)])
def test_has_text(words: str | None, has: bool) -> None:
    assert fact("has_text", Contact(event(NIGHT, channel=Channel.SMS, text=words), attributed(AGENCY), None)) is has
    assert fact("has_text", spoken(call(NIGHT), "您好")) is True


# --- who


@pytest.mark.parametrize(
    ("party", "collection", "attribution", "institution", "product"),
    [
        (LENDER, True, "creditor", "consumer_finance", "online_consumer_loan"),
        (AGENCY, True, "agency", "consumer_finance", "online_consumer_loan"),
        (BANK, True, "creditor", "bank", "credit_card"),
        (SCAM, False, "scam", None, None),
        (FRIEND, False, "private", None, None),
        (None, None, None, None, None),
    ],
)
def test_who_stands_behind_a_contact(
    party: Party | None, collection: bool | None, attribution: str | None, institution: str | None, product: str | None
) -> None:
    found = facts(call(NIGHT, party))
    assert found["is_collection"] is collection
    assert (found["attribution"], found["institution_kind"], found["product_kind"]) == (
        attribution,
        institution,
        product,
    )


@pytest.mark.parametrize("role", list(Role))
def test_the_role_of_the_person_contacted(role: Role) -> None:
    found = facts(call(NIGHT), replace(CASE, persons=(Person("me", role),)))
    owes = {Role.DEBTOR: True, Role.CO_DEBTOR: True, Role.GUARANTOR: True}
    unclear = (Role.SPOUSE, Role.HEIR, Role.UNKNOWN)
    assert found["recipient_role"] == (None if role is Role.UNKNOWN else role.value)
    assert found["shares_debt"] is (None if role in unclear else owes.get(role, False))
    assert found["named_as_contact"] is (True if role is Role.EMERGENCY_CONTACT else None)


@pytest.mark.parametrize("minor", [True, False, None])
def test_whether_the_person_is_a_minor_is_as_stated(minor: bool | None) -> None:
    case = replace(CASE, persons=(Person("me", Role.RELATIVE, minor=minor),))
    assert fact("recipient_minor", call(NIGHT), case) is minor


def test_a_person_whom_the_statement_does_not_name_has_no_known_role() -> None:
    found = facts(call(NIGHT, owner="somebody"))
    assert found["recipient_role"] is None
    assert found["shares_debt"] is None
    assert found["recipient_minor"] is None


# --- agreements


def agreed(start: int, end: int, party: str = "yunling", since: date | None = None, until: date | None = None) -> Case:
    return replace(OPEN_CASE, agreed_times=(AgreedTime("me", party, start, end, since, until),))


@pytest.mark.parametrize(
    ("start", "end", "clock", "inside"),
    [
        (19 * 60, 21 * 60, "18:59:59", False),
        (19 * 60, 21 * 60, "19:00:00", True),
        (19 * 60, 21 * 60, "20:59:59", True),
        (19 * 60, 21 * 60, "21:00:00", False),
        (22 * 60, 60, "21:59:59", False),
        (22 * 60, 60, "22:00:00", True),
        (22 * 60, 60, "00:59:59", True),
        (22 * 60, 60, "01:00:00", False),
    ],
)
def test_agreed_hours_are_half_open_and_may_cross_midnight(start: int, end: int, clock: str, inside: bool) -> None:
    contact = call(f"2026-01-05 {clock}")
    assert fact("agreed_time", contact, agreed(start, end)) is (True if inside else None)
    complete = replace(agreed(start, end), agreements_complete=True)
    assert fact("agreed_time", contact, complete) is inside


def test_without_any_statement_agreements_are_unknown() -> None:
    found = facts(call(NIGHT), OPEN_CASE)
    assert found["agreed_time"] is None
    assert found["agreed_frequency"] is None


def test_no_other_agreements_means_none() -> None:
    found = facts(call(NIGHT))
    assert found["agreed_time"] is False
    assert found["agreed_frequency"] is False


def test_an_agreement_with_the_creditor_covers_its_agency_and_not_the_other_way_round() -> None:
    assert fact("agreed_time", call(NIGHT, AGENCY), agreed(1320, 1380, "yunling")) is True
    assert fact("agreed_time", call(NIGHT, LENDER), agreed(1320, 1380, "panshi")) is None
    assert fact("agreed_time", call(NIGHT, AGENCY_2), agreed(1320, 1380, "panshi")) is None
    assert fact("agreed_time", call(NIGHT, BANK), agreed(1320, 1380, "yunling")) is None


def test_an_agreement_of_another_person_does_not_count() -> None:
    assert fact("agreed_time", call(NIGHT, owner="sister"), agreed(1320, 1380)) is None


@pytest.mark.parametrize(
    ("since", "until", "value"),
    [
        (date(2026, 1, 5), None, True),
        (date(2026, 1, 6), None, None),
        (None, date(2026, 1, 5), True),
        (None, date(2026, 1, 4), None),
    ],
)
def test_an_agreement_holds_from_its_first_to_its_last_day(
    since: date | None, until: date | None, value: bool | None
) -> None:
    assert fact("agreed_time", call(NIGHT), agreed(1320, 1380, since=since, until=until)) is value


def test_an_unknown_hour_may_lie_in_the_agreed_ones() -> None:
    day_only = call(at("2026-01-05 00:00:00", Resolution.DAY))
    assert fact("agreed_time", day_only, replace(agreed(1320, 1380), agreements_complete=True)) is None


# --- refusals


def refused(party: str, when: str, person: str = "me", resolution: Resolution = Resolution.SECOND) -> Case:
    return replace(OPEN_CASE, objections=(Objection(person, at(when, resolution), party),))


EARLIER, LATER = "2026-01-05 22:29:58", "2026-01-05 22:30:02"


@pytest.mark.parametrize(
    ("refused_to", "caller", "before"),
    [
        ("panshi", AGENCY, True),
        ("panshi", LENDER, True),
        ("panshi", AGENCY_2, True),  # another agency of the same creditor
        ("yunling", AGENCY, True),
        ("panshi", BANK, False),
        ("qiaotou", AGENCY, False),
        ("fake", SCAM, True),
        ("fake", AGENCY, False),
        ("panshi", None, False),
    ],
)
def test_a_refusal_reaches_the_creditor_and_all_its_agencies(
    refused_to: str, caller: Party | None, before: bool
) -> None:
    assert fact("objection_before", call(NIGHT, caller), refused(refused_to, EARLIER)) is before


def test_a_refusal_after_the_contact_was_not_before_it() -> None:
    assert fact("objection_before", call(NIGHT), refused("panshi", LATER)) is False


def test_the_refusal_of_another_person_does_not_count() -> None:
    other = refused("panshi", EARLIER, person="sister")
    assert fact("objection_before", call(NIGHT), other) is None  # what this person refused nobody has stated
    assert fact("objection_before", call(NIGHT), replace(other, objections_complete=True)) is False


@pytest.mark.parametrize(
    ("when", "resolution", "before"),
    [
        (NIGHT, Resolution.SECOND, None),  # the same second: which came first is not told
        (NIGHT, Resolution.MINUTE, None),
        ("2026-01-05 22:29:00", Resolution.MINUTE, True),
        ("2026-01-05 22:31:00", Resolution.MINUTE, False),
        ("2026-01-05 00:00:00", Resolution.DAY, None),
        ("2026-01-04 00:00:00", Resolution.DAY, True),
        ("2026-01-06 00:00:00", Resolution.DAY, False),
    ],
)
def test_when_it_is_not_told_which_came_first_it_is_unknown(
    when: str, resolution: Resolution, before: bool | None
) -> None:
    assert fact("objection_before", call(NIGHT), refused("panshi", when, resolution=resolution)) is before


def test_a_sure_refusal_counts_beside_an_unclear_one() -> None:
    case = refused("panshi", NIGHT)
    both = replace(case, objections=(*case.objections, Objection("me", at(EARLIER), "yunling")))
    assert fact("objection_before", call(NIGHT), both) is True


def test_without_any_statement_refusals_are_unknown() -> None:
    assert fact("objection_before", call(NIGHT), OPEN_CASE) is None
    assert fact("objection_before", call(NIGHT)) is False


# --- what it was about


@pytest.mark.parametrize(
    ("about", "outcome", "value"),
    [
        (True, Outcome.CONNECTED, True),
        (False, Outcome.CONNECTED, False),
        (None, Outcome.CONNECTED, None),
        (True, Outcome.MISSED, None),
        (True, Outcome.UNKNOWN, None),
        (False, Outcome.MISSED, False),
        (False, Outcome.UNKNOWN, False),
        (None, Outcome.MISSED, None),
    ],
)
def test_debt_discussed_in_a_call_is_as_the_person_stated(
    about: bool | None, outcome: Outcome, value: bool | None
) -> None:
    case = replace(CASE, parties=(replace(AGENCY, about_debt=about),))
    assert fact("debt_discussed", call(NIGHT, outcome=outcome), case) is value


def test_debt_discussed_by_the_words() -> None:
    silent = replace(CASE, parties=(replace(AGENCY, about_debt=None),))
    assert fact("debt_discussed", text(NIGHT, "…", AGENCY, "states_due_date")) is True
    assert fact("debt_discussed", text(NIGHT, "…", AGENCY, "states_amount")) is None  # a transaction notice, perhaps
    assert fact("debt_discussed", text(NIGHT, "验证码")) is None
    assert fact("debt_discussed", spoken(call(NIGHT), "…", "discloses_debt"), silent) is True
    assert fact("debt_discussed", spoken(call(NIGHT), "…"), silent) is None
    assert fact("debt_discussed", call(NIGHT, None)) is None


def date_entity(day: date | None, start: int = 0) -> Entity:
    return Entity(EntityKind.DATE, Span(start, start + 5), "1月20日", day=day)


@pytest.mark.parametrize(
    ("days", "value"),
    [
        ([date(2026, 1, 5)], True),  # the day of the contact itself
        ([date(2026, 1, 6)], True),
        ([date(2026, 1, 4)], False),
        ([date(2026, 1, 4), date(2026, 1, 20)], True),
        ([date(2026, 1, 4), None], None),
        ([None], None),
        ([], None),
    ],
)
def test_due_date_ahead_by_the_date_named(days: list[date | None], value: bool | None) -> None:
    contact = text(NIGHT, "您好", AGENCY, "states_due_date", entities=[date_entity(day) for day in days])
    assert fact("due_date_ahead", contact) is value


def test_a_date_far_from_the_due_date_is_not_taken_for_it() -> None:
    contact = text(NIGHT, "您好", AGENCY, "states_due_date", entities=[date_entity(date(2026, 2, 1), start=300)])
    assert fact("due_date_ahead", contact) is None


def test_due_date_ahead_without_a_due_date_or_without_words() -> None:
    assert fact("due_date_ahead", text(NIGHT, "您好")) is False
    assert fact("due_date_ahead", call(NIGHT)) is False
    assert fact("due_date_ahead", missed(NIGHT)) is False
    assert fact("due_date_ahead", text(NIGHT, "您好", lexicon="sha256:another")) is None
    unread = Contact(event(NIGHT, channel=Channel.SMS, text="您好"), attributed(AGENCY), None)
    assert fact("due_date_ahead", unread) is None


@pytest.mark.parametrize("words", ["您的借款已逾期45天", "逾期3期未处理", "拖欠至今", "借款已到期未还", "请还清欠款"])
def test_words_that_state_default_speak_of_the_debt_and_make_a_later_date_a_deadline(words: str) -> None:
    ahead = [date_entity(date(2026, 1, 20))]
    assert fact("due_date_ahead", text(NIGHT, words, AGENCY, "states_due_date", entities=ahead)) is False
    assert fact("debt_discussed", text(NIGHT, words)) is True
    assert fact("debt_discussed", text(NIGHT, words, direction=Direction.OUTBOUND)) is None


@pytest.mark.parametrize(
    "words",
    [
        "如逾期3天将计收罚息",
        "请按时还款以免逾期",
        "您无逾期3期记录",
        "您本期账单欠款1,860元",
        "请勿拖欠",
        "您逾期3期的借款已结清",
    ],
)
def test_words_that_warn_of_default_or_deny_it_state_none(words: str) -> None:
    ahead = [date_entity(date(2026, 1, 20))]
    assert fact("due_date_ahead", text(NIGHT, words, AGENCY, "states_due_date", entities=ahead)) is True
    assert fact("debt_discussed", text(NIGHT, words)) is None


def test_a_sum_to_be_paid_without_a_due_date_may_be_a_bill() -> None:
    assert fact("debt_discussed", text(NIGHT, "本期应还1,860元", AGENCY, "states_amount")) is None


def test_a_message_without_words_does_not_tell_what_it_is_about() -> None:
    for words in (None, "", " "):
        made = event(NIGHT, channel=Channel.MMS, text=words, attachments=(picture(),))
        assert fact("debt_discussed", Contact(made, attributed(LENDER), None)) is None


def test_a_call_that_only_informs_is_not_known_to_be_one() -> None:
    assert fact("is_notice", call(NIGHT)) is None
    assert fact("is_notice", text(NIGHT, "您好")) is False


def test_a_record_is_no_draft() -> None:
    assert fact("is_draft", call(NIGHT)) is False


def test_the_day_of_the_contract_is_known_when_the_debts_agree() -> None:
    one = Debt("a", "yunling", ProductKind.OTHER, date(2025, 3, 1))
    case = replace(CASE, debts=(one,))
    assert fact("contract_day_no", call(NIGHT), case) == (date(2025, 3, 1) - date(1970, 1, 1)).days
    assert fact("contract_day_no", call(NIGHT, BANK), case) is None
    assert fact("contract_day_no", call(NIGHT), replace(case, debts=(one, replace(one, id="b")))) is not None
    other = replace(one, id="b", contract_date=date(2025, 4, 1))
    assert fact("contract_day_no", call(NIGHT), replace(case, debts=(one, other))) is None


# --- whether the debtor could be reached


@pytest.mark.parametrize(
    ("sign", "value"),
    [
        (call("2026-01-03 10:00:00", LENDER), True),
        (call("2026-01-03 10:00:00", AGENCY_2), True),
        (call("2026-01-03 10:00:00", AGENCY, direction=Direction.OUTBOUND), True),
        (text("2026-01-03 10:00:00", "我会还的", AGENCY, direction=Direction.OUTBOUND), True),
        (missed("2026-01-03 10:00:00"), None),
        (text("2026-01-03 10:00:00", "您好", AGENCY), None),
        (call("2026-01-03 10:00:00", BANK), None),
        (call("2026-01-03 10:00:00", AGENCY, owner="sister"), None),
        (call("2026-01-02 22:30:00", LENDER), True),  # three days before, to the second
        (call("2026-01-02 22:29:59", LENDER), None),
        (call(NIGHT, LENDER), None),  # at the same time is not before
        (call("2026-01-06 10:00:00", LENDER), None),
    ],
)
def test_the_debtor_could_be_reached_when_the_records_show_it(sign: Contact, value: bool | None) -> None:
    assert fact("debtor_reachable", call(NIGHT, AGENCY, owner="sister"), CASE, sign) is value


def test_without_other_contacts_reachability_is_unknown() -> None:
    assert base_facts(call(NIGHT), CASE, Background(CASE, READABLE))["debtor_reachable"] is None
    assert fact("debtor_reachable", call(NIGHT, None)) is None


# --- acts

ACTS = [f"act_{label}" for label in LABELS]


def acts(contact: Contact, case: Case = CASE) -> set[FactValue]:
    found = facts(contact, case)
    return {found[name] for name in ACTS}


def test_words_are_read_to_true_or_false() -> None:
    found = facts(text(NIGHT, "打断你的腿", AGENCY, "threat_violence"))
    assert found["act_threat_violence"] is True
    assert {found[name] for name in ACTS if name != "act_threat_violence"} == {False}


@pytest.mark.parametrize("outcome", [Outcome.MISSED, Outcome.REJECTED, Outcome.BLOCKED])
def test_nothing_is_said_in_a_call_that_nobody_answered(outcome: Outcome) -> None:
    assert acts(call(NIGHT, outcome=outcome)) == {False}


def test_what_was_said_in_an_answered_call_is_unknown_without_a_transcript() -> None:
    assert acts(call(NIGHT)) == {None}
    assert acts(call(NIGHT, outcome=Outcome.UNKNOWN)) == {None}
    assert acts(spoken(call(NIGHT), "打断你的腿", "threat_violence")) == {True, False}


def test_what_was_left_on_an_answering_machine_is_unknown_without_a_transcript() -> None:
    left = call(NIGHT, outcome=Outcome.VOICEMAIL)
    assert fact("connected", left) is False
    assert acts(left) == {None}


def test_a_voicemail_with_a_transcript_is_read() -> None:
    left = spoken(call(NIGHT, outcome=Outcome.VOICEMAIL), "打断你的腿", "threat_violence")
    assert fact("act_threat_violence", left) is True


def test_a_visit_without_a_transcript_is_unknown() -> None:
    assert acts(call(NIGHT, channel=Channel.VISIT)) == {None}


def test_the_persons_own_words_carry_no_act() -> None:
    own = text(NIGHT, "打断你的腿", AGENCY, "threat_violence", direction=Direction.OUTBOUND)
    assert acts(own) == {False}
    assert acts(call(NIGHT, direction=Direction.OUTBOUND)) == {False}


def test_when_nobody_knows_who_wrote_it_an_act_is_unknown() -> None:
    found = facts(text(NIGHT, "打断你的腿", AGENCY, "threat_violence", direction=Direction.UNKNOWN))
    assert found["act_threat_violence"] is None
    assert found["act_insult"] is False


def test_a_label_that_the_lexicon_cannot_read_is_unknown_and_never_false() -> None:
    few = replace(READABLE, by_role={Role.DEBTOR: frozenset(["insult"])})
    contact = text(NIGHT, "您好")
    found = base_facts(contact, CASE, Background.of(CASE, [contact], few))
    assert found["act_insult"] is False
    assert {found[name] for name in ACTS if name != "act_insult"} == {None}


def test_a_label_that_depends_on_the_addressee_is_unknown_while_the_role_is() -> None:
    contact = text(NIGHT, "您好")
    by_role = {Role.DEBTOR: frozenset(LABELS), Role.UNKNOWN: frozenset(LABELS) - {"discloses_debt"}}
    nobody = replace(CASE, persons=(Person("me", Role.UNKNOWN),))
    readable = replace(READABLE, by_role=by_role)
    assert base_facts(contact, nobody, Background.of(nobody, [], readable))["act_discloses_debt"] is None
    assert base_facts(contact, CASE, Background.of(CASE, [], readable))["act_discloses_debt"] is False


def test_a_reading_by_another_lexicon_shows_what_it_found_and_nothing_else() -> None:
    found = facts(text(NIGHT, "打断你的腿", AGENCY, "threat_violence", lexicon="sha256:another"))
    assert found["act_threat_violence"] is True
    assert {found[name] for name in ACTS if name != "act_threat_violence"} == {None}


def test_a_picture_may_hold_anything() -> None:
    assert acts(text(NIGHT, "您好", channel=Channel.MMS, attachments=(picture(),))) == {None}
    assert acts(text(NIGHT, "您好", channel=Channel.MMS, attachments=(picture("application/smil"),))) == {False}
    assert acts(text(NIGHT, "您好", channel=Channel.MMS, attachments=(picture("text/plain"),))) == {False}
    shown = text(NIGHT, "打断你的腿", AGENCY, "threat_violence", channel=Channel.MMS, attachments=(picture(),))
    assert acts(shown) == {True, None}


@pytest.mark.parametrize(("words", "value"), [("", False), (" ", False), (None, None)])
def test_a_message_without_words(words: str | None, value: bool | None) -> None:
    assert acts(Contact(event(NIGHT, channel=Channel.SMS, text=words), attributed(AGENCY), None)) == {value}
    with_picture = event(NIGHT, channel=Channel.MMS, text=words, attachments=(picture(),))
    assert acts(Contact(with_picture, attributed(AGENCY), None)) == {None}


def test_words_that_nobody_read_are_unknown() -> None:
    assert acts(Contact(event(NIGHT, channel=Channel.SMS, text="您好"), attributed(AGENCY), None)) == {None}


# --- every value is one that the law's list of facts allows


@given(
    st.sampled_from(list(Channel)),
    st.sampled_from(list(Direction)),
    st.sampled_from(list(Outcome)),
    st.sampled_from(list(Resolution)),
    st.sampled_from([*PARTIES, None]),
    st.sampled_from(list(Role)),
    st.sampled_from([None, "", "您好"]),
    st.integers(0, 100_000),
)
@settings(deadline=None, max_examples=70)
def test_every_value_is_of_the_type_and_range_of_its_fact(
    channel: Channel,
    direction: Direction,
    outcome: Outcome,
    resolution: Resolution,
    party: Party | None,
    role: Role,
    words: str | None,
    seconds: int,
) -> None:
    moment = at("2026-01-05 22:30:00", resolution)
    contact = text(
        moment, "您好", party, "insult", channel=channel, direction=direction, outcome=outcome, seconds=seconds
    )
    contact = replace(contact, event=replace(contact.event, text=words))
    law = load_rulebook().facts
    for name, value in facts(contact, replace(CASE, persons=(Person("me", role),))).items():
        assert law[name].accepts(value), (name, value)
        assert value is not None or law[name].may_be_unknown, name
