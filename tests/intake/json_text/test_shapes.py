"""Records read by the shape of others before them are those that the parser gives, whatever stands in the file."""

from __future__ import annotations

import json

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from shouzheng.intake.json_text.cutter import Cutter, Limits, Piece, PieceKind
from shouzheng.intake.json_text.line_cutter import LineCutter
from shouzheng.intake.json_text.shapes import PATIENCE
from shouzheng.intake.json_text.values import Object, flat
from tests.intake.fuzz.mutate import chance_of, mutated

_NEVER = 10**9
_TEXTS = st.text(max_size=8) | st.sampled_from(["", "催收", '"', "\\", "\n", "\x7f", "😀", "\u2028", "null", "-1"])
_VALUES = _TEXTS | st.integers(-(2**70), 2**70) | st.none() | st.booleans() | st.just(0.5) | st.just([1])
_KEYS = st.sampled_from(["_id", "body", "date", "类型", 'a"', "a\nb"])
_RECORDS = st.lists(st.dictionaries(_KEYS, _VALUES, min_size=1, max_size=4), min_size=1, max_size=12)


def _pieces(data: bytes, patience: int, *, lines: bool, size: int) -> tuple[list[Piece], bool]:
    limits = Limits(record=400, patience=patience)
    cutter = LineCutter(limits) if lines else Cutter(((),), None, limits)
    chunks = [data[start : start + size] for start in range(0, len(data), size)]
    return list(cutter.pieces(chunks)), cutter.complete


def _same(data: bytes, *, lines: bool, size: int = 1 << 20) -> int:
    """Compare both ways; returns how many records were read by a shape."""
    quick, complete = _pieces(data, 0, lines=lines, size=size)
    slow, parsed = _pieces(data, _NEVER, lines=lines, size=size)
    assert [each._replace(raw=None) for each in quick] == slow
    assert complete == parsed
    found = 0
    for piece in quick:
        if piece.raw is None:
            continue
        notes: list[str] = []
        assert isinstance(piece.value, Object)
        assert (piece.value.pairs, notes) == (None, [])
        assert piece.raw == flat(piece.value, notes)
        assert list(piece.value) == [name.removesuffix(":null") for name, _ in piece.raw]
        found += 1
    return found


@settings(deadline=None, max_examples=150)
@given(_RECORDS, st.integers(1, 4), st.booleans(), st.booleans(), st.integers(1, 300))
def test_a_record_read_by_its_shape_is_the_parsed_one(
    records: list[dict[str, object]], times: int, plain: bool, lines: bool, size: int
) -> None:
    texts = [json.dumps(record, ensure_ascii=plain, separators=(",", ":")) for record in records * times]
    data = "\n".join(texts) if lines else f"[{', '.join(texts)}]"
    _same(data.encode("utf-8", "replace"), lines=lines, size=size)


@pytest.mark.parametrize("lines", [False, True])
def test_damage_in_a_record_is_seen_by_both_alike(lines: bool) -> None:
    """Each thing that a shape looks at is damaged in turn: quotes, escapes, numbers, keys, UTF-8, line breaks."""
    chance = chance_of(5)
    record = '{"_id": %d, "body": "催收 %d", "read": true, "person": null, "date": "17%d"}'
    parts = [record % (number, number, number) for number in range(12)]
    good = ("\n".join(parts) if lines else f"[{', '.join(parts)}]").encode()
    assert _same(good, lines=lines) > 8
    for _ in range(1500):
        _same(mutated(good, chance, (b'{"_id": 01}', b"\xff\x00\\ud83d", b'"a": 1, "a": 2')), lines=lines)


def test_a_text_that_holds_what_parts_the_values_goes_to_the_parser() -> None:
    data = b'[{"a":"1","b":"2"},{"a":"1\n2","b":"3"},{"a":"x\\ny","b":"3"},{"a":"1","b":"2"}]'
    assert _same(data, lines=False) == 1  # the first one is learned from, two go to the parser


def test_shapes_are_given_up_where_few_records_fit() -> None:
    other = b'{"a":"x\\ty"},'
    data = b"[" + b'{"a":"1"},' * (PATIENCE + 100) + other * 2000 + b'{"a":"1"}]'
    pieces, complete = _pieces(data, PATIENCE, lines=False, size=len(data))
    assert complete
    assert all(piece.kind is PieceKind.RECORD for piece in pieces)
    assert sum(piece.raw is not None for piece in pieces) == 99
    assert pieces[-1].raw is None
