"""Hostile texts: linear, no crash, and still what the reference says."""

from __future__ import annotations

import pyarrow as pa
import pytest

from shouzheng.reading.column import reader as module
from tests.reading.column.comparing import assert_equal, known, reader

_LONG = [
    "a",
    "1",
    "元",
    "，",
    "“",
    ".",
    "a.",
    "你欠",
    "今天",
    "【",
    "\u202e",
    "\x00",
    "😀",
    "一",
    "1,",
    "白条",
    "打断你的腿",
]


@pytest.mark.parametrize("unit", _LONG)
def test_repeated_units_of_any_length(unit: str) -> None:
    lengths = (0, 1, 2, 63, 400, 2001)
    assert_equal(known([unit * (length // len(unit)) for length in lengths]))


def test_a_megabyte_of_one_character_among_others() -> None:
    texts = ["字" * 350_000, "再不还款就打断你的腿", "a" * 1_000]
    rows = reader().read(pa.array(texts)).to_pylist()
    assert rows[1] == reader().read(pa.array(texts[1:2])).to_pylist()[0]
    assert rows[1]["acts"]
    assert rows[0]["acts"] == rows[2]["acts"] == []


def test_more_finds_than_anyone_lists() -> None:
    long_one = "打断你的腿，再不还钱" * 120
    many_entities = "1元" * 1_100
    assert len(long_one) < module.LONGEST
    assert_equal(known([long_one, many_entities, "白条" * 1_100]))


def test_borders_controls_and_directions() -> None:
    assert_equal(
        known(
            ["\n", "\n\n", "\r\n你欠钱\n", "\u202e打断你的腿\u202c", "\x00" * 9, "打\x00断\x00你\x00的\x00腿", "\u2029"]
        )
    )
