"""What may come in, what is refused, and the schema of what goes out."""

from __future__ import annotations

from datetime import date
from functools import cache
from typing import Any

import pyarrow as pa
import pytest

from shouzheng.model.schema import TEXT_READINGS
from shouzheng.reading.column.reader import ColumnReader
from shouzheng.reading.kinds.loading import load_kinds
from shouzheng.reading.kinds.told import kind_of
from shouzheng.reading.one import read
from tests.reading.column.comparing import examples, reader, told_by
from tests.reading.making import lexicon

_TEXTS = ["再不还款就打断你的腿", None, "", "您的借款本期应还1,860.00元，今天到期", "貸*款，黛款"]


@cache
def bare() -> ColumnReader:
    """Return the reader without kinds: the documented table and nothing else."""
    return ColumnReader(lexicon())


def _table(texts: Any, **further: Any) -> list[dict[str, Any]]:
    answer: list[dict[str, Any]] = bare().read(texts, **further).to_pylist()
    return answer


@pytest.mark.parametrize(
    "kind", [pa.string(), pa.large_string(), pa.string_view(), pa.binary(), pa.large_binary(), pa.binary_view()]
)
def test_all_types_of_text_give_the_same(kind: Any) -> None:
    raw = [None if text is None else text.encode() for text in _TEXTS]
    values = _TEXTS if kind in (pa.string(), pa.large_string(), pa.string_view()) else raw
    assert _table(pa.array(values, kind)) == _table(pa.array(_TEXTS, pa.string()))


def test_dictionaries_slices_and_chunks() -> None:
    plain = pa.array(_TEXTS, pa.string())
    want = _table(plain)
    assert _table(plain.dictionary_encode()) == want
    assert _table(pa.chunked_array([plain.slice(0, 2), plain.slice(2, 0), plain.slice(2)])) == want
    assert _table(plain.slice(1, 3)) == want[1:4]
    assert _table(pa.nulls(3)) == [dict.fromkeys(column.name for column in TEXT_READINGS.columns)] * 3


def test_no_texts_at_all() -> None:
    for empty in (pa.array([], pa.string()), pa.chunked_array([], pa.string())):
        table = bare().read(empty)
        assert (table.num_rows, table.num_columns) == (0, 4)


def test_a_null_text_has_null_readings_and_others_do_not() -> None:
    rows = _table(pa.array(_TEXTS, pa.string()))
    assert rows[1] == dict.fromkeys(("acts", "entities", "elements", "disguised"))
    assert rows[2] == {"acts": [], "entities": [], "elements": [], "disguised": False}
    assert rows[4]["disguised"] is True


def test_unknown_values_of_further_columns_are_unknown() -> None:
    texts = pa.array(_TEXTS, pa.string())
    further = {
        "addressee": pa.array([None] * 5, pa.string()).dictionary_encode(),
        "own_words": pa.chunked_array([pa.array([None, None], pa.bool_()), pa.array([None] * 3, pa.bool_())]),
        "sent": pa.array([None] * 5, pa.date32()),
    }
    assert _table(texts, **further) == _table(texts)


def test_own_words_carry_no_act_and_the_day_of_sending_resolves_dates() -> None:
    texts = pa.array(_TEXTS, pa.string())
    rows = _table(texts, own_words=pa.array([True] * 5), sent=pa.array([date(2026, 11, 22)] * 5, pa.date64()))
    assert rows[0]["acts"] == rows[3]["acts"] == []
    assert [one["day"] for one in rows[3]["entities"] if one["kind"] == "date"] == [date(2026, 11, 22)]


def test_lone_surrogates_come_in_as_bytes_and_go_out_as_replacement_characters() -> None:
    text = "再不还款就打\ud800断你的腿，支付宝账号abcdef\udfff，欠款100元"
    row = _table(pa.array([text.encode("utf-8", "surrogatepass"), b"", None]))[0]
    want = told_by(read(text, lexicon()))
    for one in want["entities"]:
        one["text"] = "".join("\ufffd" if "\ud800" <= char <= "\udfff" else char for char in one["text"])
    assert row == want


@pytest.mark.parametrize("raw", [b"\xff", b"\xe4\xbd", b"\xa0\xe4"])
def test_other_bytes_are_refused(raw: bytes) -> None:
    with pytest.raises(ValueError, match="utf-8"):
        bare().read(pa.array([b"\xe4\xbd\xa0", raw, b"\xa0"]))


def test_half_characters_at_the_edges_of_two_texts_are_not_joined() -> None:
    with pytest.raises(ValueError, match="utf-8"):
        bare().read(pa.array([b"\xe4\xbd", b"\xa0"]))


def test_other_types_lengths_and_roles_are_refused() -> None:
    with pytest.raises(TypeError, match="int64"):
        bare().read(pa.array([1]))
    texts = pa.array(["a", "b"])
    for further in ({"addressee": pa.array(["debtor"])}, {"own_words": pa.array([True])}, {"sent": pa.nulls(3)}):
        with pytest.raises(ValueError, match="for 2 texts"):
            bare().read(texts, **further)
    with pytest.raises(ValueError, match="neighbour_of_nobody"):
        bare().read(texts, addressee=pa.array(["debtor", "neighbour_of_nobody"]))


def test_the_schema_is_the_documented_one() -> None:
    texts = pa.array(list(examples()[:3]))
    schema = bare().read(texts).schema
    assert reader().read(texts).schema == schema.append(pa.field("kind", pa.string()))
    for field, column in zip(schema, TEXT_READINGS.columns, strict=True):
        written = str(field.type).replace("item: ", "").replace("element: ", "").replace(" not null", "")
        documented = column.arrow.replace("element: ", "").replace("date32", "date32[day]")
        assert (field.name, written, field.nullable) == (column.name, documented, column.nullable)


def test_kinds_of_nothing_of_own_words_and_of_what_the_reference_reads() -> None:
    texts = [None, "", " \u3000\n", "您的借款已逾期5天，请尽快还款", "还" * 5_000, "\ud800打断你的腿"]
    column = pa.array([None if text is None else text.encode("utf-8", "surrogatepass") for text in texts])
    kinds = reader().read(column).column("kind").to_pylist()
    assert kinds[:4] == [None, "other", "other", "collection_notice"]
    for text, kind in zip(texts[4:], kinds[4:], strict=True):
        assert text is not None
        assert kind == kind_of(text, read(text, lexicon()), lexicon(), load_kinds()).value
    own = reader().read(column, own_words=pa.array([True] * len(texts))).column("kind").to_pylist()
    assert own == [None, *["victim_reply"] * 5]
    assert reader().read(column.slice(0, 0)).column("kind").to_pylist() == []
