import sqlite3
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from shouzheng.intake.sqlite.database import LAST_ID, Database, Hole, Row, tables_of
from shouzheng.reference.problems import ShouzhengError
from tests.intake.fixture_sets import NOON
from tests.intake.fixture_sets._android import call, database, numbered
from tests.intake.making import opened, saved

_ROWS = numbered([call(date=NOON + n) for n in range(500)])
_WHOLE = database({"calls": _ROWS})
_PAGE = 1024


def _read(folder: Path, content: bytes, table: str = "calls") -> tuple[list[Row], list[Hole]]:
    with Database(saved(folder, content, "x.db"), "x.db") as opened_database:
        found = list(opened_database.rows(table)) if table in opened_database.tables else []
    return [each for each in found if isinstance(each, Row)], [each for each in found if isinstance(each, Hole)]


def test_all_rows_in_the_order_of_their_ids(tmp_path: Path) -> None:
    rows, holes = _read(tmp_path, _WHOLE)
    assert [row.id for row in rows] == list(range(1, 501))
    assert holes == []
    assert [path.name for path in tmp_path.iterdir()] == ["x.db"], "nothing is written beside the file"


@pytest.mark.parametrize("fill", [b"\0", b"\xaa", b"\xff"])
def test_a_damaged_page_is_a_hole_and_all_others_are_read(tmp_path: Path, fill: bytes) -> None:
    for page in range(3, len(_WHOLE) // _PAGE):
        content = bytearray(_WHOLE)
        content[page * _PAGE : (page + 1) * _PAGE] = fill * _PAGE
        rows, holes = _read(tmp_path, bytes(content))
        ids = {row.id for row in rows}
        lost = [number for number in range(1, 501) if number not in ids]
        assert 0 < len(lost) < 80
        assert all(any(hole.first <= number <= hole.last for hole in holes) for number in lost)


def test_every_length_of_a_cut_off_file(tmp_path: Path) -> None:
    for length in range(2 * _PAGE, len(_WHOLE), 700):
        rows, holes = _read(tmp_path, _WHOLE[:length])
        ids = {row.id for row in rows}
        missing = [number for number in range(1, 501) if number not in ids]
        assert all(any(hole.first <= number <= hole.last for hole in holes) for number in missing), length


@settings(deadline=None, max_examples=60)
@given(st.lists(st.tuples(st.integers(100, len(_WHOLE) - 1), st.integers(0, 255)), min_size=1, max_size=30))
def test_any_bytes_may_be_wrong(tmp_path_factory: pytest.TempPathFactory, changes: list[tuple[int, int]]) -> None:
    content = bytearray(_WHOLE)
    for place, value in changes:
        content[place] = value
    try:
        rows, holes = _read(tmp_path_factory.mktemp("db"), bytes(content))
    except ShouzhengError as error:
        rows, holes = [], []
        codes = [problem.code for problem in error.problems]
    else:
        codes = ["SZ-1118"]
    assert codes == ["SZ-1118"]
    ids = [row.id or 0 for row in rows]
    assert ids == sorted(set(ids))
    assert all(hole.first <= hole.last for hole in holes)


def test_views_virtual_tables_and_generated_columns_are_never_run(tmp_path: Path) -> None:
    content = database(
        {"calls": _ROWS[:2]},
        extra=[
            "CREATE VIEW sms AS WITH RECURSIVE x(n) AS (SELECT 1 UNION ALL SELECT n+1 FROM x) SELECT n AS body FROM x",
            "CREATE VIRTUAL TABLE words USING fts5(body)",
            "CREATE TABLE bomb (_id INTEGER PRIMARY KEY, date, g GENERATED ALWAYS AS (zeroblob(1000000000)))",
            "INSERT INTO bomb (date) VALUES (1)",
        ],
    )
    path = saved(tmp_path, content, "x.db")
    tables = tables_of(path, "x.db")
    assert "sms" not in tables
    assert "words" not in tables
    assert tables["bomb"] == ("_id", "date")
    rows, _ = _read(tmp_path, content, "bomb")
    assert [row.values for row in rows] == [(1, 1)]


def test_names_with_quotes_and_strange_row_ids(tmp_path: Path) -> None:
    content = database(
        {},
        extra=[
            'CREATE TABLE "a""b" ("x""y", "_rowid_", rowid)',
            'INSERT INTO "a""b" VALUES (1, 2, 3)',
            "CREATE TABLE plain (k PRIMARY KEY, v) WITHOUT ROWID",
            "INSERT INTO plain VALUES ('k', 'v')",
            "CREATE TABLE edge (n INTEGER PRIMARY KEY)",
            f"INSERT INTO edge VALUES ({LAST_ID}), (-{LAST_ID}), (0)",  # noqa: S608
        ],
    )
    assert _read(tmp_path, content, 'a"b')[0][0].values == (1, 2, 3)
    assert _read(tmp_path, content, "plain")[0] == [Row(None, ("k", "v"), False)]
    assert [row.id for row in _read(tmp_path, content, "edge")[0]] == [-LAST_ID, 0, LAST_ID]


def test_a_value_that_is_too_large_is_one_hole(tmp_path: Path) -> None:
    path = tmp_path / "made.db"
    with sqlite3.connect(path) as connection:
        connection.execute("CREATE TABLE t (n INTEGER PRIMARY KEY, v)")
        connection.execute("INSERT INTO t VALUES (1, 'a'), (2, zeroblob(30000000)), (3, 'b')")
    connection.close()
    rows, holes = _read(tmp_path, path.read_bytes(), "t")
    assert [row.id for row in rows] == [1, 3]
    (hole,) = holes
    assert (hole.first, hole.last) == (2, 2)


def test_texts_that_are_no_texts(tmp_path: Path) -> None:
    content = database(
        {"t": []},
        extra=[
            "DROP TABLE t",
            "CREATE TABLE t (v)",
            "INSERT INTO t VALUES (CAST(x'ff41' AS TEXT)), (x'ff'), (char(0))",
        ],
    )
    rows, _ = _read(tmp_path, content, "t")
    assert [row.values[0] for row in rows] == ["\ufffdA", b"\xff", "\0"]
    assert rows[0].broken_text


@pytest.mark.parametrize("content", [b"SQLite format 3\0", b"SQLite format 3\0" + bytes(4096), _WHOLE[:90]])
def test_what_is_no_database_is_said(tmp_path: Path, content: bytes) -> None:
    with pytest.raises(ShouzhengError) as caught:
        tables_of(saved(tmp_path, content, "x.db"), "x.db")
    assert [problem.code for problem in caught.value.problems] == ["SZ-1118"]


def test_missing_row_ids_are_a_remark_in_neutral_words(tmp_path: Path) -> None:
    rows = [*numbered([call(date=NOON)], 6894), *numbered([call(date=NOON + 60_000)], 6900)]
    path = tmp_path / "calllog.db"
    with sqlite3.connect(path) as connection:
        connection.execute("CREATE TABLE calls (_id INTEGER PRIMARY KEY AUTOINCREMENT, number, date, duration, type)")
        for row in rows:
            values = [row[key] for key in ("_id", "number", "date", "duration", "type")]
            connection.execute("INSERT INTO calls VALUES (?, ?, ?, ?, ?)", values)
        connection.execute("DELETE FROM calls WHERE _id = 6900")
        connection.execute(
            "INSERT INTO calls (number, date, duration, type) VALUES ('95000', ?, 0, 3)", (NOON + 120_000,)
        )
        connection.execute("DELETE FROM calls WHERE _id = 6901")
    connection.close()
    _, report = opened(path)
    remarks = {remark.code: remark for remark in report.completeness}
    assert "6893" in remarks["rotated_out"].what.en
    assert "Messages may be set to expire" in remarks["rotated_out"].causes.en  # not every table is a call log
    assert "7 records are absent" in remarks["row_ids"].what.en
    assert "2026-01-02 10:00" in remarks["row_ids"].what.zh
    assert "不说明" in remarks["row_ids"].causes.zh


def test_a_call_log_of_exactly_500_rows_is_said_to_be_full(tmp_path: Path) -> None:
    _, report = opened(saved(tmp_path, _WHOLE, "calllog.db"))
    assert report.events == 500
    assert "call_log_full" in [remark.code for remark in report.completeness]


def test_the_place_of_a_row_is_its_table_and_number(tmp_path: Path) -> None:
    events, report = opened(saved(tmp_path, database({"calls": numbered([call(name=None)], 7)}), "calllog.db"))
    (position,) = events[0].positions
    assert (position.offset, position.record, position.path) == (-1, 1, "calls[7]")
    assert ("name:null", "") in events[0].raw
    assert ("date", str(NOON)) in events[0].raw
    assert report.grade.value == "D"
