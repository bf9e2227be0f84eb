"""What can be wrong with guides (codes SZ-1480 to SZ-1489)."""

from __future__ import annotations

from shouzheng.model.words import Words
from shouzheng.reference.problems import Severity, register

BAD_GUIDE = register(
    "SZ-1480",
    Severity.ERROR,
    Words("指引文件有误：{detail}", "the file of a guide is wrong: {detail}"),
    Words("文件被改动，或缺少必要的栏目。", "It was changed, or lacks a field that is needed."),
    Words("按 directory/guides/ 里其他文件的样子改正。", "Correct it after the other files in directory/guides/."),
)
NO_SUCH_GUIDE = register(
    "SZ-1481",
    Severity.ERROR,
    Words("没有名为“{name}”的指引", "there is no guide named {name}"),
    Words("名字写错，或还没有这一篇。", "The name is misspelt, or nobody has written it yet."),
    Words("现有：{known}", "There are: {known}"),
)
