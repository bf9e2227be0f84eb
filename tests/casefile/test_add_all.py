"""Several originals at once: each gets its own answer, all are there or none, nothing waits half-written."""

import errno
from collections.abc import Iterator
from pathlib import Path

import pytest

from shouzheng.casefile.case import Incoming, Stored
from shouzheng.casefile.verify import verify
from shouzheng.reference.problems import ShouzhengError
from tests.casefile.making import filled, made


def broken() -> Iterator[bytes]:
    yield b"some bytes"
    raise OSError(errno.EIO, "Input/output error")


def test_answers_come_in_order_and_a_bad_file_stops_no_other(tmp_path: Path) -> None:
    case, _ = made(tmp_path / "case")
    with case:
        files = [Incoming([bytes([n]) * 70_000], f"file {n}") for n in range(150)]
        answers = case.add_all([*files[:75], Incoming(broken(), "broken"), *files[75:]])
        assert isinstance(answers[75], OSError)
        stored = [each for each in answers if isinstance(each, Stored)]
        assert [each.name for each in stored] == [each.name for each in files]
        assert [each.no for each in stored] == list(range(1, 151))
        for number, each in enumerate(stored):
            assert b"".join(case.blobs.chunks(each.blob)) == bytes([number]) * 70_000
        assert verify(case).problems == ()
        assert list((tmp_path / "case" / "staging").iterdir()) == []


def test_the_same_content_within_one_batch_is_stored_once(tmp_path: Path) -> None:
    case, _ = made(tmp_path / "case")
    with case:
        answers = case.add_all([Incoming([b"same"], name) for name in "abc"])
        assert len({each.blob for each in answers if isinstance(each, Stored)}) == 1
        assert len(list(case.blobs.names())) == 1
        assert list((tmp_path / "case" / "staging").iterdir()) == []
        assert verify(case).originals == 3


def test_a_flush_that_fails_stores_none_of_them(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def full(_handle: int) -> None:
        raise OSError(errno.ENOSPC, "No space left on device")

    with filled(tmp_path / "case") as case:
        before = list(case.log())
        with monkeypatch.context() as patch:
            patch.setattr("shouzheng.casefile.blobs.os.fsync", full)
            with pytest.raises(ShouzhengError) as caught:
                case.add_all([Incoming([b"x"], "x"), Incoming([b"y"], "y")])
        assert caught.value.problems[0].code == "SZ-4021"
        assert list(case.log()) == before
        assert list((tmp_path / "case" / "staging").iterdir()) == []
        assert verify(case).problems == ()


def test_what_was_put_and_not_settled_is_gone_after_closing(tmp_path: Path) -> None:
    case = filled(tmp_path / "case")
    case.blobs.put([b"never referred to"])
    assert len(list((tmp_path / "case" / "staging").iterdir())) == 1
    case.close()
    assert list((tmp_path / "case" / "staging").iterdir()) == []
