"""The PDF summary: two pages of figures for those who decide, set by Typst; the same content gives the same bytes.

All content goes in as one JSON value and is placed as text. Typst sees an empty folder with our template only; no
package can be loaded.
"""

from __future__ import annotations

import json
import tempfile
from collections.abc import Callable
from datetime import datetime, time
from importlib.resources import files
from pathlib import Path

from shouzheng.audit.problems import PDF_FAILED
from shouzheng.audit.report import words as say
from shouzheng.audit.report.figures import Figures, by_findings
from shouzheng.audit.report.page import share_words
from shouzheng.model.moment import BEIJING
from shouzheng.model.verdict import Answer
from shouzheng.model.words import Lang, Words
from shouzheng.reference.problems import Problem, ShouzhengError
from shouzheng.reference.safe_text import shorten, visible
from shouzheng.reference.script import in_script

#: Rules that the summary lists.
_LISTED = 20


def summary_pdf(figures: Figures, lang: Lang) -> bytes:
    """Return the PDF; raises ``ShouzhengError`` (SZ-6536) when Typst refuses."""
    import pylopdf_fonts_zh_cn as fonts
    import typst

    with tempfile.TemporaryDirectory(prefix="shouzheng-") as folder:
        root, packages = Path(folder) / "root", Path(folder) / "packages"
        root.mkdir()
        packages.mkdir()
        template = files("shouzheng.audit.report").joinpath("summary.typ").read_bytes()
        (root / "summary.typ").write_bytes(template)
        view = summary_view(figures, lang)
        day = datetime.strptime(str(view["day"]), "%Y-%m-%d").date()  # noqa: DTZ007 - a day without a time
        try:
            compiler = typst.Compiler(
                input=root / "summary.typ",
                root=root,
                font_paths=[fonts.sans_path().parent],
                ignore_system_fonts=True,
                sys_inputs={"data": in_script(json.dumps(view, ensure_ascii=False), lang)},
                package_path=packages,
                package_cache_path=packages,
            )
            stamp = datetime.combine(day, time(), BEIJING)
            pdf = compiler.compile(format="pdf", pdf_standards=["a-2a", "ua-1"], timestamp=stamp)
        except RuntimeError as error:
            reason = str(error).splitlines()[0] if str(error) else type(error).__name__
            raise ShouzhengError(Problem(PDF_FAILED, "summary.pdf", (("what", reason),))) from error
    if not isinstance(pdf, bytes):
        raise ShouzhengError(Problem(PDF_FAILED, "summary.pdf", (("what", "no single file"),)))
    return pdf


def summary_view(figures: Figures, lang: Lang) -> dict[str, object]:
    """Return what the template is given: texts only."""

    def told(zh: str, en: str) -> str:
        return Words(zh, en).say(lang)

    days, result = figures.days, figures.result
    return {
        "lang": "en" if lang is Lang.EN else "zh",
        "day": str(days[1] if days else "2026-01-01"),
        "title": say.TITLE.say(lang),
        "foot": shorten(str(result["report_hash"]), 24),
        "line": f"{days[0]} – {days[1]}" if days else "–",
        "boxes": _boxes(figures, told),
        "parts": _parts(figures, lang, told),
    }


def _boxes(figures: Figures, told: Callable[[str, str], str]) -> list[list[str]]:
    breaches, looks = figures.said(Answer.BREACH), figures.said(Answer.NEEDS_PERSON)
    judged = f"{len(figures.judged)} / {len(figures.rules)}"
    return [
        [f"{figures.result['contacts']:,}", told("条联系", "contacts")],
        [f"{breaches:,}", told("处不符合规定", "breaches")],
        [f"{looks:,}", told("处须由人判断", "for a person to judge")],
        [judged, told("条规则可以判断", "rules judged")],
    ]


def _parts(figures: Figures, lang: Lang, told: Callable[[str, str], str]) -> list[dict[str, object]]:
    result, refused = figures.result, sum(figures.result["refused"].values())
    hit = sorted((each for each in figures.judged if each.found), key=by_findings)
    more = len(hit) - _LISTED
    rules = [
        [
            each.rule.id,
            each.rule.title.say(lang),
            "–" if each.is_hidden else f"{each.found:,}",
            share_words(each.whole, lang),
        ]
        for each in hit[:_LISTED]
    ]
    return [
        {
            "title": say.PARTS["rules"].say(lang),
            "note": say.say_rules(len(figures.judged), len(figures.rules)).say(lang)
            + (told(f"；另有 {more} 条规则见网页报告", f"; {more} more with findings in the page") if more > 0 else ""),
            "widths": ["auto", "fr", "right", "right"],
            "head": ["", "", told("发现", "found"), told("比例 [95%]", "share [95 %]")],
            "rows": rules,
        },
        {
            "title": say.PARTS["input"].say(lang),
            "note": told(
                f"读入 {result['rows']:,} 行，{refused:,} 行不能作为联系记录。",
                f"{result['rows']:,} rows read, {refused:,} refused.",
            ),
            "widths": ["fr"],
            "head": [""],
            "rows": [],
        },
        {
            "title": say.PARTS["method"].say(lang),
            "note": visible("".join(words.say(lang) + " " for words in say.METHOD)),
            "widths": ["fr"],
            "head": [""],
            "rows": [],
        },
    ]
