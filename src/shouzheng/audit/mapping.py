"""The mapping from an institution's columns to those of ``audit.archive``: a TOML file that people write and check.

```toml
[time]
offset_minutes = 480          # of times without a zone
resolution = "s"              # how finely the source tells time: ms, s, min, day
[columns]
contact_id = "id"
at = { from = "call_time", as = "text" }          # text, epoch_s, epoch_ms, excel; timestamps need no "as"
channel = { from = "type", values = { "1" = "call", "2" = "sms" } }
[same]
institution_kind = "consumer_finance"             # for every row
[practice]
objections_complete = true
```
"""

from __future__ import annotations

import re
import tomllib
from collections.abc import Mapping as Dictionary
from dataclasses import dataclass, field, replace
from datetime import date
from pathlib import Path

from shouzheng.audit.archive import BY_NAME, ArchiveColumn, Kind, Practice, stated_facts
from shouzheng.audit.problems import BAD_MAPPING
from shouzheng.model.moment import Resolution
from shouzheng.model.words import Words
from shouzheng.reference.problems import Problem, ShouzhengError
from shouzheng.rulebook.files.facts import FactDefinition, FactType

#: How a time is written; ``None`` for columns that are timestamps, or text in one of the usual forms.
TIME_FORMS = ("text", "epoch_s", "epoch_ms", "excel")
_KINDS = {FactType.BOOL: Kind.FLAG, FactType.INT: Kind.WHOLE, FactType.ENUM: Kind.TEXT}
#: Farthest civil time zones from UTC, in minutes.
_FARTHEST = 14 * 60
_SECTIONS = frozenset(["time", "columns", "same", "practice"])


@dataclass(frozen=True, slots=True)
class Source:
    """Where a column of the archive comes from: its name in the input, how its time is written, what values mean."""

    name: str
    form: str | None = None
    values: Dictionary[str, str] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class ArchiveMapping:
    """A checked mapping; ``columns`` and ``same`` are by the name of the archive's column."""

    columns: Dictionary[str, Source]
    same: Dictionary[str, str]
    practice: Practice
    offset_minutes: int = 480
    resolution: Resolution = Resolution.SECOND


def load_mapping(path: Path, facts: Dictionary[str, FactDefinition]) -> ArchiveMapping:
    """Load and check a mapping; raises ``ShouzhengError`` (exit 3) with all mistakes at once."""
    try:
        data = tomllib.loads(path.read_text("utf-8"))
    except (OSError, UnicodeDecodeError, tomllib.TOMLDecodeError) as error:
        detail = getattr(error, "strerror", None) or str(error)
        raise ShouzhengError(Problem(BAD_MAPPING, path.name, (("what", detail),)), exit_code=3) from error
    return _Checker(path.name, facts).mapping(data)


def known_columns(facts: Dictionary[str, FactDefinition]) -> dict[str, ArchiveColumn]:
    """Return all columns an archive may have: its own, and the facts that only papers or an institution show."""
    columns = {name: _bounded(column, facts.get(name)) for name, column in BY_NAME.items()}
    for name in stated_facts(facts):
        fact = facts[name]
        values = tuple(fact.values) if fact.type is FactType.ENUM else ()
        column = ArchiveColumn(name, _KINDS[fact.type], fact.label, values)
        columns.setdefault(name, _bounded(column, fact))
    return columns


def _bounded(column: ArchiveColumn, fact: FactDefinition | None) -> ArchiveColumn:
    """Return the column with the bounds of its fact, where that is a whole number."""
    if fact is None or fact.type is not FactType.INT:
        return column
    return replace(column, low=max(fact.low, -(2**31)), high=min(fact.high, 2**31 - 1))


