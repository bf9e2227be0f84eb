"""Somebody's words with the places marked that show an act: a stretch around them, the rest left out and said."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from markupsafe import Markup, escape

from shouzheng.reference.safe_text import visible

_AROUND, _BETWEEN, _LONGEST = 60, 120, 400


@dataclass(frozen=True, slots=True)
class Bit:
    """A piece of text; ``hit`` when it shows the act."""

    text: Markup
    hit: bool = False


def marked(text: str, spans: Iterable[tuple[int, int]]) -> list[Bit]:
    """Return the stretch of a text around the spans; without spans its beginning."""
    places = _merged(text, spans)
    if not places:
        return [_bit(text[:_LONGEST] + ("…" if len(text) > _LONGEST else ""))]
    bits: list[Bit] = []
    start = max(0, places[0][0] - _AROUND)
    bits.append(_bit(("…" if start else "") + text[start : places[0][0]]))
    for number, (first, end) in enumerate(places):
        bits.append(_bit(text[first : min(end, first + _LONGEST)], hit=True))
        following = places[number + 1][0] if number + 1 < len(places) else min(len(text), end + _AROUND)
        between = text[end:following]
        if len(between) > _BETWEEN:
            between = f"{between[: _BETWEEN // 2]} … {between[-_BETWEEN // 2 :]}"
        bits.append(_bit(between))
    if places[-1][1] + _AROUND < len(text):
        bits.append(_bit("…"))
    return [bit for bit in bits if bit.text]


def _bit(text: str, *, hit: bool = False) -> Bit:
    return Bit(Markup(escape(visible(text, keep_newlines=True))), hit)  # noqa: S704 - escaped here


def _merged(text: str, spans: Iterable[tuple[int, int]]) -> list[tuple[int, int]]:
    merged: list[tuple[int, int]] = []
    for start, end in sorted((max(0, s), min(len(text), e)) for s, e in spans):
        if start >= end:
            continue
        if merged and start <= merged[-1][1]:
            merged[-1] = (merged[-1][0], max(end, merged[-1][1]))
        else:
            merged.append((start, end))
    return merged
