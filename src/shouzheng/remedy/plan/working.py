"""The whole plan worked out: month, debts, yearly costs, plans beside what is affordable, payments made, one's wish."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from shouzheng.genuine.directory.entries import Directory
from shouzheng.model.kinds import ProductKind
from shouzheng.model.words import Words
from shouzheng.reference.counting import months_after
from shouzheng.reference.problems import Problem, ShouzhengError
from shouzheng.remedy.plan.account import Account, account_of
from shouzheng.remedy.plan.before import Asked, BeforeView, due_by_month, look_before
from shouzheng.remedy.plan.budget import Budget, budget_of, shares
from shouzheng.remedy.plan.cost import REASON_WORDS, Cost, cost_of
from shouzheng.remedy.plan.inputs import Chosen, Debt, Due, Option, OptionKind, Paid, PlanInput
from shouzheng.remedy.plan.money import round_up, yuan
from shouzheng.remedy.plan.plan_file import with_payments
from shouzheng.remedy.plan.problems import FIRST_TOO_EARLY, NO_RATE, NOT_AFFORDABLE, OVERPAID
from shouzheng.remedy.plan.schedules import Payment, Schedule, schedule
from shouzheng.rulebook.load import Rulebook

#: Longest plan that the program itself proposes: five years, as article 70 has it for cards; a choice for the others.
LONGEST_PROPOSED = 60
#: Longest agreement for cards (threshold inst-card-5y, in years).
CARD_LIMIT = "inst-card-5y"
#: An extension that the program proposes waits this many months.
WAIT_PROPOSED = 3


class Fits(StrEnum):
    """Where a plan stands beside what is affordable."""

    YES = "yes"
    ALONE = "alone"  # only if the other debts get nothing
    NO = "no"


FITS_WORDS = {
    Fits.YES: Words("付得起", "affordable"),
    Fits.ALONE: Words("别的债务都不付才付得起", "affordable only if the other debts get nothing"),
    Fits.NO: Words("付不起", "not affordable"),
}


@dataclass(frozen=True, slots=True)
class Checked:
    """A plan with its check. ``by_program``: proposed by the program; ``too_long``: beyond the limit for cards."""

    schedule: Schedule
    fits: Fits
    short: int
    by_program: bool
    too_long: bool


@dataclass(frozen=True, slots=True)
class DebtView:
    """One debt: statement, yearly cost, its share of what is affordable, the plans."""

    debt: Debt
    account: Account
    cost: Cost
    share: int
    plans: tuple[Checked, ...]


class Kept(StrEnum):
    """What became of one payment of the chosen plan."""

    PAID = "paid"
    PARTLY = "partly"
    MISSED = "missed"
    COMING = "coming"


KEPT_WORDS = {
    Kept.PAID: Words("已付", "paid"),
    Kept.PARTLY: Words("付了一部分", "paid in part"),
    Kept.MISSED: Words("过期未付", "missed"),
    Kept.COMING: Words("待付", "to come"),
}


@dataclass(frozen=True, slots=True)
class Step:
    """One payment of the chosen plan, how much of it is paid, and what became of it."""

    payment: Payment
    paid: int
    kept: Kept


@dataclass(frozen=True, slots=True)
class Progress:
    """A chosen plan with the payments made; ``over`` is what was paid beyond it."""

    debt: Debt
    schedule: Schedule
    agreed: date
    steps: tuple[Step, ...]
    paid: tuple[Paid, ...]
    over: int


@dataclass(frozen=True, slots=True)
class Plan:
    """Everything worked out for one day."""

    given: PlanInput
    today: date
    budget: Budget
    debts: tuple[DebtView, ...]
    progress: tuple[Progress, ...]
    before: BeforeView | None
    problems: tuple[Problem, ...]

    @property
    def owed(self) -> int:
        """All debts together, in fen; disputed charges apart."""
        return sum(view.account.balance for view in self.debts)


def work_out(given: PlanInput, rulebook: Rulebook, directory: Directory, today: date) -> Plan:
    """Work out the plan for a day; raises ``ShouzhengError`` (``SZ-5717``) for a first payment in the past."""
    _first_payments(given, today)
    budget = budget_of(given)
    debts = [with_payments(debt, given.paid) for debt in given.debts]
    accounts = [account_of(debt, today) for debt in debts]
    parts = shares(budget.affordable, [account.balance for account in accounts])
    views = tuple(
        _view(debt, account, share, given, budget, rulebook, today)
        for debt, account, share in zip(debts, accounts, parts, strict=True)
    )
    progress = tuple(each for chosen in given.chosen if (each := _progress(chosen, given, views, today)))
    before = None
    if given.before is not None:
        asked = [_asked(view, progress, today) for view in views]
        before = look_before(given.before, budget.affordable, asked, rulebook, directory, today)
    return Plan(given, today, budget, views, progress, before, _problems(budget, views))


def _first_payments(given: PlanInput, today: date) -> None:
    """Refuse plans that begin before they are agreed, or before today where none of the debt's plans is chosen.

    A chosen plan that is under way began in the past, and so may the wishes that stood beside it.
    """
    chosen = {each.debt: each for each in given.chosen}
    problems = []
    for place, option in enumerate(given.options):
        mine = chosen.get(option.debt)
        earlier = given.options[:place]
        if mine is None:
            bound = today
        elif mine.kind is not option.kind or any((e.debt, e.kind) == (option.debt, option.kind) for e in earlier):
            continue
        else:
            bound = mine.agreed or today
        if option.first < bound:
            slots = (("id", option.debt[:60]), ("first", str(option.first)), ("bound", str(bound)))
            problems.append(Problem(FIRST_TOO_EARLY, f"option[{place + 1}].first", slots))
    if problems:
        raise ShouzhengError(*problems)


def _asked(view: DebtView, progress: tuple[Progress, ...], today: date) -> Asked:
    """What a debt still asks for: its chosen plan, else the contract's instalments; known when they cover it all."""
    due = [each for each in view.debt.due if each.day >= today]
    mine = next((each for each in progress if each.debt.id == view.debt.id), None)
    if mine is None:
        covered = sum(each.fen for each in due) >= view.account.balance
        return Asked(view.debt.lender, covered, due_by_month(due))
    left = [Due(step.payment.day, step.payment.fen - step.paid) for step in mine.steps if step.kept is Kept.COMING]
    late = any(step.kept in (Kept.MISSED, Kept.PARTLY) for step in mine.steps)
    months, contract = due_by_month(left), due_by_month(due)
    # a plan over all that is owed takes the place of the contract's instalments: the larger of both, never both
    larger = {key: max(months.get(key, 0), contract.get(key, 0)) for key in {*months, *contract}}
    return Asked(view.debt.lender, not late and (bool(left) or not view.account.balance), larger)


