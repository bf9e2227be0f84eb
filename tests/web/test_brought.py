"""What was brought to a case in the browser: notes of files with the same name, and contacts that no longer count."""

import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from shouzheng.casefile import kdf
from shouzheng.casefile.case import new_case
from shouzheng.remedy.cases.beside import counting, replaced
from shouzheng.web.cases import work
from shouzheng.web.cases.brought import BROUGHT, read_original, taken
from shouzheng.web.cases.open_case import OpenCase
from tests.intake.recordings.sounds import wav
from tests.web.conftest import TODAY

NAME = "CallRecord_20260103-102233_13000000021.wav"
SUBTITLES = "1\n00:00:00,000 --> 00:00:01,000\n示例：{text}\n"


@pytest.fixture
def opened(tmp_path: Path) -> Iterator[OpenCase]:
    case, _ = new_case(tmp_path / "case", "three grey cranes", kdf.FLOOR)
    made = OpenCase("x", case, lambda: TODAY)
    yield made
    made.close()


def bring(opened: OpenCase, name: str, content: bytes, person: str = "me") -> None:
    with opened.writing() as case:
        stored = case.add([content], name)
        case.enter(BROUGHT, str(stored.no), {"person": person, "names": []})
    opened.work.wake()
    assert opened.work.wait(60)


def words(opened: OpenCase) -> list[str | None]:
    with opened.reading() as case:
        gone = replaced(case)
        return [event["text"] for event in map(json.loads, case.events()) if event["id"] not in gone]


def subtitles(text: str) -> bytes:
    return SUBTITLES.format(text=text).encode()


def test_subtitles_that_could_be_of_two_recordings_are_of_neither(opened: OpenCase) -> None:
    bring(opened, NAME, wav())
    bring(opened, NAME + ".srt", subtitles("一"))
    bring(opened, NAME, wav() + bytes(4))
    bring(opened, NAME + ".srt", subtitles("二"))
    assert words(opened) == ["示例：一", None]
    with opened.reading() as case:
        notes = [each for each in taken(case) if each.stored.name.endswith(".srt")]
    assert [[problem.code for problem in each.problems] for each in notes] == [["SZ-5008"], []]
    assert [each.belongs for each in notes] == [0, 1]
    assert all(each.ended for each in notes)


def test_whose_file_it_is_tells_recordings_of_one_name_apart(opened: OpenCase) -> None:
    bring(opened, NAME, wav())
    bring(opened, NAME, wav() + bytes(4), "sister")
    bring(opened, NAME + ".srt", subtitles("一"), "sister")
    assert words(opened) == [None, "示例：一"]


def test_contacts_that_were_replaced_are_not_counted(opened: OpenCase) -> None:
    bring(opened, NAME, wav())
    for text in "一二":
        bring(opened, NAME + ".srt", subtitles(text))
    assert words(opened) == ["示例：二"]
    with opened.reading() as case:
        assert case.count_events() == 3
        assert [each.contacts for each in taken(case) if each.stored.no == 1] == [1]
        assert sum(counting(case).values()) == 1


def test_a_note_that_came_before_its_recording_waits_and_then_belongs_to_it(opened: OpenCase) -> None:
    bring(opened, NAME + ".srt", subtitles("一"))
    with opened.reading() as case:
        (note,) = taken(case)
    assert ([problem.code for problem in note.problems], note.belongs) == (["SZ-5009"], 0)
    bring(opened, NAME, wav())
    assert words(opened) == ["示例：一"]
    with opened.reading() as case:
        recording, note = taken(case)
    assert (note.belongs, note.ended) == (recording.stored.no, True)


def test_files_that_arrive_together_are_read_once_and_a_note_is_never_listed_as_waiting(
    opened: OpenCase, monkeypatch: pytest.MonkeyPatch
) -> None:
    with opened.writing() as case:
        for name, content in ((NAME, wav()), (NAME + ".srt", subtitles("一"))):
            case.enter(BROUGHT, str(case.add([content], name).no), {"person": "me", "names": []})
        assert [(each.ended, each.belongs) for each in taken(case)] == [(False, 1), (False, 0)]
    read: list[int] = []

    def noted(*given: Any) -> None:
        read.append(given[2])
        read_original(*given)

    monkeypatch.setattr(work, "read_original", noted)
    opened.work.wake()
    assert opened.work.wait(60)
    assert words(opened) == ["示例：一"]
    assert read == [1, 2]
    with opened.reading() as case:
        assert [(each.ended, each.belongs) for each in taken(case)] == [(True, 1), (True, 0)]
        assert len(list(case.readings())) == 1
