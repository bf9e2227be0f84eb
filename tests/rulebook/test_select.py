"""The law of the day and of the scope: both sides of each date, narrowed scopes, and what unknown kinds do."""

from __future__ import annotations

from datetime import date

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from shouzheng.model.law import CiteRole, InForce
from shouzheng.rulebook.files.instruments import INSTITUTION_SCOPES
from shouzheng.rulebook.select import (
    NotApplied,
    Selections,
    boundary_days,
    fits,
    in_force,
    number_on,
    scope_of,
    select,
)
from tests.rulebook.tiny import TURNS, days, tiny

BANK, CARD, ONLINE = "bank", "credit_card", "online_consumer_loan"

CHOSEN = [
    # rule, day, institution, product, role → certain citations, why not
    ("R01", date(2022, 12, 31), BANK, CARD, None, ("peace-2",), NotApplied.NOT_IN_FORCE),
    ("R01", date(2023, 1, 1), BANK, CARD, None, ("guide-3", "peace-2"), None),
    ("R01", date(2024, 6, 30), BANK, CARD, None, ("guide-3", "peace-2"), None),
    ("R01", date(2024, 7, 1), BANK, CARD, None, ("peace-2",), NotApplied.OTHER_SCOPE),
    ("R01", date(2024, 7, 1), BANK, ONLINE, None, ("std-5", "peace-2"), None),
    ("R01", date(2024, 7, 1), "microloan", ONLINE, None, ("std-5", "peace-2"), None),
    ("R01", date(2024, 6, 30), "microloan", ONLINE, None, ("peace-2",), NotApplied.OTHER_SCOPE),
    ("R01", date(2024, 7, 1), "private_person", ONLINE, None, ("peace-2",), NotApplied.OTHER_SCOPE),
    ("R02", date(2024, 7, 1), BANK, ONLINE, "debtor", ("std-6",), None),
    ("R02", date(2024, 6, 30), BANK, ONLINE, "debtor", (), NotApplied.NOT_IN_FORCE),
    ("R02", date(2024, 7, 1), BANK, ONLINE, "guarantor", ("std-6",), NotApplied.NOT_MEANT),
    ("R02", date(2024, 7, 1), "consumer_finance", ONLINE, "debtor", (), NotApplied.NOT_MEANT),
    ("R02", date(2024, 7, 1), "microloan", ONLINE, "debtor", (), NotApplied.OTHER_SCOPE),
    ("R03", date(2025, 12, 31), None, None, None, ("old-42",), None),
    ("R03", date(2026, 1, 1), None, None, None, ("new-50",), None),
    ("R04", date(2026, 1, 1), BANK, ONLINE, "debtor", (), NotApplied.NO_CONDITION),
]


@pytest.mark.parametrize("case", CHOSEN, ids=[f"{c[0]} {c[1]} {c[2]} {c[3]} {c[4]}" for c in CHOSEN])
def test_chooses_by_day_and_scope(
    case: tuple[str, date, str | None, str | None, str | None, tuple[str, ...], NotApplied | None],
) -> None:
    rule_id, day, institution, product, role, cites, why_not = case
    rulebook = tiny()
    found = select(rulebook, rulebook.rule(rule_id), day, institution, product, role)
    assert tuple(c.provision.id for c in found.citations) == cites
    assert found.not_applied is why_not


UNKNOWN = [
    ("R01", BANK, None, "peace-2", "std-5", ("product_kind",)),
    ("R01", None, ONLINE, "peace-2", "std-5", ("institution_kind",)),
    ("R01", None, None, "peace-2", "std-5", ("institution_kind", "product_kind")),
    ("R01", "unknown", "unknown", "peace-2", "std-5", ("institution_kind", "product_kind")),
    ("R02", None, ONLINE, "", "std-6", ("institution_kind", "recipient_role")),
]


