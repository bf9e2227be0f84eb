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


class SourceKind(StrEnum):
    """What sort of source a record comes from; two records of one sort do not corroborate each other."""

    BILL = "bill"  # a third party's own record
    DATABASE = "database"
    EXPORT = "export"
    CHAT = "chat"
    MAIL = "mail"
    RECORDING = "recording"
    SCREENSHOT = "screenshot"
    NOTE = "note"

    @property
    def of_phone(self) -> bool:
        """True for records that the phone itself kept, whoever copied them: one and the same clock."""
        return self in (SourceKind.DATABASE, SourceKind.EXPORT)

    @property
    def label(self) -> Words:
        """Its name in words."""
        return _SOURCE[self]


_SOURCE = {
    SourceKind.BILL: Words("运营商详单等第三方记录", "a third party's record (operator bill)"),
    SourceKind.DATABASE: Words("手机数据库", "the phone's database"),
    SourceKind.EXPORT: Words("手机导出", "an export of the phone"),
    SourceKind.CHAT: Words("聊天记录", "a chat history"),
    SourceKind.MAIL: Words("邮件", "e-mail"),
    SourceKind.RECORDING: Words("录音", "a recording"),
    SourceKind.SCREENSHOT: Words("截图", "a screenshot"),
    SourceKind.NOTE: Words("本人记录", "the person's own note"),
}
