"""Our own words in Traditional Chinese, by conversion from the Simplified. Quoted evidence is never converted."""

from __future__ import annotations

from functools import cache
from typing import TYPE_CHECKING

from shouzheng.model.words import Lang

if TYPE_CHECKING:
    from collections.abc import Callable


@cache
def _converter() -> Callable[[str], str]:
    import opencc

    convert: Callable[[str], str] = opencc.OpenCC("s2t").convert
    return convert


def in_script(text: str, lang: Lang) -> str:
    """Return the text converted to Traditional Chinese for ``zh-Hant``, unchanged otherwise."""
    return _converter()(text) if lang is Lang.ZH_HANT else text
