"""Reading in helper processes gives the same answers in the same order, and loses nothing when one dies."""

from __future__ import annotations

import os
import signal
from collections.abc import Iterator
from concurrent.futures import ProcessPoolExecutor
from datetime import date

import pytest

from shouzheng.model.case import Role
from shouzheng.reading.lexicon import load_lexicon
from shouzheng.remedy import readers
from shouzheng.remedy.readers import Readers, ToRead, processes_for

LEXICON = load_lexicon()
TEXTS = ["再不还钱打断你的腿", "明天见", "", "【云岭示例消金】您本期账单1,860.00元，客服95000", "不要脸的老赖"]


def _words(item: int) -> ToRead | None:
    if item % 7 == 6:
        return None
    return ToRead(TEXTS[item % len(TEXTS)], Role.DEBTOR, item % 11 == 0, date(2026, 1, 1), full=item % 2 == 0)


def test_the_same_answers_in_the_same_order() -> None:
    with Readers(LEXICON) as alone, Readers(LEXICON, 1) as helped:
        assert list(alone.in_order(range(1_500), _words)) == list(helped.in_order(range(1_500), _words))


def test_private_texts_are_read_for_their_acts_only() -> None:
    with Readers(LEXICON) as alone:
        (_, reading), *_ = alone.in_order([3], _words)
    assert reading is not None
    assert reading.entities == ()
    assert reading.elements == ()


def test_what_came_before_a_failure_is_not_lost() -> None:
    def items() -> Iterator[int]:
        yield from range(900)
        raise OSError("the disk went away")

    got: list[int] = []
    with Readers(LEXICON, 1) as helped, pytest.raises(OSError, match="went away"):
        got.extend(item for item, _ in helped.in_order(items(), _words))
    assert got == list(range(900))


def test_a_helper_that_is_killed_costs_no_result(monkeypatch: pytest.MonkeyPatch) -> None:
    killed: list[int] = []
    submit = ProcessPoolExecutor.submit

    def submit_then_kill(pool: ProcessPoolExecutor, *args: object, **kwargs: object) -> object:
        future: object = submit(pool, *args, **kwargs)  # type: ignore[arg-type]
        if not killed:
            killed.extend(pool._processes)
            for process in killed:
                os.kill(process, signal.SIGKILL)
        return future

    monkeypatch.setattr(ProcessPoolExecutor, "submit", submit_then_kill)
    with Readers(LEXICON) as alone, Readers(LEXICON, 1) as helped:
        assert list(helped.in_order(range(900), _words)) == list(alone.in_order(range(900), _words))
    assert killed


def test_small_inputs_start_no_process() -> None:
    assert processes_for(readers.WORTH_IT - 1) == 0
    assert 0 <= processes_for(readers.WORTH_IT) <= 3
