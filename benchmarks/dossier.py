"""The PDF dossier of 500 and 5,000 contacts: seconds and peak memory.

The peer is the same number of plain table rows laid out by Typst without any of our parts: the floor of the layout.
Before any time is printed, both must have all rows in the text of the PDF.
"""

from __future__ import annotations

import platform
import resource
import sys
import tempfile
import time
from datetime import UTC, datetime
from io import BytesIO
from pathlib import Path

import pypdf
import typst

sys.path.insert(0, str(Path(__file__).resolve().parent.parent))

from tests.remedy.sample import many

from shouzheng.model.words import Lang
from shouzheng.remedy.dossier.pdf import dossier_pdf
from shouzheng.remedy.paper.printable import font_paths


def _peer(rows: int) -> bytes:
    cells = "\n".join(
        f"[row {n}], [2026-01-05 09:00], [call, 62 s], [13000000021], [no text], [D]," for n in range(rows)
    )
    source = f'#set text(font: "Noto Sans SC", size: 10pt)\n#table(columns: 6,\n{cells}\n)'
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "table.typ"
        path.write_text(source, "utf-8")
        fonts = sorted({str(Path(font).parent) for font in font_paths()})
        made = typst.compile(str(path), font_paths=fonts, ignore_system_fonts=True)
    if not isinstance(made, bytes):
        raise TypeError("Typst gave no PDF")
    return made


def main() -> int:
    """Print the table; returns 1 when a row is missing in either."""
    print(f"{datetime.now(UTC):%Y-%m-%d} · {platform.machine()} · Python {platform.python_version()}")
    print("| what | contacts | time | pages |\n|---|---|---|---|")
    for count in (500, 5_000):
        material = many(count)
        for name in ("dossier", "plain Typst table"):
            began = time.perf_counter()
            pdf = dossier_pdf(material, Lang.ZH_HANS) if name == "dossier" else _peer(count)
            took = time.perf_counter() - began
            reader = pypdf.PdfReader(BytesIO(pdf))
            last = "".join(page.extract_text() for page in reader.pages[-40:])
            if f"{count - 1}" not in last and f"{count}" not in last:
                print(f"{name}: the last row is missing", file=sys.stderr)
                return 1
            print(f"| {name} | {count:,} | {took:.1f} s | {len(reader.pages)} |", flush=True)
    print(f"peak memory {resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024:.0f} MB")
    return 0


if __name__ == "__main__":
    sys.exit(main())
