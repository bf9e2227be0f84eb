"""Opening a case: passphrase, recovery key, and nothing else."""

import json
import os
import time
from dataclasses import replace
from pathlib import Path

import pytest

from shouzheng.casefile import header as headers
from shouzheng.casefile import kdf
from shouzheng.casefile.case import open_case
from shouzheng.casefile.header import read_header, unlock, unlock_by_recovery, with_passphrase, write_header
from shouzheng.model.words import Lang
from shouzheng.reference.atomic import replacing
from shouzheng.reference.problems import ShouzhengError
from tests.casefile.making import PASSPHRASE, made


def _code(caught: pytest.ExceptionInfo[ShouzhengError]) -> tuple[str, int]:
    return caught.value.problems[0].code, caught.value.exit_code


def test_passphrase_and_recovery_key_open_the_same_case(tmp_path: Path) -> None:
    case, code = made(tmp_path / "case")
    case.close()
    header = read_header(tmp_path / "case")
    assert unlock(header, PASSPHRASE) == unlock_by_recovery(header, code)
    assert unlock(header, PASSPHRASE.replace(" ", "\u3000")) == unlock(header, PASSPHRASE)  # full-width space


@pytest.mark.parametrize("wrong", ["", PASSPHRASE + "x", "x" * 100_000, "\ud800\x00"])
def test_a_wrong_passphrase_says_no_more_than_that(tmp_path: Path, wrong: str) -> None:
    made(tmp_path / "case")[0].close()
    with pytest.raises(ShouzhengError) as caught:
        unlock(read_header(tmp_path / "case"), wrong)
    assert _code(caught) == ("SZ-4010", 4)
    assert wrong[:20] not in str(caught.value) or not wrong


def test_a_changed_header_does_not_open(tmp_path: Path) -> None:
    made(tmp_path / "case")[0].close()
    path = tmp_path / "case" / headers.HEADER_FILE
    good = json.loads(path.read_text())
    other = made(tmp_path / "other")[0]
    changes = [
        ("id", "0" * 16),
        ("created", "2020-01-01T00:00:00Z"),
        ("mac", "AAAA"),
        ("id", "../../../../"),
        ("id", "*" * 16),
        ("id", "é" * 16),
        ("passphrase", {**good["passphrase"], "salt": ""}),
        ("passphrase", {**good["passphrase"], "salt": "AAAA"}),
        ("passphrase", {**good["passphrase"], "sealed": ""}),
        ("recovery", {**good["recovery"], "sealed": "AAAA"}),
        ("signer", {"algorithm": "ed25519", "public": "AAAA"}),
        ("passphrase", {**good["passphrase"], "memory_kib": 70_000}),
        ("passphrase", {**good["passphrase"], "memory_kib": 1}),
        ("passphrase", {**good["passphrase"], "memory_kib": 2**60}),
        ("passphrase", {**good["passphrase"], "memory_kib": True}),
        ("passphrase", {**good["passphrase"], "sealed": "!"}),
        ("passphrase", []),
        ("signer", {"algorithm": "ed25519", "public": headers._text(other.header.signer)}),
    ]
    other.close()
    for key, value in changes:
        path.write_text(json.dumps({**good, key: value}))
        with pytest.raises(ShouzhengError) as caught:
            unlock(read_header(tmp_path / "case"), PASSPHRASE)
        assert _code(caught) == ("SZ-4010", 4), key


@pytest.mark.parametrize("content", [b"", b"{}", b"[1]", b"\xff\xfe", b"[" * 60_000, b'{"format":"zip"}'])
def test_what_is_no_case_is_said_to_be_none(tmp_path: Path, content: bytes) -> None:
    (tmp_path / headers.HEADER_FILE).write_bytes(content)
    with pytest.raises(ShouzhengError) as caught:
        read_header(tmp_path)
    assert _code(caught) == ("SZ-4001", 2)


def test_a_newer_format_is_left_alone(tmp_path: Path) -> None:
    (tmp_path / headers.HEADER_FILE).write_text('{"format":"shouzheng-case","version":2}')
    with pytest.raises(ShouzhengError) as caught:
        read_header(tmp_path)
    assert _code(caught) == ("SZ-4002", 2)


def test_a_new_passphrase_replaces_the_old_one_only(tmp_path: Path) -> None:
    case, code = made(tmp_path / "case")
    case.close()
    folder = tmp_path / "case"
    keys = unlock(read_header(folder), PASSPHRASE)
    write_header(folder, with_passphrase(read_header(folder), keys, "another long one", kdf.FLOOR))
    assert unlock(read_header(folder), "another long one") == keys == unlock_by_recovery(read_header(folder), code)
    with pytest.raises(ShouzhengError):
        unlock(read_header(folder), PASSPHRASE)


def test_a_short_passphrase_is_refused(tmp_path: Path) -> None:
    with pytest.raises(ShouzhengError) as caught:
        headers.new_header("七个字的口令啊", kdf.FLOOR)
    assert _code(caught) == ("SZ-4011", 2)


