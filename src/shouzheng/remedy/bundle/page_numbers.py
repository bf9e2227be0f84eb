"""On which pages of the finished dossier each contact and each finding stands: a clerk turns to a page, not to a part.

Read out of the PDF itself: its outline has one entry for each card of findings, and the rows of contacts stand in order
of time, each with its time. Where that does not come out even, the pages of the whole part are given.
"""

from __future__ import annotations

import io
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from shouzheng.remedy.dossier.texts import TEMPLATE
from shouzheng.remedy.material import Material, card_key
from shouzheng.remedy.wording import Voice, time_text

if TYPE_CHECKING:
    from pypdf import PdfReader

#: Pages of a part that are read for single contacts; of a longer one the whole part is named.
_MOST_READ = 300
#: Points from the upper edge of an A4 page within which nothing stands above a heading.
_TOP = 842 - 100


@dataclass(frozen=True, slots=True)
class PageNumbers:
    """How many pages there are, those of contacts by id and of findings by number; both know every one of theirs."""

    total: int
    contacts: Mapping[str, Sequence[int]]
    findings: Mapping[int, Sequence[int]]

    def of_contacts(self, ids: Iterable[str]) -> list[int]:
        """Return the pages of these contacts, each once."""
        return sorted({page for each in ids for page in self.contacts[each]})

    def of_findings(self, numbers: Iterable[int]) -> list[int]:
        """Return the pages of these findings, each once."""
        return sorted({page for each in numbers for page in self.findings[each]})


def page_numbers(material: Material, dossier: bytes, voice: Voice) -> PageNumbers:
    """Return where everything stands in the PDF; ``voice`` is the one that it was made with."""
    import pypdf

    reader = pypdf.PdfReader(io.BytesIO(dossier))
    total = len(reader.pages)
    parts = _parts(reader)
    contacts = _pages(parts, voice.say(TEMPLATE["contacts"]), total)
    findings = _pages(parts, voice.say(TEMPLATE["findings"]), total)
    return PageNumbers(
        total,
        _of_contacts(reader, material, contacts) or {each.event.id: contacts for each in material.in_order},
        _of_findings(reader, material, parts, findings),
    )


@dataclass(frozen=True, slots=True)
class _Part:
    """Title, first page and further entries of a part of the dossier; whether it begins a page."""

    title: str
    first: int
    inside: list[Any]
    at_top: bool


def _parts(reader: PdfReader) -> list[_Part]:
    parts: list[_Part] = []
    for entry in reader.outline:
        if isinstance(entry, list):
            parts[-1].inside.extend(each for each in entry if not isinstance(each, list))
        else:
            first = (reader.get_destination_page_number(entry) or 0) + 1
            parts.append(_Part(str(entry.title), first, [], _at_top(entry)))
    return parts


def _at_top(entry: Any) -> bool:
    return float(entry.top or 0) > _TOP


def _pages(parts: Sequence[_Part], title: str, total: int) -> range:
    """The pages of a part, with the one on which it ends; all of them where there is no such part."""
    for part, following in zip(parts, [*parts[1:], None], strict=True):
        if part.title.endswith(title):
            last = following.first - following.at_top if following else total
            return range(part.first, max(part.first, last) + 1)
    return range(1, total + 1)


def _of_contacts(reader: PdfReader, material: Material, part: range) -> dict[str, Sequence[int]]:
    if len(part) > _MOST_READ:
        return {}
    texts = ["".join(reader.pages[page - 1].extract_text().split()) for page in part]
    found: dict[str, Sequence[int]] = {}
    place = at = 0
    for contact in material.in_order:
        wanted = "".join(time_text(contact.event.time).split())
        while place < len(texts) and (hit := texts[place].find(wanted, at)) < 0:
            place, at = place + 1, 0
        if place == len(texts):
            return {}
        found[contact.event.id], at = [part[place]], hit + len(wanted)
    return found


def _of_findings(
    reader: PdfReader, material: Material, parts: Sequence[_Part], part: range
) -> dict[int, Sequence[int]]:
    cards: list[list[int]] = []
    ranked = material.ranked
    for number, finding in enumerate(ranked, 1):
        if cards and card_key(ranked[number - 2]) == card_key(finding):
            cards[-1].append(number)
        else:
            cards.append([number])
    entries = next((p.inside for p in parts if p.first == part[0] and len(p.inside) == len(cards)), None)
    if entries is None:
        return dict.fromkeys(range(1, len(ranked) + 1), part)
    starts = [(reader.get_destination_page_number(each) or 0) + 1 for each in entries]
    found: dict[int, Sequence[int]] = {}
    for place, numbers in enumerate(cards):
        last = part[-1]
        if place + 1 < len(cards):
            last = max(starts[place], starts[place + 1] - _at_top(entries[place + 1]))
        found.update(dict.fromkeys(numbers, range(starts[place], last + 1)))
    return found
