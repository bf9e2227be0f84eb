"""``letters/norms.toml``: norms that only some addressees can act on; a letter to others does not name them."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from shouzheng.model.words import Words
from shouzheng.reference.problems import Problem
from shouzheng.remedy.letters.problems import NOT_ITS_NORM
from shouzheng.rulebook import problems
from shouzheng.rulebook.files.law_file import LawFile
from shouzheng.rulebook.load import Rulebook


@dataclass(frozen=True, slots=True)
class OwnNorm:
    """Instruments that only these channels can act on, and why."""

    instruments: tuple[str, ...]
    only: tuple[str, ...]
    why: Words


def read_norms(file: LawFile, rulebook: Rulebook) -> tuple[OwnNorm, ...]:
    """Read the file; problems are in ``file.problems``."""
    root = file.root()
    found = []
    for table in root.tables("norm"):
        norm = OwnNorm(table.texts("instruments"), table.texts("only"), table.words("why"))
        table.finish()
        for key, what, named, known in (
            ("instruments", "instrument", norm.instruments, rulebook.instruments.keys()),
            ("only", "channel", norm.only, rulebook.channels.keys()),
        ):
            for place, each in enumerate(named):
                if each not in known:
                    table.report(problems.UNKNOWN_REFERENCE, key, place, what=what, id=each)
        found.append(norm)
    root.finish()
    return tuple(found)


def left_unnamed(channel: str | None, norms: Iterable[OwnNorm]) -> frozenset[str]:
    """Return the instruments that a letter to this channel does not name; none for a paper that goes to no body."""
    if channel is None:
        return frozenset()
    return frozenset(each for norm in norms if channel not in norm.only for each in norm.instruments)


def not_its_norms(
    channel: str | None, cites: Sequence[str], norms: Sequence[OwnNorm], rulebook: Rulebook, where: str
) -> list[Problem]:
    """Return a problem for each provision of a paragraph that the addressee cannot act on."""
    unnamed = left_unnamed(channel, norms)
    known = (rulebook.provisions[cite] for cite in cites if cite in rulebook.provisions)
    body = rulebook.channels[channel] if channel else None
    return [
        Problem(
            NOT_ITS_NORM,
            where,
            (("provision", each.id), ("channel_zh", body.name.zh), ("channel_en", body.name.en)),
        )
        for each in known
        if body is not None and each.instrument in unnamed
    ]
