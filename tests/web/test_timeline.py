"""The timeline's filters do what plain counting does, on the example and on words of any length."""

import json
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from shouzheng.casefile import kdf
from shouzheng.casefile.case import new_case
from shouzheng.remedy.cases.statement import keep_statement
from shouzheng.web.cases.brought import BROUGHT
from shouzheng.web.cases.open_case import OpenCase
from shouzheng.web.cases.timeline import Row, Wanted
from tests.web.conftest import EXAMPLE, TODAY


@pytest.fixture(scope="module")
def opened(tmp_path_factory: pytest.TempPathFactory) -> Iterator[OpenCase]:
    case, _ = new_case(tmp_path_factory.mktemp("timeline") / "case", "three grey cranes", kdf.FLOOR)
    keep_statement(case, EXAMPLE / "case.toml")
    for file in sorted(EXAMPLE.glob("*.xml")):
        stored = case.add([file.read_bytes()], file.name, "application/xml")
        person = "sister" if Path(file).name.startswith("sister") else "me"
        case.enter(BROUGHT, str(stored.no), {"person": person, "names": []})
    made = OpenCase("x", case, lambda: TODAY)
    assert made.work.wait(60)
    yield made
    made.close()


def _lines(opened: OpenCase) -> list[dict[str, object]]:
    with opened.reading() as case:
        return [json.loads(line) for line in case.events()]


def test_every_contact_stands_in_it_once_and_in_time(opened: OpenCase) -> None:
    rows = opened.timeline.rows
    assert sorted(row.id for row in rows) == sorted(str(line["id"]) for line in _lines(opened))
    assert [row.utc for row in rows] == sorted(row.utc for row in rows)


def test_filters_are_plain_counting(opened: OpenCase) -> None:
    rows = opened.timeline.rows
    cases: tuple[tuple[Wanted, Callable[[Row], bool]], ...] = (
        (Wanted(party="yunling"), lambda row: row.party == "yunling"),
        (Wanted(party="-"), lambda row: not row.party),
        (Wanted(way="call"), lambda row: row.is_call),
        (Wanted(night=True), lambda row: row.fine and not 480 <= row.minute < 1320),
        (Wanted(person="sister"), lambda row: row.owner == "sister"),
        (Wanted(number="13000000021"), lambda row: row.normal == "13000000021"),
    )
    for wanted, holds in cases:
        found = opened.timeline.wanted(wanted)
        assert found == [row for row in rows if holds(row)]
        assert 0 < len(found) < len(rows)


@pytest.mark.parametrize("words", ["还", "还款", "联系", "联系我", "请不要再"])
def test_words_of_any_length_are_found(opened: OpenCase, words: str) -> None:
    holding = {str(line["id"]) for line in _lines(opened) if words in str(line["text"] or "")}
    if len(words) < 3:
        found = {row.id for row in opened.timeline.wanted(Wanted(short=words))}
    else:
        with opened.reading() as case:
            found = {row.id for row in opened.timeline.wanted(Wanted(among=case.search_ids(words)))}
    assert found == holding


def test_callers_add_up(opened: OpenCase) -> None:
    rows = [row for row in opened.timeline.rows if row.normal or row.number]
    callers = opened.timeline.callers(rows)
    assert sum(each.contacts for each in callers) == len(rows)
    assert [each.contacts for each in callers] == sorted((each.contacts for each in callers), reverse=True)
