"""The figures of a chosen plan as facts for a letter: each names the blank it fills in the letters room.

``PlanFigures.blanks`` has the names that the letters use (``letters/cn/instalment_proposal.toml`` and others:
income, living, able, first, day, sum, number, debts, new_day, until); ``laid_out`` has its payments in words. Nothing
here is sent; a figure is only what the plan holds.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date

from shouzheng.model.words import Words
from shouzheng.reference.counting import months_after
from shouzheng.reference.problems import Problem, ShouzhengError
from shouzheng.reference.safe_text import shorten, visible
from shouzheng.remedy.plan.inputs import OPTION_WORDS, OptionKind
from shouzheng.remedy.plan.laid_out import day_words
from shouzheng.remedy.plan.laid_out import laid_out as lines_of
from shouzheng.remedy.plan.money import percent, yuan
from shouzheng.remedy.plan.problems import AGREED_ALREADY, FIRST_TOO_EARLY, NO_PLAN_TO_OFFER, OTHER_LENDER, UNKNOWN_DEBT
from shouzheng.remedy.plan.schedules import Payment, Schedule
from shouzheng.remedy.plan.working import Checked, DebtView, Fits, Plan

#: Letter that a kind of plan goes into.
LETTERS: Mapping[OptionKind, tuple[str, ...]] = {
    OptionKind.INSTALMENTS: ("instalment_proposal", "card_instalment_70", "hardship_statement"),
    OptionKind.EXTENSION: ("extension_request", "instalment_proposal", "hardship_statement"),
    OptionKind.ARREARS_FIRST: ("instalment_proposal", "hardship_statement"),
    OptionKind.SETTLEMENT: ("settlement_confirmation", "settlement_checklist", "hardship_statement"),
}


@dataclass(frozen=True, slots=True)
class PlanFigures:
    """Figures of one plan for one debt, amounts in fen; ``affordable`` is this debt's share of what is affordable.

    ``laid_out`` are the lines of a letter that lay out every payment; ``penalty`` is what of the debt is for delay.
    ``living`` is the larger of the ``essential`` spending that was listed and the floor that the person set.
    """

    debt: str
    lender: str
    kind: OptionKind
    fits: Fits
    invented: bool
    income: int
    living: int
    essential: int
    affordable: int
    owed: int
    disputed: int
    first: date
    number: int
    largest: int
    total: int
    given_up: int
    yearly_cost_bp: int | None
    equal: bool
    last: int
    other_debts: tuple[tuple[str, int], ...]
    payments: tuple[Payment, ...]
    laid_out: tuple[Words, ...]
    penalty: int

    @property
    def letters(self) -> tuple[str, ...]:
        """Letters that these figures fit."""
        return LETTERS[self.kind]

    def blanks(self) -> dict[str, Words]:
        """Return the blanks of the letters with their text; a blank that is not here stays for the person."""
        sum_words, day = _yuan(self.largest), Words(f"{self.first.day}日", f"{self.first.day}")
        if self.equal and self.largest > self.last:
            sum_words = _largest_then_last(self)
        elif not self.equal:
            sum_words = Words("数额见下列安排", "as laid out below")
            day = Words("按下列安排", "as laid out below")
        if self.kind is OptionKind.SETTLEMENT:
            sum_words = _yuan(self.total)
        last = day_words(self.payments[-1].day)
        others_zh = "；".join(f"{lender}余额{yuan(fen)}元" for lender, fen in self.other_debts) or "无"
        others_en = "; ".join(f"{lender}, {yuan(fen)} yuan left" for lender, fen in self.other_debts) or "none"
        return {
            "income": _yuan(self.income),
            "living": _living(self.living, self.essential),
            "able": _yuan(self.affordable),
            "sum": sum_words,
            "number": Words(str(self.number), str(self.number)),
            "first": day_words(self.first),
            "new_day": last,
            "until": last,
            "day": day,
            "debts": Words(others_zh, others_en),
            "due": _yuan(self.owed),
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
            "payments": [
                {
                    "no": each.no,
                    "day": each.day.isoformat(),
                    "fen": each.fen,
                    "interest": each.interest,
                    "left": each.left,
                }
                for each in self.payments
            ],
            "laid_out": [{"zh": words.zh, "en": words.en} for words in self.laid_out],
            "yearly_cost": None if self.yearly_cost_bp is None else percent(self.yearly_cost_bp),
        }


def figures_of(plan: Plan, name: str, kind: OptionKind | None = None) -> PlanFigures:
    """Return the figures of a debt's plan: of ``kind``, else the chosen one, else the first that is affordable.

    Raises ``ShouzhengError``: ``SZ-5707`` when the debt has no such plan, ``SZ-5715`` when it cannot be afforded,
    ``SZ-5718`` when it was agreed and has begun, ``SZ-5717`` when its first payment lies in the past otherwise.
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
    first = laid_out.payments[0].day
    agreed = next((each.agreed for each in plan.given.chosen if each.debt == name), None)
    if first < plan.today and agreed is not None:
        raise ShouzhengError(Problem(AGREED_ALREADY, slots=(("id", name[:60]), ("agreed", str(agreed)))))
    if first < plan.today:
        slots = (("id", name[:60]), ("first", str(first)), ("bound", str(plan.today)))
        raise ShouzhengError(Problem(FIRST_TOO_EARLY, slots=slots))
    return PlanFigures(
        debt=name,
        lender=view.debt.lender,
        kind=laid_out.option.kind,
        fits=checked.fits,
        invented=plan.given.invented,
        income=plan.budget.sure,
        living=plan.budget.living,
        essential=plan.budget.essential,
        affordable=view.share,
        owed=view.account.balance,
        disputed=view.account.disputed,
        first=first,
        number=len(laid_out.payments),
        largest=max(payment.fen for payment in laid_out.payments),
        total=laid_out.total,
        given_up=laid_out.given_up,
        yearly_cost_bp=view.cost.compounded_bp,
        equal=_equal(laid_out),
        last=laid_out.payments[-1].fen,
        other_debts=tuple((each.debt.lender, each.account.balance) for each in plan.debts if each is not view),
        payments=laid_out.payments,
        laid_out=lines_of(laid_out, view.account),
        penalty=dict(view.account.owed)["penalty"],
    )


