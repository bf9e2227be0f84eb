"""``shouzheng gate import FILE``: a statement, findings, a bundle or a letter becomes wishes of its writer."""

from __future__ import annotations

import argparse
import hashlib
import zipfile
from pathlib import Path
from typing import TYPE_CHECKING

from shouzheng.reference.problems import Problem, ShouzhengError

if TYPE_CHECKING:
    from shouzheng.gate.asking import Gate
    from shouzheng.gate.papers.matched import Matching, PaperWishes
    from shouzheng.remedy.bundle.verify import Archive, Folder

#: A bundle is stored without compression: one whose files are much larger than its ZIP is none.
_MOST_RATIO, _SLACK = 4, 1 << 20
#: As of a damaged case (DESIGN §8).
_CHANGED = 4


def import_paper(args: argparse.Namespace, gate: Gate) -> PaperWishes:
    """Read a paper and enter its wishes; raises ``ShouzhengError`` (exit 2, 4 for a bundle that was changed)."""
    found = read_paper(Path(args.file), _matching(args, gate))
    for wish in found.wishes:
        gate.wish(wish)
    return found


def read_paper(path: Path, matching: Matching) -> PaperWishes:
    """Return the wishes of a paper, by what it is; raises ``ShouzhengError`` as above."""
    from shouzheng.gate.papers.case_statement import wishes_of_statement
    from shouzheng.gate.papers.findings import MOST_BYTES, wishes_of_findings
    from shouzheng.gate.papers.letter import wishes_of_letter
    from shouzheng.gate.papers.text_of import text_of
    from shouzheng.intake.statement.case_toml import statement_text

    bundle = _bundle(path)
    if bundle is not None:
        content, about = bundle
        return wishes_of_findings(content, path.name, matching, f"{_findings(content)} in bundle {about}")
    if path.suffix.lower() == ".toml":
        text = statement_text(path)
        return wishes_of_statement(text, path.name, hashlib.sha256(_read(path, MOST_BYTES)).hexdigest(), matching)
    content = _read(path, MOST_BYTES)
    if content.lstrip(b"\xef\xbb\xbf \t\r\n").startswith((b"{", b"[")):
        return wishes_of_findings(content, path.name, matching, _findings(content))
    return wishes_of_letter(text_of(content, path.name), path.name, hashlib.sha256(content).hexdigest(), matching)


def _matching(args: argparse.Namespace, gate: Gate) -> Matching:
    from shouzheng.gate.fields import identifier, instant, read_fields
    from shouzheng.gate.papers.matched import Matching

    fields = (identifier("creditor", needed=True), instant("received"))
    found = read_fields(fields, {"creditor": args.creditor, "received": getattr(args, "received", None)})
    persons, parties = (dict(_pair(each) for each in given) for given in (args.person, args.party))
    return Matching(
        str(found["creditor"]),
        persons,
        parties,
        found["received"] or gate.clock(),  # type: ignore[arg-type]  # the field gives a time or nothing
        gate.pseudonyms.person,
    )


def _pair(given: str) -> tuple[str, str]:
    from shouzheng.gate.fields import identifier, read_fields

    name, _, own = given.partition("=")
    return name, str(read_fields((identifier("CASE=OWN", needed=True),), {"CASE=OWN": own})["CASE=OWN"])


def _findings(content: bytes) -> str:
    return f"findings sha256:{hashlib.sha256(content).hexdigest()}"


def _bundle(path: Path) -> tuple[bytes, str] | None:
    """Return the findings of a bundle that holds and the case it is of, ``None`` for what is no bundle."""
    from shouzheng.gate.papers.findings import MOST_BYTES
    from shouzheng.gate.problems import CHANGED_BUNDLE
    from shouzheng.remedy.bundle import verify as checking

    try:
        files = _files(path)
        if files is None or "bagit.txt" not in set(files.names()):
            return None
        bundle, (case, _, key) = checking.check(files)
        content = bundle.small("data/findings.json", MOST_BYTES + 1)
    except checking.UNREADABLE as error:
        raise _unreadable(path, error) from error
    if bundle.wrong:
        problem = Problem(CHANGED_BUNDLE, path.name, (("count", str(len(bundle.wrong))),))
        raise ShouzhengError(problem, exit_code=_CHANGED)
    return content, f"{case} signed by {key[:16]}"


def _files(path: Path) -> Folder | Archive | None:
    from shouzheng.gate.problems import NO_PAPER
    from shouzheng.remedy.bundle import verify as checking

    if path.is_dir():
        return checking.Folder(path)
    if not zipfile.is_zipfile(path):
        return None
    files = checking.Archive(path)
    inside = sum(info.file_size for info in files.zip.infolist())
    if inside > _MOST_RATIO * path.stat().st_size + _SLACK:
        if "bagit.txt" not in set(files.names()):
            return None  # a Word file is compressed; its reader has limits of its own
        raise ShouzhengError(Problem(NO_PAPER, path.name, (("detail", f"{inside} bytes"),)))
    return files


def _read(path: Path, most: int) -> bytes:
    try:
        with path.open("rb") as file:
            return file.read(most + 1)
    except OSError as error:
        raise _unreadable(path, error) from error


def _unreadable(path: Path, error: Exception) -> ShouzhengError:
    from shouzheng.gate.problems import CANNOT_READ

    detail = getattr(error, "strerror", None) or type(error).__name__
    return ShouzhengError(Problem(CANNOT_READ, path.name, (("detail", detail),)))
