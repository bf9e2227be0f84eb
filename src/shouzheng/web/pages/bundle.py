"""The evidence bundle: only what the person confirmed one by one, checkable by strangers, with its fingerprints."""

from __future__ import annotations

import tempfile
from pathlib import Path

from starlette.responses import Response

from shouzheng.reference.problems import ShouzhengError
from shouzheng.remedy.bundle.build import export_bundle
from shouzheng.web.visit import Page, Visit

BUNDLE = "bundle"


def show(visit: Visit) -> Response:
    """Show what a bundle is and the fingerprints of those made before."""
    with visit.case.reading() as case:
        made = list(case.entries(BUNDLE, history=True))
    return visit.page("bundle.html", made=made[::-1])


def act(visit: Visit) -> Response:
    """Make a bundle and give it; its fingerprints are kept in the case."""
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
        with visit.case.reading() as case:
            made = list(case.entries(BUNDLE, history=True))
        return visit.page("bundle.html", 400, error.problems, made=made[::-1])
    return visit.file(content, name, "application/zip")


PAGES = (Page("/case/{case}/bundle", show=show, act=act, case=True),)
