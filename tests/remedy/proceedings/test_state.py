"""The state of a matter follows from its messages and the day."""

from __future__ import annotations

from datetime import date

import pytest

from tests.remedy.proceedings.made import matter, noted, received, rule_ids, sent, standing

COMPLAINT = sent("complaint", "2026-02-10", points=["stop_contacts", "name_agency"])
REPORT = sent("report", "2026-02-10")
TAKEN = received("accepted", "2026-03-02")


@pytest.mark.parametrize(
    ("channel", "messages", "today", "state"),
    [
        ("lender", [], "2026-03-01", "new"),
        ("lender", [noted("harm_known", "2026-01-01")], "2026-03-01", "new"),
        ("lender", [COMPLAINT], "2026-02-20", "waiting"),
        ("lender", [COMPLAINT], "2026-02-25", "waiting"),
        ("lender", [COMPLAINT], "2026-02-26", "perhaps_overdue"),
        ("lender", [COMPLAINT], "2026-03-10", "perhaps_overdue"),  # 15 days are over, 30 are not
        ("lender", [COMPLAINT], "2026-03-31", "perhaps_overdue"),  # 30 working days are over, 30 more are possible
        ("lender", [COMPLAINT], "2026-05-14", "perhaps_overdue"),  # the sixtieth working day
        ("lender", [COMPLAINT], "2026-05-15", "overdue"),
        ("lender", [COMPLAINT, received("delivered", "2026-02-12")], "2026-05-18", "perhaps_overdue"),
        ("lender", [COMPLAINT, received("delivered", "2026-02-12")], "2026-05-19", "overdue"),
        ("lender", [COMPLAINT, received("extension", "2026-03-05")], "2026-04-02", "perhaps_overdue"),
        ("lender", [COMPLAINT, received("extension", "2026-03-05")], "2026-05-15", "overdue"),
        ("lender", [COMPLAINT, received("answer", "2026-03-05", points=["name_agency"])], "2026-03-06", "incomplete"),
        (
            "lender",
            [COMPLAINT, received("answer", "2026-03-05", points=["name_agency", "stop_contacts"])],
            "2026-03-06",
            "answered",
        ),
        ("lender", [COMPLAINT, received("answer", "2026-03-05")], "2026-03-06", "answered"),  # points not said
        ("lender", [COMPLAINT, received("answer", "2026-03-05", points=[])], "2026-03-06", "incomplete"),
        ("lender", [COMPLAINT, received("answer", "2026-03-05")], "2026-03-04", "perhaps_overdue"),  # not yet then
        ("lender", [COMPLAINT, received("agreement", "2026-03-05")], "2026-03-06", "agreed"),
        (
            "lender",
            [COMPLAINT, received("answer", "2026-03-05"), noted("closed", "2026-03-08")],
            "2026-03-09",
            "closed",
        ),
        (
            "lender",
            [COMPLAINT, received("answer", "2026-03-05"), sent("complaint", "2026-03-10")],
            "2026-03-12",
            "waiting",
        ),
        ("lender", [COMPLAINT, sent("reminder", "2026-02-20")], "2026-05-15", "overdue"),  # a reminder resets nothing
        ("samr_12315", [COMPLAINT, received("not_accepted", "2026-02-13")], "2026-02-14", "refused"),
        ("samr_12315", [COMPLAINT, received("transferred", "2026-02-13")], "2026-02-14", "passed_on"),
        ("samr_12315", [COMPLAINT], "2026-02-26", "waiting"),
        ("samr_12315", [COMPLAINT], "2026-02-27", "overdue"),
        ("nfra_12378", [REPORT], "2026-03-09", "perhaps_overdue"),
        ("nfra_12378", [REPORT], "2026-03-10", "overdue"),
        ("nfra_12378", [REPORT, TAKEN], "2026-03-10", "accepted"),
        ("nfra_12378", [COMPLAINT], "2026-02-25", "waiting"),
        ("nfra_12378", [COMPLAINT], "2026-02-26", "perhaps_overdue"),
        ("nfra_12378", [COMPLAINT], "2026-05-15", "past_unsure"),  # when the institution got it is not known
        (
            "police_110",
            [sent("police_report", "2025-12-31"), received("accepted", "2025-12-31")],
            "2026-03-03",
            "past_unsure",
        ),  # both laws touch it, and no way of counting is open any more
        ("nfra_12378", [REPORT, TAKEN], "2026-07-01", "overdue"),
        ("police_110", [sent("police_report", "2026-03-02"), TAKEN], "2026-04-01", "accepted"),
        ("police_110", [sent("police_report", "2026-03-02"), TAKEN], "2026-04-02", "perhaps_overdue"),
        ("police_110", [sent("police_report", "2026-03-02"), TAKEN], "2026-06-01", "perhaps_overdue"),
        ("police_110", [sent("police_report", "2026-03-02"), TAKEN], "2026-06-02", "overdue"),
        (
            "police_110",
            [
                sent("police_report", "2026-03-02"),
                TAKEN,
                received("paused", "2026-03-10", paused_by="appraisal"),
            ],
            "2026-09-01",
            "standing",
        ),
        (
            "police_110",
            [
                sent("police_report", "2026-03-02"),
                TAKEN,
                received("paused", "2026-03-10", paused_by="appraisal"),
                received("resumed", "2026-03-20"),
            ],
            "2026-04-13",  # Saturday 11 April; whether it moves to Monday was not read
            "perhaps_overdue",
        ),
        ("nifa", [REPORT], "2027-06-01", "waiting"),  # no term known: never late
        ("local_finance", [COMPLAINT], "2027-06-01", "waiting"),
    ],
)
def test_the_state_follows_from_the_messages(
    channel: str, messages: list[dict[str, object]], today: str, state: str
) -> None:
    assert standing(matter(channel, *messages), today).state == state


