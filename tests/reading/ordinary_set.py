"""The ordinary set: invented bills, codes, deliveries, lawful reminders and everyday talk, with the lawful corpus.

Left out are the lawful contacts in which a careful reader sees a collector's hard act himself (a quarrel, a court that
writes as a court): they are lawful by who writes them, not by their words.
"""

from __future__ import annotations

import tomllib
from functools import cache
from pathlib import Path

from shouzheng.reading.labels import GUIDELINE_HARD_ACTS
from shouzheng.reading.lexicon import load_lexicon
from tests.lawful.corpus import load_corpus

_FILE = Path(__file__).with_name("ordinary_texts.toml")


@cache
def ordinary_texts() -> tuple[str, ...]:
    """Return all texts of the set, each once."""
    own = [text for texts in tomllib.loads(_FILE.read_text("utf-8")).values() for text in texts]
    hard = [f"act_{act.label}" for act in load_lexicon().acts if not set(GUIDELINE_HARD_ACTS).isdisjoint(act.guideline)]
    lawful = [
        contact.text
        for contact in load_corpus()
        if contact.text is not None and not any(contact.facts.get(fact) for fact in hard)
    ]
    return tuple(dict.fromkeys([*own, *lawful]))
