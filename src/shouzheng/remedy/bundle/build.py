"""Exports the selected contacts as an evidence bundle: a BagIt folder and one ZIP, checked before it is handed over.

The case is verified first. What is private stays: only contacts that the person confirmed, only accounts of files that
hold one of them, no whole original unless all of it was selected or the person insists. The same case gives the same
bytes: no time of the run stands in a file, only the day that counts as today.
"""

from __future__ import annotations

import hashlib
import json
import shutil
import tempfile
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from importlib.resources import files
from pathlib import Path, PurePath

from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PublicKey
from cryptography.hazmat.primitives.serialization import Encoding, PublicFormat

from shouzheng import __version__
from shouzheng.casefile.case import CaseFile
from shouzheng.casefile.problems import DAMAGED_EXIT
from shouzheng.casefile.verify import verify
from shouzheng.intake.event_lines import event_as_text
from shouzheng.intake.parquet import write_parquet
from shouzheng.intake.problems import NO_PYARROW
from shouzheng.intake.rows import event_row, finding_row
from shouzheng.judging.case import Contact
from shouzheng.model.schema import EVENTS, FINDINGS
from shouzheng.model.words import Lang
from shouzheng.reference.problems import Problem, ShouzhengError
from shouzheng.reference.safe_text import json_safe
from shouzheng.remedy.bundle import verify as checking
from shouzheng.remedy.bundle.archive import write_zip
from shouzheng.remedy.bundle.bag import Bag
from shouzheng.remedy.bundle.evidence_list import Along, evidence_list
from shouzheng.remedy.bundle.evidence_list_files import list_pdf, list_word
from shouzheng.remedy.bundle.extract import Sealed, extract_lines, sealed_originals
from shouzheng.remedy.bundle.notes import Note, lines_by_contact, notes_along
from shouzheng.remedy.bundle.problems import (
    CANNOT_EXPORT,
    NO_TABLES,
    NOTHING_SELECTED,
    OUT_EXISTS,
    PLAIN_LOG,
    WITH_ORIGINALS,
)
from shouzheng.remedy.bundle.proof_files import proof_files, what_they_show
from shouzheng.remedy.bundle.readme import About, readme
from shouzheng.remedy.bundle.transcripts import transcripts
from shouzheng.remedy.cases.judge import CaseCheck, check_case, with_numbers
from shouzheng.remedy.dossier.pdf import dossier_pdf
from shouzheng.remedy.findings.write import findings_bytes
from shouzheng.remedy.gather import material_of
from shouzheng.remedy.material import Material
from shouzheng.remedy.release import Release, touched

VERIFIER = "verify.py"


@dataclass(frozen=True, slots=True)
class Exported:
    """What was written: folder, ZIP, digests (SHA-256 hex) to be noted elsewhere, counts, and what to say."""

    folder: Path
    zip: Path
    tag_manifest: str
    zip_digest: str
    verifier: str
    contacts: int
    findings: int
    files: int
    problems: tuple[Problem, ...]


@dataclass(slots=True)
class _Work:
    """One export under way."""

    case: CaseFile
    bag: Bag
    material: Material
    contacts: tuple[Contact, ...]
    sealed: tuple[Sealed, ...]
    lang: Lang
    problems: list[Problem]


def verifier_source() -> bytes:
    """Return the stand-alone program that goes into every bundle."""
    return files("shouzheng.remedy.bundle").joinpath(VERIFIER).read_bytes()


def verifier_digest() -> str:
    """Return the SHA-256 (hex) of the stand-alone program."""
    return hashlib.sha256(verifier_source()).hexdigest()


