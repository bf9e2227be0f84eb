"""An iPhone's backup folder as Finder or iTunes writes it, plain or encrypted with the owner's password.

Of the whole phone only the stores of messages and calls are opened (``WANTED``); nothing else is even looked at.
"""

from __future__ import annotations

import plistlib
from collections.abc import Iterator, Mapping
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING

from shouzheng.intake.container_problems import ENCRYPTION_UNKNOWN, NO_CRYPTOGRAPHY, NOT_FOLLOWED, PASSPHRASE_WRONG
from shouzheng.intake.containers import COMPANIONS, TRIES, Container, Member, Opening, Refusal
from shouzheng.intake.containers._guard import Guarded
from shouzheng.intake.containers._ios_keybag import UnknownKeybag, WrongPassword, file_key, read_keybag
from shouzheng.intake.containers._ios_manifest import (
    PLIST_DAMAGE,
    Entry,
    Manifest,
    Place,
    file_id,
    read_manifest,
)
from shouzheng.intake.containers._wrapped import Wrapped
from shouzheng.intake.formats import Decode, Known, Tried
from shouzheng.intake.hashing import HashingReader
from shouzheng.intake.ios_problems import (
    CALLS_ABSENT,
    DECRYPTED,
    LISTED_BUT_ABSENT,
    MANIFEST_UNREADABLE,
    NOTHING_WANTED,
    ONLY_WANTED,
)
from shouzheng.intake.sniff import Look
from shouzheng.intake.source import Readable, Source, on_disk
from shouzheng.model.words import Words
from shouzheng.reference.problems import ShouzhengError

if TYPE_CHECKING:
    from cryptography.hazmat.primitives.ciphers import CipherContext

_MESSAGES: Place = ("HomeDomain", "Library/SMS/sms.db")
_CALLS: tuple[Place, ...] = (
    ("HomeDomain", "Library/CallHistoryDB/CallHistory.storedata"),
    ("HomeDomain", "Library/CallHistoryDB/CallHistoryTemp.storedata"),
    ("WirelessDomain", "Library/CallHistory/call_history.db"),
)
#: The files that are opened, in this order; what stands beside a database (``-wal``) comes along with it.
WANTED: tuple[Place, ...] = (_MESSAGES, *_CALLS)
_ALL = frozenset((domain, path + ending) for domain, path in WANTED for ending in ("", *COMPANIONS))

_LISTS = ("Manifest.db", "Manifest.mbdb")
_BESIDE = ("Info.plist", "Manifest.plist", "Status.plist")
#: Largest property list that is read; those of backups have a few hundred kilobytes.
_MOST_PLIST = 64 << 20
_BLOCK = 16
_WHY = Words(
    "文件夹里有 Manifest.db（或 Manifest.mbdb）和 Info.plist，是苹果手机的电脑备份",
    "the folder has Manifest.db (or Manifest.mbdb) and Info.plist: an iPhone's backup",
)
_ASK = Words("iPhone 加密备份的密码（“加密本地备份”时设定）", "password of this encrypted iPhone backup")
_SOURCE = "jsharkey13/iphone_backup_decrypt"


def _recognise(look: Look) -> Words | None:
    folder = look.folder
    if folder is None:
        return None
    fits = any((folder / name).is_file() for name in _LISTS) and any((folder / name).is_file() for name in _BESIDE)
    return _WHY if fits else None


def _members(source: Source, opening: Opening) -> Iterator[Member]:
    root = opening.look.folder
    if root is None:
        raise opening.fail(MANIFEST_UNREADABLE, detail="no folder")
    settings = _plist(root / "Manifest.plist")
    classes: Mapping[int, bytes] | None = None
    if settings.get("IsEncrypted") is True:
        classes = _unlocked(settings, opening)
    manifest = _manifest(root, settings, classes, opening)
    members = [member for place in WANTED for member in _found(root, place, manifest, classes, opening)]
    opened = sum(isinstance(member, Source) for member in members)
    places = {member.member for member in members}
    opening.say(ONLY_WANTED, listed=manifest.listed or "?", opened=opened)
    if not opened:
        opening.say(NOTHING_WANTED)
    elif classes is None and not any("/".join(place) in places for place in _CALLS):
        opening.say(CALLS_ABSENT)
    yield from members


