import json
from pathlib import Path

import pytest

from shouzheng.intake.account import account_json, account_lines
from shouzheng.intake.taking import take
from shouzheng.model.words import Lang
from shouzheng.reference.problems import ShouzhengError
from tests.intake.containers.making import android_backup, zipped
from tests.intake.fixture_sets import Case, all_sets
from tests.intake.making import MOBILE, saved, sms, smses


def _good(name: str) -> Case:
    return next(each.cases[0] for each in all_sets() if each.format == name)


def _lines(path: Path) -> list[dict[str, object]]:
    first, *lines = [json.loads(line) for line in path.read_text("utf-8").splitlines()]
    assert first["private"] is True
    return lines


def test_folders_archives_and_files_go_into_one_file(tmp_path: Path) -> None:
    calls, messages = _good("android_calls_database"), _good("sms_ie_messages")
    saved(tmp_path, zipped({"messages.ndjson": messages.content}), "messages.zip")
    folder = tmp_path / "phone"
    folder.mkdir()
    calls.save(folder, "calllog.db")
    saved(folder, "not an export", "readme.txt")
    out = tmp_path / "events.jsonl"
    taken = take([tmp_path / "messages.zip", folder], out)
    assert taken.events == messages.events + calls.events == len(_lines(out))
    assert [container.container for container in taken.containers] == ["zip_archive", "folder"]
    assert {problem.code for problem in taken.problems} == {"SZ-1037", "SZ-1115"}


def test_the_same_bytes_are_read_once_and_that_is_said(tmp_path: Path) -> None:
    one, two = saved(tmp_path, smses(sms()), "a.xml"), saved(tmp_path, smses(sms()), "b.xml")
    taken = take([one, two, one], None)
    assert taken.events == 1
    assert [problem.code for problem in taken.problems] == ["SZ-1038", "SZ-1038"]


def test_what_cannot_be_read_is_said_and_the_rest_is_read(tmp_path: Path) -> None:
    taken = take([tmp_path / "absent", saved(tmp_path, smses(sms()), "a.xml"), saved(tmp_path, b"?", "b")], None)
    assert taken.events == 1
    assert [problem.code for problem in taken.problems] == ["SZ-1001", "SZ-1010"]


def test_nothing_readable_leaves_no_file(tmp_path: Path) -> None:
    for out in ("events.jsonl", "events.parquet"):
        with pytest.raises(ShouzhengError) as caught:
            take([saved(tmp_path, "hello", "notes.txt")], tmp_path / out)
        assert [problem.code for problem in caught.value.problems] == ["SZ-1010", "SZ-1039"]
        assert caught.value.exit_code == 2
        assert [path.name for path in tmp_path.iterdir()] == ["notes.txt"]


def test_a_wrong_passphrase_ends_the_work_with_its_own_exit_code(tmp_path: Path) -> None:
    locked = saved(tmp_path, android_backup({"a": b"b"}, password=MOBILE), "backup.ab")
    with pytest.raises(ShouzhengError) as caught:
        take([saved(tmp_path, smses(sms()), "a.xml"), locked], tmp_path / "events.jsonl", ask=lambda _w, _t: "wrong")
    assert caught.value.exit_code == 4
    assert not (tmp_path / "events.jsonl").exists()
    taken = take([saved(tmp_path, smses(sms()), "a.xml"), locked], None)
    assert [problem.code for problem in taken.problems] == ["SZ-1030"]


def test_a_format_can_be_named_for_a_file(tmp_path: Path) -> None:
    path = saved(tmp_path, b'[{"date":"1767319200000","duration":"0","type":"3","_id":"1"}]', "x")
    assert take([path], None).reports[0].format == "sms_ie_calls"
    report = take([path], None, forced_format="sms_ie_messages").reports[0]
    assert (report.format, report.recognised_by.en) == ("sms_ie_messages", "named by the user as sms_ie_messages")
    with pytest.raises(ShouzhengError) as caught:
        take([path], None, forced_format="android_calls_database")
    assert caught.value.problems[0].code == "SZ-1013"


def test_the_account_adds_up_in_words_and_as_json(tmp_path: Path) -> None:
    hostile = next(
        case for each in all_sets() if each.format == "sms_ie_calls" for case in each.cases if case.unread > 3
    )
    saved(tmp_path, smses(sms(), sms(type=3), sms(body="(1/2)a"), sms(body="(2/2)b")), "sms.xml")
    hostile.save(tmp_path, "calls.json")
    taken = take([tmp_path], None)
    for lang in (Lang.ZH_HANS, Lang.EN):
        text = "\n".join(account_lines(taken, lang))
        assert f"{hostile.unread} " in text
        assert ("从未在真实文件上试过" if lang is Lang.ZH_HANS else "never tried on a real file") in text
    assert "4 records = 2 contacts + 1 joined into long messages + 1 no contacts (1 drafts) + 0" in text
    data = json.loads(json.dumps(account_json(taken), ensure_ascii=False))
    for each in data["files"]:
        out = each["events"] + each["joined"] + sum(each["non_contacts"].values()) + each["unread_total"]
        assert each["records"] == out
    assert data["containers"][0]["members"] == 2
    assert {each["tried_on_a_real_file"] for each in data["files"]} == {True, False}


def test_hostile_names_cannot_move_a_terminal(tmp_path: Path) -> None:
    saved(tmp_path, zipped({"\x1b[2J\u202eexport.xml": smses(sms()).encode()}), "a.zip")
    text = "\n".join(account_lines(take([tmp_path / "a.zip"], None), Lang.EN))
    assert "\x1b" not in text
    assert "\u202e" not in text
