import sys
from collections.abc import Iterator
from dataclasses import replace
from datetime import UTC, date, datetime
from pathlib import Path

import pyarrow.parquet
import pytest

from shouzheng.intake.parquet import arrow_schema, write_parquet
from shouzheng.intake.rows import Row, event_row, finding_row, reading_rows
from shouzheng.model.attribution import Attribution
from shouzheng.model.case import KnownBy, PartyKind
from shouzheng.model.finding import Finding, FindingKind, Sureness
from shouzheng.model.grade import Grade
from shouzheng.model.moment import Resolution
from shouzheng.model.reading import ActShown, Element, Entity, EntityKind, Reading, Span
from shouzheng.model.schema import EVENTS, FINDINGS, READINGS, SCHEMA_VERSION, TABLES
from shouzheng.model.words import Words
from shouzheng.reference.problems import ShouzhengError
from tests.intake.making import MOBILE, NOON, addr, call, calls, mms, opened, part, read, saved, sms, smses


def _rows(folder: Path) -> list[Row]:
    content = smses(
        sms(body="您好😀", date_sent=NOON - 1000),
        mms(part(text="看") + part(ct="image/png", data="AAAA"), addr(MOBILE, 137)),
        sms(type=2, date=NOON + 1),
    )
    messages, _ = read(folder, content)
    log, _ = opened(saved(folder, calls(call(number="", presentation=2), call(duration=47)), "calls-1.xml"))
    known = Attribution(kind=PartyKind.CREDITOR, party="p", known_by=KnownBy.CONTRACT, confirmed=True)
    return [event_row(event, known) for event in messages] + [event_row(event) for event in log]


def _table(path: Path) -> list[dict[str, object]]:
    rows: list[dict[str, object]] = pyarrow.parquet.read_table(path).to_pylist()
    return rows


def test_events_come_back_with_their_types(tmp_path: Path) -> None:
    rows = _rows(tmp_path)
    path = tmp_path / "events.parquet"
    assert write_parquet(path, EVENTS, iter(rows), row_group=2) == 5
    file = pyarrow.parquet.ParquetFile(path)
    assert file.num_row_groups == 3
    assert file.schema_arrow.equals(arrow_schema(EVENTS), check_metadata=False)
    assert file.schema_arrow.metadata[b"shouzheng.schema_version"] == str(SCHEMA_VERSION).encode()
    back = _table(path)
    assert [row["id"] for row in back] == [row["id"] for row in rows]
    first = back[0]
    assert first["time"] == datetime(2026, 1, 2, 2, tzinfo=UTC)
    assert (first["time_raw"], first["time_offset_minutes"], first["time_resolution"]) == (str(NOON), 480, "ms")
    assert (first["day_no"], first["minute_of_day"]) == (20455, 600)
    assert (first["text"], first["seconds"], first["confirmed"]) == ("您好😀", None, True)
    assert ("address", "10690000001234") in first["raw"]  # type: ignore[operator]
    assert str(back[1]["attachment_digests"][0]).startswith("sha256:")  # type: ignore[index]
    assert (back[3]["other_normal"], back[3]["other_kind"], back[3]["confirmed"]) == (None, "withheld", False)
    assert back[4]["seconds"] == 47
    assert back[2]["direction"] == "outbound"


def test_a_day_without_a_time_has_no_minute(tmp_path: Path) -> None:
    (event,), _ = read(tmp_path, smses(sms()))
    row = event_row(replace(event, time=replace(event.time, resolution=Resolution.DAY)))
    assert row["minute_of_day"] is None
    assert row["day_no"] == 20455


def test_half_characters_are_replaced_everywhere(tmp_path: Path) -> None:
    (row,) = _rows(tmp_path)[:1]
    row |= {"text": "a\ud83d", "notes": ["\ude00"], "raw": [("\ud83d", "b\ude00")]}
    write_parquet(tmp_path / "a.parquet", EVENTS, [row])
    (back,) = _table(tmp_path / "a.parquet")
    assert (back["text"], back["notes"], back["raw"]) == ("a\ufffd", ["\ufffd"], [("\ufffd", "b\ufffd")])


