"""What the system and the checks say of a fault in a few English words, said in Chinese too.

Problems carry the English words in a slot, where programs read them; ``Detailed`` fills the Chinese text in Chinese.
What is not listed stands in both languages as it came: a reason in English is better than none.
"""

from __future__ import annotations

import os
import re
from dataclasses import dataclass
from errno import EACCES, EBUSY, EIO, EISDIR, ENAMETOOLONG, ENOENT, ENOSPC, ENOTDIR, EPERM, EROFS

from shouzheng.model.words import Words

#: Reasons of the operating system, as it words them here.
_SYSTEM = {
    os.strerror(number): words
    for number, words in (
        (EACCES, "没有权限"),
        (EPERM, "不允许这样做"),
        (EBUSY, "正被占用"),
        (EIO, "磁盘读写出错"),
        (EISDIR, "这是文件夹"),
        (ENAMETOOLONG, "名字太长"),
        (ENOENT, "没有这个文件"),
        (ENOSPC, "磁盘已满"),
        (ENOTDIR, "路径里有不是文件夹的部分"),
        (EROFS, "磁盘只读"),
    )
}
_FIXED = {
    **_SYSTEM,
    "FullError": "磁盘已满",
    "IOError": "磁盘读写出错",
    "ReadOnlyError": "磁盘只读",
    "CorruptError": "数据库的页已损坏",
    "NotADBError": "不是这个案卷的数据库",
    "CantOpenError": "文件不见了或打不开",
    "ValueError": "名字不能用",
    "UnicodeEncodeError": "名字不能用",
    "not JSON": "不是 JSON",
    "a line is missing or out of order": "缺少一行，或次序不对",
    "the line before it was changed or removed": "它前面的一行被改动或删除",
    "the signature of the head is not that of this case": "末尾的签名不是这个案卷的",
    "the last line was changed": "最后一行被改动",
    "an older index was put in place of a newer one": "索引被换成了旧的",
    "not signed by this case": "不是这个案卷签的",
    "unreadable": "读不出",
    "missing": "不见了",
    "wrong beginning": "开头不对",
    "the file is gone": "文件不见了",
    "another file stands in its place": "被换成了另一个文件",
    "an original is no longer listed": "有原件不再列出",
    "not what the custody log says": "与保管记录不符",
    "the name is not what the custody log says": "名字与保管记录不符",
    "the time of storing is not what the custody log says": "存入时间与保管记录不符",
    "the media type is not what the custody log says": "文件类型与保管记录不符",
    "the table of the search": "查找用的词表",
    "a folder": "文件夹",
    "a link": "链接",
    "a pipe": "管道",
    "a socket": "套接字",
    "a device": "设备",
}
_FORMED = (
    (re.compile(r"the head counts (\d+) lines, the log has (\d+)"), r"末尾签名记 \1 行，实有 \2 行"),
    (re.compile(r"piece (\d+) was changed or the end is missing"), r"第 \1 段被改动，或缺少结尾"),
    (re.compile(r"user_version (\d+)"), r"数据表版本 \1"),
    (re.compile(r"entry (\d+) \((.*)\)", re.DOTALL), r"第 \1 条登记（\2）"),
    (re.compile(r"entry (\d+) \((.*)\) is gone", re.DOTALL), r"第 \1 条登记（\2）不见了"),
    (re.compile(r"contacts of “(.*)” \(import (\d+)\)", re.DOTALL), r"“\1”的联系（第 \2 次读取）"),
    (re.compile(r"contacts of “(.*)” \(import (\d+)\), whose they are", re.DOTALL), r"“\1”是谁的（第 \2 次读取）"),
    (re.compile(r"contacts of import (\d+) are gone"), r"第 \1 次读取的联系不见了"),
)
#: Slots that hold a detail; any other, such as a file's name, stands as it is.
_DETAILS = ("detail", "reason", "kind")


def in_chinese(detail: str) -> str:
    """Return the detail in Chinese where it is known, else as it is; linear in its length."""
    if detail in _FIXED:
        return _FIXED[detail]
    for form, words in _FORMED:
        if (found := form.fullmatch(detail)) is not None:
            return found.expand(words)
    return detail


@dataclass(frozen=True, slots=True)
class Detailed(Words):
    """Words whose slots hold such details: the Chinese text has them in Chinese."""

    def fill(self, **values: object) -> Words:
        """Return the words with their slots filled."""
        details = {name: in_chinese(str(values[name])) for name in _DETAILS if name in values}
        return Words(self.zh.format(**{**values, **details}), self.en.format(**values))
