"""Rows and files of an iPhone, made from keyword arguments; everything in them is invented."""

import plistlib
from collections.abc import Mapping
from hashlib import sha1
from pathlib import Path

from cryptography.hazmat.primitives.ciphers import Cipher
from cryptography.hazmat.primitives.ciphers.algorithms import AES
from cryptography.hazmat.primitives.ciphers.modes import CBC
from cryptography.hazmat.primitives.hashes import SHA1, SHA256
from cryptography.hazmat.primitives.kdf.pbkdf2 import PBKDF2HMAC
from cryptography.hazmat.primitives.keywrap import aes_key_wrap

from tests.intake.fixture_sets import MOBILE, NOON
from tests.intake.fixture_sets._android import Values, database

#: The same noon in seconds since 2001.
APPLE_NOON = NOON // 1000 - 978_307_200
NANO_NOON = APPLE_NOON * 10**9
PASSWORD = "示例密码 1"  # noqa: S105 - of invented backups
_CLASS = 3


def typed_stream(text: str, *, mutable: bool = False) -> bytes:
    """Return an attributed string as NSArchiver writes it, up to its attributes."""
    data = text.encode("utf-8")
    if len(data) < 0x80:
        length = bytes([len(data)])
    elif len(data) < 0x10000:
        length = b"\x81" + len(data).to_bytes(2, "little")
    else:
        length = b"\x82" + len(data).to_bytes(4, "little")

    def name(value: str, version: int) -> bytes:
        return b"\x84\x84" + bytes([len(value)]) + value.encode() + bytes([version])

    if mutable:
        outer = name("NSMutableAttributedString", 0) + name("NSAttributedString", 0) + name("NSObject", 0) + b"\x85"
        inner = name("NSMutableString", 1) + name("NSString", 1) + (parent := b"\x95")
    else:
        outer = name("NSAttributedString", 0) + name("NSObject", 0) + b"\x85"
        inner = name("NSString", 1) + (parent := b"\x94")
    head = b"\x04\x0bstreamtyped\x81\xe8\x03\x84\x01@"
    tail = b"\x86\x84\x02iI\x01" + length + b"\x92\x84" + name("NSDictionary", 0) + parent
    tail += b"\x84\x01i\x00\x86\x86"
    return head + b"\x84" + outer + b"\x92\x84" + inner + b"\x84\x01+" + length + data + tail


def message(**changes: object) -> Values:
    """Return a row of ``message``."""
    row = {
        "ROWID": 1,
        "guid": "00000000-0000-0000-0000-000000000000",
        "text": "您好",
        "attributedBody": None,
        "handle_id": 1,
        "service": "SMS",
        "date": NANO_NOON,
        "date_read": 0,
        "date_delivered": 0,
        "is_from_me": 0,
        "is_delivered": 0,
        "error": 0,
        "item_type": 0,
        "subject": None,
        "destination_caller_id": "+8613000000001",
        "associated_message_type": 0,
        "is_spam": 0,
        "date_edited": 0,
    }
    return {**row, **changes}


def rows(given: list[Values], first: int = 1) -> list[Values]:
    """Return the rows with ascending ``ROWID``."""
    return [{**row, "ROWID": number} for number, row in enumerate(given, first)]


HANDLES: list[Values] = [
    {"ROWID": 1, "id": MOBILE, "service": "SMS", "country": "cn"},
    {"ROWID": 2, "id": "someone@example.com", "service": "iMessage", "country": "cn"},
]


def messages_database(given: list[Values], more: Mapping[str, list[Values]] | None = None, first: int = 1) -> bytes:
    """Return an ``sms.db``."""
    return database({"message": rows(given, first), "handle": HANDLES, **(more or {})})


def call(**changes: object) -> Values:
    """Return a row of ``ZCALLRECORD``."""
    row = {
        "Z_PK": 1,
        "ZDATE": APPLE_NOON + 0.25,
        "ZDURATION": 0.0,
        "ZADDRESS": MOBILE,
        "ZORIGINATED": 0,
        "ZANSWERED": 0,
        "ZCALLTYPE": 1,
        "ZDISCONNECTED_CAUSE": 0,
        "ZNAME": None,
        "ZISO_COUNTRY_CODE": "cn",
    }
    return {**row, **changes}


