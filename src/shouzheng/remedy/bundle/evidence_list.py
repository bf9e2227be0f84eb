"""证据清单: the list that a court or authority asks for, as rows in one language, without any layout."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from shouzheng.model.words import Lang, Words
from shouzheng.remedy.bundle.extract import Sealed
from shouzheng.remedy.bundle.notes import Note
from shouzheng.remedy.bundle.page_numbers import PageNumbers, page_numbers
from shouzheng.remedy.dossier.texts import TEMPLATE
from shouzheng.remedy.material import Material
from shouzheng.remedy.wording import Voice

_HEAD = (
    Words("编号", "No."),
    Words("证据名称", "Name"),
    Words("来源", "Source"),
    Words("说明什么", "What it shows"),
    Words("页码", "Page"),
)
_TEXTS = {
    "title": Words("证据清单", "List of evidence"),
    "dossier": Words("联系记录与证据档案", "Dossier of contacts and evidence"),
    "dossier_source": Words(
        "由本证据包的程序从下列记录整理（dossier.pdf）", "made from the records below (dossier.pdf)"
    ),
    "dossier_shows": Words(
        "联系 {contacts} 次，可疑之处 {findings} 项，及各项的依据和疑点",
        "contacts: {contacts}; points to check: {findings}, each with its basis and doubts",
    ),
    "records": Words("记录 {count} 条，出自 {file}", "records: {count}, from {file}"),
    "records_source": Words(
        "{owner}的手机或材料；原件{state}，SHA-256 {sha}",
        "phone or papers of {owner}; the original {state}, SHA-256 {sha}",
    ),
    "apart": Words("；", "; "),
    "corrected": Words(
        "证据 {numbers} 的文字由人核对（核对单{state}，SHA-256 {sha}）",
        "the words of evidence {numbers} were checked by a person (the notes on it: {state}, SHA-256 {sha})",
    ),
    "written_down": Words(
        "证据 {numbers} 的文字出自录音文字稿（文字稿{state}，SHA-256 {sha}）",
        "the words of evidence {numbers} are from a transcript ({state}, SHA-256 {sha})",
    ),
    "me": Words("本人", "the person"),
    "sealed": Words("封存在本人处，可当面核对", "is kept sealed by the person and can be inspected"),
    "included": Words("随附（{path}）", "goes along ({path})"),
    "evidence": Words("证据 {numbers}", "evidence {numbers}"),
    "shows_findings": Words("{title}（发现 {numbers}）", "{title} (findings {numbers})"),
    "to_check": Words("供核对的线索：{titles}", "points to check: {titles}"),
    "shows_contacts": Words("联系的时间、次数和内容", "times, number and words of the contacts"),
    "log": Words("保管记录", "Custody log"),
    "log_source": Words(
        "案卷程序逐条写下并签名（custody/log.jsonl）", "kept and signed by the program (custody/log.jsonl)"
    ),
    "log_shows": Words("原件何时存入，此后没有改动", "when originals were stored, and no change since"),
    "proofs": Words("时间证明 {count} 份", "Time proofs: {count}"),
    "proofs_source": Words("{who}", "{who}"),
    "proofs_shows": Words("保管记录在该时刻已经存在", "the custody log existed at that time"),
    "transcripts": Words("录音的文字稿 {count} 份", "Transcripts of recordings: {count}"),
    "transcripts_source": Words("机器草稿或手工记录，以录音为准", "drafts by machine or hand; the recording counts"),
    "transcripts_shows": Words(
        "便于查找录音里的话，不单独作为证据", "help to find words in a recording; no evidence alone"
    ),
    "note": Words(
        "来源和内容由提交人负责；程序只保证自存入后没有改动。页码指 dossier.pdf。",
        "The person who submits answers for source and content; the program only shows that nothing was changed since "
        "it was stored. Pages are those of dossier.pdf.",
    ),
    "sign": Words(
        "提交人：________________    日期：______________", "Submitted by: ________________    Date: ______________"
    ),
    "contacts_on": Words("明细 {pages}", "table {pages}"),
    "findings_on": Words("发现 {pages}", "findings {pages}"),
    "verifier": Words("核对程序 verify.py 的 SHA-256：", "SHA-256 of the program verify.py: "),
    "none": Words("—", "—"),
    "page": TEMPLATE["page"],
}
_SEALED_DIGITS = 64


@dataclass(frozen=True, slots=True)
class Listed:
    """One row: its cells in the order of the head, in plain text."""

    number: int
    name: str
    source: str
    shows: str
    pages: str


@dataclass(frozen=True, slots=True)
class EvidenceList:
    """The whole list in one language."""

    lang: Lang
    title: str
    case: str
    head: tuple[str, ...]
    rows: tuple[Listed, ...]
    note: str
    sign: str
    verifier: str
    page: str


@dataclass(frozen=True, slots=True)
class Along:
    """What goes along beside the records: paths of whole originals by number, proofs by who made them, transcripts.

    ``notes`` are those that selected contacts rest on, whether they go along or stay in the case.
    """

    originals: dict[int, str]
    proofs: tuple[str, ...]
    transcripts: int
    verifier: str
    with_log: bool = True
    notes: tuple[Note, ...] = ()


def evidence_list(
    material: Material, sealed: Sequence[Sealed], along: Along, dossier: bytes, lang: Lang
) -> EvidenceList:
    """Return the list for what is in the bundle."""
    voice = Voice.for_case(lang, material.case)

    def say(key: str, **values: object) -> str:
        return voice.say(_TEXTS[key], **values)

    pages = page_numbers(material, dossier, voice)
    cells: list[tuple[str, str, str, str]] = [
        (
            say("dossier"),
            say("dossier_source"),
            say("dossier_shows", contacts=len(material.contacts), findings=len(material.judgement.findings)),
            f"1–{pages.total}",
        )
    ]
    cells += [_records(material, each, along, voice, pages) for each in sealed]
    if along.with_log:
        cells.append((say("log"), say("log_source"), say("log_shows"), say("none")))
    if along.proofs:
        who = voice.listing(along.proofs)
        cells.append((say("proofs", count=len(along.proofs)), who, say("proofs_shows"), say("none")))
    if along.transcripts:
        name = say("transcripts", count=along.transcripts)
        cells.append((name, say("transcripts_source"), say("transcripts_shows"), say("none")))
    return EvidenceList(
        lang,
        say("title"),
        material.case.title,
        tuple(voice.say(words) for words in _HEAD),
        tuple(Listed(number, *row) for number, row in enumerate(cells, 1)),
        say("note"),
        say("sign"),
        say("verifier") + along.verifier,
        say("page"),
    )


def _records(
    material: Material, sealed: Sealed, along: Along, voice: Voice, pages: PageNumbers
) -> tuple[str, str, str, str]:
    def say(key: str, **values: object) -> str:
        return voice.say(_TEXTS[key], **values)

    ids = [contact.event.id for contact in sealed.selected]
    evidence = say("evidence", numbers=voice.ranges(material.evidence[each] for each in ids))
    owner = next(iter({contact.event.owner for contact in sealed.selected}))
    person = next((p for p in material.case.persons if p.id == owner), None)
    name = say("me") if person is None or person.is_narrator else person.name or person.id
    path = along.originals.get(sealed.stored.no)
    state = say("included", path=path) if path else say("sealed")
    findings: dict[str, list[int]] = {}
    for number, finding in enumerate(material.ranked, 1):
        if set(finding.events) & set(ids):
            findings.setdefault(voice.own(finding.title), []).append(number)
    numbers = [number for of in findings.values() for number in of]
    where = [say("contacts_on", pages=voice.ranges(pages.of_contacts(ids)))]
    where += [say("findings_on", pages=voice.ranges(pages.of_findings(numbers)))] if numbers else []
    shows = [say("shows_findings", title=title, numbers=voice.ranges(of)) for title, of in findings.items()]
    source = say("records_source", owner=name, state=state, sha=sealed.stored.digest.hex[:_SEALED_DIGITS])
    notes = [_note(material, each, voice) for each in along.notes if each.original == sealed.stored.no]
    return (
        voice.joined((say("records", file=sealed.stored.name, count=len(ids)), evidence)),
        say("apart").join((source, *notes)),
        say("to_check", titles=voice.listing(shows)) if shows else say("shows_contacts"),
        say("apart").join(where),
    )


def _note(material: Material, note: Note, voice: Voice) -> str:
    """Say which contacts rest on a note, and where it is."""
    state = voice.say(_TEXTS["included"], path=note.path) if note.path else voice.say(_TEXTS["sealed"])
    numbers = voice.ranges(material.evidence[each.event.id] for each in note.contacts)
    words = _TEXTS["corrected" if note.corrects else "written_down"]
    return voice.say(words, numbers=numbers, state=state, sha=note.stored.digest.hex)
