"""A workbook (``.xlsx``): each of its sheets is read as a table. Nothing in it is run, and no link is followed."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from datetime import date
from zipfile import ZipFile, ZipInfo

from shouzheng.intake.container_problems import ARCHIVE_DAMAGED, MEMBER_LOCKED, TOO_MANY_MEMBERS
from shouzheng.intake.containers import Container, Member, Opening, Refusal
from shouzheng.intake.containers._guard import DAMAGE, Guarded
from shouzheng.intake.containers._sheet import SheetAsCsv, Workbook, read_epoch, read_styles, read_texts
from shouzheng.intake.containers.zip_archive import _check_list as check_list
from shouzheng.intake.formats import Decode, Known
from shouzheng.intake.sniff import Look
from shouzheng.intake.source import Readable, Source
from shouzheng.intake.tables.column_problems import DIGITS_LOST, SHEET_CONVERTED
from shouzheng.model.words import Words

_SHEETS = "xl/worksheets/"
_ENCRYPTED = 0x1
_WHY = Words(
    "ZIP 压缩包里有 [Content_Types].xml 和 xl/，是工作簿",
    "a ZIP archive with [Content_Types].xml and xl/: a workbook",
)
_SOURCE = "ECMA-376 part 1, 18.3, 18.4, 18.8"


def _recognise(look: Look) -> Words | None:
    fits = look.head.startswith(b"PK\x03\x04") and b"[Content_Types].xml" in look.head and b"xl/" in look.head
    return _WHY if fits else None


def _members(source: Source, opening: Opening) -> Iterator[Member]:
    path = source.local()
    try:
        check_list(path, opening)
        with ZipFile(path) as archive:
            infos = {info.filename: info for info in archive.infolist() if not info.is_dir()}
            sheets = [name for name in infos if name.startswith(_SHEETS) and name.endswith(".xml")]
            opening.belonging += len(infos) - len(sheets)
            book = Workbook()
            for name, reader in _PARTS:
                if name in infos:
                    part = Source(name, lambda: archive.open(infos[name]))  # noqa: B023 - opened before the next one
                    reader(Guarded(part.open(), part, opening), book)
            for name in sorted(sheets, key=lambda name: (len(name), name)):
                opening.budget.members += 1
                if opening.budget.members > opening.budget.limits.members:
                    opening.say(TOO_MANY_MEMBERS, most=opening.budget.limits.members)
                    return
                yield from _sheet(archive, infos[name], book, opening)
    except DAMAGE as error:
        raise opening.fail(ARCHIVE_DAMAGED, detail=str(error) or type(error).__name__) from error


_PARTS: tuple[tuple[str, Callable[[Readable, Workbook], None]], ...] = (
    ("xl/workbook.xml", read_epoch),
    ("xl/styles.xml", read_styles),
    ("xl/sharedStrings.xml", read_texts),
)


def _sheet(archive: ZipFile, info: ZipInfo, book: Workbook, opening: Opening) -> Iterator[Member]:
    name = info.filename
    if info.flag_bits & _ENCRYPTED:
        yield Refusal(name, opening.problem(MEMBER_LOCKED, name))
        return

    def unpack() -> Guarded:
        try:
            stream = archive.open(info)
        except DAMAGE as error:
            raise OSError(str(error) or type(error).__name__) from error
        book.lost = 0
        # What is unpacked and what is made of it both count: a sheet of blanks gives no rows, but costs as much.
        return Guarded(SheetAsCsv(Guarded(stream, source, opening), book), source, opening)

    title = name.removeprefix(_SHEETS).removesuffix(".xml")
    source = Source(f"{title}.csv", unpack, size=info.file_size, container=opening.digest, member=name)
    opening.say(SHEET_CONVERTED, name)
    yield source
    if book.lost:
        opening.say(DIGITS_LOST, name, count=book.lost)


CONTAINER = Container(
    name="spreadsheet",
    title=Words("工作簿（.xlsx）", "a workbook (.xlsx)"),
    file_names=("*.xlsx",),
    media_type="application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
    checked=date(2026, 11, 22),
    recognise=_recognise,
    members=_members,
    decodes=(
        Decode(
            "c",
            Words("单元格的值；日期格式的数字转成日期", "values of cells; numbers shown as dates become dates"),
            _SOURCE,
            Known.MEMORY,
        ),
    ),
    notes=(
        Words(
            "只读取值；公式、宏和外部链接不执行。旧式 .xls 不支持，请下载 CSV 或 XLSX。",
            "Values only: formulas, macros and links are not run. Old .xls is not read; download CSV or XLSX.",
        ),
    ),
)
