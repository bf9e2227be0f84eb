"""What judging takes and gives: contacts with their attribution and reading in, findings and honest tallies out."""

from __future__ import annotations

from dataclasses import dataclass

from shouzheng.model.attribution import Attribution
from shouzheng.model.event import ContactEvent
from shouzheng.model.finding import Finding
from shouzheng.model.reading import Reading
from shouzheng.model.verdict import Answer
from shouzheng.model.words import Words


@dataclass(frozen=True, slots=True)
class Contact:
    """One event, who stands behind it, and what its words do (``None`` when there are no words to read)."""

    event: ContactEvent
    attribution: Attribution
    reading: Reading | None


@dataclass(frozen=True, slots=True)
class RuleTally:
    """How often one rule gave each answer, and which facts were missing how often when it could not tell.

    ``missing`` holds (fact name, number of verdicts), the most frequent first. ``failed`` counts contacts on which the
    rule could not be evaluated at all; it is 0 for every rule of a sound rulebook.
    """

    rule: str
    breach: int = 0
    clear: int = 0
    cannot_tell: int = 0
    needs_person: int = 0
    not_applicable: int = 0
    missing: tuple[tuple[str, int], ...] = ()
    failed: int = 0

    def of(self, answer: Answer) -> int:
        """Return how often the rule gave this answer."""
        return {
            Answer.BREACH: self.breach,
            Answer.CLEAR: self.clear,
            Answer.CANNOT_TELL: self.cannot_tell,
            Answer.NEEDS_PERSON: self.needs_person,
            Answer.NOT_APPLICABLE: self.not_applicable,
        }[answer]


@dataclass(frozen=True, slots=True)
class Judgement:
    """All rules on all contacts of a case: findings in the order in which people should read them, and the tallies.

    ``findings`` are ordered by severity, then time; findings that rest on the same events stand together. ``tallies``
    are in the rulebook's order, one for each rule. ``not_judged`` names the rules that failed on some contact.
    """

    findings: tuple[Finding, ...]
    tallies: tuple[RuleTally, ...]
    contacts: int
    rules_judged: int
    rules_total: int
    not_judged: tuple[str, ...] = ()

    @property
    def coverage(self) -> Words:
        """Say how many of the rules were judged, how many of them could answer, and name those that failed."""
        answered = sum(1 for tally in self.tallies if tally.breach or tally.clear or tally.needs_person)
        zh = f"共{self.rules_total}条规则，逐条判断{self.rules_judged}条，其中{answered}条对这些记录有结论"
        en = f"{self.rules_judged} of {self.rules_total} rules judged; {answered} have an answer for these records"
        if self.not_judged:
            names = ", ".join(self.not_judged)
            return Words(f"{zh}；未能判断：{names}", f"{en}; could not be judged: {names}")
        return Words(zh, en)
