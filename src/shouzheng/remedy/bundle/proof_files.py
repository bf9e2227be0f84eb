"""The time proofs of a case as files of a bundle, and the commands that check them with tools of others."""

from __future__ import annotations

import json
from dataclasses import dataclass

from shouzheng.casefile.case import CaseFile
from shouzheng.casefile.proofs import opentimestamps
from shouzheng.casefile.proofs.keep import Proof, proofs
from shouzheng.reference.safe_text import visible

_ENDINGS = {opentimestamps.KIND: "ots"}


@dataclass(frozen=True, slots=True)
class ProofFiles:
    """Files by name, one label for each proof, and for each a comment with it and the command that checks it."""

    files: dict[str, bytes]
    labels: tuple[str, ...]
    commands: tuple[str, ...]


def proof_files(case: CaseFile) -> ProofFiles:
    """Return the proofs that the case holds: each as it came, with what its digest is made of and what it is worth."""
    files: dict[str, bytes] = {}
    labels, commands = [], []
    for number, proof in enumerate(proofs(case), 1):
        stem = f"data/proofs/{number:03d}"
        ending = _ENDINGS.get(proof.kind, "tsr")
        files[f"{stem}.json"] = _about(proof, ending)
        files[f"{stem}.{ending}"] = proof.token
        if proof.roots:
            files[f"{stem}.pem"] = proof.roots
        state = proof.state
        label = " ".join(part for part in (proof.kind, state.by, state.time and state.time.isoformat()) if part)
        labels.append(label)
        commands += [f"# {visible(label)}", _command(stem, ending, proof)]
    return ProofFiles(files, tuple(labels), tuple(commands))


def _about(proof: Proof, ending: str) -> bytes:
    state = proof.state
    content = {
        "kind": proof.kind,
        "ending": ending,
        **proof.about.values(),
        "made_of": "digest = SHA-256(nonce + hash of the line), both as bytes",
        "by": state.by,
        "time": state.time.isoformat() if state.time else None,
        "standing_at_export": state.standing.value,
        "why": {"zh": state.why.zh, "en": state.why.en},
        "checked_by": state.checked_by,
    }
    return (json.dumps(content, ensure_ascii=False, indent=1) + "\n").encode("utf-8")


def _command(stem: str, ending: str, proof: Proof) -> str:
    digest = proof.about.digest.hex()
    if ending == "ots":
        return f"ots verify -d {digest} {stem}.ots"
    return f"openssl ts -verify -digest {digest} -in {stem}.tsr -CAfile ca.pem"
