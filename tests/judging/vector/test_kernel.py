"""All counts and all rules over a table give what the scalar evaluators give contact by contact."""

from __future__ import annotations

from collections.abc import Mapping

import numpy
import pyarrow as pa
import pytest

from shouzheng.judging.counts import Countable, Countables, count
from shouzheng.judging.counts_sql import KEY
from shouzheng.judging.judge import where_marks
from shouzheng.judging.vector.kernel import FOUND, Answered, VectorKernel
from shouzheng.judging.vector.layout import schema_of
from shouzheng.model.verdict import Answer, FactValue
from shouzheng.rulebook.engines.vector import ANSWERS
from shouzheng.rulebook.files.facts import POSSIBLE
from shouzheng.rulebook.verdicts import judge_of
from tests.judging.vector.making import LAW, Log, random_log, table_of

KERNEL = VectorKernel(LAW, ("id", "seq"))
TABLE = table_of(*random_log(5, 64))
SIZE = TABLE.num_rows


def one_by_one(log: Log) -> list[list[Answer]]:
    """Answers of the scalar evaluators: batch counts, then each contact by all rules."""
    rows, facts = log
    marks = where_marks(LAW, facts)
    counted = {name: count(each, Countables(rows), marks[name]) for name, each in LAW.counts.items()}
    found = []
    for place, (one, base) in enumerate(zip(rows, facts, strict=True)):
        values: Mapping[str, FactValue] = {
            **base,
            **{name: each.sure[place] for name, each in counted.items()},
            **{name + POSSIBLE: each.possible[place] for name, each in counted.items()},
        }
        found.append(judge_of(LAW).answers(one.at.day, values))
    return found


def by_kernel(answered: Answered) -> list[list[Answer]]:
    return [[ANSWERS[code] for code in contact] for contact in answered.codes.T.tolist()]


@pytest.mark.parametrize("seed", range(4))
def test_all_rules_and_counts_as_the_scalar_evaluators(seed: int) -> None:
    log = random_log(seed, 150, days=5)
    expected = one_by_one(log)
    assert by_kernel(KERNEL.judge_all(table_of(*log))) == expected
    assert {answer for contact in expected for answer in contact} == set(Answer)


def test_every_partition_key_has_its_pass_and_the_one_of_most_counts_judges() -> None:
    keys = {definition.partition for definition in LAW.counts.values()}
    assert set(KERNEL.passes) == keys
    assert KERNEL.passes[-1] == "owner"
    columns = [name for key in KERNEL.passes for name in KERNEL.counted_by(key)]
    assert sorted(columns) == sorted(name + end for name in LAW.counts for end in ("", POSSIBLE))


def test_a_slim_table_is_enough_to_count() -> None:
    for key in KERNEL.passes:
        slim = KERNEL.count(TABLE.select(list(KERNEL.needed_by(key))), key)
        full = KERNEL.count(TABLE, key)
        for name in KERNEL.counted_by(key):
            assert slim[name].equals(full[name])


def test_buckets_one_by_one_give_the_same_as_the_whole() -> None:
    whole = KERNEL.judge_all(TABLE).as_bytes().to_pylist()
    table = TABLE
    for key in KERNEL.passes[:-1]:
        buckets = [KERNEL.count(bucket, key) for bucket in bucketed(table, key)]
        table = pa.concat_tables(buckets).sort_by("seq")
    found: dict[int, bytes] = {}
    for bucket in bucketed(table, KERNEL.passes[-1]):
        found.update(zip(bucket["seq"].to_pylist(), KERNEL.judge(bucket).as_bytes().to_pylist(), strict=True))
    assert [found[seq] for seq in range(TABLE.num_rows)] == whole


def bucketed(table: pa.Table, key: str) -> list[pa.Table]:
    """Cut a table by the values of a key; contacts without a value are a bucket too."""
    values = table[KEY + key].to_pylist()
    places = {value: [n for n, each in enumerate(values) if each == value] for value in dict.fromkeys(values)}
    return [table.take(rows) for rows in places.values()]


def test_batches_slices_and_plain_texts_are_the_same_table() -> None:
    expected = KERNEL.judge_all(TABLE).codes
    in_batches = pa.Table.from_batches(TABLE.to_batches(max_chunksize=5))
    assert numpy.array_equal(KERNEL.judge_all(in_batches).codes, expected)
    padded = pa.concat_tables([TABLE.slice(0, 3), TABLE]).combine_chunks().slice(3)
    assert numpy.array_equal(KERNEL.judge_all(padded).codes, expected)
    texts = pa.schema(
        [pa.field(f.name, pa.string() if pa.types.is_dictionary(f.type) else f.type) for f in TABLE.schema]
    )
    assert numpy.array_equal(KERNEL.judge_all(TABLE.cast(texts)).codes, expected)


