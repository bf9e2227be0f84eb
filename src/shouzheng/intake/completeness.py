"""What an export may lack, measured while it is read, in memory that does not grow with the file.

An empty place proves nothing by itself. So the words are neutral: what was seen, what may cause it, what to do. Where
the figures come from: rotation of the call log at 500 rows, AOSP ``CallLog.java``,
``addEntryAndRemoveExpiredEntries``; 1,000 seen on a Pixel by the authors of sms-ie; service messages withheld from
apps, pppscn/SmsForwarder #468.
"""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass
from datetime import datetime, timedelta

from shouzheng.intake.report import Remark
from shouzheng.model.event import ContactEvent, Direction, NumberKind
from shouzheng.model.moment import BEIJING, Moment
from shouzheng.model.words import Words

#: Lengths of a call log that are limits of phones rather than chance.
_FULL_LOGS = (500, 1000)
#: Whose messages phones withhold from apps.
_SERVICE_SENDERS = (NumberKind.PORT_106, NumberKind.SERVICE_95)
#: Without any record for this long inside the covered time, when records usually follow each other within a day.
_GAP = timedelta(days=14)
_USUAL = timedelta(days=1)
#: Gaps that are named one by one.
_NAMED_GAPS = 5
#: Fewer contacts than this may well go in one direction only.
_ENOUGH_FOR_DIRECTION = 5

#: What to do today, whatever is missing.
KEEP_SILENT = Words(
    "把对方设为静音，不要拉黑、不要删除；每天导出一次；向运营商索取通话详单（一般只能查近6个月）。",
    "Mute the numbers instead of blocking, delete nothing, export every day, and fetch the operator's bill "
    "(usually the last six months only).",
)


def full_log(calls: int) -> bool:
    """True for a number of calls that is the limit of a phone rather than chance."""
    return calls in _FULL_LOGS


@dataclass(slots=True)
class _Day:
    """First and last record, by whichever came first of equal ones, and number of records of one day (UTC)."""

    first: Moment
    last: Moment
    count: int = 1


class Coverage:
    """Gathers what the remarks need; one entry per day that has records, at most 40,000 days.

    ``all_senders`` for a source from which no phone withholds messages of services.
    """

    def __init__(self, holds_messages: bool, holds_calls: bool, *, all_senders: bool = False) -> None:
        self._messages = holds_messages
        self._calls = holds_calls
        self._may_withhold = holds_messages and not all_senders
        self._count = 0
        self._days: dict[int, _Day] = {}
        self._parties: Counter[tuple[Direction, NumberKind]] = Counter()

    def take(self, event: ContactEvent) -> None:
        """Add one event."""
        self._count += 1
        self._parties[event.direction, event.other.kind] += 1
        moment = event.time
        at = moment.utc
        number = at.toordinal()
        day = self._days.get(number)
        if day is None:
            self._days[number] = _Day(moment, moment)
            return
        day.count += 1
        if at < day.first.utc:
            day.first = moment
        elif at > day.last.utc:
            day.last = moment

    @property
    def first(self) -> Moment | None:
        """The earliest moment, ``None`` without events."""
        return self._days[min(self._days)].first if self._days else None

    @property
    def last(self) -> Moment | None:
        """The latest moment, ``None`` without events."""
        return self._days[max(self._days)].last if self._days else None

    def remarks(self) -> tuple[Remark, ...]:
        """Return all remarks about the file, in a fixed order."""
        if not self._count:
            return (_NO_CONTACTS,)
        found = [
            self._no_service_senders(),
            self._full_log(),
            self._gaps(),
            self._one_direction(),
            self._withheld(),
            _BLOCKED_TEXTS if self._messages else None,
        ]
        return tuple(remark for remark in found if remark is not None)

    def _no_service_senders(self) -> Remark | None:
        return _NO_SERVICE_SENDERS if self._may_withhold and not self._from_services() else None

    def _from_services(self) -> bool:
        return any((Direction.INBOUND, kind) in self._parties for kind in _SERVICE_SENDERS)

    def _full_log(self) -> Remark | None:
        if not self._calls or not full_log(self._count):
            return None
        return Remark(
            "call_log_full",
            Words(
                f"通话记录恰好有 {self._count} 条。",
                f"The call log has exactly {self._count} calls.",
            ),
            Words(
                "许多手机只保留最近500条（有的1000条），更早的会自动删除，较早的来电可能已不在记录里。",
                "Many phones keep the newest 500 calls (some 1,000) and delete older ones by themselves, so earlier "
                "calls may be missing.",
            ),
            KEEP_SILENT,
        )

    def _gaps(self) -> Remark | None:
        gaps, usual, distances = self._distances()
        if not gaps or usual * 2 <= distances:
            return None
        gaps.sort(key=lambda gap: gap[0] - gap[1])
        named = [f"{_day(start)}–{_day(end)}" for start, end in sorted(gaps[:_NAMED_GAPS])]
        more_zh = f"等 {len(gaps)} 段" if len(gaps) > _NAMED_GAPS else ""
        more_en = f" and {len(gaps) - _NAMED_GAPS} more" if len(gaps) > _NAMED_GAPS else ""
        return Remark(
            "gaps",
            Words(
                f"记录通常不到一天就有一条，但以下时间超过14天没有任何记录：{'、'.join(named)}{more_zh}。",
                f"Records usually follow within a day, but there are none for 14 days or more in: "
                f"{', '.join(named)}{more_en}.",
            ),
            Words(
                "可能是换过手机、清理或删除过记录、记录自动轮换，也可能确实没有联系。",
                "A change of phone, clearing or deletion, automatic rotation, or there really was no contact.",
            ),
            KEEP_SILENT,
        )

    def _distances(self) -> tuple[list[tuple[datetime, datetime]], int, int]:
        """Gaps, and of all distances between neighbouring records how many are under a day, and how many there are.

        Exact without keeping every time: records of one day are less than a day apart.
        """
        gaps: list[tuple[datetime, datetime]] = []
        usual = 0
        before: _Day | None = None
        for number in sorted(self._days):
            day = self._days[number]
            usual += day.count - 1
            if before is not None:
                distance = day.first.utc - before.last.utc
                usual += distance < _USUAL
                if distance >= _GAP:
                    gaps.append((before.last.utc, day.first.utc))
            before = day
        return gaps, usual, self._count - 1

    def _one_direction(self) -> Remark | None:
        directions = {direction for direction, _ in self._parties}
        if self._count < _ENOUGH_FOR_DIRECTION or len(directions) != 1:
            return None
        inbound = Direction.INBOUND in directions
        return Remark(
            "one_direction",
            Words(
                f"{self._count} 条记录全部是{'收到' if inbound else '发出'}的，没有{'发出' if inbound else '收到'}的。",
                f"All {self._count} records are {'incoming' if inbound else 'outgoing'}.",
            ),
            Words(
                "可能是应用没有读取另一类记录的权限、导出时选择了范围，或另一方向的记录已删除。",
                "The app may lack permission for the others, the export may have been limited, or they were deleted.",
            ),
            Words(
                "在导出应用里检查权限和导出范围，再导出一次。",
                "Check the app's permissions and what it was told to export, and export again.",
            ),
        )

    def _withheld(self) -> Remark | None:
        count = sum(number for (_, kind), number in self._parties.items() if kind is NumberKind.WITHHELD)
        if not count:
            return None
        return Remark(
            "withheld_numbers",
            Words(f"有 {count} 条记录没有显示号码。", f"{count} records show no number."),
            Words(
                "对方隐藏了号码，或网络没有传送号码。这些记录无法归到任何一方。",
                "The caller withheld it, or the network did not pass it on. These records cannot be put to anybody.",
            ),
            Words(
                "运营商详单可能仍有主叫号码；记下来电时间，需要时申请调取。",
                "The operator's bill may still show the number; note the times and apply for it when needed.",
            ),
        )


