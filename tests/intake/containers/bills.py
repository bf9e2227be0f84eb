"""Invented bills of calls as PDF: made with Typst, and one written by hand as simpler programs write them."""

from functools import cache
from pathlib import Path
from tempfile import TemporaryDirectory

import pylopdf_fonts_zh_cn
import typst

HEADER = ("序号", "通话时间", "通话地点", "通信方式", "对方号码", "主被叫", "通话时长", "实收通信费")
MOBILE = "13000000021"


def rows(count: int) -> list[tuple[str, ...]]:
    """Return invented calls, some without a place."""
    return [
        (
            str(number),
            f"2026-01-{number // 60 % 28 + 1:02d} 10:{number % 60:02d}:00",
            "北京" if number % 3 else "",
            "语音通话",
            MOBILE,
            "被叫" if number % 2 else "主叫",
            "1分1秒",
            "0.00",
        )
        for number in range(count)
    ]


def _cell(text: str) -> str:
    return f"[{text}]".replace("-", "\\-")


@cache
def bill(
    count: int = 60, *, columns: str = "(auto,)*8", header: tuple[str, ...] = HEADER, align: str = "left"
) -> bytes:
    """Return a bill as Typst makes it; ``columns`` are widths, so that cells can be made to wrap."""
    cells = ",".join(_cell(cell) for row in rows(count) for cell in row[: len(header)])
    source = (
        '#set page(paper: "a4", margin: 1.5cm, footer: context [第 #counter(page).display() 页])\n'
        '#set text(font: "Noto Sans SC", size: 9pt)\n= 通话详单\n客户姓名：示例 手机号码：13000000001\n\n'
        f"#table(columns: {columns}, align: {align} + horizon, table.header({','.join(map(_cell, header))}),{cells})\n"
        f"合计 {count} 条\n"
    )
    with TemporaryDirectory() as folder:
        path = Path(folder) / "bill.typ"
        path.write_text(source, "utf-8")
        fonts = [str(Path(pylopdf_fonts_zh_cn.__file__).parent)]
        return typst.compile(str(path), font_paths=fonts, ignore_system_fonts=True)


def written_by_hand(content: bytes) -> bytes:
    """Return a PDF of one page with this content stream and the font Helvetica as F1."""
    parts = [
        b"<</Type/Catalog/Pages 2 0 R>>",
        b"<</Type/Pages/Kids[3 0 R]/Count 1>>",
        b"<</Type/Page/Parent 2 0 R/MediaBox[0 0 600 800]/Contents 4 0 R/Resources<</Font<</F1 5 0 R>>>>>>",
        b"<</Length %d>>stream\n%s\nendstream" % (len(content), content),
        b"<</Type/Font/Subtype/Type1/BaseFont/Helvetica>>",
    ]
    out, places = bytearray(b"%PDF-1.4\n"), []
    for number, part in enumerate(parts, 1):
        places.append(len(out))
        out += b"%d 0 obj%s endobj\n" % (number, part)
    start = len(out)
    out += b"xref\n0 6\n0000000000 65535 f \n" + b"".join(b"%010d 00000 n \n" % place for place in places)
    return bytes(out + b"trailer<</Size 6/Root 1 0 R>>\nstartxref\n%d\n%%%%EOF" % start)


#: One text object for everything, moved on from cell to cell.
MOVED = (
    b"BT /F1 10 Tf 50 700 Td (start time) Tj 150 0 Td (number) Tj 120 0 Td (direction) Tj 100 0 Td (duration) Tj "
    b"-370 -20 Td (2026-01-02 10:00:00) Tj 150 0 Td (13000000021) Tj 120 0 Td (in) Tj 100 0 Td (61) Tj "
    b"-370 -20 Td (2026-01-02 10:05:00) Tj 150 0 Td (13000000022) Tj 120 0 Td (out) Tj 100 0 Td (59) Tj ET"
)
