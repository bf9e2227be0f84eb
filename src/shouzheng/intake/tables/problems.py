"""What can be wrong with JSON files, databases and text backups (codes SZ-1115 to SZ-1139 and SZ-1214 to SZ-1239)."""

from __future__ import annotations

from shouzheng.model.words import Words
from shouzheng.reference.problems import Severity, register

_LISTED = Words(
    "记录的位置和开头已列出，可在原文件里查看。", "Its place and beginning are listed; look at it in the file."
)
_KEEP = Words("保留原文件，重新导出一份对照。", "Keep this file, and export again to compare.")

NEVER_TRIED = register(
    "SZ-1115",
    Severity.WARNING,
    Words(
        "这种格式从未在真实文件上试过（{format}），请与手机逐条核对",
        "never tried on a real file ({format}): compare with the phone, record by record",
    ),
    Words(
        "字段的意思来自公开资料，没有真实样本可以验证，因此来源等级降低一级。",
        "The meaning of its fields comes from public sources; no real sample was at hand, so its grade is one lower.",
    ),
    Words("核对几条记录的时间、号码和方向。", "Compare time, number and direction of some records."),
)
JSON_CUT_OFF = register(
    "SZ-1116",
    Severity.WARNING,
    Words("文件不完整：没有结尾", "the file is cut off: its end is missing"),
    Words(
        "导出、复制或传输中断。已读出 {records} 条，之后的内容不在文件里。",
        "The export, copy or transfer stopped early. {records} records were read; what came after is not in the file.",
    ),
    _KEEP,
)
DATABASE_DAMAGED = register(
    "SZ-1117",
    Severity.WARNING,
    Words("数据库有 {count} 处损坏，已跳过并列出", "the database is damaged in {count} places, passed over and listed"),
    Words(
        "复制中断、存储损坏，或文件被改动：{detail}。",
        "A broken copy, a fault of the storage, or alteration: {detail}.",
    ),
    Words("从手机重新导出；这份原样保留。", "Export again from the phone, and keep this file as it is."),
)
DATABASE_UNREADABLE = register(
    "SZ-1118",
    Severity.ERROR,
    Words("数据库打不开：{detail}", "the database cannot be opened: {detail}"),
    Words("文件损坏、加密，或不完整。", "It is damaged, encrypted or incomplete."),
    Words("从手机重新导出；这份原样保留。", "Export again from the phone, and keep this file as it is."),
)
INVALID_TEXT = register(
    "SZ-1119",
    Severity.WARNING,
    Words("{count} 条记录里有不是 UTF-8 的字节，显示为 �", "{count} records have bytes that are not UTF-8, shown as �"),
    Words("文件损坏，或由别的程序写过。", "The file is damaged, or another program wrote to it."),
    _KEEP,
)
DUPLICATE_KEYS = register(
    "SZ-1120",
    Severity.WARNING,
    Words(
        "{count} 条记录里同一个字段出现两次，取后一个", "{count} records name a field twice; the later one was taken"
    ),
    Words(
        "导出应用不会这样写，文件可能被编辑过；两个值都保留在原始字段里。",
        "No app writes so; the file may have been edited. Both values are kept among the raw fields.",
    ),
    _KEEP,
)
TEXT_CUT_OFF = register(
    "SZ-1121",
    Severity.WARNING,
    Words("文件在最后一条记录中间结束", "the file ends in the middle of its last record"),
    Words("导出、复制或传输中断。", "The export, copy or transfer stopped early."),
    _KEEP,
)

NOT_JSON = register(
    "SZ-1214",
    Severity.WARNING,
    Words("这条记录不是合法的 JSON：{detail}", "this record is not valid JSON: {detail}"),
    Words("记录损坏或被编辑过。", "The record is damaged or was edited."),
    _LISTED,
)
NOT_AN_OBJECT = register(
    "SZ-1215",
    Severity.WARNING,
    Words("这里应是一条记录，却是 {found}", "a record should stand here, but it is {found}"),
    Words("别的程序写的，或被编辑过。", "Another program wrote it, or it was edited."),
    _LISTED,
)
ROW_UNREADABLE = register(
    "SZ-1216",
    Severity.WARNING,
    Words("表 {table} 的这一行读不出：{detail}", "this row of the table {table} cannot be read: {detail}"),
    Words("数据库在这里损坏，或内容太大。", "The database is damaged here, or the row is too large."),
    _LISTED,
)
ROWS_UNREADABLE = register(
    "SZ-1217",
    Severity.WARNING,
    Words(
        "表 {table} 行号 {first} 到 {last} 之间读不出（最多 {most} 行）：{detail}",
        "rows {first} to {last} of the table {table} cannot be read (at most {most} rows): {detail}",
    ),
    Words("数据库在这里损坏。", "The database is damaged here."),
    _LISTED,
)
KIND_UNKNOWN = register(
    "SZ-1218",
    Severity.WARNING,
    Words("不认识的记录种类：{value}", "unknown kind of record: {value}"),
    Words(
        "这种记录的意思没有依据，不能猜。", "There is no source for what such a record means, and it is not guessed."
    ),
    _LISTED,
)
BAD_STRUCTURE = register(
    "SZ-1219",
    Severity.WARNING,
    Words("记录的结构不对：{detail}", "the structure of this record is wrong: {detail}"),
    Words("记录损坏或被编辑过。", "The record is damaged or was edited."),
    _LISTED,
)
LOOKED_UP_IN_PART = register(
    "SZ-1122",
    Severity.WARNING,
    Words(
        "表 {table} 太大，只用了前 {count} 行来对照",
        "table {table} is too large; only its first {count} rows were used",
    ),
    Words(
        "这些行说明一条短信属于哪个会话、号码和附件；全部装入会占满内存。之后的短信仍会读出，但可能缺少号码或附件名。",
        "Its rows tell to which chat, number and attachment a message belongs; all of them would fill the memory. "
        "Messages beyond are read all the same, but may lack number or name of attachment.",
    ),
    Words("缺号码的短信，请在手机上核对。", "Compare messages without a number with the phone."),
)
