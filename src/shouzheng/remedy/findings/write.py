"""``findings.json``: the findings and the contacts they rest on, for programs (schema ``shouzheng.findings/1``).

Keys stand in a fixed order and both languages are inside, so that the same case, files and law give the same bytes
whatever the language of the run; the SHA-256 of these bytes is the identity that the dossier prints on every page.
Only confirmed contacts that a finding rests on are included, with their text. Lone surrogates, which JSON in UTF-8
cannot carry, become U+FFFD one for one, so that character positions stay right.
"""

from __future__ import annotations

import hashlib
import json
from pathlib import Path

from shouzheng.intake.report import ImportReport
from shouzheng.judging.case import Contact
from shouzheng.judging.grades import grade_of, grade_of_record
from shouzheng.judging.joining import is_corroborated
from shouzheng.judging.linking import Link
from shouzheng.judging.wording import printable
from shouzheng.model.case import Objection
from shouzheng.model.event import ContactEvent, Direction, Witness
from shouzheng.model.finding import Finding
from shouzheng.model.law import Citation
from shouzheng.model.moment import Moment
from shouzheng.model.words import Words
from shouzheng.reference.safe_text import json_safe
from shouzheng.remedy.atomic import write_bytes
from shouzheng.remedy.material import DataState, Material

#: Raised by one whenever a key changes its meaning or goes away; new keys may be added without.
SCHEMA = "shouzheng.findings/1"
#: Numbers of one party listed under ``confirmed``.
_MOST_NUMBERS = 30
_SHOWN_PARTIES = ("creditor", "agency", "scam")


def findings_json(material: Material) -> dict[str, object]:
    """Return the content of ``findings.json`` as plain values in the documented order of keys.

    ``schema``, ``program``, ``as_of``, ``invented``, ``case`` (title, persons, parties, and which persons refused
    which party's contacts or agreed to hours, when: what the person stated, without words or notes),
    ``law``, ``lexicon``, ``directory`` (hash, seen, check_by), ``files`` (name, digest, length and what became of each
    record), ``overall`` (what all files together may lack), ``rules`` (judged, of, per_rule tallies with missing
    facts), ``left_out`` (counts only), ``findings`` (by number), ``reminders`` (guards that accuse nobody),
    ``links`` (what ties contacts of several people or numbers together), ``contacts`` (by evidence number;
    ``witnesses`` are all records of a contact that several files show, ``corroborated`` is false where only one sort
    of source does: that never means "false"), ``confirmed`` (how many contacts each person's records hold from each
    party shown, also those that no finding rests on: days and numbers only, never a word of text).
    """
    used = {event for finding in material.judgement.findings for event in finding.events}
    return {
        "schema": SCHEMA,
        "program": material.program,
        "as_of": material.as_of.isoformat(),
        "invented": material.case.invented,
        "case": _case(material),
        "law": _state(material.law),
        "lexicon": _state(material.lexicon),
        "directory": _state(material.directory),
        "files": [_file(report) for report in material.reports],
        "overall": [{"remark": remark.code, **_words(remark.what)} for remark in material.overall],
        "rules": _rules(material),
        "left_out": {
            "unattributed": material.left_out.contacts,
            "unattributed_calls": material.left_out.calls,
            "unattributed_with_hard_words": material.left_out.with_hard_words,
            "private": material.left_out.private,
            "unattributed_threats": material.left_out.threats,
            "unattributed_fraud": material.left_out.fraud,
            "unattributed_despair": material.left_out.despair,
        },
        "findings": [_finding(material, number, finding) for number, finding in enumerate(material.ranked, 1)],
        "reminders": [
            {"rule": each.rule, "title": _words(each.title), "day": each.day.isoformat(), "events": list(each.events)}
            for each in material.reminders
        ],
        "links": [_link(material, link) for link in material.links],
        "contacts": [_contact(material, contact) for contact in material.in_order if contact.event.id in used],
        "confirmed": _confirmed(material),
    }


def _confirmed(material: Material) -> list[dict[str, object]]:
    """Incoming contacts by whose records hold them and by party, in the order of the first of each."""
    shown = {party.id for party in material.case.parties if party.kind.value in _SHOWN_PARTIES}
    groups: dict[tuple[str, str], list[ContactEvent]] = {}
    for contact in material.in_order:
        party = contact.attribution.party
        if party in shown and contact.event.direction is Direction.INBOUND:
            groups.setdefault((contact.event.owner, party), []).append(contact.event)
    return [
        {
            "owner": owner,
            "party": party,
            "contacts": len(events),
            "first_day": events[0].time.beijing.date().isoformat(),
            "last_day": events[-1].time.beijing.date().isoformat(),
            "numbers": list(dict.fromkeys(event.other.raw for event in events if event.other.raw))[:_MOST_NUMBERS],
        }
        for (owner, party), events in groups.items()
    ]


