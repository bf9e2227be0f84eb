"""Schedules: to the fen, never negative, within what is affordable."""

from __future__ import annotations

from datetime import date
from itertools import pairwise

import pytest
import pyxirr
from hypothesis import given, settings
from hypothesis import strategies as st

from shouzheng.remedy.plan.account import account_of
from shouzheng.remedy.plan.budget import shares
from shouzheng.remedy.plan.inputs import ChargeKind, Due, FlowKind, Option, OptionKind
from shouzheng.remedy.plan.money import fen_of, half_up, round_up, yuan
from shouzheng.remedy.plan.schedules import Schedule, schedule
from tests.remedy.plan.made import debt

FIRST = date(2026, 1, 31)
K = OptionKind


def _lay(owed: int, option: Option, *, interest: int = 0, due: tuple[Due, ...] = ()) -> Schedule:
    charges = (("2025-02-01", ChargeKind.INTEREST, interest),) if interest else ()
    account = account_of(debt(("2025-01-01", FlowKind.DRAWDOWN, owed), charges=charges), date(2025, 12, 31))
    return schedule(option, account, due)


def test_equal_instalments_without_interest_differ_by_one_fen() -> None:
    found = _lay(100, Option("d", K.INSTALMENTS, 3, FIRST))
    assert [(payment.fen, payment.left) for payment in found.payments] == [(34, 66), (33, 33), (33, 0)]
    assert [payment.day for payment in found.payments] == [date(2026, 1, 31), date(2026, 2, 28), date(2026, 3, 31)]


def test_the_level_payment_of_the_excel_documentation() -> None:
    """Microsoft, "PMT function": 10,000 at 8 % over 10 months is 1,037.03 a month; rounded up to the fen here."""
    found = _lay(1_000_000, Option("d", K.INSTALMENTS, 10, FIRST, rate_bp=800))
    assert [payment.fen for payment in found.payments[:-1]] == [103_704] * 9
    assert 103_690 < found.payments[-1].fen <= 103_704
    assert found.total - found.interest == 1_000_000


def test_the_level_payment_of_the_numpy_financial_documentation() -> None:
    """numpy-financial, ``pmt``: 200,000 at 7.5 % over 15 years is 1,854.0247 a month; interest is whole fen here."""
    found = _lay(20_000_000, Option("d", K.INSTALMENTS, 180, FIRST, rate_bp=750))
    assert abs(found.payments[0].fen - 185_402.47) < 2
    assert len(found.payments) == 180


@pytest.mark.parametrize(("months", "rate_bp"), [(3, 2400), (12, 365), (36, 1540), (60, 1800), (240, 490)])
def test_an_independent_library_agrees_to_a_billionth(months: int, rate_bp: int) -> None:
    """pyxirr, ``pmt`` and ``ipmt``: on a sum so large that whole fen weigh less than a billionth of it."""
    start, rate = 10**12, rate_bp / 10_000 / 12
    found = _lay(start, Option("d", K.INSTALMENTS, months, FIRST, rate_bp=rate_bp))
    level = pyxirr.pmt(rate, months, -start)
    assert level is not None
    for payment in found.payments[:-1]:
        interest = pyxirr.ipmt(rate, payment.no, months, -start)
        assert interest is not None
        assert payment.fen == pytest.approx(level, rel=1e-9)
        assert abs(payment.interest - interest) < start * 1e-9
    assert abs(found.payments[-1].fen - level) < start * 1e-9  # what rounding left over lands here


def test_an_extension_pays_interest_only_and_then_the_whole() -> None:
    found = _lay(120_000, Option("d", K.EXTENSION, 2, FIRST, wait=2, rate_bp=1200))
    assert [(payment.fen, payment.interest, payment.left) for payment in found.payments] == [
        (1_200, 1_200, 120_000),
        (1_200, 1_200, 120_000),
        (60_902, 1_200, 60_298),
        (60_901, 603, 0),
    ]
    free = _lay(120_000, Option("d", K.EXTENSION, 2, FIRST, wait=3))
    assert [payment.day for payment in free.payments] == [date(2026, 4, 30), date(2026, 5, 31)]


