"""Archives as systems and people really write them: times in other forms, wrong numbers, other encodings, mixtures."""

from __future__ import annotations

import csv
import io
import json
import stat
from pathlib import Path

import pyarrow as pa
import pyarrow.parquet as pq
import pytest

from shouzheng.audit.archive import COLUMNS
from shouzheng.audit.local.layout import load
from shouzheng.audit.local.run import AuditResult, audit
from shouzheng.audit.mapping import load_mapping
from shouzheng.audit.propose import propose, see
from shouzheng.cli.main import main
from shouzheng.reference.problems import ShouzhengError
from shouzheng.rulebook.load import load_rulebook

LAW = load_rulebook()
MAPPING = """
[columns]
contact_id = "id"
at = { from = "time", as = "FORM" }
channel = "channel"
person = "person"
seconds = "seconds"
contract_day = "contract"
[same]
creditor = "云岭示例消费金融有限公司"
institution_kind = "consumer_finance"
product_kind = "online_consumer_loan"
"""
#: 2026-09-01 09:00:00 in Beijing.
NINE = 1788224400000


def archive(folder: Path, times: list[str], seconds: str = "5", contract: str = "2025-01-01") -> Path:
    path = folder / "in.csv"
    with path.open("w", encoding="utf-8", newline="") as file:
        writer = csv.writer(file)
        writer.writerow(["id", "time", "channel", "person", "seconds", "contract"])
        writer.writerows([f"c{number}", time, "call", "p", seconds, contract] for number, time in enumerate(times))
    return path


def run(folder: Path, path: Path, form: str = "text") -> AuditResult:
    (folder / "mapping.toml").write_text(MAPPING.replace("FORM", form), "utf-8")
    return audit([path], load_mapping(folder / "mapping.toml", LAW.facts), folder / "out", workers=1)


def instants(folder: Path) -> list[int]:
    return [
        at for path in sorted((folder / "out/work/facts").glob("*.arrow")) for at in load(path)["earliest"].to_pylist()
    ]


@pytest.mark.parametrize(
    "time",
    [
        "2026-09-01 09:00:00",
        "2026/9/1 9:00",
        "2026-09-01T09:00",
        "2026年9月1日 9:00:00",
        "2026年09月01日 09:00",
        "20260901090000",
        "2026-09-01 09:00:00.000",
        "2026-09-01T09:00:00+08:00",
        "2026-09-01T01:00:00Z",
        "2026-09-01 02:00:00.000+0100",
    ],
)
def test_every_way_to_write_one_time_is_that_time(tmp_path: Path, time: str) -> None:
    assert run(tmp_path, archive(tmp_path, [time])).sums.contacts == 1
    assert instants(tmp_path) == [NINE]


def test_a_spreadsheets_days_are_times(tmp_path: Path) -> None:
    path = archive(tmp_path, ["46266.375"])
    assert 'as = "excel"' in propose(see([path]), LAW.facts).text
    assert run(tmp_path, path, "excel").sums.contacts == 1
    assert instants(tmp_path) == [NINE]


def test_a_time_without_marks_is_proposed_as_text(tmp_path: Path) -> None:
    assert 'as = "text"' in propose(see([archive(tmp_path, ["20260901090000"])]), LAW.facts).text


def test_what_is_no_time_is_refused_and_counted(tmp_path: Path) -> None:
    sums = run(tmp_path, archive(tmp_path, ["2026-09-01 09:00:00", "tomorrow", "2026-13-01 09:00:00"])).sums
    assert (sums.contacts, sums.refused) == (1, {"at": 2})


@pytest.mark.parametrize("seconds", ["-1", "604801", "99999999999"])
def test_an_impossible_duration_is_said_and_unknown_not_the_end_of_the_run(tmp_path: Path, seconds: str) -> None:
    result = run(tmp_path, archive(tmp_path, ["2026-09-01 09:00:00"], seconds))
    assert result.sums.contacts == 1
    assert [dict(problem.slots)["column"] for problem in result.problems] == ["seconds"]


def test_a_contract_day_that_stands_for_none_is_unknown(tmp_path: Path) -> None:
    result = run(tmp_path, archive(tmp_path, ["2026-09-01 09:00:00"], contract="9999-12-31"))
    assert result.sums.contacts == 1
    assert [dict(problem.slots)["column"] for problem in result.problems] == ["contract_day"]


