"""An audit on a Spark session: the same steps as in one process, the same report hash.

Spark reads, repartitions by the keys that the counts declare, sorts within partitions and sums up; rows are mapped,
read and judged in ``workers``.
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass
from functools import partial
from typing import TYPE_CHECKING, Any

from shouzheng.audit.local.layout import RESULT
from shouzheng.audit.local.sums import Sums
from shouzheng.audit.mapping import ArchiveMapping
from shouzheng.audit.mapping_sql import ID_HASH, REFUSED
from shouzheng.audit.report_hash import ReportHash
from shouzheng.audit.spark import workers
from shouzheng.audit.spark.workers import FINDING, MISSING, RESULTS, SUM, ClusterJob
from shouzheng.reading.lexicon import load_lexicon
from shouzheng.reference.data_files import data_folder, folder_hash
from shouzheng.rulebook.load import load_rulebook

if TYPE_CHECKING:
    import pyarrow as pa
    from pyspark.sql import DataFrame, SparkSession


@dataclass(frozen=True)
class ClusterResult:
    """What a run on a cluster found: frames of findings, sums and missing facts, and the figures."""

    findings: DataFrame
    tally: DataFrame
    missing: DataFrame
    sums: Sums
    kept: tuple[DataFrame, ...] = ()

    def release(self) -> None:
        """Let the cluster forget what it kept of the run; the frames cannot be read cheaply afterwards."""
        for frame in self.kept:
            frame.unpersist()


def audit_frame(
    session: SparkSession, given: DataFrame, mapping: ArchiveMapping, key: bytes, *, partitions: int | None = None
) -> ClusterResult:
    """Judge all rows of a frame; ``partitions`` best so that each holds 0.5 to 1 million contacts.

    The workers need the same version of this program, whose law and lexicon they compare with those of the driver.
    Raises what Spark raises, after Spark's own attempts; nothing is written here.
    """
    law, lexicon = load_rulebook(), load_lexicon()
    job = ClusterJob(mapping, key, law.hash, lexicon.hash)
    number = partitions or int(session.conf.get("spark.sql.shuffle.partitions") or 200)
    rows = given.mapInArrow(partial(workers.map_rows, job), _spark(workers.rows_schema(job))).persist()
    total = rows.count()
    refused = {line[REFUSED]: line["count"] for line in rows.groupBy(REFUSED).count().collect() if line[REFUSED]}
    frame = rows.where(f"{REFUSED} IS NULL").drop(REFUSED)
    frame = frame.repartition(number, "person").sortWithinPartitions("person", ID_HASH)
    schema = workers.facts_schema(job)
    frame = frame.mapInArrow(partial(workers.make_facts, job), _spark(schema))
    kernel = workers.kernel_of(job)
    for name in kernel.passes[:-1]:
        schema = _with_counts(schema, kernel.counted_by(name))
        frame = _by_key(frame, name, number).mapInArrow(partial(workers.count_by, job, name), _spark(schema))
    judged = _by_key(frame, kernel.passes[-1], number).mapInArrow(partial(workers.judge, job), _spark(RESULTS))
    judged = judged.persist()
    findings = judged.where(f"part = '{FINDING}'").select(
        "contact_id", "rule", "answer", "person", "creditor", "agency", "collector", "earliest"
    )
    tally = _sum(judged.where(f"part = '{SUM}'"), ["by", "value", "rule", "answer"])
    missing = _sum(judged.where(f"part = '{MISSING}'"), ["rule", "fact"])
    data = {"law": law.hash, "lexicon": lexicon.hash, "directory": folder_hash(data_folder("directory"))}
    sums = _figures(total, refused, findings, tally, data, kernel.rules)
    return ClusterResult(findings, tally, missing, sums, (rows, judged))


def _by_key(frame: DataFrame, name: str, number: int) -> DataFrame:
    column = f"key_{name}"
    return frame.repartition(number, column).sortWithinPartitions(column, "latest", ID_HASH)


def _with_counts(schema: pa.Schema, names: tuple[str, ...]) -> pa.Schema:
    import pyarrow as pa

    for name in names:
        schema = schema.append(pa.field(name, pa.int32()))
    return schema


def _sum(frame: DataFrame, by: list[str]) -> DataFrame:
    from pyspark.sql import functions

    return frame.groupBy(*by).agg(functions.sum("contacts").alias("contacts"))


def _spark(schema: pa.Schema) -> Any:
    from pyspark.sql.pandas.types import from_arrow_schema

    return from_arrow_schema(schema)


def _figures(
    total: int,
    refused: Mapping[str, int],
    findings: DataFrame,
    tally: DataFrame,
    data: Mapping[str, str],
    rules: tuple[str, ...],
) -> Sums:
    answers: dict[str, dict[str, int]] = {rule: {} for rule in rules}
    contacts = 0
    for line in tally.where("by = 'all'").collect():
        if line["rule"] is None:
            contacts = line["contacts"]
        else:
            answers[line["rule"]][line["answer"]] = line["contacts"]
    whole = ReportHash(data)
    for line in findings.orderBy("contact_id", "rule").select("contact_id", "rule", "answer").toLocalIterator():
        whole.add(line["contact_id"], line["rule"], line["answer"])
    whole.add_counts(contacts, answers)
    counts = dict(refused)
    repeats = total - sum(refused.values()) - contacts
    if repeats:
        counts["repeated_id"] = repeats
    return Sums(total, contacts, counts, answers, whole.hexdigest(), dict(data))


def write(session: SparkSession, result: ClusterResult, out: str) -> None:
    """Write the three frames as Parquet under ``out``, at last the figures: without ``result.json`` nothing is whole.

    ``out`` is any address that Spark can write. The figures of an earlier run there are taken away first.
    """
    no_result(session, out)
    for name in ("findings", "tally", "missing"):
        getattr(result, name).write.mode("overwrite").parquet(f"{out}/{name}.parquet")
    figures = json.dumps(result.sums.as_json(), ensure_ascii=False, sort_keys=True, indent=1).encode("utf-8")
    files, part = _files(session, f"{out}/.{RESULT}.part")
    stream = files.create(part, True)
    stream.write(bytearray(figures))
    stream.close()
    if not files.rename(part, _files(session, f"{out}/{RESULT}")[1]):
        raise OSError(f"{RESULT} could not be written")


def no_result(session: SparkSession, out: str) -> None:
    """Take away the figures of an earlier run, without which its tables are no result."""
    files, path = _files(session, f"{out}/{RESULT}")
    files.delete(path, False)


def _files(session: SparkSession, place: str) -> tuple[Any, Any]:
    """Return the file system of an address and the path in it, as Hadoop has them."""
    path = session._jvm.org.apache.hadoop.fs.Path(place)
    return path.getFileSystem(session._jsc.hadoopConfiguration()), path
