"""Ways to act that a message hides from a reader: numbers, links and chat names written so that no entity is found.

They accuse nobody; they only keep a message from looking like a notice, because where it leads could not be compared.
Sought in the text as written, character by character in its compatibility form, so that spans stay comparable.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator

from shouzheng.model.reading import EntityKind, Reading
from shouzheng.model.words import Words

#: Seven digits are the shortest number one can call or pay to from anywhere; up to two separators between them.
_DIGITS = re.compile(r"[0-9](?:[ \-_.·*,，、/|~]{0,2}[0-9]){6,40}")
_SPELLED = re.compile(r"[〇零一二三四五六七八九幺两○](?:[ \-,，、]?[〇零一二三四五六七八九幺两○]){6,40}")
_SPLIT_LINK = re.compile(
    r"[a-z0-9](?:[ ]{0,2}(?:点|點|丶|。|，|,|·|\[\.\]|\(\.\)|\(点\)|dot)[ ]{0,2}|[ ]{1,2}\.[ ]{0,2}|\.[ ]{1,2})"
    r"(?:com|cn|net|org|top|vip|xyz|cc|club|app|shop|site|online|info|wang|icu|me|ltd)(?![a-z])"
)
_CHAT = re.compile(
    r"(?:加|添加|➕|\+)[ ]?(?:我|个)?[ ]?(?:v|微|薇|威|徽|企鹅|扣|q|w)(?![a-z]{3})"
    r"|v信|威信|徽信|微伩|扣扣号|企鹅号|微✉|(?:电报|飞机|telegram|tg|whatsapp|skype)(?:号|群|联系|:)"
)
#: So many digits outside every entity make a number that could lead somewhere.
_FREE = 5
_KEPT = frozenset((EntityKind.AMOUNT, EntityKind.DATE, EntityKind.PHONE, EntityKind.LINK, EntityKind.ACCOUNT))


def hidden_ways(text: str, reading: Reading) -> Iterator[Words]:
    """Yield one sentence for each kind of hidden way to act that the text shows."""
    plain = "".join(map(_plain, text))
    taken = bytearray(len(text))
    for entity in reading.entities:
        if entity.kind in _KEPT:
            start, end = entity.span.start, entity.span.end
            taken[start:end] = b"\x01" * (end - start)
    for pattern in (_DIGITS, _SPELLED):
        if any(_free(plain, taken, match) >= _FREE for match in pattern.finditer(plain)):
            yield Words("有一串认不出是什么的数字", "holds a row of digits that is nothing known")
            break
    if _SPLIT_LINK.search(plain):
        yield Words("像是拆开写的网址", "holds what looks like a link written apart")
    if _CHAT.search(plain):
        yield Words("要您加微信、QQ等私人账号", "wants you to add a private chat account")


def _free(text: str, taken: bytearray, match: re.Match[str]) -> int:
    """Count the digits of a row that belong to no entity."""
    return sum(text[place].isalnum() and not taken[place] for place in range(match.start(), match.end()))


def _plain(char: str) -> str:
    """Return the compatibility form of a character when that is one character, in lower case."""
    form = unicodedata.normalize("NFKC", char).lower()
    return form if len(form) == 1 else char
