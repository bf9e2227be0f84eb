"""A PDF with a table, such as an operator's bill of calls: its words are put under their columns and read as a table.

Nothing in it is run, no link is followed, no picture is looked at: a scanned bill has no words, and that is said.
"""

from __future__ import annotations

import io
import logging
import zlib
from collections.abc import Iterator
from datetime import date
from typing import TYPE_CHECKING

from shouzheng.intake.container_problems import (
    NO_TABLE_IN_PDF,
    PASSPHRASE_WRONG,
    PDF_CONVERTED,
    PDF_PARTLY,
    PDF_UNREADABLE,
)
from shouzheng.intake.containers import TRIES, Container, Member, Opening
from shouzheng.intake.containers._guard import Guarded
from shouzheng.intake.containers._pdf_table import Word, csv_of, table_of, words_of_layout
from shouzheng.intake.formats import Decode, Known
from shouzheng.intake.sniff import Look
from shouzheng.intake.source import Source
from shouzheng.model.words import Words

if TYPE_CHECKING:
    from pypdf import PageObject, PdfReader

#: Largest file, most pages, most words of a page, most records; a bill of six months has some hundred pages at most.
_MOST_BYTES, _MOST_PAGES, _MOST_WORDS, _MOST_RECORDS = 64 << 20, 2000, 20_000, 200_000
#: Largest content of one page, unpacked.
_MOST_CONTENT = 8 << 20
_WHY = Words("开头是 PDF 的标记", "it begins with the mark of PDF")
_ASK = Words(
    "这份 PDF 的密码（运营商详单多为短信里给的，或服务密码）", "password of this PDF (operators send it by SMS)"
)
#: What pypdf raises on damaged files (found by fuzzing), besides its own errors.
_DAMAGE = (
    ValueError,
    KeyError,
    TypeError,
    AttributeError,
    IndexError,
    ZeroDivisionError,
    AssertionError,
    RecursionError,
    OverflowError,
    NotImplementedError,
    MemoryError,
    OSError,
    RuntimeError,
    StopIteration,
    zlib.error,
)


def _recognise(look: Look) -> Words | None:
    return _WHY if look.head.startswith(b"%PDF-") else None


def _members(source: Source, opening: Opening) -> Iterator[Member]:
    from pypdf.errors import PyPdfError

    logging.getLogger("pypdf").setLevel(logging.CRITICAL)
    path = source.local()
    if path.stat().st_size > _MOST_BYTES:
        raise opening.fail(PDF_UNREADABLE, detail=f"> {_MOST_BYTES} bytes")
    with path.open("rb") as stream:
        data = stream.read(_MOST_BYTES)
    try:
        reader = _opened(data, opening)
        pages, table = _Pages(reader, laid_out=False), None
        for laid_out in (False, True):  # programs that write a line in one go tell the places of its cells in one only
            pages = _Pages(reader, laid_out=laid_out)
            table = table_of(pages.words(), _MOST_RECORDS)
            if table is not None:
                break
    except (PyPdfError, *_DAMAGE) as error:
        raise opening.fail(PDF_UNREADABLE, detail=str(error)[:100] or type(error).__name__) from error
    if pages.left_out:
        opening.say(PDF_PARTLY, pages=len(pages.left_out), example=pages.left_out[0])
    if table is None:
        opening.say(NO_TABLE_IN_PDF, pages=pages.read)
        return
    if len(table.records) > _MOST_RECORDS:
        opening.say(PDF_PARTLY, pages="?", example=f"> {_MOST_RECORDS}")
    content = csv_of(table)
    outside = table.outside
    opening.say(PDF_CONVERTED, records=len(table.records), outside=len(outside), example=outside[0] if outside else "–")
    member = Source(
        f"{source.name}.csv",
        lambda: Guarded(io.BytesIO(content), member, opening),
        size=len(content),
        container=opening.digest,
        member="table",
    )
    yield member


def _opened(data: bytes, opening: Opening) -> PdfReader:
    """Return the document, asking for its password; raises ``ShouzhengError`` (SZ-1030; exit 4 for a wrong one)."""
    from pypdf import PdfReader

    reader = PdfReader(io.BytesIO(data), strict=False)
    if not reader.is_encrypted or reader.decrypt(""):
        return reader
    for tried in range(TRIES):
        if reader.decrypt(opening.passphrase(_ASK, tried)):
            return reader
    raise opening.fail(PASSPHRASE_WRONG, exit_code=4)


class _Pages:
    """The words of each page; ``read`` counts pages, ``left_out`` names those that could not be read."""

    def __init__(self, reader: PdfReader, *, laid_out: bool) -> None:
        self._reader = reader
        self._laid_out = laid_out
        self.read = 0
        self.left_out: list[str] = []

    def words(self) -> Iterator[list[Word]]:
        """Yield the words of each page; a damaged page is left out and said."""
        from pypdf.errors import PyPdfError

        total = len(self._reader.pages)
        for number in range(min(total, _MOST_PAGES)):
            try:
                yield self._of_page(self._reader.pages[number])
                self.read += 1
            except (PyPdfError, *_DAMAGE) as error:
                self.left_out.append(f"{number + 1}: {type(error).__name__}")
        if total > _MOST_PAGES:
            self.left_out.append(f"{_MOST_PAGES + 1}–{total}")

    def _of_page(self, page: PageObject) -> list[Word]:
        contents = page.get_contents()
        if contents is None:
            return []
        if len(contents.get_data()) > _MOST_CONTENT:
            raise ValueError("too much on one page")
        if self._laid_out:
            return words_of_layout(page.extract_text(extraction_mode="layout"))[:_MOST_WORDS]
        words: list[Word] = []

        def take(text: str, outer: list[float], inner: list[float], _font: object, size: float) -> None:
            if text.strip() and len(words) < _MOST_WORDS:
                x = inner[4] * outer[0] + inner[5] * outer[2] + outer[4]
                y = inner[4] * outer[1] + inner[5] * outer[3] + outer[5]
                height = abs(size * (inner[3] or 1) * (outer[3] or 1)) or 10.0
                words.append(Word(float(x), -float(y), min(float(height), 200.0), text.strip()[:2000]))

        page.extract_text(visitor_text=take)
        return words


CONTAINER = Container(
    name="pdf_document",
    title=Words("PDF（运营商通话详单等表格）", "a PDF with a table, such as an operator's bill of calls"),
    file_names=("*.pdf",),
    media_type="application/pdf",
    checked=date(2026, 11, 22),
    recognise=_recognise,
    members=_members,
    decodes=(
        Decode(
            "table",
            Words(
                "按文字的位置归到列名下面；没有日期的行接在上一条后面",
                "words go to the column whose name they stand under; a line without a date goes on from the one above",
            ),
            "pypdf (places of words); bills made with Typst",
            Known.MEMORY,
        ),
    ),
    notes=(
        Words(
            "从没有见过任何运营商的真实 PDF 详单；读出的表请与 PDF 逐条核对。",
            "No real PDF bill of any operator was ever at hand: compare the table with the PDF, line by line.",
        ),
        Words(
            "扫描或拍照的详单没有文字，读不出来；请下载电子版。加密的 PDF 会询问密码。",
            "A scanned or photographed bill has no words and cannot be read: download it. Passwords are asked for.",
        ),
    ),
)
