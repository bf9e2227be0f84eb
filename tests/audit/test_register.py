"""Complaints are counted one by one: by working days, each once, and what is no complaint is said."""

from __future__ import annotations

import csv
import json
from datetime import date, timedelta
from pathlib import Path

import pyarrow as pa
import pyarrow.parquet as pq
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from shouzheng.audit.generate.write import ARCHIVE, MAPPING, generate
from shouzheng.audit.local.run import WORK, audit
from shouzheng.audit.mapping import load_mapping
from shouzheng.audit.register.rows import REFUSED
from shouzheng.audit.register.sums import count_complaints
from shouzheng.audit.report.write import write_report
from shouzheng.cli.main import main
from shouzheng.model.words import Lang
from shouzheng.reference.calendar import load_working_days
from shouzheng.reference.problems import ShouzhengError
from shouzheng.rulebook.load import load_rulebook

LAW = load_rulebook()
UNTIL = date(2026, 6, 30)
HEAD = ("complaint", "received", "answered", "class", "institution_kind")
Row = tuple[str, str, str, str, str]


@pytest.fixture(scope="module")
def out(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("register")
    generate(folder, 2_000, 3)
    audit([folder / ARCHIVE], load_mapping(folder / MAPPING, LAW.facts), folder / "out", workers=1)
    return folder / "out"


def register(folder: Path, rows: list[Row]) -> Path:
    path = folder / "register.csv"
    with path.open("w", encoding="utf-8", newline="") as file:
        csv.writer(file).writerows([HEAD, *rows])
    return path


def many(name: str, count: int, received: str, answered: str, class_: str = "simple", kind: str = "bank") -> list[Row]:
    return [(f"{name}{number}", received, answered, class_, kind) for number in range(count)]


def test_days_are_working_days_counted_by_hand(out: Path, tmp_path: Path) -> None:
    # 2026-03-02 is a Monday; no holiday in the three weeks after it: the 15th working day is Monday 2026-03-23.
    rows = many("a", 20, "2026-03-02", "2026-03-23") + many("b", 30, "2026-03-02", "2026-03-24")
    # over the Spring Festival of 2026 (15 to 23 February off, 14 and 28 February worked): 2 February plus 15 is 28
    # February; 2 March is the 16th.
    rows += many("c", 20, "2026-02-02", "2026-02-28") + many("d", 10, "2026-02-02", "2026-03-02")
    found = count_complaints(out, register(tmp_path, rows), UNTIL)["rules"]["R60"]
    assert found["all"]["in_time"] == 40
    assert found["all"]["late"] == 40
    assert found["all"]["share"][0] == 0.5


def test_a_class_has_its_own_time_and_an_open_complaint_runs_until_the_day_of_the_count(
    out: Path, tmp_path: Path
) -> None:
    rows = many("a", 20, "2026-03-02", "2026-03-24", "complex") + many("b", 20, "2026-06-20", "", "simple")
    rows += many("c", 20, "2026-01-05", "", "extended") + many("d", 20, "2026-06-20", "2026-07-15", "simple")
    found = count_complaints(out, register(tmp_path, rows), UNTIL)["rules"]["R60"]
    assert found["classes"]["complex"]["in_time"] == 20
    assert found["classes"]["simple"]["waiting"] == 40  # what is answered later was open on that day
    assert found["classes"]["extended"]["overdue"] == 20


def test_what_is_not_known_is_not_guessed(out: Path, tmp_path: Path) -> None:
    rows = many("a", 20, "2026-03-02", "2026-03-24", "", "bank") + many("b", 20, "2026-03-02", "2026-03-24", "easy", "")
    rows += many("c", 20, "2026-03-02", "2026-03-24", "simple", "microloan")
    rows += many("d", 20, "2018-03-02", "2018-05-24")  # before the rule was in force
    rows += many("e", 20, "2026-12-20", "2027-01-29")  # no notice says which days of 2027 are worked
    found = count_complaints(out, register(tmp_path, rows), date(2027, 2, 1))["rules"]["R60"]
    assert found["all"]["late"] == 0
    assert found["all"]["cannot_tell"] == 60
    assert found["all"]["outside"] == 40
    assert found["missing"] == {"complaint_class": 40, "complaint_working_days": 20, "institution_kind": 20}
    path = register(tmp_path, many("e", 20, "2026-03-02", "2026-03-24", "simple", ""))
    assert count_complaints(out, path, UNTIL, "bank")["rules"]["R60"]["all"]["late"] == 20


def test_rows_that_are_no_complaint_are_counted_and_listed(out: Path, tmp_path: Path) -> None:
    good = many("a", 12, "2026-03-02", "2026-03-03")
    bad: list[Row] = [
        ("", "2026-03-02", "2026-03-03", "simple", "bank"),
        ("x1", "2026-02-30", "2026-03-03", "simple", "bank"),
        ("x2", "", "2026-03-03", "simple", "bank"),
        ("x3", "2026-03-02", "soon", "simple", "bank"),
        ("x4", "2026-03-02", "2026-03-01", "simple", "bank"),
        ("x5", "2026-07-02", "", "simple", "bank"),
        ("x6", "2026-03-02 23:30:00+00:00", "", "simple", "bank"),
        ("x7", "2026-03-02", "2026-03-03", "simple", "bank"),
        ("x7", "2026-03-02", "2026-03-05", "simple", "bank"),
        good[0],
    ]
    found = count_complaints(out, register(tmp_path, good + bad), UNTIL)
    assert found["complaints"] == 12
    assert found["refused"] == {
        "answered_before_received": 1,
        "bad_answered": 1,
        "bad_received": 3,
        "contradicts_itself": 2,
        "no_number": 1,
        "received_later": 1,
        "repeated": 1,
    }
    listed = (out / WORK / REFUSED).read_text("utf-8").split()
    assert listed[1] == "13,no_number"
    assert len(listed) == 11


def test_other_ways_to_write_a_day_and_parquet_give_the_same(out: Path, tmp_path: Path) -> None:
    rows = many("a", 20, "2026/3/2", "2026-03-24 17:05")
    slashes = count_complaints(out, register(tmp_path, rows), UNTIL)
    days = {
        "complaint": [row[0] for row in rows],
        "received": [date(2026, 3, 2)] * 20,
        "answered": [date(2026, 3, 24)] * 20,
        "class": ["simple"] * 20,
        "institution_kind": ["bank"] * 20,
    }
    pq.write_table(pa.table(days), tmp_path / "register.parquet")
    assert count_complaints(out, tmp_path / "register.parquet", UNTIL) == slashes
    assert slashes["rules"]["R60"]["all"]["late"] == 20


def test_small_sums_are_hidden_so_that_no_total_gives_them_away(out: Path, tmp_path: Path) -> None:
    rows = many("a", 9, "2026-03-02", "2026-03-24")
    assert count_complaints(out, register(tmp_path, rows), UNTIL)["rules"]["R60"]["all"] is None
    rows += many("b", 40, "2026-03-02", "2026-03-24", "complex") + many("c", 20, "2026-03-02", "2026-03-24", "extended")
    found = count_complaints(out, register(tmp_path, rows), UNTIL)["rules"]["R60"]
    assert found["all"]["in_time"] == 60
    assert [name for name, figures in found["classes"].items() if figures is None] == ["extended", "simple"]


@pytest.mark.parametrize("lang", [Lang.ZH_HANS, Lang.EN])
def test_the_report_shows_them_and_forgets_them_for_another_result(out: Path, tmp_path: Path, lang: Lang) -> None:
    path = register(tmp_path, [*many("a", 30, "2026-03-02", "2026-03-24"), ("<script>", "x", "", "", "")])
    words = ["audit", "register", str(out), "--complaints", str(path), "--until", "2026-06-30"]
    assert main(["--lang", lang.value, *words]) == 1
    page = write_report(out, lang=lang).read_text("utf-8")
    assert {Lang.ZH_HANS: "投诉逐件统计", Lang.EN: "Complaints one by one"}[lang] in page
    assert "100.0% [88.6%, 100.0%]" in page
    assert "<script" not in page
    kept = json.loads((out / "complaints.json").read_text("utf-8"))
    (out / "complaints.json").write_text(json.dumps({**kept, "report_hash": "other"}), "utf-8")
    assert "100.0% [88.6%, 100.0%]" not in write_report(out, lang=lang).read_text("utf-8")


@pytest.mark.parametrize("text", ["", "complaint,received\n1,2026-01-01\n", "complaint,received,answered\n"])
def test_a_file_that_is_no_register_is_refused_with_words(out: Path, tmp_path: Path, text: str) -> None:
    path = tmp_path / "wrong.csv"
    path.write_text(text, "utf-8")
    with pytest.raises(ShouzhengError) as raised:
        count_complaints(out, path, UNTIL)
    assert [each.code for each in raised.value.problems] == ["SZ-6545"]


def test_wrong_use_is_told(out: Path, tmp_path: Path) -> None:
    path = str(register(tmp_path, many("a", 12, "2026-03-02", "2026-03-03")))
    assert main(["audit", "register", str(out), "--complaints", path, "--until", "June"]) == 2
    assert main(["audit", "register", str(out)]) == 2
    wrong = ["--until", "2026-06-30", "--institution-kind", "pawnshop"]
    assert main(["audit", "register", str(out), "--complaints", path, *wrong]) == 2


_DAYS = st.dates(date(2025, 1, 1), UNTIL)


@settings(max_examples=10, deadline=None)
@given(st.lists(st.tuples(_DAYS, st.integers(0, 120)), min_size=12, max_size=40))
def test_every_complaint_ends_in_one_place_by_the_calendar(
    tmp_path_factory: pytest.TempPathFactory, out: Path, pairs: list[tuple[date, int]]
) -> None:
    rows, late = [], 0
    for number, (received, length) in enumerate(pairs):
        answered = min(received + timedelta(length), UNTIL)
        rows.append((str(number), received.isoformat(), answered.isoformat(), "simple", "bank"))
        between = [received + timedelta(each) for each in range(1, (answered - received).days + 1)]
        late += sum(bool(load_working_days().is_working_day(day)) for day in between) > 15
    folder = tmp_path_factory.mktemp("any")
    found = count_complaints(out, register(folder, rows), UNTIL)["rules"]["R60"]["all"]
    assert found["late"] == late
    assert sum(found[name] for name in ("in_time", "late", "waiting", "overdue", "cannot_tell", "outside")) == len(rows)
