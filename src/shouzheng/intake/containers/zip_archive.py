"""A ZIP archive. Members are unpacked while they are read, never under their own names, within stated limits."""

from __future__ import annotations

import re
import struct
from collections.abc import Iterator
from datetime import date
from pathlib import Path
from zipfile import ZIP_BZIP2, ZIP_DEFLATED, ZIP_LZMA, ZIP_STORED, ZipFile, ZipInfo

from shouzheng.intake.container_problems import (
    ARCHIVE_DAMAGED,
    MEMBER_LOCKED,
    METHOD_UNKNOWN,
    STRANGE_NAME,
    TOO_MANY_MEMBERS,
)
from shouzheng.intake.containers import BESIDE, Container, Member, Opening, Refusal, base_of
from shouzheng.intake.containers._guard import DAMAGE, Guarded
from shouzheng.intake.containers._ios_in_zip import belongs, members_of, roots
from shouzheng.intake.sniff import Look
from shouzheng.intake.source import Source, names_beside
from shouzheng.model.words import Words

#: Bytes of the archive's list of members that are read; a member takes about a hundred.
_LIST = 16 << 20
_END = struct.Struct("<4s4H2LH")
_END_64 = struct.Struct("<4sQ2H2L4Q")
_LOCATOR = struct.Struct("<4sLQL")
_METHODS = frozenset([ZIP_STORED, ZIP_DEFLATED, ZIP_BZIP2, ZIP_LZMA])
_UTF_8_NAME, _ENCRYPTED = 0x800, 0x1
#: Names that point outside of the archive, or are no names of files at all.
OUTSIDE = re.compile(r"(?:^|[/\\])\.\.(?:[/\\]|$)|^[/\\]|^[A-Za-z]:|\0")

_WHY = Words("开头是 ZIP 压缩包的标记 PK", "it begins with PK, the mark of a ZIP archive")


def _recognise(look: Look) -> Words | None:
    return _WHY if look.head.startswith((b"PK\x03\x04", b"PK\x05\x06")) else None


def _members(source: Source, opening: Opening) -> Iterator[Member]:
    path = source.local()
    try:
        _check_list(path, opening)
        with ZipFile(path) as archive:
            infos = [info for info in archive.infolist() if not info.is_dir()]
            yield from _each(archive, infos, opening)
    except DAMAGE as error:
        raise opening.fail(ARCHIVE_DAMAGED, detail=str(error) or type(error).__name__) from error


def _check_list(path: Path, opening: Opening) -> None:
    """Refuse a list of members that would not fit into memory, before ``zipfile`` reads it whole."""
    size = path.stat().st_size
    with path.open("rb") as stream:
        stream.seek(max(size - (1 << 16) - _END.size, 0))
        tail = stream.read()
        place = tail.rfind(b"PK\x05\x06")
        if place < 0 or len(tail) - place < _END.size:
            return
        length = _END.unpack_from(tail, place)[5]
        locator = place - _LOCATOR.size
        if locator >= 0 and tail[locator : locator + 4] == b"PK\x06\x07":
            stream.seek(min(_LOCATOR.unpack_from(tail, locator)[2], size))
            end = stream.read(_END_64.size)
            length = _END_64.unpack(end)[8] if len(end) == _END_64.size else length
    if length != 0xFFFFFFFF and length > _LIST:
        raise opening.fail(TOO_MANY_MEMBERS, most=opening.budget.limits.members)


def _each(archive: ZipFile, infos: list[ZipInfo], opening: Opening) -> Iterator[Member]:
    budget = opening.budget
    last = {_name(info): info for info in infos}
    names = set(last)
    backups = roots(last)
    if backups:
        rest = [info for info in infos if not belongs(_name(info), backups)]
        opened = 0
        for root in backups:
            for member in _backup(archive, root, last, opening):
                opened += 1
                yield member
        opening.belonging += max(len(infos) - len(rest) - opened, 0)
        infos = rest
    for info in infos:
        budget.members += 1
        if budget.members > budget.limits.members:
            opening.say(TOO_MANY_MEMBERS, most=budget.limits.members)
            return
        name = _name(info)
        if OUTSIDE.search(name):
            opening.say(STRANGE_NAME, name)
        if info.flag_bits & _ENCRYPTED:
            yield Refusal(name, opening.problem(MEMBER_LOCKED, name))
        elif info.compress_type not in _METHODS:
            yield Refusal(name, opening.problem(METHOD_UNKNOWN, name, detail=info.compress_type))
        elif base_of(name, names) is not None:
            opening.belonging += 1
        else:
            source = _source(archive, info, name, opening)
            for ending in BESIDE:
                for other in names_beside(name, ending):
                    beside = last.get(other)
                    if beside is not None and beside.file_size and ending not in source.companions:
                        source.companions[ending] = _source(archive, beside, other, opening)
            yield source


def _backup(archive: ZipFile, root: str, last: dict[str, ZipInfo], opening: Opening) -> Iterator[Member]:
    """Yield the stores of an iPhone's backup folder in the archive."""

    def unpack(name: str) -> Source | Refusal:
        if last[name].flag_bits & _ENCRYPTED:
            return Refusal(name, opening.problem(MEMBER_LOCKED, name))
        if last[name].compress_type not in _METHODS:
            return Refusal(name, opening.problem(METHOD_UNKNOWN, name, detail=last[name].compress_type))
        return _source(archive, last[name], name, opening)

    yield from members_of(root, last, unpack, opening)


def _source(archive: ZipFile, info: ZipInfo, name: str, opening: Opening) -> Source:
    def unpack() -> Guarded:
        try:
            stream = archive.open(info)
        except DAMAGE as error:
            raise OSError(str(error) or type(error).__name__) from error
        return Guarded(stream, source, opening)

    source = Source(name, unpack, size=info.file_size, container=opening.digest, member=name)
    return source


def _name(info: ZipInfo) -> str:
    """Names that are not marked as UTF-8 were written in the code page of the machine; in China that is GBK."""
    if info.flag_bits & _UTF_8_NAME or info.filename.isascii():
        return info.filename
    try:
        return info.filename.encode("cp437").decode("gb18030")
    except (UnicodeEncodeError, UnicodeDecodeError):
        return info.filename


CONTAINER = Container(
    name="zip_archive",
    title=Words("ZIP 压缩包", "a ZIP archive"),
    file_names=("*.zip",),
    media_type="application/zip",
    checked=date(2026, 11, 22),
    recognise=_recognise,
    members=_members,
    notes=(
        Words(
            "加密的成员不读取；成员名从不用作文件名；解压的数据量、倍数、个数和层数都有上限。",
            "Encrypted members are not read; names of members never become names of files; bytes, ratio, number and "
            "levels are limited.",
        ),
    ),
)
