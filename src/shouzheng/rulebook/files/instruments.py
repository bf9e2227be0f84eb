"""Reads ``law/<country>/instruments.toml``: the laws, rules, standards and association texts with dates and scope."""

from __future__ import annotations

from shouzheng.model.kinds import InstitutionKind, ProductKind
from shouzheng.model.law import Instrument, NormForce, Verified
from shouzheng.rulebook import problems
from shouzheng.rulebook.files.law_file import LawFile, Table

#: A scope that binds everybody.
ANY = "any"
INSTITUTION_SCOPES = (ANY, *(kind.value for kind in InstitutionKind if kind is not InstitutionKind.UNKNOWN))
PRODUCT_SCOPES = (ANY, *(kind.value for kind in ProductKind if kind is not ProductKind.UNKNOWN))


def read_instruments(file: LawFile, *, links: bool = True) -> dict[str, Instrument]:
    """Read the instruments by id; entries with problems are reported in the file and left out.

    ``links``: check that ``superseded_by`` names an instrument of the file.
    """
    root = file.root()
    sources = source_keys(root)
    instruments: dict[str, Instrument] = {}
    for table in root.tables("instrument"):
        instrument = _instrument(table, sources)
        table.finish()
        if instrument.id in instruments:
            table.report(problems.DUPLICATE_ID, "id", id=instrument.id, other=file.name)
        elif table.sound:
            instruments[instrument.id] = instrument
    for table in root.tables("instrument"):
        later = table.text("superseded_by", needed=False)
        if links and later and later not in instruments:
            table.report(problems.UNKNOWN_REFERENCE, "superseded_by", what="instrument", id=later)
    root.finish()
    return instruments


def source_keys(root: Table) -> tuple[str, ...] | None:
    """Return the keys explained in the file's ``[sources]``, or ``None`` when the file has no such table."""
    root.has("meta")
    if not root.has("sources"):
        return None
    table = root.table("sources")
    for key in table.data:
        table.text(key)
    return tuple(table.data)


def _instrument(table: Table, sources: tuple[str, ...] | None) -> Instrument:
    return Instrument(
        id=table.text("id"),
        title=table.words("title"),
        issuer=table.text("issuer"),
        number=table.text("number", may_be_empty=True),
        force=table.choice("force", NormForce, NormForce.LAW),
        in_force=table.in_force(),
        scope_institutions=table.texts("scope_institutions", allowed=INSTITUTION_SCOPES),
        scope_products=table.texts("scope_products", allowed=PRODUCT_SCOPES),
        verified=table.choice("verification", Verified, Verified.MEMORY),
        sources=table.texts("sources", allowed=sources),
        note=table.words("note", needed=False),
        binds=table.words("binds", needed=False),
        adopted=table.day("adopted", needed=False),
        superseded_by=table.text("superseded_by", needed=False) or None,
    )
