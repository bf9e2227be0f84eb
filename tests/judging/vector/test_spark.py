"""The kernel inside Spark, in local mode with a few partitions, gives the same bits as in one process."""

from __future__ import annotations

import sys
from collections.abc import Iterator
from functools import partial
from pathlib import Path

import pyarrow as pa
import pyarrow.parquet as pq
import pytest
from pyspark.sql import DataFrame, SparkSession
from pyspark.sql.types import BinaryType, IntegerType, LongType, StringType, StructField, StructType

from shouzheng.judging.vector.kernel import VectorKernel
from shouzheng.judging.vector.workers import count_partition, installed_kernel, judge_partition
from tests.judging.vector.making import LAW, random_log, table_of
from tests.judging.vector.spark_java import java_home

CARRIED = ("id", "seq")
PARTITIONS = 3
#: Few enough that every partition comes in several batches.
BATCH = 40
# Spark's own Python warns about its own things; none of them is ours.
pytestmark = pytest.mark.filterwarnings("ignore")


@pytest.fixture(scope="module")
def spark(tmp_path_factory: pytest.TempPathFactory) -> Iterator[SparkSession]:
    """A session of two threads that opens no port to others and leaves no folder behind."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("JAVA_HOME", str(java_home(tmp_path_factory.mktemp("java"))))
        patch.setenv("PYSPARK_PYTHON", sys.executable)
        patch.setenv("SPARK_LOCAL_IP", "127.0.0.1")
        settings = {
            "spark.ui.enabled": "false",
            "spark.ui.showConsoleProgress": "false",
            "spark.driver.host": "127.0.0.1",
            "spark.driver.bindAddress": "127.0.0.1",
            "spark.driver.memory": "1g",
            # a short run: compiling little and collecting simply saves more than it costs
            "spark.driver.extraJavaOptions": "-XX:TieredStopAtLevel=1 -XX:+UseSerialGC",
            "spark.sql.codegen.wholeStage": "false",
            "spark.sql.shuffle.partitions": str(PARTITIONS),
            "spark.sql.adaptive.enabled": "false",
            "spark.sql.execution.arrow.maxRecordsPerBatch": str(BATCH),
            "spark.sql.session.timeZone": "UTC",
            "spark.sql.warehouse.dir": str(tmp_path_factory.mktemp("warehouse")),
        }
        builder = SparkSession.builder.master("local[2]").appName("shouzheng-tests")
        for name, value in settings.items():
            builder = builder.config(name, value)
        session = builder.getOrCreate()
        session.sparkContext.setLogLevel("ERROR")
        yield session
        session.stop()


def by_spark(spark: SparkSession, file: Path) -> dict[int, bytes]:
    """Every pass as the audit does it: repartition by the key, sort within partitions, hand over to the kernel."""
    kernel = VectorKernel(LAW, CARRIED)
    frame = spark.read.parquet(str(file))
    for key in kernel.passes[:-1]:
        counts = [StructField(name, IntegerType()) for name in kernel.counted_by(key)]
        schema = StructType([*frame.schema.fields, *counts])
        frame = _by_key(frame, key).mapInArrow(partial(count_partition, LAW.hash, CARRIED, key), schema)
    schema = StructType(
        [StructField("id", StringType()), StructField("seq", LongType()), StructField("answers", BinaryType())]
    )
    judged = _by_key(frame, kernel.passes[-1]).mapInArrow(partial(judge_partition, LAW.hash, CARRIED), schema)
    return {line["seq"]: bytes(line["answers"]) for line in judged.collect()}


def _by_key(frame: DataFrame, key: str) -> DataFrame:
    column = f"key_{key}"
    return frame.repartition(PARTITIONS, column).sortWithinPartitions(column, "latest", "seq")


def test_spark_gives_the_same_bits_as_one_process(spark: SparkSession, tmp_path: Path) -> None:
    table = table_of(*random_log(11, 600, days=5))
    file = tmp_path / "contacts.parquet"
    pq.write_table(table, file)
    expected = VectorKernel(LAW, CARRIED).judge_all(table).as_bytes().to_pylist()
    found = by_spark(spark, file)
    assert [found[seq] for seq in range(table.num_rows)] == expected
    assert len({*expected}) > 50


def test_a_worker_with_other_law_refuses() -> None:
    batches: list[pa.RecordBatch] = []
    with pytest.raises(RuntimeError, match="asked for is sha256:other"):
        judge_partition("sha256:other", CARRIED, batches)
    assert installed_kernel(LAW.hash, CARRIED) is installed_kernel(LAW.hash, CARRIED)
