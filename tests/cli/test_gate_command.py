"""``shouzheng gate``: the same answers on the command line, with exit codes."""

from __future__ import annotations

import io
import json
import sqlite3
from datetime import datetime, timedelta
from pathlib import Path

import pytest

from shouzheng.cli.main import main
from shouzheng.model.moment import BEIJING
from tests.gate.making import THREAT, row


@pytest.fixture(autouse=True)
def in_folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Every test in a folder of its own."""
    monkeypatch.chdir(tmp_path)
    return tmp_path


def tomorrow(hour: int) -> str:
    """An hour of the next Beijing day."""
    day = datetime.now(BEIJING).date() + timedelta(days=1)
    return f"{day}T{hour:02d}:00:00+08:00"


def ask(**changes: object) -> int:
    """Ask for a contact tomorrow morning, so that the hour of the test does not matter."""
    planned = row(at=tomorrow(10), **changes)
    Path("request.json").write_text(json.dumps(planned), "utf-8")
    return main(["gate", "decide", "request.json", "--json"])


def make_ready() -> None:
    """State that wishes and history are complete."""
    common = {"scope": "creditor", "of": "yunling", "proof": "file 1", "at": "2026-01-01T00:00:00+08:00"}
    facts = {"objections_complete": True, "agreements_complete": True, "history_complete_from": 0}
    rows = [{**common, "name": name, "value": value} for name, value in facts.items()]
    Path("facts.json").write_text(json.dumps(rows), "utf-8")
    assert main(["gate", "state", "facts.json", "--lang", "en"]) == 0


def test_allowed_is_0_and_held_is_1(capsys: pytest.CaptureFixture[str]) -> None:
    assert ask() == 1
    assert json.loads(capsys.readouterr().out)["decision"] == "hold"
    make_ready()
    capsys.readouterr()
    assert ask() == 0
    decided = json.loads(capsys.readouterr().out)
    Path("outcome.json").write_text(json.dumps({"decision": decided["id"], "connected": True}), "utf-8")
    assert main(["gate", "outcome", "outcome.json"]) == 0
    assert main(["gate", "outcome", "outcome.json"]) == 2
    assert main(["gate", "replay", "--lang", "en"]) == 0
    assert "2 decisions made again" in capsys.readouterr().out


@pytest.mark.parametrize("lang", ["zh-Hans", "zh-Hant", "en"])
def test_reasons_are_told_in_words(lang: str, capsys: pytest.CaptureFixture[str]) -> None:
    Path("request.json").write_text(json.dumps(row(at=tomorrow(23), stated={})), "utf-8")
    assert main(["gate", "decide", "request.json", "--lang", lang]) == 1
    said = capsys.readouterr().out
    assert {"zh-Hans": "缺少事实", "zh-Hant": "缺少事實", "en": "a fact is missing"}[lang] in said
    assert "R01" in said


def test_a_refused_text_gets_a_template_and_not_its_own_words_back(
    capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("sys.stdin", io.TextIOWrapper(io.BytesIO(THREAT.encode())))
    assert main(["gate", "review", "-", "--lang", "en"]) == 1
    said = capsys.readouterr().out
    assert "R20" in said
    assert "send instead" in said
    assert THREAT[4:] not in said
    assert main(["gate", "review"]) == 0
    assert "hardship" in capsys.readouterr().out


def test_near_copies_of_a_refused_text_are_logged_whichever_command_saw_it(
    capsys: pytest.CaptureFixture[str],
) -> None:
    text = "再不还钱我们就上门打断你的腿，让你全家在村里抬不起头来，限你今天之内还清全部欠款"
    planned = row(at=tomorrow(10), channel="sms", text=text)
    Path("request.json").write_text(json.dumps(planned), "utf-8")
    assert main(["gate", "decide", "request.json"]) == 1
    Path("draft.txt").write_text(text.replace("今天", "明天"), "utf-8")
    assert main(["gate", "review", "draft.txt", "--ledger", "gate.db", "--party", "panshi"]) == 1
    assert "明天" not in capsys.readouterr().out
    with sqlite3.connect("gate.db") as ledger:
        kinds = [kind for (kind,) in ledger.execute("SELECT kind FROM entry")]
    assert kinds.count("near_copy") == 1


def test_a_wish_and_earlier_contacts_are_entered(capsys: pytest.CaptureFixture[str]) -> None:
    wish = {"kind": "objection", "person": "sister", "party": "panshi", "creditor": "yunling", "proof": "letter"}
    Path("wish.json").write_text(json.dumps({**wish, "at": "2026-11-01T12:00:00+08:00"}), "utf-8")
    assert main(["gate", "wish", "wish.json"]) == 0
    capsys.readouterr()
    prior = {name: value for name, value in row(connected=True).items() if name != "stated"}
    Path("prior.jsonl").write_text(json.dumps(prior) + "\n", "utf-8")
    flags = ["--creditor", "yunling", "--complete-from", "2026-01-01T00:00:00+08:00", "--proof", "export"]
    assert main(["gate", "carry-over", "prior.jsonl", *flags, "--json"]) == 0
    assert json.loads(capsys.readouterr().out) == {"done": True, "contacts": 1}
    assert main(["gate", "carry-over", "prior.jsonl"]) == 2
    assert main(["gate", "prune"]) == 0
    assert main(["gate", "difference", "--json"]) == 0


def test_the_refusals_of_a_case_become_objections(capsys: pytest.CaptureFixture[str]) -> None:
    statement = Path(__file__).resolve().parents[2] / "examples" / "yunling" / "case.toml"
    flags = ["--creditor", "yunling", "--person", "sister=c-2001", "--party", "panshi=panshi", "--json"]
    assert main(["gate", "wishes-from", str(statement), *flags]) in (0, 1)
    assert json.loads(capsys.readouterr().out)["wishes"] == 1
    assert main(["gate", "wishes-from", str(statement), *flags]) in (0, 1)
    capsys.readouterr()
    planned = row(person="c-2001", role="emergency_contact", at=tomorrow(10))
    Path("request.json").write_text(json.dumps(planned), "utf-8")
    assert main(["gate", "decide", "request.json", "--json"]) == 1
    assert "R15" in {each["rule"] for each in json.loads(capsys.readouterr().out)["reasons"]}
    assert main(["gate", "wishes-from", str(statement), "--creditor", "yunling", "--person", "sister=a b"]) == 2


def test_history_is_replayed_under_the_law_of_another_day(capsys: pytest.CaptureFixture[str]) -> None:
    prior = {name: value for name, value in row(connected=True).items() if name != "stated"}
    Path("prior.jsonl").write_text(json.dumps(prior) + "\n", "utf-8")
    assert main(["gate", "simulate", "prior.jsonl", "--as-of", "2027-01-01", "--lang", "en"]) == 0
    assert "of 1 contacts" in capsys.readouterr().out


def test_wrong_use_is_2_and_names_the_problem(capsys: pytest.CaptureFixture[str]) -> None:
    Path("bad.json").write_text('{"key": 1, "key": 2}', "utf-8")
    assert main(["gate", "decide", "bad.json"]) == 2
    assert "SZ-6003" in capsys.readouterr().err
    assert main(["gate", "decide", "missing.json"]) == 2
    assert main(["gate", "decide", "bad.json", "--ledger", "/nowhere/x.db"]) == 2


def test_a_new_key_is_printed_with_its_hash(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["gate", "key", "--json"]) == 0
    assert len(json.loads(capsys.readouterr().out)["sha256"]) == 64


def test_another_key_and_a_ledger_that_is_not_there_are_refused(capsys: pytest.CaptureFixture[str]) -> None:
    for action in ("replay", "difference", "prune"):
        assert main(["gate", action, "--ledger", "typo.db"]) == 2
        assert "SZ-6035" in capsys.readouterr().err
    assert [*Path().iterdir()] == []
    make_ready()
    assert main(["gate", "state", "facts.json", "--key-file", "typo.key"]) == 2
    assert "SZ-6034" in capsys.readouterr().err
    assert not Path("typo.key").exists()
    Path("typo.key").write_text("ab" * 32, "ascii")
    assert main(["gate", "state", "facts.json", "--key-file", "typo.key"]) == 2
    assert "SZ-6033" in capsys.readouterr().err


@pytest.mark.parametrize("lang", ["zh-Hans", "en"])
def test_replay_names_what_was_taken_out_of_the_ledger(lang: str, capsys: pytest.CaptureFixture[str]) -> None:
    make_ready()
    assert ask() == 0
    assert main(["gate", "replay"]) == 0
    with sqlite3.connect("gate.db") as ledger:
        ledger.execute("DELETE FROM contact")
    ledger.close()
    capsys.readouterr()
    assert main(["gate", "replay", "--lang", lang]) == 1
    assert {"zh-Hans": "日志里有，台账里没有", "en": "missing from the ledger"}[lang] in capsys.readouterr().out


def test_a_day_that_does_not_exist_is_named(capsys: pytest.CaptureFixture[str]) -> None:
    Path("prior.jsonl").write_text("", "utf-8")
    assert main(["gate", "simulate", "prior.jsonl", "--as-of", "2018-02-29"]) == 2
    said = capsys.readouterr().err
    assert "SZ-6012" in said
    assert "SZ-9002" not in said


@pytest.mark.parametrize("lang", ["zh-Hans", "en"])
def test_a_text_that_lacks_what_it_has_to_say_is_not_called_fit(lang: str, capsys: pytest.CaptureFixture[str]) -> None:
    Path("draft.txt").write_text("你再不还钱，后果自负", "utf-8")
    assert main(["gate", "review", "draft.txt", "--lang", lang]) == 1
    said = capsys.readouterr().out
    assert {"zh-Hans": "补上之前不要发", "en": "do not send it as it is"}[lang] in said
