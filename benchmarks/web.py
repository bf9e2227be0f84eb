"""The local app: from the start to the first page, every page of a small case, the timeline of 50,000 contacts.

Goals: start to first page under 2 s, first page under 300 ms, each action on the timeline under 200 ms. First the
numbers that the timeline shows are compared with those counted in the generated data.
"""

from __future__ import annotations

import os
import re
import statistics
import subprocess
import sys
import tempfile
import threading
import time
from datetime import UTC, date, datetime, timedelta, timezone
from pathlib import Path

import httpx

from shouzheng.casefile import kdf
from shouzheng.remedy.cases.statement import keep_statement
from shouzheng.web.cases.brought import BROUGHT
from shouzheng.web.serve import Running
from shouzheng.web.settings import Settings

CONTACTS, REPEATS = 50_000, 9
EXAMPLE = Path(__file__).resolve().parents[1] / "examples" / "yunling"
BEIJING = timezone(timedelta(hours=8))
FIRST = datetime(2024, 1, 1, tzinfo=UTC)
NUMBERS = ["10690000004321", "95000", *(f"1380000{n:04d}" for n in range(200))]


def main() -> None:
    """Print the table."""
    plain = time.perf_counter()
    sum(range(10**6))
    plain = time.perf_counter() - plain
    print(f"plain loop {plain * 1000:.0f} ms")
    print("| what | median | worst | processor time, median |\n|---|---|---|---|")
    _row("start to first page", [_start() for _ in range(3)])
    with tempfile.TemporaryDirectory() as folder:
        running = Running(Settings(Path(folder), today=date(2026, 2, 6), cost=kdf.FLOOR))
        ready = threading.Event()
        thread = threading.Thread(target=running.serve, args=(lambda _: ready.set(),), daemon=True)
        thread.start()
        assert ready.wait(20)
        try:
            _measure(running)
        finally:
            running.stop()
            thread.join(20)


def _measure(running: Running) -> None:
    origin = f"http://{running.state.door.host}"
    client = httpx.Client(base_url=origin, timeout=120)
    client.get(running.address())
    _timed(client, "first page", "/")
    _fill(running, "small", [path.read_bytes() for path in sorted(EXAMPLE.glob("*.xml"))])
    for page in ("", "/timeline", "/pictures", "/findings", "/next", "/letters", "/dossier", "/plan"):
        client.get(f"/case/small{page}")
        _timed(client, f"example: {page or 'all steps'}", f"/case/small{page}")
    started, used = time.perf_counter(), time.process_time()
    times = _fill(running, "large", [_export()])
    used = time.process_time() - used
    print(
        f"| 50,000 messages brought, read, sorted and judged | {time.perf_counter() - started:.1f} s | | {used:.1f} s |"
    )
    night = sum(1 for each in times if not 8 <= each.astimezone(BEIJING).hour < 22)
    answer = client.get("/case/large/timeline?night=yes").text
    found = re.search(r"([0-9]+) 次联系（共 ([0-9]+) 次）", answer)
    assert found, answer[:2000]
    assert (int(found[1]), int(found[2])) == (night, CONTACTS)
    for name, query in (
        ("first page of it", ""),
        ("page 700", "?page=700"),
        ("at night", "?night=yes"),
        ("one number", "?number=13800000007"),
        ("one month", "?first=2024-02-01&last=2024-02-29"),
        ("words of three characters", "?words=请还款"),
        ("words of two characters", "?words=还款"),
        ("one party, last page", "?party=yunling&page=9999"),
    ):
        _timed(client, f"50,000 contacts: {name}", f"/case/large/timeline{query}")
    client.close()


def _start() -> tuple[float, float]:
    started, used = time.perf_counter(), _children()
    with tempfile.TemporaryDirectory() as folder:
        command = [sys.executable, "-m", "shouzheng.cli.main", "app", "--no-browser", "--cases", folder]
        with subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, text=True) as process:
            assert process.stdout is not None
            address = next(line.strip() for line in process.stdout if line.startswith("http"))
            assert httpx.get(address, follow_redirects=True).status_code == 200
            taken = time.perf_counter() - started
            process.terminate()
    return taken, _children() - used


def _children() -> float:
    """Processor seconds of all processes started from here that have ended."""
    spent = os.times()
    return spent.children_user + spent.children_system


def _fill(running: Running, name: str, exports: list[bytes]) -> list[datetime]:
    running.state.make(name, "only for figures")
    opened = running.state.case(name)
    with opened.writing() as case:
        keep_statement(case, EXAMPLE / "case.toml")
        for place, content in enumerate(exports):
            stored = case.add([content], f"{place}.xml", "application/xml")
            person = "sister" if name == "small" and place in (1, 2) else "me"
            case.enter(BROUGHT, str(stored.no), {"person": person, "names": []})
    opened.work.wake()
    assert opened.work.wait(600)
    return [datetime.fromisoformat(row.utc) for row in opened.timeline.rows]


def _export() -> bytes:
    rows = []
    for n in range(CONTACTS):
        when = FIRST + timedelta(minutes=17 * n)
        words = f"【示例】第{n}条，请还款" if n % 5 == 0 else f"晚上一起吃饭吗 {n}"
        rows.append(
            f'<sms protocol="0" address="{NUMBERS[n % len(NUMBERS)]}" date="{int(when.timestamp() * 1000)}" type="1" '
            f'body="{words}" read="1" status="-1" />'
        )
    return (
        f'<?xml version="1.0" encoding="UTF-8"?>\n<smses count="{CONTACTS}">\n{chr(10).join(rows)}\n</smses>'.encode()
    )


def _timed(client: httpx.Client, what: str, path: str) -> None:
    taken = []
    for _ in range(REPEATS):
        started, used = time.perf_counter(), time.process_time()
        assert client.get(path).status_code == 200
        taken.append((time.perf_counter() - started, time.process_time() - used))
    _row(what, taken)


def _row(what: str, taken: list[tuple[float, float]]) -> None:
    """Print wall time, and the processor time of server and client together, which a busy machine changes little."""
    wall, used = ([pair[place] for pair in taken] for place in (0, 1))
    figures = (f"{figure * 1000:.0f} ms" for figure in (statistics.median(wall), max(wall), statistics.median(used)))
    print(f"| {what} | {' | '.join(figures)} |", flush=True)


if __name__ == "__main__":
    main()
