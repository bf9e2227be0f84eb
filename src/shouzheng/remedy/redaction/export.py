"""Builds the copy for sharing: everything anew from blackened values, then searched, and only then put in place."""

from __future__ import annotations

import csv
import io
import json
from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date
from pathlib import Path

from shouzheng import __version__
from shouzheng.casefile.case import CaseFile
from shouzheng.judging.case import Contact
from shouzheng.model.case import Case
from shouzheng.model.words import Lang, Words
from shouzheng.reference.problems import Problem, ShouzhengError
from shouzheng.reference.safe_text import visible
from shouzheng.remedy.bundle.bag import Bag
from shouzheng.remedy.bundle.build import (
    Exported,
    bundle_material,
    close_bag,
    event_lines,
    lines_bytes,
    ready,
    record_export,
    verifier_digest,
    write_bag,
    write_readmes,
    write_tables,
    zip_path,
)
from shouzheng.remedy.bundle.evidence_list import Along, evidence_list
from shouzheng.remedy.bundle.evidence_list_files import list_pdf, list_word
from shouzheng.remedy.bundle.extract import Sealed, sealed_originals
from shouzheng.remedy.bundle.problems import NO_SUCH_PERSON, NOTHING_TO_HIDE, STILL_THERE, TOO_SHORT
from shouzheng.remedy.bundle.readme import About
from shouzheng.remedy.bundle.transcripts import transcripts
from shouzheng.remedy.cases.judge import CaseCheck
from shouzheng.remedy.dossier.pdf import dossier_pdf
from shouzheng.remedy.findings.write import findings_bytes
from shouzheng.remedy.material import Material
from shouzheng.remedy.redaction.folding import SHORTEST, fold
from shouzheng.remedy.redaction.mask import Mask
from shouzheng.remedy.redaction.search import hits
from shouzheng.remedy.release import Release

_COLUMNS = ("evidence", "time", "channel", "direction", "outcome", "seconds", "other", "owner", "party", "text")
#: A cell that begins like this is a formula to a spreadsheet program.
_NO_PROOF = Words(
    "档案形成的时间。摘要值由本人的电脑算出；这一副本没有附时间证明。",
    "When the dossier was made. The digests come from the person's own computer; no time proof goes along with this "
    "copy.",
)
_FORMULA = ("=", "+", "-", "@", "\t", "\r")


@dataclass(frozen=True, slots=True)
class Hidden:
    """What is to be hidden: persons (by id, with all their contacts), numbers, and words."""

    persons: tuple[str, ...] = ()
    numbers: tuple[str, ...] = ()
    texts: tuple[str, ...] = ()


def export_redacted(case: CaseFile, out: Path, hidden: Hidden, *, as_of: date, lang: Lang = Lang.ZH_HANS) -> Exported:
    """Write the copy to ``out`` (new) and ``out.zip``, and note it in the custody log.

    Raises ``ShouzhengError`` as ``export_bundle`` does, and: SZ-5310 when nothing is to be hidden or a term is too
    short, SZ-5311 for an unknown person, SZ-5312 when what was removed is still found anywhere; then nothing is
    released.
    """
    checked = ready(case, out, as_of)
    terms = terms_of(hidden, checked.result.case)
    mask = Mask(terms)
    narrowed = without(checked, hidden, mask)
    material = bundle_material(narrowed)
    sealed = tuple(mask.value(each) for each in sealed_originals(case, checked.result.contacts))
    kept = {contact.event.id for contact in material.contacts}
    sealed = tuple(_only(each, kept) for each in sealed if any(c.event.id in kept for c in each.selected))

    selected = len(checked.result.contacts)
    release = Release.of(checked.result.case, material.case, redacted=True, proof=_NO_PROOF)

    def fill(folder: Path) -> tuple[Bag, str]:
        bag = Bag(folder)
        _fill(case, bag, material, sealed, release, _About(selected, checked.unconfirmed, lang))
        info = [("Bag-Software-Agent", f"shouzheng {__version__}"), ("Bagging-Date", as_of.isoformat())]
        digest = close_bag(case, bag, [*info, ("External-Identifier", f"{case.header.id} redacted")], "redacted")
        if found := hits(folder, terms):
            raise ShouzhengError(*_still_there(found))
        return bag, digest

    bag, tag_manifest, digest = write_bag(case, out, fill)
    about = {"kind": "redacted", "tagmanifest": tag_manifest, "zip": digest, "contacts": len(material.contacts)}
    record_export(case, checked, about)
    counts = len(material.contacts), len(material.judgement.findings), len(bag.digests)
    return Exported(out, zip_path(out), tag_manifest, digest, verifier_digest(), *counts, ())


def terms_of(hidden: Hidden, case: Case) -> tuple[str, ...]:
    """Return every word that must not be found: texts, numbers, and names of the persons; raises ``ShouzhengError``."""
    known = {person.id: person for person in case.persons}
    for each in hidden.persons:
        if each not in known:
            raise ShouzhengError(Problem(NO_SUCH_PERSON, visible(each)[:60]))
    names = [known[each].name.split("（")[0] for each in hidden.persons]
    terms = [*hidden.texts, *hidden.numbers, *(name for name in names if name)]
    if not terms and not hidden.persons:
        raise ShouzhengError(Problem(NOTHING_TO_HIDE))
    if short := [term for term in terms if len(fold(term)) < SHORTEST]:
        raise ShouzhengError(*(Problem(TOO_SHORT, visible(term)) for term in short))
    return tuple(dict.fromkeys(terms))


