"""Freshness: every file of facts about the law says when it was seen and by when it must be looked at again."""

from __future__ import annotations

from collections.abc import Iterator

from shouzheng.reference.problems import Problem
from shouzheng.rulebook.checks import problems
from shouzheng.rulebook.checks.context import Check, Context
from shouzheng.rulebook.load import COUNTRY


def overdue(context: Context) -> Iterator[Problem]:
    """A warning for each file that nobody has looked at since its ``check_by``."""
    for check in context.rulebook.overdue(context.today):
        slots = {"file": check.file, "seen": str(check.seen), "check_by": str(check.check_by)}
        yield context.problem(problems.OVERDUE, check.file, "meta", "check_by", **slots)


def dated(context: Context) -> Iterator[Problem]:
    """Files of facts about the law (not rules, which are ours) have ``[meta]``."""
    known = {check.file for check in context.rulebook.check_dates}
    for name in context.files:
        if name.startswith(f"{COUNTRY}/") and not name.startswith(f"{COUNTRY}/rules/") and name not in known:
            yield context.problem(problems.NO_META, name, "meta", file=name)


FRESHNESS_CHECKS: tuple[Check, ...] = (overdue, dated)
