"""An opened case: put originals, contacts, notes and choices in, and read them back. One object, one transaction each.

Whatever a method returns from is on the disk: it survives ``kill -9`` and a power cut as far as the disk keeps its
promises. Corrections add an entry; nothing is ever taken out.
"""

from __future__ import annotations

import getpass
import hashlib
import hmac
import json
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor
from contextlib import ExitStack, contextmanager, suppress
from datetime import UTC, datetime
from pathlib import Path

import apsw

from shouzheng import __version__
from shouzheng.casefile import custody, kdf
from shouzheng.casefile.blobs import Blobs
from shouzheng.casefile.case_reader import CaseReader
from shouzheng.casefile.header import (
    Header,
    mend_copy,
    new_header,
    read_header,
    with_new_recovery,
    with_passphrase,
    write_header,
)
from shouzheng.casefile.index import create_index, damage_told, open_index
from shouzheng.casefile.kept import Entry, EventRow, Incoming, Reading, Stored
from shouzheng.casefile.keys import Keys
from shouzheng.casefile.lock import writing
from shouzheng.casefile.problems import ALREADY_THERE, CANNOT_STORE, UNKNOWN_THING, refused
from shouzheng.casefile.witness_head import head_doubt, read_head, write_head
from shouzheng.model.original import Digest
from shouzheng.reference.atomic import flush_folder
from shouzheng.reference.problems import ShouzhengError

__all__ = ["CaseFile", "Entry", "EventRow", "Incoming", "Reading", "Stored", "new_case", "open_case"]
_TOOL = f"shouzheng {__version__}"
#: Files hashed and encrypted at once: more does not help on two processors.
_PROCESSORS = 2


def new_case(folder: Path, passphrase: str, cost: kdf.Cost | None = None) -> tuple[CaseFile, bytes]:
    """Make a case in an empty or new folder; return it opened, with the recovery key that must be printed now.

    Raises ``ShouzhengError``: SZ-4003 for a folder with content, SZ-4011 for a short passphrase, SZ-4021 when the disk
    refuses.
    """
    try:
        folder.parent.mkdir(parents=True, exist_ok=True)
        folder.mkdir(mode=0o700, exist_ok=True)
        if any(folder.iterdir()):
            raise refused(ALREADY_THERE, folder.name)
        header, keys, code = new_header(passphrase, cost or kdf.calibrated())
        create_index(folder, keys.index()).close()
        with ExitStack() as made:
            case = made.enter_context(CaseFile(folder, header, keys))
            case.record("new", {"case": header.id})
            write_head(folder, case.head())  # no case is ever without it
            case.trust_head()
            flush_folder(folder)
            write_header(folder, header)  # last: a folder without it is no case yet
            flush_folder(folder)
            made.pop_all()
    except OSError as error:
        raise refused(CANNOT_STORE, folder.name, reason=error.strerror or type(error).__name__) from error
    return case, code


