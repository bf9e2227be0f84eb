"""Asks the directory: whose is this number, this domain; which institutions does this text name."""

from __future__ import annotations

import re
from datetime import date
from functools import lru_cache

from shouzheng.genuine.directory.entries import Answer, Directory, Institution, InstitutionSort, Listing
from shouzheng.reading.fold import fold
from shouzheng.reference.numbers import classify


def number_listing(directory: Directory, number: str, today: date) -> Listing:
    """Say for whom a number (as written) is listed as service line or sender code. Every digit counts."""
    normal = classify(number).normal or re.sub(r"[^0-9+]", "", number[:64])
    found = [one for one in directory.institutions if normal and normal in (*one.numbers, *one.sender_codes)]
    return _listing(directory, found, normal, today)


def domain_listing(directory: Directory, host: str, today: date) -> Listing:
    """Say for whom a host is listed: it equals a listed domain or stands under one."""
    host = host.rstrip(".").lower()
    found = [one for one in directory.institutions if any(_is_under(host, domain) for domain in one.domains)]
    domain = next((d for one in found for d in one.domains if _is_under(host, d)), host)
    return _listing(directory, found, domain, today)


def _is_under(host: str, domain: str) -> bool:
    return host == domain or host.endswith("." + domain)


def _listing(directory: Directory, found: list[Institution], what: str, today: date) -> Listing:
    if not found:
        return Listing(Answer.NOT_FOUND)
    answer = Answer.STALE if today > directory.check_by else Answer.LISTED
    return Listing(answer, tuple(found), unsure=all(what in one.unsure for one in found))


def named_in(directory: Directory, text: str) -> tuple[Institution, ...]:
    """Return the institutions whose names stand in a text, in the order of their places, each once.

    A name is only what the words claim. Government lines are left out.
    """
    pattern, owner = _names(directory)
    found: dict[str, Institution] = {}
    for match in pattern.finditer(fold(text).text):
        institution = owner[match.group()]
        found.setdefault(institution.id, institution)
    return tuple(found.values())


@lru_cache(maxsize=4)
def _names(directory: Directory) -> tuple[re.Pattern[str], dict[str, Institution]]:
    owner: dict[str, Institution] = {}
    for institution in directory.institutions:
        if institution.sort not in (InstitutionSort.GOVERNMENT, InstitutionSort.NOTE):
            for name in institution.names:
                owner.setdefault(name, institution)
    words = sorted(owner, key=lambda name: (-len(name), name))
    return re.compile(f"(?:{'|'.join(map(re.escape, words))})(?!业)" if words else r"(?!)"), owner
