"""Payment by payment: instalments, extension, arrears first, settlement. Whole fen; the last payment ends at nothing.

Interest of a month is the rest times the yearly rate divided by twelve, rounded to the nearest fen, halves up. Equal
payments are rounded up to the fen and the last one is smaller; without interest they differ by one fen at most.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from shouzheng.reference.counting import months_after
from shouzheng.remedy.plan.account import Account
from shouzheng.remedy.plan.inputs import Due, Option, OptionKind
from shouzheng.remedy.plan.money import half_up

_A_YEAR = 12 * 10_000


@dataclass(frozen=True, slots=True)
class Payment:
    """One payment in fen: what it is, how much of it is interest, and what is left afterwards."""

    no: int
    day: date
    fen: int
    interest: int
    left: int


@dataclass(frozen=True, slots=True)
class Schedule:
    """All payments of one plan. ``start`` is what is owed when it begins, ``given_up`` what the lender would waive."""

    option: Option
    start: int
    given_up: int
    payments: tuple[Payment, ...]

    @property
    def total(self) -> int:
        """Everything that would be paid."""
        return sum(payment.fen for payment in self.payments)

    @property
    def interest(self) -> int:
        """The part of it that is interest of the plan."""
        return sum(payment.interest for payment in self.payments)

    @property
    def by_month(self) -> dict[tuple[int, int], int]:
        """What falls into each month, in fen."""
        months: dict[tuple[int, int], int] = {}
        for payment in self.payments:
            key = (payment.day.year, payment.day.month)
            months[key] = months.get(key, 0) + payment.fen
        return months

    @property
    def most(self) -> int:
        """The largest sum of a month."""
        return max(self.by_month.values(), default=0)


def schedule(option: Option, account: Account, due: tuple[Due, ...]) -> Schedule:
    """Lay out one plan for what the statement says is owed; disputed charges are not part of it.

    ``due`` are payments that the contract still asks for: arrears first goes on with them.
    """
    start = account.balance
    match option.kind:
        case OptionKind.INSTALMENTS:
            return Schedule(option, start, 0, _level(start, option.months, option.first, option.rate_bp))
        case OptionKind.EXTENSION:
            return Schedule(option, start, 0, _extension(start, option))
        case OptionKind.SETTLEMENT:
            agreed = min(option.fen, start)
            return Schedule(option, start, start - agreed, _level(agreed, option.months, option.first, 0))
        case OptionKind.ARREARS_FIRST:
            return Schedule(option, start, 0, _arrears_first(account, option, due))


def _level(
    start: int, months: int, first: date, rate_bp: int, *, wait: int = 0, number: int = 1
) -> tuple[Payment, ...]:
    """Equal payments, the first ``wait`` months after ``first``, until nothing is left; none of nothing."""
    if start <= 0:
        return ()
    if rate_bp == 0:
        whole, rest = divmod(start, months)
        amounts = [whole + (place < rest) for place in range(months)]
        return _listed(start, [(fen, 0) for fen in amounts if fen], first, wait, number)
    level = _level_amount(start, months, rate_bp)
    amounts_with_interest: list[tuple[int, int]] = []
    left = start
    while left > 0 and len(amounts_with_interest) < months:
        interest = half_up(left * rate_bp, _A_YEAR)
        fen = min(level, left + interest)
        amounts_with_interest.append((fen, interest))
        left -= fen - interest
    return _listed(start, amounts_with_interest, first, wait, number)


def _level_amount(start: int, months: int, rate_bp: int) -> int:
    """The smallest equal payment in whole fen that leaves nothing after the months, found by halving."""
    low, high = 1, start + half_up(start * rate_bp, _A_YEAR)
    while low < high:
        middle = (low + high) // 2
        if _left_after(start, months, rate_bp, middle) <= 0:
            high = middle
        else:
            low = middle + 1
    return low


def _left_after(start: int, months: int, rate_bp: int, level: int) -> int:
    left = start
    for _ in range(months):
        left += half_up(left * rate_bp, _A_YEAR) - level
        if left <= 0:
            return 0
    return left


def _extension(start: int, option: Option) -> tuple[Payment, ...]:
    """Nothing but interest while it waits, then equal payments."""
    waiting: list[Payment] = []
    interest = half_up(start * option.rate_bp, _A_YEAR)
    for month in range(option.wait):
        if interest:
            day = months_after(option.first, month)
            waiting.append(Payment(len(waiting) + 1, day, interest, interest, start))
    number = len(waiting) + 1
    return (*waiting, *_level(start, option.months, option.first, option.rate_bp, wait=option.wait, number=number))


def arrears_of(account: Account, option: Option) -> int:
    """Return the part that arrears first pays first, in fen: the sum of the wish, else all that is no principal."""
    return min(option.fen or account.balance - dict(account.owed)["principal"], account.balance)


def _arrears_first(account: Account, option: Option, due: tuple[Due, ...]) -> tuple[Payment, ...]:
    """The arrears in equal parts; beside them what the contract still asks for, or after them the rest."""
    owed = account.balance
    arrears = arrears_of(account, option)
    parts = [(payment.day, payment.fen) for payment in _level(arrears, option.months, option.first, 0)]
    rest = owed - arrears
    later = [(each.day, each.fen) for each in due if each.day >= option.first]
    if not later and rest:
        after = option.months if arrears else 0
        rest_of_it = _level(rest, option.then or option.months, option.first, 0, wait=after)
        later = [(payment.day, payment.fen) for payment in rest_of_it]
    # the contract's own payments hold interest that is not owed yet
    total = arrears + sum(fen for _, fen in later)
    payments: list[Payment] = []
    left = total
    for day, fen in sorted((*parts, *later)):
        left -= fen
        payments.append(Payment(len(payments) + 1, day, fen, 0, left))
    return tuple(payments)


def _listed(start: int, amounts: list[tuple[int, int]], first: date, wait: int, number: int) -> tuple[Payment, ...]:
    payments: list[Payment] = []
    left = start
    for place, (fen, interest) in enumerate(amounts):
        left -= fen - interest
        payments.append(Payment(number + place, months_after(first, wait + place), fen, interest, left))
    return tuple(payments)
