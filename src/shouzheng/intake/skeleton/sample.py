"""Writes the structure-only sample of a file: what it is decides how; at most the beginning is looked at."""

from __future__ import annotations

import os
import sqlite3
import tempfile
from collections.abc import Callable
from pathlib import Path

from shouzheng.intake.exports import cannot_open, check_regular
from shouzheng.intake.problems import CANNOT_WRITE
from shouzheng.intake.skeleton.databases import of_database
from shouzheng.intake.skeleton.problems import NO_SKELETON, OUT_IS_INPUT
from shouzheng.intake.skeleton.texts import Names, looks_like_a_table, of_json, of_table, of_text, of_xml
from shouzheng.intake.sniff import HEAD, Content, Look, look_at, really_is
from shouzheng.intake.text_records import utf_8
from shouzheng.model.words import Words
from shouzheng.reference.atomic import replacing
from shouzheng.reference.problems import Problem, ShouzhengError

#: Bytes of a text that are looked at: some hundred records, enough for the shape.
MOST_READ = 1 << 20
_TABLE_ENDINGS = (".csv", ".tsv")


def write_skeleton(given: Path, out: Path, keep: frozenset[str] = frozenset()) -> Words:
    """Write the sample of a file to ``out`` and return in words what kind it was taken for.

    Letters, digits and ideographs are replaced by others of their class, long values cut, blobs dropped; names of known
    formats stay, and those in ``keep``, which the person has looked at. Raises ``ShouzhengError`` (exit 2): the file
    cannot be read, is neither text nor SQLite (SZ-1180), ``out`` is the file itself (SZ-1181) or cannot be written.
    """
    try:
        check_regular(given)
        with given.open("rb") as stream:
            data = stream.read(MOST_READ)
    except (OSError, ValueError) as error:
        raise ShouzhengError(cannot_open(given, error)) from error
    if out.exists() and out.samefile(given):
        raise ShouzhengError(Problem(OUT_IS_INPUT, out.name))
    look = look_at(data[:HEAD], given.name)
    try:
        if look.content is Content.SQLITE:
            _database(given, out, keep)
            return Words("SQLite 数据库", "an SQLite database")
        text = b"".join(utf_8([data], look.encoding)).decode("utf-8", "replace").lstrip("\ufeff")
        maker, what = _maker(look, given, text)
        with replacing(out) as target:
            target.write(maker(text, keep).encode("utf-8", "replace"))
    except (OSError, sqlite3.Error) as error:
        detail = getattr(error, "strerror", None) or type(error).__name__
        raise ShouzhengError(Problem(CANNOT_WRITE, out.name, (("detail", detail),))) from error
    return what


def _database(given: Path, out: Path, keep: Names) -> None:
    """Write the database beside its place and move it there whole."""
    handle, name = tempfile.mkstemp(dir=out.parent, prefix=f".{out.name}.", suffix=".part")
    os.close(handle)
    part = Path(name)
    try:
        of_database(given, part, keep)
        part.replace(out)
    finally:
        part.unlink(missing_ok=True)


def _maker(look: Look, given: Path, text: str) -> tuple[Callable[[str, Names], str], Words]:
    if look.content is Content.XML:
        return of_xml, Words("XML", "XML")
    if look.content is Content.JSON:
        return of_json, Words("JSON", "JSON")
    if look.content is Content.TEXT and look.encoding is not None:
        if given.suffix.lower() in _TABLE_ENDINGS or looks_like_a_table(text):
            return of_table, Words("表格", "a table")
        return of_text, Words("文本", "text")
    really = really_is(look)
    slots = (("really_zh", really.zh), ("really_en", really.en))
    raise ShouzhengError(Problem(NO_SKELETON, given.name, slots))
