"""Gaps in the running numbers of a store: how many records are absent, and between which times.

A phone numbers its records as they come. A number that is missing was given to a record that is not there any more, or
not in this table. Why cannot be seen from the file, so the words are neutral.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from shouzheng.intake.report import Remark
from shouzheng.model.moment import BEIJING
from shouzheng.model.words import Words

#: Gaps that are named one by one: the largest.
_NAMED = 5


@dataclass(frozen=True, slots=True)
class Gap:
    """Numbers that are absent between two records, and the times of those two where they have one."""

    absent: int
    after: datetime | None
    before: datetime | None


class RowIds:
    """Told of every row id of one table in ascending order; memory does not grow with the table."""

    def __init__(self, table: str) -> None:
        self._table = table
        self._first: tuple[int, datetime | None] | None = None
        self._last: tuple[int, datetime | None] | None = None
        self._absent = 0
        self._gaps = 0
        self._largest: list[Gap] = []
        self.last_given: int | None = None

    def take(self, number: int, at: datetime | None) -> None:
        """Add one row id, with the time of its record if that is a contact."""
        if self._last is None:
            self._first = (number, at)
        else:
            self._note(number - self._last[0] - 1, self._last[1], at)
        self._last = (number, at)

    def _note(self, absent: int, after: datetime | None, before: datetime | None) -> None:
        if absent <= 0:
            return
        self._absent += absent
        self._gaps += 1
        self._largest.append(Gap(absent, after, before))
        self._largest.sort(key=lambda gap: -gap.absent)
        del self._largest[_NAMED:]

    def remarks(self) -> tuple[Remark, ...]:
        """Return what the numbers show to be absent: in between, after the end, and before the beginning."""
        if self._last is None or self._first is None:
            return ()
        if self.last_given is not None:
            self._note(self.last_given - self._last[0], self._last[1], None)
        found = []
        if self._absent:
            found.append(self._between())
        if self._first[0] > 1:
            found.append(self._rotated(self._first[0] - 1, self._first[1]))
        return tuple(found)

    def _between(self) -> Remark:
        named_zh = "、".join(f"{_time(g.after)}至{_time(g.before)}缺{g.absent}条" for g in self._largest)
        named_en = ", ".join(f"{g.absent} between {_time(g.after)} and {_time(g.before)}" for g in self._largest)
        return Remark(
            "row_ids",
            Words(
                f"表 {self._table} 的编号有 {self._gaps} 处不连续，共缺 {self._absent} 条。最大的几处：{named_zh}。",
                f"The numbers in {self._table} jump in {self._gaps} places: {self._absent} records are absent. "
                f"The largest: {named_en}.",
            ),
            Words(
                "删除、同步、自动轮换或系统自身都可能造成；编号说明曾有记录，不说明内容，也不说明是谁删的。",
                "Deletion, synchronisation, rotation or the system itself can cause this. The numbers show that "
                "records existed, not what they were or who removed them.",
            ),
            _FETCH,
        )

    def _rotated(self, absent: int, at: datetime | None) -> Remark:
        return Remark(
            "rotated_out",
            Words(
                f"表 {self._table} 最早一条的编号是 {absent + 1}（{_time(at)}），之前的 {absent} 条已不在库中。",
                f"The first record of {self._table} has the number {absent + 1} ({_time(at)}): {absent} earlier ones "
                "are no longer in it.",
            ),
            Words(
                "通话记录只保留最近一部分，旧的会自动删除；短信和聊天则可能是设了定期删除，或被删除、清空、换机。",
                "Call logs keep only the newest part. Messages may be set to expire, or were deleted, cleared or left "
                "behind at a change of phone.",
            ),
            _FETCH,
        )


_FETCH = Words(
    "以后每天导出一次；向运营商索取通话详单（一般只能查近6个月）。",
    "Export every day from now on, and fetch the operator's bill (usually the last six months only).",
)


def _time(at: datetime | None) -> str:
    return at.astimezone(BEIJING).strftime("%Y-%m-%d %H:%M") if at is not None else "?"
