"""Whether the ids in a statement refer to what is there, and whether each number belongs to one party only."""

from __future__ import annotations

from shouzheng.intake.statement import problems as kinds
from shouzheng.intake.statement.fields import Fields, known_ids
from shouzheng.model.case import PartyKind
from shouzheng.model.words import Words
from shouzheng.reference.numbers import classify

_NUMBER = Words("号码", "the number")
_SIGNATURE = Words("签名", "the signature")


def check_references(
    people: list[Fields],
    parties: list[Fields],
    debts: list[Fields],
    objections: list[Fields],
    agreed: list[Fields],
    stays: list[Fields],
) -> None:
    """Complain about ids used twice or not there, references to what is no creditor, and numbers with two owners."""
    persons = _ids(people)
    known = _ids(parties)
    _ids(debts)
    creditors = {fields.peek("id") for fields in parties if fields.peek("kind") == PartyKind.CREDITOR}
    for fields in parties:
        _check(fields, "acts_for", known, creditors)
    for fields in debts:
        _check(fields, "creditor", known, creditors)
    # Without any [[person]] there is one all the same: "me".
    for fields in (*objections, *agreed):
        _check(fields, "person", persons or {"me"})
        _check(fields, "party", known)
    for fields in stays:
        _check(fields, "person", persons or {"me"})
    _one_owner(parties, "numbers", _NUMBER)
    _one_owner(parties, "signatures", _SIGNATURE)


def _ids(tables: list[Fields]) -> set[str]:
    first: dict[str, Fields] = {}
    for fields in tables:
        value = fields.peek("id")
        if not value:
            continue
        if value in first:
            fields.complain(kinds.CASE_DUPLICATE_ID, "id", value=value, other=first[value].line("id"))
        first.setdefault(value, fields)
    return set(first)


def _check(fields: Fields, key: str, known: set[str], creditors: set[str] | None = None) -> None:
    value = fields.peek(key)
    if not value:
        return
    if value not in known:
        fields.complain(kinds.CASE_UNKNOWN_REFERENCE, key, key=key, value=value, known=known_ids(known))
    elif creditors is not None and value not in creditors:
        fields.complain(kinds.CASE_WRONG_REFERENCE, key, key=key, value=value, known=known_ids(creditors))


def _one_owner(parties: list[Fields], key: str, what: Words) -> None:
    owners: dict[str, Fields] = {}
    for fields in parties:
        for value in dict.fromkeys(_plain(key, raw) for raw in fields.peek_all(key)):
            owner = owners.setdefault(value, fields)
            if owner is not fields:
                fields.complain(
                    kinds.CASE_TWO_OWNERS,
                    key,
                    what=f"{what.zh} / {what.en}",
                    value=value,
                    one=owner.peek("id"),
                    two=fields.peek("id"),
                    other=owner.line(key),
                )


def _plain(key: str, raw: str) -> str:
    if key == "signatures":
        return raw.strip("【】 ")
    return raw if raw.endswith("*") else classify(raw).normal or raw
