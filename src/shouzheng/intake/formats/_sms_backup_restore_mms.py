"""SMS Backup & Restore: one ``mms`` record with its parts and addresses."""

from __future__ import annotations

import binascii
import hashlib
import re
from collections.abc import Mapping
from typing import NamedTuple

from shouzheng.intake.formats._android import present
from shouzheng.intake.hashing import digest_of_bytes
from shouzheng.intake.markup.parse import Element
from shouzheng.model.event import Attachment, Direction, Number, NumberKind
from shouzheng.model.original import Digest
from shouzheng.reference.numbers import classify

#: ``addr`` types (values of WAP-209 header fields, as Android stores them).
_FROM = "137"
#: Written by Android for the phone's own number.
_OWN_TOKEN = "insert-address-token"  # noqa: S105
#: Several numbers in one field are joined by ``~``, in older files by ``,``.
_JOINTS = re.compile(r"[~,]")
_LAYOUT = "application/smil"


class MmsContent(NamedTuple):
    """What an MMS holds: its text, its media, and every field of its parts and addresses (data as digests)."""

    text: str | None
    attachments: tuple[Attachment, ...]
    raw: tuple[tuple[str, str], ...]
    addresses: tuple[tuple[str, str], ...]  # type and address


def content_of(elements: tuple[Element, ...], long_values: Mapping[str, memoryview], notes: list[str]) -> MmsContent:
    """Return text, attachments, addresses and raw fields of the record's parts."""
    texts: list[str] = []
    attachments: list[Attachment] = []
    raw: list[tuple[str, str]] = []
    addresses: list[tuple[str, str]] = []
    counts = {"part": 0, "addr": 0}
    for element in elements[1:]:
        fields, path = element.attributes, element.name
        if path in counts:
            counts[path] += 1
            path = f"{path}[{counts[path]}]"
        elif path not in ("parts", "addrs"):
            notes.append("unknown_content")
        if element.name == "part":
            fields = _take_part(fields, long_values, texts, attachments, notes)
        elif element.name == "addr":
            addresses.append((fields.get("type", ""), fields.get("address", "")))
        raw.extend((f"{path}@{name}", value) for name, value in fields.items())
    text = "\n".join(texts) if texts else None
    return MmsContent(text, tuple(attachments), tuple(raw), tuple(addresses))


def _take_part(
    fields: dict[str, str],
    long_values: Mapping[str, memoryview],
    texts: list[str],
    attachments: list[Attachment],
    notes: list[str],
) -> dict[str, str]:
    """Add the part's text or attachment; return its fields with a description in place of base64."""
    written_data = present(fields.get("data"))
    data = b"" if written_data is None else long_values.get(written_data) or written_data.encode("utf-8")
    media = (present(fields.get("ct")) or "").lower()
    text = present(fields.get("text"))
    digest = None
    if fields.get("seq") != "-1" and media != _LAYOUT:  # the layout says where text and pictures stand: no content
        words = text if media == "text/plain" else None
        if words is not None:
            texts.append(words)
        if data or words is None:
            if media.startswith("text/") and data:
                notes.append("text_part_as_data")
            name = next((found for key in ("cl", "fn", "name") if (found := present(fields.get(key)))), "")
            digest = _digest(data, notes)
            attachments.append(Attachment(media or "application/octet-stream", name, digest))
    return {**fields, "data": _described(data, digest)} if data else fields


def _described(data: bytes | memoryview, digest: Digest | None) -> str:
    """Stand-in for base64 in ``raw``: digest of what it holds (of the text itself when it holds none), and length."""
    if digest is not None:
        return f"base64 of {digest} ({digest.length} bytes), {len(data)} characters"
    return f"text of sha256:{hashlib.sha256(data).hexdigest()}, {len(data)} characters"


def _digest(data: bytes | memoryview, notes: list[str]) -> Digest | None:
    """Digest of the decoded bytes; ``None`` without data, and (noted) when it is not base64."""
    if not data:
        notes.append("attachment_without_data")
        return None
    try:
        content = binascii.a2b_base64(data)
    except binascii.Error:
        notes.append("attachment_unreadable")
        return None
    # The decoder passes over foreign characters, so compare with the length that so many bytes must have as base64.
    expected = (len(content) + 2) // 3 * 4
    if expected != len(data) and expected != len(bytes(data).translate(None, b" \t\r\n")):
        notes.append("attachment_unreadable")
        return None
    return digest_of_bytes(content)


def parties_of(
    address: str | None, content: MmsContent, direction: Direction, notes: list[str]
) -> tuple[Number, tuple[Number, ...]]:
    """Return the other party and all further ones: the sender of an incoming message, the first recipient otherwise."""
    joined = [part.strip() for part in _JOINTS.split(present(address) or "")]
    listed = [part for part in joined if part and part != _OWN_TOKEN]
    others = [found for _, found in content.addresses if present(found) and found != _OWN_TOKEN]
    if direction is Direction.INBOUND:
        senders = [found for kind, found in content.addresses if kind == _FROM and found in others]
        listed = [*senders, *listed]
    everybody: dict[str, Number] = {}
    for found in (*listed, *others):
        number = classify(found)
        everybody.setdefault(number.normal or number.raw, number)
    if not everybody:
        notes.append("address_missing")
        return Number(address or "", None, NumberKind.UNKNOWN), ()
    first, *further = everybody.values()
    return first, tuple(further)
