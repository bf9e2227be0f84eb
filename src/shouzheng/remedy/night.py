"""The night hours: which contacts fall into them, and from which day a rule with numbers binds each creditor."""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from shouzheng.model.case import Case, InstitutionKind, Party, PartyKind, ProductKind
from shouzheng.model.event import ContactEvent
from shouzheng.model.law import Instrument, Provision, Threshold
from shouzheng.model.moment import Resolution
from shouzheng.remedy.material import NightPeriod, NightRule

#: Hours shaded in the picture and counted as night: 22:00 to 08:00 Beijing time, as in GB/T 45251-2025 (from
#: 2025-02-28) and the China Banking Association's guideline of 2026-01-30. Before those days the shade is orientation.
NIGHT_START = 22 * 60
NIGHT_END = 8 * 60
_ANY = "any"


def is_night(event: ContactEvent) -> bool:
    """True when the contact falls into 22:00–08:00 Beijing time; False when the source tells only the day."""
    if event.time.resolution is Resolution.DAY:
        return False
    minute = event.time.minute_of_day
    return minute >= NIGHT_START or minute < NIGHT_END


def night_rules(
    case: Case,
    thresholds: Iterable[Threshold],
    provisions: Mapping[str, Provision],
    instruments: Mapping[str, Instrument],
) -> tuple[NightRule, ...]:
    """Return, for each creditor in the case, the dated night rules with numbers that bind its kind and product."""
    numeric = [t for t in thresholds if t.start_minute is not None and t.end_minute is not None]
    numeric.sort(key=lambda t: (t.in_force.first, t.id))
    rules = []
    for party in case.parties:
        if party.kind is not PartyKind.CREDITOR:
            continue
        if party.institution_kind is InstitutionKind.UNKNOWN:
            rules.append(NightRule(party.id, kind_known=False))
            continue
        periods = [p for t in numeric if (p := _period(t, party, _products(case, party), provisions, instruments))]
        rules.append(NightRule(party.id, kind_known=True, periods=tuple(periods)))
    return tuple(rules)


def _products(case: Case, party: Party) -> frozenset[ProductKind]:
    kinds = {debt.product_kind for debt in case.debts if debt.creditor == party.id}
    return frozenset(kinds or {ProductKind.UNKNOWN})


def _period(
    threshold: Threshold,
    party: Party,
    products: frozenset[ProductKind],
    provisions: Mapping[str, Provision],
    instruments: Mapping[str, Instrument],
) -> NightPeriod | None:
    """Return the period when the threshold's instrument binds this kind of institution (and may bind the product)."""
    start, end = threshold.start_minute, threshold.end_minute
    for provision_id in threshold.provisions:
        provision = provisions.get(provision_id)
        instrument = instruments.get(provision.instrument) if provision else None
        if instrument is None or start is None or end is None:
            continue
        if not {_ANY, party.institution_kind.value} & set(instrument.scope_institutions):
            continue
        fits = _ANY in instrument.scope_products or bool({p.value for p in products} & set(instrument.scope_products))
        if fits or ProductKind.UNKNOWN in products:
            in_force = threshold.in_force
            return NightPeriod(in_force.first, in_force.last, instrument.title, start, end, certain=fits)
    return None
