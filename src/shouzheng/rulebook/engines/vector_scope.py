"""Which rules apply to which kinds of contact, as small tables for the vector kernel (needs numpy).

For one epoch and rule: a table over all kinds of institution, product and role, and over the truth of each
transitional clause that hangs on a fact, each with one more place (the first) for "not known". It says what
``select.select`` says, worked out for all kinds at once instead of one by one.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from shouzheng.model.law import CiteRole
from shouzheng.rulebook.engines.scalar import FALSE, TRUE, UNKNOWN, code_of
from shouzheng.rulebook.files.instruments import INSTITUTION_SCOPES, PRODUCT_SCOPES
from shouzheng.rulebook.files.rule import CONTACTED, Rule
from shouzheng.rulebook.load import Rulebook
from shouzheng.rulebook.select import SCOPE_FACTS, Selections, fits, law_of_day
from shouzheng.rulebook.transition import FactsBefore

if TYPE_CHECKING:
    from numpy.typing import NDArray

    Array = NDArray[Any]

#: Status of a rule for a contact: does not apply, surely binds, would bind if what is not known fits.
NOT_APPLIED, CERTAIN, POSSIBLE = range(3)
_EVERY = dict(zip(SCOPE_FACTS, (INSTITUTION_SCOPES, PRODUCT_SCOPES, CONTACTED), strict=True))


class ScopeTables:
    """Status of every rule for every combination of kinds, by epoch, made when first asked for."""

    def __init__(self, rulebook: Rulebook, selections: Selections) -> None:
        self.rulebook, self.selections = rulebook, selections
        self.values = [rulebook.facts[name].values for name in SCOPE_FACTS]
        clauses = selections.clauses
        #: Fact, places (the first for "not known"), and the transitional clause (unknown, FALSE, TRUE) if it is one.
        self.kinds: tuple[tuple[str, int, FactsBefore | None], ...] = (
            *((name, len(values) + 1, None) for name, values in zip(SCOPE_FACTS, self.values, strict=True)),
            *((clause.fact, 3, clause) for clause in clauses),
        )
        self.sizes = tuple(size for _, size, _ in self.kinds)
        self._made: dict[int, Array] = {}

    def of(self, epoch: int) -> Array:
        """Return an array (rules × combinations), combinations counted with the last kind fastest."""
        import numpy

        if epoch not in self._made:
            rows = [self._rule(rule, epoch).reshape(-1) for rule in self.rulebook.rules]
            self._made[epoch] = numpy.stack(rows)
        return self._made[epoch]

    def _rule(self, rule: Rule, epoch: int) -> Array:
        import numpy

        law = law_of_day(self.rulebook, rule, self.selections.day_in(epoch))
        status: Array = numpy.zeros(self.sizes, dtype=numpy.uint8)
        if rule.condition is None or None in law.numbers.values():
            return status
        best = status.copy()
        for citation, clause in (*((each, None) for each in law.citations), *law.older):
            if citation.role is CiteRole.FORBIDS:
                institutions = citation.provision.scope_institutions or citation.instrument.scope_institutions
                products = citation.provision.scope_products or citation.instrument.scope_products
                fit = self._along(self._fit(institutions, 0), 0) & self._along(self._fit(products, 1), 1)
                if clause is not None:
                    axis = len(SCOPE_FACTS) + self.selections.clauses.index(clause)
                    fit = fit & self._along(numpy.array([UNKNOWN, FALSE, TRUE], dtype=numpy.uint8), axis)
                best = numpy.maximum(best, fit)
        meant = self._along(self._fit(rule.institution_kinds, 0), 0) & self._along(self._fit(rule.contacted, 2), 2)
        bound = best & meant
        status[bound > 0] = POSSIBLE
        status[bound == TRUE] = CERTAIN
        return status

    def _along(self, codes: Array, axis: int) -> Array:
        """Return codes laid along one axis of the table."""
        shape = [1] * len(self.sizes)
        shape[axis] = len(codes)
        return codes.reshape(shape)

    def _fit(self, scope: tuple[str, ...], kind: int) -> Array:
        """Return the code of ``fits`` for "not known" and for each value of a kind."""
        import numpy

        every = _EVERY[SCOPE_FACTS[kind]]
        codes = [code_of(fits(scope, value, every)) for value in (None, *self.values[kind])]
        return numpy.array(codes, dtype=numpy.uint8)
