"""The dossier as an A4 PDF: tagged, with embedded fonts and selectable text, and the same bytes for the same material.

The layout is in ``templates/*.typ`` (Typst). All content goes in as one JSON value and is placed as text: markup,
formulas, package imports or HTML in a message are only characters. Typst sees no folder but the templates, and no
package can be loaded because its package folders are empty ones of this run.
"""

from __future__ import annotations

import json
import tempfile
from datetime import datetime, time
from importlib.resources import files
from pathlib import Path

from shouzheng.model.moment import BEIJING
from shouzheng.model.words import Lang
from shouzheng.reference.problems import Problem, ShouzhengError
from shouzheng.remedy.atomic import write_bytes
from shouzheng.remedy.dossier_data import build_view
from shouzheng.remedy.material import Material
from shouzheng.remedy.printable import font_paths
from shouzheng.remedy.problems import DOSSIER_FAILED

_MAIN = "dossier.typ"


def dossier_pdf(material: Material, lang: Lang = Lang.ZH_HANS) -> bytes:
    """Return the dossier as PDF bytes; raises ``ShouzhengError`` (``SZ-5101``) when Typst refuses."""
    return _compile(build_view(material, lang), material)


def write_dossier(path: Path, material: Material, lang: Lang = Lang.ZH_HANS) -> None:
    """Write the dossier, whole or not at all; raises ``ShouzhengError`` (``SZ-5101``, ``SZ-5102``)."""
    write_bytes(path, dossier_pdf(material, lang))


def _compile(view: dict[str, object], material: Material) -> bytes:
    import typst

    with tempfile.TemporaryDirectory(prefix="shouzheng-") as folder:
        root, packages = Path(folder) / "templates", Path(folder) / "packages"
        root.mkdir()
        packages.mkdir()
        for template in files("shouzheng.remedy").joinpath("templates").iterdir():
            if template.name.endswith(".typ"):
                (root / template.name).write_bytes(template.read_bytes())
        try:
            compiler = typst.Compiler(
                input=root / _MAIN,
                root=root,
                font_paths=[path.parent for path in font_paths()[:1]],
                ignore_system_fonts=True,
                sys_inputs={"data": json.dumps(view, ensure_ascii=False)},
                package_path=packages,
                package_cache_path=packages,
            )
            # PDF/A-2a and PDF/UA-1: archivable; tagged, with title and language, for screen readers.
            pdf = compiler.compile(format="pdf", pdf_standards=["a-2a", "ua-1"], timestamp=_stamp(material))
        except RuntimeError as error:  # typst.TypstError is one; so are refusals of its file access
            reason = str(error).splitlines()[0] if str(error) else type(error).__name__
            raise _failed(reason) from error
    if not isinstance(pdf, bytes):
        raise _failed("no single file came out")
    return pdf


def _failed(reason: str) -> ShouzhengError:
    return ShouzhengError(Problem(DOSSIER_FAILED, "dossier.pdf", (("reason", reason),)))


def _stamp(material: Material) -> datetime:
    """Creation time in the file: midnight Beijing time of the day that counts as today, so that bytes repeat."""
    return datetime.combine(material.as_of, time(), BEIJING)