class CaseFile(CaseReader):
    """An opened case. A context manager; ``close`` releases it. Raises ``ShouzhengError`` SZ-4020 when it is in use."""

    def __init__(self, folder: Path, header: Header, keys: Keys, who: str | None = None) -> None:
        self.folder, self.header, self._keys = folder, header, keys
        self._who = who or _user()
        with ExitStack() as held:
            held.enter_context(writing(folder))
            self._db = open_index(folder, keys.index())
            held.callback(self._db.close)
            self.blobs = Blobs(folder, keys)
            try:
                self.blobs.prepare()
            except OSError as error:
                raise refused(CANNOT_STORE, folder.name, reason=error.strerror or type(error).__name__) from error
            held.callback(self.blobs.close)
            self._depth = 0
            self.trust_head()
            self._held = held.pop_all()

    def __enter__(self) -> CaseFile:
        return self

    def __exit__(self, *_: object) -> None:
        self.close()

    def close(self) -> None:
        """Close index and lock; what was stored stays."""
        self._held.close()

    def beside(self) -> CaseFile:
        """Return a second view for reading on another thread, with a connection of its own; it holds no lock.

        Close it before this one, and write only through this one.
        """
        return _view(self.folder, self.header, self._keys, self._who)

    # --- putting in ---------------------------------------------------------------------------------------------

    @contextmanager
    def together(self) -> Iterator[None]:
        """Make everything inside one transaction: all of it is stored, or nothing.

        Raises ``ShouzhengError`` (SZ-4021) when the disk refuses; then nothing of the block is in the case.
        """
        if self._depth:
            yield
            return
        self._depth += 1
        try:
            with self._db:
                yield
                self.blobs.settle()
                self._sign()
        except (apsw.FullError, apsw.IOError, apsw.ReadOnlyError, OSError) as error:
            reason = getattr(error, "strerror", None) or type(error).__name__
            raise refused(CANNOT_STORE, reason=reason) from error
        finally:
            self.blobs.drop()
            self._depth -= 1
        self._copy_head()

    def trust_head(self) -> None:
        """Look at the copy of the head; from now on one that holds is kept up to date, also after a crash.

        A bad one is never written over: that would wipe out the only trace of an older index put in place.
        """
        self._copied = False
        with suppress(ShouzhengError):  # a damaged index: what can be read of it is to be read, and verify says it
            self._copied = self.head_doubt() is None
            copy, head = read_head(self.folder) if self._copied else None, self.head()
            if copy is not None and copy.count < head.count and custody.is_signed(head, self.header.signer):
                self._copy_head()

    def head_doubt(self) -> str | None:
        """Return what is wrong with ``head.json`` in a few words, ``None`` when it agrees with the log."""
        with damage_told():
            return head_doubt(self.folder, self.head(), self.header.signer, self.log_line)

    def _copy_head(self) -> None:
        if self._copied:
            with suppress(OSError):  # a copy that is behind is no damage
                write_head(self.folder, self.head())

    def add(self, chunks: Iterable[bytes], name: str, media_type: str = "application/octet-stream") -> Stored:
        """Store an original byte for byte; the same content under another name is one more entry, stored once."""
        with self.together():
            return self._enter_original(self.blobs.put(chunks), name, media_type)

    def add_all(self, incoming: Sequence[Incoming]) -> list[Stored | OSError | ShouzhengError]:
        """Store several originals in one transaction, two at a time; each answer is the original or why it was not.

        Hashing and encrypting let go of Python's lock, so two threads use two processors. Raises ``ShouzhengError``
        (SZ-4021) when the disk refuses at the end; then none of them is stored.
        """

        def put(each: Incoming) -> tuple[Digest, str] | OSError | ShouzhengError:
            try:
                return self.blobs.put(each.chunks)
            except (OSError, ShouzhengError) as error:
                return error

        done: list[Stored | OSError | ShouzhengError] = []
        with self.together(), ThreadPoolExecutor(_PROCESSORS, thread_name_prefix="put") as pool:
            for each, answer in zip(incoming, pool.map(put, incoming), strict=True):
                if isinstance(answer, tuple):
                    done.append(self._enter_original(answer, each.name, each.media_type))
                else:
                    done.append(answer)
        return done

    def register(self, digest: Digest, blob: str, name: str, media_type: str = "application/octet-stream") -> Stored:
        """Make an original of what ``blobs.put`` stored before: a slow upload then holds up nobody else's writing."""
        with self.together():
            return self._enter_original((digest, blob), name, media_type)

    def _enter_original(self, put: tuple[Digest, str], name: str, media_type: str) -> Stored:
        (digest, blob), received, safe = put, _now(), _storable(name)
        media_type = _storable(media_type)
        row = (digest.hex, digest.length, blob, safe, media_type, received)
        self._db.execute(
            "INSERT INTO original (sha256, length, blob, name, media_type, received) VALUES (?, ?, ?, ?, ?, ?)", row
        )
        stored = Stored(self._db.last_insert_rowid(), digest, blob, safe, media_type, received)
        about = {
            "original": stored.no, "sha256": digest.hex, "length": digest.length, "name": self.mark(safe),
            "type": self.type_mark(stored.no, media_type), "received": received,
        }  # fmt: skip
        self._append("add", about, received)
        return stored

    def add_events(
        self,
        original: int,
        rows: Iterable[EventRow],
        person: str = "me",
        account: Callable[[], Mapping[str, object]] | None = None,
    ) -> int:
        """Store the contacts read from an original and return how many; their digest goes into the custody log.

        A contact whose id is in the case already is the same record of the same file, and is passed over. ``account``
        is asked after the last row for what is to be kept about the reading (entry ``report``, by number of import).
        """
        self._known("original", original)
        hashed, count, person = hashlib.sha256(), 0, _storable(person)
        with self.together(), self._whole():
            self._db.execute(
                "INSERT INTO import (original, person, events, digest) VALUES (?, ?, 0, '')", (original, person)
            )
            number = self._db.last_insert_rowid()
            for row in rows:
                line = _storable(row.line)
                self._db.execute(
                    "INSERT OR IGNORE INTO event (id, import, utc, line) VALUES (?, ?, ?, ?)",
                    (row.id, number, row.utc, line),
                )
                if not self._db.changes():
                    continue
                if row.words:
                    query = "INSERT INTO words (rowid, text) VALUES (last_insert_rowid(), ?)"
                    self._db.execute(query, (_storable(row.words),))
                hashed.update(line.encode("utf-8") + b"\n")
                count += 1
            digest = hashed.hexdigest()
            self._db.execute("UPDATE import SET events = ?, digest = ? WHERE no = ?", (count, digest, number))
            about = {
                "import": number, "original": original, "events": count, "digest": digest,
                "person": self.person_mark(number, person),
            }  # fmt: skip
            self._append("read", about)
            if account is not None:
                self.enter("report", str(number), account())
        return count

    def enter(self, kind: str, subject: str, content: Mapping[str, object]) -> Entry:
        """Store a note, person or choice; an earlier one of the same kind and subject stays in the history."""
        with self.together():
            subject, at = _storable(subject), _now()
            text = json.dumps(dict(content), ensure_ascii=True, sort_keys=True)
            self._db.execute(
                "INSERT INTO entry (kind, subject, content, at) VALUES (?, ?, ?, ?)", (kind, subject, text, at)
            )
            number = self._db.last_insert_rowid()
            about = {"entry": number, "kind": kind, "mark": self.mark(f"{subject}\n{text}"), "at": at}
            self._append("enter", about, at)
        return Entry(number, kind, subject, dict(content), at)

    def record(self, what: str, about: Mapping[str, object]) -> None:
        """Write a line into the custody log about something done with the case, such as an export."""
        with self.together():
            self._append(what, about)

    def change_passphrase(self, passphrase: str, cost: kdf.Cost | None = None) -> None:
        """Seal the master key under another passphrase; raises ``ShouzhengError`` (SZ-4011, SZ-4021)."""
        self._replace_header(with_passphrase(self.header, self._keys, passphrase, cost or kdf.calibrated()), "rekey")

    def new_recovery_key(self) -> bytes:
        """Return a fresh recovery key that must be printed now; the one before no longer opens the case."""
        header, code = with_new_recovery(self.header, self._keys)
        self._replace_header(header, "recovery")
        return code

    def _replace_header(self, header: Header, what: str) -> None:
        """The log says first that the header is to change, so no change ever goes unsaid."""
        self.record(what, {})
        try:
            write_header(self.folder, header)
        except OSError as error:
            raise refused(CANNOT_STORE, reason=error.strerror or type(error).__name__) from error
        self.header = header

    def signed(self, kind: str, digest: str) -> tuple[bytes, bytes]:
        """Return the message that says that this case made what has the digest (hex), and its Ed25519 signature."""
        message = f"shouzheng {kind} 1\n{self.header.id}\n{digest}\n".encode("ascii")
        return message, self._keys.signer().sign(message)

    def raw_entries(self) -> Iterator[tuple[int, str, str, str]]:
        """Yield number, kind, mark and time of every entry as it stands now: what ``verify`` compares."""
        for no, kind, subject, content, at in self._db.execute(
            "SELECT no, kind, subject, content, at FROM entry ORDER BY no"
        ):
            yield no, kind, self.mark(f"{subject}\n{content}"), at

    def mark(self, text: str) -> str:
        """Return what stands in the custody log for a text: a keyed hash, so that the log can be shown to others."""
        return self._keys.mark(text)

    def type_mark(self, no: int, media_type: str) -> str:
        """Return what stands in the log for the media type of an original: another mark for each original."""
        return self.mark(f"type\n{no}\n{media_type}")

    def person_mark(self, number: int, person: str) -> str:
        """Return what stands in the log for whose an import is: two imports of one person cannot be told by it."""
        return self.mark(f"person\n{number}\n{person}")

    @contextmanager
    def _whole(self) -> Iterator[None]:
        """Take back what a failing block wrote inside a larger transaction, which may go on without it."""
        self._db.execute("SAVEPOINT whole")
        try:
            yield
        except BaseException:
            if self._db.in_transaction:  # a full disk may have ended all of it already
                self._db.execute("ROLLBACK TO whole")
                self._db.execute("RELEASE whole")
            raise
        self._db.execute("RELEASE whole")

    # --- custody ------------------------------------------------------------------------------------------------

    def _append(self, what: str, about: Mapping[str, object], at: str | None = None) -> None:
        row = next(iter(self._db.execute("SELECT n, line FROM custody ORDER BY n DESC LIMIT 1")), None)
        number, before = (row[0], custody.as_line(row[1])) if row else (0, None)
        line = custody.next_line(before, number + 1, at=at or _now(), who=self._who, what=what, tool=_TOOL, about=about)
        self._db.execute("INSERT INTO custody (n, line) VALUES (?, ?)", (number + 1, line.text))

    def _sign(self) -> None:
        row = next(iter(self._db.execute("SELECT n, line FROM custody ORDER BY n DESC LIMIT 1")), None)
        if row is None:
            return
        head = custody.Head(self.header.id, row[0], custody.as_line(row[1]).hash)
        signed = custody.sign(head, self._keys.signer())
        self._db.execute("INSERT OR REPLACE INTO head VALUES (1, ?, ?, ?)", (head.count, head.hash, signed.signature))

    def _known(self, table: str, no: int) -> None:
        if not list(self._db.execute(f"SELECT 1 FROM {table} WHERE no = ?", (no,))):  # noqa: S608 - our own names
            raise refused(UNKNOWN_THING, name=no)


