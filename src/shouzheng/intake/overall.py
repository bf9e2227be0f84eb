"""What all imports together may lack: months, stretches that no export covers, bill against call log, one-sided chats.

Told of every event, it keeps counts by month only, so its memory does not grow with the files. The words are neutral:
what was seen, what may cause it, what to do today. Bills reach back about six months (public guides, weak pages that
agree); missed calls are believed not to be on them.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta

from shouzheng.intake.completeness import KEEP_SILENT, full_log
from shouzheng.intake.formats import source_of_format
from shouzheng.intake.report import ImportReport, Remark
from shouzheng.intake.witnesses.sightings import Sighting
from shouzheng.model.event import Channel, ContactEvent, Direction, Outcome
from shouzheng.model.grade import SourceKind
from shouzheng.model.moment import BEIJING
from shouzheng.model.words import Words

_AHEAD = timedelta(hours=8)
_EPOCH = datetime(1970, 1, 1, tzinfo=UTC)
#: Messages of one side only, from which a chat counts as one-sided; parties to chats that are remembered.
_ONE_SIDED, _MOST_CHATS = 5, 10_000
#: Stretches of months, and stretches between exports, that are named one by one.
_NAMED = 5
#: A pause between two exports of a call log that is worth saying.
_PAUSE = timedelta(hours=1)
_NAMES = {Channel.CALL: Words("通话", "calls"), Channel.SMS: Words("短信、彩信", "messages")}
_FAMILY = {
    Channel.CALL: Channel.CALL,
    Channel.VIDEO_CALL: Channel.CALL,
    Channel.SMS: Channel.SMS,
    Channel.MMS: Channel.SMS,
}


@dataclass(frozen=True, slots=True)
class Shown:
    """One call as the comparison of bill and log sees it: whose, when (ms since 1970), answered, in which sources."""

    owner: str
    at: int
    answered: bool
    sources: frozenset[SourceKind]


def shown_by(group: Sequence[Sighting]) -> Shown:
    """Return what the records of one call show together."""
    answered = any(each.outcome is Outcome.CONNECTED for each in group)
    return Shown(group[0].owner, group[0].earliest, answered, frozenset(each.kind for each in group))


class Overall:
    """Told of every event of every import, and at the end of the accounts; gives the remarks about all of them."""

    def __init__(self) -> None:
        self._months: dict[tuple[str, Channel], Counter[int]] = defaultdict(Counter)
        self._chats: dict[tuple[str, str], Counter[Direction]] = {}

    def take(self, event: ContactEvent) -> None:
        """Add one event."""
        family = _FAMILY.get(event.channel)
        if family is not None:
            self._months[event.owner, family][_number(event.time.utc)] += 1
        elif event.channel is Channel.IM and not event.others:
            chat = (event.owner, event.other.raw)
            if chat in self._chats or len(self._chats) < _MOST_CHATS:
                self._chats.setdefault(chat, Counter())[event.direction] += 1

    def remarks(self, accounts: Sequence[tuple[str, ImportReport]], calls: Iterable[Shown] = ()) -> tuple[Remark, ...]:
        """Return the remarks in a fixed order; ``accounts`` are whose each import is and its report."""
        owners = sorted({owner for owner, _ in self._months} | {owner for owner, _ in accounts})
        shown = list(calls)
        found: list[Remark] = []
        for owner in owners:
            mine = [report for whose, report in accounts if whose == owner]
            of_owner = [call for call in shown if call.owner == owner]
            remarks = [*self._absent(owner), *_uncovered(mine), *_bill(mine, of_owner)]
            found += [_of(owner, remark) for remark in remarks] if len(owners) > 1 else remarks
        return (*found, *self._one_sided())

    def _absent(self, owner: str) -> Iterator[Remark]:
        """Months inside the time that this person's records cover in which one sort of record is absent."""
        mine = {family: months for (whose, family), months in self._months.items() if whose == owner}
        if not mine:
            return
        every = [month for months in mine.values() for month in months]
        for family, name in _NAMES.items():
            months = mine.get(family)
            if months is None:
                continue
            absent = [month for month in range(min(every), max(every) + 1) if month not in months]
            if absent:
                yield _months_absent(name, absent)

    def _one_sided(self) -> Iterator[Remark]:
        sides = [counts for counts in self._chats.values() if sum(counts.values()) >= _ONE_SIDED]
        count = sum(len(counts) == 1 for counts in sides)
        if count:
            yield _one_sided_chats(count)