def findings_bytes(material: Material) -> bytes:
    """Return ``findings.json`` as it is written: UTF-8, indented, with a final newline."""
    text = json.dumps(findings_json(material), ensure_ascii=False, indent=2)
    return (json_safe(text) + "\n").encode("utf-8")


def findings_digest(material: Material) -> str:
    """Return the SHA-256 (hex) of ``findings_bytes``: the identity of the dossier."""
    return hashlib.sha256(findings_bytes(material)).hexdigest()


def write_findings(path: Path, material: Material) -> dict[str, object]:
    """Write the file, whole or not at all, and return its content; raises ``ShouzhengError`` (``SZ-5102``)."""
    content = findings_bytes(material)
    write_bytes(path, content)
    written: dict[str, object] = json.loads(content)
    return written


def _words(words: Words) -> dict[str, str]:
    return {"zh": words.zh, "en": words.en}


def _state(state: DataState) -> dict[str, str | None]:
    return {
        "hash": state.hash,
        "seen": state.seen.isoformat() if state.seen else None,
        "check_by": state.check_by.isoformat() if state.check_by else None,
    }


def _case(material: Material) -> dict[str, object]:
    case = material.case
    return {
        "title": case.title,
        "stated_by": "the person; not verified",
        "persons": [{"id": p.id, "role": p.role.value, "narrator": p.is_narrator} for p in case.persons],
        "parties": [
            {
                "id": p.id,
                "kind": p.kind.value,
                "name": p.name,
                "institution_kind": p.institution_kind.value,
                "acts_for": p.acts_for,
                "known_by": p.known_by.value,
            }
            for p in case.parties
            if p.kind.value in _SHOWN_PARTIES
        ],
        **_wishes(material),
    }


def _wishes(material: Material) -> dict[str, object]:
    """Refusals and agreed hours towards the parties shown: a creditor can enter them as they are."""
    case = material.case
    shown = {party.id for party in case.parties if party.kind.value in _SHOWN_PARTIES}
    return {
        "objections": [
            {
                "person": each.person,
                "party": each.party,
                "at": _moment(each.at),
                "evidence": _record_of(each, material),
            }
            for each in case.objections
            if each.party in shown
        ],
        "agreed_times": [
            {
                "person": each.person,
                "party": each.party,
                "from_minute": each.from_minute,
                "to_minute": each.to_minute,
                "since": each.since.isoformat() if each.since else None,
                "until": each.until.isoformat() if each.until else None,
            }
            for each in case.agreed_times
            if each.party in shown
        ],
    }


def _record_of(objection: Objection, material: Material) -> int | None:
    """Return the evidence number of the one outgoing record of that person, party, channel and minute, if it is one."""
    minute = objection.at.utc.replace(second=0, microsecond=0)
    found = [
        material.evidence[event.id]
        for event, party in ((each.event, each.attribution.party) for each in material.in_order)
        if event.direction is Direction.OUTBOUND
        and (event.owner, party, event.channel.value) == (objection.person, objection.party, objection.how)
        and event.time.utc.replace(second=0, microsecond=0) == minute
    ]
    return found[0] if len(found) == 1 else None


def _file(report: ImportReport) -> dict[str, object]:
    return {
        "name": report.original.name,
        "digest": str(report.original.digest),
        "length": report.original.digest.length,
        "format": report.format,
        "records": report.records,
        "events": report.events,
        "joined": report.joined,
        "non_contacts": {kind.value: number for kind, number in report.non_contacts},
        "unread": report.unread_total,
        "remarks": [remark.code for remark in report.completeness],
        "problems": sorted({problem.code for problem in report.problems}),
    }


def _rules(material: Material) -> dict[str, object]:
    return {
        "judged": material.judgement.rules_judged,
        "of": material.judgement.rules_total,
        "not_judged": list(material.judgement.not_judged),
        "per_rule": [
            {
                "rule": tally.rule,
                "title": _words(material.rules.get(tally.rule, Words(tally.rule, tally.rule))),
                "breach": tally.breach,
                "clear": tally.clear,
                "cannot_tell": tally.cannot_tell,
                "needs_person": tally.needs_person,
                "not_applicable": tally.not_applicable,
                "failed": tally.failed,
                "missing": [{"fact": fact, "verdicts": number} for fact, number in tally.missing],
            }
            for tally in (*material.judgement.tallies, *material.from_papers)
        ],
    }


