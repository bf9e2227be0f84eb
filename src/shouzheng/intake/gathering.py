"""Walks what a person hands over (files, folders, archives, backups) and opens every export in it.

Each member of a container is an original of its own and carries the container's digest. Nothing is unpacked under its
own name, links are not followed, and what is unpacked from one thing that was given is limited in bytes, ratio, number
and levels. Every member is accounted for: read, belonging to another one, no export, or refused with the reason.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from datetime import datetime
from pathlib import Path

from shouzheng.intake import problems
from shouzheng.intake.container_problems import OTHERS, TOO_NESTED
from shouzheng.intake.containers import BESIDE, Ask, Budget, Container, Limits, Opening, Refusal, all_containers
from shouzheng.intake.exports import ExportReader, cannot_open, check_regular, look_into, open_export
from shouzheng.intake.hashing import HashingReader
from shouzheng.intake.report import UNREAD_KEPT, ContainerReport, Other
from shouzheng.intake.sniff import Content, Look
from shouzheng.intake.source import Source, on_disk
from shouzheng.model.original import Digest, Original
from shouzheng.model.words import Words
from shouzheng.reference.problems import Problem, ShouzhengError

#: Problems that say what a file is not: inside a container such a file is simply no export.
_NO_EXPORT = frozenset([problems.NOT_RECOGNISED.code, problems.WRONG_ROOT.code, problems.EMPTY_FILE.code])
#: Kinds of other files that are named.
_NAMED_KINDS = 5
#: Exit code of "not readable" (DESIGN §8); others (a wrong passphrase) end the walk.
_UNREADABLE = 2


class Gathering:
    """One walk over things that were handed over; ``containers`` and ``problems`` fill while it goes on.

    ``ask`` is asked for passphrases of encrypted backups; ``limits`` bound what is unpacked from each thing given.
    """

    def __init__(self, *, ask: Ask | None = None, limits: Limits | None = None) -> None:
        self._ask = ask
        self._limits = limits or Limits()
        self.containers: list[ContainerReport] = []
        self.problems: list[Problem] = []

    def exports(
        self,
        path: Path | Source,
        *,
        owner: str = "me",
        offset_minutes: int = 480,
        forced_format: str | None = None,
        received: datetime | None = None,
    ) -> Iterator[ExportReader]:
        """Yield a reader for every export in a file or folder, in a fixed order; read each before asking for the next.

        A ``Source`` is a file whose bytes lie elsewhere, such as in an encrypted case.
        ``forced_format`` applies to a single file, not to members of a container. Raises ``ShouzhengError`` when the
        thing itself cannot be read (2), or a passphrase is wrong (4); what is wrong with a member goes to ``problems``.
        """
        walk = _Walk(self, owner, offset_minutes, received)
        try:
            if isinstance(path, Source):
                source, look, size = path, look_into(path), path.size
            elif path.is_dir():
                name = path.name or path.resolve().name  # of “.” and “./” too
                look = Look(name, b"", None, b"", None, folder=path)
                source, size = Source(name, lambda: path.open("rb"), path=path), self._limits.total
            else:
                check_regular(path)
                source = on_disk(path, companions=BESIDE)
                look, size = look_into(source), source.size
        except (OSError, ValueError) as error:
            raise ShouzhengError(cannot_open(path, error)) from error
        container = _container_of(look)
        if container is not None and (forced_format is None or look.folder is not None):
            yield from walk.open(source, look, container, Budget(self._limits, size), 0)
            return
        reader = open_export(
            source, owner=owner, offset_minutes=offset_minutes, forced_format=forced_format, received=received
        )
        try:
            yield reader
        finally:
            source.release()

    @property
    def ask(self) -> Ask | None:
        """Who is asked for passphrases."""
        return self._ask


def _container_of(look: Look) -> tuple[Container, Words] | None:
    if look.content in (Content.XML, Content.JSON, Content.SQLITE):
        return None
    for block in all_containers():
        why = block.recognise(look)
        if why is not None:
            return block, why
    return None


class _Walk:
    """The walk over one thing that was given."""

    def __init__(self, gathering: Gathering, owner: str, offset_minutes: int, received: datetime | None) -> None:
        self._gathering = gathering
        self._owner = owner
        self._offset = offset_minutes
        self._received = received

    def open(
        self, source: Source, look: Look, found: tuple[Container, Words], budget: Budget, level: int
    ) -> Iterator[ExportReader]:
        """Yield the readers of all exports in a container, then account for its members."""
        block, why = found
        digest = None if look.content is Content.FOLDER else _digest_of(source)
        opening = Opening(look, digest, budget, self._gathering.ask)
        account = _Account(source, digest, block, why, opening, self._received)
        try:
            for member in block.members(source, opening):
                account.members += 1
                if isinstance(member, Refusal):
                    account.refuse(member.problem)
                    continue
                try:
                    yield from self._member(member, account, budget, level)
                finally:
                    member.release()
        finally:
            account.say_others()
            self._gathering.problems.extend(opening.problems)
            self._gathering.containers.append(account.report())

    def _member(self, member: Source, account: _Account, budget: Budget, level: int) -> Iterator[ExportReader]:
        try:
            look = look_into(member)
            found = _container_of(look)
            if found is not None and level + 1 >= budget.limits.levels:
                account.refuse(account.opening.problem(TOO_NESTED, member.member, most=budget.limits.levels))
                return
            reader = None
            if found is None:
                reader = open_export(member, owner=self._owner, offset_minutes=self._offset, received=self._received)
        except OSError as error:
            account.refuse(cannot_open(member, error))
            return
        except ShouzhengError as error:
            account.failed(member, error)
            return
        account.read += 1
        if reader is not None:
            yield reader
        elif found is not None:
            try:
                yield from self.open(member, look, found, budget, level + 1)
            except ShouzhengError as error:
                if error.exit_code != _UNREADABLE:
                    raise
                account.opening.problems.extend(error.problems)


class _Account:
    """What became of the members of one container."""

    def __init__(
        self,
        source: Source,
        digest: Digest | None,
        block: Container,
        why: Words,
        opening: Opening,
        received: datetime | None,
    ) -> None:
        self.opening = opening
        self.members = 0
        self.read = 0
        self._source, self._digest, self._block, self._why = source, digest, block, why
        self._received = received or datetime.now().astimezone()
        self._refused = 0
        self._others: list[Other] = []
        self._others_total = 0
        self._kinds: Counter[Words] = Counter()

    def refuse(self, problem: Problem) -> None:
        """Count a member that could not be read."""
        self._refused += 1
        self.opening.problems.append(problem)

    def failed(self, member: Source, error: ShouzhengError) -> None:
        """Count a member that is no export, or that is one and cannot be read."""
        (first, *_) = error.problems
        if member.trouble is not None:
            self.refuse(member.trouble)
            return
        if first.code not in _NO_EXPORT:
            self._refused += 1
            self.opening.problems.extend(error.problems)
            return
        self._others_total += 1
        what = _what(first)
        if len(self._kinds) < UNREAD_KEPT:
            self._kinds[what] += 1
        if len(self._others) < UNREAD_KEPT:
            self._others.append(Other(member.member, what))

    def say_others(self) -> None:
        """Say how many members are no exports, and what the most frequent of them are."""
        if not self._others_total:
            return
        common = self._kinds.most_common(_NAMED_KINDS)
        self.opening.say(
            OTHERS,
            members=self.members + self.opening.belonging,
            others=self._others_total,
            what_zh="、".join(f"{what.zh}{count}个" for what, count in common),
            what_en=", ".join(f"{count} × {what.en}" for what, count in common),
        )

    def report(self) -> ContainerReport:
        """Return the account; raises ``RuntimeError`` when it does not add up."""
        source, belonging = self._source, self.opening.belonging
        original = None
        if self._digest is not None:
            media = self._block.media_type
            original = Original(self._digest, source.name, media, self._received, source.container, source.member)
        return ContainerReport(
            name=source.name,
            original=original,
            container=self._block.name,
            recognised_by=self._why,
            members=self.members + belonging,
            read=self.read,
            belonging=belonging,
            others=tuple(self._others),
            others_total=self._others_total,
            refused=self._refused,
            problems=tuple(self.opening.problems),
        )


def _digest_of(source: Source) -> Digest:
    with source.open() as stream:
        reader = HashingReader(stream)
        reader.drain()
    return reader.digest


def _what(problem: Problem) -> Words:
    """Say in words what a member is that no format recognised."""
    slots = dict(problem.slots)
    if "really_zh" in slots:
        return Words(slots["really_zh"], slots["really_en"])
    if "root" in slots:
        return Words(f"根元素为 <{slots['root']}> 的 XML", f"XML with the root element <{slots['root']}>")
    return Words("空文件", "an empty file")


def size_of(path: Path) -> int:
    """Return the bytes of a file, or of all files of a folder; 0 for whatever cannot be asked: only for progress."""
    try:
        if path.is_dir():
            return sum(map(size_of_file, path.rglob("*")))
    except (OSError, ValueError):
        return 0
    return size_of_file(path)


def size_of_file(path: Path) -> int:
    """Return the size of a file in bytes, 0 for whatever cannot be asked: only for progress, never for judging."""
    try:
        return path.stat().st_size if path.is_file() else 0
    except (OSError, ValueError):
        return 0
