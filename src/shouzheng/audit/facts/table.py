"""Rows of an archive → the table that the vector kernel takes (``judging.vector.layout``)."""

from __future__ import annotations

from collections.abc import Callable, Sequence

import numpy
import pyarrow as pa
import pyarrow.compute as pc

from shouzheng.audit.archive import Practice, stated_facts
from shouzheng.audit.facts.calendar import calendar_columns
from shouzheng.audit.facts.parties import coded, column, contact_columns, objection_column, who_columns
from shouzheng.audit.facts.words import Words, without_texts
from shouzheng.judging.counts_sql import KEY
from shouzheng.judging.keys import ONLY_LINE
from shouzheng.judging.vector.layout import fact_type
from shouzheng.model.moment import Resolution
from shouzheng.reading.column.reader import ColumnReader
from shouzheng.rulebook.load import Rulebook

#: Keys whose values are made of two columns are joined by this; it stands in no pseudonym.
_BETWEEN = "/"


def facts_table(
    rows: pa.Table,
    rulebook: Rulebook,
    reader: ColumnReader | None,
    *,
    practice: Practice,
    resolution: Resolution = Resolution.SECOND,
    carried: Sequence[str] = (),
) -> pa.Table:
    """Return the facts and keys of all rows, in their order; counts are left to the kernel.

    ``rows`` have the columns of ``audit.archive``: ``at`` and ``objected_at`` as 64-bit milliseconds since 1970 UTC,
    ``contract_day`` as ``date32``; keys that are there already (``key_…``, codes or texts, such as ``key_text``, a
    digest of the words) are taken as they are. Without a ``reader`` (an archive without texts) no words are looked at.
    ``carried`` are columns passed through.
    """
    at = column(rows, "at", pa.int64()).to_numpy()
    times = calendar_columns(at, resolution)
    contact = contact_columns(rows)
    columns = {
        **{name: rows[name] for name in carried},
        **_keys(rows, rulebook),
        **times,
        **contact,
        **who_columns(rows, practice),
        "objection_before": objection_column(rows, times, resolution, practice),
        "is_notice": _is_notice(rows, contact["is_call"]),
        "debtor_reachable": column(rows, "debtor_reachable", pa.bool_()),
        "contract_day_no": column(rows, "contract_day", pa.date32()).cast(pa.int32()),
        "is_draft": pa.array(numpy.zeros(rows.num_rows, dtype=bool)),
    }
    if reader is not None and "text" in rows.column_names:
        words = Words(rows, times["day_no"].to_numpy(), reader)
        stated = column(rows, "debt_discussed", pa.bool_())
        columns |= words.act_columns()
        columns["debt_discussed"] = words.debt_discussed(contact["connected"], stated, practice)
        columns["due_date_ahead"] = words.due_date_ahead()
    else:
        columns |= without_texts(rows, contact, practice)
    for name in stated_facts(rulebook.facts):
        if name in rows.column_names:
            columns[name] = column(rows, name, fact_type(rulebook.facts[name]))
    return pa.table(columns)


def _is_notice(rows: pa.Table, is_call: pa.Array) -> pa.Array:
    """A call that only informed; what is no call never is one."""
    stated = column(rows, "is_notice", pa.bool_())
    return pc.if_else(is_call, stated, False)


def _keys(rows: pa.Table, rulebook: Rulebook) -> dict[str, pa.Array]:
    """Return the keys by which some count counts contacts together (``judging.keys``); keys in the rows stand."""
    creditor = coded(rows, "creditor")
    makers: dict[str, Callable[[], pa.Array]] = {
        "owner": lambda: coded(rows, "person"),
        "own_line": lambda: _own_line(rows),
        "number": lambda: coded(rows, "number"),
        "creditor": lambda: creditor,
        "matter": lambda: column(rows, "debtor", pa.string()),
        "creditor_or_number": lambda: creditor,  # an archive names the creditor of every contact
    }
    given = {name: rows[name] for name in (KEY + key for key in rulebook.keys) if name in rows.column_names}
    wanted = [name for name in makers if name in rulebook.keys and KEY + name not in given]
    return {KEY + name: makers[name]() for name in wanted} | given


def _own_line(rows: pa.Table) -> pa.Array:
    """The person's number that was called; one line for each person when the archive does not say."""
    line = pc.fill_null(column(rows, "line", pa.string()), ONLY_LINE)
    return pc.binary_join_element_wise(column(rows, "person", pa.string()), line, _BETWEEN)
