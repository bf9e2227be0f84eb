"""Reads ``law/<country>/channels.toml``: where a person can turn, and the names of authorities by date."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date

from shouzheng.model.law import InForce, Provision, Verified
from shouzheng.model.words import Words
from shouzheng.rulebook import problems
from shouzheng.rulebook.files.instruments import source_keys
from shouzheng.rulebook.files.law_file import LawFile, Table


@dataclass(frozen=True, slots=True)
class Channel:
    """A place to turn to: what it takes and needs, how long it may take, what it cannot do, how to word a letter."""

    id: str
    name: Words
    hotline: tuple[str, ...]
    usual_order: int
    accepts: Words
    needs: Words
    handling_time: Words
    handling_provisions: tuple[str, ...]
    cannot_do: Words
    wording: Words
    verified: Verified
    note: Words


@dataclass(frozen=True, slots=True)
class Authority:
    """The name a body had in a period; a letter goes to the body of today, whatever the day of the event."""

    id: str
    name: Words
    in_force: InForce
    verified: Verified


def read_channels(
    file: LawFile, provisions: Mapping[str, Provision]
) -> tuple[dict[str, Channel], tuple[Authority, ...]]:
    """Read channels by id, and authorities in the order of the file."""
    root = file.root()
    sources = source_keys(root)
    channels: dict[str, Channel] = {}
    for table in root.tables("channel"):
        channel = _channel(table, sources)
        for index, provision in enumerate(channel.handling_provisions):
            if provision not in provisions:
                keys = ("handling_provisions", index)
                table.report(problems.UNKNOWN_REFERENCE, *keys, what="provision", id=provision)
        table.finish()
        if channel.id in channels:
            table.report(problems.DUPLICATE_ID, "id", id=channel.id, other=file.name)
        elif table.sound:
            channels[channel.id] = channel
    authorities = tuple(_authority(table, sources) for table in root.tables("authority", needed=False))
    root.finish()
    return channels, authorities


def _channel(table: Table, sources: tuple[str, ...] | None) -> Channel:
    channel = Channel(
        id=table.text("id"),
        name=table.words("name"),
        hotline=table.texts("hotline"),
        usual_order=table.integer("usual_order", low=1, high=99) or 99,
        accepts=table.words("accepts"),
        needs=table.words("needs"),
        handling_time=table.words("handling_time"),
        handling_provisions=table.texts("handling_provisions"),
        cannot_do=table.words("cannot_do"),
        wording=table.words("wording"),
        verified=table.choice("verification", Verified, Verified.MEMORY),
        note=table.words("note", needed=False),
    )
    table.texts("sources", allowed=sources)
    return channel


def _authority(table: Table, sources: tuple[str, ...] | None) -> Authority:
    first, last = table.day("from"), table.day("to", needed=False)
    if first and last and last < first:
        table.report(problems.DATES_REVERSED, "to", first=str(first), last=str(last))
    authority = Authority(
        id=table.text("id"),
        name=table.words("name"),
        in_force=InForce(first or date.min, last),
        verified=table.choice("verification", Verified, Verified.MEMORY),
    )
    table.texts("sources", allowed=sources)
    table.finish()
    return authority
