"""How far a record can be trusted, from its witnesses."""

from __future__ import annotations

from enum import StrEnum

from shouzheng.model.words import Words


class Grade(StrEnum):
    """A–F; hashing an import proves only that nothing changed after import, so an export stays D."""

    A = "A"
    B = "B"
    C = "C"
    D = "D"
    E = "E"
    F = "F"

    @property
    def meaning(self) -> Words:
        """What the grade says about the source."""
        return _MEANING[self]


_MEANING = {
    Grade.A: Words(
        "第三方自己的记录（运营商详单、机构书面答复等）", "a third party's own record (operator bill, written reply)"
    ),
    Grade.B: Words("录音原件、通话记录与详单三者一致", "recording, call log and bill agree"),
    Grade.C: Words("完整备份中的数据库记录", "database rows from a full backup"),
    Grade.D: Words(
        "应用导出的文件（XML、JSON），易被编辑，需出示原手机",
        "a file exported by an app; easily edited, show the original phone",
    ),
    Grade.E: Words("聊天文本导出或截图，需出示原手机", "chat text or screenshot; show the original phone"),
    Grade.F: Words("本人的记录或日记", "the person's own note or diary"),
}
