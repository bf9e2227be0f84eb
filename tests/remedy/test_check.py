"""The run from end to end as a function: whose file is whose, what may leave, what is only counted."""

from __future__ import annotations

import json
from datetime import date
from pathlib import Path

import pytest

from shouzheng.intake.statement.case_toml import load_case
from shouzheng.reference.problems import ShouzhengError
from shouzheng.remedy.check import check, owner_of
from tests.cli.exports import COLLECTOR, call, sms, write, write_case

TODAY = date(2026, 11, 22)


def _out(folder: Path) -> Path:
    out = folder / "out"
    out.mkdir()
    return out


def test_a_file_belongs_to_whoever_claims_its_name(tmp_path: Path) -> None:
    who = write_case(tmp_path, '[[person]]\nid = "sister"\nrole = "relative"\nfiles = ["sister-*.xml"]\n')
    case = load_case(who)
    assert [(p.id, sure) for p, sure in (owner_of(Path("folder/sister-sms.xml"), case),)] == [("sister", True)]
    assert [(p.id, sure) for p, sure in (owner_of(Path("folder/jiejie.xml"), case),)] == [("me", False)]


def test_a_file_that_nobody_claims_is_said_to_be_assumed(tmp_path: Path) -> None:
    who = write_case(tmp_path, '[[person]]\nid = "sister"\nrole = "relative"\nfiles = ["sister-*.xml"]\n')
    path = write(tmp_path / "jiejie.xml", "calls", call("2026-03-01 22:30:00"))
    result = check([path], who, None, as_of=TODAY)
    assert "SZ-5005" in {problem.code for problem in result.problems}


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
    result = check([path], write_case(tmp_path, private), _out(tmp_path), as_of=TODAY)
    assert [contact.event.other.normal for contact in result.contacts] == [COLLECTOR]
    assert (result.private, result.unattributed.contacts, result.unattributed.with_hard_words) == (1, 2, 1)


def test_all_events_stand_in_the_private_file(tmp_path: Path) -> None:
    path = write(tmp_path / "sms-1.xml", "smses", *[sms("2026-03-01 10:00:00", "同样的话") for _ in range(10)])
    check([path], write_case(tmp_path), _out(tmp_path), as_of=TODAY)
    lines = [json.loads(line) for line in (tmp_path / "out" / "events.jsonl").read_text("utf-8").splitlines()]
    assert lines[0]["private"] is True
    assert len(lines) == 11
    assert len({line["id"] for line in lines[1:]}) == 10


def test_parquet_holds_the_same_events(tmp_path: Path) -> None:
    from pyarrow import parquet

    path = write(tmp_path / "sms-1.xml", "smses", *[sms(f"2026-03-01 10:{n:02d}:00", "您好") for n in range(7)])
    check([path], write_case(tmp_path), _out(tmp_path), as_of=TODAY, parquet=True)
    table = parquet.read_table(tmp_path / "out" / "events.parquet")
    lines = (tmp_path / "out" / "events.jsonl").read_text("utf-8").splitlines()[1:]
    assert table["id"].to_pylist() == [json.loads(line)["id"] for line in lines]


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
    result = check([path, path, copy], write_case(tmp_path), _out(tmp_path), as_of=TODAY)
    assert len(result.contacts) == 1
    assert [problem.code for problem in result.problems].count("SZ-5004") == 2


def test_overlapping_exports_count_each_record_once(tmp_path: Path) -> None:
    twice = [call("2026-03-01 10:00:00", kind=1, seconds=60), call("2026-03-01 10:00:00", kind=1, seconds=60)]
    first = write(tmp_path / "calls-1.xml", "calls", *twice)
    later = [c.replace("/>", 'readable_date="later" contact_name="x" />') for c in twice]
    second = write(tmp_path / "calls-2.xml", "calls", *later, call("2026-03-02 10:00:00", kind=1, seconds=60))
    result = check([first, second], write_case(tmp_path), None, as_of=TODAY)
    assert len(result.contacts) == 3
    assert [dict(p.slots)["count"] for p in result.problems if p.code == "SZ-5006"] == ["2"]


def test_files_in_which_nothing_was_understood_are_unreadable(tmp_path: Path) -> None:
    path = write(tmp_path / "sms-1.xml", "smses", "<sms />", "<sms />")
    with pytest.raises(ShouzhengError) as caught:
        check([path], None, None, as_of=TODAY)
    assert caught.value.exit_code == 2


def test_an_export_without_records_is_read_and_empty(tmp_path: Path) -> None:
    result = check([write(tmp_path / "sms-1.xml", "smses")], None, None, as_of=TODAY)
    assert (result.reports[0].events, result.reports[0].unread_total) == (0, 0)


def test_a_forwarded_text_with_a_signature_is_not_taken_for_the_institution(tmp_path: Path) -> None:
    text = "【云岭示例消金】您的弟弟借款12,000元已逾期。姐，这是他们发给我的，我银行卡密码你记着778899"
    who = write_case(tmp_path)
    who.write_text(who.read_text("utf-8").replace("known_by", 'signatures = ["云岭示例消金"]\nknown_by', 1), "utf-8")
    path = write(
        tmp_path / "sms-1.xml",
        "smses",
        sms("2026-03-01 10:00:00", text, "18000000009"),
        sms("2026-03-01 11:00:00", "【云岭示例消金】您好", "10690000001234"),
    )
    result = check([path], who, None, as_of=TODAY)
    assert [contact.event.other.normal for contact in result.contacts] == ["10690000001234"]
