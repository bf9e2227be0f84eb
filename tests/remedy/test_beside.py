"""What a person wrote about an original belongs to it, replaces what it corrects, and everything stays in the case."""

import json
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest

from shouzheng.casefile import kdf
from shouzheng.casefile.case import CaseFile, new_case
from shouzheng.intake.exports import open_export
from shouzheng.model.event import ContactEvent
from shouzheng.remedy.beside import Anew, keep_note, note_ending, notes_of, original_of_note, replaced
from shouzheng.remedy.case_intake import event_rows_of
from tests.intake.recordings.sounds import wav

NAME = "CallRecord_20260103-102233_13000000021.wav"


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
