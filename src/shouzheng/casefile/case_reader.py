"""What an opened case gives back: originals, contacts, notes and choices, and the custody log. Nothing here writes."""

from __future__ import annotations

import json
from collections.abc import Iterator, Sequence

import apsw

from shouzheng.casefile import custody
from shouzheng.casefile.header import Header
from shouzheng.casefile.kept import Entry, Imported, Reading, Stored
from shouzheng.casefile.problems import UNKNOWN_THING, refused
from shouzheng.model.original import Digest


class CaseReader:
    """The reading half of a case; ``case.CaseFile`` opens it and adds the writing."""

    header: Header
    _db: apsw.Connection

    def originals(self) -> Iterator[Stored]:
        """Yield all originals in the order they were stored."""
        for no, sha256, length, blob, name, kind, received in self._db.execute(
            "SELECT no, sha256, length, blob, name, media_type, received FROM original ORDER BY no"
        ):
            yield Stored(no, Digest("sha256", sha256, length), blob, name, kind, received)

    def first_numbers(self) -> dict[Digest, int]:
        """Return the number under which each content was stored first."""
        query = "SELECT sha256, length, min(no) FROM original GROUP BY sha256, length"
        return {Digest("sha256", sha256, length): no for sha256, length, no in self._db.execute(query)}

    def original(self, no: int) -> Stored:
        """Return one original; raises ``ShouzhengError`` (SZ-4040, exit 2) when there is none of this number."""
        found = next((stored for stored in self.originals() if stored.no == no), None)
        if found is None:
            raise refused(UNKNOWN_THING, name=no)
        return found

    def events(self) -> Iterator[str]:
        """Yield the JSON lines of all contacts by time."""
        for (line,) in self._db.execute("SELECT line FROM event ORDER BY utc, no"):
            yield line

    def event_lines(self, ids: Sequence[str]) -> dict[str, str]:
        """Return the JSON lines of these contacts by id; one that is not in the case is left out."""
        marks = ", ".join("?" * len(ids))
        query = f"SELECT id, line FROM event WHERE id IN ({marks})"  # noqa: S608 - question marks only
        return {str(key): str(line) for key, line in self._db.execute(query, tuple(ids))}

    def count_events(self) -> int:
        """Return how many contacts the case holds."""
        ((count,),) = self._db.execute("SELECT count(*) FROM event")
        return int(count)

    def search(self, words: str, limit: int = 200) -> Iterator[str]:
        """Yield the lines of contacts whose text holds ``words`` literally, latest first, at most ``limit``."""
        return self._holding("line", words, limit)

    def search_ids(self, words: str) -> frozenset[str]:
        """Return the ids of all contacts whose text holds ``words`` literally."""
        return frozenset(self._holding("id", words, -1))

    def _holding(self, column: str, words: str, limit: int) -> Iterator[str]:
        if len(words) >= 3:
            quoted = '"' + words.replace('"', '""') + '"'
            where = "no IN (SELECT rowid FROM words WHERE words MATCH ?)"
        else:  # the trigram index knows no shorter words
            escaped = words.replace("\\", "\\\\").replace("%", "\\%").replace("_", "\\_")
            quoted = f"%{escaped}%"
            where = "json_extract(line, '$.text') LIKE ? ESCAPE '\\'"
        query = f"SELECT {column} FROM event WHERE {where} ORDER BY utc DESC LIMIT ?"  # noqa: S608 - our own words
        for (found,) in self._db.execute(query, (quoted, limit)):
            yield str(found)

    def entries(self, kind: str, *, history: bool = False) -> Iterator[Entry]:
        """Yield the entries of a kind: those in force, or with ``history`` all that were ever made."""
        only = "" if history else "AND no IN (SELECT max(no) FROM entry GROUP BY kind, subject)"
        query = f"SELECT no, subject, content, at FROM entry WHERE kind = ? {only} ORDER BY no"  # noqa: S608 - our words
        for no, subject, content, at in self._db.execute(query, (kind,)):
            yield Entry(no, kind, subject, json.loads(content), at)

    def log(self) -> Iterator[str]:
        """Yield the lines of the custody log."""
        for (line,) in self._db.execute("SELECT line FROM custody ORDER BY n"):
            yield line

    def log_line(self, number: int) -> custody.Line | None:
        """Return one line of the custody log, ``None`` when there is none of this number."""
        row = next(iter(self._db.execute("SELECT line FROM custody WHERE n = ?", (number,))), None)
        return custody.as_line(row[0]) if row else None

    def head(self) -> custody.Head:
        """Return the signed head of the custody log."""
        row = next(iter(self._db.execute("SELECT count, hash, signature FROM head")), (0, custody.START, b""))
        return custody.Head(self.header.id, *row)

    def imports(self) -> Iterator[Imported]:
        """Yield each import with the rows stored for it: what ``verify`` compares."""
        query = "SELECT no, original, person, events, digest FROM import ORDER BY no"
        for no, original, person, count, digest in list(self._db.execute(query)):
            yield Imported(no, original, person, count, digest, self._rows_of(no))

    def _rows_of(self, number: int) -> Iterator[tuple[int, str, str, str]]:
        """Number, id, instant and line of each contact, in the order in which they were stored."""
        yield from self._db.execute("SELECT no, id, utc, line FROM event WHERE import = ? ORDER BY no", (number,))

    def searchable(self) -> set[int]:
        """Return the numbers of the contacts whose words the search knows."""
        return {number for (number,) in self._db.execute("SELECT rowid FROM words")}

    def readings(self) -> Iterator[Reading]:
        """Yield each import in order: what was read from which original, and whose it is."""
        query = "SELECT no, original, person, events FROM import ORDER BY no"
        for no, original, person, count in list(self._db.execute(query)):
            yield Reading(no, original, person, count, self._lines_of(no))

    def _lines_of(self, number: int) -> Iterator[str]:
        """The query begins with the first line asked for: one that is begun and left would hold an old view of all."""
        for (line,) in self._db.execute("SELECT line FROM event WHERE import = ? ORDER BY no", (number,)):
            yield line

    def read_ids(self) -> Iterator[tuple[Reading, tuple[str, ...]]]:
        """Yield each import with the ids of its contacts only, which costs little."""
        for reading in self.readings():
            ids = self._db.execute("SELECT id FROM event WHERE import = ? ORDER BY no", (reading.no,))
            yield reading, tuple(each for (each,) in ids)

    def index_damage(self) -> str | None:
        """Return what SQLite's own check of the index finds, ``None`` when nothing."""
        try:
            ((answer,), *_) = self._db.execute("PRAGMA integrity_check(1)")
        except apsw.Error as error:
            return type(error).__name__
        return None if answer == "ok" else str(answer)[:200]
