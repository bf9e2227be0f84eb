"""A Word file of plain paragraphs, the same bytes each time: our words in 仿宋, titles and others' words in 宋体.

Content is placed as text only: no field, link, macro or template of Word can come out of a message. Word shows the
fonts by name (they come with Chinese Windows and WPS); they are not embedded, as Word files are made to be edited.
"""

from __future__ import annotations

import io
import zipfile
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import UTC, date, datetime
from enum import StrEnum
from typing import TYPE_CHECKING

from shouzheng.reference.problems import Problem, ShouzhengError
from shouzheng.remedy.problems import DOSSIER_FAILED

if TYPE_CHECKING:
    from docx.document import Document
    from docx.styles.style import ParagraphStyle
    from docx.text.paragraph import Paragraph
    from docx.text.run import Run

#: Between two characters where no line may end (Unicode WORD JOINER). LibreOffice ends lines of Chinese text without
#: heeding it, so these runs carry no language of their own ("x-none"). Tried with LibreOffice 7.4; Word was not tried.
JOINER = "\u2060"
#: For a space inside a citation (NARROW NO-BREAK SPACE): after U+00A0 LibreOffice does end a line.
NARROW = "\u202f"
OWN_FONT, OTHERS_FONT, LATIN_FONT = "仿宋", "宋体", "Times New Roman"
#: Every part of the package carries this date: a Word file has to hold one, and bytes must repeat.
_ZIP_DATE = (1980, 1, 1, 0, 0, 0)
_LETTER_TYPE = 12
_MM = 36_000  # English metric units in a millimetre


class Look(StrEnum):
    """How a paragraph looks; the first two are also what a screen reader announces as headings."""

    TITLE = "title"
    HEADING = "heading"
    BODY = "body"  # first line indented by two characters
    PLAIN = "plain"
    ITEM = "item"
    SMALL = "small"
    MARK = "mark"


_STYLE_IDS = {Look.TITLE: "Title", Look.HEADING: "Heading1"}


@dataclass(frozen=True, slots=True)
class Bit:
    """A run of text. ``own`` is in our font; ``whole`` stays on one line (a citation)."""

    text: str
    own: bool = True
    whole: bool = False


@dataclass(frozen=True, slots=True)
class Row:
    """One paragraph."""

    look: Look
    bits: tuple[Bit, ...]


def word_file(
    rows: Iterable[Row], *, title: str, foot: str, page: str, lang: str, day: date, name: str, size: float = 12
) -> bytes:
    """Return the bytes of an A4 Word file.

    ``foot`` stands at the bottom of each page before ``page``, in which ``{page}`` and ``{pages}`` are fields that Word
    counts. ``lang`` is ``zh-CN``, ``zh-TW`` or ``en-GB``; ``size`` is that of the text in points; ``day`` becomes the
    date inside the file. Raises ``ShouzhengError`` (``SZ-5101``) at ``name`` when the text cannot be put into XML.
    """
    import docx

    document = docx.Document()
    try:
        _set_up(document, title, lang, day, size)
        for row in rows:
            _paragraph(document, row, chinese=not lang.startswith("en"))
        _footer(document, foot, page)
    except ValueError as error:  # lxml: a character that XML cannot hold
        raise ShouzhengError(Problem(DOSSIER_FAILED, name, (("reason", str(error)[:200]),))) from error
    buffer = io.BytesIO()
    document.save(buffer)
    return repeatable(buffer.getvalue())


def _set_up(document: Document, title: str, lang: str, day: date, normal: float) -> None:
    from docx.shared import Emu, Pt, RGBColor

    section = document.sections[0]
    section.page_width, section.page_height = Emu(210 * _MM), Emu(297 * _MM)
    section.left_margin, section.right_margin = Emu(30 * _MM), Emu(22 * _MM)  # binding margin on the left
    section.top_margin, section.bottom_margin = Emu(25 * _MM), Emu(23 * _MM)
    for name, size in (("Normal", normal), ("Title", 18), ("Heading 1", 13), ("Footer", 9)):
        style: ParagraphStyle = document.styles[name]
        font = OTHERS_FONT if name in ("Title", "Heading 1") else OWN_FONT
        style.font.name, style.font.size = LATIN_FONT, Pt(size)
        style.font.bold = name in ("Title", "Heading 1")
        style.font.color.rgb = RGBColor(0, 0, 0)
        _fonts(style.element.get_or_add_rPr(), font, lang)
    # A sheet in small type is meant to stay on one page.
    document.styles["Normal"].paragraph_format.line_spacing = 1.25 if normal >= _LETTER_TYPE else 1.1
    _plain_title(document)
    core = document.core_properties
    core.title, core.author, core.last_modified_by, core.comments, core.language = title, "", "", "", lang
    core.created = core.modified = datetime(day.year, day.month, day.day, tzinfo=UTC)
    for name, relation in list(document.part.package.rels.items()):
        if relation.reltype.endswith("/thumbnail"):  # a picture of the library's own template
            del document.part.package.rels[name]


