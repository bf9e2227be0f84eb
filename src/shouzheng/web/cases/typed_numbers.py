"""Looks at the numbers of a party as somebody typed them, before they are stored: what is no number is said to be none.

A statement may name a sender by its name, since chats show nothing else; so a name passes where a record of the case
shows it, or where it stood before. Everything else has to look like a number.
"""

from __future__ import annotations

import re
from collections.abc import Collection, Iterable, Mapping

from shouzheng.model.event import NumberKind
from shouzheng.reference.numbers import classify
from shouzheng.reference.problems import Problem
from shouzheng.web.cases.statement_problems import NO_NUMBER

#: Fewest digits of a short number (110, 95000), and most of a gateway's number with what is appended to it.
_FEWEST, _MOST = 3, 24
_DIGITS = re.compile(r"[^0-9]+", re.ASCII)
#: Most numbers that are named at once.
_MOST_SAID = 5


def strange_numbers(
    item: Mapping[str, object], before: Mapping[str, object], known: Collection[str], place: int
) -> list[Problem]:
    """Return a problem for each number of a party that is none; ``known`` are senders as records of the case show them.

    ``before`` is the party as it was stored, ``place`` where it stands among the parties.
    """
    old = set(_texts(before))
    wrong = [each for each in _texts(item) if each not in old and not _is_number(each, known)]
    return [
        Problem(NO_NUMBER, "", (("value", each), ("field", "party.numbers"), ("spot", f"party/{place}/numbers")))
        for each in wrong[:_MOST_SAID]
    ]


def _texts(item: Mapping[str, object]) -> Iterable[str]:
    numbers = item.get("numbers")
    return [each for each in numbers if isinstance(each, str)] if isinstance(numbers, list) else []


def _is_number(typed: str, known: Collection[str]) -> bool:
    found = classify(typed.removesuffix("*"))
    if found.normal is None:
        return False
    if found.kind is NumberKind.EMAIL or found.normal in known:
        return True
    return found.kind is not NumberKind.NAME and _FEWEST <= len(_DIGITS.sub("", found.normal)) <= _MOST
