"""What a reading says in the coarser acts of the labelling guideline, in which real messages were labelled.

Most follow from the acts (``lexicon/acts``, key ``guideline``). Two are derived here: ``no_identity`` (nobody is named
by whom the words could come) and ``obfuscated_text``. The guideline gives acts by the kind of a text; who does not know
the kind leaves it out, and then nothing is held back.
"""

from __future__ import annotations

from shouzheng.model.reading import Reading
from shouzheng.reading.entries import Lexicon

#: Kinds of texts that carry no act at all.
WITHOUT_ACTS = frozenset(("commentary", "victim_reply"))
#: Kinds of texts in which it matters that nobody is named.
WITH_IDENTITY = frozenset(("scam", "third_party_notice", "collection_pressure", "collection_notice"))
#: Acts of the law base that say who writes.
_SAYS_WHO = ("identifies_institution", "identifies_person")
_SPEAKS_AS = "impersonates_"


def guideline_acts(reading: Reading, lexicon: Lexicon, kind: str | None = None) -> frozenset[str]:
    """Return the acts of the guideline that a reading shows.

    ``kind`` is the kind of the text by the guideline (``collection_notice`` …): texts about collection and words of
    the person carry none, and ``no_identity`` is given for four kinds only. Without it both rules are left out.
    """
    if kind in WITHOUT_ACTS:
        return frozenset()
    shown = {name for act in reading.acts for name in lexicon.coarse[act.pattern]}
    if reading.disguised:
        shown.add("obfuscated_text")
    if kind in WITH_IDENTITY and not says_who(reading):
        shown.add("no_identity")
    return frozenset(shown)


def says_who(reading: Reading) -> bool:
    """Return True when the words name an institution, a person or an authority as the one from whom they come."""
    return any(act.act in _SAYS_WHO or act.act.startswith(_SPEAKS_AS) for act in reading.acts)
