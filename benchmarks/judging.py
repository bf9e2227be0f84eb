"""20,000 attributed contacts judged by all rules of the shipped law, on one core: CPU seconds of each step.

The contacts are the invented ones of the tests: calls and messages of two creditors and two agencies over 800 days.
The peer is the rulebook's own judge, asked contact by contact (``judge_event``), which gives every verdict in full.
Before any time is printed, both must have found the same hits.
"""

from __future__ import annotations

import argparse
import platform
import random
import sys
import time
from collections.abc import Callable
from datetime import datetime, timedelta
from pathlib import Path
from typing import TypeVar

sys.path.insert(0, str(Path(__file__).resolve().parent.parent))

from tests.judging.making import AGENCY, AGENCY_2, BANK, CASE, LENDER, READABLE, call, missed, text

from shouzheng.judging.case import Contact
from shouzheng.judging.facts import Background, base_facts
from shouzheng.judging.findings import Material, build_findings
from shouzheng.judging.judge import count_all, subjects_of
from shouzheng.judging.verdicts import FOUND, judge_all
from shouzheng.rulebook.load import load_rulebook
from shouzheng.rulebook.verdicts import judge_event

_T = TypeVar("_T")
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


def main() -> int:
    """Run all steps."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--contacts", type=int, default=20_000)
    parser.add_argument("--rounds", type=int, default=3)
    args = parser.parse_args()
    law, made = load_rulebook(), contacts(args.contacts)
    sizes = f"{args.contacts:,} contacts, {len(law.rules)} rules, {len(law.counts)} counts"
    print(f"{sizes}; Python {platform.python_version()}")
    background = Background.of(CASE, made, READABLE)
    values = timed("base facts", lambda: [base_facts(contact, CASE, background) for contact in made], args.rounds)
    counted = timed("counts", lambda: count_all(made, values, law), args.rounds)
    subjects = subjects_of(made, values, counted)
    judged = timed("verdicts and tallies of all rules", lambda: judge_all(law, subjects), args.rounds)
    material = Material(CASE, made, subjects, counted, law)
    findings = timed("findings", lambda: build_findings(material, judged.hits), args.rounds)
    peer = timed(
        "(peer: judge_event one by one)", lambda: [judge_event(law, s.event, s.day, s.values) for s in subjects], 1
    )
    hits = [verdict for verdicts in peer for verdict in verdicts if verdict.answer in FOUND]
    if hits != [hit.verdict for hit in judged.hits]:
        raise RuntimeError("the two judges disagree")
    print(f"  {len(judged.hits):,} hits in {len(findings):,} findings")
    return 0


if __name__ == "__main__":
    sys.exit(main())
