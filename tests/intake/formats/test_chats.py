"""Chats: who wrote to whom is never guessed, days are told from the whole file, and nothing is merged or lost."""

from datetime import date
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from shouzheng.intake.exports import ImportReport
from shouzheng.intake.hints import Hints, said
from shouzheng.intake.tables.date_order import Order, OrderFinder, Sure, date_in
from shouzheng.model.event import Channel, ContactEvent, Direction, NumberKind, Outcome
from shouzheng.model.moment import OffsetSource, Resolution
from tests.intake.fixture_sets import qq_text, telegram_json, wechat_text, whatsapp_text
from tests.intake.making import codes, opened, saved


def _read(folder: Path, text: str, name: str = "chat.txt", own: str = "") -> tuple[list[ContactEvent], ImportReport]:
    with said(Hints(frozenset([own] if own else []))):
        return opened(saved(folder, text, name))


def _good(module: object) -> bytes:
    cases = module.SET.cases  # type: ignore[attr-defined]
    return bytes(next(case.content for case in cases if case.name == "good"))


# --- who wrote to whom ------------------------------------------------------------------------------------------


def test_without_a_word_from_the_person_no_direction_is_guessed(tmp_path: Path) -> None:
    events, report = _read(tmp_path, _good(wechat_text).decode())
    assert {event.direction for event in events} == {Direction.UNKNOWN}
    assert "SZ-1150" in codes(report)


def test_ones_own_name_decides(tmp_path: Path) -> None:
    events, report = _read(tmp_path, _good(wechat_text).decode(), own="小林")
    assert [event.direction for event in events].count(Direction.OUTBOUND) == 1
    assert [event.direction for event in events].count(Direction.INBOUND) == 5
    assert {event.other.raw for event in events} == {"云岭示例客服"}
    assert "SZ-1150" not in codes(report)


def test_two_people_with_the_same_name_stay_undecided(tmp_path: Path) -> None:
    text = "甲 和 甲 在微信上的聊天记录如下\n\n————— 2026-01-02 —————\n\n甲  10:00\n\n一\n"
    (event,), report = _read(tmp_path, text)
    assert event.direction is Direction.UNKNOWN
    assert codes(report) == ["SZ-1150", "SZ-1115"]


def test_the_name_of_a_whatsapp_file_is_that_of_the_other_side(tmp_path: Path) -> None:
    text = _good(whatsapp_text).decode().replace("+86 130 0000 0021", "小林")
    events, _ = _read(tmp_path, text, "与云岭示例的 WhatsApp 聊天.txt")
    assert [event.direction for event in events].count(Direction.OUTBOUND) == 1
    assert {event.other.raw for event in events} == {"云岭示例"}


def test_a_sender_shown_as_a_number_is_a_number(tmp_path: Path) -> None:
    events, _ = _read(tmp_path, _good(whatsapp_text).decode())
    assert [event.other.kind for event in events].count(NumberKind.MOBILE) == 1


def test_the_other_side_of_a_telegram_chat_is_its_name(tmp_path: Path) -> None:
    events, _ = opened(saved(tmp_path, _good(telegram_json), "result.json"))
    inbound = [event for event in events if event.direction is Direction.INBOUND]
    assert len(inbound) == 5
    assert [event.text for event in events if event.direction is Direction.OUTBOUND] == ["看 http://x.invalid"]
    (call,) = [event for event in events if event.channel is Channel.CALL]
    assert call.outcome is Outcome.MISSED


# --- days and times ---------------------------------------------------------------------------------------------


def test_an_ambiguous_date_is_said_and_marked(tmp_path: Path) -> None:
    events, report = _read(tmp_path, "02/01/2026, 22:00 - A: one\n02/01/2026, 22:00 - B: two\n")
    assert "SZ-1151" in codes(report)
    assert all("date_order_assumed" in event.notes for event in events)
    assert all(event.time.resolution is Resolution.MINUTE for event in events)


def test_one_number_over_twelve_decides_for_the_whole_file(tmp_path: Path) -> None:
    text = "1/2/26, 9:05\u202fPM - A: two\n1/13/26, 10:00\u202fPM - A: one\n"
    (first, _), report = _read(tmp_path, text)
    assert first.time.device.isoformat() == "2026-01-02T21:05:00+08:00"
    assert codes(report) == ["SZ-1150", "SZ-1115"]


def test_the_order_of_the_records_decides_where_numbers_do_not(tmp_path: Path) -> None:
    text = "01/02/2026, 22:00 - A: one\n05/02/2026, 22:00 - A: two\n03/03/2026, 22:00 - A: three\n"
    (first, *_), report = _read(tmp_path, text)
    assert (first.time.device.month, first.time.device.day) == (2, 1)
    assert "SZ-1152" in codes(report)


