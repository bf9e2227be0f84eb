"""The whole plan: what is affordable bounds what is proposed; payments are followed; the wish to borrow is checked."""

from __future__ import annotations

from collections import Counter
from dataclasses import replace
from datetime import date

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from shouzheng.genuine.directory.load import load_directory
from shouzheng.model.kinds import InstitutionKind, ProductKind
from shouzheng.reference.problems import ShouzhengError
from shouzheng.remedy.plan.before import Afford, BeforeView
from shouzheng.remedy.plan.figures import figures_of
from shouzheng.remedy.plan.inputs import Charge, ChargeKind, Debt, Flow, FlowKind, Line, OptionKind, PlanInput
from shouzheng.remedy.plan.plan_file import parse_plan
from shouzheng.remedy.plan.sections_plans import before_section
from shouzheng.remedy.plan.working import Fits, Kept, Plan, work_out
from shouzheng.rulebook.load import load_rulebook
from tests.remedy.plan.made import EXAMPLE, TODAY, example, plan_of

RULEBOOK, DIRECTORY = load_rulebook(), load_directory()
FIRST_DAY = date(2026, 4, 10)  # of the chosen plan of the example


def _debt(name: str, owed: int, interest: int, product: ProductKind = ProductKind.CREDIT_CARD) -> Debt:
    flows = (Flow(date(2025, 1, 1), FlowKind.DRAWDOWN, owed),)
    charges = (Charge(date(2025, 2, 1), ChargeKind.INTEREST, interest),)
    return Debt(
        name, f"示例银行{name}（虚构）", InstitutionKind.BANK, product, date(2025, 1, 1), flows, charges, (), None
    )


def _plan(income: int, living: int, debts: list[tuple[int, int]], *, savings: int = 0, reserve: int = 0) -> Plan:
    given_in = PlanInput(
        "", True, (Line("x", income),), (Line("y", living),), None, reserve, savings,
        tuple(_debt(str(place), *each) for place, each in enumerate(debts)), (), (), (), None,
    )  # fmt: skip
    return work_out(given_in, RULEBOOK, DIRECTORY, TODAY)


SUM = st.integers(0, 10**9)


@given(SUM, SUM, st.lists(st.tuples(SUM, st.integers(0, 10**8)), min_size=1, max_size=5), SUM, st.integers(0, 10**7))
@settings(max_examples=40, deadline=None)
def test_what_is_proposed_is_never_above_what_is_affordable(
    income: int, living: int, debts: list[tuple[int, int]], savings: int, reserve: int
) -> None:
    plan = _plan(income, living, debts, savings=savings, reserve=reserve)
    assert plan.budget.affordable == max(income - living - reserve, 0)
    for kind in OptionKind:
        together: Counter[tuple[int, int]] = Counter()
        for view in plan.debts:
            for checked in view.plans:
                assert checked.by_program
                assert checked.fits is Fits.YES
                assert len(checked.schedule.by_month) <= 60
                assert checked.schedule.given_up == 0  # the program asks nobody to give up a part
                if checked.schedule.option.kind is kind:
                    together.update(checked.schedule.by_month)
        most = plan.budget.affordable + (savings if kind is OptionKind.SETTLEMENT else 0)
        assert max(together.values(), default=0) <= most


@pytest.mark.parametrize(
    ("income", "living", "owed", "months"),
    [(300_000, 200_000, 1_200_000, 12), (300_000, 200_000, 1_200_001, 13), (300_000, 200_000, 6_000_000, 60)],
)
def test_the_shortest_plan_that_can_be_kept_is_proposed(income: int, living: int, owed: int, months: int) -> None:
    plan = _plan(income, living, [(owed, 0)])
    first = plan.debts[0].plans[0].schedule
    assert (first.option.kind, first.option.months) == (OptionKind.INSTALMENTS, months)