def without(checked: CaseCheck, hidden: Hidden, mask: Mask) -> CaseCheck:
    """Return the result without the persons and their contacts, and with every other text blackened."""
    result = checked.result
    gone = frozenset(hidden.persons)
    contacts = tuple(each for each in result.contacts if each.event.owner not in gone)
    kept = {each.event.id for each in contacts}
    findings = tuple(each for each in result.judgement.findings if set(each.events) <= kept)
    stated = result.case
    case = replace(
        stated,
        persons=tuple(each for each in stated.persons if each.id not in gone),
        objections=tuple(each for each in stated.objections if each.person not in gone),
        agreed_times=tuple(each for each in stated.agreed_times if each.person not in gone),
    )
    narrow = replace(
        result,
        case=mask.value(case),
        contacts=tuple(mask.value(each) for each in contacts),
        judgement=mask.value(replace(result.judgement, findings=findings)),
        reports=tuple(mask.value(each) for each in result.reports),
        problems=(),
        overall=(),  # what all imports may lack is about everybody's
    )
    return replace(checked, result=narrow, findings=findings)


def _only(sealed: Sealed, kept: set[str]) -> Sealed:
    return replace(sealed, selected=tuple(each for each in sealed.selected if each.event.id in kept), whole=False)


@dataclass(frozen=True, slots=True)
class _About:
    """How many contacts were selected before any was hidden, how many were not, and the language."""

    selected: int
    left: int
    lang: Lang


def _fill(
    case: CaseFile, bag: Bag, material: Material, sealed: Sequence[Sealed], release: Release, told: _About
) -> None:
    lang = told.lang
    dossier = dossier_pdf(material, lang, release)
    bag.add("data/dossier.pdf", dossier)
    bag.add("data/findings.json", findings_bytes(material))
    bag.add("data/events.jsonl", lines_bytes(event_lines(material.in_order)))
    bag.add("data/contacts.csv", _table(material))
    write_tables(bag, material, [])
    texts = transcripts(material.in_order, material.evidence, lang)
    for name, content in texts.items():
        bag.add(name, content)
    bag.add("data/sealed.json", _links(case, sealed))
    head = case.head()
    bag.add("data/custody/head.txt", head.message())
    bag.add("data/custody/head.sig", head.signature)
    along = Along({}, (), len(texts), verifier_digest(), with_log=False)
    listed = evidence_list(material, sealed, along, dossier, lang)
    bag.add("data/evidence-list.pdf", list_pdf(listed, material.as_of))
    bag.add("data/evidence-list.docx", list_word(listed, material.as_of))
    about = About(
        case=case.header.id,
        contacts=len(material.contacts),
        left=told.left,
        hidden=told.selected - len(material.contacts),
        findings=len(material.judgement.findings),
        verifier=verifier_digest(),
        key=case.header.signer.hex(),
        lines=head.count,
        redacted=True,
    )
    write_readmes(bag, about, lang)


def _links(case: CaseFile, sealed: Sequence[Sealed]) -> bytes:
    """What the copy was made from, by hash only: case, end of its log, each original and its selected records."""
    head = case.head()
    content = {
        "case": case.header.id,
        "custody_head": {"count": head.count, "sha256": head.hash},
        "originals": [
            {
                "no": each.stored.no,
                "sha256": each.stored.digest.hex,
                "length": each.stored.digest.length,
                "contacts": [contact.event.id for contact in each.selected],
            }
            for each in sealed
        ],
    }
    return (json.dumps(content, indent=1) + "\n").encode("ascii")


def _table(material: Material) -> bytes:
    """The contacts as CSV that spreadsheet programs open in the right encoding and never run as formulas."""
    out = io.StringIO()
    writer = csv.writer(out, lineterminator="\r\n")
    writer.writerow(_COLUMNS)
    for contact in material.in_order:
        writer.writerow([_cell(value) for value in _row(material, contact)])
    return b"\xef\xbb\xbf" + out.getvalue().encode("utf-8", "replace")


def _row(material: Material, contact: Contact) -> tuple[object, ...]:
    event = contact.event
    when = event.time.device.isoformat(timespec="seconds")
    about = (event.channel.value, event.direction.value, event.outcome.value, event.seconds)
    return (
        material.evidence[event.id], when, *about, event.other.raw, event.owner, contact.attribution.party, event.text
    )  # fmt: skip


def _cell(value: object) -> str:
    text = "" if value is None else visible(str(value))
    return f"'{text}" if text.startswith(_FORMULA) else text


def _still_there(found: Sequence[tuple[str, int]]) -> list[Problem]:
    """Say where, and which term by its number: the term itself is not repeated."""
    return [Problem(STILL_THERE, name, (("number", str(place + 1)),)) for name, place in found[:20]]
