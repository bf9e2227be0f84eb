"""An operator's bill of calls (详单) as CSV; the person confirms what its columns mean.

A spreadsheet (``.xlsx``) comes here sheet by sheet through its container.
"""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date

from shouzheng.intake.formats import Decode, Format, Known
from shouzheng.intake.formats._table import header_of, is_bill, read_table
from shouzheng.intake.records import Outcome as Result
from shouzheng.intake.records import ReadContext
from shouzheng.intake.report import Remark
from shouzheng.intake.sniff import Content, Look
from shouzheng.model.event import Channel
from shouzheng.model.grade import Grade
from shouzheng.model.words import Words

NAME = "operator_bill_csv"
#: Bills are in Beijing time, wherever the phone was.
_BEIJING = 480
_SOURCE = "public guides (xnnu.com/171339, 2025)"

_NO_MISSED = Remark(
    "bill_without_missed_calls",
    Words("这是运营商的通话详单。", "This is an operator's bill of calls."),
    Words(
        "未接和拒接的来电不计费，通常不在详单里；详单里没有，不能说明没有打过。",
        "Missed and rejected calls are not billed and are normally absent; absence does not show that none was made.",
    ),
    Words(
        "同时导出手机的通话记录；详单一般只能查近6个月，尽早下载，最好录屏下载过程或盖章打印。",
        "Export the phone's call log too. Bills usually reach back six months: fetch them early, and record the "
        "download on the screen or have a print stamped.",
    ),
)


def _recognise(look: Look) -> Words | None:
    header = header_of(look)
    if header is None or not is_bill(header.mapping):
        return None
    return Words(
        f"表头有时间、对方号码、主被叫、时长：{header.mapping.described()[:160]}",
        f"the columns are time, other number, direction and duration: {header.mapping.described()[:160]}",
    )


def _read(chunks: Iterator[bytes], context: ReadContext) -> Iterator[Result]:
    yield from read_table(chunks, context, NAME, _BEIJING, Channel.CALL)
    context.remarks.append(_NO_MISSED)


FORMAT = Format(
    name=NAME,
    title=Words("运营商通话详单（CSV、XLSX）", "an operator's bill of calls (CSV, XLSX)"),
    file_names=("*.csv", "*.xlsx"),
    media_type="text/csv",
    checked=date(2026, 11, 22),
    recognise=_recognise,
    read=_read,
    content=Content.TEXT,
    app="China Mobile, China Unicom, China Telecom",
    versions="?",
    grade=Grade.A,
    holds_calls=True,
    decodes=(
        Decode(
            "columns",
            Words("按列名推测，由使用者确认", "proposed from their names, confirmed by the person"),
            "src/shouzheng/intake/tables/column_names.toml",
            Known.MEMORY,
        ),
        Decode("time", Words("北京时间，到秒", "Beijing time, to the second"), _SOURCE, Known.EXCERPT),
        Decode(
            "duration",
            Words("秒，或时分秒；以分钟计的注明取整", "seconds, or h/m/s; minutes are noted as rounded"),
            _SOURCE,
            Known.EXCERPT,
        ),
    ),
    notes=(
        Words(
            "从没有见过任何运营商的真实详单。",
            "No real bill of any operator was ever at hand.",
        ),
        Words(
            "表格文件可以编辑；盖章的打印件或录屏的下载过程更有说服力。",
            "A table can be edited; a stamped print or a recorded download shows more.",
        ),
    ),
)