def _plain_title(document: Document) -> None:
    """Take the blue line of the template's title away and centre it."""
    from docx.enum.text import WD_ALIGN_PARAGRAPH
    from docx.oxml.ns import qn

    style: ParagraphStyle = document.styles["Title"]
    style.paragraph_format.alignment = WD_ALIGN_PARAGRAPH.CENTER
    for border in style.element.get_or_add_pPr().findall(qn("w:pBdr")):
        border.getparent().remove(border)


def _fonts(properties: object, east_asian: str, lang: str) -> None:
    """Name the font of each script: without ``w:eastAsia`` Word picks a Chinese font of its own."""
    from docx.oxml import OxmlElement
    from docx.oxml.ns import qn

    fonts = properties.get_or_add_rFonts()  # type: ignore[attr-defined]
    for theme in ("w:asciiTheme", "w:hAnsiTheme", "w:eastAsiaTheme", "w:cstheme"):
        fonts.attrib.pop(qn(theme), None)
    for script in ("w:ascii", "w:hAnsi", "w:cs"):
        fonts.set(qn(script), LATIN_FONT)
    fonts.set(qn("w:eastAsia"), east_asian)
    spoken = properties.find(qn("w:lang"))  # type: ignore[attr-defined]
    if spoken is None:
        spoken = OxmlElement("w:lang")
        properties.append(spoken)  # type: ignore[attr-defined]
    spoken.set(qn("w:val"), "en-GB")
    spoken.set(qn("w:eastAsia"), "zh-TW" if lang == "zh-TW" else "zh-CN")


def _paragraph(document: Document, row: Row, *, chinese: bool) -> None:
    from docx.enum.text import WD_ALIGN_PARAGRAPH
    from docx.shared import Pt

    paragraph = document.add_paragraph()
    if row.look in _STYLE_IDS:
        paragraph._p.style = _STYLE_IDS[row.look]  # by its id: looking a style up by name reads them all
    layout = paragraph.paragraph_format
    layout.space_before = Pt(12 if row.look is Look.HEADING else 0)
    layout.space_after = Pt({Look.TITLE: 18, Look.ITEM: 3, Look.SMALL: 3}.get(row.look, 7))
    if row.look is Look.BODY and chinese:
        layout.first_line_indent = Pt(24)
    if row.look in (Look.ITEM, Look.SMALL):
        layout.left_indent, layout.first_line_indent = Pt(18), Pt(-18)
    if row.look is Look.MARK:
        paragraph.alignment = WD_ALIGN_PARAGRAPH.CENTER
    for bit in row.bits:
        _run(paragraph, bit, small=row.look in (Look.SMALL, Look.MARK))


def _run(paragraph: Paragraph, bit: Bit, *, small: bool) -> Run:
    from docx.oxml import OxmlElement
    from docx.oxml.ns import qn
    from docx.shared import Pt

    run = paragraph.add_run(JOINER.join(bit.text.replace(" ", NARROW)) if bit.whole else bit.text)
    if small:
        run.font.size = Pt(10.5)
    if bit.whole:
        spoken = OxmlElement("w:lang")
        spoken.set(qn("w:eastAsia"), "x-none")
        run._r.get_or_add_rPr().append(spoken)
    if not bit.own:
        run._r.get_or_add_rPr().get_or_add_rFonts().set(qn("w:eastAsia"), OTHERS_FONT)
    return run


def _footer(document: Document, foot: str, page: str) -> None:
    """Write ``foot`` and the page count, the numbers as fields that Word and LibreOffice compute."""
    from docx.enum.text import WD_ALIGN_PARAGRAPH

    paragraph = document.sections[0].footer.paragraphs[0]
    paragraph.alignment = WD_ALIGN_PARAGRAPH.RIGHT
    paragraph.add_run(f"{foot}    ")
    before, _, rest = page.partition("{page}")
    between, _, after = rest.partition("{pages}")
    paragraph.add_run(before)
    _field(paragraph.add_run(), "PAGE")
    paragraph.add_run(between)
    _field(paragraph.add_run(), "NUMPAGES")
    paragraph.add_run(after)


def _field(run: Run, name: str) -> None:
    from docx.oxml import OxmlElement
    from docx.oxml.ns import qn

    for kind in ("begin", "instr", "separate", "text", "end"):
        element = OxmlElement({"instr": "w:instrText", "text": "w:t"}.get(kind, "w:fldChar"))
        if kind == "instr":
            element.text = f" {name} "
        elif kind == "text":
            element.text = "1"  # what a reader shows that computes no fields
        else:
            element.set(qn("w:fldCharType"), kind)
        run._r.append(element)


def repeatable(content: bytes) -> bytes:
    """Pack the same parts again with one date for all: python-docx writes the time of the run into the package."""
    out = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(content)) as old, zipfile.ZipFile(out, "w") as new:
        for part in old.infolist():
            entry = zipfile.ZipInfo(part.filename, _ZIP_DATE)
            entry.compress_type = zipfile.ZIP_DEFLATED
            entry.external_attr = 0o644 << 16
            new.writestr(entry, old.read(part))
    return out.getvalue()
