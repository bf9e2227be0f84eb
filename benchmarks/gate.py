"""What asking the gate takes: in process, over HTTP, and the common rules beside other engines in the same run.

1. In process, one core: everything of one decision (pseudonyms, reading of the text, facts, counts, all rules, the
   reservation, the log, the commit). Short texts and dense ones, each text new; a template that comes again; calls.
2. Over HTTP on this machine: one and two server processes on one SQLite ledger with durable group commit
   (``synchronous=FULL``), each on a port of its own as behind a proxy, keep-alive connections, one decision a request
   and fifty a request. The client runs on the same cores, so what it takes is missing for the servers. On a machine
   that others use as well the rate says little: so the table tells what part of it the measured processes got, and what
   two free cores would give by the CPU time of both sides (worked out, not measured; ``--wait`` waits for a free one).
3. Twenty common rules on our scalar function, CEL, Cedar, ZEN and (where installed) regorus in process; first the
   answers are compared. Cerbos is a server of its own that no package registry here holds (``cerbos`` on the package
   index is its client): it is not measured.

Before anything is timed the ledger's answers are replayed: every decision must come out letter by letter.
"""

from __future__ import annotations

import argparse
import gc
import hashlib
import json
import multiprocessing
import os
import platform
import socket
import statistics
import sys
import tempfile
import time
from collections.abc import Callable, Iterator, Sequence
from contextlib import ExitStack, contextmanager
from dataclasses import replace
from datetime import timedelta
from itertools import count, islice
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parent.parent))

from tests.gate.making import KEY, TEXT, at, call, clock, make_ready, message, row

from benchmarks import peers
from benchmarks.engines import regorus
from benchmarks.engines.cedar import Cedar
from benchmarks.engines.cel import Cel
from benchmarks.engines.common import Engine, Task, common_rules, made_rows
from benchmarks.engines.ours_scalar import OursScalar
from benchmarks.engines.zen import Zen
from benchmarks.load_client import load
from shouzheng.gate.asking import Gate
from shouzheng.gate.book import shipped_book
from shouzheng.gate.ledger.store import open_store
from shouzheng.gate.pseudonyms import Pseudonyms
from shouzheng.gate.replay import replay
from shouzheng.gate.request import PlannedContact
from shouzheng.gate.service.app import make_app, make_server
from shouzheng.gate.service.keys import Client, Keys, Right
from shouzheng.gate.service.metrics import Metrics

_API_KEY = "sz_benchmark"
_FORK = multiprocessing.get_context("fork")
_BATCH = 50


def open_gate(folder: Path, *, durable: bool) -> Gate:
    """A gate with a clock that stands still."""
    book = shipped_book()
    store = open_store(str(folder / "ledger.db"), book.rulebook, durable=durable)
    return Gate(book, store, Pseudonyms(KEY), clock())


def yardstick() -> float:
    """Return the milliseconds of a plain loop here and now, to tell machines and how busy they are."""
    started = time.process_time()
    sum(range(10**6))
    return (time.process_time() - started) * 1000


def in_process(rounds: int) -> None:
    """Print median and 99th percentile of one whole decision."""
    kinds: dict[str, Callable[[int], PlannedContact]] = {
        "short text, always new": lambda n: _to(n, message(f"您好，请在方便时联系我们，编号{n}。")),
        "dense text (77 characters), always new": lambda n: _to(n, message(TEXT.replace("1200.00", f"{n}.00"))),
        "dense text, a template that comes again": lambda n: _to(n, message()),
        "call, both turns of events": lambda n: _to(n, call()),
    }
    print("| one decision in process | p50 µs | p99 µs | least µs | decisions/CPU s | allowed |")
    print("|---|---|---|---|---|---|")
    numbers = count()  # no text comes twice but the template: what was read is remembered for a while
    for durable in (False, True):
        for name, make in kinds.items():
            with tempfile.TemporaryDirectory() as folder:
                gate = open_gate(Path(folder), durable=durable)
                make_ready(gate)
                planned = [make(number) for number in islice(numbers, rounds + 50)]
                for each in planned[:50]:
                    gate.decide(each)
                gc.collect()
                gc.freeze()  # as the service does: law and lexicon are not looked through for garbage
                taken, allowed, cpu = [], 0, time.process_time()
                for each in planned[50:]:
                    started = time.perf_counter_ns()
                    answered = gate.decide(each)
                    taken.append((time.perf_counter_ns() - started) / 1000)
                    allowed += answered.go.value == "allow"
                cpu = time.process_time() - cpu
                gc.unfreeze()
                if not all(each.same for each in replay(gate.book, gate.store)):
                    raise RuntimeError("a decision does not replay")
                gate.store.close()
            kind = "FULL" if durable else "NORMAL"
            last = statistics.quantiles(taken, n=100)[98]
            figures = (statistics.median(taken), last, min(taken), rounds / cpu)
            cells = " | ".join(f"{figure:,.0f}" for figure in figures)
            print(f"| {name}, {kind} | {cells} | {allowed}/{rounds} |", flush=True)


