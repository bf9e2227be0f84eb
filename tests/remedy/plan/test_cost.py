"""The yearly cost and the limits that stand beside it: by lender and day of contract, never the wrong one."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

import pytest

from shouzheng.model.kinds import InstitutionKind, ProductKind
from shouzheng.reference.counting import months_after
from shouzheng.remedy.plan.account import account_of
from shouzheng.remedy.plan.ceilings import Role, ceilings_for, lpr_on
from shouzheng.remedy.plan.cost import Rests, Stands, cost_before, cost_of
from shouzheng.remedy.plan.inputs import Before, ChargeKind, Due, FlowKind
from shouzheng.remedy.plan.sections_cost import cost_section
from shouzheng.rulebook.load import load_rulebook
from tests.remedy.plan.made import debt

RULEBOOK = load_rulebook()
PRIVATE = (InstitutionKind.PRIVATE_PERSON, InstitutionKind.UNLICENSED)
Lender, P = InstitutionKind, ProductKind


def _ids(
    institution: InstitutionKind, day: str, product: ProductKind = P.ONLINE_CONSUMER_LOAN
) -> list[tuple[str, str, int]]:
    found = ceilings_for(institution, product, date.fromisoformat(day), RULEBOOK)
    return [(each.threshold, each.role.value, each.basis_points) for each in found]


@pytest.mark.parametrize("institution", [kind for kind in Lender if kind not in PRIVATE])
@pytest.mark.parametrize("product", list(P))
@pytest.mark.parametrize(
    "day", ["2016-01-01", "2018-05-01", "2020-08-19", "2020-08-20", "2024-05-01", "2026-01-01", "2026-10-01"]
)
def test_four_times_the_lpr_is_never_a_limit_for_anybody_but_private_lenders(
    institution: InstitutionKind, product: ProductKind, day: str
) -> None:
    found = ceilings_for(institution, product, date.fromisoformat(day), RULEBOOK)
    assert not any(each.role is Role.LIMIT for each in found)
    assert "rate-4lpr" not in {each.threshold for each in found}
    assert "rate-36-crime" not in {each.threshold for each in found}


@pytest.mark.parametrize(
    ("institution", "day", "expected"),
    [
        (Lender.PRIVATE_PERSON, "2020-08-19", [("rate-36-2015", "limit", 3600), ("rate-24-2015", "upheld", 2400)]),
        (Lender.PRIVATE_PERSON, "2020-08-20", [("rate-4lpr", "limit", 1540)]),  # LPR 3.85 %
        (Lender.PRIVATE_PERSON, "2022-08-21", [("rate-4lpr", "limit", 1480)]),  # 3.70 %
        (Lender.PRIVATE_PERSON, "2022-08-22", [("rate-4lpr", "limit", 1460)]),  # 3.65 % from that day
        (Lender.UNLICENSED, "2026-01-05", [("rate-4lpr", "limit", 1200)]),
        (Lender.CONSUMER_FINANCE, "2026-01-05", [("rate-24-fin", "court_may_reduce", 2400)]),
        (Lender.CONSUMER_FINANCE, "2017-08-03", []),
        (Lender.CONSUMER_FINANCE, "2017-08-04", [("rate-24-fin", "court_may_reduce", 2400)]),
        (Lender.BANK, "2025-09-30", [("rate-24-fin", "court_may_reduce", 2400)]),
        (
            Lender.BANK,
            "2025-10-01",
            [("rate-24-fin", "court_may_reduce", 2400), ("rate-24-facil", "supervision", 2400)],
        ),
        (
            Lender.MICROLOAN,
            "2025-12-31",  # the day in December 2025 is recalled: not compared yet
            [("rate-24-fin", "court_may_reduce", 2400), ("rate-4lpr-micro", "target", 1200)],
        ),
        (
            Lender.MICROLOAN,
            "2026-01-01",
            [
                ("rate-24-fin", "court_may_reduce", 2400),
                ("rate-24-micro", "supervision", 2400),
                ("rate-4lpr-micro", "target", 1200),
            ],
        ),
        (Lender.UNKNOWN, "2026-01-01", []),
    ],
)
def test_limits_by_lender_and_day_of_contract(
    institution: InstitutionKind, day: str, expected: list[tuple[str, str, int]]
) -> None:
    assert _ids(institution, day) == expected


def test_a_line_for_online_loans_is_not_shown_beside_a_card() -> None:
    assert [name for name, _, _ in _ids(Lender.BANK, "2026-01-05", P.CREDIT_CARD)] == ["rate-24-fin"]


def test_the_lpr_of_the_contract_day_and_a_provisional_one_after_the_last_quotation() -> None:
    assert lpr_on(date(2026, 8, 20), RULEBOOK) == (300, False)
    assert lpr_on(date(2026, 9, 21), RULEBOOK) == (300, False)
    assert lpr_on(date(2026, 9, 22), RULEBOOK) == (300, True)
    with pytest.raises(ValueError, match="no loan prime rate"):
        lpr_on(date(2019, 8, 19), RULEBOOK)


def test_a_target_is_information_and_never_compared() -> None:
    lent = Before(
        "云岭示例小额贷款（虚构）",
        Lender.MICROLOAN,
        P.OTHER,
        date(2026, 2, 1),
        10_000,
        (Due(date(2026, 3, 1), 20_000),),
    )
    cost = cost_before(lent, RULEBOOK)
    stands = {each.ceiling.threshold: each.stands for each in cost.compared}
    assert stands == {"rate-24-fin": Stands.ABOVE, "rate-24-micro": Stands.ABOVE, "rate-4lpr-micro": None}
    target = next(each.ceiling for each in cost.compared if each.ceiling.role is Role.TARGET)
    assert target.provisional
    assert target.since == date(2027, 12, 31)


@pytest.mark.parametrize(
    ("paid", "stands"),
    [
        (12_400, Stands.WITHIN),  # 24 % compounded exactly
        (12_401, Stands.ABOVE_ONE_WAY),  # 24.01 % compounded, 21.7 % simple
        (12_682, Stands.ABOVE_ONE_WAY),  # 12 times 2 % is 24 % simple and 26.82 % compounded
        (12_684, Stands.ABOVE),
    ],
)
def test_a_cost_is_above_only_when_it_is_in_both_ways(paid: int, stands: Stands) -> None:
    lent = Before(
        "云岭示例（虚构）", Lender.CONSUMER_FINANCE, P.OTHER, date(2025, 1, 1), 10_000, (Due(date(2026, 1, 1), paid),)
    )
    (compared,) = cost_before(lent, RULEBOOK).compared
    assert compared.stands is stands


def test_rates_are_rounded_down_and_never_overstated() -> None:
    lent = Before("x", Lender.BANK, P.CREDIT_CARD, date(2025, 1, 1), 1_000_000, (Due(date(2026, 1, 1), 1_240_099),))
    assert cost_before(lent, RULEBOOK).compounded_bp == 2400


def test_fees_count_and_penalties_do_not() -> None:
    flows = [("2025-01-01", FlowKind.DRAWDOWN, 1_000_000), ("2026-01-01", FlowKind.PAYMENT, 1_100_000)]
    today = date(2026, 6, 1)

    def cost(*more: tuple[str, FlowKind, int]) -> int | None:
        one = debt(*flows, *more)
        return cost_of(one, account_of(one, today), today, RULEBOOK).compounded_bp

    plain = cost()
    assert cost(("2026-01-01", FlowKind.PENALTY, 50_000)) == plain
    with_fee = cost(("2026-01-01", FlowKind.FEE, 50_000))
    assert plain is not None
    assert with_fee is not None
    assert with_fee > plain
    kept = debt(*flows, ("2025-01-01", FlowKind.KEPT_BACK, 100_000))
    assert cost_of(kept, account_of(kept, today), today, RULEBOOK).compounded_bp == 2222  # 1,100,000 / 900,000


def test_what_the_cost_rests_on_is_said() -> None:
    today = date(2026, 6, 1)
    lent = debt(("2025-01-01", FlowKind.DRAWDOWN, 1_000))
    assert cost_of(lent, account_of(lent, today), today, RULEBOOK).rests is Rests.IF_SETTLED_NOW
    done = debt(("2025-01-01", FlowKind.DRAWDOWN, 1_000), ("2025-02-01", FlowKind.PAYMENT, 1_000))
    assert cost_of(done, account_of(done, today), today, RULEBOOK).rests is Rests.SETTLED
    nothing = debt()
    assert cost_of(nothing, account_of(nothing, today), today, RULEBOOK).reason is not None


def test_a_loan_is_not_called_within_a_limit_because_nobody_entered_the_interest_since() -> None:
    """26.4 % a year, charged month by month until 1 July 2022, and nothing entered since."""
    charges = tuple((f"2022-{month:02d}-01", ChargeKind.INTEREST, 22_000) for month in range(2, 8))
    lent = replace(debt(("2022-01-01", FlowKind.DRAWDOWN, 1_000_000), charges=charges), contract=date(2022, 1, 1))
    found = []
    for today in (date(2022, 7, 1), date(2023, 7, 1)):
        cost = cost_of(lent, account_of(lent, today), today, RULEBOOK)
        found.append({each.ceiling: each.stands for each in cost.compared if each.stands})
    then, now = found
    assert Stands.ABOVE in then.values()
    assert {now[limit] for limit in now if then[limit] is Stands.ABOVE} == {Stands.UNKNOWN}


def test_a_fee_taken_in_advance_makes_nobody_a_usurer() -> None:
    lent = debt(("2025-01-01", FlowKind.DRAWDOWN, 1_000_000), charges=(("2025-01-02", ChargeKind.FEE, 50_000),))
    cost = cost_of(lent, account_of(lent, date(2026, 1, 1)), date(2026, 1, 1), RULEBOOK)
    assert cost.compounded_bp == 500
    assert {each.stands for each in cost.compared} <= {Stands.UNKNOWN, Stands.WITHIN, None}


def _before(institution: InstitutionKind, contract: date, *, product: ProductKind = P.ONLINE_CONSUMER_LOAN) -> str:
    """A loan of 8,600 yuan paid back with three times 3,500: some 234 % a year."""
    due = tuple(Due(months_after(contract, place), 350_000) for place in (1, 2, 3))
    view = cost_before(Before("某某速贷（虚构）", institution, product, contract, 860_000, due), RULEBOOK)
    section = cost_section(view)
    rows = section.table.rows if section.table else ()
    cells = [cell.text.zh for row in rows for cell in row]
    return "\n".join([*(words.zh for words in section.sentences), *cells])


def test_an_unknown_lender_is_shown_the_lines_of_every_kind_and_told_what_is_missing() -> None:
    text = _before(InstitutionKind.UNKNOWN, date(2026, 3, 2))
    assert "没有写明出借人是哪一类机构（institution）" in text
    assert "不论是上面哪一类，凡有线的都超过了" in text
    assert "没有放贷资质的机构\n法定上限\n12.00%" in text
    assert "12.00%" in text  # four times 3.0 %
    assert "24.00%" in text
    assert "没有适用的利率线" not in text


@pytest.mark.parametrize(
    ("institution", "contract", "said"),
    [
        (InstitutionKind.BANK, date(2026, 3, 2), "法院可调减的线"),
        (InstitutionKind.CONSUMER_FINANCE, date(2026, 3, 2), "法院可调减的线"),
        (InstitutionKind.MICROLOAN, date(2026, 3, 2), "监管口径"),
        (InstitutionKind.UNLICENSED, date(2026, 3, 2), "法定上限"),
        (InstitutionKind.PRIVATE_PERSON, date(2019, 3, 2), "法院支持的线"),
        (InstitutionKind.BANK, date(2016, 3, 2), "收录的最早一条线从 2017-08-04 起；合同是 2016-03-02 的"),
        (InstitutionKind.PRIVATE_PERSON, date(2015, 3, 2), "收录的最早一条线从 2015-09-01 起"),
        (InstitutionKind.GUARANTOR_COMPANY, date(2020, 3, 2), "收录的最早一条线从 2025-10-01 起"),
    ],
)
def test_what_stands_beside_a_cost_or_why_nothing_does(institution: InstitutionKind, contract: date, said: str) -> None:
    assert said in _before(institution, contract)


def test_a_guarantee_company_is_told_to_look_for_the_lender() -> None:
    text = _before(InstitutionKind.GUARANTOR_COMPANY, date(2026, 3, 2), product=ProductKind.CREDIT_CARD)
    assert "融资担保公司一般不是出借人" in text
    assert "四倍LPR不适用于它" in text


def test_every_kind_without_a_line_on_some_day_is_told_why() -> None:
    for kind in InstitutionKind:
        for contract in (date(2014, 1, 5), date(2018, 1, 5), date(2020, 8, 19), date(2022, 1, 5), date(2026, 1, 5)):
            for product in ProductKind:
                text = _before(kind, contract, product=product)
                compared = ("%" in text.partition("。")[2]) or "institution" in text
                assert compared or "收录" in text or "product" in text, (kind, contract, product)
