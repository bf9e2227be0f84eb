"""Write the hash-pinned lock files anew from ``pyproject.toml`` (needs ``uv`` on the PATH; developers only)."""

import shutil
import subprocess
import sys

_LOCKS = {
    "requirements/dev.txt": [
        "--extra",
        "audit",
        "--extra",
        "gate",
        "--extra",
        "ocr",
        "--extra",
        "recordings",
        "--group",
        "dev",
    ],
    "requirements/bench.txt": ["--only-group", "bench"],
    # One environment holds both: what the base needs is pinned as the larger set pins it.
    "requirements/base.txt": ["--constraint", "requirements/dev.txt"],
    "requirements/build.txt": ["--only-group", "build"],
}


def main() -> int:
    """Compile each lock file for Python 3.11+ on all systems, without index lines; returns the exit code."""
    uv = shutil.which("uv")
    if uv is None:
        print("tools/lock.py needs uv (pip install uv)", file=sys.stderr)
        return 2
    for target, extra in _LOCKS.items():
        source = ["--group", extra[1]] if "--only-group" in extra else ["pyproject.toml", *extra]
        command = [uv, "pip", "compile", "--universal", "--python-version", "3.11", "--generate-hashes"]
        command += ["--no-emit-index-url", "--no-header", "--no-annotate", "--quiet", *source, "-o", target]
        subprocess.run(command, check=True)
    return 0


if __name__ == "__main__":
    sys.exit(main())