def test_arrears_come_first_and_the_contract_goes_on_beside_them() -> None:
    due = (Due(date(2026, 2, 15), 5_000), Due(date(2026, 3, 15), 5_000))
    found = _lay(10_000, Option("d", K.ARREARS_FIRST, 2, FIRST), interest=600, due=due)
    assert [payment.fen for payment in found.payments] == [300, 5_000, 300, 5_000]
    assert found.by_month == {(2026, 1): 300, (2026, 2): 5_300, (2026, 3): 5_000}
    alone = _lay(10_000, Option("d", K.ARREARS_FIRST, 1, FIRST, then=2), interest=600)
    assert [payment.fen for payment in alone.payments] == [600, 5_000, 5_000]


def test_a_settlement_says_what_the_lender_would_give_up_and_never_asks_for_more_than_is_owed() -> None:
    found = _lay(10_000, Option("d", K.SETTLEMENT, 1, FIRST, fen=6_000))
    assert (found.total, found.given_up) == (6_000, 4_000)
    assert _lay(10_000, Option("d", K.SETTLEMENT, 1, FIRST, fen=99_000)).total == 10_000


@pytest.mark.parametrize("kind", list(K))
def test_nothing_owed_is_nothing_to_pay(kind: OptionKind) -> None:
    assert _lay(0, Option("d", kind, 12, FIRST, wait=2, fen=500, rate_bp=900)).payments == ()


@given(
    st.integers(0, 10**12),
    st.sampled_from(list(K)),
    st.integers(1, 240),
    st.integers(0, 240),
    st.integers(0, 10_000),
    st.integers(0, 10**12),
    st.integers(0, 10**9),
)
@settings(max_examples=60, deadline=None)
def test_sums_are_exact_interest_is_never_negative_and_it_ends_at_nothing(
    owed: int, kind: OptionKind, months: int, wait: int, rate_bp: int, fen: int, interest: int
) -> None:
    found = _lay(owed, Option("d", kind, months, FIRST, wait=wait, fen=fen, rate_bp=rate_bp), interest=interest)
    assert all(payment.interest >= 0 and payment.fen > 0 and payment.left >= 0 for payment in found.payments)
    assert found.total - found.interest == found.start - found.given_up
    assert not found.payments or found.payments[-1].left == 0
    assert all(one.day <= other.day for one, other in pairwise(found.payments))
    assert [payment.no for payment in found.payments] == list(range(1, len(found.payments) + 1))
    if kind is K.INSTALMENTS:
        assert len(found.payments) <= months
        assert len({payment.fen for payment in found.payments}) <= 2


@given(st.integers(0, 10**12), st.lists(st.integers(0, 10**12), max_size=12))
@settings(max_examples=40, deadline=None)
def test_shares_are_never_more_than_there_is(affordable: int, balances: list[int]) -> None:
    found = shares(affordable, balances)
    assert len(found) == len(balances)
    assert all(share >= 0 for share in found)
    assert sum(found) == (affordable if sum(balances) else 0) or sum(found) <= affordable
    assert all(share == 0 for share, balance in zip(found, balances, strict=True) if balance == 0)


@pytest.mark.parametrize(
    ("written", "fen"),
    [
        (12, 1200),
        ("12", 1200),
        ("12.3", 1230),
        ("12.34", 1234),
        ("1,234.50", 123450),
        ("0.01", 1),
        ("99元", 9900),
        (0, 0),
        (10**10, 10**12),
        ("10000000000", 10**12),
        (12.5, None),
        (-1, None),
        ("-1", None),
        ("12.345", None),
        ("1e5", None),
        ("", None),
        ("１２", None),
        (10**10 + 1, None),
        (10**15, None),
        ("9" * 40, None),
        (True, None),
        (None, None),
    ],
)
def test_amounts_are_exact_or_refused(written: object, fen: int | None) -> None:
    assert fen_of(written) == fen


def test_rounding_is_said_and_done_on_whole_numbers() -> None:
    assert [half_up(n, 2) for n in range(5)] == [0, 1, 1, 2, 2]
    assert [round_up(n, 2) for n in range(5)] == [0, 1, 1, 2, 2]
    assert yuan(123456789) == "1,234,567.89"
    assert yuan(-5) == "-0.05"
    for wrong in ((-1, 2), (1, 0)):
        with pytest.raises(ValueError, match="non-negative"):
            half_up(*wrong)
        with pytest.raises(ValueError, match="non-negative"):
            round_up(*wrong)
