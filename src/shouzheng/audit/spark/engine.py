"""``shouzheng audit … --engine spark``: the audit on the Spark that is set up here, its result in a folder here.

Where ``spark-submit``, ``SPARK_CONF_DIR`` or ``spark-defaults.conf`` names a cluster, that one is used; else this
machine's processors, unreachable from others. Findings and sums pass through the driver, so executors need no access
to the folder; ``job`` writes them from the executors instead, for results that are too large for that.
"""

from __future__ import annotations

import os
import sys
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Any

from shouzheng.audit.local.layout import RESULT, no_result, say
from shouzheng.audit.local.run import pseudonym_key
from shouzheng.audit.local.sums import FINDINGS, MISSING, TALLY, Sums
from shouzheng.audit.mapping import ArchiveMapping
from shouzheng.audit.problems import NO_AUDIT_EXTRA, NO_INPUT, SPARK_FAILED
from shouzheng.audit.sampling import ROWS
from shouzheng.audit.sources import input_files
from shouzheng.reference.problems import Problem, ShouzhengError
from shouzheng.reference.safe_text import shorten, visible

if TYPE_CHECKING:
    from pyspark.sql import DataFrame, SparkSession

#: Contacts of one partition, about.
_PARTITION = 700_000
#: Rows that pass through the driver at a time.
_BATCH = 50_000
#: Only on this machine, and no page of its own for others to look at.
_ALONE = {
    "spark.master": "local[*]",
    "spark.driver.host": "127.0.0.1",
    "spark.driver.bindAddress": "127.0.0.1",
    "spark.ui.enabled": "false",
    "spark.ui.showConsoleProgress": "false",
}


@contextmanager
def session() -> Iterator[SparkSession]:
    """Give the session that is active, or one that ends with the block.

    Raises ``ShouzhengError``: SZ-6500 without pyspark, SZ-6543 when Spark fails inside the block.
    """
    try:
        from py4j.protocol import Py4JError
        from pyspark import SparkConf
        from pyspark.errors import PySparkException
        from pyspark.sql import SparkSession
    except ImportError as error:
        raise ShouzhengError(Problem(NO_AUDIT_EXTRA, "", (("library", "pyspark"),))) from error
    active = SparkSession.getActiveSession()
    os.environ.setdefault("PYSPARK_PYTHON", sys.executable)
    spark = None
    try:
        if active is None:
            chosen = SparkConf()
            if not chosen.contains("spark.master"):
                chosen.setAll(list(_ALONE.items()))
            spark = SparkSession.builder.appName("shouzheng-audit").config(conf=chosen).getOrCreate()
            spark.sparkContext.setLogLevel("ERROR")
        yield active or spark
    except (PySparkException, Py4JError, RuntimeError) as error:
        detail = next(iter(str(error).splitlines()), type(error).__name__)
        raise ShouzhengError(Problem(SPARK_FAILED, "", (("detail", visible(shorten(detail, 300))),))) from error
    finally:
        if spark is not None:
            spark.stop()


def frame_of(spark: SparkSession, words: Sequence[str]) -> DataFrame:
    """Return the rows of files, folders, addresses that Spark can read (``hdfs://…``: Parquet), or one table's name.

    Raises ``ShouzhengError`` (SZ-6501) when files of both kinds, or none, are there.
    """
    if all("://" in word for word in words):
        return spark.read.option("mergeSchema", "true").parquet(*words)
    paths = [Path(word) for word in words]
    if len(words) == 1 and not paths[0].exists() and spark.catalog.tableExists(words[0]):
        return spark.table(words[0])
    if not all(path.exists() for path in paths):
        raise ShouzhengError(Problem(NO_INPUT, ", ".join(path.name for path in paths[:3])))
    kind, files = input_files(paths)
    listed = [path.resolve().as_uri() for path in files]
    if kind == "parquet":
        return spark.read.option("mergeSchema", "true").parquet(*listed)
    return spark.read.csv(listed, header=True, multiLine=True, escape='"')


def sample(frame: DataFrame, place: Path) -> Path:
    """Write some first rows of a frame to one Parquet file, to look whether the mapping fits them."""
    import pyarrow.parquet as pq

    pq.write_table(frame.limit(ROWS).toArrow(), place)
    return place


def audit_in(spark: SparkSession, frame: DataFrame, mapping: ArchiveMapping, out: Path, key: Path | None) -> Sums:
    """Judge a frame and write ``findings.parquet``, ``tally.parquet``, ``missing.parquet``, at last ``result.json``.

    The result of an earlier run in ``out`` goes first. Raises ``ShouzhengError`` (SZ-6509 for the key), ``OSError``.
    """
    from shouzheng.audit.spark.run import audit_frame

    out.mkdir(parents=True, exist_ok=True)
    no_result(out)
    partitions = max(spark.sparkContext.defaultParallelism, -(-frame.count() // _PARTITION))
    result = audit_frame(spark, frame, mapping, pseudonym_key(key, out), partitions=partitions)
    try:
        _collect(result.findings.select(*_columns(mapping)), ("contact_id", "rule"), out / FINDINGS)
        _collect(result.tally, ("by", "value", "rule", "answer"), out / TALLY)
        _collect(result.missing, ("rule", "fact"), out / MISSING)
        say(out / RESULT, result.sums.as_json())
    finally:
        result.release()
    return result.sums


def _columns(mapping: ArchiveMapping) -> list[str]:
    """Return the columns of the findings, as one process writes them: those that the archive has."""
    given = {*mapping.columns, *mapping.same}
    known = [name for name in ("collector", "creditor", "agency") if name in given]
    return ["contact_id", "rule", "answer", "person", *known, "earliest"]


def _collect(frame: DataFrame, by: Sequence[str], path: Path) -> None:
    """Write the rows of a frame to one file, as they come to the driver, in the order of one process."""
    import pyarrow as pa
    import pyarrow.parquet as pq
    from pyspark.sql import functions
    from pyspark.sql.pandas.types import to_arrow_schema

    ordered = frame.orderBy(*(functions.col(name).asc_nulls_last() for name in by))
    schema = to_arrow_schema(frame.schema)
    part = path.with_name(f".{path.name}.part")
    with pq.ParquetWriter(part, schema, compression="zstd") as writer:
        rows: list[dict[str, Any]] = []
        for row in ordered.toLocalIterator(prefetchPartitions=True):
            rows.append(row.asDict())
            if len(rows) == _BATCH:
                writer.write_table(pa.Table.from_pylist(rows, schema))
                rows = []
        writer.write_table(pa.Table.from_pylist(rows, schema))
    part.replace(path)
