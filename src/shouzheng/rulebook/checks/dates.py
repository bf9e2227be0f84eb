"""Dates: articles inside their instrument, renumbered ones without gap or overlap, numbers with a norm behind them."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import combinations, pairwise

from shouzheng.model.law import InForce, Provision
from shouzheng.reference.problems import Problem
from shouzheng.rulebook.checks import problems
from shouzheng.rulebook.checks.context import FIRST_EVENT_DAY, Check, Context, day_after, overlap, union
from shouzheng.rulebook.load import COUNTRY
from shouzheng.rulebook.select import in_force

_THRESHOLDS = f"{COUNTRY}/thresholds.toml"
_CHANNELS = f"{COUNTRY}/channels.toml"
_LPR = f"{COUNTRY}/lpr.toml"


def _file_of(provision: Provision) -> str:
    return f"{COUNTRY}/provisions/{provision.instrument}.toml"


def _say(interval: InForce) -> str:
    return f"{interval.first} – {interval.last or '…'}"


def provisions_inside(context: Context) -> Iterator[Problem]:
    """An article cannot be in force when its instrument is not."""
    for provision in context.rulebook.provisions.values():
        instrument = context.rulebook.instruments[provision.instrument].in_force
        shared = overlap(provision.in_force, instrument)
        if shared != provision.in_force:
            file = _file_of(provision)
            path = context.entry(file, "provision", provision.id)
            slots = {"id": provision.id, "days": _say(provision.in_force), "instrument": _say(instrument)}
            yield context.problem(problems.PROVISION_OUTSIDE, file, *path, "effective_from", **slots)


def renumbered(context: Context) -> Iterator[Problem]:
    """``previous`` and ``next`` name each other, and the one begins on the day after the other ends."""
    provisions = context.rulebook.provisions
    for provision in provisions.values():
        for key, back in (("previous", "next"), ("next", "previous")):
            other_id = getattr(provision, key)
            if other_id is None:
                continue
            other = provisions.get(other_id)
            file = _file_of(provision)
            path = (*context.entry(file, "provision", provision.id), key)
            if other is None or getattr(other, back) != provision.id:
                yield context.problem(problems.RENUMBERED_ONE_WAY, file, *path, id=provision.id, other=other_id)
            elif key == "next":
                last, first = provision.in_force.last, other.in_force.first
                if last is None or day_after(last) != first:
                    slots = {"id": provision.id, "other": other_id, "last": str(last or "…"), "first": str(first)}
                    yield context.problem(problems.RENUMBERED_GAP, file, *path, **slots)


def numbers_in_force(context: Context) -> Iterator[Problem]:
    """A number holds only while one of the provisions it comes from does, under its old or its new article number."""
    for threshold in context.rulebook.thresholds.values():
        path = context.entry(_THRESHOLDS, "threshold", threshold.id)
        provisions = _chains(context, threshold.provisions)
        behind = union([days for each in provisions if (days := in_force(context.rulebook, each)) is not None])
        needed = overlap(threshold.in_force, InForce(FIRST_EVENT_DAY)) or threshold.in_force
        if not any(overlap(needed, days) == needed for days in behind):
            slots = {"id": threshold.id, "days": _say(threshold.in_force), "norms": ", ".join(map(_say, behind)) or "-"}
            yield context.problem(problems.NUMBER_OUTSIDE, _THRESHOLDS, *path, "effective_from", **slots)


def _chains(context: Context, names: tuple[str, ...]) -> list[Provision]:
    """Return the provisions with all that came before and after them in their renumbering."""
    found: dict[str, Provision] = {}
    waiting = list(names)
    while waiting:
        name = waiting.pop()
        provision = context.rulebook.provisions.get(name)
        if provision is not None and name not in found:
            found[name] = provision
            waiting += [other for other in (provision.previous, provision.next) if other is not None]
    return list(found.values())


def numbers_overlap(context: Context) -> Iterator[Problem]:
    """Of the thresholds that give one named number, at most one is in force on a day."""
    for rule in context.rulebook.rules:
        for number in rule.numbers:
            used = [context.rulebook.thresholds[threshold] for threshold, _ in number.references]
            for one, other in combinations(used, 2):
                if overlap(one.in_force, other.in_force):
                    slots = {"name": number.name, "one": one.id, "other": other.id}
                    yield context.rule_problem(problems.NUMBER_TWICE, rule, "numbers", number.name, **slots)


def authorities(context: Context) -> Iterator[Problem]:
    """The names of one body follow each other without gap or overlap."""
    by_id: dict[str, list[InForce]] = {}
    for authority in context.rulebook.authorities:
        by_id.setdefault(authority.id, []).append(authority.in_force)
    for name, intervals in by_id.items():
        ordered = sorted(intervals, key=lambda each: each.first)
        for earlier, later in pairwise(ordered):
            if earlier.last is None or day_after(earlier.last) != later.first:
                slots = {"id": name, "last": str(earlier.last or "…"), "first": str(later.first)}
                yield context.problem(problems.AUTHORITY_GAP, _CHANNELS, "authority", **slots)


def quotations(context: Context) -> Iterator[Problem]:
    """One loan prime rate for each day of quotation."""
    days = [rate.first for rate in context.rulebook.lpr]
    for one, other in pairwise(days):
        if one == other:
            yield context.problem(problems.LPR_TWICE, _LPR, "lpr", day=str(one))


DATE_CHECKS: tuple[Check, ...] = (
    provisions_inside,
    renumbered,
    numbers_in_force,
    numbers_overlap,
    authorities,
    quotations,
)
