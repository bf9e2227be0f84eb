"""Every change of a bundle is found by the program inside it, and a change of that program by the printed step."""

import hashlib
import os
import random
import re
import shutil
import subprocess
import sys
import warnings
import zipfile
from collections.abc import Callable
from pathlib import Path

import pytest
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from hypothesis import given, settings
from hypothesis import strategies as st

from shouzheng.remedy.bundle import verify as checking
from shouzheng.remedy.bundle.build import verifier_digest, zip_path

#: Flips in CI; ``SHOUZHENG_FLIPS=2000`` runs the number of the issue.
FLIPS = int(os.environ.get("SHOUZHENG_FLIPS", "150"))


@pytest.fixture
def copy(bundle: Path, tmp_path: Path) -> Path:
    return Path(shutil.copytree(bundle, tmp_path / "copy"))


def wrong(folder: Path) -> list[str]:
    """Names of what is found wrong."""
    return [name for name, _, _ in checking.check(checking.Folder(folder))[0].wrong]


def test_every_flipped_byte_is_found(copy: Path) -> None:
    chance = random.Random(20261122)  # noqa: S311 - places, not keys
    files = [path for path in sorted(copy.rglob("*")) if path.is_file() and path.name != "verify.py"]
    assert len(files) > 15
    for turn in range(FLIPS):
        path = files[turn % len(files)]  # small files are hit as often as large ones
        good = path.read_bytes()
        place = chance.randrange(len(good))
        bad = bytearray(good)
        bad[place] ^= 1 << chance.randrange(8)
        path.write_bytes(bytes(bad))
        assert wrong(copy), f"{path.name}: byte {place} of {len(good)}"
        path.write_bytes(good)
    assert wrong(copy) == []


def _remove(folder: Path) -> None:
    (folder / "data" / "findings.json").unlink()


def _add(folder: Path) -> None:
    (folder / "data" / "later.txt").write_text("x")


def _add_hidden(folder: Path) -> None:
    (folder / "data" / ".hidden").write_text("")


def _rename(folder: Path) -> None:
    (folder / "data" / "findings.json").rename(folder / "data" / "Findings.json")


def _swap(folder: Path) -> None:
    one, two, part = (folder / "data" / name for name in ("findings.json", "events.jsonl", "part"))
    one.rename(part)
    two.rename(one)
    part.rename(two)


def _truncate(folder: Path) -> None:
    path = folder / "data" / "dossier.pdf"
    path.write_bytes(path.read_bytes()[:-1])


def _truncate_log(folder: Path) -> None:
    path = folder / "data" / "custody" / "log.jsonl"
    path.write_bytes(b"".join(path.read_bytes().splitlines(keepends=True)[:-1]))


def _link(folder: Path) -> None:
    path = folder / "data" / "findings.json"
    path.rename(folder.parent / "elsewhere.json")
    path.symlink_to(folder.parent / "elsewhere.json")


def _tag_removed(folder: Path) -> None:
    (folder / "signature.sig").unlink()


def _manifest_cut(folder: Path) -> None:
    path = folder / "manifest-sha256.txt"
    path.write_bytes(path.read_bytes()[:-10])


@pytest.mark.parametrize(
    "change",
    [_remove, _add, _add_hidden, _rename, _swap, _truncate, _truncate_log, _link, _tag_removed, _manifest_cut],
)
def test_other_changes_are_found(copy: Path, change: Callable[[Path], None]) -> None:
    change(copy)
    assert wrong(copy)
    done = subprocess.run([sys.executable, "-I", "verify.py"], cwd=copy, capture_output=True, check=False)
    assert done.returncode == 4


def _resealed(folder: Path, *, sign: bool) -> None:
    """Write the manifests anew after a change, as somebody would who wants to hide it."""

    def listed(paths: list[Path]) -> str:
        names = sorted((path.relative_to(folder).as_posix(), path) for path in paths)
        return "".join(f"{hashlib.sha256(path.read_bytes()).hexdigest()}  {name}\n" for name, path in names)

    files = [path for path in folder.rglob("*") if path.is_file()]
    (folder / "manifest-sha256.txt").write_text(listed([p for p in files if (folder / "data") in p.parents]))
    alone = {folder / name for name in checking.ALONE}
    (folder / "tagmanifest-sha256.txt").write_text(
        listed([p for p in files if (folder / "data") not in p.parents and p not in alone])
    )
    if sign:
        lines = (folder / "signature.txt").read_text("ascii").split("\n")
        lines[2] = hashlib.sha256((folder / "tagmanifest-sha256.txt").read_bytes()).hexdigest()
        (folder / "signature.txt").write_text("\n".join(lines))


@pytest.mark.parametrize("sign", [False, True])
def test_new_manifests_do_not_hide_a_change(copy: Path, sign: bool) -> None:
    path = copy / "data" / "custody" / "log.jsonl"
    path.write_bytes(path.read_bytes().replace(b'"what":"add"', b'"what":"ADD"', 1))
    _resealed(copy, sign=sign)
    assert {"signature.txt", "data/custody/log.jsonl"} <= set(wrong(copy))


def test_a_name_twice_in_a_zip_is_found(bundle: Path, tmp_path: Path) -> None:
    """Two programs may read different ones of the two."""
    path = Path(shutil.copy(zip_path(bundle), tmp_path / "twice.zip"))
    with zipfile.ZipFile(path, "a") as archive, warnings.catch_warnings():
        warnings.simplefilter("ignore")
        archive.writestr("out/data/findings.json", archive.read("out/data/findings.json"))
    assert [name for name, _, _ in checking.check(checking.Archive(path))[0].wrong] == ["ZIP"]


