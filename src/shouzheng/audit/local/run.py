"""The stages of an audit, in order, each going on where it stopped: read, make facts, count by debtor, judge, sum up.

``result.json`` is written last: without it a folder holds no result, however much of the work is done.
"""

from __future__ import annotations

import hashlib
import json
import multiprocessing
import os
import secrets
import shutil
import stat
from collections.abc import Callable, Iterable, Sequence
from concurrent.futures import ProcessPoolExecutor
from concurrent.futures.process import BrokenProcessPool
from dataclasses import dataclass
from functools import partial
from pathlib import Path
from typing import Any

from shouzheng import __version__
from shouzheng.audit.ingest import BUCKET, Ingest
from shouzheng.audit.local.layout import RESULT, Job, no_result, say
from shouzheng.audit.local.sums import Sums, sum_up
from shouzheng.audit.local.work import MATTER, count_matter, end_with_parent, judge_bucket, kernel_of, make_facts
from shouzheng.audit.mapping import ArchiveMapping
from shouzheng.audit.problems import CANNOT_WRITE_AUDIT, NO_CONTACTS, NO_PSEUDONYM_KEY, OTHER_RUN, WORKER_LOST
from shouzheng.audit.sources import input_files
from shouzheng.reading.lexicon import load_lexicon
from shouzheng.reference.data_files import data_folder, folder_hash
from shouzheng.reference.problems import Problem, ShouzhengError
from shouzheng.rulebook.load import load_rulebook

#: Called with the name of a stage, buckets done and buckets in all.
Progress = Callable[[str, int, int], None]
#: Does a task for every bucket, in order: ``map`` here, or that of a pool of processes.
Map = Callable[[Callable[[int], int], range], Iterable[int]]
IDENTITY, JOB, WORK = "run.json", "job.json", "work"
_KEY_BYTES = 32


@dataclass(frozen=True, slots=True)
class AuditResult:
    """What a run found: the sums, the folder they stand in, and what has to be said about the input."""

    folder: Path
    sums: Sums
    problems: tuple[Problem, ...]


def audit(
    given: Sequence[Path],
    mapping: ArchiveMapping,
    out: Path,
    *,
    workers: int = 0,
    key: Path | None = None,
    bucket: int = BUCKET,
    again: bool = False,
    progress: Progress | None = None,
) -> AuditResult:
    """Judge an archive and write ``findings.parquet``, ``tally.parquet`` and ``result.json`` to ``out``.

    ``workers`` is the number of processes (0: as many as processors). ``key`` names the file of the pseudonyms' key;
    without it one is made in ``out``. Raises ``ShouzhengError`` with exit code 2 for an input that cannot be read, 3
    for a wrong mapping or law.
    """
    work = out / WORK
    try:
        out.mkdir(parents=True, exist_ok=True)
        if again:
            shutil.rmtree(work, ignore_errors=True)
        work.mkdir(mode=stat.S_IRWXU, exist_ok=True)
        return _Run(given, mapping, out, workers or os.cpu_count() or 1, progress or _silent).run(key, bucket)
    except OSError as error:
        detail = error.strerror or type(error).__name__
        raise ShouzhengError(Problem(CANNOT_WRITE_AUDIT, out.name, (("detail", detail),))) from error


def identity(given: Sequence[Path], mapping: ArchiveMapping, bucket: int) -> dict[str, Any]:
    """Return what a run depends on: input files by name, size and time, mapping, law, lexicon, directory, program."""
    _, files = input_files(given)
    listed = [[str(path), path.stat().st_size, path.stat().st_mtime_ns] for path in files]
    return {
        "input": hashlib.sha256(json.dumps(listed).encode()).hexdigest(),
        "mapping": hashlib.sha256(repr(mapping).encode()).hexdigest(),
        "law": load_rulebook().hash,
        "lexicon": load_lexicon().hash,
        "directory": folder_hash(data_folder("directory")),
        "program": __version__,
        "bucket": bucket,
    }


