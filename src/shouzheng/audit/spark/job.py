"""The job for ``spark-submit``: reads an archive, judges it on the cluster, writes findings, sums and figures.

It ends with 0 when it is done, findings or not: to a scheduler any other number is a job that failed and is run again.
``spark-submit job.py --input s3a://… --mapping mapping.toml --key pseudonyms.key --out s3a://…``; all nodes need this
program installed with ``[audit]``. ``docs/audit/spark.md`` says how, on YARN and on Kubernetes.
"""

from __future__ import annotations

import argparse
import json
import sys
from pathlib import Path

from shouzheng.audit.mapping import load_mapping
from shouzheng.audit.spark.run import audit_frame, no_result, write
from shouzheng.rulebook.load import load_rulebook

FORMATS = ("parquet", "csv", "table")


def main(arguments: list[str] | None = None) -> int:
    """Run the job; returns 0. Spark's own errors end it with a traceback, and then no ``result.json`` is left."""
    from pyspark.sql import SparkSession

    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0] if __doc__ else "")
    parser.add_argument("--input", required=True, help="path of Parquet or CSV files, or the name of a table")
    parser.add_argument("--format", choices=FORMATS, default="parquet")
    parser.add_argument("--mapping", required=True, type=Path)
    parser.add_argument("--key", required=True, type=Path, help="file of 32 bytes or more, kept apart from the result")
    parser.add_argument("--out", required=True)
    parser.add_argument("--partitions", type=int, help="about one for each 0.5 to 1 million contacts")
    asked = parser.parse_args(arguments)
    mapping = load_mapping(asked.mapping, load_rulebook().facts)
    session = SparkSession.builder.appName("shouzheng-audit").getOrCreate()
    if asked.format == "table":
        frame = session.table(asked.input)
    elif asked.format == "csv":
        frame = session.read.csv(asked.input, header=True, multiLine=True, escape='"')
    else:
        frame = session.read.parquet(asked.input)
    no_result(session, asked.out)
    result = audit_frame(session, frame, mapping, asked.key.read_bytes(), partitions=asked.partitions)
    write(session, result, asked.out)
    print(json.dumps(result.sums.as_json(), ensure_ascii=False, indent=1, sort_keys=True))
    return 0


if __name__ == "__main__":
    sys.exit(main())
