"""The itemised table of all confirmed contacts, and the annex with texts too long for a table."""

from __future__ import annotations

from collections.abc import Mapping

from shouzheng.intake.formats import source_of_format
from shouzheng.judging.case import Contact
from shouzheng.judging.finding_words import POINTS
from shouzheng.judging.grades import grade_of
from shouzheng.judging.joining import NOT_IN_BILL, is_corroborated
from shouzheng.judging.wording import CHANNELS
from shouzheng.model.case import KnownBy, PartyKind
from shouzheng.model.event import Channel, ContactEvent, Direction, NumberKind, Outcome, Point
from shouzheng.model.moment import Resolution
from shouzheng.model.original import Digest
from shouzheng.remedy.dossier.texts import SENTENCES
from shouzheng.remedy.labels import CALL, DIRECTION, KNOWN_BY, OUTCOME, PARTY_KIND, VIDEO_CALL
from shouzheng.remedy.material import Material
from shouzheng.remedy.paper.printable import Lit
from shouzheng.remedy.wording import Voice, offset_text, seconds_text, time_text

#: Texts longer than this stand in the annex in full, with their beginning in the table (characters).
TABLE_LIMIT = 700
TABLE_SHOWN = 240
#: Longest text that the annex prints, and all texts together (characters; a million are about 400 pages). What is
#: left out stays in the original file, and the dossier says so.
ANNEX_LIMIT = 200_000
ANNEX_TOTAL = 1_000_000
_BEIJING_OFFSET = 480


def contact_rows(material: Material, voice: Voice) -> list[dict[str, object]]:
    """Return one row for each confirmed contact, by time."""
    names = {party.id: party.name for party in material.case.parties}
    owners = {person.id: person.name or person.id for person in material.case.persons if not person.is_narrator}
    files = {report.original.digest: report.original.name for report in material.reports}
    rows = [_row(material, contact, voice, names, owners) for contact in material.in_order]
    for row, contact in zip(rows, material.in_order, strict=True):
        row["seen_by"] = witness_lines(contact.event, files, voice)
    return rows


def witness_lines(event: ContactEvent, files: Mapping[Digest, str], voice: Voice) -> list[Lit]:
    """Say which further records show the contact, on what they differ, and what is not corroborated."""
    lines: list[Lit] = []
    if event.witnesses:
        kinds = [
            f"{voice.say(source_of_format(w.source_format).label)} {files.get(w.original, '')}" for w in event.witnesses
        ]
        seen = voice.listing(kind.strip() for kind in dict.fromkeys(kinds))
        key = "seen_by" if is_corroborated(event) else "copied_in"
        lines.append(voice.quote(voice.say(SENTENCES[key], count=len(event.witnesses), seen=seen)))
    for each in event.disagreements:
        names = {witness.id: files.get(witness.original, "") for witness in event.witnesses}
        said = voice.listing(f"{_said(each.point, value, voice)} ({names.get(who, '')})" for who, value in each.said)
        lines.append(voice.quote(voice.say(SENTENCES["differ"], point=voice.say(POINTS[each.point]), said=said)))
    if NOT_IN_BILL in event.notes:
        lines.append(voice.say(SENTENCES["not_in_bill"]))
    return lines


def _row(
    material: Material, contact: Contact, voice: Voice, names: dict[str, str], owners: dict[str, str]
) -> dict[str, object]:
    event = contact.event
    when = [time_text(event.time), offset_text(event.time)]
    if event.time.offset_minutes != _BEIJING_OFFSET and event.time.resolution is not Resolution.DAY:
        when.append(voice.say(SENTENCES["beijing"], time=event.time.beijing.strftime("%m-%d %H:%M")))
    if event.owner in owners:
        when.append(voice.say(SENTENCES["phone_of"], name=owners[event.owner]))
    text, note = _words(event, voice)
    return {
        "n": material.evidence[event.id],
        "when": when,
        "way": way_text(event, voice),
        "other": _other(event, voice),
        "who": voice.quote(names.get(contact.attribution.party or "", "")),
        "known": _known(contact, voice),
        "findings": voice.ranges(material.finding_numbers.get(event.id, ())),
        "grade": grade_of(event).value,
        "words": text,
        "note": note,
    }


def _said(point: Point, value: str, voice: Voice) -> str:
    """Return what one witness says, in words where it is a code of ours."""
    if point is Point.SECONDS:
        return seconds_text(int(value), voice.lang)
    if point is Point.DIRECTION:
        return voice.say(DIRECTION[Direction(value)])
    if point is Point.OUTCOME:
        return voice.say(OUTCOME[Outcome(value)])
    return value or "—"


def way_text(event: ContactEvent, voice: Voice) -> str:
    """Say channel, who began, outcome, talk time, and that there are no words where a message would have some."""
    if event.is_call:
        table = CALL if event.channel is Channel.CALL else VIDEO_CALL
        parts = [voice.say(table[event.direction]), voice.say(OUTCOME[event.outcome])]
    else:
        parts = [voice.say(CHANNELS[event.channel]), voice.say(DIRECTION[event.direction])]
    if event.seconds and event.is_call:
        parts.append(seconds_text(event.seconds, voice.lang))
    if not event.text:
        parts.append(voice.say(SENTENCES["no_words"]))
    return voice.joined(parts)


def _other(event: ContactEvent, voice: Voice) -> Lit:
    if event.other.kind is NumberKind.WITHHELD or not event.other.raw:
        return voice.say(SENTENCES["withheld"])
    return voice.quote(event.other.raw)


def _known(contact: Contact, voice: Voice) -> str:
    who = contact.attribution
    parts = [voice.say(PARTY_KIND[who.kind])] if who.kind is not PartyKind.UNKNOWN else []
    parts.append(voice.say(KNOWN_BY[who.known_by or KnownBy.OTHER]))
    return voice.joined(parts)


def _words(event: ContactEvent, voice: Voice) -> tuple[Lit | None, str]:
    if not event.text:
        return None, ""
    if len(event.text) <= TABLE_LIMIT:
        return voice.quote(event.text), ""
    return voice.quote(event.text[:TABLE_SHOWN] + "…"), voice.say(SENTENCES["cut"], length=len(event.text))


def annex(material: Material, voice: Voice) -> list[dict[str, object]]:
    """Return the long texts by time, in full within ``ANNEX_LIMIT`` and ``ANNEX_TOTAL``."""
    texts: list[dict[str, object]] = []
    room = ANNEX_TOTAL
    for contact in material.in_order:
        text = contact.event.text or ""
        if len(text) <= TABLE_LIMIT:
            continue
        shown = max(min(len(text), ANNEX_LIMIT, room), TABLE_SHOWN)
        room -= shown
        note = voice.say(SENTENCES["capped"], length=len(text), shown=shown) if shown < len(text) else ""
        number = material.evidence[contact.event.id]
        texts.append({"n": number, "words": voice.quote(text[:shown]), "note": note})
    return texts
