"""Make the pictures of the READMEs from the dossier of the invented example: ``make pictures``."""

from __future__ import annotations

import sys
import tempfile
from datetime import date
from pathlib import Path

import pypdfium2
from PIL import Image

from shouzheng.model.words import Lang
from shouzheng.remedy.check import check
from shouzheng.remedy.dossier.pdf import dossier_pdf
from shouzheng.remedy.gather import material_of

ROOT = Path(__file__).resolve().parent.parent
#: Pages shown side by side (from 0): summary, picture of the hours, first finding.
PAGES = (1, 3, 4)
_SCALE, _GAP, _GREY = 1.15, 16, (214, 219, 224)


def _sheet(pdf: Path) -> Image.Image:
    document = pypdfium2.PdfDocument(pdf)
    pages = [document[number].render(scale=_SCALE).to_pil() for number in PAGES]
    width, height = pages[0].size
    sheet = Image.new("RGB", (len(pages) * (width + _GAP) + _GAP, height + 2 * _GAP), _GREY)
    for place, page in enumerate(pages):
        sheet.paste(page, (_GAP + place * (width + _GAP), _GAP))
    return sheet


def main() -> int:
    """Write ``docs/pictures/dossier.<lang>.png`` for both READMEs."""
    example = ROOT / "examples" / "yunling"
    files = sorted(example.glob("*.xml"))
    result = check(files, example / "case.toml", None, as_of=date(2026, 11, 22))
    target = ROOT / "docs" / "pictures"
    target.mkdir(exist_ok=True)
    for lang in (Lang.ZH_HANS, Lang.EN):
        with tempfile.TemporaryDirectory() as folder:
            pdf = Path(folder) / "dossier.pdf"
            pdf.write_bytes(dossier_pdf(material_of(result), lang))
            _sheet(pdf).quantize(64).save(target / f"dossier.{lang.value}.png", optimize=True)
    return 0


if __name__ == "__main__":
    sys.exit(main())
