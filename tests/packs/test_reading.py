"""A pack is taken only when every byte of it is the one that was signed; whatever else comes is refused in words."""

from __future__ import annotations

import io
import json
import zipfile
from collections.abc import Callable
from dataclasses import replace
from datetime import date

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from shouzheng.model.words import Lang
from shouzheng.packs import archive, signing
from shouzheng.packs.manifest import Member, as_bytes, is_plain_name, read_manifest
from shouzheng.packs.pack import made_pack, read_pack
from shouzheng.reference.problems import ShouzhengError
from tests.packs.making import ALICE, MALLORY, about, directory, pack

PACK = pack()
#: Small enough for thousands of readings.
SMALL = made_pack({"directory/a.toml": b"a = 1\n", "directory/guides/b.toml": b"b = 2\n"}, about(), ALICE)


def _refused(content: bytes) -> str:
    with pytest.raises(ShouzhengError) as caught:
        read_pack(content)
    for lang in Lang:
        assert all(each.what(lang) and each.repair(lang) for each in caught.value.problems)
    return caught.value.problems[0].code


def _signed(files: dict[str, bytes], manifest: bytes, signature: bytes | None = None) -> bytes:
    signature = ALICE.sign(manifest) if signature is None else signature
    return archive.written({archive.MANIFEST: manifest, archive.SIGNATURE: signature, **files})


def test_what_was_packed_comes_out_and_making_is_deterministic() -> None:
    assert dict(read_pack(PACK.content).files) == directory()
    assert pack().content == PACK.content
    assert pack(mark="x").id != PACK.id


def test_any_zip_program_opens_it_and_openssl_needs_only_its_files() -> None:
    with zipfile.ZipFile(io.BytesIO(PACK.content)) as opened:
        assert opened.testzip() is None
        assert all(info.compress_type == zipfile.ZIP_STORED for info in opened.infolist())
        listed, signature = opened.read("manifest.json"), opened.read("manifest.sig")
        assert {name for name in opened.namelist() if name.endswith(".toml")} == set(PACK.files)
    assert signing.is_signed(listed, signature, signing.public_of(ALICE))
    assert json.loads(listed)["version"] == "2026-12-01.1"


@settings(max_examples=400, deadline=None)
@given(st.integers(0, len(SMALL.content) - 1), st.integers(1, 255))
def test_a_flipped_byte_anywhere_is_found(place: int, change: int) -> None:
    content = bytearray(SMALL.content)
    content[place] ^= change
    assert _refused(bytes(content)) in ("SZ-8003", "SZ-8004", "SZ-8012")


@settings(max_examples=150, deadline=None)
@given(st.binary(max_size=300) | st.integers(0, len(SMALL.content) - 1).map(lambda n: SMALL.content[:n]))
def test_rubbish_and_broken_downloads_are_no_packs(content: bytes) -> None:
    assert _refused(content) == "SZ-8003"


@settings(max_examples=100, deadline=None)
@given(st.integers(0, len(SMALL.content)), st.binary(min_size=1, max_size=40))
def test_nothing_can_be_hidden_between_the_files(place: int, more: bytes) -> None:
    assert _refused(SMALL.content[:place] + more + SMALL.content[place:])


@pytest.mark.parametrize("how", [zipfile.ZIP_DEFLATED, zipfile.ZIP_STORED])
def test_another_zip_of_the_same_files_is_refused(how: int) -> None:
    made = io.BytesIO()
    with zipfile.ZipFile(made, "w", how) as other, zipfile.ZipFile(io.BytesIO(SMALL.content)) as first:
        for name in first.namelist():
            other.writestr(name, first.read(name))
    assert _refused(made.getvalue()) == "SZ-8003"


def test_two_files_of_one_name_are_refused() -> None:
    one = archive.written({archive.MANIFEST: b"", archive.SIGNATURE: b"", "directory/a.toml": b"1"})
    local = one[: one.index(b"PK\1\2")]
    again = local[local.rindex(b"PK\3\4") :]
    assert _refused(local + again + one[len(local) :]) == "SZ-8003"


