"""Lines are never longer than promised, and nothing is lost in wrapping."""

import io

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from shouzheng.reference.terminal_text import columns, heading, wants_ansi, wrap

TEXT = st.text(st.sampled_from("还款，。（）“”… abcXYZ09–×e\u0301"), max_size=300)


@settings(deadline=None, max_examples=200)
@given(TEXT, st.integers(12, 90), st.booleans())
def test_no_line_is_wider_than_asked(text: str, width: int, wide: bool) -> None:
    lines = wrap(text, width, first="  - ", rest="    ", wide_ambiguous=wide)
    assert all(columns(line, wide_ambiguous=wide) <= width for line in lines)


@settings(deadline=None, max_examples=200)
@given(TEXT, st.integers(12, 90))
def test_wrapping_loses_only_spaces(text: str, width: int) -> None:
    assert "".join(wrap(text, width)).replace(" ", "") == text.replace(" ", "")


def test_full_width_characters_take_two_columns() -> None:
    assert columns("还款ab") == 6
    assert columns("e\u0301") == 1
    assert columns("“", wide_ambiguous=False) == 1


def test_closing_punctuation_never_begins_a_line() -> None:
    lines = wrap("一二三四五，六七八九。", 10)
    assert not any(line[0] in "，。" for line in lines)


def test_a_word_longer_than_a_line_is_cut() -> None:
    assert wrap("a" * 25, 10) == ["a" * 10, "a" * 10, "a" * 5]


class _Terminal(io.StringIO):
    def isatty(self) -> bool:
        return True


@pytest.mark.parametrize(
    ("environ", "wanted"),
    [({}, True), ({"NO_COLOR": "1"}, False), ({"NO_COLOR": ""}, True), ({"TERM": "dumb"}, False)],
)
def test_no_color_and_dumb_terminals_are_honoured(environ: dict[str, str], wanted: bool) -> None:
    assert wants_ansi(_Terminal(), environ) is wanted


def test_a_pipe_gets_no_control_sequences() -> None:
    assert wants_ansi(io.StringIO(), {}) is False
    assert heading("联系", ansi=False) == "联系"
    assert "\x1b" in heading("联系", ansi=True)