def _plist(path: Path) -> dict[str, object]:
    """Return a property list, an empty one where there is none that can be read."""
    try:
        if not path.is_file() or path.stat().st_size > _MOST_PLIST:
            return {}
        found = plistlib.loads(path.read_bytes())
    except (OSError, *PLIST_DAMAGE):
        return {}
    return found if isinstance(found, dict) else {}


def _unlocked(settings: dict[str, object], opening: Opening) -> dict[int, bytes]:
    """Return the class keys, asking for the password; raises ``ShouzhengError`` (exit 4 when it is wrong)."""
    stored = settings.get("BackupKeyBag")
    try:
        bag = read_keybag(stored if isinstance(stored, bytes) else b"")
    except UnknownKeybag as error:
        raise opening.fail(ENCRYPTION_UNKNOWN, detail=f"BackupKeyBag: {error}") from error
    for tried in range(TRIES):
        password = opening.passphrase(_ASK, tried)
        try:
            return bag.unlock(password)
        except WrongPassword:
            continue
        except ImportError as error:
            raise opening.fail(NO_CRYPTOGRAPHY) from error
    raise opening.fail(PASSPHRASE_WRONG, exit_code=4)


def _manifest(
    root: Path, settings: dict[str, object], classes: Mapping[int, bytes] | None, opening: Opening
) -> Manifest:
    path = root / "Manifest.db"
    if not path.is_file():
        return Manifest({}, 0)  # iOS 9 and older: the fixed names are enough
    source = on_disk(path, companions=COMPANIONS)
    if classes is not None:
        stored = settings.get("ManifestKey")
        if isinstance(stored, bytes):  # absent before iOS 10.2, when the list itself was not encrypted
            key = _key(classes, stored, opening, "Manifest.db")
            source = _decrypted(path, "Manifest.db", key, None, opening)
    try:
        manifest = read_manifest(source.local(), _ALL)
    except (OSError, ShouzhengError) as error:
        detail = error.problems[0].slots[0][1] if isinstance(error, ShouzhengError) else error.strerror
        manifest = Manifest({}, 0, detail or "?")
    finally:
        source.release()
    if manifest.damage:
        opening.say(MANIFEST_UNREADABLE, "Manifest.db", detail=manifest.damage)
    return manifest


def _key(classes: Mapping[int, bytes], stored: bytes, opening: Opening, member: str) -> bytes:
    try:
        return file_key(dict(classes), stored)
    except UnknownKeybag as error:
        raise opening.fail(ENCRYPTION_UNKNOWN, detail=f"{member}: {error}") from error
    except WrongPassword as error:
        raise opening.fail(ENCRYPTION_UNKNOWN, detail=f"{member}: key damaged") from error


def _found(
    root: Path, place: Place, manifest: Manifest, classes: Mapping[int, bytes] | None, opening: Opening
) -> Iterator[Member]:
    """Yield the file of a place, with those beside it, where it lies in the folder."""
    member = "/".join(place)
    entry = manifest.entries.get(place)
    path = _path(root, (entry or Entry(file_id(place))).file_id)
    if path is None:
        if entry is not None:
            yield Refusal(member, opening.problem(LISTED_BUT_ABSENT, member))
        return
    if path.is_symlink():
        yield Refusal(member, opening.problem(NOT_FOLLOWED, member))
        return
    try:
        source = _source(path, member, entry, classes, opening)
    except ShouzhengError as error:
        yield Refusal(member, error.problems[0])
        return
    for ending in COMPANIONS:
        beside = (place[0], place[1] + ending)
        known = manifest.entries.get(beside)
        other = _path(root, (known or Entry(file_id(beside))).file_id)
        if other is not None and not other.is_symlink() and other.stat().st_size:
            source.companions[ending] = _source(other, member + ending, known, classes, opening)
    yield source


