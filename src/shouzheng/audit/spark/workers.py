"""What a Python worker of Spark does with its stream of Arrow batches; nothing here imports Spark.

Between the steps Spark repartitions by a key and sorts within partitions. People carry their pseudonyms from the first
step on: what is shuffled, spilled or cached names nobody.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import Any

import pyarrow as pa

from shouzheng.audit.archive import Kind
from shouzheng.audit.facts.table import facts_table
from shouzheng.audit.installed import installed_reader
from shouzheng.audit.mapping import ArchiveMapping, known_columns
from shouzheng.audit.mapping_sql import ID_HASH, REFUSED, id_hash, mapped_sql, sql_name, text_key
from shouzheng.audit.patterns import Patterns
from shouzheng.audit.pseudonyms import Pseudonyms
from shouzheng.audit.repeats import in_order, without_repeats
from shouzheng.audit.tally import SCHEMA as TALLY
from shouzheng.audit.tally import Dimensions, Tally, missing_facts
from shouzheng.judging.vector.kernel import VectorKernel
from shouzheng.judging.vector.streams import counted, whole_keys
from shouzheng.judging.vector.workers import installed_kernel
from shouzheng.rulebook.load import load_rulebook

#: Columns that pass through the kernel: what findings and tallies are put together by.
CARRIED = (ID_HASH, "contact_id", "person", "creditor", "agency", "collector")
_TYPES = {Kind.TEXT: pa.string(), Kind.INSTANT: pa.int64(), Kind.DAY: pa.date32(), Kind.WHOLE: pa.int32()}
#: A worker's findings and sums in one stream: ``part`` says which, the other columns are null where they do not apply.
RESULTS = pa.schema(
    [
        ("part", pa.string()),
        *((name, pa.string()) for name in ("contact_id", "person", "collector", "agency")),
        ("earliest", pa.int64()),
        *((field.name, field.type) for field in TALLY),
        ("creditor", pa.string()),
        ("fact", pa.string()),
    ]
)
FINDING, SUM, MISSING = "finding", "sum", "missing"


@dataclass(frozen=True)
class ClusterJob:
    """What every worker is told: the mapping, the key of the pseudonyms, and the law and lexicon it must have."""

    mapping: ArchiveMapping
    key: bytes
    law: str
    lexicon: str

    @property
    def texts(self) -> bool:
        """True when the archive has words to read."""
        return "text" in self.mapping.columns


def kernel_of(job: ClusterJob) -> VectorKernel:
    """Return the kernel of the installed law; raises ``RuntimeError`` when it is not the law of the job."""
    return installed_kernel(job.law, CARRIED)


def rows_schema(job: ClusterJob) -> pa.Schema:
    """Return the columns that ``map_rows`` gives: those of the archive that the mapping fills, and ``refused``."""
    known = known_columns(load_rulebook().facts)
    names = [*job.mapping.columns, *job.mapping.same]
    fields = [pa.field(name, _TYPES.get(known[name].kind, pa.bool_())) for name in names]
    fields += [pa.field(name, pa.int64()) for name in (ID_HASH, *(["key_text"] if job.texts else []))]
    return pa.schema([*fields, pa.field(REFUSED, pa.string())])


def map_rows(job: ClusterJob, batches: Iterable[pa.RecordBatch]) -> Iterator[pa.RecordBatch]:
    """Bring batches of the input to the archive's columns, people as pseudonyms; refused rows say why."""
    import duckdb

    schema, known = rows_schema(job), known_columns(load_rulebook().facts)
    people = [field.name for field in schema if field.name in known and known[field.name].person]
    pseudonyms = Pseudonyms(job.key)
    engine = duckdb.connect(config={"threads": 1, "autoinstall_known_extensions": False})
    engine.execute("SET TimeZone = 'UTC'")
    for batch in batches:
        engine.register("given", pa.Table.from_batches([batch]))
        types = {row[0]: row[1] for row in engine.execute("DESCRIBE given").fetchall()}
        made = {ID_HASH: id_hash("m"), "key_text": text_key("m")}
        columns = ", ".join(made.get(name, f"m.{sql_name(name)}") for name in schema.names)
        query = mapped_sql(job.mapping, known, types, "given", "0")
        rows = engine.sql(f"SELECT {columns} FROM ({query}) m").to_arrow_table()  # noqa: S608 -- quoted names
        for name in people:
            rows = rows.set_column(rows.schema.get_field_index(name), name, _hidden(rows[name], pseudonyms))
        yield from rows.cast(schema).combine_chunks().to_batches()
        engine.unregister("given")
    engine.close()