def open_case(folder: Path, keys: Keys) -> CaseFile:
    """Open a case whose header was unlocked."""
    case = CaseFile(folder, read_header(folder), keys)
    if hmac.compare_digest(case.header.code(keys), case.header.mac):
        mend_copy(folder, case.header)
    return case


def look_case(folder: Path, keys: Keys) -> CaseFile:
    """Open a case only to read it, while another program may be writing to it: what was stored until now is seen.

    It holds no lock and sweeps nothing; nothing may be written through it.
    """
    return _view(folder, read_header(folder), keys, _user())


def _view(folder: Path, header: Header, keys: Keys, who: str) -> CaseFile:
    other = CaseFile.__new__(CaseFile)
    other.folder, other.header, other._keys, other._who = folder, header, keys, who
    other._db = open_index(folder, keys.index())
    other.blobs = Blobs(folder, keys)
    other._held, other._depth, other._copied = ExitStack(), 0, False
    other._held.callback(other._db.close)
    return other


def _user() -> str:
    """The name of the account, as the system says; not verified."""
    try:
        return getpass.getuser()
    except (KeyError, OSError):
        return "unknown"


def _storable(text: str) -> str:
    """Half a character (lone surrogate) has no UTF-8 form and becomes ``?``; the original keeps its bytes."""
    return text.encode("utf-8", "replace").decode("utf-8")


def _now() -> str:
    return datetime.now(UTC).isoformat(timespec="milliseconds").replace("+00:00", "Z")
