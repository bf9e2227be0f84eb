"""The words of a letter as Word, PDF or plain text. Nothing is run or followed, and what is struck out is gone."""

from __future__ import annotations

import io
import logging
import zipfile
import zlib
from xml.parsers import expat

from shouzheng.gate.problems import NO_PAPER
from shouzheng.reference.problems import Problem, ShouzhengError

#: Largest file, most pages of a PDF, largest unpacked part; a letter has some pages and some 50 KB.
MOST_BYTES, _MOST_PAGES, _MOST_PART = 16 << 20, 50, 4 << 20
_WORD = "http://schemas.openxmlformats.org/wordprocessingml/2006/main "
_DOCUMENT = "word/document.xml"
_ENDS_LINE, _BREAKS = (_WORD + "p",), (_WORD + "br", _WORD + "cr", _WORD + "tab")
#: Marks of a run whose words are not there for a reader, and their values that switch them off again.
_GONE, _OFF = (_WORD + "strike", _WORD + "dstrike", _WORD + "vanish"), ("0", "false", "off", "none")
#: What pypdf raises on damaged files besides its own errors (found by fuzzing, ``intake.containers.pdf_document``).
_DAMAGE = (ArithmeticError, AssertionError, AttributeError, LookupError, MemoryError, NotImplementedError, OSError,
           RuntimeError, StopIteration, TypeError, ValueError, zlib.error)  # fmt: skip


def text_of(content: bytes, name: str) -> str:
    """Return the words of a file, a line for each paragraph or line.

    Raises ``ShouzhengError`` (SZ-6073, exit 2): too large, damaged, encrypted, no words in it, or neither of the three.
    """
    if len(content) > MOST_BYTES:
        raise _none(name, f"> {MOST_BYTES} bytes")
    if content.startswith(b"%PDF-"):
        found = _of_pdf(content, name)
    elif content.startswith(b"PK"):
        found = _of_word(content, name)
    else:
        try:
            found = content.decode("utf-8-sig")
        except UnicodeDecodeError as error:
            raise _none(name, "UTF-8") from error
    if not found.strip():
        raise _none(name, "-")
    return found


def _none(name: str, detail: str) -> ShouzhengError:
    return ShouzhengError(Problem(NO_PAPER, name, (("detail", detail),)))


def _of_pdf(content: bytes, name: str) -> str:
    from pypdf import PdfReader
    from pypdf.errors import PyPdfError

    logging.getLogger("pypdf").setLevel(logging.CRITICAL)
    try:
        reader = PdfReader(io.BytesIO(content), strict=False)
        if len(reader.pages) > _MOST_PAGES:
            raise _none(name, f"> {_MOST_PAGES} pages")
        parts = []
        for page in reader.pages:
            contents = page.get_contents()
            if contents is not None and len(contents.get_data()) > _MOST_PART:
                raise _none(name, f"> {_MOST_PART} bytes")
            parts.append(page.extract_text())
        return "\n".join(parts)
    except (PyPdfError, *_DAMAGE) as error:
        raise _none(name, type(error).__name__) from error


def _of_word(content: bytes, name: str) -> str:
    try:
        with zipfile.ZipFile(io.BytesIO(content)) as archive, archive.open(_DOCUMENT) as part:
            document = part.read(_MOST_PART + 1)
    except (zipfile.BadZipFile, KeyError, NotImplementedError, EOFError, *_DAMAGE) as error:
        raise _none(name, type(error).__name__) from error
    if len(document) > _MOST_PART:
        raise _none(name, f"> {_MOST_PART} bytes")
    try:
        return _Paragraphs().read(document)
    except (expat.ExpatError, ValueError) as error:
        raise _none(name, type(error).__name__) from error


class _Paragraphs:
    """Gathers the words of a Word document as it is read; no tree is built, no entity is expanded."""

    def __init__(self) -> None:
        self._found: list[str] = []
        self._run: list[str] = []
        self._is_text = self._is_gone = False
        self._parser = expat.ParserCreate(namespace_separator=" ")
        self._parser.StartElementHandler = self._start
        self._parser.EndElementHandler = self._end
        self._parser.CharacterDataHandler = self._characters
        self._parser.StartDoctypeDeclHandler = self._refuse

    def read(self, document: bytes) -> str:
        """Return all words; raises ``ExpatError`` or ``ValueError`` for what is no such document."""
        self._parser.Parse(document, True)
        return "".join(self._found)

    def _refuse(self, *_: object) -> None:
        raise ValueError("a document type")

    def _start(self, tag: str, attributes: dict[str, str]) -> None:
        if tag == _WORD + "r":
            self._run, self._is_gone = [], False
        elif tag in _GONE and attributes.get(_WORD + "val", "true") not in _OFF:
            self._is_gone = True
        elif tag == _WORD + "t":
            self._is_text = True
        elif tag in _BREAKS:
            self._run.append("\n")

    def _end(self, tag: str) -> None:
        if tag == _WORD + "t":
            self._is_text = False
        elif tag == _WORD + "r":
            self._found += [] if self._is_gone else self._run
            self._run = []
        elif tag in _ENDS_LINE:
            self._found.append("\n")

    def _characters(self, text: str) -> None:
        if self._is_text:
            self._run.append(text)
