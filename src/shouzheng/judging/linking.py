"""What ties contacts of several people or numbers together: the same words, call-back number, link or account.

It is said what is the same and where, never that it is the same person: texts are copied, numbers forged, and a short
link or a big site is used by many.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from enum import StrEnum

from shouzheng.judging.case import Contact
from shouzheng.model.event import Direction
from shouzheng.model.reading import EntityKind
from shouzheng.model.words import Words
from shouzheng.reading.fold import fold

#: Characters (after unmasking) from which the same words are telling; shorter ones ("您好，请回电") are everybody's.
TELLING = 20
#: Characters of a text that are compared.
_COMPARED = 4_000
#: An account number of which only the end is written says too little.
_CUT_OFF = "*"


class Tie(StrEnum):
    """What is the same."""

    TEXT = "text"
    PHONE = "phone"
    LINK = "link"
    ACCOUNT = "account"

    @property
    def reason(self) -> Words:
        """The reason in words; never "the same person"."""
        return _REASONS[self]


_REASONS = {
    Tie.TEXT: Words("文字相同（还原变体后逐字相同）", "the same text (identical after unmasking)"),
    Tie.PHONE: Words("文中留的电话相同，或就是来电的号码", "the same telephone number, named in a text or calling"),
    Tie.LINK: Words("链接的网站相同", "a link to the same host"),
    Tie.ACCOUNT: Words("文中的账号相同", "the same account in the text"),
}
_ENTITIES = {EntityKind.PHONE: Tie.PHONE, EntityKind.LINK: Tie.LINK, EntityKind.ACCOUNT: Tie.ACCOUNT}
_ORDER = {tie: place for place, tie in enumerate((Tie.ACCOUNT, Tie.TEXT, Tie.PHONE, Tie.LINK))}


@dataclass(frozen=True, slots=True)
class Link:
    """Contacts that share something, though they reached several people or came from several numbers.

    ``value`` is what is shared (of a text the first contact's own words); ``events`` are ids by time; ``owners`` whose
    phones, ``numbers`` from which (as normalised) in order.
    """

    tie: Tie
    value: str
    events: tuple[str, ...]
    owners: tuple[str, ...]
    numbers: tuple[str, ...]


def links_of(contacts: Iterable[Contact]) -> tuple[Link, ...]:
    """Return what ties contacts of several people or numbers together: accounts first, then texts, numbers, links.

    Only what the other side wrote is looked at. Of equal sorts the one that ties most contacts comes first.
    """
    ordered = sorted(contacts, key=lambda each: (each.event.time.utc, each.event.id))
    written = {value for contact in ordered for tie, value in _shared(contact) if tie is Tie.PHONE}
    shared: dict[tuple[Tie, str], list[Contact]] = defaultdict(list)
    for contact in ordered:
        keys = list(_shared(contact))
        if contact.event.other.normal in written:  # a text names the number that this contact came from
            keys.append((Tie.PHONE, contact.event.other.normal or ""))
        for key in dict.fromkeys(keys):
            shared[key].append(contact)
    found = [link for (tie, value), group in shared.items() if (link := _link(tie, value, group)) is not None]
    return tuple(sorted(found, key=lambda link: (_ORDER[link.tie], -len(link.events), link.value)))


def _shared(contact: Contact) -> Iterator[tuple[Tie, str]]:
    event, reading = contact.event, contact.reading
    if event.text is None or event.direction is Direction.OUTBOUND:
        return
    folded = fold(event.text[:_COMPARED]).text
    if len(folded) >= TELLING:
        yield Tie.TEXT, folded
    for entity in reading.entities if reading is not None else ():
        tie = _ENTITIES.get(entity.kind)
        if tie is not None and entity.value and not entity.value.startswith(_CUT_OFF):
            yield tie, entity.value


def _link(tie: Tie, value: str, group: Sequence[Contact]) -> Link | None:
    owners = tuple(dict.fromkeys(contact.event.owner for contact in group))
    numbers = tuple(dict.fromkeys(contact.event.other.normal or "" for contact in group))
    if len(owners) < 2 and len(numbers) < 2:
        return None
    shown = (group[0].event.text or "") if tie is Tie.TEXT else value
    return Link(tie, shown, tuple(contact.event.id for contact in group), owners, numbers)
