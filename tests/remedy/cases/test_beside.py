"""What a person wrote about an original belongs to it, replaces what it corrects, and everything stays in the case."""

import json
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest

from shouzheng.casefile import kdf
from shouzheng.casefile.case import CaseFile, Stored, new_case
from shouzheng.intake.exports import open_export
from shouzheng.intake.screenshots import engine
from shouzheng.intake.screenshots.corrections import Confirmed, corrections_text
from shouzheng.intake.screenshots.engine import Line
from shouzheng.intake.screenshots.reading import read_file
from shouzheng.model.event import ContactEvent
from shouzheng.remedy.bundle.extract import sealed_originals
from shouzheng.remedy.cases.beside import (
    Anew,
    NoteIndex,
    counting,
    keep_note,
    note_ending,
    notes_of,
    original_of_note,
    replaced,
    taken_over,
)
from shouzheng.remedy.cases.intake import Added, add_files, event_rows_of
from shouzheng.remedy.cases.statement import Choice, choices, choose, keep_statement
from tests.intake.recordings.sounds import wav
from tests.intake.screenshots.drawing import Chat, png
from tests.intake.screenshots.fake import FakeEngine
from tests.remedy.cases.making import EXAMPLE, checked

NAME = "CallRecord_20260103-102233_13000000021.wav"
PICTURE = "Screenshot_20260105-221530_WeChat.png"
SUBTITLES = "1\n00:00:00,000 --> 00:00:01,000\n示例：今天不还钱就上门\n"


@pytest.fixture
def case(tmp_path: Path) -> Iterator[CaseFile]:
    made, _ = new_case(tmp_path / "case", "四个 不相干 的词 alpha", kdf.FLOOR)
    with made:
        yield made


def the_call(tmp_path: Path) -> ContactEvent:
    path = tmp_path / NAME
    path.write_bytes(wav())
    (event,) = open_export(path)
    return event


def test_a_note_belongs_by_digest_before_name(case: CaseFile) -> None:
    stored, other = case.add([b"\x89PNG 1"], "a.png"), case.add([b"\x89PNG 2"], "b.png")
    named = case.add([f'picture = "sha256:{other.digest.hex}"\n'.encode()], "a.png.review.toml")
    bare = case.add([b"confirmed = true\n"], "a.png.review.toml")
    assert original_of_note(case, named) == other
    assert original_of_note(case, bare) == stored
    assert notes_of(case, stored) == {".review.toml": bare}
    assert notes_of(case, other) == {".review.toml": named}
    assert original_of_note(case, stored) is None
    assert note_ending(".review.toml") is None


def test_the_latest_note_counts_and_earlier_ones_stay(case: CaseFile) -> None:
    stored = case.add([wav()], NAME)
    kept = [keep_note(case, stored, ".transcript.txt", f"[00:00:0{n}] 句\n") for n in (1, 2)]
    assert notes_of(case, stored) == {".transcript.txt": kept[1]}
    assert len(list(case.originals())) == 3


def test_what_changed_gets_an_id_of_its_own_and_going_back_reinstates(case: CaseFile, tmp_path: Path) -> None:
    stored, call = case.add([wav()], NAME), the_call(tmp_path)
    versions = [call, replace(call, text="一"), replace(call, text="二"), replace(call, text="一"), call]
    ids = []
    for version in versions:
        anew = Anew(case, stored.digest)
        case.add_events(stored.no, event_rows_of(anew.named([version])))
        anew.settle(case)
        (counting,) = {json.loads(line)["id"] for line in case.events()} - replaced(case)
        ids.append(counting)
    assert ids[0] == ids[4] == call.id
    assert ids[1] == ids[3]
    assert len(set(ids)) == case.count_events() == 3
    assert len(replaced(case)) == 2


