"""What a person wrote about a picture or recording, and a database's ``-wal``, go into the case with it."""

import json
import sqlite3
from pathlib import Path

import pytest

from shouzheng.casefile.case import CaseFile
from shouzheng.casefile.verify import verify
from shouzheng.intake.screenshots.engine import used
from shouzheng.intake.screenshots.review import review
from shouzheng.model.words import Lang
from shouzheng.remedy.cases.beside import replaced
from shouzheng.remedy.cases.intake import add_files
from tests.intake.recordings.sounds import mp3
from tests.intake.screenshots.drawing import Chat, png
from tests.intake.screenshots.fake import FakeEngine
from tests.remedy.cases.making import example_case

_RIGHT = "请今天还款"


@pytest.fixture
def picture(tmp_path: Path) -> Path:
    path = tmp_path / "Screenshot_20260102-221530_com.tencent.mm.png"
    path.write_bytes(png(Chat([("left", "请还款")], width=360)))
    return path


def _corrected(picture: Path) -> Path:
    """Make the corrections file as the program writes it, and fill it in as a person does."""
    _, corrections = review(picture, None, Lang.EN)
    lines = corrections.read_text("utf-8").splitlines()
    filled = {"confirmed": "true", "by": '"林某"', "at": '"2026-01-03"', "text": json.dumps(_RIGHT, ensure_ascii=False)}
    done = [f"{key} = {filled[key]}" if (key := line.partition(" =")[0]) in filled else line for line in lines]
    corrections.write_text("\n".join(done), "utf-8")
    return corrections


def _case(folder: Path) -> CaseFile:
    return example_case(folder / "case", files=[], statement=False)


def _counting(case: CaseFile) -> list[dict[str, object]]:
    gone = replaced(case)
    return [event for line in case.events() if (event := json.loads(line))["id"] not in gone]


def test_corrections_beside_a_picture_are_stored_and_used(tmp_path: Path, picture: Path) -> None:
    with used(FakeEngine()), _case(tmp_path) as case:
        corrections = _corrected(picture)
        added = add_files(case, [picture])
        assert [(each.path.name, each.events) for each in added] == [(picture.name, 1), (corrections.name, 0)]
        stored = list(case.originals())
        assert [each.name for each in stored] == [picture.name, corrections.name]
        assert b"".join(case.blobs.chunks(stored[1].blob)) == corrections.read_bytes()
        (event,) = _counting(case)
        assert event["text"] == _RIGHT
        kept = dict(event["raw"])  # type: ignore[call-overload]
        assert (kept["reading"], kept["corrected"], kept["corrected_by"]) == ("还款 <b>\u202e", _RIGHT, "林某")
        assert verify(case).problems == ()


@pytest.mark.parametrize("again", [True, False], ids=["with the picture", "alone"])
def test_corrections_that_come_later_take_the_place_of_the_reading_and_keep_it(
    tmp_path: Path, picture: Path, again: bool
) -> None:
    with used(FakeEngine()), _case(tmp_path) as case:
        add_files(case, [picture])
        assert [event["text"] for event in _counting(case)] == ["还款 <b>\u202e"]
        corrections = _corrected(picture)
        if not again:
            picture.rename(tmp_path / "elsewhere.png")
        add_files(case, [picture if again else corrections])
        assert [event["text"] for event in _counting(case)] == [_RIGHT]
        assert case.count_events() == 2
        assert verify(case).problems == ()


def test_a_transcript_is_stored_with_its_recording(tmp_path: Path) -> None:
    recording = tmp_path / "云岭@13000000021_20260102221530.mp3"
    recording.write_bytes(mp3())
    recording.with_suffix(".srt").write_text("1\n00:00:00,000 --> 00:00:02,000\n对方：请还款\n", "utf-8")
    with _case(tmp_path) as case:
        added = add_files(case, [recording, recording.with_suffix(".srt")])
        assert [each.events for each in added] == [1, 0]
        assert not [p.code for each in added for p in each.problems if p.code == "SZ-1010"]
        assert [event["text"] for event in _counting(case)] == ["请还款"]
        assert [each.name for each in case.originals()] == [recording.name, recording.with_suffix(".srt").name]


def test_a_transcript_without_its_recording_waits_for_it(tmp_path: Path) -> None:
    recording = tmp_path / "云岭@13000000021_20260102221530.mp3"
    note = recording.with_suffix(".srt")
    note.write_text("1\n00:00:00,000 --> 00:00:02,000\n对方：请还款\n", "utf-8")
    with _case(tmp_path) as case:
        (alone,) = add_files(case, [note])
        assert [problem.code for problem in alone.problems] == ["SZ-5009"]
        note.unlink()
        recording.write_bytes(mp3())
        add_files(case, [recording])
        assert [event["text"] for event in _counting(case)] == ["请还款"]


def test_a_write_ahead_log_is_stored_with_its_database(tmp_path: Path) -> None:
    database = tmp_path / "mmssms.db"
    source = sqlite3.connect(database)
    source.execute("PRAGMA journal_mode = WAL")
    source.execute("CREATE TABLE sms (_id INTEGER PRIMARY KEY, address TEXT, date INTEGER, type INTEGER, body TEXT)")
    source.execute("INSERT INTO sms VALUES (1, '13000000021', 1767319200000, 1, '请还款')")
    source.commit()
    with _case(tmp_path) as case:
        added = add_files(case, [database])
        assert [(each.path.name, each.events) for each in added] == [("mmssms.db", 1), ("mmssms.db-wal", 0)]
    source.close()
