import json

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from shouzheng.intake.json_text.cutter import Cutter, Limits, Path, Piece, PieceKind
from shouzheng.intake.json_text.line_cutter import LineCutter
from shouzheng.intake.json_text.values import Json, flat, parse

_LIMITS = Limits(record=4096, depth=32)


def _cut(data: bytes, *targets: Path, size: int = 1 << 20, limits: Limits = _LIMITS) -> tuple[list[Piece], bool]:
    cutter = Cutter(targets or ((),), None, limits)
    pieces = list(cutter.pieces(data[place : place + size] for place in range(0, max(len(data), 1), size)))
    return pieces, cutter.complete


def _kinds(pieces: list[Piece]) -> list[str]:
    return [piece.kind.value for piece in pieces]


def _plain(value: Json) -> object:
    """Numbers as their text, as ``json`` would give them with the same hooks."""
    if isinstance(value, str):
        return str(value)
    if isinstance(value, dict):
        return {key: _plain(inner) for key, inner in value.items()}
    return [_plain(inner) for inner in value] if isinstance(value, list) else value


_VALUES = st.recursive(
    st.none() | st.booleans() | st.text(max_size=8) | st.text(alphabet='"\\{}[],: \n\u202e您', max_size=8),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=4), inner, max_size=3),
    max_leaves=8,
)
_OBJECTS = st.dictionaries(st.text(max_size=6), _VALUES, min_size=1, max_size=4)


def test_a_record_that_breaks_off_is_never_a_whole_file_whatever_is_found_inside_of_it() -> None:
    for data in (b'[{"": [[null, {"0": null}], []]', b'[{"a": 1}, {"a": [[{"a": 2}], []]'):
        assert not _cut(data, size=1)[1]
        assert not _cut(data, size=1000)[1]


@settings(deadline=None, max_examples=150)
@given(st.lists(_OBJECTS, max_size=6), st.integers(1, 40), st.sampled_from([None, 2]), st.booleans())
def test_records_and_places_are_the_same_however_the_stream_is_cut(
    records: list[object], size: int, indent: int | None, ascii_only: bool
) -> None:
    data = json.dumps(records, indent=indent, ensure_ascii=ascii_only).encode("utf-8", "surrogatepass")
    pieces, complete = _cut(data, size=size)
    assert complete
    assert _kinds(pieces) == ["record"] * len(records)
    for piece, record in zip(pieces, records, strict=True):
        assert data[piece.offset : piece.offset + piece.length] == piece.data
        if ascii_only or "\\ud" not in json.dumps(record):
            assert _plain(piece.value) == record
    if records:
        cut, complete = _cut(data[: pieces[-1].offset + pieces[-1].length - 1], size=size)
        whole = len(records) - 1
        assert _kinds(cut)[:whole] == ["record"] * whole
        assert _kinds(cut)[whole] in ("cut_off", "broken")
        assert not complete


@settings(deadline=None, max_examples=150)
@given(st.binary(max_size=300), st.integers(1, 50))
def test_any_bytes_are_accounted_for_and_never_an_exception(data: bytes, size: int) -> None:
    pieces, _ = _cut(data, size=size)
    assert [(p.kind, p.offset, p.length) for p in pieces] == [(p.kind, p.offset, p.length) for p in _cut(data)[0]]
    last = 0
    for piece in pieces:
        assert piece.length > 0
        assert last <= piece.offset
        last = piece.offset + piece.length
    assert last <= len(data)


def test_lists_inside_objects_and_what_stands_around_them() -> None:
    text = b'{"name":"x","id":1,"chats":{"list":[{"name":"a","messages":[{"m":1},{"m":2}]},{"messages":[{"m":3}]}]}}'
    seen: list[tuple[Path, bytes | None]] = []
    cutter = Cutter([("chats", "list", "*", "messages")], lambda path, raw: seen.append((path, raw)))
    values = [_plain(piece.value) for piece in cutter.pieces([text])]
    assert values == [{"m": "1"}, {"m": "2"}, {"m": "3"}]
    assert (("name",), b'"x"') in seen
    assert (("chats", "list", "*", "name"), b'"a"') in seen
    assert (("chats", "list", "*"), None) in seen
    assert cutter.complete