def keyed(size: int, key: bytes | None) -> bytes:
    """Return the property list of a file in ``Manifest.db``."""
    known: dict[str, object] = {"Size": size, "ProtectionClass": _CLASS, "$class": plistlib.UID(2)}
    objects: list[object] = ["$null", known, {"$classname": "MBFile", "$classes": ["MBFile", "NSObject"]}]
    if key is not None:
        known["EncryptionKey"] = plistlib.UID(3)
        objects.append({"NS.data": key, "$class": plistlib.UID(4)})
        objects.append({"$classname": "NSMutableData", "$classes": ["NSMutableData", "NSData", "NSObject"]})
    archive = {
        "$version": 100_000,
        "$archiver": "NSKeyedArchiver",
        "$top": {"root": plistlib.UID(1)},
        "$objects": objects,
    }
    return plistlib.dumps(archive, fmt=plistlib.FMT_BINARY)


def _tagged(tag: str, value: bytes | int) -> bytes:
    data = value.to_bytes(4, "big") if isinstance(value, int) else value
    return tag.encode() + len(data).to_bytes(4, "big") + data


class Keys:
    """Invented keys of an encrypted backup; few rounds, so that tests are quick."""

    def __init__(self, password: str = PASSWORD) -> None:
        self._class_key = bytes(range(32))
        outer, inner = b"o" * 20, b"i" * 20
        first = PBKDF2HMAC(SHA256(), 32, outer, 7).derive(password.encode())
        wrapping = PBKDF2HMAC(SHA1(), 32, inner, 5).derive(first)  # noqa: S303
        head: list[tuple[str, bytes | int]] = [
            ("VERS", 5),
            ("TYPE", 1),
            ("UUID", b"u" * 16),
            ("HMCK", b"h" * 40),
            ("WRAP", 1),
        ]
        salts: list[tuple[str, bytes | int]] = [("SALT", inner), ("ITER", 5), ("DPWT", 1), ("DPIC", 7), ("DPSL", outer)]
        wrapped = aes_key_wrap(wrapping, self._class_key)
        one: list[tuple[str, bytes | int]] = [
            ("UUID", b"v" * 16),
            ("CLAS", _CLASS),
            ("WRAP", 2),
            ("KTYP", 0),
            ("WPKY", wrapped),
        ]
        self.bag = b"".join(_tagged(tag, value) for tag, value in [*head, *salts, *one])

    def stored(self, key: bytes) -> bytes:
        """Return the key of a file as the backup stores it."""
        return _CLASS.to_bytes(4, "little") + aes_key_wrap(self._class_key, key)


def encrypted(data: bytes, key: bytes) -> bytes:
    """Return a file as it lies in an encrypted backup."""
    missing = 16 - len(data) % 16
    encryptor = Cipher(AES(key), CBC(bytes(16))).encryptor()
    return encryptor.update(data + bytes([missing]) * missing) + encryptor.finalize()


def backup(folder: Path, files: Mapping[tuple[str, str], bytes], *, keys: Keys | None = None, listed: int = 3) -> Path:
    """Write a backup folder with these files (by domain and path) and some that are only listed."""
    folder.mkdir()
    entries: list[Values] = [
        {"fileID": f"{number:040x}", "domain": "CameraRollDomain", "relativePath": f"Media/{number}", "flags": 1}
        for number in range(listed)
    ]
    for number, ((domain, path), data) in enumerate(files.items()):
        identity = sha1(f"{domain}-{path}".encode()).hexdigest()  # noqa: S324
        key = bytes([number + 1]) * 32
        blob = keyed(len(data), keys.stored(key) if keys else None)
        entries.append({"fileID": identity, "domain": domain, "relativePath": path, "flags": 1, "file": blob})
        place = folder / identity[:2]
        place.mkdir(exist_ok=True)
        (place / identity).write_bytes(encrypted(data, key) if keys else data)
    manifest = database({"Files": entries})
    settings: dict[str, object] = {"IsEncrypted": keys is not None, "Version": "10.0"}
    if keys is not None:
        settings["BackupKeyBag"] = keys.bag
        settings["ManifestKey"] = keys.stored(b"m" * 32)
        manifest = encrypted(manifest, b"m" * 32)
    (folder / "Manifest.db").write_bytes(manifest)
    (folder / "Manifest.plist").write_bytes(plistlib.dumps(settings, fmt=plistlib.FMT_BINARY))
    (folder / "Info.plist").write_bytes(plistlib.dumps({"Product Version": "99.0"}))
    return folder
