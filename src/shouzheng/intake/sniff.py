"""What a file really is, by its content, with the reason in words; its name is never believed.

A wrong file must be named for what it is ("a PNG picture named .xml"), because the person has to find the right one.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import StrEnum
from pathlib import Path

from shouzheng.intake.markup.encoding import TextEncoding, cuttable, detect
from shouzheng.intake.markup.scanner import Limits, Scanner, TokenKind
from shouzheng.model.words import Words
from shouzheng.reference.safe_text import shorten, visible

#: Bytes at the beginning of a file that are looked at.
HEAD = 1 << 16

#: First bytes of an SQLite database file (sqlite.org/fileformat2.html §1.2).
SQLITE_MAGIC = b"SQLite format 3\x00"

#: First bytes (at an offset) of files that people take for exports, and what they are.
_SIGNATURES: tuple[tuple[int, bytes, Words], ...] = (
    (0, b"\x89PNG\r\n\x1a\n", Words("PNG 图片", "a PNG picture")),
    (0, b"\xff\xd8\xff", Words("JPEG 图片", "a JPEG picture")),
    (0, b"GIF8", Words("GIF 图片", "a GIF picture")),
    (0, b"BM", Words("BMP 图片", "a BMP picture")),
    (8, b"WEBP", Words("WebP 图片", "a WebP picture")),
    (8, b"WAVE", Words("WAV 录音", "a WAV recording")),
    (4, b"ftypheic", Words("HEIC 图片", "a HEIC picture")),
    (4, b"ftypmif1", Words("HEIF 图片", "a HEIF picture")),
    (4, b"ftyp", Words("MP4/M4A/3GP 音视频", "an MP4, M4A or 3GP recording")),
    (0, b"ID3", Words("MP3 录音", "an MP3 recording")),
    (0, b"#!AMR", Words("AMR 录音", "an AMR recording")),
    (0, b"OggS", Words("Ogg 录音", "an Ogg recording")),
    (0, b"%PDF-", Words("PDF 文档", "a PDF document")),
    (0, b"PK\x03\x04", Words("ZIP 压缩包（也可能是表格或文档）", "a ZIP archive (perhaps a spreadsheet or document)")),
    (0, b"PK\x05\x06", Words("空的 ZIP 压缩包", "an empty ZIP archive")),
    (0, b"\x1f\x8b", Words("GZIP 压缩文件", "a GZIP file")),
    (0, b"7z\xbc\xaf\x27\x1c", Words("7-Zip 压缩包", "a 7-Zip archive")),
    (0, b"Rar!\x1a\x07", Words("RAR 压缩包", "a RAR archive")),
    (0, b"\xfd7zXZ\x00", Words("XZ 压缩文件", "an XZ file")),
    (0, SQLITE_MAGIC, Words("SQLite 数据库", "an SQLite database")),
    (0, b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1", Words("旧版 Office 或 Outlook 文件", "an old Office or Outlook file")),
    (0, b"ANDROID BACKUP\n", Words("adb 备份（.ab）", "an adb backup (.ab)")),
    (0, b"MIUI BACKUP\n", Words("小米备份（.bak）", "a Xiaomi backup (.bak)")),
    (0, b"SSEF\x00\xff", Words("SMS Import/Export 的加密备份", "an encrypted backup of SMS Import/Export")),
    (0, b"bplist00", Words("苹果属性列表", "an Apple property list")),
    (0, b"\x7fELF", Words("程序文件", "a program")),
    (0, b"MZ", Words("Windows 程序文件", "a Windows program")),
)
#: The beginnings of text files, after spaces and a byte order mark, in lower case.
_TEXTS: tuple[tuple[bytes, Words], ...] = (
    (b"<!doctype html", Words("HTML 网页", "an HTML page")),
    (b"<html", Words("HTML 网页", "an HTML page")),
    (
        b"begin:vcard",
        Words(
            "vCard 通讯录（不导入；要查记录里的号码，用 shouzheng intake names）",
            "a vCard address book (never imported; to look numbers of the records up: shouzheng intake names)",
        ),
    ),
    (b"begin:vmsg", Words("vMessage 短信备份", "a vMessage backup")),
    (b"{\\rtf", Words("RTF 文档", "an RTF document")),
)
_JSON = re.compile(rb"[\[{]\s*[\"\[{}\]]")
_JSON_DATA = Words("JSON 数据", "JSON data")
_UTF_32 = Words("UTF-32 编码的文本", "text in UTF-32")
_XML_WITHOUT_ROOT = Words("XML，但开头 64 KiB 里没有元素", "XML, but no element in its first 64 KiB")
_TEXT = Words("普通文本", "plain text")
_UTF_16_TEXT = Words("UTF-16 编码的普通文本", "plain text in UTF-16")
_BINARY = Words("无法识别的二进制数据", "unknown binary data")
_ZEROS = Words("全是零字节的数据（文件没有写入成功）", "nothing but zero bytes (the file was never written)")


class Content(StrEnum):
    """What a file consists of, as its first bytes show."""

    XML = "xml"
    JSON = "json"
    SQLITE = "sqlite"
    TEXT = "text"
    BINARY = "binary"
    FOLDER = "folder"


@dataclass(frozen=True, slots=True)
class Look:
    """The beginning of a file: its name, first bytes, encoding when it is text, and the root's name when it is XML.

    ``text`` is the head without byte order mark, converted to UTF-8 when the encoding had to be converted. ``tables``
    are the tables of a database with their columns. ``folder`` is set for a folder, which has no bytes.
    """

    name: str
    head: bytes
    encoding: TextEncoding | None
    text: bytes
    root: str | None
    tables: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    folder: Path | None = None

    @property
    def content(self) -> Content:
        """What the file consists of."""
        if self.folder is not None:
            return Content.FOLDER
        if self.head.startswith(SQLITE_MAGIC):
            return Content.SQLITE
        if self.encoding is None:
            return Content.BINARY
        if self.root is not None:
            return Content.XML
        if _JSON.match(self.text.lstrip()):
            return Content.JSON
        return Content.TEXT if _is_text(self.text) else Content.BINARY

    @property
    def codec(self) -> str:
        """The codec of the bytes that are cut into records."""
        return self.encoding.codec if self.encoding else "utf-8"


def look_at(head: bytes, name: str) -> Look:
    """Return what the first bytes of a file show; reads nothing."""
    if _signature(head) is not None:
        return Look(name, head, None, b"", None)
    encoding = detect(head)
    text = b"".join(cuttable([head], encoding)) if encoding else b""
    return Look(name, head, encoding, text, _root(text))


def _signature(head: bytes) -> Words | None:
    for offset, mark, words in _SIGNATURES:
        if head.startswith(mark, offset) and not (len(mark) == 2 and _is_text(head)):
            return words
    return None


def _is_text(data: bytes) -> bool:
    """True when there are no control bytes but those of text."""
    return not data.translate(None, bytes(range(0x20, 0x100)) + b"\t\n\r\f\x1b")


def _root(text: bytes) -> str | None:
    """Return the name of the first element of XML text."""
    if not text.lstrip().startswith(b"<"):
        return None
    scanner = Scanner(Limits())
    scanner.feed(text)
    scanner.finish()
    while (token := scanner.next()) is not None:
        if token.kind in (TokenKind.START, TokenKind.EMPTY):
            return token.name.decode("utf-8", "replace")
    pending = scanner.pending_name
    return pending.decode("utf-8", "replace") if pending and not pending.startswith(b"/") else None


def really_is(look: Look) -> Words:
    """Say in words what a file is that no format recognised."""
    known = _signature(look.head)
    if known is not None:
        return known
    if not look.head.strip(b"\0"):
        return _ZEROS
    if look.encoding is None:
        return _UTF_32
    text = look.text.lstrip().lower()
    for mark, words in _TEXTS:
        if text.startswith(mark):
            return words
    if _JSON.match(text):
        return _JSON_DATA
    if look.root is not None and text.startswith(b"<"):
        name = visible(shorten(look.root, 60))
        return Words(f"根元素为 <{name}> 的 XML", f"XML with the root element <{name}>")
    if text.startswith((b"<?xml", b"<!--", b"<!doctype")):
        return _XML_WITHOUT_ROOT
    if _is_text(look.text):
        return _UTF_16_TEXT if look.encoding.converted_from else _TEXT
    return _BINARY
