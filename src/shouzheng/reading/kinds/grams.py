"""Characters, pairs and triples of a folded text, hashed to rows of the model (definition: ``lexicon/grammar.md`` §8).

Every step is on integers, so that any other implementation of the definition gives the same rows.
"""

from __future__ import annotations

import re
from operator import add

#: The model looks at this many characters of the plain form, from the start: the kind of a text shows early.
MOST_CHARACTERS = 2_000
#: Only this many characters of the folded text are looked at, for the model and for cues: a megabyte costs no more.
MOST_FOLDED = 20 * MOST_CHARACTERS
#: Characters that the plain form leaves out.
BLANKS = " \t\r\n\u3000"
#: Stand before the first and behind the last character.
FIRST, LAST = "^", "$"

_DIGITS = re.compile("[0-9]+")
_BLANKS = re.compile(f"[{BLANKS}]+")
_MASK = 0xFFFFFFFF
_SEED, _STEP, _SPREAD = 0x9E3779B1, 1_000_003, 2_654_435_761


def plain(folded: str) -> str:
    """Return the form of a folded text that the model looks at.

    Of the first ``MOST_FOLDED`` characters blanks are left out and each run of ASCII digits becomes one ``0``; the
    first ``MOST_CHARACTERS`` of that stay, and the ends are marked.
    """
    text = _BLANKS.sub("", folded[:MOST_FOLDED])
    return f"{FIRST}{_DIGITS.sub('0', text)[:MOST_CHARACTERS]}{LAST}"


def row_of(gram: str, bits: int) -> int:
    """Return the row (0 to 2**bits - 1) of a gram; 32-bit arithmetic on the code points."""
    value = len(gram) * _SEED & _MASK
    for char in gram:
        value = (value * _STEP + ord(char)) & _MASK
    return (value * _SPREAD & _MASK) >> (32 - bits)


def grams(text: str) -> list[str]:
    """Return all characters, pairs, triples of a plain form, from left to right, repeated ones too."""
    pairs = list(map(add, text, text[1:]))
    return [*text, *pairs, *map(add, pairs, text[2:])]
