"""Who contacted whom, by which channel and with what outcome, and what the person agreed to or refused before."""

from __future__ import annotations

from collections.abc import Iterable
from typing import TYPE_CHECKING, Any

import numpy
import pyarrow as pa
import pyarrow.compute as pc

from shouzheng.audit.archive import Practice
from shouzheng.judging.acts import NOT_ANSWERED
from shouzheng.judging.facts import MAY_OWE, OWES
from shouzheng.model.case import Role
from shouzheng.model.event import Channel, Outcome
from shouzheng.model.moment import Resolution

if TYPE_CHECKING:
    from numpy.typing import NDArray

    Array = NDArray[Any]

_CALLS = (Channel.CALL, Channel.VIDEO_CALL)


def column(rows: pa.Table, name: str, kind: pa.DataType) -> pa.Array:
    """Return a column as one plain array of this type; nulls when the archive does not have it."""
    if name not in rows.column_names:
        return pa.nulls(rows.num_rows, kind)
    values = rows[name].combine_chunks() if rows[name].num_chunks != 1 else rows[name].chunk(0)
    if pa.types.is_dictionary(values.type):
        values = values.dictionary_decode()
    return values.cast(kind)


def coded(rows: pa.Table, name: str) -> pa.DictionaryArray:
    """Return a column of few different texts as one dictionary array; nulls when the archive does not have it."""
    if name not in rows.column_names:
        return pa.nulls(rows.num_rows, pa.dictionary(pa.int32(), pa.string()))
    values = rows[name].unify_dictionaries() if pa.types.is_dictionary(rows[name].type) else rows[name]
    single = values.combine_chunks() if values.num_chunks != 1 else values.chunk(0)
    if not pa.types.is_dictionary(single.type):
        single = single.cast(pa.string()).dictionary_encode()
    return single


def among(values: pa.DictionaryArray, wanted: Iterable[str]) -> Array:
    """Return where a coded column has one of these values."""
    known = pc.is_in(values.dictionary.cast(pa.string()), pa.array([str(each) for each in wanted], pa.string()))
    table = numpy.append(known.to_numpy(zero_copy_only=False), False)
    codes = pc.fill_null(values.indices, len(table) - 1).to_numpy(zero_copy_only=False)
    found: Array = table[codes]
    return found


def constant(value: str, size: int) -> pa.DictionaryArray:
    """Return a coded column that has one value everywhere."""
    return pa.DictionaryArray.from_arrays(pa.array(numpy.zeros(size, dtype=numpy.int8)), pa.array([value]))


def mask_of(values: pa.Array) -> Array:
    """Return booleans, null as FALSE."""
    mask: Array = pc.fill_null(values, False).to_numpy(zero_copy_only=False)
    return mask


def flags(true: Array, false: Array) -> pa.Array:
    """Return TRUE, FALSE, and null where neither; where both, TRUE."""
    return pa.array(true, pa.bool_(), mask=~(true | false))


def contact_columns(rows: pa.Table) -> dict[str, pa.Array]:
    """Channel, direction, and for calls whether they were answered and how long they were."""
    channel, outcome = coded(rows, "channel"), coded(rows, "outcome")
    is_call = among(channel, _CALLS)
    unanswered = is_call & among(outcome, NOT_ANSWERED)
    connected = is_call & among(outcome, [Outcome.CONNECTED])
    seconds = column(rows, "seconds", pa.int32())
    seconds = pc.if_else(pa.array(is_call), seconds, pa.scalar(None, pa.int32()))
    return {
        "channel": channel,
        "direction": direction(rows),
        "is_call": pa.array(is_call),
        "connected": flags(connected, ~is_call | unanswered),
        "seconds": pc.if_else(pa.array(unanswered), pa.scalar(0, pa.int32()), seconds),
        "has_text": pa.array(has_words(rows)),
    }


def direction(rows: pa.Table) -> pa.DictionaryArray:
    """Return the direction as the person sees it; an archive without the column is of contacts made."""
    if "direction" not in rows.column_names:
        return constant("inbound", rows.num_rows)
    return coded(rows, "direction")


def has_words(rows: pa.Table) -> Array:
    """Where words are on record, not only blanks (as Python's ``str.strip`` sees them)."""
    if "text" not in rows.column_names:
        return numpy.zeros(rows.num_rows, dtype=bool)
    text = column(rows, "text", pa.large_string())
    return mask_of(pc.greater(pc.utf8_length(pc.utf8_trim_whitespace(text)), 0))


def who_columns(rows: pa.Table, practice: Practice) -> dict[str, pa.Array]:
    """Who stands behind the contact, who was contacted, and what that person agreed to or refused."""
    role = coded(rows, "role")
    by_agency = mask_of(pc.is_valid(coded(rows, "agency")))
    owes = among(role, OWES)
    may = among(role, MAY_OWE) | ~mask_of(pc.is_valid(role))
    named = column(rows, "named_as_contact", pa.bool_())
    is_contact = pa.array(among(role, [Role.EMERGENCY_CONTACT]))
    agreed = {
        name: pc.fill_null(found, False) if practice.agreements_complete else found
        for name in ("agreed_time", "agreed_frequency")
        for found in [column(rows, name, pa.bool_())]
    }
    return {
        "is_collection": pa.array(numpy.ones(rows.num_rows, dtype=bool)),
        "attribution": pa.DictionaryArray.from_arrays(
            pa.array(by_agency.astype(numpy.int8)), pa.array(["creditor", "agency"])
        ),
        "institution_kind": coded(rows, "institution_kind"),
        "product_kind": coded(rows, "product_kind"),
        "recipient_role": role,
        "recipient_minor": column(rows, "minor", pa.bool_()),
        "shares_debt": flags(owes, ~owes & ~may),
        "named_as_contact": pc.if_else(is_contact, True, named),
        **agreed,
    }


def objection_column(
    rows: pa.Table, times: dict[str, pa.Array], resolution: Resolution, practice: Practice
) -> pa.Array:
    """Whether the person had refused before the contact; unknown when both stand in the same moment.

    A refusal reaches the creditor and all its agencies; the archive holds the earliest one for each person and
    creditor, to the second.
    """
    objected = column(rows, "objected_at", pa.int64())
    known = mask_of(pc.is_valid(objected))
    at = pc.fill_null(objected, 0).to_numpy(zero_copy_only=False)
    earliest, latest = times["earliest"].to_numpy(), times["latest"].to_numpy()
    last_of_contact = latest + 999 if resolution is Resolution.SECOND else latest
    before = known & (at + 999 < earliest)
    unclear = known & ~before & (at <= last_of_contact)
    later = known & ~before & ~unclear
    return flags(before, later | (~known & practice.objections_complete))