def test_what_did_not_change_keeps_its_id(case: CaseFile, tmp_path: Path) -> None:
    stored, call = case.add([wav()], NAME), the_call(tmp_path)
    for raw in (call.raw, (*call.raw, ("transcript by", "林某"))):
        anew = Anew(case, stored.digest)
        case.add_events(stored.no, event_rows_of(anew.named([replace(call, raw=raw)])))
        anew.settle(case)
    assert case.count_events() == 1
    assert replaced(case) == frozenset()


def written(path: Path, content: str | bytes) -> Path:
    path.parent.mkdir(exist_ok=True)
    path.write_bytes(content.encode() if isinstance(content, str) else content)
    return path


def words(case: CaseFile) -> list[str | None]:
    """What the contacts that count say, by time."""
    gone = replaced(case)
    return [event["text"] for event in map(json.loads, case.events()) if event["id"] not in gone]


def codes(added: list[Added]) -> set[str]:
    return {problem.code for each in added for problem in each.problems}


def test_words_of_one_call_are_not_put_into_another_of_the_same_name(case: CaseFile, tmp_path: Path) -> None:
    one, two = written(tmp_path / "a" / NAME, wav()), written(tmp_path / "b" / NAME, wav() + bytes(4))
    written(tmp_path / "b" / (NAME[:-4] + ".srt"), SUBTITLES)
    add_files(case, [one, two])
    first, second, note = case.originals()
    for _ in range(2):
        assert notes_of(case, first) == {}
        assert notes_of(case, second) == {".srt": note}
        assert original_of_note(case, note) == second
        assert words(case) == [None, "示例：今天不还钱就上门"]
        add_files(case, [one])


def test_a_bare_name_that_fits_several_attaches_to_none_and_that_is_said(case: CaseFile, tmp_path: Path) -> None:
    files = [written(tmp_path / folder / NAME, wav() + bytes(4 * n)) for n, folder in enumerate("ab")]
    add_files(case, files)
    added = add_files(case, [written(tmp_path / "c" / (NAME + ".srt"), SUBTITLES)])
    assert "SZ-5008" in codes(added)
    assert words(case) == [None, None]
    assert all(notes_of(case, each) == {} for each in case.originals())


def test_one_file_of_subtitles_beside_two_recordings_is_of_neither(case: CaseFile, tmp_path: Path) -> None:
    files = [written(tmp_path / "a" / NAME, wav()), written(tmp_path / "a" / (NAME[:-3] + "mp3"), wav() + bytes(4))]
    written(tmp_path / "a" / (NAME[:-4] + ".srt"), SUBTITLES)
    assert "SZ-5008" in codes(add_files(case, files))
    assert words(case) == [None, None]
    assert all(original_of_note(case, each) is None for each in case.originals())


def test_a_note_found_by_its_name_stays_with_its_original(case: CaseFile, tmp_path: Path) -> None:
    note = written(tmp_path / "n" / (NAME + ".srt"), SUBTITLES)
    one, two = written(tmp_path / "a" / NAME, wav()), written(tmp_path / "b" / NAME, wav() + bytes(4))
    for files in ([note], [one], [two], [one, two]):
        add_files(case, files)
    assert words(case) == ["示例：今天不还钱就上门", None]
    index = NoteIndex(case)
    assert [bool(index.of(each)) for each in case.originals() if note_ending(each.name) is None] == [
        True, False, True, False,
    ]  # fmt: skip


def seen(monkeypatch: pytest.MonkeyPatch, text: str) -> None:
    """Let the machine read one message in every picture."""
    lines = (Line("2026年1月2日 20:47", 0.99, 250, 170, 470, 190), Line(text, 0.91, 135, 215, 400, 245))
    monkeypatch.setattr(engine, "_rapid", lambda: FakeEngine(lines))