def figures_for(plan: Plan, creditor: str, name: str | None = None) -> PlanFigures:
    """Return the figures for a letter to a creditor: of the debt named, else of its only debt in the plan.

    Raises ``ShouzhengError``: as ``figures_of``, and ``SZ-5716`` when the debt is owed to somebody else.
    """
    owed = [each.debt for each in plan.debts if name is None or each.debt.id == name]
    theirs = [debt.id for debt in owed if debt.lender == creditor]
    if owed and len(theirs) != 1:
        lenders = "、".join(dict.fromkeys(visible(shorten(debt.lender, 60)) for debt in owed))
        slots = (("creditor", visible(shorten(creditor, 60)) or "-"), ("lenders", lenders))
        raise ShouzhengError(Problem(OTHER_LENDER, slots=slots))
    return figures_of(plan, theirs[0] if theirs else name or "-")


def _equal(laid_out: Schedule) -> bool:
    """True when the payments come monthly, all but the last alike to the fen and the last no larger."""
    payments = laid_out.payments
    fen, first = [payment.fen for payment in payments], payments[0].day
    monthly = all(payment.day == months_after(first, place) for place, payment in enumerate(payments))
    return monthly and max(fen) - min(fen[:-1] or fen) <= 1 and fen[-1] <= max(fen)


def _wanted(view: DebtView, kind: OptionKind | None) -> Checked | None:
    fitting = [each for each in view.plans if kind is None or each.schedule.option.kind is kind]
    return min(fitting, key=lambda each: list(Fits).index(each.fits), default=None)


def _largest_then_last(figures: PlanFigures) -> Words:
    """Payments alike but for the last ones: the sum, and from which payment on it is the other."""
    largest, last = yuan(figures.largest), yuan(figures.last)
    since = next((each.no for each in figures.payments if each.fen == figures.last), figures.number)
    zh, en = (f"第{since}期起", f"from no. {since} on")
    if since == figures.number:
        zh, en = "最后一期", "the last"
    return Words(f"{largest}元（{zh}{last}元）", f"{largest} yuan ({en} {last})")


def _living(living: int, essential: int) -> Words:
    """What living takes: the listed spending, and the floor where the person set a larger one."""
    if living == essential:
        return _yuan(living)
    return Words(
        f"{yuan(essential)}元（逐项见所附收支表），连同预留的底线共{yuan(living)}元",
        f"{yuan(essential)} yuan (each sum in the table attached), {yuan(living)} yuan with the floor kept for living",
    )


def _yuan(fen: int) -> Words:
    return Words(f"{yuan(fen)}元", f"{yuan(fen)} yuan")
