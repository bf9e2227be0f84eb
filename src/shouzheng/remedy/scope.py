"""What of a judgement belongs before people: findings of their records, not reminders, nor duties no record shows."""

from __future__ import annotations

from dataclasses import dataclass, replace

from shouzheng.judging.case import Judgement, RuleTally
from shouzheng.model.finding import Finding, FindingKind
from shouzheng.rulebook.load import Rulebook

#: Facts that only a statement or a paper can give (``computed_by`` in law/facts.toml).
_FROM_PAPERS = frozenset({"case", "institution"})


@dataclass(frozen=True, slots=True)
class Scope:
    """A judgement cut to what the records themselves can show.

    ``judgement`` keeps the findings that are possible breaches or signs, and the tallies of their rules. ``reminders``
    are guards (they accuse nobody); ``from_papers`` are rules that stayed open because a contract, an account or the
    institution's own files would have to be seen.
    """

    judgement: Judgement
    reminders: tuple[Finding, ...]
    from_papers: tuple[RuleTally, ...]


def scope_of(judgement: Judgement, rulebook: Rulebook) -> Scope:
    """Return the judgement cut to what the records can show; nothing is dropped, only put in its place."""
    papers = {name for name, fact in rulebook.facts.items() if fact.computed_by in _FROM_PAPERS}

    def open_for_papers(tally: RuleTally) -> bool:
        decided = tally.breach or tally.needs_person or tally.failed
        return not decided and any(fact in papers for fact, _ in tally.missing)

    findings = tuple(f for f in judgement.findings if f.kind is not FindingKind.REMINDER)
    reminders = tuple(f for f in judgement.findings if f.kind is FindingKind.REMINDER)
    guards = {finding.rule for finding in reminders}
    kept = tuple(t for t in judgement.tallies if not open_for_papers(t) and t.rule not in guards)
    later = tuple(t for t in judgement.tallies if open_for_papers(t) or t.rule in guards)
    return Scope(replace(judgement, findings=findings, tallies=kept), reminders, later)
