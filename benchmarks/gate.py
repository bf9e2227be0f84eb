"""What asking the gate takes: in process, over HTTP, and the common rules beside other engines in the same run.

1. In process, one core: everything of one decision (pseudonyms, reading of the text, facts, counts, all rules, the
   reservation, the log, the commit). Short texts and dense ones, each text new; a template that comes again; calls.
2. Over HTTP on this machine: one and two server processes on one SQLite ledger with durable group commit
   (``synchronous=FULL``), keep-alive connections, one decision a request and fifty a request. The clients run on the
   same cores, so what they take is missing for the servers.
3. Twenty common rules on our scalar function, CEL, Cedar, ZEN and (where installed) regorus in process; first the
   answers are compared. Cerbos is a server of its own that no package registry here holds (``cerbos`` on the package
   index is its client): it is not measured.

Before anything is timed the ledger's answers are replayed: every decision must come out letter by letter.
"""

from __future__ import annotations

import argparse
import asyncio
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
from contextlib import contextmanager
from dataclasses import replace
from datetime import timedelta
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
    for durable in (False, True):
        for name, make in kinds.items():
            with tempfile.TemporaryDirectory() as folder:
                gate = open_gate(Path(folder), durable=durable)
                make_ready(gate)
                planned = [make(number) for number in range(rounds + 50)]
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
def serving(processes: int) -> Iterator[tuple[int, list[int]]]:
    """Run server processes that share one port and one ledger; yields the port and the processes' ids."""
    with tempfile.TemporaryDirectory() as folder, socket.socket() as listener:
        setup = open_gate(Path(folder), durable=True)
        make_ready(setup)
        setup.decide(message())  # law and lexicon are ready before the processes part
        setup.store.close()
        listener.bind(("127.0.0.1", 0))
        listener.listen(1024)
        running = [_FORK.Process(target=_serve, args=(Path(folder), listener), daemon=True) for _ in range(processes)]
        for process in running:
            process.start()
        time.sleep(1.5)
        yield listener.getsockname()[1], [process.pid or 0 for process in running]
        for process in running:
            process.terminate()
            process.join()


def _request(path: str, body: object) -> bytes:
    content = json.dumps(body, ensure_ascii=False).encode()
    lines = (f"POST {path} HTTP/1.1", "Host: x", f"Authorization: Bearer {_API_KEY}", f"Content-Length: {len(content)}")
    return "".join(f"{line}\r\n" for line in lines).encode() + b"\r\n" + content


async def _ask(port: int, requests: Sequence[bytes], taken: list[float]) -> int:
    """Send requests one after the other on one connection; returns how many were answered with 200."""
    reader, writer = await asyncio.open_connection("127.0.0.1", port)
    good = 0
    for request in requests:
        started = time.perf_counter()
        writer.write(request)
        head = await reader.readuntil(b"\r\n\r\n")
        length = int(head.lower().partition(b"content-length:")[2].split(b"\r\n")[0])
        await reader.readexactly(length)
        taken.append(time.perf_counter() - started)
        good += head.startswith(b"HTTP/1.1 200")
    writer.close()
    return good


def over_http(processes: int, connections: int, decisions: int, in_one: int) -> None:
    """Print decisions a second and the 99th percentile of a request."""

    def one(n: int) -> dict[str, object]:
        text, minute = f"您好，请在方便时联系我们，编号{n}。", at(10, n % 60)
        return row(person=f"h{n}", debtor=f"h{n}", channel="sms", text=text, at=minute)

    if in_one == 1:
        requests = [_request("/v1/decisions", one(n)) for n in range(decisions)]
    else:
        parts = [range(start, start + in_one) for start in range(0, decisions, in_one)]
        requests = [_request("/v1/decisions/batch", {"requests": [one(n) for n in part]}) for part in parts]

    async def everybody(port: int, taken: list[float]) -> int:
        shares = [requests[start::connections] for start in range(connections)]
        return sum(await asyncio.gather(*(_ask(port, share, taken) for share in shares if share)))

    taken: list[float] = []
    with serving(processes) as (port, servers):
        started, before, own = time.perf_counter(), _cpu_seconds(servers), time.process_time()
        good = asyncio.run(everybody(port, taken))
        passed, own = time.perf_counter() - started, time.process_time() - own
        spent = _cpu_seconds(servers) - before
    if good != len(requests):
        raise RuntimeError(f"{len(requests) - good} requests were not answered")
    last = statistics.quantiles(taken, n=100)[98] * 1000
    middle = statistics.median(taken) * 1000
    rate = f"{decisions / passed:,.0f}"
    per_cpu = f"{decisions / spent:,.0f} | {own / decisions * 1e6:,.0f}"
    print(f"| {processes} | {connections} | {in_one} | {rate} | {middle:.1f} | {last:.1f} | {per_cpu} |", flush=True)


def _cpu_seconds(pids: Sequence[int]) -> float:
    """Return the CPU time of processes, user and system; Linux only."""
    ticks = 0
    for pid in pids:
        fields = Path(f"/proc/{pid}/stat").read_text("ascii").rpartition(")")[2].split()
        ticks += int(fields[11]) + int(fields[12])
    return ticks / os.sysconf("SC_CLK_TCK")


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
    parser.add_argument("--events", type=int, default=20_000, help="events of the comparison; 0 for none")
    args = parser.parse_args()
    load = os.getloadavg()[0]
    print(
        f"Python {platform.python_version()}, {platform.machine()}; plain loop {yardstick():.0f} ms; load {load:.1f}\n"
    )
    in_process(args.rounds)
    if args.http:
        print("\n| server processes | connections | decisions a request | decisions/s | p50 ms | p99 ms ", end="")
        print("| decisions/CPU s of the servers | CPU µs of the client a decision |\n|---|---|---|---|---|---|---|---|")
        for processes, connections, in_one in ((1, 16, 1), (2, 16, 1), (1, 2, _BATCH), (2, 4, _BATCH)):
            over_http(processes, connections, args.http, in_one)
    if args.events:
        print()
        beside_others(args.events)
    return 0


if __name__ == "__main__":
    sys.exit(main())
