"""The person's own words in the blanks of a letter, as the case keeps them: by what they answer, never by their place.

A blank comes and goes with the facts of the case. Words whose blank has gone, or now asks for something else, are kept
and shown as not used; they are never put anywhere else. What an earlier version kept by the number of the blank cannot
be told to its blank any more: it is shown to be checked, and used nowhere.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from starlette.datastructures import FormData

from shouzheng.remedy.letters.slots import Ask

#: Kind of the entries: ``words`` are what the person wrote, by key, each with what it answers.
LETTER = "letter"
#: Longest answer in characters, and most that one letter keeps.
LONGEST, MOST = 2000, 200
#: Names of the form's fields: the words, what they answer, the kept words to be dropped.
WORDS, ASKS, DROP = "w.", "a.", "drop"
_OLD = "old:"
_LONGEST_KEY, _LONGEST_ASKS = 120, 300


@dataclass(frozen=True, slots=True)
class Kept:
    """Words that the person wrote, and what they answer (empty: nobody knows any more)."""

    text: str
    asks: str = ""


def kept_words(content: Mapping[str, object]) -> dict[str, Kept]:
    """Return the words of an entry by key; those of the old form under keys that no blank has."""
    words, old = content.get("words"), content.get("blanks")
    found = {}
    for key, each in words.items() if isinstance(words, dict) else ():
        if isinstance(each, dict) and each.get("text"):
            found[str(key)] = Kept(str(each["text"]), str(each.get("asks", "")))
    for key, text in old.items() if isinstance(old, dict) else ():
        found[f"{_OLD}{key}"] = Kept(str(text))
    return found


def to_check(content: Mapping[str, object]) -> bool:
    """True for an entry of the old form, whose words the person has to put where they belong."""
    return bool(content.get("blanks"))


def used(kept: Mapping[str, Kept], asks: Iterable[Ask]) -> dict[str, str]:
    """Return the words that answer what is asked, by key: the same key and the very words on the blank."""
    return {each.key: kept[each.key].text for each in asks if each.key in kept and kept[each.key].asks == each.label.zh}


def not_used(kept: Mapping[str, Kept], asks: Sequence[Ask]) -> dict[str, Kept]:
    """Return the words that answer nothing that is asked now."""
    taken = used(kept, asks)
    return {key: each for key, each in kept.items() if key not in taken}


def typed(form: FormData, asks: Iterable[Ask]) -> dict[str, Kept]:
    """Return what a form holds, by key; an answer to a blank that has gone since the page was made is kept as well."""
    several = {each.key: each.lines for each in asks}
    found = {}
    for name in [each for each in form if each.startswith(WORDS)][:MOST]:
        key, value, about = name.removeprefix(WORDS), form.get(name), form.get(ASKS + name.removeprefix(WORDS), "")
        text = _clean(value, lines=several.get(key, True)) if isinstance(value, str) else ""
        if text and len(key) <= _LONGEST_KEY:
            found[key] = Kept(text, about[:_LONGEST_ASKS] if isinstance(about, str) else "")
    return found


def entry(given: Mapping[str, Kept], idle: Mapping[str, Kept], dropped: Iterable[str]) -> dict[str, object]:
    """Return what is stored: what was typed now, and what is not used and not dropped."""
    gone, every = set(dropped), dict(given)
    for key, each in idle.items():
        name = key
        while name in every:  # an answer to something else under the same name: both are kept
            name = _OLD + name
        if key not in gone:
            every[name] = each
    return {"words": {key: {"asks": each.asks, "text": each.text} for key, each in every.items()}}


def _clean(text: str, *, lines: bool) -> str:
    """Return the words without odd blanks; line ends stay where several lines may stand."""
    rows = [" ".join(row.split()) for row in text[:LONGEST].splitlines()]
    return ("\n" if lines else " ").join(row for row in rows if row)
