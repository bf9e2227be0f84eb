"""Checks the whole law folder: everything the loader refuses, and everything a careful reader would ask for."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime
from pathlib import Path

from shouzheng.model.moment import BEIJING
from shouzheng.reference.data_files import data_folder
from shouzheng.reference.problems import Problem, Severity
from shouzheng.rulebook.checks import ALL, Context
from shouzheng.rulebook.checks.accepted import Accepted, sort_out
from shouzheng.rulebook.load import COUNTRY, Loaded, read_law

_RULES = f"{COUNTRY}/rules/"


@dataclass(frozen=True, slots=True)
class Report:
    """What the linter found: problems to be seen to, and warnings that were accepted with a reason, by their places."""

    problems: tuple[Problem, ...]
    accepted: tuple[Accepted, ...]


def lint(folder: Path | None = None, *, today: date | None = None) -> list[Problem]:
    """Return every problem of a law folder (the shipped one by default) that is to be seen to; see ``report``."""
    return list(report(folder, today=today).problems)


def report(folder: Path | None = None, *, today: date | None = None) -> Report:
    """Return every problem of a law folder (the shipped one by default), errors and warnings, in order of their places.

    Rules that did not load are left out of the further checks; when facts, provisions or numbers did not load, only
    the loader's problems are returned, because everything else would be a consequence of them. Warnings listed in
    ``accepted_warnings.toml`` are set apart.
    """
    loaded = read_law(data_folder("law") if folder is None else folder)
    if _base_broken(loaded):
        return Report(tuple(sorted(loaded.problems, key=_order)), ())
    context = Context(loaded.rulebook, loaded.files, today or datetime.now(BEIJING).date())
    found = [*loaded.problems, *(problem for check in ALL for problem in check(context))]
    problems, accepted = sort_out(found, loaded.files)
    return Report(tuple(sorted(problems, key=_order)), tuple(sorted(accepted, key=lambda one: _order(one.problem))))


def _base_broken(loaded: Loaded) -> bool:
    errors = [problem for problem in loaded.problems if problem.severity is Severity.ERROR]
    return any(not problem.where.startswith(_RULES) for problem in errors)


def _order(problem: Problem) -> tuple[str, int, str]:
    """Sort by file, then line, then code."""
    file, _, rest = problem.where.partition(":")
    line = rest.partition(":")[0]
    return file, int(line) if line.isdigit() else 0, problem.code