class _Checker:
    """Checks one mapping and collects what is wrong."""

    def __init__(self, name: str, facts: Dictionary[str, FactDefinition]) -> None:
        self._name, self._known = name, known_columns(facts)
        self._problems: list[Problem] = []

    def mapping(self, data: Dictionary[str, object]) -> ArchiveMapping:
        for section in sorted(set(data) - _SECTIONS):
            self._wrong(f"[{section}]")
        columns = {
            name: source
            for name, value in self._table(data, "columns").items()
            if self._is_known(name) and (source := self._source(name, value)) is not None
        }
        same = {
            name: str(value).lower() if isinstance(value, bool) else str(value)
            for name, value in self._table(data, "same").items()
            if self._is_known(name) and self._is_value(name, value)
        }
        for name in sorted(set(columns) & set(same)):
            self._wrong(f"{name}: [columns] + [same]")
        for name, column in self._known.items():
            if column.required and name not in columns and name not in same:
                self._wrong(f"{name} ({column.means.zh} / {column.means.en})")
        time = self._table(data, "time")
        offset, resolution = self._offset(time), self._resolution(time)
        practice = self._practice(self._table(data, "practice"))
        if self._problems:
            raise ShouzhengError(*self._problems, exit_code=3)
        return ArchiveMapping(columns, same, practice, offset, resolution)

    def _wrong(self, what: str) -> None:
        self._problems.append(Problem(BAD_MAPPING, self._name, (("what", what),)))

    def _table(self, data: Dictionary[str, object], name: str) -> Dictionary[str, object]:
        value = data.get(name, {})
        if isinstance(value, dict):
            return value
        self._wrong(f"[{name}]")
        return {}

    def _is_known(self, name: str) -> bool:
        if name not in self._known:
            self._wrong(f"{name}?")
        return name in self._known

    def _is_value(self, name: str, value: object) -> bool:
        column = self._known[name]
        fits = (not column.values or value in column.values) and _is_of(column.kind, value)
        if not fits or name == "contact_id":
            self._wrong(f"{name} = {value!r}")
        return fits

    def _source(self, name: str, value: object) -> Source | None:
        if isinstance(value, str):
            return Source(value)
        if not isinstance(value, dict) or not isinstance(value.get("from"), str):
            self._wrong(f"{name}: from = ?")
            return None
        form, values = value.get("as"), value.get("values", {})
        if form is not None and (form not in TIME_FORMS or self._known[name].kind is not Kind.INSTANT):
            self._wrong(f"{name}: as = {form!r} ({', '.join(TIME_FORMS)})")
        allowed = self._known[name].values or (("true", "false") if self._known[name].kind is Kind.FLAG else ())
        if not isinstance(values, dict) or not all(isinstance(each, str | bool) for each in values.values()):
            self._wrong(f"{name}: values")
            return None
        meant = {key: str(each).lower() if isinstance(each, bool) else each for key, each in values.items()}
        for each in sorted(set(meant.values()) - set(allowed)) if allowed else ():
            self._wrong(f"{name}: {each!r} ({', '.join(allowed)})")
        for strange in sorted(set(value) - {"from", "as", "values"}):
            self._wrong(f"{name}: {strange}?")
        return Source(value["from"], form, meant)

    def _offset(self, time: Dictionary[str, object]) -> int:
        offset = time.get("offset_minutes", 480)
        if not isinstance(offset, int) or isinstance(offset, bool) or abs(offset) > _FARTHEST:
            self._wrong(f"offset_minutes = {offset!r}")
            return 480
        return offset

    def _resolution(self, time: Dictionary[str, object]) -> Resolution:
        value = time.get("resolution", "s")
        try:
            return Resolution(str(value))
        except ValueError:
            self._wrong(f"resolution = {value!r} ({', '.join(each.value for each in Resolution)})")
            return Resolution.SECOND

    def _practice(self, said: Dictionary[str, object]) -> Practice:
        flags = {name: value for name, value in said.items() if name in _PRACTICES and isinstance(value, bool)}
        for name in sorted(set(said) - set(flags)):
            self._wrong(f"[practice] {name}")
        return Practice(**flags)


def _is_of(kind: Kind, value: object) -> bool:
    """Whether a value may stand for all rows of a column of this kind; an instant never does."""
    if kind is Kind.FLAG:
        return isinstance(value, bool) or value in ("true", "false")
    if kind is Kind.WHOLE:
        return not isinstance(value, bool) and re.fullmatch(r"-?[0-9]{1,9}", str(value)) is not None
    if kind is Kind.DAY:
        return _is_day(str(value))
    return kind is Kind.TEXT and isinstance(value, str | int)


def _is_day(text: str) -> bool:
    try:
        return bool(date.fromisoformat(text))
    except ValueError:
        return False


_PRACTICES = ("objections_complete", "agreements_complete", "about_debt")


def describe(column: ArchiveColumn) -> Words:
    """Say in one line what a column is and which values it takes."""
    values = f" ({', '.join(column.values)})" if column.values else ""
    return Words(f"{column.means.zh}{values}", f"{column.means.en}{values}")
