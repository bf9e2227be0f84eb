"""The system's key ring: only on an explicit word, never the passphrase, never a ring that is a plain file."""

import sys
from pathlib import Path
from types import ModuleType

import pytest

from shouzheng.casefile import os_keyring
from shouzheng.casefile.header import Header, read_header, unlock, with_passphrase, write_header
from shouzheng.casefile.kdf import FLOOR
from shouzheng.reference.problems import ShouzhengError
from tests.casefile.making import PASSPHRASE, made


class _Ring:
    """A place of the library ``keyring``, in memory."""

    def __init__(self, priority: float = 5) -> None:
        self.priority, self.kept, self.locked = priority, dict[tuple[str, str], str](), False

    def get_password(self, service: str, username: str) -> str | None:
        if self.locked:
            raise RuntimeError("the ring is locked, and this says why with private words")
        return self.kept.get((service, username))

    def set_password(self, service: str, username: str, password: str) -> None:
        self.kept[service, username] = password

    def delete_password(self, service: str, username: str) -> None:
        del self.kept[service, username]


class Secret(_Ring):
    __module__ = "keyring.backends.SecretService"


class _PlainFile(_Ring):
    __module__ = "keyrings.alt.file"


def _install(monkeypatch: pytest.MonkeyPatch, *rings: _Ring) -> None:
    library, backend = ModuleType("keyring"), ModuleType("keyring.backend")
    monkeypatch.setattr(backend, "get_all_keyring", lambda: list(rings), raising=False)
    monkeypatch.setitem(sys.modules, "keyring", library)
    monkeypatch.setitem(sys.modules, "keyring.backend", backend)


@pytest.fixture(scope="module")
def header(tmp_path_factory: pytest.TempPathFactory) -> Header:
    folder = tmp_path_factory.mktemp("case") / "case"
    made(folder)[0].close()
    return read_header(folder)


def _code(header: Header) -> str:
    with pytest.raises(ShouzhengError) as caught:
        os_keyring.remembered(header)
    assert caught.value.exit_code == 2
    assert "private" not in str(caught.value)
    return caught.value.problems[0].code


def test_what_is_kept_opens_this_case_and_is_not_the_passphrase(
    header: Header, monkeypatch: pytest.MonkeyPatch
) -> None:
    ring, worse, plain = Secret(), Secret(priority=1), _PlainFile(priority=9)
    _install(monkeypatch, worse, plain, ring)
    assert not os_keyring.is_remembered(header)
    assert os_keyring.remember(header, PASSPHRASE) == os_keyring.remembered(header) == unlock(header, PASSPHRASE)
    assert os_keyring.is_remembered(header)
    assert PASSPHRASE not in str(ring.kept)
    assert list(ring.kept) == [("shouzheng", header.id)]
    assert worse.kept == plain.kept == {}
    assert os_keyring.forget(header)
    assert (ring.kept, os_keyring.forget(header), _code(header)) == ({}, False, "SZ-4051")


def test_a_wrong_passphrase_is_not_put_there(header: Header, monkeypatch: pytest.MonkeyPatch) -> None:
    ring = Secret()
    _install(monkeypatch, ring)
    with pytest.raises(ShouzhengError) as caught:
        os_keyring.remember(header, "not this one at all")
    assert (caught.value.problems[0].code, caught.value.exit_code, ring.kept) == ("SZ-4010", 4, {})


def test_a_new_passphrase_voids_what_is_kept(header: Header, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    _install(monkeypatch, Secret())
    keys = os_keyring.remember(header, PASSPHRASE)
    write_header(tmp_path, with_passphrase(header, keys, "another long one", FLOOR))
    assert _code(read_header(tmp_path)) == "SZ-4051"


@pytest.mark.parametrize("content", ["", "!", "AAAA", "\udcff"])
def test_what_somebody_else_put_there_is_none(header: Header, monkeypatch: pytest.MonkeyPatch, content: str) -> None:
    ring = Secret()
    _install(monkeypatch, ring)
    ring.kept["shouzheng", header.id] = content
    assert _code(header) == "SZ-4051"


def test_without_a_key_ring_of_the_system_it_is_said(header: Header, monkeypatch: pytest.MonkeyPatch) -> None:
    locked = Secret()
    locked.locked = True
    for rings in ((), (_PlainFile(),), (Secret(priority=0),), (locked,)):
        _install(monkeypatch, *rings)
        assert _code(header) == "SZ-4050"
    monkeypatch.setitem(sys.modules, "keyring.backend", None)  # not installed
    assert _code(header) == "SZ-4050"
