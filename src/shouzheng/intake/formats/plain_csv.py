"""A table of contacts as CSV: with columns whose names are known, or with a mapping that the person has confirmed."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date

from shouzheng.intake.formats import Decode, Format, Known
from shouzheng.intake.formats._table import header_of, is_bill, read_table
from shouzheng.intake.records import Outcome as Result
from shouzheng.intake.records import ReadContext
from shouzheng.intake.sniff import Content, Look
from shouzheng.intake.tables.columns import Field
from shouzheng.model.event import Channel
from shouzheng.model.grade import Grade, SourceKind
from shouzheng.model.words import Words

NAME = "plain_csv"


def _recognise(look: Look) -> Words | None:
    header = header_of(look)
    if header is None or is_bill(header.mapping):
        return None
    if not header.mapping.confirmed and not (header.mapping.has(Field.TEXT) or header.mapping.has(Field.KIND)):
        return None
    return Words(
        f"表头有时间和对方：{header.mapping.described()[:160]}",
        f"the columns have a time and the other party: {header.mapping.described()[:160]}",
    )


def _read(chunks: Iterator[bytes], context: ReadContext) -> Iterator[Result]:
    header = header_of(context.look)
    usual = Channel.SMS if header is not None and header.mapping.has(Field.TEXT) else Channel.CALL
    yield from read_table(chunks, context, NAME, context.offset_minutes, usual)


FORMAT = Format(
    name=NAME,
    title=Words("普通表格（CSV）", "a plain table (CSV)"),
    file_names=("*.csv",),
    media_type="text/csv",
    checked=date(2026, 11, 22),
    recognise=_recognise,
    read=_read,
    content=Content.TEXT,
    app="spreadsheets, own lists",
    versions="RFC 4180",
    grade=Grade.E,
    source_kind=SourceKind.EXPORT,
    holds_messages=False,
    decodes=(
        Decode(
            "columns",
            Words("按列名推测，由使用者确认", "proposed from their names, confirmed by the person"),
            "src/shouzheng/intake/tables/column_names.toml",
            Known.MEMORY,
        ),
    ),
    notes=(
        Words(
            "表格容易被编辑；能导出原记录时请用原记录。",
            "A table is easily edited; use the phone's own records where you can.",
        ),
    ),
)
