"""Which limits on interest stand beside a loan: by kind of lender and day of the contract, each with what it means.

The numbers, their days and their law come from the rulebook; ``letters/plan/ceilings.toml`` says how each is to be
read. A limit binds whom its provision binds: four times the LPR never stands beside a licensed institution.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta
from enum import StrEnum
from functools import lru_cache
from pathlib import Path

from shouzheng.model.kinds import InstitutionKind, ProductKind
from shouzheng.model.law import Threshold
from shouzheng.model.words import Words
from shouzheng.reference.data_files import data_folder, folder_hash
from shouzheng.reference.problems import Problem, ShouzhengError
from shouzheng.remedy.letters.citing import law_words
from shouzheng.remedy.plan.problems import BAD_DATA
from shouzheng.rulebook.files.law_file import LawFile, Table
from shouzheng.rulebook.load import BAD_LAW, Rulebook
from shouzheng.rulebook.select import fits, scope_of

FILE = "plan/ceilings.toml"
_INSTITUTIONS = tuple(kind.value for kind in InstitutionKind)
_PRODUCTS = tuple(kind.value for kind in ProductKind)
_TIMES_LPR = "times_lpr_1y"
#: A quotation holds until the next one, about a month on; after that the newest known is provisional.
_NEXT_QUOTATION = timedelta(days=32)


class Role(StrEnum):
    """What a limit means."""

    LIMIT = "limit"
    UPHELD = "upheld"
    COURT_MAY_REDUCE = "court_may_reduce"
    SUPERVISION = "supervision"
    TARGET = "target"


ROLE_WORDS = {
    Role.LIMIT: Words("法定上限", "limit of the law"),
    Role.UPHELD: Words("法院支持的线", "line up to which courts uphold it"),
    Role.COURT_MAY_REDUCE: Words("法院可调减的线", "line above which a court may reduce"),
    Role.SUPERVISION: Words("监管口径", "line of the supervisor"),
    Role.TARGET: Words("公布的目标（仅供参考）", "announced target (information only)"),
}


@dataclass(frozen=True, slots=True)
class _Entry:
    threshold: str
    provision: str
    role: Role
    institutions: tuple[str, ...]
    by_product: bool
    since: date | None
    say: Words


@dataclass(frozen=True, slots=True)
class Ceiling:
    """One limit for one loan: in hundredths of a per cent a year, with its law, its day, and what it means.

    ``provisional``: the LPR that counts is not known yet (contract after the last quotation, target of a later year).
    """

    threshold: str
    role: Role
    basis_points: int
    law: Words
    since: date
    say: Words
    provisional: bool


def ceilings_for(
    institution: InstitutionKind, product: ProductKind, contract: date, rulebook: Rulebook
) -> tuple[Ceiling, ...]:
    """Return what applies to a lender of this kind on the day of the contract; nothing for an unknown lender.

    Announced targets are returned with the day from which they are meant to hold.
    """
    if institution is InstitutionKind.UNKNOWN:
        return ()
    found = []
    for entry in _entries(rulebook, (data_folder("letters") / FILE).resolve(), folder_hash(data_folder("letters"))):
        threshold = rulebook.thresholds[entry.threshold]
        if _binds(entry, institution, product, rulebook) and _on(entry, threshold, contract, rulebook):
            found.append(_ceiling(entry, threshold, contract, rulebook))
    return tuple(found)


def first_line(institution: InstitutionKind, product: ProductKind, rulebook: Rulebook) -> date | None:
    """Return the first day of the oldest line kept for a lender of this kind, targets apart; ``None``: none is kept."""
    entries = _entries(rulebook, (data_folder("letters") / FILE).resolve(), folder_hash(data_folder("letters")))
    days = [
        entry.since or rulebook.thresholds[entry.threshold].in_force.first
        for entry in entries
        if entry.role is not Role.TARGET and _binds(entry, institution, product, rulebook)
    ]
    return min(days, default=None)


def _ceiling(entry: _Entry, threshold: Threshold, contract: date, rulebook: Rulebook) -> Ceiling:
    value, provisional = threshold.value or 0, False
    if threshold.unit == _TIMES_LPR:
        lpr, provisional = lpr_on(contract, rulebook)
        value *= lpr
    law = law_words(rulebook, rulebook.provisions[entry.provision])
    since = entry.since or threshold.in_force.first
    provisional = provisional or (entry.role is Role.TARGET and threshold.unit == _TIMES_LPR)
    return Ceiling(threshold.id, entry.role, value, law, since, entry.say, provisional)


def lpr_on(day: date, rulebook: Rulebook) -> tuple[int, bool]:
    """Return the one-year LPR of a day in hundredths of a per cent, and whether it is provisional.

    Raises ``ValueError`` for a day before the first quotation.
    """
    quoted = [rate for rate in rulebook.lpr if rate.first <= day]
    if not quoted:
        raise ValueError(f"no loan prime rate on {day}")
    newest = quoted[-1]
    return newest.one_year_bp, newest is rulebook.lpr[-1] and day > newest.first + _NEXT_QUOTATION


def _binds(entry: _Entry, institution: InstitutionKind, product: ProductKind, rulebook: Rulebook) -> bool:
    institutions, products = scope_of(rulebook, rulebook.provisions[entry.provision])
    if entry.institutions and institution.value not in entry.institutions:
        return False
    if not fits(institutions, institution.value, _INSTITUTIONS):
        return False
    if not entry.by_product:
        return True
    return bool(fits(products, None if product is ProductKind.UNKNOWN else product.value, _PRODUCTS))


def _on(entry: _Entry, threshold: Threshold, contract: date, rulebook: Rulebook) -> bool:
    if entry.role is Role.TARGET:  # meant for a later day: shown from the day on which it was announced
        return rulebook.provisions[entry.provision].in_force.first <= contract
    if entry.since is not None and contract < entry.since:
        return False
    return threshold.in_force.covers(contract)


@lru_cache(maxsize=4)
def _entries(rulebook: Rulebook, path: Path, _content: str) -> tuple[_Entry, ...]:
    file = LawFile.read(path, path.parent.parent)
    found = () if file.problems else tuple(_entry(table) for table in file.root().tables("ceiling"))
    problems = list(file.problems)
    for entry in found:
        if entry.threshold not in rulebook.thresholds or entry.provision not in rulebook.provisions:
            problems.append(Problem(BAD_DATA, FILE, (("detail", f"{entry.threshold}, {entry.provision}"),)))
    if problems:
        raise ShouzhengError(*problems, exit_code=BAD_LAW)
    return found


def _entry(table: Table) -> _Entry:
    entry = _Entry(
        threshold=table.text("threshold"),
        provision=table.text("provision"),
        role=table.choice("role", Role, Role.TARGET),
        institutions=table.texts("institutions", needed=False, allowed=_INSTITUTIONS),
        by_product=table.text("products") == "scope",
        since=table.day("since", needed=False),
        say=table.words("say"),
    )
    table.finish()
    return entry