@pytest.mark.parametrize(("rule_id", "institution", "product", "sure", "possible", "missing"), UNKNOWN)
def test_unknown_scope_never_makes_a_norm_bind(
    rule_id: str, institution: str | None, product: str | None, sure: str, possible: str, missing: tuple[str, ...]
) -> None:
    rulebook = tiny()
    found = select(rulebook, rulebook.rule(rule_id), date(2025, 1, 1), institution, product)
    assert " ".join(c.provision.id for c in found.citations) == sure
    assert " ".join(c.provision.id for c in found.possible) == possible
    assert found.missing == missing
    assert not found.certain
    assert found.not_applied is None


def test_unknown_role_makes_everything_only_possible() -> None:
    rulebook = tiny()
    found = select(rulebook, rulebook.rule("R02"), date(2025, 1, 1), BANK, ONLINE, None)
    assert (found.citations, [c.provision.id for c in found.possible]) == ((), ["std-6"])
    assert found.missing == ("recipient_role",)


def test_criminal_law_and_context_are_not_among_the_citations() -> None:
    rulebook = tiny()
    found = select(rulebook, rulebook.rule("R03"), date(2026, 1, 1), BANK, ONLINE, "debtor")
    everything = (*found.citations, *found.possible, *found.context)
    assert "penal-9" not in [c.provision.id for c in everything]
    assert [c.provision.id for c in found.context] == ["peace-1"]
    assert {c.role for c in found.citations} == {CiteRole.FORBIDS}


def test_numbers_of_the_day() -> None:
    rulebook = tiny()
    start, end = rulebook.rule("R01").numbers
    values = [
        (number_on(rulebook, start, day), number_on(rulebook, end, day))
        for day in (date(2022, 12, 31), date(2023, 1, 1), date(2024, 6, 30), date(2024, 7, 1))
    ]
    assert values == [(None, None), (1260, 480), (1260, 480), (1320, 480)]


def test_in_force_is_shared_with_the_instrument() -> None:
    rulebook = tiny()
    assert in_force(rulebook, rulebook.provisions["guide-3"]) == InForce(date(2023, 1, 1), date(2024, 6, 30))


def test_a_provision_may_narrow_the_scope() -> None:
    rulebook = tiny()
    assert scope_of(rulebook, rulebook.provisions["std-6"]) == (("bank",), ("online_consumer_loan",))
    assert scope_of(rulebook, rulebook.provisions["std-5"])[0] == ("bank", "consumer_finance", "microloan")


def test_scope_fits() -> None:
    everything = INSTITUTION_SCOPES[1:]
    assert fits(("any",), None, INSTITUTION_SCOPES) is True
    assert fits(("bank",), "bank", INSTITUTION_SCOPES) is True
    assert fits(("bank",), "microloan", INSTITUTION_SCOPES) is False
    assert fits(("bank",), None, INSTITUTION_SCOPES) is None
    assert fits(everything, None, INSTITUTION_SCOPES) is True


def test_boundaries_are_the_days_on_which_something_changes() -> None:
    assert boundary_days(tiny()) == [date(2010, 1, 1), date(2013, 1, 1), *TURNS]


@settings(deadline=None, max_examples=60)
@given(days(), st.sampled_from([None, "bank", "microloan"]), st.sampled_from([None, ONLINE, CARD]))
def test_cached_selection_is_the_plain_one(day: date, institution: str | None, product: str | None) -> None:
    rulebook = tiny()
    cached = Selections(rulebook).of(day, (institution, product, "debtor"))
    assert cached == tuple(select(rulebook, rule, day, institution, product, "debtor") for rule in rulebook.rules)


def test_epochs_change_exactly_on_the_boundary() -> None:
    found = Selections(tiny())
    for day in boundary_days(tiny()):
        before = date.fromordinal(day.toordinal() - 1)
        assert found.epoch(day) == found.epoch(before) + 1
        assert found.epoch(found.day_in(found.epoch(day))) == found.epoch(day)


def test_cache_of_selections_is_bounded() -> None:
    found = Selections(tiny())
    for number in range(5_000):
        found.of(TURNS[0], (f"kind-{number}", None, None))
    assert len(found._kept) <= 4_096
