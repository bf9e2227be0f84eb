"""The same conduct on five days: five citation sets, worked out by hand, and none with law of another day.

The contact: at 22:30 an agency writes to the borrower's sister, says what he owes, asks her to pay and threatens to
make it public; the borrower could be reached, and she was never named as a contact. The expected sets are written from
the dates and scopes of the norms, not copied from the program.
"""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from shouzheng.model.law import CiteRole, Provision
from shouzheng.model.verdict import Answer, FactValue, Verdict
from shouzheng.rulebook.files.facts import POSSIBLE, FactType
from shouzheng.rulebook.load import load_rulebook
from shouzheng.rulebook.select import in_force, scope_of
from shouzheng.rulebook.verdicts import judge_event

LAW = load_rulebook()
FOUND = (Answer.BREACH, Answer.NEEDS_PERSON)
DAYS = tuple(map(date.fromisoformat, ("2020-02-01", "2023-06-01", "2024-06-01", "2025-06-01", "2026-06-01")))
LENDER = {"institution_kind": "consumer_finance", "product_kind": "online_consumer_loan"}
CARD = {"institution_kind": "bank", "product_kind": "credit_card"}


def conduct() -> dict[str, FactValue]:
    """Facts of the contact; every other act is FALSE, every count that of a first contact."""
    facts: dict[str, FactValue] = {name: 0 for name in LAW.facts if name.removesuffix(POSSIBLE) in LAW.counts}
    facts |= {name: False for name, fact in LAW.facts.items() if name.startswith("act_") and fact.type is FactType.BOOL}
    for act in ("discloses_debt", "states_amount", "demands_third_party_pay", "threat_exposure"):
        facts[f"act_{act}"] = True
    return {
        **facts,
        **{"channel": "sms", "direction": "inbound", "is_call": False, "connected": False, "has_text": True},
        **{"is_collection": True, "attribution": "agency", "recipient_role": "relative", "shares_debt": False},
        **{"recipient_minor": False, "minute_of_day": 1350, "is_night": True, "debt_discussed": True},
        **{"due_date_ahead": False, "agreed_time": False, "agreed_frequency": False, "objection_before": False},
        **{"debtor_reachable": True, "named_as_contact": False, "is_draft": False},
    }


def found_on(day: date, scope: dict[str, str]) -> dict[str, Verdict]:
    verdicts = judge_event(LAW, "event", day, {**conduct(), **scope})
    assert len(verdicts) == len(LAW.rules)
    return {verdict.rule: verdict for verdict in verdicts if verdict.answer in FOUND}


def cites(day: date, scope: dict[str, str]) -> dict[str, set[str]]:
    return {rule: {c.provision.id for c in verdict.citations} for rule, verdict in found_on(day, scope).items()}


# General law of 2020: the General Provisions (until 2020-12-31), the Tort Liability Law, the network security law of
# 2016. Of collection only the cash loan notice of 2017 and the convention of 2018 speak; no text gives an hour.
IN_2020 = {
    "R04": {"gp-110", "tl-2", "nc18-17"},
    "R11": {"nc18-13"},
    "R12": {"nc18-13"},
    "R13": {"gp-111", "csl16-42", "nc18-18", "nc18-10"},
    "R14": {"nc18-14"},
    "R16": {"gp-111", "nc18-14", "nc18-13"},
    "R23": {"cl17-coll", "nc18-16"},
}
# 2023: the Civil Code (2021-01-01) took the place of the older civil laws, the personal information law (2021-11-01)
# and the internet loan measures (2020-07-12) have come; there is still no hour in any text.
IN_2023 = {
    "R04": {"cc-1032", "cc-1033", "nc18-17"},
    "R11": {"nc18-13", "il20-coll"},
    "R12": {"nc18-13"},
    "R13": {"cc-1032", "cc-1033", "cc-1038", "pipl-10", "csl16-42", "nc18-18", "nc18-10"},
    "R14": {"nc18-14", "pipl-6"},
    "R16": {"cc-1035", "pipl-10", "pipl-6", "pipl-13", "nc18-14", "nc18-13"},
    "R23": {"cl17-coll", "nc18-16"},
}
# June 2024: the consumer finance measures (2024-04-18), and the association's guideline (2024-05-15), the first text
# with hours.
IN_2024 = {
    **IN_2023,
    "R03": {"ng24-time"},
    "R11": {"nc18-13", "il20-coll", "cf24-coll"},
    "R12": {"nc18-13", "cf24-coll"},
    "R23": {"cl17-coll", "nc18-16", "cf24-coll"},
}
# June 2025: the national standard (2025-02-28) took the guideline's place, with the same hours and clauses on objects.
IN_2025 = {
    **{rule: norms for rule, norms in IN_2024.items() if rule != "R03"},
    "R02": {"gbt-time"},
    "R11": IN_2024["R11"] | {"gbt-object"},
    "R12": IN_2024["R12"] | {"gbt-object"},
    "R13": IN_2023["R13"] | {"gbt-contact"},
    "R14": {"nc18-14", "pipl-6", "gbt-contact", "gbt-object"},
    "R16": IN_2023["R16"] | {"gbt-object"},
}
# June 2026: the banking association's guideline (2026-01-30) beside the standard; the network security law's article 42
# has become 44 (2026-01-01).
IN_2026 = {
    **IN_2025,
    "R01": {"cba-time"},
    "R11": IN_2025["R11"] | {"cba-third"},
    "R12": IN_2025["R12"] | {"cba-third"},
    "R13": (IN_2025["R13"] - {"csl16-42"}) | {"csl25-44", "cba-third-no"},
    "R14": IN_2025["R14"] | {"cba-lost", "cba-third"},
    "R16": IN_2025["R16"] | {"cba-source"},
    "R23": IN_2024["R23"] | {"cba-ban-violent"},
}
EXPECTED = (IN_2020, IN_2023, IN_2024, IN_2025, IN_2026)


