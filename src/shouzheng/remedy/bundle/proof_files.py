"""The time proofs of a case as files of a bundle, and the commands that check them with tools of others."""

from __future__ import annotations

import json
from dataclasses import dataclass

from shouzheng.casefile.case import CaseFile
from shouzheng.casefile.proofs import opentimestamps
from shouzheng.casefile.proofs.keep import Proof, proofs
from shouzheng.casefile.proofs.state import Standing
from shouzheng.model.words import Words
from shouzheng.reference.safe_text import visible

_WORTH = {
    Standing.HOLDS: Words("导出时成立", "good at export"),
    Standing.UNCHECKED: Words("导出时没有核对到底", "at export it fitted but was not checked to the end"),
    Standing.BAD: Words("导出时不成立", "bad at export"),
}
_ENDINGS = {opentimestamps.KIND: "ots"}


@dataclass(frozen=True, slots=True)
class ProofFiles:
    """Files by name, one label for each proof that is not bad, and lines of a shell that check every proof.

    The lines are comments that say what a proof was worth at export, the command that makes its digest anew from the
    custody log, and the command that checks the stamp on it.
    """

    files: dict[str, bytes]
    labels: tuple[str, ...]
    commands: tuple[Words, ...]


def proof_files(case: CaseFile) -> ProofFiles:
    """Return the proofs that the case holds: each as it came, with what its digest is made of and what it is worth."""
    files: dict[str, bytes] = {}
    labels: list[str] = []
    commands: list[Words] = []
    for number, proof in enumerate(proofs(case), 1):
        stem = f"data/proofs/{number:03d}"
        ending = _ENDINGS.get(proof.kind, "tsr")
        files[f"{stem}.json"] = _about(proof, ending)
        files[f"{stem}.{ending}"] = proof.token
        if proof.roots:
            files[f"{stem}.pem"] = proof.roots
        state = proof.state
        label = " ".join(part for part in (proof.kind, state.by, state.time and state.time.isoformat()) if part)
        if state.standing is not Standing.BAD:
            labels.append(label)
        commands += [*_steps(proof, f"{number:03d} {visible(label)}"), _same(_command(stem, ending, proof))]
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


def _steps(proof: Proof, label: str) -> list[Words]:
    """Comments with the state at export, and the command that ties the digest to the log (POSIX shell, openssl)."""
    state, about = proof.state, proof.about
    worth, digest = _WORTH[state.standing], about.digest.hex()
    # %b with octal numbers: every printf knows them, \\x only some do, and a byte 37 is no % of a format
    nonce = "".join(f"\\0{byte:03o}" for byte in about.nonce)
    return [
        Words(f"# {label}：{worth.zh}（{visible(state.why.zh)}）", f"# {label}: {worth.en} ({visible(state.why.en)})"),
        Words(
            f"# 摘要 = SHA-256（随机数，再接保管记录第 {about.line} 行的 SHA-256）；应显示 {digest}：",
            f"# digest = SHA-256 of the nonce followed by the SHA-256 of line {about.line} of the custody log; this "
            f"must show {digest}:",
        ),
        _same(f"{{ printf '%b' '{nonce}'; \\"),
        _same(f"    sed -n {about.line}p data/custody/log.jsonl | tr -d '\\n' | openssl dgst -sha256 -binary; \\"),
        _same("    } | sha256sum"),
        Words("# 盖的就是这个摘要：", "# and this digest is what was stamped:"),
    ]


def _same(command: str) -> Words:
    return Words(command, command)


def _command(stem: str, ending: str, proof: Proof) -> str:
    digest = proof.about.digest.hex()
    if ending == "ots":
        return f"ots verify -d {digest} {stem}.ots"
    return f"openssl ts -verify -digest {digest} -in {stem}.tsr -CAfile ca.pem"