@pytest.mark.parametrize(
    ("written", "hour"),
    [("上午12:30", 0), ("凌晨1:30", 1), ("中午12:30", 12), ("下午1:30", 13), ("晚上11:30", 23), ("23:30", 23)],
)
def test_halves_of_the_day(tmp_path: Path, written: str, hour: int) -> None:
    (event,), _ = _read(tmp_path, f"2026/1/2 {written} - 甲: 一\n")
    assert (event.time.device.hour, event.time.device.minute) == (hour, 30)


def test_midnight_without_a_date_line_is_reported_and_not_repaired(tmp_path: Path) -> None:
    text = "甲 和 乙 在微信上的聊天记录如下\n\n————— 2026-01-02 —————\n\n甲  23:59\n\n一\n\n甲  00:01\n\n二\n"
    events, report = _read(tmp_path, text)
    assert [event.time.device.day for event in events] == [2, 2]
    assert "time_goes_back" in events[1].notes
    assert "SZ-1154" in codes(report)


def test_the_offset_of_the_computer_is_found(tmp_path: Path) -> None:
    events, _ = opened(saved(tmp_path, _good(telegram_json), "result.json"))
    assert {event.time.offset_source for event in events} == {OffsetSource.READABLE_DATE}


@settings(deadline=None, max_examples=200)
@given(st.lists(st.dates(date(2015, 1, 1), date(2035, 1, 1)), min_size=1, max_size=30), st.sampled_from(list(Order)))
def test_dates_in_order_are_never_read_wrongly_without_saying_so(days: list[date], order: Order) -> None:
    finder = OrderFinder()
    written = []
    for day in sorted(days):
        year, month, number = str(day).split("-")
        parts = {Order.YMD: (year, month, number), Order.DMY: (number, month, year), Order.MDY: (month, number, year)}
        written.append((parts[order], day))
        finder.take(parts[order], "/".join(parts[order]))
    decision = finder.decide()
    assert decision is not None
    read = [date_in(numbers, decision.order) for numbers, _ in written]
    assert decision.sure is Sure.ASSUMED or read == [day for _, day in written]


# --- text -------------------------------------------------------------------------------------------------------


def test_a_line_of_a_text_that_looks_like_the_beginning_of_a_message(tmp_path: Path) -> None:
    events, _ = _read(tmp_path, _good(wechat_text).decode(), own="小林")
    (own,) = [event for event in events if event.direction is Direction.OUTBOUND]
    assert own.text == "名单：\n王某  12:30\n不是消息"


def test_a_name_that_occurs_once_is_marked_as_doubtful(tmp_path: Path) -> None:
    text = _good(wechat_text).decode().replace("王某  12:30", "\n王某  12:30")
    events, report = _read(tmp_path, text)
    assert [event.other.raw for event in events if "sender_doubtful" in event.notes] == ["王某"]
    assert "SZ-1153" in codes(report)


def test_lines_of_a_text_stay_lines(tmp_path: Path) -> None:
    events, _ = _read(tmp_path, _good(whatsapp_text).decode())
    assert "第一行\n第二行: 还有\n\n第四行" in [event.text for event in events]
    events, _ = _read(tmp_path, _good(qq_text).decode())
    assert "第一行\n2026-01-02 说好的" in [event.text for event in events]


def test_positions_point_at_the_records(tmp_path: Path) -> None:
    data = _good(whatsapp_text)
    events, _ = opened(saved(tmp_path, data, "x.txt"))
    for event in events:
        (place,) = event.positions
        record = data[place.offset : place.offset + place.length].decode()
        assert record.startswith("2026/1/")
        assert (event.text or "") in record


_LINES = st.lists(
    st.one_of(
        st.text(max_size=40),
        st.sampled_from(
            [
                "2026/1/2 上午10:00 - 甲: 一",
                "[2026/1/2 10:00:00] 甲: 一",
                "—————  2026-01-02  —————",
                "甲  10:00",
                "",
                "2026-01-02 10:00:00 甲(10001)",
                "消息对象:乙",
                "甲 和 乙 在微信上的聊天记录如下",
            ]
        ),
    ),
    max_size=25,
)


@pytest.mark.parametrize("name", ["whatsapp_text", "wechat_text", "qq_text", "memotrace_csv"])
@settings(deadline=None, max_examples=60)
@given(lines=_LINES)
def test_any_lines_are_accounted_for(tmp_path_factory: pytest.TempPathFactory, name: str, lines: list[str]) -> None:
    text = ("x" + "\n".join(lines)).encode("utf-8", "replace")
    path = saved(tmp_path_factory.mktemp("any"), b"2026/1/2 10:00 - x: y\n" + text, "x.txt")
    events, report = opened(path, forced_format=name)
    assert report.records == len(events) + sum(count for _, count in report.non_contacts) + report.unread_total