def test_nothing_is_proposed_when_five_years_are_not_enough_or_nothing_is_left() -> None:
    assert _plan(300_000, 200_000, [(6_000_001, 0)]).debts[0].plans == ()
    broke = _plan(100_000, 200_000, [(1_000, 0)])
    assert broke.debts[0].plans == ()
    assert broke.budget.short == 100_000
    assert "SZ-5712" in {problem.code for problem in broke.problems}


def test_a_settlement_is_proposed_only_where_all_of_it_can_be_paid() -> None:
    kinds = {
        each.schedule.option.kind for each in _plan(300_000, 200_000, [(500_000, 0)], savings=400_000).debts[0].plans
    }
    assert OptionKind.SETTLEMENT in kinds
    less = {
        each.schedule.option.kind for each in _plan(300_000, 200_000, [(500_001, 0)], savings=400_000).debts[0].plans
    }
    assert OptionKind.SETTLEMENT not in less


def test_only_sure_income_counts_and_the_larger_of_floor_and_essentials() -> None:
    budget = example().budget
    assert (budget.sure, budget.unsure, budget.essential, budget.other) == (680_000, 60_000, 422_050, 2_500)
    assert (budget.living, budget.affordable) == (430_000, 220_000)
    without = plan_of(EXAMPLE.read_text("utf-8").replace("amount = 4300", "amount = 100"))
    assert without.budget.living == 422_050


def test_the_wishes_of_the_example_are_checked() -> None:
    plans = example().debts[0].plans
    found = [(each.schedule.option.kind.value, each.schedule.option.months, each.fits) for each in plans]
    assert found == [
        ("instalments", 24, Fits.YES),
        ("instalments", 6, Fits.NO),
        ("extension", 24, Fits.YES),
        ("arrears_first", 2, Fits.YES),
        ("settlement", 1, Fits.NO),
    ]


def test_affordable_only_if_the_others_get_nothing() -> None:
    given_in = parse_plan(EXAMPLE.read_text("utf-8").replace("months = 6\n", "months = 8\n"))
    plan = work_out(given_in, RULEBOOK, DIRECTORY, TODAY)
    eight = next(each for each in plan.debts[0].plans if each.schedule.option.months == 8)
    assert plan.debts[0].share < eight.schedule.most <= plan.budget.affordable
    assert eight.fits is Fits.ALONE


def test_a_card_plan_of_more_than_five_years_is_marked_and_another_loan_is_not() -> None:
    text = EXAMPLE.read_text("utf-8").replace("months = 6\n", "months = 61\n")
    assert not any(each.too_long for each in plan_of(text).debts[0].plans)
    card = text.replace('product = "online_consumer_loan"', 'product = "credit_card"')
    assert [each.too_long for each in plan_of(card).debts[0].plans] == [False, True, False, False, False]


@pytest.mark.parametrize(
    ("today", "kept"),
    [
        (date(2026, 2, 19), [Kept.COMING, Kept.COMING]),
        (date(2026, 2, 20), [Kept.COMING, Kept.COMING]),  # part of the first is paid before its day
        (date(2026, 4, 10), [Kept.COMING, Kept.COMING]),  # the day itself is not late
        (date(2026, 4, 11), [Kept.PARTLY, Kept.COMING]),
        (date(2026, 5, 11), [Kept.PARTLY, Kept.MISSED]),
    ],
)
def test_payments_are_followed_along_the_plan_as_it_was_agreed(today: date, kept: list[Kept]) -> None:
    (progress,) = example(today).progress
    assert [step.kept for step in progress.steps[:2]] == kept
    assert progress.schedule.start == 1_635_376  # what was owed on 15 February, whatever was paid since


def test_payments_beyond_a_step_go_to_the_next_and_what_is_over_is_said() -> None:
    text = EXAMPLE.read_text("utf-8").replace("amount = 500\nproof", "amount = 1000\nproof")
    (progress,) = plan_of(text).progress
    assert [(step.paid, step.kept) for step in progress.steps[:3]] == [
        (68_141, Kept.PAID),
        (31_859, Kept.COMING),
        (0, Kept.COMING),
    ]
    (done,) = plan_of(text.replace("amount = 1000\nproof", "amount = 20000\nproof")).progress
    assert all(step.kept is Kept.PAID for step in done.steps)
    assert done.over == 2_000_000 - 1_635_376


