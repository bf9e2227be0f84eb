"""The short section on what contacts of different numbers or people share; empty when there is nothing."""

from __future__ import annotations

from shouzheng.judging.linking import Link
from shouzheng.remedy.dossier.texts import SENTENCES
from shouzheng.remedy.material import Material
from shouzheng.remedy.wording import Voice

#: Ties that are printed, and characters of a shared text.
MOST_LINKS, MOST_SHOWN = 20, 120


def links_view(material: Material, voice: Voice) -> dict[str, object]:
    """Return the section as plain values; ``rows`` is empty when nothing is shared."""
    links = material.links
    rest = len(links) - MOST_LINKS
    return {
        "intro": voice.say(SENTENCES["links_intro"]),
        "rows": [
            {
                "value": voice.quote(link.value if len(link.value) <= MOST_SHOWN else link.value[:MOST_SHOWN] + "…"),
                "line": link_line(link, voice),
                "evidence": voice.ranges(sorted(material.evidence[event] for event in link.events)),
            }
            for link in links[:MOST_LINKS]
        ],
        "more": voice.say(SENTENCES["links_more"], count=rest) if rest > 0 else "",
    }


def link_line(link: Link, voice: Voice) -> str:
    """Say what is the same, how often, and of how many numbers and people."""
    parts = []
    if len(link.numbers) > 1:
        parts.append(voice.say(SENTENCES["link_numbers"], count=len(link.numbers)))
    if len(link.owners) > 1:
        parts.append(voice.say(SENTENCES["link_owners"], count=len(link.owners)))
    reason = voice.say(link.tie.reason)
    return voice.say(SENTENCES["link_line"], reason=reason, count=len(link.events), where=voice.joined(parts))
