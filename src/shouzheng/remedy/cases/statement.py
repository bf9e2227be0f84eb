"""What the case holds of the person's own words: the statement (``case.toml``), persons and consents, choices.

Each is an entry of the case: the latest is in force, earlier ones stay in the history and nothing is ever taken out.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from enum import StrEnum
from pathlib import Path

from shouzheng.casefile.case import CaseFile
from shouzheng.intake.statement.case_toml import default_case, parse_case, statement_text
from shouzheng.model.case import Case, Person, Role
from shouzheng.model.moment import Moment, OffsetSource, Resolution

STATEMENT, PERSON, CHOICE = "statement", "person", "choice"
#: Entry by id of a contact without a number: which party it was, as the person says (empty: not known after all).
NAMED = "named"
_THE_CASE = "case"
#: A scope that takes in every party.
ALL_PARTIES = "*"
_BEIJING_MINUTES = 480


class Choice(StrEnum):
    """What the person said of a contact or finding; one that nothing was said of is neither."""

    CONFIRMED = "confirmed"
    REJECTED = "rejected"


@dataclass(frozen=True, slots=True)
class Consent:
    """A third person's consent as recorded: since when (``None``: none, or withdrawn), for which parties' contacts."""

    person: str
    since: datetime | None
    scope: tuple[str, ...] = (ALL_PARTIES,)
    withdrawn: datetime | None = None

    def covers(self, party: str | None) -> bool:
        """True when contacts of the party may be used."""
        return self.since is not None and (ALL_PARTIES in self.scope or party in self.scope)


def keep_statement(case: CaseFile, path: Path) -> Case:
    """Check a statement and store its text; raises ``ShouzhengError`` (exit 2) with every problem of the file."""
    text = statement_text(path)
    stated = parse_case(text, path.name)
    case.enter(STATEMENT, _THE_CASE, {"name": path.name, "toml": text})
    return stated


def statement_of(case: CaseFile) -> tuple[str, str] | None:
    """Return name and text of the statement in force, ``None`` when there is none."""
    for entry in case.entries(STATEMENT):
        return str(entry.content.get("name", "")), str(entry.content.get("toml", ""))
    return None


def stated_case(case: CaseFile) -> Case:
    """Return the case as stated, with persons, consents and names of single contacts that were recorded later.

    Without a statement it is the case in which nobody stated anything. Raises ``ShouzhengError`` (exit 2) as the
    statement's own check does.
    """
    kept = statement_of(case)
    stated = parse_case(kept[1], kept[0]) if kept else default_case()
    persons = {person.id: person for person in stated.persons}
    for entry in case.entries(PERSON):
        content = entry.content
        before = persons.get(entry.subject)
        role = Role(str(content["role"])) if content.get("role") in set(Role) else Role.UNKNOWN
        person = before or Person(entry.subject, role)
        persons[entry.subject] = replace(
            person,
            role=role if content.get("role") else person.role,
            name=str(content.get("name") or person.name),
            consented=_moment(content["consent"]) if "consent" in content else person.consented,
        )
    known = {party.id for party in stated.parties}
    named = ((entry.subject, str(entry.content.get("party", ""))) for entry in case.entries(NAMED))
    return replace(
        stated, persons=tuple(persons.values()), named=tuple((event, party) for event, party in named if party in known)
    )


def name_contact(case: CaseFile, event: str, party: str) -> None:
    """Record who a contact without a number was (id of a party; empty: not known); what was said before stays."""
    case.enter(NAMED, event, {"party": party})


def record_person(case: CaseFile, consent: Consent, *, role: str = "", name: str = "", how: str = "") -> None:
    """Store a person and what that person agreed to; role, name and how stay as they were where not given."""
    said: dict[str, object] = {
        "consent": consent.since.isoformat() if consent.since else None,
        "scope": list(consent.scope),
        "withdrawn": consent.withdrawn.isoformat() if consent.withdrawn else None,
    }
    _enter_person(case, consent.person, said, role, name, how)


def describe_person(case: CaseFile, person: str, *, role: str = "", name: str = "", how: str = "") -> None:
    """Store what a person is called or does; what was agreed to or withdrawn stays, and so does what is not given."""
    _enter_person(case, person, {}, role, name, how)


def limit_scope(case: CaseFile, person: str, scope: Sequence[str]) -> None:
    """Store for which parties the consent that the statement gives holds; an empty scope takes in every party."""
    _enter_person(case, person, {"scope": list(scope or (ALL_PARTIES,))}, "", "", "")


def _enter_person(case: CaseFile, person: str, said: Mapping[str, object], role: str, name: str, how: str) -> None:
    """An entry without ``consent`` says nothing of it: then the statement's own stands."""
    before = next((e.content for e in case.entries(PERSON) if e.subject == person), {})
    given = {key: value for key, value in (("role", role), ("name", name), ("how", how)) if value}
    case.enter(PERSON, person, {"role": "", "name": "", "how": "", **before, **said, **given})


