"""The signed intake pack: an emergency contact or colleague hands over what they selected, and says that they agree.

One ZIP, a bag like the bundle: the selected contacts, their records, the consent with its date, the custody log of the
person's own case, all signed with the key of that case. A pack without contacts withdraws what was agreed.
"""

from __future__ import annotations

import json
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path

from shouzheng import __version__
from shouzheng.casefile.case import CaseFile
from shouzheng.judging.case import Contact
from shouzheng.model.words import Words
from shouzheng.reference.problems import Problem, ShouzhengError
from shouzheng.remedy.bundle.bag import Bag
from shouzheng.remedy.bundle.build import (
    close_bag,
    event_lines,
    lines_bytes,
    ready,
    refuse_taken,
    verifier_source,
    write_bag,
    write_custody,
    zip_path,
)
from shouzheng.remedy.bundle.extract import extract_lines, sealed_originals
from shouzheng.remedy.bundle.problems import NOTHING_SELECTED
from shouzheng.remedy.cases.statement import stated_case

SCHEMA = "shouzheng.pack/1"
_AGREES = Words(
    "本人同意把这里选入的联系用于相关案件的投诉、举报和诉讼；可以随时撤回。",
    "I agree that the contacts selected here are used for complaints, reports and lawsuits in this matter; I may "
    "withdraw at any time.",
)
_WITHDRAWS = Words("本人撤回此前的同意。", "I withdraw what I agreed to before.")


@dataclass(frozen=True, slots=True)
class Packed:
    """The file, its SHA-256, how many contacts are in it, and the key that signed it (hex)."""

    path: Path
    digest: str
    contacts: int
    key: str


def write_pack(case: CaseFile, out: Path, *, now: datetime | None = None, withdraw: bool = False) -> Packed:
    """Write ``out`` (``.zip``), signed: the contacts that the narrator confirmed, of the narrator's own phone only.

    Nobody can agree for somebody else: what other persons have in this case stays here. Raises ``ShouzhengError`` as
    ``export_bundle`` does.
    """
    when = now or datetime.now(UTC)
    stem = out.with_suffix("") if out.suffix == ".zip" else out
    person = next((p for p in stated_case(case).persons if p.is_narrator), None)
    contacts: tuple[Contact, ...] = ()
    if withdraw:
        refuse_taken(stem, only_zip=True)
    else:
        selected = ready(case, stem, when.date(), only_zip=True).result.contacts
        contacts = tuple(each for each in selected if person is None or each.event.owner == person.id)
        if not contacts:
            raise ShouzhengError(Problem(NOTHING_SELECTED, "", (("count", "0"),)))
    evidence = {contact.event.id: number for number, contact in enumerate(contacts, 1)}
    sealed = sealed_originals(case, contacts)
    content = {
        "schema": SCHEMA,
        "withdraws": withdraw,
        "person": {"role": person.role.value if person else "unknown", "name": person.name if person else ""},
        "at": when.isoformat(timespec="seconds"),
        "words": {"zh": _WITHDRAWS.zh, "en": _WITHDRAWS.en} if withdraw else {"zh": _AGREES.zh, "en": _AGREES.en},
        "contacts": len(contacts),
        "originals": [
            {"sha256": each.stored.digest.hex, "length": each.stored.digest.length, "type": each.stored.media_type}
            for each in sealed
        ],
    }

    def fill(folder: Path) -> tuple[Bag, str]:
        bag = Bag(folder)
        bag.add("data/pack.json", (json.dumps(content, ensure_ascii=False, indent=1) + "\n").encode("utf-8"))
        bag.add("data/events.jsonl", lines_bytes(event_lines(contacts)))
        extract = extract_lines(case, sealed, evidence)
        bag.add("data/extract.jsonl", lines_bytes([json.dumps(line, ensure_ascii=False) for line in extract]))
        write_custody(case, bag)
        bag.add("verify.py", verifier_source())
        info = [("Bag-Software-Agent", f"shouzheng {__version__}"), ("Bagging-Date", when.date().isoformat())]
        return bag, close_bag(case, bag, [*info, ("External-Identifier", case.header.id)], "pack")

    _, tag_manifest, digest = write_bag(case, stem, fill, only_zip=True)
    kind = "withdrawal" if withdraw else "pack"
    case.record("export", {"kind": kind, "tagmanifest": tag_manifest, "zip": digest, "contacts": len(contacts)})
    return Packed(zip_path(stem), digest, len(contacts), case.header.signer.hex())
