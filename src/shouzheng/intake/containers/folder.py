"""A folder with everything below it, in the order of names. Links are not followed.

A folder below it that is an iPhone's backup is opened as one: of its many thousand files only the stores are read.
"""

from __future__ import annotations

import os
from collections.abc import Iterator
from datetime import date
from pathlib import Path

from shouzheng.intake.container_problems import ARCHIVE_DAMAGED, NOT_FOLLOWED, TOO_MANY_MEMBERS
from shouzheng.intake.containers import BESIDE, Container, Member, Opening, Refusal, base_of
from shouzheng.intake.containers.ios_backup import CONTAINER as IOS_BACKUP
from shouzheng.intake.sniff import Look
from shouzheng.intake.source import Source, on_disk
from shouzheng.model.words import Words
from shouzheng.reference.problems import ShouzhengError

#: Exit code of "not readable" (DESIGN §8): the rest of the folder is still read.
_UNREADABLE = 2
_WHY = Words("这是文件夹", "this is a folder")


def _recognise(look: Look) -> Words | None:
    return _WHY if look.folder is not None else None


def _members(source: Source, opening: Opening) -> Iterator[Member]:
    root = source.path
    if root is None:
        raise opening.fail(ARCHIVE_DAMAGED, detail="no folder")
    budget = opening.budget
    for folder, names, files in os.walk(root, onerror=lambda error: _say_closed(error, opening)):
        names.sort()
        here = set(files)
        for name in [name for name in names if Path(folder, name).is_symlink()]:
            yield _refused(root, Path(folder, name), opening)
        look = Look(Path(folder).name, b"", None, b"", None, folder=Path(folder))
        if Path(folder) != root and IOS_BACKUP.recognise(look) is not None:
            names.clear()
            yield from _backup(root, look, opening)
            continue
        for name in sorted(files):
            path = Path(folder, name)
            budget.members += 1
            if budget.members > budget.limits.members:
                opening.say(TOO_MANY_MEMBERS, most=budget.limits.members)
                return
            if path.is_symlink() or not path.is_file():
                yield _refused(root, path, opening)
            elif base_of(name, here) is not None:
                opening.belonging += 1
            else:
                yield on_disk(path, member=path.relative_to(root).as_posix(), companions=BESIDE)


def _backup(root: Path, look: Look, opening: Opening) -> Iterator[Member]:
    """Yield the stores of an iPhone's backup below the folder; raises ``ShouzhengError`` for a wrong password only."""
    place = look.folder or root
    inside = place.relative_to(root).as_posix()
    inner = Opening(look, None, opening.budget, opening.ask, opening.problems)
    try:
        for member in IOS_BACKUP.members(Source(look.name, lambda: place.open("rb"), path=place), inner):
            if isinstance(member, Source):
                member.member = f"{inside}/{member.member}"
            yield member
    except ShouzhengError as error:
        if error.exit_code != _UNREADABLE:
            raise
        yield from (Refusal(inside, problem) for problem in error.problems)


def _refused(root: Path, path: Path, opening: Opening) -> Refusal:
    member = path.relative_to(root).as_posix()
    return Refusal(member, opening.problem(NOT_FOLLOWED, member))


def _say_closed(error: OSError, opening: Opening) -> None:
    name = Path(os.fsdecode(error.filename)).name if error.filename else ""
    opening.say(ARCHIVE_DAMAGED, name, detail=error.strerror or type(error).__name__)


CONTAINER = Container(
    name="folder",
    title=Words("文件夹", "a folder"),
    file_names=("*/",),
    media_type="inode/directory",
    checked=date(2026, 11, 22),
    recognise=_recognise,
    members=_members,
    last_resort=True,
    notes=(
        Words("链接和特殊文件不读取。", "Links and special files are not read."),
        Words(
            "里面的苹果手机备份文件夹只读取短信、通话的库。",
            "Of an iPhone's backup inside of it only the stores of messages and calls are read.",
        ),
        Words("数据库旁边的 -wal 文件与数据库一起读取。", "A -wal file beside a database is read together with it."),
    ),
)
