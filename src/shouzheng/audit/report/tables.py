"""The figures as CSV for spreadsheets: one line a rule and value; cells that a spreadsheet would run are made inert."""

from __future__ import annotations

import csv
import io
from datetime import date, timedelta

from shouzheng.audit.report.figures import BREAKDOWNS, Cell, Figures, RuleFigures
from shouzheng.reference.safe_text import visible

_EPOCH = date(1970, 1, 1)
RATES = "rates.csv"
HEAD = ("rule", "by", "value", "judged", "found", "share", "low", "high", "cannot_tell", "hidden")
#: A cell that begins with one of these is a formula to a spreadsheet (OWASP, "CSV injection").
_FORMULA = ("=", "+", "-", "@", "\t", "\r")


def inert(text: str) -> str:
    """Return a text that no spreadsheet takes for a formula."""
    return f"'{text}" if text.startswith(_FORMULA) else text


def rates_csv(figures: Figures) -> bytes:
    """Return all cells, UTF-8 with a byte order mark (Excel reads it as UTF-8 only so); hidden ones without numbers."""
    out = io.StringIO()
    writer = csv.writer(out, lineterminator="\r\n")
    writer.writerow(HEAD)
    for each in figures.rules:
        writer.writerow(_row(each, "all", each.whole, str(each.cannot_tell)))
        for by in BREAKDOWNS:
            for cell in each.cells[by]:
                writer.writerow(_row(each, by, cell, ""))
    return out.getvalue().encode("utf-8-sig", "replace")


def _shown(by: str, value: str) -> str:
    """Return a value as text: a week by its Monday, no control or direction marks."""
    return (_EPOCH + timedelta(int(value))).isoformat() if by == "week" else visible(value)


def _row(each: RuleFigures, by: str, cell: Cell, cannot_tell: str) -> list[str]:
    value = "" if cell.value is None else inert(_shown(by, cell.value))
    if cell.judged is None or cell.found is None:
        return [each.rule.id, by, value, "", "", "", "", "", cannot_tell, "1"]
    interval = cell.interval
    shares = ["", "", ""] if interval is None else [f"{x:.6f}" for x in (cell.found / cell.judged, *interval)]
    return [each.rule.id, by, value, str(cell.judged), str(cell.found), *shares, cannot_tell, "0"]
