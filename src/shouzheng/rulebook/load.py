"""Loads the whole law: every file read strictly, every reference resolved, every condition parsed and type-checked.

Either all of it is sound, or nothing is used and every problem is listed with its place: no rule is skipped silently.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date
from functools import cache
from pathlib import Path
from typing import TypeVar

from shouzheng.model.law import Instrument, Provision, Threshold
from shouzheng.reference.data_files import data_files, data_folder, folder_hash
from shouzheng.reference.problems import Problem, Severity, ShouzhengError
from shouzheng.rulebook import problems
from shouzheng.rulebook.channels_file import Authority, Channel, read_channels
from shouzheng.rulebook.counts_file import CountDefinition, KeyDefinition, read_counts
from shouzheng.rulebook.facts_file import POSSIBLE, FactDefinition, possible_of, read_facts
from shouzheng.rulebook.instruments import read_instruments, read_undated
from shouzheng.rulebook.law_file import LawFile
from shouzheng.rulebook.provisions import read_provisions
from shouzheng.rulebook.rule_file import Rule, Shelf, read_rule
from shouzheng.rulebook.thresholds import LoanPrimeRate, read_lpr, read_thresholds

_Result = TypeVar("_Result")
#: The one country whose law is kept; another one is another folder beside it.
COUNTRY = "cn"
#: Exit code of "bad law, lexicon or configuration".
BAD_LAW = 3


@dataclass(frozen=True, slots=True)
class CheckDate:
    """When the facts of a file were last seen, and by when they should be looked at again."""

    file: str
    seen: date
    check_by: date


@dataclass(frozen=True, eq=False)
class Rulebook:
    """The law as loaded. Compared by identity; ``hash`` says which law it is.

    ``facts`` holds the second column (``…_possible``) of every count as well. ``check_dates`` come from ``[meta]``.
    """

    facts: Mapping[str, FactDefinition]
    keys: Mapping[str, KeyDefinition]
    counts: Mapping[str, CountDefinition]
    instruments: Mapping[str, Instrument]
    provisions: Mapping[str, Provision]
    thresholds: Mapping[str, Threshold]
    lpr: tuple[LoanPrimeRate, ...]
    channels: Mapping[str, Channel]
    authorities: tuple[Authority, ...]
    rules: tuple[Rule, ...]
    check_dates: tuple[CheckDate, ...]
    hash: str

    def rule(self, rule_id: str) -> Rule:
        """Return the rule with this id; raises ``KeyError``."""
        for rule in self.rules:
            if rule.id == rule_id:
                return rule
        raise KeyError(rule_id)

    def overdue(self, today: date) -> tuple[CheckDate, ...]:
        """Return the files whose law has not been looked at since its ``check_by``; outputs must say so."""
        return tuple(check for check in self.check_dates if check.check_by < today)


@dataclass
class Loaded:
    """What reading a folder gave: the law as far as it is sound, all problems, and the files for the linter."""

    rulebook: Rulebook
    problems: list[Problem]
    files: Mapping[str, LawFile]


def load_rulebook(folder: Path | None = None) -> Rulebook:
    """Load the law (the shipped one by default); raises ``ShouzhengError`` (exit code 3) with every located problem."""
    if folder is None:
        try:
            return _cached(data_folder("law"))
        except FileNotFoundError as error:
            raise _no_folder(str(error)) from error
    return _cached(folder.resolve())


@cache
def _cached(folder: Path) -> Rulebook:
    loaded = read_law(folder)
    if any(problem.severity is Severity.ERROR for problem in loaded.problems):
        raise ShouzhengError(*loaded.problems, exit_code=BAD_LAW)
    return loaded.rulebook


def _no_folder(path: str) -> ShouzhengError:
    return ShouzhengError(Problem(problems.NO_FOLDER, slots=(("path", path),)), exit_code=BAD_LAW)


def read_law(folder: Path) -> Loaded:
    """Read every file under a law folder, collecting problems; raises ``ShouzhengError`` only when it is not there."""
    if not folder.is_dir():
        raise _no_folder(str(folder))
    return _Reader(folder).read()


class _Reader:
    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.files: dict[str, LawFile] = {}
        self.problems: list[Problem] = []

    def open(self, path: Path) -> LawFile:
        file = LawFile.read(path, self.folder)
        self.files[file.name] = file
        return file

    def one(self, name: str) -> LawFile:
        """Open a file that must be there; a missing one is reported and read as empty."""
        path = self.folder / name
        if path.is_file():
            return self.open(path)
        self.problems.append(Problem(problems.NO_FOLDER, name, (("path", name),)))
        return LawFile(name, "")

    def all(self, name: str) -> list[LawFile]:
        folder = self.folder / name
        return [self.open(path) for path in data_files(folder)] if folder.is_dir() else []

    def read(self) -> Loaded:
        columns = _read(self.one("facts.toml"), read_facts) or {}
        counts_file = self.one("counts.toml")
        keys, counts = _read(counts_file, lambda file: read_counts(file, columns)) or ({}, {})
        facts = {**columns, **{f"{name}{POSSIBLE}": possible_of(columns[name]) for name in counts}}
        instruments = _read(self.one(f"{COUNTRY}/instruments.toml"), read_instruments) or {}
        provisions = self.provisions(instruments)
        thresholds = _read(self.one(f"{COUNTRY}/thresholds.toml"), lambda file: read_thresholds(file, provisions)) or {}
        lpr = _read(self.one(f"{COUNTRY}/lpr.toml"), read_lpr) or ()
        channel_file = self.one(f"{COUNTRY}/channels.toml")
        channels, authorities = _read(channel_file, lambda file: read_channels(file, provisions)) or ({}, ())
        rules = self.rules(Shelf(facts, counts, provisions, thresholds, channels))
        rulebook = Rulebook(
            facts=facts,
            keys=keys,
            counts=counts,
            instruments=instruments,
            provisions=provisions,
            thresholds=thresholds,
            lpr=lpr,
            channels=channels,
            authorities=authorities,
            rules=rules,
            check_dates=tuple(self.check_dates()),
            hash=folder_hash(self.folder),
        )
        found = [*self.problems, *(problem for file in self.files.values() for problem in file.problems)]
        return Loaded(rulebook, found, self.files)

    def provisions(self, instruments: Mapping[str, Instrument]) -> dict[str, Provision]:
        found: dict[str, Provision] = {}
        homes: dict[str, LawFile] = {}
        for file in self.all(f"{COUNTRY}/provisions"):
            for provision in _read(file, lambda file: read_provisions(file, instruments)) or []:
                if provision.id in found:
                    self.duplicate(file, provision.id, homes[provision.id])
                found[provision.id] = provision
                homes[provision.id] = file
        return found

    def rules(self, shelf: Shelf) -> tuple[Rule, ...]:
        found: dict[str, Rule] = {}
        files = self.all(f"{COUNTRY}/rules")
        for file in files:
            rule = _read(file, lambda file: read_rule(file, shelf))
            if rule is not None and rule.id in found:
                self.duplicate(file, rule.id, self.files[found[rule.id].file])
            elif rule is not None:
                found[rule.id] = rule
        if not files:
            self.problems.append(Problem(problems.NO_RULES, slots=(("path", f"{COUNTRY}/rules"),)))
        return tuple(found[rule_id] for rule_id in sorted(found))

    def duplicate(self, file: LawFile, name: str, other: LawFile) -> None:
        file.report(problems.DUPLICATE_ID, ("id",), id=name, other=other.name)

    def check_dates(self) -> list[CheckDate]:
        """Read ``[meta]`` of every file that has one."""
        found = []
        for file in self.files.values():
            if "meta" not in file.data:
                continue
            meta = file.root().table("meta")
            seen, check_by = meta.day("seen"), meta.day("check_by")
            meta.words("remark", needed=False)
            read_undated(meta)
            meta.finish()
            if seen and check_by:
                found.append(CheckDate(file.name, seen, check_by))
        return found


def _read(file: LawFile, reader: Callable[[LawFile], _Result]) -> _Result | None:
    """Read a file unless it could not even be parsed; its syntax error is then the only problem worth telling."""
    return None if file.problems else reader(file)
