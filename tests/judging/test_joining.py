"""Contacts that several files show count once; their grade comes from their witnesses."""

from __future__ import annotations

from dataclasses import replace

import pytest

from shouzheng.intake.witnesses.joining import join
from shouzheng.judging.case import Contact
from shouzheng.judging.finding_words import DISAGREE, NOT_IN_THE_BILL
from shouzheng.judging.grades import best, grade_of
from shouzheng.judging.joining import NOT_IN_BILL, BillPeriod, is_corroborated, is_loose, join_contacts
from shouzheng.model.attribution import Attribution
from shouzheng.model.event import ContactEvent, Direction, Outcome
from shouzheng.model.grade import Grade
from shouzheng.model.original import Digest
from tests.intake.witnesses.making import BILL, message, record
from tests.judging.making import AGENCY, attributed, call, judge, later

#: The database of a format that was tried on a real file.
BACKUP = "ios_messages_database"
OTHER = Digest("sha256", "b" * 64, 10)


def contacts(*events: ContactEvent) -> list[Contact]:
    return [Contact(event, attributed(AGENCY), None) for event in events]


def copies(given: list[Contact], **changes: object) -> list[Contact]:
    """The same contacts as another original holds them."""
    return [
        replace(each, event=replace(each.event, id=f"copy-{n}", original=OTHER, **changes))  # type: ignore[arg-type]
        for n, each in enumerate(given)
    ]


def test_a_rule_counts_each_contact_once_however_many_files_show_it() -> None:
    day = [call(later("2026-02-03 09:00:00", hours=n)) for n in range(5)]
    twice = [*day, *copies(day, source_format="operator_bill_csv")]
    joined = join_contacts(twice)
    assert (len(joined.contacts), joined.joined, joined.disagreeing) == (5, 5, 0)
    single, several = judge(day), judge(joined.contacts)
    assert [(f.rule, f.sentence, len(f.events)) for f in several.findings] == [
        (f.rule, f.sentence, len(f.events)) for f in single.findings
    ]
    assert {lead for copy, lead in joined.leads.items() if copy.startswith("copy")} == {c.event.id for c in day}


def test_the_order_of_the_files_makes_no_difference() -> None:
    given = [*contacts(*[record("log", n, n * 600) for n in range(4)]), *contacts(record("bill", 1, 5, kept_by=BILL))]
    there, back = join_contacts(given), join_contacts(given[::-1])
    assert [(c.event.id, c.event.witnesses) for c in there.contacts] == [
        (c.event.id, c.event.witnesses) for c in back.contacts
    ]


def test_a_call_without_a_number_becomes_a_witness_and_is_no_contact_of_its_own() -> None:
    withheld = Contact(record("log", 1, number=None), Attribution(), None)
    other = Contact(record("log", 2, 9000, number=None), Attribution(), None)
    assert is_loose(withheld.event)
    joined = join_contacts(contacts(record("bill", 1, 9, kept_by=BILL)), [withheld, other])
    (one,) = joined.contacts
    assert one.attribution.party == AGENCY.id
    assert [w.id for w in one.event.witnesses] == ["e-bill-1", "e-log-1"]
    assert (joined.joined, joined.found_loose) == (1, frozenset(["e-log-1"]))


# --- grades


def graded(*events: ContactEvent) -> Grade:
    (one,) = join(events).events
    return grade_of(one)


def test_a_bill_lifts_the_grade_of_a_call_and_a_second_export_does_not() -> None:
    log = record("log", 1)
    assert graded(log) is Grade.D
    assert graded(log, record("copy", 1)) is Grade.D
    assert graded(log, record("db", 1, kept_by=BACKUP)) is Grade.C
    assert graded(log, record("bill", 1, 9, kept_by=BILL)) is Grade.B, "no real bill was ever tried: one below A"


def test_a_contradiction_leaves_the_worst_grade() -> None:
    assert graded(record("log", 1, outcome=Outcome.MISSED, seconds=0), record("bill", 1, 2, kept_by=BILL)) is Grade.D
    turned = record("bill", 1, 2, kept_by=BILL, direction=Direction.OUTBOUND)
    assert graded(record("db", 1, kept_by=BACKUP), turned) is Grade.C


def test_a_bill_does_not_vouch_for_the_words_of_a_message() -> None:
    assert graded(message("a", 1, "您好"), message("bill", 1, None, 30, kept_by=BILL)) is Grade.D


def test_only_independent_sources_corroborate_each_other() -> None:
    (same,) = join([record("log", 1), record("db", 1, kept_by=BACKUP)]).events
    (other,) = join([record("log", 1), record("bill", 1, 9, kept_by=BILL)]).events
    assert (is_corroborated(record("log", 1)), is_corroborated(same), is_corroborated(other)) == (False, False, True)
    assert best([Grade.D, Grade.B]) is Grade.B


# --- what a bill does not show


@pytest.mark.parametrize(
    ("event", "noted"),
    [
        (record("log", 1, 600), True),
        (record("log", 1, 600, outcome=Outcome.MISSED, seconds=0), False),
        (record("log", 1, 99_999), False),
        (record("log", 1, 600, owner="sister"), False),
    ],
)
def test_an_answered_call_that_the_bill_does_not_show_is_not_corroborated(event: ContactEvent, noted: bool) -> None:
    bill = [record("bill", n, n * 3600, kept_by=BILL, number="95000") for n in range(3)]
    periods = [BillPeriod("me", bill[0].time, bill[-1].time)]
    (one,) = join_contacts(contacts(event), bills=periods).contacts
    assert (NOT_IN_BILL in one.event.notes) is noted
    assert grade_of(one.event) is Grade.D, "absence from a bill takes nothing away"


def test_findings_say_that_the_sources_differ_and_what_is_not_corroborated() -> None:
    night = [call("2026-02-03 23:00:00"), call("2026-02-03 23:30:00", notes=(NOT_IN_BILL,))]
    told = copies(night[:1], source_format="operator_bill_csv", seconds=500)
    night[0] = replace(night[0], event=replace(night[0].event, seconds=60))
    findings = judge(join_contacts([*night, *told]).contacts).findings
    doubts = {doubt.zh for finding in findings for doubt in finding.doubts}
    assert any(doubt.startswith(DISAGREE.fill(count=1, points="时长").zh[:20]) for doubt in doubts)
    assert NOT_IN_THE_BILL.fill(count=1).zh in doubts
    assert not any("虚假" in doubt or "伪造的记录" in doubt for doubt in doubts)


def test_recording_log_and_bill_together_are_of_grade_b_and_two_of_them_are_not_by_the_recording() -> None:
    log, bill = record("log", 1), record("bill", 1, 9, kept_by=BILL)
    sound = record("rec", 1, 64, kept_by="call_recording", seconds=58)
    assert graded(log, sound) is Grade.D
    assert graded(log, sound, bill) is Grade.B
    (one,) = join([sound, bill, log]).events
    assert (one.id, len(one.witnesses), one.disagreements) == (log.id, 3, ())
