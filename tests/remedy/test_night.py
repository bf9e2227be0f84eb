"""Night hours by the minute, and from which day a rule with numbers binds a creditor."""

from dataclasses import replace
from datetime import date

import pytest

from shouzheng.model.case import InstitutionKind, ProductKind
from shouzheng.model.moment import Resolution
from shouzheng.remedy.night import is_night, night_rules
from shouzheng.rulebook.load import load_rulebook
from tests.remedy.sample import CASE, at, event


@pytest.mark.parametrize(
    ("clock", "night"),
    [("21:59", False), ("22:00", True), ("23:59", True), ("00:00", True), ("07:59", True), ("08:00", False)],
)
def test_night_is_from_22_to_8(clock: str, night: bool) -> None:
    assert is_night(event("x", at(f"2026-01-05 {clock}"))) is night


def test_a_time_that_tells_only_the_day_is_not_night() -> None:
    assert is_night(event("x", at("2026-01-05 23:00", resolution=Resolution.DAY))) is False


def test_night_is_read_in_beijing_time_wherever_the_phone_was() -> None:
    assert is_night(event("x", at("2026-01-05 22:30", offset=0))) is True


def _rules(institution: InstitutionKind, product: ProductKind) -> list[tuple[date, bool]]:
    book = load_rulebook()
    parties = tuple(replace(p, institution_kind=institution) if p.id == "yunling" else p for p in CASE.parties)
    case = replace(CASE, parties=parties, debts=(replace(CASE.debts[0], product_kind=product),))
    (rule,) = night_rules(case, book.thresholds.values(), book.provisions, book.instruments)
    return [(period.first, period.certain) for period in rule.periods]


def test_the_dates_of_the_law_base_for_a_consumer_finance_company() -> None:
    found = _rules(InstitutionKind.CONSUMER_FINANCE, ProductKind.ONLINE_CONSUMER_LOAN)
    assert (date(2025, 2, 28), True) in found
    assert (date(2026, 1, 30), True) in found
    assert found == sorted(found)


def test_a_microloan_company_is_not_bound_by_the_banking_association() -> None:
    found = [first for first, _ in _rules(InstitutionKind.MICROLOAN, ProductKind.ONLINE_CONSUMER_LOAN)]
    assert date(2025, 2, 28) in found
    assert date(2026, 1, 30) not in found


def test_a_private_lender_is_bound_by_no_numbered_night_rule() -> None:
    assert _rules(InstitutionKind.PRIVATE_PERSON, ProductKind.PRIVATE_LOAN) == []


def test_an_unknown_product_makes_the_rule_uncertain() -> None:
    found = _rules(InstitutionKind.CONSUMER_FINANCE, ProductKind.UNKNOWN)
    assert found
    assert not any(certain for _, certain in found)


def test_an_unknown_kind_of_institution_is_said_so() -> None:
    parties = tuple(replace(p, institution_kind=InstitutionKind.UNKNOWN) for p in CASE.parties)
    (rule,) = night_rules(replace(CASE, parties=parties), [], {}, {})
    assert rule.kind_known is False
    assert rule.periods == ()
