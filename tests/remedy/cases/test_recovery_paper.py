"""The recovery key on paper: what is printed opens the case, and the QR code holds the same."""

import io
from datetime import date
from importlib import import_module

import pypdf
import pypdfium2
import pytest

from shouzheng.casefile import recovery
from shouzheng.model.words import Lang
from shouzheng.remedy.cases.recovery_paper import recovery_pdf

KEY = bytes(range(recovery.BYTES))
DAY = date(2026, 11, 22)


@pytest.mark.parametrize("lang", list(Lang))
def test_the_printed_lines_are_the_key(lang: Lang) -> None:
    reader = pypdf.PdfReader(io.BytesIO(recovery_pdf(KEY, "c552947007104890", DAY, lang)))
    assert len(reader.pages) == 1
    text = reader.pages[0].extract_text()
    found = [line for line in recovery.written(KEY) if line in text]
    assert len(found) == 4
    assert recovery.read("\n".join(found)) == KEY
    assert "c552947007104890" in text


def test_the_qr_code_on_the_page_holds_the_same() -> None:
    page = pypdfium2.PdfDocument(recovery_pdf(KEY, "x", DAY))[0]
    picture = page.render(scale=3).to_numpy()
    said, *_ = import_module("cv2").QRCodeDetector().detectAndDecode(picture)
    assert recovery.read(said) == KEY


def test_the_same_key_gives_the_same_bytes() -> None:
    assert recovery_pdf(KEY, "x", DAY) == recovery_pdf(KEY, "x", DAY)
