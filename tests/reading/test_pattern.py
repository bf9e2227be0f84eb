"""The pattern language: what it accepts, and where it says what is wrong."""

from __future__ import annotations

import pytest

from shouzheng.reading.fold import fold
from shouzheng.reading.pattern import MOST_GAPS_TOGETHER, Gap, Part, Pattern, PatternError, Side, parse

_SETS = {"kin": ("家人", "父母"), "one": ("他", "她")}


def _parse(source: str, side: Side = "find") -> Pattern:
    return parse(source, _SETS.__getitem__, lambda word: fold(word).text, side)


def test_neighbours_become_longer_words() -> None:
    (part,) = _parse("(通知|联系) 你 (的)? <kin>").parts
    assert part.gap == Gap()
    whom = ("你的家人", "你的父母", "你家人", "你父母")
    assert part.words == tuple(verb + one for verb in ("通知", "联系") for one in whom)


def test_gaps_belong_to_the_part_behind_them() -> None:
    parts = _parse("打断 {0,4} 腿 [2,6] <kin>").parts
    assert [part.gap for part in parts] == [Gap(), Gap(0, 4), Gap(2, 6, in_clause=True)]


def test_an_optional_word_in_the_middle() -> None:
    assert _parse("打断 [0,2] (你的)? [0,2] 双腿").parts[1] == Part(Gap(0, 2, in_clause=True), ("你的", ""))


def test_blanks_are_for_the_eye() -> None:
    assert _parse("打 断 {0,4} 双腿").parts == _parse("打断{0,4}双腿").parts


@pytest.mark.parametrize(
    ("source", "anchor"),
    [("(你|您) [0,4] 双腿", 1), ("打断腿 [0,4] (你|您)", 0), ("你 [0,4] 腿", None), ("<one> 欠款", 0)],
)
def test_the_anchor_is_the_part_with_the_longest_words(source: str, anchor: int | None) -> None:
    assert _parse(source).anchor == anchor


@pytest.mark.parametrize(
    ("source", "column", "words"),
    [
        ("", 1, "empty"),
        ("打断(腿", 3, "not closed"),
        ("打断<limb>", 4, "no word set"),
        ("打断(腿|)", 4, "empty word"),
        ("打断(腿|腿)", 3, "twice"),
        ("打断{0,4", 3, "least,most"),
        ("打断{4,2}腿", 3, "least"),
        ("打断{0,99}腿", 3, "most from 1"),
        ("打断{0,0}腿", 3, "most from 1"),
        ("打断 {0,2} [0,2] 腿", 10, "two gaps"),
        ("{0,4} 打断", 1, "first"),
        ("打断 {0,4}", 8, "last"),
        ("打断 (腿)?", 4, "edge"),
        ("(再)? 打断", 1, "edge"),
        ("(再)?", 1, "at least one word"),
        ("打断.*腿", 1, "does not belong"),
        ("打断。腿", 1, "ends a sentence"),
        ("打斷", 1, "folded form “打断”"),
        ("还款，否则", 1, "folded form"),
    ],
)
def test_what_is_refused_and_where(source: str, column: int, words: str) -> None:
    with pytest.raises(PatternError, match=words) as caught:
        _parse(source)
    assert caught.value.column == column


def test_gaps_add_up_only_so_far() -> None:
    with pytest.raises(PatternError, match=str(MOST_GAPS_TOGETHER)):
        _parse("甲乙 {0,20} 丙丁 {0,20} 戊己 {0,20} 庚辛")


def test_beside_a_match_gaps_may_stand_at_the_open_side() -> None:
    assert _parse("(不会|严禁) [0,6]", "before").tail == Gap(0, 6, in_clause=True)
    assert _parse("[0,6] (违法|举报)", "after").parts[0].gap == Gap(0, 6, in_clause=True)
    with pytest.raises(PatternError):
        _parse("[0,6] 不会", "before")
    with pytest.raises(PatternError):
        _parse("违法 [0,6]", "after")
