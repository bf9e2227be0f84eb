"""Problems of proceedings: codes SZ-5600 to SZ-5699."""

from __future__ import annotations

from shouzheng.model.words import Words
from shouzheng.reference.problems import Problem, ProblemKind, Severity, ShouzhengError, register


def _error(code: str, what: tuple[str, str], why: tuple[str, str], repair: tuple[str, str]) -> ProblemKind:
    return register(code, Severity.ERROR, Words(*what), Words(*why), Words(*repair))


FILE_UNREADABLE = _error(
    "SZ-5600",
    ("读不了进展文件：{detail}", "the file of proceedings cannot be read: {detail}"),
    ("进展记录在一个文本文件里，每行一条", "proceedings are kept in a text file, one entry a line"),
    ("检查文件名和权限；文件最多 {limit} 字节", "check name and permissions; the file may have {limit} bytes at most"),
)
BAD_LINE = _error(
    "SZ-5601",
    ("这一行读不懂，没有采用：{detail}", "this line is not understood and was not used: {detail}"),
    (
        "文件被改动过，或由别的版本写出；其余各行照常",
        "the file was changed or written by another version; other lines count",
    ),
    ("对照其他行改正，或用 shouzheng proceedings 重新记一条", "correct it after the other lines, or enter it anew"),
)
NO_SUCH_PROCEEDING = _error(
    "SZ-5602",
    ("没有编号为“{id}”的事项", "there is no proceeding “{id}”"),
    ("每条往来属于一个事项", "each message belongs to a proceeding"),
    ("已有的：{allowed}；新的先用 proceedings new", "there are: {allowed}; make a new one with proceedings new"),
)
ALREADY_THERE = _error(
    "SZ-5603",
    ("编号“{id}”已经有了", "the proceeding “{id}” is there already"),
    ("编号不能重复，否则分不清往来属于谁", "ids differ, or messages could not be told apart"),
    ("换一个编号", "choose another id"),
)
NOT_ALLOWED = _error(
    "SZ-5604",
    ("{key} 不能是“{value}”", "{key} cannot be “{value}”"),
    ("这一项只有固定的几种写法", "this field has a closed list of values"),
    ("可以写：{allowed}", "allowed: {allowed}"),
)
BAD_DAY = _error(
    "SZ-5605",
    ("日期“{value}”不能用", "the day “{value}” cannot be used"),
    (
        "要写成年-月-日，在1990年到2099年之间，不能晚于今天",
        "a day is YYYY-MM-DD, from 1990 to 2099, and not after today",
    ),
    ("例如 2026-02-10", "for instance 2026-02-10"),
)
TOO_MUCH = _error(
    "SZ-5606",
    ("已有 {limit} 条，不再增加", "there are {limit} entries and no more are taken"),
    ("一个人的事项不会有这么多往来", "one person's matters never have that many messages"),
    ("新开一个事项或文件", "begin another proceeding or file"),
)
NOTHING_SENT = register(
    "SZ-5607",
    Severity.WARNING,
    Words("“{id}”收到的这一条之前没有记下寄出的材料", "nothing was sent in “{id}” before this was received"),
    Words("期限从寄出或送达算起，没有寄出日就算不出", "terms run from what was sent; without it none can be counted"),
    Words("用 proceedings sent 补记寄出的那一次", "enter what was sent with proceedings sent"),
)
NOT_LATER = _error(
    "SZ-5608",
    (
        "“{id}”停住的期限在 {day} 恢复，早于停住的 {first}",
        "time in “{id}” goes on on {day}, before it stopped on {first}",
    ),
    ("恢复不能早于停住", "what has not stopped cannot go on"),
    ("改正其中一天", "correct one of the days"),
)


def refused(kind: ProblemKind, where: str = "", **slots: str) -> ShouzhengError:
    """Return the error (exit 2); what the person gave is cut to a harmless length, ``allowed`` is listed in full."""
    cut = ((name, value if name == "allowed" else value[:200]) for name, value in slots.items())
    return ShouzhengError(Problem(kind, where, tuple(cut)))