def export_bundle(
    case: CaseFile, out: Path, *, as_of: date, lang: Lang = Lang.ZH_HANS, with_originals: bool = False
) -> Exported:
    """Write the bundle to ``out`` (new) and ``out.zip``, and note it in the custody log.

    Raises ``ShouzhengError``: exit 4 when the case is damaged; 2 when nothing is selected (SZ-5300), something is at
    ``out`` (SZ-5301) or the disk refuses (SZ-5302). Nothing half-written stays.
    """
    checked = ready(case, out, as_of)
    material = bundle_material(checked)
    sealed = sealed_originals(case, material.in_order)
    problems = [each for each in checked.result.problems if each.severity.value != "note"]

    def fill(folder: Path) -> tuple[Bag, str]:
        work = _Work(case, Bag(folder), material, material.in_order, sealed, lang, problems)
        _fill(work, checked, with_originals)
        return work.bag, _finish(work, as_of)

    bag, tag_manifest, digest = write_bag(case, out, fill)
    archive = zip_path(out)
    about = {"kind": "bundle", "tagmanifest": tag_manifest, "zip": digest, "contacts": len(material.contacts)}
    record_export(case, checked, about)
    found = len(material.judgement.findings)
    return Exported(
        out, archive, tag_manifest, digest, verifier_digest(), len(material.contacts), found, len(bag.digests),
        tuple(problems),
    )  # fmt: skip


def ready(case: CaseFile, out: Path, as_of: date, *, only_zip: bool = False) -> CaseCheck:
    """Verify the case and return what the person selected; raises ``ShouzhengError`` as ``export_bundle`` does."""
    refuse_taken(out, only_zip=only_zip)
    if damage := verify(case).problems:
        raise ShouzhengError(*damage, exit_code=DAMAGED_EXIT)
    if not _log_is_marked(case):
        raise ShouzhengError(Problem(PLAIN_LOG))
    checked = check_case(case, as_of=as_of, only_confirmed=True)
    if not checked.result.contacts:
        raise ShouzhengError(Problem(NOTHING_SELECTED, "", (("count", str(checked.unconfirmed)),)))
    return checked


def record_export(case: CaseFile, checked: CaseCheck, about: Mapping[str, object]) -> None:
    """Note an export in the custody log and keep the evidence numbers in it, both or neither.

    Afterwards, because the log goes into the bundle: the numbers in it are those that the case gives now, and the same
    case gives the same bytes.
    """
    with case.together():
        with_numbers(case, checked)
        case.record("export", about)


def refuse_taken(out: Path, *, only_zip: bool = False) -> None:
    """Raise ``ShouzhengError`` (SZ-5301) when something is at the place of the ZIP, or of a folder to be written."""
    for path in (zip_path(out),) if only_zip else (out, zip_path(out)):
        if path.exists() or path.is_symlink():
            raise ShouzhengError(Problem(OUT_EXISTS, path.name))


def zip_path(out: Path) -> Path:
    """Return where the ZIP of a bundle lies: beside its folder."""
    return out.with_name(f"{out.name}.zip")


def _log_is_marked(case: CaseFile) -> bool:
    for text in case.log():
        line = json.loads(text)
        if line["what"] == "enter" and "mark" not in line["about"]:
            return False
        if line["what"] == "add" and len(str(line["about"]["name"])) != hashlib.sha256().digest_size * 2:
            return False
    return True


def bundle_material(checked: CaseCheck) -> Material:
    """Return the material of what is selected: only files that hold a selected contact, only people it touches."""
    result = replace(checked.result, case=touched(checked.result.case, checked.result.contacts))
    held = {contact.event.original for contact in result.contacts}
    held |= {each.original for contact in result.contacts for each in contact.event.witnesses}
    reports = tuple(report for report in result.reports if report.original.digest in held)
    return replace(material_of(replace(result, reports=reports)), verifier=verifier_digest())


