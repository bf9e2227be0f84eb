"""Problems of the forms about who is who (SZ-7060 to SZ-7079): said of their fields, never of a file.

Slots named ``field`` hold ``section.key``; a page says the label of that field instead (``statement_words``).
"""

from __future__ import annotations

from shouzheng.model.words import Words
from shouzheng.reference.problems import ProblemKind, Severity, register

_KEPT = Words("您填的都还在，改好再点“存好”", "what you typed is still here: correct it and store again")


def _error(code: str, what: Words, why: Words, how: Words) -> ProblemKind:
    repair = Words(f"{how.zh}；{_KEPT.zh}", f"{how.en}; {_KEPT.en}")
    return register(code, Severity.ERROR, what, why, repair)


BLANK = _error(
    "SZ-7060",
    Words("“{field}”还没有填", "“{field}” is still empty"),
    Words("没有它，这一项用不上", "without it this item cannot be used"),
    Words("请补上", "fill it in"),
)
UNCLEAR = _error(
    "SZ-7061",
    Words("“{field}”里的“{value}”看不懂", "“{value}” in “{field}” is not understood"),
    Words("看不懂的不能猜", "what is not understood is not guessed"),
    Words("换一种写法", "write it in another way"),
)
NO_DAY = _error(
    "SZ-7062",
    Words("“{field}”里的“{value}”不是一个日子，或者先后不对", "“{value}” in “{field}” is no day, or out of order"),
    Words("年份在 1990 到 2099 之间；“到哪天”不早于“从哪天”", "years are 1990 to 2099; “to” is not before “from”"),
    Words("写成 2026-02-10 的样子", "write it as 2026-02-10"),
)
NO_CLOCK = _error(
    "SZ-7063",
    Words("“{field}”里的“{value}”不是钟点", "“{value}” in “{field}” is no time of day"),
    Words("用 24 小时制；从几点和到几点不能一样", "hours go from 0 to 24; from and to must differ"),
    Words("写成 19:00 的样子", "write it as 19:00"),
)
NO_MONEY = _error(
    "SZ-7064",
    Words("“{field}”里的“{value}”不是金额", "“{value}” in “{field}” is no amount"),
    Words("金额以元为单位，最多两位小数", "amounts are yuan with two decimals at most"),
    Words("写成 12000 或 12000.50 的样子", "write it as 12000 or 12000.50"),
)
NO_ZONE = _error(
    "SZ-7065",
    Words("“{field}”里的“{value}”看不懂", "“{value}” in “{field}” is not understood"),
    Words("要写与北京不同的当地时间", "it says which local time the phone had"),
    Words("写成 +09:00（日本）或 Europe/Berlin 的样子", "write it as +09:00 (Japan) or Europe/Berlin"),
)
STAYS_MEET = _error(
    "SZ-7066",
    Words("同一部手机在 {first} 到 {last} 写了两个地方", "one phone is in two places from {first} to {last}"),
    Words("两段只能共用动身的那一天", "two stays may share the day of travel only"),
    Words("改一改起止的日子，或分清是谁的手机", "correct the days, or say whose phone it was"),
)
NOT_THERE = _error(
    "SZ-7067",
    Words("“{field}”选的那一项不在了，或正要删掉", "what “{field}” names is gone, or is about to be removed"),
    Words("还有一项用着它", "another item still uses it"),
    Words("先打开用到它的那一项，改选别的", "open the item that uses it first, and choose another"),
)
NO_LENDER = _error(
    "SZ-7068",
    Words("“{field}”选的不是借钱的那一家", "what “{field}” names did not lend the money"),
    Words("催收公司是替借钱的那一家催的，钱不是欠它的", "an agency acts for a lender; the money is not owed to it"),
    Words(
        "选借钱的那一家，或在“对方”里把它改成借钱的那一家",
        "choose the lender, or make it a creditor there",
    ),
)
AGENCIES_ONLY = _error(
    "SZ-7069",
    Words("只有催收公司才要填“{field}”", "“{field}” is for agencies only"),
    Words("“是谁”选的不是催收公司", "something else is chosen under “What they are”"),
    Words("清空这一格，或把“是谁”改成替它催的公司", "empty this field, or choose collection agency"),
)
TWO_OWNERS = _error(
    "SZ-7070",
    Words("“{value}”同时写在“{one}”和“{two}”下面", "“{value}” stands under both “{one}” and “{two}”"),
    Words("一个号码或名字只能归一方", "one number or name belongs to one of them only"),
    Words("从其中一个里删掉", "take it out of one of them"),
)
NO_NUMBER = _error(
    "SZ-7071",
    Words("“{value}”不像号码", "“{value}” does not look like a number"),
    Words(
        "号码只有数字，可以有 + 和 -；短信里【】内的名字填在下一格，聊天里的名字等放入聊天记录后再标",
        "a number has digits only, with + and - at most; names in 【】 go into the next field, those of chats are "
        "marked once the chat was brought",
    ),
    Words(
        "手机写成 13000000021，座机写成 010-00001111，短号写成 95000，一串号码写成 10690000*",
        "write a mobile as 13000000021, a landline as 010-00001111, a short one as 95000, a range as 10690000*",
    ),
)
