"""Guards and duties of institutions are put in their own place; nothing is dropped."""

from dataclasses import replace
from datetime import date

from shouzheng.judging.case import Judgement, RuleTally
from shouzheng.model.finding import FindingKind
from shouzheng.remedy.scope import scope_of
from shouzheng.rulebook.load import load_rulebook
from tests.remedy.sample import rich_material

BOOK = load_rulebook()


def _judgement(*tallies: RuleTally, **changes: object) -> Judgement:
    base = rich_material().judgement
    return replace(base, tallies=tallies, **changes)  # type: ignore[arg-type]


def test_a_rule_that_needs_papers_is_set_apart() -> None:
    papers = RuleTally("R65", cannot_tell=3, missing=(("negative_reported", 3),))
    words = RuleTally("R21", cannot_tell=2, missing=(("act_insult", 2),))
    scope = scope_of(_judgement(papers, words), BOOK)
    assert scope.from_papers == (papers,)
    assert scope.judgement.tallies == (words,)


def test_a_rule_with_a_finding_stays_whatever_is_missing_elsewhere() -> None:
    tally = RuleTally("R65", breach=1, cannot_tell=3, missing=(("negative_reported", 3),))
    assert scope_of(_judgement(tally), BOOK).judgement.tallies == (tally,)


def test_reminders_are_no_findings() -> None:
    finding = replace(
        rich_material().judgement.findings[0], kind=FindingKind.REMINDER, rule="R25", day=date(2026, 1, 1)
    )
    tally = RuleTally("R25", needs_person=1)
    scope = scope_of(_judgement(tally, findings=(finding,)), BOOK)
    assert scope.judgement.findings == ()
    assert scope.reminders == (finding,)
    assert scope.from_papers == (tally,)
