"""The linter's checks: one small function each, in files by subject; ``ALL`` lists them in the order of their codes.

Each takes a ``Context`` and yields problems; none of them stops at the first.
"""

from shouzheng.rulebook.checks.citations import CITATION_CHECKS
from shouzheng.rulebook.checks.conditions import CONDITION_CHECKS
from shouzheng.rulebook.checks.context import Check, Context
from shouzheng.rulebook.checks.dates import DATE_CHECKS
from shouzheng.rulebook.checks.examples import EXAMPLE_CHECKS
from shouzheng.rulebook.checks.freshness import FRESHNESS_CHECKS
from shouzheng.rulebook.checks.pairs import PAIR_CHECKS
from shouzheng.rulebook.checks.transitions import TRANSITION_CHECKS
from shouzheng.rulebook.checks.unused import UNUSED_CHECKS
from shouzheng.rulebook.checks.wording import WORDING_CHECKS

ALL: tuple[Check, ...] = (
    *DATE_CHECKS,
    *CITATION_CHECKS,
    *TRANSITION_CHECKS,
    *EXAMPLE_CHECKS,
    *WORDING_CHECKS,
    *CONDITION_CHECKS,
    *UNUSED_CHECKS,
    *FRESHNESS_CHECKS,
    *PAIR_CHECKS,
)

__all__ = ["ALL", "Check", "Context"]
