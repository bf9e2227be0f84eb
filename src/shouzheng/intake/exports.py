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
from datetime import UTC, datetime
from pathlib import Path

from shouzheng.intake import problems
from shouzheng.intake.completeness import Coverage
from shouzheng.intake.formats import Format, all_formats
from shouzheng.intake.hashing import HashingReader
from shouzheng.intake.records import Outcome, ReadContext
from shouzheng.intake.report import UNREAD_KEPT, ImportReport, Remark
from shouzheng.intake.sniff import HEAD, Look, look_at, really_is
from shouzheng.intake.split_sms import Joiner
from shouzheng.model.event import ContactEvent, NonContact, NonContactKind
from shouzheng.model.original import Original, Unread
from shouzheng.model.words import Words
from shouzheng.reference.problems import Problem, ProblemKind, ShouzhengError
from shouzheng.reference.safe_text import shorten, visible

__all__ = ["ExportReader", "ImportReport", "Remark", "open_export"]


def open_export(
    path: Path,
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
        _check_regular(path)
        with path.open("rb") as stream:
            reader = HashingReader(stream)
            look, chosen, why = _recognise(reader, path, forced_format)
            reader.drain()
    except OSError as error:
        raise ShouzhengError(_cannot_open(path, error)) from error
    original = Original(reader.digest, path.name, chosen.media_type, received or datetime.now(UTC))
    return ExportReader(path, original, look, chosen, why, owner=owner, offset_minutes=offset_minutes)


def _check_regular(path: Path) -> None:
    try:
        mode = path.stat().st_mode
    except ValueError as error:  # a null byte in the path
        raise FileNotFoundError(errno.ENOENT, "no such file", path.name) from error
    if stat.S_ISDIR(mode):
        raise IsADirectoryError(errno.EISDIR, "is a directory", str(path))
    if not stat.S_ISREG(mode):
        raise ShouzhengError(Problem(problems.NOT_REGULAR, path.name))


def _recognise(reader: HashingReader, path: Path, forced_format: str | None) -> tuple[Look, Format, Words]:
    """Recognise the file by its first bytes, before time is spent on hashing the rest of a wrong one."""
    head = b""
    for chunk in reader.chunks():
        head += chunk[: HEAD - len(head)]
        if len(head) >= HEAD:
            break
    if not head:
        raise ShouzhengError(Problem(problems.EMPTY_FILE, path.name))
    look = look_at(head, path.name)
    chosen, why = _forced(forced_format, look) if forced_format is not None else _recognised(look)
    return look, chosen, why


def _cannot_open(path: Path, error: OSError) -> Problem:
    kinds: tuple[tuple[type[OSError], ProblemKind], ...] = (
        (FileNotFoundError, problems.NOT_FOUND),
        (NotADirectoryError, problems.NOT_FOUND),
        (IsADirectoryError, problems.IS_FOLDER),
        (PermissionError, problems.NO_PERMISSION),
    )
    for exception, kind in kinds:
        if isinstance(error, exception):
            return Problem(kind, path.name or str(path))
    return Problem(problems.READ_FAILED, path.name, (("detail", error.strerror or type(error).__name__),))


def _recognised(look: Look) -> tuple[Format, Words]:
    for candidate in all_formats():
        why = candidate.recognise(look)
        if why is not None:
            return candidate, why
    roots = " / ".join(f"<{root}>" for block in all_formats() for root in block.roots)
    if look.root is not None and look.root.lower() not in ("html", "head", "body"):
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
            if candidate.roots and look.root is None:
                raise _not_recognised(look)
            if candidate.roots and look.root not in candidate.roots:
                raise _wrong_root(look, look.root or "", " / ".join(f"<{root}>" for root in candidate.roots))
            return candidate, Words(f"由使用者指定为 {name}", f"named by the user as {name}")
    known = ", ".join(block.name for block in all_formats())
    raise ShouzhengError(Problem(problems.UNKNOWN_FORMAT_NAME, look.name, (("name", name), ("known", known))))


def _wrong_root(look: Look, found: str, expected: str) -> ShouzhengError:
    slots = (("root", visible(shorten(found, 60))), ("expected", expected))
    return ShouzhengError(Problem(problems.WRONG_ROOT, look.name, slots))


class ExportReader:
    """Iterator of the contact events of one file, in file order, parts of long SMS joined.

    The file is open only while it is iterated. ``report`` is complete after the last event.
    """

    def __init__(
        self, path: Path, original: Original, look: Look, chosen: Format, why: Words, *, owner: str, offset_minutes: int
    ) -> None:
        self._path = path
        self._original = original
        self._format = chosen
        self._why = why
        self._context = ReadContext(original.digest, owner, offset_minutes, look)
        self._coverage = Coverage(chosen.holds_messages, chosen.holds_calls)
        self._joiner = Joiner() if chosen.splits_sms else None
        self._non_contacts: Counter[NonContactKind] = Counter()
        self._unread: list[Unread] = []
        self._unread_total = 0
        self._events = 0
        self._report: ImportReport | None = None
        self._started = False

    @property
    def original(self) -> Original:
        """The file as it was when its digest was taken."""
        return self._original

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
            with self._path.open("rb") as stream:
                reader = HashingReader(stream)
                for event in self._joined(self._format.read(reader.chunks(), self._context)):
                    self._events += 1
                    self._coverage.take(event)
                    yield event
                reader.drain()
        except OSError as error:
            raise ShouzhengError(_cannot_open(self._path, error)) from error
        if reader.digest != self._original.digest:
            self._context.say(problems.FILE_CHANGED, first=self._original.digest, second=reader.digest)
        self._report = self._account()

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
            completeness=self._coverage.remarks(),
            first=self._coverage.first,
            last=self._coverage.last,
        )