@pytest.mark.parametrize(
    ("bad", "kinds"),
    [
        (b'{"a":"no end}', ["record", "broken", "record"]),
        (b'{"a":"qu"ote"}', ["record", "broken", "record"]),
        (b'{"a":1', ["record", "broken", "record"]),
        (b"nonsense", ["record", "broken", "record"]),
        (b'"text"', ["record", "record", "record"]),
        (b"{'a':1}", ["record", "broken", "record"]),
        (b'{"a":NaN}', ["record", "broken", "record"]),
        (b'{"a":' + b"9" * 5000 + b"}", ["record", "too_large", "record"]),
        (b'{"a":"' + b"x" * 5000 + b'"}', ["record", "too_large", "record"]),
        (b'{"a":' + b"[" * 60 + b"]" * 60 + b"}", ["record", "record", "record"]),
    ],
)
@pytest.mark.parametrize("size", [7, 1 << 20])
def test_a_bad_record_never_takes_its_neighbours_along(bad: bytes, kinds: list[str], size: int) -> None:
    pieces, _ = _cut(b'[{"a":"first"},' + bad + b',{"a":"last"}]', size=size)
    assert _kinds(pieces) == kinds
    assert _plain(pieces[-1].value) == {"a": "last"}


def test_a_record_over_the_limit_is_passed_over_in_bounded_memory() -> None:
    inside = b'{"a":"' + b"\\\\" * 50_000 + b'","b":{"c":[1,2]}}'
    pieces, complete = _cut(b'[{"a":"first"},' + inside + b',{"a":"last"}]', size=1000)
    assert _kinds(pieces) == ["record", "too_large", "record"]
    assert (pieces[1].length, complete) == (len(inside), True)
    assert len(pieces[1].data) <= 400


def test_repeated_damage_takes_linear_time() -> None:
    data = b'[{"a":"good"},' + b'{"a":"x' * 60_000
    pieces, _ = _cut(data, limits=Limits(record=1 << 20))
    assert pieces[0].kind is PieceKind.RECORD
    assert sum(piece.length for piece in pieces) <= len(data)


@pytest.mark.parametrize(
    "text", ["[" * 100_000, '{"a":' * 100_000, "[[" * 50_000 + "]" * 7, "}" * 100_000, '"' * 99_999]
)
def test_depth_and_nonsense_are_bounded(text: str) -> None:
    pieces, complete = _cut(text.encode())
    assert not complete
    assert len(pieces) < 500


def test_lines() -> None:
    text = b'{"a":1}\r\n\n  {"a":2}\nnope\n{"a":"' + b"x" * 5000 + b'"}\n{"a":3'
    for size in (3, 1 << 20):
        cutter = LineCutter(_LIMITS)
        pieces = list(cutter.pieces(text[place : place + size] for place in range(0, len(text), size)))
        assert _kinds(pieces) == ["record", "record", "broken", "too_large", "cut_off"]
        assert [text[p.offset : p.offset + p.length] for p in pieces[:3]] == [b'{"a":1}', b'{"a":2}', b"nope"]
        assert not cutter.complete


def test_numbers_keep_their_digits_and_nothing_is_confused_with_null() -> None:
    value, _ = parse(b'{"a":1767319200000.0,"b":null,"c":"null","d":"","e":0,"f":-0,"g":1e3,"h":true,"i":[],"j":{}}')
    assert isinstance(value, dict)
    assert value["a"] == "1767319200000.0"
    assert flat(value, []) == [
        ("a", "1767319200000.0"),
        ("b:null", ""),
        ("c", "null"),
        ("d", ""),
        ("e", "0"),
        ("f", "-0"),
        ("g", "1e3"),
        ("h", "true"),
        ("i:empty", ""),
        ("j:empty", ""),
    ]


def test_half_a_character_is_seen_wherever_it_stands() -> None:
    for text, whole in (
        (rb'{"a":"\ud83d"}', [("a", "\ufffd")]),
        (rb'{"\ude00":"b"}', [("\ufffd", "b")]),
        (rb'{"a":"\ud83d","a":"b"}', [("a", "\ufffd"), ("a", "b")]),
        (rb'{"a":[{"b":"\ud83d","b":1}]}', [("a[1].b", "\ufffd"), ("a[1].b", "1")]),
        (rb'{"a":null,"b":"\\ud83d\ude00"}', [("a:null", ""), ("b", "\\ud83d\ufffd")]),
    ):
        value, notes = parse(text)
        assert (flat(value, []), notes) == (whole, ("lone_surrogate",))
    assert parse(rb'{"a":"\ud83d\ude00","b":null}') == ({"a": "\U0001f600", "b": None}, ())


def test_a_key_that_stands_twice_is_seen_and_both_values_are_kept() -> None:
    notes: list[str] = []
    value, _ = parse(b'{"body":"polite","body":"rude"}')
    assert flat(value, notes) == [("body", "polite"), ("body", "rude")]
    assert notes == ["duplicate_key"]


def test_too_many_fields_and_levels_are_refused() -> None:
    value, _ = parse(b"[" + b"1," * 30_000 + b"1]")
    with pytest.raises(ValueError, match="more than"):
        flat(value, [])
    with pytest.raises(ValueError, match="levels"):
        parse(b"[" * 100_000 + b"]" * 100_000)