def _member_flags(content: bytes, name: bytes, flags: int, method: int) -> bytes:
    """Say of a member, in both places where a ZIP does, that it is locked or packed in another way."""
    changed = bytearray(content)
    for start, lead in ((6, b"PK\x03\x04"), (8, b"PK\x01\x02")):
        name_at = 30 if lead == b"PK\x03\x04" else 46
        place = next(p for p in _places(content, lead) if content[p + name_at :].startswith(name))
        changed[place + start : place + start + 2] = flags.to_bytes(2, "little")
        changed[place + start + 2 : place + start + 4] = method.to_bytes(2, "little")
    return bytes(changed)


def _places(content: bytes, part: bytes) -> list[int]:
    return [match.start() for match in re.finditer(re.escape(part), content)]


@pytest.mark.parametrize(("flags", "method"), [(1, 0), (0, 8), (0, 12), (0, 14), (0, 97), (0x20, 0)])
def test_a_zip_that_cannot_be_read_is_a_finding_and_no_crash(
    bundle: Path, tmp_path: Path, flags: int, method: int
) -> None:
    """Old bug: a member that says it is locked by a password ended the program with a traceback."""
    path = tmp_path / "strange.zip"
    path.write_bytes(_member_flags(zip_path(bundle).read_bytes(), b"out/data/findings.json", flags, method))
    done = subprocess.run([sys.executable, "-I", checking.__file__, path], capture_output=True, text=True, check=False)
    assert (done.returncode, done.stderr) == (4, "")
    assert "data/findings.json" in done.stdout


def test_a_changed_program_is_found_by_the_printed_step(copy: Path) -> None:
    readme = (copy / "README.en.txt").read_text("utf-8")
    (step,) = (line.strip() for line in readme.splitlines() if "verify.py" in line and "sha256sum -c" in line)
    assert verifier_digest() in step
    assert subprocess.run(step, cwd=copy, shell=True, capture_output=True, check=False).returncode == 0  # noqa: S602
    program = copy / "verify.py"
    program.write_text(program.read_text("utf-8").replace("return 4", "return 0"), "utf-8")
    assert subprocess.run(step, cwd=copy, shell=True, capture_output=True, check=False).returncode == 1  # noqa: S602
    assert "verify.py" in wrong(copy)  # and by a good copy of the program


def test_what_was_put_in_is_found_by_the_printed_steps(copy: Path) -> None:
    """Old bug: a link was passed over."""
    lines = (copy / "README.en.txt").read_text("utf-8").splitlines()
    start = next(number for number, line in enumerate(lines) if "cut -c67-" in line)
    steps = "\n".join(lines[start : start + 3])

    def shown() -> str:
        return subprocess.run(["sh", "-c", steps], cwd=copy, capture_output=True, text=True, check=False).stdout

    assert shown() == ""
    for name in ("link", "data/link"):
        (copy / name).symlink_to("bagit.txt")
        assert f"> {name}" in shown()
        (copy / name).unlink()


def test_the_program_is_short_and_needs_nothing() -> None:
    source = Path(checking.__file__).read_text("utf-8")
    assert len(source.splitlines()) < 300
    imported = {line.split()[1].split(".")[0] for line in source.splitlines() if line.startswith(("import ", "from "))}
    assert imported <= sys.stdlib_module_names


@pytest.mark.parametrize("content", [b"", b"PK", b"x" * 100])
def test_what_is_no_bundle_is_said(tmp_path: Path, content: bytes) -> None:
    (tmp_path / "file").write_bytes(content)
    for target in (tmp_path, tmp_path / "file", tmp_path / "gone"):
        assert checking.main([str(target)]) == 2


@settings(deadline=None, max_examples=30)
@given(message=st.binary(max_size=200), seed=st.binary(min_size=32, max_size=32), bit=st.integers(0, 64 * 8 - 1))
def test_the_signature_check_agrees_with_the_library(message: bytes, seed: bytes, bit: int) -> None:
    key = Ed25519PrivateKey.from_private_bytes(seed)
    public, signature = key.public_key().public_bytes_raw(), key.sign(message)
    assert checking.is_signed(public, message, signature)
    changed = bytearray(signature)
    changed[bit // 8] ^= 1 << bit % 8
    assert not checking.is_signed(public, message, bytes(changed))
    assert not checking.is_signed(public, message + b"x", signature)
    # RFC 8032 5.1.7: s must be below the order, else a second signature would pass
    raised = (int.from_bytes(signature[32:], "little") + checking.Q).to_bytes(33, "little")
    assert not checking.is_signed(public, message, signature[:32] + raised[:32]) or raised[32]


def test_a_published_signature_holds() -> None:
    """RFC 8032 section 7.1, test 2."""
    public = bytes.fromhex("3d4017c3e843895a92b70aa74d1b7ebc9c982ccf2ec4968cc0cd55f12af4660c")
    signature = bytes.fromhex(
        "92a009a9f0d4cab8720e820b5f642540a2b27b5416503f8fb3762223ebdb69da"
        "085ac1e43e15996e458f3613d0f11d8c387b2eaeb4302aeeb00d291612bb0c00"
    )
    assert checking.is_signed(public, b"\x72", signature)
    assert not checking.is_signed(public, b"\x73", signature)
