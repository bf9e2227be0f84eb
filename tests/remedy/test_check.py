"""The run from end to end as a function: whose file is whose, what may leave, what is only counted."""

from __future__ import annotations

import json
from datetime import date
from pathlib import Path

import pytest

from shouzheng.intake.case_toml import load_case
from shouzheng.reference.problems import ShouzhengError
from shouzheng.remedy.check import check, owner_of
from tests.cli.exports import COLLECTOR, call, sms, write, write_case

TODAY = date(2026, 11, 22)


def test_a_file_belongs_to_whoever_claims_its_name(tmp_path: Path) -> None:
    who = write_case(tmp_path, '[[person]]\nid = "sister"\nrole = "relative"\nfiles = ["sister-*.xml"]\n')
    case = load_case(who)
    assert owner_of(Path("folder/sister-sms.xml"), case).id == "sister"
    assert owner_of(Path("folder/sms.xml"), case).id == "me"


def test_without_an_output_folder_nothing_is_written(tmp_path: Path) -> None:
    path = write(tmp_path / "calls-1.xml", "calls", call("2026-03-01 22:30:00"))
    before = sorted(tmp_path.iterdir())
    result = check([path], None, None, as_of=TODAY)
    assert result.unattributed.contacts == 1
    assert sorted(tmp_path.iterdir()) == before


def test_private_and_unknown_contacts_are_only_counted(tmp_path: Path) -> None:
    private = (
        '[[party]]\nid = "mother"\nkind = "private"\nname = "妈妈"\nnumbers = ["18000000001"]\nknown_by = "other"\n'
    )
    path = write(
        tmp_path / "sms-1.xml",
        "smses",
        sms("2026-03-01 10:00:00", "回家吃饭", "18000000001"),
        sms("2026-03-01 11:00:00", "周末爬山", "18000000009"),
        sms("2026-03-01 12:00:00", "再不还钱我们就上门打断你的腿", "18000000008"),
        sms("2026-03-01 13:00:00", "您好，请回电"),
    )
    result = check([path], write_case(tmp_path, private), tmp_path / "out", as_of=TODAY)
    assert [contact.event.other.normal for contact in result.contacts] == [COLLECTOR]
    assert (result.private, result.unattributed.contacts, result.unattributed.with_hard_words) == (1, 2, 1)


def test_all_events_stand_in_the_private_file(tmp_path: Path) -> None:
    path = write(tmp_path / "sms-1.xml", "smses", *[sms("2026-03-01 10:00:00", "同样的话") for _ in range(10)])
    check([path], write_case(tmp_path), tmp_path / "out", as_of=TODAY)
    lines = [json.loads(line) for line in (tmp_path / "out" / "events.jsonl").read_text("utf-8").splitlines()]
    assert lines[0]["private"] is True
    assert len(lines) == 11
    assert len({line["id"] for line in lines[1:]}) == 10


def test_parquet_holds_the_same_events(tmp_path: Path) -> None:
    from pyarrow import parquet

    path = write(tmp_path / "sms-1.xml", "smses", *[sms(f"2026-03-01 10:{n:02d}:00", "您好") for n in range(7)])
    check([path], write_case(tmp_path), tmp_path / "out", as_of=TODAY, parquet=True)
    table = parquet.read_table(tmp_path / "out" / "events.parquet")
    lines = (tmp_path / "out" / "events.jsonl").read_text("utf-8").splitlines()[1:]
    assert table["id"].to_pylist() == [json.loads(line)["id"] for line in lines]


def test_an_output_folder_that_is_a_file_is_a_clear_error(tmp_path: Path) -> None:
    path = write(tmp_path / "calls-1.xml", "calls", call("2026-03-01 22:30:00"))
    taken = tmp_path / "out"
    taken.write_text("already here", "utf-8")
    with pytest.raises(ShouzhengError) as caught:
        check([path], None, taken, as_of=TODAY)
    assert caught.value.problems[0].code == "SZ-5003"
    assert taken.read_text("utf-8") == "already here"


def test_results_of_an_earlier_run_survive_a_failed_one(tmp_path: Path) -> None:
    out = tmp_path / "out"
    out.mkdir()
    (out / "events.jsonl").write_text("earlier", "utf-8")
    with pytest.raises(ShouzhengError):
        check([tmp_path / "absent.xml"], None, out, as_of=TODAY)
    assert [(p.name, p.read_text("utf-8")) for p in out.iterdir()] == [("events.jsonl", "earlier")]


def test_the_same_file_given_twice_counts_once(tmp_path: Path) -> None:
    path = write(tmp_path / "calls-1.xml", "calls", call("2026-03-01 22:30:00"))
    copy = tmp_path / "calls-copy.xml"
    copy.write_bytes(path.read_bytes())
    result = check([path, path, copy], write_case(tmp_path), tmp_path / "out", as_of=TODAY)
    assert len(result.contacts) == 1
    assert [problem.code for problem in result.problems].count("SZ-5004") == 2
