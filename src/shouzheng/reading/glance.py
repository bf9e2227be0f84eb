"""A glance at a text: could its words show an act at all? For the many private texts that are read for nothing else."""

from __future__ import annotations

from shouzheng.reading.fold import fold
from shouzheng.reading.lexicon import Lexicon


def may_show_act(text: str, lexicon: Lexicon) -> bool:
    """Return False only when no pattern of any act occurs in the text, so that ``read`` could show none of them.

    Acts that rest on an entity alone (an amount, an institution's name) are information, not conduct; the glance does
    not look for them.
    """
    hits = lexicon.matcher.find(fold(text, lexicon.fold_table).text)
    return any(number in lexicon.sign_of for number in hits)
