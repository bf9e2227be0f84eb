"""Reads one TOML file of the law strictly: every value typed, every unknown key an error, all problems with a place."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator, Mapping
from datetime import date, datetime
from enum import StrEnum
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING, TypeVar

from shouzheng.model.law import InForce
from shouzheng.model.words import Words
from shouzheng.reference import plain_toml
from shouzheng.reference.problems import Problem, ProblemKind
from shouzheng.rulebook import problems

if TYPE_CHECKING:
    from shouzheng.reference.toml_places import Path as KeyPath
    from shouzheng.reference.toml_places import Places
    from shouzheng.rulebook.language.tokens import ExpressionError

#: Largest file read, in bytes; the largest real one has some 60,000.
MAX_BYTES = 2_000_000

_AT_LINE = r"\s*\(at (?:line (\d+), column (\d+)|end of document)\)$"
_E = TypeVar("_E", bound=StrEnum)


class LawFile:
    """The text and tables of one file, and the problems met in it. ``name`` is its path relative to the law folder."""

    def __init__(self, name: str, text: str) -> None:
        self.name = name
        self.text = text
        self.problems: list[Problem] = []
        self.data: dict[str, object] = {}
        try:
            self.data = plain_toml.loads(text)
        except ValueError as error:  # a TOMLDecodeError, or an integer of more digits than Python converts
            self._bad_toml(str(error))
        except RecursionError:
            self._bad_toml("nested too deep")

    @classmethod
    def read(cls, path: Path, folder: Path, shortened: Callable[[str, str], str] | None = None) -> LawFile:
        """Read a file; what cannot be read gives an empty file with its problem.

        ``shortened(name, text)`` may leave out what its caller has no use for, before the text is parsed.
        """
        name = path.relative_to(folder).as_posix()
        try:
            content = path.read_bytes() if path.stat().st_size <= MAX_BYTES else None
            if content is not None:
                text = content.decode("utf-8-sig").replace("\r\n", "\n")
                return cls(name, shortened(name, text) if shortened else text)
            detail = "too large"
        except OSError as error:
            detail = error.strerror or "unreadable"
        except UnicodeDecodeError as error:
            detail = f"not UTF-8 (byte {error.start})"
        empty = cls(name, "")
        empty.problems.append(Problem(problems.UNREADABLE_FILE, name, (("detail", detail), ("limit", str(MAX_BYTES)))))
        return empty

    @cached_property
    def places(self) -> Places:
        """The places of all keys; made (and the scanner imported) only when the first problem needs one."""
        from shouzheng.reference.toml_places import Places

        return Places(self.text)

    def where(self, path: KeyPath, *, value: bool = False) -> str:
        """Return ``file:line:column`` of a key (or its value), or of the nearest table around it."""
        return self._at(self.places.of(path, value=value))

    def _at(self, place: tuple[int, int]) -> str:
        return f"{self.name}:{place[0]}:{place[1]}"

    def report(self, kind: ProblemKind, path: KeyPath, /, *, at_value: bool = False, **slots: str) -> None:
        """Add a problem at the place of a key."""
        self.problems.append(Problem(kind, self.where(path, value=at_value), tuple(slots.items())))

    def report_expression(self, error: ExpressionError, path: KeyPath) -> None:
        """Add an error in a condition, at its own character in the file."""
        self.problems.append(error.problem(self._at(self.places.inside(path, error.at))))

    def root(self) -> Table:
        """Return the whole file as a table."""
        return Table(self, (), self.data)

    def _bad_toml(self, message: str) -> None:
        """Report a text that is not TOML, at the place that the message names."""
        match = re.search(_AT_LINE, message)
        if match is None:
            place = (1, 1)
        elif match.group(1):
            place = (int(match.group(1)), int(match.group(2)))
        else:  # "at end of document"
            place = (self.text.count("\n") + 1, len(self.text) - self.text.rfind("\n"))
        detail = message[: match.start()] if match else message
        self.problems.append(Problem(problems.BAD_TOML, self._at(place), (("detail", detail),)))


class Table:
    """One table while it is read: each getter notes the key as known; ``finish`` reports the keys nobody asked for."""

    def __init__(self, file: LawFile, path: KeyPath, data: Mapping[str, object]) -> None:
        self.file, self.path, self.data = file, path, data
        self._known: dict[str, None] = {}
        self._before = len(file.problems)

    @property
    def sound(self) -> bool:
        """True while no problem was found since this table was opened."""
        return len(self.file.problems) == self._before

    def report(self, kind: ProblemKind, /, *keys: str | int, at_value: bool = False, **slots: str) -> None:
        """Add a problem at a key of this table."""
        self.file.report(kind, (*self.path, *keys), at_value=at_value, **slots)

    def has(self, key: str) -> bool:
        """True when the key is there; it then counts as known."""
        self._known[key] = None
        return key in self.data

    def finish(self) -> None:
        """Report every key that no getter asked for."""
        for key in self.data:
            if key not in self._known:
                self.report(problems.UNKNOWN_KEY, key, key=key, allowed=" ".join(self._known))

    def _get(self, key: str, wanted: type | tuple[type, ...], expected: str, *, needed: bool) -> object:
        if not self.has(key):
            if needed:
                self.report(problems.MISSING_KEY, key=key)
            return None
        value = self.data[key]
        wrong = (isinstance(value, bool) and wanted is int) or (isinstance(value, datetime) and wanted is date)
        if wrong or not isinstance(value, wanted):
            self.report(problems.WRONG_TYPE, key, at_value=True, key=key, expected=expected)
            return None
        return value

    def text(self, key: str, *, needed: bool = True, default: str = "", may_be_empty: bool = False) -> str:
        """Return a text; empty only when allowed."""
        value = self._get(key, str, "text", needed=needed)
        if not isinstance(value, str):
            return default
        if not value.strip() and not may_be_empty:
            self.report(problems.EMPTY_TEXT, key, at_value=True, key=key)
        return value

    def integer(self, key: str, *, needed: bool = True, low: int | None = None, high: int | None = None) -> int | None:
        """Return an integer within the bounds."""
        value = self._get(key, int, "integer", needed=needed)
        if not isinstance(value, int):
            return None
        if (low is not None and value < low) or (high is not None and value > high):
            allowed = f"{low if low is not None else '…'} – {high if high is not None else '…'}"
            self.report(problems.NOT_ALLOWED, key, at_value=True, key=key, value=str(value), allowed=allowed)
        return value

    def boolean(self, key: str, *, needed: bool = True, default: bool = False) -> bool:
        """Return TRUE or FALSE."""
        value = self._get(key, bool, "true / false", needed=needed)
        return value if isinstance(value, bool) else default

    def day(self, key: str, *, needed: bool = True) -> date | None:
        """Return a TOML date."""
        value = self._get(key, date, "date (2025-03-01)", needed=needed)
        return value if isinstance(value, date) else None

    def texts(self, key: str, *, needed: bool = True, allowed: Iterable[str] | None = None) -> tuple[str, ...]:
        """Return a list of texts, each one of ``allowed`` when that is given."""
        value = self._get(key, list, "list of texts", needed=needed)
        if not isinstance(value, list):
            return ()
        closed = None if allowed is None else tuple(allowed)
        for index, item in enumerate(value):
            if not isinstance(item, str) or not item:
                self.report(problems.WRONG_TYPE, key, index, key=key, expected="list of texts")
                return ()
            if closed is not None and item not in closed:
                self.report(problems.NOT_ALLOWED, key, index, key=key, value=item, allowed=" ".join(closed))
        return tuple(value)

    def choice(self, key: str, kind: type[_E], default: _E, *, needed: bool = True) -> _E:
        """Return a member of a closed list; ``default`` stands in when the key is wrong or not needed and absent."""
        value = self.text(key, needed=needed, default=default.value)
        try:
            return kind(value)
        except ValueError:
            allowed = " ".join(member.value for member in kind)
            self.report(problems.NOT_ALLOWED, key, at_value=True, key=key, value=value, allowed=allowed)
            return default

    def table(self, key: str, *, needed: bool = True) -> Table:
        """Return the table under a key; an empty one when absent."""
        value = self._get(key, dict, "table", needed=needed)
        return Table(self.file, (*self.path, key), value if isinstance(value, dict) else {})

    def tables(self, key: str, *, needed: bool = True) -> Iterator[Table]:
        """Yield the tables of an array ``[[key]]``, each opened when it is asked for (``sound`` counts from then)."""
        value = self._get(key, list, "list of tables", needed=needed)
        for index, item in enumerate(value if isinstance(value, list) else ()):
            if isinstance(item, dict):
                yield Table(self.file, (*self.path, key, index), item)
            else:
                self.report(problems.WRONG_TYPE, key, index, key=key, expected="list of tables")

    def named_tables(self, key: str, *, needed: bool = True) -> Iterator[tuple[str, Table]]:
        """Yield the tables ``[key.<name>]`` with their names."""
        outer = self.table(key, needed=needed)
        for name in outer.data:
            yield name, outer.table(name)

    def words(self, key: str, *, needed: bool = True) -> Words:
        """Return a text in both languages, ``{ zh = "…", en = "…" }``."""
        if not needed and not self.has(key):
            return Words("", "")
        present = isinstance(self.data.get(key), dict)
        inner = self.table(key, needed=needed)
        if not present:
            return Words("", "")
        words = Words(inner.text("zh"), inner.text("en"))
        inner.finish()
        return words

    def in_force(self) -> InForce:
        """Return the closed interval ``effective_from`` … ``effective_to``; without the latter, still in force."""
        first, last = self.day("effective_from"), self.day("effective_to", needed=False)
        if first is not None and last is not None and last < first:
            self.report(problems.DATES_REVERSED, "effective_to", first=str(first), last=str(last))
        return InForce(first or date.min, last)
