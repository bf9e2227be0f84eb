"""Files between the stages of a run. Each is written whole under its name or not at all, so a run can go on later."""

from __future__ import annotations

import contextlib
import json
import shutil
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

from shouzheng.audit.archive import Practice
from shouzheng.model.moment import Resolution
from shouzheng.reference.atomic import replacing

if TYPE_CHECKING:
    import pyarrow as pa
    from numpy.typing import NDArray

    Array = NDArray[Any]


#: The figures of a whole result, and all that is made of them.
RESULT = "result.json"
_OF_A_RESULT = (RESULT, "report.html", "summary.pdf", "rates.csv", "manifest.json.sig", "signer.pem", "manifest.json")


def no_result(out: Path) -> None:
    """Take the result out of a folder before its parts change, and the report made of it: neither outlives the other.

    Raises ``OSError``.
    """
    for name in _OF_A_RESULT:
        (out / name).unlink(missing_ok=True)


@dataclass(frozen=True)
class Job:
    """One run: its working folder, the law and lexicon it must use, what the mapping says once, and its buckets.

    ``same`` are columns with one value in every row. ``rows`` are the rows of the input; ``buckets`` by person, as
    many by debtor. ``texts`` when words are to be read.
    """

    folder: str
    law: str
    lexicon: str
    practice: Practice
    resolution: Resolution
    same: Mapping[str, str]
    rows: int
    buckets: int
    texts: bool

    @property
    def root(self) -> Path:
        """The working folder."""
        return Path(self.folder)

    @property
    def rows_folder(self) -> Path:
        """Folder with the rows of all buckets, as they were read (``audit.buckets``)."""
        return self.root / "rows"

    def facts_of(self, bucket: int) -> Path:
        """Facts of a bucket."""
        return self.root / "facts" / f"{bucket}.arrow"

    def slim_of(self, bucket: int) -> Path:
        """What counting by debtor reads of the contacts of one bucket, one part for each bucket of debtors."""
        return self.root / "matter" / f"{bucket}.arrow"

    def repeats_of(self, bucket: int) -> Path:
        """Rows of a bucket that repeat a contact."""
        return self.root / "repeats" / f"{bucket}.arrow"

    def counted(self, column: str) -> Path:
        """A count by debtor, 32-bit integers by ``seq``."""
        return self.root / "counted" / f"{column}.int32"

    def counted_mark(self, matter: int) -> Path:
        """Says that a bucket of debtors is counted."""
        return self.root / "counted" / f"{matter}.done"

    def judged(self, bucket: int) -> Path:
        """Folder of the answers on one bucket."""
        return self.root / "judged" / str(bucket)


def save(path: Path, table: pa.Table) -> None:
    """Write a table as one Arrow file, whole or not at all."""
    import pyarrow as pa

    path.parent.mkdir(parents=True, exist_ok=True)
    with replacing(path) as file, pa.ipc.new_file(file, table.schema) as writer:
        writer.write_table(table)


def load(path: Path) -> pa.Table:
    """Return a table that ``save`` wrote, mapped into memory."""
    import pyarrow as pa

    with pa.memory_map(str(path)) as source:
        return pa.ipc.open_file(source).read_all()


def save_parts(path: Path, table: pa.Table, part_of: Array, parts: int) -> None:
    """Write a table as one file of so many parts, whole or not at all; ``part_of`` says where each row goes."""
    import numpy
    import pyarrow as pa

    order = numpy.argsort(part_of, kind="stable")
    ends = numpy.cumsum(numpy.bincount(part_of, minlength=parts)).tolist()
    rows = table.unify_dictionaries().combine_chunks().take(pa.array(order)).combine_chunks()
    whole = (rows.to_batches() or [pa.RecordBatch.from_pylist([], rows.schema)])[0]
    path.parent.mkdir(parents=True, exist_ok=True)
    with replacing(path) as file, pa.ipc.new_file(file, rows.schema) as writer:
        for begin, end in zip((0, *ends[:-1]), ends, strict=True):
            writer.write_batch(whole.slice(begin, end - begin))


def load_part(path: Path, part: int) -> pa.Table:
    """Return one part of a table that ``save_parts`` wrote, mapped into memory."""
    import pyarrow as pa

    with pa.memory_map(str(path)) as source:
        return pa.Table.from_batches([pa.ipc.open_file(source).get_batch(part)])


def say(path: Path, about: object) -> None:
    """Write a small JSON file, whole or not at all."""
    path.parent.mkdir(parents=True, exist_ok=True)
    with replacing(path) as file:
        file.write(json.dumps(about, ensure_ascii=False, sort_keys=True, indent=1).encode("utf-8"))


@contextlib.contextmanager
def whole_folder(path: Path) -> Iterator[Path]:
    """Give a folder to fill that takes its name when the block ends without an error."""
    part = path.with_name(f".{path.name}.part")
    shutil.rmtree(part, ignore_errors=True)
    part.mkdir(parents=True)
    yield part
    shutil.rmtree(path, ignore_errors=True)
    part.rename(path)
