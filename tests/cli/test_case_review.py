"""Statement, persons, choices and dossier on the command line."""

import contextlib
import io
import json
from collections.abc import Callable
from pathlib import Path

import pytest

from shouzheng.cli.main import main
from tests.remedy.cases.making import EXAMPLE, PASSPHRASE, example_case

Run = Callable[..., tuple[int, str]]


@pytest.fixture
def run(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Run:
    """Run one action on a case of the example; returns exit code and what stdout got."""
    example_case(tmp_path / "case", statement=False).close()

    def one(action: str, *words: str) -> tuple[int, str]:
        monkeypatch.setattr("sys.stdin", io.StringIO(f"{PASSPHRASE}\n"))
        with contextlib.redirect_stdout(io.StringIO()) as out:
            code = main(["case", action, str(tmp_path / "case"), *words, "--lang", "en"])
        return code, out.getvalue()

    return one


def test_from_statement_to_dossier(run: Run, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert run("statement") == (2, "The case holds no statement yet.\n")
    assert run("check")[0] == 0  # nobody said whose numbers these are
    code, said = run("statement", str(EXAMPLE / "case.toml"))
    assert (code, said) == (0, "The statement is stored: persons 2, parties 4. Earlier ones stay.\n")
    assert run("statement") == (0, (EXAMPLE / "case.toml").read_text("utf-8"))
    code, said = run("check", "--out", str(tmp_path / "out"), "--as-of", "2026-02-10", "--json")
    assert code == 1
    assert json.loads(said) == json.loads((tmp_path / "out" / "findings.json").read_text("utf-8"))
    assert sorted(path.name for path in (tmp_path / "out").iterdir()) == ["dossier.pdf", "findings.json"]
    assert '"what":"check"' in run("log")[1]
    run("check", "--out", str(tmp_path / "all"), "--events", "--no-pdf", "--as-of", "2026-02-10")
    first = (tmp_path / "all" / "events.jsonl").read_text("utf-8").splitlines()[0]
    assert json.loads(first)["private"] is True


def test_select_lists_marks_and_refuses(run: Run, capsys: pytest.CaptureFixture[str]) -> None:
    run("statement", str(EXAMPLE / "case.toml"))
    listed = run("select")[1].splitlines()
    event = listed[0].split()[0]
    assert listed[0].startswith("  e")
    code, said = run("select", "--event", event)
    assert (code, said) == (0, "confirmed: 1 of 1.\n")
    assert run("select")[1].splitlines()[0].startswith(f"+ {event}")
    run("select", "--event", event, "--reject", "--because", "a neighbour")
    assert event not in run("select")[1]
    assert run("select", "--event", "nothing-like-it")[0] == 2
    assert "SZ-9050" in capsys.readouterr().err
    assert run("select", "--all")[0] == 0


def test_what_was_chosen_can_be_taken_back(run: Run) -> None:
    run("statement", str(EXAMPLE / "case.toml"))
    listed = run("select")[1].splitlines()
    finding = next(line.split()[0] for line in listed if not line.startswith("  e"))
    assert run("select", "--finding", finding)[0] == 0
    assert any(line.startswith("+ e") for line in run("select")[1].splitlines())
    code, said = run("select", "--finding", finding, "--undecided")
    assert code == 0
    assert said.startswith("undecided: ")
    assert run("select")[1].splitlines() == listed


def test_persons_and_consent(run: Run, capsys: pytest.CaptureFixture[str]) -> None:
    run("statement", str(EXAMPLE / "case.toml"))
    assert "agreed 2026-02-05 *" in run("person")[1]
    assert "withdrawn" in run("person", "sister", "--withdraw")[1]
    said = run("person", "wang", "--role", "colleague", "--consent", "2026-02-07T10:00:00+08:00", "--scope", "yunling")
    assert "wang  colleague    agreed 2026-02-07 yunling" in said[1]
    assert run("person", "wang", "--consent", "2026-02-07")[0] == 2
    assert "SZ-9051" in capsys.readouterr().err


def test_whose_phone_and_who_it_was(run: Run, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    run("statement", str(EXAMPLE / "case.toml"))
    listed = run("select")[1]
    number = next(line.split()[0] for line in run("list")[1].splitlines() if "sister-sms" in line).strip("#")
    assert run("whose", "--original", number, "me")[0] == 0
    assert "Noted" in run("whose", "--original", number, "sister")[1]
    assert run("select")[1] == listed
    event = listed.splitlines()[0].split()[0]
    for words in (("--original", "99", "me"), ("--original", number, "nobody"), ("--event", event, "panshi")):
        assert run("whose", *words)[0] == 2
        assert "SZ-9053" in capsys.readouterr().err
