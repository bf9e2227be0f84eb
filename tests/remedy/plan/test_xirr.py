"""The yearly rate: published worked examples, an independent library, and what has no rate."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
import pyxirr
from hypothesis import given, settings
from hypothesis import strategies as st

from shouzheng.remedy.plan.xirr import Flow, NoRate, net_by_day, xirr


def _flows(*pairs: tuple[str, int]) -> list[Flow]:
    return [Flow(date.fromisoformat(day), amount * 100) for day, amount in pairs]


def test_the_example_of_the_excel_documentation() -> None:
    """Microsoft, "XIRR function": the result given there is 0.373362535, cut at Excel's own precision of 1e-8."""
    flows = _flows(
        ("2008-01-01", -10000), ("2008-03-01", 2750), ("2008-10-30", 4250), ("2009-02-15", 3250), ("2009-04-01", 2750)
    )
    rate = xirr(flows)
    assert rate == pytest.approx(0.373362535, abs=2e-9)


def test_the_example_of_the_openoffice_documentation() -> None:
    """Apache OpenOffice Wiki, "Calc: XIRR function": "returns approximately 0.124, or 12.4%"."""
    rate = xirr(_flows(("2008-02-05", -2750), ("2008-07-05", 1000), ("2009-01-05", 2000)))
    assert rate == pytest.approx(0.124, abs=5e-4)


def test_the_example_of_the_xirr_crate() -> None:
    """docs.rs, crate ``xirr``: 0.1635371584432641; its flows are not in the order of their days."""
    rate = xirr(_flows(("2015-06-11", -1000), ("2015-07-21", -9000), ("2018-06-10", 20000), ("2015-10-17", -3000)))
    assert rate == pytest.approx(0.1635371584432641, abs=1e-12)


@pytest.mark.parametrize(
    ("flows", "rate"),
    [
        # closed forms: (paid / received) ** (365 / days) - 1
        ([("2025-01-01", 10000), ("2026-01-01", -12400)], 0.24),
        ([("2025-01-01", 10000), ("2026-01-01", -10000)], 0.0),
        ([("2025-01-01", 10000), ("2026-01-01", -8000)], -0.2),
        ([("2023-01-01", 10000), ("2024-12-31", -12100)], 0.1),  # 730 days with a leap day in them
        ([("2026-01-01", 700), ("2026-01-08", -1000)], (10 / 7) ** (365 / 7) - 1),  # a week at 30 % kept back
        ([("2026-01-01", -100), ("2027-01-01", 124)], 0.24),  # seen from the lender it is the same
    ],
)
def test_rates_known_by_formula(flows: list[tuple[str, int]], rate: float) -> None:
    assert xirr(_flows(*flows)) == pytest.approx(rate, rel=1e-11, abs=1e-11)


DAY = st.dates(date(2018, 1, 1), date(2026, 12, 31))


@st.composite
def _loans(draw: st.DrawFn) -> list[Flow]:
    start = draw(DAY)
    lent = draw(st.integers(10_000, 10**9))
    count = draw(st.integers(1, 48))
    part = max(lent // count, 1)
    paid = st.tuples(st.integers(20, 1500), st.integers(part, 3 * part))
    return [
        Flow(start, lent),
        *(
            Flow(start + timedelta(days=days), -fen)
            for days, fen in draw(st.lists(paid, min_size=count, max_size=count))
        ),
    ]


@given(_loans())
@settings(max_examples=80, deadline=None)
def test_an_independent_library_agrees_to_a_billionth(flows: list[Flow]) -> None:
    ours = xirr(flows)
    theirs = pyxirr.xirr([flow.day for flow in flows], [flow.fen for flow in flows])
    assert isinstance(ours, float)
    assert theirs is not None
    assert ours == pytest.approx(theirs, rel=1e-9, abs=1e-9)


@given(_loans(), st.randoms(use_true_random=False))
@settings(max_examples=20, deadline=None)
def test_neither_the_order_nor_the_currency_matters(flows: list[Flow], random: object) -> None:
    shuffled = list(flows)
    random.shuffle(shuffled)  # type: ignore[attr-defined]
    ours = xirr(flows)
    assert xirr(shuffled) == ours
    assert xirr([Flow(flow.day, flow.fen * 7) for flow in flows]) == pytest.approx(ours, rel=1e-9)


@pytest.mark.parametrize(
    ("flows", "reason"),
    [
        ([], NoRate.NOTHING),
        ([("2026-01-01", 0)], NoRate.NOTHING),
        ([("2026-01-01", 100), ("2026-01-01", -100)], NoRate.NOTHING),
        ([("2026-01-01", 100)], NoRate.ONE_DAY),
        ([("2026-01-01", 100), ("2026-02-01", 100)], NoRate.ONE_SIDED),
        # +100, -230, +132 at yearly steps balance at 10 % and at 20 %
        ([("2019-01-01", 100), ("2020-01-01", -230), ("2020-12-31", 132)], NoRate.SEVERAL),
        ([("2019-01-01", 100), ("2020-01-01", -100), ("2020-12-31", 100)], NoRate.OUT_OF_RANGE),
        ([("2026-01-01", 10**10), ("2096-01-01", -1)], -0.28),
    ],
)
def test_what_has_no_rate_says_why(flows: list[tuple[str, int]], reason: NoRate | float) -> None:
    found = xirr(_flows(*flows))
    if isinstance(reason, float):
        assert found == pytest.approx(reason, abs=0.01)
    else:
        assert found is reason


@given(st.lists(st.tuples(DAY, st.integers(-(10**15), 10**15)), max_size=12))
@settings(max_examples=40, deadline=None)
def test_any_list_of_flows_has_an_answer_or_a_reason(pairs: list[tuple[date, int]]) -> None:
    found = xirr([Flow(day, fen) for day, fen in pairs])
    assert isinstance(found, NoRate) or found > -1


def test_flows_of_one_day_are_put_together() -> None:
    day = date(2026, 1, 1)
    assert net_by_day([Flow(day, 5), Flow(day, -2)]) == [Flow(day, 3)]
