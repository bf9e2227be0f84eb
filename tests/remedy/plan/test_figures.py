"""Figures of a plan in a letter: the proposal, the debt it is about, unequal payments, examples marked as such."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from functools import cache

import pytest

from shouzheng.genuine.directory.load import load_directory
from shouzheng.reference.problems import ShouzhengError
from shouzheng.remedy.letters.paper import letter_text
from shouzheng.remedy.letters.write import fill_all
from shouzheng.remedy.plan.figures import PlanFigures, figures_for, figures_of
from shouzheng.remedy.plan.inputs import OptionKind
from shouzheng.remedy.plan.plan_file import read_plan
from shouzheng.remedy.plan.working import Plan, work_out
from shouzheng.rulebook.load import load_rulebook
from tests.remedy.yunling import EXAMPLE, TODAY, library, situation

LENDER = "云岭示例消费金融有限公司"


@cache
def _plan() -> Plan:
    return work_out(read_plan(EXAMPLE.parent / "plan.toml"), load_rulebook(), load_directory(), TODAY)


def _letter(name: str, figures: PlanFigures | None) -> str:
    (filled,) = fill_all([name], situation(), library(), figures).filled
    return letter_text(filled)


def test_the_proposal_takes_the_figures_of_the_plan_and_nothing_contradicts_them() -> None:
    figures = figures_for(_plan(), LENDER)
    text = _letter("instalment_proposal", figures)
    assert "自2026年4月10日起，每月10日付款，每期681.41元（第17期起681.40元），共24期" in text
    assert "未还金额为16,353.76元" in text
    assert "12,000.00元" not in text  # what the case says of the sum, before the statement of account
    assert "每期（请填写" in _letter("instalment_proposal", None)


def test_a_letter_that_proposes_no_plan_stays_as_it_is() -> None:
    assert _letter("amount_objection", figures_for(_plan(), LENDER)) == _letter("amount_objection", None)


def test_payments_that_differ_are_not_called_equal() -> None:
    figures = replace(figures_of(_plan(), "yunling"), equal=False)
    text = _letter("instalment_proposal", figures)
    assert "每月按下列安排付款，每期数额见下列安排" in text
    short = replace(figures_of(_plan(), "yunling"), last=60_000)
    assert "每期681.41元（最后一期600.00元）" in _letter("instalment_proposal", short)


@pytest.mark.parametrize(
    ("kind", "equal"),
    [(OptionKind.INSTALMENTS, True), (OptionKind.EXTENSION, False), (OptionKind.ARREARS_FIRST, False)],
)
def test_only_alike_monthly_payments_count_as_equal(kind: OptionKind, equal: bool) -> None:
    assert figures_of(_plan(), "yunling", kind).equal is equal


@pytest.mark.parametrize(
    ("creditor", "debt"), [("另一家（虚构）", None), ("", None), (LENDER, "card"), ("另一家", "yunling")]
)
def test_the_debt_must_be_owed_to_the_one_the_letter_goes_to(creditor: str, debt: str | None) -> None:
    with pytest.raises(ShouzhengError) as caught:
        figures_for(_plan(), creditor, debt)
    assert caught.value.problems[0].code == "SZ-5716"
    with pytest.raises(ShouzhengError) as caught:
        figures_for(_plan(), LENDER, "none")
    assert caught.value.problems[0].code == "SZ-5707"


def test_an_invented_plan_marks_the_paper_even_where_the_case_does_not() -> None:
    base = situation()
    real = replace(base, case=replace(base.case, invented=False), today=date(2026, 2, 10))
    (filled,) = fill_all(["instalment_proposal"], real, library(), figures_for(_plan(), LENDER)).filled
    assert letter_text(filled).startswith("【虚构示例，不得寄出】")


def test_what_one_lender_is_told_is_its_own_share_so_that_nothing_is_promised_twice() -> None:
    plan = _plan()
    able = [figures_of(plan, view.debt.id).affordable for view in plan.debts if view.plans]
    assert sum(able) <= plan.budget.affordable
    blanks = figures_of(plan, "yunling").blanks()
    assert blanks["able"].zh == "1,458.64元"
    assert blanks["living"].zh == "4,220.50元（逐项见所附收支表），连同预留的底线共4,300.00元"


def test_a_plan_that_was_agreed_and_has_begun_is_not_proposed_again() -> None:
    later = work_out(read_plan(EXAMPLE.parent / "plan.toml"), load_rulebook(), load_directory(), date(2026, 11, 22))
    with pytest.raises(ShouzhengError) as caught:
        figures_of(later, "yunling")
    assert [each.code for each in caught.value.problems] == ["SZ-5718"]
