"""Speaks to whoever sits in front of the page: always 您, also where our sentences for paper and screen say 你."""

from __future__ import annotations

import re
from collections.abc import Iterable

from shouzheng.model.words import Lang, Words
from shouzheng.remedy.wording import Voice


class PageVoice(Voice):
    """A voice whose sentences of ours say 您; the names of others stay as they are, and so does every letter."""

    def __init__(self, lang: Lang, names: Iterable[str] = ()) -> None:
        held = [name for name in names if len(name) > 1]
        super().__init__(lang, held)
        ordered = sorted({name for name in held if "你" in name}, key=len, reverse=True)
        self._kept = re.compile("|".join(map(re.escape, ordered))) if ordered else None

    @classmethod
    def like(cls, voice: Voice) -> PageVoice:
        """Return a voice of the page that leaves the same names as another."""
        return cls(voice.lang, voice._names)

    def own(self, words: Words) -> str:
        """Say a sentence of ours that already holds names."""
        return self._polite(super().own(words))

    def say(self, words: Words, /, **values: object) -> str:
        """Say words of ours; ``values`` fill slots afterwards and so stay as they are."""
        text = self._polite(super().say(words))
        return text.format(**values) if values else text

    def _polite(self, text: str) -> str:
        if "你" not in text:
            return text
        if self._kept is None:
            return _with_respect(text)
        out, at = [], 0
        for name in self._kept.finditer(text):
            out += [_with_respect(text[at : name.start()]), name[0]]
            at = name.end()
        return "".join((*out, _with_respect(text[at:])))


def _with_respect(text: str) -> str:
    return text.replace("你们", "您").replace("你", "您")