def _day(at: datetime) -> str:
    return at.astimezone(BEIJING).date().isoformat()


_NO_CONTACTS = Remark(
    "no_contacts",
    Words("文件里没有一条联系记录。", "The file holds not one contact."),
    Words("导出时没有选中内容，或应用没有权限。", "Nothing was selected for export, or the app had no permission."),
    Words("检查应用权限后再导出一次。", "Check the app's permissions and export again."),
)
_NO_SERVICE_SENDERS = Remark(
    "no_service_senders",
    Words("没有一条短信来自106或95开头的号码。", "Not one message comes from a sender that begins with 106 or 95."),
    Words(
        "许多国产手机把这类短信归为“通知类短信”，不给普通应用读取；导出看起来完整，催收短信却可能都不在其中。",
        "Many phones sold in China class such messages as notification SMS and withhold them from apps: the export "
        "looks complete, and every collection message may be missing.",
    ),
    Words(
        "打开手机的短信应用，看看里面有没有106、95开头的短信。有的话，到系统设置里给导出应用加上读取这类短信的权限，再导出一次："
        "小米、红米在“应用权限”里找“通知类短信”；荣耀、华为在短信权限里找“通知类短信”或“网络短信”；"
        "OPPO、vivo、三星没有找到确切记载，请在该应用的权限页里找类似的一项；iPhone 用备份读取，不受影响。"
        "找不到这一项，就对这些短信截屏或录屏。",
        "Open the phone's own message app and see whether such messages are there. If so, let the exporting app read "
        "them, in the system settings, and export again. Xiaomi, Redmi: “通知类短信” among the app's permissions. "
        "Honor, Huawei: “通知类短信” or “网络短信” under SMS. OPPO, vivo, Samsung: nothing certain was found; look for "
        "something like it on the app's page. iPhone: backups are not affected. Failing that, take screenshots.",
    ),
)
_BLOCKED_TEXTS = Remark(
    "blocked_texts",
    Words("被拉黑号码发来的短信通常不在导出文件里。", "Messages from blocked numbers are usually not in an export."),
    Words(
        "手机或短信应用会把它们单独存放，或根本不保存；没有记录不等于没有发过。",
        "The phone or its message app stores them apart, or not at all; no record does not mean that none was sent.",
    ),
    Words(
        "查看手机的“骚扰拦截”记录并截屏；今后把对方设为静音，不要拉黑。",
        "Look at the phone's list of blocked messages and take screenshots; from now on mute instead of blocking.",
    ),
)
