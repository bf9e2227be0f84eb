"""The hash of a report: its findings in one order, and the data they were judged with. The same on every engine."""

from __future__ import annotations

import hashlib
from collections.abc import Mapping

#: What findings depend on besides the contacts; how they were cut and where they were judged is none of it.
DATA = ("law", "lexicon", "directory")


class ReportHash:
    """SHA-256 over the hashes of ``DATA`` and the findings, ordered by the contact's id and the rule."""

    def __init__(self, data: Mapping[str, str]) -> None:
        self._hash = hashlib.sha256("\n".join(f"{name} {data[name]}" for name in DATA).encode())

    def add(self, contact: str, rule: str, answer: str) -> None:
        """Add the next finding."""
        self._hash.update(f"{contact}\x1f{rule}\x1f{answer}\x1e".encode("utf-8", "surrogatepass"))

    def hexdigest(self) -> str:
        """Return the hash so far."""
        return self._hash.hexdigest()
