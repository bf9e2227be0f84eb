"""Our own words in Traditional Chinese, by conversion from the Simplified. Quoted evidence is never converted.

OpenCC ``s2tw``: the characters that people write today (為, 裡, 群, 核), not the ancient forms of ``s2t`` (爲, 裏, 羣,
覈); words stay those of the mainland, as law and institutions are named there. What the conversion gets wrong in texts
of ours is set right by a list that was found by reading all of them; it is not a claim that nothing else is wrong.
"""

from __future__ import annotations

import re
from functools import cache
from typing import TYPE_CHECKING

from shouzheng.model.words import Lang

if TYPE_CHECKING:
    from collections.abc import Callable

#: 籤 is a slip or a lot; who signs 簽. Both are 签 in Simplified, and the conversion guesses by the words beside it.
_SIGNED = re.compile("(?<![標抽書竹牙])籤")
#: Wrong guesses: 髮 is hair, 錶 a watch, 準 accurate, 回復 a return to what was.
_WRONG = {
    "髮卡": "發卡",
    "髮網": "發網",
    "錶格": "表格",
    "準許": "准許",
    "請回復": "請回覆",
}


@cache
def _converter() -> Callable[[str], str]:
    import opencc

    convert: Callable[[str], str] = opencc.OpenCC("s2tw").convert
    return convert


def in_script(text: str, lang: Lang) -> str:
    """Return the text converted to Traditional Chinese for ``zh-Hant``, unchanged otherwise."""
    if lang is not Lang.ZH_HANT:
        return text
    converted = _SIGNED.sub("簽", _converter()(text))
    for wrong, right in _WRONG.items():
        converted = converted.replace(wrong, right)
    return converted