def test_the_order_of_entry_does_not_matter_for_messages_of_different_days() -> None:
    answer = received("answer", "2026-03-05", points=["name_agency"])
    late = standing(matter("lender", answer, COMPLAINT), "2026-03-06")
    assert late.state == "incomplete"


def test_ten_days_of_appraisal_move_the_end_by_ten_days() -> None:
    stop = received("paused", "2026-03-10", paused_by="appraisal")
    found = standing(
        matter("police_110", sent("police_report", "2026-03-02"), TAKEN, stop, received("resumed", "2026-03-20")),
        "2026-03-25",
    )
    (term,) = found.terms
    assert term.deadline.first == date(2026, 4, 11)


def test_a_pause_that_the_law_of_the_term_does_not_know_changes_nothing() -> None:
    stop = received("paused", "2026-02-20", paused_by="appraisal")
    plain = standing(matter("lender", COMPLAINT), "2026-03-01")
    paused = standing(matter("lender", COMPLAINT, stop), "2026-03-01")
    assert [each.deadline.first for each in paused.terms] == [each.deadline.first for each in plain.terms]


def test_going_on_without_a_stop_is_reported() -> None:
    found = standing(
        matter("police_110", sent("police_report", "2026-03-02"), received("resumed", "2026-03-20")), "2026-04-01"
    )
    assert [each.code for each in found.problems] == ["SZ-5608"]


def test_limitation_runs_anew_from_a_claim_and_a_lawsuit_ends_it() -> None:
    known, claim = noted("harm_known", "2023-05-10"), sent("claim", "2025-06-01")
    (term,) = (t for t in standing(matter("lender", known, claim), "2026-01-01").terms)
    assert term.deadline.first == date(2028, 6, 1)
    (ended,) = standing(matter("lender", known, sent("lawsuit", "2025-06-01")), "2026-01-01").terms
    assert not ended.open


def test_the_six_months_for_the_police_are_a_term_of_ones_own_until_the_report() -> None:
    act = noted("act", "2026-01-04")
    (running,) = standing(matter("police_110", act), "2026-02-01").terms
    assert (running.deadline.rule.id, running.deadline.first) == ("police_six_months", date(2026, 7, 4))
    terms = standing(matter("police_110", act, sent("police_report", "2026-02-02")), "2026-02-03").terms
    assert [each.open for each in terms] == [False]


