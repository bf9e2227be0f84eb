"""Reminders as an iCalendar file (RFC 5545): whole days, alarms, the same bytes for the same content.

A calendar is often copied to other devices and services, so a title says no more than its caller puts there. Text of
others is made harmless and stays text: line ends, separators and control characters cannot begin a property.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from typing import TYPE_CHECKING

from shouzheng.model.words import Lang
from shouzheng.reference.safe_text import shorten, visible
from shouzheng.reference.script import in_script

if TYPE_CHECKING:
    from icalendar import Component

PRODUCT = "-//Shouzheng//reminders//ZH"
#: An alarm rings at nine in the morning, this many days before.
_ALARM_HOUR = 9
_LONGEST_TITLE, _LONGEST_TEXT = 200, 1500


@dataclass(frozen=True, slots=True)
class Reminder:
    """One day to remember. ``key`` makes it the same entry when the file is written again; ``tentative`` may move."""

    key: str
    day: date
    title: str
    text: str
    days_before: tuple[int, ...] = (3, 0)
    tentative: bool = False


def calendar_file(reminders: Iterable[Reminder], stamp: date, lang: Lang) -> bytes:
    """Return the file. ``stamp`` is the day from which it was made; two runs of one day give the same bytes.

    Alarms of days before ``stamp`` are left out.
    """
    from icalendar import Calendar, Event

    calendar = Calendar()
    calendar.add("prodid", PRODUCT)
    calendar.add("version", "2.0")
    calendar.add("calscale", "GREGORIAN")
    for reminder in sorted(reminders, key=lambda each: (each.day, each.key)):
        event = Event()
        event.add(
            "uid", f"{hashlib.sha256(reminder.key.encode('utf-8', 'replace')).hexdigest()[:40]}@shouzheng.invalid"
        )
        event.add("dtstamp", datetime.combine(stamp, time(), UTC))
        event.add("dtstart", reminder.day)
        event.add("dtend", reminder.day + timedelta(days=1))
        event.add("summary", _inert(reminder.title, _LONGEST_TITLE, lang))
        event.add("description", _inert(reminder.text, _LONGEST_TEXT, lang))
        event.add("status", "TENTATIVE" if reminder.tentative else "CONFIRMED")
        event.add("class", "PRIVATE")
        event.add("transp", "TRANSPARENT")
        for days in reminder.days_before:
            if reminder.day - timedelta(days=days) < stamp:
                continue  # a day that has passed rings no bell
            event.add_component(_alarm(days, _inert(reminder.title, _LONGEST_TITLE, lang)))
        calendar.add_component(event)
    return bytes(calendar.to_ical())


def _alarm(days: int, title: str) -> Component:
    from icalendar import Alarm

    alarm = Alarm()
    alarm.add("action", "DISPLAY")
    alarm.add("description", title)
    alarm.add("trigger", timedelta(hours=_ALARM_HOUR) - timedelta(days=days))
    return alarm


def _inert(text: str, longest: int, lang: Lang) -> str:
    return in_script(visible(shorten(text, longest)), lang)
