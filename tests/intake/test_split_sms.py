from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from shouzheng.intake.split_sms import INCOMPLETE, JOINED
from tests.intake.making import GATEWAY, NOON, call, calls, opened, read, saved, sms, smses

SECOND = 1000
OTHER = "10690000004321"


def _at(seconds: float, body: str, **changes: str | int | None) -> str:
    return sms(date=NOON + int(seconds * SECOND), body=body, **changes)


def _texts(folder: Path, *records: str) -> list[str | None]:
    events, report = read(folder, smses(*records))
    assert report.records == report.events + report.joined
    return [event.text for event in events]


@pytest.mark.parametrize("descending", [False, True])
def test_parts_are_joined_in_their_order_in_files_of_either_order(tmp_path: Path, descending: bool) -> None:
    records = [
        _at(0, "之前"),
        _at(600, "【示例】（1/3）一"),
        _at(601, "【示例】（2/3）二"),
        _at(601, "别人的", address=OTHER),
        _at(602, "【示例】（3/3）三"),
        _at(1200, "之后"),
    ]
    events, report = read(tmp_path, smses(*(records[::-1] if descending else records)))
    assert {event.text for event in events} == {"之前", "【示例】一二三", "别人的", "之后"}
    (whole,) = [event for event in events if JOINED in event.notes]
    assert [dict(event.raw).get("body") for event in events if event is not whole] == [
        event.text for event in events if event is not whole
    ]
    assert report.joined == 2
    assert [position.record for position in whole.positions] == ([5, 4, 2] if descending else [2, 3, 5])
    assert whole.time.raw == str(NOON + 600 * SECOND)
    raw = dict(whole.raw)
    assert raw["part[1].body"] == "【示例】（1/3）一"
    assert raw["part[3].body"] == "【示例】（3/3）三"
    assert raw["part[2].date"] == str(NOON + 601 * SECOND)
    places = [event.positions[0].record for event in events]
    assert len(places) == len(set(places))


@pytest.mark.parametrize("descending", [False, True])
def test_a_continued_message_is_joined(tmp_path: Path, descending: bool) -> None:
    records = [
        _at(0, "无关", address=OTHER),
        _at(1, "一（待续）"),
        _at(2, "二，未完待续"),
        _at(3, "三"),
        _at(500, "四"),
    ]
    texts = _texts(tmp_path, *(records[::-1] if descending else records))
    assert texts == (["四", "一二，三", "无关"] if descending else ["无关", "一二，三", "四"])


@pytest.mark.parametrize("descending", [False, True])
@pytest.mark.parametrize(
    "bodies",
    [
        ["(1/2)一"],
        ["(2/2)二"],
        ["(1/3)一", "(2/3)二"],
        ["(1/3)一", "(3/3)三"],
        ["(1/2)一", "(1/2)一"],
        ["(1/2)一", "(2/3)二"],
        ["【甲】(1/2)一", "【乙】(2/2)二"],
        ["一（待续）"],
        ["一（待续）", "一（待续）"],
    ],
)
def test_what_cannot_be_put_together_is_left_alone_and_noted(
    tmp_path: Path, bodies: list[str], descending: bool
) -> None:
    records = [_at(place, body) for place, body in enumerate(bodies)]
    events, report = read(tmp_path, smses(*(records[::-1] if descending else records)))
    assert [event.text for event in events] == (bodies[::-1] if descending else bodies)
    assert all(event.notes == (INCOMPLETE,) for event in events)
    assert report.joined == 0


def test_a_bare_fraction_that_stays_alone_is_no_part(tmp_path: Path) -> None:
    (event,), _ = read(tmp_path, smses(_at(0, "1/2 之前还款")))
    assert event.notes == ()


@pytest.mark.parametrize(
    ("first", "second"),
    [
        ({}, {"date": NOON + 121 * SECOND}),
        ({}, {"address": OTHER}),
        ({}, {"type": 2}),
        ({}, {"sub_id": 2}),
    ],
)
def test_parts_must_come_from_one_sender_one_way_on_one_sim_in_time(
    tmp_path: Path, first: dict[str, str | int | None], second: dict[str, str | int | None]
) -> None:
    records = [sms(**{"body": "(1/2)一", **first}), sms(**{"body": "(2/2)二", **second})]
    assert _texts(tmp_path, *records) == ["(1/2)一", "(2/2)二"]
    assert _texts(tmp_path, *records[::-1]) == ["(2/2)二", "(1/2)一"]