def _to(number: int, planned: PlannedContact) -> PlannedContact:
    """Everybody is somebody else, and the contacts are spread over an hour: what is alike lasts for a minute."""
    at = planned.at + timedelta(minutes=number % 60)
    return replace(planned, person=f"p{number}", debtor=f"p{number}", at=at)


def _serve(folder: Path, listener: socket.socket) -> None:
    client = Client(
        "bench",
        hashlib.sha256(_API_KEY.encode()).hexdigest(),
        frozenset({"panshi"}),
        frozenset({"yunling"}),
        frozenset(Right),
    )
    with Path(os.devnull).open("w", encoding="utf-8") as log:  # the structured log is written, and read by nobody
        app = make_app(open_gate(folder, durable=True), Keys([client]), Metrics(log))
        make_server(app, fd=listener.fileno()).run()


@contextmanager
def serving(processes: int) -> Iterator[tuple[list[int], list[int]]]:
    """Run server processes that share one ledger; yields their ports and process ids."""
    with tempfile.TemporaryDirectory() as folder, ExitStack() as open_ones:
        setup = open_gate(Path(folder), durable=True)
        make_ready(setup)
        setup.decide(message())  # law and lexicon are ready before the processes part
        setup.store.close()
        listeners = [open_ones.enter_context(socket.create_server(("127.0.0.1", 0))) for _ in range(processes)]
        running = [_FORK.Process(target=_serve, args=(Path(folder), each), daemon=True) for each in listeners]
        for process in running:
            process.start()
        try:
            ports = [each.getsockname()[1] for each in listeners]
            for port in ports:  # the first answer comes when the process is ready
                if load([port], [b"GET /health HTTP/1.1\r\nHost: x\r\n\r\n"], 1).good != 1:
                    raise RuntimeError("a server is not well")
            yield ports, [process.pid or 0 for process in running]
        finally:
            for process in running:
                process.terminate()
                process.join()


def _request(path: str, body: object) -> bytes:
    content = json.dumps(body, ensure_ascii=False).encode()
    lines = (f"POST {path} HTTP/1.1", "Host: x", f"Authorization: Bearer {_API_KEY}", f"Content-Length: {len(content)}")
    return "".join(f"{line}\r\n" for line in lines).encode() + b"\r\n" + content