@pytest.mark.parametrize(
    ("days", "terms"),
    [
        ((("act", "2026-01-04"), ("harm_known", "2026-02-10")), [("police_six_months", date(2026, 7, 4))]),
        ((("act", "2026-01-04"), ("act_ended", "2026-03-01")), [("police_six_months", date(2026, 9, 1))]),
        ((("act_ended", "2026-03-01"), ("harm_known", "2026-02-10")), [("police_six_months", date(2026, 9, 1))]),
        ((("act_ended", "2026-03-01"), ("act_ended", "2026-04-01")), [("police_six_months", date(2026, 10, 1))]),
        (
            (("act_ended", "2026-03-01"), ("act", "2026-04-01")),  # another act, after the others had ended
            [("police_six_months", date(2026, 9, 1)), ("police_six_months", date(2026, 10, 1))],
        ),
        (
            (("act", "2026-01-04"), ("act", "2026-02-04")),  # nobody said that they go on: each has its own term
            [("police_six_months", date(2026, 7, 4)), ("police_six_months", date(2026, 8, 4))],
        ),
        ((("harm_known", "2026-02-10"),), [("police_six_months_known", date(2026, 8, 10))]),
        (
            (("harm_known", "2026-02-10"), ("act", "2026-03-01")),  # that act is another one: it came later
            [("police_six_months", date(2026, 9, 1)), ("police_six_months_known", date(2026, 8, 10))],
        ),
    ],
)
def test_the_six_months_run_from_the_act_or_its_end_and_not_from_the_day_it_was_known(
    days: tuple[tuple[str, str], ...], terms: list[tuple[str, date]]
) -> None:
    found = standing(matter("police_110", *(noted(*each) for each in days)), "2026-04-10").terms
    assert [(each.deadline.rule.id, each.deadline.first) for each in found] == terms


def test_without_the_day_of_the_act_the_person_is_told_that_the_term_ends_sooner() -> None:
    (running,) = standing(matter("police_110", noted("harm_known", "2026-02-10")), "2026-02-11").terms
    assert "实际到期更早。请补记“行为发生”" in running.deadline.rule.remark.zh
    assert rule_ids(matter("police_110", noted("harm_known", "2026-02-10")), "2026-02-11") == ["police_day_missing"]
    assert rule_ids(matter("police_110"), "2026-02-11") == ["police_day_missing"]
    assert rule_ids(matter("police_110", noted("act", "2026-02-10")), "2026-02-11") == []


def test_a_market_complaint_accepted_after_order_121_has_no_term_for_mediation() -> None:
    old = standing(
        matter("samr_12315", sent("complaint", "2026-04-10"), received("accepted", "2026-04-14")), "2026-05-01"
    )
    new = standing(
        matter("samr_12315", sent("complaint", "2026-04-10"), received("accepted", "2026-04-15")), "2026-05-01"
    )
    assert {each.deadline.rule.id for each in old.terms} == {"market_seven_days", "market_mediation_45"}
    assert {each.deadline.rule.id for each in new.terms} == {"market_seven_days"}
    assert [each.id for each in new.unknown] == ["market_mediation_45"]
    assert "没有读到" in new.unknown[0].otherwise.zh


def test_a_complaint_to_12378_has_the_terms_of_the_institution_and_says_from_when() -> None:
    found = standing(matter("nfra_12378", COMPLAINT), "2026-02-20")
    assert [each.deadline.rule.id for each in found.terms] == ["nfra_complaint_simple", "nfra_complaint_complex"]
    for each in found.terms:
        assert "收到转办的日子没有记下" in each.deadline.note.zh
        assert "counted from your own sending" in each.deadline.note.en


def test_a_kind_of_creditor_that_the_term_does_not_bind_is_told_what_is_known() -> None:
    for channel in ("lender", "nfra_12378"):
        found = standing(matter(channel, COMPLAINT, institution="microloan"), "2026-02-20")
        assert found.terms == ()
        assert {"小额贷款公司看地方规定，没有核实" in found.why_not(rule).zh for rule in found.unknown} == {True}
        assert len(found.unknown) == 2


def test_a_kind_of_creditor_nobody_stated_is_never_late() -> None:
    found = standing(matter("lender", COMPLAINT, institution="unknown"), "2026-05-15")
    assert found.state == "past_unsure"
    assert all("没有记下债权机构的类型" in each.deadline.note.zh for each in found.terms)


def test_the_time_for_mediation_under_order_121_is_said_to_be_unread_from_the_first_day() -> None:
    new = standing(matter("samr_12315", sent("complaint", "2026-04-15")), "2026-04-16")
    old = standing(matter("samr_12315", sent("complaint", "2026-04-14")), "2026-04-16")
    assert [rule.id for rule in new.unknown] == ["market_mediation_45"]
    assert "第121号" in new.why_not(new.unknown[0]).zh
    assert old.unknown == ()
