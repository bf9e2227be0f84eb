"""What the words of contacts do, as columns of facts: the acts, whether the debt was spoken of, dates that lie ahead.

The reading is that of ``reading.column``; what only few texts need (a due date beside its words, words of default) is
asked of the people's side, text by text.
"""

from __future__ import annotations

from datetime import date, timedelta
from typing import TYPE_CHECKING, Any

import numpy
import pyarrow as pa
import pyarrow.compute as pc

from shouzheng.audit.archive import Practice
from shouzheng.audit.facts.parties import among, coded, column, direction, flags, has_words, mask_of
from shouzheng.judging.acts import (
    ACT,
    DEBT_LABELS,
    LABEL_OF_ELEMENT,
    MAY_BE_BILLED,
    NEAR,
    NOT_ANSWERED,
    ReadableActs,
)
from shouzheng.judging.arrears import states_default
from shouzheng.model.case import Role
from shouzheng.model.event import Channel, Direction, Outcome
from shouzheng.reading.column.reader import ColumnReader
from shouzheng.reading.labels import LABELS

if TYPE_CHECKING:
    from numpy.typing import NDArray

    Array = NDArray[Any]

_ROLES = tuple(Role)
_EPOCH = date(1970, 1, 1)
#: Words about default hold one of these characters (``judging.arrears``), simplified or traditional.
_MAY_STATE_DEFAULT = "[逾欠还還未]"
_DUE = "states_due_date"
#: Outcomes of calls in which nothing was said; on an answering machine words may be left.
_SILENT = NOT_ANSWERED - {Outcome.VOICEMAIL}


class Words:
    """The readings of the texts of some contacts; ``rows`` as in ``audit.archive``."""

    def __init__(self, rows: pa.Table, day_no: Array, reader: ColumnReader) -> None:
        self._size, self._day = rows.num_rows, day_no
        self._readable = ReadableActs.of(reader.lexicon)
        self._text = column(rows, "text", pa.large_string())
        self._has = has_words(rows)
        heading = direction(rows)
        self._own = among(heading, [Direction.OUTBOUND])
        self._unsaid_direction = ~mask_of(pc.is_valid(heading))
        self._role = _role_places(column(rows, "role", pa.string()))
        self._is_call = among(coded(rows, "channel"), [Channel.CALL, Channel.VIDEO_CALL])
        self._outcome = coded(rows, "outcome")
        self._read(reader)

    def _read(self, reader: ColumnReader) -> None:
        """Read the texts that have words and are not the person's own."""
        self._places = numpy.flatnonzero(self._has & ~self._own)
        roles = pa.array([role.value for role in _ROLES]).take(pa.array(self._role[self._places]))
        sent = pa.array(self._day[self._places].astype(numpy.int32), pa.int32()).cast(pa.date32())
        taken = self._text.take(pa.array(self._places))
        self._readings = reader.read(taken, addressee=roles, sent=sent).combine_chunks()
        acts, elements = self._items("acts"), self._items("elements")
        self._spans: dict[str, tuple[Array, pa.StructArray]] = {}
        for label in LABELS:
            self._spans[label] = _of_name(acts, "act", [label])
        by_acts = frozenset[str]().union(*self._readable.by_role.values())
        for label in set(LABEL_OF_ELEMENT.values()) - by_acts:
            names = [name for name, of in LABEL_OF_ELEMENT.items() if of == label]
            rows, items = _of_name(elements, "element", names)
            own_rows, own = self._spans[label]
            ends = [pa.chunked_array([own.field(end), items.field(end)]).combine_chunks() for end in ("start", "end")]
            self._spans[label] = (
                numpy.concatenate([own_rows, rows]),
                pa.StructArray.from_arrays(ends, ["start", "end"]),
            )

    def _items(self, name: str) -> tuple[Array, pa.StructArray]:
        """Return the places of the contacts and the items of a list column."""
        lists = self._readings[name].combine_chunks()
        parents = pc.list_parent_indices(lists).to_numpy()
        return self._places[parents], pc.list_flatten(lists)

    def shown(self, label: str) -> Array:
        """Where the words show a label."""
        mask = numpy.zeros(self._size, dtype=bool)
        mask[self._spans[label][0]] = True
        return mask

    def act_columns(self) -> dict[str, pa.Array]:
        """Return ``act_<label>`` for every label, as ``judging.acts.act_facts``."""
        silent = self._own | self._nothing_said()
        read = self._has & ~self._own
        columns = {}
        for label in LABELS:
            readable = numpy.array([label in self._readable.by_role.get(role, frozenset()) for role in _ROLES])
            shown = self.shown(label)
            absent = silent | (read & readable[self._role] & ~shown)
            columns[ACT + label] = flags(shown & ~self._unsaid_direction, absent)
        return columns

    def _nothing_said(self) -> Array:
        """Where it is sure that no words were said: a call without any answer, or a message recorded as blank."""
        missed = self._is_call & among(self._outcome, _SILENT)
        blank = ~self._is_call & mask_of(pc.is_valid(self._text)) & ~self._has
        return (missed & ~self._has) | blank

    def debt_discussed(self, connected: pa.Array, stated: pa.Array, practice: Practice) -> pa.Array:
        """Whether the debt was spoken of: by the words, by a column of the archive, or by what the institution says."""
        said, denied = _stated(stated, self._is_call, connected, practice)
        shown = numpy.zeros(self._size, dtype=bool)
        may = numpy.array([role in MAY_BE_BILLED for role in _ROLES])[self._role]
        for label in DEBT_LABELS:
            shown |= self.shown(label) & (may if label == _DUE else True)
        shown |= self._in_default & ~self._own
        return flags(shown | said, denied & ~shown)

    @property
    def _in_default(self) -> Array:
        """Where the words say that a payment is late already."""
        mask = numpy.zeros(self._size, dtype=bool)
        maybe = numpy.flatnonzero(mask_of(pc.match_substring_regex(self._text, _MAY_STATE_DEFAULT)))
        texts = self._text.take(pa.array(maybe)).to_pylist()
        mask[maybe] = [states_default(text) for text in texts]
        return mask

    def due_date_ahead(self) -> pa.Array:
        """Whether the words name a payment date that is the day of the contact or later (``judging.acts``)."""
        readable = numpy.array([_DUE in self._readable.by_role.get(role, frozenset()) for role in _ROLES])
        default, has = self._in_default, self._has
        rows, spans = self._spans[_DUE]
        named = self.shown(_DUE) & has & ~default
        false = ~has | default | (~named & readable[self._role])
        true = numpy.zeros(self._size, dtype=bool)
        for place, (ahead, past) in self._dates_beside(rows, spans, named).items():
            true[place], false[place] = ahead, past and not ahead
        return flags(true, false)

    def _dates_beside(self, rows: Array, spans: pa.StructArray, named: Array) -> dict[int, tuple[bool, bool]]:
        """Return, for contacts with words of a due date: is a date beside them ahead; are dates named and all past."""
        places, entities = self._items("entities")
        is_date = mask_of(pc.equal(entities.field("kind"), "date"))
        dates: dict[int, list[tuple[int, int, date | None]]] = {}
        kept = entities.filter(pa.array(is_date))
        for place, start, end, day in zip(
            places[is_date].tolist(),
            kept.field("start").to_pylist(),
            kept.field("end").to_pylist(),
            kept.field("day").to_pylist(),
            strict=True,
        ):
            dates.setdefault(place, []).append((start, end, day))
        beside: dict[int, list[tuple[int, int]]] = {}
        for place, start, end in zip(
            rows.tolist(), spans.field("start").to_pylist(), spans.field("end").to_pylist(), strict=True
        ):
            if named[place]:
                beside.setdefault(place, []).append((start, end))
        return {
            place: _judged(dates.get(place, []), words, _EPOCH + timedelta(days=int(self._day[place])))
            for place, words in beside.items()
        }


