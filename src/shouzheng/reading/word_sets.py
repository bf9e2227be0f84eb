"""The named word sets of the lexicon (``lexicon/words/*.toml``), which patterns use as ``<name>``."""

from __future__ import annotations

from pathlib import Path

from shouzheng.reading.fold import FoldTable, fold
from shouzheng.reading.located import Sheet
from shouzheng.reading.problems import NOT_FOLDED, TWICE, UNKNOWN_NAME, WRONG_VALUE
from shouzheng.reference.data_files import data_files
from shouzheng.reference.problems import Problem

WordSets = dict[str, tuple[str, ...]]

_KEYS = {"zh", "en", "words", "includes"}
_FORBIDDEN = frozenset("()<>{}|?。!\n\r ")


def load_word_sets(folder: Path, table: FoldTable, problems: list[Problem]) -> WordSets:
    """Read all word sets; a set may include sets of files or tables before it, so that no circle is possible."""
    sets: WordSets = {}
    first_seen: dict[str, str] = {}
    for path in data_files(folder / "words"):
        sheet = Sheet(path, f"words/{path.name}", problems)
        for name in sheet.data:
            entry = sheet.table(sheet.data[name], _KEYS, name)
            if name in sets:
                sheet.report(TWICE, name, what=f"<{name}>", first=first_seen[name])
                continue
            first_seen[name] = sheet.where(name)
            sheet.text(entry, "zh", name)
            sheet.text(entry, "en", name)
            words = _included(sheet, name, sets, sheet.texts(entry, "includes", name))
            words += _checked(sheet, name, sheet.texts(entry, "words", name), table)
            if not words:
                sheet.report(WRONG_VALUE, name, key=name, expected="words")
            sets[name] = tuple(dict.fromkeys(words))
    return sets


def _included(sheet: Sheet, name: str, sets: WordSets, includes: tuple[str, ...]) -> list[str]:
    words: list[str] = []
    for other in includes:
        if other in sets:
            words.extend(sets[other])
        else:
            sheet.report(
                UNKNOWN_NAME, name, "includes", name=other, what_zh="词表（须先定义）", what_en="word set before it"
            )
    return words


def _checked(sheet: Sheet, name: str, words: tuple[str, ...], table: FoldTable) -> list[str]:
    seen: set[str] = set()
    for word in words:
        if word in seen:
            sheet.report(TWICE, name, "words", at=word, what=word, first=sheet.where(name, "words"))
        seen.add(word)
        folded = fold(word, table).text
        if folded != word or _FORBIDDEN & set(word):
            sheet.report(NOT_FOLDED, name, "words", at=word, word=word, folded=folded)
    return list(words)
