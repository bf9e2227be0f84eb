"""Loads the whole law: every file read strictly, every reference resolved, every condition parsed and type-checked.

Either all of it is sound, or nothing is used and every problem is listed with its place: no rule is skipped silently.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date
from functools import lru_cache
from pathlib import Path
from typing import TYPE_CHECKING, TypeVar

from shouzheng.model.law import Instrument, Provision, Threshold
from shouzheng.reference.data_files import data_files, data_folder, folder_hash
from shouzheng.reference.problems import Problem, Severity, ShouzhengError
from shouzheng.rulebook import problems
from shouzheng.rulebook.files.counts import CountDefinition, KeyDefinition, read_counts
from shouzheng.rulebook.files.facts import POSSIBLE, FactDefinition, possible_of, read_facts
from shouzheng.rulebook.files.instruments import read_instruments
from shouzheng.rulebook.files.law_file import LawFile
from shouzheng.rulebook.files.provisions import read_provisions
from shouzheng.rulebook.files.rule import Rule, Shelf, read_rule
from shouzheng.rulebook.files.thresholds import LoanPrimeRate, read_lpr, read_thresholds

if TYPE_CHECKING:
    from shouzheng.rulebook.files.channels import Authority, Channel

_Result = TypeVar("_Result")
#: The one country whose law is kept; another one is another folder beside it.
COUNTRY = "cn"
#: Law that is known of and never applied; kept for readers.
NOT_APPLIED = f"{COUNTRY}/not_applied.toml"
#: Warnings of the linter that were looked at and stand, each with its reason; read by the linter only.
ACCEPTED = "accepted_warnings.toml"
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
    """Load the law (the shipped one by default); raises ``ShouzhengError`` (exit code 3) with every located problem.

    The same folder with the same content is loaded once.
    """
    if folder is None:
        try:
            folder = data_folder("law")
        except FileNotFoundError as error:
            raise no_folder(str(error)) from error
    try:
        content = folder_hash(folder)
    except OSError:
        content = ""  # the reader names the file that cannot be read
    return _cached(folder.resolve(), content)


@lru_cache(maxsize=8)
def _cached(folder: Path, content: str) -> Rulebook:
    loaded = read_law(folder, content)
    if any(problem.severity is Severity.ERROR for problem in loaded.problems):
        raise ShouzhengError(*loaded.problems, exit_code=BAD_LAW)
    return loaded.rulebook


def no_folder(path: str) -> ShouzhengError:
    """Return the error for law data that is not there."""
    return ShouzhengError(Problem(problems.NO_FOLDER, slots=(("path", path),)), exit_code=BAD_LAW)


def read_law(folder: Path, content: str = "") -> Loaded:
    """Read every file under a law folder, collecting problems; raises ``ShouzhengError`` only when it is not there.

    ``content`` is the folder's hash (it is made when not given).
    """
    if not folder.is_dir():
        raise no_folder(str(folder))
    return LawReader(folder, content or folder_hash(folder)).read()


class LawReader:
    """Reads a law folder. A subclass may read less of it; then ``complete`` is False and links are not checked."""

    complete = True

    def __init__(self, folder: Path, content: str) -> None:
        self.folder, self.content = folder, content
        self.files: dict[str, LawFile] = {}
        self.problems: list[Problem] = []

    def open(self, path: Path) -> LawFile:
        """Read one file and keep it for its problems."""
        file = LawFile.read(path, self.folder, self.shortened)
        self.files[file.name] = file
        return file

    def shortened(self, name: str, text: str) -> str:
        """Return the text of a file, by its name in the folder, without what need not be read."""
        return text

    def one(self, name: str) -> LawFile:
        """Open a file that must be there; a missing one is reported and read as empty."""
        path = self.folder / name
        if path.is_file():
            return self.open(path)
        self.problems.append(Problem(problems.NO_FOLDER, name, (("path", name),)))
        return LawFile(name, "")

    def paths(self, name: str) -> list[Path]:
        """Return the files under a folder of the law."""
        folder = self.folder / name
        return data_files(folder) if folder.is_dir() else []

    def rule_paths(self) -> list[Path]:
        """Return the files of the rules to read."""
        return self.paths(f"{COUNTRY}/rules")

    def overlooked(self) -> None:
        """Report what looks like a rule and would not be read: ``R01.TOML``, a link to nowhere, a linked folder."""
        folder = self.folder / COUNTRY / "rules"
        for path in sorted(folder.rglob("*")) if folder.is_dir() else ():
            looks_like_one = ".toml" in path.name.casefold() and not path.name.startswith(".")
            unread = not path.name.endswith(".toml") or not path.is_file()
            if (looks_like_one and unread) or (path.is_symlink() and path.is_dir()):
                name = path.relative_to(self.folder).as_posix()
                self.problems.append(Problem(problems.UNKNOWN_FILE, name, (("name", name),)))

    def provision_paths(self, rule_files: list[LawFile]) -> list[Path]:
        """Return the files of the provisions to read."""
        return self.paths(f"{COUNTRY}/provisions")

    def read(self) -> Loaded:
        """Read everything and resolve what refers to something else."""
        columns = _read(self.one("facts.toml"), read_facts) or {}
        counts_file = self.one("counts.toml")
        keys, counts = _read(counts_file, lambda file: read_counts(file, columns)) or ({}, {})
        facts = {**columns, **{f"{name}{POSSIBLE}": possible_of(columns[name]) for name in counts}}
        rule_files = [self.open(path) for path in self.rule_paths()]
        self.overlooked()
        if not rule_files:
            self.problems.append(Problem(problems.NO_RULES, slots=(("path", f"{COUNTRY}/rules"),)))
        provision_paths = self.provision_paths(rule_files)
        instruments_file = self.one(f"{COUNTRY}/instruments.toml")
        instruments = _read(instruments_file, lambda file: read_instruments(file, links=self.complete)) or {}
        provisions = self.provisions(instruments, provision_paths)
        known = provisions if self.complete else None
        thresholds = _read(self.one(f"{COUNTRY}/thresholds.toml"), lambda file: read_thresholds(file, known)) or {}
        lpr, channels, authorities = self.others(provisions)
        rules = self.rules(rule_files, Shelf(facts, counts, provisions, thresholds, channels))
        rulebook = Rulebook(
            facts=facts,
            keys=keys,
            counts=counts,
            instruments=instruments,
            provisions=provisions,
            thresholds=thresholds,
            lpr=lpr,
            channels=channels or {},
            authorities=authorities,
            rules=rules,
            check_dates=tuple(self.check_dates()),
            hash=self.content,
        )
        found = [*self.problems, *(problem for file in self.files.values() for problem in file.problems)]
        return Loaded(rulebook, found, self.files)

    def others(
        self, provisions: Mapping[str, Provision]
    ) -> tuple[tuple[LoanPrimeRate, ...], Mapping[str, Channel] | None, tuple[Authority, ...]]:
        """Read what no rule needs to be judged: loan prime rates, channels, authorities; and look for stray files."""
        if not self.complete:
            return (), None, ()
        from shouzheng.rulebook.files.channels import read_channels  # ``rule show`` needs no channels

        lpr = _read(self.one(f"{COUNTRY}/lpr.toml"), read_lpr) or ()
        channel_file = self.one(f"{COUNTRY}/channels.toml")
        channels, authorities = _read(channel_file, lambda file: read_channels(file, provisions)) or ({}, ())
        self.stray_files()
        return lpr, channels, authorities

    def provisions(self, instruments: Mapping[str, Instrument], paths: list[Path]) -> dict[str, Provision]:
        """Read the provisions, whose ids are unique over all files."""
        found: dict[str, Provision] = {}
        homes: dict[str, LawFile] = {}
        for file in map(self.open, paths):
            for provision in _read(file, lambda file: read_provisions(file, instruments)) or []:
                if provision.id in found:
                    self.duplicate(file, provision.id, homes[provision.id])
                found[provision.id] = provision
                homes[provision.id] = file
        return found

    def rules(self, files: list[LawFile], shelf: Shelf) -> tuple[Rule, ...]:
        """Read the rules, in order of their ids, which are unique."""
        found: dict[str, Rule] = {}
        for file in files:
            rule = _read(file, lambda file: read_rule(file, shelf))
            if rule is not None and rule.id in found:
                self.duplicate(file, rule.id, self.files[found[rule.id].file])
            elif rule is not None:
                found[rule.id] = rule
        return tuple(found[rule_id] for rule_id in sorted(found))

    def duplicate(self, file: LawFile, name: str, other: LawFile) -> None:
        """Report an id that another file has already."""
        file.report(problems.DUPLICATE_ID, ("id",), id=name, other=other.name)

    def stray_files(self) -> None:
        """A file that nothing reads is an error; those that are not law in force are only checked to be TOML here."""
        for name in (NOT_APPLIED, ACCEPTED):
            if (self.folder / name).is_file():
                self.open(self.folder / name)
        for path in data_files(self.folder):
            name = path.relative_to(self.folder).as_posix()
            if name not in self.files and name not in {problem.where for problem in self.problems}:
                self.problems.append(Problem(problems.UNKNOWN_FILE, name, (("name", name),)))

    def check_dates(self) -> list[CheckDate]:
        """Read ``[meta]`` of every file that has one."""
        found = []
        for file in self.files.values():
            if "meta" not in file.data:
                continue
            meta = file.root().table("meta")
            seen, check_by = meta.day("seen"), meta.day("check_by")
            meta.words("remark", needed=False)
            meta.finish()
            if seen and check_by:
                found.append(CheckDate(file.name, seen, check_by))
        return found


def _read(file: LawFile, reader: Callable[[LawFile], _Result]) -> _Result | None:
    """Read a file unless it could not even be parsed; its syntax error is then the only problem worth telling."""
    return None if file.problems else reader(file)
