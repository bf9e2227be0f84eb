"""Reads the dated numbers of the law (``thresholds.toml``) and the monthly loan prime rate (``lpr.toml``)."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date

from shouzheng.model.law import NormForce, Provision, Threshold, Verified
from shouzheng.rulebook import problems
from shouzheng.rulebook.files.instruments import source_keys
from shouzheng.rulebook.files.law_file import LawFile, Table
from shouzheng.rulebook.language.tokens import MAX_INTEGER

#: How a seen number must stand to the value; ``not_within`` is for quiet hours, the empty text for "no number".
OPERATORS = ("<=", "<", ">=", ">", "not_within", "")
#: Parts of a threshold that a rule's ``[numbers]`` can name; ``value`` is meant when none is named.
FIELDS = ("value", "start_minute", "end_minute")
_LAST_MINUTE = 1439


@dataclass(frozen=True, slots=True)
class LoanPrimeRate:
    """One monthly quotation in basis points a year, in force from its day until the next quotation."""

    first: date
    one_year_bp: int
    five_year_bp: int
    verified: Verified


def read_thresholds(file: LawFile, provisions: Mapping[str, Provision] | None) -> dict[str, Threshold]:
    """Read the thresholds by id; entries with problems are reported in the file and left out.

    Their provisions are checked unless ``provisions`` is ``None``.
    """
    root = file.root()
    sources = source_keys(root)
    found: dict[str, Threshold] = {}
    for table in root.tables("threshold", needed=provisions is not None):
        threshold = _threshold(table, sources)
        for index, provision in enumerate(threshold.provisions):
            if provisions is not None and provision not in provisions:
                table.report(problems.UNKNOWN_REFERENCE, "provisions", index, what="provision", id=provision)
        table.finish()
        if threshold.id in found:
            table.report(problems.DUPLICATE_ID, "id", id=threshold.id, other=file.name)
        elif table.sound:
            found[threshold.id] = threshold
    root.finish()
    return found


def read_lpr(file: LawFile) -> tuple[LoanPrimeRate, ...]:
    """Read the quotations in order of their days."""
    root = file.root()
    sources = source_keys(root)
    found = []
    for table in root.tables("lpr"):
        first = table.day("from")
        one, five = (table.integer(key, low=1, high=10_000) for key in ("one_year_bp", "five_year_bp"))
        verified = table.choice("verification", Verified, Verified.MEMORY)
        table.texts("sources", allowed=sources)
        table.finish()
        if table.sound and first and one and five:
            found.append(LoanPrimeRate(first, one, five, verified))
    root.finish()
    return tuple(sorted(found, key=lambda rate: rate.first))


def _threshold(table: Table, sources: tuple[str, ...] | None) -> Threshold:
    operator = table.text("operator", may_be_empty=True)
    if operator not in OPERATORS:
        table.report(problems.NOT_ALLOWED, "operator", key="operator", value=operator, allowed=" ".join(OPERATORS))
    value = table.integer("value", needed=operator != "", low=-MAX_INTEGER, high=MAX_INTEGER)
    is_interval = operator == "not_within"
    start, end = (
        table.integer(key, needed=is_interval, low=0, high=_LAST_MINUTE) for key in ("start_minute", "end_minute")
    )
    table.choice("force", NormForce, NormForce.LAW)
    return Threshold(
        id=table.text("id"),
        what=table.words("what"),
        operator=operator,
        value=value,
        unit=table.text("unit"),
        in_force=table.in_force(),
        provisions=table.texts("provisions"),
        firm=table.boolean("firm"),
        verified=table.choice("verification", Verified, Verified.MEMORY),
        start_minute=start,
        end_minute=end,
        note=table.words("note", needed=False),
        applies_to=table.words("applies_to", needed=False),
        sources=table.texts("sources", needed=False, allowed=sources),
    )


def field_of(threshold: Threshold, field: str) -> int | None:
    """Return one of ``FIELDS`` of a threshold."""
    if field == "start_minute":
        return threshold.start_minute
    return threshold.end_minute if field == "end_minute" else threshold.value
