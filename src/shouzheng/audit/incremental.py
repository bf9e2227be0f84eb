"""Adds new contacts to a finished audit: only they and the windows they touch are judged again.

Counts look back, so a new contact can change only contacts at its own time or later, of the same person or about the
same debtor. Those, with all that their windows see, are judged twice: without the new contacts and with them. What
differs is taken out of the old result and put into it; contacts whose window is cut off in both are judged alike in
both, so they differ in nothing. The result is that of a full run, to the last tally.

While this runs, a private folder under the working folder holds rows with their names; it is removed at the end.
"""
# ruff: noqa: S608 -- every name and value that comes from outside is quoted

from __future__ import annotations

import json
import shutil
import stat
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

from shouzheng.audit.archive import Kind
from shouzheng.audit.ingest import BUCKET, Ingest, connect
from shouzheng.audit.local.layout import RESULT, no_result, say
from shouzheng.audit.local.run import IDENTITY, WORK, Progress, audit, identity
from shouzheng.audit.local.sums import FINDINGS, MISSING, TALLY, Sums, figures_of
from shouzheng.audit.mapping import ArchiveMapping, Source, known_columns
from shouzheng.audit.mapping_sql import sql_text
from shouzheng.audit.problems import CANNOT_READ_INPUT, NO_RESULT, NOT_ADDABLE
from shouzheng.reference.problems import Problem, ShouzhengError
from shouzheng.reference.safe_text import shorten, visible
from shouzheng.rulebook.files.counts import WindowKind
from shouzheng.rulebook.files.facts import FactDefinition
from shouzheng.rulebook.load import load_rulebook

if TYPE_CHECKING:
    import duckdb

#: What was added since the run, and the note on late contacts for the report.
ADDED, LATE = "added.json", "late.json"
_DAY, _BEIJING = 86_400_000, 480 * 60_000
_SAME = ("mapping", "law", "lexicon", "directory", "program")
_REPEATED = "repeated_id"


@dataclass(frozen=True, slots=True)
class Added:
    """What an addition did: figures of the whole, new contacts, late ones among them, and contacts judged again."""

    sums: Sums
    contacts: int
    late: int
    judged_again: int


def add(
    old: Sequence[Path],
    new: Sequence[Path],
    mapping: ArchiveMapping,
    out: Path,
    *,
    workers: int = 0,
    key: Path | None = None,
    progress: Progress | None = None,
) -> Added:
    """Add the contacts of ``new`` to the audit of ``old`` in ``out``; ``mapping`` and data must be those of that run.

    Raises ``ShouzhengError``: SZ-6533 without a whole result, SZ-6540 when something else changed, and as ``audit``.
    """
    about = _same_run(old, mapping, out)
    part = out / WORK / "adding"
    shutil.rmtree(part, ignore_errors=True)
    part.mkdir(mode=stat.S_IRWXU)
    try:
        picked = _Picked(old, new, mapping, part).pick()
        run = {"workers": workers, "key": key or out / "pseudonyms.key", "progress": progress}
        halves = [part / "old.parquet", part / "new.parquet"]
        plain = plain_mapping(mapping, load_rulebook().facts)
        results = [
            audit(given, plain, part / name, **run).sums if rows else None  # type: ignore[arg-type]
            for name, given, rows in (
                ("before", halves[:1], picked.context),
                ("after", halves, picked.context + picked.contacts),
            )
        ]
        return _merge(out, part, about, picked, results, [*old, *new], mapping)
    finally:
        shutil.rmtree(part, ignore_errors=True)


def was_added_to(out: Path) -> bool:
    """True when contacts were added since the run: its working folder then lacks them."""
    try:
        added = json.loads((out / WORK / ADDED).read_text("utf-8"))
        return bool(added["report_hash"] == json.loads((out / RESULT).read_text("utf-8"))["report_hash"])
    except (OSError, ValueError, KeyError):
        return False


def plain_mapping(mapping: ArchiveMapping, facts: dict[str, FactDefinition] | Any) -> ArchiveMapping:
    """Return the mapping of rows that were mapped already: every column by its own name."""
    known = known_columns(facts)
    columns = {
        name: Source(name, "epoch_ms" if known[name].kind is Kind.INSTANT else None)
        for name in (*mapping.columns, *mapping.same)
    }
    return ArchiveMapping(columns, {}, mapping.practice, mapping.offset_minutes, mapping.resolution)


