"""Reads ``law/<country>/provisions/<instrument>.toml``: the articles of one instrument."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import PurePosixPath

from shouzheng.model.law import Instrument, Provision, Verified
from shouzheng.rulebook import problems
from shouzheng.rulebook.files.instruments import INSTITUTION_SCOPES, PRODUCT_SCOPES, source_keys
from shouzheng.rulebook.files.law_file import LawFile, Table


def read_provisions(file: LawFile, instruments: Mapping[str, Instrument]) -> list[Provision]:
    """Read the provisions of one instrument; entries with problems are reported in the file and left out."""
    root = file.root()
    sources = source_keys(root)
    instrument = root.text("instrument")
    if instrument and instrument not in instruments:
        root.report(problems.UNKNOWN_REFERENCE, "instrument", what="instrument", id=instrument)
    if instrument and PurePosixPath(file.name).stem != instrument:
        root.report(problems.FILE_NAME, "instrument", expected=f"{instrument}.toml")
    found = []
    for table in root.tables("provision"):
        provision = _provision(table, instrument, sources)
        if provision.citable and not provision.article:
            table.report(problems.EMPTY_TEXT, "article", key="article")
        table.finish()
        if table.sound:
            found.append(provision)
    root.finish()
    return found


def _provision(table: Table, instrument: str, sources: tuple[str, ...] | None) -> Provision:
    # A hint helps people to search for the article; it is never printed, so it does not even enter the noun.
    table.text("article_hint", needed=False, may_be_empty=True)
    return Provision(
        id=table.text("id"),
        instrument=instrument,
        article=table.text("article", may_be_empty=True),
        gist=table.words("gist"),
        in_force=table.in_force(),
        citable=table.boolean("citable"),
        verified=table.choice("verification", Verified, Verified.MEMORY),
        topics=table.texts("topics", needed=False),
        sources=table.texts("sources", allowed=sources),
        previous=table.text("previous", needed=False) or None,
        next=table.text("next", needed=False) or None,
        note=table.words("note", needed=False),
        scope_institutions=table.texts("scope_institutions", needed=False, allowed=INSTITUTION_SCOPES),
        scope_products=table.texts("scope_products", needed=False, allowed=PRODUCT_SCOPES),
    )
