import hashlib
import io

import pytest

from shouzheng.intake.hashing import HashingReader, digest_of_bytes


@pytest.mark.parametrize("chunk", [1, 3, 7, 1 << 20])
def test_what_is_read_is_what_is_hashed(chunk: int) -> None:
    data = bytes(range(256)) * 5
    reader = HashingReader(io.BytesIO(data), chunk)
    assert b"".join(reader.chunks()) == data
    assert reader.digest.hex == hashlib.sha256(data).hexdigest()
    assert reader.digest.length == len(data)
    assert str(reader.digest) == f"sha256:{hashlib.sha256(data).hexdigest()}"


def test_a_prefix_never_passes_for_the_whole() -> None:
    reader = HashingReader(io.BytesIO(b"abcdef"), 2)
    next(reader.chunks())
    part = reader.digest
    reader.drain()
    assert part.length == 2
    assert reader.digest == digest_of_bytes(b"abcdef") != part
