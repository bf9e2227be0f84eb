"""A workbook is read sheet by sheet: values only, dates as dates, hostile ones end in words."""

import io
import zipfile
from collections.abc import Mapping
from pathlib import Path
from types import MappingProxyType
from xml.sax.saxutils import escape

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from shouzheng.intake.containers import Limits
from shouzheng.intake.gathering import Gathering
from shouzheng.model.event import ContactEvent, Direction
from shouzheng.reference.problems import ShouzhengError
from tests.intake.fixture_sets import GATEWAY, MOBILE
from tests.intake.making import saved

_NS = 'xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main"'
_STYLES = (
    f'<styleSheet {_NS}><numFmts><numFmt numFmtId="164" formatCode="yyyy/m/d\\ h:mm:ss"/></numFmts>'
    '<cellXfs><xf numFmtId="0"/><xf numFmtId="164"/><xf numFmtId="14"/><xf numFmtId="46"/></cellXfs></styleSheet>'
)
#: 2026-01-02 10:00:00 as a workbook counts days.
_SERIAL = "46024.4166666667"

Cell = tuple[str, str]


def cell(place: str, value: str, kind: str = "n", style: int = 0) -> str:
    """Return one cell."""
    if kind == "inlineStr":
        return f'<c r="{place}" t="inlineStr"><is><t>{escape(value)}</t></is></c>'
    return f'<c r="{place}" t="{kind}" s="{style}"><v>{escape(value)}</v></c>'


def workbook(rows: list[str], texts: list[str], parts: Mapping[str, str] = MappingProxyType({})) -> bytes:
    """Return a workbook with one sheet of these rows (the cells of each); ``parts`` replace what stands in it."""
    sheet = "".join(f'<row r="{number}">{cells}</row>' for number, cells in enumerate(rows, 1))
    shared = "".join(f"<si><t>{escape(text)}</t><rPh><t>pinyin</t></rPh></si>" for text in texts)
    files = {
        "[Content_Types].xml": "<Types/>",
        "xl/workbook.xml": f"<workbook {_NS}><workbookPr/></workbook>",
        "xl/styles.xml": _STYLES,
        "xl/sharedStrings.xml": f"<sst {_NS}>{shared}</sst>",
        "xl/worksheets/sheet1.xml": f"<worksheet {_NS}><sheetData>{sheet}</sheetData></worksheet>",
        **parts,
    }
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, text in files.items():
            archive.writestr(name, text)
    return out.getvalue()


_HEADER = ["通话时间", "对方号码", "主被叫", "通话时长", "备注"]
_HEAD = "".join(cell(f"{column}2", str(number), "s") for number, column in enumerate("ABCDE"))
_ROW = (
    cell("A3", _SERIAL, style=1)
    + cell("B3", "1.3000000021E10")
    + cell("C3", "5", "s")
    + cell("D3", "0.000706018518518", style=3)
)
_TEXTS = [*_HEADER, "被叫", "某某的详单"]
#: A bill of two calls below a line of its title.
GOOD_WORKBOOK = workbook([cell("A1", "6", "s"), _HEAD, _ROW, _ROW], _TEXTS)


def _taken(path: Path) -> tuple[list[ContactEvent], Gathering]:
    gathering = Gathering()
    events = [event for export in gathering.exports(path) for event in export]
    return events, gathering


def test_a_bill(tmp_path: Path) -> None:
    events, gathering = _taken(saved(tmp_path, GOOD_WORKBOOK, "bill.xlsx"))
    assert len(events) == 2
    for event in events:
        assert event.source_format == "operator_bill_csv"
        assert event.time.device.isoformat() == "2026-01-02T10:00:00+08:00"
        assert (event.other.normal, event.direction, event.seconds) == (MOBILE, Direction.INBOUND, 61)
    (report,) = gathering.containers
    assert (report.container, report.read, report.members) == ("spreadsheet", 1, 5)
    assert [problem.code for problem in gathering.problems] == ["SZ-1164"]


