"""When the same contact may be made: the first later instant at which, judged again in full, it would be allowed.

Answers change only at certain instants: when a rule's hours or agreed hours begin or end, at midnight, and when an
earlier contact leaves a rolling window. These are judged one after the other; the first that is allowed is the answer.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta
from functools import lru_cache

from shouzheng.gate.assess import Judged, Known, View
from shouzheng.gate.book import Book
from shouzheng.gate.plan import Plan
from shouzheng.judging.counts import length_ms
from shouzheng.judging.placement import MINUTE_MS, day_start
from shouzheng.model.moment import BEIJING
from shouzheng.rulebook.files.counts import WindowKind

_EPOCH = datetime(1970, 1, 1, 8, tzinfo=BEIJING)
_DAY_MINUTES = 24 * 60


@dataclass(frozen=True)
class Search:
    """``earlier`` are the instants (milliseconds) of contacts that a window may still hold.

    ``not_before`` is the instant of the last contact that is allowed already: contacts are asked for in order of time.
    """

    earlier: Callable[[], Iterable[int]]
    not_before: int = 0


def next_allowed(
    plan: Plan,
    known: Known,
    view: View,
    search: Search,
    allowed: Callable[[Plan, Known, View], list[Judged] | None],
) -> tuple[datetime, list[Judged]] | None:
    """Return the first instant at which the contact is allowed, as far as is known now, and what was judged there.

    ``allowed`` judges and returns ``None`` when something stands against it. ``None`` when there is no such instant
    within the horizon of ``policy.toml``.
    """
    for instant in _instants(plan, known, search)[: plan.book.policy.most_instants]:
        at = _EPOCH + timedelta(milliseconds=instant)
        judged = allowed(plan.at_another_time(at), known, view)
        if judged is not None:
            return at, judged
    return None


def _instants(plan: Plan, known: Known, search: Search) -> list[int]:
    book, now = plan.book, plan.at
    last = now.earliest + book.policy.until_days * 24 * 60 * MINUTE_MS
    minutes = _minutes(plan, known)
    found = {
        day_start(now.day_no + day) + minute * MINUTE_MS
        for day in range(book.policy.until_days + 1)
        for minute in minutes
    }
    lengths = {length_ms(each) for each in book.rulebook.counts.values() if each.window.kind is WindowKind.ROLLING}
    found.update(instant + length for instant in search.earlier() for length in lengths)
    found.add(search.not_before)
    return sorted(instant for instant in found if max(now.latest + 1, search.not_before) <= instant <= last)


def valid_until(plan: Plan, known: Known) -> int:
    """Return when a permission ends (milliseconds): no later than the next hour at which rules change."""
    now, minutes = plan.at, _minutes(plan, known)
    passed = (now.earliest - day_start(now.day_no)) // MINUTE_MS
    next_minute = next((minute for minute in minutes if minute > passed), minutes[0] + _DAY_MINUTES)
    change = day_start(now.day_no) + next_minute * MINUTE_MS
    return min(now.earliest + 1000 * plan.book.policy.valid_seconds, change)


def _minutes(plan: Plan, known: Known) -> tuple[int, ...]:
    """Return the minutes of the Beijing day at which something can change for this person, in order."""
    zone = plan.planned.zone
    if not known.wishes:
        return _usual_minutes(plan.book, zone)
    agreed = (edge for each in plan.agreed_times(known) for edge in (each.from_minute, each.to_minute))
    return _by_clocks(plan.book, zone, {*plan.book.minutes, *agreed})


@lru_cache(maxsize=256)
def _usual_minutes(book: Book, zone: int | None) -> tuple[int, ...]:
    return _by_clocks(book, zone, book.minutes)


def _by_clocks(book: Book, zone: int | None, edges: Iterable[int]) -> tuple[int, ...]:
    offsets = book.policy.zones if zone is None else (zone,)
    return tuple(sorted({(edge + 480 - offset) % _DAY_MINUTES for edge in edges for offset in {480, *offsets}}))
