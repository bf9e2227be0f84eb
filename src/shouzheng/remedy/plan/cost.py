"""What a loan costs a year, from its dated payments, and where that stands beside the limits that apply.

Two figures, both rounded down to a hundredth of a per cent, so that nothing is overstated: compounded (the rate at
which all payments balance, XIRR) and simple (twelve times the monthly rate that gives it). A cost is called above a
limit only when both are. Penalties for delay are no price of the loan and stay out of it; what was paid with them is
shown beside it.
"""

from __future__ import annotations

import math
from collections.abc import Callable, Iterable
from dataclasses import dataclass, replace
from datetime import date
from enum import StrEnum

from shouzheng.model.kinds import InstitutionKind, ProductKind
from shouzheng.model.words import Words
from shouzheng.remedy.plan.account import Account, account_of
from shouzheng.remedy.plan.ceilings import Ceiling, Role, ceilings_for, first_line
from shouzheng.remedy.plan.inputs import Before, Debt, FlowKind
from shouzheng.remedy.plan.xirr import Flow, NoRate, xirr
from shouzheng.rulebook.load import Rulebook

#: Rates above this (a million per cent a year) are shown as "more than".
MOST_BP = 100_000_000
_MONTHS = 12
#: Bisection ends within some 1e-12 of the root; a rate that close below a whole hundredth is that hundredth.
_NEAR = 1e-7


class Rests(StrEnum):
    """What the yearly cost rests on."""

    CONTRACT = "contract"  # past payments and the payments that the contract still asks for
    SETTLED = "settled"  # past payments; nothing is owed any more
    IF_SETTLED_NOW = "if_settled_now"  # past payments, and what the statement says is owed paid today


RESTS_WORDS = {
    Rests.CONTRACT: Words("按已付流水和合同以后各期", "past payments and the contract’s later instalments"),
    Rests.SETTLED: Words("按全部已付流水", "all payments made"),
    Rests.IF_SETTLED_NOW: Words(
        "按已付流水，余额视为今天结清；还没有记上的息费没有算，实际只会更高",
        "payments made, the balance taken as paid today; charges not entered yet are not counted, so the true cost is "
        "no lower",
    ),
}
REASON_WORDS = {
    NoRate.NOTHING: Words("没有收付款", "no payments"),
    NoRate.ONE_SIDED: Words("只有收入或只有支出", "money moved one way only"),
    NoRate.ONE_DAY: Words("都在同一天", "all on one day"),
    NoRate.SEVERAL: Words("不止一个解", "more than one answer"),
    NoRate.OUT_OF_RANGE: Words("没有合理的解", "no sensible answer"),
    NoRate.INTEREST_UNKNOWN: Words("利息是多少还不清楚，说不出来", "the interest is not known, so it cannot be said"),
}


class Stands(StrEnum):
    """Where a cost stands beside a limit."""

    WITHIN = "within"
    ABOVE_ONE_WAY = "above_one_way"  # above compounded, not above simple
    ABOVE = "above"
    UNKNOWN = "unknown"  # charges are entered up to an earlier day only, and that could make the difference


STANDS_WORDS = {
    Stands.WITHIN: Words("没有超过", "not above"),
    Stands.ABOVE_ONE_WAY: Words("按复利超过，按单利没有超过", "above compounded, not above simple"),
    Stands.ABOVE: Words("两种算法都超过", "above in both ways"),
    Stands.UNKNOWN: Words("说不准：息费没有记到今天", "cannot be said: charges are not entered up to today"),
}


@dataclass(frozen=True, slots=True)
class Compared:
    """A limit and where the cost stands beside it; an announced target is not compared."""

    ceiling: Ceiling
    stands: Stands | None


@dataclass(frozen=True, slots=True)
class IfLender:
    """What stands beside the cost if the lender, of whom nobody knows the kind, is one of these."""

    kinds: tuple[InstitutionKind, ...]
    compared: tuple[Compared, ...]


@dataclass(frozen=True, slots=True)
class NoLine:
    """Why no line stands beside a cost: what was stated, and the day of the oldest line kept for that kind, if any."""

    institution: InstitutionKind
    product: ProductKind
    contract: date
    since: date | None


@dataclass(frozen=True, slots=True)
class Cost:
    """The yearly cost in hundredths of a per cent; ``reason`` instead of it where there is none.

    ``no_line``: nothing could be compared, and what is missing; ``by_kind``: what would, for each kind of lender.
    """

    rests: Rests
    compounded_bp: int | None
    simple_bp: int | None
    reason: NoRate | None
    compared: tuple[Compared, ...]
    flows: tuple[Flow, ...]
    by_kind: tuple[IfLender, ...] = ()
    no_line: NoLine | None = None


def cost_of(debt: Debt, account: Account, today: date, rulebook: Rulebook) -> Cost:
    """Work out the yearly cost of a debt without penalties, and compare it; for an unknown lender with every kind."""
    cost = _cost_of(debt, account, today, rulebook)
    return _without_line(
        cost,
        NoLine(debt.institution, debt.product, debt.contract, first_line(debt.institution, debt.product, rulebook)),
        lambda kind: _cost_of(replace(debt, institution=kind), account, today, rulebook),
    )


