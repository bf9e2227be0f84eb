"""Takes files as they arrive: piece by piece into the encrypted store, never into memory whole, never plain to a disk.

The parts come in the order of the form: the word of the session first, then what is said about the files, then the
files. A file is an original of the case only when its last byte was stored; one that broke off is named to the person.
"""

from __future__ import annotations

import mimetypes
import queue
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from python_multipart.exceptions import FormParserError
from python_multipart.multipart import MultipartParser, parse_options_header
from starlette.concurrency import run_in_threadpool
from starlette.requests import ClientDisconnect, Request

from shouzheng.model.original import Digest
from shouzheng.reference.problems import Problem, ShouzhengError
from shouzheng.web.cases.brought import BROUGHT, COMING
from shouzheng.web.cases.consent import owner_of_upload
from shouzheng.web.forms import WORD, check_word
from shouzheng.web.problems import BAD_FORM, NO_SUCH_PAGE, TOO_LARGE
from shouzheng.web.settings import MOST_FILES

if TYPE_CHECKING:
    import asyncio
    from collections.abc import Callable

    from python_multipart.multipart import MultipartCallbacks

    from shouzheng.web.cases.open_case import OpenCase
    from shouzheng.web.security import Session

_PIECE, _AHEAD = 1 << 20, 4
_LARGEST_FIELD, _LONGEST_NAME = 65_536, 200
#: Most fields of a form beside its files, and most bytes of them all: the page sends nine and one a party.
_MOST_FIELDS, _LARGEST_FIELDS = 100, 4 * _LARGEST_FIELD
#: A field that may come several times; its values stand one a line.
_SEVERAL = "scope"


@dataclass(slots=True)
class Upload:
    """What one form brought: its fields, whose its files are, and the numbers of the originals that were stored.

    ``again`` are those of them that the case held already under another number.
    """

    fields: dict[str, str] = field(default_factory=dict)
    person: str = ""
    stored: list[int] = field(default_factory=list)
    again: list[int] = field(default_factory=list)


@dataclass(slots=True)
class _Event:
    """One thing the parser saw: a part begins (``name`` set), data, or a part ends."""

    kind: str
    name: str = ""
    file: str | None = None
    data: bytes = b""


async def take_files(request: Request, session: Session, case: OpenCase, largest: int) -> Upload:
    """Store the files of a form; raises ``ShouzhengError`` (SZ-7003, SZ-7010, SZ-7011, SZ-4021).

    Files that were stored before an error stay stored.
    """
    seen: list[_Event] = []
    parser = _parser(request, seen)
    taking = _Taking(Upload(), session, case, largest)
    try:
        async for chunk in request.stream():
            parser.write(chunk)
            for event in seen:
                await taking.see(event)
            seen.clear()
        parser.finalize()
    except (FormParserError, ClientDisconnect, ValueError) as error:
        raise ShouzhengError(Problem(BAD_FORM)) from error
    finally:
        await taking.end()
    return taking.upload


def _parser(request: Request, seen: list[_Event]) -> MultipartParser:
    kind, options = parse_options_header(request.headers.get("content-type", ""))
    if kind != b"multipart/form-data" or b"boundary" not in options:
        raise ShouzhengError(Problem(BAD_FORM))
    header: dict[str, bytes] = {"name": b"", "value": b""}

    def header_end() -> None:
        if header["name"].lower() == b"content-disposition":
            _, parts = parse_options_header(header["value"])
            name, file = parts.get(b"name", b""), parts.get(b"filename")
            seen.append(_Event("begin", _decoded(name), None if file is None else _decoded(file)))
        header["name"] = header["value"] = b""

    def add(what: str) -> Callable[[bytes, int, int], None]:
        def more(data: bytes, start: int, end: int) -> None:
            header[what] += data[start:end]

        return more

    def data(block: bytes, start: int, end: int) -> None:
        seen.append(_Event("data", data=block[start:end]))

    callbacks: MultipartCallbacks = {
        "on_header_field": add("name"),
        "on_header_value": add("value"),
        "on_header_end": header_end,
        "on_part_data": data,
        "on_part_end": lambda: seen.append(_Event("end")),
    }
    return MultipartParser(options[b"boundary"], callbacks)


def _decoded(raw: bytes) -> str:
    return raw.decode("utf-8", "replace")[-_LONGEST_NAME:]