@pytest.mark.parametrize(
    ("lender", "today", "answer"),
    [
        ("微众银行", date(2026, 11, 22), "listed"),
        ("微众银行", date(2027, 6, 1), "stale"),
        ("某某速贷（虚构）", date(2026, 11, 22), "not_found"),
        ("某某速贷（虚构）", date(2027, 6, 1), "not_found"),
        ("", date(2026, 11, 22), None),
    ],
)
def test_the_directory_says_listed_stale_or_not_found_and_nothing_else(
    lender: str, today: date, answer: str | None
) -> None:
    text = EXAMPLE.read_text("utf-8").replace("某某速贷（虚构）", lender)
    if answer is None:
        with pytest.raises(ShouzhengError):
            plan_of(text, today)
        return
    before = plan_of(text, today).before
    assert before is not None
    assert before.answer == answer


def _before(text: str) -> BeforeView:
    before = plan_of(text, FIRST_DAY).before
    assert before is not None
    return before


def test_before_borrowing_the_heaviest_month_counts_with_the_chosen_plan_of_the_other_debt() -> None:
    before = example(FIRST_DAY).before
    assert before is not None
    assert (before.most, before.affordable, before.afford) == (350_000 + 68_141, 220_000, Afford.NO)
    # 2,150 yuan alone would fit into 2,200; with 681.41 yuan of the chosen plan it does not
    beside = _before(EXAMPLE.read_text("utf-8").replace("amount = 3500", "amount = 2150"))
    assert (beside.most, beside.afford) == (215_000 + 68_141, Afford.NO)


def test_nobody_can_surely_afford_a_loan_while_the_payments_of_an_old_debt_are_not_in_the_file() -> None:
    text = EXAMPLE.read_text("utf-8").replace("amount = 3500", "amount = 1000")
    unknown = _before(text)
    assert (unknown.afford, unknown.fits, unknown.unknown) == (Afford.UNKNOWN, False, ("示例银行（虚构）",))
    said = before_section(unknown).sentences
    assert not any("：付得起" in words.zh or "you can afford it." in words.en for words in said)
    assert any("示例银行（虚构）" in words.zh and "示例银行（虚构）" in words.en for words in said)
    at = text.index('id = "card"')
    dues = "".join(f"[[debt.due]]\nday = 2026-{month:02}-20\namount = 450\n\n" for month in range(4, 13))
    part = text[:at] + text[at:].replace("[[debt.flow]]", f"{dues}[[debt.flow]]", 1)
    assert _before(part).afford is Afford.UNKNOWN  # 4,050 of 8,312 yuan: the rest has no day
    more = [f"[[debt.due]]\nday = 2027-{month:02}-20\namount = 450\n\n" for month in range(1, 11)]
    whole = text[:at] + text[at:].replace("[[debt.flow]]", f"{dues}{''.join(more)}[[debt.flow]]", 1)
    known = _before(whole)
    assert (known.most, known.afford, known.unknown) == (100_000 + 68_141 + 45_000, Afford.YES, ())
    assert _before(whole.replace("amount = 1000", "amount = 1100")).afford is Afford.NO
    late = plan_of(whole).before  # two days later the first payment is partly missed: when the rest comes is open
    assert late is not None
    assert (late.afford, late.unknown) == (Afford.UNKNOWN, ("云岭示例消费金融有限公司",))


def test_a_loan_without_payments_is_not_called_affordable() -> None:
    text = EXAMPLE.read_text("utf-8")
    debts, before = text.index("# --- 一笔网络消费贷"), text.index("[before]")
    alone = text[:debts] + text[before:]
    assert _before(alone.replace("amount = 3500", "amount = 1000")).afford is Afford.YES
    assert _before(alone[: alone.index("[[before.payment]]")]).afford is Afford.UNKNOWN


