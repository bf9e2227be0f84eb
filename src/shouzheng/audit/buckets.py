"""Cuts a stream of rows into buckets on disk: one Arrow stream for each, written batch by batch in bounded memory."""

from __future__ import annotations

import contextlib
import shutil
from pathlib import Path

import numpy
import pyarrow as pa

#: Column that says to which bucket a row goes; it is not written.
BUCKETS_BY = "bucket"
_PACKED = pa.ipc.IpcWriteOptions(compression="lz4")


def bucket_file(folder: Path, bucket: int) -> Path:
    """Return the file of a bucket."""
    return folder / f"{bucket}.arrows"


def split(rows: pa.RecordBatchReader, folder: Path, buckets: int) -> None:
    """Write each row to the bucket that its column ``bucket`` names; the files of all buckets are made, empty or not.

    Raises ``OSError`` when they cannot be written.
    """
    shutil.rmtree(folder, ignore_errors=True)
    folder.mkdir(parents=True)
    place = rows.schema.get_field_index(BUCKETS_BY)
    schema = rows.schema.remove(place)
    with contextlib.ExitStack() as stack:
        files = [stack.enter_context(pa.OSFile(str(bucket_file(folder, each)), "wb")) for each in range(buckets)]
        writers = [stack.enter_context(pa.ipc.new_stream(file, schema, options=_PACKED)) for file in files]
        for batch in rows:
            homes = batch.column(place).to_numpy().astype(numpy.uint16 if buckets <= 65_536 else numpy.uint32)
            table = pa.Table.from_batches([batch]).remove_column(place)
            order = numpy.argsort(homes, kind="stable")
            ends = numpy.cumsum(numpy.bincount(homes, minlength=buckets))
            sorted_rows = table.take(pa.array(order))
            for bucket, (begin, end) in enumerate(zip((0, *ends[:-1].tolist()), ends.tolist(), strict=True)):
                if end > begin:
                    writers[bucket].write_table(sorted_rows.slice(begin, end - begin))


def read_bucket(folder: Path, bucket: int) -> pa.Table:
    """Return the rows of a bucket in the order in which they came."""
    with pa.memory_map(str(bucket_file(folder, bucket))) as source:
        return pa.ipc.open_stream(source).read_all()
