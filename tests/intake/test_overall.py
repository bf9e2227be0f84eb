"""What all imports together lack: months, stretches between exports, bill against log, one-sided chats."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from shouzheng.intake.account import account_json, account_lines
from shouzheng.intake.overall import Overall, Shown
from shouzheng.intake.report import ImportReport
from shouzheng.intake.taking import take
from shouzheng.model.event import Channel, ContactEvent, Direction, Number, NumberKind
from shouzheng.model.grade import SourceKind
from shouzheng.model.words import Lang
from tests.intake.making import MOBILE, NOON, call, calls, opened, saved, sms, smses
from tests.intake.witnesses.making import START, message, record

DAY = 86_400_000


def codes(overall: Overall, *accounts: tuple[str, ImportReport], calls: tuple[Shown, ...] = ()) -> list[str]:
    return [remark.code for remark in overall.remarks(accounts, calls)]


def fed(*events: ContactEvent) -> Overall:
    overall = Overall()
    for event in events:
        overall.take(event)
    return overall


def at(event: ContactEvent, day: str) -> ContactEvent:
    return replace(event, time=replace(event.time, utc=datetime.fromisoformat(day).replace(tzinfo=UTC)))


def log(folder: Path, name: str, *records: str) -> ImportReport:
    return opened(saved(folder, calls(*records), name))[1]


# --- months


def test_months_without_any_record_are_named_within_what_all_files_cover() -> None:
    texts = [at(message("a", n, "您好"), f"2026-{n:02d}-10") for n in range(1, 7)]
    rung = [at(record("b", n), day) for n, day in enumerate(("2026-02-10", "2026-05-10"))]
    (remark,) = fed(*texts, *rung).remarks(())
    assert remark.code == "months_absent"
    assert "2026-01、2026-03至2026-04、2026-06（共4个月）" in remark.what.zh
    assert "2026-01, 2026-03 to 2026-04, 2026-06 (4 months)" in remark.what.en


def test_a_month_begins_at_midnight_in_beijing() -> None:
    assert codes(fed(at(record("a", 1), "2026-01-31T15:59"), at(record("a", 2), "2026-03-01"))) == ["months_absent"]
    assert codes(fed(at(record("a", 1), "2026-01-31T16:00"), at(record("a", 2), "2026-03-01"))) == []


def test_what_a_person_has_no_records_of_at_all_is_no_absent_month() -> None:
    assert codes(fed(at(record("a", 1), "2026-01-10"))) == []


def test_with_several_persons_it_is_said_whose_records_they_are() -> None:
    events = [at(record("a", n, owner=who), day) for n, who, day in ((1, "me", "2026-01-10"), (2, "me", "2026-03-10"))]
    other = at(record("b", 1, owner="sister"), "2026-02-10")
    (remark,) = fed(*events, other).remarks(())
    assert remark.what.zh.startswith("（me）")


# --- logs that rotated between two exports


def _month_of_calls(start: int, count: int) -> list[str]:
    return [call(date=start + n * 60_000, type=1 + n % 2) for n in range(count)]


def test_a_stretch_that_no_export_covers_is_named_when_the_later_log_was_full(tmp_path: Path) -> None:
    early = log(tmp_path, "a.xml", *_month_of_calls(NOON, 10))
    full = log(tmp_path, "b.xml", *_month_of_calls(NOON + 3 * DAY, 500))
    assert "between_exports" in codes(Overall(), ("me", early), ("me", full))
    assert "between_exports" in codes(Overall(), ("me", full), ("me", early))
    assert "between_exports" not in codes(Overall(), ("me", early), ("sister", full))
    short = log(tmp_path, "c.xml", *_month_of_calls(NOON + 3 * DAY, 499))
    assert "between_exports" not in codes(Overall(), ("me", early), ("me", short))
    overlapping = log(tmp_path, "d.xml", *_month_of_calls(NOON + 60_000, 500))
    assert "between_exports" not in codes(Overall(), ("me", early), ("me", overlapping))


# --- bill and log


def bill(folder: Path, *days: str) -> ImportReport:
    rows = "".join(f"{day} 10:00:00,{MOBILE},被叫,60\n" for day in days)
    path = saved(folder, "通话时间,对方号码,主被叫,通话时长\n" + rows, "bill.csv")
    return opened(path)[1]


def test_a_log_without_a_bill_says_to_fetch_it_today(tmp_path: Path) -> None:
    (remark,) = Overall().remarks([("me", log(tmp_path, "a.xml", call()))])
    assert (remark.code, "今天" in remark.advice.zh, "today" in remark.advice.en) == ("no_bill", True, True)
    texts = opened(saved(tmp_path, smses(sms()), "s.xml"))[1]
    assert codes(Overall(), ("me", texts)) == []


@pytest.mark.parametrize(
    ("days", "said"),
    [
        (("2026-01-01", "2026-01-12"), []),
        (("2026-01-04", "2026-01-05"), []),
        (("2026-02-01", "2026-02-05"), ["bill_period"]),
        (("2025-12-01", "2025-12-05"), ["bill_period"]),
    ],
)
def test_a_bill_that_covers_only_part_of_the_log_is_remarked(
    tmp_path: Path, days: tuple[str, ...], said: list[str]
) -> None:
    calls_of = log(tmp_path, "a.xml", call(), call(date=NOON + 9 * DAY))
    assert codes(Overall(), ("me", calls_of), ("me", bill(tmp_path, *days))) == said


def test_answered_calls_that_only_one_of_both_shows_are_counted(tmp_path: Path) -> None:
    accounts = [
        ("me", log(tmp_path, "a.xml", call(), call(date=NOON + 9 * DAY))),
        ("me", bill(tmp_path, "2026-01-01", "2026-01-12")),
    ]
    inside = int((START + timedelta(days=2)).timestamp() * 1000)
    both, phone, third = (
        frozenset(kinds) for kinds in ([SourceKind.BILL, SourceKind.EXPORT], [SourceKind.EXPORT], [SourceKind.BILL])
    )
    seen = [Shown("me", inside, True, kinds) for kinds in (both, phone, third, third)]
    seen += [Shown("me", inside, False, phone), Shown("me", inside + 99 * DAY, True, phone)]
    seen.append(Shown("sister", inside, True, phone))
    (remark,) = Overall().remarks(accounts, seen)
    assert remark.code == "bill_against_log"
    assert "2 次只在详单里、1 次只在手机记录里" in remark.what.zh
    assert not any(word in remark.what.zh + remark.causes.zh for word in ("伪造", "虚假", "造假"))


# --- chats


def chat(no: int, other: str, direction: Direction) -> ContactEvent:
    shown = message("c", no, "在", direction=direction)
    return replace(shown, channel=Channel.IM, other=Number(other, other, NumberKind.NAME))


def test_a_chat_of_which_only_one_side_is_there_is_remarked() -> None:
    one = [chat(n, "甲", Direction.INBOUND) for n in range(5)]
    assert codes(fed(*one)) == ["one_sided_chats"]
    assert codes(fed(*one, chat(9, "甲", Direction.OUTBOUND))) == []
    assert codes(fed(*one[:4])) == []
    assert codes(fed(*[replace(each, channel=Channel.SMS) for each in one])) == []


# --- in the account of an intake


def test_intake_prints_what_is_joined_and_what_is_missing(tmp_path: Path) -> None:
    first = saved(tmp_path, calls(call(duration=61), call(date=NOON + DAY)), "calls-1.xml")
    second = saved(tmp_path, calls(call(duration=61, contact_name="x"), call(date=NOON + 40 * DAY)), "calls-2.xml")
    rows = f"2026-01-02 10:00:05,{MOBILE},被叫,61\n"
    billed = saved(tmp_path, "通话时间,对方号码,主被叫,通话时长\n" + rows, "bill.csv")
    taken = take([first, second, billed], None)
    assert (taken.events, taken.contacts, taken.joined, taken.disagreeing) == (5, 3, 2, 0)
    said = "\n".join(account_lines(taken, Lang.ZH_HANS))
    assert "5 条联系记录 = 3 次联系 + 2 条与别的文件记的是同一次" in said
    assert said.endswith("合计：3 份导出，5 条记录，3 次联系，0 条未读懂")
    assert "详单没有盖住全部通话记录" in said
    content = account_json(taken)
    assert (content["contacts"], content["joined"], content["told_differently"]) == (3, 2, 0)
    assert take([billed, second, first], None).overall == taken.overall
