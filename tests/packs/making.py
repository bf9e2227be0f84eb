"""Small packs for tests: the invented publishers, a folder of data, and a trial that costs nothing."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date, timedelta
from pathlib import Path

from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

from shouzheng.model.words import Words
from shouzheng.packs import install, signing
from shouzheng.packs.held import Held
from shouzheng.packs.pack import About, Pack, made_pack
from shouzheng.packs.trial import Outcome
from shouzheng.packs.trust import Publisher
from shouzheng.reference.active_data import PARTS, Edition
from shouzheng.reference.data_files import data_files, shipped_folder

TODAY = date(2026, 12, 5)
FIRST, SECOND = Edition(date(2026, 12, 1), 1), Edition(date(2026, 12, 1), 2)
#: Keys of invented publishers; nobody trusts them outside of the tests.
ALICE, MALLORY = (Ed25519PrivateKey.from_private_bytes(bytes([n]) * 32) for n in (1, 2))


def about(version: Edition = FIRST, **more: object) -> About:
    """Return what the invented publisher says."""
    said = {
        "publisher": "示例法律数据小组（虚构）",
        "note": Words("练习用", "for practice"),
        "version": version,
        "effective": version.day,
        "check_by": date(2026, 12, 31),
        "program": "0.1.0",
    }
    return About(**{**said, **more})  # type: ignore[arg-type]


def shipped(*parts: str) -> dict[str, bytes]:
    """Return the program's own files of these parts, by their names in a pack."""
    found = {}
    for part in parts:
        folder = shipped_folder(part)
        for path in data_files(folder):
            found[f"{part}/{path.relative_to(folder).as_posix()}"] = path.read_bytes()
    return found


def directory(mark: str = "") -> dict[str, bytes]:
    """Return the files of a tiny directory that no trial would let pass; ``mark`` makes another content of it."""
    return {
        "directory/guides/first-day.toml": b"title = 1\n",
        "directory/hotlines.toml": f'numbers = ["95188"]\n# {mark}\n'.encode(),
    }


def pack(version: Edition = FIRST, *, key: Ed25519PrivateKey = ALICE, mark: str = "", **more: object) -> Pack:
    """Return a signed pack of the tiny directory."""
    return made_pack(directory(mark), about(version, **more), key)


def trusting(home: Path, key: Ed25519PrivateKey = ALICE, parts: tuple[str, ...] = PARTS) -> Path:
    """Let a folder trust a key; return it."""
    raw = signing.public_of(key)
    install.trust_key(home, Publisher(raw, "小组", parts, TODAY), signing.fingerprint(raw))
    return home


def no_trial(
    _chosen: Mapping[str, tuple[Path, str]], _today: date, _before: Path | None = None, _held: Held | None = None, /
) -> Outcome:
    """Stand in for the trial where a test is about what comes before and after it."""
    from shouzheng.rulebook.load import load_rulebook

    return Outcome((), tuple(rule.id for rule in load_rulebook(shipped_folder("law")).rules))


def later(days: int) -> date:
    """Return a day after today."""
    return TODAY + timedelta(days=days)
