"""The kind of a text that was read: what the acts of its reading, the addressee and the speaker add to its words."""

from __future__ import annotations

from shouzheng.model.case import Role
from shouzheng.model.reading import Reading
from shouzheng.reading.entries import Lexicon
from shouzheng.reading.fold import fold
from shouzheng.reading.guideline import guideline_acts
from shouzheng.reading.kinds.names import Kind
from shouzheng.reading.kinds.reader import KindReader


def kind_of(
    text: str,
    reading: Reading,
    lexicon: Lexicon,
    kinds: KindReader,
    *,
    addressee: Role = Role.UNKNOWN,
    own_words: bool = False,
) -> Kind:
    """Return the kind of a text with its reading; a person's own words are a reply, whatever they say."""
    if own_words:
        return Kind.VICTIM_REPLY
    folded = fold(text, lexicon.fold_table).text
    return kinds.guess(folded, guideline_acts(reading, lexicon), addressee).kind
