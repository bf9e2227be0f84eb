"""Who is joined with whom, what the joined contact says, and what must never be merged."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from shouzheng.intake.witnesses.joining import Joining, join
from shouzheng.model.event import Channel, ContactEvent, Direction, NumberKind, Outcome, Point, TextSource
from shouzheng.model.moment import Resolution
from tests.intake.witnesses.making import BILL, CHAT, DATABASE, NOTE, message, record

RECORDING = "no_such_format"


def points(joining: Joining) -> list[Point]:
    return [each.point for event in joining.events for each in event.disagreements]


def renamed(events: list[ContactEvent], source: str) -> list[ContactEvent]:
    """The same records as another original holds them."""
    copies = [record(source, n) for n, _ in enumerate(events)]
    return [replace(e, id=c.id, original=c.original) for e, c in zip(events, copies, strict=True)]


# --- what is the same contact


def test_log_and_bill_of_one_call_are_one_contact_with_two_witnesses() -> None:
    log, bill = record("log", 1), record("bill", 1, 12, kept_by=BILL, resolution=Resolution.SECOND, seconds=62)
    joined = join([bill, log])
    (one,) = joined.events
    assert (joined.joined, joined.disagreeing) == (1, 0)
    assert one.id == log.id, "the phone's own record leads: it tells when it began to ring"
    assert [(w.id, w.positions) for w in one.witnesses] == [(log.id, log.positions), (bill.id, bill.positions)]
    assert (one.time, one.seconds, one.disagreements) == (log.time, 61, ())


def test_what_one_record_lacks_the_other_fills_in() -> None:
    log = record("log", 1, outcome=Outcome.UNKNOWN, seconds=None, direction=Direction.UNKNOWN)
    (one,) = join([log, record("bill", 1, 3, kept_by=BILL)]).events
    assert (one.outcome, one.seconds, one.direction) == (Outcome.CONNECTED, 61, Direction.INBOUND)
    assert one.disagreements == ()


def test_a_missed_call_and_an_answered_one_a_minute_later_are_two() -> None:
    missed = record("log", 1, outcome=Outcome.MISSED, seconds=0)
    assert join([missed, record("bill", 1, 60, kept_by=BILL)]).joined == 0


def test_of_two_calls_near_each_other_the_bill_joins_the_one_that_fits() -> None:
    first, second = record("log", 1, 0, seconds=20), record("log", 2, 40, seconds=61)
    joined = join([record("bill", 1, 45, kept_by=BILL, seconds=60), first, second])
    assert [[w.id for w in event.witnesses] for event in joined.events if event.witnesses] == [["e-log-2", "e-bill-1"]]


@pytest.mark.parametrize(
    ("after", "together"), [(0, True), (119, True), (120, True), (121.5, False), (-120, True), (-121.5, False)]
)
def test_a_bill_may_differ_from_the_log_by_two_minutes(after: float, together: bool) -> None:
    joined = join([record("log", 1), record("bill", 1, after, kept_by=BILL)])
    assert (joined.joined == 1) is together


def test_a_large_difference_in_time_is_listed() -> None:
    assert points(join([record("log", 1), record("bill", 1, 59, kept_by=BILL)])) == []
    assert points(join([record("log", 1), record("bill", 1, 90, kept_by=BILL)])) == [Point.TIME]


def test_two_copies_of_a_phones_own_log_must_tell_the_same_second() -> None:
    log, database = record("log", 1, 0.25), record("db", 1, 0, kept_by=DATABASE, resolution=Resolution.SECOND)
    assert join([log, database]).joined == 1
    assert join([record("log", 1), record("db", 1, 2, kept_by=DATABASE)]).joined == 0


def test_a_minute_holds_all_its_seconds() -> None:
    minute = record("bill", 1, 0, kept_by="plain_csv", resolution=Resolution.MINUTE)
    assert join([record("log", 1, 59), minute]).joined == 1
    assert join([record("log", 1, 75), minute]).joined == 0


def test_a_duration_rounded_to_minutes_agrees() -> None:
    bill = record("bill", 1, 10, kept_by=BILL, seconds=120, notes=("duration_rounded_to_minutes",))
    assert points(join([record("log", 1, seconds=61), bill])) == []


@pytest.mark.parametrize(
    "other",
    [
        record("bill", 1, 1, kept_by=BILL, number="13000000022"),
        record("bill", 1, 1, kept_by=BILL, owner="sister"),
        record("bill", 1, 1, kept_by=BILL, channel=Channel.SMS),
    ],
)
def test_another_number_phone_or_channel_is_another_contact(other: ContactEvent) -> None:
    assert join([record("log", 1), other]).joined == 0


# --- what they disagree on


def test_what_witnesses_contradict_each_other_on_is_unknown_and_listed() -> None:
    log = record("log", 1, outcome=Outcome.MISSED, seconds=0)
    (one,) = join([log, record("bill", 1, 2, kept_by=BILL)]).events
    assert (one.outcome, one.seconds) == (Outcome.UNKNOWN, None)
    assert [(d.point, [said for _, said in d.said]) for d in one.disagreements] == [
        (Point.SECONDS, ["0", "61"]),
        (Point.OUTCOME, ["missed", "connected"]),
    ]
    (turned,) = join([record("log", 1), record("bill", 1, 2, kept_by=BILL, direction=Direction.OUTBOUND)]).events
    assert (turned.direction, points(join([turned]))) == (Direction.UNKNOWN, [Point.DIRECTION])


def test_an_edited_text_of_the_same_millisecond_is_one_message_told_differently() -> None:
    one, two = message("a", 1, "请尽快还款"), message("b", 1, "再不还钱打断你的腿")
    assert points(join([one, two])) == [Point.TEXT]
    assert join([one, replace(two, time=replace(two.time, resolution=Resolution.SECOND))]).joined == 0


def test_machine_read_words_join_the_stored_ones_when_they_are_alike() -> None:
    stored = message("a", 1, "【云岭示例消金】林先生，您的借款已逾期三天，请尽快还款。", 20)
    read = message(
        "b", 1, "云岭示例消金】林先生 您的借款已逾期三夭，请尽快还款。", text_source=TextSource.OCR,
        resolution=Resolution.MINUTE,
    )  # fmt: skip
    (one,) = join([read, stored]).events
    assert (one.text, [d.point for d in one.disagreements]) == (stored.text, [Point.TEXT])
    assert join([replace(read, text="今天天气不错我们去爬山好吗"), stored]).joined == 0


def test_a_bill_shows_a_message_without_its_words() -> None:
    (one,) = join([message("a", 1, "您好"), message("b", 1, None, 30, kept_by=BILL)]).events
    assert (one.text, len(one.witnesses)) == ("您好", 2)
    assert join([message("a", 1, "您好"), message("b", 1, None)]).joined == 0


# --- numbers that one source does not show


def test_a_withheld_number_is_found_in_the_bill() -> None:
    (one,) = join([record("log", 1, number=None), record("bill", 1, 9, kept_by=BILL)]).events
    assert one.other.normal == "13000000021"
    assert [d.point for d in one.disagreements] == [Point.NUMBER]


def test_where_a_withheld_number_could_be_either_it_is_neither() -> None:
    bill = [record("bill", n, 9 + n, kept_by=BILL, number=f"1300000002{n}") for n in (1, 2)]
    assert join([record("log", 1, number=None), *bill]).joined == 0


def test_an_unanswered_withheld_call_joins_nothing() -> None:
    withheld = record("log", 1, number=None, outcome=Outcome.MISSED, seconds=0)
    assert join([withheld, record("db", 1, 0, kept_by=DATABASE, outcome=Outcome.MISSED, seconds=0)]).joined == 0


def test_a_name_joins_the_number_that_the_phone_knows_by_it() -> None:
    log = record("log", 1, contact_name="张三", seconds=None)
    named = record("b", 1, 0, kept_by=NOTE, number="张三", kind=NumberKind.NAME, seconds=None)
    assert [event.other.normal for event in join([named, log]).events] == ["13000000021"]


def test_a_masked_number_joins_the_one_that_it_fits() -> None:
    masked = record("bill", 1, 1, kept_by=BILL, number=None, raw_number="130****0021")
    assert join([record("log", 1), masked]).joined == 1
    assert join([record("log", 1, number="13000000022"), masked]).joined == 0


# --- what must never be merged


def test_two_calls_in_one_millisecond_stay_two() -> None:
    twice = [record("log", 1), record("log", 2)]
    assert len(join(twice).events) == 2
    assert len(join([*twice, *renamed(twice, "copy")]).events) == 2
    assert len(join([*twice, record("bill", 1, 3, kept_by=BILL)]).events) == 2


def test_ten_identical_messages_in_one_second_stay_ten() -> None:
    ten = [message("a", n, "同样的话") for n in range(10)]
    joined = join([*ten, *renamed(ten[:7], "b"), *renamed(ten, "c")])
    assert len(joined.events) == 10
    assert sorted(len(event.witnesses) for event in joined.events) == [2, 2, 2, 3, 3, 3, 3, 3, 3, 3]


def test_the_same_bytes_given_twice_are_the_same_records() -> None:
    records = [record("log", n, n * 30) for n in range(20)]
    joined = join([*records, *records])
    assert (len(joined.events), joined.joined) == (20, 20)
    assert all(not event.witnesses for event in joined.events)


def test_two_chats_that_show_a_minute_only_keep_different_words_apart() -> None:
    minute: dict[str, Any] = {"resolution": Resolution.MINUTE, "kept_by": CHAT}
    assert join([message("a", 1, "在吗", **minute), message("b", 1, "还钱", **minute)]).joined == 0


# --- properties

_FACTS = st.tuples(
    st.integers(0, 240),
    st.sampled_from([0, 20, 61]),
    st.sampled_from(["13000000021", "13000000022", None]),
    st.sampled_from([Direction.INBOUND, Direction.OUTBOUND]),
)
_FILES = st.lists(st.lists(_FACTS, max_size=6), min_size=1, max_size=4)
_KINDS = ("sms_backup_restore_calls", DATABASE, BILL, "plain_csv")


def _records(files: list[list[tuple[int, int, str | None, Direction]]]) -> list[ContactEvent]:
    return [
        record(
            f"file {place}", no, after, kept_by=_KINDS[place], seconds=seconds, number=number, direction=direction,
            outcome=Outcome.CONNECTED if seconds else Outcome.MISSED,
        )
        for place, file in enumerate(files)
        for no, (after, seconds, number, direction) in enumerate(file)
    ]  # fmt: skip


def _shape(joining: Joining) -> list[tuple[str, tuple[str, ...]]]:
    return [(event.id, tuple(w.id for w in event.witnesses)) for event in joining.events]


@settings(deadline=None, max_examples=150)
@given(files=_FILES, data=st.data())
def test_every_record_is_in_one_contact_and_none_of_its_own_file_is_with_it(
    files: list[list[tuple[int, int, str | None, Direction]]], data: st.DataObject
) -> None:
    records = _records(files)
    joined = join(records)
    members = [[w.id for w in event.witnesses] or [event.id] for event in joined.events]
    assert sorted(one for group in members for one in group) == sorted(event.id for event in records)
    assert len(records) == len(joined.events) + joined.joined
    for event in joined.events:
        sources = [w.original for w in event.witnesses]
        assert len(sources) == len(set(sources))
    assert len(joined.events) >= max(map(len, files))
    assert _shape(join(data.draw(st.permutations(records)))) == _shape(joined)


@settings(deadline=None, max_examples=100)
@given(file=st.lists(_FACTS, max_size=12), data=st.data())
def test_a_copy_or_a_part_of_a_file_joins_one_to_one(
    file: list[tuple[int, int, str | None, Direction]], data: st.DataObject
) -> None:
    records = _records([file])
    kept = data.draw(st.lists(st.sampled_from(records), unique_by=lambda e: e.id)) if records else []
    for part in (records, kept):
        joined = join([*records, *renamed(part, "again")])
        assert len(joined.events) == len(records)
        assert (joined.joined, joined.disagreeing) == (len(part), 0)


def test_a_file_made_to_be_slow_is_read_in_bounded_steps() -> None:
    one = [record("a", n, n / 1000, seconds=n % 50) for n in range(3000)]
    two = [record("b", n, n / 1000, seconds=(n + 7) % 50, kept_by=BILL) for n in range(3000)]
    joined = join([*one, *two])
    assert len(joined.events) + joined.joined == 6000
    same = [record("c", n) for n in range(3000)]
    assert len(join([*same, *renamed(same, "d")]).events) == 3000