def write_bag(
    case: CaseFile, out: Path, fill: Callable[[Path], tuple[Bag, str]], *, only_zip: bool = False
) -> tuple[Bag, str, str]:
    """Let ``fill`` make a bag in a hidden folder beside ``out``, check it, put it in place with its ZIP.

    The hidden folder has the case's id in its name: what a crash left of an earlier export of this case, which lies
    there in plain, is removed first. Whoever holds the case open is the only one who exports it.

    Returns the bag, the SHA-256 of its tag manifest and that of the ZIP. With ``only_zip`` the folder is not kept.
    Raises ``ShouzhengError`` (SZ-5302).
    """
    prefix = f".shouzheng-{case.header.id}-"
    try:
        for left in out.parent.glob(f"{prefix}*"):
            shutil.rmtree(left)
        with tempfile.TemporaryDirectory(dir=out.parent, prefix=prefix, ignore_cleanup_errors=True) as name:
            stage = Path(name) / out.name
            stage.mkdir()
            bag, tag_manifest = fill(stage)
            found, _ = checking.check(checking.Folder(stage))
            if found.wrong:
                raise RuntimeError(f"the new bundle does not verify: {found.wrong[0]}")
            digest = write_zip(stage, out.name, Path(name) / "bundle.zip")
            shutil.copymode(stage / "bagit.txt", Path(name) / "bundle.zip")
            if not only_zip:
                stage.replace(out)
            (Path(name) / "bundle.zip").replace(zip_path(out))
    except OSError as error:
        reason = error.strerror or type(error).__name__
        raise ShouzhengError(Problem(CANNOT_EXPORT, out.name, (("reason", reason),))) from error
    return bag, tag_manifest, digest


def _fill(work: _Work, checked: CaseCheck, with_originals: bool) -> None:
    """Write all payload files."""
    bag, material, as_of = work.bag, work.material, work.material.as_of
    release = Release.of(checked.result.case, material.case, proof=what_they_show(work.case))
    dossier = dossier_pdf(material, work.lang, release)
    bag.add("data/dossier.pdf", dossier)
    bag.add("data/findings.json", findings_bytes(material))
    bag.add("data/events.jsonl", lines_bytes(event_lines(work.contacts)))
    originals = _originals(work, with_originals)
    notes = _notes(work, originals)
    extract = extract_lines(work.case, work.sealed, material.evidence, lines_by_contact(notes))
    bag.add("data/extract.jsonl", lines_bytes([json.dumps(line, ensure_ascii=False) for line in extract]))
    write_tables(bag, material, work.problems)
    write_custody(work.case, work.bag)
    proofs = proof_files(work.case)
    for name, content in proofs.files.items():
        bag.add(name, content)
    texts = transcripts(work.contacts, material.evidence, work.lang)
    for name, content in texts.items():
        bag.add(name, content)
    along = Along(originals, proofs.labels, len(texts), verifier_digest(), notes=notes)
    listed = evidence_list(material, work.sealed, along, dossier, work.lang)
    bag.add("data/evidence-list.pdf", list_pdf(listed, as_of))
    bag.add("data/evidence-list.docx", list_word(listed, as_of))
    about = About(
        case=work.case.header.id,
        contacts=len(material.contacts),
        left=checked.unconfirmed,
        findings=len(material.judgement.findings),
        verifier=verifier_digest(),
        key=work.case.header.signer.hex(),
        lines=work.case.head().count,
        proofs=proofs.commands,
        originals=len(originals) if with_originals else 0,
        corrected=len({contact.event.id for note in notes for contact in note.contacts}),
    )
    write_readmes(bag, about, work.lang)


def write_readmes(bag: Bag, about: About, lang: Lang) -> None:
    """Write README in Chinese and in English, and the checking program."""
    chinese = Lang.ZH_HANS if lang is Lang.EN else lang
    names = tuple(bag.digests)
    bag.add("README.zh.txt", readme(about, names, chinese))
    bag.add("README.en.txt", readme(about, names, Lang.EN))
    bag.add(VERIFIER, verifier_source())


def event_lines(contacts: Sequence[Contact]) -> list[str]:
    """Return the JSON lines of contacts, by time."""
    return [event_as_text(each.event, each.attribution, each.reading) for each in contacts]


