"""Opens a file that somebody has and reads it into contact events.

The file is read twice, in constant memory. The first pass only hashes, because every event names the digest of its
original, and the digest of a file is known only at its end. The second pass hashes again while reading; if the two
digests differ, the file changed in between and the report says so (SZ-1101): its events then rest on no original.
"""

from __future__ import annotations

import errno
import stat
from collections import Counter
from collections.abc import Iterator
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path

from shouzheng.intake import problems
from shouzheng.intake.completeness import Coverage
from shouzheng.intake.container_problems import NOTES_READ, WAL_APPLIED
from shouzheng.intake.containers import BESIDE, COMPANIONS
from shouzheng.intake.formats import Format, all_formats
from shouzheng.intake.hashing import HashingReader
from shouzheng.intake.hints import for_phone, stays_of
from shouzheng.intake.records import Outcome, ReadContext
from shouzheng.intake.report import UNREAD_KEPT, ImportReport, Remark
from shouzheng.intake.sniff import HEAD, Content, Look, look_at, really_is
from shouzheng.intake.source import Source, on_disk
from shouzheng.intake.split_sms import Joiner
from shouzheng.intake.sqlite.database import tables_of
from shouzheng.intake.statement.stays import seen_from
from shouzheng.intake.tables.problems import NEVER_TRIED
from shouzheng.model.event import ContactEvent, NonContact, NonContactKind
from shouzheng.model.original import Digest, Original, Unread
from shouzheng.model.words import Words
from shouzheng.reference.problems import Problem, ProblemKind, ShouzhengError
from shouzheng.reference.safe_text import shorten, visible

__all__ = ["ExportReader", "ImportReport", "Remark", "cannot_open", "check_regular", "look_into", "open_export"]


def open_export(
    given: Path | Source,
    *,
    owner: str = "me",
    offset_minutes: int = 480,
    forced_format: str | None = None,
    received: datetime | None = None,
) -> ExportReader:
    """Recognise a file by its content and return the reader of its events.

    ``owner`` is the person whose phone this is; ``offset_minutes`` the offset from UTC where the file does not show it;
    ``received`` when the file was handed over (aware; now, when not given). Raises ``ShouzhengError`` (exit 2) when the
    file cannot be opened, is empty, or is of no known format.
    """
    try:
        if isinstance(given, Path):
            check_regular(given)
            source = on_disk(given, companions=BESIDE)
        else:
            source = given
        look = look_into(source)
        chosen, why = _forced(forced_format, look) if forced_format is not None else _recognised(look)
        with source.open() as stream:
            reader = HashingReader(stream)
            reader.drain()
    except OSError as error:
        raise ShouzhengError(cannot_open(given, error)) from error
    when = received or datetime.now(UTC)
    original = Original(reader.digest, source.name, chosen.media_type, when, source.container, source.member)
    return ExportReader(source, original, look, chosen, why, owner=owner, offset_minutes=offset_minutes)


def look_into(source: Source) -> Look:
    """Return what the first bytes of a file show, and the tables of a database; raises ``OSError``, ``ShouzhengError``.

    The file is recognised by its first bytes, before time is spent on hashing the rest of a wrong one.
    """
    head = source.head(HEAD)
    if not head:
        raise ShouzhengError(source.trouble or Problem(problems.EMPTY_FILE, source.name))
    look = look_at(head, source.name)
    return replace(look, tables=tables_of(source.local(), source.name)) if look.content is Content.SQLITE else look


def check_regular(path: Path) -> None:
    """Raise ``OSError`` or ``ShouzhengError`` unless the path is that of a regular file."""
    try:
        mode = path.stat().st_mode
    except ValueError as error:  # a null byte in the path
        raise FileNotFoundError(errno.ENOENT, "no such file", path.name) from error
    if stat.S_ISDIR(mode):
        raise IsADirectoryError(errno.EISDIR, "is a directory", str(path))
    if not stat.S_ISREG(mode):
        raise ShouzhengError(Problem(problems.NOT_REGULAR, path.name))


