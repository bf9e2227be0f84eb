"""The dossier and ten letters (text, PDF, Word) for 5,000 contacts: seconds (wall and processor), and peak memory.

The goal of the project is 15 s on two cores. The peer of a letter is python-docx writing as many plain paragraphs: the
floor of the Word part. Before any time is printed every letter must name the last evidence number that it lists.
"""

from __future__ import annotations

import io
import platform
import resource
import sys
import tempfile
import time
from datetime import UTC, datetime
from pathlib import Path

import docx

sys.path.insert(0, str(Path(__file__).resolve().parent.parent))

from tests.remedy.sample import many

from shouzheng.model.words import Lang
from shouzheng.reference.problems import ShouzhengError
from shouzheng.remedy.dossier.pdf import dossier_pdf
from shouzheng.remedy.findings.read import read_findings
from shouzheng.remedy.findings.write import findings_bytes
from shouzheng.remedy.letters.library import load_library
from shouzheng.remedy.letters.offer import Fit, offers
from shouzheng.remedy.letters.write import fill_all, write_letters
from shouzheng.remedy.situation import situation_of
from shouzheng.rulebook.load import load_rulebook

CONTACTS, LETTERS = 5_000, 10
#: Those that list most come first, so that the time is that of the long ones.
WANTED = (
    *("complaint_nfra", "report_nfra", "stop_contacting_others", "report_nifa", "report_cba", "civil_complaint"),
    *("injunction_request", "police_statement", "report_12321", "give_the_recording", "where_my_number"),
    *("name_the_agency", "amount_objection", "operator_records", "hardship_statement"),
)


def _peer(paragraphs: int) -> float:
    began = time.perf_counter()
    document = docx.Document()
    for place in range(paragraphs):
        document.add_paragraph(f"{place} " + "甲" * 60)
    document.save(io.BytesIO())
    return time.perf_counter() - began


def main() -> int:
    """Print the table; returns 1 when fewer than ten letters fit or one lacks what it lists."""
    material = many(CONTACTS)
    rulebook = load_rulebook()
    library = load_library(rulebook)
    with tempfile.TemporaryDirectory() as folder:
        found = Path(folder) / "findings.json"
        found.write_bytes(findings_bytes(material))
        began, cpu = time.perf_counter(), time.process_time()
        dossier = dossier_pdf(material, Lang.ZH_HANS)
        after_dossier, cpu_dossier = time.perf_counter(), time.process_time()
        position = situation_of(material.case, read_findings(found), rulebook, material.as_of)
        fitting = {each.letter.id for each in offers(position, library) if each.fit is Fit.YES}
        names = [name for name in WANTED if name in fitting][:LETTERS]
        batch = fill_all(names, position, library)
        if batch.problems:
            raise ShouzhengError(*batch.problems)
        filled = batch.filled
        written = write_letters(filled, position, Path(folder) / "out", Lang.ZH_HANS)
        done, cpu_done = time.perf_counter(), time.process_time()
        lines = sum(len(each.lines) for each in filled)
        texts = {path.stem: path.read_text("utf-8") for path in written if path.suffix == ".txt"}
    if len(names) < LETTERS or not dossier.startswith(b"%PDF"):
        print(f"only {len(names)} letters fit", file=sys.stderr)
        return 1
    for each in filled:
        if each.evidence and f"第{each.evidence[0]}号" not in texts[each.letter.id]:
            print(f"{each.letter.id}: evidence {each.evidence[0]} is missing", file=sys.stderr)
            return 1
    print(f"{datetime.now(UTC):%Y-%m-%d} · {platform.machine()} · Python {platform.python_version()}")
    print("| what | contacts | findings | time | processor |\n|---|---|---|---|---|")
    counts = f"{CONTACTS:,} | {len(position.findings):,}"
    print(f"| dossier | {counts} | {after_dossier - began:.1f} s | {cpu_dossier - cpu:.1f} s |")
    letters = f"{len(names)} letters as text, PDF and Word ({lines:,} lines)"
    print(f"| {letters} | {counts} | {done - after_dossier:.1f} s | {cpu_done - cpu_dossier:.1f} s |")
    print(f"| together | {counts} | {done - began:.1f} s | {cpu_done - cpu:.1f} s |")
    print(f"| plain python-docx, as many lines | | | {_peer(lines):.1f} s | |")
    print(f"peak memory {resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024:.0f} MB")
    return 0


if __name__ == "__main__":
    sys.exit(main())
