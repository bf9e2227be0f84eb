"""Does contacting third persons work? Words and names of that part of the report."""

from __future__ import annotations

from collections.abc import Mapping

from shouzheng.model.words import Words

GROUPS: Mapping[str, Words] = {
    "with": Words("联系过第三人的债务人", "debtors with any contact to a third person"),
    "without": Words("没有联系过第三人的债务人", "debtors without"),
}
OUTCOMES: Mapping[str, Words] = {
    "repaid": Words("还款 [95%]", "repaid [95 %]"),
    "complaint": Words("投诉 [95%]", "complained [95 %]"),
}
CAUTION = (
    Words(
        "这不是因果：机构通常在联系不到债务人、逾期更久时才联系第三人，两组人本来就不同。",
        "This is no cause and effect: third persons are contacted when a debtor is lost or long overdue, so the two "
        "groups differ from the start.",
    ),
    Words(
        "要知道有没有用，须随机抽一部分债务人，对其不联系第三人，再比较。",
        "To know whether it works, leave third persons alone for debtors drawn at random, and compare.",
    ),
    Words(
        "有没有用，都不改变是否合法。本报告不按手段、机构、催收员或个人计算。",
        "Whether it works does not make it lawful. Nothing here is counted by act, agency, collector or person.",
    ),
)
