"""Writes the report of a finished run beside its results and binds all of it with a manifest, signed when asked."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

from shouzheng.audit.local.layout import RESULT, say
from shouzheng.audit.local.sums import FINDINGS, MISSING, TALLY
from shouzheng.audit.problems import CANNOT_WRITE_AUDIT
from shouzheng.audit.report.figures import ACCEPTED, read_figures
from shouzheng.audit.report.page import report_page
from shouzheng.audit.report.sign import load_signer, seal
from shouzheng.audit.report.summary import summary_pdf
from shouzheng.audit.report.tables import RATES, rates_csv
from shouzheng.model.words import Lang, Words
from shouzheng.reference.atomic import replacing
from shouzheng.reference.problems import Problem, ShouzhengError

PAGE, SUMMARY = "report.html", "summary.pdf"


def write_report(
    out: Path, *, lang: Lang = Lang.ZH_HANS, sign_with: Path | None = None, accepted: Sequence[Words] | None = None
) -> Path:
    """Write page, summary, tables and manifest; returns the page.

    ``accepted`` are doubts about the mapping that somebody overrode; ``None`` keeps those of the run.

    Raises ``ShouzhengError``: SZ-6533 without a whole result, SZ-6534 for the key, SZ-6508 when nothing can be written.
    """
    signer = None if sign_with is None else load_signer(sign_with)
    if accepted is not None:
        _keep(out, accepted)
    figures = read_figures(out)
    contents = {
        PAGE: report_page(figures, lang),
        SUMMARY: summary_pdf(figures, lang),
        RATES: rates_csv(figures),
    }
    try:
        for name, content in contents.items():
            with replacing(out / name) as file:
                file.write(content)
        about = {"report_hash": figures.result["report_hash"], **figures.result["data"]}
        seal(out, [*contents, RESULT, FINDINGS, TALLY, MISSING], about, signer)
    except OSError as error:
        detail = error.strerror or type(error).__name__
        raise ShouzhengError(Problem(CANNOT_WRITE_AUDIT, out.name, (("detail", detail),))) from error
    return out / PAGE


def _keep(out: Path, accepted: Sequence[Words]) -> None:
    """Keep the overridden doubts beside the result they belong to, so that no later report leaves them out."""
    own = read_figures(out).result["report_hash"]
    say(out / ACCEPTED, {"report_hash": own, "doubts": [[words.zh, words.en] for words in accepted]})
