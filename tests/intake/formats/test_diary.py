"""The person's diary: what is written, when it was written, and how it joins other records."""

from __future__ import annotations

import io
import json
import stat
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from shouzheng.cli.main import main
from shouzheng.intake.diary_writer import Entry, add_entry
from shouzheng.intake.formats.diary import BEFORE, LATER, SAME_DAY, UNTIMED, moment_written
from shouzheng.intake.witnesses.joining import join
from shouzheng.judging.grades import grade_of
from shouzheng.model.event import Channel, Outcome, Point, TextSource
from shouzheng.model.grade import Grade
from shouzheng.model.moment import OffsetSource, Resolution
from shouzheng.reference.problems import ShouzhengError
from tests.intake.making import MOBILE, opened, saved
from tests.intake.witnesses.making import START, record

NOW = datetime(2026, 1, 2, 14, 0, 5, tzinfo=UTC)
VISIT = Entry("visit", "2026-01-02 20:30", "某公司外访员", "两个人上门")


def test_entries_are_read_back_as_they_were_written(tmp_path: Path) -> None:
    path = tmp_path / "diary.jsonl"
    add_entry(path, VISIT, now=NOW)
    add_entry(path, Entry("call", "2026-01-02 20:30:15", MOBILE, answered=False), now=NOW)
    add_entry(path, Entry("letter", "2026-01-01", offset="+09:00"), now=NOW)
    events, report = opened(path)
    assert (report.format, report.records, report.grade) == ("diary", 3, Grade.F)
    assert [e.channel for e in events] == [Channel.VISIT, Channel.CALL, Channel.LETTER]
    assert [e.time.resolution for e in events] == [Resolution.MINUTE, Resolution.SECOND, Resolution.DAY]
    assert [(e.time.offset_minutes, e.time.offset_source) for e in events][2] == (540, OffsetSource.STATED)
    assert (events[0].text, events[0].text_source) == ("两个人上门", TextSource.BY_HAND)
    assert events[1].outcome is Outcome.MISSED
    assert [grade_of(e) for e in events] == [Grade.F] * 3
    assert stat.S_IMODE(path.stat().st_mode) == 0o600


@pytest.mark.parametrize(
    ("when", "written", "note"),
    [
        ("2026-01-02 20:30", "2026-01-02T20:31:00+08:00", SAME_DAY),
        ("2026-01-02", "2026-01-02T08:00:00+08:00", SAME_DAY),
        ("2026-01-02 23:50", "2026-01-03T00:10:00+08:00", LATER),
        ("2026-01-02 20:30", "2026-01-02T09:00:00+08:00", BEFORE),
        ("2026-01-02 20:30", "2026-01-01T09:00:00+08:00", BEFORE),
        ("2026-01-02 20:30", "", UNTIMED),
        ("2026-01-02 20:30", "2026-01-02T21:00:00", UNTIMED),
    ],
)
def test_it_is_noted_when_an_entry_was_written(tmp_path: Path, when: str, written: str, note: str) -> None:
    entry = {"shouzheng_diary": "1", "kind": "visit", "when": when, "offset": "+08:00", "written": written}
    (event,) = opened(saved(tmp_path, json.dumps(entry), "d.jsonl"))[0]
    assert event.notes == (note,)


def test_what_stands_in_the_diary_is_never_changed(tmp_path: Path) -> None:
    path = tmp_path / "diary.jsonl"
    add_entry(path, VISIT, now=NOW)
    first = path.read_bytes()
    path.write_bytes(first + first[:30])
    add_entry(path, VISIT, now=NOW)
    assert path.read_bytes() == first + first[:30] + b"\n" + first
    assert (opened(path)[1].events, opened(path)[1].unread_total) == (2, 1)


@pytest.mark.parametrize(
    "wrong",
    [
        replace(VISIT, kind="teleport"),
        replace(VISIT, when="yesterday"),
        replace(VISIT, when="2026-02-30"),
        replace(VISIT, when="2026-01-03 10:00"),
        replace(VISIT, offset="+8"),
        replace(VISIT, direction="up"),
        replace(VISIT, words="x" * 20_001),
    ],
)
def test_an_entry_that_is_none_is_refused(tmp_path: Path, wrong: Entry) -> None:
    with pytest.raises(ShouzhengError) as caught:
        add_entry(tmp_path / "d", wrong, now=NOW)
    assert caught.value.problems[0].code == "SZ-1185"
    assert not (tmp_path / "d").exists()


def test_another_file_is_left_alone(tmp_path: Path) -> None:
    path = saved(tmp_path, "important", "notes.txt")
    with pytest.raises(ShouzhengError) as caught:
        add_entry(path, VISIT, now=NOW)
    assert caught.value.problems[0].code == "SZ-1186"
    assert path.read_text() == "important"


def test_a_remembered_call_is_a_witness_of_the_logged_one_and_its_words_are_kept() -> None:
    log = record("log", 1)
    at = START + timedelta(minutes=10)
    moment = moment_written((at + timedelta(hours=8)).strftime("%Y-%m-%d %H:%M"), "+08:00")
    assert moment is not None
    note = replace(
        record("d", 1, kept_by="diary", seconds=None, outcome=Outcome.UNKNOWN, text="说要找我单位"),
        time=moment,
        text_source=TextSource.BY_HAND,
    )
    (one,) = join([note, log]).events
    assert (one.id, one.time, one.text, one.text_source) == (log.id, log.time, "说要找我单位", TextSource.BY_HAND)
    assert [d.point for d in one.disagreements] == [Point.TIME]
    assert grade_of(one) is Grade.F, "words from memory are of grade F"


def test_the_command_adds_an_entry(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    path = tmp_path / "diary.jsonl"
    monkeypatch.setattr("sys.stdin", io.StringIO("两个人上门\n"))
    arguments = ["intake", "diary", str(path), "--kind", "visit", "--when", "2026-01-02 20:30", "--who", MOBILE]
    assert main(arguments) == 0
    (event,) = opened(path)[0]
    assert (event.text, event.other.normal, event.notes) == ("两个人上门", MOBILE, (LATER,))
    assert "F 级" in capsys.readouterr().out
    monkeypatch.setattr("sys.stdin", io.StringIO(""))
    assert main(["intake", "diary", str(path), "--kind", "visit", "--when", "soon"]) == 2
