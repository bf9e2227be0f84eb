"""Writes what may be handed over: ``findings.json`` and ``dossier.pdf``, each whole or not at all."""

from __future__ import annotations

from pathlib import Path

from shouzheng.model.words import Lang
from shouzheng.remedy.dossier.pdf import write_dossier
from shouzheng.remedy.findings.write import write_findings
from shouzheng.remedy.material import Material
from shouzheng.remedy.staging import DOSSIER_FILE, FINDINGS_FILE


def write_outputs(material: Material, out: Path, *, lang: Lang, pdf: bool = True) -> tuple[Path, ...]:
    """Write the findings and, if wanted, the dossier; return the files written, the one for people first.

    Raises ``ShouzhengError`` when the folder cannot be written to.
    """
    dossier, findings = out / DOSSIER_FILE, out / FINDINGS_FILE
    write_findings(findings, material)
    if not pdf:
        return (findings,)
    write_dossier(dossier, material, lang)
    return dossier, findings
