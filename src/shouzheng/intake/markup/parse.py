"""One repaired record as elements with their attributes, by ``xml.parsers.expat``.

Only the bytes of one record reach the parser. It can hold no document type declaration, so no entity but XML's own five
exists and nothing outside can be referred to. Nesting and length were bounded by the cutter.
"""

from __future__ import annotations

import re
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


#: An element without content, one space before each attribute, and nothing in its values that would have to be resolved,
#: normalised or refused (apart from bytes that are not UTF-8 and two forbidden characters, which are tested beside).
_PLAIN = re.compile(
    rb'<[A-Za-z_][\w.-]*+(?: [A-Za-z_][\w.-]*+="[\x20\x21\x23-\x25\x27-\x3b\x3d-\xff]*+")*+ ?/>', re.ASCII
)


def _plain(data: bytes) -> Record | None:
    """Parse a record whose attributes are plain text; ``None`` for every other one, which the parser must decide.

    Nine records out of ten are like this. The tests hold the result equal to the parser's.
    """
    if _PLAIN.fullmatch(data) is None or b"\xef\xbf" in data:
        return None
    try:
        pieces = data.decode("utf-8").split('"')
    except UnicodeDecodeError:
        return None
    values = pieces[1::2]
    name, _, first = pieces[0].partition(" ")
    if not values:
        return Record((Element(0, name[1:].removesuffix("/>"), {}),), "", ())
    names = [first[:-1], *(piece[1:-1] for piece in pieces[2:-1:2])]
    attributes = dict(zip(names, values, strict=True))
    if len(attributes) != len(values):
        return None  # the same attribute twice: not well-formed
    return Record((Element(0, name[1:], attributes),), "", ())


def parse_record(data: bytes, codec: str = "utf-8") -> Record:
    """Parse one record, repairing it where needed; raises ``RecordError``."""
    if codec == "utf-8" and not _needs_repair(data):
        try:
            return _plain(data) or _parse(data, ())
        except expat.ExpatError:
            pass  # nearly always something that the repair below takes care of
    repaired = repair(data, codec)
    try:
        return _parse(repaired.data, repaired.notes)
    except expat.ExpatError as error:
        raise RecordError(_detail(error), error.code == _UNDEFINED_ENTITY) from error


def _needs_repair(data: bytes) -> bool:
    """True for what a parser would change (line ends in values) or refuse (references to surrogates: ``&#5…`` or hex).

    The rest of what it refuses is rare, and is repaired after it has refused.
    """
    return b"&#5" in data or b"&#x" in data or b"\n" in data or b"\t" in data or b"\r" in data


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