def without_texts(rows: pa.Table, contact: dict[str, pa.Array], practice: Practice) -> dict[str, pa.Array]:
    """Return the same facts for an archive without texts: own contacts and unanswered calls said nothing."""
    size = rows.num_rows
    is_call = mask_of(contact["is_call"])
    own = among(contact["direction"], [Direction.OUTBOUND])
    silent = own | (is_call & among(coded(rows, "outcome"), _SILENT))
    none = numpy.zeros(size, dtype=bool)
    act = flags(none, silent)
    said, denied = _stated(column(rows, "debt_discussed", pa.bool_()), is_call, contact["connected"], practice)
    columns = {ACT + label: act for label in LABELS}
    return {**columns, "debt_discussed": flags(said, denied), "due_date_ahead": pa.array(none)}


def _stated(stated: pa.Array, is_call: Array, connected: pa.Array, practice: Practice) -> tuple[Array, Array]:
    """Where it is stated that the debt was spoken of, and where that it was not."""
    said, denied = mask_of(stated), mask_of(pc.invert(stated))
    if practice.about_debt is False:
        denied = denied | (is_call & ~said)
    elif practice.about_debt:
        said = said | (is_call & mask_of(connected) & ~denied)
    return said, denied


def _judged(dates: list[tuple[int, int, date | None]], words: list[tuple[int, int]], today: date) -> tuple[bool, bool]:
    named = [
        day for start, end, day in dates if any(start < last + NEAR and first < end + NEAR for first, last in words)
    ]
    ahead = any(day is not None and day >= today for day in named)
    return ahead, bool(named) and all(day is not None and day < today for _, _, day in dates)


def _of_name(items: tuple[Array, pa.StructArray], field: str, names: list[str]) -> tuple[Array, pa.StructArray]:
    places, values = items
    mask = mask_of(pc.is_in(values.field(field), pa.array(names)))
    kept = values.filter(pa.array(mask))
    ends = [kept.field("start"), kept.field("end")]
    return places[mask], pa.StructArray.from_arrays(ends, ["start", "end"])


def _role_places(role: pa.Array) -> Array:
    found = pc.index_in(role, pa.array([each.value for each in _ROLES]))
    places: Array = pc.fill_null(found, _ROLES.index(Role.UNKNOWN)).to_numpy(zero_copy_only=False)
    return places
