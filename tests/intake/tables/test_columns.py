"""Meanings of columns are proposed, confirmed, saved, and never taken for certain before that."""

from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from shouzheng.intake.hints import Hints, said
from shouzheng.intake.tables.columns import Field, NamedMapping, load_mapping, mapping_text, names, propose
from shouzheng.model.event import Channel, Direction, Outcome
from shouzheng.model.moment import Resolution
from shouzheng.reference.problems import ShouzhengError
from tests.intake.fixture_sets import MOBILE
from tests.intake.making import codes, opened, saved

_BILL = f"通话时间,对方号码,主被叫,通话时长\n2026-01-02 10:00:00,{MOBILE},被叫,61\n"
_STRANGE = f"甲,乙,丙\n2026-01-02 10:00:00,{MOBILE},呼入\n"
_MINE = NamedMapping("我的表", (("甲", Field.TIME), ("乙", Field.OTHER), ("丙", Field.DIRECTION)), confirmed=True)


def test_a_proposal_is_said_and_marks_every_record(tmp_path: Path) -> None:
    (event,), report = opened(saved(tmp_path, _BILL, "a.csv"))
    assert "mapping_not_confirmed" in event.notes
    assert codes(report) == ["SZ-1160", "SZ-1115"]
    assert "bill_without_missed_calls" in [remark.code for remark in report.completeness]


def test_a_confirmed_mapping_marks_nothing(tmp_path: Path) -> None:
    mapping = propose(["通话时间", "对方号码", "主被叫", "通话时长"])
    assert mapping is not None
    confirmed = NamedMapping("移动", mapping.columns, confirmed=True)
    with said(Hints(mappings=(confirmed,))):
        (event,), report = opened(saved(tmp_path, _BILL, "a.csv"))
    assert event.notes == ()
    assert codes(report) == ["SZ-1161", "SZ-1115"]


def test_a_table_with_strange_names_is_read_with_its_mapping_only(tmp_path: Path) -> None:
    path = saved(tmp_path, _STRANGE, "a.csv")
    with pytest.raises(ShouzhengError) as caught:
        opened(path)
    assert caught.value.problems[0].code == "SZ-1010"
    with said(Hints(mappings=(_MINE,))):
        (event,), _ = opened(path)
    assert (event.other.normal, event.direction) == (MOBILE, Direction.INBOUND)


def test_a_mapping_is_saved_and_loaded_again() -> None:
    assert load_mapping(mapping_text(_MINE), "x.toml") == _MINE


@pytest.mark.parametrize(
    "text",
    [
        "",
        "name = 5",
        'name = "x"\ncolumns = 7',
        'name = "x"\n[[columns]]\nheader = "a"\nfield = "mood"',
        'name = "x"\n[[columns]]\nheader = "a"\nfield = "time"',
        "\x00",
    ],
)
def test_a_wrong_mapping_ends_in_words(text: str) -> None:
    with pytest.raises(ShouzhengError) as caught:
        load_mapping(text, "x.toml")
    assert (caught.value.exit_code, caught.value.problems[0].code) == (3, "SZ-1163")


def test_every_name_has_one_meaning() -> None:
    known = names()
    assert not known.inbound & known.outbound
    assert len(known.fields) > 80
    assert propose(["心情", "天气"]) is None
    assert propose(["时间"] * 500) is None


@pytest.mark.parametrize(
    ("written", "seconds"),
    [
        ("61", 61),
        ("61秒", 61),
        ("1分1秒", 61),
        ("1分钟", 60),
        ("1小时1分1秒", 3661),
        ("1时0分1秒", 3601),
        ("00:01:01", 61),
        ("01:30", 90),
        ("1'01\"", 61),
        ("0", 0),
    ],
)
def test_durations(tmp_path: Path, written: str, seconds: int) -> None:
    row = f"2026-01-02 10:00:00\t{MOBILE}\t主叫\t{written}\n"
    (event, _), _ = opened(saved(tmp_path, "通话时间\t对方号码\t主被叫\t通话时长\n" + row * 2, "a.csv"))
    assert event.seconds == seconds
    assert event.outcome is (Outcome.CONNECTED if seconds else Outcome.UNKNOWN)


def test_minutes_are_noted_as_rounded(tmp_path: Path) -> None:
    text = f"通话日期,通话时刻,对方号码,呼叫类型,通话时长(分钟)\n2026/1/2,22:31,{MOBILE},呼入,2\n"
    (event,), _ = opened(saved(tmp_path, text, "a.csv"))
    assert (event.seconds, event.time.resolution, event.channel) == (120, Resolution.MINUTE, Channel.CALL)
    assert "duration_rounded_to_minutes" in event.notes


def test_a_long_sender_keeps_its_digits(tmp_path: Path) -> None:
    sender = "106900000000012345678"
    text = f'时间,号码,方向,内容\n2026-01-02 10:00:00,="{sender}",收,x\n'.replace('="', '"=""').replace(
        '",收', '""",收'
    )
    (event,), _ = opened(saved(tmp_path, text, "a.csv"))
    assert event.other.raw == sender


_CELLS = st.one_of(
    st.text(max_size=12), st.sampled_from(["2026-01-02 10:00:00", MOBILE, "被叫", "61", '"', "合计", "\n"])
)


@settings(deadline=None, max_examples=100)
@given(st.lists(st.lists(_CELLS, max_size=6), max_size=12))
def test_any_rows_are_accounted_for(tmp_path_factory: pytest.TempPathFactory, rows: list[list[str]]) -> None:
    text = _BILL + "\n".join(",".join(row) for row in rows)
    path = saved(tmp_path_factory.mktemp("any"), text.encode("utf-8", "replace"), "x.csv")
    events, report = opened(path, forced_format="operator_bill_csv")
    assert report.records == len(events) + report.unread_total
    assert report.events >= 1


def test_a_contact_called_total_is_no_total(tmp_path: Path) -> None:
    table = f"备注,通话时间,对方号码,主被叫,通话时长\nTotal Recall,2026-01-02 10:00:00,{MOBILE},被叫,61\n合计,,,,61\n"
    (event,), report = opened(saved(tmp_path, table, "a.csv"))
    assert (event.other.raw, event.seconds) == (MOBILE, 61)
    assert "SZ-1162" in codes(report)
