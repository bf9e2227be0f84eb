"""Helpers for the tests of contract reading: the invented contract, as text and as PDF."""

from __future__ import annotations

from datetime import date
from functools import cache
from io import BytesIO
from pathlib import Path
from tempfile import TemporaryDirectory

import pylopdf_fonts_zh_cn
import pypdf
import typst

from shouzheng.genuine.contract.clause_words import load_checklist, load_clauses
from shouzheng.genuine.contract.document import document_of
from shouzheng.genuine.contract.reading import ContractReading, read_clauses
from shouzheng.rulebook.load import load_rulebook

TODAY = date(2026, 11, 22)
CONTRACT = (Path(__file__).parent / "contract.txt").read_text("utf-8")


def read_it(text: str = CONTRACT, signed: date | None = None) -> ContractReading:
    """Read a contract with the shipped clauses and law."""
    return read_clauses(
        document_of([text]), load_clauses(), load_checklist(), load_rulebook(), signed=signed, today=TODAY
    )


@cache
def pdf() -> bytes:
    """Return the invented contract as a PDF of two narrow pages, so that its lines are broken."""
    fonts = Path(pylopdf_fonts_zh_cn.__file__).parent
    body = CONTRACT.replace("%", "\\%").replace("\n", "\n\n")
    source = (
        f'#set page(width: 120mm)\n#set text(font: "Noto Sans SC", size: 11pt)\n{body}\n#pagebreak()\n第八条 其他约定。'
    )
    with TemporaryDirectory() as folder:
        path = Path(folder) / "contract.typ"
        path.write_text(source, "utf-8")
        made = typst.Compiler(input=path, font_paths=[fonts], ignore_system_fonts=True).compile(format="pdf")
    assert isinstance(made, bytes)
    return made


def locked(password: str, owner: str | None = None) -> bytes:
    """Return the same PDF encrypted with a password for opening (empty: opens for everybody)."""
    writer = pypdf.PdfWriter(clone_from=BytesIO(pdf()))
    writer.encrypt(password, owner_password=owner, algorithm="RC4-128")
    stream = BytesIO()
    writer.write(stream)
    return stream.getvalue()
