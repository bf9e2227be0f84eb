"""A glance at a text: could its words show an act at all? For the many private texts that are read for nothing else."""

from __future__ import annotations

from shouzheng.model.case import Role
from shouzheng.reading.fold import fold
from shouzheng.reading.lexicon import Lexicon
from shouzheng.reading.signs import Text


def may_show_act(text: str, lexicon: Lexicon, addressee: Role = Role.UNKNOWN) -> bool:
    """Return False only when no pattern of any act counts in words to this role, so that ``read`` shows none of them.

    Acts that rest on an entity alone (an amount, an institution's name) are information, not conduct; the glance does
    not look for them.
    """
    seen = Text(fold(text, lexicon.fold_table), lexicon.matcher, lexicon.conditions, ())
    signs = (lexicon.sign_of[number][1] for number in seen.hits if number in lexicon.sign_of)
    return any(seen.shown(sign, addressee) for sign in signs)
