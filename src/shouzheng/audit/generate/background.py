"""Ordinary contacts that break no rule: by day, at most three a day and person, agreed contacts only.

Hours, outcomes and channels follow the usual shape of such work (two peaks a day, most calls unanswered); they are
made up, not measured. All draws come from one generator, so the same seed gives the same rows.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import numpy

if TYPE_CHECKING:
    from numpy.typing import NDArray

    Array = NDArray[Any]

#: Hours between which the contacts of a day's three places lie: no two of them are within an hour of each other.
_SLOTS = numpy.array([[9.0, 11.5], [13.5, 16.0], [17.5, 20.0]])
CHANNELS = ("call", "sms", "im", "app_push")
OUTCOMES = ("connected", "missed", "rejected", "")
ROLES = ("debtor", "emergency_contact", "relative")
#: Days over which an archive stretches.
DAYS = 140
_MOST_DAYS, _STRIDES = 24, 4
#: Shares: third persons, persons who refused, persons of an agency.
_THIRD, _REFUSED, _AGENCY = 0.06, 0.02, 0.6


def background(chance: numpy.random.Generator, size: int) -> dict[str, Array]:
    """Return ``size`` contacts as codes and numbers.

    ``person``, ``debtor`` (numbers from 0), ``second`` (from midnight of the archive's first day, Beijing),
    ``channel``, ``outcome``, ``role`` (places in the tuples above), ``seconds`` (-1: none), ``agency`` (-1: none),
    ``collector``, ``number``, and ``objected`` (same seconds, -1: never).
    """
    # A person has 7 contacts on average and at least one: a quarter as many people is plenty unless there are few.
    people = size // 4 if size >= 4_000 else size
    third = chance.random(people) < _THIRD
    third[:1] = False  # a third person stands right after the debtor
    third[1:] &= ~third[:-1]
    refused = chance.random(people) < _REFUSED
    days = numpy.minimum(chance.geometric(1 / 5, people), _MOST_DAYS)
    days[third] = numpy.minimum(days[third], 2)
    first = chance.integers(0, DAYS - _MOST_DAYS * _STRIDES, people)
    stride = chance.integers(1, _STRIDES + 1, people)
    person = numpy.repeat(numpy.arange(people), days)
    place = numpy.arange(len(person)) - numpy.repeat(numpy.cumsum(days) - days, days)
    a_day = chance.choice([1, 2, 3], len(person), p=[0.6, 0.25, 0.15])
    a_day[third[person] | refused[person]] = 1
    row = numpy.repeat(numpy.arange(len(person)), a_day)[:size]
    slot = (numpy.arange(len(row)) - numpy.repeat(numpy.cumsum(a_day) - a_day, a_day)[:size]).astype(numpy.int64)
    person, place = person[row], place[row]
    if len(person) < size:
        raise ValueError(f"the draw gave {len(person)} contacts, asked for were {size}")
    hour = _SLOTS[slot, 0] + chance.random(size) * (_SLOTS[slot, 1] - _SLOTS[slot, 0])
    return {
        "person": person,
        "debtor": person - third[person],
        "second": (first[person] + place * stride[person]) * 86_400 + (hour * 3600).astype(numpy.int64),
        "role": numpy.where(third, 1 + (chance.random(people) < 0.3), 0)[person],
        "agency": numpy.where(chance.random(people) < _AGENCY, chance.integers(0, 4, people), -1)[person],
        "collector": chance.integers(0, 300, size),
        "number": chance.integers(0, 40, people)[person],
        "objected": numpy.where(refused & ~third, first * 86_400, -1)[person],
        **_how(chance, size),
    }


def _how(chance: numpy.random.Generator, size: int) -> dict[str, Array]:
    channel = chance.choice(4, size, p=[0.72, 0.2, 0.05, 0.03])
    outcome = chance.choice(3, size, p=[0.34, 0.58, 0.08])
    is_call = channel == 0
    talk = numpy.clip(chance.lognormal(4.0, 0.9, size), 3, 3600).astype(numpy.int64)
    return {
        "channel": channel,
        "outcome": numpy.where(is_call, outcome, 3),
        "seconds": numpy.where(is_call & (outcome == 0), talk, numpy.where(is_call, 0, -1)),
    }
