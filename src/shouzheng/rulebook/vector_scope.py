"""Which rules apply to which kinds of contact, as small tables for the vector kernel (needs numpy).

For one epoch and rule: a table over all kinds of institution, product and role, each with one more place (the first)
for "not known". It says what ``select.select`` says, worked out for all kinds at once instead of one by one.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from shouzheng.model.law import CiteRole
from shouzheng.rulebook.instruments import INSTITUTION_SCOPES, PRODUCT_SCOPES
from shouzheng.rulebook.load import Rulebook
from shouzheng.rulebook.rule_file import CONTACTED, Rule
from shouzheng.rulebook.scalar import TRUE, code_of
from shouzheng.rulebook.select import SCOPE_FACTS, Selections, fits, law_of_day

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
        #: Places per kind: one for each value and the first for "not known".
        self.sizes = tuple(len(values) + 1 for values in self.values)
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
        best: Array = numpy.zeros(self.sizes[:2], dtype=numpy.uint8)
        for citation in law.citations:
            if citation.role is CiteRole.FORBIDS:
                institutions = citation.provision.scope_institutions or citation.instrument.scope_institutions
                products = citation.provision.scope_products or citation.instrument.scope_products
                best = numpy.maximum(best, self._fit(institutions, 0)[:, None] & self._fit(products, 1)[None, :])
        meant = self._fit(rule.institution_kinds, 0)[:, None] & self._fit(rule.contacted, 2)[None, :]
        bound = best[:, :, None] & meant[:, None, :]
        status[bound > 0] = POSSIBLE
        status[bound == TRUE] = CERTAIN
        return status

    def _fit(self, scope: tuple[str, ...], kind: int) -> Array:
        """Return the code of ``fits`` for "not known" and for each value of a kind."""
        import numpy

        every = _EVERY[SCOPE_FACTS[kind]]
        codes = [code_of(fits(scope, value, every)) for value in (None, *self.values[kind])]
        return numpy.array(codes, dtype=numpy.uint8)
