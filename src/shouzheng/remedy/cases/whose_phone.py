"""Whose phone a file came from, put right after it was stored: the original stays, and so does what was said before.

A file that came in another person's pack is never given to anybody else: its owner signed what it may be used for.
"""

from __future__ import annotations

import re

from shouzheng.casefile.case import CaseFile
from shouzheng.remedy.cases.pending import BROUGHT
from shouzheng.remedy.cases.report_entry import as_report

_PLACE = re.compile(r"#[0-9]+")


def corrected(case: CaseFile) -> dict[int, str]:
    """Return the owners (ids of persons) that were put right, by number of the original."""
    said = ((entry.subject, entry.content) for entry in case.entries(BROUGHT) if entry.content.get("corrected"))
    return {int(no): str(content.get("person", "")) for no, content in said if no.isdigit()}


def give_to(case: CaseFile, number: int, person: str) -> None:
    """Record that an original came from this person's phone."""
    before = next((entry.content for entry in case.entries(BROUGHT) if entry.subject == str(number)), {})
    case.enter(BROUGHT, str(number), {"names": [], **before, "person": person, "corrected": True})


def from_packs(case: CaseFile) -> frozenset[int]:
    """Return the numbers of the originals that are packs of other persons (``bundle.join`` names their files so)."""
    names = {stored.no: stored.name for stored in case.originals()}
    reports = {entry.subject: entry.content for entry in case.entries("report")}
    found = set()
    for reading in list(case.readings()):
        report = as_report(reports.get(str(reading.no), {}))
        member = report.original.member if report else ""
        if report and _PLACE.fullmatch(member or "") and report.original.name == f"{names[reading.original]} {member}":
            found.add(reading.original)
    return frozenset(found)
