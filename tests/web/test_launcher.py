"""The one file to double-click: unpacks once, runs what is in it, refuses another Python in words."""

import json
import os
import subprocess
import sys
import zipfile
from pathlib import Path

import pytest

TOOLS = Path(__file__).parents[2] / "tools"


@pytest.fixture
def launcher(tmp_path: Path) -> Path:
    package = tmp_path / "site" / "shouzheng" / "cli"
    package.mkdir(parents=True)
    for folder in (package, package.parent):
        (folder / "__init__.py").write_text("")
    (package / "main.py").write_text("import sys\nprint('ran', *sys.argv[1:])\nsys.exit(3)\n")
    target = tmp_path / "shouzheng.pyz"
    code = "import sys; from pathlib import Path; from make_launcher import bundle; bundle(*map(Path, sys.argv[1:]))"
    environment = {**os.environ, "PYTHONPATH": str(TOOLS)}
    subprocess.run([sys.executable, "-c", code, str(tmp_path / "site"), str(target)], env=environment, check=True)
    return target


def _run(launcher: Path, home: Path, *words: str) -> subprocess.CompletedProcess[str]:
    environment = {**os.environ, "XDG_CACHE_HOME": str(home), "HOME": str(home), "LOCALAPPDATA": str(home)}
    command = [sys.executable, "-S", str(launcher), *words]
    return subprocess.run(command, env=environment, capture_output=True, text=True, check=False, timeout=60)


def test_it_unpacks_once_and_opens_the_pages(launcher: Path, tmp_path: Path) -> None:
    first = _run(launcher, tmp_path / "home")
    assert (first.stdout, first.returncode) == ("ran app\n", 3)
    main = next((tmp_path / "home").rglob("main.py"))
    main.write_text("print('unpacked before')\n")
    assert _run(launcher, tmp_path / "home", "check").stdout == "unpacked before\n"
    assert not list((tmp_path / "home").rglob(".part-*"))


def test_the_same_content_gives_the_same_bytes(launcher: Path, tmp_path: Path) -> None:
    again = tmp_path / "again.pyz"
    code = "import sys; from pathlib import Path; from make_launcher import bundle; bundle(*map(Path, sys.argv[1:]))"
    environment = {**os.environ, "PYTHONPATH": str(TOOLS)}
    subprocess.run([sys.executable, "-c", code, str(tmp_path / "site"), str(again)], env=environment, check=True)
    assert again.read_bytes() == launcher.read_bytes()


def test_another_python_is_told_in_words(launcher: Path, tmp_path: Path) -> None:
    other = tmp_path / "other.pyz"
    with zipfile.ZipFile(launcher) as old, zipfile.ZipFile(other, "w") as new:
        for name in old.namelist():
            content = old.read(name)
            if name == "about.json":
                content = json.dumps({"machine": "cp399-nowhere", "fingerprint": "x"}).encode()
            new.writestr(name, content)
    done = _run(other, tmp_path / "home")
    assert done.returncode == 2
    assert "cp399-nowhere" in done.stderr
    assert not (tmp_path / "home").exists()
