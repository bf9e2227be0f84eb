"""The kinds of problem that reading people's files can meet (codes SZ-1000 to SZ-1499).

``SZ-10xx`` the file as a whole cannot be read, ``SZ-11xx`` the file was read and something about it must be said,
``SZ-12xx`` why one record was not understood (the code of ``Unread``).
"""

from __future__ import annotations

from shouzheng.model.words import Words
from shouzheng.reference.problems import ProblemKind, Severity, register

_Both = tuple[str, str]


def _kind(severity: Severity, code: str, what: _Both, why: _Both, repair: _Both) -> ProblemKind:
    return register(code, severity, Words(*what), Words(*why), Words(*repair))


def _error(code: str, what: _Both, why: _Both, repair: _Both) -> ProblemKind:
    return _kind(Severity.ERROR, code, what, why, repair)


def _warning(code: str, what: _Both, why: _Both, repair: _Both) -> ProblemKind:
    return _kind(Severity.WARNING, code, what, why, repair)


def _note(code: str, what: _Both, why: _Both, repair: _Both) -> ProblemKind:
    return _kind(Severity.NOTE, code, what, why, repair)


_EXPORT_AGAIN = ("在手机上重新导出一次，原文件保留不动。", "Export again on the phone, and keep this file as it is.")
_KEEP = ("不必改动文件；原文件请保留。", "Nothing needs to be changed; keep the file as it is.")

# --- the file as a whole ----------------------------------------------------------------------------------------

NOT_FOUND = _error(
    "SZ-1001",
    ("找不到文件", "the file does not exist"),
    ("路径写错，或文件已被移动、改名。", "The path is misspelt, or the file was moved or renamed."),
    ("核对文件名和所在文件夹。", "Check the name and the folder."),
)
IS_FOLDER = _error(
    "SZ-1002",
    ("这是文件夹，不是文件", "this is a folder, not a file"),
    ("一次只读取文件，不会自动翻找文件夹。", "Only files are read; folders are not searched."),
    (
        "写出其中要读取的文件，例如 文件夹/sms-*.xml。",
        "Name the files in it that are to be read, for instance folder/sms-*.xml.",
    ),
)
NO_PERMISSION = _error(
    "SZ-1003",
    ("没有权限读取这个文件", "no permission to read this file"),
    ("系统拒绝打开。", "The system refused to open it."),
    ("修改文件权限，或复制到自己的文件夹再读取。", "Change its permissions, or copy it to a folder of your own."),
)
NOT_REGULAR = _error(
    "SZ-1004",
    ("这不是普通文件（可能是管道或设备）", "this is not a regular file (a pipe or device, perhaps)"),
    (
        "文件要读两遍并核对，管道和设备做不到。",
        "A file is read twice and compared, which pipes and devices do not allow.",
    ),
    ("先把内容保存为文件。", "Save the content to a file first."),
)
EMPTY_FILE = _error(
    "SZ-1005",
    ("文件是空的（0字节）", "the file is empty (0 bytes)"),
    ("导出或复制时中断。", "The export or the copy was interrupted."),
    _EXPORT_AGAIN,
)
READ_FAILED = _error(
    "SZ-1006",
    ("读取文件时出错：{detail}", "the file could not be read: {detail}"),
    ("存储介质或系统报告了错误。", "The storage or the system reported an error."),
    ("换一份副本或换一个存储设备再试。", "Try another copy or another storage device."),
)
NOT_RECOGNISED = _error(
    "SZ-1010",
    (
        "认不出这种文件。实际内容：{really_zh}{mismatch_zh}",
        "not a known export. What it really is: {really_en}{mismatch_en}",
    ),
    (
        "格式按内容识别，与文件名无关。目前能读：{known}。",
        "Formats are recognised by content, whatever the name. Known now: {known}.",
    ),
    (
        "用“SMS Backup & Restore”应用导出短信和通话记录的 XML 文件，再读取导出的文件。",
        "Export messages and calls as XML with the app SMS Backup & Restore, and read the exported files.",
    ),
)
UNKNOWN_FORMAT_NAME = _error(
    "SZ-1011",
    ("没有名为“{name}”的格式", "there is no format named {name}"),
    ("指定的格式名写错。", "The name of the format is misspelt."),
    ("可用的格式：{known}。", "Known formats: {known}."),
)
WRONG_ROOT = _error(
    "SZ-1012",
    ("XML 的根元素是 <{root}>，不是 {expected}", "the root element of this XML is <{root}>, not {expected}"),
    ("这是别的程序写的 XML，字段的意思不同，不能猜。", "Another program wrote this XML; its fields mean other things."),
    (
        "用“SMS Backup & Restore”应用导出，或换一个格式名。",
        "Export with the app SMS Backup & Restore, or name another format.",
    ),
)
NOT_AS_NAMED = _error(
    "SZ-1013",
    ("不能按 {name} 读这个文件：它是{really_zh}", "the file cannot be read as {name}: it is {really_en}"),
    ("--format 指定的格式与文件内容不是一类。", "The format that --format names is of another kind than the content."),
    ("去掉 --format，由程序按内容识别。", "Leave --format away and let the content decide."),
)

