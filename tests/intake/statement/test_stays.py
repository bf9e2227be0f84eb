"""A phone that changed its zone, clock changes for travellers, and the four fields of every format's times."""

from __future__ import annotations

import argparse
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path

import pytest

from shouzheng.cli.arguments import hints_of
from shouzheng.intake.chat_text import local_time
from shouzheng.intake.exports import open_export
from shouzheng.intake.hints import Hints, current, said
from shouzheng.intake.screenshots.engine import used
from shouzheng.intake.statement.case_toml import load_case
from shouzheng.intake.statement.stays import CLOCK_CHANGE, stay_of
from shouzheng.model.event import ContactEvent
from shouzheng.model.moment import OffsetSource, Resolution
from shouzheng.reference.problems import ShouzhengError
from tests.intake.fixture_sets import FixtureSet, all_sets
from tests.intake.making import NOON, call, calls, opened, saved
from tests.intake.recordings.sounds import mp3
from tests.intake.screenshots.drawing import Chat, png
from tests.intake.screenshots.fake import FakeEngine

TOKYO, BERLIN = stay_of("2026-01-01..2026-01-05=+09:00"), stay_of("2026-10-01..2026-10-31=Europe/Berlin")


def qq(folder: Path, *times: str) -> list[ContactEvent]:
    head = "消息记录（此消息记录为文本格式，不支持重新导入）\n\n" + "=" * 20 + "\n消息分组:好友\n" + "=" * 20
    body = "".join(f"{at} 甲(10001)\n您好\n\n" for at in times)
    return opened(saved(folder, f"{head}\n消息对象:甲\n{'=' * 20}\n\n{body}", "qq.txt"))[0]


def test_local_times_of_a_stay_are_read_with_its_offset(tmp_path: Path) -> None:
    with said(Hints(stays=(TOKYO,))):
        events = qq(tmp_path, "2026-01-05 23:30:00", "2026-01-06 00:10:00")
    assert [(e.time.utc.hour, e.time.offset_minutes, e.time.offset_source) for e in events] == [
        (14, 540, OffsetSource.PERSON),
        (16, 480, OffsetSource.ASSUMED),
    ]
    assert [e.time.raw for e in events] == ["2026-01-05 23:30:00", "2026-01-06 00:10:00"]


def test_instants_keep_their_instant_and_get_the_offset(tmp_path: Path) -> None:
    path = saved(tmp_path, calls(call(readable_date=None)), "calls.xml")
    with said(Hints(stays=(TOKYO,))):
        (event,) = opened(path)[0]
    assert event.time.utc == datetime.fromtimestamp(NOON / 1000, UTC)
    assert (event.time.offset_minutes, event.time.offset_source) == (540, OffsetSource.PERSON)


def test_what_the_file_says_of_its_offset_stands(tmp_path: Path) -> None:
    path = saved(tmp_path, calls(call()), "calls.xml")
    with said(Hints(stays=(TOKYO,))):
        (event,) = opened(path)[0]
    assert (event.time.offset_minutes, event.time.offset_source) == (480, OffsetSource.READABLE_DATE)


def test_a_phone_that_changed_its_zone_within_one_file(tmp_path: Path) -> None:
    shown = ["2026年1月2日 10:00:00", "2026年1月2日 12:00:00", "2026年1月2日 04:00:00"]
    records = [call(date=NOON + n * 3_600_000, readable_date=text) for n, text in enumerate(shown)]
    events = opened(saved(tmp_path, calls(*records), "calls.xml"))[0]
    assert [e.time.offset_minutes for e in events] == [480, 540, 0]
    assert [e.time.utc.hour for e in events] == [2, 3, 4]


def test_a_bill_is_in_beijing_time_wherever_the_phone_was(tmp_path: Path) -> None:
    table = "通话时间,对方号码,主被叫,通话时长\n2026-01-02 10:00:00,13000000021,被叫,60\n"
    with said(Hints(stays=(TOKYO,))):
        (event,) = opened(saved(tmp_path, table, "bill.csv"))[0]
    assert (event.time.utc.hour, event.time.offset_minutes) == (2, 480)


@pytest.mark.parametrize(
    ("local", "utc", "minutes", "doubtful"),
    [
        ("2026-10-24 12:00:00", "2026-10-24 10:00", 120, False),
        ("2026-10-25 12:00:00", "2026-10-25 11:00", 60, False),
        ("2026-10-25 02:30:00", "2026-10-25 00:30", 120, True),
    ],
)
def test_clock_changes_of_a_zone_are_followed_and_the_doubtful_hour_is_noted(
    tmp_path: Path, local: str, utc: str, minutes: int, doubtful: bool
) -> None:
    with said(Hints(stays=(BERLIN,))):
        (event,) = qq(tmp_path, local)
    assert (event.time.utc.strftime("%Y-%m-%d %H:%M"), event.time.offset_minutes) == (utc, minutes)
    assert (CLOCK_CHANGE in event.notes) is doubtful


def test_an_hour_that_the_clock_skipped_is_noted(tmp_path: Path) -> None:
    with said(Hints(stays=(stay_of("2026-03-29..2026-03-29=Europe/Berlin"),))):
        (event,) = qq(tmp_path, "2026-03-29 02:30:00")
    assert CLOCK_CHANGE in event.notes


@pytest.mark.parametrize(
    "written",
    [
        "",
        "2026-01-02",
        "2026-01-05..2026-01-01=+09:00",
        "2026-01-01..2026-01-02=+15:00",
        "2026-01-01..2026-01-02=+09:61",
        "2026-01-01..2026-01-02=Nowhere/Land",
        "2026-01-01..2026-01-02=../../etc/passwd",
        "2026-13-01..2026-13-02=+09:00",
    ],
)
def test_what_is_no_stay_is_refused(written: str) -> None:
    with pytest.raises(ValueError, match=r".*"):
        stay_of(written)


