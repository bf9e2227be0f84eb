"""Many processes that ask about the same few people at once, some of them killed: the limit has to hold.

Every process writes down what was acknowledged to it (in its own file, on disk, before it asks again). In the end the
ledger must hold every acknowledged reservation, and never more contacts of one person than the law allows.
"""

from __future__ import annotations

import multiprocessing
import os
import random
import signal
import time
from collections import Counter
from collections.abc import Callable
from multiprocessing.process import BaseProcess
from pathlib import Path
from typing import TypeVar

from shouzheng.gate.asking import Gate
from shouzheng.gate.book import shipped_book
from shouzheng.gate.decision import Go
from shouzheng.gate.ledger.store import open_store
from shouzheng.gate.pseudonyms import Pseudonyms
from shouzheng.gate.replay import entries
from shouzheng.reference.problems import ShouzhengError
from tests.gate.making import KEY, call, clock, make_ready

#: Effective calls of one day that the standard allows (``law/cn/thresholds.toml``, freq-gbt-interactive).
LIMIT = 3
#: Requests that each process makes about one person.
_ASKED = 2
#: How long one request is tried again while the ledger is away, in seconds: a busy machine may keep one waiting long.
_PATIENCE = 600.0

_Found = TypeVar("_Found")
_FORK = multiprocessing.get_context("fork")


def open_gate(where: str, node: str) -> Gate:
    """A gate on a ledger, with a clock that stands still."""
    book = shipped_book()
    return Gate(book, open_store(where, book.rulebook, node=node, durable=True), Pseudonyms(KEY), clock())


def _work(where: str, node: str, name: str, rounds: range, told: Path) -> None:
    gate: Gate = _patiently(lambda: open_gate(where, node))
    handle = os.open(told, os.O_WRONLY | os.O_CREAT | os.O_APPEND, 0o600)
    for number in rounds:
        person = f"person-{number}"
        for turn in range(_ASKED):
            planned = call(key=f"{name}-{number}-{turn}", person=person, debtor=person)
            answered = _patiently(lambda planned=planned: gate.decide(planned, client=name))  # type: ignore[misc]
            if answered.go is Go.ALLOW:
                os.write(handle, f"{person} {answered.id}\n".encode())
                os.fsync(handle)
    os.close(handle)


def _patiently(ask: Callable[[], _Found]) -> _Found:
    until = time.monotonic() + _PATIENCE
    while True:
        try:
            return ask()
        except ShouzhengError:
            if time.monotonic() > until:
                raise
            time.sleep(0.05)


def hammer(
    where: str,
    folder: Path,
    *,
    processes: int,
    nodes: int,
    rounds: int,
    kills: int,
    disturb: Callable[[int], None] | None = None,
) -> list[str]:
    """Run all processes, killing some of them and calling ``disturb``; returns what went wrong (nothing, one hopes).

    Kills are spread over the whole run: each waits until its share of the contacts was acknowledged.
    """
    setup = open_gate(where, "node-0")
    make_ready(setup)
    setup.store.close()
    chance = random.Random(rounds)  # noqa: S311 - which process is killed is no secret
    running = [_start(where, folder, number, nodes, rounds, 0) for number in range(processes)]
    for kill in range(kills):
        share = LIMIT * rounds * kill // (kills + 1)
        while _acknowledged(folder) < share and any(each.is_alive() for each in running):
            time.sleep(0.2 if rounds < 100 else 3)
        time.sleep(chance.uniform(0.1, 0.4))
        victim = chance.randrange(processes)
        pid = running[victim].pid
        if running[victim].is_alive() and pid is not None:
            os.kill(pid, signal.SIGKILL)
            running[victim].join()
            # another one takes its place and repeats its requests from the start: the same keys, the same answers
            running[victim] = _start(where, folder, victim, nodes, rounds, kill + 1)
        if disturb is not None:
            disturb(kill)
    for process in running:
        process.join(600 + 2 * rounds)
    ended = [f"exit {each.exitcode}" for each in running if each.exitcode != 0]  # None: it still runs
    return [*ended, *_checked(where, folder, rounds)]


def _start(where: str, folder: Path, number: int, nodes: int, rounds: int, life: int) -> BaseProcess:
    told = folder / f"told-{number}-{life}.txt"
    arguments = (where, f"node-{number % nodes}", f"client-{number}", range(rounds), told)
    process = _FORK.Process(target=_work, args=arguments, daemon=True)
    process.start()
    return process


def _acknowledged(folder: Path) -> int:
    """Return how many contacts were acknowledged to somebody so far; repeated answers count once."""
    return len({line for path in folder.glob("told-*.txt") for line in path.read_text("ascii").splitlines()})


def _checked(where: str, folder: Path, rounds: int) -> list[str]:
    """Return what is wrong with the ledger after all of it."""
    gate = open_gate(where, "node-0")
    with gate.store.transaction(()) as session:
        rows = session.execute("SELECT decision, key_owner FROM contact", {})
    list(entries(gate.store))
    gate.store.close()
    found = {str(row[0]): str(row[1]) for row in rows}
    wrong = [f"{person}: {number}" for person, number in Counter(found.values()).items() if number > LIMIT]
    if len(found) != len(rows):
        wrong.append("a decision has two contacts")
    told = [line.split() for path in folder.glob("told-*.txt") for line in path.read_text("ascii").splitlines()]
    wrong += [f"lost: {line}" for line in told if found.get(line[1]) != gate.pseudonyms.person(line[0])]
    owners = Counter(found.values())
    short = [number for number in range(rounds) if owners[gate.pseudonyms.person(f"person-{number}")] < LIMIT]
    return [*wrong, *(f"person-{number} was not contacted as often as asked" for number in short)]
