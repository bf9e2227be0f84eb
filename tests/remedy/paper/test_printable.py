"""What stands on paper is the quoted text, character by character, and it never leaves the page."""

import unicodedata

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from shouzheng.reference.safe_text import visible
from shouzheng.remedy.paper.printable import RUN_LIMIT, Lit, breakable, character_name, printable, quoted


def plain(lit: Lit) -> str:
    if isinstance(lit, str):
        return lit
    return "".join(piece if isinstance(piece, str) else piece[0] for piece in lit)


ANY_TEXT = st.text(
    alphabet=st.characters() | st.sampled_from("还款，。！（《“ \t\n\u202e\u200b\ud83d🔪\u0301aW9/=#$*"), max_size=200
)


@settings(deadline=None, max_examples=150)
@given(ANY_TEXT)
def test_cutting_adds_and_loses_nothing(text: str) -> None:
    assert plain(quoted(text)) == printable(text)


@settings(deadline=None, max_examples=150)
@given(ANY_TEXT)
def test_printing_twice_is_printing_once(text: str) -> None:
    assert printable(printable(text)) == printable(text)


@settings(deadline=None, max_examples=100)
@given(ANY_TEXT)
def test_nothing_invisible_and_no_direction_change_is_left(text: str) -> None:
    shown = printable(text)
    assert all(unicodedata.bidirectional(c) not in ("R", "AL", "RLE", "LRE", "RLO", "LRO", "RLI", "LRI") for c in shown)
    assert all(unicodedata.category(c) not in ("Cc", "Cf", "Cs", "Co") for c in shown)


@pytest.mark.parametrize(
    "text", ["a" * 500, "！" * 500, "W" * 500, "\u00a0" * 500, "https://example.invalid/" + "x/" * 200]
)
def test_a_run_without_a_place_to_break_gets_places(text: str) -> None:
    pieces = quoted(text)
    assert isinstance(pieces, list)
    assert len(pieces) > 10
    assert all(len(piece if isinstance(piece, str) else piece[0]) <= RUN_LIMIT for piece in pieces)


@pytest.mark.parametrize(
    "text", ["请尽快还款，谢谢。", "please pay before Friday", "【云岭示例消金】您的借款已逾期3天", ""]
)
def test_ordinary_text_is_left_whole(text: str) -> None:
    assert breakable(text) == text


def test_what_the_fonts_lack_is_named_by_code_and_remembered() -> None:
    unshown: set[str] = set()
    assert printable("刀🔪", unshown) == "刀⟦U+1F52A⟧"
    assert unshown == {"🔪"}
    assert character_name("🔪") == "HOCHO"
    assert character_name("\ue000") == ""


def test_a_variation_selector_has_no_shape_and_is_left_out() -> None:
    assert printable("红心\ufe0f") == "红心"


def test_rare_name_characters_are_printed() -> None:
    assert printable("㛃䶮𬱟") == "㛃䶮𬱟"


def test_controls_and_overrides_are_marks_of_their_own() -> None:
    assert quoted("a\u202eb\x1b[31m") == ["a", ["⟦U+202E⟧"], "b", ["⟦U+001B⟧"], "[31m"]


def test_stacked_marks_cannot_cover_other_lines() -> None:
    shown = printable("e" + "\u0301" * 50)
    assert sum(unicodedata.category(c) == "Mn" for c in shown) == 3
    assert shown.count("⟦U+0301⟧") == 47


def test_a_lone_surrogate_is_a_mark() -> None:
    assert printable("坏\ud83d字") == visible("坏\ud83d字") == "坏⟦U+D83D⟧字"


def test_a_hundred_thousand_characters_take_linear_time() -> None:
    assert len(plain(quoted("x" * 100_000))) == 100_000


def test_a_black_bar_may_be_broken() -> None:
    """Old fault: a hidden mobile number was wider than its column and covered the next one."""
    pieces = breakable("█" * 11)
    assert isinstance(pieces, list)
    assert "".join(piece if isinstance(piece, str) else piece[0] for piece in pieces) == "█" * 11
    assert max(len(piece if isinstance(piece, str) else piece[0]) for piece in pieces) <= 6
