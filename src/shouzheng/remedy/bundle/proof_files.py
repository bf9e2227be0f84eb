"""The time proofs of a case as files of a bundle, and the commands that check them with tools of others."""

from __future__ import annotations

import json
from dataclasses import dataclass

from shouzheng.casefile.case import CaseFile
from shouzheng.casefile.proofs import opentimestamps, timestamp
from shouzheng.casefile.proofs.keep import Proof, proofs
from shouzheng.casefile.proofs.state import Standing
from shouzheng.model.words import Words
from shouzheng.reference.safe_text import visible

_WORTH = {
    Standing.HOLDS: Words("导出时成立", "good at export"),
    Standing.UNCHECKED: Words("导出时没有核对到底", "at export it fitted but was not checked to the end"),
    Standing.BAD: Words("导出时不成立", "bad at export"),
}
_NAMES = {timestamp.KIND: "RFC 3161", opentimestamps.KIND: "OpenTimestamps"}
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


def what_they_show(case: CaseFile) -> Words | None:
    """Return what the time proofs fix, for the dossier: only lines of the log. ``None`` where there is no good one."""
    every = [proof for proof in proofs(case) if proof.state.standing is not Standing.BAD]
    if not every:
        return None
    lines = case.head().count
    good = [proof for proof in every if proof.state.standing is Standing.HOLDS]
    if not good:
        return Words(
            f"档案形成的时间。附有时间证明 {len(every)} 份，导出时没有核对到底；摘要值由本人的电脑算出。",
            f"When the dossier was made. Time proofs go along ({len(every)}) that were not checked to the end; the "
            "digests come from the person's own computer.",
        )
    most = max(good, key=lambda proof: proof.about.line)
    time = most.state.time.isoformat() if most.state.time else "—"
    fixed = _lines(most.about.line, lines)
    return Words(
        f"档案形成的时间。随附的时间证明（{time}）说明：{fixed.zh}；本档案由案卷整理，不在其内。",
        f"When the dossier was made. The time proof that goes along ({time}) shows: {fixed.en}; the dossier is made "
        "from the case and is not covered.",
    )


def _lines(line: int, lines: int) -> Words:
    """Say which lines of the log a proof covers."""
    if line >= lines:
        return Words(f"保管记录第 1–{line} 行那时已经存在", f"lines 1–{line} of the custody log existed then")
    return Words(
        f"保管记录第 1–{line} 行（共 {lines} 行）那时已经存在，第 {line + 1} 行起没有证明",
        f"lines 1–{line} of {lines} of the custody log existed then; from line {line + 1} on nothing is proved",
    )


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
        time = f"{state.time:%Y-%m-%d %H:%M:%S %Z}" if state.time else ""
        label = " ".join(part for part in (_NAMES.get(proof.kind, proof.kind), state.by, time) if part)
        if state.standing is not Standing.BAD:
            labels.append(label)
        shown = _lines(proof.about.line, case.head().count)
        commands += [*_steps(proof, f"{number:03d} {visible(label)}", shown), _same(_command(stem, ending, proof))]
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


def _steps(proof: Proof, label: str, shows: Words) -> list[Words]:
    """Comments with the state at export, and the command that ties the digest to the log (POSIX shell, openssl)."""
    state, about = proof.state, proof.about
    worth, digest = _WORTH[state.standing], about.digest.hex()
    # %b with octal numbers: every printf knows them, \\x only some do, and a byte 37 is no % of a format
    nonce = "".join(f"\\0{byte:03o}" for byte in about.nonce)
    return [
        Words(f"# {label}：{worth.zh}（{visible(state.why.zh)}）", f"# {label}: {worth.en} ({visible(state.why.en)})"),
        Words(f"# 成立时说明：{shows.zh}。", f"# where it is good it shows: {shows.en}."),
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
    return f"openssl ts -verify -digest {digest} -in {stem}.tsr -CAfile ../ca.pem"