def _same_run(old: Sequence[Path], mapping: ArchiveMapping, out: Path) -> dict[str, Any]:
    try:
        about: dict[str, Any] = json.loads((out / WORK / IDENTITY).read_text("utf-8"))
        json.loads((out / RESULT).read_text("utf-8"))
    except (OSError, ValueError) as error:
        raise ShouzhengError(Problem(NO_RESULT, out.name, (("what", RESULT),))) from error
    if was_added_to(out):
        about["input"] = json.loads((out / WORK / ADDED).read_text("utf-8"))["input"]
    now = identity(old, mapping, BUCKET)
    other = [name for name in ("input", *_SAME) if now[name] != about[name]]
    if other:
        raise ShouzhengError(Problem(NOT_ADDABLE, out.name, (("what", ", ".join(other)),)))
    return about


class MappedView(Ingest):
    """An ``Ingest`` that writes nothing: the view ``mapped`` of an engine of its own, under another name."""

    def show(self, engine: duckdb.DuckDBPyConnection, name: str) -> None:
        """Make the view of all rows, the refused ones with their reason."""
        self._mapped(engine)
        engine.execute(f"ALTER VIEW mapped RENAME TO {name}")


class _Picked:
    """The new contacts, and the old ones that are to be judged again with all that their windows see."""

    def __init__(self, old: Sequence[Path], new: Sequence[Path], mapping: ArchiveMapping, part: Path) -> None:
        self._old, self._new, self._mapping, self._part = old, new, mapping, part
        self.rows = self.contacts = self.context = self.late = self.first = 0
        self.refused: dict[str, int] = {}

    def pick(self) -> _Picked:
        import duckdb

        engine = connect(self._part)
        try:
            self._pick(engine)
        except duckdb.Error as error:
            detail = visible(shorten(str(error).splitlines()[0], 300))
            raise ShouzhengError(Problem(CANNOT_READ_INPUT, self._new[0].name, (("detail", detail),))) from error
        finally:
            engine.close()
        return self

    def _pick(self, engine: duckdb.DuckDBPyConnection) -> None:
        facts = load_rulebook().facts
        new = MappedView(self._new, self._mapping, facts, self._part)
        new.show(engine, "arrived")
        engine.execute("CREATE TEMP TABLE fresh AS SELECT * FROM arrived")
        reasons = engine.execute("SELECT refused, count(*) FROM fresh GROUP BY 1").fetchall()
        self.refused = {str(reason): int(count) for reason, count in reasons if reason is not None}
        bad = new._bad_lines(engine)
        if bad:
            self.refused["unreadable_line"] = bad
        self.rows = sum(int(count) for _, count in reasons) + bad
        engine.execute("DELETE FROM fresh WHERE refused IS NOT NULL")
        MappedView(self._old, self._mapping, facts, self._part).show(engine, "known")
        engine.execute(
            "CREATE TEMP TABLE again AS SELECT contact_id, person FROM known WHERE refused IS NULL "
            "AND (contact_id, person) IN (SELECT (contact_id, person) FROM fresh)"
        )
        self.contacts = _one(engine, "SELECT count(*) FROM fresh")
        self.first = _one(engine, 'SELECT min("at") FROM fresh')
        last = _one(engine, 'SELECT max("at") FROM known WHERE refused IS NULL')
        again = "(contact_id, person) IN (SELECT (contact_id, person) FROM again)"
        self.late = _one(engine, f'SELECT count(*) FROM fresh WHERE "at" <= {last} AND NOT {again}')
        self._write(engine)

    def _write(self, engine: duckdb.DuckDBPyConnection) -> None:
        names = [*self._mapping.columns, *self._mapping.same]
        columns = ", ".join(f'"{name}"' for name in names)
        people = "SELECT person FROM fresh"
        if "debtor" in names:
            engine.execute(
                "CREATE TEMP TABLE touched AS SELECT DISTINCT person FROM known WHERE refused IS NULL "
                "AND debtor IN (SELECT debtor FROM fresh) UNION SELECT person FROM fresh"
            )
            engine.execute(
                "CREATE TEMP TABLE matters AS SELECT DISTINCT debtor FROM known WHERE refused IS NULL "
                "AND person IN (SELECT person FROM touched) AND debtor IS NOT NULL"
            )
            people = (
                "SELECT person FROM touched UNION SELECT person FROM known WHERE refused IS NULL "
                "AND debtor IN (SELECT debtor FROM matters)"
            )
        again = "(contact_id, person) IN (SELECT (contact_id, person) FROM again)"  # so that a run sees what repeats
        since = (self.first + _BEIJING) // _DAY * _DAY - _BEIJING - _longest() - _DAY
        for name, chosen in (
            ("old", f'known WHERE refused IS NULL AND (("at" >= {since} AND person IN ({people})) OR {again})'),
            ("new", "fresh"),
        ):
            path = sql_text(str(self._part / f"{name}.parquet"))
            engine.execute(f"COPY (SELECT {columns} FROM {chosen}) TO {path} (FORMAT parquet)")
        self.context = _one(engine, f"SELECT count(*) FROM read_parquet({sql_text(str(self._part / 'old.parquet'))})")


