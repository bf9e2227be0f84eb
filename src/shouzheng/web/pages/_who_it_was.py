"""Which party a number or a contact belongs to, for the pages on which a person says so."""

from __future__ import annotations

from shouzheng.model.case import PartyKind
from shouzheng.model.words import Words
from shouzheng.reference.numbers import classify
from shouzheng.remedy.labels import PARTY_KIND
from shouzheng.web.cases.statement import Statement

#: What somebody new can be.
PARTY_KINDS = {
    kind: Words("说不清", "cannot tell") if kind is PartyKind.UNKNOWN else PARTY_KIND[kind]
    for kind in (PartyKind.UNKNOWN, PartyKind.CREDITOR, PartyKind.AGENCY, PartyKind.SCAM, PartyKind.PRIVATE)
}


def normal_of(number: str) -> str:
    """Return a number as the statement is compared by it."""
    return classify(number).normal or number


def holder_of(stated: Statement, normal: str | None) -> str:
    """Return the party that names a number itself, empty for none."""
    for item in stated.items("party"):
        if normal is not None and normal in map(normal_of, map(str, item.get("numbers", []))):
            return str(item.get("id", ""))
    return ""


def give_number(stated: Statement, number: str, party: str) -> None:
    """Name a number under a party and nowhere else (an empty party: under none); what is no number changes nothing."""
    normal = classify(number).normal
    if normal is None:
        return
    for item in stated.items("party"):
        mine = item.get("id") == party
        numbers = [each for each in item.get("numbers", []) if mine or normal_of(str(each)) != normal]
        if mine and normal not in map(normal_of, map(str, numbers)):
            numbers.append(number)
        if numbers:
            item["numbers"] = numbers
        else:
            item.pop("numbers", None)
