"""Proposes a mapping from the names and values of an institution's columns, to be checked by a person line by line.

Names come from ``synonyms.toml``. Nothing is decided here: the proposal is a text with comments and with samples in
which everything that could name a person is masked.
"""
# ruff: noqa: S608 -- every name and value that comes from outside is quoted

from __future__ import annotations

import re
import tempfile
import tomllib
import unicodedata
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from pathlib import Path

from shouzheng.audit.archive import COLUMNS, ArchiveColumn, Kind
from shouzheng.audit.ingest import connect
from shouzheng.audit.mapping import known_columns
from shouzheng.audit.problems import CANNOT_READ_INPUT
from shouzheng.audit.sampling import sample_source
from shouzheng.reference.problems import Problem, ShouzhengError
from shouzheng.reference.safe_text import shorten, visible
from shouzheng.rulebook.files.facts import FactDefinition

#: Different values of a column that are looked at, and samples that are shown.
_VALUES, _SHOWN = 60, 3
#: Archive columns whose values may be shown as they are: they name nobody.
_OPEN = frozenset(["channel", "direction", "outcome", "role", "institution_kind", "product_kind", "at", "seconds"])
#: Numbers above this are milliseconds since 1970, those above the other seconds (2001-09-09 in each).
_MILLISECONDS, _SECONDS = 10**12, 10**9
#: A number of days from 1899-12-30 between 2000 and 2100 is how a spreadsheet counts time.
_EXCEL = (36_526, 73_050)


@dataclass(frozen=True, slots=True)
class Seen:
    """One column of the input: its name, its type, and some of its different values."""

    name: str
    kind: str
    values: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Proposal:
    """A mapping as text, the archive columns found, and the required ones that were not."""

    text: str
    found: Mapping[str, str]
    missing: tuple[str, ...]


@cache
def _synonyms() -> tuple[Mapping[str, str], Mapping[str, Mapping[str, str]]]:
    """Return folded name → archive column, and for each archive column folded value → its value."""
    data = tomllib.loads(files("shouzheng.audit").joinpath("synonyms.toml").read_text("utf-8"))
    names = {_fold(name): column for column, listed in data["columns"].items() for name in listed}
    values = {
        column: {_fold(word): value for value, words in of.items() for word in (*words, value)}
        for column, of in data["values"].items()
    }
    values["direction"] = {_fold(w): v for v, words in data["values"]["direction"].items() for w in words}
    return names, values


def _fold(text: str) -> str:
    return re.sub(r"[\W_]+", "", unicodedata.normalize("NFKC", text).casefold())


def see(given: Sequence[Path]) -> list[Seen]:
    """Look at a sample of the input; raises ``ShouzhengError`` (SZ-6500, SZ-6501, SZ-6503)."""
    with tempfile.TemporaryDirectory(prefix="shouzheng-") as folder:
        engine = connect(Path(folder))
        import duckdb

        try:
            source = sample_source(engine, given, 5_000)
            columns = engine.execute(f"DESCRIBE SELECT * FROM {source}").fetchall()
            engine.execute(f"CREATE TEMP TABLE seen AS SELECT * FROM {source}")
            return [Seen(str(row[0]), str(row[1]), _values_of(engine, str(row[0]))) for row in columns]
        except duckdb.Error as error:
            detail = visible(shorten(str(error).splitlines()[0], 300))
            raise ShouzhengError(Problem(CANNOT_READ_INPUT, given[0].name, (("detail", detail),))) from error
        finally:
            engine.close()


def _values_of(engine: object, name: str) -> tuple[str, ...]:
    quoted = '"' + name.replace('"', '""') + '"'
    rows = engine.execute(  # type: ignore[attr-defined]
        f"SELECT v, count(*) AS n FROM (SELECT trim(CAST({quoted} AS VARCHAR)) AS v FROM seen) "
        f"WHERE v <> '' GROUP BY v ORDER BY n DESC, v LIMIT {_VALUES}"
    ).fetchall()
    return tuple(str(row[0]) for row in rows)


