"""``plan.toml``: what is wrong is said, all of it, each with its line; nothing hostile gets through."""

from __future__ import annotations

from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from shouzheng.model.words import Lang
from shouzheng.reference.problems import ShouzhengError
from shouzheng.remedy.plan.plan_file import MAX_BYTES, parse_plan, read_plan
from tests.remedy.plan.made import EXAMPLE, plan_of

DEBT = """
[[debt]]
id = "a"
lender = "云岭示例（虚构）"
institution = "bank"
product = "credit_card"
contract = 2025-01-01
"""
LENT = DEBT + '[[debt.flow]]\nday = 2025-01-02\nkind = "drawdown"\namount = 1000\n'
OPTION = LENT + '[[option]]\ndebt = "a"\nkind = "instalments"\nmonths = 12\nfirst = 2026-05-01\n'


def _codes(text: str) -> list[str]:
    with pytest.raises(ShouzhengError) as caught:
        parse_plan(text)
    for problem in caught.value.problems:
        assert problem.what(Lang.ZH_HANS)
        assert problem.what(Lang.EN)
        assert problem.repair(Lang.EN)
    return sorted({problem.code for problem in caught.value.problems})


@pytest.mark.parametrize("text", [DEBT, LENT, OPTION])
def test_the_plain_files_of_these_tests_are_sound(text: str) -> None:
    assert parse_plan(text).debts[0].id == "a"


@pytest.mark.parametrize(
    ("text", "codes"),
    [
        ("", ["SZ-5713"]),
        ("x = [", ["SZ-5700"]),
        ("x = " + "9" * 5000, ["SZ-5700"]),
        ("x = " + "[" * 3000 + "]" * 3000, ["SZ-5700"]),
        (LENT.replace("amount = 1000", "amount = -1000"), ["SZ-5704"]),
        (LENT.replace("amount = 1000", 'amount = "-1000"'), ["SZ-5704"]),
        (LENT.replace("amount = 1000", "amount = 1000.5"), ["SZ-5704"]),  # a float is no money
        (LENT.replace("amount = 1000", "amount = nan"), ["SZ-5704"]),
        (LENT.replace("amount = 1000", f"amount = {10**15}"), ["SZ-5704"]),
        (LENT.replace("amount = 1000", 'amount = "10000000000000.00"'), ["SZ-5704"]),
        (LENT.replace("amount = 1000", "amount = true"), ["SZ-5704"]),
        (LENT.replace("amount = 1000\n", ""), ["SZ-5702"]),
        (LENT.replace("2025-01-02", "2024-12-31"), ["SZ-5706"]),  # lent before the contract
        (LENT + '[[debt.flow]]\nday = 2025-01-01\nkind = "payment"\namount = 1\n', ["SZ-5706"]),
        (LENT + '[[debt.charge]]\nday = 2025-01-01\nkind = "fee"\namount = 1\n', ["SZ-5706"]),
        (LENT + "[[debt.due]]\nday = 2025-01-01\namount = 1\n", ["SZ-5706"]),
        (LENT + "[debt.claim]\nday = 2025-01-01\n", ["SZ-5706"]),
        (LENT + '[[repayment]]\ndebt = "a"\nday = 2025-01-01\namount = 1\n', ["SZ-5706"]),
        (LENT.replace("2025-01-02", '"2025-01-02"'), ["SZ-5705"]),
        (LENT.replace("2025-01-02", "2025-01-02T00:00:00"), ["SZ-5705"]),
        (LENT.replace("2025-01-02", "2125-01-02"), ["SZ-5705"]),
        (LENT.replace('kind = "drawdown"', 'kind = "gift"'), ["SZ-5701"]),
        (LENT.replace('institution = "bank"', 'institution = "castle"'), ["SZ-5701"]),
        (LENT.replace('lender = "云岭示例（虚构）"\n', ""), ["SZ-5702"]),
        (LENT + DEBT, ["SZ-5708"]),
        (LENT.replace('id = "a"', 'id = "a"\ncolour = "red"'), ["SZ-5703"]),
        (OPTION.replace("months = 12", "months = 0"), ["SZ-5701"]),
        (OPTION.replace("months = 12", "months = 241"), ["SZ-5701"]),
        (OPTION.replace("months = 12", "months = -3"), ["SZ-5701"]),
        (OPTION.replace("months = 12", 'months = "12"'), ["SZ-5701"]),
        (OPTION.replace("months = 12", "rate_bp = 10001"), ["SZ-5701"]),
        (OPTION.replace('debt = "a"', 'debt = "b"'), ["SZ-5707"]),
        (LENT + '[[chosen]]\ndebt = "z"\nkind = "instalments"\n', ["SZ-5707"]),
        (LENT + "[floor]\namount = 100\nseen = 2026-01-01\n", ["SZ-5702"]),  # a floor without its source
        (LENT + "income = 5\n", ["SZ-5703"]),
        (LENT.replace("[[debt]]", "[debt]", 1).replace("[[debt.flow]]", "[[debt.flow]]"), ["SZ-5701"]),
        (LENT + "used = 3\n", ["SZ-5701"]),
        (LENT + "used = { principal = 2000 }\n", ["SZ-5706"]),
        ("".join(f'[[income]]\nwhat = "{n}"\namount = 1\n' for n in range(1001)) + LENT, ["SZ-5709"]),
    ],
)
def test_what_is_wrong_has_a_code(text: str, codes: list[str]) -> None:
    assert set(codes) <= set(_codes(text))


def test_all_problems_are_told_at_once_each_with_its_line() -> None:
    text = LENT.replace("amount = 1000", "amount = -1").replace('product = "credit_card"', 'product = "pawn"')
    with pytest.raises(ShouzhengError) as caught:
        parse_plan(text, "x.toml")
    assert [problem.where for problem in caught.value.problems] == ["x.toml:6:1", "x.toml:11:1"]


def test_a_file_that_is_missing_too_large_or_no_text_is_refused(tmp_path: Path) -> None:
    large, binary = tmp_path / "large.toml", tmp_path / "binary.toml"
    large.write_bytes(b"#" * (MAX_BYTES + 1))
    binary.write_bytes(b"\xff\xfe\x00")
    for path in (tmp_path / "none.toml", large, binary, tmp_path):
        with pytest.raises(ShouzhengError) as caught:
            read_plan(path)
        assert [problem.code for problem in caught.value.problems] == ["SZ-5700"]


def test_hostile_names_are_kept_as_text_and_shown_harmless() -> None:
    name = "\\u001b[31m\\u202e#import <x>$" + "长" * 5000
    plan = plan_of(LENT.replace("云岭示例（虚构）", name))
    assert len(plan.given.debts[0].lender) == 300


LINES = EXAMPLE.read_text("utf-8").split("\n")


@given(
    st.integers(0, len(LINES) - 1),
    st.sampled_from(["", "x = 1", "[x]", "amount = -5", "day = 1", "]]", "kind = 0", "\u202e"]),
)
@settings(max_examples=40, deadline=None)
def test_any_line_of_the_example_may_be_replaced_and_nothing_crashes(place: int, line: str) -> None:
    text = "\n".join([*LINES[:place], line, *LINES[place + 1 :]])
    codes, affordable = _outcome(text)
    assert all(code.startswith("SZ-57") for code in codes)
    assert affordable >= 0


def _outcome(text: str) -> tuple[list[str], int]:
    """The codes of the problems, or what is affordable."""
    try:
        return [], plan_of(text).budget.affordable
    except ShouzhengError as error:
        return [problem.code for problem in error.problems], 0
