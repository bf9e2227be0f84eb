"""A letter that was posted yesterday names the same records today: numbers are given once and stay."""

import json
import zipfile
from pathlib import Path

import pytest

from shouzheng.casefile.case import CaseFile
from shouzheng.casefile.verify import verify
from shouzheng.model.words import Lang
from shouzheng.remedy.bundle.build import export_bundle
from shouzheng.remedy.cases.choose import select
from shouzheng.remedy.cases.evidence_numbers import EVIDENCE, keep_numbers, numbers_of
from shouzheng.remedy.cases.intake import add_files
from shouzheng.remedy.cases.judge import CaseCheck, with_numbers
from shouzheng.remedy.cases.statement import Choice, Consent, record_person
from shouzheng.remedy.dossier.data import build_view
from shouzheng.remedy.findings.write import findings_bytes
from shouzheng.remedy.gather import material_of
from shouzheng.remedy.redaction.export import Hidden, export_redacted
from tests.remedy.cases.making import AS_OF, checked, confirm, example_case, example_files

GAPS = "编号一经给出不再改变"


@pytest.fixture
def case(tmp_path: Path) -> CaseFile:
    return example_case(tmp_path / "case", files=example_files("sms-*.xml"))


def numbers(found: CaseCheck) -> dict[str, int]:
    return dict(material_of(found.result).evidence)


def kept(case: CaseFile) -> dict[str, int]:
    return numbers(with_numbers(case, checked(case)))


def test_the_first_numbers_are_by_time_and_looking_gives_none_for_good(case: CaseFile) -> None:
    with case:
        looked = checked(case)
        assert not list(case.entries(EVIDENCE))
        before = kept(case)
        assert list(before.values()) == list(range(1, len(before) + 1))
        times = [contact.event.time.utc for contact in material_of(looked.result).in_order]
        assert times == sorted(times)
        assert numbers(looked) == before
        assert kept(case) == before
        assert len(list(case.entries(EVIDENCE, history=True))) == 1  # nothing new: nothing written
        assert verify(case).problems == ()


def test_what_is_excluded_leaves_a_gap_and_comes_back_to_its_number(case: CaseFile) -> None:
    with case:
        before = kept(case)
        third = next(key for key, number in before.items() if number == 3)
        select(case, checked(case), Choice.REJECTED, events=[third])
        after = kept(case)
        assert after == {key: number for key, number in before.items() if key != third}
        select(case, checked(case), Choice.CONFIRMED, events=[third])
        assert kept(case) == before


def test_what_was_excluded_before_any_number_is_numbered_after_the_others(case: CaseFile) -> None:
    with case:
        first = checked(case).result.contacts[0].event.id
        select(case, checked(case), Choice.REJECTED, events=[first])
        before = kept(case)
        select(case, checked(case), Choice.CONFIRMED, events=[first])
        assert kept(case) == before | {first: len(before) + 1}


def test_older_records_and_another_persons_file_are_numbered_at_the_end(case: CaseFile) -> None:
    with case:
        before = kept(case)
        add_files(case, [each for each in example_files() if each not in example_files("sms-*.xml")])
        after = kept(case)
        assert {key: after[key] for key in before} == before
        new = {key: number for key, number in after.items() if key not in before}
        assert sorted(new.values()) == list(range(len(before) + 1, len(after) + 1))
        assert list(after.values()) != sorted(after.values())  # some of them are older than what had a number
        found = checked(case).result.contacts
        assert {each.event.owner for each in found if each.event.id in new} == {"me", "sister"}
        record_person(case, Consent("sister", None))
        assert set(kept(case).items()) < set(after.items())


def test_the_dossier_says_why_numbers_skip_and_only_then(case: CaseFile) -> None:
    def intro(lang: Lang = Lang.ZH_HANS) -> str:
        return str(build_view(material_of(checked(case).result), lang)["contacts_intro"])

    with case:
        before = kept(case)
        assert GAPS not in intro()
        select(case, checked(case), Choice.REJECTED, events=[next(iter(before))])
        assert GAPS in intro()
        assert "Numbers once given stay" in intro(Lang.EN)


def test_dossier_bundle_and_redacted_copy_give_the_same_numbers(case: CaseFile, tmp_path: Path) -> None:
    with case:
        confirm(case, "panshi")
        plain = export_bundle(case, tmp_path / "plain", as_of=AS_OF)
        dossier = kept(case)
        assert len(list(case.entries(EVIDENCE, history=True))) == 1  # what the bundle was numbered with is what stays
        last = list(case.log())[-2:]
        assert [json.loads(line)["what"] for line in last] == ["enter", "export"]
        hidden = export_redacted(case, tmp_path / "hidden", Hidden(texts=("林某",)), as_of=AS_OF)
        for made in (plain, hidden):
            with zipfile.ZipFile(made.zip) as archive:
                content = archive.read(f"{made.folder.name}/data/findings.json")
            rows = json.loads(content)["contacts"]
            assert rows
            assert {row["id"]: row["evidence"] for row in rows}.items() <= dossier.items()
        extract = (tmp_path / "plain" / "data" / "extract.jsonl").read_text("utf-8").splitlines()
        lines = [json.loads(line) for line in extract]
        assert {line["id"]: line["evidence"] for line in lines}.items() <= dossier.items()
        assert max(line["evidence"] for line in lines) > len(lines)  # not counted anew
        select(case, checked(case), Choice.REJECTED, events=[next(iter(dossier))])
        again = json.loads(findings_bytes(material_of(checked(case, only_confirmed=True).result)))["contacts"]
        assert {row["id"]: row["evidence"] for row in again}.items() <= dossier.items()


def test_a_contact_is_known_by_any_record_and_by_what_a_correction_put_in_its_place(case: CaseFile) -> None:
    with case:
        assert keep_numbers(case, [("a",), ("b",), ("c",)]) == {"a": 1, "b": 2, "c": 3}
        assert numbers_of(case, [("bill", "b"), ("c",)]) == {"bill": 2, "c": 3}  # a bill that leads now
        assert numbers_of(case, [("a", "c")]) == {"a": 1}  # joined: one of the two, the other stays free for good
        assert keep_numbers(case, [("x", "a"), ("y",)]) == {"x": 1, "y": 4}
        assert numbers_of(case, [("x",), ("a",)]) == {"a": 1, "x": 5}  # fallen apart: who led keeps it
        case.enter("replaced", "c", {"gone": True, "by": "c2"})
        case.enter("replaced", "c2", {"gone": True, "by": "c3"})
        case.enter("replaced", "c3", {"gone": False, "by": "c"})
        assert numbers_of(case, [("c3",), ("new",)]) == {"c3": 3, "new": 5}
        case.enter("replaced", "c2", {"gone": True, "by": "c"})  # a circle ends
        assert numbers_of(case, [("c3",)]) == {"c3": 5}


def test_an_entry_of_another_shape_numbers_nothing(case: CaseFile) -> None:
    with case:
        case.enter(EVIDENCE, "1", {"first": "1", "records": [["a"]]})
        case.enter(EVIDENCE, "2", {"first": 7, "records": ["a", [], 5]})
        assert keep_numbers(case, [("a",)]) == {"a": 10}
