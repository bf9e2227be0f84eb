"""The dossier from a case is the dossier from the files; choices and consents decide what may leave."""

from datetime import UTC, datetime
from pathlib import Path

import pytest

from shouzheng.casefile.case import CaseFile, open_case
from shouzheng.casefile.header import read_header, unlock
from shouzheng.casefile.verify import verify
from shouzheng.reference.problems import ShouzhengError
from shouzheng.remedy.cases.choose import select
from shouzheng.remedy.cases.intake import add_files
from shouzheng.remedy.cases.report_entry import as_report, as_values
from shouzheng.remedy.cases.statement import (
    Choice,
    Consent,
    choices,
    consents,
    finding_subject,
    keep_statement,
    record_person,
    stated_case,
    statement_of,
)
from shouzheng.remedy.check import check
from shouzheng.remedy.findings.write import findings_bytes
from shouzheng.remedy.gather import material_of
from tests.remedy.cases.making import AS_OF, EXAMPLE, PASSPHRASE, checked, confirm, example_case, example_files


@pytest.fixture
def case(tmp_path: Path) -> CaseFile:
    return example_case(tmp_path / "case")


def test_it_is_byte_for_byte_what_the_files_give(case: CaseFile) -> None:
    with case:
        from_case = findings_bytes(material_of(checked(case).result))
    from_files = check(example_files(), EXAMPLE / "case.toml", None, as_of=AS_OF)
    assert from_case == findings_bytes(material_of(from_files))
    assert len(from_files.judgement.findings) > 3


def test_the_same_files_twice_and_an_overlapping_export_count_once(case: CaseFile) -> None:
    with case:
        before = findings_bytes(material_of(checked(case).result))
        add_files(case, example_files())
        assert findings_bytes(material_of(checked(case).result)) == before


def test_files_stored_before_the_statement_belong_to_the_narrator(tmp_path: Path) -> None:
    with example_case(tmp_path / "case", files=example_files("sms-*.xml"), statement=False) as case:
        assert checked(case).result.contacts == ()
        keep_statement(case, EXAMPLE / "case.toml")
        assert {contact.event.owner for contact in checked(case).result.contacts} == {"me"}


def test_files_stored_before_the_statement_belong_to_whom_it_names(case: CaseFile, tmp_path: Path) -> None:
    """Old bug: the sister's phone stayed the borrower's, without her consent being asked, when it was stored first."""
    with case:
        in_order = findings_bytes(material_of(checked(case).result))
    with example_case(tmp_path / "first", statement=False) as other:
        keep_statement(other, EXAMPLE / "case.toml")
        assert {contact.event.owner for contact in checked(other).result.contacts} == {"me", "sister"}
        assert findings_bytes(material_of(checked(other).result)) == in_order
        record_person(other, Consent("sister", None))
        assert {contact.event.owner for contact in checked(other).result.contacts} == {"me"}


