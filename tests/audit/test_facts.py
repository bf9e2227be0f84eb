"""The facts of an archive, column by column, are those of the people's side, contact by contact."""

from __future__ import annotations

from dataclasses import replace

import pyarrow as pa
import pytest

from shouzheng.audit.archive import Practice
from shouzheng.audit.facts.table import facts_table
from shouzheng.judging.counts_sql import KEY
from shouzheng.judging.facts import Background, base_facts
from shouzheng.judging.keys import key_facts
from shouzheng.judging.placement import place
from shouzheng.judging.vector.kernel import VectorKernel
from shouzheng.reading.column.reader import ColumnReader
from shouzheng.reading.lexicon import load_lexicon
from shouzheng.rulebook.load import load_rulebook
from tests.audit.making import case_of, contact_of, rows_of, table_of

LAW = load_rulebook()
READER = ColumnReader(load_lexicon())
#: What only the other contacts of a debtor show; an archive says it in a column of its own.
_FROM_OTHERS = {"debtor_reachable"}


@pytest.mark.parametrize("complete", [True, False])
@pytest.mark.parametrize("about_debt", [True, False, None])
def test_every_fact_of_every_row_is_that_of_the_peoples_side(complete: bool, about_debt: bool | None) -> None:
    rows = rows_of(7 + complete, 400)
    case = case_of(rows)
    parties = tuple(replace(party, about_debt=about_debt) for party in case.parties)
    case = replace(case, parties=parties, objections_complete=complete, agreements_complete=complete)
    practice = Practice(objections_complete=complete, agreements_complete=complete, about_debt=about_debt)
    table = facts_table(table_of(rows), LAW, READER, practice=practice).to_pylist()
    background = Background.of(case)
    for row, found in zip(rows, table, strict=True):
        contact = contact_of(row)
        expected = base_facts(contact, case, background)
        got = {name: found.get(name) for name in expected if name in LAW.facts and name not in _FROM_OTHERS}
        assert got == {name: value for name, value in expected.items() if name in got}, row
        at = place(contact.event.time)
        assert (found["earliest"], found["latest"]) == (at.earliest, at.latest)


def test_keys_count_together_what_the_peoples_side_counts_together() -> None:
    rows = rows_of(3, 200)
    for row in rows:
        row["key_text"] = row["text"] or None
    found = facts_table(table_of(rows), LAW, READER, practice=Practice()).to_pylist()
    for name in ("owner", "own_line", "number", "creditor", "creditor_or_number", "text"):
        groups: dict[object, set[object]] = {}
        for row, one in zip(rows, found, strict=True):
            groups.setdefault(key_facts(contact_of(row))[name], set()).add(one[KEY + name])
        assert all(len(values) == 1 for values in groups.values()), name
        assert len({next(iter(values)) for values in groups.values()}) == len(groups), name


def test_the_kernel_takes_the_table() -> None:
    rows = rows_of(5, 100)
    table = facts_table(table_of(rows), LAW, READER, practice=Practice(), carried=["contact_id"])
    answered = VectorKernel(LAW, ("contact_id",)).judge_all(table)
    assert answered.codes.shape == (len(LAW.rules), 100)


def test_an_archive_without_texts_says_of_words_what_the_people_s_side_says() -> None:
    rows = [{**row, "text": None} for row in rows_of(11, 300)]
    case = case_of(rows)
    without = table_of(rows).drop_columns(["text"])
    found = facts_table(without, LAW, None, practice=Practice()).to_pylist()
    background = Background.of(case)
    for row, one in zip(rows, found, strict=True):
        expected = base_facts(contact_of(row), case, background)
        assert {n: one.get(n) for n in expected if n in LAW.facts and n not in _FROM_OTHERS} == {
            n: v for n, v in expected.items() if n in LAW.facts and n not in _FROM_OTHERS
        }, row


def test_columns_that_only_an_institution_has_are_taken_as_they_are() -> None:
    table = table_of(rows_of(1, 3))
    flagged = table.append_column("recording_available", pa.array([True, None, False]))
    found = facts_table(flagged, LAW, READER, practice=Practice())
    assert found["recording_available"].to_pylist() == [True, None, False]
