"""One repaired record as elements with their attributes, by ``xml.parsers.expat``.

Only the bytes of one record reach the parser. It can hold no document type declaration, so no entity but XML's own five
exists and nothing outside can be referred to. Nesting and length were bounded by the cutter.
"""

from __future__ import annotations

from typing import NamedTuple
from xml.parsers import expat

from shouzheng.intake.markup.repair import repair

_UNDEFINED_ENTITY = 11  # XML_ERROR_UNDEFINED_ENTITY of expat.h


class Element(NamedTuple):
    """An element: its level below the record (0 is the record itself), name, and attributes in the file's order."""

    level: int
    name: str
    attributes: dict[str, str]


class Record(NamedTuple):
    """A parsed record: its elements in document order, non-blank text between them, notes of what was repaired."""

    elements: tuple[Element, ...]
    text: str
    notes: tuple[str, ...]


class RecordError(ValueError):
    """The record is not well-formed; ``undefined_entity`` when only the lack of an entity makes it so."""

    def __init__(self, detail: str, undefined_entity: bool) -> None:
        self.detail = detail
        self.undefined_entity = undefined_entity
        super().__init__(detail)


def parse_record(data: bytes, codec: str = "utf-8") -> Record:
    """Parse one record, repairing it where needed; raises ``RecordError``.

    Repaired before: line ends in values, which a parser would change, and references to surrogates (``&#55357;``),
    which are frequent. Whatever else a parser refuses is rare, and is repaired after it has refused.
    """
    if b"\n" not in data and b"&#5" not in data and b"\t" not in data and b"\r" not in data and codec == "utf-8":
        try:
            return _parse(data, ())
        except expat.ExpatError:
            pass
    repaired = repair(data, codec)
    try:
        return _parse(repaired.data, repaired.notes)
    except expat.ExpatError as error:
        raise RecordError(_detail(error), error.code == _UNDEFINED_ENTITY) from error


def _detail(error: expat.ExpatError) -> str:
    return f"{expat.ErrorString(error.code)} (+{error.lineno}:{error.offset})"


def _parse(data: bytes, notes: tuple[str, ...]) -> Record:
    parser = expat.ParserCreate("utf-8")
    elements: list[Element] = []
    texts: list[str] = []
    level = 0

    def start(name: str, attributes: dict[str, str]) -> None:
        nonlocal level
        elements.append(Element(level, name, attributes))
        level += 1

    def end(name: str) -> None:
        nonlocal level
        level -= 1

    parser.StartElementHandler = start
    if not data.endswith(b"/>"):
        parser.EndElementHandler = end
        parser.CharacterDataHandler = texts.append
    parser.Parse(data, True)
    return Record(tuple(elements), "".join(texts).strip(), notes)