class _Run:
    def __init__(
        self, given: Sequence[Path], mapping: ArchiveMapping, out: Path, workers: int, progress: Progress
    ) -> None:
        self._given, self._mapping, self._out, self._work = given, mapping, out, out / WORK
        self._workers, self._progress = workers, progress

    def run(self, key: Path | None, bucket: int) -> AuditResult:
        about = identity(self._given, self._mapping, bucket)
        self._same_run(about)
        no_result(self._out)
        say(self._work / IDENTITY, about)
        job, problems, counts = self._read(pseudonym_key(key, self._out), about, bucket)
        if job.rows <= sum(counts.values()):
            reasons = ", ".join(f"{reason} {count}" for reason, count in sorted(counts.items())) or "-"
            raise ShouzhengError(Problem(NO_CONTACTS, self._out.name, (("rows", str(job.rows)), ("reasons", reasons))))
        workers = min(self._workers, job.buckets)
        try:
            if workers == 1:
                repeats = self._stages(job, map)
            else:
                context = multiprocessing.get_context("spawn")
                with ProcessPoolExecutor(workers, context, end_with_parent) as pool:
                    repeats = self._stages(job, pool.map)
        except BrokenProcessPool as error:
            raise ShouzhengError(Problem(WORKER_LOST, self._out.name)) from error
        sums = sum_up(job, self._out, about, counts | ({"repeated_id": repeats} if repeats else {}))
        say(self._out / RESULT, sums.as_json())
        return AuditResult(self._out, sums, problems)

    def _same_run(self, about: dict[str, Any]) -> None:
        """Go on only with the same input, mapping, law and lexicon; raises SZ-6507 for another run's folder."""
        path = self._work / IDENTITY
        if path.exists() and json.loads(path.read_text("utf-8")) != about:
            raise ShouzhengError(Problem(OTHER_RUN, self._out.name))

    def _read(self, key: bytes, about: dict[str, Any], bucket: int) -> tuple[Job, tuple[Problem, ...], dict[str, int]]:
        """Read the input, unless it was read before; problems are said again either way."""
        path = self._work / JOB
        self._progress("read", 0, 1)
        if not path.exists():
            shutil.rmtree(self._work / "rows", ignore_errors=True)
            read = Ingest(self._given, self._mapping, load_rulebook().facts, self._work).run(key, bucket)
            texts = "text" in self._mapping.columns
            say(path, {"rows": read.rows, "buckets": read.buckets, "texts": texts, "refused": dict(read.refused)})
            problems = read.problems
        else:
            problems = ()
        done = json.loads(path.read_text("utf-8"))
        mapping = self._mapping
        job = Job(
            str(self._work),
            about["law"],
            about["lexicon"],
            mapping.practice,
            mapping.resolution,
            mapping.same,
            done["rows"],
            done["buckets"],
            done["texts"],
        )
        self._progress("read", 1, 1)
        return job, problems, done["refused"]

    def _stages(self, job: Job, over: Map) -> int:
        """Do all stages on all buckets; returns the rows that repeat a contact."""
        repeats = sum(self._each(over, "facts", partial(make_facts, job), job.buckets))
        self._make_counted(job)
        self._each(over, "counts", partial(count_matter, job), job.buckets)
        self._each(over, "rules", partial(judge_bucket, job), job.buckets)
        return repeats

    def _each(self, over: Map, stage: str, task: Callable[[int], int], buckets: int) -> list[int]:
        results = []
        for done, result in enumerate(over(task, range(buckets)), 1):
            self._progress(stage, done, buckets)
            results.append(result)
        return results

    @staticmethod
    def _make_counted(job: Job) -> None:
        """Make the files that hold the counts by debtor, unless they are there with their full length."""
        for name in kernel_of(job).counted_by(MATTER):
            path = job.counted(name)
            path.parent.mkdir(parents=True, exist_ok=True)
            size = 4 * max(job.rows, 1)
            if not path.exists() or path.stat().st_size != size:
                for mark in path.parent.glob("*.done"):
                    mark.unlink()
                with path.open("wb") as file:
                    file.write(b"\xff\xff\xff\xff" * 0)
                    file.truncate(size)


def pseudonym_key(path: Path | None, out: Path) -> bytes:
    """Return the key of the pseudonyms; the same key gives the same pseudonyms in another run.

    Without a ``path`` it is the one in ``out``, made there when there is none. Raises ``ShouzhengError`` (SZ-6509).
    """
    if path is None:
        path = out / "pseudonyms.key"
        if not path.exists():
            handle = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
            with os.fdopen(handle, "wb") as file:
                file.write(secrets.token_bytes(_KEY_BYTES))
    try:
        key = path.read_bytes()
    except OSError as error:
        raise ShouzhengError(Problem(NO_PSEUDONYM_KEY, path.name, (("what", str(error.strerror)),))) from error
    if len(key) < _KEY_BYTES:
        raise ShouzhengError(Problem(NO_PSEUDONYM_KEY, path.name, (("what", f"{len(key)} bytes"),)))
    return key


def _silent(_stage: str, _done: int, _total: int) -> None:
    """Tell nobody about the progress."""
