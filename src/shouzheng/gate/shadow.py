"""Other law beside the live one: what it would have answered is logged with each decision, and differences listed."""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass, field

from shouzheng.gate.assess import Judged, benign_values
from shouzheng.gate.book import Book
from shouzheng.gate.decide import Decided, conclude
from shouzheng.gate.ledger.store import Store
from shouzheng.gate.replay import entries


def shadow_answer(shadow: Book, decided: Decided) -> dict[str, object]:
    """Return what the shadow law says of the same facts: its hash, its answer and the rules against the contact.

    A count that only the shadow law asks for was not made, so its rules say that they cannot tell.
    """
    judged = [_again(shadow, each) for each in decided.judged]
    decision = conclude(shadow, judged, decided.house)
    return {
        "law": shadow.rulebook.hash,
        "answer": decision.go.value,
        "rules": [reason.rule for reason in decision.reasons],
    }


def _again(book: Book, each: Judged) -> Judged:
    answers = book.judge.answers(each.day, each.values)
    benign = book.judge.answers(each.day, benign_values(book, each.values))
    return Judged(each.name, each.day, each.values, answers, benign, each.marks)


@dataclass
class Difference:
    """How the shadow law would have answered: pairs (live, shadow) of answers, and the rules that made the difference.

    A live ``hold`` with a time and a shadow ``refuse`` count as the same: the shadow is not asked for a time.
    """

    law: str = ""
    decisions: int = 0
    answers: Counter[tuple[str, str]] = field(default_factory=Counter)
    stricter: Counter[str] = field(default_factory=Counter)
    milder: Counter[str] = field(default_factory=Counter)
    spared: set[str] = field(default_factory=set)

    def as_json(self) -> Mapping[str, object]:
        """Return the report as JSON values; people only as a number."""
        return {
            "law": self.law,
            "decisions": self.decisions,
            "answers": [[live, shadow, number] for (live, shadow), number in sorted(self.answers.items())],
            "stricter_by_rule": dict(sorted(self.stricter.items())),
            "milder_by_rule": dict(sorted(self.milder.items())),
            "people_spared": len(self.spared),
        }


def difference(store: Store) -> Difference:
    """Read the log and return how the shadow law differed from the live one."""
    found = Difference()
    for entry in entries(store):
        body = json.loads(entry.body) if entry.kind == "decision" else {}
        if "shadow" not in body:
            continue
        live, shadow = body["answer"]["decision"], body["shadow"]["answer"]
        before = {reason["rule"] for reason in body["answer"]["reasons"]}
        after = set(body["shadow"]["rules"])
        found.law = body["shadow"]["law"]
        found.decisions += 1
        found.answers[live, shadow] += 1
        found.stricter.update(after - before)
        found.milder.update(before - after)
        if live == "allow" and shadow != "allow":
            found.spared.add(body["request"]["person"])
    return found