def test_readings_and_findings_fit_their_tables(tmp_path: Path) -> None:
    reading = Reading(
        (ActShown("threat", Span(0, 2), "p"),),
        (
            Entity(EntityKind.AMOUNT, Span(1, 3), "5元", fen=500),
            Entity(EntityKind.DATE, Span(3, 4), "今", day=date(2026, 1, 2)),
            Entity(EntityKind.PHONE, Span(4, 5), "95000", value="95000"),
        ),
        (Element("who", None),),
        False,
        "sha256:1",
    )
    assert write_parquet(tmp_path / "r.parquet", READINGS, reading_rows("e1", reading)) == 5
    back = _table(tmp_path / "r.parquet")
    assert [(row["kind"], row["label"], row["start"]) for row in back] == [
        ("act", "threat", 0),
        ("entity", "amount", 1),
        ("entity", "date", 3),
        ("entity", "phone", 4),
        ("element", "who", None),
    ]
    assert (back[1]["fen"], back[2]["day"], back[3]["value"]) == (500, date(2026, 1, 2), "95000")
    both = Words("中", "en")
    finding = Finding(
        "f1",
        "R01",
        FindingKind.ELEMENT,
        both,
        date(2026, 1, 2),
        ("e1",),
        both,
        both,
        (),
        Sureness.FIRM,
        3,
        (both,),
        both,
        Grade.D,
    )
    assert write_parquet(tmp_path / "f.parquet", FINDINGS, [finding_row(finding)]) == 1
    (row,) = _table(tmp_path / "f.parquet")
    assert (row["rule"], row["grade"], row["doubts_zh"], row["party"]) == ("R01", "D", ["中"], None)


@pytest.mark.parametrize(
    "change",
    [
        {"id": None},
        {"extra": 1},
        {"time": "today"},
        {"seconds": "1"},
        {"day_no": 1 << 40},
        {"others": "x"},
        {"confirmed": "no"},
    ],
)
def test_a_row_that_does_not_fit_is_refused_and_nothing_is_left(tmp_path: Path, change: dict[str, object]) -> None:
    rows = _rows(tmp_path)[:2]
    rows[1] |= change
    before = set(tmp_path.iterdir())
    with pytest.raises(ShouzhengError) as caught:
        write_parquet(tmp_path / "events.parquet", EVENTS, rows)
    assert caught.value.problems[0].code == "SZ-1303"
    assert set(tmp_path.iterdir()) == before


def test_a_missing_column_is_named_with_its_row(tmp_path: Path) -> None:
    rows = _rows(tmp_path)[:2]
    del rows[1]["channel"]
    with pytest.raises(ShouzhengError) as caught:
        write_parquet(tmp_path / "events.parquet", EVENTS, rows)
    slots = dict(caught.value.problems[0].slots)
    assert (slots["row"], slots["table"]) == ("2", "events")
    assert "channel" in slots["detail"]


def test_a_failure_of_the_rows_leaves_the_old_file(tmp_path: Path) -> None:
    path = tmp_path / "events.parquet"
    path.write_bytes(b"old")

    def failing() -> Iterator[Row]:
        yield from _rows(tmp_path)
        raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        write_parquet(path, EVENTS, failing(), row_group=1)
    assert path.read_bytes() == b"old"
    assert not list(tmp_path.glob("*.part")) + list(tmp_path.glob(".*.part"))


def test_an_empty_table_is_a_file_with_a_schema(tmp_path: Path) -> None:
    for table in TABLES:
        assert write_parquet(tmp_path / "empty.parquet", table, []) == 0
        schema = pyarrow.parquet.read_schema(tmp_path / "empty.parquet")
        assert schema.names == [c.name for c in table.columns]
        assert (b"shouzheng.private" in schema.metadata) == (table is EVENTS)


def test_where_nothing_can_be_written_it_is_said(tmp_path: Path) -> None:
    with pytest.raises(ShouzhengError) as caught:
        write_parquet(tmp_path / "absent" / "a.parquet", EVENTS, [])
    assert caught.value.problems[0].code == "SZ-1301"


def test_without_pyarrow_the_optional_part_is_named(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, "pyarrow", None)
    with pytest.raises(ShouzhengError) as caught:
        write_parquet(tmp_path / "a.parquet", EVENTS, [])
    assert (caught.value.problems[0].code, caught.value.exit_code) == ("SZ-1302", 2)
    assert not list(tmp_path.iterdir())
