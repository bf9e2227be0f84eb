"""An invented archive of contacts as Arrow tables, column by column: persons, debtors, creditors, numbers are made up.

Each person is contacted some forty times in two years, a third of them about somebody else's debt. Facts that records
and words do not show are left out, which means unknown; of those that are there, some values are unknown.
"""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING, Any

import numpy
import pyarrow as pa

from shouzheng.judging.facts import NIGHT_BEGINS, NIGHT_ENDS
from shouzheng.judging.placement import DAY_MS, MINUTE_MS, day_number, day_start
from shouzheng.reading.labels import LABELS
from shouzheng.rulebook.load import Rulebook

if TYPE_CHECKING:
    from numpy.typing import NDArray

    Array = NDArray[Any]

#: Columns that only pass through: the place in the archive.
CARRIED = {"seq": pa.int64()}
CONTACTS_OF_A_PERSON = 40
_FIRST, _DAYS = day_number(date(2024, 4, 1)), 730
_DEBTORS = ("debtor", "co_debtor", "guarantor")
_CREDITORS = 6


def made(rulebook: Rulebook, first_seq: int, contacts: int, first_person: int, persons_in_all: int) -> pa.Table:
    """Make the contacts of some persons, numbered from ``first_person`` on; the same arguments give the same table."""
    return _Maker(rulebook, first_seq, contacts, first_person, persons_in_all).table()