def _view(
    debt: Debt, account: Account, share: int, given: PlanInput, budget: Budget, rulebook: Rulebook, today: date
) -> DebtView:
    longest = _longest(debt, rulebook)
    wished = [option for option in given.options if option.debt == debt.id]
    proposed = [] if wished else _proposals(account, share, budget, today)
    plans = []
    for option in (*wished, *proposed):
        laid_out = schedule(option, account, debt.due)
        plans.append(_check(laid_out, share, budget, longest, by_program=not wished))
    return DebtView(debt, account, cost_of(debt, account, today, rulebook), share, tuple(plans))


def _longest(debt: Debt, rulebook: Rulebook) -> int | None:
    """The longest agreement in months, where the law has a limit: cards only."""
    if debt.product is not ProductKind.CREDIT_CARD:
        return None
    return (rulebook.thresholds[CARD_LIMIT].value or 0) * 12


def _check(laid_out: Schedule, share: int, budget: Budget, longest: int | None, *, by_program: bool) -> Checked:
    """A settlement may use savings in its first month; every other month must come out of income."""
    first = min(laid_out.by_month, default=None)
    settles = laid_out.option.kind is OptionKind.SETTLEMENT
    over_share = over_all = 0
    for month, fen in laid_out.by_month.items():
        saved, all_saved = (_saved_share(budget, share), budget.savings) if settles and month == first else (0, 0)
        over_share = max(over_share, fen - saved - share)
        over_all = max(over_all, fen - all_saved - budget.affordable)
    fits = Fits.YES if over_share <= 0 else Fits.ALONE if over_all <= 0 else Fits.NO
    months = len(laid_out.by_month)
    too_long = longest is not None and months > longest and laid_out.option.kind is not OptionKind.ARREARS_FIRST
    return Checked(laid_out, fits, max(over_share, 0), by_program, too_long)