def over_http(processes: int, connections: int, decisions: int, in_one: int, wait: int) -> None:
    """Print decisions a second, the 99th percentile of a request, and what both sides took."""

    def one(n: int) -> dict[str, object]:
        text, minute = f"您好，请在方便时联系我们，单号{n}。", at(10, n % 60)
        return row(person=f"h{n}", debtor=f"h{n}", channel="sms", text=text, at=minute)

    if in_one == 1:
        requests = [_request("/v1/decisions", one(n)) for n in range(decisions)]
    else:
        parts = [range(start, start + in_one) for start in range(0, decisions, in_one)]
        requests = [_request("/v1/decisions/batch", {"requests": [one(n) for n in part]}) for part in parts]
    warm = max(connections, len(requests) // 10)
    with serving(processes) as (ports, servers):
        wait_for_quiet(wait)
        load(ports, requests[:warm], connections)  # what is worked out once is not measured
        started, before, own = time.perf_counter(), _cpu_seconds(servers), time.process_time()
        found = load(ports, requests[warm:], connections)
        passed, own = time.perf_counter() - started, time.process_time() - own
        spent = _cpu_seconds(servers) - before
    decided = in_one * (len(requests) - warm)
    if found.good != len(requests) - warm:
        raise RuntimeError(f"{len(requests) - warm - found.good} requests were not answered")
    last = statistics.quantiles(found.taken, n=100)[98] * 1000
    middle = statistics.median(found.taken) * 1000
    rates = f"{decided / passed:,.0f} | {middle:.1f} | {last:.1f}"
    took = f"{spent / decided * 1e6:,.0f} | {own / decided * 1e6:,.0f}"
    free = min(2 * decided / (spent + own), processes * decided / spent)
    print(
        f"| {processes} | {connections} | {in_one} | {rates} | {took} | {(spent + own) / passed:.2f} | {free:,.0f} |",
        flush=True,
    )


def _cpu_seconds(pids: Sequence[int]) -> float:
    """Return the CPU time of processes with all their threads; Linux only."""
    tasks = [task for pid in pids for task in Path(f"/proc/{pid}/task").iterdir()]
    return sum(int((task / "schedstat").read_text("ascii").split()[0]) for task in tasks) / 1e9


def wait_for_quiet(seconds: int) -> None:
    """Wait until nobody else uses the machine, for so many seconds at most; says so when somebody still does."""
    until = time.monotonic() + seconds
    while seconds:
        before = _idle_and_all()
        time.sleep(1)
        idle, everything = (now - then for now, then in zip(_idle_and_all(), before, strict=True))
        if idle > 0.95 * everything:
            return
        if time.monotonic() > until:
            print("(others use the machine)", end=" ")
            return


def _idle_and_all() -> tuple[int, int]:
    ticks = [int(each) for each in Path("/proc/stat").read_text("ascii").splitlines()[0].split()[1:9]]
    return ticks[3] + ticks[4], sum(ticks)


def beside_others(events: int) -> None:
    """Print the common rules on engines that run in process; raises when one gives another answer."""
    law = shipped_book().rulebook
    rules = common_rules(law)
    task = Task(rules, made_rows(rules, events, unknown=0.0), complete=True)
    engines: list[type[Engine]] = [OursScalar, Zen, Cel, Cedar]
    if regorus.is_there():
        engines.append(regorus.Regorus)
    else:
        print("regorus: not installed, not measured\n")
    expected = peers.interpreted(peers.part(task, peers.SAMPLE))
    for engine in engines:
        count = min(len(expected), engine.most)
        peers.check(engine, peers.part(task, count), expected[:count])
    print("| twenty common rules, one event | µs |\n|---|---|")
    for engine in engines:
        figure = peers.measured(engine, peers.part(task, engine.most), 3)
        print(f"| {engine.name} | {figure.seconds / figure.events * 1e6:,.1f} |", flush=True)


def main() -> int:
    """Run all sections."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--rounds", type=int, default=3_000)
    parser.add_argument("--http", type=int, default=6_000, help="decisions over HTTP in each setting; 0 for none")
    parser.add_argument("--wait", type=int, default=0, help="seconds to wait before each setting for a quiet machine")
    parser.add_argument("--events", type=int, default=20_000, help="events of the comparison; 0 for none")
    args = parser.parse_args()
    load = os.getloadavg()[0]
    print(
        f"Python {platform.python_version()}, {platform.machine()}; plain loop {yardstick():.0f} ms; load {load:.1f}\n"
    )
    in_process(args.rounds)
    if args.http:
        print("\n| server processes | connections | decisions a request | decisions/s | p50 ms | p99 ms ", end="")
        print("| CPU µs a decision: servers | client | cores that both had | a second on two free cores |")
        print("|---|---|---|---|---|---|---|---|---|---|")
        for processes, connections, in_one in ((1, 16, 1), (2, 16, 1), (1, 2, _BATCH), (2, 4, _BATCH)):
            over_http(processes, connections, args.http, in_one, args.wait)
    if args.events:
        print()
        beside_others(args.events)
    return 0


if __name__ == "__main__":
    sys.exit(main())
