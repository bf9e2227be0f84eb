"""Income and spending of a month, and what is left for debts. Only sure income counts; nothing is assumed.

No living-cost figure of the law was found that holds for every place, so the floor is the person's own (with its source
and day) or, without one, the sum of the essential spending.
"""

from __future__ import annotations

from dataclasses import dataclass

from shouzheng.remedy.plan.inputs import Floor, Line, PlanInput


@dataclass(frozen=True, slots=True)
class Budget:
    """A month in fen. ``living`` is the larger of essential spending and floor; ``affordable`` is never negative."""

    income: tuple[Line, ...]
    expenses: tuple[Line, ...]
    sure: int
    unsure: int
    essential: int
    other: int
    floor: Floor | None
    living: int
    reserve: int
    savings: int
    affordable: int
    short: int


def budget_of(plan: PlanInput) -> Budget:
    """Work out the month."""
    sure = sum(line.fen for line in plan.income if line.sure)
    unsure = sum(line.fen for line in plan.income if not line.sure)
    essential = sum(line.fen for line in plan.expenses if line.essential)
    other = sum(line.fen for line in plan.expenses if not line.essential)
    living = max(essential, plan.floor.fen if plan.floor else 0)
    left = sure - living - plan.reserve
    return Budget(
        income=plan.income,
        expenses=plan.expenses,
        sure=sure,
        unsure=unsure,
        essential=essential,
        other=other,
        floor=plan.floor,
        living=living,
        reserve=plan.reserve,
        savings=plan.savings,
        affordable=max(left, 0),
        short=max(-left, 0),
    )


def shares(affordable: int, balances: list[int]) -> list[int]:
    """Divide what is affordable among debts by their size: whole fen, never more in all than there is.

    Rounded down; the fen left over go to the largest debts first.
    """
    total = sum(balances)
    if total <= 0:
        return [0] * len(balances)
    found = [affordable * balance // total for balance in balances]
    rest = affordable - sum(found)
    for place in sorted(range(len(balances)), key=lambda each: -balances[each])[:rest]:
        found[place] += 1 if balances[place] else 0
    return found
