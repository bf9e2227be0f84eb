"""The case as the person states it: persons, parties, debts, objections, agreed hours. Nothing here is verified."""

from __future__ import annotations

from collections.abc import Sequence

from shouzheng.judging.wording import CHANNELS
from shouzheng.model.case import AgreedTime, Case, Objection, Party, PartyKind, Person
from shouzheng.model.event import Channel
from shouzheng.remedy.dossier.texts import SENTENCES
from shouzheng.remedy.labels import INSTITUTION_KIND, KNOWN_BY, PARTY_KIND, PRODUCT_KIND, ROLE
from shouzheng.remedy.material import Material
from shouzheng.remedy.paper.printable import Lit
from shouzheng.remedy.release import Release
from shouzheng.remedy.wording import Voice, minute_text, offset_text, time_text


def case_view(material: Material, voice: Voice, release: Release | None = None) -> dict[str, object]:
    """Return what the person stated, without private parties: their numbers stay in the person's own case.

    Of other people only those are named whose records hold a contact: one who has not agreed, or withdrew, is not, nor
    what that person said.
    """
    case = material.case
    people = {c.event.owner for c in material.contacts} | {p.id for p in case.persons if p.is_narrator}
    objections = [each for each in case.objections if each.person in people]
    agreed = [each for each in case.agreed_times if each.person in people]
    release = release or Release()
    left = len(case.objections) - len(objections) + release.objections
    left_hours = len(case.agreed_times) - len(agreed) + release.agreed
    used = {c.attribution.party for c in material.contacts} | {c.attribution.creditor for c in material.contacts}
    parties = [p for p in case.parties if p.kind is not PartyKind.PRIVATE]
    return {
        "persons": [_person(person, voice) for person in case.persons if person.id in people],
        "parties": [_party(party, case, voice, party.id in used) for party in parties],
        "debts": _debts(case, voice),
        "objections": {
            "lines": _objections(case, objections, voice),
            "note": _left(voice, "objections", case.objections_complete, left, release),
        },
        "agreed": {
            "lines": _agreed(case, agreed, voice),
            "note": _left(voice, "agreed", case.agreements_complete, left_hours, release),
        },
    }


def _left(voice: Voice, what: str, complete: bool, left: int, release: Release) -> str:
    """Say whether there is more: never that there is not where some are left out."""
    if left:
        return voice.say(SENTENCES["some_hidden" if release.redacted else "some_left"], count=left)
    return voice.say(SENTENCES[f"complete_{what}" if complete else f"open_{what}"])


def _person(person: Person, voice: Voice) -> dict[str, object]:
    marks = [voice.say(SENTENCES["narrator"])] if person.is_narrator else []
    if person.consented:
        marks.append(voice.say(SENTENCES["consented"], day=time_text(person.consented)))
    return {
        "name": voice.quote(person.name or person.id),
        "role": voice.say(ROLE[person.role]),
        "note": voice.listing(marks),
    }


def _party(party: Party, case: Case, voice: Voice, used: bool) -> dict[str, object]:
    kinds = [voice.say(PARTY_KIND[party.kind])]
    if party.kind is PartyKind.CREDITOR:
        kinds.append(voice.say(INSTITUTION_KIND[party.institution_kind]))
    if party.acts_for:
        kinds.append(voice.say(SENTENCES["acts_for"], name=_name_of(case, party.acts_for)))
    known = voice.say(KNOWN_BY[party.known_by])
    return {
        "name": voice.quote(party.name or party.id),
        "kind": voice.joined(kinds),
        "numbers": [voice.quote(number) for number in (*party.numbers, *(f"【{s}】" for s in party.signatures))],
        "known": voice.quote(f"{known}{voice.colon}{party.known_note}" if party.known_note else known),
        "used": used,
    }


def _name_of(case: Case, party: str) -> str:
    return next((p.name or p.id for p in case.parties if p.id == party), party)


def _debts(case: Case, voice: Voice) -> list[Lit]:
    lines = []
    for debt in case.debts:
        parts = [_name_of(case, debt.creditor), voice.say(PRODUCT_KIND[debt.product_kind])]
        if debt.contract_date:
            parts.append(voice.say(SENTENCES["contract"], day=debt.contract_date.isoformat()))
        if debt.due_fen is not None:
            parts.append(voice.say(SENTENCES["due"], yuan=f"{debt.due_fen // 100:,}.{debt.due_fen % 100:02d}"))
        lines.append(voice.quote(voice.joined(parts)))
    return lines


def _objections(case: Case, objections: Sequence[Objection], voice: Voice) -> list[dict[str, object]]:
    names = {person.id: person.name or person.id for person in case.persons}
    return [
        {
            "head": voice.quote(
                voice.say(
                    SENTENCES["objection"],
                    day=f"{time_text(o.at)} {offset_text(o.at)}",
                    person=names.get(o.person, o.person),
                    party=_name_of(case, o.party),
                )
            ),
            "words": voice.quote(o.words),
            "note": voice.quote(voice.listing(part for part in (_how(o.how, voice), o.evidence) if part)),
        }
        for o in objections
    ]


def _how(how: str, voice: Voice) -> str:
    """Say a channel by its name; any other words are the person's own."""
    return voice.say(CHANNELS[Channel(how)]) if how in set(Channel) else how


def _agreed(case: Case, agreed: Sequence[AgreedTime], voice: Voice) -> list[Lit]:
    names = {person.id: person.name or person.id for person in case.persons}
    return [
        voice.quote(
            voice.say(
                SENTENCES["agreement"],
                person=names.get(a.person, a.person),
                party=_name_of(case, a.party),
                start=minute_text(a.from_minute),
                end=minute_text(a.to_minute),
            )
        )
        for a in agreed
    ]
