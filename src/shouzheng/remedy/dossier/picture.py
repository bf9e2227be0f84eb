"""The picture of contacts by day and hour, its table twin, and the note on night rules."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import date

from shouzheng.model.event import ContactEvent
from shouzheng.model.moment import Resolution
from shouzheng.model.words import Lang, Words
from shouzheng.remedy.dossier.texts import SENTENCES, TEMPLATE
from shouzheng.remedy.labels import WEEKDAYS
from shouzheng.remedy.material import Material, NightPeriod, NightRule
from shouzheng.remedy.night import NIGHT_END, NIGHT_START, is_night
from shouzheng.remedy.wording import Voice, minute_text, week_of

#: More rows than this and a row becomes a week; more weeks than that and a row becomes a month.
MOST_DAYS = 62
MOST_WEEKS = 106


@dataclass(slots=True)
class _Row:
    cells: list[int] = field(default_factory=lambda: [0] * 24)
    counts: Counter[str] = field(default_factory=Counter)

    def add(self, event: ContactEvent) -> None:
        self.counts["total"] += 1
        self.counts["calls" if event.is_call else "texts"] += 1
        self.counts["night"] += is_night(event)
        if event.time.resolution is not Resolution.DAY:
            self.cells[event.time.minute_of_day // 60] += 1


def picture(material: Material, voice: Voice) -> dict[str, object]:
    """Return rows (label, 24 counts, totals, hours in words), the notes, and which hours are night."""
    events = [contact.event for contact in material.in_order]
    bucket, unit = _bucket({event.time.beijing.date() for event in events})
    rows: dict[date, _Row] = {}
    for event in events:
        rows.setdefault(bucket(event.time.beijing.date()), _Row()).add(event)
    undated = sum(event.time.resolution is Resolution.DAY for event in events)
    notes = [voice.say(SENTENCES["picture_note"])] if events else []
    if unit != "days":
        notes.append(voice.say(SENTENCES[unit]))
    if undated:
        notes.append(voice.say(SENTENCES["undated"], count=undated))
    return {
        "rows": [_row_view(day, rows[day], unit, voice) for day in sorted(rows)],
        "notes": notes,
        "night_notes": [note for rule in material.night for note in _night_notes(rule, material, voice)],
        "alt": voice.say(SENTENCES["picture_alt"]),
        "night_hours": [hour for hour in range(24) if hour * 60 >= NIGHT_START or hour * 60 < NIGHT_END],
    }


def _bucket(days: set[date]) -> tuple[Callable[[date], date], str]:
    if len(days) <= MOST_DAYS:
        return (lambda day: day), "days"
    if len({week_of(day) for day in days}) <= MOST_WEEKS:
        return week_of, "weeks"
    return (lambda day: day.replace(day=1)), "months"


def _row_view(day: date, row: _Row, unit: str, voice: Voice) -> dict[str, object]:
    return {
        "label": _label(day, unit, voice),
        "cells": row.cells,
        "total": row.counts["total"],
        "calls": row.counts["calls"],
        "texts": row.counts["texts"],
        "night": row.counts["night"],
        "hours": _hours(row.cells, voice),
    }


def _hours(cells: list[int], voice: Voice) -> str:
    """Name the hours with their counts; an hour is a stretch, so it is not written like a clock time."""
    unit = voice.say(TEMPLATE["hour_unit"])
    return "  ".join(f"{hour}{unit}×{n}" if n > 1 else f"{hour}{unit}" for hour, n in enumerate(cells) if n)


def _label(day: date, unit: str, voice: Voice) -> str:
    if unit == "months":
        return f"{day:%Y-%m}"
    if unit == "weeks":
        return f"{day:%Y-%m-%d} +6"
    names = WEEKDAYS.say(voice.lang)
    return f"{day:%Y-%m-%d} {names.split()[day.weekday()] if voice.lang is Lang.EN else names[day.weekday()]}"


def _night_notes(rule: NightRule, material: Material, voice: Voice) -> list[object]:
    party = material.case.party(rule.party).name
    if not rule.kind_known:
        return [voice.rich(SENTENCES["night_unknown"].fill(party=party))]
    if not rule.periods:
        return [voice.rich(SENTENCES["night_none"].fill(party=party))]
    notes: list[object] = [voice.rich(_period_words(period, party)) for period in rule.periods]
    notes.append(voice.say(SENTENCES["night_before"]))
    return notes


def _period_words(period: NightPeriod, party: str) -> Words:
    """Say when the period ran, its hours and the instrument; names are kept in the later conversion."""
    last = period.last
    when = (
        SENTENCES["period_to"].fill(first=period.first, last=last)
        if last
        else SENTENCES["period_from"].fill(first=period.first)
    )
    hours = {"start": minute_text(period.start_minute), "end": minute_text(period.end_minute)}
    chinese = f"《{period.instrument.zh.replace('《', '〈').replace('》', '〉')}》"
    words = Words(
        SENTENCES["night_from"].zh.format(party=party, period=when.zh, title=chinese, **hours),
        SENTENCES["night_from"].en.format(
            party=party, period=when.en, title=f"{period.instrument.en} ({chinese})", **hours
        ),
    )
    unsure = SENTENCES["night_if"]
    return words if period.certain else Words(words.zh + unsure.zh, words.en + unsure.en)
