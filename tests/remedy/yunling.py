"""The bundled example (invented), checked once, and variants of it with another ``case.toml``."""

from __future__ import annotations

import tempfile
from dataclasses import replace
from datetime import date
from functools import cache
from pathlib import Path

from shouzheng.intake.statement.case_toml import load_case
from shouzheng.model.case import Case
from shouzheng.model.event import Channel
from shouzheng.remedy.check import check
from shouzheng.remedy.findings.read import CheckResult, read_findings
from shouzheng.remedy.findings.write import findings_bytes
from shouzheng.remedy.gather import material_of
from shouzheng.remedy.letters.library import Library, load_library
from shouzheng.remedy.situation import Situation, situation_of
from shouzheng.rulebook.load import load_rulebook

EXAMPLE = Path(__file__).resolve().parents[2] / "examples" / "yunling"
TODAY = date(2026, 2, 10)
#: Changes of the case's text, by name.
VARIANTS: dict[str, tuple[tuple[str, str], ...]] = {
    "yunling": (),
    "microloan": (('institution_kind = "consumer_finance"', 'institution_kind = "microloan"'),),
    "platform": (('institution_kind = "consumer_finance"', 'institution_kind = "loan_platform"'),),
    "card": (
        ('institution_kind = "consumer_finance"', 'institution_kind = "bank"'),
        ('product_kind = "online_consumer_loan"', 'product_kind = "credit_card"'),
    ),
    "guarantor": (('role = "debtor"', 'role = "guarantor"'),),
    "colleague": (('role = "emergency_contact"', 'role = "colleague"'),),
    "bank": (
        ('institution_kind = "consumer_finance"', 'institution_kind = "bank"'),
        ('product_kind = "online_consumer_loan"', 'product_kind = "other_personal_loan"'),
    ),
    "auto": (
        ('institution_kind = "consumer_finance"', 'institution_kind = "auto_finance"'),
        ('product_kind = "online_consumer_loan"', 'product_kind = "other_personal_loan"'),
        ('role = "debtor"', 'role = "co_debtor"'),
        ('role = "emergency_contact"', 'role = "friend"'),
    ),
    "assignee": (
        ('institution_kind = "consumer_finance"', 'institution_kind = "assignee_amc"'),
        ('role = "emergency_contact"', 'role = "neighbour"'),
    ),
    "unlicensed": (
        ('institution_kind = "consumer_finance"', 'institution_kind = "unlicensed"'),
        ('product_kind = "online_consumer_loan"', 'product_kind = "private_loan"'),
        ('role = "emergency_contact"', 'role = "village_or_residents_committee"'),
    ),
    "guarantee_firm": (
        ('institution_kind = "consumer_finance"', 'institution_kind = "guarantor_company"'),
        ('role = "emergency_contact"', 'role = "school"'),
    ),
    "relative": (('role = "emergency_contact"', 'role = "relative"'),),
    "employer": (('role = "emergency_contact"', 'role = "employer"'),),
    "stranger": (('role = "emergency_contact"', 'role = "other_third_party"'),),
    "spouse": (('role = "emergency_contact"', 'role = "spouse"'),),
    "heir": (('role = "emergency_contact"', 'role = "heir"'),),
    "minor": (('role = "emergency_contact"', 'role = "relative"\nminor = true'),),
    "unsaid_role": (('role = "emergency_contact"', 'role = "unknown"'),),
    "unsaid": (
        ('name = "林某（虚构）"', ""),
        ('name = "林某的姐姐（虚构）"', ""),
        ("contract_date = 2025-03-01", ""),
        ('product_kind = "online_consumer_loan"', ""),
        ('name = "磐石示例商务咨询有限公司"', ""),
    ),
}
#: The variant made by ``chats`` from the result of the example.
CHATS = "chats"


@cache
def library() -> Library:
    """The shipped letters."""
    return load_library(load_rulebook())


@cache
def content(variant: str = "yunling") -> tuple[Case, bytes]:
    """The case and the bytes of ``findings.json``."""
    text = (EXAMPLE / "case.toml").read_text("utf-8")
    for old, new in VARIANTS[variant]:
        assert old in text
        text = text.replace(old, new)
    with tempfile.TemporaryDirectory() as folder:
        who = Path(folder) / "case.toml"
        who.write_text(text, "utf-8")
        material = material_of(check(sorted(EXAMPLE.glob("*.xml")), who, None, as_of=TODAY))
        return load_case(who), findings_bytes(material)


@cache
def result(variant: str = "yunling") -> CheckResult:
    """The result as read back."""
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "findings.json"
        path.write_bytes(content(variant)[1])
        return read_findings(path)


@cache
def situation(variant: str = "yunling", person: str = "me", today: date = TODAY) -> Situation:
    """One person's position."""
    if variant == CHATS:
        return situation_of(content()[0], chats(), load_rulebook(), today, person=person)
    return situation_of(content(variant)[0], result(variant), load_rulebook(), today, person=person)


def chats() -> CheckResult:
    """The example as if the messages had come by chat and stood where others read them."""
    base = result()
    contacts = tuple(
        replace(row, channel=Channel.IM, number="示例群聊") if row.channel is Channel.SMS else row
        for row in base.contacts
    )
    findings = tuple(
        replace(row, supports=(*row.supports, "im_platform")) if row.rule == "R13" else row for row in base.findings
    )
    return replace(base, contacts=contacts, findings=findings)
