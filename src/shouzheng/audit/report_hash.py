"""The hash of a report: its findings, the counts they are shares of, the data they were judged with.

The same on every engine, and for an archive taken whole or with additions.
"""

from __future__ import annotations

import hashlib
from collections.abc import Mapping

#: What findings depend on besides the contacts; how they were cut and where they were judged is none of it.
DATA = ("law", "lexicon", "directory")


class ReportHash:
    """SHA-256 over the hashes of ``DATA``, the findings, ordered by the contact's id and the rule, and the counts."""

    def __init__(self, data: Mapping[str, str]) -> None:
        self._hash = hashlib.sha256("\n".join(f"{name} {data[name]}" for name in DATA).encode())

    def add(self, contact: str, rule: str, answer: str) -> None:
        """Add the next finding."""
        self._hash.update(f"{contact}\x1f{rule}\x1f{answer}\x1e".encode("utf-8", "surrogatepass"))

    def add_counts(self, contacts: int, answers: Mapping[str, Mapping[str, int]]) -> None:
        """Add how many contacts there were and how often each rule gave each answer; to be called last."""
        lines = [f"contacts {contacts}"]
        lines += [
            f"{rule} {answer} {count}"
            for rule, counts in sorted(answers.items())
            for answer, count in sorted(counts.items())
            if count
        ]
        self._hash.update("\n".join(lines).encode("utf-8"))

    def hexdigest(self) -> str:
        """Return the hash so far."""
        return self._hash.hexdigest()
