"""The dossier as plain values that JSON can hold: everything said and quoted, in one language, without any layout.

The template only places what stands here. Our own words are strings; other people's words are ``Lit`` (literal text,
cut where a line may be broken); sentences with citations are ``Rich``.
"""

from __future__ import annotations

from collections.abc import Sequence

import shouzheng.intake.problems  # noqa: F401 - registers the codes that unread records name
from shouzheng.intake.report import ImportReport, Remark
from shouzheng.judging.case import RuleTally
from shouzheng.model.case import PartyKind
from shouzheng.model.grade import Grade
from shouzheng.model.original import Position, Unread
from shouzheng.model.words import Lang, Words
from shouzheng.reference.problems import in_general, kind_of
from shouzheng.remedy.dossier import contacts as dossier_contacts
from shouzheng.remedy.dossier import findings as dossier_findings
from shouzheng.remedy.dossier import picture as dossier_picture
from shouzheng.remedy.dossier.case import case_view
from shouzheng.remedy.dossier.links import links_view
from shouzheng.remedy.dossier.texts import HIDDEN_PARTS, SENTENCES, TEMPLATE, shows, shows_not
from shouzheng.remedy.findings.write import findings_digest
from shouzheng.remedy.labels import NON_CONTACT, PARTY_KIND, SURENESS_SHORT
from shouzheng.remedy.material import DataState, Material
from shouzheng.remedy.overview import by_party, by_rule, count, next_steps, open_lines, rule_title
from shouzheng.remedy.paper.printable import character_name
from shouzheng.remedy.release import Release
from shouzheng.remedy.wording import Voice

#: Digits of the identity printed on each page: 64 bits, enough to tell dossiers apart, short enough to read aloud.
ID_DIGITS = 16
#: Lines of each list that the one-page summary holds, so that it stays one page.
SUMMARY_PARTIES, SUMMARY_FOUND, SUMMARY_GAPS, SUMMARY_CANNOT, SUMMARY_STEPS = 5, 7, 4, 4, 6
#: Unread records listed singly for one file.
MOST_UNREAD = 100


def build_view(material: Material, lang: Lang, release: Release | None = None) -> dict[str, object]:
    """Return all that the dossier shows, in the language. Only confirmed contacts can be in ``material``."""
    voice, release = Voice.for_case(lang, material.case), release or Release()
    digest = findings_digest(material)
    view: dict[str, object] = {
        "lang": lang.value,
        "as_of": material.as_of.isoformat(),
        "t": {key: voice.say(words) for key, words in TEMPLATE.items()},
        "id": digest[:ID_DIGITS],
        "identity": [voice.say(SENTENCES["identity"]), digest],
        "title": voice.quote(material.case.title),
        "invented": material.case.invented,
        "cover": _cover(material, voice),
        "summary": _summary(material, voice),
        "case": case_view(material, voice, release),
        "files": [_file(report, voice) for report in material.reports],
        "picture": dossier_picture.picture(material, voice),
        "findings": {
            "intro": _intro(["findings_intro"], voice, release),
            "common": [voice.rich(doubt) for doubt in dossier_findings.common_doubts(material)],
            "hard_note": voice.say(SENTENCES["hard_words"]),
            "cards": dossier_findings.finding_cards(material, voice),
        },
        "contacts_intro": _contacts_intro(material, voice, release),
        "contacts": dossier_contacts.contact_rows(material, voice),
        "links": links_view(material, voice),
        "annex": dossier_contacts.annex(material, voice),
        "unsure": _unsure(material, voice),
        "completeness": _completeness(material, voice),
        "limits": _limits(material, voice, release),
        "help": [
            {"number": h.number, "name": voice.say(h.name), "when": voice.say(h.when)} for h in material.help_lines
        ],
        "help_note": voice.say(SENTENCES["help_note"]),
    }
    view["codes"] = [{"code": f"⟦U+{ord(c):04X}⟧", "name": character_name(c)} for c in sorted(voice.unshown)]
    return view


def _cover(material: Material, voice: Voice) -> list[list[object]]:
    """Return the lines of the cover as pairs (label, value); a hash is marked ``{"m": …}`` for small mono type."""
    counts = count(material.in_order)
    lines: list[list[object]] = [[voice.say(SENTENCES["as_of"]), material.as_of.isoformat()]]
    if counts.first and counts.last:
        lines.append(
            [voice.say(SENTENCES["span"]), voice.say(SENTENCES["period"], first=counts.first, last=counts.last)]
        )
    lines.append([voice.say(SENTENCES["confirmed"]), str(counts.contacts)])
    lines.append([voice.say(SENTENCES["found_number"]), str(len(material.judgement.findings))])
    states = (("law_hash", material.law), ("lexicon_hash", material.lexicon), ("directory_hash", material.directory))
    lines += [[voice.say(SENTENCES[key]), *_state(state, voice)] for key, state in states]
    if material.law.overdue(material.as_of):
        lines.append(["", voice.say(SENTENCES["overdue"], day=material.law.check_by)])
    lines.append([voice.say(SENTENCES["program"]), material.program])
    return lines


