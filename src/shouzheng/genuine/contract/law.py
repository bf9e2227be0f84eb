"""What the law of a contract's day says on a topic: only provisions of the law base, each with how well it is known.

No citation is made here. Criminal law is left out; a norm whose scope leaves out this lender cannot be told from the
text, so it is said whom it binds.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from shouzheng.judging.wording import is_forbidden
from shouzheng.model.law import Instrument, Provision
from shouzheng.rulebook.files.instruments import ANY
from shouzheng.rulebook.load import Rulebook
from shouzheng.rulebook.select import in_force, scope_of


@dataclass(frozen=True, slots=True)
class LawSaid:
    """One provision in force on the day. ``general``: it binds everybody, not only some kinds of lenders."""

    provision: Provision
    instrument: Instrument
    general: bool


def law_on(rulebook: Rulebook, provisions: Sequence[str], day: date) -> tuple[LawSaid, ...]:
    """Return the provisions (by id) in force on a day, in the order given; an unknown id is a ``KeyError``."""
    said = []
    for name in provisions:
        provision = rulebook.provisions[name]
        instrument = rulebook.instruments[provision.instrument]
        interval = in_force(rulebook, provision)
        if interval is None or not interval.covers(day):
            continue
        if is_forbidden(provision.gist) or is_forbidden(instrument.title):
            continue
        institutions, products = scope_of(rulebook, provision)
        said.append(LawSaid(provision, instrument, ANY in institutions and ANY in products))
    return tuple(said)
