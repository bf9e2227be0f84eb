"""The plan as plain values (schema ``shouzheng.plan/1``): amounts in fen, days as text, every row of every table."""

from __future__ import annotations

from shouzheng.model.words import Words
from shouzheng.remedy.plan.account import Account
from shouzheng.remedy.plan.before import BeforeView
from shouzheng.remedy.plan.cost import Compared, Cost
from shouzheng.remedy.plan.figures import figures_of
from shouzheng.remedy.plan.working import Checked, DebtView, Fits, Plan, Progress


def plan_json(plan: Plan) -> dict[str, object]:
    """Return the whole plan."""
    budget = plan.budget
    return {
        "schema": "shouzheng.plan/1",
        "as_of": plan.today.isoformat(),
        "invented": plan.given.invented,
        "title": plan.given.title,
        "budget": {
            "income_sure": budget.sure,
            "income_unsure": budget.unsure,
            "essential": budget.essential,
            "other": budget.other,
            "floor": None
            if budget.floor is None
            else {"fen": budget.floor.fen, "source": budget.floor.source, "seen": budget.floor.seen.isoformat()},
            "living": budget.living,
            "reserve": budget.reserve,
            "savings": budget.savings,
            "affordable": budget.affordable,
            "short": budget.short,
        },
        "owed": plan.owed,
        "debts": [_debt(view, plan) for view in plan.debts],
        "progress": [_progress(each) for each in plan.progress],
        "before": None if plan.before is None else _before(plan.before),
        "problems": [{"code": each.code, "where": each.where, "slots": dict(each.slots)} for each in plan.problems],
    }


def _debt(view: DebtView, plan: Plan) -> dict[str, object]:
    chosen = {each.debt: each.kind for each in plan.given.chosen}.get(view.debt.id)
    offered = [
        each
        for each in view.plans
        if each.schedule.payments
        and each.schedule.payments[0].day >= plan.today
        and each.fits is not Fits.NO
        and chosen in (None, each.schedule.option.kind)
    ]
    return {
        "id": view.debt.id,
        "lender": view.debt.lender,
        "institution": view.debt.institution.value,
        "product": view.debt.product.value,
        "contract": view.debt.contract.isoformat(),
        "account": _account(view.account),
        "cost": _cost(view.cost),
        "share": view.share,
        "plans": [_plan(each) for each in view.plans],
        "figures": figures_of(plan, view.debt.id).as_data() if offered else None,
    }


def _account(account: Account) -> dict[str, object]:
    return {
        "received": account.received,
        "paid": account.paid,
        "balance": account.balance,
        "owed": dict(account.owed),
        "disputed": account.disputed,
        "overpaid": account.over,
        "differences": dict(account.differences),
        "rows": [
            {
                "day": row.day.isoformat(),
                "kind": row.kind.value,
                "fen": row.fen,
                "parts": dict(row.parts),
                "left": row.left,
                "said_by_lender": row.said_by_lender,
                "note": row.note,
            }
            for row in account.rows
        ],
    }


def _cost(cost: Cost) -> dict[str, object]:
    return {
        "rests": cost.rests.value,
        "compounded_bp": cost.compounded_bp,
        "simple_bp": cost.simple_bp,
        "reason": cost.reason.value if cost.reason else None,
        "flows": [{"day": flow.day.isoformat(), "fen": flow.fen} for flow in cost.flows],
        "compared": [_compared(each) for each in cost.compared],
        "if_lender": [
            {"kinds": [kind.value for kind in each.kinds], "compared": [_compared(one) for one in each.compared]}
            for each in cost.by_kind
        ],
    }


def _compared(each: Compared) -> dict[str, object]:
    return {
        "threshold": each.ceiling.threshold,
        "role": each.ceiling.role.value,
        "basis_points": each.ceiling.basis_points,
        "provisional": each.ceiling.provisional,
        "since": each.ceiling.since.isoformat(),
        "law": _both(each.ceiling.law),
        "say": _both(each.ceiling.say),
        "stands": each.stands.value if each.stands else None,
    }


def _plan(checked: Checked) -> dict[str, object]:
    laid_out = checked.schedule
    return {
        "kind": laid_out.option.kind.value,
        "by_program": checked.by_program,
        "fits": checked.fits.value,
        "short": checked.short,
        "too_long": checked.too_long,
        "start": laid_out.start,
        "given_up": laid_out.given_up,
        "total": laid_out.total,
        "interest": laid_out.interest,
        "most": laid_out.most,
        "payments": [
            {
                "no": payment.no,
                "day": payment.day.isoformat(),
                "fen": payment.fen,
                "interest": payment.interest,
                "left": payment.left,
            }
            for payment in laid_out.payments
        ],
    }


def _progress(progress: Progress) -> dict[str, object]:
    return {
        "debt": progress.debt.id,
        "agreed": progress.agreed.isoformat(),
        "kind": progress.schedule.option.kind.value,
        "over": progress.over,
        "steps": [
            {"no": step.payment.no, "due": step.payment.fen, "paid": step.paid, "state": step.kept.value}
            for step in progress.steps
        ],
        "paid": [{"day": each.day.isoformat(), "fen": each.fen, "proof": each.proof} for each in progress.paid],
    }


def _before(view: BeforeView) -> dict[str, object]:
    return {
        "lender": view.before.lender,
        "cost": _cost(view.cost),
        "most": view.most,
        "affordable": view.affordable,
        "fits": view.fits,
        "afford": view.afford.value,
        "payments_unknown": list(view.unknown),
        "directory": view.answer.value,
        "institutions": [each.id for each in view.institutions],
    }


def _both(words: Words) -> dict[str, str]:
    return {"zh": words.zh, "en": words.en}
