"""What follows from judged turns of events, in the words that log and client get: made once for contacts alike."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from shouzheng.gate.answer import rest_of_answer, undecided_json
from shouzheng.gate.assess import Judged
from shouzheng.gate.book import Book
from shouzheng.gate.decision import Decision, Go, Reason
from shouzheng.gate.json_text import as_json
from shouzheng.gate.ledger.session import merged
from shouzheng.gate.record import kept


@dataclass(eq=False, slots=True)
class Settled:
    """An answer with its texts.

    ``rest`` is the answer as JSON behind its reservation, ``undecided`` the list of undecided rules; ``judged`` is
    what the log keeps of the turns of events, ``house`` of the gate's own reasons; ``facts`` are those that the ledger
    keeps of an allowed contact (what is unknown is left out); ``curable``: waiting may remove every reason.
    """

    decision: Decision
    curable: bool
    rest: str
    undecided: str
    judged: str
    house: str
    facts: dict[str, object]


def settle(
    book: Book, decision: Decision, judged: Sequence[Judged], house: Sequence[Reason], *, curable: bool
) -> Settled:
    """Make the texts of an answer."""
    facts: dict[str, object] = {}
    if decision.go is Go.ALLOW:
        turns = [each.values for each in judged if " " not in each.name]  # Beijing time only
        facts = {name: value for name, value in merged(turns, book.where_facts).items() if value is not None}
    undecided, digest = undecided_json(decision.undecided)
    rest = rest_of_answer(book, decision, digest)
    own = as_json([reason.rule for reason in house])
    return Settled(decision, curable, rest, undecided, as_json(kept(judged)), own, facts)
