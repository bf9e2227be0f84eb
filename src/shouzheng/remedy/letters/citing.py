"""Citations for paper: only provisions that the law base has, in force on their day, with the number it may print."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import date

from shouzheng.judging.wording import cited as cited_words
from shouzheng.model.kinds import InstitutionKind, ProductKind
from shouzheng.model.law import Citation, CiteRole, Provision
from shouzheng.model.words import Words
from shouzheng.reference.problems import Problem, ShouzhengError
from shouzheng.remedy.findings.read import CheckResult, Cited
from shouzheng.remedy.letters.problems import CITATION_UNUSABLE
from shouzheng.remedy.letters.sentences import standard_number
from shouzheng.remedy.situation import Situation
from shouzheng.remedy.wording import citation_words
from shouzheng.rulebook.load import Rulebook
from shouzheng.rulebook.select import fits, in_force, scope_of

_INSTITUTIONS = tuple(kind.value for kind in InstitutionKind)
_PRODUCTS = tuple(kind.value for kind in ProductKind)


def law_words(rulebook: Rulebook, provision: Provision) -> Words:
    """Return how a provision is named: with its article where that may be printed, else with what it says.

    What it says is our gist and no quotation, so it stands without quotation marks and is called a gist.
    """
    citation = Citation(provision, rulebook.instruments[provision.instrument], CiteRole.SUPPORTS)
    return citation_words(citation) if provision.citable else cited_words([citation])


def listed_law(rulebook: Rulebook, provisions: Iterable[Provision]) -> Words:
    """Return provisions as one list: each instrument once, its articles after it, each once."""
    by_instrument: dict[str, list[Provision]] = {}
    for provision in provisions:
        by_instrument.setdefault(provision.instrument, []).append(provision)
    parts = [part for group in by_instrument.values() for part in _of_one(rulebook, group)]
    return Words("、".join(part.zh for part in parts), ", ".join(part.en for part in parts))


def _of_one(rulebook: Rulebook, group: Sequence[Provision]) -> list[Words]:
    """The provisions of one instrument: those with a printed article together, the others one by one."""
    printed = [provision for provision in group if provision.citable]
    parts = [law_words(rulebook, provision) for provision in group if not provision.citable]
    if not printed:
        return parts
    instrument = rulebook.instruments[printed[0].instrument]
    title, number = instrument.title, standard_number(instrument)
    zh = f"《{title.zh.replace('《', '〈').replace('》', '〉')}》" + (f"（{number}）" if number else "")
    zh += "、".join(dict.fromkeys(provision.article for provision in printed))
    return [Words(zh, f"{title.en} ({zh})"), *parts]


def covers(rulebook: Rulebook, provision: Provision, day: date) -> bool:
    """True when the provision and its instrument are in force on the day."""
    days = in_force(rulebook, provision)
    return days is not None and days.covers(day)


def binding(situation: Situation, cites: tuple[str, ...], days: Sequence[date]) -> list[Provision]:
    """Return those of a paragraph's provisions in force on one of the days that surely bind creditor and product."""
    rulebook = situation.rulebook
    kinds = (_known(situation.institution_kind.value), _known(situation.product_kind.value))
    return [provision for provision in in_force_on(rulebook, cites, days) if _binds(rulebook, provision, *kinds)]


def in_force_on(rulebook: Rulebook, cites: Iterable[str], days: Sequence[date]) -> list[Provision]:
    """Return those of the provisions that are in force on at least one of the days."""
    named = (rulebook.provisions[cite] for cite in cites)
    return [each for each in named if any(covers(rulebook, each, day) for day in days)]


def _known(kind: str) -> str | None:
    return None if kind == "unknown" else kind


def _binds(rulebook: Rulebook, provision: Provision, institution: str | None, product: str | None) -> bool:
    institutions, products = scope_of(rulebook, provision)
    return bool(fits(institutions, institution, _INSTITUTIONS)) and bool(fits(products, product, _PRODUCTS))


def check_citations(result: CheckResult, rulebook: Rulebook) -> None:
    """Check every citation of the findings against the law base.

    Raises ``ShouzhengError`` (``SZ-5210``, all at once): unknown to the law base, not in force on the finding's day
    (unless it applies through transitional law), or with an article that may not be printed so.
    """
    found = []
    for finding in result.findings:
        for cited in finding.citations:
            reason = _fault(cited, finding.day, rulebook)
            if reason is not None:
                where = f"findings.json: {finding.number}"
                found.append(_problem(where, cited.provision, reason.zh, reason.en))
    if found:
        raise ShouzhengError(*found[:20])


def _fault(cited: Cited, day: date, rulebook: Rulebook) -> Words | None:
    provision = rulebook.provisions.get(cited.provision)
    if provision is None:
        return Words("法律数据里没有这一条", "the law data has no such provision")
    if cited.through is None and not covers(rulebook, provision, day):
        return Words(f"{day} 没有施行", f"not in force on {day}")
    if cited.through is not None and cited.through not in rulebook.provisions:
        return Words("所依的过渡条文不在法律数据里", "the transitional provision is not in the law data")
    if cited.article != (provision.article if provision.citable else None):
        return Words("条号与法律数据不同", "the article differs from the law data")
    return None


def _problem(where: str, provision: str, zh: str, en: str) -> Problem:
    return Problem(CITATION_UNUSABLE, where, (("provision", provision[:100]), ("reason_zh", zh), ("reason_en", en)))
