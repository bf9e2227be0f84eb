from dataclasses import replace
from pathlib import Path

import pytest

from shouzheng.intake.attribution import Attributor, claimed_by
from shouzheng.intake.statement.case_toml import default_case, load_case
from shouzheng.model.attribution import Attribution
from shouzheng.model.case import Case, InstitutionKind, KnownBy, PartyKind, ProductKind
from shouzheng.model.event import ContactEvent
from tests.intake.making import call, calls, mms, opened, part, read, saved, sms, smses

CASE = """
schema = 1
[[party]]
id = "yunling"
kind = "creditor"
institution_kind = "consumer_finance"
numbers = ["95000", "1069000000*"]
signatures = ["云岭示例消金"]
known_by = "contract"
[[party]]
id = "panshi"
kind = "agency"
acts_for = "yunling"
numbers = ["010-00001111", "10690000004321", "106900000088*"]
signatures = ["磐石示例商务"]
known_by = "own_words"
[[party]]
id = "lonely"
kind = "agency"
numbers = ["15000000022"]
[[party]]
id = "fraud"
kind = "scam"
numbers = ["17000000033"]
[[party]]
id = "family"
kind = "private"
numbers = ["18000000001"]
[[debt]]
id = "loan"
creditor = "yunling"
product_kind = "online_consumer_loan"
"""


@pytest.fixture
def case(tmp_path: Path) -> Case:
    path = tmp_path / "case.toml"
    path.write_text(CASE, "utf-8")
    return load_case(path)


def _event(folder: Path, **changes: str | int | None) -> ContactEvent:
    (event,), _ = read(folder, smses(sms(**changes)))
    return event


def _call(folder: Path, number: str) -> ContactEvent:
    (event,), _ = opened(saved(folder, calls(call(number=number)), "calls-1.xml"))
    return event


def test_an_exact_number_of_the_creditor(case: Case, tmp_path: Path) -> None:
    found = Attributor(case)(_event(tmp_path, address="+8695000", body="您好"))
    assert found == Attribution(
        kind=PartyKind.CREDITOR,
        party="yunling",
        creditor="yunling",
        debt="loan",
        institution_kind=InstitutionKind.CONSUMER_FINANCE,
        product_kind=ProductKind.ONLINE_CONSUMER_LOAN,
        known_by=KnownBy.CONTRACT,
        evidence="number 95000 in case.toml",
        claim=None,
        confirmed=True,
    )


@pytest.mark.parametrize(
    ("number", "party", "evidence"),
    [
        ("10690000007777", "yunling", "1069000000*"),
        ("10690000004321", "panshi", "10690000004321"),
        ("1069000000887", "panshi", "106900000088*"),
        ("01000001111", "panshi", "01000001111"),
        ("+86 10 00001111", "panshi", "01000001111"),
    ],
)
def test_exact_beats_prefix_and_the_longer_prefix_wins(
    case: Case, tmp_path: Path, number: str, party: str, evidence: str
) -> None:
    found = Attributor(case)(_call(tmp_path, number))
    assert (found.party, found.creditor, found.debt) == (party, "yunling", "loan")
    assert found.institution_kind is InstitutionKind.CONSUMER_FINANCE
    assert evidence in found.evidence
    assert found.confirmed


def test_an_agency_whose_creditor_nobody_named(case: Case, tmp_path: Path) -> None:
    found = Attributor(case)(_call(tmp_path, "15000000022"))
    assert (found.kind, found.creditor, found.debt) == (PartyKind.AGENCY, None, None)
    assert found.institution_kind is InstitutionKind.UNKNOWN
    assert found.product_kind is ProductKind.UNKNOWN
    assert found.confirmed


@pytest.mark.parametrize(("number", "kind"), [("17000000033", PartyKind.SCAM), ("18000000001", PartyKind.PRIVATE)])
def test_fraud_and_family(case: Case, tmp_path: Path, number: str, kind: PartyKind) -> None:
    found = Attributor(case)(_call(tmp_path, number))
    assert (found.kind, found.creditor, found.confirmed) == (kind, None, True)
    assert found.may_leave is (kind is PartyKind.SCAM)


