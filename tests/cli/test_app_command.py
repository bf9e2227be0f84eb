"""``shouzheng app``: says where the pages are, ends when told to, and says in words when it cannot listen."""

import subprocess
import sys
from pathlib import Path

import httpx
import pytest

from shouzheng.cli.main import main


def _started(*words: str) -> tuple[subprocess.Popen[str], str]:
    command = [sys.executable, "-m", "shouzheng.cli.main", "app", "--no-browser", *words]
    process = subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True)
    assert process.stdout is not None
    return process, next(line.strip() for line in process.stdout if line.startswith("http"))


def _second(*words: str) -> subprocess.CompletedProcess[str]:
    command = [sys.executable, "-m", "shouzheng.cli.main", "app", "--no-browser", *words]
    return subprocess.run(command, capture_output=True, text=True, check=False, timeout=60)


def test_it_opens_and_ends_from_the_page_and_a_second_one_joins_it_or_finds_the_port_taken(tmp_path: Path) -> None:
    process, address = _started("--cases", str(tmp_path), "--lang", "en")
    origin = address.partition("/start")[0]
    try:
        with httpx.Client(base_url=origin, headers={"Origin": origin}, timeout=30) as client:
            first = client.get(address, follow_redirects=True).text
            assert "Is this message genuine?" in first
            joined = _second("--cases", str(tmp_path))
            assert joined.returncode == 0
            again = next(line for line in joined.stdout.splitlines() if line.startswith(origin))
            assert httpx.get(again).status_code == 303
            second = _second("--cases", str(tmp_path / "other"), "--port", origin.rpartition(":")[2])
            assert second.returncode == 2
            assert "SZ-7040" in second.stderr
            word = first.partition('name="word" value="')[2].partition('"')[0]
            assert client.post("/leave", data={"word": word}).status_code == 200
        assert process.wait(20) == 0
    finally:
        process.kill()
        process.communicate(timeout=20)
    assert list(tmp_path.iterdir()) == []


@pytest.mark.parametrize("words", [["--port", "70000"], ["--lock-minutes", "0"], ["--lock-minutes", "nan"]])
def test_wrong_arguments_are_refused(words: list[str], capsys: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(SystemExit) as stopped:
        main(["app", *words])
    assert stopped.value.code == 2
    assert words[0] in capsys.readouterr().err