@pytest.mark.parametrize(
    ("old", "new"),
    [
        ("first = 2026-04-10", "first = 2020-01-31"),  # before the day on which it was agreed
        ("agreed = 2026-02-15", ""),  # agreed today, first payment two days ago
    ],
)
def test_a_first_payment_before_the_agreed_day_or_before_today_is_refused(old: str, new: str) -> None:
    text = EXAMPLE.read_text("utf-8").replace(old, new, 1)
    with pytest.raises(ShouzhengError) as caught:
        plan_of(text)
    assert [problem.code for problem in caught.value.problems] == ["SZ-5717"]
    unchosen = EXAMPLE.read_text("utf-8")
    unchosen = unchosen[: unchosen.index("[[chosen]]")]
    assert plan_of(unchosen, date(2026, 4, 10)).debts[0].plans
    with pytest.raises(ShouzhengError) as late:
        plan_of(unchosen, date(2026, 4, 11))
    assert [problem.code for problem in late.value.problems] == ["SZ-5717"] * 5


def test_no_letter_takes_a_first_payment_that_lies_in_the_past() -> None:
    assert figures_of(example(FIRST_DAY), "yunling").first == date(2026, 4, 10)
    with pytest.raises(ShouzhengError) as caught:
        figures_of(example(date(2026, 4, 11)), "yunling")
    assert caught.value.problems[0].code == "SZ-5718"
    not_agreed = "\n".join(line for line in EXAMPLE.read_text("utf-8").splitlines() if not line.startswith("agreed"))
    with pytest.raises(ShouzhengError) as caught:
        figures_of(plan_of(not_agreed, date(2026, 4, 11)), "yunling")
    assert caught.value.problems[0].code == "SZ-5717"


def test_the_figures_fill_the_blanks_of_the_letters() -> None:
    found = figures_of(example(FIRST_DAY), "yunling")
    assert found.fits is Fits.YES
    assert {name: words.zh for name, words in found.blanks().items()} == {
        "income": "6,800.00元",
        "living": "4,220.50元（逐项见所附收支表），连同预留的底线共4,300.00元",
        "able": "1,443.30元",
        "sum": "660.58元（第9期起660.57元）",
        "number": "24",
        "first": "2026年4月10日",
        "day": "10日",
        "debts": "示例银行（虚构）余额8,312.00元",
        "due": "15,853.76元",
        "new_day": "2028年3月10日",
        "until": "2028年3月10日",
    }
    assert found.letters[0] == "instalment_proposal"
    with pytest.raises(ShouzhengError) as caught:
        figures_of(example(FIRST_DAY), "nobody")
    assert caught.value.problems[0].code == "SZ-5707"


def test_no_figures_are_given_for_a_plan_that_cannot_be_paid() -> None:
    text = EXAMPLE.read_text("utf-8").replace('kind = "instalments"\nagreed', 'kind = "settlement"\nagreed')
    with pytest.raises(ShouzhengError) as caught:
        figures_of(plan_of(text), "yunling")
    assert caught.value.problems[0].code == "SZ-5715"


def test_the_blanks_have_the_names_that_the_letter_asks_for() -> None:
    text = (EXAMPLE.parents[1] / "letters" / "cn" / "instalment_proposal.toml").read_text("utf-8")
    for name in ("income", "living", "first", "day", "sum", "number"):
        assert f"\n{name} = " in text


def test_the_same_debts_in_another_order_give_the_same_plans() -> None:
    given_in = parse_plan(EXAMPLE.read_text("utf-8"))
    turned = replace(given_in, debts=tuple(reversed(given_in.debts)))
    one, other = (work_out(each, RULEBOOK, DIRECTORY, TODAY) for each in (given_in, turned))
    assert {view.debt.id: view.plans for view in one.debts} == {view.debt.id: view.plans for view in other.debts}