def _proposals(account: Account, share: int, budget: Budget, today: date) -> list[Option]:
    """Plans that keep to the share, the shortest of each kind; none where five years are not enough."""
    name, owed = account.debt.id, account.balance
    first = months_after(today.replace(day=min(today.day, 28)), 1)
    if owed <= 0:
        return []
    found = []
    months = round_up(owed, share) if share else LONGEST_PROPOSED + 1
    if months <= LONGEST_PROPOSED:
        found.append(Option(name, OptionKind.INSTALMENTS, months, first))
        found.append(Option(name, OptionKind.EXTENSION, months, first, wait=WAIT_PROPOSED))
    arrears = owed - dict(account.owed)["principal"]
    if 0 < arrears < owed and share and not account.debt.due:
        first_part, then = round_up(arrears, share), round_up(owed - arrears, share)
        if first_part + then <= LONGEST_PROPOSED:
            found.append(Option(name, OptionKind.ARREARS_FIRST, first_part, first, then=then))
    if budget.savings and _saved_share(budget, share) + share >= owed:
        # only where all of it can be paid: the program never asks a lender to give up a part by itself
        found.append(Option(name, OptionKind.SETTLEMENT, 1, first, fen=owed))
    return found


def _saved_share(budget: Budget, share: int) -> int:
    """The savings that go with a debt's share of the income, rounded down: all debts together use them once."""
    return budget.savings * share // budget.affordable if budget.affordable else 0


def _progress(chosen: Chosen, given: PlanInput, views: tuple[DebtView, ...], today: date) -> Progress | None:
    """The chosen plan as it was agreed, for what was owed on that day, with what was paid since."""
    view = next((each for each in views if each.debt.id == chosen.debt), None)
    checked = next((each for each in view.plans if each.schedule.option.kind is chosen.kind), None) if view else None
    if view is None or checked is None:
        return None
    agreed = chosen.agreed or today
    laid_out = schedule(checked.schedule.option, account_of(view.debt, min(agreed, today)), view.debt.due)
    since = (each for each in given.paid if each.debt == chosen.debt and agreed < each.day <= today)
    paid = tuple(sorted(since, key=lambda each: each.day))
    left = sum(each.fen for each in paid)
    steps = []
    for payment in laid_out.payments:
        used = min(left, payment.fen)
        left -= used
        steps.append(Step(payment, used, _kept(payment, used, today)))
    return Progress(view.debt, laid_out, agreed, tuple(steps), paid, left)


def _kept(payment: Payment, used: int, today: date) -> Kept:
    if used == payment.fen:
        return Kept.PAID
    if payment.day < today:
        return Kept.PARTLY if used else Kept.MISSED
    return Kept.COMING


def _problems(budget: Budget, views: tuple[DebtView, ...]) -> tuple[Problem, ...]:
    problems = []
    if budget.short:
        problems.append(Problem(NOT_AFFORDABLE, slots=(("amount", yuan(budget.short)),)))
    for view in views:
        if view.account.over:
            slots = (("id", view.debt.id), ("amount", yuan(view.account.over)))
            problems.append(Problem(OVERPAID, view.debt.id, slots))
        if view.cost.reason is not None:
            words = REASON_WORDS[view.cost.reason]
            why = (("id", view.debt.id), ("reason_zh", words.zh), ("reason_en", words.en))
            problems.append(Problem(NO_RATE, view.debt.id, why))
    return tuple(problems)