def cannot_open(given: Path | Source, error: Exception) -> Problem:
    """Return the problem that says why a file cannot be opened."""
    name = given.name or str(given) if isinstance(given, Path) else given.name
    kinds: tuple[tuple[type[OSError], ProblemKind], ...] = (
        (FileNotFoundError, problems.NOT_FOUND),
        (NotADirectoryError, problems.NOT_FOUND),
        (IsADirectoryError, problems.IS_FOLDER),
        (PermissionError, problems.NO_PERMISSION),
    )
    for exception, kind in kinds:
        if isinstance(error, exception):
            return Problem(kind, name)
    return Problem(problems.READ_FAILED, name, (("detail", getattr(error, "strerror", None) or type(error).__name__),))


def _recognised(look: Look) -> tuple[Format, Words]:
    for candidate in all_formats():
        why = candidate.recognise(look)
        if why is not None:
            return candidate, why
    if look.root is not None and look.root.lower() not in ("html", "head", "body"):
        roots = " / ".join(f"<{root}>" for block in all_formats() for root in block.roots)
        raise _wrong_root(look, look.root, roots)
    raise _not_recognised(look)


def _not_recognised(look: Look) -> ShouzhengError:
    really = really_is(look)
    suffix = Path(look.name).suffix.lower()
    misnamed = suffix in (".xml", ".html", ".htm")
    slots = (
        ("really_zh", really.zh),
        ("really_en", really.en),
        ("mismatch_zh", f"（尽管文件名以 {suffix} 结尾）" if misnamed else ""),
        ("mismatch_en", f" (although its name ends in {suffix})" if misnamed else ""),
        ("known", ", ".join(block.name for block in all_formats())),
    )
    return ShouzhengError(Problem(problems.NOT_RECOGNISED, look.name, slots))


def _forced(name: str, look: Look) -> tuple[Format, Words]:
    for candidate in all_formats():
        if candidate.name == name:
            any_text = candidate.content is Content.TEXT and look.encoding is not None
            if candidate.content is not look.content and not any_text:
                raise _not_as_named(name, look)
            if candidate.roots and look.root not in candidate.roots:
                raise _wrong_root(look, look.root or "", " / ".join(f"<{root}>" for root in candidate.roots))
            return candidate, Words(f"由使用者指定为 {name}", f"named by the user as {name}")
    known = ", ".join(block.name for block in all_formats())
    raise ShouzhengError(Problem(problems.UNKNOWN_FORMAT_NAME, look.name, (("name", name), ("known", known))))


def _not_as_named(name: str, look: Look) -> ShouzhengError:
    """The name does not fit: say what the file is, best as the format that its content shows."""
    fits = next((block.title for block in all_formats() if block.recognise(look) is not None), None)
    really = fits or really_is(look)
    slots = (("name", name), ("really_zh", really.zh), ("really_en", really.en))
    return ShouzhengError(Problem(problems.NOT_AS_NAMED, look.name, slots))


def _wrong_root(look: Look, found: str, expected: str) -> ShouzhengError:
    slots = (("root", visible(shorten(found, 60))), ("expected", expected))
    return ShouzhengError(Problem(problems.WRONG_ROOT, look.name, slots))


