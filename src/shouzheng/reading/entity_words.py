"""Reads ``lexicon/entities.toml``, the word lists of the entity grammar."""

from __future__ import annotations

from shouzheng.reading.entities.found import EntityWords
from shouzheng.reading.located import Sheet
from shouzheng.reading.problems import MISSING_KEY, WRONG_VALUE

_TABLES = {
    "amount": ("money_words", "not_yuan_before"),
    "date": ("after_bare_day",),
    "phone": ("phone_words", "not_phone_before"),
    "link": ("top_level",),
    "account": ("card_words", "wallet_words", "not_account_after"),
    "institution": ("endings", "corporate", "names", "not_names", "stops", "not_signature", "authority"),
}


def load_entity_words(sheet: Sheet) -> EntityWords | None:
    """Return the word lists, ``None`` when a problem was reported."""
    before = len(sheet.problems)
    sheet.table(sheet.data, set(_TABLES))
    lists: dict[str, tuple[str, ...]] = {}
    for name, keys in _TABLES.items():
        extra = {"relative"} if name == "date" else set()
        entry = sheet.table(sheet.data.get(name, {}), {*keys, *extra}, name)
        for key in keys:
            lists[key] = sheet.texts(entry, key, name)
            if not lists[key]:
                sheet.report(MISSING_KEY, name, key, key=key)
    relative = _relative_days(sheet)
    return None if len(sheet.problems) > before else EntityWords(relative_days=relative, **lists)


def _relative_days(sheet: Sheet) -> dict[str, int]:
    date = sheet.data.get("date")
    value = date.get("relative") if isinstance(date, dict) else None
    if not isinstance(value, dict) or not value or not all(type(days) is int for days in value.values()):
        sheet.report(WRONG_VALUE, "date", "relative", key="relative", expected='{ "今天" = 0, … }')
        return {}
    return value