def test_the_other_epoch(tmp_path: Path) -> None:
    book = f'<workbook {_NS}><workbookPr date1904="1"/></workbook>'
    data = workbook([_HEAD, _ROW], _TEXTS, {"xl/workbook.xml": book})
    events, _ = _taken(saved(tmp_path, data, "b.xlsx"))
    assert events[0].time.device.isoformat() == "2030-01-03T10:00:00+08:00"


def test_a_number_that_lost_digits_is_said(tmp_path: Path) -> None:
    row = _ROW.replace("1.3000000021E10", GATEWAY + "00000")
    _, gathering = _taken(saved(tmp_path, workbook([_HEAD, row], _TEXTS), "a.xlsx"))
    assert "SZ-1168" in [problem.code for problem in gathering.problems]


@pytest.mark.parametrize(
    "sheet",
    [
        f'<!DOCTYPE x [<!ENTITY a "b">]><worksheet {_NS}><row><c t="str"><v>&a;</v></c></row></worksheet>',
        f'<worksheet {_NS}><sheetData><row><c r="ZZZ1"><v>1</v></c></row></sheetData></worksheet>',
        f"<worksheet {_NS}><sheetData><row><c><v>1",
        "",
        "no xml",
    ],
)
def test_hostile_sheets_end_in_words(tmp_path: Path, sheet: str) -> None:
    data = workbook([], [], {"xl/worksheets/sheet1.xml": sheet})
    events, gathering = _taken(saved(tmp_path, data, "x.xlsx"))
    assert events == []
    (report,) = gathering.containers
    assert report.read == 0
    assert report.others_total + report.refused == 1


def test_a_bomb_of_shared_texts_is_refused(tmp_path: Path) -> None:
    with pytest.raises(ShouzhengError) as caught:
        _taken(saved(tmp_path, workbook([], ["A" * 60_000] * 1_300), "x.xlsx"))
    assert caught.value.problems[0].code == "SZ-1020"


@pytest.mark.parametrize(
    "cells",
    [
        "<c/>" * 20_000,  # more columns than Excel has
        cell("A1", "0", "s") * 100,  # one shared text again and again: megabytes out of nothing
        "<c><v>" + "a<x/>" * 200_000 + "</v></c>",  # text in crumbs: quadratic when added up each time
    ],
)
def test_rows_that_swell_are_bounded(tmp_path: Path, cells: str) -> None:
    rows = f"<worksheet {_NS}><sheetData>{f'<row>{cells}</row>' * 3}</sheetData></worksheet>"
    data = workbook([], ["长" * 60_000], {"xl/worksheets/sheet1.xml": rows})
    events, gathering = _taken(saved(tmp_path, data, "x.xlsx"))
    assert events == []
    (report,) = gathering.containers
    assert report.others_total + report.refused == 1


def test_a_sheet_of_blanks_is_paid_for(tmp_path: Path) -> None:
    blanks = f"<worksheet {_NS}><sheetData>{' ' * (8 << 20)}</sheetData></worksheet>"
    gathering = Gathering(limits=Limits(ratio=10, free=1 << 20))
    path = saved(tmp_path, workbook([], [], {"xl/worksheets/sheet1.xml": blanks}), "x.xlsx")
    assert list(gathering.exports(path)) == []
    assert "SZ-1022" in [problem.code for problem in gathering.problems]


@settings(deadline=None, max_examples=60)
@given(st.integers(0, len(GOOD_WORKBOOK) - 1), st.binary(min_size=1, max_size=30))
def test_damaged_workbooks_never_crash(tmp_path_factory: pytest.TempPathFactory, place: int, wrong: bytes) -> None:
    data = GOOD_WORKBOOK[:place] + wrong + GOOD_WORKBOOK[place + len(wrong) :]
    path = saved(tmp_path_factory.mktemp("any"), data, "x.xlsx")
    try:
        events, _ = _taken(path)
    except ShouzhengError as error:
        codes = [problem.code for problem in error.problems]
    else:
        codes = [f"SZ-{len(events)}"]
    assert all(code.startswith("SZ-") for code in codes)
