"""Measure the installed reading, and the keyword list beside it, on a file of labelled rows."""

from __future__ import annotations

from collections.abc import Callable
from itertools import count
from pathlib import Path

from shouzheng.reading.evaluation.baseline import keyword_reader
from shouzheng.reading.evaluation.measure import Answer, measure, our_reader
from shouzheng.reading.evaluation.report import Report
from shouzheng.reading.evaluation.rows import Row, Rows, read_rows
from shouzheng.reading.kinds.loading import load_kinds
from shouzheng.reading.lexicon import load_lexicon


def evaluate(
    path: Path,
    lexicon_folder: Path | None = None,
    *,
    keep: Callable[[Row], bool] = lambda _row: True,
    progress: Callable[[int, int], None] = lambda _done, _total: None,
) -> Report:
    """Return the report on the rows of a file (on those that ``keep`` lets through).

    ``progress`` is told after each row how many were read and how many there are.

    Raises ``ShouzhengError``: exit code 2 without any labelled row, 3 with a damaged lexicon.
    """
    source = read_rows(path)
    lexicon = load_lexicon(lexicon_folder)
    rows = tuple(row for row in source.rows if keep(row))
    reader = our_reader(lexicon, load_kinds(lexicon_folder))
    done = count(1)

    def ticking(row: Row) -> Answer:
        answer = reader(row)
        progress(next(done), len(rows))
        return answer

    ours = measure(rows, ticking)
    baseline = measure(rows, keyword_reader(lexicon_folder))
    return Report(Rows(rows, source.problems, source.unknown), ours, baseline, lexicon.hash)
