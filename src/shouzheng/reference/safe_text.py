"""Makes hostile text harmless to look at: control characters and direction overrides become visible marks.

Messages in a case are written by people who may wish to harm. What a terminal, PDF or log prints goes through here.
The original text is kept beside; this is only for the eye.
"""

from __future__ import annotations

import re
import unicodedata

#: Bidirectional controls (Unicode UAX #9) and invisible separators that can make text look like other text.
_INVISIBLE = frozenset(
    [
        *range(0x200B, 0x2010),
        *range(0x202A, 0x202F),
        *range(0x2060, 0x2065),
        *range(0x2066, 0x206A),
        0x061C,
        0xFEFF,
        0x00AD,
    ]
)
#: DEL and C1 controls, direction controls, line and paragraph separators, surrogates: not to be shown raw.
_IN_JSON = re.compile("[\x7f-\x9f\u061c\u200e\u200f\u2028-\u202e\u2066-\u2069\ud800-\udfff]")
#: The zero-width joiner makes emoji families; it is kept so that they stay readable.
_KEPT = frozenset([0x200D])


def visible(text: str, *, keep_newlines: bool = False) -> str:
    """Return the text with every control, surrogate and invisible direction character as ``⟦U+XXXX⟧``.

    Newlines and tabs are kept when ``keep_newlines``, else shown as ``⏎`` and a space.
    """
    if text.isprintable():  # none of the invisible ones is: a test holds it
        return text
    return "".join(_one(c, keep_newlines) for c in text)


def _one(char: str, keep_newlines: bool) -> str:
    code = ord(char)
    if char in "\r\n\t":
        if keep_newlines:
            return "" if char == "\r" else char
        return {"\n": "⏎", "\t": " "}.get(char, "")
    if code in _KEPT:
        return char
    if code in _INVISIBLE or unicodedata.category(char) in ("Cc", "Cs", "Co", "Cn", "Zl", "Zp"):
        return f"⟦U+{code:04X}⟧"
    return char


def json_safe(text: str) -> str:
    """Return JSON text whose strings hold no raw control or direction mark; their values stay the same.

    A terminal that shows the file then obeys none of them. Half a surrogate pair becomes U+FFFD: it has no UTF-8 form.
    """
    return _IN_JSON.sub(lambda found: "\ufffd" if "\ud800" <= found[0] <= "\udfff" else f"\\u{ord(found[0]):04x}", text)


def shorten(text: str, limit: int) -> str:
    """Return at most ``limit`` characters, the cut marked with ``…`` and the number of characters left out."""
    if len(text) <= limit:
        return text
    return f"{text[:limit]}…(+{len(text) - limit})"