def propose(columns: Sequence[Seen], facts: Mapping[str, FactDefinition]) -> Proposal:
    """Return a mapping for these columns; each of them is used once, for what its name says.

    A column named as a fact that only an institution can state is taken for that fact.
    """
    known = known_columns(facts)
    names = {**{_fold(name): name for name in known}, **_synonyms()[0]}
    found: dict[str, Seen] = {}
    for column in columns:
        name = names.get(_fold(column.name))
        if name is not None and name not in found:
            found[name] = column
    missing = tuple(column.name for column in COLUMNS if column.required and column.name not in found)
    lines = [
        "# 由 shouzheng audit map 推测，请逐行核对 / proposed by shouzheng audit map: check every line",
        "",
        "[time]",
        "offset_minutes = 480  # 无时区的时间为北京时间 / times without a zone are Beijing time",
        'resolution = "s"',
        "",
        "[columns]",
    ]
    for wanted, meant in known.items():
        if wanted in found:
            lines += _line(meant, found[wanted])
    lines += ["", "[same]", "# 各行相同的值 / values that every row has"]
    lines += [f'# {name} = ""  # 必需 / required' for name in missing if name not in ("contact_id", "at")]
    if "institution_kind" not in found:
        lines.append('# institution_kind = "consumer_finance"')
    if "product_kind" not in found:
        lines.append('# product_kind = "online_consumer_loan"')
    lines += ["", "[practice]", "# objections_complete = true", "# agreements_complete = true", "# about_debt = true"]
    unused = [column for column in columns if column not in found.values()]
    lines += ["", "# 未用到的列 / columns not used:"] + [
        f"#   {_safe(column.name)}: {_shapes(column)}" for column in unused
    ]
    return Proposal("\n".join(lines) + "\n", {name: seen.name for name, seen in found.items()}, missing)


def _line(column: ArchiveColumn, seen: Seen) -> list[str]:
    """Return the comment with the samples, and the line."""
    shown = ", ".join(_safe(value) for value in seen.values[:_SHOWN]) if column.name in _OPEN else _shapes(seen)
    comment = f"# {column.means.zh} / {column.means.en}: {shown}"
    parts = [f"from = {_toml(seen.name)}"]
    if column.kind is Kind.INSTANT and (form := _time_form(seen)):
        parts.append(f"as = {_toml(form)}")
    values, unknown = _meanings(column, seen)
    if values:
        parts.append("values = { " + ", ".join(f"{_toml(k)} = {_toml(v)}" for k, v in values.items()) + " }")
    lines = [comment]
    if unknown:
        lines.append("# ? " + ", ".join(_safe(value) for value in unknown[:10]))
    if column.name == "direction" and values:
        lines.append("# inbound = 机构联系本人（外呼） / towards the person, which a dialler calls outbound")
    right = _toml(seen.name) if len(parts) == 1 else "{ " + ", ".join(parts) + " }"
    return [*lines, f"{column.name} = {right}"]


def _meanings(column: ArchiveColumn, seen: Seen) -> tuple[dict[str, str], list[str]]:
    """Return what values mean where they are not the archive's own already, and those not understood."""
    if not column.values:
        return {}, []
    known = _synonyms()[1].get(column.name, {})
    meant = {value: known[_fold(value)] for value in seen.values if _fold(value) in known}
    if column.name == "direction" and seen.values[:1] == ("inbound",):
        meant = {}  # most contacts of such an archive go to the person: it says inbound as the archive does
    unknown = [value for value in seen.values if value not in meant and value not in column.values]
    if all(value == own for value, own in meant.items()):
        meant = {}
    return meant, unknown


def _time_form(seen: Seen) -> str | None:
    if seen.kind.startswith(("TIMESTAMP", "DATE")):
        return None
    numbers = [int(value) for value in seen.values if re.fullmatch(r"-?[0-9]{1,18}", value)]
    if numbers and len(numbers) == len(seen.values):
        if all(re.fullmatch(r"20[0-9]{12}", value) for value in seen.values):
            return "text"  # a time written without any mark, 20260901090000
        return "epoch_ms" if max(numbers) >= _MILLISECONDS else "epoch_s" if max(numbers) >= _SECONDS else "text"
    days = [float(value) for value in seen.values if re.fullmatch(r"[0-9]{5}\.[0-9]+", value)]
    counted = len(days) == len(seen.values) > 0 and all(_EXCEL[0] <= day <= _EXCEL[1] for day in days)
    return "excel" if counted else "text"


def _shapes(seen: Seen) -> str:
    """Return the shapes of some values: a letter is x, a digit 0, an ideograph 字; nothing of a person is left."""
    shapes = dict.fromkeys(_shape(value) for value in seen.values)
    return ", ".join(list(shapes)[:_SHOWN]) or "-"


def _shape(value: str) -> str:
    marks = []
    for character in value[:24]:
        category = unicodedata.category(character)
        marks.append(
            "0" if category == "Nd" else "字" if category == "Lo" else "x" if category[0] == "L" else character
        )
    return _safe("".join(marks))


def _safe(text: str) -> str:
    """Return a text that can stand in a comment of one line."""
    return visible(shorten(text, 40)).replace("\n", " ").replace("\r", " ")


def _toml(text: str) -> str:
    """Return a TOML basic string of any text."""
    escaped = "".join(
        {'"': '\\"', "\\": "\\\\"}.get(c, c) if ord(c) >= 0x20 and ord(c) != 0x7F else f"\\u{ord(c):04X}" for c in text
    )
    return f'"{escaped}"'
