"""Whether words state that a payment is late already.

Patterns of this program, read on the folded text; no norm defines them. Words about default that are conditional or
negated ("如逾期", "以免逾期", "无逾期") or about a debt that is paid ("已结清") state none, and neither does a sum to
be paid on a bill ("本期应还"). Wordings that are not listed here are not recognised.
"""

from __future__ import annotations

import re
from functools import lru_cache

from shouzheng.reading.fold import fold

#: Default that has happened.
_DEFAULT = re.compile(
    r"(?:已|已经|现已|仍|严重|恶意|持续)逾期"
    r"|逾期(?:已|了|达|超过)?[约近]?[0-9一二两三四五六七八九十百]+(?:余|多)?(?:天|日|个月|期|年)"
    r"|拖欠|到期[^，。；！？,;!?\n]{0,4}未(?:还|归还|偿还|结清|清偿)"
    r"|未(?:按时|按期|如期|按约)(?:还|归还|偿还|付)"
)
#: Arrears named as such, with a demand or a sum.
_ARREARS = re.compile(
    r"(?:还清|偿还|归还|清偿|结清|缴清|付清|处理|支付)[^，。；！？,;!?\n]{0,6}欠款|欠款[^，。；！？,;!?\n]{0,6}[0-9]"
)
#: On a bill before its due date "欠款" only names the sum, and what was paid is not owed any more.
_BILL_OR_PAID = re.compile(r"本期|当期|账单|信用卡|额度|已|感谢")
#: Words before it in the same clause that make it a condition, a warning or a denial.
_NOT_STATED = re.compile(
    r"如(?![期下实])|若|倘|一旦|万一|假如|避免|以免|免得|防止|谨防|勿|不要|不得|不会|无|没有|没|非|是否|可能|将会|即将|否则|所有|凡"
)
#: A debt that is paid is in no default, whatever else the words recall.
_PAID = re.compile(r"(?:已|已经)(?:全部|全额)?(?:结清|还清|清偿|还款成功)")
_CLAUSE_END = re.compile(r"[，。；！？,;!?\n【】]")
#: How far before the words a condition or denial is looked for, in characters.
_BEFORE = 20
#: Characters without one of which no pattern here matches, simplified and traditional, so that few texts are folded.
_ANY = re.compile(r"[逾欠还還未]")


@lru_cache(maxsize=8)  # several facts of one contact ask, one after the other
def states_default(text: str) -> bool:
    """True when the words say that a payment is late already, not that it could become so; linear in the text."""
    if not _ANY.search(text):
        return False
    words = fold(text).text
    if _PAID.search(words):
        return False
    if any(_none_before(words, found, _NOT_STATED) for found in _DEFAULT.finditer(words)):
        return True
    return any(
        _none_before(words, found, _NOT_STATED) and _none_before(words, found, _BILL_OR_PAID)
        for found in _ARREARS.finditer(words)
    )


def _none_before(words: str, found: re.Match[str], against: re.Pattern[str]) -> bool:
    """True when nothing of ``against`` stands before the match in its clause."""
    before = words[max(0, found.start() - _BEFORE) : found.start()]
    return against.search(_CLAUSE_END.split(before)[-1]) is None
