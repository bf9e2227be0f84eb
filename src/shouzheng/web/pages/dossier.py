"""The dossier: what it will hold, and its download."""

from __future__ import annotations

from starlette.responses import Response

from shouzheng.remedy.cases.judge import with_numbers
from shouzheng.remedy.dossier.pdf import dossier_pdf
from shouzheng.remedy.findings.write import findings_bytes
from shouzheng.remedy.overview import count
from shouzheng.web.pages._first_step import first_step
from shouzheng.web.pages._result import not_yet, result_of
from shouzheng.web.visit import Page, Visit, missing


def show(visit: Visit) -> Response:
    """Show what the dossier will hold."""
    found = result_of(visit)
    if found is None:
        return not_yet(visit)
    material = found.material
    return visit.page(
        "dossier.html",
        first_step=first_step(visit),
        counts=count(material.in_order),
        findings=len(material.ranked),
        left_out=material.left_out,
        checked=found.checked,
        files=len(material.reports),
    )


def download(visit: Visit) -> Response:
    """Give the dossier, or the findings as data; that it was made is written into the custody log."""
    found, kind = result_of(visit), visit.part("kind")
    if found is None:
        return not_yet(visit)
    with visit.case.writing(judged=False) as case:
        with_numbers(case, found.checked)  # no paper leaves with a number that the case has not given
    if kind == "dossier.pdf":
        content, media = dossier_pdf(found.material, visit.lang), "application/pdf"
    elif kind == "findings.json":
        content, media = findings_bytes(found.material), "application/json"
    else:
        raise missing()
    with visit.case.writing(judged=False) as case:
        case.record("export", {"file": kind, "contacts": len(found.material.contacts)})
    return visit.file(content, kind, media)


PAGES = (
    Page("/case/{case}/dossier", show=show, case=True),
    Page("/case/{case}/download/{kind}", show=download, case=True),
)