def test_nothing_plain_is_written_by_it(case: CaseFile, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (tmp_path / "tmp").mkdir()
    monkeypatch.setattr("tempfile.tempdir", str(tmp_path / "tmp"))
    with case:
        checked(case)
        content = b"".join(path.read_bytes() for path in tmp_path.rglob("*") if path.is_file())
    for secret in ("云岭示例", "13000000021", "打断", "case.toml", "林某"):
        assert secret.encode() not in content


def test_only_confirmed_contacts_are_in_the_narrow_result(case: CaseFile) -> None:
    with case:
        assert checked(case, only_confirmed=True).result.contacts == ()
        whole = checked(case)
        party = whole.result.contacts[0].attribution.party
        assert party is not None
        confirm(case, party)
        narrow = checked(case, only_confirmed=True)
        assert {contact.attribution.party for contact in narrow.result.contacts} == {party}
        assert narrow.unconfirmed == len(whole.result.contacts) - len(narrow.result.contacts) > 0
        kept = {contact.event.id for contact in narrow.result.contacts}
        assert all(set(finding.events) <= kept for finding in narrow.result.judgement.findings)
        assert verify(case).problems == ()


def test_choices_append_and_can_be_taken_back(case: CaseFile) -> None:
    with case:
        one = checked(case).result.contacts[0].event.id
        for choice in (Choice.REJECTED, Choice.REJECTED, Choice.CONFIRMED):
            select(case, checked(case), choice, events=[one[:16]], why="mistaken")
            ids = {contact.event.id for contact in checked(case).result.contacts}
            assert (one in ids) is (choice is Choice.CONFIRMED)
        assert choices(case) == {one: Choice.CONFIRMED}
        assert len(list(case.entries("choice", history=True))) == 2  # saying the same again adds nothing


def test_a_rejected_finding_is_left_out_and_its_contacts_stay(case: CaseFile) -> None:
    with case:
        whole = checked(case)
        finding = whole.result.judgement.findings[0]
        select(case, whole, Choice.REJECTED, findings=[finding.id])
        after = checked(case)
        assert finding.id not in {each.id for each in after.result.judgement.findings}
        assert after.result.contacts == whole.result.contacts
        select(case, after, Choice.CONFIRMED, findings=[finding.id])
        again = choices(case)
        assert again[finding_subject(finding.id)] is Choice.CONFIRMED
        assert all(again[event] is Choice.CONFIRMED for event in finding.events)
        assert checked(case).result.judgement.findings == whole.result.judgement.findings


@pytest.mark.parametrize("wanted", ["", "e", "no such", "\udcff", "'; DROP TABLE entry; --"])
def test_what_is_none_changes_nothing(case: CaseFile, wanted: str) -> None:
    with case:
        whole = checked(case)
        done = select(case, whole, Choice.CONFIRMED, events=[wanted], everything=True)
        assert (done.changed, done.unknown) == (0, (wanted,))
        assert choices(case) == {}


def test_a_withdrawn_consent_stops_that_persons_contacts(case: CaseFile) -> None:
    def owners() -> set[str]:
        return {contact.event.owner for contact in checked(case).result.contacts}

    with case:
        assert owners() == {"me", "sister"}
        record_person(case, Consent("sister", None, withdrawn=datetime(2026, 2, 6, tzinfo=UTC)))
        assert owners() == {"me"}
        assert "SZ-5002" in {problem.code for problem in checked(case).result.problems}
        assert consents(case, stated_case(case))["sister"].withdrawn is not None
        record_person(case, Consent("sister", datetime(2026, 2, 7, tzinfo=UTC), ("no such party",)), how="by letter")
        assert owners() == {"me"}
        assert checked(case).out_of_scope > 0
        record_person(case, Consent("sister", datetime(2026, 2, 8, tzinfo=UTC), ("yunling", "panshi")))
        assert owners() == {"me", "sister"}
        assert len(list(case.entries("person", history=True))) == 3
        (entry,) = case.entries("person")
        assert entry.content["how"] == "by letter"  # what is not said again stays


def test_the_statement_can_be_corrected_and_the_first_stays(case: CaseFile, tmp_path: Path) -> None:
    text = (EXAMPLE / "case.toml").read_text("utf-8")
    (tmp_path / "bad.toml").write_text("schema = ", "utf-8")
    (tmp_path / "new.toml").write_text(text.replace("云岭示例案", "云岭示例二案"), "utf-8")
    with case:
        with pytest.raises(ShouzhengError):
            keep_statement(case, tmp_path / "bad.toml")
        keep_statement(case, tmp_path / "new.toml")
        assert stated_case(case).title == "云岭示例二案"
        kept = statement_of(case)
        assert kept is not None
        assert "云岭示例二案" in kept[1]
        assert len(list(case.entries("statement", history=True))) == 2


def test_reports_survive_the_way_through_the_index() -> None:
    result = check(example_files(), EXAMPLE / "case.toml", None, as_of=AS_OF)
    for report in result.reports:
        again = as_report(as_values(report))
        assert again is not None
        assert (again.original, again.completeness, again.non_contacts, again.first, again.last) == (
            report.original,
            report.completeness,
            report.non_contacts,
            report.first,
            report.last,
        )
        assert [problem.code for problem in again.problems] == [problem.code for problem in report.problems]
    all_broken: list[dict[str, object]] = [{}, {"original": []}, {**as_values(result.reports[0]), "records": -1}]
    for broken in all_broken:
        assert as_report(broken) is None


def test_contacts_without_a_kept_account_are_still_judged(tmp_path: Path) -> None:
    """A case made before accounts were kept: the file's name and digest are known, what it may lack is not."""
    with example_case(tmp_path / "case", files=example_files("sms-*.xml")) as case:
        whole = checked(case).result
        case.enter("report", "1", {})
        result = checked(case).result
        (report,) = result.reports
        assert report.original.name.startswith("sms-")
        assert result.contacts == whole.contacts != ()
        material_of(result)


def test_after_reopening_everything_is_as_it_was(tmp_path: Path) -> None:
    case = example_case(tmp_path / "case")
    before = findings_bytes(material_of(checked(case).result))
    case.close()
    header = read_header(tmp_path / "case")
    with open_case(tmp_path / "case", unlock(header, PASSPHRASE)) as again:
        assert findings_bytes(material_of(checked(again).result)) == before
