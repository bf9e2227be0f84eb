"""Expressions over many texts find what ``re`` finds in each of them."""

from __future__ import annotations

import re

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from shouzheng.reading.column.entities.expressions import Expression
from shouzheng.reading.column.entities.letters import OUTSIDE, Classes

_SOURCES = (
    r"(?<![0-9a])(?:(?P<a>x|xy|y)?)(?P<n>[0-9]{1,3}(?:,[0-9]{3})++|[0-9]{1,5})(?![0-9])(?P<u>元整|元)?",
    r"(?P<y>[0-9]{2})(?P<sep>[-/])(?P<m>[0-9]{1,2})(?P=sep)(?P<d>[0-9]{1,2})(?![0-9]|[-/][0-9])",
    r"(?:[a-c](?:[a-c-]{0,4}[a-c])?\.){1,3}(?:ab|a|ac)(?![a-c])(?:/[a-c]{0,9}+)?",
    r"^\[(?P<s>[^\[\]\n]{2,4})\]|(?<=[。!])\[",
    r"ab|abc|b(?=c)|[^a-z\s]{2}",
    r"(?:[ -]?[0-9]){3,5}",
    r"(?:aa|a){2,3}b",
)
_TEXTS = st.text(alphabet="abcxy0123,.-/元整[]。! \n", max_size=30)


def _spans(source: str, texts: list[str]) -> list[list[tuple[int, int, dict[str, str | None]]]]:
    classes = Classes()
    expression = Expression(re.compile(source), classes)
    classes.close()
    ends = np.cumsum([len(text) + 1 for text in texts])
    codes = np.array([OUTSIDE, *(code for text in texts for code in (*map(ord, text), OUTSIDE))], dtype=np.uint32)
    found = expression.finditer(classes.letters(codes))
    told: list[list[tuple[int, int, dict[str, str | None]]]] = [[] for _ in texts]
    for index, (start, end) in enumerate(zip(found.start.tolist(), found.end.tolist(), strict=True)):
        row = int(np.searchsorted(ends, start))
        begin = int(ends[row]) - len(texts[row])
        groups = {}
        for name, (first, last) in found.groups.items():
            taken = first[index] >= 0
            groups[name] = texts[row][int(first[index]) - begin : int(last[index]) - begin] if taken else None
        told[row].append((start - begin, end - begin, groups))
    return told


@pytest.mark.parametrize("source", _SOURCES)
@given(texts=st.lists(_TEXTS, min_size=1, max_size=8))
@settings(max_examples=40, deadline=None)
def test_the_same_matches_with_the_same_groups(source: str, texts: list[str]) -> None:
    for text, told in zip(texts, _spans(source, texts), strict=True):
        assert told == [(*m.span(), m.groupdict()) for m in re.finditer(source, text)]


@pytest.mark.parametrize("source", [r"a*?b", r"(?i:a)", r"a\b", r"(?:ab){0,99}c", r"\d", r"(?s)a."])
def test_what_is_not_known_is_refused_when_it_is_compiled(source: str) -> None:
    with pytest.raises(ValueError, match=r"not known here|possessive"):
        Expression(re.compile(source), Classes())
