"""The bundled example (invented), checked once, and variants of it with another ``case.toml``."""

from __future__ import annotations

import tempfile
from datetime import date
from functools import cache
from pathlib import Path

from shouzheng.intake.case_toml import load_case
from shouzheng.model.case import Case
from shouzheng.remedy.check import check
from shouzheng.remedy.findings_file import findings_bytes
from shouzheng.remedy.findings_reader import CheckResult, read_findings
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
    "unsaid": (
        ('name = "林某（虚构）"', ""),
        ('name = "林某的姐姐（虚构）"', ""),
        ("contract_date = 2025-03-01", ""),
        ('product_kind = "online_consumer_loan"', ""),
        ('name = "磐石示例商务咨询有限公司"', ""),
    ),
}


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


def situation(variant: str = "yunling", person: str = "me", today: date = TODAY) -> Situation:
    """One person's position."""
    return situation_of(content(variant)[0], result(variant), load_rulebook(), today, person=person)
