"""An audit on Spark gives what an audit in one process gives, dirty rows and repeats included; the hash is the same.

A driver that is killed leaves no result, not even that of the run before; the next run makes a whole one.
"""

from __future__ import annotations

import json
import os
import signal
import subprocess
import sys
import time
from collections.abc import Iterator
from pathlib import Path

import pyarrow.csv
import pyarrow.parquet as pq
import pytest
from pyspark.sql import SparkSession

from shouzheng.audit.local.layout import RESULT
from shouzheng.audit.local.run import audit
from shouzheng.audit.mapping import load_mapping
from shouzheng.audit.report.write import PAGE, write_report
from shouzheng.audit.spark import job
from shouzheng.audit.spark.engine import frame_of
from shouzheng.audit.spark.run import audit_frame, write
from shouzheng.cli.main import main
from shouzheng.reference.problems import ShouzhengError
from tests.audit.making import rows_of, table_of
from tests.audit.test_local import LAW, MAPPING
from tests.judging.vector.spark_java import java_home

# Spark's own Python warns about its own things; none of them is ours.
pytestmark = pytest.mark.filterwarnings("ignore")
PARTITIONS = 3
_PATIENCE_SECONDS = 900


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


def _archive(folder: Path) -> tuple[Path, Path, Path]:
    """Write 120 invented contacts, their mapping and a key."""
    rows = rows_of(35, 120)
    for number, row in enumerate(rows):
        row["person"], row["direction"], row["text"] = f"{row['person']}{number % 25}", "inbound", None
    file, mapping, key = folder / "in.parquet", folder / "mapping.toml", folder / "key"
    pq.write_table(table_of(rows), file)
    mapping.write_text(MAPPING, "utf-8")
    key.write_bytes(bytes(range(32)))
    return file, mapping, key


def test_the_command_judges_on_spark_and_writes_the_same_result(spark: SparkSession, tmp_path: Path) -> None:
    file, mapping, key = _archive(tmp_path)
    given = ["--mapping", str(mapping), "--key", str(key), "--accept-mapping"]
    codes = [
        main(["audit", str(file), *given, "--out", str(tmp_path / name), "--engine", name])
        for name in ("local", "spark")
    ]
    assert codes == [1, 1]
    one, other = (json.loads((tmp_path / name / RESULT).read_text("utf-8")) for name in ("local", "spark"))
    assert one == other
    for name in ("findings.parquet", "tally.parquet", "missing.parquet"):
        tables = [pq.read_table(tmp_path / folder / name) for folder in ("local", "spark")]
        assert tables[0].to_pylist() == tables[1].to_pylist()
    assert (tmp_path / "spark" / PAGE).read_bytes() == (tmp_path / "local" / PAGE).read_bytes()
    spark.range(1).count()  # a session that somebody else made goes on


@pytest.mark.parametrize("what", [["--new", "x.csv"], ["postgresql://localhost/db"]])
def test_what_one_machine_does_is_refused_before_anything_starts(tmp_path: Path, what: list[str]) -> None:
    _, mapping, _ = _archive(tmp_path)
    out = tmp_path / "out"
    assert main(["audit", "in", *what, "--mapping", str(mapping), "--out", str(out), "--engine", "spark"]) == 2
    assert not out.exists()


def test_folders_csv_files_and_tables_are_read(spark: SparkSession, tmp_path: Path) -> None:
    file, _, _ = _archive(tmp_path)
    table = pq.read_table(file)
    pyarrow.csv.write_csv(table, tmp_path / "all.csv")
    spark.read.parquet(str(file)).createOrReplaceTempView("contacts")
    rows = {row["contact_id"] for row in frame_of(spark, ["contacts"]).collect()}
    assert rows == set(table["contact_id"].to_pylist())
    assert {row["contact_id"] for row in frame_of(spark, [str(tmp_path / "all.csv")]).collect()} == rows
    assert frame_of(spark, [file.as_uri()]).count() == table.num_rows
    for nothing in (["no_such_table"], [str(tmp_path)]):  # the folder holds both kinds
        with pytest.raises(ShouzhengError):
            frame_of(spark, nothing)


def test_a_killed_driver_leaves_no_result_and_the_next_run_makes_a_whole_one(
    spark: SparkSession, tmp_path: Path
) -> None:
    file, mapping, key = _archive(tmp_path)
    out, checked = tmp_path / "out", load_mapping(mapping, LAW.facts)
    frame = spark.read.parquet(str(file))

    def run() -> None:
        write(spark, audit_frame(spark, frame, checked, key.read_bytes(), partitions=PARTITIONS), str(out))

    run()
    whole = json.loads((out / RESULT).read_text("utf-8"))
    _kill_in_the_middle([file, mapping, key, out], tmp_path / "local")
    assert not (out / RESULT).exists()
    with pytest.raises(ShouzhengError) as caught:
        write_report(out)
    assert caught.value.problems[0].code == "SZ-6533"
    assert not (out / PAGE).exists()
    run()
    assert json.loads((out / RESULT).read_text("utf-8")) == whole
    assert write_report(out) == out / PAGE


def _kill_in_the_middle(paths: list[Path], local: Path) -> None:
    """Start the job of ``spark-submit`` over an earlier result and kill it when its first shuffle lies on the disk."""
    options = ("--input", "--mapping", "--key", "--out")
    arguments = [each for option, path in zip(options, paths, strict=True) for each in (option, str(path))]
    local.mkdir()
    environment = {**os.environ, "SPARK_LOCAL_DIRS": str(local), "PYTHONPATH": os.pathsep.join(sys.path)}
    environment["PYSPARK_SUBMIT_ARGS"] = (
        "--master local[1] --driver-java-options -XX:TieredStopAtLevel=1 --conf spark.ui.enabled=false "
        "--conf spark.driver.host=127.0.0.1 --conf spark.driver.bindAddress=127.0.0.1 pyspark-shell"
    )
    with subprocess.Popen(
        [sys.executable, str(job.__file__), *arguments, "--partitions", "2"],
        env=environment,
        stdin=subprocess.DEVNULL,
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
        start_new_session=True,
    ) as process:
        until = time.monotonic() + _PATIENCE_SECONDS
        while time.monotonic() < until and process.poll() is None and not any(local.rglob("shuffle_*.data")):
            time.sleep(0.05)
        assert process.poll() is None  # it had not ended by itself
        os.killpg(process.pid, signal.SIGKILL)  # its Java machine and its workers as well
    assert process.returncode == -signal.SIGKILL
