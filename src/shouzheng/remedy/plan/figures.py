"""The figures of a chosen plan as facts for a letter: each names the blank it fills in the letters room.

``PlanFigures.blanks`` has the names that the letters use (``letters/cn/instalment_proposal.toml`` and others:
income, living, able, first, day, sum, number, debts). Nothing here is sent; a figure is only what the plan holds.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date

from shouzheng.model.words import Words
from shouzheng.reference.problems import Problem, ShouzhengError
from shouzheng.remedy.plan.inputs import OPTION_WORDS, OptionKind
from shouzheng.remedy.plan.money import percent, yuan
from shouzheng.remedy.plan.problems import NO_PLAN_TO_OFFER, UNKNOWN_DEBT
from shouzheng.remedy.plan.working import Checked, DebtView, Fits, Plan

#: Letter that a kind of plan goes into.
LETTERS: Mapping[OptionKind, tuple[str, ...]] = {
    OptionKind.INSTALMENTS: ("instalment_proposal", "card_instalment_70", "hardship_statement"),
    OptionKind.EXTENSION: ("instalment_proposal", "hardship_statement"),
    OptionKind.ARREARS_FIRST: ("instalment_proposal", "hardship_statement"),
    OptionKind.SETTLEMENT: ("settlement_checklist",),
}


@dataclass(frozen=True, slots=True)
class PlanFigures:
    """Figures of one plan for one debt, amounts in fen."""

    debt: str
    lender: str
    kind: OptionKind
    fits: Fits
    invented: bool
    income: int
    living: int
    affordable: int
    owed: int
    disputed: int
    first: date
    number: int
    largest: int
    total: int
    given_up: int
    yearly_cost_bp: int | None
    other_debts: tuple[tuple[str, int], ...]

    @property
    def letters(self) -> tuple[str, ...]:
        """Letters that these figures fit."""
        return LETTERS[self.kind]

    def blanks(self) -> dict[str, Words]:
        """Return the blanks of the letters with their text; a blank that is not here stays for the person."""
        others_zh = "；".join(f"{lender}{yuan(fen)}元" for lender, fen in self.other_debts) or "无"
        others_en = "; ".join(f"{lender} {yuan(fen)} yuan" for lender, fen in self.other_debts) or "none"
        first = self.first
        return {
            "income": _yuan(self.income),
            "living": _yuan(self.living),
            "able": _yuan(self.affordable),
            "sum": _yuan(self.largest),
            "number": Words(str(self.number), str(self.number)),
            "first": Words(f"{first.year}年{first.month}月{first.day}日", first.isoformat()),
            "day": Words(f"{first.day}日", f"{first.day}"),
            "debts": Words(others_zh, others_en),
        }

    def as_data(self) -> dict[str, object]:
        """Return plain values (schema ``shouzheng.plan_figures/1``), both languages inside."""
        return {
            "schema": "shouzheng.plan_figures/1",
            "debt": self.debt,
            "lender": self.lender,
            "kind": self.kind.value,
            "kind_words": {"zh": OPTION_WORDS[self.kind].zh, "en": OPTION_WORDS[self.kind].en},
            "fits": self.fits.value,
            "invented": self.invented,
            "letters": list(self.letters),
            "blanks": {name: {"zh": words.zh, "en": words.en} for name, words in self.blanks().items()},
            "fen": {
                "owed": self.owed,
                "disputed": self.disputed,
                "total": self.total,
                "given_up": self.given_up,
                "largest": self.largest,
            },
            "yearly_cost": None if self.yearly_cost_bp is None else percent(self.yearly_cost_bp),
        }


def figures_of(plan: Plan, name: str, kind: OptionKind | None = None) -> PlanFigures:
    """Return the figures of a debt's plan: of ``kind``, else the chosen one, else the first that is affordable.

    Raises ``ShouzhengError``: ``SZ-5707`` when the debt has no such plan, ``SZ-5715`` when it cannot be afforded.
    """
    chosen = {each.debt: each.kind for each in plan.given.chosen}
    view = next((each for each in plan.debts if each.debt.id == name), None)
    checked = None if view is None else _wanted(view, kind or chosen.get(name))
    if view is None or checked is None or not checked.schedule.payments:
        allowed = ", ".join(each.debt.id for each in plan.debts if each.plans) or "-"
        raise ShouzhengError(Problem(UNKNOWN_DEBT, slots=(("id", name[:60]), ("allowed", allowed))))
    if checked.fits is Fits.NO:
        raise ShouzhengError(Problem(NO_PLAN_TO_OFFER, slots=(("id", name[:60]),)))
    laid_out = checked.schedule
    return PlanFigures(
        debt=name,
        lender=view.debt.lender,
        kind=laid_out.option.kind,
        fits=checked.fits,
        invented=plan.given.invented,
        income=plan.budget.sure,
        living=plan.budget.living,
        affordable=plan.budget.affordable,
        owed=view.account.balance,
        disputed=view.account.disputed,
        first=laid_out.payments[0].day,
        number=len(laid_out.payments),
        largest=max(payment.fen for payment in laid_out.payments),
        total=laid_out.total,
        given_up=laid_out.given_up,
        yearly_cost_bp=view.cost.compounded_bp,
        other_debts=tuple((each.debt.lender, each.account.balance) for each in plan.debts if each is not view),
    )


def _wanted(view: DebtView, kind: OptionKind | None) -> Checked | None:
    fitting = [each for each in view.plans if kind is None or each.schedule.option.kind is kind]
    return min(fitting, key=lambda each: list(Fits).index(each.fits), default=None)


def _yuan(fen: int) -> Words:
    return Words(f"{yuan(fen)}元", f"{yuan(fen)} yuan")
