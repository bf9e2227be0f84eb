"""Problems of the diary: SZ-1185 and SZ-1186."""

from __future__ import annotations

from shouzheng.model.words import Words
from shouzheng.reference.problems import Severity, register

BAD_ENTRY = register(
    "SZ-1185",
    Severity.ERROR,
    Words("这条记录写不进去：{fields}", "this entry cannot be written: {fields}"),
    Words(
        "种类、时间或方向不是规定的写法，时间在将来，或文字太长。",
        "Kind, time or direction is not written as it must be, the time lies ahead, or the words are too long.",
    ),
    Words(
        "种类：visit letter call sms im email public_notice social_post；时间：2026-03-01 或 2026-03-01 20:30；"
        "方向：in out。",
        "Kind: visit letter call sms im email public_notice social_post; time: 2026-03-01 or 2026-03-01 20:30; "
        "direction: in out.",
    ),
)

NO_DIARY = register(
    "SZ-1186",
    Severity.ERROR,
    Words("这个文件不是本程序的联系记录", "this file is no diary of this program"),
    Words("里面有别的内容，不能往后写。", "It holds something else, so nothing is added to it."),
    Words("换一个文件名。", "Name another file."),
)