class _Taking:
    """Follows the parts of one form."""

    def __init__(self, upload: Upload, session: Session, case: OpenCase, largest: int) -> None:
        self.upload = upload
        self._session, self._case, self._largest = session, case, largest
        self._field, self._value = "", bytearray()
        self._file: _File | None = None
        self._files = self._fields = self._bytes = 0

    async def see(self, event: _Event) -> None:
        """Take one event; raises ``ShouzhengError``."""
        if event.kind == "begin":
            await self._begin(event)
        elif event.kind == "data":
            await self._data(event.data)
        else:
            await self._end_part()

    async def _begin(self, event: _Event) -> None:
        self._field, self._value, self._file = event.name, bytearray(), None
        if event.file is None:
            self._fields += 1
            if self._fields > _MOST_FIELDS:
                raise ShouzhengError(Problem(BAD_FORM))
            return
        check_word(self.upload.fields.get(WORD, ""), self._session)
        if event.file:
            self._files += 1
            if self._files > MOST_FILES:
                raise ShouzhengError(Problem(BAD_FORM))
            if not self.upload.person:
                await run_in_threadpool(self._whose)
            self._file = _File(event.file, self._case, self._largest)
            await self._file.start()

    def _whose(self) -> None:
        """Settle whose the files are, and store what that person agreed to, before the first of them is taken."""
        with self._case.writing() as case, case.together():
            person = owner_of_upload(case, self.upload.fields, self._case.name)
        if person is None:
            raise ShouzhengError(Problem(NO_SUCH_PAGE))
        self.upload.person = person

    async def _data(self, data: bytes) -> None:
        if self._file is not None:
            await self._file.write(data)
            return
        self._value += data
        self._bytes += len(data)
        most = _LARGEST_FIELD if len(self._value) > _LARGEST_FIELD else _LARGEST_FIELDS
        if len(self._value) > _LARGEST_FIELD or self._bytes > _LARGEST_FIELDS:
            raise ShouzhengError(Problem(TOO_LARGE, slots=(("most", str(most)),)))

    async def _end_part(self) -> None:
        file, self._file = self._file, None
        if file is None:
            value, before = self._value.decode("utf-8", "replace"), self.upload.fields.get(self._field)
            self.upload.fields[self._field] = f"{before}\n{value}" if before and self._field == _SEVERAL else value
            return
        digest, blob = await file.finish()
        self.upload.stored.append(await run_in_threadpool(self._register, file.name, digest, blob))

    def _register(self, name: str, digest: Digest, blob: str) -> int:
        fields = self.upload.fields
        names = [line.strip() for line in fields.get("names", "").splitlines() if line.strip()][:20]
        person = self.upload.person
        kind = mimetypes.guess_type(name)[0] or "application/octet-stream"
        with self._case.writing() as case, case.together():
            known = digest in case.first_numbers()
            stored = case.register(digest, blob, name, kind)
            self.upload.again += [stored.no] if known else []
            case.enter(BROUGHT, str(stored.no), {"person": person, "names": names})
            case.enter(COMING, name, {"here": True})
        if fields.get("secret"):
            self._case.work.secrets[stored.no] = fields["secret"]
        self._case.work.wake()
        return stored.no

    async def end(self) -> None:
        """Give up a file that was under way; whatever was stored of it is swept when the case is next opened."""
        if self._file is not None:
            await self._file.give_up()


class _File:
    """One file on its way: pieces go through a short queue to a thread that encrypts and writes them."""

    def __init__(self, name: str, case: OpenCase, largest: int) -> None:
        self.name = name
        self._case, self._largest = case, largest
        self._waiting: queue.Queue[bytes | None] = queue.Queue(_AHEAD)
        self._buffer = bytearray()
        self._length = 0
        self._task: asyncio.Task[tuple[Digest, str]] | None = None
        self._given_up = False

    async def start(self) -> None:
        """Say in the case that the file is coming, and start to store it."""
        import asyncio

        await run_in_threadpool(self._announce)
        self._task = asyncio.ensure_future(run_in_threadpool(self._store))

    def _announce(self) -> None:
        with self._case.writing(judged=False) as case:
            case.enter(COMING, self.name, {"here": False})

    def _store(self) -> tuple[Digest, str]:
        with self._case.view() as view:
            try:
                stored = view.blobs.put(self._pieces())
                view.blobs.settle()
            except BaseException:
                self._drain()
                raise
            return stored

    def _pieces(self) -> Iterator[bytes]:
        while (piece := self._waiting.get()) is not None:
            yield piece
        if self._given_up:
            raise OSError("the file broke off")

    def _drain(self) -> None:
        """After a failure, take what still comes, so that the sender is never left waiting."""
        while not self._given_up and self._waiting.get() is not None:
            pass

    async def write(self, data: bytes) -> None:
        """Take a piece; raises ``ShouzhengError`` (SZ-7010) when the file grows too large."""
        self._length += len(data)
        if self._length > self._largest:
            raise ShouzhengError(Problem(TOO_LARGE, self.name, (("most", str(self._largest)),)))
        self._buffer += data
        if len(self._buffer) >= _PIECE:
            await self._pass_on()

    async def _pass_on(self) -> None:
        piece, self._buffer = bytes(self._buffer), bytearray()
        if piece:
            await run_in_threadpool(self._waiting.put, piece)

    async def finish(self) -> tuple[Digest, str]:
        """Return digest and name in the store; raises ``ShouzhengError`` when the disk refuses."""
        await self._pass_on()
        await run_in_threadpool(self._waiting.put, None)
        if self._task is None:
            raise RuntimeError("a file is finished before it was started")
        try:
            return await self._task
        except OSError as error:
            from shouzheng.casefile.problems import CANNOT_STORE, refused

            raise refused(CANNOT_STORE, self.name, reason=error.strerror or type(error).__name__) from error

    async def give_up(self) -> None:
        """End the thread without storing anything."""
        self._given_up = True
        await run_in_threadpool(self._waiting.put, None)
        if self._task is not None:
            import contextlib

            with contextlib.suppress(OSError, ShouzhengError):
                await self._task
