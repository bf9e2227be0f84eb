"""Sorted batches are put together so that every key is whole, whatever the sizes of the batches."""

from __future__ import annotations

import pyarrow as pa
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from shouzheng.judging.vector import streams
from shouzheng.judging.vector.kernel import VectorKernel
from tests.judging.vector.making import LAW, random_log, table_of

KEYS = st.lists(st.sampled_from(["a", "b", "c", "d", None]), max_size=30).map(
    lambda keys: sorted(keys, key=lambda key: (key is not None, key or ""))
)


def batches(keys: list[str | None], sizes: list[int]) -> list[pa.RecordBatch]:
    """One column of keys, and the place, in batches of these sizes in turn."""
    table = pa.table({"key": pa.array(keys, pa.string()), "place": pa.array(range(len(keys)), pa.int64())})
    found: list[pa.RecordBatch] = []
    start = 0
    while start < len(keys):
        size = sizes[len(found) % len(sizes)]
        found += table.slice(start, size).to_batches() or [pa.RecordBatch.from_pylist([], table.schema)]
        start += size
    return found


@given(KEYS, st.lists(st.integers(1, 7), min_size=1, max_size=3), st.integers(1, 12))
@settings(deadline=None, max_examples=150)
def test_every_key_is_whole_and_nothing_is_lost(keys: list[str | None], sizes: list[int], contacts: int) -> None:
    tables = list(streams.whole_keys(batches(keys, sizes), "key", contacts))
    assert [key for table in tables for key in table["key"].to_pylist()] == keys
    assert [place for table in tables for place in table["place"].to_pylist()] == list(range(len(keys)))
    homes: dict[str, int] = {}
    for number, table in enumerate(tables):
        assert table.num_rows
        for key in set(table["key"].to_pylist()) - {None}:
            assert homes.setdefault(key, number) == number
    for table in tables[:-1]:
        assert table.num_rows >= contacts


def test_a_table_ends_soon_after_it_is_full() -> None:
    keys: list[str | None] = [f"{n // 3:04d}" for n in range(300)]
    tables = list(streams.whole_keys(batches(keys, [4]), "key", 30))
    assert max(table.num_rows for table in tables) <= 36


@pytest.mark.parametrize("keys", [["b", "a"], ["a", "b", "a"], ["a", None, "a"], ["c", "c", "b", "c"]])
@pytest.mark.parametrize("size", [1, 2, 9])
def test_a_key_that_comes_again_is_refused(keys: list[str | None], size: int) -> None:
    with pytest.raises(ValueError, match="not sorted by key"):
        list(streams.whole_keys(batches(keys, [size]), "key"))


def test_dictionaries_and_integers_are_keys_too() -> None:
    for array in (pa.array(["a", "a", "b"]).dictionary_encode(), pa.array([1, 1, 2])):
        (table,) = streams.whole_keys([pa.RecordBatch.from_arrays([array], ["key"])], "key")
        assert table.num_rows == 3


def test_streams_of_all_passes_give_what_the_whole_table_gives() -> None:
    kernel = VectorKernel(LAW, ("id", "seq"))
    table = table_of(*random_log(3, 120))
    for key in kernel.passes[:-1]:
        counted = streams.counted(kernel, key, _sorted(table, key).to_batches(max_chunksize=11))
        table = pa.Table.from_batches(list(counted))
    found = pa.Table.from_batches(
        list(streams.judged(kernel, _sorted(table, kernel.passes[-1]).to_batches(max_chunksize=11)))
    )
    assert found.column_names == ["id", "seq", "answers"]
    told = found.sort_by("seq")["answers"].to_pylist()
    assert told == kernel.judge_all(table_of(*random_log(3, 120))).as_bytes().to_pylist()


def _sorted(table: pa.Table, key: str) -> pa.Table:
    """By key, instant and place, as ``streams`` asks; texts are sorted as texts."""
    name = f"key_{key}"
    texts = table.set_column(table.column_names.index(name), name, table[name].cast(pa.string()))
    return texts.sort_by([(name, "ascending"), ("latest", "ascending"), ("seq", "ascending")]).combine_chunks()