def _cost_of(debt: Debt, account: Account, today: date, rulebook: Rulebook) -> Cost:
    flows = [flow for each in debt.flows if (flow := _as_flow(each.day, each.kind, each.fen)) and each.day <= today]
    later = [Flow(due.day, -due.fen) for due in debt.due if due.day > today]
    rests = Rests.SETTLED
    if later:
        rests = Rests.CONTRACT
    elif account.balance:
        rests = Rests.IF_SETTLED_NOW
        owed = account.balance - dict(account.owed)["penalty"]
        later = [Flow(max(today, *(flow.day for flow in flows)), -owed)] if flows else []
    ceilings = ceilings_for(debt.institution, debt.product, debt.contract, rulebook)
    cost = _cost(rests, [*flows, *later], ceilings)
    if rests is Rests.IF_SETTLED_NOW:
        cost = _as_far_as_entered(cost, debt, flows, today, ceilings)
    claimed = debt.claim is not None and any(fen for part, fen in debt.claim.parts if part != "principal")
    if claimed and not debt.charges and rests is Rests.IF_SETTLED_NOW and cost.compounded_bp == 0:
        return Cost(rests, None, None, NoRate.INTEREST_UNKNOWN, (), cost.flows)
    return cost


def _as_far_as_entered(cost: Cost, debt: Debt, flows: list[Flow], today: date, ceilings: tuple[Ceiling, ...]) -> Cost:
    """Never call a cost within a limit only because nobody has entered the interest of the last months.

    Settled today it is too low, settled on the day of the last charge it may be too high (a fee taken in advance): what
    both say holds, and what only the lower one denies cannot be said.
    """
    last = max((each.day for each in debt.charges if each.day <= today), default=today)
    if last == today:
        return cost
    then = account_of(debt, last)
    owed = then.balance - dict(then.owed)["penalty"]
    high = _cost(cost.rests, [*(flow for flow in flows if flow.day <= last), Flow(last, -owed)], ceilings)
    sure = {each.ceiling for each in high.compared if each.stands is Stands.WITHIN}
    compared = tuple(
        replace(each, stands=Stands.UNKNOWN) if each.stands is Stands.WITHIN and each.ceiling not in sure else each
        for each in cost.compared
    )
    return replace(cost, compared=compared)


def cost_before(before: Before, rulebook: Rulebook) -> Cost:
    """Work out the yearly cost of a loan that is not taken yet; for an unknown lender beside every kind."""
    cost = _cost_before(before, rulebook)
    return _without_line(
        cost,
        NoLine(
            before.institution,
            before.product,
            before.contract,
            first_line(before.institution, before.product, rulebook),
        ),
        lambda kind: _cost_before(replace(before, institution=kind), rulebook),
    )


def _without_line(cost: Cost, none: NoLine, of_kind: Callable[[InstitutionKind], Cost]) -> Cost:
    """Say what is missing where nothing stands beside a cost; for an unknown lender with every kind it could be."""
    if cost.compared or cost.compounded_bp is None:
        return cost
    if none.institution is not InstitutionKind.UNKNOWN:
        return replace(cost, no_line=none)
    groups: dict[tuple[Compared, ...], list[InstitutionKind]] = {}
    for kind in InstitutionKind:
        if kind is not InstitutionKind.UNKNOWN:
            groups.setdefault(of_kind(kind).compared, []).append(kind)
    by_kind = tuple(IfLender(tuple(kinds), compared) for compared, kinds in groups.items())
    return replace(cost, by_kind=by_kind, no_line=none)


def _cost_before(before: Before, rulebook: Rulebook) -> Cost:
    flows = [Flow(before.contract, before.arrives), *(Flow(due.day, -due.fen) for due in before.payments)]
    ceilings = ceilings_for(before.institution, before.product, before.contract, rulebook)
    return _cost(Rests.CONTRACT, flows, ceilings)


def _as_flow(day: date, kind: FlowKind, fen: int) -> Flow | None:
    match kind:
        case FlowKind.DRAWDOWN | FlowKind.REFUND:
            return Flow(day, fen)
        case FlowKind.PENALTY:
            return None
        case _:
            return Flow(day, -fen)


def _cost(rests: Rests, flows: Iterable[Flow], ceilings: tuple[Ceiling, ...]) -> Cost:
    listed = tuple(flows)
    rate = xirr(listed)
    if isinstance(rate, NoRate):
        return Cost(rests, None, None, rate, (), listed)
    simple = _MONTHS * math.expm1(math.log1p(rate) / _MONTHS)
    compounded_bp, simple_bp = _down(rate), _down(simple)
    compared = tuple(
        Compared(each, None if each.role is Role.TARGET else _stands(compounded_bp, simple_bp, each.basis_points))
        for each in ceilings
    )
    return Cost(rests, compounded_bp, simple_bp, None, compared, listed)


def _down(rate: float) -> int:
    """Round a rate down to a hundredth of a per cent; very large ones are cut."""
    return min(math.floor(min(rate, MOST_BP) * 10_000 + _NEAR), MOST_BP)


def _stands(compounded_bp: int, simple_bp: int, limit: int) -> Stands:
    if min(compounded_bp, simple_bp) > limit:
        return Stands.ABOVE
    return Stands.ABOVE_ONE_WAY if max(compounded_bp, simple_bp) > limit else Stands.WITHIN
