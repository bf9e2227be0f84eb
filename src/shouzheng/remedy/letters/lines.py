"""The lines that a paper is made of, before they become text, PDF or Word."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

from shouzheng.remedy.letters.slots import Pieces


class Kind(StrEnum):
    """What a line of the paper is."""

    MARK = "mark"
    TITLE = "title"
    ADDRESSEE = "addressee"
    PARAGRAPH = "paragraph"
    ITEM = "item"
    HEADING = "heading"
    ROW = "row"
    FIELD = "field"  # what goes into one field of a portal, to copy as it stands
    SIGNATURE = "signature"


@dataclass(frozen=True, slots=True)
class Line:
    """One line or paragraph of the paper."""

    kind: Kind
    pieces: Pieces
