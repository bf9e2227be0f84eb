"""证据清单 as PDF (typst) and as Word (to be edited and signed); both hold the same rows, the same bytes each time."""

from __future__ import annotations

import io
from datetime import UTC, date, datetime
from typing import TYPE_CHECKING, Any

from shouzheng.model.words import Lang
from shouzheng.reference.safe_text import visible
from shouzheng.remedy.bundle.evidence_list import EvidenceList
from shouzheng.remedy.paper.printable import quoted
from shouzheng.remedy.paper.typesetting import typeset
from shouzheng.remedy.paper.word_file import LATIN_FONT, OTHERS_FONT, OWN_FONT, repeatable

if TYPE_CHECKING:
    from docx.document import Document
    from docx.table import Table

_MAIN = "evidence_list.typ"
_LANGS = {Lang.ZH_HANS: "zh-CN", Lang.ZH_HANT: "zh-TW", Lang.EN: "en-GB"}
#: Widths of the columns in millimetres; together the width of an A4 page within its margins.
_WIDTHS = (13, 42, 46, 39, 18)


def list_pdf(listed: EvidenceList, day: date) -> bytes:
    """Return the list as PDF; raises ``ShouzhengError`` (``SZ-5101``) when Typst refuses."""
    view: dict[str, object] = {
        "lang": listed.lang.value,
        "day": day.isoformat(),
        "title": listed.title,
        "case": quoted(listed.case),
        "head": list(listed.head),
        "rows": [
            [str(row.number), *(quoted(cell) for cell in (row.name, row.source, row.shows)), row.pages]
            for row in listed.rows
        ],
        "note": listed.note,
        "sign": listed.sign,
        "verifier": quoted(listed.verifier),
        "page": listed.page,
    }
    return typeset(_MAIN, view, day, "evidence-list.pdf")


def list_word(listed: EvidenceList, day: date) -> bytes:
    """Return the list as a Word file with one table whose head repeats on each page."""
    import docx
    from docx.oxml import OxmlElement
    from docx.shared import Mm, Pt

    document = docx.Document()
    _set_up(document, listed, day)
    document.add_paragraph(listed.title, style="Title")
    document.add_paragraph(visible(listed.case))
    table = document.add_table(rows=1, cols=len(listed.head), style="Table Grid")
    table.autofit = False
    for column, width in zip(table.columns, _WIDTHS, strict=True):
        column.width = Mm(width)
    _repeat_head(table)
    rows = [listed.head, *((str(r.number), r.name, r.source, r.shows, r.pages) for r in listed.rows)]
    for place, cells in enumerate(rows):
        row = table.rows[0] if place == 0 else table.add_row()
        row._tr.get_or_add_trPr().append(OxmlElement("w:cantSplit"))
        for cell, text, width in zip(row.cells, cells, _WIDTHS, strict=True):
            cell.width = Mm(width)
            run = cell.paragraphs[0].add_run(visible(text))
            run.font.size = Pt(10)
            _font(run._r.get_or_add_rPr(), OTHERS_FONT if place else OWN_FONT)
    for text in (listed.note, listed.sign, listed.verifier):
        document.add_paragraph().add_run(text).font.size = Pt(9)
    buffer = io.BytesIO()
    document.save(buffer)
    return repeatable(buffer.getvalue())


def _set_up(document: Document, listed: EvidenceList, day: date) -> None:
    """A4, Chinese fonts for every style that is used, no trace of who wrote it or when beyond ``day``."""
    from docx.shared import Mm, Pt, RGBColor

    section = document.sections[0]
    section.page_width, section.page_height = Mm(210), Mm(297)
    section.left_margin, section.right_margin = Mm(28), Mm(24)
    for name, size in (("Normal", 11), ("Title", 18)):
        style: Any = document.styles[name]
        style.font.size, style.font.color.rgb = Pt(size), RGBColor(0, 0, 0)
        _font(style.element.get_or_add_rPr(), OTHERS_FONT if name == "Title" else OWN_FONT)
    core = document.core_properties
    core.title, core.author, core.last_modified_by, core.comments = listed.title, "", "", ""
    core.language = _LANGS[listed.lang]
    core.created = core.modified = datetime(day.year, day.month, day.day, tzinfo=UTC)
    for name, relation in list(document.part.package.rels.items()):
        if relation.reltype.endswith("/thumbnail"):  # a picture of the library's own template
            del document.part.package.rels[name]


def _font(properties: Any, east_asian: str) -> None:
    """Name the font of each script: without ``w:eastAsia`` Word picks a Chinese font of its own."""
    from docx.oxml.ns import qn

    fonts = properties.get_or_add_rFonts()
    for theme in ("w:asciiTheme", "w:hAnsiTheme", "w:eastAsiaTheme", "w:cstheme"):
        fonts.attrib.pop(qn(theme), None)
    for script in ("w:ascii", "w:hAnsi", "w:cs"):
        fonts.set(qn(script), LATIN_FONT)
    fonts.set(qn("w:eastAsia"), east_asian)


def _repeat_head(table: Table) -> None:
    from docx.oxml import OxmlElement
    from docx.oxml.ns import qn

    repeat = OxmlElement("w:tblHeader")
    repeat.set(qn("w:val"), "true")
    table.rows[0]._tr.get_or_add_trPr().append(repeat)
