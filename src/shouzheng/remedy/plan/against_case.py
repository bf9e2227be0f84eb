"""What a letter would say twice and differently: the debt of the plan beside the debt as the case states it.

The letter takes its figures from the plan and its contract from the case. The case states no rate, so none is compared.
"""

from __future__ import annotations

from collections.abc import Iterator

from shouzheng.model.case import Debt as Stated
from shouzheng.model.kinds import InstitutionKind, ProductKind
from shouzheng.model.words import Words
from shouzheng.reference.problems import Problem
from shouzheng.remedy.labels import INSTITUTION_KIND, PRODUCT_KIND
from shouzheng.remedy.plan.figures import PlanFigures
from shouzheng.remedy.plan.money import yuan
from shouzheng.remedy.plan.problems import EXTENDED_LATE, PLAN_NOT_CASE
from shouzheng.remedy.plan.working import DebtView, Plan
from shouzheng.remedy.situation import Situation

#: The letter that is only for debts not due yet.
_BEFORE_DUE = "extension_request"
_DAY = Words("合同日期", "the day of the contract")
_SUM = Words("未还金额", "the sum unpaid")
_PRODUCT = Words("产品", "the product")
_KIND = Words("机构类型", "the kind of institution")
_NOT_STATED = Words("", "")


def differences(plan: Plan, figures: PlanFigures, situation: Situation) -> tuple[Problem, ...]:
    """Return a warning (``SZ-5719``) for each thing that plan and case state differently of the debt in the letter."""
    view = next(each for each in plan.debts if each.debt.id == figures.debt)
    stated = _same(view, situation)
    return tuple(
        Problem(
            PLAN_NOT_CASE,
            figures.debt,
            tuple(
                (f"{name}_{lang}", text)
                for name, words in (("what", what), ("case", case), ("plan", of_plan))
                for lang, text in (("zh", words.zh), ("en", words.en))
            ),
        )
        for what, case, of_plan in _pairs(view, stated, situation)
        if case.zh and of_plan.zh and case != of_plan
    )


def too_late(figures: PlanFigures, names: tuple[str, ...]) -> tuple[Problem, ...]:
    """Return a warning (``SZ-5720``) where an extension is asked for and the plan holds charges for delay."""
    if _BEFORE_DUE not in names or not figures.penalty:
        return ()
    return (Problem(EXTENDED_LATE, figures.debt, (("amount", yuan(figures.penalty)),)),)


def _same(view: DebtView, situation: Situation) -> Stated | None:
    """The debt of the case that the plan is about: the only one to this creditor, else the one of the same day."""
    if len(situation.debts) == 1:
        return situation.debts[0]
    return next((each for each in situation.debts if each.contract_date == view.debt.contract), None)


def _pairs(view: DebtView, stated: Stated | None, situation: Situation) -> Iterator[tuple[Words, Words, Words]]:
    """What is compared, as the case has it (empty: not stated) and as the plan has it."""
    debt = view.debt
    yield _KIND, _kind(situation.institution_kind), _kind(debt.institution)
    if stated is None:
        days = ", ".join(str(each.contract_date) for each in situation.debts if each.contract_date)
        yield _DAY, _plain(days), _plain(debt.contract.isoformat())
        return
    yield _DAY, _plain(stated.contract_date.isoformat() if stated.contract_date else ""), _plain(str(debt.contract))
    yield _SUM, _plain("" if stated.due_fen is None else yuan(stated.due_fen)), _plain(yuan(view.account.balance))
    yield _PRODUCT, _product(stated.product_kind), _product(debt.product)


def _kind(kind: InstitutionKind) -> Words:
    return _NOT_STATED if kind is InstitutionKind.UNKNOWN else INSTITUTION_KIND[kind]


def _product(kind: ProductKind) -> Words:
    return _NOT_STATED if kind is ProductKind.UNKNOWN else PRODUCT_KIND[kind]


def _plain(text: str) -> Words:
    return Words(text, text)
