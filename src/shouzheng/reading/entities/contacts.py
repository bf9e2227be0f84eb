"""Telephone numbers, links and accounts (grammar: ``lexicon/grammar.md`` §3–5).

Nothing here says whose a number or page is: a caller ID, a host name and a card number can all be borrowed.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from shouzheng.model.reading import EntityKind
from shouzheng.reading.entities.found import EntityWords, FoundEntity, one_of

_MOBILE = r"(?:(?:\+|00)86[ -]?|(?<![0-9])86[ -]?)?1[3-9][0-9](?:[ -]?[0-9]{4}){2}"
#: Ten digits, grouped as people please: 400-000-0000, 400-0000-000, 40000-00000.
_TOLL = r"[48]00(?:[ -]?[0-9]){7}"
#: After the country code of China an area code has no 0.
_LANDLINE_86 = r"(?:(?:\+|00)86[ -]?|86-)(?:10|2[0-9]|[3-9][0-9]{2})[ -]?[0-9]{3,4}[ -]?[0-9]{4}"
#: Any other country code and 7 to 14 digits (E.164: at most 15 in all).
_FOREIGN = r"(?:\+|00)(?!86)[1-9][0-9]{0,2}(?:[ -]?[0-9]){6,14}"
_LANDLINE = r"\(?0(?:10|2[0-9]|[3-9][0-9]{2})\)?[ -]?[0-9]{3,4}[ -]?[0-9]{4}"
_GATEWAY = r"106[0-9]{5,17}"
_SERVICE = r"9[56][0-9]{3}(?:[0-9]{1,3})?"
_HOTLINE = r"1[02][0-9]{3}"
_PHONE = (
    rf"(?<![0-9a-z*])(?<![0-9][-.,])(?:(?P<mobile>{_MOBILE})|(?P<land86>{_LANDLINE_86})|(?P<foreign>{_FOREIGN})"
    rf"|(?P<toll>{_TOLL})|(?P<land>{_LANDLINE})|(?P<gate>{_GATEWAY})|(?P<service>{_SERVICE})|(?P<hot>{_HOTLINE}))(?![0-9*]|[.,-][0-9])"
)
_CONTEXT = 8

#: Letters of a host; with accents, Greek and Cyrillic, because look-alike hosts are written with them.
_LETTER = "a-z0-9ß-ɏͰ-ӿ"
_HOST = rf"(?:[{_LETTER}](?:[{_LETTER}-]{{0,61}}[{_LETTER}])?\.){{1,8}}"
_PATH = r"(?:[/?#][a-z0-9\-._~:/?#@!$&'()*+,;=%]{0,1000}+)?"
_TRAILING = ".,;:!?'\")]}"

_RUN = (
    r"(?<![0-9a-z*.])(?P<run>[0-9]{4}(?:[ -]?[0-9]{4}){3}(?:[ -]?[0-9]{1,3})?|[0-9]{16,19}"
    r"|[0-9]{4,6}\*{2,12}[0-9]{3,4})(?![0-9a-z*]|\.[0-9])"
)
_MASKED_MOBILE = re.compile(r"1[3-9][0-9]\*{4}[0-9]{4}")
_LABEL_WINDOW = 8
#: Resident identity numbers (GB 11643-1999): six digits of place, day of birth, three digits, check character.
_IDENTITY = re.compile(r"[1-9][0-9]{5}(?:19|20)[0-9]{2}(?:0[1-9]|1[0-2])(?:0[1-9]|[12][0-9]|3[01])[0-9]{4}")


class PhoneFinder:
    """Finds telephone numbers; the value is the number without separators and country code (foreign: ``+`` and all)."""

    def __init__(self, words: EntityWords) -> None:
        self._pattern = re.compile(_PHONE)
        self._near = re.compile(one_of(words.phone_words))
        self._not_before = tuple(words.not_phone_before)

    def find(self, text: str) -> Iterator[FoundEntity]:
        """Yield the numbers from left to right; short ones only where they are no quantity."""
        for match in self._pattern.finditer(text):
            start, end = match.span()
            if (match["service"] or match["foreign"]) and (
                text.startswith(self._not_before, end) or text[start - 1 : start] == "¥"
            ):
                continue
            if match["hot"] and not self._near.search(text, max(0, start - _CONTEXT), start):
                continue
            digits = re.sub(r"[^0-9]", "", match.group())
            if match["mobile"]:
                digits = digits[-11:]
            elif match["land86"]:
                digits = "0" + digits.removeprefix("00").removeprefix("86")
            elif match["foreign"]:
                digits = "+" + digits.removeprefix("00")
            yield FoundEntity(EntityKind.PHONE, start, end, value=digits)


class LinkFinder:
    """Finds links; the value is the host, in lower case, that a browser would really open."""

    def __init__(self, words: EntityWords) -> None:
        top = one_of(words.top_level)
        self._pattern = re.compile(
            rf"(?<![{_LETTER}@.-])(?:https?://(?P<full>[^\s/?#，。、；：“”【】《》（）一-鿿]{{1,300}}+){_PATH}"
            rf"|(?P<bare>(?:www\.)?{_HOST}(?:{top}))(?![{_LETTER}@-]|\.[{_LETTER}])(?::[0-9]{{1,5}})?{_PATH})"
        )

    def find(self, text: str) -> Iterator[FoundEntity]:
        """Yield the links from left to right; a full stop or bracket at the end is not part of a link."""
        for match in self._pattern.finditer(text):
            end = match.start() + len(match.group().rstrip(_TRAILING))
            host = _host(match["full"] or match["bare"])
            if host:
                yield FoundEntity(EntityKind.LINK, match.start(), max(end, match.start() + 1), value=host)


def _host(authority: str) -> str:
    """Return the host of ``user@host:port``: what stands before ``@`` is a name and often the lure."""
    host = authority.rpartition("@")[2]
    if host.startswith("["):
        return host.partition("]")[0] + "]"
    return host.partition(":")[0].rstrip(_TRAILING)


#: Addresses of crypto-coins, folded: TRON (base 58, 34 characters) and Ethereum (0x and 40 hexadecimal digits).
_COIN = re.compile(r"(?<![0-9a-z])(?:t[1-9a-z]{33}|0x[0-9a-f]{40})(?![0-9a-z])")


class AccountFinder:
    """Finds coin addresses, bank cards, masked cards, last digits and wallet accounts."""

    def __init__(self, words: EntityWords) -> None:
        card, wallet = one_of(words.card_words), one_of(words.wallet_words)
        self._tail = re.compile(rf"(?:{card})(?:为|是|:)?[ ]?\(?(?P<tail>[0-9]{{4}})\)?(?![0-9])")
        self._wallet = re.compile(
            rf"(?<![a-z])(?:{wallet})(?:账号|账户|号码|号)?(?:为|是|:)?[ ]?"
            r"(?P<id>[a-z][a-z0-9_-]{5,19}|[0-9]{6,12}|[a-z0-9._-]{1,30}@[a-z0-9.-]{3,30})(?![a-z0-9_@-])"
        )
        self._run = re.compile(_RUN)
        self._not_after = re.compile(one_of(words.not_account_after))

    def find(self, text: str) -> Iterator[FoundEntity]:
        """Yield the accounts; identity, contract and order numbers are none."""
        for match in _COIN.finditer(text):
            yield FoundEntity(EntityKind.ACCOUNT, match.start(), match.end(), value=match.group())
        for match in self._tail.finditer(text):
            yield FoundEntity(EntityKind.ACCOUNT, match.start(), match.end(), value=f"*{match['tail']}")
        for match in self._wallet.finditer(text):
            yield FoundEntity(EntityKind.ACCOUNT, match.start(), match.end(), value=match["id"])
        for match in self._run.finditer(text):
            start = match.start()
            digits = re.sub(r"[ -]", "", match["run"])
            if digits.startswith("106") or _IDENTITY.fullmatch(digits) or _MASKED_MOBILE.fullmatch(digits):
                continue
            if self._not_after.search(text, max(0, start - _LABEL_WINDOW), start):
                continue
            yield FoundEntity(EntityKind.ACCOUNT, start, match.end(), value=digits)
