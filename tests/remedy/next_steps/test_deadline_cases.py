"""Terms of the law by hand (``cases/terms.csv``): which law, which days, which state; every step explained."""

from __future__ import annotations

import csv
from datetime import date
from pathlib import Path

import pytest

from shouzheng.model.words import Words
from shouzheng.reference.counting import Pause, Reason
from shouzheng.remedy.next_steps.deadline_file import load_deadlines
from shouzheng.remedy.next_steps.deadline_words import days_words
from shouzheng.remedy.next_steps.deadlines import Course, deadline, runs
from shouzheng.rulebook.load import load_rulebook

CASES = Path(__file__).parent / "cases"
WHY = Words("测试", "test")


def _rows(name: str) -> list[dict[str, str]]:
    with (CASES / name).open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


TERMS = _rows("terms.csv")


def _day(text: str) -> date | None:
    return date.fromisoformat(text) if text else None


@pytest.mark.parametrize("row", TERMS, ids=lambda row: f"{row['term']}-{row['start']}-{row['today']}")
def test_a_term_of_the_law(row: dict[str, str]) -> None:
    rulebook = load_rulebook()
    rule = load_deadlines(rulebook)[row["term"]]
    start, today = date.fromisoformat(row["start"]), date.fromisoformat(row["today"])
    assert runs(rule, start, rulebook) == (row["runs"] == "yes")
    if row["runs"] == "no":
        assert rule.otherwise.zh
        assert rule.otherwise.en
        return
    found = deadline(rule, start, rulebook, today, course=Course(int(row["extensions"])))
    assert row["law"] in found.law.zh
    assert (found.first, found.surely_over, found.status(today)) == (
        _day(row["first"]),
        _day(row["surely_over"]),
        row["status"],
    )


def test_every_step_of_the_counting_says_why_and_by_which_article() -> None:
    rule = load_deadlines(load_rulebook())["mediation_confirm_30"]
    found = deadline(rule, date(2026, 1, 20), load_rulebook(), date(2026, 2, 1))
    said = {each.step.reason: each for each in found.days[0].steps}
    assert list(said) == [Reason.START, Reason.NUMBER, Reason.LAST, Reason.MOVED]
    assert said[Reason.START].law.zh.endswith("第八十五条")
    assert said[Reason.NUMBER].law.zh.endswith("第三十三条")
    assert said[Reason.MOVED].law.zh.endswith("第八十五条")
    assert said[Reason.MOVED].step.words.zh == "2026-02-19是春节放假，顺延到2026-02-24"


def test_months_name_the_articles_of_the_civil_code_only_while_it_is_in_force() -> None:
    rule, rulebook = load_deadlines(load_rulebook())["civil_claim_3y"], load_rulebook()
    new = deadline(rule, date(2024, 2, 29), rulebook, date(2026, 1, 1))
    old = deadline(rule, date(2020, 2, 29), rulebook, date(2026, 1, 1))
    articles = [each.law.zh.partition("》")[2] for each in new.days[0].steps]
    assert articles[:3] == ["第二百零一条", "第一百八十八条", "第二百零二条"]
    assert "第二百零一条" not in "".join(each.law.zh for each in old.days[0].steps)
    assert old.days[0].steps[0].doubt.zh


def test_a_text_that_was_not_read_to_say_how_to_count_is_not_cited_for_it() -> None:
    rule = load_deadlines(load_rulebook())["credit_objection_20"]
    found = deadline(rule, date(2026, 1, 30), load_rulebook(), date(2026, 2, 1))
    by_reason = {each.step.reason: each for each in found.days[0].steps}
    for reason in (Reason.START, Reason.MOVED):
        assert by_reason[reason].law == Words("", "")
        assert by_reason[reason].doubt.zh


def test_a_term_through_an_unannounced_year_says_so_in_both_languages() -> None:
    found = deadline(
        load_deadlines(load_rulebook())["market_seven_days"], date(2026, 12, 25), load_rulebook(), date(2026, 12, 26)
    )
    assert found.days[0].last is None
    assert found.first == date(2027, 1, 5)
    assert found.surely_over is None
    assert "尚未公布" in found.days[0].how.zh
    assert "not announced" in found.days[0].how.en
    assert "暂定" in found.days[0].how.zh


def test_pauses_and_restarts_change_the_term_and_are_explained() -> None:
    rule, rulebook = load_deadlines(load_rulebook())["police_case_30"], load_rulebook()
    pause = Pause(date(2026, 3, 10), date(2026, 3, 19), Words("进行鉴定", "an appraisal goes on"))
    found = deadline(rule, date(2026, 3, 2), rulebook, date(2026, 3, 20), course=Course(0, (pause,)))
    assert found.first == date(2026, 4, 11)
    paused = next(each for each in found.days[0].steps if each.step.reason is Reason.PAUSED)
    assert "2026-03-10至2026-03-19（10日）进行鉴定，不计入" in paused.step.words.zh
    assert paused.law.zh.endswith("第一百一十八条")
    going_on = Course(0, (Pause(date(2026, 3, 10), None, WHY),))
    standing = deadline(rule, date(2026, 3, 2), rulebook, date(2026, 9, 20), course=going_on)
    assert standing.standing
    assert standing.status(date(2026, 9, 20)) == "standing"
    assert "还剩23日" in standing.days[0].how.zh


def test_a_last_day_on_a_weekend_of_an_unannounced_year_moves_provisionally_and_both_days_are_shown() -> None:
    rule = load_deadlines(load_rulebook())["civil_claim_3y"]
    found = deadline(rule, date(2024, 2, 28), load_rulebook(), date(2026, 11, 22))
    assert days_words(found) == Words(
        "2027-02-28（暂定顺延到2027-03-01）", "2027-02-28 (provisionally moved to 2027-03-01)"
    )
    assert (found.first, found.latest, found.surely_over) == (date(2027, 2, 28), date(2027, 3, 1), None)
    moved, open_yet = found.days[0].steps[-2:]
    assert (moved.step.reason, open_yet.step.reason) == (Reason.MOVED, Reason.NOT_ANNOUNCED)
    assert moved.law.zh.endswith("第二百零三条")
    assert "only ordinary weekends are looked at" in open_yet.step.words.en
    weekday = deadline(rule, date(2024, 3, 2), load_rulebook(), date(2026, 11, 22))
    assert days_words(weekday).en == "2027-03-02"


@pytest.mark.parametrize(("start", "last"), [(date(2026, 1, 4), "2026-07-04"), (date(2026, 7, 3), "2027-01-03")])
def test_the_six_months_of_the_police_do_not_move_off_a_weekend(start: date, last: str) -> None:
    found = deadline(load_deadlines(load_rulebook())["police_six_months"], start, load_rulebook(), start)
    assert days_words(found) == Words(last, last)
    assert found.days[0].steps[-1].step.reason is Reason.LAST
