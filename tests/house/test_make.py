"""The Makefile keeps its promises of exit codes without running the long targets."""

import subprocess
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]


def _make(*words: str) -> subprocess.CompletedProcess[str]:
    return subprocess.run(["make", *words], cwd=ROOT, capture_output=True, text=True, check=False)


def test_evaluate_fails_loudly_without_data() -> None:
    for words in (("evaluate",), ("evaluate", "DATA=nowhere")):
        done = _make(*words)
        assert done.returncode != 0
        assert "SZ-9004" in done.stdout + done.stderr


def test_ci_runs_the_targets_of_a_person() -> None:
    script = (ROOT / ".ci" / "run").read_text("utf-8")
    assert [line.strip() for line in script.splitlines() if line.strip().startswith("make ")] == [
        "make check",
        "make test",
        "make evaluate DATA=../shared",
    ]


def test_the_demo_accepts_exactly_0_and_1() -> None:
    text = (ROOT / "tools" / "demo.py").read_text("utf-8")
    assert "return 0 if code in (0, 1) else code" in text
