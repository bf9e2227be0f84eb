"""Sealed streams: what comes out is what went in, or nothing does."""

import io

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from shouzheng.casefile import sealed_stream
from shouzheng.casefile.sealed_stream import NotSealed, opened, part, seal

KEY = bytes(range(32))


@pytest.fixture(autouse=True)
def _small_pieces(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sealed_stream, "PIECE", 16)


@given(st.lists(st.binary(max_size=40), max_size=6))
@settings(deadline=None)
def test_any_bytes_in_any_chunks_come_back(chunks: list[bytes]) -> None:
    sealed = b"".join(seal(chunks, KEY))
    assert b"".join(opened(io.BytesIO(sealed), KEY)) == b"".join(chunks)


@given(st.binary(max_size=70), st.data())
@settings(deadline=None, max_examples=300)
def test_every_change_is_found(content: bytes, data: st.DataObject) -> None:
    sealed = b"".join(seal([content], KEY))
    place = data.draw(st.integers(0, len(sealed) - 1))
    kind = data.draw(st.sampled_from(["flip", "cut", "insert", "extend"]))
    changed = {
        "flip": sealed[:place] + bytes([sealed[place] ^ (1 << data.draw(st.integers(0, 7)))]) + sealed[place + 1 :],
        "cut": sealed[:place],
        "insert": sealed[:place] + b"\x00" + sealed[place:],
        "extend": sealed + b"\x00" * (place + 1),
    }[kind]
    with pytest.raises(NotSealed):
        b"".join(opened(io.BytesIO(changed), KEY))


def test_pieces_cannot_change_places_or_streams() -> None:
    first, second = (b"".join(seal([bytes([n]) * 48], KEY)) for n in (1, 2))
    head, size = 20, 32
    swapped = first[:head] + first[head + size : head + 2 * size] + first[head : head + size] + first[head + 2 * size :]
    mixed = first[: head + size] + second[head + size :]
    for changed in (swapped, mixed, second[:head] + first[head:]):
        with pytest.raises(NotSealed):
            b"".join(opened(io.BytesIO(changed), KEY))


def test_the_same_content_never_looks_the_same() -> None:
    assert b"".join(seal([b"abc"], KEY)) != b"".join(seal([b"abc"], KEY))
    with pytest.raises(NotSealed):
        b"".join(opened(io.BytesIO(b"".join(seal([b"abc"], KEY))), bytes(32)))


@given(st.integers(0, 60), st.integers(0, 60), st.integers(1, 40))
@settings(deadline=None, max_examples=100)
def test_a_part_is_that_part_of_the_whole(length: int, first: int, count: int) -> None:
    whole = bytes(range(length))
    sealed = b"".join(seal([whole], KEY))
    assert b"".join(part(io.BytesIO(sealed), KEY, first, first + count)) == whole[first : first + count]


def test_a_part_is_proven_before_it_is_given() -> None:
    sealed, head = b"".join(seal([bytes(37)], KEY)), 20
    changed = sealed[: head + 9] + bytes([sealed[head + 9] ^ 1]) + sealed[head + 10 :]
    assert b"".join(part(io.BytesIO(changed), KEY, 16, 19)) == bytes(3)
    for broken, place in ((changed, 0), (sealed[:-1], 36), (sealed[: head + 32], 0), (sealed[:10], 0)):
        with pytest.raises(NotSealed):
            b"".join(part(io.BytesIO(broken), KEY, place, place + 1))
