"""The statement of account explains every fen."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from shouzheng.remedy.plan.account import Kind, account_of
from shouzheng.remedy.plan.inputs import Charge, ChargeKind, Claimed, Flow, FlowKind
from tests.remedy.plan.made import debt, example

F, C = FlowKind, ChargeKind


def test_a_statement_worked_out_by_hand() -> None:
    """1,000 lent, 30 kept back, 20 interest, 5 fee, 10 penalty; 100 paid: fee 5, interest 20, principal 75."""
    found = account_of(
        debt(
            ("2025-01-01", F.DRAWDOWN, 100_000),
            ("2025-01-01", F.KEPT_BACK, 3_000),
            ("2025-03-01", F.PAYMENT, 10_000),
            charges=(("2025-02-01", C.INTEREST, 2_000), ("2025-02-01", C.FEE, 500), ("2025-02-02", C.PENALTY, 1_000)),
        ),
        date(2025, 12, 31),
    )
    assert dict(found.owed) == {"principal": 89_500, "interest": 0, "fee": 0, "penalty": 1_000}
    assert found.balance == 90_500
    assert (found.received, found.paid) == (97_000, 10_000)
    assert found.rows[-1].parts == (("principal", -7_500), ("interest", -2_000), ("fee", -500))
    assert [row.left for row in found.rows] == [100_000, 97_000, 99_000, 99_500, 100_500, 90_500]


def test_a_payment_is_used_as_the_lender_says_and_the_rest_by_the_order_of_the_law() -> None:
    base = debt(("2025-01-01", F.DRAWDOWN, 100_000), charges=(("2025-02-01", C.INTEREST, 2_000),))
    paid = Flow(date(2025, 3, 1), F.PAYMENT, 10_000, (("principal", 9_000),))
    found = account_of(replace(base, flows=(*base.flows, paid)), date(2025, 12, 31))
    assert dict(found.owed) == {"principal": 91_000, "interest": 1_000, "fee": 0, "penalty": 0}
    assert found.rows[-1].said_by_lender


def test_disputed_charges_stand_apart_and_take_no_payment() -> None:
    base = debt(("2025-01-01", F.DRAWDOWN, 10_000), ("2025-03-01", F.PAYMENT, 10_000))
    charge = Charge(date(2025, 2, 1), C.FEE, 800_00, "催收费", disputed=True)
    found = account_of(replace(base, charges=(charge,)), date(2025, 12, 31))
    assert (found.balance, found.disputed, found.over) == (0, 80_000, 0)


def test_what_was_overpaid_is_said_and_comes_back_first() -> None:
    base = (("2025-01-01", F.DRAWDOWN, 10_000), ("2025-03-01", F.PAYMENT, 12_000))
    assert account_of(debt(*base), date(2025, 12, 31)).over == 2_000
    back = account_of(debt(*base, ("2025-04-01", F.REFUND, 1_500)), date(2025, 12, 31))
    assert (back.over, back.paid, back.balance) == (500, 10_500, 0)


def test_a_fee_paid_apart_is_paid_and_stands_in_no_balance() -> None:
    found = account_of(debt(("2025-01-01", F.DRAWDOWN, 10_000), ("2025-02-01", F.FEE, 900)), date(2025, 12, 31))
    assert (found.balance, found.paid) == (10_000, 900)
    assert found.rows[-1].kind is Kind.PAID_APART


def test_nothing_after_the_day_counts() -> None:
    found = account_of(debt(("2025-01-01", F.DRAWDOWN, 10_000), ("2026-02-01", F.PAYMENT, 900)), date(2026, 1, 31))
    assert (found.balance, len(found.rows)) == (10_000, 1)


def test_the_lenders_figures_are_compared_on_their_own_day_with_disputed_charges_in() -> None:
    base = debt(("2025-01-01", F.DRAWDOWN, 10_000), ("2025-06-01", F.PAYMENT, 4_000))
    charge = Charge(date(2025, 2, 1), C.FEE, 500, disputed=True)
    claim = Claimed(date(2025, 3, 1), (("principal", 10_100), ("interest", 0), ("fee", 500), ("penalty", 0)))
    found = account_of(replace(base, charges=(charge,), claim=claim), date(2025, 12, 31))
    assert found.differences == (("principal", 100),)


def test_the_example_shows_what_was_kept_back_as_the_difference() -> None:
    view = example().debts[0]
    assert view.account.differences == (("principal", 60_000),)
    assert view.account.disputed == 80_000


KINDS = st.sampled_from([F.DRAWDOWN, F.KEPT_BACK, F.PAYMENT, F.FEE, F.PENALTY, F.REFUND])
DAYS = st.dates(date(2024, 1, 1), date(2026, 1, 1))
AMOUNTS = st.integers(0, 10**12)


@given(
    st.lists(st.tuples(DAYS, KINDS, AMOUNTS), max_size=12),
    st.lists(st.tuples(DAYS, st.sampled_from(list(C)), AMOUNTS, st.booleans()), max_size=8),
)
@settings(max_examples=50, deadline=None)
def test_every_fen_is_somewhere_and_nothing_is_below_zero(
    flows: list[tuple[date, FlowKind, int]], charges: list[tuple[date, ChargeKind, int, bool]]
) -> None:
    moved = tuple(Flow(day, kind, fen) for day, kind, fen in flows)
    charged = tuple(Charge(day, kind, fen, "", disputed) for day, kind, fen, disputed in charges)
    found = account_of(replace(debt(), flows=moved, charges=charged), date(2026, 1, 1))

    def total(kind: FlowKind) -> int:
        return sum(flow.fen for flow in moved if flow.kind is kind)

    refunded = -sum(fen for row in found.rows if row.kind is Kind.REFUNDED for part, fen in row.parts if part == "over")
    owed_by_charge = sum(charge.fen for charge in charged if not charge.disputed)
    assert (
        found.balance - found.over
        == total(F.DRAWDOWN) - total(F.KEPT_BACK) + owed_by_charge - total(F.PAYMENT) + refunded
    )
    assert all(fen >= 0 for _, fen in found.owed)
    assert min(found.over, found.disputed, found.received) >= 0
    assert len(found.rows) == len(moved) + len(charged)
    for row in found.rows:
        if row.kind is Kind.PAID:
            assert sum(abs(fen) for _, fen in row.parts) == row.fen


@pytest.mark.parametrize("kind", list(F))
def test_an_empty_debt_takes_any_flow(kind: FlowKind) -> None:
    found = account_of(debt(("2025-01-01", kind, 100)), date(2025, 12, 31))
    assert len(found.rows) == 1
