"""All contacts of a case as short rows in memory, in time: what the timeline shows, filters and counts.

50,000 rows take about 25 MB and their words. Words of one or two characters are looked for here: the index of the
case knows only three and more.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date

from shouzheng.casefile.case import CaseFile
from shouzheng.intake.attribution import Attributor
from shouzheng.intake.event_rows import event_of_line
from shouzheng.model.case import Case, PartyKind
from shouzheng.model.event import ContactEvent
from shouzheng.model.moment import Resolution
from shouzheng.remedy.cases.beside import replaced
from shouzheng.remedy.cases.statement import stated_case
from shouzheng.remedy.cases.whose_phone import corrected
from shouzheng.remedy.night import is_night

#: Rows of one page.
PER_PAGE = 50


@dataclass(frozen=True, slots=True)
class Row:
    """One contact: its Beijing day, time as shown, number as written, and what is filtered by."""

    id: str
    utc: str
    day: date
    minute: int
    fine: bool
    night: bool
    owner: str
    number: str
    normal: str
    name: str
    kind: PartyKind
    party: str
    is_call: bool
    channel: str
    direction: str
    outcome: str
    seconds: int | None
    text: str


@dataclass(frozen=True, slots=True)
class Wanted:
    """A filter; empty values let everything through. ``party`` may be ``-`` for contacts that nobody attributed.

    ``among`` are the contacts that hold the words looked for; ``short`` is a word too short for the index.
    """

    party: str = ""
    person: str = ""
    way: str = ""
    number: str = ""
    night: bool = False
    first: date | None = None
    last: date | None = None
    among: frozenset[str] | None = None
    short: str = ""

    def takes(self, row: Row) -> bool:
        """True when the row passes."""
        return (
            (not self.party or row.party == ("" if self.party == "-" else self.party))
            and (not self.person or row.owner == self.person)
            and (not self.way or row.is_call == (self.way == "call"))
            and (not self.number or row.normal == self.number)
            and (not self.night or row.night)
            and (self.first is None or row.day >= self.first)
            and (self.last is None or row.day <= self.last)
            and (self.among is None or row.id in self.among)
            and (not self.short or self.short in row.text.lower())
        )


@dataclass(frozen=True, slots=True)
class Caller:
    """A number and how often it made contact."""

    normal: str
    shown: str
    name: str
    contacts: int
    calls: int
    texts: int
    night: int
    first: date
    last: date


class Timeline:
    """The rows; ``ready`` is False until they were read."""

    def __init__(self) -> None:
        self.rows: list[Row] = []
        self.ready = False

    def read(self, case: CaseFile) -> None:
        """Read all contacts anew, attributed by the statement as it is now."""
        self.rows = list(_rows(case, stated_case(case)))
        self.ready = True

    def wanted(self, wanted: Wanted) -> list[Row]:
        """Return the rows that pass, in time."""
        return [row for row in self.rows if wanted.takes(row)]

    def callers(self, rows: Iterable[Row]) -> list[Caller]:
        """Return the numbers of these rows, most contacts first."""
        groups: dict[str, list[Row]] = {}
        for row in rows:
            if row.normal or row.number:
                groups.setdefault(row.normal or row.number, []).append(row)
        found = [_caller(key, group) for key, group in groups.items()]
        return sorted(found, key=lambda each: (-each.contacts, each.normal))


def _caller(key: str, rows: list[Row]) -> Caller:
    calls = sum(row.is_call for row in rows)
    return Caller(
        key,
        rows[-1].number,
        next((row.name for row in reversed(rows) if row.name), ""),
        len(rows),
        calls,
        len(rows) - calls,
        sum(row.night for row in rows),
        rows[0].day,
        rows[-1].day,
    )


def _rows(case: CaseFile, stated: Case) -> Iterator[Row]:
    attribute, gone, owners = Attributor(stated), replaced(case), _owners(case)
    for line in case.events():
        event = event_of_line(line, "timeline")
        if event.id not in gone:
            yield _row(event, attribute, owners.get(event.id, event.owner))


def _owners(case: CaseFile) -> dict[str, str]:
    """Return the owner of each contact of the files whose owner was put right."""
    said = corrected(case)
    if not said:
        return {}
    return {
        each: said[reading.original] for reading, ids in case.read_ids() if reading.original in said for each in ids
    }


def _row(event: ContactEvent, attribute: Attributor, owner: str) -> Row:
    who, time = attribute(event), event.time
    return Row(
        id=event.id,
        utc=time.utc.isoformat(),
        day=time.beijing.date(),
        minute=time.minute_of_day,
        fine=time.resolution is not Resolution.DAY,
        night=is_night(event),
        owner=owner,
        number=event.other.raw,
        normal=event.other.normal or "",
        name=event.contact_name or "",
        kind=who.kind,
        party=who.party or "",
        is_call=event.is_call,
        channel=event.channel.value,
        direction=event.direction.value,
        outcome=event.outcome.value,
        seconds=event.seconds,
        text=event.text or "",
    )
