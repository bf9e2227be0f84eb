"""Warnings that were looked at and stand: listed one by one in ``law/accepted_warnings.toml``, each with its reason.

An entry names the code of one warning and what it is about (the id in it); nothing is accepted in bulk. An entry that
no warning needs any more is an error, and so is one for an error.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from shouzheng.model.words import Words
from shouzheng.reference.problems import Problem, Severity, kind_of
from shouzheng.rulebook.checks import problems
from shouzheng.rulebook.files.law_file import LawFile
from shouzheng.rulebook.load import ACCEPTED


@dataclass(frozen=True, slots=True)
class Accepted:
    """A warning that stands, and why."""

    problem: Problem
    reason: Words


@dataclass(frozen=True, slots=True)
class _Entry:
    code: str
    about: str
    reason: Words
    index: int


def sort_out(found: Iterable[Problem], files: Mapping[str, LawFile]) -> tuple[list[Problem], list[Accepted]]:
    """Part the problems into those to be seen to and those accepted; problems of the list itself are added."""
    file = files.get(ACCEPTED)
    if file is None:
        return list(found), []
    before = len(file.problems)
    entries = {(entry.code, entry.about): entry for entry in _read(file)}
    used: set[tuple[str, str]] = set()
    open_: list[Problem] = []
    accepted: list[Accepted] = []
    for problem in found:
        entry = next((entries[key] for key in _keys(problem) if key in entries), None)
        if entry is None or problem.severity is not Severity.WARNING:
            open_.append(problem)
            continue
        used.add((entry.code, entry.about))
        accepted.append(Accepted(problem, entry.reason))
    for key, entry in entries.items():
        if key not in used:
            _report_idle(file, entry)
    return open_ + file.problems[before:], accepted


def _keys(problem: Problem) -> list[tuple[str, str]]:
    return [(problem.code, value) for _, value in problem.slots]


def _read(file: LawFile) -> list[_Entry]:
    root = file.root()
    root.has("meta")
    found = []
    for index, table in enumerate(root.tables("accepted", needed=False)):
        entry = _Entry(table.text("code"), table.text("about"), table.words("reason"), index)
        table.finish()
        if table.sound:
            found.append(entry)
    root.finish()
    return found


def _report_idle(file: LawFile, entry: _Entry) -> None:
    kind = kind_of(entry.code)
    if kind is not None and kind.severity is Severity.ERROR:
        file.report(problems.ACCEPTED_ERROR, ("accepted", entry.index, "code"), code=entry.code)
    else:
        path = ("accepted", entry.index, "about")
        file.report(problems.ACCEPTED_IDLE, path, code=entry.code, about=entry.about)