def _hidden(names: pa.ChunkedArray, pseudonyms: Pseudonyms) -> pa.Array:
    """Return the pseudonyms of a column of names."""
    coded = names.combine_chunks().dictionary_encode()
    coded = coded.combine_chunks() if isinstance(coded, pa.ChunkedArray) else coded
    return pa.array([pseudonyms.of(name) for name in coded.dictionary.to_pylist()], pa.string()).take(coded.indices)


def make_facts(job: ClusterJob, batches: Iterable[pa.RecordBatch]) -> Iterator[pa.RecordBatch]:
    """Make the facts of a partition by person (sorted by it); repeats of a contact are left out."""
    reader = installed_reader(job.lexicon) if job.texts else None
    kernel = kernel_of(job)
    for rows in whole_keys(batches, "person"):
        kept, _ = without_repeats(in_order(rows.combine_chunks()))
        carried = [name for name in CARRIED if name in kept.column_names]
        mapping = job.mapping
        facts = facts_table(
            kept,
            kernel.rulebook,
            reader,
            practice=mapping.practice,
            resolution=mapping.resolution,
            carried=carried,
        )
        yield from _plain(facts).to_batches(max_chunksize=65_536)


def _plain(table: pa.Table) -> pa.Table:
    """Return the table without dictionaries, which Spark does not take."""
    columns = [
        column.cast(column.type.value_type) if pa.types.is_dictionary(column.type) else column
        for column in table.columns
    ]
    return pa.table(columns, table.column_names).combine_chunks()


def facts_schema(job: ClusterJob) -> pa.Schema:
    """Return the columns that ``make_facts`` gives, found by making the facts of no contact."""
    none = rows_schema(job).empty_table()
    kernel = kernel_of(job)
    carried = [name for name in CARRIED if name in none.column_names]
    reader = installed_reader(job.lexicon) if job.texts else None
    return _plain(facts_table(none, kernel.rulebook, reader, practice=job.mapping.practice, carried=carried)).schema


def count_by(job: ClusterJob, key: str, batches: Iterable[pa.RecordBatch]) -> Iterator[pa.RecordBatch]:
    """Add the counts of one partition key to a partition sorted by it."""
    return counted(kernel_of(job), key, batches)


def judge(job: ClusterJob, batches: Iterable[pa.RecordBatch]) -> Iterator[pa.RecordBatch]:
    """Judge a partition by person (sorted by it); gives findings, sums and missing facts as ``RESULTS``."""
    kernel = kernel_of(job)
    for facts in whole_keys(batches, "key_" + kernel.passes[-1]):
        answered = kernel.judge(facts)
        patterns = Patterns.among(answered)
        found = patterns.found(answered)
        rows = found["row"]
        taken = ("contact_id", "person", "creditor", "agency", "collector", "earliest")
        columns: dict[str, Any] = {name: facts[name].take(rows) for name in taken if name in facts.column_names}
        columns |= {name: found[name].cast(pa.string()) for name in ("rule", "answer")}
        yield from _result(FINDING, columns, len(rows))
        tally = Tally.of(Dimensions.of(facts), patterns).table
        yield from _result(SUM, {name: tally[name] for name in tally.column_names}, tally.num_rows)
        missing = missing_facts(kernel.rulebook, facts, patterns)
        yield from _result(MISSING, {name: missing[name] for name in missing.column_names}, missing.num_rows)


def _result(part: str, columns: dict[str, Any], size: int) -> Iterator[pa.RecordBatch]:
    values = {"part": pa.repeat(pa.scalar(part), size), **columns}
    full = [values.get(field.name, pa.nulls(size, field.type)) for field in RESULTS]
    cast = [pa.chunked_array([each]) if isinstance(each, pa.Array) else each for each in full]
    table = pa.table([each.cast(field.type) for each, field in zip(cast, RESULTS, strict=True)], schema=RESULTS)
    yield from table.combine_chunks().to_batches(max_chunksize=65_536)
