"""When the same contact may be made: the first later instant at which, judged again in full, it would be allowed.

Answers change only at certain instants: when a rule's hours or agreed hours begin or end, at midnight, and when an
earlier contact leaves a rolling window. These are judged one after the other; the first that is allowed is the answer.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta

from shouzheng.gate.assess import Judged, Prepared, View, at_another_time
from shouzheng.gate.book import Book
from shouzheng.gate.planned import moment_of
from shouzheng.judging.counts import length_ms
from shouzheng.judging.placement import MINUTE_MS, day_start, place
from shouzheng.model.moment import BEIJING
from shouzheng.rulebook.counts_file import WindowKind

_EPOCH = datetime(1970, 1, 1, 8, tzinfo=BEIJING)


@dataclass(frozen=True)
class Search:
    """``earlier`` are the instants (milliseconds) of contacts that a window may still hold.

    ``not_before`` is the instant of the last contact that is allowed already: contacts are asked for in order of time.
    """

    earlier: Callable[[], Iterable[int]]
    not_before: int = 0


def next_allowed(
    book: Book,
    prepared: Prepared,
    view: View,
    search: Search,
    allowed: Callable[[Book, Prepared, View], list[Judged] | None],
) -> tuple[datetime, list[Judged]] | None:
    """Return the first instant at which the contact is allowed, as far as is known now, and what was judged there.

    ``allowed`` judges and returns ``None`` when something stands against it. ``None`` when there is no such instant
    within the horizon of ``policy.toml``.
    """
    for instant in _instants(book, prepared, search)[: book.policy.most_instants]:
        at = _EPOCH + timedelta(milliseconds=instant)
        judged = allowed(book, at_another_time(book, prepared, at), view)
        if judged is not None:
            return at, judged
    return None


def _instants(book: Book, prepared: Prepared, search: Search) -> list[int]:
    now = place(moment_of(prepared.planned.at))
    last = now.earliest + book.policy.until_days * 24 * 60 * MINUTE_MS
    minutes = _minutes(book, prepared)
    found = {
        day_start(now.day_no + day) + minute * MINUTE_MS
        for day in range(book.policy.until_days + 1)
        for minute in minutes
    }
    lengths = {length_ms(each) for each in book.rulebook.counts.values() if each.window.kind is WindowKind.ROLLING}
    found.update(instant + length for instant in search.earlier() for length in lengths)
    found.add(search.not_before)
    return sorted(instant for instant in found if max(now.latest + 1, search.not_before) <= instant <= last)


def valid_until(book: Book, prepared: Prepared) -> int:
    """Return when a permission ends (milliseconds): no later than the next hour at which rules change."""
    now = place(moment_of(prepared.planned.at))
    starts = (day_start(now.day_no + day) + minute * MINUTE_MS for day in (0, 1) for minute in _minutes(book, prepared))
    change = min(start for start in starts if start > now.earliest)
    return min(now.earliest + 1000 * book.policy.valid_seconds, change)


def _minutes(book: Book, prepared: Prepared) -> set[int]:
    agreed = (edge for each in prepared.case.agreed_times for edge in (each.from_minute, each.to_minute))
    edges = {*book.minutes, *agreed}
    zone = prepared.planned.zone
    offsets = book.policy.zones if zone is None else (zone,)
    return {(edge + 480 - offset) % 1440 for edge in edges for offset in {480, *offsets}}
