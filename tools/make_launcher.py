"""Makes one file to double-click: ``shouzheng.pyz`` with everything inside, and a starter for each system.

Run as ``python tools/make_launcher.py [FOLDER]`` (``make launcher``; ``dist`` by default). The packages are those of
``requirements/base.txt`` by their hashes, for the Python and system it runs on; the file runs there without network.
"""

from __future__ import annotations

import hashlib
import json
import os
import shutil
import subprocess
import sys
import tempfile
import zipfile
from collections.abc import Iterator
from pathlib import Path

from launcher_main import ABOUT, SITE, this_machine  # type: ignore[import-not-found]

ROOT = Path(__file__).resolve().parents[1]
NAME = "shouzheng.pyz"
#: Folders of installed packages that nobody imports.
_LEFT_OUT = ("__pycache__", "bin")
#: A fixed time in the archive, so that the same content gives the same bytes.
_TIME = (2026, 1, 1, 0, 0, 0)
STARTERS = {
    "守正-Windows.bat": '@echo off\r\ncd /d "%~dp0"\r\npy -3 shouzheng.pyz || python shouzheng.pyz || pause\r\n',
    "守正-macOS.command": '#!/bin/sh\ncd "$(dirname "$0")" && exec python3 shouzheng.pyz\n',
    "shouzheng-linux.sh": '#!/bin/sh\ncd "$(dirname "$0")" && exec python3 shouzheng.pyz\n',
}


def main() -> int:
    """Make the files; returns the exit code of pip when it fails."""
    out = Path(sys.argv[1] if len(sys.argv) > 1 else "dist")
    out.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory() as folder:
        site = Path(folder) / "site"
        pip = [sys.executable, "-m", "pip", "--disable-pip-version-check", "-q", "install", "--target", str(site)]
        commands = (
            [*pip, "--require-hashes", "--no-deps", "-r", str(ROOT / "requirements" / "base.txt")],
            [*pip, "--no-deps", "--no-build-isolation", str(ROOT)],
        )
        for command in commands:
            done = subprocess.run(command, check=False)
            if done.returncode:
                return done.returncode
        bundle(site, out / NAME)
    for name, content in STARTERS.items():
        (out / name).write_text(content, "utf-8", newline="")
        (out / name).chmod(0o755)
    print(f"{out / NAME}: {(out / NAME).stat().st_size >> 20} MB, {this_machine()}")
    return 0


def bundle(site: Path, target: Path) -> None:
    """Write the archive of a folder of packages; it appears whole or not at all."""
    digest = hashlib.sha256()
    names = list(_files(site))
    for path in names:
        digest.update(path.relative_to(site).as_posix().encode() + b"\0" + path.read_bytes())
    about = {"machine": this_machine(), "fingerprint": digest.hexdigest()[:16]}
    handle, part = tempfile.mkstemp(dir=target.parent, prefix=".pyz-")
    with os.fdopen(handle, "wb") as file:
        file.write(b"#!/usr/bin/env python3\n")
        with zipfile.ZipFile(file, "w", zipfile.ZIP_DEFLATED) as archive:
            _put(archive, "__main__.py", Path(__file__).with_name("launcher_main.py").read_bytes())
            _put(archive, ABOUT, json.dumps(about).encode())
            for path in names:
                _put(archive, SITE + path.relative_to(site).as_posix(), path.read_bytes())
    Path(part).chmod(0o755)
    shutil.move(part, target)


def _files(site: Path) -> Iterator[Path]:
    for path in sorted(site.rglob("*")):
        if path.is_file() and not any(part in _LEFT_OUT for part in path.relative_to(site).parts):
            yield path


def _put(archive: zipfile.ZipFile, name: str, content: bytes) -> None:
    info = zipfile.ZipInfo(name, _TIME)
    info.external_attr = 0o644 << 16
    info.compress_type = zipfile.ZIP_DEFLATED
    archive.writestr(info, content)


if __name__ == "__main__":
    sys.exit(main())
