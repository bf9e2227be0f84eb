"""Amounts of money in integer fen."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from shouzheng.model.reading import EntityKind
from shouzheng.reading.entities.numerals import chinese_integer
from tests.reading.making import reading


def _amounts(text: str) -> list[tuple[str, int | None]]:
    return [(e.text, e.fen) for e in reading(text).entities if e.kind is EntityKind.AMOUNT]


@pytest.mark.parametrize(
    ("text", "words", "fen"),
    [
        ("应还1,234.50元", "1,234.50元", 123450),
        ("应还￥1,860.00", "￥1,860.00", 186000),
        ("人民币985.71", "人民币985.71", 98571),
        ("人民币：300元", "人民币：300元", 30000),
        ("欠款 5000 元", "5000 元", 500000),
        ("1000元整", "1000元整", 100000),
        ("1.2万元", "1.2万元", 1200000),
        ("1.23456万元", "1.23456万元", 1234560),
        ("3万5千元", "3万5千元", 3500000),
        ("2万3456元", "2万3456元", 2345600),
        ("借了30w", "30w", 30000000),
        ("欠3万5", "3万5", 3500000),
        ("三千五百元", "三千五百元", 350000),
        ("欠了两万三", "两万三", 2300000),
        ("壹万贰仟叁佰元整", "壹万贰仟叁佰元整", 1230000),
        ("一百零五块", "一百零五块", 10500),
        ("十元", "十元", 1000),
        ("三块五毛", "三块五毛", 350),
        ("3元5角2分", "3元5角2分", 352),
        ("12块5", "12块5", 1250),
        ("一块钱", "一块钱", 100),
        ("还我500块吧", "500块", 50000),
        ("２３８０．００元", "２３８０．００元", 238000),
        ("１，８６０元", "１，８６０元", 186000),
        ("编号1，200元", "200元", 20000),
        ("逾期,500元", "500元", 50000),
        ("0元", "0元", 0),
        ("12000元", "12000元", 1200000),
        ("95000元", "95000元", 9500000),
        ("欠 ③⓪⓪ 元", "③⓪⓪ 元", 30000),
    ],
)
def test_an_amount(text: str, words: str, fen: int) -> None:
    assert _amounts(text) == [(words, fen)]


@pytest.mark.parametrize(
    "text",
    [
        "2012元旦快乐",
        "5块蛋糕",
        "我们一块去",
        "2万人",
        "3千次",
        "积分5000",
        "1,23,4元",
        "1.2.3元",
        "2.345元",
        "99999999999999元",
        "几千元",
        "十几万元",
        "三四千元",
        "100美元",
        "尾号1234",
        "3号楼1206",
        "18.5%",
        "公元前",
        "两万三",
    ],
)
def test_no_amount(text: str) -> None:
    assert _amounts(text) == []


@given(st.integers(0, 10**10 - 1))
@settings(max_examples=150, deadline=None)
def test_every_amount_in_digits_is_read_exactly(fen: int) -> None:
    yuan, rest = divmod(fen, 100)
    assert _amounts(f"应还{yuan}.{rest:02d}元") == [(f"{yuan}.{rest:02d}元", fen)]
    assert _amounts(f"应还{yuan:,}.{rest:02d}元") == [(f"{yuan:,}.{rest:02d}元", fen)]


def _in_chinese(value: int) -> str:
    """Say a number below 100,000,000 in full (一万零五百)."""
    digits, out, pending_zero = "零一二三四五六七八九", "", False
    for unit, name in (
        (10**7, "千"),
        (10**6, "百"),
        (10**5, "十"),
        (10**4, "万"),
        (10**3, "千"),
        (100, "百"),
        (10, "十"),
        (1, ""),
    ):
        digit = value // unit % 10
        if digit:
            out += ("零" if pending_zero else "") + digits[digit] + name
            pending_zero = False
        elif out and value % unit:
            pending_zero = True
        if unit == 10**4 and not digit and value >= 10**4:
            out += "万"
    return out


@given(st.integers(1, 99_999_999))
@settings(max_examples=200, deadline=None)
def test_every_number_said_in_full_is_read_exactly(value: int) -> None:
    assert chinese_integer(_in_chinese(value)) == value


@pytest.mark.parametrize(
    ("text", "value"),
    [
        ("两千五", 2500),
        ("一万零五十", 10050),
        ("二〇二六", 2026),
        ("十二", 12),
        ("一百二", 120),
        ("三亿", 300_000_000),
        ("零", 0),
    ],
)
def test_chinese_numerals(text: str, value: int) -> None:
    assert chinese_integer(text) == value


@pytest.mark.parametrize("text", ["", "百", "三百五千", "三四千", "一一百", "两两", "几十", "万", "一" * 25])
def test_no_chinese_numeral(text: str) -> None:
    assert chinese_integer(text) is None
