"""What the columns of a table mean: proposed from their names, confirmed by the person, saved under a name.

The names and words are data (``column_names.toml``). A proposal is never taken for certain: records that were read
with one carry the note ``mapping_not_confirmed``.
"""

from __future__ import annotations

import json
import re
import tomllib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from enum import StrEnum
from functools import cache
from pathlib import Path

from shouzheng.intake.hints import current
from shouzheng.intake.tables.column_problems import BAD_MAPPING, NO_PROPOSAL
from shouzheng.model.event import Channel
from shouzheng.reference.problems import Problem, ShouzhengError


class Field(StrEnum):
    """What a column can hold. ``date`` and ``clock`` together are a time; ``minutes`` are a rounded duration."""

    TIME = "time"
    DATE = "date"
    CLOCK = "clock"
    OTHER = "other"
    DIRECTION = "direction"
    SECONDS = "seconds"
    MINUTES = "minutes"
    KIND = "kind"
    TEXT = "text"
    OWN = "own"
    NAME = "name"
    IGNORED = "ignored"

    @property
    def is_read(self) -> bool:
        """True for a column that is read."""
        return self is not Field.IGNORED


#: Characters of a column's name that make no difference.
_NOISE = re.compile(r"[\s()（）\[\]【】:：*/_\-]+")
_MOST_COLUMNS = 200
#: Most bytes of a saved mapping that are read.
_LONGEST_FILE = 1 << 18
#: First lines of a saved proposal.
_TO_CHECK = (
    "# 核对每一列的含义；都对了，就把 confirmed 改成 true。\n"
    "# Check the meaning of each column; when all are right, set confirmed to true.\n"
)
_LONGEST = 80


@dataclass(frozen=True, slots=True)
class NamedMapping:
    """The meaning of each column of a table with exactly these column names, in order.

    ``confirmed`` when the person has said that it is right; a proposal has no name.
    """

    name: str
    columns: tuple[tuple[str, Field], ...]
    confirmed: bool = False

    def fits(self, header: Sequence[str]) -> bool:
        """True for a table with the same columns."""
        return [_plain(name) for name, _ in self.columns] == [_plain(name) for name in header]

    def place(self, field: Field) -> int | None:
        """Return the number of the first column that holds a field."""
        return next((place for place, (_, found) in enumerate(self.columns) if found is field), None)

    def has(self, *fields: Field) -> bool:
        """True when there is a column for each of the fields."""
        found = {field for _, field in self.columns}
        return found.issuperset(fields)

    @property
    def has_time(self) -> bool:
        """True when a whole time can be told."""
        return self.has(Field.TIME) or self.has(Field.DATE, Field.CLOCK)

    def described(self) -> str:
        """Return the mapping as one line."""
        return ", ".join(f"{name} = {field.value}" for name, field in self.columns if field is not Field.IGNORED)


@dataclass(frozen=True, slots=True)
class Names:
    """The data file: field by name of column, and the words that stand in columns."""

    fields: Mapping[str, Field]
    inbound: frozenset[str]
    outbound: frozenset[str]
    kinds: Mapping[str, Channel]


@cache
def names() -> Names:
    """Return the names of columns and the words in them."""
    data = tomllib.loads(Path(__file__).with_name("column_names.toml").read_text("utf-8"))
    fields = {_plain(name): Field(field) for field, known in data["fields"].items() for name in known}
    words = {side: frozenset(map(_plain, known)) for side, known in data["words"].items()}
    kinds = {_plain(word): Channel(kind) for kind, known in data["kinds"].items() for word in known}
    return Names(fields, words["inbound"], words["outbound"], kinds)


def _plain(name: str) -> str:
    return _NOISE.sub("", name[:_LONGEST]).lower()


def plain(name: str) -> str:
    """Return a word of a table as it is compared: without spaces, brackets and capital letters."""
    return _plain(name)


def propose(header: Sequence[str]) -> NamedMapping | None:
    """Return what the columns seem to mean by their names, ``None`` when no time or no other party is among them.

    Of two columns with the same meaning the first is taken.
    """
    if len(header) > _MOST_COLUMNS:
        return None
    known, taken = names().fields, set()
    columns = []
    for name in header:
        field = known.get(_plain(name), Field.IGNORED)
        if field in taken:
            field = Field.IGNORED
        elif field is not Field.IGNORED:
            taken.add(field)
        columns.append((name.strip()[:_LONGEST], field))
    mapping = NamedMapping("", tuple(columns))
    return mapping if mapping.has_time and mapping.has(Field.OTHER) else None


def mapping_for(header: Sequence[str]) -> NamedMapping | None:
    """Return the mapping that the person has confirmed for such a table, else a proposal, else ``None``."""
    confirmed = next((mapping for mapping in current().mappings if mapping.fits(header)), None)
    return confirmed or propose(header)


def mapping_text(mapping: NamedMapping) -> str:
    """Return the file of a mapping, for saving."""
    rows = "\n".join(
        f"[[columns]]\nheader = {json.dumps(name, ensure_ascii=False)}\nfield = {json.dumps(field.value)}"
        for name, field in mapping.columns
    )
    name = json.dumps(mapping.name, ensure_ascii=False)
    return f"name = {name}\nconfirmed = {str(mapping.confirmed).lower()}\n\n{rows}\n"


def save_proposal(path: Path, proposals: Sequence[NamedMapping]) -> None:
    """Save the first proposal for the person to check; an existing file is never written over.

    Raises ``ShouzhengError`` (SZ-1169, exit 2) when there is none or the file cannot be made.
    """
    if not proposals:
        raise ShouzhengError(Problem(NO_PROPOSAL, path.name, (("detail", "0"),)), exit_code=2)
    try:
        with path.open("x", encoding="utf-8", newline="\n") as file:
            file.write(_TO_CHECK + mapping_text(replace(proposals[0], name=path.stem)))
    except OSError as error:
        slots = (("detail", error.strerror or type(error).__name__),)
        raise ShouzhengError(Problem(NO_PROPOSAL, path.name, slots), exit_code=2) from error


def read_mapping(path: Path) -> NamedMapping:
    """Return a saved mapping; raises ``ShouzhengError`` (SZ-1163, exit 3) when it cannot be read or used."""
    try:
        with path.open("rb") as file:
            text = file.read(_LONGEST_FILE).decode("utf-8")
    except (OSError, UnicodeDecodeError) as error:
        detail = getattr(error, "strerror", None) or type(error).__name__
        raise ShouzhengError(Problem(BAD_MAPPING, path.name, (("detail", detail),)), exit_code=3) from error
    return load_mapping(text, path.name)


def load_mapping(text: str, where: str) -> NamedMapping:
    """Return the mapping of a saved file; raises ``ShouzhengError`` (SZ-1163, exit 3)."""
    try:
        data = tomllib.loads(text)
        columns = tuple((str(row["header"]), Field(row["field"])) for row in data["columns"])
        mapping = NamedMapping(str(data["name"]), columns, data.get("confirmed") is True)
    except (tomllib.TOMLDecodeError, KeyError, TypeError, ValueError, RecursionError) as error:
        raise ShouzhengError(Problem(BAD_MAPPING, where, (("detail", str(error)[:120]),)), exit_code=3) from error
    if not mapping.has_time or not mapping.has(Field.OTHER) or len(columns) > _MOST_COLUMNS:
        detail = "it needs a time (or date and clock) and the other party"
        raise ShouzhengError(Problem(BAD_MAPPING, where, (("detail", detail),)), exit_code=3)
    return mapping