# --- the file was read, and this must be said -------------------------------------------------------------------

FILE_CHANGED = _error(
    "SZ-1101",
    ("文件在读取过程中被改动", "the file changed while it was being read"),
    (
        "先算一遍摘要，读取时再算一遍，两次不同：第一遍 {first}，第二遍 {second}。",
        "Its digest was taken before and again while reading, and they differ: first {first}, then {second}.",
    ),
    (
        "等写入或同步结束后重新读取；这次的结果不要使用。",
        "Wait until writing or syncing has ended, read again, and discard this result.",
    ),
)
TRUNCATED = _warning(
    "SZ-1102",
    ("文件不完整：没有结尾 </{root}>", "the file is cut off: its end </{root}> is missing"),
    (
        "导出、复制或传输中断。已读出 {records} 条，之后的内容不在文件里。",
        "The export, copy or transfer stopped early. {records} records were read; what came after is not in the file.",
    ),
    _EXPORT_AGAIN,
)
COUNT_DIFFERS = _warning(
    "SZ-1103",
    ("文件自称有 {declared} 条记录，实际有 {found} 条", "the file says it has {declared} records; it has {found}"),
    (
        "文件可能被截断、编辑过，或由多份合并而成。",
        "The file may be cut off, edited, or put together from several.",
    ),
    ("保留原文件，在手机上重新导出一份对照。", "Keep this file, and export again on the phone to compare."),
)
DOCTYPE_IGNORED = _warning(
    "SZ-1104",
    ("文件里有 <!DOCTYPE> 声明，没有执行", "the file has a <!DOCTYPE> declaration, which was not processed"),
    (
        "备份应用不写这种声明；它可以用来让程序耗尽内存或读取别的文件。",
        "The backup app writes none; such a declaration can be used to exhaust memory or to read other files.",
    ),
    (
        "问清文件来源；用到其中实体的记录已列为未读懂。",
        "Ask where the file comes from; records that use its entities are listed as not understood.",
    ),
)
ENCODING_WRONG = _warning(
    "SZ-1105",
    (
        "文件声明的编码是 {declared}，内容却是 {really}，按 {really} 读取",
        "the file declares the encoding {declared} but holds {really}; read as {really}",
    ),
    ("文件被别的程序转存过，或声明写错。", "Another program saved the file again, or the declaration is wrong."),
    ("核对几条中文短信是否显示正常。", "Check that some of the texts read correctly."),
)
ENCODING_CONVERTED = _note(
    "SZ-1106",
    (
        "文件是 {encoding} 编码，已边读边转换为 UTF-8",
        "the file is in {encoding} and was converted to UTF-8 while reading",
    ),
    (
        "因此记录的位置和长度按转换后的文字计算；文件摘要仍按原始字节计算。",
        "Places and lengths of records count the converted text; the digest is still that of the original bytes.",
    ),
    _KEEP,
)
ENCODING_UNKNOWN = _warning(
    "SZ-1107",
    ("不认识声明的编码 {declared}，按 UTF-8 读取", "unknown encoding {declared} is declared; read as UTF-8"),
    ("不符合 UTF-8 的字节会显示为 �。", "Bytes that are not UTF-8 show as �."),
    (
        "把文件另存为 UTF-8 再读取一份对照，原文件保留。",
        "Save a copy as UTF-8 and read that to compare; keep the original.",
    ),
)
AFTER_END = _warning(
    "SZ-1108",
    ("根元素结束之后还有内容", "there is content after the end of the root element"),
    (
        "文件可能由几份导出拼接而成；后面的记录也已读取。",
        "The file may be several exports joined; later records were read too.",
    ),
    ("分别读取各份原始导出文件更稳妥。", "Reading each original export by itself is safer."),
)
LONE_SURROGATES = _warning(
    "SZ-1109",
    ("{count} 条记录里有不完整的表情符号，显示为 �", "{count} records have half an emoji, shown as �"),
    ("导出应用把一个字符写成两半，其中一半丢失。", "The app wrote one character in two halves, and one is missing."),
    _KEEP,
)
CONTROL_CHARACTERS = _warning(
    "SZ-1110",
    ("{count} 条记录里有控制字符，显示为 �", "{count} records have control characters, shown as �"),
    (
        "XML 不允许这些字符；原始字节仍在原文件里。",
        "XML does not allow them; the original bytes are still in the file.",
    ),
    _KEEP,
)
INVALID_BYTES = _warning(
    "SZ-1111",
    (
        "{count} 条记录里有不是 {encoding} 的字节，显示为 �",
        "{count} records have bytes that are not {encoding}, shown as �",
    ),
    ("文件损坏，或编码声明不对。", "The file is damaged, or declares the wrong encoding."),
    _EXPORT_AGAIN,
)
NOTHING_UNDERSTOOD = _error(
    "SZ-1112",
    ("{records} 条记录一条也没有读懂", "not one of {records} records was understood"),
    ("格式像，但字段不是这种格式的。", "The format looks right, but its fields are not those of this format."),
    (
        "看未读懂记录的清单和原因；确认导出应用的名称和版本。",
        "See the list of records with reasons; check which app wrote the file.",
    ),
)
SECONDS_FOR_MILLISECONDS = _warning(
    "SZ-1113",
    (
        "{count} 条彩信的时间以秒为单位（应为毫秒），已按秒读取",
        "{count} multimedia messages have their time in seconds, not milliseconds; read as seconds",
    ),
    (
        "手机自己的数据库以秒存储，某些版本的应用没有换算。",
        "The phone's own store counts seconds, and some versions of the app did not convert.",
    ),
    _KEEP,
)
COUNT_NOT_A_NUMBER = _warning(
    "SZ-1114",
    ("记录数一栏不是数字：{value}", "the count of records is not a number: {value}"),
    ("无法核对记录是否齐全。", "So it cannot be checked whether all records are there."),
    ("保留原文件，在手机上重新导出一份对照。", "Keep this file, and export again on the phone to compare."),
)

