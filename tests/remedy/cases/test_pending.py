"""Originals that were stored and not read: known as such, read later as they would have been, and only once."""

import zipfile
from pathlib import Path

import pytest

from shouzheng.casefile.case import CaseFile, open_case
from shouzheng.casefile.header import read_header, unlock
from shouzheng.casefile.verify import verify
from shouzheng.reference.problems import ShouzhengError
from shouzheng.remedy.cases.intake import add_files, adding, reading_pending
from shouzheng.remedy.cases.pending import not_read_yet, pending
from tests.remedy.cases.making import checked, example_case, example_files

OLD = Path(__file__).parents[2] / "casefile" / "case_of_0_1.zip"


def names(case: CaseFile) -> list[str]:
    return [each.name for each in pending(case)]


def test_a_case_of_an_earlier_version_is_read_to_its_end(tmp_path: Path) -> None:
    with zipfile.ZipFile(OLD) as archive:
        archive.extractall(tmp_path)
    with open_case(tmp_path, unlock(read_header(tmp_path), "three grey cranes")) as case:
        before = checked(case).result
        assert names(case) == ["unknown.bin", "killed.xml"]
        assert [each.stored.name for each in reading_pending(case) if each.stored] == names_before(case)
        assert (names(case), not_read_yet(case)) == ([], [])
        assert list(reading_pending(case)) == []
        assert [c.event.id for c in checked(case).result.contacts] == [c.event.id for c in before.contacts]
        assert verify(case).problems == ()


def names_before(case: CaseFile) -> list[str]:
    return [each.name for each in case.originals()][2:]


def test_what_was_cut_short_is_read_as_it_would_have_been(tmp_path: Path) -> None:
    with example_case(tmp_path / "whole", files=[]) as whole:
        add_files(whole, example_files("sister-*.xml"), person="sister")
        expected = sorted(whole.events())
    with example_case(tmp_path / "case", files=[]) as case:
        next(adding(case, example_files("sister-*.xml"), person="sister"))
        left = names(case)
        assert len(left) == 1
        assert left[0] in dict(not_read_yet(case)[0].slots)["names"]
        assert len([each.events for each in reading_pending(case) if each.events]) == 1
        assert names(case) == []
        assert sorted(case.events()) == expected
        assert {reading.person for reading in case.readings()} == {"sister"}


def test_a_full_disk_keeps_the_original_and_says_that_its_contacts_are_missing(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    import apsw

    good = CaseFile.enter

    def full(case: CaseFile, kind: str, *words: object) -> object:
        if kind == "report":  # after the contacts: all of the file goes back
            raise apsw.FullError("database or disk is full")
        return good(case, kind, *words)  # type: ignore[arg-type]

    with example_case(tmp_path / "case", files=[]) as case:
        monkeypatch.setattr(CaseFile, "enter", full)
        (added,) = add_files(case, example_files("sms-*.xml"))
        monkeypatch.setattr(CaseFile, "enter", good)
        assert (added.kept, added.stored is not None, added.events) == (False, True, 0)
        assert [problem.code for problem in added.problems] == ["SZ-4021", "SZ-4025"]
        assert {problem.where for problem in added.problems} == {example_files("sms-*.xml")[0].name}
        assert (case.count_events(), len(names(case)), verify(case).problems) == (0, 1, ())
        assert [each.events for each in reading_pending(case)] == [19]


def test_a_file_that_lay_beside_another_waits_for_nothing(tmp_path: Path) -> None:
    (tmp_path / "note.txt").write_text("in no known format", "utf-8")
    (tmp_path / "note.txt-wal").write_text("beside it", "utf-8")
    with example_case(tmp_path / "case", files=[]) as case:
        add_files(case, [tmp_path / "note.txt", tmp_path / "note.txt-wal"])
        assert names(case) == []
        with pytest.raises(ShouzhengError):
            case.original(3)