def test_parts_exactly_120_seconds_apart_are_joined(tmp_path: Path) -> None:
    assert _texts(tmp_path, _at(0, "(1/2)一"), _at(120, "(2/2)二")) == ["一二"]


def test_two_messages_one_after_the_other_are_two(tmp_path: Path) -> None:
    records = [_at(0, "(1/2)甲"), _at(1, "(2/2)乙"), _at(60, "(1/2)丙"), _at(61, "(2/2)丁")]
    assert _texts(tmp_path, *records) == ["甲乙", "丙丁"]
    assert _texts(tmp_path, *records[::-1]) == ["丙丁", "甲乙"]


@pytest.mark.parametrize(
    "bodies",
    [
        ["(1/2)甲", "(1/2)丙", "(2/2)乙", "(2/2)丁"],
        ["(1/2)甲", "(1/2)丙", "(2/2)乙"],
        ["(1/2)甲", "(2/2)乙", "(2/2)丁"],
        ["1/2 甲", "1/2 丙", "2/2 乙"],
    ],
)
def test_when_it_cannot_be_told_whose_part_it_is_nothing_is_joined(tmp_path: Path, bodies: list[str]) -> None:
    records = [_at(place, body) for place, body in enumerate(bodies)]
    assert _texts(tmp_path, *records) == bodies
    assert _texts(tmp_path, *records[::-1]) == bodies[::-1]


def test_a_message_sent_twice_in_parts_is_two(tmp_path: Path) -> None:
    records = [_at(0, "(1/2)甲"), _at(1, "(2/2)乙"), _at(20, "(1/2)甲"), _at(21, "(2/2)乙")]
    assert _texts(tmp_path, *records) == ["甲乙", "甲乙"]


def test_ten_identical_parts_stay_ten(tmp_path: Path) -> None:
    assert _texts(tmp_path, *[_at(0, "(1/2)再不还钱就上门")] * 10) == ["(1/2)再不还钱就上门"] * 10
    assert _texts(tmp_path, *[_at(0, "再不还钱就上门（待续）")] * 10) == ["再不还钱就上门（待续）"] * 10


def test_parts_with_the_same_time_follow_the_order_of_the_file_when_it_has_one(tmp_path: Path) -> None:
    earlier, later = _at(0, "早"), _at(100_000, "晚")
    parts = [_at(50_000, "一（待续）"), _at(50_000, "二")]
    assert _texts(tmp_path, earlier, *parts, later) == ["早", "一二", "晚"]
    assert _texts(tmp_path, later, *parts[::-1], earlier) == ["晚", "一二", "早"]
    assert _texts(tmp_path, *parts) == ["一（待续）", "二"]


def test_calls_are_never_held_back_or_joined(tmp_path: Path) -> None:
    path = saved(tmp_path, calls(call(), call()), "calls-1.xml")
    events, report = opened(path)
    assert (len(events), report.joined) == (2, 0)


def test_a_burst_of_thousands_of_parts_is_read_in_linear_time(tmp_path: Path) -> None:
    records = [_at(place / 100, f"({place % 2 + 1}/2)第{place}条（待续）") for place in range(3000)]
    events, report = read(tmp_path, smses(*records))
    assert report.records == 3000 == len(events) + report.joined


BODIES = st.sampled_from(
    ["(1/2)一", "(2/2)二", "(1/3)三", "(2/3)四", "(3/3)五", "六（待续）", "七", "", "1/2 八", "2/2 九"]
)
RECORDS = st.lists(
    st.tuples(BODIES, st.integers(-200, 200), st.sampled_from([GATEWAY, OTHER]), st.sampled_from([1, 1, 1, 2, 3])),
    max_size=14,
)


@given(RECORDS)
@settings(deadline=None, max_examples=150)
def test_no_record_is_ever_lost_or_used_twice(
    tmp_path_factory: pytest.TempPathFactory, records: list[tuple[str, int, str, int]]
) -> None:
    folder = tmp_path_factory.mktemp("split")
    content = smses(*[_at(at, body, address=sender, type=kind) for body, at, sender, kind in records])
    events, report = read(folder, content)
    used = sorted(position.record for event in events for position in event.positions)
    expected = [place for place, record in enumerate(records, 1) if record[3] != 3]
    assert used == expected
    assert report.records == len(records)