@pytest.mark.parametrize(("day", "expected"), list(zip(DAYS, EXPECTED, strict=True)), ids=map(str, DAYS))
def test_an_agency_of_a_consumer_finance_company(day: date, expected: dict[str, set[str]]) -> None:
    assert cites(day, LENDER) == expected


#: A credit card: the measures of 2011 (article 68) at any date, the card notice since 2022-07-07, the central bank's
#: consumer measures of 2016 until 2020-10-31; the convention, the cash loan notice, the internet loan and consumer
#: finance measures do not bind it.
CARD_R11 = (
    {"ccm-68", "pb16-21"},
    {"ccm-68", "ccn22-coll"},
    {"ccm-68", "ccn22-coll"},
    {"ccm-68", "ccn22-coll", "gbt-object"},
    {"ccm-68", "ccn22-coll", "gbt-object", "cba-third"},
)
ONLINE_ONLY = {"nc18-13", "nc18-14", "nc18-16", "nc18-17", "nc18-18", "cl17-coll", "il20-coll", "cf24-coll"}


@pytest.mark.parametrize(("day", "expected"), list(zip(DAYS, CARD_R11, strict=True)), ids=map(str, DAYS))
def test_the_same_about_a_credit_card(day: date, expected: set[str]) -> None:
    found = cites(day, CARD)
    assert found["R11"] == expected
    assert not ONLINE_ONLY & set().union(*found.values())


def test_five_days_have_five_different_sets() -> None:
    for scope in (LENDER, CARD):
        sets = [frozenset((rule, frozenset(norms)) for rule, norms in cites(day, scope).items()) for day in DAYS]
        assert len(set(sets)) == len(DAYS)


def test_the_hours_before_the_first_text_with_hours_are_no_numeric_breach() -> None:
    """Until 2024-05-14 no text gives an hour: an indicator of general law, and a person decides."""
    hours = {"R01", "R02", "R03"}
    for day in (*DAYS[:2], date(2024, 5, 14)):
        found = found_on(day, LENDER)
        assert not hours & found.keys()
        assert found["R04"].answer is Answer.NEEDS_PERSON
        assert LAW.rule("R04").kind.value == "indicator"
    assert found_on(date(2024, 5, 15), LENDER)["R03"].answer is Answer.BREACH


def _binds(provision: Provision, scope: dict[str, str]) -> bool:
    institutions, products = scope_of(LAW, provision)
    return all(
        "any" in kinds or scope[name] in kinds
        for name, kinds in (("institution_kind", institutions), ("product_kind", products))
    )


_KINDS = {name: LAW.facts[name].values for name in ("institution_kind", "product_kind", "recipient_role")}