# --- why one record was not understood --------------------------------------------------------------------------

_LISTED = ("记录的位置和开头已列出，可在原文件里查看。", "Its place and beginning are listed; look at it in the file.")

NOT_WELL_FORMED = _warning(
    "SZ-1201",
    ("这条记录不是合法的 XML：{detail}", "this record is not well-formed XML: {detail}"),
    ("记录损坏或被编辑过。", "The record is damaged or was edited."),
    _LISTED,
)
UNDEFINED_ENTITY = _warning(
    "SZ-1202",
    ("这条记录用了没有定义的实体：{detail}", "this record uses an entity that is not defined: {detail}"),
    ("实体只能来自 <!DOCTYPE>，而它不会被执行。", "Entities can only come from <!DOCTYPE>, which is never processed."),
    _LISTED,
)
TOO_LARGE = _warning(
    "SZ-1203",
    ("这条记录太大（{length} 字节），跳过没有解析", "this record is too large ({length} bytes) and was passed over"),
    (
        "单个字段上限 {attribute} 字节，单条记录上限 {record} 字节，以免耗尽内存；文件摘要仍包括它。",
        "The limit is {attribute} bytes for one field and {record} for one record, to keep memory bounded; "
        "the digest of the file includes it.",
    ),
    _LISTED,
)
UNKNOWN_ELEMENT = _warning(
    "SZ-1204",
    ("不认识的元素 <{name}>", "unknown element <{name}>"),
    ("这种格式里只应有 {expected}。", "This format has only {expected}."),
    _LISTED,
)
STRAY_TEXT = _warning(
    "SZ-1205",
    ("记录之间有不属于任何记录的文字", "text between the records that belongs to none"),
    (
        "文件损坏、被编辑过，或前一条记录没有写完。",
        "The file is damaged, edited, or the record before it is unfinished.",
    ),
    _LISTED,
)
FIELD_MISSING = _warning(
    "SZ-1206",
    ("这条记录缺少字段 {field}", "this record has no field {field}"),
    ("没有它就不知道时间或方向。", "Without it the time or direction is not known."),
    _LISTED,
)
UNKNOWN_CODE = _warning(
    "SZ-1207",
    ("字段 {field} 的代码不认识，按原样显示：{value}", "unknown code in field {field}, shown as stored: {value}"),
    ("这种代码的意思没有依据，不能猜。", "There is no source for what this code means, and it is not guessed."),
    _LISTED,
)
IMPOSSIBLE_TIME = _warning(
    "SZ-1208",
    ("字段 {field} 的时间不可能：{value}", "impossible time in field {field}: {value}"),
    ("时间必须是1990年至2100年之间的毫秒数。", "A time must be milliseconds between the years 1990 and 2100."),
    _LISTED,
)
CUT_OFF = _warning(
    "SZ-1209",
    ("文件在这条记录中间结束", "the file ends in the middle of this record"),
    ("导出、复制或传输中断。", "The export, copy or transfer stopped early."),
    _LISTED,
)
TOO_DEEP = _warning(
    "SZ-1210",
    ("这条记录的嵌套超过 {depth} 层", "this record is nested deeper than {depth} levels"),
    ("备份应用不会写出这样的记录。", "The backup app writes no such record."),
    _LISTED,
)
BROKEN_MARKUP = _warning(
    "SZ-1211",
    ("这里的标记损坏，直到下一条记录为止", "broken markup here, up to the next record"),
    ("引号或尖括号缺失，或记录没有结束。", "A quote or bracket is missing, or a record was never closed."),
    _LISTED,
)
DECLARATION_INSIDE = _warning(
    "SZ-1212",
    (
        "记录之间有声明（<!DOCTYPE>、<![CDATA[> 等），没有执行",
        "a declaration between the records, which was not processed",
    ),
    ("备份应用不写这样的内容。", "The backup app writes no such thing."),
    _LISTED,
)

