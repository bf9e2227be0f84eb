"""Whose phone a file came from and who a contact was, put right later: judged anew, history kept, packs untouched."""

from datetime import UTC, datetime
from pathlib import Path

from shouzheng.intake.diary_writer import Entry, entry_line
from shouzheng.intake.records import event_id, event_ids
from shouzheng.model.case import KnownBy, PartyKind
from shouzheng.remedy.cases.choose import select
from shouzheng.remedy.cases.intake import reading_pending
from shouzheng.remedy.cases.statement import (
    CHOICE,
    NAMED,
    Choice,
    choices,
    consents,
    limit_scope,
    name_contact,
    stated_case,
)
from shouzheng.remedy.cases.whose_phone import corrected, from_packs, give_to
from tests.remedy.cases.making import checked, example_case, example_files

NOW = datetime(2026, 2, 8, 12, tzinfo=UTC)


def test_a_file_is_judged_as_the_phone_of_whom_it_was_given_to(tmp_path: Path) -> None:
    with example_case(tmp_path / "case", files=example_files("sister-*.xml")) as case:
        numbers = [each.no for each in case.originals()]
        assert {each.event.owner for each in checked(case).result.contacts} == {"sister"}
        for number in numbers:
            give_to(case, number, "me")
        found = checked(case).result.contacts
        assert {each.event.owner for each in found} == {"me"}
        give_to(case, numbers[0], "nobody")
        assert {each.original for each in case.readings()} == set(numbers)
        assert len(checked(case).result.contacts) < len(found)  # nobody has agreed for somebody who is not there
        assert corrected(case)[numbers[0]] == "nobody"
        assert sum(e.subject == str(numbers[0]) for e in case.entries("brought", history=True)) >= 2
        assert from_packs(case) == frozenset()


def test_a_visit_is_the_visit_of_whom_the_person_names(tmp_path: Path) -> None:
    with example_case(tmp_path / "case", files=[]) as case:
        line = entry_line(Entry("visit", "2026-02-03 20:30", words="上门催收还款"), now=NOW, name="diary.jsonl")
        stored = case.add([line.encode()], "diary.jsonl", "application/jsonl")
        list(reading_pending(case))
        key = event_id(event_ids(stored.digest), 1)
        assert list(case.event_lines([key])) == [key]
        assert checked(case).result.contacts == ()
        name_contact(case, key, "panshi")
        (contact,) = checked(case).result.contacts
        assert (contact.attribution.party, contact.attribution.known_by) == ("panshi", KnownBy.OTHER)
        assert contact.attribution.kind is PartyKind.AGENCY
        name_contact(case, key, "family")
        assert checked(case).result.contacts == ()
        name_contact(case, key, "removed since")
        assert stated_case(case).named == ()
        assert len(list(case.entries(NAMED, history=True))) == 3


def test_a_contact_with_a_number_is_whose_the_number_is(tmp_path: Path) -> None:
    with example_case(tmp_path / "case") as case:
        contact = next(each for each in checked(case).result.contacts if each.attribution.party == "panshi")
        name_contact(case, contact.event.id, "yunling")
        again = next(each for each in checked(case).result.contacts if each.event.id == contact.event.id)
        assert again.attribution.party == "panshi"


def test_a_consent_of_the_statement_can_be_limited(tmp_path: Path) -> None:
    with example_case(tmp_path / "case", files=example_files("sister-*.xml")) as case:
        before = consents(case, stated_case(case))["sister"]
        limit_scope(case, "sister", ["yunling"])
        now = consents(case, stated_case(case))["sister"]
        assert (now.since, now.scope) == (before.since, ("yunling",))
        assert {each.attribution.party for each in checked(case).result.contacts} <= {"yunling"}
        limit_scope(case, "sister", [])
        assert consents(case, stated_case(case))["sister"] == before


def test_taking_a_finding_back_keeps_what_another_one_confirmed(tmp_path: Path) -> None:
    with example_case(tmp_path / "case") as case:
        found = checked(case)
        one, other = next(
            (a, b)
            for a in found.findings
            for b in found.findings
            if a.id < b.id and set(a.events) & set(b.events) and set(a.events) - set(b.events)
        )
        shared = set(one.events) & set(other.events)
        select(case, found, Choice.CONFIRMED, findings=[one.id])
        select(case, found, Choice.CONFIRMED, findings=[other.id])
        select(case, found, None, findings=[one.id])
        assert {each for each in choices(case) if not each.startswith("finding:")} == set(other.events)
        assert shared <= set(choices(case))
        select(case, found, None, findings=[other.id])
        assert choices(case) == {}
        assert [e for e in case.entries(CHOICE, history=True) if e.content["state"] == "confirmed"]