@settings(deadline=None, max_examples=60)
@given(
    st.integers(0, (date(2026, 12, 31) - date(2018, 1, 1)).days),
    st.fixed_dictionaries({name: st.sampled_from(values) for name, values in _KINDS.items()}),
    st.one_of(st.none(), st.integers(16_000, 21_000)),
)
def test_nothing_is_judged_by_law_of_another_day_or_for_others(
    offset: int, scope: dict[str, str], contract: int | None
) -> None:
    """Each citation is in force that day, or a transitional clause names the provision by which it applies."""
    day = date(2018, 1, 1) + timedelta(days=offset)
    facts = {"annual_cost_bp": 9_000, "contract_lpr_bp": 385, "contract_day_no": contract}
    for verdict in judge_event(LAW, "event", day, {**conduct(), **facts, **scope}):
        for citation in verdict.citations:
            days = in_force(LAW, citation.provision)
            assert (days is not None and days.covers(day)) is (citation.through is None), (verdict.rule, day)
            assert _binds(citation.provision, scope), (verdict.rule, citation.provision.id)
            assert citation.role is not CiteRole.NEVER_PRINTED
            if citation.through is not None:
                assert verdict.rule in ("R41", "R41b")


#: Days on either side of each turn of the rate law, and today's.
RATE_DAYS = ("2019-06-03", "2020-08-19", "2020-08-20", "2021-01-01", "2025-10-01", "2025-12-19", "2026-11-22")


@pytest.mark.parametrize("day", RATE_DAYS)
@pytest.mark.parametrize("kind", ["bank", "consumer_finance", "microloan", "auto_finance", "loan_platform"])
def test_four_times_the_lpr_is_never_held_against_licensed_lenders(day: str, kind: str) -> None:
    """18 % is above 4 × 3 %: whatever the product or the day of the contract, no rule of money speaks."""
    for product in LAW.facts["product_kind"].values:
        for contract in (18_000, 20_500):
            facts = {"annual_cost_bp": 1_800, "contract_lpr_bp": 300, "contract_day_no": contract}
            scope = {"institution_kind": kind, "product_kind": product, "recipient_role": "debtor"}
            given_: dict[str, FactValue] = {"direction": "inbound", "is_collection": True, **facts, **scope}
            verdicts = judge_event(LAW, "event", date.fromisoformat(day), given_)
            assert not {v.rule for v in verdicts if v.answer in FOUND} & {"R41", "R41b", "R41c"}
            assert not {c.provision.id for v in verdicts for c in v.citations} & {"pl20a-26", "pl21-25", "mc25-4x"}


def test_announced_targets_are_information_with_their_date() -> None:
    target = LAW.thresholds["rate-4lpr-micro"]
    assert target.in_force.first == date(2027, 12, 31)
    assert all(
        target.id not in [each for each, _ in number.references] for rule in LAW.rules for number in rule.numbers
    )
    for name in ("R41", "R41c"):
        rule = LAW.rule(name)
        assert {cite.role for cite in rule.cites if cite.provision == "mc25-4x"} == {CiteRole.CONTEXT}
        assert "2027" in rule.plain.allows.zh
        assert "2027" in rule.plain.allows.en


#: Effective calls and unanswered attempts of one day, as (effective, unanswered): what each of the two rules says.
CROSSED = [
    (4, 6, True, False),
    (3, 7, False, True),
    (3, 6, False, False),
    (4, 7, True, True),
    (0, 40, False, True),
    (40, 0, True, False),
]


@pytest.mark.parametrize(("effective", "unanswered", "too_many_calls", "too_many_attempts"), CROSSED)
def test_three_calls_and_six_attempts_are_never_mixed(
    effective: int, unanswered: int, too_many_calls: bool, too_many_attempts: bool
) -> None:
    """R05 looks at effective calls only, R07 at unanswered attempts only; neither adds them up."""
    counts = {"effective_calls_day": effective, "unanswered_attempts_day": unanswered}
    facts: dict[str, FactValue] = {**conduct(), **LENDER, **counts, "has_text": False, "recipient_role": "debtor"}
    facts |= {f"{name}{POSSIBLE}": value for name, value in counts.items()}
    facts |= {"channel": "call", "is_call": True, "is_notice": False}
    for connected, rule, expected in ((True, "R05", too_many_calls), (False, "R07", too_many_attempts)):
        verdicts = judge_event(LAW, "event", DAYS[4], {**facts, "connected": connected})
        answers = {verdict.rule: verdict.answer for verdict in verdicts}
        assert (answers[rule] is Answer.BREACH) is expected
        assert answers["R07" if connected else "R05"] is Answer.CLEAR
