"""Takes in whatever a person has and writes all of its contacts into one file, with an account of what was read."""

from __future__ import annotations

from collections import deque
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field
from pathlib import Path

from shouzheng.intake.container_problems import NOTHING_TO_READ, SAME_BYTES
from shouzheng.intake.containers import Ask
from shouzheng.intake.event_files import PRIVATE_NOTE, JsonLinesWriter
from shouzheng.intake.event_lines import event_line
from shouzheng.intake.exports import ExportReader
from shouzheng.intake.gathering import Gathering, size_of
from shouzheng.intake.overall import Overall, shown_by
from shouzheng.intake.parquet import write_parquet
from shouzheng.intake.report import ContainerReport, ImportReport, Remark
from shouzheng.intake.rows import event_row
from shouzheng.intake.witnesses.agreement import differing_points
from shouzheng.intake.witnesses.matching import clusters_of
from shouzheng.intake.witnesses.sightings import Glimpse, glimpse_of, sighting_from
from shouzheng.model.attribution import Attribution
from shouzheng.model.event import Channel, ContactEvent
from shouzheng.model.original import Digest
from shouzheng.model.schema import EVENTS
from shouzheng.reference.collecting import collecting_rarely
from shouzheng.reference.problems import Problem, ShouzhengError

#: Called with the file's name and the bytes read so far over all files.
Progress = Callable[[str, int], None]
#: Exit code of "not readable" (DESIGN §8); others (a wrong passphrase) end the work.
_UNREADABLE = 2
PARQUET, LINES = ".parquet", (".jsonl", ".ndjson")


@dataclass(slots=True)
class Taken:
    """The account of one intake: a report for each export and each container, problems in the order they came.

    ``contacts`` are the contacts of all exports, each once; ``disagreeing`` of them are told differently by the exports
    that show them; ``overall`` is what may be missing when all exports are looked at together.
    """

    reports: list[ImportReport] = field(default_factory=list)
    containers: list[ContainerReport] = field(default_factory=list)
    problems: list[Problem] = field(default_factory=list)
    contacts: int = 0
    disagreeing: int = 0
    overall: tuple[Remark, ...] = ()

    @property
    def events(self) -> int:
        """Records of contacts over all files."""
        return sum(report.events for report in self.reports)

    @property
    def joined(self) -> int:
        """Records that show a contact which another export shows too."""
        return max(self.events - self.contacts, 0)  # of an export that broke off there is no report


def take(
    files: Sequence[Path],
    out: Path | None,
    *,
    owner: str = "me",
    offset_minutes: int = 480,
    forced_format: str | None = None,
    ask: Ask | None = None,
    progress: Progress | None = None,
) -> Taken:
    """Read all files, folders and archives and write their contacts to ``out`` (``.parquet``, or else JSON Lines).

    A thing that cannot be read becomes a problem and the next one follows. Raises ``ShouzhengError``: exit 2 when
    nothing at all could be read or ``out`` cannot be written, 4 when a passphrase is wrong. Nothing half-written stays.
    """
    work = _Work(owner, offset_minutes, forced_format, ask, progress)
    stream = work.events(files)
    with collecting_rarely():
        if out is None:
            deque(stream, maxlen=0)
        elif out.suffix.lower() == PARQUET:
            write_parquet(out, EVENTS, (event_row(event, Attribution()) for event in stream))
        else:
            nobody = Attribution()
            with JsonLinesWriter(out) as writer:
                writer.write(PRIVATE_NOTE)
                for event in stream:
                    writer.write_line(event_line(event, nobody, None))
    return work.taken


class _Work:
    """One pass over everything that was given, pulled by whoever writes the events."""

    def __init__(
        self,
        owner: str,
        offset_minutes: int,
        forced_format: str | None,
        ask: Ask | None,
        progress: Progress | None,
    ) -> None:
        self._owner, self._offset, self._forced, self._ask = owner, offset_minutes, forced_format, ask
        self._progress = progress
        self._seen: dict[Digest, str] = {}
        self._glimpses: list[Glimpse] = []
        self._overall = Overall()
        self._given = 0
        self.taken = Taken()

    def events(self, files: Sequence[Path]) -> Iterator[ContactEvent]:
        """Yield every contact of every file; raises ``ShouzhengError`` (exit 2) at the end when there was nothing."""
        done = 0
        self._given = len(files)
        for path in files:
            gathering, size = Gathering(ask=self._ask), size_of(path)
            try:
                for export in gathering.exports(
                    path, owner=self._owner, offset_minutes=self._offset, forced_format=self._forced
                ):
                    yield from self._export(export, done, size)
            except ShouzhengError as error:
                if error.exit_code != _UNREADABLE:
                    raise
                self.taken.problems.extend(error.problems)
            finally:
                self.taken.problems.extend(gathering.problems)
                self.taken.containers.extend(gathering.containers)
            done += size
        if not any(report.events or not report.unread_total for report in self.taken.reports):
            raise ShouzhengError(*self.taken.problems, Problem(NOTHING_TO_READ), exit_code=_UNREADABLE)
        self._look_at_all()

    def _look_at_all(self) -> None:
        """Count contacts that several exports show, and where they are told differently."""
        glimpses, alone = self._glimpses, len(self._seen) < 2  # one original shows no contact twice
        to_match = [each for each in glimpses if each.is_call] if alone else glimpses
        groups = clusters_of(sighting_from(each, place) for place, each in enumerate(to_match))
        self.taken.contacts = (len({each.id for each in glimpses}) if alone else len(groups)) or self.taken.events
        self.taken.disagreeing = sum(bool(differing_points(group)) for group in groups if len(group) > 1)
        calls = (shown_by(group) for group in groups if group[0].family is Channel.CALL)
        accounts = [(self._owner, report) for report in self.taken.reports]
        self.taken.overall = self._overall.remarks(accounts, calls)

    def _export(self, export: ExportReader, done: int, size: int) -> Iterator[ContactEvent]:
        original, taken = export.original, self.taken
        earlier = self._seen.get(original.digest)
        if earlier is not None:
            taken.problems.append(Problem(SAME_BYTES, original.name, (("earlier", earlier),)))
            return
        self._seen[original.digest] = original.name
        several = self._given > 1 or original.member != ""
        for count, event in enumerate(export):
            if self._progress is not None and count % 256 == 0:
                self._progress(original.name, done + min(export.done, size))
            self._overall.take(event)
            if several:  # a single plain file has nothing to be joined with
                self._glimpses.append(glimpse_of(event))
            yield event
        taken.reports.append(export.report)
        taken.problems.extend(export.report.problems)