def _of(owner: str, remark: Remark) -> Remark:
    what = Words(f"（{owner}）{remark.what.zh}", f"({owner}) {remark.what.en}")
    return Remark(remark.code, what, remark.causes, remark.advice)


def _months_absent(family: Words, absent: Sequence[int]) -> Remark:
    stretches = list(_stretches(absent))
    more = len(stretches) - _NAMED
    zh = "、".join(_named(first, last, "至") for first, last in stretches[:_NAMED])
    en = ", ".join(_named(first, last, "to", " ") for first, last in stretches[:_NAMED])
    return Remark(
        "months_absent",
        Words(
            f"全部文件合看，{family.zh}在这些月份没有一条记录：{zh}{f'等{len(stretches)}段' if more > 0 else ''}"
            f"（共{len(absent)}个月）。",
            f"In all files together there are no {family.en} at all in {en}{f' and {more} more' if more > 0 else ''} "
            f"({len(absent)} months).",
        ),
        Words(
            "记录自动轮换、换过手机、删除、导出时限定了范围都可能造成；也可能确实没有联系。",
            "Rotation, a change of phone, deletion or a limited export can cause this; or there really was no contact.",
        ),
        KEEP_SILENT,
    )


def _stretches(months: Sequence[int]) -> Iterator[tuple[int, int]]:
    first = last = months[0]
    for month in months[1:]:
        if month != last + 1:
            yield first, last
            first = month
        last = month
    yield first, last


def _named(first: int, last: int, to: str, space: str = "") -> str:
    return _month(first) if first == last else f"{_month(first)}{space}{to}{space}{_month(last)}"


def _number(at: datetime) -> int:
    """Return the Beijing month of an instant as one number."""
    local = at + _AHEAD
    return local.year * 12 + local.month - 1


def _month(number: int) -> str:
    return f"{number // 12}-{number % 12 + 1:02d}"


def _one_sided_chats(count: int) -> Remark:
    return Remark(
        "one_sided_chats",
        Words(
            f"有 {count} 个聊天（至少{_ONE_SIDED}条）只有一方的消息。",
            f"{count} chats of at least {_ONE_SIDED} messages hold only one side.",
        ),
        Words(
            "可能只选了一部分消息、另一方的消息已删除或撤回，也可能没有写明哪个名字是本人，还可能确实没有人回复。",
            "Only part may have been selected, the other side's may be deleted or recalled, the person's own name may "
            "not have been stated, or nobody answered.",
        ),
        Words(
            "用 --my-name 写明自己的名字；在原手机上打开该聊天核对，导出完整的聊天，并录屏。",
            "State your own name with --my-name; compare with the chat on the phone, export all of it, record the "
            "screen.",
        ),
    )


def _uncovered(reports: Sequence[ImportReport]) -> Iterator[Remark]:
    """Stretches between two exports of a call log, of which the later one had already lost its beginning."""
    logs = [r for r in reports if r.first and r.last and source_of_format(r.format).of_phone and _holds_calls(r)]
    logs.sort(key=lambda report: (report.first.utc if report.first else _EPOCH, str(report.original.digest)))
    gaps = []
    until: datetime | None = None
    for log in logs:
        if log.first is None or log.last is None:
            continue
        if until is not None and log.first.utc - until > _PAUSE and _forgets(log):
            gaps.append((until, log.first.utc))
        until = max(until, log.last.utc) if until else log.last.utc
    if gaps:
        zh = "、".join(f"{_minute(a)}至{_minute(b)}" for a, b in gaps[:_NAMED])
        en = ", ".join(f"{_minute(a)} to {_minute(b)}" for a, b in gaps[:_NAMED])
        yield Remark(
            "between_exports",
            Words(
                f"两次导出的通话记录之间有 {len(gaps)} 段没有一份覆盖：{zh}。",
                f"Between two exports of the call log there are {len(gaps)} stretches that none covers: {en}.",
            ),
            Words(
                "后一份通话记录已经满了或丢了开头：手机只保留最近500条（有的1000条），导出间隔太长就会缺。",
                "The later log was full or had lost its beginning: phones keep the newest 500 calls (some 1,000), so "
                "exporting too seldom leaves holes.",
            ),
            KEEP_SILENT,
        )


