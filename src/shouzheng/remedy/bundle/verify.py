#!/usr/bin/env python3
"""核对证据包 / check an evidence bundle: python3 verify.py [FOLDER | FILE.zip]

Plain Python 3.9+, nothing to install, no network. It reads every byte, compares it with the manifests, compares the
set of files, follows the custody log line by line and checks both Ed25519 signatures in pure Python (RFC 8032).

A program cannot vouch for itself: compare the SHA-256 of this file with the one printed in README, dossier and the
evidence list, or check without it, with sha256sum and openssl, by the steps in README.

Exit codes: 0 everything holds, 4 something was changed, 2 this is no bundle.
"""

from __future__ import annotations

import base64
import hashlib
import json
import re
import sys
import zipfile
import zlib
from collections.abc import Iterator
from pathlib import Path
from typing import IO

Point = tuple[int, int, int, int]
KINDS = ("shouzheng bundle 1", "shouzheng redacted 1", "shouzheng pack 1")
ALONE = ("tagmanifest-sha256.txt", "signature.txt", "signature.sig")
LOG, HEAD, HEAD_SIGNATURE = "data/custody/log.jsonl", "data/custody/head.txt", "data/custody/head.sig"
PROOFS = "data/proofs/"
LINE = re.compile(r"([0-9a-f]{64})  ([0-9A-Za-z][0-9A-Za-z._/-]*)")
PIECE = 1 << 20
LZMA_ERROR: type[Exception] = getattr(getattr(zipfile, "lzma", None), "LZMAError", OSError)  # some Pythons lack it
UNREADABLE = (OSError, KeyError, ValueError, RuntimeError, EOFError, zipfile.BadZipFile, zlib.error, LZMA_ERROR)
PEM = re.compile(rb"-----BEGIN PUBLIC KEY-----\nMCowBQYDK2VwAyEA([A-Za-z0-9+/]{43}=)\n-----END PUBLIC KEY-----\n")

# --- Ed25519 (RFC 8032 5.1; its keys as RFC 8410 writes them), verification only -------------------------------------