def _longest() -> int:
    """Return the longest window of any count, in milliseconds."""
    windows = (count.window for count in load_rulebook().counts.values())
    return max((w.minutes for w in windows if w.kind is WindowKind.ROLLING), default=0) * 60_000


def _one(engine: duckdb.DuckDBPyConnection, sql: str) -> int:
    found = engine.execute(sql).fetchone()
    return int(found[0] or 0) if found else 0


def _merge(
    out: Path,
    part: Path,
    about: dict[str, Any],
    picked: _Picked,
    results: list[Sums | None],
    given: Sequence[Path],
    mapping: ArchiveMapping,
) -> Added:
    result = json.loads((out / RESULT).read_text("utf-8"))
    refused = dict(result["refused"])
    repeats = [0 if each is None else each.refused.get(_REPEATED, 0) for each in results]
    for reason, count in (*picked.refused.items(), (_REPEATED, repeats[1] - repeats[0])):
        if count:
            refused[reason] = refused.get(reason, 0) + count
    engine = connect(part)
    try:
        made = [part / name for name, each in zip(("before", "after"), results, strict=True) if each is not None]
        _findings(engine, out, part, made)
        for name, keys in ((TALLY, '"by", value, rule, answer'), (MISSING, "rule, fact")):
            _sums(engine, name, keys, out, part, made)
        no_result(out)
        for name in (FINDINGS, TALLY, MISSING):
            (part / name).replace(out / name)
        sums = figures_of(engine, int(result["rows"]) + picked.rows, out, about, refused)
    finally:
        engine.close()
    contacts = sums.contacts - int(result["contacts"])
    late = {"added": contacts, "late": picked.late, "judged_again": picked.context}
    say(out / LATE, {**late, "report_hash": sums.report_hash})
    say(out / WORK / ADDED, {"input": identity(given, mapping, BUCKET)["input"], "report_hash": sums.report_hash})
    say(out / RESULT, sums.as_json())
    return Added(sums, contacts, picked.late, picked.context)


def _source(path: Path) -> str:
    return f"read_parquet({sql_text(str(path))})"


def _findings(engine: duckdb.DuckDBPyConnection, out: Path, part: Path, made: list[Path]) -> None:
    """Write the old findings without those that are gone, with those that came."""
    old = f"SELECT * FROM {_source(out / FINDINGS)}"
    names = [row[0] for row in engine.execute(f"DESCRIBE {old}").fetchall()]
    columns = ", ".join(f'"{name}"' for name in names)
    empty = f"SELECT {columns} FROM {_source(out / FINDINGS)} LIMIT 0"
    sides = {path.name: f"SELECT {columns} FROM {_source(path / FINDINGS)}" for path in made}
    before, after = (f"({sides.get(name, empty)})" for name in ("before", "after"))
    engine.execute(
        f"COPY (SELECT * FROM (({old} EXCEPT ({before} EXCEPT {after})) UNION ALL ({after} EXCEPT {before})) "
        f"ORDER BY contact_id, rule) TO {sql_text(str(part / FINDINGS))} (FORMAT parquet, COMPRESSION zstd)"
    )


def _sums(engine: duckdb.DuckDBPyConnection, name: str, keys: str, out: Path, part: Path, made: list[Path]) -> None:
    """Write the old sums plus those after minus those before."""
    parts = [f"SELECT {keys}, contacts FROM {_source(out / name)}"]
    parts += [
        f"SELECT {keys}, {'-' if path.name == 'before' else ''}contacts AS contacts FROM {_source(path / name)}"
        for path in made
    ]
    engine.execute(
        f"COPY (SELECT {keys}, sum(contacts)::BIGINT AS contacts FROM ({' UNION ALL '.join(parts)}) "
        f"GROUP BY ALL HAVING sum(contacts) <> 0 ORDER BY ALL) TO {sql_text(str(part / name))} (FORMAT parquet)"
    )
