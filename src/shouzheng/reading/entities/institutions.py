"""Names of institutions: signatures in 【】, names with a corporate ending, and known products (grammar §6).

Conservative: a name is only what the words claim. Authorities are no institution here, and an ending alone
(``网上银行``, ``互联网金融``) is no name.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import cached_property

from shouzheng.model.reading import EntityKind
from shouzheng.reading.entities.found import EntityWords, FoundEntity, beginning_with, one_of

_SIGNATURE = re.compile(
    r"[【〖](?P<lenticular>[^【】〖〗\n]{2,24})[】〗]|(?:^\[|(?<=[。!?])\[)(?P<square>[^\[\]\n]{2,24})\]"
)
_LONGEST_NAME = 14
#: What may stand before a signature: blanks, and the part number of a split message.
_BEFORE_SIGNATURE = re.compile(r"\s*(?:[(\[]?[0-9]{1,2}/[0-9]{1,2}[)\]]?\s*)?")
_HAN_RUN = re.compile(r"[㐀-鿿a-z0-9]{0,14}$")


class InstitutionFinder:
    """Finds names with the word lists of one lexicon; the value is the name in folded form."""

    def __init__(self, words: EntityWords) -> None:
        corporate = one_of(words.corporate)
        limited = one_of(word for word in words.corporate if "有限" in word)
        self._ends = rf"(?:{one_of(words.endings)})(?!卡)(?:股份)?(?:{corporate})?|(?:{limited})"
        self._sought = re.compile(f"{beginning_with((*words.endings, *words.corporate))}(?:{self._ends})")
        self._names = re.compile(one_of(words.names))
        self._stops = re.compile(one_of(words.stops))
        self._not_names = frozenset(words.not_names)
        self._not_name_ends = tuple(words.not_names)
        self._bare = frozenset(words.endings) | frozenset(words.corporate)
        self._not_signature = re.compile(one_of(words.not_signature))
        self._authority = re.compile(one_of(words.authority))

    @cached_property
    def _ending(self) -> re.Pattern[str]:
        """The expression of endings without looking ahead, as the column reader takes it apart."""
        return re.compile(self._ends)

    def find(self, text: str) -> Iterator[FoundEntity]:
        """Yield signatures, then known names, then names by their ending; later ones may overlap earlier ones."""
        for match in _SIGNATURE.finditer(text):
            group = "lenticular" if match["lenticular"] else "square"
            name = match[group].strip()
            if _at_edge(text, match) and self._is_signature(name):
                yield FoundEntity(EntityKind.INSTITUTION, *match.span(group), value=name)
        ends = [match.span() for match in self._sought.finditer(text)]
        for begin, end in ends:
            start = self._start(text, begin)
            name = text[start:end]
            if start < begin and not self._is_bare(name, text[begin:end]):
                yield FoundEntity(EntityKind.INSTITUTION, start, end, value=name)
        for match in self._names.finditer(text):
            yield FoundEntity(EntityKind.INSTITUTION, *match.span(), value=match.group())

    def _is_signature(self, name: str) -> bool:
        if not name or name.isdecimal() or self._authority.search(name):
            return False
        return self._not_signature.fullmatch(name) is None

    def _start(self, text: str, begin: int) -> int:
        """Go back over the characters of a name, not over a word that cannot be in one."""
        run = _HAN_RUN.search(text, max(0, begin - _LONGEST_NAME), begin)
        start = run.start() if run else begin
        for stop in self._stops.finditer(text, start, begin):
            start = stop.end()
        while start < begin and text[start].isdecimal():
            start += 1
        return start

    def _is_bare(self, name: str, ending: str) -> bool:
        head = name[: len(name) - len(ending)]
        if len(head) < 2 or name in self._not_names or name.endswith(self._not_name_ends):
            return True
        return self._authority.search(name) is not None


def _at_edge(text: str, match: re.Match[str]) -> bool:
    """Return True when the brackets stand at the start or the end: inside a text they stress a thing (【红木家具】)."""
    lead = _BEFORE_SIGNATURE.match(text)
    return (lead is not None and lead.end() == match.start()) or not text[match.end() : match.end() + 80].strip()
