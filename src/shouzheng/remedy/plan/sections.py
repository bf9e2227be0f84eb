"""The plan told in order: the month, all debts, each debt, payments made, the loan not taken yet, notes."""

from __future__ import annotations

from collections.abc import Iterator

from shouzheng.remedy.plan.section import Section, say
from shouzheng.remedy.plan.sections_account import account_section
from shouzheng.remedy.plan.sections_cost import cost_section
from shouzheng.remedy.plan.sections_month import debts_section, month_sections
from shouzheng.remedy.plan.sections_plans import before_section, plan_sections, progress_section
from shouzheng.remedy.plan.working import Plan
from shouzheng.rulebook.load import Rulebook

NOTES = (
    say(
        "金额以分为单位计算，不用小数；利息按月四舍五入到分，年化成本向下取到百分之零点零一，不夸大。",
        "Amounts are worked out in whole fen; monthly interest is rounded to the nearest fen, the "
        "yearly cost down to a "
        "hundredth of a per cent.",
    ),
    say(
        "方案要对方同意才有效；协商成之前合同照旧，利息照算。付不起的方案不要承诺。",
        "A plan holds only once the other side agrees; until then contract and interest go on. "
        "Promise nothing that you "
        "cannot pay.",
    ),
    say(
        "有争议的金额单列，没有算进方案；请对方说明依据后再定。",
        "Disputed amounts stand apart and are in no plan; ask for their basis first.",
    ),
    say("这不是法律意见；拿不准的请问12348。", "This is no legal advice; in doubt ask 12348."),
)


def sections(plan: Plan, rulebook: Rulebook) -> Iterator[Section]:
    """Yield the sections of a plan in their order."""
    yield from month_sections(plan)
    if plan.debts:
        yield debts_section(plan)
    for view in plan.debts:
        yield Section(say("债务：", "Debt: "), 1, view.debt.lender)
        yield account_section(view.account, rulebook)
        yield cost_section(view.cost)
        yield from plan_sections(view, plan)
    for progress in plan.progress:
        yield progress_section(progress)
    if plan.before is not None:
        yield before_section(plan.before)
        yield cost_section(plan.before.cost)
    yield Section(say("说明", "Notes"), 1, sentences=NOTES)
