"""Folding: what a character becomes, and the way back to the original."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from shouzheng.model.reading import Span
from shouzheng.reading.fold import AFTER_DROPPED, SUBSTITUTED, default_fold_table, fold

#: Text with everything that folding treats specially, beside arbitrary characters and lone surrogates.
_SPECIAL = "欠款还钱黛錢凍結①Ａ１２，。 *-_/|·.\u200b\u200d\u202e\ufeff\u0336\x00\t\n💰🐎😀亻昔钅戋㎏ﬁ\ud800\U0010ffff"
ANY_TEXT = st.text(st.sampled_from(_SPECIAL) | st.characters(codec=None), max_size=60)


@pytest.mark.parametrize(
    ("raw", "folded"),
    [
        ("ＡｂＣ１２３％", "abc123%"),
        ("①②③❶⒈㈠", "123111"),
        ("𝟏𝟑𝟖", "138"),
        ("凍結您的帳戶，請還錢", "冻结您的账户,请还钱"),
        ("黛款", "贷款"),
        ("还💰", "还钱"),
        ("亻昔钅戋", "借钱"),
        ("欠*款 不-还", "欠款不还"),
        ("欠 ★ 款", "欠款"),
        ("催\u200b收\u202e电\ufeff话", "催收电话"),
        ("贷\u0336款\u0336", "贷款"),
        ("a - b 1-2 3.5", "a - b 1-2 3.5"),
        ("还 1 元", "还 1 元"),
        ("还 - 1", "还 - 1"),
        ("您好，请还款。谢谢！", "您好,请还款。谢谢!"),
        ("欠款、逾期；起诉：", "欠款、逾期;起诉:"),
        ("“欠款”", "“欠款”"),
        ("款 * ", "款 * "),
        ("第一行\n第二行", "第一行\n第二行"),
        ("安徽信用社", "安徽信用社"),
        ("收拾大陆", "收拾大陆"),
        ("", ""),
    ],
)
def test_what_a_text_becomes(raw: str, folded: str) -> None:
    assert fold(raw).text == folded


def test_a_comma_never_vanishes_between_han() -> None:
    for comma in "，、；：。！？":
        assert len(fold(f"款{comma}不").text) == 3


def test_the_way_back() -> None:
    raw = "请还\u200b *款①"
    folded = fold(raw)
    assert folded.text == "请还款1"
    assert list(folded.origin) == [0, 1, 5, 6]
    assert folded.span(1, 3) == Span(1, 6)
    assert folded.marks[2] & AFTER_DROPPED
    assert folded.marks[3] & SUBSTITUTED


def test_two_characters_for_one_stay_together() -> None:
    raw = "不亻昔"
    folded = fold(raw)
    assert folded.text == "不借"
    assert folded.span(1, 2) == Span(1, 3)
    assert raw[slice(1, 3)] == "亻昔"


def test_one_character_for_two_points_back_twice() -> None:
    folded = fold("送⚰")
    assert folded.text == "送棺材"
    assert folded.span(1, 3) == folded.span(1, 2) == Span(1, 2)


@pytest.mark.parametrize(
    ("raw", "disguised"),
    [
        ("贷款", False),
        ("黛款", True),
        ("凍结", True),  # one traditional character in simplified text
        ("凍結", False),  # traditional throughout
        ("請您儘快還款", False),
        ("贷*款", True),
        ("贷\u200b款", True),
        ("１２３", False),  # full width digits are how some systems write
        ("帐户", False),  # a common variant
    ],
)
def test_what_counts_as_disguise(raw: str, disguised: bool) -> None:
    folded = fold(raw)
    assert folded.disguised(0, len(folded.text)) is disguised


@given(ANY_TEXT)
@settings(max_examples=300, deadline=None)
def test_every_folded_character_has_an_origin(raw: str) -> None:
    folded = fold(raw)
    assert len(folded.origin) == len(folded.marks) == len(folded.text)
    assert list(folded.origin) == sorted(folded.origin)
    assert all(0 <= index < len(raw) for index in folded.origin)
    for index in range(len(folded.text)):
        span = folded.span(index, index + 1)
        assert 0 <= span.start < span.end <= len(raw)


@given(ANY_TEXT)
@settings(max_examples=300, deadline=None)
def test_a_piece_folds_to_what_it_was_found_as(raw: str) -> None:
    folded = fold(raw)
    if folded.text:
        span = folded.span(0, len(folded.text))
        assert folded.text in fold(raw[span.start : span.end]).text


@given(st.text(st.characters(min_codepoint=0x4E00, max_codepoint=0x9FFF), max_size=40))
@settings(max_examples=100, deadline=None)
def test_folding_twice_changes_nothing_more(raw: str) -> None:
    once = fold(raw).text
    assert fold(once).text == once


@pytest.mark.parametrize("unit", ["还", "*", "\u200b", "\ud800", "\x00", "錢", "还*", "亻", " ", "\U0010ffff", "①"])
def test_long_texts_of_one_character(unit: str) -> None:
    raw = unit * (100_000 // len(unit))
    assert len(fold(raw).text) <= len(raw)


def test_a_megabyte_of_separators() -> None:
    raw = "还" + "*" * 1_000_000 + "款"
    folded = fold(raw)
    assert folded.text == "还款"
    assert folded.span(0, 2) == Span(0, len(raw))


def test_no_character_is_listed_in_two_tables() -> None:
    table = default_fold_table()
    assert set(table.look_alikes).isdisjoint(table.traditional)
    assert set(table.look_alikes).isdisjoint(table.variants)
    assert set(table.look_alikes).isdisjoint(table.separators)
    assert not set("，。！？、；：“”‘’（）《》…—\n\r") & table.separators
    assert table.separator_categories <= {"So", "Sk", "Zs"}
