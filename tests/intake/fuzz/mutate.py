"""Ways in which a file can be wrong, drawn from a seeded source of chance so that every finding can be made again."""

import random
import re
from collections.abc import Sequence
from typing import TypeVar

from tests.intake.fuzz.values import BARE, PIECES, QUOTED

_T = TypeVar("_T")
#: Longest file that is made; longer ones only cost time.
_LONGEST = 1 << 18
_DIGIT = re.compile(rb"[0-9]")
#: A value behind a name or among others, in JSON, TOML, XML and tables: what it becomes still fits into its place.
_VALUE = re.compile(rb'(?<=[=:,\[\s])("[^"\n]{0,400}"|-?[0-9][0-9.:TZ+-]*|true|false|null)')
#: Share of the texts in quotes that stay one.
_STAYS_QUOTED = 0.8
#: How often a piece is repeated: mostly once or some times, seldom so often that the file becomes a long one.
_REPEATS = (1,) * 16 + (3,) * 12 + (40,)
_INSERTS = (1,) * 16 + (5,) * 4 + (100,)


def chance_of(seed: object) -> random.Random:
    """Return a source of chance that gives the same files for the same seed."""
    return random.Random(str(seed))  # noqa: S311 - nothing secret is made of it


def mutated(content: bytes, chance: random.Random, others: tuple[bytes, ...] = ()) -> bytes:
    """Return the content with one to eight things wrong with it; ``others`` are files to take pieces from."""
    data = bytearray(content)
    for _ in range(_pick((1, 1, 1, 2, 2, 3, 5, 8), chance)):
        _pick(_WAYS, chance)(data, chance, others)
    return bytes(data[:_LONGEST])


def _pick(things: Sequence[_T], chance: random.Random) -> _T:
    """Like ``chance.choice``, in a third of its time."""
    return things[int(chance.random() * len(things))]


def _place(data: bytes | bytearray, chance: random.Random) -> int:
    return int(chance.random() * (len(data) + 1))


def _span(data: bytes | bytearray, chance: random.Random) -> tuple[int, int]:
    start = _place(data, chance)
    return start, min(len(data), start + _pick((1, 2, 4, 16, 64, 512, 4096), chance))


def _flip(data: bytearray, chance: random.Random, _others: tuple[bytes, ...]) -> None:
    if data:
        data[chance.randrange(len(data))] ^= 1 << chance.randrange(8)


def _overwrite(data: bytearray, chance: random.Random, _others: tuple[bytes, ...]) -> None:
    start, end = _span(data, chance)
    data[start:end] = chance.randbytes(end - start)


def _fill(data: bytearray, chance: random.Random, _others: tuple[bytes, ...]) -> None:
    start, end = _span(data, chance)
    data[start:end] = bytes([_pick((0, 32, 65, 255), chance)]) * (end - start)


def _remove(data: bytearray, chance: random.Random, _others: tuple[bytes, ...]) -> None:
    start, end = _span(data, chance)
    del data[start:end]


def _repeat(data: bytearray, chance: random.Random, _others: tuple[bytes, ...]) -> None:
    start, end = _span(data, chance)
    place = _place(data, chance)
    data[place:place] = data[start:end] * _pick(_REPEATS, chance)


def _insert(data: bytearray, chance: random.Random, _others: tuple[bytes, ...]) -> None:
    place = _place(data, chance)
    data[place:place] = _pick(PIECES, chance) * _pick(_INSERTS, chance)


def _replace(data: bytearray, chance: random.Random, _others: tuple[bytes, ...]) -> None:
    start, end = _span(data, chance)
    data[start:end] = _pick(PIECES, chance)


def _cut(data: bytearray, chance: random.Random, _others: tuple[bytes, ...]) -> None:
    del data[_place(data, chance) :]


def _swap(data: bytearray, chance: random.Random, _others: tuple[bytes, ...]) -> None:
    """Exchange two pieces; in a database these are often pages or cells."""
    size = _pick((2, 4, 100, 512, 1024), chance)
    if len(data) > 2 * size:
        one, two = (chance.randrange(len(data) - size) // size * size for _ in range(2))
        data[one : one + size], data[two : two + size] = data[two : two + size], data[one : one + size]


def _splice(data: bytearray, chance: random.Random, others: tuple[bytes, ...]) -> None:
    if others:
        other = _pick(others, chance)
        start, end = _span(other, chance)
        place = _place(data, chance)
        data[place:place] = other[start:end]


def _digits(data: bytearray, chance: random.Random, _others: tuple[bytes, ...]) -> None:
    """Change a digit into another one: codes and times that are almost right."""
    found = _DIGIT.search(data, _place(data, chance)) or _DIGIT.search(data)
    if found:
        data[found.start()] = 48 + int(chance.random() * 10)


def _revalue(data: bytearray, chance: random.Random, others: tuple[bytes, ...]) -> None:
    """Exchange a value for another one that the grammar allows there, so that what understands values is reached."""
    found = _VALUE.search(data, _place(data, chance)) or _VALUE.search(data)
    if not found:
        _flip(data, chance, others)
    elif found[1][:1] == b'"' and chance.random() < _STAYS_QUOTED:
        data[found.start(1) : found.end(1)] = f'"{_pick(QUOTED, chance)}"'.encode()
    else:
        data[found.start(1) : found.end(1)] = _pick(BARE, chance).encode()


_WAYS = (
    _revalue,
    _revalue,
    _revalue,
    _flip,
    _overwrite,
    _fill,
    _remove,
    _repeat,
    _insert,
    _insert,
    _replace,
    _cut,
    _swap,
    _splice,
    _digits,
)
