"""What else an entity tells by itself: the kind of a telephone number, the kind of an account, a check digit.

All of it follows from the entity's own characters, so it is no part of a ``Reading`` and is worked out when asked.
A kind never says whose a number or account is.
"""

from __future__ import annotations

import re
from enum import StrEnum

from shouzheng.model.event import NumberKind
from shouzheng.model.reading import Entity, EntityKind
from shouzheng.reading.fold import fold
from shouzheng.reference.numbers import classify


class AccountKind(StrEnum):
    """What sort of account is written."""

    CARD = "card"
    MASKED_CARD = "masked_card"  # stars, or only the last digits
    ALIPAY = "alipay"
    WECHAT = "wechat"
    QQ = "qq"
    COIN = "coin"  # an address of a crypto-coin: payments to it cannot be called back


_WALLETS = (
    (AccountKind.ALIPAY, ("支付宝", "alipay")),
    (AccountKind.WECHAT, ("微信", "vx", "wx")),
    (AccountKind.QQ, ("qq",)),
)
_COIN = re.compile(r"t[1-9a-z]{33}|0x[0-9a-f]{40}")
_SHORTEST_CARD = 16


def number_kind(entity: Entity) -> NumberKind | None:
    """Return the kind of a telephone number (``directory/number_kinds.toml``), ``None`` for other entities."""
    if entity.kind is not EntityKind.PHONE or entity.value is None:
        return None
    return classify(entity.value).kind


def account_kind(entity: Entity) -> AccountKind | None:
    """Return the kind of an account, ``None`` for other entities."""
    if entity.kind is not EntityKind.ACCOUNT or entity.value is None:
        return None
    if _COIN.fullmatch(entity.value):
        return AccountKind.COIN
    written = fold(entity.text[:32]).text
    for kind, words in _WALLETS:
        if written.startswith(words):
            return kind
    return AccountKind.MASKED_CARD if "*" in entity.value else AccountKind.CARD


def passes_luhn(digits: str) -> bool | None:
    """Return whether a card number has the right check digit (ISO/IEC 7812-1); ``None`` when it is no whole number.

    Only a sign that the digits could be a card: one number in ten passes by chance, and a wrong one may be a slip.
    """
    if not digits.isascii() or not digits.isdecimal() or len(digits) < _SHORTEST_CARD:
        return None
    total = 0
    for place, char in enumerate(reversed(digits)):
        value = int(char) * (1 + place % 2)
        total += value - 9 if value > 9 else value
    return total % 10 == 0
