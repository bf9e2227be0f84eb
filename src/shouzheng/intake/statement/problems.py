"""The kinds of problem in the person's own statement of the case (``case.toml``, codes SZ-2000 to SZ-2499)."""

from __future__ import annotations

from shouzheng.model.words import Words
from shouzheng.reference.problems import ProblemKind, Severity, register

_Both = tuple[str, str]


def _error(code: str, what: _Both, why: _Both, repair: _Both) -> ProblemKind:
    return register(code, Severity.ERROR, Words(*what), Words(*why), Words(*repair))


_NO_GUESS = (
    "写错的内容若被忽略，结论会悄悄改变，所以整份陈述不采用。",
    "If a mistake were passed over, the result would change silently, so none of the statement is used.",
)
_REFERENCE = ("编号只在本文件内有效。", "Ids are those of this file only.")

# --- the file ---------------------------------------------------------------------------------------------------

CASE_UNREADABLE = _error(
    "SZ-2001",
    ("读不了案情文件：{detail}", "the case file cannot be read: {detail}"),
    ("文件不存在、是文件夹，或没有权限。", "It does not exist, is a folder, or permission is lacking."),
    ("核对 --who 后面的路径。", "Check the path after --who."),
)
CASE_NOT_TEXT = _error(
    "SZ-2002",
    ("案情文件不是 UTF-8 文本", "the case file is not UTF-8 text"),
    ("TOML 文件必须是 UTF-8。", "TOML files must be UTF-8."),
    ("在编辑器里另存为 UTF-8。", "Save it as UTF-8 in your editor."),
)
CASE_TOO_LARGE = _error(
    "SZ-2003",
    ("案情文件超过 {limit} 字节", "the case file is larger than {limit} bytes"),
    ("手写的陈述不会这么大，可能选错了文件。", "A statement written by hand is not that large; is it the right file?"),
    ("核对文件；导出的短信和通话记录不要放在这里。", "Check the file; exported messages and calls do not belong here."),
)
CASE_NOT_TOML = _error(
    "SZ-2004",
    ("TOML 语法错误：{detail}", "TOML syntax error: {detail}"),
    ("语法有错时后面的内容无法读取。", "Nothing after a syntax error can be read."),
    ("改正该行：文字加引号，每项一行。", "Correct that line: texts in quotes, one item a line."),
)
CASE_SCHEMA = _error(
    "SZ-2005",
    ("不认识的案情文件版本：{value}", "unknown version of the case file: {value}"),
    ("本程序读取 schema = 1。", "This program reads schema = 1."),
    ("写 schema = 1，或更新程序。", "Write schema = 1, or update the program."),
)

# --- keys and values --------------------------------------------------------------------------------------------

CASE_UNKNOWN_KEY = _error(
    "SZ-2010",
    ("不认识的键：{key}", "unknown key: {key}"),
    _NO_GUESS,
    ("这里可用的键：{allowed}", "Keys allowed here: {allowed}"),
)
CASE_MISSING_KEY = _error(
    "SZ-2011",
    ("缺少键：{key}", "missing key: {key}"),
    ("没有它，这一项没有意义。", "Without it the entry has no meaning."),
    ("补上 {key} = …", "Add {key} = …"),
)
CASE_WRONG_TYPE = _error(
    "SZ-2012",
    ("{key} 的写法不对，应为{expected_zh}", "{key} is written wrongly; it should be {expected_en}"),
    _NO_GUESS,
    ("照这样写：{example}", "Write it like this: {example}"),
)
CASE_NOT_ALLOWED = _error(
    "SZ-2013",
    ("{key} 的值不在可选范围内：{value}", "{key} has a value that is not allowed: {value}"),
    _NO_GUESS,
    ("可选的值：{allowed}", "Allowed values: {allowed}"),
)
CASE_EMPTY = _error(
    "SZ-2014",
    ("{key} 不能为空", "{key} must not be empty"),
    _NO_GUESS,
    ("填写内容，或删掉这一行。", "Fill it in, or delete the line."),
)
CASE_BAD_ID = _error(
    "SZ-2015",
    ("编号写法不对：{value}", "this is no id: {value}"),
    (
        "编号由字母、数字、汉字、连字符、下划线组成，最长64个字符。",
        "An id is made of letters, digits, hyphens and underscores, at most 64 characters.",
    ),
    ('例如 id = "yunling"', 'For instance id = "yunling"'),
)

# --- times, money, numbers --------------------------------------------------------------------------------------

