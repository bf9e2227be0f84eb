"""The person's own folder of packs: one writer at a time, packs that appear whole, a record that changes by a rename.

``active.json`` says what is in use; ``packs/<id>/`` holds one pack: its file as it came and its data unpacked;
``trusted.json`` holds keys. A stop at any moment leaves at most a folder ``.new-…`` that the next writer removes.
"""

from __future__ import annotations

import contextlib
import json
import os
import shutil
import tempfile
import time
from collections.abc import Iterator, Mapping
from pathlib import Path

from shouzheng.casefile.lock import writing
from shouzheng.casefile.problems import IN_USE as CASE_IN_USE
from shouzheng.packs.pack import Pack, read_pack
from shouzheng.packs.problems import CANNOT_READ, IN_USE, NO_HOME
from shouzheng.reference.active_data import (
    FOLDERS,
    MOST_BEFORE,
    RECORD,
    Choice,
    Record,
    damaged,
    packs_home,
    read_record,
)
from shouzheng.reference.atomic import flush_folder, replacing
from shouzheng.reference.problems import Problem, ShouzhengError

#: Name of the pack's own file in its folder, and how a folder that is not finished begins.
PACK_FILE, UNFINISHED = "pack.szpack", ".new-"
#: A pack that no kept state names any more is removed after so long, in seconds: a running program may still read it.
_KEPT_SECONDS = 30 * 86_400


def home_or_problem() -> Path:
    """Return the folder; raises ``ShouzhengError`` (SZ-8016) when this run uses no packs."""
    home = packs_home()
    if home is None:
        raise ShouzhengError(Problem(NO_HOME))
    return home


@contextlib.contextmanager
def changing(home: Path) -> Iterator[None]:
    """Hold the folder for writing. Raises ``ShouzhengError``: SZ-8015 when another does, SZ-8002 when it cannot be."""
    try:
        home.mkdir(parents=True, exist_ok=True, mode=0o700)
        (home / FOLDERS).mkdir(exist_ok=True, mode=0o700)
        with contextlib.ExitStack() as held:
            try:
                held.enter_context(writing(home))
            except ShouzhengError as error:
                if any(each.kind is CASE_IN_USE for each in error.problems):
                    raise ShouzhengError(Problem(IN_USE)) from error
                cause = error.__cause__
                raise unwritable(cause if isinstance(cause, OSError) else OSError()) from error
            _tidy(home)
            yield
    except OSError as error:
        raise unwritable(error) from error


def unwritable(error: OSError, where: str = "") -> ShouzhengError:
    """Return the error for a file that cannot be read or written."""
    return ShouzhengError(Problem(CANNOT_READ, where, (("reason", type(error).__name__),)))


def _tidy(home: Path) -> None:
    """Remove what a stop left, and packs that nothing has named for a month."""
    try:
        record = read_record(home)
    except ShouzhengError:  # a record that cannot be read names nothing, so nothing may be judged forgotten
        record = None
    named = {entry.pack for choice in (record.now, *record.before) for entry in choice.values()} if record else set()
    for folder in (home / FOLDERS).iterdir():
        old = time.time() - folder.stat().st_mtime > _KEPT_SECONDS
        if folder.name.startswith(UNFINISHED) or (record and old and folder.name not in named):
            shutil.rmtree(folder, ignore_errors=True)


def unpack(home: Path, pack: Pack) -> Path:
    """Write a pack to a new folder, flushed to the disk, and return that folder; raises ``OSError``."""
    folder = Path(tempfile.mkdtemp(dir=home / FOLDERS, prefix=UNFINISHED))
    for name, content in {PACK_FILE: pack.content, **pack.files}.items():
        path = folder / name
        path.parent.mkdir(parents=True, exist_ok=True)
        with path.open("xb") as file:
            file.write(content)
            file.flush()
            os.fsync(file.fileno())
    return folder


def put_in_place(home: Path, folder: Path, pack: Pack) -> None:
    """Give the unpacked folder the name of the pack; one that is there already gives way. Raises ``OSError``."""
    place = home / FOLDERS / pack.id
    if place.exists():
        if _is_whole(place, pack):
            shutil.rmtree(folder)
            return
        aside = Path(tempfile.mkdtemp(dir=home / FOLDERS, prefix=UNFINISHED))
        place.rename(aside / "damaged")
    folder.rename(place)
    flush_folder(home / FOLDERS)


def _is_whole(place: Path, pack: Pack) -> bool:
    expected = {PACK_FILE: pack.content, **pack.files}
    found = {path.relative_to(place).as_posix() for path in place.rglob("*") if path.is_file()}
    return found == set(expected) and all((place / name).read_bytes() == data for name, data in expected.items())


def pack_in(home: Path, name: str) -> Pack:
    """Return an installed pack from the file that came; raises ``ShouzhengError`` (SZ-8001, SZ-8003, SZ-8004)."""
    try:
        return read_pack((home / FOLDERS / name / PACK_FILE).read_bytes())
    except OSError as error:
        raise damaged(PACK_FILE) from error


def choose(home: Path, record: Record, now: Choice) -> None:
    """Make a choice the one in use; the one before is kept for going back. Raises ``OSError``."""
    before = record.before if now == record.now else (*record.before, record.now)  # the same again is no step
    write_record(home, Record(now, before[-MOST_BEFORE:]), record)


def write_record(home: Path, record: Record, old: Record) -> None:
    """Put the record in place by a rename: whoever reads it sees the old one or the new one. Raises ``OSError``.

    The month that a forgotten pack is kept begins now for those of the ``old`` record: programs may be reading them.
    """
    for name in {entry.pack for choice in (old.now, *old.before) for entry in choice.values()}:
        with contextlib.suppress(OSError):
            os.utime(home / FOLDERS / name)
    content = {"format": 1, "now": _raw(record.now), "before": [_raw(each) for each in record.before]}
    with replacing(home / RECORD) as file:
        file.write((json.dumps(content, indent=1) + "\n").encode("ascii"))
    flush_folder(home)


def _raw(choice: Choice) -> Mapping[str, Mapping[str, str]]:
    return {part: entry.as_json() for part, entry in choice.items()}
