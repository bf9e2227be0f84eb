"""The matcher against its definition: the spans of a pattern that hold no smaller span of the same pattern."""

from __future__ import annotations

import re
from itertools import pairwise

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from shouzheng.reading.fold import CLAUSE_ENDS, SENTENCE_ENDS
from shouzheng.reading.matcher import MOST_HITS, Matcher, smallest
from shouzheng.reading.pattern import Gap, Part, Pattern

_LETTERS = "甲乙丙丁，。,"
_WORDS = st.text(st.sampled_from("甲乙丙丁"), min_size=1, max_size=3)
_GAPS = st.builds(
    lambda least, more, clause: Gap(least, least + more, clause), st.integers(0, 2), st.integers(0, 3), st.booleans()
)
_PARTS = st.builds(
    lambda gap, words, optional: Part(gap, (*dict.fromkeys(words), *([""] if optional else []))),
    _GAPS,
    st.lists(_WORDS, min_size=1, max_size=3),
    st.booleans(),
)


@st.composite
def _patterns(draw: st.DrawFn) -> Pattern:
    parts = [Part(Gap(), tuple(w for w in p.words if w)) for p in draw(st.lists(_PARTS, min_size=1, max_size=1))]
    parts += draw(st.lists(_PARTS, max_size=3))
    if len(parts) > 1:
        last = parts[-1]
        parts[-1] = Part(last.gap, tuple(word for word in last.words if word))
    anchor = draw(st.integers(0, len(parts) - 1))
    parts[anchor] = Part(parts[anchor].gap, tuple(draw(st.lists(_LONG, min_size=1, max_size=2, unique=True))))
    return Pattern("", tuple(parts))


_LONG = st.text(st.sampled_from("甲乙丙丁"), min_size=2, max_size=3)


def _every_span(pattern: Pattern, text: str) -> set[tuple[int, int]]:
    """All spans, found by trying each piece of the text with a regular expression."""
    source = ""
    for part in pattern.parts:
        ends = "".join(CLAUSE_ENDS if part.gap.in_clause else SENTENCE_ENDS)
        source += f"[^{re.escape(ends)}]{{{part.gap.least},{part.gap.most}}}"
        source += "(?:" + "|".join(map(re.escape, part.words)) + ")"
    whole = re.compile(source)
    ends_at = range(len(text) + 1)
    return {(i, j) for i in ends_at for j in ends_at if i < j and whole.fullmatch(text, i, j)}


@given(_patterns(), st.text(st.sampled_from(_LETTERS), max_size=14))
@settings(max_examples=400, deadline=None)
def test_it_finds_the_smallest_spans(pattern: Pattern, text: str) -> None:
    spans = _every_span(pattern, text)
    expected = [s for s in sorted(spans) if not any(o != s and s[0] <= o[0] and o[1] <= s[1] for o in spans)]
    assert Matcher([pattern]).find(text).get(0, []) == expected


@given(_patterns(), st.text(st.sampled_from(_LETTERS), max_size=14))
@settings(max_examples=200, deadline=None)
def test_the_pieces_are_words_of_the_pattern(pattern: Pattern, text: str) -> None:
    matcher = Matcher([pattern])
    for span in matcher.find(text).get(0, []):
        pieces = matcher.pieces(text, 0, span)
        assert pieces[0][0] == span[0]
        assert pieces[-1][1] == span[1]
        words = {word for part in pattern.parts for word in part.words}
        assert all(text[start:end] in words for start, end in pieces)
        assert all(before[1] <= after[0] for before, after in pairwise(pieces))


def test_a_gap_never_crosses_the_end_of_a_sentence() -> None:
    sentence, clause = (
        Pattern("", (Part(Gap(), ("打断",)), Part(Gap(0, 6, in_clause), ("双腿",)))) for in_clause in (False, True)
    )
    matcher = Matcher([sentence, clause])
    assert set(matcher.find("打断你的双腿")) == {0, 1}
    assert set(matcher.find("打断,你的双腿")) == {0}
    for end in "。!?\n":
        assert matcher.find(f"打断{end}你的双腿") == {}


def test_overlapping_finds_are_all_told() -> None:
    matcher = Matcher([Pattern("", (Part(Gap(), ("甲甲",)),))])
    assert matcher.find("甲甲甲甲") == {0: [(0, 2), (1, 3), (2, 4)]}


def test_the_number_of_finds_is_bounded() -> None:
    matcher = Matcher([Pattern("", (Part(Gap(), ("甲乙",)),))])
    assert len(matcher.find("甲乙" * (MOST_HITS * 2))[0]) == MOST_HITS


def test_a_pattern_without_an_anchor_is_refused() -> None:
    with pytest.raises(ValueError, match="two characters"):
        Matcher([Pattern("甲", (Part(Gap(), ("甲",)),))])


@given(st.lists(st.tuples(st.integers(0, 9), st.integers(1, 5)), min_size=1, max_size=12))
@settings(max_examples=200, deadline=None)
def test_smallest_keeps_what_holds_nothing_else(raw: list[tuple[int, int]]) -> None:
    spans = [(start, start + length) for start, length in raw]
    kept = smallest(spans)
    assert kept == sorted(kept)
    for span in spans:
        assert any(span[0] <= one[0] and one[1] <= span[1] for one in kept)
    assert not any(a != b and a[0] <= b[0] and b[1] <= a[1] for a in kept for b in kept)