def _state(state: DataState, voice: Voice) -> list[object]:
    seen = voice.say(SENTENCES["seen"], day=state.seen.isoformat()) if state.seen else ""
    return [seen, {"m": state.hash}]


def _summary(material: Material, voice: Voice) -> dict[str, object]:
    counts = count(material.in_order)
    groups = by_rule(material)
    tiles = (
        (counts.contacts, "tile_contacts"),
        (counts.days, "tile_days"),
        (counts.night, "tile_night"),
        (len(material.judgement.findings), "tile_findings"),
    )
    return {
        "intro": voice.say(SENTENCES["summary_intro"]),
        "tiles": [[str(number), voice.say(SENTENCES[key])] for number, key in tiles],
        "who": _who(material, voice),
        "found": [
            {
                "title": voice.rich(group.lead.title),
                "line": voice.say(
                    SENTENCES["found_line"], count=len(group.findings), numbers=voice.ranges(group.numbers)
                ),
                "sure": voice.say(SURENESS_SHORT[group.lead.sureness]),
            }
            for group in groups[:SUMMARY_FOUND]
        ],
        "found_more": _more(len(groups) - SUMMARY_FOUND, voice),
        "gaps": _gaps(material, voice)[:SUMMARY_GAPS],
        "cannot": open_lines(material, voice, SUMMARY_CANNOT),
        "left_out": _left_out(material, voice),
        "steps": next_steps(material, voice)[:SUMMARY_STEPS],
    }


def _contacts_intro(material: Material, voice: Voice, release: Release) -> str:
    return _intro(["contacts_intro", *(["numbers_skip"] if material.numbers_skip else [])], voice, release)


def _intro(parts: Sequence[str], voice: Voice, release: Release) -> str:
    """Return the sentences one after the other; a copy with hidden parts says first that it is one."""
    said = [HIDDEN_PARTS] if release.redacted else []
    said += [SENTENCES[part] for part in parts]
    return (" " if voice.lang is Lang.EN else "").join(map(voice.say, said))


def _more(number: int, voice: Voice) -> str:
    return voice.say(SENTENCES["more"], count=number) if number > 0 else ""


def _who(material: Material, voice: Voice) -> list[dict[str, object]]:
    lines: list[dict[str, object]] = []
    for each in by_party(material)[:SUMMARY_PARTIES]:
        c, kind = each.counts, each.party.kind if each.party else PartyKind.UNKNOWN
        lines.append(
            {
                "name": voice.quote(each.party.name or each.party.id if each.party else ""),
                "kind": voice.say(PARTY_KIND[kind]),
                "line": voice.say(
                    SENTENCES["party_line"], total=c.contacts, calls=c.calls, texts=c.texts, night=c.night
                ),
            }
        )
    return lines


def _gaps(material: Material, voice: Voice) -> list[object]:
    return [voice.rich(remark.what) for remark in material.gaps]


def _left_out(material: Material, voice: Voice) -> list[str]:
    left = material.left_out
    lines = []
    if left.contacts:
        lines.append(voice.say(SENTENCES["left_out"], contacts=left.contacts, calls=left.calls))
    if left.with_hard_words:
        lines.append(voice.say(SENTENCES["left_hard"], hard=left.with_hard_words))
    return lines


def _file(report: ImportReport, voice: Voice) -> dict[str, object]:
    about = [
        voice.say(SENTENCES["length"], length=f"{report.original.digest.length:,}"),
        voice.say(SENTENCES["recognised"], format=report.format),
    ]
    if report.declared_count is not None:
        about.append(voice.say(SENTENCES["declared"], count=report.declared_count))
    if report.first and report.last:
        period = voice.say(SENTENCES["period"], first=report.first.beijing.date(), last=report.last.beijing.date())
        about.append(period)
    return {
        "name": voice.quote(report.original.name),
        "digest": str(report.original.digest),
        "about": voice.joined(about),
        "records": report.records,
        "events": report.events,
        "joined": report.joined,
        "non_contacts": sum(number for _, number in report.non_contacts),
        "non_contact_kinds": voice.listing(
            f"{voice.say(NON_CONTACT[kind])} {n}" for kind, n in report.non_contacts if n
        ),
        "unread": report.unread_total,
    }


