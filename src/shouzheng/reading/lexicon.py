"""The lexicon: acts, elements and entity words, loaded strictly from ``lexicon/`` and named by its hash."""

from __future__ import annotations

from functools import cache
from pathlib import Path

from shouzheng.reading.entries import Act, ElementSpec, Example, Lexicon
from shouzheng.reading.loading import read_lexicon
from shouzheng.reference.data_files import data_folder
from shouzheng.reference.problems import Problem, ShouzhengError

__all__ = ["Act", "ElementSpec", "Example", "Lexicon", "load_lexicon"]


def load_lexicon(folder: Path | None = None) -> Lexicon:
    """Return the lexicon of a folder (the installed one by default), loaded once.

    Raises ``ShouzhengError`` with exit code 3 and all problems, each with ``file:line``.
    """
    return _load((folder or data_folder("lexicon")).resolve())


@cache
def _load(folder: Path) -> Lexicon:
    problems: list[Problem] = []
    lexicon = read_lexicon(folder, problems)
    if lexicon is None:
        raise ShouzhengError(*problems, exit_code=3)
    return lexicon
