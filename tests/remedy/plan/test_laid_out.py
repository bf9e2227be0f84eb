"""A chosen plan in the letters: every day, every sum to the fen; a warning where plan and case are two contracts."""

from __future__ import annotations

import re
from dataclasses import replace
from datetime import date
from functools import cache

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from shouzheng.remedy.letters.paper import letter_text
from shouzheng.remedy.letters.write import fill_all
from shouzheng.remedy.plan.account import account_of
from shouzheng.remedy.plan.against_case import differences, too_late
from shouzheng.remedy.plan.figures import PlanFigures, figures_of
from shouzheng.remedy.plan.inputs import FlowKind, Option, OptionKind
from shouzheng.remedy.plan.laid_out import laid_out
from shouzheng.remedy.plan.money import fen_of
from shouzheng.remedy.plan.schedules import schedule
from shouzheng.remedy.plan.working import Plan
from tests.remedy.plan.made import EXAMPLE as PLAN_FILE
from tests.remedy.plan.made import debt, plan_of
from tests.remedy.yunling import TODAY, library, situation

_RUN = re.compile(r"第([0-9]+)期(?:至第([0-9]+)期)?：.*?付([0-9,.]+)元")


@cache
def _plan(savings: int = 3000) -> Plan:
    return plan_of(PLAN_FILE.read_text("utf-8").replace("savings = 3000", f"savings = {savings}"), TODAY)


def _letter(name: str, figures: PlanFigures, person: str = "me") -> str:
    (filled,) = fill_all([name], situation("yunling", person), library(), figures).filled
    return letter_text(filled)


def _sum_of(text: str) -> tuple[int, int]:
    """Number of payments and their sum in fen, as the letter lists them."""
    count = total = 0
    for first, last, amount in _RUN.findall(text):
        number = int(last or first) - int(first) + 1
        count += number
        total += number * (fen_of(amount) or 0)
    return count, total


@pytest.mark.parametrize(
    ("kind", "letter", "said"),
    [
        (
            OptionKind.INSTALMENTS,
            "instalment_proposal",
            "第17期至第24期：2027年8月10日至2028年3月10日，每月10日各付681.40元",
        ),
        (OptionKind.INSTALMENTS, "hardship_statement", "合计：共24期，16,353.76元，请求期间不另计利息和费用。"),
        (
            OptionKind.EXTENSION,
            "extension_request",
            "自2026年4月10日起缓3个月，其间只付利息，自2026年7月10日起分24期付清",
        ),
        (OptionKind.EXTENSION, "extension_request", "第27期：2028年6月10日，付724.75元（其中新计利息3.61元）。"),
        (OptionKind.EXTENSION, "extension_request", "申请将还款期限展期至2028年6月10日"),
        (OptionKind.EXTENSION, "hardship_statement", "未付部分按年利率6.00%计息"),
        (OptionKind.EXTENSION, "instalment_proposal", "每月按下列安排付款，每期数额见下列安排，共27期"),
        (OptionKind.ARREARS_FIRST, "instalment_proposal", "先付逾期部分1,850.40元，其余14,503.36元按下列日期付"),
        (OptionKind.ARREARS_FIRST, "hardship_statement", "第1期：2026年4月10日，付925.20元。"),
    ],
)
def test_the_letter_lays_out_the_plan_that_was_chosen(kind: OptionKind, letter: str, said: str) -> None:
    figures = figures_of(_plan(), "yunling", kind)
    text = _letter(letter, figures)
    assert letter in figures.letters
    assert said in text
    assert _sum_of(text) == (figures.number, figures.total)
    assert "有争议的800.00元不在其内" in text


def test_a_settlement_is_laid_out_before_it_is_confirmed() -> None:
    figures = figures_of(_plan(20_000), "yunling", OptionKind.SETTLEMENT)
    text = _letter("settlement_confirmation", figures)
    assert "一次结清，现欠16,353.76元，请求减免7,353.76元，付9,000.00元后结清" in text
    assert "结清金额为9,000.00元，付款截止日为2026年4月10日" in text
    assert _sum_of(text) == (1, 9_000_00)
    assert "有争议的800.00元不在其内，请确认付清后不再主张" in text


def test_a_guarantor_who_states_hardship_proposes_nothing() -> None:
    figures = figures_of(_plan(), "yunling", OptionKind.EXTENSION)
    (filled,) = fill_all(["hardship_statement"], situation("guarantor"), library(), figures).filled
    assert "付款安排" not in letter_text(filled)


@pytest.mark.parametrize("name", ["instalment_proposal", "extension_request", "settlement_confirmation"])
def test_without_a_plan_nothing_is_laid_out(name: str) -> None:
    (filled,) = fill_all([name], situation(), library()).filled
    assert "付款安排" not in letter_text(filled)


OPTIONS = st.builds(
    Option,
    debt=st.just("d"),
    kind=st.sampled_from(OptionKind),
    months=st.integers(1, 60),
    first=st.dates(date(2026, 1, 1), date(2030, 12, 31)),
    wait=st.integers(0, 12),
    then=st.integers(0, 60),
    fen=st.integers(1, 3_000_000),
    rate_bp=st.integers(0, 3_600),
)


@settings(deadline=None, max_examples=150)
@given(OPTIONS, st.integers(1, 5_000_000))
def test_the_lines_come_to_the_schedule_to_the_fen(option: Option, owed: int) -> None:
    account = account_of(debt(("2025-01-01", FlowKind.DRAWDOWN, owed)), date(2026, 1, 1))
    plan = schedule(option, account, ())
    text = "\n".join(words.zh for words in laid_out(plan, account)[1:-1])
    assert _sum_of(text) == (len(plan.payments), plan.total)


def test_two_contracts_are_not_one() -> None:
    plan = _plan()
    figures = figures_of(plan, "yunling")
    base = situation()
    found = {dict(each.slots)["what_zh"]: dict(each.slots) for each in differences(plan, figures, base)}
    assert found["合同日期"]["case_zh"] == "2025-03-01"
    assert found["合同日期"]["plan_zh"] == "2025-03-10"
    assert (found["未还金额"]["case_zh"], found["未还金额"]["plan_zh"]) == ("12,000.00", "16,353.76")
    assert set(found) == {"合同日期", "未还金额"}
    view = next(each for each in plan.debts if each.debt.id == "yunling")
    (stated,) = base.debts
    same = replace(stated, contract_date=view.debt.contract, due_fen=view.account.balance)
    alike = replace(base, case=replace(base.case, debts=(same,)))
    assert differences(plan, figures, alike) == ()
    other = replace(same, id="second", contract_date=date(2024, 1, 1))
    two = replace(base, case=replace(base.case, debts=(same, other)))
    assert differences(plan, figures, two) == ()
    neither = replace(base, case=replace(base.case, debts=(other, replace(other, id="third"))))
    assert [dict(each.slots)["what_zh"] for each in differences(plan, figures, neither)] == ["合同日期"]


def test_an_extension_asked_for_in_arrears_is_warned_of() -> None:
    figures = figures_of(_plan(), "yunling", OptionKind.EXTENSION)
    assert [each.code for each in too_late(figures, ("extension_request",))] == ["SZ-5720"]
    assert too_late(figures, ("hardship_statement",)) == ()
    assert too_late(replace(figures, penalty=0), ("extension_request",)) == ()
