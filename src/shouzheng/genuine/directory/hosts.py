"""Host names: where the registrable domain begins, and whether a host only resembles that of an institution.

Own short list of endings (``directory/web_addresses.toml``): what it does not know is marked as uncertain. Not
verified: whether a page exists, who registered the domain, where a shortened link leads.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from enum import StrEnum
from functools import lru_cache

from shouzheng.genuine.directory.entries import Directory, Institution, WebNames

#: DNS allows 253 characters and 127 labels (RFC 1035); what is longer is cut at the front, the end decides.
_LONGEST_HOST = 253
_IP = re.compile(r"[0-9]{1,3}(?:\.[0-9]{1,3}){3}|\[[0-9a-f:.]+\]")
_DIGITS_FOR_IP = re.compile(r"0x[0-9a-f]+|[0-9]+")
_PUNYCODE = "xn--"
_SHORTEST_FOR_EDIT = 5
_SHORTEST_NAME = 3


class Likeness(StrEnum):
    """How a host resembles an institution's without being listed for it."""

    ALIKE = "alike"  # other letters that look the same (punycode, Cyrillic, 1 for l)
    ONE_EDIT = "one_edit"  # one letter changed, left out, added or swapped
    IN_FRONT = "in_front"  # the institution's name or domain stands in front of somebody else's domain
    OTHER_ENDING = "other_ending"  # its name under another ending, or with something added by a hyphen


@dataclass(frozen=True, slots=True)
class Host:
    """A host divided. ``registrable`` is ``None`` for an address of digits; ``certain``: its ending is in our list."""

    host: str
    registrable: str | None
    certain: bool
    is_address: bool = False
    shortener: bool = False
    hosting: bool = False

    @property
    def name(self) -> str:
        """First label of the registrable domain (``icbc`` of icbc.com.cn)."""
        return (self.registrable or "").partition(".")[0]


def divide(written: str, web: WebNames) -> Host:
    """Divide a host of any content; never raises."""
    host = written[-_LONGEST_HOST:].rstrip(".").lower()
    if _IP.fullmatch(host) or _DIGITS_FOR_IP.fullmatch(host):
        return Host(host, None, certain=True, is_address=True)
    labels = host.split(".")
    for size in (2, 1):
        ending = ".".join(labels[-size:])
        if ending in web.endings and len(labels) > size:
            registrable = ".".join(labels[-size - 1 :])
            return Host(
                host,
                registrable,
                True,
                False,
                host in web.shorteners or registrable in web.shorteners,
                any(host.endswith("." + one) for one in web.hosting),
            )
    return Host(host, ".".join(labels[-2:]), certain=False)


@dataclass(frozen=True, slots=True)
class Resemblance:
    """A host that resembles one of an institution, and how."""

    institution: Institution
    likeness: Likeness


@dataclass(frozen=True, slots=True)
class _Own:
    """An institution's names in Latin letters, what they look like, those long enough for one edit, its domains."""

    institution: Institution
    names: frozenset[str]
    looks: frozenset[str]
    for_edit: tuple[str, ...]
    in_front: tuple[str, ...]


@lru_cache(maxsize=4)
def _all_own(directory: Directory) -> tuple[_Own, ...]:
    found = []
    for institution in directory.institutions:
        names = frozenset(_own_names(institution))
        looks = frozenset(skeleton(name, directory.web.alike) for name in names)
        for_edit = tuple(sorted(name for name in names if len(name) >= _SHORTEST_FOR_EDIT and name.isalpha()))
        in_front = tuple(f"{www}{domain}." for domain in institution.domains for www in ("", "www."))
        if names:
            found.append(_Own(institution, names, looks, for_edit, in_front))
    return tuple(found)


def resemblance(host: Host, directory: Directory) -> Resemblance | None:
    """Return whose host this one resembles, ``None`` when nobody's. Ask only for hosts that are not listed."""
    if host.registrable is None:
        return None
    labels = _shown(host.host).split(".")
    front = labels[: -len(host.registrable.split("."))]
    name = labels[len(front)] if len(front) < len(labels) else ""
    looks = skeleton(name, directory.web.alike)
    for own in _all_own(directory):
        likeness = _likeness(host, front, name, looks, own)
        if likeness is not None:
            return Resemblance(own.institution, likeness)
    return None


def _likeness(host: Host, front: list[str], name: str, looks: str, own: _Own) -> Likeness | None:
    if looks in own.looks and name not in own.names and len(name) >= _SHORTEST_NAME:
        return Likeness.ALIKE
    if not own.names.isdisjoint(front) or host.host.startswith(own.in_front):
        return Likeness.IN_FRONT
    if name in own.names or not own.names.isdisjoint(name.split("-")):
        return Likeness.OTHER_ENDING
    if any(one_edit(name, one) for one in own.for_edit):
        return Likeness.ONE_EDIT
    return None


def _own_names(institution: Institution) -> Iterator[str]:
    """Yield the institution's names in Latin letters and the first labels of its domains, not too short ones."""
    for name in (*institution.latin, *(domain.partition(".")[0] for domain in institution.domains)):
        if len(name) >= _SHORTEST_NAME and name.isascii():
            yield name


def _shown(host: str) -> str:
    """Return a host as a browser may show it: punycode labels decoded, where that is possible."""
    return ".".join(_decoded(label) for label in host.split("."))


def _decoded(label: str) -> str:
    if not label.startswith(_PUNYCODE):
        return label
    try:
        return label.removeprefix(_PUNYCODE).encode("ascii").decode("punycode").lower()
    except (UnicodeError, ValueError, OverflowError):
        return label


def skeleton(name: str, alike: Mapping[str, str]) -> str:
    """Return what a name looks like: accents off, look-alike characters as the Latin ones, rn as m, vv as w."""
    plain = "".join(char for char in unicodedata.normalize("NFKD", name) if not unicodedata.combining(char))
    shown = "".join(alike.get(alike.get(char, char), alike.get(char, char)) for char in plain)
    return shown.replace("rn", "m").replace("vv", "w")


def one_edit(one: str, other: str) -> bool:
    """True when one letter was changed, added, left out, or two neighbours swapped (and they are not equal)."""
    if one == other or abs(len(one) - len(other)) > 1:
        return False
    start = 0
    while start < min(len(one), len(other)) and one[start] == other[start]:
        start += 1
    a, b = one[start:], other[start:]
    if len(a) == len(b):
        return a[1:] == b[1:] or (a[:2] == b[1::-1] and len(a) > 1 and a[2:] == b[2:])
    return a[1:] == b if len(a) > len(b) else a == b[1:]
