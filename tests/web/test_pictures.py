"""The figures behind the pictures, and that no name of anybody becomes part of a picture's own code."""

from dataclasses import replace
from datetime import UTC, date, datetime, timedelta

from hypothesis import given, settings
from hypothesis import strategies as st

from shouzheng.genuine.directory.load import load_directory
from shouzheng.model.words import Lang
from shouzheng.remedy.plan.money import yuan
from shouzheng.remedy.plan.plan_file import parse_plan
from shouzheng.remedy.plan.working import Plan, work_out
from shouzheng.rulebook.load import load_rulebook
from shouzheng.web.pictures.callers import densest
from shouzheng.web.pictures.money import money
from shouzheng.web.pictures.plans import compared, runs
from shouzheng.web.pictures.svg import Svg, strengths
from shouzheng.web.rendering import Say

_START = datetime(2026, 1, 1, tzinfo=UTC)


@given(st.lists(st.integers(0, 400), max_size=40))
@settings(deadline=None, max_examples=80)
def test_the_densest_hour_is_the_one_that_trying_all_finds(minutes: list[int]) -> None:
    times = [_START + timedelta(minutes=minute) for minute in sorted(minutes)]
    tried = [sum(begin <= time < begin + timedelta(hours=1) for time in times) for begin in times]
    most, when = densest(times)
    assert most == max(tried, default=0)
    assert when is None if not times else tried[times.index(when)] == most  # type: ignore[arg-type]


@given(st.lists(st.integers(1, 500), min_size=1, max_size=30))
@settings(deadline=None, max_examples=40)
def test_more_is_never_drawn_weaker(values: list[int]) -> None:
    found = strengths(values)
    drawn = [found[value] for value in sorted(values)]
    assert drawn == sorted(drawn)
    assert all(0.2 < each <= 1 for each in drawn)


@given(st.text(max_size=60))
@settings(deadline=None, max_examples=60)
def test_a_name_stays_text(name: str) -> None:
    hostile = f"</text><script>{name}"
    picture = Svg("x", 10, 10, hostile, hostile)
    picture.text(1, 1, hostile)
    picture.rect("bar", 0, 0, 1, 1, hostile)
    picture.bar(0, 0, 1, 1, 0.5, hostile)
    drawn = picture.done()
    assert "<script" not in drawn
    assert drawn.count("<text") == 1


def test_nothing_has_no_strength() -> None:
    assert strengths([]) == {}
    assert strengths([0, 0]) == {}
    assert densest([]) == (0, None)


PLAN = """schema = 1
[plan]
savings = "3000"
[[income]]
what = "工资"
amount = "6000"
[[expense]]
what = "房租"
amount = "5000"
[[debt]]
id = "a"
lender = "云岭示例消费金融有限公司"
contract = 2025-03-01
[[debt.flow]]
day = 2025-03-01
kind = "drawdown"
amount = "20000"
[[debt.flow]]
day = 2025-03-01
kind = "kept_back"
amount = "1000"
[[debt.flow]]
day = 2025-05-10
kind = "payment"
amount = "2000.50"
"""


def _plan(text: str) -> Plan:
    return work_out(parse_plan(text), load_rulebook(), load_directory(), date(2026, 2, 6))


def test_money_over_time_adds_up_to_the_statement() -> None:
    plan = _plan(PLAN)
    found = money(plan, Say(Lang.EN))
    assert [row.month for row in found.rows] == ["2025-03", "2025-05"]
    assert (found.rows[-1].received_so_far, found.rows[-1].paid_so_far) == ("19,000.00", "2,000.50")
    (account,) = (view.account for view in plan.debts)
    assert (yuan(account.received), yuan(account.paid)) == ("19,000.00", "2,000.50")
    drawn = found.svg
    assert "received 19,000" in drawn
    assert "paid 2,000" in drawn
    assert money(replace(plan, debts=()), Say(Lang.EN)).rows == ()


def test_every_month_of_every_plan_is_a_bar_and_in_the_table() -> None:
    plan = _plan(PLAN)
    (found,) = compared(plan, Say(Lang.EN))
    (view,) = plan.debts
    months = [month for each in view.plans for month in each.schedule.by_month]
    assert found.svg.count('class="bar"') == len(months)
    assert found.svg.count('class="limit"') == len(found.rows) == len(view.plans)
    for row, each in zip(found.rows, view.plans, strict=True):
        amounts = each.schedule.by_month
        assert row.total == yuan(each.schedule.total)
        for month in (min(amounts), max(amounts)):
            assert f"{month[0]}-{month[1]:02d}" in row.months
            assert yuan(amounts[month]) in row.months


def test_months_that_ask_for_the_same_are_said_once() -> None:
    months = {(2026, 11): 100, (2026, 12): 100, (2027, 1): 100, (2027, 3): 100, (2027, 4): 50}
    said = list(runs(months, Say(Lang.EN)))
    assert said == ["2026-11 to 2027-01 1.00 a month", "2027-03 1.00", "2027-04 0.50"]
