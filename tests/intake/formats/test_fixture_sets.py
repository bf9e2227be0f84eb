"""Every format reads its invented files: right counts, nothing lost, recognised by one format only."""

from pathlib import Path

import pytest

from shouzheng.intake.exports import look_into, open_export
from shouzheng.intake.formats import all_formats
from shouzheng.intake.source import on_disk
from tests.intake.fixture_sets import Case, FixtureSet, all_sets
from tests.intake.making import opened

_CASES = [pytest.param(each, case, id=f"{each.format}: {case.name}") for each in all_sets() for case in each.cases]


def test_every_format_has_its_set_of_files() -> None:
    assert {each.format for each in all_sets()} == {block.name for block in all_formats()}
    for each in all_sets():
        assert {"good", "truncated", "hostile", "future"} <= {case.name for case in each.cases}, each.format


@pytest.mark.parametrize(("each", "case"), _CASES)
def test_counts(tmp_path: Path, each: FixtureSet, case: Case) -> None:
    events, report = opened(case.save(tmp_path))
    counts = (report.events, sum(n for _, n in report.non_contacts), report.unread_total, report.joined)
    assert report.format == each.format
    assert counts == (case.events, case.non_contacts, case.unread, case.joined), [u.why_en for u in report.unread]
    assert len({event.id for event in events}) == len(events)
    assert all(event.raw and event.source_format == each.format for event in events)
    tried = next(block for block in all_formats() if block.name == each.format).was_tried
    assert report.tried is tried
    assert ("SZ-1115" in [problem.code for problem in report.problems]) is not tried


@pytest.mark.parametrize(("each", "case"), _CASES)
def test_the_same_file_gives_the_same_events(tmp_path: Path, each: FixtureSet, case: Case) -> None:
    path = case.save(tmp_path)
    first, second = (opened(path, forced_format=each.format)[0] for _ in range(2))
    assert first == second


@pytest.mark.parametrize(("each", "case"), _CASES)
def test_one_format_only_recognises_the_file(tmp_path: Path, each: FixtureSet, case: Case) -> None:
    look = look_into(on_disk(case.save(tmp_path)))
    assert [block.name for block in all_formats() if block.recognise(look) is not None] == [each.format]


@pytest.mark.parametrize("each", all_sets(), ids=lambda each: each.format)
def test_an_empty_list_of_records_is_said_to_hold_no_contact(tmp_path: Path, each: FixtureSet) -> None:
    good = next(case for case in each.cases if case.name == "good")
    reader = open_export(good.save(tmp_path))
    assert reader.original.digest.length == len(good.content)
    assert reader.format.name == each.format