def _path(root: Path, identity: str) -> Path | None:
    """Where a file lies: in a folder of its first two digits, before iOS 10 beside the list."""
    return next((path for path in (root / identity[:2] / identity, root / identity) if path.is_file()), None)


def _source(
    path: Path, member: str, entry: Entry | None, classes: Mapping[int, bytes] | None, opening: Opening
) -> Source:
    name = member.rpartition("/")[2]
    if classes is None or entry is None or entry.key is None:
        return Source(name, lambda: path.open("rb"), size=path.stat().st_size, path=path, member=member)
    source = _decrypted(path, member, _key(classes, entry.key, opening, member), entry.size, opening)
    with path.open("rb") as stream:
        reader = HashingReader(stream)
        reader.drain()
    opening.say(DECRYPTED, member, stored=path.name, digest=reader.digest)
    return source


def _decrypted(path: Path, member: str, key: bytes, size: int | None, opening: Opening) -> Source:
    source = Source(
        member.rpartition("/")[2],
        lambda: Guarded(_Decrypting(path.open("rb"), key, size), source, opening),
        size=size or 0,
        member=member,
    )
    return source


class _Decrypting(Wrapped):
    """The bytes of an encrypted file: AES-256-CBC, its vector all zeros, padded to whole blocks."""

    def __init__(self, stream: Readable, key: bytes, size: int | None) -> None:
        from cryptography.hazmat.primitives.ciphers import Cipher
        from cryptography.hazmat.primitives.ciphers.algorithms import AES
        from cryptography.hazmat.primitives.ciphers.modes import CBC

        self._stream = stream
        self._left = size
        self._context: CipherContext = Cipher(AES(key), CBC(bytes(_BLOCK))).decryptor()

    def read(self, size: int = -1, /) -> bytes:
        """Return at most so many bytes, none at the end; raises ``ValueError`` where the file breaks off."""
        if self._left == 0:
            return b""
        wanted = max(size - size % _BLOCK, _BLOCK) if size > 0 else -1
        parts = []
        while wanted and (block := self._stream.read(wanted)):
            parts.append(block)
            wanted = -1 if wanted < 0 else wanted - len(block)
        plain = self._context.update(b"".join(parts))
        if not parts:
            self._context.finalize()  # raises ValueError when half a block is left
            if self._left:
                raise ValueError("shorter than the list of the backup says")
        if self._left is not None:
            plain = plain[: self._left]
            self._left -= len(plain)
        return plain


CONTAINER = Container(
    name="ios_backup",
    title=Words("iPhone 电脑备份文件夹", "an iPhone's backup folder"),
    file_names=("MobileSync/Backup/*/",),
    media_type="inode/directory",
    checked=date(2026, 11, 22),
    recognise=_recognise,
    members=_members,
    decodes=(
        Decode(
            "Files.fileID",
            Words("域名、连字符、路径的 SHA-1", "SHA-1 of domain, hyphen and path"),
            "fixture ios_backup",
            Known.SEEN,
        ),
        Decode(
            "BackupKeyBag",
            Words(
                "密码经 PBKDF2 解开各保护级别的密钥（RFC 3394）",
                "the password unwraps the keys of the protection classes: PBKDF2, RFC 3394",
            ),
            _SOURCE,
            Known.READ,
        ),
        Decode("file", Words("AES-256-CBC，向量全零", "AES-256-CBC, the vector all zeros"), _SOURCE, Known.READ),
    ),
    tried=(
        Tried(
            "ios_backup (iPhone, iOS 14.3, plain)",
            "the message store found; no call history in it",
            date(2026, 11, 22),
        ),
    ),
    notes=(
        Words(
            "加密的备份从未在真实文件上试过；密码只在本机使用，不保存。",
            "Encrypted backups were never tried on a real file; the password is used here only and not kept.",
        ),
        Words(
            "只打开短信库和通话记录库；微信等其他应用的数据从不打开。",
            "Only messages and calls are opened; the data of other apps (WeChat) never are.",
        ),
    ),
)
