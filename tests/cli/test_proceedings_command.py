"""``shouzheng proceedings`` from the command line: enter, look, what is due, the calendar file."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest
from icalendar import Calendar

from shouzheng.cli.main import main
from shouzheng.remedy.proceedings.kinds import OUT
from shouzheng.rulebook.load import load_rulebook


def _run(path: Path, *words: str) -> int:
    return main(["proceedings", words[0], "--file", str(path), "--as-of", "2026-05-15", *words[1:]])


@pytest.fixture
def file(tmp_path: Path) -> Path:
    path = tmp_path / "proceedings.jsonl"
    assert _run(path, "new", "a1", "--channel", "lender", "--institution", "bank", "--invented") == 0
    sent = ("--kind", "complaint", "--day", "2026-02-10", "--point", "recording", "--proof", "ems=EX000000000CN")
    assert _run(path, "sent", "a1", *sent) == 0
    return path


def test_enter_and_show(file: Path, capsys: pytest.CaptureFixture[str]) -> None:
    capsys.readouterr()
    assert _run(file, "show", "a1", "--json") == 0
    data = json.loads(capsys.readouterr().out)
    (matter,) = data["proceedings"]
    assert data["schema"] == "shouzheng.proceedings/1"
    assert (matter["state"], [rule["id"] for rule in matter["next"]]) == ("overdue", ["late_lender"])


def test_a_reply_changes_the_state(file: Path, capsys: pytest.CaptureFixture[str]) -> None:
    reply = ("--kind", "answer", "--day", "2026-03-02", "--answered", "none", "--written", "yes", "--reasons", "no")
    assert _run(file, "received", "a1", *reply, "--agrees", "no") == 0
    capsys.readouterr()
    assert _run(file, "list") == 0
    assert "答复不完整" in capsys.readouterr().out
    assert _run(file, "show", "a1", "--steps", "--lang", "en") == 0
    out = capsys.readouterr().out
    assert "Refused without a reason" in out
    assert "The recording was not given" in out


def test_what_is_due_and_the_calendar_file(file: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert _run(file, "due") == 0
    out = capsys.readouterr().out
    assert "2026-03-12" in out
    assert out.startswith("期限（最早的在前）\n")
    assert "\n哪里不对，接下来做什么\n  - a1：债权机构超过期限没有答复\n" in out
    early = ("--as-of", "2026-02-12")
    assert _run(file, "ics", "--out", str(tmp_path / "a.ics"), *early) == 0
    assert _run(file, "ics", "--out", str(tmp_path / "b.ics"), *early) == 0
    first = (tmp_path / "a.ics").read_bytes()
    assert first == (tmp_path / "b.ics").read_bytes()
    assert len(Calendar.from_ical(first).walk("VEVENT")) == 4


def test_terms_that_have_passed_are_not_put_into_the_calendar(
    file: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    out = tmp_path / "late.ics"
    assert _run(file, "ics", "--out", str(out), "--as-of", "2026-03-10") == 0
    events: list[Any] = list(Calendar.from_ical(out.read_bytes()).walk("VEVENT"))
    days = [event["dtstart"].dt.isoformat() for event in events]
    assert days == ["2026-03-12", "2026-03-30"]
    capsys.readouterr()
    assert _run(file, "ics", "--out", str(out)) == 0
    assert Calendar.from_ical(out.read_bytes()).walk("VEVENT") == []
    assert "写出的日历是空的" in capsys.readouterr().out


def test_a_value_that_is_not_allowed_is_told_every_one_that_is(file: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert _run(file, "new", "b", "--channel", "nobody") == 2
    err = "".join(capsys.readouterr().err.split())
    for channel in load_rulebook().channels:
        assert channel in err
    assert _run(file, "sent", "a1", "--kind", "x" * 500, "--day", "2026-02-10") == 2
    err = "".join(capsys.readouterr().err.split())
    for kind in OUT:
        assert kind.value in err
    assert "x" * 201 not in err


@pytest.mark.parametrize(
    ("words", "code"),
    [
        (("show", "zz"), "SZ-5602"),
        (("new", "a1", "--channel", "lender"), "SZ-5603"),
        (("new", "b", "--channel", "x"), "SZ-5604"),
        (("sent", "a1", "--kind", "answer", "--day", "2026-02-10"), "SZ-5604"),
        (("sent", "a1", "--kind", "complaint", "--day", "2026-05-16"), "SZ-5605"),  # after today
        (("sent", "a1", "--kind", "complaint", "--day", "soon"), "SZ-5605"),
        (("sent", "zz", "--kind", "complaint", "--day", "2026-02-10"), "SZ-5602"),
        (("received", "a1", "--kind", "answer", "--day", "2026-02-10", "--proof", "oath=1"), "SZ-5604"),
    ],
)
def test_what_cannot_be_entered_is_refused_and_the_file_stays(
    file: Path, words: tuple[str, ...], code: str, capsys: pytest.CaptureFixture[str]
) -> None:
    before = file.read_bytes()
    assert _run(file, *words) == 2
    assert code in capsys.readouterr().err
    assert file.read_bytes() == before


def test_a_damaged_line_is_said_and_the_rest_is_shown(file: Path, capsys: pytest.CaptureFixture[str]) -> None:
    file.write_text(file.read_text("utf-8") + "{broken\n", "utf-8")
    assert _run(file, "list") == 0
    captured = capsys.readouterr()
    assert "SZ-5601 proceedings.jsonl:3" in captured.err
    assert "a1" in captured.out


def test_an_empty_folder_has_no_proceedings(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert _run(tmp_path / "none.jsonl", "list") == 0
    assert "还没有" in capsys.readouterr().out
