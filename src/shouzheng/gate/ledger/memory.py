"""What is known of the ledger without asking it again: between transactions, and of one request."""

from __future__ import annotations

from dataclasses import dataclass, field


@dataclass(slots=True)
class Memory:
    """What a node knows of its ledger without asking: it holds while nobody else has written.

    ``head`` is the end of the node's chain, ``standing`` what was found by creditor and agency.
    """

    head: tuple[int, str] | None = None
    standing: dict[tuple[str, str | None], object] = field(default_factory=dict)

    def forget(self) -> None:
        """Begin anew: somebody else wrote, or what was written here was taken back."""
        self.head = None
        self.standing.clear()


@dataclass(frozen=True, slots=True)
class Met:
    """What the ledger holds about a request: the body of an earlier answer, and whether there is anything of the rest.

    ``is_first``: of no partition (person, matter) of the contact any other one is on record.
    """

    body: str | None
    wishes: bool
    standing: bool
    probed: bool
    is_first: bool
