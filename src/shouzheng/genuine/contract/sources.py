"""Where a contract's text comes from: a text file, standard input, or a PDF (read in a helper process, bounded)."""

from __future__ import annotations

from pathlib import Path
from typing import BinaryIO

from shouzheng.genuine.contract.document import Document, document_of
from shouzheng.genuine.contract.pdf import is_pdf, pages_of_pdf
from shouzheng.genuine.inputs import decode, nothing, read_bytes

#: Bytes of a contract file; a scanned contract is larger, but holds no text.
MOST_BYTES = 20_000_000


def read_contract(source: Path | BinaryIO) -> Document:
    """Return the text of a contract.

    Raises ``ShouzhengError`` (SZ-3810 ff.) when there is nothing to read, the file is too large, encrypted or damaged.
    """
    content = read_bytes(source, MOST_BYTES)
    name = source.name if isinstance(source, Path) else "-"
    if is_pdf(content):
        pages, left_out = pages_of_pdf(content, name)
        return document_of(pages, pages_left_out=left_out)
    text = decode(content, source)
    if not text.strip():
        raise nothing()
    return document_of([text])
