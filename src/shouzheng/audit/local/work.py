"""What a worker does with one bucket: make its facts, count by debtor, judge. Law and lexicon are loaded once."""

from __future__ import annotations

import multiprocessing
import multiprocessing.connection
import os
import threading
from typing import TYPE_CHECKING, Any

import numpy
import pyarrow as pa
import pyarrow.parquet as pq

from shouzheng.audit.facts.table import facts_table
from shouzheng.audit.installed import installed_reader
from shouzheng.audit.local.layout import Job, load, load_part, save, save_parts, say, whole_folder
from shouzheng.audit.local.rows import rows_of
from shouzheng.audit.mapping_sql import ID_HASH
from shouzheng.audit.patterns import Patterns
from shouzheng.audit.repeats import settled
from shouzheng.audit.tally import CELLS, Dimensions, Tally, missing_facts
from shouzheng.judging.counts_sql import KEY
from shouzheng.judging.vector.columns import int_array
from shouzheng.judging.vector.kernel import VectorKernel
from shouzheng.judging.vector.layout import LATEST
from shouzheng.judging.vector.workers import installed_kernel

if TYPE_CHECKING:
    from numpy.typing import NDArray

    Array = NDArray[Any]

#: Columns that pass through the kernel untouched: what findings and tallies are put together by.
CARRIED = ("seq", "contact_id", "person", "creditor", "agency", "collector")
#: What a count that is not known is in the file between two stages.
_UNKNOWN = -1
MATTER = "matter"


def end_with_parent() -> None:
    """End this worker process when the one that started it is gone, so that a killed run leaves nobody behind."""
    parent = multiprocessing.parent_process()
    if parent is not None:
        threading.Thread(target=_wait_for, args=(parent.sentinel,), daemon=True).start()


def _wait_for(sentinel: int) -> None:
    multiprocessing.connection.wait([sentinel])
    os._exit(1)


def kernel_of(job: Job) -> VectorKernel:
    """Return the kernel of the installed law; raises ``RuntimeError`` when it is not the law of the job."""
    return installed_kernel(job.law, CARRIED)


def make_facts(job: Job, bucket: int) -> int:
    """Make the facts of a bucket and what counting by debtor reads; returns the rows that repeat a contact."""
    if job.facts_of(bucket).exists():
        return int(load(job.repeats_of(bucket)).num_rows)
    kernel = kernel_of(job)
    rows, repeats = rows_of(job, bucket, kernel.rulebook.facts)
    save(job.repeats_of(bucket), repeats.select(["seq", "contact_id"]))
    carried = [name for name in CARRIED if name in rows.column_names]
    facts = facts_table(
        rows,
        kernel.rulebook,
        installed_reader(job.lexicon) if job.texts else None,
        practice=job.practice,
        resolution=job.resolution,
        carried=carried,
    )
    slim = facts.select(["seq", *(name for name in kernel.needed_by(MATTER) if name in facts.column_names)])
    slim = slim.append_column(ID_HASH, rows[ID_HASH])
    save_parts(job.slim_of(bucket), slim, numpy.maximum(_matters(facts), 0) % job.buckets, job.buckets)
    save(job.facts_of(bucket), facts.unify_dictionaries().combine_chunks())
    return int(repeats.num_rows)


def _matters(table: pa.Table) -> Array:
    """Return the number of each contact's debtor, -1 without one: these are in no group and may stand anywhere."""
    matter = table[KEY + MATTER].combine_chunks()
    if not pa.types.is_integer(matter.type):
        return numpy.full(len(matter), -1, dtype=numpy.int64)
    numbers: Array = matter.fill_null(-1).to_numpy()
    return numbers


def count_matter(job: Job, matter: int) -> int:
    """Count one bucket of debtors and put the counts where judging finds them; returns its contacts."""
    kernel, mark = kernel_of(job), job.counted_mark(matter)
    parts = [load_part(job.slim_of(bucket), matter) for bucket in range(job.buckets)]
    table = pa.concat_tables(parts).unify_dictionaries().combine_chunks()
    if mark.exists():
        return int(table.num_rows)
    # contacts at one instant stand in the order of ``audit.repeats``, as in every other count and on every engine
    table = settled(table, _matters(table), table[LATEST].to_numpy()).drop_columns([ID_HASH])
    places = table["seq"].to_numpy()
    counted = kernel.count(table, MATTER)
    for name in kernel.counted_by(MATTER):
        column = numpy.memmap(job.counted(name), numpy.int32, "r+", shape=(max(job.rows, 1),))
        column[places] = counted[name].fill_null(_UNKNOWN).to_numpy()
        column.flush()
    say(mark, {"contacts": table.num_rows})
    return int(table.num_rows)


def judge_bucket(job: Job, bucket: int) -> int:
    """Judge one bucket and write its findings and tallies; returns its contacts."""
    facts = load(job.facts_of(bucket))
    if job.judged(bucket).exists():
        return int(facts.num_rows)
    kernel = kernel_of(job)
    places = facts["seq"].to_numpy()
    table = facts
    for name in kernel.counted_by(MATTER):
        column = numpy.memmap(job.counted(name), numpy.int32, "r", shape=(max(job.rows, 1),))
        values = numpy.array(column[places])
        table = table.append_column(name, int_array(values, values != _UNKNOWN))
    answered = kernel.judge(table)
    patterns = Patterns.among(answered)
    tally = Tally.of(Dimensions.of(facts), patterns)
    found = patterns.found(answered)
    rows = found["row"]
    findings = pa.table(
        {
            "contact_id": facts["contact_id"].take(rows),
            "rule": found["rule"],
            "answer": found["answer"],
            **{
                name: facts[name].take(rows)
                for name in ("person", "creditor", "agency", "collector", "earliest")
                if name in facts.column_names
            },
        }
    )
    with whole_folder(job.judged(bucket)) as folder:
        pq.write_table(findings, folder / "findings.parquet")
        pq.write_table(tally.table, folder / CELLS)
        pq.write_table(missing_facts(kernel.rulebook, table, patterns), folder / "missing.parquet")
    return int(facts.num_rows)