class _Maker:
    def __init__(self, rulebook: Rulebook, first_seq: int, contacts: int, person: int, persons: int) -> None:
        self.rulebook, self.size, self.seq = rulebook, contacts, first_seq
        self.first_person, self.persons = person, persons
        self.chance = numpy.random.default_rng(first_seq)
        self.columns: dict[str, pa.Array] = {}

    def table(self) -> pa.Table:
        """Make every column."""
        self.columns["seq"] = pa.array(numpy.arange(self.seq, self.seq + self.size))
        self.times()
        self.kinds()
        self.keys()
        self.flags()
        return pa.table(self.columns)

    def times(self) -> None:
        """Seconds; every twentieth only to the minute. One in ten at night."""
        day = _FIRST + self.chance.integers(0, _DAYS, self.size)
        second = self.chance.integers(8 * 3600, 22 * 3600, self.size)
        late = self.chance.random(self.size) < 0.1
        second[late] = self.chance.integers(0, 86_400, int(late.sum()))
        self.day = day
        earliest = day * DAY_MS + day_start(0) + second * 1000
        coarse = self.chance.random(self.size) < 0.05
        earliest[coarse] -= earliest[coarse] % MINUTE_MS
        minute = (second // 60).astype(numpy.int32)
        self.columns |= {
            "earliest": pa.array(earliest),
            "latest": pa.array(earliest + numpy.where(coarse, MINUTE_MS - 1, 0)),
            "day_no": pa.array(day),
            "minute_of_day": pa.array(minute),
            "is_night": pa.array((minute >= NIGHT_BEGINS) | (minute < NIGHT_ENDS)),
            "weekday": pa.array(((day + 3) % 7 + 1).astype(numpy.int32)),
        }

    def kinds(self) -> None:
        """What kind of contact, by whom and to whom."""
        self.person = self.first_person + numpy.sort(
            self.chance.integers(0, max(self.size // CONTACTS_OF_A_PERSON, 1), self.size)
        )
        self.third = self.chance.random(self.size) < 0.3
        self.creditor = self.chance.integers(0, _CREDITORS, self.size)
        channel = self.chance.choice(3, self.size, p=[0.7, 0.25, 0.05])
        self.is_call, self.connected = channel == 0, self.chance.random(self.size) < 0.3
        self.has_text = ~self.is_call
        agency = self.chance.random(self.size) < 0.6
        role = numpy.where(self.third, self.chance.integers(3, 7, self.size), 0)
        values = ["debtor", "co_debtor", "guarantor", "emergency_contact", "relative", "friend", "colleague"]
        institution = numpy.array([0, 1, 2, 0, 1, 2])[self.creditor]
        self.columns |= {
            "channel": _enum(channel, ["call", "sms", "mms"]),
            "direction": _enum((self.chance.random(self.size) < 0.05).astype(int), ["inbound", "outbound"]),
            "attribution": _enum(agency.astype(int), ["creditor", "agency"], self.some(0.98)),
            "institution_kind": _enum(institution, ["bank", "consumer_finance", "microloan"], self.some(0.97)),
            "product_kind": _enum(self.creditor % 2, ["credit_card", "online_consumer_loan"], self.some(0.9)),
            "recipient_role": _enum(role, values, self.some(0.95)),
            "seconds": pa.array(self.chance.integers(0, 300, self.size).astype(numpy.int32)),
        }

    def keys(self) -> None:
        """Who was contacted, about whose debt, from which number, with which words."""
        debtor = numpy.where(self.third, self.chance.integers(0, self.persons, self.size), self.person)
        number = self.creditor * 40 + self.chance.integers(0, 40, self.size)
        words = numpy.where(self.has_text, self.chance.integers(0, 2000, self.size), -1)
        seen = self.some(0.98)
        self.columns |= {
            "key_owner": _key("p", self.person),
            "key_own_line": _key("l", self.person * 2 + (self.chance.random(self.size) < 0.1)),
            "key_number": _key("n", number, seen),
            "key_creditor": _key("c", self.creditor),
            "key_creditor_or_number": _key("c", self.creditor),
            "key_matter": _key("p", debtor),
            "key_text": _key("t", words, words >= 0),
        }

    def flags(self) -> None:
        """Booleans; what was said in an answered call is unknown."""
        heard = self.has_text | ~self.connected
        rare = {f"act_{label}": pa.array(self.has_text & self.one_in(40), mask=~heard) for label in LABELS}
        likely = {
            "is_call": pa.array(self.is_call),
            "connected": pa.array(self.is_call & self.connected),
            "has_text": pa.array(self.has_text),
            "is_collection": pa.array(~self.one_in(30), mask=~self.some(0.98)),
            "debt_discussed": pa.array(~self.one_in(5), mask=~heard & ~self.has_text | ~self.some(0.8)),
            "due_date_ahead": pa.array(self.has_text & self.one_in(4)),
            "is_notice": pa.array(self.is_call & self.one_in(6), mask=self.one_in(3)),
            "agreed_time": pa.array(self.one_in(20), mask=self.one_in(4)),
            "agreed_frequency": pa.array(self.one_in(20), mask=self.one_in(2)),
            "objection_before": pa.array(self.one_in(8), mask=self.one_in(4)),
            "shares_debt": pa.array(~self.third),
            "named_as_contact": pa.array(self.third & ~self.one_in(3), mask=self.one_in(3)),
            "debtor_reachable": pa.array(~self.one_in(4), mask=self.one_in(3)),
            "recipient_minor": pa.array(self.one_in(500), mask=self.one_in(10)),
            "is_holiday": pa.array((self.day + 3) % 7 > 4),
            "is_draft": pa.array(numpy.zeros(self.size, dtype=bool)),
        }
        self.columns |= rare | likely

    def one_in(self, number: int) -> Array:
        """True for one contact of so many."""
        found: Array = self.chance.random(self.size, dtype=numpy.float32) < 1 / number
        return found

    def some(self, share: float) -> Array:
        """True for this share of the contacts."""
        found: Array = self.chance.random(self.size, dtype=numpy.float32) < share
        return found


def _enum(codes: Array, values: list[str], known: Array | None = None) -> pa.Array:
    indices = pa.array(codes.astype(numpy.int8), mask=None if known is None else ~known)
    return pa.DictionaryArray.from_arrays(indices, pa.array(values))


def _key(letter: str, numbers: Array, known: Array | None = None) -> pa.Array:
    """Texts such as ``p0000123``, in a dictionary."""
    found, places = numpy.unique(numbers, return_inverse=True)
    texts = pa.array([f"{letter}{number:08d}" for number in found.tolist()])
    indices = pa.array(places.astype(numpy.int32), mask=None if known is None else ~known)
    return pa.DictionaryArray.from_arrays(indices, texts)
