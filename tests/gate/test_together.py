"""Group commit and its log lines: whoever waits is told, whatever becomes of the others."""

from __future__ import annotations

import asyncio
import io
import json
from pathlib import Path

from shouzheng.gate.asking import Answered
from shouzheng.gate.service.metrics import Metrics
from shouzheng.gate.service.together import Found, Together
from tests.gate.making import call, ready_gate


def test_all_who_wait_are_told_and_one_that_fails_keeps_nobody_waiting(tmp_path: Path) -> None:
    gate = ready_gate(tmp_path)
    told: list[Found] = []
    rests: list[int] = []

    def fails(found: Found) -> None:
        told.append(found)
        raise ConnectionError("the client is gone")

    async def ask() -> None:
        together = Together(gate, lambda: rests.append(len(told)))
        for number in range(4):
            planned = call(person=f"t{number}", debtor=f"t{number}")
            together.ask("client", planned, fails if number == 1 else told.append)
        last = await together.decide("client", call(person="t9", debtor="t9"))
        assert last.go == "allow"
        together.close()

    asyncio.run(ask())
    assert [isinstance(found, Answered) for found in told] == [True] * 4
    assert rests
    assert rests[-1] == 4
    gate.store.close()


def test_more_than_fit_are_decided_one_transaction_after_the_other(tmp_path: Path) -> None:
    gate = ready_gate(tmp_path)
    rests: list[None] = []

    async def ask() -> list[str]:
        together = Together(gate, lambda: rests.append(None), most=3)
        planned = [call(person=f"m{number}", debtor=f"m{number}") for number in range(8)]
        found = await together.decide_all("client", planned)
        await asyncio.sleep(0)  # the last ones were told just now
        together.close()
        return [each.go.value for each in found if isinstance(each, Answered)]

    assert asyncio.run(ask()) == ["allow"] * 8
    assert len(rests) == 3
    gate.store.close()


def test_each_decision_is_one_line_of_json_that_is_written_with_the_others() -> None:
    log = io.StringIO()
    metrics = Metrics(log)
    metrics.decided('a "client"', "refuse", ["R20", "gate.zone"], 0.0012345)
    metrics.decided("b", "hold", [], 0.5, ["R33"])
    assert log.getvalue() == ""
    metrics.flush()
    metrics.flush()
    lines = [json.loads(line) for line in log.getvalue().splitlines()]
    assert lines == [
        {"event": "decision", "client": 'a "client"', "answer": "refuse", "rules": ["R20", "gate.zone"]}
        | {"lacking": [], "ms": 1.23},
        {"event": "decision", "client": "b", "answer": "hold", "rules": [], "lacking": ["R33"], "ms": 500.0},
    ]
    metrics.problem("b", ["SZ-6000"], 400)
    assert json.loads(log.getvalue().splitlines()[-1])["event"] == "problem"
    assert 'decisions_total{client="b",answer="hold"} 1' in metrics.text()
