"""The reason of an unread record once carried its field values into the dossier."""

import json
from pathlib import Path

import pypdf

from shouzheng.cli.main import main
from tests.cli.exports import call, write, write_case


def test_they_reach_neither_dossier_nor_findings(tmp_path: Path) -> None:
    odd = (
        '<call number="18000000001" date="妈妈说卡密码是112233" type="女儿在二小三班" duration="1" presentation="1" />'
    )
    path = write(tmp_path / "calls-1.xml", "calls", odd, call("2026-03-01 22:30:00"), call("2026-03-02 09:00:00"))
    path.write_bytes(path.read_bytes()[:-20])  # cut off as well: the outputs must say so
    out = tmp_path / "out"
    assert main(["check", str(path), "--who", str(write_case(tmp_path)), "--out", str(out)]) in (0, 1)
    dossier = "".join("".join(page.extract_text() for page in pypdf.PdfReader(out / "dossier.pdf").pages).split())
    findings = (out / "findings.json").read_text("utf-8")
    for private in ("112233", "二小三班"):
        assert private not in dossier
        assert private not in findings
    problems = {code for file in json.loads(findings)["files"] for code in file["problems"]}
    assert problems
    assert any(code in dossier for code in problems)