def test_a_key_may_be_an_integer_or_bytes() -> None:
    expected = KERNEL.judge_all(TABLE).codes
    numbers: dict[str | None, int | None] = {None: None, **{f"owner-{n}": n for n in range(1, 4)}}
    column = TABLE.column_names.index("key_owner")
    values = [numbers[value] for value in TABLE["key_owner"].to_pylist()]
    digests = [None if value is None else bytes([value]) for value in values]
    for array in (pa.array(values, pa.int64()), pa.array(digests, pa.binary()), pa.array(digests, pa.binary(1))):
        table = TABLE.set_column(column, "key_owner", array)
        assert numpy.array_equal(KERNEL.judge_all(table).codes, expected)


def test_facts_and_keys_without_a_column_are_unknown() -> None:
    rows, facts = random_log(9, 40)
    columns = ["id", "seq", "earliest", "latest", "day_no", "is_collection", "key_owner", "key_creditor"]
    told = by_kernel(KERNEL.judge_all(table_of(rows, facts).select(columns)))
    nowhere = dict.fromkeys(LAW.keys)
    keys = [{**nowhere, "owner": one.keys["owner"], "creditor": one.keys["creditor"]} for one in rows]
    bare = [{"day_no": each["day_no"], "is_collection": each["is_collection"]} for each in facts]
    assert told == one_by_one(([Countable(one.at, of) for one, of in zip(rows, keys, strict=True)], bare))


def test_a_column_of_nothing_but_nulls_is_no_column() -> None:
    """A reader that never saw a value may give it Arrow's null type."""
    names = ["is_call", "channel", "seconds", "key_creditor", "key_matter"]
    expected = KERNEL.judge_all(TABLE.drop_columns(names)).codes
    table = TABLE.drop_columns(names)
    for name in names:
        table = table.append_column(name, pa.nulls(SIZE))
    assert numpy.array_equal(KERNEL.judge_all(table).codes, expected)


def test_nothing_in_nothing_out() -> None:
    answered = KERNEL.judge_all(TABLE.slice(0, 0))
    assert answered.codes.shape == (len(LAW.rules), 0)
    assert answered.found().num_rows == 0
    assert answered.tallies().sum() == 0
    assert answered.as_bytes().to_pylist() == []


def test_what_is_found_and_tallied_is_what_was_answered() -> None:
    answered = KERNEL.judge_all(TABLE)
    told = by_kernel(answered)
    expected = [
        (row, rule, answer)
        for row, contact in enumerate(told)
        for rule, answer in zip(answered.rules, contact, strict=True)
        if answer in FOUND
    ]
    found = answered.found()
    lines = zip(*(found[name].to_pylist() for name in ("row", "rule", "answer")), strict=True)
    assert sorted(lines) == sorted((row, rule, answer.value) for row, rule, answer in expected)
    assert expected
    for place, tally in enumerate(answered.tallies().tolist()):
        assert tally == [sum(contact[place] is answer for contact in told) for answer in ANSWERS]
    width = len(LAW.rules)
    assert [list(value) for value in answered.as_bytes().to_pylist()] == answered.codes.T.tolist()
    assert all(len(value) == width for value in answered.as_bytes().to_pylist())


# --- what is refused, by name


def changed(name: str, array: pa.Array) -> pa.Table:
    return TABLE.set_column(TABLE.column_names.index(name), name, array)


REFUSED = [
    ("a misspelt fact", TABLE.append_column("act_insullt", pa.nulls(SIZE, pa.bool_())), "act_insullt"),
    ("a time is missing", TABLE.drop_columns(["latest"]), "missing: latest"),
    ("a column twice", TABLE.append_column("is_call", TABLE["is_call"]), "twice: is_call"),
    ("a day of another place", changed("day_no", pa.array([0] * SIZE)), "not the Beijing day"),
    ("a day not known", changed("day_no", pa.nulls(SIZE, pa.int64())), "day_no must be known"),
    ("an interval of an hour", changed("latest", pa.array([3_600_000] * SIZE)), "latest - earliest"),
    ("a flag as a number", changed("is_call", pa.array([1] * SIZE)), "is_call: int64 is not bool"),
    ("a fraction", changed("seconds", pa.array([1.5] * SIZE)), "seconds: double is not an integer"),
    ("another value", changed("channel", pa.array(["pigeon"] * SIZE)), "channel: 'pigeon' is none of"),
    ("unknown as a text", changed("direction", pa.array(["unknown"] * SIZE)), "direction: 'unknown' is none of"),
    ("a key that is a fraction", changed("key_owner", pa.array([0.5] * SIZE)), "key_owner: double is neither"),
    ("beyond its range", changed("minute_of_day", pa.array([1440] * SIZE)), "minute_of_day has values outside"),
    ("too big for a signed number", changed("seconds", pa.array([2**63] * SIZE, pa.uint64())), "seconds: "),
]


