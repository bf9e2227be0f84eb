"""Finds the event that ``rule why`` and ``rule diff`` speak of: an example, facts in JSON, or a row of events.jsonl."""

from __future__ import annotations

import json
import sys
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING

from shouzheng.cli.problems import NO_SUCH_EVENT
from shouzheng.model.verdict import FactValue
from shouzheng.reference.problems import Problem, ShouzhengError
from shouzheng.rulebook import problems

if TYPE_CHECKING:
    from shouzheng.judging.one_event import Wanted
    from shouzheng.model.event import ContactEvent
    from shouzheng.rulebook.difference import Sample
    from shouzheng.rulebook.files.rule import Rule
    from shouzheng.rulebook.load import Rulebook

#: Largest JSON file of one event's facts, in bytes.
_MAX_BYTES = 1_000_000
_USAGE = 2
#: Ending of the private file that ``check`` writes.
_ROWS = ".jsonl"


@dataclass(frozen=True, slots=True)
class FoundEvent:
    """One event to explain: its Beijing day and facts; for a row of a file also where it stands and the event."""

    name: str
    day: date
    values: Mapping[str, FactValue]
    event: ContactEvent | None = None
    attributed: bool = True


def find_event(rulebook: Rulebook, rule: Rule, name: str, who: Path | None) -> FoundEvent:
    """Return the event meant by ``name``; raises ``ShouzhengError`` (exit code 2) when there is none.

    ``name`` is an example of the rule, ``events.jsonl:LINE`` or ``events.jsonl#ID`` (with the person's statement
    ``who`` if given), a JSON file of facts, or ``-`` for such JSON on standard input.
    """
    from shouzheng.rulebook.rule_tests import example_values

    for test in rule.tests:
        if name in (test.words.zh, test.words.en):
            return FoundEvent(test.name, test.day, example_values(rulebook, test))
    row = _row_named(name)
    if row is not None:
        return _find_row(rulebook, *row, who)
    return _facts_file(rulebook, name)


def samples_of(rulebook: Rulebook, path: Path, who: Path | None) -> list[Sample]:
    """Return the attributed events of ``events.jsonl`` as samples for ``rule diff``."""
    from shouzheng.rulebook.difference import Sample

    found = _subjects(rulebook, path, who, None)
    return [Sample(f"{path.name}:{line}", day, values) for line, _, day, values, _ in found]


def _row_named(name: str) -> tuple[Path, str] | None:
    """Split ``file.jsonl:12`` or ``file.jsonl#id``; ``None`` when the name is no row of such a file."""
    for mark in ("#", ":"):
        path, found, key = name.rpartition(mark)
        if found and path.endswith(_ROWS) and key:
            return Path(path), mark + key
    return (Path(name), "") if name.endswith(_ROWS) else None


def _find_row(rulebook: Rulebook, path: Path, key: str, who: Path | None) -> FoundEvent:
    rows = _subjects(rulebook, path, who, _wanted(key))
    if len(rows) != 1:
        example = f"{path.name}:2"
        slots = (("event", key.lstrip("#:") or "-"), ("file", path.name), ("example", example))
        raise ShouzhengError(Problem(NO_SUCH_EVENT, path.name, slots), exit_code=_USAGE)
    line, event, day, values, attributed = rows[0]
    return FoundEvent(f"{path.name}:{line}", day, values, event, attributed)


def _wanted(key: str) -> Wanted:
    if key.startswith(":"):
        return lambda row: str(row.line) == key[1:]
    return lambda row: not key or row.event.id == key[1:]


_Row = tuple[int, "ContactEvent", date, Mapping[str, FactValue], bool]


def _subjects(rulebook: Rulebook, path: Path, who: Path | None, wanted: Wanted | None) -> list[_Row]:
    from shouzheng.intake.statement.case_toml import default_case, load_case
    from shouzheng.judging.one_event import subjects_of_file
    from shouzheng.reading.lexicon import load_lexicon

    case = load_case(who) if who else default_case()
    found = subjects_of_file(path, case, rulebook, load_lexicon(), stated=who is not None, wanted=wanted)
    return [(row.line, row.event, subject.day, subject.values, known) for row, subject, known in found]


def _facts_file(rulebook: Rulebook, name: str) -> FoundEvent:
    try:
        if name == "-":
            text = sys.stdin.read(_MAX_BYTES)
        else:
            with Path(name).open(encoding="utf-8") as file:
                text = file.read(_MAX_BYTES)
        data = json.loads(text)
    except (FileNotFoundError, IsADirectoryError) as error:
        raise _bad_facts(name, "没有这个文件，也没有这个例子 / no such file, and no such example") from error
    except (OSError, ValueError, RecursionError) as error:
        why = f" ({error.strerror})" if isinstance(error, OSError) else ""
        raise _bad_facts(name, f"不是可以读取的 JSON 文本 / no JSON text that can be read{why}") from error
    try:
        day, facts = date.fromisoformat(data["day"]), dict(data["facts"])
    except (ValueError, KeyError, TypeError) as error:
        raise _bad_facts(name, "缺少 day 或 facts，或写法不对 / day or facts is missing or ill written") from error
    for key, value in facts.items():
        if key not in rulebook.facts or not rulebook.facts[key].accepts(value):
            raise _bad_facts(name, f"{key} = {value!r}")
    return FoundEvent(name, day, facts)


def _bad_facts(name: str, detail: str) -> ShouzhengError:
    return ShouzhengError(Problem(problems.BAD_FACTS, name, (("detail", detail[:200]),)), exit_code=_USAGE)
