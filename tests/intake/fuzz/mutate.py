"""Ways in which a file can be wrong, drawn from a seeded source of chance so that every finding can be made again."""

import random

#: Bytes that mean something to one parser or another.
_DICTIONARY = (
    b"\x00",
    b"\xff",
    b"\xff\xfe",
    b"\xef\xbb\xbf",
    b"\xed\xa0\xbd",
    b'"',
    b"'",
    b"\\",
    b"\\u0000",
    b"\\ud83d",
    b"{",
    b"}",
    b"[",
    b"]",
    b",",
    b":",
    b"<",
    b">",
    b"/>",
    b"&",
    b"&#0;",
    b"&#55357;",
    b"&x;",
    b"<!DOCTYPE a [",
    b"<![CDATA[",
    b"<!--",
    b"null",
    b"NaN",
    b"1e999",
    b"-1",
    b"0",
    b"9" * 30,
    b"99999999999999",
    b"1767319200000",
    b"\n",
    b"\r\n",
    b"BEGIN:VMSG\n",
    b"END:VMSG\n",
    b"END:VBODY\n",
    b"=",
    b"=\n",
    b"=ZZ",
    b"A" * 300,
    b"\xe2\x80\xae",
    b"CREATE TABLE ",
    b"\x0d",
    b"\x05",
    b"\x7f\xff\xff\xff",
)
#: Longest file that is made; longer ones only cost time.
_LONGEST = 1 << 18


def chance_of(seed: object) -> random.Random:
    """Return a source of chance that gives the same files for the same seed."""
    return random.Random(str(seed))  # noqa: S311 - nothing secret is made of it


def mutated(content: bytes, chance: random.Random, others: tuple[bytes, ...] = ()) -> bytes:
    """Return the content with one to eight things wrong with it; ``others`` are files to take pieces from."""
    data = bytearray(content)
    for _ in range(chance.choice((1, 1, 1, 2, 2, 3, 5, 8))):
        chance.choice(_WAYS)(data, chance, others)
    return bytes(data[:_LONGEST])


def _place(data: bytearray, chance: random.Random) -> int:
    return chance.randrange(len(data) + 1)


def _span(data: bytearray, chance: random.Random) -> tuple[int, int]:
    start = _place(data, chance)
    return start, min(len(data), start + chance.choice((1, 2, 4, 16, 64, 512, 4096)))


def _flip(data: bytearray, chance: random.Random, _others: tuple[bytes, ...]) -> None:
    if data:
        data[chance.randrange(len(data))] ^= 1 << chance.randrange(8)


def _overwrite(data: bytearray, chance: random.Random, _others: tuple[bytes, ...]) -> None:
    start, end = _span(data, chance)
    data[start:end] = bytes(chance.randrange(256) for _ in range(end - start))


def _fill(data: bytearray, chance: random.Random, _others: tuple[bytes, ...]) -> None:
    start, end = _span(data, chance)
    data[start:end] = bytes([chance.choice((0, 32, 65, 255))]) * (end - start)


def _remove(data: bytearray, chance: random.Random, _others: tuple[bytes, ...]) -> None:
    start, end = _span(data, chance)
    del data[start:end]


def _repeat(data: bytearray, chance: random.Random, _others: tuple[bytes, ...]) -> None:
    start, end = _span(data, chance)
    place = _place(data, chance)
    data[place:place] = data[start:end] * chance.choice((1, 1, 3, 40))


def _insert(data: bytearray, chance: random.Random, _others: tuple[bytes, ...]) -> None:
    place = _place(data, chance)
    data[place:place] = chance.choice(_DICTIONARY) * chance.choice((1, 1, 1, 5, 100))


def _replace(data: bytearray, chance: random.Random, _others: tuple[bytes, ...]) -> None:
    start, end = _span(data, chance)
    data[start:end] = chance.choice(_DICTIONARY)


def _cut(data: bytearray, chance: random.Random, _others: tuple[bytes, ...]) -> None:
    del data[_place(data, chance) :]


def _swap(data: bytearray, chance: random.Random, _others: tuple[bytes, ...]) -> None:
    """Exchange two pieces; in a database these are often pages or cells."""
    size = chance.choice((2, 4, 100, 1024))
    if len(data) > 2 * size:
        one, two = (chance.randrange(len(data) - size) // size * size for _ in range(2))
        data[one : one + size], data[two : two + size] = data[two : two + size], data[one : one + size]


def _splice(data: bytearray, chance: random.Random, others: tuple[bytes, ...]) -> None:
    if others:
        other = bytearray(chance.choice(others))
        start, end = _span(other, chance)
        place = _place(data, chance)
        data[place:place] = other[start:end]


def _digits(data: bytearray, chance: random.Random, _others: tuple[bytes, ...]) -> None:
    """Change a digit into another one: codes and times that are almost right."""
    places = [place for place, byte in enumerate(data[:20_000]) if 48 <= byte <= 57]
    if places:
        data[chance.choice(places)] = chance.randrange(48, 58)


_WAYS = (_flip, _overwrite, _fill, _remove, _repeat, _insert, _insert, _replace, _cut, _swap, _splice, _digits)
