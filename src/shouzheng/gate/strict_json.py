"""Strict JSON from strangers: bounded size and depth, no key twice, no NaN, no numbers of a thousand digits.

There are two ways to the same value. ``_DECODER`` is the definition: it sees every key and names what is wrong. The
usual request goes ``_fast``, twice as fast, through a parser that keeps the last of two equal keys; so its result is
taken only when the colons prove that no key was lost, and when all numbers in it are usual integers.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterable, Mapping

import orjson

from shouzheng.gate.problems import DUPLICATE_KEY, NOT_JSON, TOO_DEEP, TOO_LARGE
from shouzheng.reference.problems import Problem, ShouzhengError

#: Most bytes of one request, and of a batch.
MOST_BYTES, MOST_BATCH_BYTES = 64 << 10, 4 << 20
#: Most levels of lists and objects.
MOST_DEPTH = 8
#: Longest integer, in characters: more than any fact can hold.
_MOST_DIGITS = 16
#: Integers beyond this one, or below its negative, are left to the definition: it counts their characters.
_LARGE = 10 ** (_MOST_DIGITS - 1)
# an unclosed string runs to the end: looked for again from each quote in it, it would take quadratic time
_OUTSIDE_STRINGS = re.compile(rb'"(?:[^"\\]|\\.)*+(?:"|\\?\Z)|[\[\]{}]', re.DOTALL)
_SHOWN = 40
#: How the escape of a colon begins (and those of fifteen others, which are as rare).
_ESCAPED_COLON = b"\\u003"


class _Refused(ValueError):
    def __init__(self, problem: Problem) -> None:
        self.problem = problem
        super().__init__(problem.code)


def parse(body: bytes, most_bytes: int = MOST_BYTES, most_depth: int = MOST_DEPTH) -> object:
    """Return the value of a JSON text; raises ``ShouzhengError`` (SZ-6000 to SZ-6003) for anything else."""
    if len(body) > most_bytes:
        raise ShouzhengError(Problem(TOO_LARGE, slots=(("limit", f"{most_bytes} B"),)))
    _check_depth(body, most_depth)
    fast = _fast(body)
    if fast is not None:
        return fast
    try:
        return _DECODER.decode(body.decode("utf-8"))
    except _Refused as refused:
        raise ShouzhengError(refused.problem) from refused
    except (ValueError, RecursionError) as error:
        detail = "UTF-8" if isinstance(error, UnicodeDecodeError) else _place(error)
        raise ShouzhengError(Problem(NOT_JSON, slots=(("detail", detail),))) from error


def _fast(body: bytes) -> dict[str, object] | None:
    """Return the object that a usual request says, ``None`` for whatever has to be looked at closely.

    Every colon of the text either stands between a key and its value or is a character of a string (one that is
    escaped is not looked at here). A key that stands twice loses its first pair, so that the text then has more colons
    than the result accounts for.
    """
    if _ESCAPED_COLON in body:
        return None
    try:
        found = orjson.loads(body)
    except orjson.JSONDecodeError:
        return None
    strings: list[str] = []
    pairs = _pairs(found, strings) if type(found) is dict else None
    return found if pairs is not None and pairs + "".join(strings).count(":") == body.count(b":") else None


def _pairs(found: dict[str, object] | list[object], strings: list[str]) -> int | None:
    """Count the pairs of an object or list and of all in it, and collect the strings; ``None`` for unusual numbers."""
    values: Iterable[object] = found
    pairs = 0
    if type(found) is dict:
        values, pairs = found.values(), len(found)
        strings += found
    for value in values:
        if type(value) is str:
            strings.append(value)
        elif type(value) is int:
            if not -_LARGE < value < _LARGE:
                return None
        elif type(value) is dict or type(value) is list:
            inner = _pairs(value, strings)
            if inner is None:
                return None
            pairs += inner
        elif type(value) is float:
            return None
    return pairs


def _check_depth(body: bytes, most: int) -> None:
    """Count brackets outside of strings before the parser recurses into them; linear."""
    if body.count(b"[") + body.count(b"{") <= most:  # those in strings counted as well: too many never look like few
        return
    depth = 0
    for found in _OUTSIDE_STRINGS.finditer(body):
        mark = found.group()
        if mark in (b"[", b"{"):
            depth += 1
            if depth > most:
                raise ShouzhengError(Problem(TOO_DEEP, slots=(("limit", str(most)),)))
        elif mark in (b"]", b"}"):
            depth -= 1


def _place(error: Exception) -> str:
    return f"{error.lineno}:{error.colno}" if isinstance(error, json.JSONDecodeError) else type(error).__name__


def _object(pairs: list[tuple[str, object]]) -> Mapping[str, object]:
    found = dict(pairs)
    if len(found) != len(pairs):
        seen: set[str] = set()
        twice = next(key for key, _ in pairs if key in seen or seen.add(key))  # type: ignore[func-returns-value]
        shown = twice[:_SHOWN].encode("utf-8", "replace").decode()
        raise _Refused(Problem(DUPLICATE_KEY, slots=(("key", shown),)))
    return found


def _no_constant(name: str) -> object:
    raise _Refused(Problem(NOT_JSON, slots=(("detail", name),)))


def _integer(digits: str) -> int:
    if len(digits) > _MOST_DIGITS:
        raise _Refused(Problem(NOT_JSON, slots=(("detail", f"{len(digits)} digits"),)))
    return int(digits)


_DECODER = json.JSONDecoder(object_pairs_hook=_object, parse_constant=_no_constant, parse_int=_integer)
