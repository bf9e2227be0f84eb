"""What the keeper of a case may record of other people's consent, and what only those people themselves may.

A consent is for parties of the statement, and from a time that has been. What a person withdrew with a signature of
their own (a pack) nobody but that person takes back.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from datetime import UTC, datetime

from shouzheng.casefile.case import CaseFile
from shouzheng.model.case import Case
from shouzheng.reference.problems import Problem, ShouzhengError
from shouzheng.remedy.bundle.problems import (
    FUTURE_CONSENT,
    NO_CONSENT_THERE,
    OLD_CONSENT,
    SIGNED_WITHDRAWAL,
    UNKNOWN_PARTY,
)
from shouzheng.remedy.cases.statement import (
    ALL_PARTIES,
    PERSON,
    Consent,
    consents,
    describe_person,
    record_person,
    stated_case,
)

#: Entries: which key speaks for a person (``bundle.join``).
PACK = "pack"


def record_agreement(
    case: CaseFile,
    person: str,
    since: datetime | None,
    scope: Sequence[str] | None,
    *,
    role: str = "",
    name: str = "",
    how: str = "",
) -> None:
    """Record role, name, and a consent or its scope where they are given; what is not given stays as it was.

    Raises ``ShouzhengError`` (exit 2) and records nothing: SZ-5340 for an unknown party, SZ-5341 for a time to come,
    SZ-5333 for one before a withdrawal, SZ-5343 after a signed one, SZ-5342 for a consent of the narrator or a scope of
    a consent that is not there.
    """
    stated = stated_case(case)
    if since is None and scope is None:
        describe_person(case, person, role=role, name=name, how=how)
        return
    check_scope(stated, scope or ())
    known = consents(case, stated).get(person)
    if _is_narrator(stated, person) or (since is None and (known is None or known.since is None)):
        raise ShouzhengError(Problem(NO_CONSENT_THERE, "", (("person", person),)))
    if since is not None:
        _check_time(case, person, since)
    before = known or Consent(person, None)
    changed = replace(before, scope=tuple(scope) if scope else before.scope)
    if since is not None:
        changed = replace(changed, since=since, withdrawn=None)
    record_person(case, changed, role=role, name=name, how=how)


def record_withdrawal(case: CaseFile, person: str, *, role: str = "", name: str = "", how: str = "") -> None:
    """Record that a person withdraws now; raises ``ShouzhengError`` (SZ-5342) for the narrator and an unknown id."""
    stated = stated_case(case)
    known = consents(case, stated).get(person)
    if known is None:
        raise ShouzhengError(Problem(NO_CONSENT_THERE, "", (("person", person),)))
    changed = replace(known, since=None, withdrawn=datetime.now(UTC))
    record_person(case, changed, role=role, name=name, how=how)


def check_scope(stated: Case, scope: Sequence[str]) -> None:
    """Raise ``ShouzhengError`` (SZ-5340) for every party of a scope that the statement does not have."""
    known = [party.id for party in stated.parties]
    unknown = [each for each in scope if each != ALL_PARTIES and each not in known]
    if unknown:
        said = " ".join(known) or "—"
        raise ShouzhengError(*(Problem(UNKNOWN_PARTY, "", (("party", each[:60]), ("known", said))) for each in unknown))


def last_withdrawal(case: CaseFile, person: str) -> datetime | None:
    """Return when the person last withdrew, also where something else was recorded since; ``None`` for never."""
    said = (e.content.get("withdrawn") for e in case.entries(PERSON, history=True) if e.subject == person)
    times = [datetime.fromisoformat(each) for each in said if isinstance(each, str)]
    return max(times, default=None)


def _check_time(case: CaseFile, person: str, since: datetime) -> None:
    if since > datetime.now(UTC):
        raise ShouzhengError(Problem(FUTURE_CONSENT, "", (("person", person),)))
    if _signed_withdrawal(case, person):
        raise ShouzhengError(Problem(SIGNED_WITHDRAWAL, "", (("person", person),)))
    withdrawn = last_withdrawal(case, person)
    if withdrawn is not None and since <= withdrawn:
        raise ShouzhengError(Problem(OLD_CONSENT, person, (("day", withdrawn.date().isoformat()),)))


def _signed_withdrawal(case: CaseFile, person: str) -> bool:
    """True when the person's latest pack withdraws: the entry that was made with it names it and says so."""
    pack = next((entry.content for entry in case.entries(PACK) if entry.subject == person), None)
    if pack is None:
        return False
    made_with = said_by(str(pack.get("tagmanifest")), str(pack.get("key")))
    of_person = (entry.content for entry in case.entries(PERSON, history=True) if entry.subject == person)
    return any(each.get("how") == made_with and each.get("withdrawn") for each in of_person)


def said_by(tag_manifest: str, key: str) -> str:
    """Return how a consent or withdrawal is said to have come that came in a pack."""
    return f"pack {tag_manifest[:16]} key {key[:16]}"


def _is_narrator(stated: Case, person: str) -> bool:
    return any(each.is_narrator and each.id == person for each in stated.persons)