def test_whole_numbers_of_parquet_are_bounded_too(tmp_path: Path) -> None:
    table = pa.table(
        {
            "id": ["c1"],
            "time": ["2026-09-01 09:00:00"],
            "channel": ["call"],
            "person": ["p"],
            "seconds": pa.array([-1], pa.int32()),
            "contract": ["2025-01-01"],
        }
    )
    pq.write_table(table, tmp_path / "in.parquet")
    assert len(run(tmp_path, tmp_path / "in.parquet").problems) == 1


@pytest.mark.parametrize(("encoding", "name"), [("gb18030", "GB18030"), ("utf-16", "UTF-16")])
def test_another_encoding_is_named_with_the_way_out(tmp_path: Path, encoding: str, name: str) -> None:
    text = io.StringIO()
    csv.writer(text).writerows([["流水号", "呼叫时间", "渠道"], *[["甲一", "2026-09-01 09:00:00", "电话"]] * 40])
    path = tmp_path / "in.csv"
    path.write_bytes(text.getvalue().encode(encoding))
    with pytest.raises(ShouzhengError) as raised:
        see([path])
    (problem,) = raised.value.problems
    assert (problem.code, dict(problem.slots)["encoding"]) == ("SZ-6547", name)


def test_one_broken_line_does_not_make_a_file_another_encoding(tmp_path: Path) -> None:
    path = archive(tmp_path, ["2026-09-01 09:00:00"] * 40)
    path.write_bytes(path.read_bytes().replace(b"call", "渠道".encode(), 5).replace("渠道".encode(), b"\xff\xfe", 1))
    assert [seen.name for seen in see([path])][:2] == ["id", "time"]


def test_a_mixture_of_formats_names_one_file_of_each(tmp_path: Path) -> None:
    archive(tmp_path, ["2026-09-01 09:00:00"])
    pq.write_table(pa.table({"id": ["x"]}), tmp_path / "other.parquet")
    with pytest.raises(ShouzhengError) as raised:
        see([tmp_path])
    (problem,) = raised.value.problems
    assert problem.code == "SZ-6546"
    assert {"in.csv", "other.parquet"} == set(dict(problem.slots)["names"].split(", "))


def test_a_refused_run_leaves_the_finished_one_whole(tmp_path: Path) -> None:
    path = archive(tmp_path, ["2026-09-01 09:00:00"])
    run(tmp_path, path)
    before = {each.name: each.read_bytes() for each in (tmp_path / "out").iterdir() if each.is_file()}
    with pytest.raises(ShouzhengError) as raised:
        run(tmp_path, path, "excel")
    assert [each.code for each in raised.value.problems] == ["SZ-6507"]
    assert {each.name: each.read_bytes() for each in (tmp_path / "out").iterdir() if each.is_file()} == before
    assert "result.json" in before


def test_the_hash_binds_the_counts_and_the_tables_are_for_their_owner_alone(tmp_path: Path) -> None:
    hashes = []
    for size in (20, 30):
        folder = tmp_path / str(size)
        folder.mkdir()
        sums = run(folder, archive(folder, ["2026-09-01 09:00:00"] * size)).sums
        assert sum(sums.findings[rule].get("breach", 0) for rule in sums.findings) == 0
        hashes.append(sums.report_hash)
        for name in ("findings", "tally", "missing"):
            assert stat.S_IMODE((folder / "out" / f"{name}.parquet").stat().st_mode) == 0o600
    assert hashes[0] != hashes[1]


def test_one_sheet_given_twice_is_no_second_opinion(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    sheet = tmp_path / "a.csv"
    sheet.write_text("item,answer\n1,yes\n", "utf-8")
    assert main(["audit", "review", str(tmp_path), "--sheets", str(sheet), str(sheet)]) == 2
    assert "SZ-6537" in capsys.readouterr().err


def test_verify_says_what_is_wrong(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["audit", "verify", str(tmp_path / "nowhere")]) == 2
    assert "SZ-6533" in capsys.readouterr().err
    (tmp_path / "manifest.json").write_text(json.dumps({"files": {}}), "utf-8")
    (tmp_path / "no.key").write_text("no key", "utf-8")
    assert main(["audit", "verify", str(tmp_path), "--public-key", str(tmp_path / "no.key")]) == 2
    assert "SZ-6548" in capsys.readouterr().err


def test_every_whole_number_of_the_archive_has_bounds_that_fit_the_engine() -> None:
    assert all(-(2**31) <= column.low <= column.high < 2**31 for column in COLUMNS)
