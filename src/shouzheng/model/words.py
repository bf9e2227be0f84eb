"""Text in the two languages the program speaks; Traditional Chinese is made from the Simplified by conversion."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum


class Lang(StrEnum):
    """Language of output. ``zh-Hant`` is converted from ``zh-Hans`` when printed, never written by hand."""

    ZH_HANS = "zh-Hans"
    ZH_HANT = "zh-Hant"
    EN = "en"


@dataclass(frozen=True, slots=True)
class Words:
    """One sentence or label in Simplified Chinese and in English."""

    zh: str
    en: str

    def say(self, lang: Lang) -> str:
        """Return the English text for ``en``, else the Simplified Chinese (the printer converts to Traditional)."""
        return self.en if lang is Lang.EN else self.zh

    def fill(self, **values: object) -> Words:
        """Return both texts with ``{name}`` slots filled; a missing slot raises ``KeyError``."""
        return Words(self.zh.format(**values), self.en.format(**values))
