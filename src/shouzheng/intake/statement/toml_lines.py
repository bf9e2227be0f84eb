"""In which line of a TOML file each table and key stands, so that every complaint can name its line.

``tomllib`` gives values without places. This index walks a text that ``tomllib`` has accepted, statement by statement.
Keys inside an inline table or array are at the line of the statement that holds them.
"""

from __future__ import annotations

import re

#: A step on the way to a value: the name of a key, or the index in an array of tables.
Path = tuple[str | int, ...]

_TOKEN = re.compile(
    r'"""(?:[^\\]|\\.)*?"{3,5}(?!")|\'\'\'.*?\'{3,5}(?!\')|"(?:[^"\\\n]|\\.)*"|\'[^\'\n]*\'|#[^\n]*|\n|[\[\]{}=]|[^\s"\'#\[\]{}=]+|\s',
    re.DOTALL,
)
_KEY_PART = re.compile(r'"((?:[^"\\]|\\.)*)"|\'([^\']*)\'|([^.\s"\']+)')
_OPENING, _CLOSING = frozenset("[{"), frozenset("]}")


class LineIndex:
    """Line numbers (from 1) by path; the nearest enclosing path answers for what is not indexed."""

    def __init__(self, text: str) -> None:
        self._lines: dict[Path, int] = {}
        self._counts: dict[Path, int] = {}
        self._table: Path = ()
        statement: list[str] = []
        line = first = 1
        depth = 0
        for found in _TOKEN.finditer(text):
            piece = found[0]
            if piece == "\n" and depth <= 0:
                self._take(statement, first)
                statement, first, depth = [], line + 1, 0
            elif not piece.isspace() and not piece.startswith("#"):
                if "=" in statement:
                    depth += (piece in _OPENING) - (piece in _CLOSING)
                elif not statement:
                    first = line
                statement.append(piece)
            line += piece.count("\n")
        self._take(statement, first)

    def line(self, *path: str | int) -> int:
        """Return the line of a path or of what encloses it; 1 for the file itself."""
        for length in range(len(path), 0, -1):
            if path[:length] in self._lines:
                return self._lines[path[:length]]
        return 1

    def _take(self, statement: list[str], line: int) -> None:
        if not statement:
            return
        if statement[0] == "[":
            self._header("".join(statement[1:]).rstrip("]").lstrip("["), statement[1:2] == ["["], line)
        elif "=" in statement:
            names = _names("".join(statement[: statement.index("=")]))
            for length in range(1, len(names) + 1):
                self._lines.setdefault((*self._table, *names[:length]), line)

    def _header(self, dotted: str, is_array: bool, line: int) -> None:
        path: Path = ()
        names = _names(dotted)
        for place, name in enumerate(names, 1):
            path = (*path, name)
            if is_array and place == len(names):
                self._counts[path] = self._counts.get(path, -1) + 1
            self._lines.setdefault(path, line)
            if path in self._counts:
                path = (*path, self._counts[path])
        self._lines.setdefault(path, line)
        self._table = path


def _names(dotted: str) -> list[str]:
    return [next(group for group in found.groups() if group is not None) for found in _KEY_PART.finditer(dotted)]
