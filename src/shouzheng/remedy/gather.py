"""Puts together what the outputs are made of, from the result of one run and the data it was judged with."""

from __future__ import annotations

import tomllib
from collections.abc import Iterable
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING

from shouzheng import __version__
from shouzheng.reference.data_files import data_files, data_folder, folder_hash
from shouzheng.remedy.help_lines import channel_names, help_lines
from shouzheng.remedy.material import DataState, FactName, LeftOut, Material
from shouzheng.remedy.night import night_rules
from shouzheng.remedy.scope import scope_of

if TYPE_CHECKING:
    from shouzheng.remedy.check import CheckResult


def material_of(result: CheckResult) -> Material:
    """Return the material of one run; raises ``UnconfirmedContactError`` should a contact in it not be confirmed."""
    book, case = result.rulebook, result.case
    law = DataState(
        book.hash,
        max((check.seen for check in book.check_dates), default=None),
        min((check.check_by for check in book.check_dates), default=None),
    )
    scope = scope_of(result.judgement, book)
    return Material(
        case=case,
        contacts=result.contacts,
        judgement=scope.judgement,
        reminders=scope.reminders,
        overall=result.overall,
        from_papers=scope.from_papers,
        reports=result.reports,
        law=law,
        lexicon=DataState(result.lexicon.hash),
        directory=data_state(data_folder("directory")),
        as_of=result.as_of,
        program=f"shouzheng {__version__}",
        left_out=LeftOut(
            result.unattributed.contacts,
            result.unattributed.calls,
            result.unattributed.with_hard_words,
            result.private,
            result.unattributed.threats,
            result.unattributed.fraud,
            result.unattributed.despair,
        ),
        facts={
            name: FactName(fact.label, fact.computed_by == "judging.facts", fact.computed_by == "reading")
            for name, fact in book.facts.items()
        },
        rules={rule.id: rule.title for rule in book.rules},
        channels=channel_names(book.channels),
        night=night_rules(case, book.thresholds.values(), book.provisions, book.instruments),
        numbers=result.numbers,
        help_lines=help_lines(book.channels, minor=any(person.minor for person in case.persons)),
    )


def data_state(folder: Path) -> DataState:
    """Return the hash of a data folder with the newest ``[meta] seen`` and the earliest ``check_by`` of its files."""
    metas = [tomllib.loads(path.read_text("utf-8")).get("meta", {}) for path in data_files(folder)]
    seen = _dates(meta.get("seen") for meta in metas)
    check_by = _dates(meta.get("check_by") for meta in metas)
    return DataState(folder_hash(folder), max(seen, default=None), min(check_by, default=None))


def _dates(values: Iterable[object]) -> list[date]:
    return [value for value in values if isinstance(value, date)]