P = 2**255 - 19
Q = 2**252 + 27742317777372353535851937790883648493
D = -121665 * pow(121666, P - 2, P) % P
ROOT = pow(2, (P - 1) // 4, P)


def decompress(data: bytes) -> Point | None:
    """Return the point of 32 bytes in extended coordinates, None when there is none."""
    y = int.from_bytes(data, "little")
    sign, y = y >> 255, y & ((1 << 255) - 1)
    if y >= P:
        return None
    square = (y * y - 1) * pow(D * y * y + 1, P - 2, P) % P
    x = pow(square, (P + 3) // 8, P)
    if (x * x - square) % P:
        x = x * ROOT % P
    if (x * x - square) % P or (x == 0 and sign):
        return None
    x = P - x if x & 1 != sign else x
    return x, y, 1, x * y % P


def add(one: Point, two: Point) -> Point:
    """Return the sum of two points."""
    a, b = (one[1] - one[0]) * (two[1] - two[0]) % P, (one[1] + one[0]) * (two[1] + two[0]) % P
    c, d = 2 * one[3] * two[3] * D % P, 2 * one[2] * two[2] % P
    e, f, g, h = b - a, d - c, d + c, b + a
    return e * f % P, g * h % P, f * g % P, e * h % P


def times(number: int, point: Point) -> Point:
    """Return a multiple of a point."""
    result = (0, 1, 1, 0)
    while number:
        result = add(result, point) if number & 1 else result
        point, number = add(point, point), number >> 1
    return result


BASE_Y = 4 * pow(5, P - 2, P) % P
BASE = decompress(BASE_Y.to_bytes(32, "little")) or (0, 1, 1, 0)


def is_signed(public: bytes, message: bytes, signature: bytes) -> bool:
    """Tell whether the signature (64 bytes) of the message is that of the public key (32 bytes)."""
    if len(public) != 32 or len(signature) != 64:
        return False
    key, r, s = decompress(public), decompress(signature[:32]), int.from_bytes(signature[32:], "little")
    if key is None or r is None or s >= Q:
        return False
    hashed = int.from_bytes(hashlib.sha512(signature[:32] + public + message).digest(), "little") % Q
    left, right = times(s, BASE), add(r, times(hashed, key))
    return (left[0] * right[2] - right[0] * left[2]) % P == 0 and (left[1] * right[2] - right[1] * left[2]) % P == 0


# --- reading ---------------------------------------------------------------------------------------------------------


class Folder:
    """The files of a bundle in a folder."""

    def __init__(self, root: Path) -> None:
        """Take the folder of the bundle."""
        self.root = Path(root)

    def names(self) -> Iterator[str]:
        """Yield the names of all files; what is neither file nor folder is named with what it is."""
        for path in self.root.rglob("*"):
            name = path.relative_to(self.root).as_posix()
            if path.is_symlink() or not (path.is_dir() or path.is_file()):
                yield name + " (not a plain file)"
            elif path.is_file():
                yield name

    def open(self, name: str) -> IO[bytes]:
        """Open a file; raises OSError."""
        return (self.root / name).open("rb")


class Archive:
    """The files of a bundle in a ZIP, all under one folder; nothing is unpacked."""

    def __init__(self, path: Path) -> None:
        """Take the ZIP file; raises OSError, zipfile.BadZipFile."""
        self.zip = zipfile.ZipFile(path)
        self.inside = [info.filename for info in self.zip.infolist() if not info.is_dir()]
        self.top = self.inside[0].split("/")[0] + "/" if self.inside else ""

    def names(self) -> Iterator[str]:
        """Yield the names of all files."""
        for name in self.inside:
            yield name[len(self.top) :] if name.startswith(self.top) else name + " (outside the folder)"

    def open(self, name: str) -> IO[bytes]:
        """Open a file; raises KeyError."""
        return self.zip.open(self.top + name)


class Bundle:
    """Reads files and keeps what is found wrong, in Chinese and English."""

    def __init__(self, files: Folder | Archive) -> None:
        """Take a Folder or an Archive."""
        self.files, self.bytes, self.checked = files, 0, 0
        self.wrong: list[tuple[str, str, str]] = []

    def bad(self, name: str, zh: str, en: str) -> None:
        """Note something wrong."""
        self.wrong.append((name, zh, en))

    def small(self, name: str, most: int = 256 << 20) -> bytes:
        """Return the content of a small file, empty when it cannot be read."""
        try:
            with self.files.open(name) as file:
                return file.read(most)
        except UNREADABLE:
            self.bad(name, "缺少或读不出", "missing or unreadable")
            return b""

    def digest(self, name: str) -> str | None:
        """Return the SHA-256 of a file, None when it cannot be read."""
        hashed = hashlib.sha256()
        try:
            with self.files.open(name) as file:
                for piece in iter(lambda: file.read(PIECE), b""):
                    hashed.update(piece)
                    self.bytes += len(piece)
        except UNREADABLE:
            return None
        self.checked += 1
        return hashed.hexdigest()

    def manifest(self, name: str, payload: bool) -> list[str]:
        """Compare every file that a manifest lists; return the names."""
        listed: list[str] = []
        text = self.small(name).decode("utf-8", "replace")
        if not text.endswith("\n"):
            self.bad(name, "结尾被截断", "its end is cut off")
        for line in text.split("\n")[:-1]:
            found = LINE.fullmatch(line)
            if not found or ".." in found[2] or found[2].startswith("data/") is not payload:
                self.bad(name, "有一行不是清单的写法", "a line that is none of a manifest")
                continue
            listed.append(found[2])
            actual = self.digest(found[2])
            if actual is None:
                self.bad(found[2], "清单里有，却找不到或读不出", "listed, but missing or unreadable")
            elif actual != found[1]:
                self.bad(found[2], "内容被改动或截断", "changed or cut off")
        return listed


# --- checking --------------------------------------------------------------------------------------------------------


def check(files: Folder | Archive) -> tuple[Bundle, tuple[str, int, str]]:
    """Check everything and return the Bundle with what was found wrong, and (case, lines of the log, key)."""
    bundle = Bundle(files)
    tags = bundle.manifest("tagmanifest-sha256.txt", payload=False)
    payload = bundle.manifest("manifest-sha256.txt", payload=True)
    for must in ("bagit.txt", "bag-info.txt", "manifest-sha256.txt", "signer.pem", "verify.py"):
        if must not in tags:
            bundle.bad(must, "不在清单里", "not listed")
    listed = [*tags, *payload, *ALONE]
    if len(listed) != len(set(listed)):
        bundle.bad("manifest-sha256.txt", "同一文件列了两次", "a file is listed twice")
    present = list(files.names())
    for name in sorted(set(present) - set(listed)):
        bundle.bad(name, "清单里没有的文件，是后来放进来的", "not listed: it was put in later")
    if len(present) != len(set(present)):
        bundle.bad("ZIP", "同一个名字出现两次", "a name stands twice")
    case, count, public = signatures(bundle)
    if not bundle.small("signature.txt").startswith(b"shouzheng redacted 1\n"):  # the log stays in the sealed case
        custody(bundle, count)
    return bundle, (case, count[0], public)


def signatures(bundle: Bundle) -> tuple[str, tuple[int, str], str]:
    """Check both signatures; return the case, (lines of the log, hash of the last) and the key in hex."""
    pem = PEM.fullmatch(bundle.small("signer.pem"))
    public = base64.b64decode(pem[1]) if pem else b""
    for name, signature in (("signature.txt", "signature.sig"), (HEAD, HEAD_SIGNATURE)):
        if not is_signed(public, bundle.small(name), bundle.small(signature)):
            bundle.bad(name, "签名与公钥不符", "the signature is not that of signer.pem")
    stated = bundle.small("signature.txt").decode("utf-8", "replace").split("\n")
    head = bundle.small(HEAD).decode("utf-8", "replace").split("\n")
    if stated[0] not in KINDS or len(stated) != 4 or stated[2] != bundle.digest(ALONE[0]):
        bundle.bad("signature.txt", "签的不是这份清单", "it does not sign this tagmanifest")
    if head[0] != "shouzheng custody head 1" or len(head) != 5 or not head[2].isdigit():
        bundle.bad(HEAD, "不是保管记录的签名头", "no head of a custody log")
        return "", (0, ""), public.hex()
    if stated[1:2] != head[1:2]:
        bundle.bad("signature.txt", "与保管记录不是同一个案卷", "another case than that of the custody log")
    return head[1], (int(head[2]), head[3]), public.hex()


def custody(bundle: Bundle, head: tuple[int, str]) -> None:
    """Follow the custody log: every line names the hash of the one before; the head names the last and the count."""
    before, hashes = "0" * 64, [""][:0]
    for number, line in enumerate(bundle.small(LOG).split(b"\n")[:-1], 1):
        try:
            content = json.loads(line)
            follows = content["n"] == number and content["prev"] == before
        except (ValueError, KeyError, TypeError, RecursionError):
            follows = False
        if not follows:
            bundle.bad(LOG, f"第 {number} 行接不上前一行", f"line {number} does not follow the one before")
            return
        before = hashlib.sha256(line).hexdigest()
        hashes.append(before)
    if (len(hashes), before) != head:
        bundle.bad(LOG, "行数或最后一行与签名头不符", "count or last line is not what the signed head says")
    for name in sorted(set(bundle.files.names())):
        if name.startswith(PROOFS) and name.endswith(".json"):
            proof(bundle, name, hashes)


def proof(bundle: Bundle, name: str, hashes: list[str]) -> None:
    """See that a time proof is about this log: its digest is made of a line of it. The proof itself: see README."""
    try:
        stated = json.loads(bundle.small(name))
        line, nonce = stated["line"], bytes.fromhex(stated["nonce"])
        holds = 0 < line <= len(hashes) and hashes[line - 1] == stated["hash"]
        made = hashlib.sha256(nonce + bytes.fromhex(stated["hash"])).hexdigest()
        token = bundle.small(name[: -len("json")] + stated["ending"])
        holds = holds and made == stated["digest"] and bytes.fromhex(made) in token
    except (ValueError, KeyError, TypeError, RecursionError):
        holds = False
    if not holds:
        bundle.bad(name, "时间证明与保管记录对不上", "the time proof is not about this custody log")


def main(arguments: list[str]) -> int:
    """Check the folder given, or the one this program lies in; return the exit code."""
    target = Path(arguments[0]) if arguments else Path(__file__).resolve().parent
    try:
        files: Folder | Archive = Archive(target) if target.is_file() else Folder(target)
        if "bagit.txt" not in set(files.names()):
            raise FileNotFoundError("bagit.txt")
    except UNREADABLE as error:
        print(f"不是证据包 / no bundle: {target} ({error})")
        return 2
    bundle, (case, lines, public) = check(files)
    print(f"案卷 / case: {case}   保管记录 / custody log: {lines}")
    print(f"公钥 / public key: {public}")
    print("签名核对 / signatures checked by: pure Python, RFC 8032")
    print(f"verify.py SHA-256: {hashlib.sha256(Path(__file__).read_bytes()).hexdigest()}")
    print(f"文件 / files: {bundle.checked}   字节 / bytes: {bundle.bytes}")
    for name, zh, en in bundle.wrong:
        print(f"!! {name.encode('ascii', 'backslashreplace').decode()}: {zh} / {en}")
    if bundle.wrong:
        print(f"有 {len(bundle.wrong)} 处不符，这个证据包被改动过 / problems: {len(bundle.wrong)}, it was changed")
        return 4
    print("没有发现改动。时间证明另按 README 核对 / no change found. For the time proofs see README")
    return 0


if __name__ == "__main__":
    if hasattr(sys.stdout, "reconfigure"):
        sys.stdout.reconfigure(encoding="utf-8", errors="replace")
    sys.exit(main(sys.argv[1:]))
