"""What screen and page say alike: names of the parts, and where a part comes from."""

from __future__ import annotations

from shouzheng.model.words import Words
from shouzheng.packs.status import PACK, PROGRAM, UNTRUSTED, PartState
from shouzheng.reference.active_data import Choice
from shouzheng.reference.safe_text import shorten, visible

PART_WORDS = {
    "law": Words("法律", "law"),
    "lexicon": Words("词表", "lexicon"),
    "directory": Words("名录", "directory"),
    "letters": Words("文书", "letters"),
}
#: Characters of a publisher's words that are shown on one line.
_MOST_SHOWN = 200


def one_line(text: str) -> str:
    """Return a publisher's words on one line, harmless."""
    return visible(shorten(text, _MOST_SHOWN))


def passed_over(states: tuple[Choice, ...]) -> Words:
    """Return which earlier states no longer passed their trial and were left as they are."""
    named = "; ".join(", ".join(f"{part} {entry.version}" for part, entry in state.items()) for state in states)
    return Words(
        f"更早装入的这些数据不再通过检查，已跳过，但仍保留：{named}。",
        f"Earlier data that no longer passes its trial was passed over, and is kept: {named}.",
    )


def source_words(state: PartState) -> Words:
    """Return where a part comes from."""
    name = one_line(state.publisher)
    return {
        PROGRAM: Words("程序自带", "came with the program"),
        PACK: Words(f"数据包，发布者“{name}”", f"data pack by “{name}”"),
        UNTRUSTED: Words(
            f"数据包，自称“{name}”，钥匙不在信任名单上", f"data pack by “{name}”, whose key is not trusted"
        ),
    }[state.source]
