"""Wording: both languages, the same slots, no word that pronounces guilt, nothing invisible."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from string import Formatter

from shouzheng.reference.problems import Problem
from shouzheng.reference.safe_text import visible
from shouzheng.reference.toml_places import Path
from shouzheng.rulebook.checks import problems
from shouzheng.rulebook.checks.context import Check, Context
from shouzheng.rulebook.problems import EMPTY_TEXT

#: Words that judge instead of describing (DESIGN §3: never 构成, never 犯罪; no criminal-law wording is printed).
_JUDGING = re.compile(r"构成|罪|刑事|寻衅滋事|\b(?:crim|guilt|felon)\w*", re.IGNORECASE)
#: What ``rule new`` puts where words are still to be written (``scaffold``); people must never read it in a finding.
_TO_BE_WRITTEN = re.compile(r"（写明[^（）]*）|\(say what [^()]*\)|新规则 R\w+|New rule R\w+")
_HAN = re.compile(r"[一-鿿]")
_LINES = str.maketrans("\n\t", "  ")
_LATIN = re.compile(r"[A-Za-z]")


def _texts(value: object, path: Path) -> Iterator[tuple[Path, str]]:
    """Yield every text below a value with its path."""
    if isinstance(value, str):
        yield path, value
    elif isinstance(value, Mapping):
        for key, inner in value.items():
            yield from _texts(inner, (*path, str(key)))
    elif isinstance(value, list):
        for index, inner in enumerate(value):
            yield from _texts(inner, (*path, index))


def no_judging(context: Context) -> Iterator[Problem]:
    """A rule's words describe what was seen; they never pronounce guilt."""
    for rule in context.rulebook.rules:
        data = context.files[rule.file].data
        for key in ("title", "plain", "condition"):
            for path, text in _texts(data.get(key), (key,)):
                found = _JUDGING.search(text)
                if found and path[-1] in ("zh", "en"):
                    yield context.rule_problem(problems.JUDGING_WORDS, rule, *path, found=found.group())


def both_languages(context: Context) -> Iterator[Problem]:
    """The Chinese text is Chinese and the English one English; neither is a copy of the other."""
    for file in context.files.values():
        for path, text in _texts(file.data, ()):
            # An English text may quote a Chinese term, a Chinese one may be a bare abbreviation (LPR).
            is_foreign = (
                (not _LATIN.search(text) or len(_HAN.findall(text)) * 2 > len(text)) if path[-1] == "en" else False
            )
            if is_foreign or (path[-1] == "zh" and not _HAN.search(text) and " " in text.strip()):
                yield context.problem(problems.NOT_TRANSLATED, file.name, *path, lang=str(path[-1]))
        for path, table in _pairs(file.data, ()):
            if table["zh"] == table["en"]:
                yield context.problem(problems.NOT_TRANSLATED, file.name, *path, lang="zh = en")


def _pairs(value: object, path: Path) -> Iterator[tuple[Path, Mapping[str, object]]]:
    """Yield every table that has both ``zh`` and ``en``."""
    if isinstance(value, Mapping):
        if "zh" in value and "en" in value:
            yield path, value
        for key, inner in value.items():
            yield from _pairs(inner, (*path, str(key)))
    elif isinstance(value, list):
        for index, inner in enumerate(value):
            yield from _pairs(inner, (*path, index))


def same_slots(context: Context) -> Iterator[Problem]:
    """The finding says the same in both languages, so both fill the same slots."""
    for rule in context.rulebook.rules:
        slots = [{name for _, name, _, _ in Formatter().parse(t) if name} for t in (rule.finding.zh, rule.finding.en)]
        if slots[0] != slots[1]:
            differ = " ".join(sorted(slots[0] ^ slots[1]))
            yield context.rule_problem(problems.SLOTS_DIFFER, rule, "condition", "finding", slots=differ)


def nothing_left_open(context: Context) -> Iterator[Problem]:
    """The words of a new rule are written, not left as the scaffold made them."""
    for rule in context.rulebook.rules:
        data = context.files[rule.file].data
        for key in ("title", "plain"):
            for path, text in _texts(data.get(key), (key,)):
                if _TO_BE_WRITTEN.fullmatch(text.strip()):
                    yield context.rule_problem(EMPTY_TEXT, rule, *path, key=".".join(map(str, path)))


def nothing_invisible(context: Context) -> Iterator[Problem]:
    """No control or direction character hides in the law."""
    for file in context.files.values():
        for path, text in _texts(file.data, ()):
            # Every character that ``visible`` would mark is unprintable; the first test is quick and passes nearly all.
            if not text.translate(_LINES).isprintable() and visible(text, keep_newlines=True) != text:
                yield context.problem(problems.INVISIBLE, file.name, *path, text=visible(text)[:80])


WORDING_CHECKS: tuple[Check, ...] = (
    no_judging,
    both_languages,
    same_slots,
    nothing_left_open,
    nothing_invisible,
)
