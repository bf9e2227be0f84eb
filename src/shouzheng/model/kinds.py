"""The closed lists that decide which norms speak: who was contacted, who lends, what was lent."""

from __future__ import annotations

from enum import StrEnum


class Role(StrEnum):
    """Relation of a person to the debt, in the terms of the law base."""

    DEBTOR = "debtor"
    CO_DEBTOR = "co_debtor"
    GUARANTOR = "guarantor"
    SPOUSE = "spouse"
    HEIR = "heir"
    EMERGENCY_CONTACT = "emergency_contact"
    RELATIVE = "relative"
    FRIEND = "friend"
    COLLEAGUE = "colleague"
    EMPLOYER = "employer"
    SCHOOL = "school"
    NEIGHBOUR = "neighbour"
    COMMITTEE = "village_or_residents_committee"
    OTHER_THIRD_PARTY = "other_third_party"
    UNKNOWN = "unknown"


class InstitutionKind(StrEnum):
    """Kind of creditor, which decides which norms bind it."""

    BANK = "bank"
    CONSUMER_FINANCE = "consumer_finance"
    MICROLOAN = "microloan"
    AUTO_FINANCE = "auto_finance"
    GUARANTOR_COMPANY = "guarantor_company"
    ASSIGNEE_AMC = "assignee_amc"
    LOAN_PLATFORM = "loan_platform"
    UNLICENSED = "unlicensed"
    PRIVATE_PERSON = "private_person"
    UNKNOWN = "unknown"


class ProductKind(StrEnum):
    """Kind of loan, which decides which norms speak about it."""

    CREDIT_CARD = "credit_card"
    ONLINE_CONSUMER_LOAN = "online_consumer_loan"
    OTHER_PERSONAL_LOAN = "other_personal_loan"
    PRIVATE_LOAN = "private_loan"
    OTHER = "other"
    UNKNOWN = "unknown"
