"""Run as a program: updates a folder again and again, killed one step on the disk later each time.

``python -m tests.packs.killing HOME`` prints a line for each kill: the version in use afterwards, and the codes of what
is wrong with it. It forks from a process without threads, which the one of the tests is not.
"""

from __future__ import annotations

import os
import signal
import sys
from pathlib import Path

from shouzheng.packs import install
from shouzheng.packs.status import status
from tests.packs.making import SECOND, TODAY, no_trial, pack

#: What an update does to the disk, as Python tells an audit hook.
_STEPS = frozenset(("open", "os.rename", "os.mkdir", "os.remove", "os.rmdir", "os.utime"))


def ended(home: str, content: bytes, step: int) -> bool:
    """Run an update in a child that kills itself before its n-th step on the disk; True when it came to its end."""
    child = os.fork()
    if child:
        _, how = os.waitpid(child, 0)
        return not os.WIFSIGNALED(how)
    count = 0

    def hook(event: str, args: tuple[object, ...]) -> None:
        nonlocal count
        if event in _STEPS and home in str(args):
            count += 1
            if count == step:
                os.kill(os.getpid(), signal.SIGKILL)

    sys.addaudithook(hook)
    install.update(Path(home), content, TODAY)
    os._exit(0)


def main(home: str) -> None:
    """Kill at the first step, the second, and so on, until an update comes to its end."""
    setattr(install, "tried", no_trial)  # noqa: B010 - the trial is not what is looked at here
    no_trial({}, TODAY)  # loads the law once, before there are children
    content, step = pack(SECOND).content, 1
    while not ended(home, content, step):
        found = status()
        version = next(str(state.version) for state in found.parts if state.part == "directory")
        print(version, *(problem.code for problem in found.problems), flush=True)
        step += 1


if __name__ == "__main__":
    main(sys.argv[1])
