"""Arrow columns as the kernels want them: facts as numbers and packed bits, keys as codes. Nothing is copied per row.

Every function raises ``ValueError`` naming the column when its type or a value in it is not what ``layout`` says.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import numpy
import pyarrow as pa
import pyarrow.compute as pc

from shouzheng.judging.counts_sql import KEY
from shouzheng.judging.placement import DAY_MS, WIDTHS
from shouzheng.judging.vector.layout import EARLIEST, LATEST
from shouzheng.rulebook.engines import vector_bits as bits
from shouzheng.rulebook.engines.vector import DAY, Column
from shouzheng.rulebook.files.facts import FactDefinition, FactType

if TYPE_CHECKING:
    from numpy.typing import NDArray

    Array = NDArray[Any]

#: Beijing is ahead of UTC by eight hours.
_AHEAD = 8 * 60 * 60_000
#: Instants further from 1970 lie outside every day number a fact can hold; up to here no sum of the kernel overflows.
_FURTHEST = 2**46


@dataclass(frozen=True, slots=True)
class Places:
    """Where contacts stand in time, as ``judging.placement.Placement`` column by column (64-bit integers)."""

    earliest: Array
    latest: Array
    day_no: Array

    @property
    def width(self) -> Array:
        """Latest minus earliest instant, one of ``WIDTHS``."""
        width: Array = self.latest - self.earliest
        return width


@dataclass(frozen=True, slots=True)
class KeyCodes:
    """One key of many contacts: equal values have equal codes below ``size``, -1 is no value (32-bit)."""

    codes: Array
    size: int


def places_of(table: pa.Table) -> Places:
    """Read the three columns of time and check that they tell one story."""
    earliest, latest, day_no = (_certain_integers(table, name) for name in (EARLIEST, LATEST, DAY))
    for name, instants in ((EARLIEST, earliest), (LATEST, latest)):
        if len(instants) and (instants.min() < -_FURTHEST or instants.max() > _FURTHEST):
            raise ValueError(f"{name}: an instant thousands of years away")
    if not numpy.isin(latest - earliest, WIDTHS).all():
        raise ValueError(f"{LATEST} - {EARLIEST} must be one of {', '.join(map(str, WIDTHS))} milliseconds")
    for instants in (earliest, latest):
        if not numpy.array_equal((instants + _AHEAD) // DAY_MS, day_no):
            raise ValueError(f"{DAY} is not the Beijing day of {EARLIEST} and {LATEST}")
    return Places(earliest, latest, day_no)


def facts_of(table: pa.Table, facts: Mapping[str, FactDefinition], names: Iterable[str]) -> dict[str, Column]:
    """Return the facts that the table has values of, of those named."""
    return {name: _fact(table, facts[name]) for name in names if _has_values(table, name)}


def keys_of(table: pa.Table, names: Iterable[str]) -> dict[str, KeyCodes]:
    """Return the codes of these keys; one whose column is missing has no value for any contact."""
    return {name: _codes(table, KEY + name) for name in names}


def _has_values(table: pa.Table, name: str) -> bool:
    """False when there is no such column, or it has Arrow's type for nothing but nulls."""
    return name in table.column_names and not pa.types.is_null(table.schema.field(name).type)


def int_array(values: Array, known: Array | None) -> pa.Array:
    """Return an Arrow array of 32-bit integers, null where not known."""
    validity = None if known is None else pa.py_buffer(bits.pack(known))
    data = numpy.ascontiguousarray(values, dtype=numpy.int32)
    return pa.Array.from_buffers(pa.int32(), len(values), [validity, pa.py_buffer(data)])


def single(table: pa.Table, name: str) -> pa.Array:
    """Return a column as one array; dictionaries of its chunks are made one."""
    column = table.column(name)
    if pa.types.is_dictionary(column.type):
        column = column.unify_dictionaries()
    return column.chunk(0) if column.num_chunks == 1 else column.combine_chunks()


def _fact(table: pa.Table, fact: FactDefinition) -> Column:
    array = single(table, fact.name)
    if fact.type is FactType.BOOL:
        if not pa.types.is_boolean(array.type):
            raise ValueError(f"{fact.name}: {array.type} is not bool")
        return Column(_bits(array.buffers()[1], array.offset, len(array)), known_bits(array))
    if fact.type is FactType.INT:
        return Column(_integers(array, fact.name), known_bits(array))
    return _enum(array, fact)