CASE_TIME_WITHOUT_OFFSET = _error(
    "SZ-2020",
    ("{key} 的时间没有写时区", "the time {key} has no offset from UTC"),
    (
        "没有时区就无法与手机记录比较先后。",
        "Without an offset it cannot be said whether it was before or after a record of the phone.",
    ),
    ("北京时间在末尾加 +08:00，例如 {example}", "For Beijing time add +08:00 at the end, for instance {example}"),
)
CASE_IMPOSSIBLE_TIME = _error(
    "SZ-2021",
    ("{key} 的时间不可能：{value}", "{key} is an impossible time: {value}"),
    ("时间必须在1990年至2099年之间。", "Times lie between the years 1990 and 2099."),
    ("核对年份。", "Check the year."),
)
CASE_BAD_OFFSET = _error(
    "SZ-2022",
    ("时区写法不对：{value}", "this is no offset from UTC: {value}"),
    ("写与UTC的时差，在 -12:00 与 +14:00 之间。", "Write the difference from UTC, between -12:00 and +14:00."),
    ('北京时间写 offset = "+08:00"', 'For Beijing time write offset = "+08:00"'),
)
CASE_BAD_CLOCK = _error(
    "SZ-2023",
    ("{key} 不是一天中的时刻：{value}", "{key} is no time of day: {value}"),
    ("按24小时制写时和分，起止不能相同。", "Write hours and minutes on the 24-hour clock; from and to must differ."),
    ('例如 {key} = "19:00"', 'For instance {key} = "19:00"'),
)
CASE_BAD_MONEY = _error(
    "SZ-2024",
    ("金额写法不对：{value}", "this is no amount of money: {value}"),
    (
        "金额以元为单位写成加引号的文字，最多两位小数，不用逗号。",
        "Amounts are in yuan, as text in quotes, with at most two decimals and no commas.",
    ),
    ('例如 due = "12000.00"', 'For instance due = "12000.00"'),
)
CASE_BAD_NUMBER = _error(
    "SZ-2025",
    ("看不懂的号码：{value}", "this number is not understood: {value}"),
    ("打了星号、隐藏或空白的号码不能用来认人。", "A masked, withheld or empty number cannot tell who it is."),
    (
        "写完整号码；只有末尾可以用 * 表示“以此开头”。",
        "Write the whole number; only at its end may * stand for any digits.",
    ),
)
CASE_SHORT_PREFIX = _error(
    "SZ-2026",
    ("号码前缀太短：{value}", "this prefix of numbers is too short: {value}"),
    (
        "前缀至少5位（106开头至少8位），否则会把别人的号码也算进来。",
        "A prefix needs five digits (eight after 106), or it would take in other people's numbers.",
    ),
    ("把前缀写长，或逐个写出号码。", "Write more digits, or the numbers one by one."),
)

CASE_BAD_ZONE = _error(
    "SZ-2027",
    ("看不懂的时区：{value}", "this is no time zone: {value}"),
    (
        "写与UTC的时差，或时区数据库里的地名；有夏令时的地方写地名才准。",
        "Write the difference from UTC, or a name of the time zone database; only names know of summer time.",
    ),
    ('例如 zone = "+09:00" 或 zone = "Europe/Berlin"', 'For instance zone = "+09:00" or zone = "Europe/Berlin"'),
)
CASE_STAYS_OVERLAP = _error(
    "SZ-2028",
    (
        "同一部手机在 {first} 至 {last} 写了两个时区",
        "two time zones are written for one phone from {first} to {last}",
    ),
    (
        "两段可以共用动身的那一天，更多就不知道该按哪一个。",
        "Two stays may share the day of travel; beyond it nobody knows which one holds.",
    ),
    ("改正 from 和 to，或用 person 分清是谁的手机。", "Correct from and to, or say by person whose phone it was."),
)

# --- what refers to what ----------------------------------------------------------------------------------------

CASE_DUPLICATE_ID = _error(
    "SZ-2030",
    ("编号 {value} 用了两次（另一处在第 {other} 行）", "the id {value} is used twice (also in line {other})"),
    _REFERENCE,
    ("给其中一个换编号。", "Give one of them another id."),
)
CASE_UNKNOWN_REFERENCE = _error(
    "SZ-2031",
    ("{key} 指向的 {value} 不存在", "{key} refers to {value}, which does not exist"),
    _REFERENCE,
    ("已有的编号：{known}", "Ids there are: {known}"),
)
CASE_WRONG_REFERENCE = _error(
    "SZ-2032",
    ("{key} 指向的 {value} 不是债权人", "{key} refers to {value}, which is not a creditor"),
    ("催收机构替债权人催收，债务欠的是债权人。", "An agency acts for a creditor, and a debt is owed to one."),
    ("债权人的编号：{known}", "Ids of creditors: {known}"),
)
CASE_ACTS_FOR_OF_OTHERS = _error(
    "SZ-2033",
    ("只有催收机构（kind = agency）可以写 acts_for", "only an agency (kind = agency) can have acts_for"),
    _NO_GUESS,
    ("改正 kind，或删掉 acts_for。", "Correct kind, or delete acts_for."),
)
CASE_TWO_OWNERS = _error(
    "SZ-2034",
    (
        "{what} {value} 同时写在 {one} 和 {two} 名下（另一处在第 {other} 行）",
        "{what} {value} stands under both {one} and {two} (also in line {other})",
    ),
    ("同一个号码或签名只能归一方。", "One number or signature can only belong to one party."),
    ("从其中一方删掉。", "Delete it from one of them."),
)
CASE_TWO_NARRATORS = _error(
    "SZ-2035",
    (
        "有两个人写了 narrator = true（另一处在第 {other} 行）",
        "two persons have narrator = true (also in line {other})",
    ),
    ("讲述人只有一位；不写时是第一位。", "There is one narrator; the first person, when none is marked."),
    ("只保留一处。", "Keep one of them."),
)