def consents(case: CaseFile, stated: Case) -> dict[str, Consent]:
    """Return the consent in force of every person but the narrator, by id; the statement's own covers everything."""
    found = {
        person.id: Consent(person.id, person.consented.utc if person.consented else None)
        for person in stated.persons
        if not person.is_narrator
    }
    for entry in case.entries(PERSON):
        if entry.subject in found and ("consent" in entry.content or "scope" in entry.content):
            scope = entry.content.get("scope")
            parties = tuple(map(str, scope)) if isinstance(scope, list) else (ALL_PARTIES,)
            since, withdrawn = (_instant(entry.content.get(key)) for key in ("consent", "withdrawn"))
            if "consent" not in entry.content:  # the statement's own consent, limited
                since = found[entry.subject].since
            found[entry.subject] = Consent(entry.subject, since, parties, withdrawn)
    return found


def choose(
    case: CaseFile,
    subjects: Iterable[str],
    choice: Choice | None,
    why: str = "",
    along: Mapping[str, str] | None = None,
) -> int:
    """Record what the person says of contacts (by id) or findings (``finding:<id>``); returns how many changed.

    ``None`` takes a choice back: the subject is undecided again, and what was said before stays in the history.
    ``along`` names, by contact, the finding with which the contact was chosen.
    """
    now, tied = choices(case), along or {}
    changed = [subject for subject in dict.fromkeys(subjects) if now.get(subject) is not choice]
    with case.together():
        for subject in changed:
            said = {"state": choice.value if choice else "", "why": why}
            case.enter(CHOICE, subject, said | ({"with": tied[subject]} if subject in tied else {}))
    return len(changed)


def chosen_along(case: CaseFile, finding: str) -> list[str]:
    """Return the contacts whose confirmation in force was given with that of a finding (by its id)."""
    return [
        entry.subject
        for entry in case.entries(CHOICE)
        if entry.content.get("with") == finding and entry.content.get("state") == Choice.CONFIRMED
    ]


def choices(case: CaseFile) -> Mapping[str, Choice]:
    """Return the choices in force by subject."""
    return {
        entry.subject: Choice(str(entry.content["state"]))
        for entry in case.entries(CHOICE)
        if entry.content.get("state") in set(Choice)
    }


def finding_subject(finding: str) -> str:
    """Return the subject under which a choice about a finding is kept."""
    return f"finding:{finding}"


def _instant(value: object) -> datetime | None:
    try:
        found = datetime.fromisoformat(value) if isinstance(value, str) else None
    except ValueError:
        return None
    return found.astimezone(UTC) if found is not None and found.tzinfo else None


def _moment(value: object) -> Moment | None:
    found = _instant(value)
    if found is None:
        return None
    offset = datetime.fromisoformat(str(value)).utcoffset()
    minutes = int(offset.total_seconds() // 60) if offset is not None else _BEIJING_MINUTES
    return Moment(str(value), found, minutes, Resolution.SECOND, OffsetSource.PERSON)
