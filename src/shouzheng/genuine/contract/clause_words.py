"""Loads ``lexicon/contract`` (clauses) and ``lexicon/contract_checklist`` (what a contract should hold)."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache
from pathlib import Path

from shouzheng.model.words import Words
from shouzheng.reading.located import Sheet
from shouzheng.reading.problems import WRONG_VALUE
from shouzheng.reading.sign_folder import SignFolder, load_sign_folder


@dataclass(frozen=True, slots=True)
class Topic:
    """What such a file keeps besides its signs: place in the list, the law on it (ids), what a person can do."""

    order: int
    provisions: tuple[str, ...]
    ask: Words


Topics = SignFolder[Topic]
_KEYS = ("order", "provisions", "ask")


@cache
def load_clauses(lexicon: Path | None = None) -> Topics:
    """Return the clauses sought, loaded once; raises ``ShouzhengError`` (exit code 3)."""
    return load_sign_folder("contract", _KEYS, _topic, lexicon)


@cache
def load_checklist(lexicon: Path | None = None) -> Topics:
    """Return what a contract should hold, loaded once; raises ``ShouzhengError`` (exit code 3)."""
    return load_sign_folder("contract_checklist", _KEYS, _topic, lexicon)


def _topic(sheet: Sheet) -> Topic:
    order = sheet.data.get("order")
    if type(order) is not int:
        sheet.report(WRONG_VALUE, "order", key="order", expected="1, 2, …")
        order = 0
    ask = sheet.table(sheet.data.get("ask", {}), {"zh", "en"}, "ask")
    words = Words(sheet.text(ask, "zh", "ask"), sheet.text(ask, "en", "ask"))
    return Topic(order, sheet.texts(sheet.data, "provisions"), words)