@pytest.mark.parametrize(
    "name",
    [
        "law/../../../.bashrc.toml",
        "../law/a.toml",
        "/law/a.toml",
        "law/a.py",
        "law/a.toml/",
        "law//a.toml",
        "law/./a.toml",
        "law/.hidden.toml",
        "law/a.toml.exe",
        "law\\a.toml",
        "law/con.toml",
        "law/x/NUL.toml",
        "program/a.toml",
        "law.toml",
        "law/" + "a" * 200 + ".toml",
        "law/法.toml",
        "law/a.toml\n",
        "law/a..toml",
    ],
)
def test_names_that_are_no_plain_data_files_are_refused_even_when_signed(name: str) -> None:
    assert not is_plain_name(name)
    wrong = replace(SMALL.manifest, members=(Member(name, 1, "0" * 64),), parts=("law",))
    with pytest.raises(ShouzhengError) as caught:
        read_manifest(as_bytes(wrong))
    assert caught.value.problems[0].code == "SZ-8003"


def test_names_that_differ_only_in_capitals_are_one_file_elsewhere_and_refused() -> None:
    with pytest.raises(ShouzhengError):
        made_pack({"law/A.toml": b"", "law/a.toml": b""}, about(), ALICE)


def test_a_signature_of_another_key_and_a_changed_list_are_refused() -> None:
    listed = as_bytes(SMALL.manifest)
    assert _refused(_signed(dict(SMALL.files), listed, MALLORY.sign(listed))) == "SZ-8004"
    later = as_bytes(replace(SMALL.manifest, check_by=date(2099, 1, 1)))
    assert _refused(_signed(dict(SMALL.files), later, ALICE.sign(listed))) == "SZ-8004"
    assert _refused(_signed(dict(SMALL.files), listed, b"")) == "SZ-8004"


def test_a_file_that_is_changed_missing_or_too_many_is_named() -> None:
    listed, files = as_bytes(SMALL.manifest), dict(SMALL.files)
    assert _refused(_signed({**files, "directory/a.toml": b"a = 2\n"}, listed)) == "SZ-8004"
    assert _refused(_signed({"directory/a.toml": files["directory/a.toml"]}, listed)) == "SZ-8004"
    assert _refused(_signed({**files, "directory/run.py": b"print()"}, listed)) == "SZ-8003"


def _json(change: Callable[[str], str]) -> bytes:
    return change(as_bytes(SMALL.manifest).decode()).encode()


@pytest.mark.parametrize(
    "listed",
    [
        b"",
        b"[]",
        b"null",
        b"\xff",
        b"[" * 100_000,
        b'{"version": NaN}',
        _json(lambda text: text.replace('"program"', '"more": 1,\n "program"')),
        _json(lambda text: text.replace('"effective"', '"effective": "2020-01-01",\n "effective"')),
        _json(lambda text: text.replace('"bytes": 6', '"bytes": 6.0')),
        _json(lambda text: text.replace('"bytes": 6', '"bytes": true')),
        _json(lambda text: text.replace("0.1.0", "0.1")),
        _json(lambda text: text.replace("2026-12-01.1", "2026-13-01.1")),
        _json(lambda text: text.replace('"made": "2026-12-01"', '"made": "2026-12-02"')),
        _json(lambda text: text + " "),
        _json(lambda text: text.replace("\\u793a", "\\ud800")),
    ],
)
def test_a_signed_list_in_any_other_form_is_refused(listed: bytes) -> None:
    assert _refused(_signed(dict(SMALL.files), listed)) == "SZ-8003"


def test_a_key_under_which_forged_signatures_hold_is_refused() -> None:
    identity = bytes([1]) + bytes(31)
    listed = as_bytes(replace(SMALL.manifest, key=identity.hex()))
    forged = identity + bytes(32)  # R is the identity, S is nothing: holds for every list under this key
    assert _refused(_signed(dict(SMALL.files), listed, forged)) == "SZ-8012"


def test_a_file_larger_than_any_pack_is_refused_without_being_read() -> None:
    assert _refused(bytes(archive.MOST_PACK + 1)) == "SZ-8003"
