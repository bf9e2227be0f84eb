"""Strict JSON: the fast way gives what the definition gives, value for value and problem for problem."""

from __future__ import annotations

import json
from collections.abc import Callable

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from shouzheng.gate import strict_json
from shouzheng.gate.strict_json import parse
from shouzheng.reference.problems import ShouzhengError
from tests.gate.making import row

_KEYS = st.sampled_from(["a", "b", "a:b", "\u0061", "键", ""])
_LEAVES = (
    st.none() | st.booleans() | st.integers(-(10**17), 10**17) | st.floats() | st.text(max_size=6) | st.just("1:2:3")
)


def _object(pairs: list[tuple[str, str]]) -> str:
    return "{" + ", ".join(f"{key}:{value}" for key, value in pairs) + "}"


def _written(value: object) -> str:
    return json.dumps(value, ensure_ascii=len(repr(value)) % 2 == 0)


#: JSON texts in which keys may stand twice, written with and without escapes.
_TEXTS = st.recursive(
    _LEAVES.map(_written),
    lambda inner: (
        st.lists(st.tuples(_KEYS.map(_written), inner), max_size=4).map(_object)
        | st.lists(inner, max_size=3).map(lambda items: "[" + ",".join(items) + "]")
    ),
    max_leaves=8,
)


def said(body: bytes, read: Callable[[bytes], object]) -> object:
    """The value with the types of all parts, or the codes and places of the problems."""
    try:
        return repr(read(body))
    except ShouzhengError as error:
        return [(problem.code, problem.slots) for problem in error.problems]


def defined(body: bytes) -> object:
    """What the definition says of a body, without the fast way."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(strict_json, "_fast", lambda body: None)
        return said(body, parse)


@settings(deadline=None, max_examples=400)
@given(st.lists(st.tuples(_KEYS.map(_written), _TEXTS), max_size=4).map(_object))
@example('{"a":1,"a":1}')
@example('{"a":"x:y","a":":"}')
@example('{"a:":1,"b":{"c":1,"c":2}}')
@example('{"a":"\\u003a","a":1}')
@example('{"a":"\\ud800"}')
@example('{"a":-0}')
@example('{"a":1e400}')
@example('{"a":NaN}')
@example('\ufeff{"a":1}')
def test_both_ways_say_the_same(text: str) -> None:
    body = text.encode("utf-8", "surrogatepass")
    assert said(body, parse) == defined(body)


@settings(deadline=None, max_examples=300)
@given(st.integers(0, 1000), st.binary(max_size=4), st.integers(0, 6))
def test_both_ways_say_the_same_of_damaged_requests(place: int, noise: bytes, left_out: int) -> None:
    whole = json.dumps(row(key="k", text="您好：请联系我们"), ensure_ascii=False).encode()
    place %= len(whole)
    body = whole[:place] + noise + whole[place + left_out :]
    assert said(body, parse) == defined(body)


@pytest.mark.parametrize("ascii_only", [True, False])
def test_usual_requests_go_the_fast_way(ascii_only: bool) -> None:
    usual = row(text="您好，10:30 请联系我们", minor=False)
    for each in (usual, {"requests": [usual, usual]}):
        body = json.dumps(each, ensure_ascii=ascii_only).encode()
        assert strict_json._fast(body) == each == parse(body)


@pytest.mark.parametrize("body", [b'{"a":1,"a":1}', b'{"s":{"x":true,"x":true}}', b'[{"a":"::","a":1}]', b'{"a":1.5}'])
def test_what_is_not_usual_does_not_go_the_fast_way(body: bytes) -> None:
    assert strict_json._fast(body) is None
