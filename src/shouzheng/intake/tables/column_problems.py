"""What can be wrong with tables whose columns somebody named (codes SZ-1160 to SZ-1164 and SZ-1260 to SZ-1264)."""

from __future__ import annotations

from shouzheng.model.words import Words
from shouzheng.reference.problems import Severity, register

_CONFIRM = Words(
    "用 shouzheng intake 文件 --save-mapping 对应表.toml 存下，核对后把 confirmed 改成 true，再加 --mapping 读一次。",
    "Save it with shouzheng intake FILE --save-mapping mapping.toml, check it, set confirmed to true, and read again "
    "with --mapping.",
)

MAPPING_PROPOSED = register(
    "SZ-1160",
    Severity.WARNING,
    Words("各列的含义是按列名推测的，尚未确认：{columns}", "the columns' meanings were told by their names: {columns}"),
    Words(
        "各家运营商的列名不同，推测可能有误，所以每条记录都标记为“未确认”。",
        "Names differ from operator to operator and the guess may be wrong, so every record is marked as unconfirmed.",
    ),
    _CONFIRM,
)
MAPPING_USED = register(
    "SZ-1161",
    Severity.NOTE,
    Words("按已确认的对应表“{name}”读取：{columns}", "read with the confirmed mapping “{name}”: {columns}"),
    Words("对应表由使用者确认并保存。", "The mapping was confirmed and saved by the person."),
    Words("不需要做什么。", "Nothing needs to be done."),
)
OUTSIDE_OF_TABLE = register(
    "SZ-1162",
    Severity.NOTE,
    Words(
        "表格前后的 {count} 行不是记录，例如：{example}",
        "{count} lines around the table are no records, such as: {example}",
    ),
    Words("账单的抬头、合计和说明。", "Heading, totals and remarks of a bill."),
    Words("不需要做什么；原文件里可以查看。", "Nothing needs to be done; they can be seen in the file."),
)
BAD_MAPPING = register(
    "SZ-1163",
    Severity.ERROR,
    Words("对应表文件有误：{detail}", "the file of the mapping is wrong: {detail}"),
    Words("文件被改动，或编辑时填写有误。", "The file was changed, or edited wrongly."),
    Words("改正该文件，或重新确认一次。", "Correct the file, or confirm the columns again."),
)
SHEET_CONVERTED = register(
    "SZ-1164",
    Severity.NOTE,
    Words("工作表已转成文本表格读取", "the sheet was turned into a plain table for reading"),
    Words(
        "记录的位置和摘要属于转换后的文本；原件是整个工作簿，其摘要另行记录。",
        "Places and digest are those of the converted text; the original is the workbook, whose digest is kept too.",
    ),
    Words("保留原工作簿，不要另存。", "Keep the workbook as it was downloaded; do not save it anew."),
)
DIGITS_LOST = register(
    "SZ-1168",
    Severity.WARNING,
    Words(
        "有 {count} 个号码超过15位，表格软件已丢失后面的数字",
        "{count} numbers of more than 15 digits have lost digits in the spreadsheet",
    ),
    Words(
        "表格软件把长号码当作数字保存，第16位起变成0。",
        "Spreadsheets keep long numbers as numbers; from the 16th digit on they become zeros.",
    ),
    Words(
        "下载 CSV 或 PDF 版的详单，不要用表格软件另存。", "Download the bill as CSV or PDF, not saved by a spreadsheet."
    ),
)
NO_PROPOSAL = register(
    "SZ-1169",
    Severity.ERROR,
    Words("没有存下列对应表（{detail}）", "no meaning of columns was saved ({detail})"),
    Words(
        "没有需要确认的表格，或同名文件已存在、不能写入。", "No table needs one, or the file exists or cannot be made."
    ),
    Words("换一个文件名；没有需要确认的表格时不用存。", "Choose another name; where no table needs one, save none."),
)
