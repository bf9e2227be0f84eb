"""Opens a Shouzheng case without Shouzheng: a plain program of one file, for the day when nothing else is left.

Needs Python 3.11 and the packages ``cryptography`` and ``argon2-cffi``; with ``apsw-sqlite3mc`` it also writes the
index (contacts, notes, custody log) and gives the originals their names back. The format is described in
``docs/case_format.md``.

    python decrypt_case.py CASE OUT              asks for the passphrase
    python decrypt_case.py CASE OUT --recovery   asks for the recovery key

OUT is filled with plain files: keep it safe. Every original is compared with its SHA-256 before it gets its name.
"""

import argparse
import base64
import getpass
import hashlib
import json
import sys
import unicodedata
from collections.abc import Iterator
from pathlib import Path
from typing import Any

try:
    from argon2.low_level import Type, hash_secret_raw
    from cryptography.hazmat.primitives.ciphers.aead import AESGCM
    from cryptography.hazmat.primitives.hashes import SHA256
    from cryptography.hazmat.primitives.kdf.hkdf import HKDF
except ImportError as error:
    MISSING = str(error.name)
else:
    MISSING = ""

PIECE, TAG = 1 << 20, 16
ALPHABET = "0123456789ABCDEFGHJKMNPQRSTVWXYZ"


def derived(secret: bytes, purpose: str) -> bytes:
    """The key of one purpose (HKDF-SHA256 without salt)."""
    return HKDF(SHA256(), 32, salt=None, info=b"shouzheng case 1 " + purpose.encode()).derive(secret)


def header_of(case: Path) -> dict[str, Any]:
    """The header, or its copy where it is gone, empty or cut."""
    for name in ("case.json", "case.json.copy"):
        try:
            found = json.loads((case / name).read_text("ascii"))
        except (OSError, ValueError):
            continue
        if isinstance(found, dict) and found.get("format") == "shouzheng-case":
            return found
    raise ValueError("neither case.json nor case.json.copy can be read")


def master_key(case: Path, by_recovery: bool) -> bytes:
    """The master key, opened with what is typed."""
    header = header_of(case)
    about = f"shouzheng case {header['version']} {header['id']}".encode()
    if by_recovery:
        typed = "".join(input(f"recovery key, line {n}: ") for n in range(1, 5)).upper()
        plain = "".join(char for char in typed.translate(str.maketrans("OIL", "011")) if char in ALPHABET)
        number = 0
        for line in range(4):
            for char in plain[line * 10 : line * 10 + 8]:  # the two check characters are left out
                number = number << 5 | ALPHABET.index(char)
        key, sealed = derived(number.to_bytes(20, "big"), "recovery"), header["recovery"]["sealed"]
    else:
        slot = header["passphrase"]
        typed = getpass.getpass("passphrase: ") if sys.stdin.isatty() else sys.stdin.readline().rstrip("\r\n")
        secret = unicodedata.normalize("NFKC", typed).encode("utf-8", "surrogatepass")
        salt, cost = base64.b64decode(slot["salt"]), (slot["passes"], slot["memory_kib"], slot["lanes"])
        key, sealed = hash_secret_raw(secret, salt, *cost, 32, Type.ID), slot["sealed"]
    sealed = base64.b64decode(sealed)
    return AESGCM(key).decrypt(sealed[:12], sealed[12:], about)


def opened(path: Path, blobs_key: bytes) -> Iterator[bytes]:
    """The plaintext of a stored original, piece by piece."""
    with path.open("rb") as file:
        head = file.read(20)
        if head[:4] != b"SZB1":
            raise ValueError("wrong beginning")
        cipher = AESGCM(derived(blobs_key, "stream " + head[4:].hex()))
        number, piece = 0, file.read(PIECE + TAG)
        while True:
            following = file.read(PIECE + TAG) if len(piece) == PIECE + TAG else b""
            last = not following
            yield cipher.decrypt(number.to_bytes(12, "big"), piece, number.to_bytes(8, "big") + bytes([last]))
            if last:
                return
            number, piece = number + 1, following


def originals(case: Path, out: Path, blobs_key: bytes) -> tuple[int, int]:
    """Decrypt every stored original to a file named by its SHA-256; returns how many, and how many are damaged."""
    good, bad = 0, 0
    for path in sorted((case / "blobs").glob("*/*")):
        hashed, part = hashlib.sha256(), out / "part"
        try:
            with part.open("wb") as file:
                for piece in opened(path, blobs_key):
                    hashed.update(piece)
                    file.write(piece)
        except Exception as error:
            bad += 1
            print(f"damaged: {path.name}: {type(error).__name__}", file=sys.stderr)
            part.unlink()
            continue
        part.replace(out / hashed.hexdigest())
        good += 1
    return good, bad


def index(case: Path, out: Path, key: bytes) -> bool:
    """Write the tables of the index as JSON Lines; False when no library for it is installed."""
    try:
        import apsw
    except ImportError:
        return False
    db = apsw.Connection(str(case / "index.db"), apsw.SQLITE_OPEN_READWRITE)
    for pragma in ("cipher = 'sqlcipher'", "legacy = 4", f"key = \"x'{key.hex()}'\"", "temp_store = MEMORY"):
        db.execute(f"PRAGMA {pragma}")
    tables = {
        "contacts": "SELECT line FROM event ORDER BY utc, no",
        "custody": "SELECT line FROM custody ORDER BY n",
        "notes": "SELECT json_object('kind', kind, 'subject', subject, 'at', at, 'content', json(content)) FROM entry",
        "originals": "SELECT json_object('no', no, 'sha256', sha256, 'length', length, 'name', name, 'received', "
        "received) FROM original ORDER BY no",
    }
    for name, query in tables.items():
        with (out / f"{name}.jsonl").open("w", encoding="utf-8", newline="\n") as file:
            file.writelines(f"{line}\n" for (line,) in db.execute(query))
    return True


def main() -> int:
    """Decrypt a whole case; returns 0, 4 when something in it is damaged, 2 when ``out`` or a package is missing."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("case", type=Path)
    parser.add_argument("out", type=Path)
    parser.add_argument("--recovery", action="store_true")
    args = parser.parse_args()
    if MISSING:
        needs = "this program needs the packages cryptography and argon2-cffi (python -m pip install cryptography "
        print(f"{needs}argon2-cffi); {MISSING.split('.')[0]} is not there", file=sys.stderr)
        return 2
    try:
        master = master_key(args.case, args.recovery)
    except Exception as error:
        why = str(error) if type(error) is ValueError else type(error).__name__
        print(f"wrong passphrase or damaged header ({why})", file=sys.stderr)
        return 4
    try:
        args.out.mkdir(parents=True)
    except OSError as error:
        print(f"cannot make the folder {args.out}: {error.strerror}; name a new one", file=sys.stderr)
        return 2
    good, bad = originals(args.case, args.out, derived(master, "blobs"))
    named = index(args.case, args.out, derived(master, "index"))
    print(f"{good} originals, {bad} damaged; index {'written' if named else 'left out: no apsw-sqlite3mc'}")
    return 4 if bad else 0


if __name__ == "__main__":
    sys.exit(main())
