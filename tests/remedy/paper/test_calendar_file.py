"""Reminders: whole days, stable entries, text that stays text."""

from __future__ import annotations

from datetime import date
from typing import Any

from icalendar import Calendar

from shouzheng.model.words import Lang
from shouzheng.remedy.paper.calendar_file import Reminder, calendar_file

STAMP = date(2026, 2, 10)


def _one(title: str, text: str = "") -> bytes:
    return calendar_file([Reminder("k", date(2026, 2, 25), title, text)], STAMP, Lang.ZH_HANS)


def test_the_same_content_gives_the_same_bytes_in_any_order() -> None:
    first, second = (Reminder(name, date(2026, 3, 1), name, "") for name in "ab")
    assert calendar_file([first, second], STAMP, Lang.EN) == calendar_file([second, first], STAMP, Lang.EN)


def test_an_entry_stays_the_same_entry_when_its_day_moves() -> None:
    def uid(day: date) -> object:
        (event,) = Calendar.from_ical(calendar_file([Reminder("k", day, "x", "")], STAMP, Lang.EN)).walk("VEVENT")
        return event["UID"]

    assert uid(date(2026, 3, 1)) == uid(date(2026, 3, 5))


def test_text_of_others_cannot_begin_a_property() -> None:
    hostile = "x\r\nEND:VEVENT\r\nBEGIN:VEVENT\nATTACH:http://example.invalid;,\\n\u2028\x00\u202e"
    raw = _one(hostile, hostile)
    (event,) = Calendar.from_ical(raw).walk("VEVENT")
    assert "ATTACH" not in event
    assert raw.count(b"\r\nBEGIN:VEVENT\r\n") == 1
    assert len(Calendar.from_ical(raw).walk("VEVENT")) == 1
    assert str(event["SUMMARY"]).startswith("x⏎")


def test_lines_are_folded_at_75_bytes_and_no_character_is_cut() -> None:
    raw = _one("期限" * 60, "说明，" * 200)
    lines = raw.split(b"\r\n")
    assert max(map(len, lines)) <= 75
    for line in lines:
        line.decode("utf-8")
    (event,) = Calendar.from_ical(raw).walk("VEVENT")
    assert str(event["SUMMARY"]) == "期限" * 60


def test_alarms_ring_in_the_morning_of_the_days_before() -> None:
    event: Any
    (event,) = Calendar.from_ical(_one("x")).walk("VEVENT")
    hours = [alarm["TRIGGER"].dt.total_seconds() / 3600 for alarm in event.walk("VALARM")]
    assert hours == [9 - 72, 9]
    assert event["DTSTART"].dt == date(2026, 2, 25)
    assert str(event["CLASS"]) == "PRIVATE"
