"""What is wrong with what was stated, said of the fields of the forms: no key, id, line or file is named."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from shouzheng.intake.statement import problems as of_the_file
from shouzheng.model.words import Words
from shouzheng.reference.problems import Problem, ProblemKind
from shouzheng.web.cases import statement_problems as here
from shouzheng.web.cases.statement_fields import SECTIONS

#: What the reader of ``case.toml`` complains of, and what the form says instead; the rest stays as it is.
_KINDS: dict[ProblemKind, ProblemKind] = {
    of_the_file.CASE_MISSING_KEY: here.BLANK,
    of_the_file.CASE_EMPTY: here.BLANK,
    of_the_file.CASE_WRONG_TYPE: here.UNCLEAR,
    of_the_file.CASE_NOT_ALLOWED: here.UNCLEAR,
    of_the_file.CASE_TIME_WITHOUT_OFFSET: here.NO_DAY,
    of_the_file.CASE_IMPOSSIBLE_TIME: here.NO_DAY,
    of_the_file.CASE_BAD_CLOCK: here.NO_CLOCK,
    of_the_file.CASE_BAD_MONEY: here.NO_MONEY,
    of_the_file.CASE_BAD_ZONE: here.NO_ZONE,
    of_the_file.CASE_STAYS_OVERLAP: here.STAYS_MEET,
    of_the_file.CASE_UNKNOWN_REFERENCE: here.NOT_THERE,
    of_the_file.CASE_WRONG_REFERENCE: here.NO_LENDER,
    of_the_file.CASE_ACTS_FOR_OF_OTHERS: here.AGENCIES_ONLY,
    of_the_file.CASE_TWO_OWNERS: here.TWO_OWNERS,
}
_DAYS = frozenset(["consent", "contract_date", "since", "until", "at"])
_LABELS = {f"{section.key}.{field.key}": field.label for section in SECTIONS.values() for field in section.fields}


@dataclass(frozen=True, slots=True)
class Spot:
    """Where something stands among what was stated: section, place in it and key; the last two may be missing."""

    section: str = ""
    place: int = -1
    key: str = ""


def in_words(problem: Problem, spot: Spot, tables: Mapping[str, object]) -> Problem:
    """Return a problem as the forms say it; ``where`` is the name of the item, slot ``spot`` which field it is about.

    The spot reads ``section/place/key``, for the form that shows it beside its field.
    """
    slots = dict(problem.slots)
    key = spot.key or slots.get("key", "")
    items = tables.get(spot.section)
    item: dict[str, object] = items[spot.place] if isinstance(items, list) and 0 <= spot.place < len(items) else {}
    kind = _KINDS.get(problem.kind, problem.kind)
    if kind is here.UNCLEAR and key in _DAYS:
        kind = here.NO_DAY
    names = _names(tables)
    changed: dict[str, str] = {each: names.get(slots[each], slots[each]) for each in ("one", "two") if each in slots}
    values: dict[str, str] = {
        "value": str(item.get(key, "")),
        **slots,
        **changed,
        "field": f"{spot.section}.{key}",
        "spot": f"{spot.section}/{spot.place}/{key}",
    }
    return Problem(kind, str(item.get("name") or ""), tuple(values.items()))


def _names(tables: Mapping[str, object]) -> dict[str, str]:
    parties = tables.get("party")
    listed = parties if isinstance(parties, list) else []
    return {str(each.get("id")): str(each.get("name") or each.get("id")) for each in listed}


def label(token: str) -> Words | None:
    """Return the label of a field by its token ``section.key``, ``None`` for any other text."""
    return _LABELS.get(token)


def key_of(problem: Problem, section: str, place: int) -> str:
    """Return the field of this item that a problem is about, empty when it is about something else."""
    spot = dict(problem.slots).get("spot", "").split("/")
    return spot[2] if spot[:2] == [section, str(place)] else ""
