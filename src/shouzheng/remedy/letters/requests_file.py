"""``letters/requests.toml``: what can be asked for, and which addressee cannot grant it (after ``cannot_do``)."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from shouzheng.model.words import Words
from shouzheng.reference.problems import Problem
from shouzheng.remedy.letters.problems import CANNOT_GRANT
from shouzheng.rulebook import problems
from shouzheng.rulebook.files.law_file import LawFile
from shouzheng.rulebook.load import Rulebook


@dataclass(frozen=True, slots=True)
class Request:
    """Something to ask for: ``words`` are Chinese phrases that do; ``cannot`` are the channels that lack the power."""

    id: str
    name: Words
    words: tuple[str, ...]
    cannot: frozenset[str]


def read_requests(file: LawFile, rulebook: Rulebook) -> Mapping[str, Request]:
    """Read the file; problems are in ``file.problems``."""
    root = file.root()
    found: dict[str, Request] = {}
    for table in root.tables("request"):
        request = Request(table.text("id"), table.words("name"), table.texts("words"), frozenset(table.texts("cannot")))
        table.finish()
        for channel in sorted(request.cannot - rulebook.channels.keys()):
            table.report(problems.UNKNOWN_REFERENCE, "cannot", what="channel", id=channel)
        if request.id in found:
            table.report(problems.DUPLICATE_ID, "id", id=request.id, other=file.name)
        found[request.id] = request
    root.finish()
    return found


def not_grantable(
    channel: str | None, asks: Iterable[str], text: str, requests: Mapping[str, Request], rulebook: Rulebook, where: str
) -> list[Problem]:
    """Return a problem for each request, declared or in words, that the addressee has no power to grant."""
    if channel is None:
        return []
    wanted = set(asks)
    refused = [
        request
        for request in requests.values()
        if channel in request.cannot and (request.id in wanted or any(word in text for word in request.words))
    ]
    body = rulebook.channels[channel]
    return [
        Problem(
            CANNOT_GRANT,
            where,
            (
                ("request_zh", request.name.zh),
                ("request_en", request.name.en),
                ("channel_zh", body.name.zh),
                ("channel_en", body.name.en),
                ("cannot_zh", body.cannot_do.zh),
                ("cannot_en", body.cannot_do.en),
            ),
        )
        for request in refused
    ]
