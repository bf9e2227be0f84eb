"""What a worker process runs on its stream of batches, in Spark's ``mapInArrow`` or a pool of processes.

A worker has the law that was installed with it, so each call says by its hash which law is meant: two machines with
different law would give one report that nobody could explain. Spark, before each call, has repartitioned by the
partition key and sorted within partitions by that key, ``latest`` and the order of the archive.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from functools import lru_cache

import pyarrow as pa

from shouzheng.judging.vector import streams
from shouzheng.judging.vector.kernel import VectorKernel
from shouzheng.rulebook.load import load_rulebook


@lru_cache(maxsize=2)
def installed_kernel(law: str, carried: tuple[str, ...]) -> VectorKernel:
    """Return the kernel of the installed law, made once in each process.

    Raises ``RuntimeError`` when it is not the law with this hash, ``ShouzhengError`` when it is not sound.
    """
    rulebook = load_rulebook()
    if rulebook.hash != law:
        raise RuntimeError(f"this worker has the law {rulebook.hash}, asked for is {law}")
    return VectorKernel(rulebook, carried)


def count_partition(
    law: str, carried: tuple[str, ...], key: str, batches: Iterable[pa.RecordBatch]
) -> Iterator[pa.RecordBatch]:
    """Add the counts of a partition key; see ``streams.counted``."""
    return streams.counted(installed_kernel(law, carried), key, batches)


def judge_partition(law: str, carried: tuple[str, ...], batches: Iterable[pa.RecordBatch]) -> Iterator[pa.RecordBatch]:
    """Judge by all rules; see ``streams.judged``."""
    return streams.judged(installed_kernel(law, carried), batches)
