"""OpenTimestamps proofs: parsed with suspicion, compared with our digest, the chain never claimed as checked."""

import hashlib
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from shouzheng.casefile.proofs.blinded import Blinded
from shouzheng.casefile.proofs.keep import import_proof, new_request, proofs
from shouzheng.casefile.proofs.opentimestamps import MAGIC, NotATimestamp, examine, parse
from shouzheng.casefile.proofs.state import Standing
from tests.casefile.making import filled

ABOUT = Blinded(3, "ab" * 32, b"n" * 32)
BITCOIN, PENDING = bytes.fromhex("0588960d73d71901"), bytes.fromhex("83dfe30d2ef90c8e")
WHERE = b"https://calendar.example"


def number(value: int) -> bytes:
    found = bytearray()
    while value > 0x7F:
        found.append(value & 0x7F | 0x80)
        value >>= 7
    return bytes([*found, value])


def counted(content: bytes) -> bytes:
    return number(len(content)) + content


def head(digest: bytes = ABOUT.digest) -> bytes:
    return MAGIC + b"\x01\x08" + digest


def bitcoin(block: int) -> bytes:
    return b"\x00" + BITCOIN + counted(number(block))


def pending(where: bytes = WHERE) -> bytes:
    return b"\x00" + PENDING + counted(counted(where))


def test_a_pending_and_a_finished_branch() -> None:
    steps = b"\xf0" + counted(b"after") + b"\x08"
    stamp = parse(head() + steps + b"\xff" + pending() + b"\xf1" + counted(b"before") + b"\x08" + bitcoin(800_000))
    value = hashlib.sha256(b"before" + hashlib.sha256(ABOUT.digest + b"after").digest()).digest()
    waiting, block = stamp.attestations
    assert (waiting.kind, waiting.where) == ("pending", WHERE.decode())
    assert (block.block, block.value) == (800_000, value)


def test_what_it_is_worth() -> None:
    waiting = examine(head() + pending(), ABOUT)
    assert (waiting.standing, "pending at https://calendar.example" in waiting.why.en) == (Standing.UNCHECKED, True)
    block = examine(head() + b"\x08" + bitcoin(800_000), ABOUT)
    assert block.standing is Standing.UNCHECKED
    assert "not checked here" in block.why.en
    assert hashlib.sha256(ABOUT.digest).digest()[::-1].hex() in block.why.en
    assert examine(head(bytes(32)) + pending(), ABOUT).standing is Standing.BAD
    assert examine(head() + b"\xf3" + bitcoin(5), ABOUT).standing is Standing.BAD  # 64 characters are no root


@pytest.mark.parametrize(
    ("content", "why"),
    [
        (b"", "truncated"),
        (b"x" * 100, "wrong beginning"),
        (MAGIC + b"\x02\x08" + bytes(32) + pending(), "unknown version"),
        (MAGIC + b"\x01\x02" + bytes(20) + pending(), "SHA-256"),
        (head(), "truncated"),
        (head() + pending()[:-1], "truncated"),
        (head() + pending() + b"x", "follows its end"),
        (head() + b"\x77" + pending(), "unknown operation"),
        (head() + b"\xf0" + counted(bytes(5000)) + pending(), "too long"),
        (head() + (b"\xf0" + counted(bytes(4000))) * 2 + pending(), "too long"),
        (head() + b"\x08" * 20_000 + pending(), "too many steps"),
        (head() + b"\xff\xff" + pending(), "fork"),
        (head() + b"\x00" + PENDING + b"\xff" * 12, "too long"),
        (head() + b"\x00" + BITCOIN + counted(number(5) + b"x"), "follows an attestation"),
        (bytes(2 << 20), "too large"),
    ],
)
def test_what_is_no_proof_is_said(content: bytes, why: str) -> None:
    with pytest.raises(NotATimestamp, match=why):
        parse(content)
    assert examine(content, ABOUT).standing is Standing.BAD


def test_unknown_services_and_hashes_are_kept() -> None:
    unknown = b"\x00" + b"12345678" + counted(b"anything")
    (found,) = parse(head() + unknown).attestations
    assert found.kind == b"12345678".hex()
    (found,) = parse(head() + b"\x67" + bitcoin(9)).attestations  # Keccak is not computed here
    assert (found.block, found.value) == (9, None)
    assert examine(head() + b"\x67" + bitcoin(9), ABOUT).standing is Standing.UNCHECKED


@settings(deadline=None, max_examples=200)
@given(st.binary(max_size=200))
def test_no_bytes_make_it_fail_otherwise(content: bytes) -> None:
    for start in (b"", head()):
        assert examine(start + content, ABOUT).standing in (Standing.BAD, Standing.UNCHECKED)


def test_it_is_kept_beside_others(tmp_path: Path) -> None:
    with filled(tmp_path / "case") as case:
        about, _ = new_request(case)
        proof = import_proof(case, head(about.digest) + pending())
        assert (proof.kind, proof.state.standing) == ("ots", Standing.UNCHECKED)
        assert [each.state for each in proofs(case)] == [proof.state]
