"""Cuts JSON that has one record on each line, each with its place."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from shouzheng.intake.json_text.cutter import EXCERPT, Limits, Piece, PieceKind
from shouzheng.intake.json_text.shapes import Shapes
from shouzheng.intake.json_text.values import parse


class LineCutter:
    """Cuts a file that has one JSON text on each line; a bad line ends nothing."""

    def __init__(self, limits: Limits | None = None) -> None:
        self._limits = limits or Limits()
        self._shapes = Shapes(self._limits.patience)
        self.complete = True

    def pieces(self, chunks: Iterable[bytes]) -> Iterator[Piece]:
        """Yield every line that is not blank, in file order."""
        rest, offset, dropped, excerpt = b"", 0, 0, b""
        for chunk in chunks:
            *lines, rest = (rest + chunk).split(b"\n")
            for line in lines:
                if dropped:
                    yield Piece(PieceKind.TOO_LARGE, offset, dropped + len(line), excerpt)
                elif (piece := self._line(line, offset)) is not None:
                    yield piece
                offset += dropped + len(line) + 1
                dropped = 0
            if len(rest) > self._limits.record:
                excerpt = excerpt if dropped else rest[:EXCERPT]
                dropped, rest = dropped + len(rest), b""
        if dropped:
            yield Piece(PieceKind.TOO_LARGE, offset, dropped + len(rest), excerpt)
        elif (piece := self._line(rest, offset, last=True)) is not None:
            yield piece

    def _line(self, line: bytes, offset: int, *, last: bool = False) -> Piece | None:
        data = line.strip()
        if not data:
            return None
        place = offset if line.startswith(data) else offset + line.index(data)
        if len(data) > self._limits.record:
            return Piece(PieceKind.TOO_LARGE, place, len(data), data[:EXCERPT])
        if self._shapes.known:
            found = self._shapes.read(data, 0)
            if found is not None and found.start == 0 and found.end == len(data):
                return Piece(PieceKind.RECORD, place, len(data), data, found.value, raw=found.raw)
        try:
            value, notes = parse(data)
        except ValueError as error:
            cut = last and not data.endswith(b"}")
            self.complete = not cut
            kind = PieceKind.CUT_OFF if cut else PieceKind.BROKEN
            return Piece(kind, place, len(data), data[:EXCERPT], detail=str(error))
        self._shapes.learn(data, value)
        return Piece(PieceKind.RECORD, place, len(data), data, value, notes)