def lines_bytes(lines: Sequence[str]) -> bytes:
    """Return lines as UTF-8; half a character becomes U+FFFD."""
    return "".join(f"{json_safe(line)}\n" for line in lines).encode("utf-8")


def write_tables(bag: Bag, material: Material, problems: list[Problem]) -> None:
    """Write the Parquet tables where pyarrow is installed; the note of a whole phone's table is not theirs."""
    folder = bag.folder / "data"
    tables = (
        (replace(EVENTS), "events", (event_row(each.event, each.attribution) for each in material.in_order)),
        (FINDINGS, "findings", (finding_row(each) for each in material.ranked)),
    )
    for table, name, rows in tables:
        try:
            write_parquet(folder / f"{name}.parquet", table, rows)
        except ShouzhengError as error:
            if error.problems[0].kind is not NO_PYARROW:
                raise
            problems.append(Problem(NO_TABLES))
            return
        shutil.copymode(bag.folder / next(iter(bag.digests)), folder / f"{name}.parquet")  # it is made private
        bag.take(f"data/{name}.parquet")


def _originals(work: _Work, with_originals: bool) -> dict[int, str]:
    """Put in whole originals: those of which all was selected, and with ``with_originals`` those that hold more."""
    paths: dict[int, str] = {}
    others = 0
    for each in work.sealed:
        if not (each.whole or with_originals):
            continue
        stored = each.stored
        path = f"originals/{stored.no:03d}-{stored.digest.hex[:16]}{_ending(stored.name)}"
        digest = work.bag.add(f"data/{path}", work.case.blobs.chunks(stored.blob))
        if digest != stored.digest.hex:
            raise RuntimeError("an original changed between verify and export")
        paths[stored.no] = path
        others += each.records - each.chosen
    if others:
        slots = (("count", str(len(paths))), ("others", str(others)))
        work.problems.append(Problem(WITH_ORIGINALS, "", slots))
    return paths


def _notes(work: _Work, originals: dict[int, str]) -> tuple[Note, ...]:
    """Put in what a person wrote about the originals that go along; return it all."""
    notes = notes_along(work.case, work.sealed, originals)
    for path, note in {each.path: each for each in notes if each.path}.items():
        if work.bag.add(f"data/{path}", work.case.blobs.chunks(note.stored.blob)) != note.stored.digest.hex:
            raise RuntimeError("a note changed between verify and export")
    return notes


def _ending(name: str) -> str:
    """The ending of a file's name where it is a plain short one; a name itself may tell of people and stays out."""
    ending = PurePath(name.replace("\\", "/")).suffix.lower()
    return ending if ending.isascii() and ending[1:].isalnum() and len(ending) <= 6 else ".bin"


def write_custody(case: CaseFile, bag: Bag) -> None:
    """Write the custody log with its signed head."""
    head = case.head()
    bag.add("data/custody/log.jsonl", "".join(f"{line}\n" for line in case.log()).encode("ascii"))
    bag.add("data/custody/head.txt", head.message())
    bag.add("data/custody/head.sig", head.signature)


def _finish(work: _Work, as_of: date) -> str:
    head = work.case.head()
    info = [("Bag-Software-Agent", f"shouzheng {__version__}"), ("Bagging-Date", as_of.isoformat())]
    info += [("External-Identifier", work.case.header.id), ("Custody-Head", f"{head.count} {head.hash}")]
    return close_bag(work.case, work.bag, info, "bundle")


def close_bag(case: CaseFile, bag: Bag, info: Sequence[tuple[str, str]], kind: str) -> str:
    """Write key, manifests and signature; returns the SHA-256 of the tag manifest."""
    key = Ed25519PublicKey.from_public_bytes(case.header.signer)
    bag.add("signer.pem", key.public_bytes(Encoding.PEM, PublicFormat.SubjectPublicKeyInfo))
    tag_manifest = bag.finish(info)
    message, signature = case.signed(kind, tag_manifest)
    bag.add("signature.txt", message)
    bag.add("signature.sig", signature)
    return tag_manifest
