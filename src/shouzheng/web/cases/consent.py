"""Another person's phone: who that is, and what that person agreed to, asked when the file is brought.

What is stored is what the form of a person and the command line store: the consent in the statement, and in an entry of
the person what it is limited to. Without consent a file is kept and used for nothing.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime

from shouzheng.casefile.case import CaseFile
from shouzheng.model.kinds import Role
from shouzheng.model.moment import BEIJING
from shouzheng.reference.problems import Problem, ShouzhengError
from shouzheng.remedy.bundle.problems import FUTURE_CONSENT
from shouzheng.remedy.cases.consent_changes import check_scope, record_agreement
from shouzheng.remedy.cases.statement import PERSON as PERSON_SAID
from shouzheng.remedy.cases.statement import consents, limit_scope, stated_case
from shouzheng.web.cases import statement as statements
from shouzheng.web.cases.statement import Statement
from shouzheng.web.cases.statement_fields import PERSON

#: Choosing this as the owner of a phone begins a new person; the narrator, when the form says nothing.
NEW, NARRATOR = "+", "me"


@dataclass(frozen=True, slots=True)
class Agreement:
    """What a form says of consent: given or not, since when (aware; ``None``: now), for which parties (none: all)."""

    given: bool = False
    since: datetime | None = None
    scope: tuple[str, ...] = ()


def agreement_of(fields: Mapping[str, str]) -> Agreement:
    """Return what the fields ``agreed``, ``agreed_at`` and ``scope`` (one party a line) of a form say."""
    try:
        since = datetime.fromisoformat(fields.get("agreed_at", "")).replace(tzinfo=BEIJING)
    except ValueError:
        since = None
    scope = tuple(dict.fromkeys(each for each in fields.get("scope", "").splitlines() if each))
    return Agreement(fields.get("agreed") == "yes", since, scope)


def owner_of_upload(case: CaseFile, fields: Mapping[str, str], title: str) -> str | None:
    """Return whose phone a form says its files come from, with a new person and consents stored.

    ``None`` for somebody who is not in the case. Raises ``ShouzhengError`` as ``agree``.
    """
    stated = statements.current(case, title)
    person = fields.get("person") or NARRATOR
    narrator = str(stated.narrator.get("id", NARRATOR))
    if person in (narrator, NARRATOR):
        return person
    if person == NEW:
        person = _new_person(case, stated, fields)
    elif stated.place("person", person) is None:
        return None
    agreement = agreement_of(fields)
    if agreement.given:
        agree(case, person, agreement, title)
    return person


def _new_person(case: CaseFile, stated: Statement, fields: Mapping[str, str]) -> str:
    """Return the new person; who bears the same name already is the same one (the form was sent once more)."""
    key, role = statements.new_id(stated, PERSON), fields.get("new_role", "")
    name = fields.get("new_name", "").strip()[:60]
    known = next((i for i in stated.items("person") if name and i.get("name") == name and not i.get("narrator")), None)
    if known is not None and known is not stated.narrator:
        return str(known.get("id", ""))
    person = {"id": key, "role": role if role in set(Role) else Role.UNKNOWN.value} | ({"name": name} if name else {})
    stated.tables.setdefault("person", []).append(person)
    statements.keep(case, stated)
    return key


def agree(case: CaseFile, person: str, agreement: Agreement, title: str) -> None:
    """Store that a person of the case agreed; a consent that stands already stays, only its scope may change.

    Raises ``ShouzhengError`` (exit 2) as ``record_agreement`` does: a time to come, a withdrawal, an unknown party.
    """
    stated = statements.current(case, title)
    check_scope(stated_case(case), agreement.scope)
    known = consents(case, stated_case(case)).get(person)
    since = agreement.since or datetime.now(UTC)
    if since > datetime.now(UTC):
        raise ShouzhengError(Problem(FUTURE_CONSENT, "", (("person", person),)))
    if any(entry.subject == person and "consent" in entry.content for entry in case.entries(PERSON_SAID)):
        standing = known is not None and known.since is not None
        record_agreement(case, person, None if standing else since, agreement.scope or ("*",))
        return
    place = stated.place("person", person)
    if place is not None and not stated.items("person")[place].get("consent"):
        stated.items("person")[place]["consent"] = since.astimezone(BEIJING).replace(microsecond=0)
        statements.keep(case, stated)
    if agreement.scope or (known is not None and known.scope != ("*",)):
        limit_scope(case, person, agreement.scope)


def without_consent(case: CaseFile, people: Sequence[str]) -> list[str]:
    """Return those of these persons who have not agreed."""
    agreed = consents(case, stated_case(case))
    return [each for each in people if each in agreed and agreed[each].since is None]
