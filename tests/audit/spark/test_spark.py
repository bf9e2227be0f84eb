"""An audit on Spark gives what an audit in one process gives, dirty rows and repeats included; the hash is the same."""

from __future__ import annotations

import sys
from collections.abc import Iterator
from pathlib import Path

import pyarrow.parquet as pq
import pytest
from pyspark.sql import SparkSession

from shouzheng.audit.local.run import audit
from shouzheng.audit.mapping import load_mapping
from shouzheng.audit.spark.run import audit_frame
from tests.audit.making import rows_of, table_of
from tests.audit.test_local import LAW, MAPPING
from tests.judging.vector.spark_java import java_home

# Spark's own Python warns about its own things; none of them is ours.
pytestmark = pytest.mark.filterwarnings("ignore")
PARTITIONS = 3


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
            "spark.driver.extraJavaOptions": "-XX:TieredStopAtLevel=1 -XX:+UseSerialGC",
            "spark.sql.shuffle.partitions": str(PARTITIONS),
            "spark.sql.adaptive.enabled": "false",
            "spark.sql.execution.arrow.maxRecordsPerBatch": "50",
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


def test_the_cluster_gives_what_one_process_gives(spark: SparkSession, tmp_path: Path) -> None:
    rows = rows_of(33, 240)
    for number, row in enumerate(rows):
        row["person"] = f"{row['person']}{number % 25}"
        row["direction"] = row["direction"] or "inbound"
    rows[0]["contact_id"] = None
    rows[1]["at"] = 17
    rows[7]["contact_id"], rows[7]["person"] = rows[6]["contact_id"], rows[6]["person"]
    file, mapping = tmp_path / "in.parquet", tmp_path / "mapping.toml"
    pq.write_table(table_of(rows), file)
    mapping.write_text(MAPPING, "utf-8")
    checked = load_mapping(mapping, LAW.facts)
    key = tmp_path / "key"
    key.write_bytes(bytes(range(32)))
    alone = audit([file], checked, tmp_path / "out", workers=1, bucket=70, key=key)
    cluster = audit_frame(spark, spark.read.parquet(str(file)), checked, key.read_bytes(), partitions=PARTITIONS)
    assert cluster.sums.as_json() == alone.sums.as_json()
    assert sum(alone.sums.refused.values()) == 3
    found = {(line["contact_id"], line["rule"], line["person"]) for line in cluster.findings.collect()}
    table = pq.read_table(tmp_path / "out" / "findings.parquet")
    assert found == set(zip(*(table[name].to_pylist() for name in ("contact_id", "rule", "person")), strict=True))
    assert len(found) > 100
    tally = pq.read_table(tmp_path / "out" / "tally.parquet").to_pylist()
    sums = {tuple(line.asDict().values()) for line in cluster.tally.collect()}
    assert sums == {tuple(line.values()) for line in tally}