@pytest.mark.parametrize(("table", "words"), [each[1:] for each in REFUSED], ids=[each[0] for each in REFUSED])
def test_a_table_that_is_not_as_the_layout_says_is_refused_by_name(table: pa.Table, words: str) -> None:
    with pytest.raises(ValueError, match=words):
        KERNEL.judge_all(table)


@pytest.mark.parametrize("name", ["channel", "key_owner"])
@pytest.mark.parametrize("place", [-1, 9])
def test_places_beyond_the_dictionary_are_refused(name: str, place: int) -> None:
    """A file from outside may hold them; two groups would fall together."""
    values = pa.array(["call", "sms"] if name == "channel" else ["x", "y"])
    indices = pa.array([0, place] + [1] * (SIZE - 2), pa.int32())
    broken = pa.DictionaryArray.from_arrays(indices, values, safe=False)
    with pytest.raises(ValueError, match=f"{name}: the dictionary does not hold"):
        KERNEL.judge_all(changed(name, broken))


@pytest.mark.parametrize(("earliest", "latest"), [(2**62, 2**62), (-(2**62), 0), (2**63 - 1, -(2**63) + 59_998)])
def test_an_instant_out_of_this_world_is_refused(earliest: int, latest: int) -> None:
    """In the last pair the difference runs over and looks like a minute."""
    table = changed("earliest", pa.array([earliest] * SIZE))
    with pytest.raises(ValueError, match="thousands of years"):
        KERNEL.judge_all(table.set_column(table.column_names.index("latest"), "latest", pa.array([latest] * SIZE)))


def test_counting_twice_or_not_at_all_is_refused() -> None:
    first = KERNEL.passes[0]
    with pytest.raises(ValueError, match="not counted yet: third_persons_30d"):
        KERNEL.judge(TABLE)
    with pytest.raises(ValueError, match="already counted: third_persons_30d"):
        KERNEL.count(KERNEL.count(TABLE, first), first)


def test_unknown_places_may_hold_anything() -> None:
    """Arrow leaves what lies under a null open; an enum's place there may even lie beyond all values."""
    expected = KERNEL.judge_all(TABLE).codes
    table = TABLE
    for name in ("seconds", "channel", "is_call"):
        array = TABLE[name].combine_chunks()
        rubbish = _rubbish_under_nulls(array)
        assert rubbish.equals(array)
        table = table.set_column(table.column_names.index(name), name, rubbish)
    assert numpy.array_equal(KERNEL.judge_all(table).codes, expected)


def _rubbish_under_nulls(array: pa.Array) -> pa.Array:
    indices = array.indices if pa.types.is_dictionary(array.type) else array
    validity, data = indices.buffers()[:2]
    known = numpy.unpackbits(numpy.frombuffer(validity, numpy.uint8), count=len(array), bitorder="little").view(bool)
    if pa.types.is_boolean(array.type):
        bits = numpy.unpackbits(numpy.frombuffer(data, numpy.uint8), count=len(array), bitorder="little")
        filled = numpy.packbits(numpy.where(known, bits, 1), bitorder="little")
    else:
        values = numpy.frombuffer(data, indices.type.to_pandas_dtype())[: len(array)]
        filled = numpy.where(known, values, 99).astype(values.dtype)
    made = pa.Array.from_buffers(indices.type, len(array), [validity, pa.py_buffer(filled)])
    if pa.types.is_dictionary(array.type):
        return pa.DictionaryArray.from_arrays(made, array.dictionary, safe=False)
    return made


def test_the_schema_names_every_key_and_base_fact() -> None:
    names = schema_of(LAW).names
    assert {KEY + name for name in LAW.keys} <= set(names)
    assert not set(LAW.counts) & set(names)
    assert {"earliest", "latest", "day_no", "is_night"} <= set(names)
