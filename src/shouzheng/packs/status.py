"""How old each part of the data is, where it comes from, and whether it should have been checked again by now."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from functools import lru_cache
from pathlib import Path

from shouzheng.packs import store, trust
from shouzheng.packs.signing import fingerprint
from shouzheng.reference.active_data import (
    PARTS,
    Edition,
    Installed,
    Record,
    folder_in,
    in_use,
    is_newer,
    packs_home,
    read_record,
    shipped_edition,
    sound_folder,
)
from shouzheng.reference.data_files import folder_hash, shipped_folder
from shouzheng.reference.problems import Problem, ShouzhengError

#: Who brought a part: the program itself, a pack of a trusted publisher, a pack of a key that is trusted no longer.
PROGRAM, PACK, UNTRUSTED = "program", "pack", "untrusted"


@dataclass(frozen=True, slots=True)
class PartState:
    """One part as it will be used from the next start of the program.

    ``source`` is one of ``PROGRAM``, ``PACK``, ``UNTRUSTED``; ``publisher`` the name that the person gave the key;
    ``outdated_pack``: a pack gave way to newer data of the program. ``used_here``: this run uses it already.
    """

    part: str
    version: Edition | None
    check_by: date | None
    source: str
    hash: str
    used_here: bool
    publisher: str = ""
    fingerprint: str = ""
    outdated_pack: bool = False
    problem: Problem | None = None

    def days_old(self, today: date) -> int:
        """Days since it was made."""
        return max((today - self.version.day).days, 0) if self.version else 0

    def is_stale(self, today: date) -> bool:
        """True when it should have been checked again before today."""
        return self.check_by is not None and self.check_by < today


@dataclass(frozen=True, slots=True)
class DataStatus:
    """All parts, the trusted keys, whether there is something to go back to, and what is wrong with the record."""

    parts: tuple[PartState, ...]
    publishers: tuple[trust.Publisher, ...]
    can_go_back: bool
    problems: tuple[Problem, ...]

    def stale(self, today: date) -> tuple[str, ...]:
        """Names of the parts that are overdue."""
        return tuple(each.part for each in self.parts if each.is_stale(today))


def status() -> DataStatus:
    """Return the state of the data; never raises for damaged packs: what is wrong is in it."""
    home = packs_home()
    if home is None:
        return DataStatus(tuple(map(_shipped, PARTS)), trust.shipped_publishers(), False, ())
    problems: list[Problem] = []
    record, known = Record({}), trust.shipped_publishers()
    try:
        record = read_record(home)
    except ShouzhengError as error:
        problems += error.problems
    try:
        known = trust.publishers(home)
    except ShouzhengError as error:
        problems += error.problems
    states = []
    for part in PARTS:
        entry = record.now.get(part)
        states.append(_installed(home, part, entry, known) if entry else _shipped(part))
    problems += [each.problem for each in states if each.problem]
    return DataStatus(tuple(states), known, bool(record.now or record.before), tuple(problems))


def _shipped(part: str, *, outdated_pack: bool = False) -> PartState:
    version, check_by = shipped_edition(part)
    return PartState(
        part=part,
        version=version,
        check_by=check_by,
        source=PROGRAM,
        hash=folder_hash(shipped_folder(part)),
        used_here=_pinned(part) is None,
        outdated_pack=outdated_pack,
    )


def _pinned(part: str) -> Path | None:
    try:
        return in_use()[part][0] if part in in_use() else None
    except ShouzhengError:  # a damaged record: this run uses nothing of it
        return None


def _installed(home: Path, part: str, entry: Installed, known: tuple[trust.Publisher, ...]) -> PartState:
    if not is_newer(part, entry):
        return _shipped(part, outdated_pack=True)
    folder = folder_in(home, part, entry)
    used = _pinned(part) == folder
    try:
        pack = store.pack_in(home, entry.pack)
        sound_folder(part, folder, entry.hash)
    except ShouzhengError as error:
        return PartState(part, entry.version, None, PACK, entry.hash, used, problem=error.problems[0])
    who = [each for each in known if each.key == pack.key and part in each.parts]
    return PartState(
        part=part,
        version=entry.version,
        check_by=pack.manifest.check_by,
        source=PACK if who else UNTRUSTED,
        hash=entry.hash,
        used_here=used,
        publisher=who[0].name if who else pack.manifest.publisher,
        fingerprint=fingerprint(pack.key),
    )


def stale_parts(today: date) -> tuple[str, ...]:
    """Return the parts that are overdue, cheaply: for a word on every page. Damaged packs are told elsewhere."""
    home = packs_home()
    try:
        now = read_record(home).now if home else {}
    except ShouzhengError:
        now = {}
    return tuple(part for part in PARTS if _due(home, part, now.get(part)) < today)


def _due(home: Path | None, part: str, entry: Installed | None) -> date:
    return _due_of(home, entry.pack) if home and entry and is_newer(part, entry) else shipped_edition(part)[1]


@lru_cache(maxsize=16)
def _due_of(home: Path, pack: str) -> date:
    try:
        return store.pack_in(home, pack).manifest.check_by
    except ShouzhengError:
        return date.max
