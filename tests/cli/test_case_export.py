"""Export and check of a bundle on the command line."""

import contextlib
import io
import json
from pathlib import Path

import pytest

from shouzheng.cli.main import main
from shouzheng.remedy.bundle.build import verifier_digest
from tests.remedy.cases.making import PASSPHRASE, confirm, example_case, example_files


def test_export_then_verify(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    with example_case(tmp_path / "case", files=example_files("sms-*.xml")) as case:
        confirm(case)
    monkeypatch.setattr("sys.stdin", io.StringIO(f"{PASSPHRASE}\n"))
    out = tmp_path / "out"
    words = ["case", "export", str(tmp_path / "case"), "--bundle", str(out), "--as-of", "2026-02-10"]
    assert main([*words, "--lang", "en"]) == 0
    said = capsys.readouterr().out
    assert f"SHA-256 of verify.py: {verifier_digest()}" in said
    for bundle in (out, tmp_path / "out.zip"):
        assert main(["verify", str(bundle), "--lang", "en"]) == 0
        checked = capsys.readouterr().out
        assert "No change found." in checked
        assert "the same as here" in checked
    path = out / "data" / "findings.json"
    path.write_bytes(path.read_bytes() + b" ")
    assert main(["verify", str(out)]) == 4
    assert "data/findings.json" in capsys.readouterr().out
    assert main(["verify", str(out), "--json"]) == 4
    assert json.loads(capsys.readouterr().out)["wrong"][0]["file"] == "data/findings.json"


@pytest.mark.parametrize("content", [b"", b"PK\x05\x06" + bytes(18), b"\xff" * 50])
def test_no_bundle_is_said(tmp_path: Path, content: bytes, capsys: pytest.CaptureFixture[str]) -> None:
    (tmp_path / "file").write_bytes(content)
    for target in (tmp_path / "file", tmp_path, tmp_path / "gone"):
        assert main(["verify", str(target)]) == 2
        assert "SZ-5306" in capsys.readouterr().err


def test_passphrase_is_asked_before_anything_is_written(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    example_case(tmp_path / "case", files=[]).close()
    monkeypatch.setattr("sys.stdin", io.StringIO("not this one at all\n"))
    with contextlib.redirect_stderr(io.StringIO()):
        assert main(["case", "export", str(tmp_path / "case"), "--bundle", str(tmp_path / "out")]) == 4
    assert not (tmp_path / "out").exists()


def test_a_redacted_copy(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> None:
    with example_case(tmp_path / "case", files=example_files("sms-*.xml")) as case:
        confirm(case)
    (tmp_path / "words.txt").write_text("打断你的腿\n\n", "utf-8")
    base = ["case", "export", str(tmp_path / "case"), "--redacted", str(tmp_path / "out"), "--lang", "en"]
    for words, code in (([], 2), (["--hide-file", str(tmp_path / "words.txt"), "--as-of", "2026-02-10"], 0)):
        monkeypatch.setattr("sys.stdin", io.StringIO(f"{PASSPHRASE}\n"))
        assert main([*base, *words]) == code
    captured = capsys.readouterr()
    assert "SZ-5310" in captured.err
    assert "nothing that was to be hidden was found" in captured.out
    assert "打断你的腿" not in (tmp_path / "out" / "data" / "events.jsonl").read_text("utf-8")
    assert main(["verify", str(tmp_path / "out")]) == 0
