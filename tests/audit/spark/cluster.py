"""A Spark session on a cluster of two executors on this machine, as a benchmark and a test start it."""

from __future__ import annotations

import os
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any
from unittest.mock import patch

#: Two executors with one core and 1,024 MiB each.
MASTER = "local-cluster[2,1,1024]"


@contextmanager
def session_of(folder: Path, *, java_home: Path | None = None, **settings: str) -> Iterator[Any]:
    """Give a session whose files lie in ``folder`` and which no other machine can reach.

    ``java_home`` is the Java to use (default: the one on the path); ``settings`` are Spark's, dots as underscores.
    """
    import pyspark
    from pyspark.sql import SparkSession

    folder.mkdir(parents=True, exist_ok=True)
    environment = {
        "SPARK_HOME": str(Path(pyspark.__file__).parent),  # executors look for Spark's libraries there
        "SPARK_WORKER_DIR": str(folder / "work"),  # else they write into the installed package
        "SPARK_LOCAL_DIRS": str(folder / "local"),
        "SPARK_LOCAL_IP": "127.0.0.1",
        "PYSPARK_PYTHON": sys.executable,
        "PYTHONPATH": os.pathsep.join(each for each in sys.path if each),
        **({"JAVA_HOME": str(java_home)} if java_home else {}),
    }
    chosen = {
        "spark.ui.enabled": "false",
        "spark.ui.showConsoleProgress": "false",
        "spark.driver.host": "127.0.0.1",
        "spark.driver.bindAddress": "127.0.0.1",
        "spark.driver.memory": "1g",
        "spark.executor.memory": "512m",
        "spark.driver.extraJavaOptions": "-XX:TieredStopAtLevel=1 -XX:+UseSerialGC",
        "spark.executor.extraJavaOptions": "-XX:TieredStopAtLevel=1 -XX:+UseSerialGC",
        "spark.sql.session.timeZone": "UTC",
        "spark.sql.warehouse.dir": str(folder / "warehouse"),
        **{name.replace("_", "."): value for name, value in settings.items()},
    }
    with patch.dict(os.environ, environment):
        builder = SparkSession.builder.master(MASTER).appName("shouzheng")
        for name, value in chosen.items():
            builder = builder.config(name, value)
        session = builder.getOrCreate()
        session.sparkContext.setLogLevel("ERROR")
        try:
            yield session
        finally:
            session.stop()
