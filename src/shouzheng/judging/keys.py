"""Key facts: by what contacts are counted together (``law/counts.toml``, ``[key.…]``). Rules cannot read them.

A key without a value puts the contact in no group: a withheld number is not one number that calls often.
"""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Mapping

from shouzheng.judging.case import Contact

#: The matter of every contact of a case file.
ONE_MATTER = "case"
#: Line of a phone whose export does not say which SIM card was called.
ONLY_LINE = "only"


def owner(contact: Contact) -> str:
    """Id of the person whose record it is."""
    return contact.event.owner


def own_line(contact: Contact) -> str:
    """The person's own line (SIM card) as recorded; one line for each person when the source does not say."""
    return f"{contact.event.owner}/{contact.event.sim or ONLY_LINE}"


def number(contact: Contact) -> str | None:
    """The other party's normalised number; ``None`` when withheld or not understood."""
    return contact.event.other.normal


def creditor(contact: Contact) -> str | None:
    """The party on whose behalf the contact was made: a creditor and all its agencies have the same."""
    return contact.attribution.creditor


def matter(contact: Contact) -> str:
    """Whose debt it was about: a case file is one matter (archives have the debtor's id here)."""
    return ONE_MATTER


def party(contact: Contact) -> str | None:
    """The party that the number or signature was mapped to."""
    return contact.attribution.party


def debt(contact: Contact) -> str | None:
    """The debt it was about, where that is known."""
    return contact.attribution.debt


def creditor_or_number(contact: Contact) -> str | None:
    """The creditor where it has a value, else the number; the two never fall together by having equal text."""
    if contact.attribution.creditor is not None:
        return f"creditor:{contact.attribution.creditor}"
    return None if contact.event.other.normal is None else f"number:{contact.event.other.normal}"


def text(contact: Contact) -> str | None:
    """SHA-256 of the words as recorded; ``None`` when there are none. Lone surrogates are hashed as they stand."""
    words = contact.event.text
    return hashlib.sha256(words.encode("utf-8", "surrogatepass")).hexdigest() if words else None


#: Each key by its name in ``law/counts.toml``.
KEYS: Mapping[str, Callable[[Contact], str | None]] = {
    "owner": owner,
    "own_line": own_line,
    "number": number,
    "creditor": creditor,
    "matter": matter,
    "creditor_or_number": creditor_or_number,
    "party": party,
    "debt": debt,
    "text": text,
}


def key_facts(contact: Contact, names: tuple[str, ...] = tuple(KEYS)) -> dict[str, str | None]:
    """Return the values of these keys; raises ``KeyError`` for a key that nothing computes."""
    return {name: KEYS[name](contact) for name in names}