TOO_MANY_FIELDS = _warning(
    "SZ-1213",
    ("这条记录的元素和字段超过 {most} 个", "this record has more than {most} elements and fields"),
    (
        "备份应用不会写出这样的记录；解析它会耗尽内存。",
        "The backup app writes no such record; parsing it could exhaust memory.",
    ),
    _LISTED,
)

# --- writing what was read --------------------------------------------------------------------------------------

CANNOT_WRITE = _error(
    "SZ-1301",
    ("无法写入这个文件：{detail}", "this file cannot be written: {detail}"),
    ("文件夹不存在、没有权限，或磁盘已满。", "The folder is missing, permission is lacking, or the disk is full."),
    ("换一个输出文件夹，或腾出空间。", "Choose another folder, or make room."),
)
NO_PYARROW = _error(
    "SZ-1302",
    ("写 Parquet 需要 pyarrow，目前没有安装", "writing Parquet needs pyarrow, which is not installed"),
    ("基本安装只写 JSON Lines。", "The base installation writes JSON Lines only."),
    ("安装可选部分：pip install 'shouzheng[audit]'", "Install the optional part: pip install 'shouzheng[audit]'"),
)
BAD_ROW = _error(
    "SZ-1303",
    (
        "第 {row} 行不符合表 {table} 的说明：{detail}",
        "row {row} does not fit the description of the table {table}: {detail}",
    ),
    ("列名或类型与 docs/schema.md 不同。", "A column's name or type differs from docs/schema.md."),
    ("按说明改正数据。", "Correct the data by the description."),
)
BAD_EVENT_ROW = _error(
    "SZ-1304",
    ("这一行不是本程序写出的事件：{detail}", "this line is no event as the program writes it: {detail}"),
    (
        "需要 check 写出的 events.jsonl；行被改动、截断，或是别的文件。",
        "The events.jsonl that check writes is needed; the line was changed or cut, or it is another file.",
    ),
    ("重新运行 check 得到这个文件。", "Run check again to get the file."),
)
