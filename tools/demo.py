"""Run the main job on the invented example and say where the results are; opens nothing by itself."""

import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent


def main() -> int:
    """Run ``shouzheng check`` on ``examples/yunling``; returns 0 when it ended with findings (1) or without (0)."""
    example = ROOT / "examples" / "yunling"
    out = ROOT / "demo-out"
    files = sorted(str(path.relative_to(ROOT)) for path in example.glob("*.xml"))
    command = [sys.executable, "-m", "shouzheng.cli.main", "check", *files]
    command += ["--who", str((example / "case.toml").relative_to(ROOT)), "--out", out.name, *sys.argv[1:]]
    print("$ shouzheng " + " ".join(command[3:]) + "\n", flush=True)
    code = subprocess.run(command, cwd=ROOT, check=False).returncode
    return 0 if code in (0, 1) else code


if __name__ == "__main__":
    sys.exit(main())
