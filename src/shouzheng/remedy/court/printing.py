"""Court-style print of chats and calls: numbered lines, page x of y and hash on each page, time zone, roster, media.

Made from ``Material`` only, so private and unattributed contacts are not in it (their numbers are). Every record that
may leave is printed in the order of time with the evidence number of the dossier; nothing is merged or left out, and
what a text is too long for is said at its place. The hash stands over what is printed and over which originals.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from shouzheng.judging.case import Contact
from shouzheng.judging.grades import grade_of
from shouzheng.model.case import PartyKind
from shouzheng.model.event import ContactEvent, Direction
from shouzheng.model.words import Lang
from shouzheng.reference.problems import Problem, ShouzhengError
from shouzheng.reference.safe_text import json_safe
from shouzheng.remedy.court.media import Picture, picture_name
from shouzheng.remedy.court.texts import TEXT_SOURCE, TEXTS
from shouzheng.remedy.dossier.contacts import ANNEX_LIMIT, ANNEX_TOTAL, way_text
from shouzheng.remedy.labels import PARTY_KIND, ROLE
from shouzheng.remedy.letters.problems import NOTHING_TO_PRINT
from shouzheng.remedy.material import Material
from shouzheng.remedy.note_words import note_words
from shouzheng.remedy.paper.typesetting import typeset
from shouzheng.remedy.wording import Voice, offset_text, time_text

_MAIN = "court.typ"


@dataclass(frozen=True, slots=True)
class Selection:
    """Which records are printed: of one person's phone, with one party, between two Beijing days (both included).

    ``not_chosen`` more stand in the case that the person did not select: their number is printed. ``copies`` is how
    many are handed in (``None``: left to write in).
    """

    person: str | None = None
    party: str | None = None
    since: date | None = None
    until: date | None = None
    not_chosen: int = 0
    copies: int | None = None

    def takes(self, contact: Contact) -> bool:
        """True for a record that belongs in the print."""
        day = contact.event.time.beijing.date()
        return (
            self.person in (None, contact.event.owner)
            and self.party in (None, contact.attribution.party)
            and (self.since is None or day >= self.since)
            and (self.until is None or day <= self.until)
        )


def court_pdf(
    material: Material, selection: Selection, lang: Lang = Lang.ZH_HANS, pictures: Mapping[str, Picture] | None = None
) -> bytes:
    """Return the print as PDF bytes; ``pictures`` are thumbnails by the SHA-256 of the attachment.

    Raises ``ShouzhengError``: ``SZ-5223`` when the selection holds no record, ``SZ-5101`` when Typst refuses.
    """
    contacts = [contact for contact in material.in_order if selection.takes(contact)]
    if not contacts:
        raise ShouzhengError(Problem(NOTHING_TO_PRINT))
    for shown in (pictures or {}, {}):
        view = court_view(material, contacts, selection, lang, shown)
        files = {picture_name(key): picture.content for key, picture in shown.items()}
        try:
            return typeset(_MAIN, view, material.as_of, "print.pdf", files)
        except ShouzhengError:
            if not shown:  # without pictures there is nothing left to leave out
                raise
    raise AssertionError  # the second round returns or raises


def court_view(
    material: Material, contacts: Sequence[Contact], selection: Selection, lang: Lang, pictures: Mapping[str, Picture]
) -> dict[str, object]:
    """Return what the template prints: labels, cover with files and roster, the records, the annex of media."""
    voice = Voice.for_case(lang, material.case)
    records, cut = _records(material, contacts, voice)
    return {
        "lang": lang.value,
        "day": material.as_of.isoformat(),
        "t": {name: voice.own(words) for name, words in TEXTS.items()},
        "hash": print_digest(material, contacts),
        "invented": material.case.invented,
        "title": voice.quote(material.case.title),
        "chosen": _chosen(material, selection, contacts, voice),
        "copies": voice.say(TEXTS["copies"], count=selection.copies or "　　"),
        "zone": _zones(contacts, voice),
        "files": _files(material, contacts, voice),
        "roster": _roster(material, contacts, voice),
        "left_out": _left_out(material, selection, len(material.in_order) - len(contacts), voice),
        "records": records,
        "cut": cut,
        "media": _media(material, contacts, voice, pictures),
    }


def _left_out(material: Material, selection: Selection, other: int, voice: Voice) -> str:
    left = material.left_out
    text = voice.say(TEXTS["left_out"], unknown=left.contacts, private=left.private, other=other)
    return text + (voice.say(TEXTS["not_chosen"], count=selection.not_chosen) if selection.not_chosen else "")


def print_digest(material: Material, contacts: Sequence[Contact]) -> str:
    """Return the SHA-256 (hex) over the printed records: evidence number, original, place, time, parties, words."""
    rows = [
        [
            material.evidence[contact.event.id],
            str(contact.event.original),
            [[place.offset, place.length, place.record] for place in contact.event.positions],
            contact.event.time.raw,
            contact.event.channel.value,
            contact.event.direction.value,
            contact.event.outcome.value,
            contact.event.other.raw,
            contact.event.owner,
            contact.attribution.party,
            contact.event.text,
            [[part.name, str(part.digest)] for part in contact.event.attachments],
        ]
        for contact in contacts
    ]
    return hashlib.sha256(json_safe(json.dumps(rows, ensure_ascii=False)).encode("utf-8")).hexdigest()


def _chosen(material: Material, selection: Selection, contacts: Sequence[Contact], voice: Voice) -> object:
    first, last = contacts[0].event.time.beijing.date(), contacts[-1].event.time.beijing.date()
    parts = [voice.say(TEXTS["period"], first=first, last=last, count=len(contacts))]
    names = {party.id: party.name or party.id for party in material.case.parties}
    people = {person.id: person.name or person.id for person in material.case.persons}
    if selection.person:
        parts.append(voice.say(TEXTS["only_person"], name=people.get(selection.person, selection.person)))
    if selection.party:
        parts.append(voice.say(TEXTS["only_party"], name=names.get(selection.party, selection.party)))
    return voice.quote(voice.joined(parts))


def _zones(contacts: Sequence[Contact], voice: Voice) -> str:
    offsets = sorted({offset_text(contact.event.time) for contact in contacts})
    assumed = any(each.endswith("*") for each in offsets)
    text = voice.say(TEXTS["zone"], offsets=voice.listing(offsets))
    return text + voice.own(TEXTS["zone_assumed"]) if assumed else text


def _files(material: Material, contacts: Sequence[Contact], voice: Voice) -> list[dict[str, object]]:
    used = {str(contact.event.original) for contact in contacts}
    return [
        {
            "name": voice.quote(report.original.name),
            "length": f"{report.original.digest.length:,}",
            "digest": report.original.digest.hex,
            "counts": voice.say(
                TEXTS["counts"],
                records=report.records,
                events=report.events,
                other=sum(count for _, count in report.non_contacts),
                unread=report.unread_total,
            ),
        }
        for report in material.reports
        if str(report.original.digest) in used
    ]


def _roster(material: Material, contacts: Sequence[Contact], voice: Voice) -> list[dict[str, object]]:
    owners = {contact.event.owner for contact in contacts}
    seen: dict[str, dict[str, None]] = {}
    for contact in contacts:
        seen.setdefault(contact.attribution.party or "", {})[contact.event.other.raw] = None
    rows: list[dict[str, object]] = [
        {
            "name": voice.quote(person.name or person.id),
            "what": voice.say(ROLE[person.role]),
            "numbers": [voice.own(TEXTS["own_phone"])],
        }
        for person in material.case.persons
        if person.id in owners
    ]
    for party in material.case.parties:
        if party.id in seen and party.kind is not PartyKind.PRIVATE:
            rows.append(
                {
                    "name": voice.quote(party.name or party.id),
                    "what": voice.say(PARTY_KIND[party.kind]),
                    "numbers": [
                        voice.quote(number) if number else voice.own(TEXTS["withheld"]) for number in seen[party.id]
                    ],
                }
            )
    return rows


def _records(material: Material, contacts: Sequence[Contact], voice: Voice) -> tuple[list[dict[str, object]], int]:
    names = {party.id: party.name for party in material.case.parties}
    people = {person.id: person.name or voice.say(ROLE[person.role]) for person in material.case.persons}
    room, cut = ANNEX_TOTAL, 0
    rows: list[dict[str, object]] = []
    for contact in contacts:
        event, text = contact.event, contact.event.text or ""
        shown = min(len(text), ANNEX_LIMIT, max(room, 0))
        room -= shown
        cut += shown < len(text)
        other = names.get(contact.attribution.party or "", "") or voice.own(TEXTS["unnamed"])
        number = event.other.raw or voice.own(TEXTS["withheld"])
        sides = (f"{other}（{number}）", people.get(event.owner, event.owner))
        speaker, receiver = reversed(sides) if event.direction is Direction.OUTBOUND else sides
        arrow = "–" if event.direction is Direction.UNKNOWN else "→"
        rows.append(
            {
                "n": material.evidence[event.id],
                "when": f"{time_text(event.time)}（UTC{offset_text(event.time)}）",
                "who": voice.quote(f"{speaker} {arrow} {receiver}"),
                "way": way_text(event, voice),
                "grade": grade_of(event).value,
                "words": voice.quote(text[:shown]) if shown else "",
                "note": _note(event, text, shown, voice),
            }
        )
    return rows, cut


def _note(event: ContactEvent, text: str, shown: int, voice: Voice) -> object:
    notes = [voice.say(TEXTS["cut"], length=len(text), shown=shown)] if shown < len(text) else []
    if event.text_source is not None and event.text_source.value != "record":
        notes.append(voice.say(TEXTS["text_source"], source=voice.own(TEXT_SOURCE[event.text_source.value])))
    if event.notes:
        said = voice.listing(voice.own(words) for words in note_words(event.notes))
        notes.append(voice.say(TEXTS["repaired"], said=said))
    if event.attachments:
        notes.append(voice.say(TEXTS["attached"], names=voice.listing(part.name for part in event.attachments)))
    return voice.quote(voice.joined(notes)) if notes else ""


def _media(
    material: Material, contacts: Sequence[Contact], voice: Voice, pictures: Mapping[str, Picture]
) -> list[dict[str, object]]:
    rows: list[dict[str, object]] = []
    for contact in contacts:
        for part in contact.event.attachments:
            key = part.digest.hex if part.digest else ""
            picture = pictures.get(key)
            rows.append(
                {
                    "n": material.evidence[contact.event.id],
                    "name": voice.quote(part.name or part.media_type),
                    "type": voice.quote(part.media_type),
                    "digest": key,
                    "picture": picture_name(key) if picture else "",
                    "alt": voice.say(TEXTS["alt"], number=material.evidence[contact.event.id]),
                }
            )
    return rows
