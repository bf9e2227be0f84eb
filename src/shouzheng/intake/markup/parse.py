"""One repaired record as elements with their attributes, by ``xml.parsers.expat``.

Only the bytes of one record reach the parser. It can hold no document type declaration, so no entity but XML's own five
exists and nothing outside can be referred to. Nesting and length were bounded by the cutter.
"""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType
from typing import NamedTuple
from xml.parsers import expat

from shouzheng.intake.markup.plain import plain_element
from shouzheng.intake.markup.repair import join_pairs, repair

_UNDEFINED_ENTITY = 11  # XML_ERROR_UNDEFINED_ENTITY of expat.h


class Element(NamedTuple):
    """An element: its level below the record (0 is the record itself), name, and attributes in the file's order.

    ``text`` is what stands directly in it, as written; of the record itself only when it has no elements.
    """

    level: int
    name: str
    attributes: dict[str, str]
    text: str = ""


class Record(NamedTuple):
    """A parsed record: its elements in document order, text between them, notes of what was repaired.

    ``long_values`` holds what was lifted out before parsing, by the mark that stands in its place.
    """

    elements: tuple[Element, ...]
    text: str = ""
    notes: tuple[str, ...] = ()
    long_values: Mapping[str, memoryview] = MappingProxyType({})

    @property
    def attributes(self) -> dict[str, str]:
        """The record's own attributes."""
        return self.elements[0].attributes


class RecordError(ValueError):
    """The record is not well-formed; ``undefined_entity`` when only the lack of an entity makes it so."""

    def __init__(self, detail: str, undefined_entity: bool) -> None:
        self.detail = detail
        self.undefined_entity = undefined_entity
        super().__init__(detail)


def parse_record(data: bytes, codec: str = "utf-8") -> Record:
    """Parse one record, repairing it where needed; raises ``RecordError``.

    Line ends in values, which a parser would change, are seen to before. Whatever a parser refuses is rare, apart from
    emoji written as two references, and is repaired after it has refused.
    """
    if codec == "utf-8":
        plain = plain_element(join_pairs(data) if b"&#5" in data else data)
        if plain is not None:
            return Record((Element(0, *plain),))
        if b"\n" not in data and b"\t" not in data and b"\r" not in data:
            try:
                return _parse(join_pairs(data), ())
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
    owners: list[int] = []
    inside: list[int] = []

    def start(name: str, attributes: dict[str, str]) -> None:
        inside.append(len(elements))
        elements.append(Element(len(inside) - 1, name, attributes))

    def end(name: str) -> None:
        inside.pop()

    def text(data: str) -> None:
        texts.append(data)
        owners.append(inside[-1])

    parser.StartElementHandler = start
    parser.EndElementHandler = end
    parser.CharacterDataHandler = text
    parser.Parse(data, True)
    whole = "".join(texts).strip()
    if whole:
        own: dict[int, list[str]] = {}
        for owner, piece in zip(owners, texts, strict=True):
            own.setdefault(owner, []).append(piece)
        for owner, pieces in own.items():
            if owner or len(elements) == 1:
                elements[owner] = elements[owner]._replace(text="".join(pieces))
    return Record(tuple(elements), whole, notes)