def corrected(case: CaseFile, path: Path, **changes: object) -> Path:
    """Write what the person makes of every message of a picture."""
    _, reading = read_file(path)
    after = replace(reading, messages=tuple(replace(each, **changes) for each in reading.messages))  # type: ignore[arg-type]
    stored = next(each for each in case.originals() if each.name == path.name)
    said = Confirmed("林某", "2026-01-05T00:00:00+08:00")
    return written(
        path.with_name(path.name + ".review.toml"), corrections_text(stored.digest, stored.name, after, None, said)
    )


def test_of_several_readings_of_a_picture_one_counts(
    case: CaseFile, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    picture = written(tmp_path / PICTURE, png(Chat([("time", "2026年1月2日 20:47"), ("left", "示例")])))
    for text in ("明天上门我你", "明天上门找你", "明天上门我你"):
        seen(monkeypatch, text)
        add_files(case, [picture])
        assert words(case) == [text]
        assert sum(counting(case).values()) == 1
    add_files(case, [corrected(case, picture, text="你好")])
    assert words(case) == ["你好"]
    assert case.count_events() == 3
    add_files(case, [corrected(case, picture, ignored=True)])
    assert words(case) == []


def test_a_picture_that_cannot_be_read_this_time_keeps_what_was_read(
    case: CaseFile, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    picture = written(tmp_path / PICTURE, png(Chat([("time", "2026年1月2日 20:47"), ("left", "示例")])))
    seen(monkeypatch, "明天上门找你")
    add_files(case, [picture])
    monkeypatch.setattr(engine, "_rapid", lambda: FakeEngine(()))
    path = written(tmp_path / "IMG_1.wav", wav())  # a recording whose name tells no time
    call = written(tmp_path / NAME, wav())
    add_files(case, [call])
    add_files(case, [path])
    assert words(case) == ["明天上门找你", None]


def test_a_rejected_contact_stays_rejected_in_its_new_words_and_a_confirmed_one_is_asked_again(
    case: CaseFile, tmp_path: Path
) -> None:
    call = written(tmp_path / NAME, wav())
    add_files(case, [call])
    for choice, text, after in (
        (Choice.REJECTED, "一", Choice.REJECTED),
        (Choice.CONFIRMED, "二", None),
    ):
        (before,) = {json.loads(line)["id"] for line in case.events()} - replaced(case)
        choose(case, [before], choice, "是快递")
        add_files(case, [written(tmp_path / (NAME + ".transcript.txt"), f"[00:00:01] 对方：{text}\n")])
        (now,) = {json.loads(line)["id"] for line in case.events()} - replaced(case)
        assert now != before
        assert choices(case).get(now) is after
        entry = next(each for each in case.entries("replaced") if each.subject == before)
        assert entry.content == {"gone": True, "by": now}


def test_a_recording_written_down_later_goes_along_and_has_one_account(case: CaseFile, tmp_path: Path) -> None:
    call, note = written(tmp_path / "a" / NAME, wav()), tmp_path / "b" / (NAME + ".srt")
    keep_statement(case, EXAMPLE / "case.toml")
    add_files(case, [call])
    for text in ("一", "二", "一"):  # at last a reading that is in the case already
        add_files(case, [written(note, SUBTITLES.replace("示例：今天不还钱就上门", text))])
        result = checked(case).result
        (sealed,) = sealed_originals(case, result.contacts)
        assert len(result.reports) == 1
        assert (sealed.records, sealed.chosen, sealed.whole) == (1, 1, True)
    reports = {entry.subject: entry.content for entry in case.entries("report")}
    standing = {reading.no for reading in case.readings()} - taken_over(case, reports)
    assert standing == {max(reading.no for reading in case.readings())}


def test_the_notes_are_listed_once_however_many_files_are_added(
    case: CaseFile, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    asked: list[int] = []
    listed = CaseFile.originals

    def counted(self: CaseFile) -> Iterator[Stored]:
        asked.append(1)
        return listed(self)

    monkeypatch.setattr(CaseFile, "originals", counted)
    add_files(case, [written(tmp_path / f"{n}.txt", f"x {n}") for n in range(80)])
    assert len(asked) == 1
