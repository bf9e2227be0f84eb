"""``shouzheng gate import``: what people hand in, from their own commands to the gate's answer."""

from __future__ import annotations

import json
import shutil
from datetime import UTC, datetime
from pathlib import Path

import pytest

from shouzheng.cli.gate_import import read_paper
from shouzheng.cli.main import main
from shouzheng.gate.papers.matched import Matching
from shouzheng.reference.problems import ShouzhengError
from shouzheng.remedy.bundle.build import export_bundle, zip_path
from tests.remedy.cases.making import AS_OF, confirm, example_case

EXAMPLE = Path(__file__).resolve().parents[2] / "examples" / "yunling"
WHO = ["--creditor", "yunling", "--person", "sister=c-2001", "--person", "writer=c-2001", "--party", "panshi=panshi"]


def imported(file: Path, capsys: pytest.CaptureFixture[str]) -> tuple[int, dict[str, list[dict[str, str]]]]:
    """Exit code and what was imported."""
    code = main(["gate", "import", str(file), *WHO, "--json"])
    return code, json.loads(capsys.readouterr().out)


def test_letters_of_every_format_become_the_same_objection_of_their_writer(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.chdir(tmp_path)
    files = sorted(str(path) for path in EXAMPLE.glob("*.xml"))
    assert main(["check", *files, "--who", str(EXAMPLE / "case.toml"), "--out", "out", "--as-of", str(AS_OF)]) == 1
    who = ["--from", "out", "--who", str(EXAMPLE / "case.toml"), "--as-of", str(AS_OF), "--out", "letters"]
    assert main(["letter", "write", "third_person_objection", *who, "--person", "sister", "--lang", "zh-Hant"]) == 0
    capsys.readouterr()
    matching = Matching("yunling", {"writer": "c-2001"}, {}, datetime(2026, 11, 20, tzinfo=UTC), str)
    for kind in ("txt", "pdf", "docx"):
        found = read_paper(Path("letters") / f"third_person_objection.{kind}", matching)
        assert [(each.kind.value, each.person, each.party) for each in found.wishes] == [
            ("objection", "c-2001", "yunling")
        ]
    code, told = imported(Path("letters/third_person_objection.pdf"), capsys)
    assert (code, len(told["wishes"]), told["ask_a_person"]) == (0, 1, [])
    code, again = imported(Path("out/findings.json"), capsys)
    assert (code, again["wishes"][0]["person"], again["ask_a_person"]) == (0, "c-2001", [])
    assert imported(Path("out/findings.json"), capsys)[1] == again
    assert main(["gate", "import", "out/dossier.pdf", *WHO]) == 2
    assert "SZ-6073" in capsys.readouterr().err
    assert main(["gate", "import", "no-such-file", *WHO]) == 2


def test_a_bundle_is_verified_before_anything_of_it_is_entered(tmp_path: Path) -> None:
    with example_case(tmp_path / "case") as case:
        confirm(case)
        export_bundle(case, tmp_path / "out", as_of=AS_OF)
    matching = Matching("yunling", {"sister": "c-2001"}, {"panshi": "panshi"}, datetime(2026, 11, 20, tzinfo=UTC), str)
    whole = read_paper(tmp_path / "out", matching)
    assert [each.person for each in whole.wishes] == ["c-2001"]
    assert "in bundle" in whole.wishes[0].proof
    assert read_paper(zip_path(tmp_path / "out"), matching) == whole
    alone = read_paper(Path(shutil.copy(tmp_path / "out" / "data" / "findings.json", tmp_path)), matching)
    assert [each.id for each in alone.wishes] == [each.id for each in whole.wishes]
    changed = (tmp_path / "out" / "data" / "findings.json").read_text("utf-8").replace("2025-12-29", "2025-12-28")
    (tmp_path / "out" / "data" / "findings.json").write_text(changed, "utf-8")
    with pytest.raises(ShouzhengError, match="SZ-6074") as caught:
        read_paper(tmp_path / "out", matching)
    assert caught.value.exit_code == 4