def known_bits(array: pa.Array) -> Array | None:
    """Return where an array has values, packed (bits after the last may be anything); ``None`` when everywhere."""
    validity = array.buffers()[0]
    return None if validity is None or array.null_count == 0 else _bits(validity, array.offset, len(array))


def _bits(buffer: pa.Buffer | None, offset: int, length: int) -> Array:
    if buffer is None or not length:
        return numpy.zeros(bits.size_in_bytes(length), dtype=numpy.uint8)
    first, shift = divmod(offset, 8)
    packed = numpy.frombuffer(buffer, dtype=numpy.uint8)[first : first + bits.size_in_bytes(shift + length)]
    return packed if not shift else bits.pack(bits.unpack(packed, shift + length)[shift:])


def _integers(array: pa.Array, name: str) -> Array:
    """Signed integers as they lie in the buffer; places of nulls hold anything."""
    if not pa.types.is_integer(array.type):
        raise ValueError(f"{name}: {array.type} is not an integer type")
    if pa.types.is_unsigned_integer(array.type):
        try:
            array = array.cast(pa.int64())
        except pa.ArrowInvalid as error:
            raise ValueError(f"{name}: {error}") from error
    buffer = array.buffers()[1]
    if buffer is None or not len(array):
        return numpy.zeros(len(array), dtype=numpy.int64)
    kind = array.type.to_pandas_dtype()
    return numpy.frombuffer(buffer, dtype=kind)[array.offset : array.offset + len(array)]


def _certain_integers(table: pa.Table, name: str) -> Array:
    array = single(table, name)
    if array.null_count:
        raise ValueError(f"{name} must be known for every contact")
    return _integers(array, name).astype(numpy.int64, copy=False)


def _enum(array: pa.Array, fact: FactDefinition) -> Column:
    array = _encoded(array, fact.name)
    place_of = {value: place for place, value in enumerate(fact.values)}
    values = array.dictionary.to_pylist()
    indices, known = _indices(array, fact.name)
    if values == list(fact.values[: len(values)]):
        return Column(indices, known)
    places = numpy.array([*(place_of.get(value, -1) for value in values), 0], dtype=numpy.int16)
    taken = places.take(indices, mode="clip")
    strange = taken < 0 if known is None else (taken < 0) & bits.unpack(known, len(taken))
    if strange.any():
        value = values[int(indices[numpy.argmax(strange)])]
        raise ValueError(f"{fact.name}: {value!r} is none of {', '.join(fact.values)}")
    return Column(taken, known)


def _indices(array: pa.DictionaryArray, name: str) -> tuple[Array, Array | None]:
    """Return places in the dictionary and where there are any; what lies under a null may be anything."""
    indices, known = _integers(array.indices, name), known_bits(array.indices)
    beyond = (indices < 0) | (indices >= len(array.dictionary))
    if beyond.any() and (known is None or (beyond & bits.unpack(known, len(beyond))).any()):
        raise ValueError(f"{name}: the dictionary does not hold all values")
    return indices, known


def _encoded(array: pa.Array, name: str) -> pa.DictionaryArray:
    if not pa.types.is_dictionary(array.type):
        array = array.dictionary_encode()
    kind, values = array.type.value_type, array.dictionary
    if not _identifies(kind):
        raise ValueError(f"{name}: {kind} is neither text, bytes nor an integer")
    if values.null_count or pc.count_distinct(values).as_py() != len(values):
        array = array.dictionary_decode().dictionary_encode()
    return array


def _identifies(kind: pa.DataType) -> bool:
    types = pa.types
    return any(
        is_one(kind)
        for is_one in (
            types.is_string,
            types.is_large_string,
            types.is_binary,
            types.is_large_binary,
            types.is_fixed_size_binary,
            types.is_integer,
        )
    )


def _codes(table: pa.Table, name: str) -> KeyCodes:
    if not _has_values(table, name):
        return KeyCodes(numpy.full(table.num_rows, -1, dtype=numpy.int32), 0)
    array = _encoded(single(table, name), name)
    indices, known = _indices(array, name)
    codes = indices.astype(numpy.int32)
    if known is not None:
        codes[~bits.unpack(known, len(codes))] = -1
    return KeyCodes(codes, len(array.dictionary))
