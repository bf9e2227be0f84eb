"""The dossier as an A4 PDF: tagged, with embedded fonts and selectable text, and the same bytes for the same material.

The layout is in ``templates/dossier.typ`` and what it imports; ``typesetting`` says how content stays literal.
"""

from __future__ import annotations

from pathlib import Path

from shouzheng.model.words import Lang
from shouzheng.remedy.atomic import write_bytes
from shouzheng.remedy.dossier.data import build_view
from shouzheng.remedy.material import Material
from shouzheng.remedy.paper.typesetting import typeset
from shouzheng.remedy.release import Release

_MAIN = "dossier.typ"


def dossier_pdf(material: Material, lang: Lang = Lang.ZH_HANS, release: Release | None = None) -> bytes:
    """Return the dossier as PDF bytes; raises ``ShouzhengError`` (``SZ-5101``) when Typst refuses.

    ``release`` says what a copy that leaves the case leaves out, and what its time proofs show.
    """
    return typeset(_MAIN, build_view(material, lang, release), material.as_of, "dossier.pdf")


def write_dossier(path: Path, material: Material, lang: Lang = Lang.ZH_HANS) -> None:
    """Write the dossier, whole or not at all; raises ``ShouzhengError`` (``SZ-5101``, ``SZ-5102``)."""
    write_bytes(path, dossier_pdf(material, lang))
