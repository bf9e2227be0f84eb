"""Whether waiting may help at all, before instants are looked through: what one rule would say at another time.

A missing fact may be asked for only because a count or an hour stands as it does now (five unanswered attempts, and
whether the person refused). The rule is therefore asked again with nothing counted, at each hour at which rules change:
where it clears then, waiting may help, and the instants are judged in full (``until``).
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from shouzheng.gate.assess import CLEARED, Judged, Values, benign_values
from shouzheng.gate.book import Book
from shouzheng.judging.facts import NIGHT_BEGINS, NIGHT_ENDS
from shouzheng.rulebook.files.facts import POSSIBLE

#: Facts of time besides the minute: which day it is, and what follows from it. A rule that reads one may always change.
_OF_DAYS = frozenset({"day_no", "weekday", "is_holiday", "agreed_time", "due_date_ahead"})


def passes(book: Book, place: int, judged: Sequence[Judged]) -> bool:
    """Tell whether waiting may clear a rule, by its place, in every turn of events in which it stands."""
    if not book.timed[place]:
        return False
    if book.facts_of[place] & _OF_DAYS:
        return True
    return all(_clears(book, place, each) for each in judged if each.benign[place] not in CLEARED)


def _clears(book: Book, place: int, turn: Judged) -> bool:
    judge = book.alone(place)
    return any(judge.answers(turn.day, values)[0] in CLEARED for values in _later(book, place, turn))


def _later(book: Book, place: int, turn: Judged) -> Iterator[Values]:
    values = benign_values(book, turn.values)
    for name in book.counts_of[place]:
        values[name] = values[name + POSSIBLE] = 0
    yield values
    if "minute_of_day" in book.facts_of[place] or "is_night" in book.facts_of[place]:
        for minute in book.minutes:
            night = minute >= NIGHT_BEGINS or minute < NIGHT_ENDS
            yield {**values, "minute_of_day": minute, "is_night": night}
