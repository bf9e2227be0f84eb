"""``rule why`` and ``rule diff`` on the rows that ``check`` wrote: the same answers as the check, and why."""

from __future__ import annotations

import json
import shutil
from pathlib import Path

import pytest

from shouzheng.cli.main import main
from shouzheng.intake.statement.case_toml import load_case
from shouzheng.judging.one_event import subjects_of_file
from shouzheng.model.verdict import Answer
from shouzheng.reading.lexicon import load_lexicon
from shouzheng.rulebook.load import load_rulebook
from shouzheng.rulebook.verdicts import judge_event
from tests.rulebook.broken import TINY

ROOT = Path(__file__).resolve().parents[2]
EXAMPLE = ROOT / "examples" / "yunling"
WHO = ["--who", str(EXAMPLE / "case.toml")]
FOUND = {Answer.BREACH, Answer.NEEDS_PERSON}


@pytest.fixture(scope="module")
def checked(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The folder that ``check`` writes for the bundled example, without the PDF."""
    out = tmp_path_factory.mktemp("checked")
    assert main(["check", *map(str, sorted(EXAMPLE.glob("*.xml"))), *WHO, "--out", str(out), "--no-pdf"]) == 1
    return out


def run(capsys: pytest.CaptureFixture[str], *words: str) -> tuple[int, str, str]:
    capsys.readouterr()
    code = main(["rule", *words])
    captured = capsys.readouterr()
    return code, captured.out, captured.err


def findings(folder: Path) -> list[dict[str, object]]:
    data = json.loads((folder / "findings.json").read_text("utf-8"))
    found: list[dict[str, object]] = data["findings"]
    return found


def test_every_finding_is_found_again_on_its_rows(checked: Path) -> None:
    """Facts and counts made anew from the file give the verdicts that the check gave."""
    case, rulebook = load_case(EXAMPLE / "case.toml"), load_rulebook()
    subjects = subjects_of_file(checked / "events.jsonl", case, rulebook, load_lexicon(), stated=True)
    by_id = {row.event.id: subject for row, subject, _ in subjects}
    assert all(attributed for _, _, attributed in subjects)
    for finding in findings(checked):
        answers = set()
        for event in finding["events"]:  # type: ignore[attr-defined]  # a list of ids in findings.json
            verdicts = judge_event(rulebook, event, by_id[event].day, by_id[event].values)
            answers |= {verdict.answer for verdict in verdicts if verdict.rule == finding["rule"]}
        assert answers & FOUND, finding["rule"]


def test_without_the_statement_roles_and_wishes_are_unknown(checked: Path) -> None:
    case, rulebook = load_case(EXAMPLE / "case.toml"), load_rulebook()
    with_it = subjects_of_file(checked / "events.jsonl", case, rulebook, load_lexicon(), stated=True)
    from shouzheng.intake.statement.case_toml import default_case

    without = subjects_of_file(checked / "events.jsonl", default_case(), rulebook, load_lexicon(), stated=False)
    assert [row.line for row, _, _ in with_it] == [row.line for row, _, _ in without]
    for (_, one, _), (_, other, _) in zip(with_it, without, strict=True):
        assert one.values["institution_kind"] == other.values["institution_kind"]
        assert other.values["agreed_time"] is None
        assert other.values["recipient_role"] is None


def _row(folder: Path, rule: str) -> tuple[str, int]:
    """Return id and line of the first event of the first finding of a rule."""
    event = str(next(f for f in findings(folder) if f["rule"] == rule)["events"][0])  # type: ignore[index]
    lines = (folder / "events.jsonl").read_text("utf-8").split("\n")
    number = next(n for n, line in enumerate(lines, 1) if f'"id":"{event}"' in line)
    return event, number


def test_a_row_is_named_by_line_or_id(capsys: pytest.CaptureFixture[str], checked: Path) -> None:
    event, line = _row(checked, "R02")
    file = checked / "events.jsonl"
    by_line = run(capsys, "why", f"{file}:{line}", "R02", *WHO, "--json")
    by_id = run(capsys, "why", f"{file}#{event}", "R02", *WHO, "--json")
    assert by_line == by_id
    data = json.loads(by_line[1])
    assert (data["answer"], data["event"]) == (
        "breach",
        {"name": f"events.jsonl:{line}", "id": event, "attributed": True},
    )
    assert data["answer_words"] == {"zh": "不符合要求", "en": "not in line with the norm"}
    leaves = {leaf["name"]: leaf for leaf in data["leaves"]}
    assert leaves["agreed_time"]["shown"] == {"zh": "否", "en": "no"}
    assert leaves[":quiet_start"]["shown"]["zh"] == "22:00"
    changes = {(change["name"], change["shown"]["en"]) for change in data["lawful_if"]}
    assert {("minute_of_day", "21:59"), ("minute_of_day", "08:00"), ("agreed_time", "yes")} <= changes
    assert all(part["words"]["zh"] and part["words"]["en"] for part in data["parts"])


@pytest.mark.parametrize("lang", ["zh-Hans", "zh-Hant", "en"])
def test_the_words_of_the_contact_are_not_shown(capsys: pytest.CaptureFixture[str], checked: Path, lang: str) -> None:
    """A threat is not put before a person who asks about a rule."""
    event, line = _row(checked, "R20")
    text = json.loads((checked / "events.jsonl").read_text("utf-8").split("\n")[line - 1])["text"]
    code, out, _ = run(capsys, "why", f"{checked / 'events.jsonl'}#{event}", "R20", *WHO, "--lang", lang)
    assert code == 0
    assert text
    assert text not in out
    assert {"zh-Hans": "看到的每个事实", "zh-Hant": "看到的每個事實", "en": "Every fact it looked at"}[lang] in out


def test_nobody_attributed_it(capsys: pytest.CaptureFixture[str], checked: Path, tmp_path: Path) -> None:
    """With a statement that names no party nothing is attributed, counts are unknown, and the answer says so."""
    who = tmp_path / "case.toml"
    who.write_text('schema = 1\n[case]\ntitle = "示例"\n[[person]]\nid = "me"\nrole = "debtor"\n', "utf-8")
    event, _ = _row(checked, "R02")
    code, out, _ = run(capsys, "why", f"{checked / 'events.jsonl'}#{event}", "R02", "--who", str(who), "--lang", "en")
    assert code == 0
    assert "Answer: cannot tell" in out
    assert "Nobody attributed this contact" in out


@pytest.mark.parametrize("row", [":999", "#nobody", "", ":x"])
def test_a_row_that_is_not_there_is_wrong_usage(capsys: pytest.CaptureFixture[str], checked: Path, row: str) -> None:
    code, out, err = run(capsys, "why", f"{checked / 'events.jsonl'}{row}", "R02")
    assert (code, out) == (2, "")
    assert "SZ-9020" in err


def test_another_file_is_wrong_usage(capsys: pytest.CaptureFixture[str], tmp_path: Path) -> None:
    (tmp_path / "other.jsonl").write_text("{}\n", "utf-8")
    code, _, err = run(capsys, "why", f"{tmp_path / 'other.jsonl'}:1", "R02")
    assert code == 2
    assert "SZ-1304 other.jsonl:1" in err


def test_a_rule_that_does_not_apply_says_why(capsys: pytest.CaptureFixture[str], checked: Path) -> None:
    event, _ = _row(checked, "R02")
    code, out, _ = run(capsys, "why", f"{checked / 'events.jsonl'}#{event}", "R41", *WHO, "--lang", "en")
    assert code == 0
    assert "Answer: not applicable" in out
    assert "not_applied" not in out
    assert "[Why it does not apply]" in out


def test_diff_on_events_names_them_and_the_law(
    capsys: pytest.CaptureFixture[str], checked: Path, tmp_path: Path
) -> None:
    other = tmp_path / "law"
    shutil.copytree(ROOT / "law", other)
    path = next((other / "cn" / "rules").rglob("R07-*.toml"))
    path.write_text(path.read_text("utf-8").replace("> :most_attempts", "> :most_attempts - 3", 1), "utf-8")
    words = ["diff", str(ROOT / "law"), str(other), "--events", str(checked / "events.jsonl"), *WHO]
    code, out, _ = run(capsys, *words, "--lang", "en")
    assert code == 0
    assert "edited: R07" in out
    assert "clear → not in line with the norm, events: 3" in out
    assert "law: none → " in out
    assert "events.jsonl:" in out
    data = json.loads(run(capsys, *words, "--json")[1])
    assert {each["rule"] for each in data["changed"]} == {"R07"}
    assert all(each["cites_after"][0]["words"]["zh"] for each in data["changed"])
    code, out, _ = run(capsys, "diff", str(TINY), str(TINY), "--lang", "en")
    assert (code, out.count("none")) == (0, 3)