def _citation(citation: Citation) -> dict[str, object]:
    provision, instrument = citation.provision, citation.instrument
    last = provision.in_force.last
    return {
        "provision": provision.id,
        "instrument": instrument.id,
        "title": _words(instrument.title),
        "article": provision.article if provision.citable else None,
        "force": instrument.force.value,
        "role": citation.role.value,
        "effective_from": provision.in_force.first.isoformat(),
        "effective_to": last.isoformat() if last else None,
        "through": _citation(citation.through) if citation.through else None,
    }


def _finding(material: Material, number: int, finding: Finding) -> dict[str, object]:
    texts = {event: material.by_id[event].event.text or "" for event in finding.events}
    return {
        "number": number,
        "id": finding.id,
        "rule": finding.rule,
        "kind": finding.kind.value,
        "severity": finding.severity,
        "title": _words(finding.title),
        "seen": _words(finding.seen),
        "sentence": _words(finding.sentence),
        "day": finding.day.isoformat(),
        "party": finding.party,
        "evidence": [material.evidence[event] for event in finding.events],
        "events": list(finding.events),
        "citations": [_citation(c) for c in printable(finding.citations)],
        "sureness": finding.sureness.value,
        "grade": finding.grade.value,
        "doubts": [_words(doubt) for doubt in finding.doubts],
        "next_step": _words(finding.next_step),
        "supports": list(finding.supports),
        "shown": [
            {
                "event": shown.event,
                "act": shown.act,
                "start": shown.span.start,
                "end": shown.span.end,
                "words": texts.get(shown.event, "")[shown.span.start : shown.span.end],
            }
            for shown in finding.shown
        ],
        "facts": {leaf.name: leaf.value for leaf in finding.leaves},
        "confirmed_by_person": finding.confirmed_by_person,
    }


def _moment(moment: Moment) -> dict[str, object]:
    return {
        "raw": moment.raw,
        "utc": moment.utc.isoformat(),
        "offset_minutes": moment.offset_minutes,
        "offset_source": moment.offset_source.value,
        "resolution": moment.resolution.value,
    }


def _link(material: Material, link: Link) -> dict[str, object]:
    return {
        "same": link.tie.value,
        "reason": _words(link.tie.reason),
        "value": link.value,
        "evidence": [material.evidence[event] for event in link.events],
        "owners": list(link.owners),
        "numbers": list(link.numbers),
    }


def _contact(material: Material, contact: Contact) -> dict[str, object]:
    event, who = contact.event, contact.attribution
    return {
        "evidence": material.evidence[event.id],
        "id": event.id,
        "file": str(event.original),
        "positions": [{"offset": p.offset, "length": p.length, "record": p.record} for p in event.positions],
        "time": _moment(event.time),
        "channel": event.channel.value,
        "direction": event.direction.value,
        "outcome": event.outcome.value,
        "seconds": event.seconds,
        "other": _other(event),
        "owner": event.owner,
        "party": who.party,
        "creditor": who.creditor,
        "known_by": who.known_by.value if who.known_by else None,
        "grade": grade_of(event).value,
        "text": event.text,
        "text_source": event.text_source.value if event.text_source else None,
        "notes": list(event.notes),
        "corroborated": is_corroborated(event),
        "witnesses": [_witness(witness) for witness in event.witnesses],
        "disagreements": [
            {"point": each.point.value, "said": [{"event": who, "value": value} for who, value in each.said]}
            for each in event.disagreements
        ],
    }


def _witness(witness: Witness) -> dict[str, object]:
    return {
        "event": witness.id,
        "file": str(witness.original),
        "format": witness.source_format,
        "grade": grade_of_record(witness.source_format).value,
        "positions": [{"offset": p.offset, "length": p.length, "record": p.record} for p in witness.positions],
        "time": _moment(witness.time),
        "seconds": witness.seconds,
        "words": witness.text_source.value if witness.text_source else None,
    }


def _other(event: ContactEvent) -> dict[str, object]:
    return {"raw": event.other.raw, "normal": event.other.normal, "kind": event.other.kind.value}
