"""Searches a finished bundle for what was removed: in names, bytes, PDF text, packed XML, tables and picture notes.

It looks at the files as they lie there, not at how they were made: what the rebuilding forgot is found here.
"""

from __future__ import annotations

import io
import json
import re
import struct
import zipfile
import zlib
from collections.abc import Iterator, Sequence
from importlib import import_module
from pathlib import Path

from shouzheng.remedy.redaction.folding import fold

#: Other encodings in which the bytes of a file are searched for a term as it was given.
_ENCODINGS = ("utf-16-le", "utf-16-be", "gb18030")
_MOST_UNPACKED = 1 << 28
_PNG = b"\x89PNG\r\n\x1a\n"
_TAG = re.compile(r"<[^<>]*>")


def hits(folder: Path, terms: Sequence[str]) -> list[tuple[str, int]]:
    """Return (name of file, place of the term in ``terms``) for every hit; an empty list is what may be released."""
    wanted = [(place, fold(term), term) for place, term in enumerate(terms)]
    found: set[tuple[str, int]] = set()
    for path in sorted(folder.rglob("*")):
        name = path.relative_to(folder).as_posix()
        for text in (name, *(_texts(path.read_bytes(), name) if path.is_file() else ())):
            plain = fold(text)
            found |= {(name, place) for place, term, _ in wanted if term in plain}
        if path.is_file():
            found |= {(name, place) for place, _, term in wanted if _in_bytes(path.read_bytes(), term)}
    return sorted(found)


def _in_bytes(content: bytes, term: str) -> bool:
    return any(term.encode(encoding, "replace") in content for encoding in _ENCODINGS)


def _texts(content: bytes, name: str) -> Iterator[str]:
    """Yield all texts that a file can be read as."""
    yield content.decode("utf-8", "replace")
    if content.startswith(b"%PDF"):
        yield from _of_pdf(content)
    elif content.startswith(b"PK\x03\x04"):
        yield from _of_zip(content)
    elif content.startswith(b"PAR1"):
        yield from _of_parquet(content)
    elif content.startswith(_PNG):
        yield from _of_png(content)
    elif name.endswith((".json", ".jsonl")):
        yield from _of_json(content)


def _of_pdf(content: bytes) -> Iterator[str]:
    """Text of all pages together, notes of the file, and every stream unpacked."""
    import pypdf

    reader = pypdf.PdfReader(io.BytesIO(content))
    yield "".join(page.extract_text() for page in reader.pages)
    yield " ".join(str(value) for value in (reader.metadata or {}).values())
    yield " ".join(str(getattr(entry, "title", "")) for entry in reader.outline)
    for number in range(1, len(reader.xref_objStm) + sum(map(len, reader.xref.values())) + 1):
        found = reader.get_object(number)
        if isinstance(found, pypdf.generic.StreamObject):
            yield found.get_data().decode("utf-8", "replace")
        elif found is not None:
            yield str(found)


def _of_zip(content: bytes) -> Iterator[str]:
    """Names and members; XML also without its tags, since a word can be cut into several runs."""
    with zipfile.ZipFile(io.BytesIO(content)) as archive:
        yield archive.comment.decode("utf-8", "replace")
        for info in archive.infolist():
            if info.file_size > _MOST_UNPACKED:
                raise ValueError(f"{info.filename} is too large to be searched")
            yield info.filename
            member = archive.read(info)
            yield from _texts(member, info.filename)
            if info.filename.endswith((".xml", ".rels")):
                yield _TAG.sub("", member.decode("utf-8", "replace"))


def _of_parquet(content: bytes) -> Iterator[str]:
    parquet = import_module("pyarrow.parquet")
    file = parquet.ParquetFile(io.BytesIO(content))
    yield str(file.schema_arrow.metadata)
    yield json.dumps(file.read().to_pylist(), ensure_ascii=False, default=str)


def _of_png(content: bytes) -> Iterator[str]:
    """Text chunks of a picture, packed ones too (PNG specification, 11.3.4)."""
    place = len(_PNG)
    while place + 8 <= len(content):
        length, kind = struct.unpack_from(">I4s", content, place)
        data = content[place + 8 : place + 8 + length]
        if kind in (b"zTXt", b"iTXt"):
            for start in range(len(data)):
                if data[start : start + 1] == b"\x78":  # where a zlib stream begins
                    try:
                        unpacked = zlib.decompressobj().decompress(data[start:], _MOST_UNPACKED)
                    except zlib.error:
                        continue
                    yield unpacked.decode("utf-8", "replace")
        place += 12 + length


def _of_json(content: bytes) -> Iterator[str]:
    """Texts of JSON as they are meant, without the marks of escaping."""
    for line in (
        content.decode("utf-8", "replace").split("\n") if b"\n{" in content else [content.decode("utf-8", "replace")]
    ):
        try:
            yield " ".join(_strings(json.loads(line)))
        except (ValueError, RecursionError):
            continue


def _strings(value: object) -> Iterator[str]:
    waiting = [value]
    while waiting:
        each = waiting.pop()
        if isinstance(each, str):
            yield each
        elif isinstance(each, dict):
            waiting += [*each.keys(), *each.values()]
        elif isinstance(each, list):
            waiting += each
