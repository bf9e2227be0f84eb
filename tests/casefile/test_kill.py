"""kill -9 at any moment: nothing acknowledged is lost, nothing half-written is seen."""

import os
import random
import signal
import subprocess
import sys
import time
from pathlib import Path

from shouzheng.casefile.verify import verify
from tests.casefile.making import PASSPHRASE, made
from tests.casefile.test_case import reopened

#: Rounds in CI; ``SHOUZHENG_KILLS=500`` runs the full number (docs/case_format.md).
ROUNDS = int(os.environ.get("SHOUZHENG_KILLS", "8"))
FILES = 2000

_ADDER = """
import sys
from pathlib import Path
from shouzheng.casefile.case import open_case
from shouzheng.casefile.header import read_header, unlock
folder, start = Path(sys.argv[1]), int(sys.argv[2])
case = open_case(folder, unlock(read_header(folder), sys.argv[3]))
print("ready", flush=True)
for number in range(start, start + int(sys.argv[4])):
    stored = case.add([b"%d " % number * 200], f"file {number}")
    print(number, stored.digest.hex, flush=True)
"""


def test_kill_at_random_moments(tmp_path: Path) -> None:
    folder = tmp_path / "case"
    made(folder)[0].close()
    chance = random.Random(20261122)  # noqa: S311 - moments, not keys
    acknowledged: dict[int, str] = {}
    for turn in range(ROUNDS):
        arguments = [str(folder), str(turn * FILES), PASSPHRASE, str(FILES)]
        child = subprocess.Popen([sys.executable, "-c", _ADDER, *arguments], stdout=subprocess.PIPE, text=True)
        assert child.stdout is not None
        assert child.stdout.readline() == "ready\n"
        time.sleep(chance.uniform(0.0, 0.25))
        child.send_signal(signal.SIGKILL)
        for line in child.stdout.read().split("\n")[:-1]:
            number, digest = line.split()
            acknowledged[int(number)] = digest
        child.stdout.close()
        child.wait()
    with reopened(folder) as case:
        stored = {int(each.name.split()[1]): each.digest.hex for each in case.originals()}
        assert verify(case).problems == ()
        assert list((folder / "staging").iterdir()) == []
    assert acknowledged
    assert acknowledged.items() <= stored.items()
    assert len(stored) - len(acknowledged) <= ROUNDS  # at most one was stored but not yet said
