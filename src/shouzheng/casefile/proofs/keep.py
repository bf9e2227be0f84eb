"""Requests and proofs in the case: kept as entries, checked anew each time they are asked for."""

from __future__ import annotations

import base64
import binascii
from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import datetime, timedelta

from cryptography import x509
from cryptography.hazmat.primitives.serialization import Encoding

from shouzheng.casefile.case import CaseFile
from shouzheng.casefile.problems import refused
from shouzheng.casefile.proofs import opentimestamps, timestamp
from shouzheng.casefile.proofs.blinded import Blinded, as_blinded, blinded
from shouzheng.casefile.proofs.problems import FITS_NOTHING, NOT_ROOTS
from shouzheng.casefile.proofs.state import ProofState, Standing, bad
from shouzheng.model.words import Words

_REQUEST, _PROOF = "proof-request", "proof"
#: A stamp later than this after its line of the log is called late: it proves the later time only.
LATE_AFTER = timedelta(days=1)
#: A stamp earlier than its line by more than this: one of the two clocks is wrong.
_CLOCKS = timedelta(minutes=10)


@dataclass(frozen=True, slots=True)
class Proof:
    """One kept proof: what it is about, its bytes as they came, the roots to check it with, and what it is worth."""

    no: int
    kind: str
    about: Blinded
    token: bytes
    roots: bytes
    state: ProofState


def new_request(case: CaseFile) -> tuple[Blinded, bytes]:
    """Return a fresh blinded digest of the custody log's end and its request; both are kept in the case."""
    about = blinded(case.head())
    wanted = timestamp.request(about)
    case.enter(_REQUEST, about.digest.hex(), {**about.values(), "tsq": _text(wanted)})
    return about, wanted


def import_proof(case: CaseFile, token: bytes, roots: bytes = b"") -> Proof:
    """Keep a reply or ``.ots`` file and return what it is worth; bad ones of ours are kept too, and said to be bad.

    One that is kept already is not kept twice; roots that are new are kept with it.

    Raises ``ShouzhengError`` (exit 2): SZ-5320 when it is about no digest that this case asked a stamp for, SZ-5321
    when ``roots`` holds no certificate.
    """
    roots = certificates(roots)
    kind = opentimestamps.KIND if token.startswith(opentimestamps.MAGIC) else timestamp.KIND
    if len(token) > opentimestamps.MOST_BYTES:
        raise refused(FITS_NOTHING)
    about = next((each for each in _requests(case) if each.digest in token), None)
    if about is None:
        raise refused(FITS_NOTHING)
    state = _examined(case, kind, about, token, roots)  # first: what cannot be examined must not be in the case
    subject = f"{about.digest.hex()} {kind} {len(list(case.entries(_PROOF, history=True))) + 1}"
    before = next((each for each in proofs(case) if each.kind == kind and each.token == token), None)
    if before is not None:
        roots = certificates(before.roots + roots)
        if roots == before.roots:
            return before
        state = _examined(case, kind, about, token, roots)
        subject = next(entry.subject for entry in case.entries(_PROOF) if entry.no == before.no)
    entry = case.enter(_PROOF, subject, _content(kind, about, token, roots))
    return Proof(entry.no, kind, about, token, roots, state)


def give_roots(case: CaseFile, roots: bytes) -> int:
    """Check the kept replies with more roots (PEM) and keep them where they make one hold; returns how many.

    Raises ``ShouzhengError`` (SZ-5321, exit 2) when ``roots`` holds no certificate.
    """
    roots, found = certificates(roots), 0
    subjects = {entry.no: entry.subject for entry in case.entries(_PROOF)}
    for each in proofs(case):
        if each.kind != timestamp.KIND or each.state.standing is Standing.HOLDS:
            continue
        every = each.roots + roots
        if _examined(case, each.kind, each.about, each.token, every).standing is Standing.HOLDS:
            case.enter(_PROOF, subjects[each.no], _content(each.kind, each.about, each.token, every))
            found += 1
    return found


def certificates(roots: bytes) -> bytes:
    """Return the certificates of a PEM file and nothing else of it: it goes into bundles, and a key may stand in it.

    Raises ``ShouzhengError`` (SZ-5321, exit 2) when it is not empty and holds none.
    """
    if not roots:
        return b""
    try:
        every = x509.load_pem_x509_certificates(roots)
    except timestamp.UNREADABLE_CERTIFICATE as error:
        raise refused(NOT_ROOTS) from error
    return b"".join(each.public_bytes(Encoding.PEM) for each in dict.fromkeys(every))


def _content(kind: str, about: Blinded, token: bytes, roots: bytes) -> dict[str, object]:
    return {"kind": kind, **about.values(), "token": _text(token), "roots": roots.decode("ascii")}


def proofs(case: CaseFile) -> tuple[Proof, ...]:
    """Return all kept proofs, each checked anew against the log as it stands now."""
    found = []
    for entry in case.entries(_PROOF):
        content = entry.content
        try:
            about = as_blinded(content)
            token = base64.b64decode(str(content["token"]), validate=True)
        except (KeyError, TypeError, ValueError, binascii.Error):
            continue  # the index was changed by hand: verify reports the entry
        kind, roots = str(content.get("kind")), str(content.get("roots", "")).encode("ascii", "replace")
        found.append(Proof(entry.no, kind, about, token, roots, _examined(case, kind, about, token, roots)))
    return tuple(found)


def _examined(case: CaseFile, kind: str, about: Blinded, token: bytes, roots: bytes) -> ProofState:
    line = case.log_line(about.line)
    if line is None or line.hash != about.hash:
        return bad(kind, "保管记录里没有它所盖的那一行", "the custody log does not hold the line it stamps")
    if kind == opentimestamps.KIND:
        return opentimestamps.examine(token, about)
    state = timestamp.examine(token, about, roots)
    written = line.at()
    return _timed(state, written) if state.time is not None and written is not None else state


def _timed(state: ProofState, written: datetime) -> ProofState:
    """Say when the stamp is late, or earlier than what it stamps can be."""
    time = state.time or written
    if time - written > LATE_AFTER:
        days = (time - written).days
        late = Words(
            f"{state.why.zh}；盖得晚（{days} 天后），只证明那时已经存在",
            f"{state.why.en}; late by {days} days: it proves that later time only",
        )
        return replace(state, why=late)
    if written - time > _CLOCKS:
        early = Words(
            f"{state.why.zh}；时间早于所盖的记录，本机或服务机构的时钟不准",
            f"{state.why.en}; earlier than what it stamps: this computer's clock or the service's is wrong",
        )
        return replace(state, why=early, standing=Standing.UNCHECKED)
    return state


def _requests(case: CaseFile) -> Iterator[Blinded]:
    for entry in case.entries(_REQUEST):
        try:
            yield as_blinded(entry.content)
        except (KeyError, TypeError, ValueError):
            continue  # as above


def _text(content: bytes) -> str:
    return base64.b64encode(content).decode("ascii")
