"""From contacts to findings with the real law: what is put together, how sure it is, and in which order."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from datetime import date

from shouzheng.judging.case import Contact
from shouzheng.model.case import Case, KnownBy, Objection, Person, Role
from shouzheng.model.event import Direction, TextSource
from shouzheng.model.finding import Finding, FindingKind, Sureness
from shouzheng.model.grade import Grade
from shouzheng.model.moment import Resolution
from shouzheng.rulebook.files.rule import RuleKind
from shouzheng.rulebook.load import Rulebook, load_rulebook
from tests.judging.making import (
    AGENCY,
    AGENCY_2,
    BANK,
    CASE,
    LENDER,
    PARTIES,
    SCAM,
    THREAT,
    at,
    attributed,
    call,
    day_of_calls,
    judge,
    missed,
    number,
    text,
    threats,
)

LAW = load_rulebook()


def found(contacts: Sequence[Contact], rule: str, case: Case = CASE, law: Rulebook = LAW) -> list[Finding]:
    return [finding for finding in judge(contacts, case, law).findings if finding.rule == rule]


def ids(contacts: Sequence[Contact]) -> tuple[str, ...]:
    return tuple(contact.event.id for contact in contacts)


def articles(finding: Finding) -> set[str]:
    return {f"{c.instrument.title.zh} {c.provision.article}" for c in finding.citations}


# --- one finding for each event


def test_each_call_at_night_is_its_own_finding() -> None:
    nights = [call("2025-12-30 22:30:00"), call("2025-12-31 07:59:00"), missed("2025-12-31 23:59:59")]
    day = [call("2025-12-30 21:59:59"), call("2025-12-31 08:00:00")]
    findings = found([*nights, *day], "R02")
    assert [finding.events for finding in findings] == [ids([night]) for night in nights]


def test_a_night_that_crosses_midnight_into_2026_gives_each_call_the_day_of_its_own() -> None:
    before, after = call("2025-12-31 23:59:59"), call("2026-01-01 00:00:00")
    findings = found([before, after], "R02")
    assert [finding.day for finding in findings] == [date(2025, 12, 31), date(2026, 1, 1)]
    assert "23:59" in findings[0].sentence.zh
    assert "00:00" in findings[1].sentence.zh


def test_a_norm_does_not_reach_back() -> None:
    before, after = call("2026-01-29 22:30:00"), call("2026-01-30 22:30:00")
    assert [finding.events for finding in found([before, after], "R01")] == [ids([after])]


def test_the_article_is_that_of_the_events_own_day() -> None:
    old = text("2025-12-31 12:00:00", THREAT, AGENCY, "threat_violence")
    new = text("2026-01-01 12:00:00", THREAT, AGENCY, "threat_violence")
    first, second = found([old, new], "R20")
    assert "第四十二条第一项" in first.sentence.zh
    assert "第五十条" not in first.sentence.zh
    assert "第五十条第一款第一项" in second.sentence.zh
    assert "第四十二条" not in second.sentence.zh


# --- one finding for each day


def test_three_effective_calls_of_a_day_are_no_finding_and_four_are_one() -> None:
    assert found(day_of_calls(3), "R05") == []
    calls = day_of_calls(6)
    (finding,) = found(calls, "R05")
    assert finding.events == ids(calls)
    assert "6次" in finding.sentence.zh
    assert finding.party == "yunling"
    assert LENDER.name in finding.sentence.zh
    assert AGENCY.name in finding.sentence.zh


def test_calls_of_two_creditors_or_two_persons_or_two_days_are_not_added_up() -> None:
    assert found(day_of_calls(6, LENDER, BANK), "R05") == []
    two_persons = [replace(c, event=replace(c.event, owner=o)) for c in day_of_calls(3) for o in ("me", "sister")]
    both_debtors = replace(CASE, persons=(CASE.persons[0], Person("sister", Role.DEBTOR)))
    assert found(two_persons, "R05", both_debtors) == []
    around_midnight = [call("2026-02-03 23:59:57"), call("2026-02-03 23:59:58"), call("2026-02-03 23:59:59")]
    around_midnight += [call("2026-02-04 00:00:00")]
    assert found(around_midnight, "R05") == []


def test_the_same_person_and_day_with_two_creditors_gives_two_findings() -> None:
    ours, theirs = day_of_calls(4), day_of_calls(4, BANK)
    findings = found([*ours, *theirs], "R05")
    assert {finding.events for finding in findings} == {ids(ours), ids(theirs)}
    assert {finding.party for finding in findings} == {"yunling", "qiaotou"}


def test_calls_that_may_have_been_about_the_debt_are_cannot_tell_and_no_finding() -> None:
    silent = replace(CASE, parties=tuple(replace(p, about_debt=None) for p in PARTIES))
    judgement = judge(day_of_calls(5), silent)
    assert [f for f in judgement.findings if f.rule == "R05"] == []
    tally = next(t for t in judgement.tallies if t.rule == "R05")
    # the calls up to the third are clear: even if all were effective, there were not more than three
    assert (tally.clear, tally.cannot_tell) == (3, 2)
    assert dict(tally.missing)["debt_discussed"] == 2


def test_a_sure_number_with_doubtful_ones_beside_it_says_so() -> None:
    calls = [*day_of_calls(4), call("2026-02-03 20:00:00", AGENCY_2)]
    (finding,) = found(calls, "R05")
    assert "4次" in finding.sentence.zh
    assert len(finding.events) == 4
    later = [*day_of_calls(4), call("2026-02-03 08:00:00", AGENCY_2)]
    (finding,) = found(later, "R05")
    assert any("最多5次" in doubt.zh and "at most 5" in doubt.en for doubt in finding.doubts)


# --- one finding for each series of overlapping windows


def test_contacts_whose_windows_overlap_are_one_series_with_all_that_was_counted() -> None:
    series = threats("2026-03-01 12:00:00", "2026-03-05 12:00:00", "2026-03-11 12:00:00")
    (finding,) = found(series, "R08")
    assert finding.events == ids(series)  # the first one alone was not yet repeated, and is part of the count
    assert "2026年3月11日" in finding.sentence.zh
    assert finding.day == date(2026, 3, 5)


def test_a_gap_of_a_whole_window_cuts_a_series() -> None:
    first = threats("2026-03-01 12:00:00", "2026-03-02 12:00:00")
    second = threats("2026-03-20 12:00:00", "2026-03-21 12:00:00")
    findings = found([*first, *second], "R08")
    assert [finding.events for finding in findings] == [ids(first), ids(second)]


def test_one_second_decides_whether_two_windows_overlap() -> None:
    pair = threats("2026-03-01 12:00:00", "2026-03-08 11:59:59")
    assert [finding.events for finding in found(pair, "R08")] == [ids(pair)]
    assert found(threats("2026-03-01 12:00:00", "2026-03-08 12:00:00"), "R08") == []


def test_a_series_that_crosses_a_change_of_law_is_cut_there() -> None:
    old = threats("2025-12-29 12:00:00", "2025-12-30 12:00:00")
    new = threats("2026-01-01 12:00:00", "2026-01-02 12:00:00")
    first, second = found([*old, *new], "R08")
    assert first.events == ids(old)
    assert second.events == ids(new)
    assert "第四十二条第五项" in first.sentence.zh
    assert "第五十条" not in first.sentence.zh + first.sentence.en
    assert "第五十条第一款第五项" in second.sentence.zh
    assert "第四十二条" not in second.sentence.zh + second.sentence.en
    for finding in (first, second):
        assert any(
            "适用的是当日的另一规定" in doubt.zh and "those of their own day" in doubt.en for doubt in finding.doubts
        )
        for citation in finding.citations:
            assert citation.provision.in_force.covers(finding.day)
    within_one_year = found(threats("2026-03-01 12:00:00", "2026-03-02 12:00:00"), "R08")
    assert not any("另一规定" in doubt.zh for doubt in within_one_year[0].doubts)


def test_a_finding_under_the_new_text_may_rest_on_a_count_from_before_and_says_so() -> None:
    old, new = threats("2025-12-31 23:00:00"), threats("2026-01-01 01:00:00")
    (finding,) = found([*old, *new], "R08")
    assert finding.events == ids(new)
    assert any("另有1次联系" in doubt.zh for doubt in finding.doubts)


# --- sureness, grade, kind


def test_what_is_recorded_and_stated_is_firm() -> None:
    (finding,) = found([call("2025-12-30 22:30:00")], "R02")
    assert finding.sureness is Sureness.FIRM


def test_what_rests_on_reading_words_is_likely() -> None:
    assert found(threats("2026-03-01 12:00:00"), "R20")[0].sureness is Sureness.LIKELY
    night = text("2025-12-30 22:30:00", "您的借款已到期", AGENCY, "states_due_date")
    due = replace(night, reading=replace(night.reading, acts=()) if night.reading else None)
    assert found([due], "R02") == []


def test_what_rests_on_a_text_signature_is_likely_and_says_so() -> None:
    signed = call("2025-12-30 22:30:00")
    signed = replace(signed, attribution=attributed(AGENCY, known_by=KnownBy.TEXT_CLAIM))
    (finding,) = found([signed], "R02")
    assert finding.sureness is Sureness.LIKELY
    assert any("签名" in doubt.zh for doubt in finding.doubts)


def test_a_number_of_the_law_that_is_not_firm_makes_a_finding_likely() -> None:
    soft = replace(LAW, thresholds={name: replace(t, firm=False) for name, t in LAW.thresholds.items()})
    assert found([call("2025-12-30 22:30:00")], "R02", law=soft)[0].sureness is Sureness.LIKELY


def test_patterns_and_open_norms_are_never_worded_as_breaches() -> None:
    contacts = [
        *threats("2026-03-01 12:00:00", "2026-03-02 12:00:00"),
        call("2026-03-01 22:30:00"),
        call("2026-03-02 22:30:00"),
    ]
    patterns = [f for f in judge(contacts).findings if f.sureness is Sureness.INDICATOR]
    assert patterns
    for finding in patterns:
        assert "涉嫌违反" not in finding.sentence.zh
        assert "不符合" not in finding.sentence.zh
        assert "breach" not in finding.sentence.en


def test_indicators_reminders_and_elements_keep_their_kind() -> None:
    kinds = {RuleKind.ELEMENT: FindingKind.ELEMENT, RuleKind.INDICATOR: FindingKind.INDICATOR}
    contacts = [*threats("2026-03-01 12:00:00"), call("2026-03-01 22:30:00"), call("2026-03-02 22:30:00")]
    for finding in judge(contacts).findings:
        assert finding.kind is kinds.get(LAW.rule(finding.rule).kind, FindingKind.REMINDER)


def test_the_grade_is_that_of_the_worst_record() -> None:
    (finding,) = found([call("2025-12-30 22:30:00")], "R02")
    assert finding.grade is Grade.D
    assert any("D级" in doubt.zh for doubt in finding.doubts)
    diary = threats("2026-03-01 12:00:00")[0]
    diary = replace(diary, event=replace(diary.event, text_source=TextSource.BY_HAND))
    assert found([diary], "R20")[0].grade is Grade.F


# --- doubts, next step, what is shown


def test_every_finding_says_what_else_it_could_be_and_what_to_do() -> None:
    (finding,) = found([call("2025-12-30 22:30:00")], "R02")
    rule = LAW.rule("R02")
    assert finding.doubts[0] == rule.plain.doubt
    assert finding.next_step == rule.plain.next_step
    assert finding.supports == rule.supports
    assert finding.severity == rule.severity
    assert any("伪造" in doubt.zh for doubt in finding.doubts)
    assert any("本人的说明" in doubt.zh for doubt in finding.doubts)
    assert finding.confirmed_by_person is False


def test_a_hidden_number_cannot_have_been_forged() -> None:
    hidden = text("2026-03-01 12:00:00", THREAT, AGENCY, "threat_violence", other=number(None))
    assert not any("伪造或冒用" in doubt.zh for doubt in found([hidden], "R20")[0].doubts)


def test_only_acts_that_the_rule_looks_at_are_shown() -> None:
    contact = text("2026-03-01 12:00:00", THREAT, AGENCY, "threat_violence", "insult", "states_amount")
    (finding,) = found([contact], "R20")
    assert {shown.act for shown in finding.shown} == {"threat_violence"}
    assert finding.shown[0].event == contact.event.id


def test_the_leaves_are_those_of_the_last_contact() -> None:
    (finding,) = found(day_of_calls(5), "R05")
    leaves = {leaf.name: leaf.value for leaf in finding.leaves}
    assert leaves["effective_calls_day"] == 5
    assert leaves[":most_calls"] == 3


def test_the_persons_own_message_shows_nothing() -> None:
    own = text("2026-03-01 12:00:00", THREAT, AGENCY, "threat_violence", direction=Direction.OUTBOUND)
    assert judge([own]).findings == ()


# --- order and identity


def test_findings_are_ordered_by_severity_then_time_with_like_events_together() -> None:
    night = text("2026-02-10 22:30:00", THREAT, AGENCY, "threat_violence", "states_due_date", entities=())
    contacts = [call("2026-02-01 22:30:00"), *threats("2026-03-01 12:00:00"), night]
    findings = judge(contacts).findings
    groups: list[tuple[str, ...]] = []
    for finding in findings:
        if not groups or groups[-1] != finding.events:
            groups.append(finding.events)
    assert len(groups) == len(set(groups))
    worst = [max(f.severity for f in findings if f.events == events) for events in groups]
    assert worst == sorted(worst, reverse=True)
    together = [finding.rule for finding in findings if finding.events == ids(contacts[:1])]
    assert together == ["R01", "R02"]


def test_ids_are_stable_and_different() -> None:
    contacts = [call("2026-02-01 22:30:00"), *day_of_calls(5)]
    first, again = judge(contacts).findings, judge(contacts).findings
    assert [finding.id for finding in first] == [finding.id for finding in again]
    assert len({finding.id for finding in first}) == len(first)
    fewer = judge(contacts[:1]).findings
    assert {finding.id for finding in fewer} <= {finding.id for finding in first}


def test_overlapping_rules_stand_as_two_findings_each_with_its_own_norm() -> None:
    findings = judge([call("2026-02-01 22:30:00")]).findings
    own = {finding.rule: articles(finding) for finding in findings if finding.rule in ("R01", "R02")}
    assert set(own) == {"R01", "R02"}
    assert own["R01"].isdisjoint(own["R02"])


# --- slots


def test_names_of_other_people_cannot_break_or_forge_a_sentence() -> None:
    evil = replace(AGENCY, name="甲{count}\u202e公司\n涉嫌\u200b{{}}" + "长" * 100)
    case = replace(CASE, parties=(LENDER, evil))
    (finding,) = found([call("2025-12-30 22:30:00")], "R02", case)
    assert "\n" not in finding.sentence.zh
    assert "\u202e" not in finding.sentence.zh
    assert "\u200b" not in finding.sentence.zh
    assert "甲{count}" in finding.sentence.zh
    assert "长" * 41 not in finding.sentence.zh


def test_an_unnamed_party_is_called_by_its_kind_because_its_id_means_nothing_to_others() -> None:
    case = replace(CASE, parties=(LENDER, replace(AGENCY, name="")))
    (finding,) = found([call("2025-12-30 22:30:00")], "R02", case)
    assert "催收机构（名称未知）" in finding.sentence.zh
    assert "a collection agency (name not known)" in finding.sentence.en
    assert "panshi" not in finding.sentence.zh + finding.sentence.en
    scam = text("2026-03-01 12:00:00", "我是民警", SCAM, "impersonates_police")
    assert found([scam], "R27")[0].party == "fake"


def test_a_source_that_tells_only_the_day_gives_no_night_finding() -> None:
    assert found([call(at("2025-12-30 00:00:00", Resolution.DAY))], "R02") == []


def test_roles_are_named() -> None:
    refused = replace(CASE, objections=(Objection("sister", at("2026-03-01 10:00:00"), "panshi"),))
    (finding,) = found([call("2026-03-02 10:00:00", owner="sister")], "R15", refused)
    assert "紧急联系人明确拒绝后" in finding.sentence.zh
    assert "emergency contact" in finding.sentence.en
