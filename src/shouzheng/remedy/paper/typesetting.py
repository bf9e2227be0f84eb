"""Turns a template of ``templates/`` and its content into an A4 PDF: tagged, fonts embedded, the same bytes each time.

All content goes in as one JSON value and is placed as text: markup, formulas, package imports or HTML in a message are
only characters. Typst sees no folder but the templates, and no package can be loaded because its package folders are
empty ones of this run.
"""

from __future__ import annotations

import json
import tempfile
from collections.abc import Mapping
from datetime import date, datetime, time
from importlib.resources import files
from pathlib import Path

from shouzheng.model.moment import BEIJING
from shouzheng.reference.problems import Problem, ShouzhengError
from shouzheng.remedy.paper.printable import font_paths
from shouzheng.remedy.problems import DOSSIER_FAILED


def typeset(
    main: str, view: dict[str, object], day: date, name: str, beside: Mapping[str, bytes] | None = None
) -> bytes:
    """Return the PDF of a template; ``day`` is written into the file as its date.

    ``beside`` (pictures) is put beside the template under their names, which must be names of ours.

    Raises ``ShouzhengError`` (``SZ-5101``) at ``name`` when Typst refuses.
    """
    import typst

    with tempfile.TemporaryDirectory(prefix="shouzheng-") as folder:
        root, packages = Path(folder) / "templates", Path(folder) / "packages"
        root.mkdir()
        packages.mkdir()
        for template in files("shouzheng.remedy").joinpath("templates").iterdir():
            if template.name.endswith(".typ"):
                (root / template.name).write_bytes(template.read_bytes())
        for own_name, content in (beside or {}).items():
            (root / own_name).write_bytes(content)
        try:
            compiler = typst.Compiler(
                input=root / main,
                root=root,
                font_paths=[path.parent for path in font_paths()[:1]],
                ignore_system_fonts=True,
                sys_inputs={"data": json.dumps(view, ensure_ascii=False)},
                package_path=packages,
                package_cache_path=packages,
            )
            # PDF/A-2a and PDF/UA-1: archivable; tagged, with title and language, for screen readers. Midnight Beijing
            # time of the day that counts as today, so that bytes repeat.
            stamp = datetime.combine(day, time(), BEIJING)
            pdf = compiler.compile(format="pdf", pdf_standards=["a-2a", "ua-1"], timestamp=stamp)
        except RuntimeError as error:  # typst.TypstError is one; so are refusals of its file access
            reason = str(error).splitlines()[0] if str(error) else type(error).__name__
            raise _failed(name, reason) from error
    if not isinstance(pdf, bytes):
        raise _failed(name, "no single file came out")
    return pdf


def _failed(name: str, reason: str) -> ShouzhengError:
    return ShouzhengError(Problem(DOSSIER_FAILED, name, (("reason", reason),)))