def test_a_signature_attributes_by_its_words_and_says_so(case: Case, tmp_path: Path) -> None:
    attribute = Attributor(case)
    for body in ("【云岭示例消金】请还款", "请还款【云岭示例消金】", " 【 云岭示例消金 】请还款"):
        found = attribute(_event(tmp_path, address="10660000000000", body=body))
        assert (found.party, found.known_by) == ("yunling", KnownBy.TEXT_CLAIM)
        assert "text signature" in found.evidence
        assert found.claim == "云岭示例消金"
        assert found.confirmed


def test_a_number_outweighs_a_signature_and_the_claim_is_kept(case: Case, tmp_path: Path) -> None:
    found = Attributor(case)(_event(tmp_path, address="17000000033", body="【云岭示例消金】请还款"))
    assert (found.party, found.claim) == ("fraud", "云岭示例消金")


def test_what_nobody_mapped_is_unknown_but_its_claim_is_told(case: Case, tmp_path: Path) -> None:
    attribute = Attributor(case)
    assert attribute(_event(tmp_path, address="13000000099", body="【别的公司】你好")) == Attribution(claim="别的公司")
    assert attribute(_event(tmp_path, address="13000000099", body="云岭示例消金：你好")) == Attribution()
    assert attribute(_event(tmp_path, address="13000000099", body="转【云岭示例消金】的通知给你")) == Attribution()
    assert attribute(_call(tmp_path, "")) == Attribution()


def test_ones_own_words_claim_nothing_but_go_to_whom_they_were_sent(case: Case, tmp_path: Path) -> None:
    attribute = Attributor(case)
    assert attribute(_event(tmp_path, type=2, address="13000000099", body="【云岭示例消金】骗人")) == Attribution()
    found = attribute(_event(tmp_path, type=2, address="95000", body="【云岭示例消金】骗人"))
    assert (found.party, found.claim) == ("yunling", None)


def test_several_debts_leave_the_debt_open(case: Case, tmp_path: Path) -> None:
    (debt,) = case.debts
    event = _event(tmp_path, address="95000")
    same = replace(case, debts=(debt, replace(debt, id="second")))
    found = Attributor(same)(event)
    assert (found.debt, found.product_kind) == (None, ProductKind.ONLINE_CONSUMER_LOAN)
    differ = replace(case, debts=(debt, replace(debt, id="second", product_kind=ProductKind.CREDIT_CARD)))
    assert Attributor(differ)(event).product_kind is ProductKind.UNKNOWN
    none = Attributor(replace(case, debts=()))(event)
    assert (none.debt, none.product_kind) == (None, ProductKind.UNKNOWN)


def test_without_a_statement_nothing_is_confirmed(tmp_path: Path) -> None:
    attribute = Attributor(default_case())
    found = attribute(_event(tmp_path, body="【云岭示例消金】请还款"))
    assert (found.kind, found.confirmed, found.claim) == (PartyKind.UNKNOWN, False, "云岭示例消金")


def test_a_masked_or_named_sender_matches_no_prefix(case: Case, tmp_path: Path) -> None:
    attribute = Attributor(case)
    for address in ("1069000000****", "95000客服", "null", ""):
        assert not attribute(_event(tmp_path, address=address, body="x")).confirmed


@pytest.mark.parametrize(
    ("body", "claim"),
    [
        ("【甲】乙", "甲"),
        ("乙【甲】", "甲"),
        ("【甲】乙【丙】", "甲"),
        ("【】乙", None),
        ("【" + "长" * 41 + "】", None),
        ("乙", None),
        ("【甲\n丁】乙", None),
        ("a" * 5000 + "【甲】 ", "甲"),
    ],
)
def test_claims(tmp_path: Path, body: str, claim: str | None) -> None:
    assert claimed_by(_event(tmp_path, body=body)) == claim


def test_a_picture_message_without_words_claims_nothing(tmp_path: Path) -> None:
    (event,), _ = read(tmp_path, smses(mms(part(ct="image/png", data="AAAA"))))
    assert claimed_by(event) is None
