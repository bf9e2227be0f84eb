"""Loads the folder ``letters``: guards, norms, letters, steps, bodies, terms; every problem at once, with its place."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path
from typing import TypeVar

from shouzheng.reference.data_files import data_files, data_folder, folder_hash
from shouzheng.reference.problems import Problem, ShouzhengError
from shouzheng.remedy.letters.address import NO_FORMS, read_address
from shouzheng.remedy.letters.guards import Forbidden, read_guards
from shouzheng.remedy.letters.letter_file import Letter, Shelf, read_letter
from shouzheng.remedy.letters.norms_file import read_norms
from shouzheng.remedy.letters.requests_file import read_requests
from shouzheng.remedy.next_steps.deadline_file import DeadlineRule, read_deadlines
from shouzheng.remedy.next_steps.step_file import Step, check_steps, read_step
from shouzheng.remedy.next_steps.where_file import Body, read_body
from shouzheng.remedy.situation_facts import fact_definitions
from shouzheng.rulebook.files.law_file import LawFile
from shouzheng.rulebook.load import BAD_LAW, COUNTRY, Rulebook, no_folder
from shouzheng.rulebook.problems import UNKNOWN_REFERENCE

_Item = TypeVar("_Item", Letter, Step, Body)
_Read = TypeVar("_Read")
GUARDS, REQUESTS, DEADLINES, STEPS = "guards.toml", "requests.toml", "deadlines.toml", "next"
NORMS, ADDRESS = "norms.toml", "address.toml"
PORTALS, WHERE = "portals", "where"


@dataclass(frozen=True, eq=False)
class Library:
    """Everything of the folder: ``letters`` (with the sheets of portals), ``steps`` and ``bodies`` in their order.

    ``hash`` says which texts they are.
    """

    letters: Mapping[str, Letter]
    steps: Mapping[str, Step]
    bodies: Mapping[str, Body]
    deadlines: Mapping[str, DeadlineRule]
    guards: tuple[Forbidden, ...]
    hash: str


def load_library(rulebook: Rulebook, folder: Path | None = None) -> Library:
    """Load the folder (the shipped one by default); raises ``ShouzhengError`` (exit 3) with every located problem."""
    if folder is None:
        try:
            folder = data_folder("letters")
        except FileNotFoundError as error:
            raise no_folder(str(error)) from error
    return _cached(rulebook, folder.resolve(), folder_hash(folder))


@lru_cache(maxsize=4)
def _cached(rulebook: Rulebook, folder: Path, content: str) -> Library:
    problems: list[Problem] = []

    def read(path: Path, reader: Callable[[LawFile], _Read]) -> _Read | None:
        file = LawFile.read(path, folder)
        found = None if file.problems else reader(file)  # nothing else is said of a file that is no TOML
        problems.extend(file.problems)
        return found

    guards = read(folder / GUARDS, read_guards) or ()
    requests = read(folder / REQUESTS, lambda file: read_requests(file, rulebook)) or {}
    norms = read(folder / NORMS, lambda file: read_norms(file, rulebook)) or ()
    address = read(folder / ADDRESS, lambda file: read_address(file, rulebook)) or NO_FORMS
    shelf = Shelf(rulebook, fact_definitions(rulebook), guards, requests, norms, address)
    deadlines = read(folder / DEADLINES, lambda file: read_deadlines(file, shelf)) or {}
    papers = [*data_files(folder / COUNTRY), *data_files(folder / PORTALS)]
    letters = _ordered([read(path, lambda file: read_letter(file, shelf)) for path in papers])
    bodies = _ordered([read(path, lambda file: read_body(file, shelf)) for path in data_files(folder / WHERE)])
    steps = _ordered([read(path, lambda file: read_step(file, shelf)) for path in data_files(folder / STEPS)])
    if not problems:
        problems += check_steps(steps, letters, deadlines)
        problems += [
            Problem(UNKNOWN_REFERENCE, f"{name}: expired", (("what", "deadline"), ("id", letter.expired.term)))
            for name, letter in letters.items()
            if letter.expired is not None and letter.expired.term not in deadlines
        ]
    if problems:
        raise ShouzhengError(*problems, exit_code=BAD_LAW)
    return Library(letters, steps, bodies, deadlines, shelf.guards, content)


def _ordered(items: list[_Item | None]) -> dict[str, _Item]:
    """Return the items by id, in their order; ids are file names and so differ within a folder."""
    return {item.id: item for item in sorted((each for each in items if each), key=lambda each: (each.order, each.id))}