def _holds_calls(report: ImportReport) -> bool:
    from shouzheng.intake.formats import all_formats

    return any(block.name == report.format and block.holds_calls for block in all_formats())


def _forgets(report: ImportReport) -> bool:
    codes = {remark.code for remark in report.completeness}
    return full_log(report.events) or "rotated_out" in codes


def _minute(at: datetime) -> str:
    return at.astimezone(BEIJING).strftime("%Y-%m-%d %H:%M")


def _bill(reports: Sequence[ImportReport], calls: Sequence[Shown]) -> Iterator[Remark]:
    """Compare the time of bills with that of the call log, and what each shows that the other does not."""
    bills = _span(r for r in reports if source_of_format(r.format) is SourceKind.BILL)
    logs = _span(r for r in reports if source_of_format(r.format).of_phone and _holds_calls(r))
    if logs is None:
        return
    if bills is None:
        yield _NO_BILL
        return
    if _number(bills[0]) > _number(logs[0]) or _number(bills[1]) < _number(logs[1]):  # bills are made by month
        yield _bill_period(bills, logs)
    both = max(bills[0], logs[0]), min(bills[1], logs[1])
    inside = [
        call for call in calls if call.answered and both[0] <= _EPOCH + timedelta(milliseconds=call.at) <= both[1]
    ]
    only_bill = sum(SourceKind.BILL in c.sources and not any(k.of_phone for k in c.sources) for c in inside)
    only_log = sum(SourceKind.BILL not in c.sources and any(k.of_phone for k in c.sources) for c in inside)
    if only_bill or only_log:
        yield _bill_against_log(only_bill, only_log)


def _span(reports: Iterable[ImportReport]) -> tuple[datetime, datetime] | None:
    ends = [(r.first.utc, r.last.utc) for r in reports if r.first and r.last]
    return (min(first for first, _ in ends), max(last for _, last in ends)) if ends else None


def _bill_period(bill: tuple[datetime, datetime], log: tuple[datetime, datetime]) -> Remark:
    days = [at.astimezone(BEIJING).date().isoformat() for at in (*bill, *log)]
    return Remark(
        "bill_period",
        Words(
            f"详单从 {days[0]} 到 {days[1]}，通话记录从 {days[2]} 到 {days[3]}：详单没有盖住全部通话记录。",
            f"The bill goes from {days[0]} to {days[1]}, the call log from {days[2]} to {days[3]}: the bill does not "
            "cover all of it.",
        ),
        Words(
            "详单按月出，一般只能查近6个月；当月的可能要下月才有。",
            "Bills are made by month and usually reach back six months; the current month may come later.",
        ),
        Words(
            "能查到的月份现在就全部下载，最好录屏下载过程或到营业厅盖章。",
            "Fetch every month that can still be had now; record the download on the screen or have a print stamped.",
        ),
    )


def _bill_against_log(only_bill: int, only_log: int) -> Remark:
    return Remark(
        "bill_against_log",
        Words(
            f"在两者都盖住的时间里，接通的通话有 {only_bill} 次只在详单里、{only_log} 次只在手机记录里。",
            f"In the time that both cover, {only_bill} answered calls stand in the bill only and {only_log} in the "
            "phone's records only.",
        ),
        Words(
            "手机记录会轮换或被删除；详单按号码出，可能是另一张卡，也可能不含网络通话。未得到印证不等于没有发生。",
            "Phone logs rotate or are deleted; a bill is of one SIM and may lack calls over the internet. Not "
            "corroborated does not mean that it did not happen.",
        ),
        Words(
            "双卡的请把每张卡的详单都取来；只在一处的通话在档案里逐一注明。",
            "With two SIMs fetch the bill of each; calls shown in one place only are marked in the dossier.",
        ),
    )


_NO_BILL = Remark(
    "no_bill",
    Words("有通话记录，但没有运营商详单。", "There is a call log, but no operator's bill."),
    Words(
        "详单是唯一不由本人保存的记录，能印证通话记录，也能补上手机里没有的接通来电；一般只能查近6个月。",
        "The bill is the one record that the person does not keep: it corroborates the log and shows answered calls "
        "that the phone lost. It usually reaches back six months only.",
    ),
    Words(
        "今天就到运营商的 App、网站或营业厅下载近6个月的通话详单，连同原文件一起读入；以后每月取一次。",
        "Fetch the bill of the last six months today from the operator's app, site or shop, and read it in; then once "
        "a month.",
    ),
)
