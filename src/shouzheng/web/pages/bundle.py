"""The evidence bundle: only what the person confirmed one by one, checkable by strangers, with its fingerprints."""

from __future__ import annotations

import tempfile
from pathlib import Path

from starlette.responses import Response

from shouzheng.reference.problems import Problem, ShouzhengError
from shouzheng.remedy.bundle.build import export_bundle
from shouzheng.web.visit import Page, Visit, missing

BUNDLE = "bundle"


def show(visit: Visit) -> Response:
    """Show what a bundle is and the fingerprints of those made before."""
    return _page(visit)


def _page(visit: Visit, status: int = 200, problems: tuple[Problem, ...] = ()) -> Response:
    with visit.case.reading() as case:
        made = list(case.entries(BUNDLE, history=True))
    ready = visit.case.bundle
    return visit.page("bundle.html", status, problems, made=made[::-1], ready=ready[0] if ready else "")


def act(visit: Visit) -> Response:
    """Make a bundle, and show its fingerprints, which are kept in the case, with the way to fetch it."""
    with_originals = visit.text("originals") == "yes"
    try:
        with tempfile.TemporaryDirectory(prefix="shouzheng-") as folder, visit.case.writing(judged=False) as case:
            out = Path(folder) / f"shouzheng-{visit.today.isoformat()}"
            done = export_bundle(case, out, as_of=visit.today, lang=visit.lang, with_originals=with_originals)
            content, name = done.zip.read_bytes(), done.zip.name
            about = {"zip": done.zip_digest, "tag_manifest": done.tag_manifest, "verifier": done.verifier}
            number = sum(1 for _ in case.entries(BUNDLE, history=True)) + 1
            case.enter(
                BUNDLE, str(number), {**about, "name": name, "contacts": done.contacts, "findings": done.findings}
            )
    except ShouzhengError as error:
        return _page(visit, 400, error.problems)
    visit.case.bundle = (name, content)
    return visit.go(f"/case/{visit.case.name}/bundle#made")


def fetch(visit: Visit) -> Response:
    """Give the bundle that was made last; it is in memory only, until the case is locked."""
    if visit.case.bundle is None:
        raise missing()
    name, content = visit.case.bundle
    return visit.file(content, name, "application/zip")


PAGES = (
    Page("/case/{case}/bundle", show=show, act=act, case=True),
    Page("/case/{case}/bundle.zip", show=fetch, case=True),
)