@pytest.mark.parametrize("fixtures", all_sets(), ids=lambda each: each.format)
def test_every_format_keeps_raw_text_instant_offset_and_resolution(fixtures: FixtureSet, tmp_path: Path) -> None:
    events, _ = opened(fixtures.cases[0].save(tmp_path), forced_format=fixtures.format)
    for event in events:
        time = event.time
        assert time.raw.strip()
        assert time.utc.tzinfo is UTC
        assert abs(time.offset_minutes) <= 14 * 60
        if time.resolution is Resolution.MINUTE:
            assert (time.utc.second, time.utc.microsecond) == (0, 0)
        if time.resolution is Resolution.SECOND:
            assert time.utc.microsecond == 0


def test_without_a_stay_the_assumption_stands() -> None:
    moment = local_time("10:00", datetime(2026, 1, 2, tzinfo=UTC).date(), 36_000, Resolution.MINUTE, 480)
    assert moment is not None
    assert moment.offset_source is OffsetSource.ASSUMED


def test_a_stay_of_one_person_holds_for_that_phone_only(tmp_path: Path) -> None:
    mine = replace(TOKYO, person="me")
    path = saved(tmp_path, calls(call(readable_date=None)), "calls.xml")
    with said(Hints(stays=(mine,))):
        offsets = [next(iter(open_export(path, owner=owner))).time.offset_minutes for owner in ("me", "sister")]
        assert current().stays == (mine,)
    assert offsets == [540, 480]


def test_local_times_of_names_and_pictures_follow_the_stay(tmp_path: Path) -> None:
    recording = tmp_path / "云岭@13000000021_20260102221530.mp3"
    recording.write_bytes(mp3())
    picture = tmp_path / "Screenshot_20260102-221530_com.tencent.mm.png"
    picture.write_bytes(png(Chat([("left", "请还款")], width=360)))
    with said(Hints(stays=(TOKYO,))), used(FakeEngine()):  # it reads 2026年1月2日 20:47
        (call_event,), (message,) = opened(recording)[0], opened(picture)[0]
    assert call_event.time.utc == datetime(2026, 1, 2, 13, 15, 30, tzinfo=UTC)
    assert message.time.utc == datetime(2026, 1, 2, 11, 47, tzinfo=UTC)
    assert {event.time.offset_source for event in (call_event, message)} == {OffsetSource.PERSON}


STATED = """schema = 1
[[person]]
id = "me"
role = "debtor"
[[person]]
id = "sister"
role = "emergency_contact"
"""
STAY = '[[stay]]\nperson = "{}"\nfrom = {}\nto = {}\nzone = "{}"\n'


def test_stays_of_the_statement(tmp_path: Path) -> None:
    text = STATED + STAY.format("me", "2026-01-01", "2026-01-05", "+09:00")
    text += STAY.format("me", "2026-01-05", "2026-02-01", "Europe/Berlin")  # they share the day of travel
    text += STAY.format("sister", "2026-01-02", "2026-01-03", "+07:00")
    stays = load_case(saved(tmp_path, text, "case.toml")).stays
    assert [(stay.person, stay.first.isoformat(), stay.last.isoformat()) for stay in stays] == [
        ("me", "2026-01-01", "2026-01-05"),
        ("me", "2026-01-05", "2026-02-01"),
        ("sister", "2026-01-02", "2026-01-03"),
    ]
    assert stays[0] == replace(TOKYO, person="me")
    assert load_case(saved(tmp_path, STATED, "case.toml")).stays == ()


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("[[stay]]", [("SZ-2011", 8), ("SZ-2011", 8), ("SZ-2011", 8)]),
        (STAY.format("me", "2026-01-05", "2026-01-01", "+09:00"), [("SZ-2021", 11)]),
        (STAY.format("me", "2026-01-01", "2026-01-05", "../../etc/passwd"), [("SZ-2027", 12)]),
        (STAY.format("aunt", "2026-01-01", "2026-01-05", "+09:00"), [("SZ-2031", 9)]),
        (STAY.format("me", '"1 May"', "2026-01-05", "+09:00"), [("SZ-2012", 10)]),
        (STAY.format("me", "2026-01-01", "2026-01-05", "+09:00") + "town = 1\n", [("SZ-2010", 13)]),
        (
            STAY.format("me", "2026-01-01", "2026-01-05", "+09:00")
            + '[[stay]]\nfrom = 2026-01-03\nto = 2026-01-03\nzone = "+08:00"\n',
            [("SZ-2028", 14)],
        ),
    ],
)
def test_what_is_wrong_with_a_stay_is_said_at_its_line(tmp_path: Path, text: str, found: list[tuple[str, int]]) -> None:
    with pytest.raises(ShouzhengError) as caught:
        load_case(saved(tmp_path, STATED + text, "case.toml"))
    places = [(problem.code, int(problem.where.rpartition(":")[2])) for problem in caught.value.problems]
    assert places == found


def test_the_command_line_goes_before_the_statement(tmp_path: Path) -> None:
    who = saved(tmp_path, STATED + STAY.format("me", "2026-01-01", "2026-01-05", "+09:00"), "case.toml")
    args = argparse.Namespace(my_name=[], mapping=[], stay=[BERLIN], who=who)
    assert hints_of(args).stays == (BERLIN, replace(TOKYO, person="me"))
