"""Sees to it that what pip cannot bring is there for the tests: a Chromium and LibreOffice Writer.

As root on Debian or a relative it installs the packages; anywhere else it names what is missing and stops, so that no
test is ever left out unsaid. ``CHROMIUM`` and ``SOFFICE`` name programs that stand elsewhere.
"""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from dataclasses import dataclass


@dataclass(frozen=True)
class Part:
    """A program the tests start: the names it goes by, its Debian package, and what it is needed for."""

    variable: str
    names: tuple[str, ...]
    package: str
    needed_for: str


PARTS = (
    Part("CHROMIUM", ("chromium", "chromium-browser", "google-chrome"), "chromium", "the pages in a real browser"),
    Part("SOFFICE", ("soffice", "libreoffice"), "libreoffice-writer-nogui", "the Word files"),
)


def missing() -> list[Part]:
    """Return the parts that are not there."""
    return [part for part in PARTS if not any(map(shutil.which, (os.environ.get(part.variable, ""), *part.names)))]


def install(parts: list[Part]) -> None:
    """Install the Debian packages; raises ``CalledProcessError`` when the package manager fails."""
    quiet = {**os.environ, "DEBIAN_FRONTEND": "noninteractive"}
    command = ["apt-get", "install", "-y", "-q", "--no-install-recommends", *(part.package for part in parts)]
    if subprocess.run(command, env=quiet, stdout=subprocess.DEVNULL, check=False).returncode:
        subprocess.run(["apt-get", "update", "-q"], env=quiet, stdout=subprocess.DEVNULL, check=True)
        subprocess.run(command, env=quiet, stdout=subprocess.DEVNULL, check=True)


def main() -> int:
    """Install or name what is missing; returns 0 when everything is there."""
    parts = missing()
    can_install = parts and shutil.which("apt-get") and hasattr(os, "geteuid") and os.geteuid() == 0
    if can_install:
        print(f"installing {', '.join(part.package for part in parts)} (for the tests) ...", flush=True)
        try:
            install(parts)
        except subprocess.CalledProcessError as error:
            print(f"apt-get failed: {error}", file=sys.stderr)
        parts = missing()
    for part in parts:
        print(
            f"missing: {part.names[0]}, needed for {part.needed_for}. Debian: apt-get install {part.package}; or name "
            f"the program in {part.variable}.",
            file=sys.stderr,
        )
    return 2 if parts else 0


if __name__ == "__main__":
    sys.exit(main())
