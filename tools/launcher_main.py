"""Starts Shouzheng from one file: unpacks itself once into the person's own folder, then opens the pages.

This is the ``__main__`` of ``shouzheng.pyz`` (made by ``tools/make_launcher.py``); it uses the standard library only.
Nothing is fetched from anywhere. The folder is named by the content, so another version never mixes with this one.
"""

from __future__ import annotations

import json
import os
import runpy
import shutil
import sys
import sysconfig
import tempfile
import zipfile
from pathlib import Path

#: What was bundled for: Python and system, and the fingerprint of the content.
ABOUT, SITE = "about.json", "site/"


def folder_for(fingerprint: str) -> Path:
    """Return the folder of this version in the person's own cache."""
    if sys.platform == "win32":
        base = Path(os.environ.get("LOCALAPPDATA", Path.home() / "AppData" / "Local"))
    elif sys.platform == "darwin":
        base = Path.home() / "Library" / "Caches"
    else:
        base = Path(os.environ.get("XDG_CACHE_HOME", Path.home() / ".cache"))
    return base / "shouzheng" / fingerprint


def this_machine() -> str:
    """Return Python and system as ``cp311-linux-x86_64``: compiled parts fit no other."""
    return f"cp{sys.version_info[0]}{sys.version_info[1]}-{sysconfig.get_platform()}"


def unpack(archive: Path, target: Path) -> None:
    """Put the bundled packages into the folder, whole or not at all; what is there already is used as it is."""
    if target.is_dir():
        return
    target.parent.mkdir(parents=True, exist_ok=True)
    part = Path(tempfile.mkdtemp(dir=target.parent, prefix=".part-"))
    try:
        with zipfile.ZipFile(archive) as bundle:
            bundle.extractall(part, [name for name in bundle.namelist() if name.startswith(SITE)])
        (part / SITE).rename(target)
    except OSError:
        if not target.is_dir():  # somebody else may have finished first
            raise
    finally:
        shutil.rmtree(part, ignore_errors=True)


def main() -> int:
    """Unpack if needed and run; returns 2 when this Python or system is another than the one bundled for."""
    archive = Path(sys.argv[0]).resolve()
    with zipfile.ZipFile(archive) as bundle:
        about = json.loads(bundle.read(ABOUT))
    if about["machine"] != this_machine():
        needed, here = about["machine"], this_machine()
        print(f"这个文件是给 {needed} 做的，这里是 {here}。\nMade for {needed}; this is {here}.", file=sys.stderr)
        return 2
    target = folder_for(about["fingerprint"])
    unpack(archive, target)
    sys.path.insert(0, str(target))
    os.environ["PYTHONPATH"] = os.pathsep.join(filter(None, [str(target), os.environ.get("PYTHONPATH", "")]))
    sys.argv = ["shouzheng", *(sys.argv[1:] or ["app"])]
    try:
        runpy.run_module("shouzheng.cli.main", run_name="__main__", alter_sys=True)
    except SystemExit as error:
        return error.code if isinstance(error.code, int) else 0
    return 0


if __name__ == "__main__":
    sys.exit(main())