@pytest.mark.parametrize("speed", [0.02, 0.05, 0.11, 0.3, 0.79, 0.81, 5.0])
def test_the_cost_takes_about_as_long_as_it_should(monkeypatch: pytest.MonkeyPatch, speed: float) -> None:
    """``speed``: seconds of the floor on an invented machine that does nothing else one time in three.

    Old bug: a machine that was busy while a case was made gave it the floor for good.
    """
    clock, busy = [0.0], [4.0, 1.0, 9.0]

    def key_of(_passphrase: str, _salt: bytes, _cost: kdf.Cost) -> bytes:
        clock[0] += speed * busy.pop() * min(kdf.FLOOR.lanes, os.cpu_count() or 1)
        return b""

    monkeypatch.setattr(kdf, "key_of", key_of)
    monkeypatch.setattr("shouzheng.casefile.kdf.time.thread_time", lambda: clock[0])
    cost = kdf.calibrated()
    work = cost.memory_kib * cost.passes / (kdf.LEAST_MEMORY_KIB * kdf.LEAST_PASSES)
    assert cost.is_allowed()
    assert cost.memory_kib <= kdf.CALIBRATED_MEMORY_KIB
    assert work == 1 if speed > 0.4 else 0.5 <= work * speed <= 0.81


def test_other_threads_of_the_process_do_not_make_the_cost_weaker(monkeypatch: pytest.MonkeyPatch) -> None:
    """Old bug: time of the whole process counted, and a case made while another was read got the floor for good.

    Here another thread works four times as long as each trial takes, on the clock of the process only.
    """
    own, others = [0.0], [0.0]

    def key_of(_passphrase: str, _salt: bytes, cost: kdf.Cost) -> bytes:
        assert cost.lanes == 1  # more lanes are threads whose time the calling thread's clock does not have
        own[0] += 0.1 * min(kdf.FLOOR.lanes, os.cpu_count() or 1)
        others[0] += 4 * own[0]
        return b""

    monkeypatch.setattr(kdf, "key_of", key_of)
    monkeypatch.setattr("shouzheng.casefile.kdf.time.thread_time", lambda: own[0])
    monkeypatch.setattr("shouzheng.casefile.kdf.time.process_time", lambda: own[0] + others[0])
    quiet = kdf.calibrated()
    assert quiet.memory_kib * quiet.passes >= 6 * kdf.LEAST_MEMORY_KIB * kdf.LEAST_PASSES
    assert quiet.lanes == kdf.FLOOR.lanes


def test_the_time_of_one_lane_is_that_of_the_calling_thread() -> None:
    """Otherwise a trial would measure nothing, and every case would get the most that is allowed."""
    own, process = time.thread_time(), time.process_time()
    kdf.key_of("x", bytes(16), replace(kdf.FLOOR, lanes=1))
    own, process = time.thread_time() - own, time.process_time() - process
    assert own > process / 4  # both are time of the processor, whatever else runs


def test_the_cost_is_fitted_to_the_machine_and_never_below_the_floor() -> None:
    assert kdf.calibrated(0.0) == kdf.FLOOR
    assert kdf.calibrated().is_allowed()
    with pytest.raises(ValueError, match="range"):
        kdf.key_of("x", bytes(16), kdf.Cost(8, 1, 1))


def test_a_case_without_its_header_is_never_called_no_case(tmp_path: Path) -> None:
    """Old fault: an empty or cut case.json beside the index said: make a new case."""
    made(tmp_path / "case")[0].close()
    folder = tmp_path / "case"
    whole = (folder / headers.HEADER_FILE).read_bytes()
    for content in (None, b"", whole[:100], b"[]", b"{}"):
        (folder / headers.HEADER_FILE).unlink(missing_ok=True)
        if content is not None:
            (folder / headers.HEADER_FILE).write_bytes(content)
        with pytest.raises(ShouzhengError) as caught:
            read_header(folder)
        assert _code(caught) == ("SZ-4004", 4)
        assert "case.json.copy" in caught.value.problems[0].repair(Lang.ZH_HANS)
    (folder / headers.HEADER_FILE).write_bytes((folder / headers.HEADER_COPY).read_bytes())
    unlock(read_header(folder), PASSPHRASE)
    (tmp_path / "none").mkdir()
    with pytest.raises(ShouzhengError) as caught:
        read_header(tmp_path / "none")
    assert _code(caught) == ("SZ-4001", 2)


def test_the_copy_of_the_header_follows_it(tmp_path: Path) -> None:
    case, _ = made(tmp_path / "case")
    path, copy = (tmp_path / "case" / name for name in (headers.HEADER_FILE, headers.HEADER_COPY))
    before = copy.read_bytes()
    with case:
        case.change_passphrase("another long one", kdf.FLOOR)
        case.new_recovery_key()
    assert before != copy.read_bytes() == path.read_bytes()
    for content in (None, before):  # of an earlier version, or left by a crash
        copy.unlink()
        if content is not None:
            copy.write_bytes(content)
        open_case(tmp_path / "case", unlock(read_header(tmp_path / "case"), "another long one")).close()
        assert copy.read_bytes() == path.read_bytes()


def test_a_copy_that_cannot_be_written_is_taken_away(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    case, _ = made(tmp_path / "case")

    def full(path: Path) -> object:
        if path.name == headers.HEADER_COPY:
            raise OSError(28, "No space left on device")
        return replacing(path)

    monkeypatch.setattr(headers, "replacing", full)
    with case:
        case.change_passphrase("another long one", kdf.FLOOR)
    assert not (tmp_path / "case" / headers.HEADER_COPY).exists()
