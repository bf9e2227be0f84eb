"""Structure-only samples of XML, JSON, tables and plain text.

Safe by construction: whatever is not a mark is replaced unless it is a known name in the place of a name. A file whose
quotes are broken can therefore at most let a known name stand.
"""

from __future__ import annotations

import re
from collections.abc import Callable

from shouzheng.intake.skeleton.values import blank, is_heading, known_phrases, name_of, value_of
from shouzheng.intake.tables.csv_records import fields_in, separator_of

#: A tag, or text between tags. No backtracking: each piece ends at the first mark that can end it.
_XML = re.compile(r"<[^<>]*>?|[^<]+")
_IN_TAG = re.compile(r"\"[^\"]*\"?|'[^']*'?|[^\s\"'=<>/?!]+|.", re.DOTALL)
_JSON = re.compile(r"\"(?:[^\"\\]|\\.)*\"?|-?[0-9][0-9.eE+-]*|[^\"0-9-]+|.", re.DOTALL)
_COLON = re.compile(r"\s*:")
#: Lines at the beginning of a table in which its column names may stand.
_HEADER_LINES = 40

Names = frozenset[str]


def of_xml(text: str, also: Names) -> str:
    """Return a structure-only sample of XML."""
    return "".join(_tag(piece, also) if piece.startswith("<") else value_of(piece) for piece in _XML.findall(text))


def _tag(tag: str, also: Names) -> str:
    if tag.startswith("<?xml"):
        return '<?xml version="1.0" encoding="UTF-8"?>'
    if tag.startswith(("<!", "<?")):
        return blank(tag)
    out = []
    for piece in _IN_TAG.findall(tag):
        if piece[0] in "\"'":
            end = piece[0] if len(piece) > 1 and piece[-1] == piece[0] else ""
            out.append(piece[0] + value_of(piece[1 : len(piece) - len(end)]) + end)
        else:
            out.append(name_of(piece, also) if len(piece) > 1 or piece.isalnum() else blank(piece))
    return "".join(out)


def of_json(text: str, also: Names) -> str:
    """Return a structure-only sample of JSON or NDJSON."""
    out = []
    for found in _JSON.finditer(text):
        piece = found.group()
        if piece[0] == '"':
            end = '"' if len(piece) > 1 and piece[-1] == '"' else ""
            inner = _unescaped(piece[1 : len(piece) - len(end)])
            is_key = _COLON.match(text, found.end()) is not None
            kept = name_of(inner, also) if is_key else value_of(inner)
            out.append('"' + kept.replace("\\", "/").replace('"', "'").replace("\n", " ").replace("\r", " ") + end)
        elif piece[0] == "-" or piece[0].isdigit():
            out.append(value_of(piece))
        else:
            out.append("".join(each if each in _BARE else blank(each) for each in re.split(r"(\w+)", piece)))
    return "".join(out)


_BARE = frozenset(["true", "false", "null"])


def _unescaped(text: str) -> str:
    """Leave out what an escape stands for: one character each, so that lengths stay about the same."""
    return re.sub(r"\\(?:u[0-9a-fA-F]{4}|.)", "x", text, flags=re.DOTALL)


def of_table(text: str, also: Names) -> str:
    """Return a structure-only sample of a table: known column names of the first lines stay, cells do not."""
    mark = separator_of(text)
    lines = text.splitlines()
    return "\n".join(_row(line, mark, also, place < _HEADER_LINES) for place, line in enumerate(lines)) + "\n"


def looks_like_a_table(text: str) -> bool:
    """True when one of the first lines names at least two columns of a bill or table, whatever the file is called."""
    mark, lines = separator_of(text), text.splitlines()[:_HEADER_LINES]
    return any(sum(map(is_heading, fields_in(line, mark) or ())) > 1 for line in lines)


def _row(line: str, mark: str, also: Names, may_be_header: bool) -> str:
    cells = fields_in(line, mark)
    if cells is None:
        return blank(line)
    is_header = may_be_header and sum(_heading(cell, also) == cell.strip() != "" for cell in cells) > 1
    keep: Callable[[str], str] = (lambda cell: _heading(cell, also)) if is_header else value_of
    return mark.join(_cell(keep(cell), mark) for cell in cells)


def _heading(cell: str, also: Names) -> str:
    """Return the name of a column as it is when it is a known one, else its placeholder."""
    name = cell.strip()
    return name if is_heading(name) else name_of(name, also)


def _cell(kept: str, mark: str) -> str:
    flat = kept.replace('"', "'").replace("\n", " ").replace("\r", " ")
    return f'"{flat}"' if mark in flat else flat


def of_text(text: str, also: Names) -> str:
    """Return a structure-only sample of plain text: fixed words of known formats stay, lines keep their shape."""
    return "\n".join(_line(line, also) for line in text.splitlines()) + "\n"


def _line(line: str, also: Names) -> str:
    pieces = known_phrases().split(line)
    return "".join(piece if place % 2 or piece in also else blank(piece) for place, piece in enumerate(pieces))
