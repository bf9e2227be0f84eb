"""What judging takes: 20,000 contacts of a case, one event by all rules, twenty rules on seven engines, an archive.

1. 20,000 attributed contacts judged by all rules of the shipped law, on one core: CPU seconds of each step. They are
   the invented ones of the tests: calls and messages of two creditors and two agencies over 800 days. The peer is
   the rulebook's own judge, asked contact by contact (``judge_event``), which gives every verdict in full.
2. One event by all rules with the scalar function: median and 99th percentile, of these contacts and of random facts.
3. Twenty common rules on our evaluators and on their peers (``peers``).
4. Ten million contacts by the vector kernel on two cores (``judging_vector``, in a process of its own).

Before any time is printed, all sides must have given the same answers.
"""

from __future__ import annotations

import argparse
import os
import platform
import random
import statistics
import subprocess
import sys
import time
from collections.abc import Callable, Mapping, Sequence
from datetime import date, datetime, timedelta
from pathlib import Path
from typing import Any, TypeVar

os.environ.setdefault("POLARS_MAX_THREADS", "1")  # before Polars is imported: one core for everybody
sys.path.insert(0, str(Path(__file__).resolve().parent.parent))

from tests.judging.making import AGENCY, AGENCY_2, BANK, CASE, LENDER, READABLE, call, missed, text

from benchmarks import peers
from benchmarks.engines.common import DAY, made_rows
from shouzheng.judging.case import Contact
from shouzheng.judging.facts import Background, base_facts
from shouzheng.judging.findings import Material, build_findings
from shouzheng.judging.judge import count_all, subjects_of
from shouzheng.judging.verdicts import FOUND, Subject, judge_all
from shouzheng.model.verdict import FactValue
from shouzheng.rulebook.engines.scalar_rules import compile_rules
from shouzheng.rulebook.load import Rulebook, load_rulebook
from shouzheng.rulebook.select import number_on
from shouzheng.rulebook.verdicts import judge_event, judge_of

_T = TypeVar("_T")
_BY_NAME, _IN_ORDER = "truth of every rule, facts by name", "truth of every rule, facts in order"
_START = datetime(2024, 6, 1)  # noqa: DTZ001 - wall-clock text for the maker of contacts
_ACTS = ((), ("states_amount",), ("states_amount", "states_due_date"), ("insult",), ("identifies_institution",))


def contacts(number: int) -> list[Contact]:
    """Make contacts: half of them unanswered calls, a fifth answered ones, the rest messages."""
    chance = random.Random(1)
    made = []
    for _ in range(number):
        when = (_START + timedelta(seconds=chance.randrange(800 * 86_400))).isoformat(sep=" ")
        party = chance.choice([LENDER, AGENCY, AGENCY, AGENCY_2, BANK])
        kind = chance.random()
        if kind < 0.5:
            made.append(missed(when, party))
        elif kind < 0.7:
            made.append(call(when, party, seconds=30))
        else:
            made.append(text(when, "云岭示例消金：您的账单", party, *chance.choice(_ACTS)))
    return made


def timed(name: str, work: Callable[[], _T], rounds: int) -> _T:
    """Do the work some times and print the least CPU time."""
    best = float("inf")
    for _ in range(rounds):
        started = time.process_time()
        result = work()
        best = min(best, time.process_time() - started)
    print(f"  {name:<34}{best:8.2f} s")
    return result


def judging_a_case(law: Rulebook, number: int, rounds: int) -> list[Subject]:
    """Print the steps of judging a case; returns its contacts with all their facts."""
    made = contacts(number)
    print(f"{number:,} contacts, {len(law.rules)} rules, {len(law.counts)} counts; CPU seconds")
    background = Background.of(CASE, made, READABLE)
    values = timed("base facts", lambda: [base_facts(contact, CASE, background) for contact in made], rounds)
    counted = timed("counts", lambda: count_all(made, values, law), rounds)
    subjects = subjects_of(made, values, counted)
    judged = timed("verdicts and tallies of all rules", lambda: judge_all(law, subjects), rounds)
    material = Material(CASE, made, subjects, counted, law)
    findings = timed("findings", lambda: build_findings(material, judged.hits), rounds)
    peer = timed(
        "(peer: judge_event one by one)", lambda: [judge_event(law, s.event, s.day, s.values) for s in subjects], 1
    )
    hits = [verdict for verdicts in peer for verdict in verdicts if verdict.answer in FOUND]
    if hits != [hit.verdict for hit in judged.hits]:
        raise RuntimeError("the two judges disagree")
    print(f"  {len(judged.hits):,} hits in {len(findings):,} findings")
    return subjects


def one_event(law: Rulebook, events: Sequence[tuple[date, Mapping[str, FactValue]]], name: str) -> None:
    """Print median and 99th percentile of one event by all rules, with and without choosing the law of its day."""
    judge, compiled = judge_of(law), compile_rules(law)
    uses = {number.key: number for rule in law.rules for number in rule.numbers}
    numbers = {day: tuple(number_on(law, uses[key], day) for key in compiled.numbers) for day, _ in events}
    works: dict[str, tuple[Callable[[date, Any], object], Callable[[Mapping[str, FactValue]], object]]] = {
        _BY_NAME: (lambda day, values: compiled.of_mapping(values, numbers[day]), dict),
        _IN_ORDER: (
            lambda day, values: compiled.of_tuple(values, numbers[day]),
            lambda values: tuple(values.get(fact) for fact in compiled.facts),
        ),
        "answers by the law of the day": (judge.answers, dict),
    }
    for day, values in events[:1000]:
        if works[_BY_NAME][0](day, values) != works[_IN_ORDER][0](day, works[_IN_ORDER][1](values)):
            raise RuntimeError("the two forms of the function disagree")
    for what, (work, ready) in works.items():
        taken = []
        for day, facts in [(day, ready(values)) for day, values in events]:
            started = time.perf_counter_ns()
            work(day, facts)
            taken.append((time.perf_counter_ns() - started) / 1000)
        last = statistics.quantiles(taken, n=100)[98]
        print(f"  {name}, {what}: p50 {statistics.median(taken):.1f} µs, p99 {last:.1f} µs")


def yardstick() -> float:
    """Return the milliseconds of a plain loop here and now, to tell machines and how busy they are."""
    started = time.process_time()
    sum(range(10**6))
    return (time.process_time() - started) * 1000


def main() -> int:
    """Run all sections."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--contacts", type=int, default=20_000)
    parser.add_argument("--rounds", type=int, default=3)
    parser.add_argument("--events", type=int, default=100_000, help="events of the comparison with peers")
    parser.add_argument("--archive", type=int, default=10_000_000, help="contacts for the vector kernel; 0 for none")
    args = parser.parse_args()
    law = load_rulebook()
    print(f"Python {platform.python_version()}, {platform.machine()}; {yardstick():.0f} ms for sum(range(10**6))\n")
    subjects = judging_a_case(law, args.contacts, args.rounds)
    print(f"\none event, all {len(law.rules)} rules, one core, scalar function")
    one_event(law, [(each.day, each.values) for each in subjects], "contacts of the case")
    rows = made_rows(law, args.contacts, unknown=peers.UNKNOWN)
    one_event(law, [(DAY, row) for row in rows], f"random facts, {peers.UNKNOWN:.0%} unknown")
    print()
    peers.run(law, args.events, args.rounds)
    if args.archive:
        print(flush=True)
        script = Path(__file__).with_name("judging_vector.py")
        subprocess.run([sys.executable, str(script), "--contacts", str(args.archive)], check=True)
    return 0


if __name__ == "__main__":
    sys.exit(main())
