"""Columns say what the reference says: acts, entities, elements and disguise, with the same characters and values."""

from __future__ import annotations

from datetime import date

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from shouzheng.model.case import Role
from shouzheng.reading.column import reader as module
from tests.reading.column.comparing import CASES, PIECES, Case, assert_equal, examples, known, reader, rows


def test_every_example_of_the_lexicon_to_every_role() -> None:
    roles = list(Role)
    assert_equal([(text, roles[index % len(roles)], False, None) for index, text in enumerate(examples())])


def test_every_piece_of_the_entity_grammar_alone_and_beside_its_neighbours() -> None:
    pairs = ["".join(PIECES[index : index + 3]) for index in range(len(PIECES))]
    assert_equal([(text, Role.DEBTOR, False, date(2026, 11, 22)) for text in (*PIECES, *pairs)])


@given(st.lists(CASES, min_size=1, max_size=40))
@settings(max_examples=40, deadline=None)
def test_spoiled_texts(cases: list[Case]) -> None:
    assert_equal(cases)


@given(st.lists(st.text(max_size=60), min_size=1, max_size=20))
@settings(max_examples=30, deadline=None)
def test_any_texts(texts: list[str]) -> None:
    assert_equal(known(texts))


def test_neighbouring_texts_do_not_see_each_other() -> None:
    halves = [
        "再不还款就打断",
        "你的腿",
        "您欠款1,2",
        "34元，请",
        "13000",
        "000021",
        "“再不还",
        "钱”",
        "支付宝账号",
        "abcdef1",
    ]
    assert_equal(known(halves))
    assert rows(known(halves)) == [rows(known([half]))[0] for half in halves]


def test_batches_are_cut_anywhere(monkeypatch: pytest.MonkeyPatch) -> None:
    texts = known(examples()[:60])
    together = rows(texts)
    for size in (1, 7, 59):
        monkeypatch.setattr(module, "BATCH_ROWS", size)
        assert rows(texts[:20]) == together[:20]
    monkeypatch.setattr(module, "BATCH_ROWS", 64)
    for size in (1, 200, 1_000):
        monkeypatch.setattr(module, "BATCH_BYTES", size)
        assert rows(texts) == together


def test_nearly_everything_is_read_as_columns() -> None:
    before = reader().handed_over, reader().entities_handed_over
    rows(known(examples()))
    assert reader().handed_over - before[0] <= len(examples()) // 50
    assert reader().entities_handed_over - before[1] <= len(examples()) // 50