class ExportReader:
    """Iterator of the contact events of one file, in file order, parts of long SMS joined.

    The file is open only while it is iterated. ``report`` is complete after the last event.
    """

    def __init__(
        self,
        source: Source,
        original: Original,
        look: Look,
        chosen: Format,
        why: Words,
        *,
        owner: str,
        offset_minutes: int,
    ) -> None:
        self._source = source
        self._original = original
        self._format = chosen
        self._why = why
        self._context = ReadContext(original.digest, owner, offset_minutes, look)
        self._coverage = Coverage(chosen.holds_messages, chosen.holds_calls, all_senders=chosen.all_senders)
        self._joiner = Joiner() if chosen.splits_sms else None
        self._non_contacts: Counter[NonContactKind] = Counter()
        self._unread: list[Unread] = []
        self._unread_total = 0
        self._events = 0
        self._beside: list[Original] = []
        self._reader: HashingReader | None = None
        self._report: ImportReport | None = None
        self._started = False

    @property
    def original(self) -> Original:
        """The file as it was when its digest was taken."""
        return self._original

    @property
    def format(self) -> Format:
        """The format as it was recognised or named."""
        return self._format

    @property
    def done(self) -> int:
        """Bytes of the file that have been read so far, roughly: for progress only."""
        return self._reader.done if self._reader is not None else self._context.done

    @property
    def report(self) -> ImportReport:
        """The account of the file; raises ``RuntimeError`` before the last event was taken."""
        if self._report is None:
            raise RuntimeError("the report is complete only after all events have been read")
        return self._report

    def __iter__(self) -> Iterator[ContactEvent]:
        if self._started:
            raise RuntimeError("an export can be iterated only once; open it again")
        self._started = True
        return self._iterate()

    def _iterate(self) -> Iterator[ContactEvent]:
        try:
            stays, joined = stays_of(self._context.owner), self._joined(self._outcomes())
            for found in for_phone(stays, joined) if stays else joined:
                event = seen_from(stays, found) if stays else found
                self._events += 1
                self._coverage.take(event)
                yield event
        except OSError as error:
            raise ShouzhengError(cannot_open(self._source, error)) from error
        self._report = self._account()

    def _outcomes(self) -> Iterator[Outcome]:
        """Read the file, and see to it that what was read is what was hashed."""
        source, context = self._source, self._context
        if self._format.read is not None:
            with source.open() as stream:
                reader = self._reader = HashingReader(stream)
                yield from self._format.read(reader.chunks(), context)
                reader.drain()
            digest = reader.digest
        elif self._format.read_path is not None:
            path = source.local()
            self._see_companions()
            yield from self._format.read_path(path, context)
            digest = source.local_digest or _digest_of(source)
        if digest != self._original.digest:
            context.say(problems.FILE_CHANGED, first=self._original.digest, second=digest)
        if source.trouble is not None:
            context.problems.append(source.trouble)

    def _see_companions(self) -> None:
        """What is read with a database is an original too."""
        for ending, companion in self._source.companions.items():
            name = f"{self._source.name}{ending}" if ending in COMPANIONS else companion.name
            kept = self._original
            digest = _digest_of(companion)
            self._beside.append(
                Original(digest, name, "application/octet-stream", kept.received, companion.container, companion.member)
            )
            self._context.say(WAL_APPLIED if ending in COMPANIONS else NOTES_READ, name=name, digest=digest)

    def _joined(self, outcomes: Iterator[Outcome]) -> Iterator[ContactEvent]:
        joiner = self._joiner
        for outcome in outcomes:
            if isinstance(outcome, ContactEvent):
                if joiner is None:
                    yield outcome
                else:
                    yield from joiner.take(outcome)
            elif isinstance(outcome, NonContact):
                self._non_contacts[outcome.kind] += 1
            else:
                self._unread_total += 1
                if len(self._unread) < UNREAD_KEPT:
                    self._unread.append(outcome)
        if joiner is not None:
            yield from joiner.rest()

    def _account(self) -> ImportReport:
        context = self._context
        if context.records and not self._events and not self._non_contacts:
            context.say(problems.NOTHING_UNDERSTOOD, records=context.records)
        if not self._format.was_tried:
            context.say(NEVER_TRIED, format=self._format.name)
        return ImportReport(
            original=self._original,
            format=self._format.name,
            recognised_by=self._why,
            declared_count=context.declared,
            records=context.records,
            events=self._events,
            joined=self._joiner.joined if self._joiner else 0,
            non_contacts=tuple(sorted(self._non_contacts.items())),
            unread=tuple(self._unread),
            unread_total=self._unread_total,
            problems=tuple(context.problems),
            completeness=(*self._coverage.remarks(), *context.remarks),
            first=self._coverage.first,
            last=self._coverage.last,
            tried=self._format.was_tried,
            grade=self._format.grade_now,
            beside=tuple(self._beside),
        )


def _digest_of(source: Source) -> Digest:
    with source.open() as stream:
        reader = HashingReader(stream)
        reader.drain()
    return reader.digest