def _unsure(material: Material, voice: Voice) -> dict[str, object]:
    judgement = material.judgement
    open_rules = [t for t in judgement.tallies if t.cannot_tell or t.needs_person]
    lines = [voice.own(judgement.coverage)] if judgement.rules_total else []
    if material.left_out.private:
        lines.append(voice.say(SENTENCES["private_out"], count=material.left_out.private))
    return {
        "intro": voice.say(SENTENCES["unsure_intro"]),
        "rows": [_tally(material, tally, voice) for tally in sorted(open_rules, key=lambda t: -t.cannot_tell)],
        "left_out": [*_left_out(material, voice), *lines, *_set_apart(material, voice)],
    }


def _set_apart(material: Material, voice: Voice) -> list[str]:
    """Say what the records cannot show: rules that need papers, and guards with their first step."""
    lines = []
    if material.from_papers:
        lines.append(voice.say(SENTENCES["from_papers"], count=len(material.from_papers)))
    guards = {finding.rule: finding for finding in material.reminders}
    for guard in guards.values():
        lines.append(voice.own(guard.title) + voice.colon + voice.own(guard.next_step))
    return lines


def _tally(material: Material, tally: RuleTally, voice: Voice) -> dict[str, object]:
    numbers = ((tally.cannot_tell, "cannot_count"), (tally.needs_person, "person_count"))
    facts = [(material.fact(fact), number) for fact, number in tally.missing]
    spoken = max((number for fact, number in facts if fact.shown_by_words), default=0)
    missing = [(SENTENCES["spoken"], spoken)] if spoken else []
    missing += [(fact.label, number) for fact, number in facts if not fact.shown_by_words]
    return {
        "rule": tally.rule,
        "title": voice.rich(rule_title(material, tally.rule)),
        "times": [voice.say(SENTENCES[key], count=number) for number, key in numbers if number],
        "missing": [voice.say(SENTENCES["fact_times"], fact=voice.say(f), count=n) for f, n in missing],
    }


def _completeness(material: Material, voice: Voice) -> dict[str, object]:
    return {
        "counted": voice.say(SENTENCES["counted"]),
        "private_note": voice.say(SENTENCES["private_note"]),
        "overall": [_remark(remark, voice) for remark in material.overall],
        "files": [_gaps_of(report, voice) for report in material.reports],
    }


def _remark(remark: Remark, voice: Voice) -> dict[str, object]:
    return {"what": voice.rich(remark.what), "causes": voice.rich(remark.causes), "advice": voice.rich(remark.advice)}


def _why_in_general(unread: Unread) -> Words:
    """Say why a record is unread without its values: nobody attributed it, so it may be private."""
    kind = kind_of(unread.code)
    return in_general(kind.what) if kind else Words(unread.code, unread.code)


def _trouble(report: ImportReport, voice: Voice) -> list[dict[str, object]]:
    """List what was wrong with the file as a whole (cut off, changed, miscounted), without values out of it."""
    shown = {(p.code, in_general(p.kind.what, p.slots)): p for p in report.problems}
    return [
        {
            "what": voice.rich(Words(f"{what.zh}（{code}）", f"{what.en} ({code})")),
            "causes": voice.rich(in_general(p.kind.why)),
            "advice": voice.rich(in_general(p.kind.repair)),
        }
        for (code, what), p in shown.items()
    ]


def _gaps_of(report: ImportReport, voice: Voice) -> dict[str, object]:
    listed = report.unread[:MOST_UNREAD]
    rest = report.unread_total - len(listed)
    return {
        "name": voice.quote(report.original.name),
        "remarks": [
            *_trouble(report, voice),
            *(_remark(remark, voice) for remark in report.completeness),
        ],
        "unread": [
            {
                "place": _place(u.position, voice),
                "code": u.code,
                "why": voice.rich(_why_in_general(u)),
            }
            for u in listed
        ],
        "more": voice.say(SENTENCES["unread_more"], count=rest) if rest > 0 else "",
    }


def _place(position: Position, voice: Voice) -> str:
    """A row of a database has no byte place; its path names table and row."""
    if position.offset < 0:
        return voice.say(SENTENCES["unread_row"], record=position.record, path=position.path)
    return voice.say(SENTENCES["unread_place"], record=position.record, offset=position.offset)


def _limits(material: Material, voice: Voice, release: Release) -> dict[str, object]:
    return {
        "shows": _all(shows(redacted=release.redacted), voice),
        "shows_not": _all(shows_not(release.proof), voice),
        "grades": [[grade.value, voice.say(grade.meaning)] for grade in Grade],
        "recompute": voice.say(SENTENCES["recompute_text"]),
        "commands": [
            "sha256sum FILE",
            "certutil -hashfile FILE SHA256",
            "shasum -a 256 FILE",
            *([f"verify.py  SHA-256 {material.verifier}"] if material.verifier else []),
        ],
    }


def _all(words: Sequence[Words], voice: Voice) -> list[object]:
    return [voice.rich(each) for each in words]
