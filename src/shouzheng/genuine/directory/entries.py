"""What the directory holds, and what it answers: listed, not found, stale. Never "unlicensed", never "genuine"."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from shouzheng.model.words import Words


class InstitutionSort(StrEnum):
    """What sort of entry it is. ``NOTE`` is advice to the reader and has no numbers."""

    PLATFORM = "platform"
    BANK = "bank"
    CONSUMER_FINANCE = "consumer_finance"
    MICROLOAN = "microloan"
    GOVERNMENT = "government"
    NOTE = "note"


@dataclass(frozen=True, slots=True)
class Institution:
    """One entry of ``hotlines.toml`` with what ``official_sites.toml`` adds to it.

    Numbers are in normal form. ``unsure``: the numbers and domains that fewer than two lists show, or recalled ones.
    ``names`` are the words by which messages name it (folded); ``latin`` what it calls itself in Latin letters.
    """

    id: str
    name: Words
    sort: InstitutionSort
    numbers: tuple[str, ...]
    sender_codes: tuple[str, ...]
    domains: tuple[str, ...]
    unsure: frozenset[str]
    names: tuple[str, ...]
    latin: tuple[str, ...]
    apps: tuple[str, ...]
    seen: date
    sources: tuple[str, ...]
    note: Words


@dataclass(frozen=True, slots=True)
class WebNames:
    """How host names are divided (``web_addresses.toml``)."""

    endings: frozenset[str]
    shorteners: frozenset[str]
    hosting: frozenset[str]
    alike: Mapping[str, str]


@dataclass(frozen=True, eq=False, slots=True)
class Directory:
    """The whole directory. ``check_by``: after this day every answer is stale. ``hash`` covers the folder."""

    institutions: tuple[Institution, ...]
    web: WebNames
    seen: date
    check_by: date
    hash: str

    def institution(self, name: str) -> Institution:
        """Return the entry with this id; raises ``KeyError``."""
        for institution in self.institutions:
            if institution.id == name:
                return institution
        raise KeyError(name)


class Answer(StrEnum):
    """What the directory says of a number or domain."""

    LISTED = "listed"
    NOT_FOUND = "not_found"  # the lists are not complete: no reproach
    STALE = "stale"  # found, but the entry should have been looked at again before this day


@dataclass(frozen=True, slots=True)
class Listing:
    """The answer for one number or domain; ``unsure`` when only one list or memory supports it."""

    answer: Answer
    institutions: tuple[Institution, ...] = ()
    unsure: bool = False

    @property
    def ids(self) -> frozenset[str]:
        """Ids of the institutions it is listed for."""
        return frozenset(institution.id for institution in self.institutions)
