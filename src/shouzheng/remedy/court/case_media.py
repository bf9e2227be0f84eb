"""Thumbnails for the court print out of an encrypted case: nothing is written to the disk, and nothing has to be given.

A picture lies in a case as an original of its own, or inside the record that carries it (a multimedia message, an
e-mail), written there as base64. Either is taken only when its SHA-256 and length are those of the attachment in the
records; so what is guessed about the form of a record can make a picture missing and never show another one.
"""

from __future__ import annotations

import binascii
import hashlib
import re
from collections.abc import Iterator

from shouzheng.casefile.case import CaseFile
from shouzheng.casefile.sealed_stream import NotSealed
from shouzheng.remedy.court.media import LARGEST, MOST, Picture, kind_of, wanted_pictures
from shouzheng.remedy.material import Material

#: Longest record looked through for pictures, in bytes: base64 of the largest picture and the rest of its message.
_LONGEST_RECORD = 2 * LARGEST
#: Bytes of records looked through in all; the pictures of others stay in the list.
_MOST_BYTES = 256 << 20
#: A run of base64, also over lines; shorter ones hold no picture.
_RUN = re.compile(rb"[A-Za-z0-9+/ \t\r\n]{40,}={0,2}")
_EMPTY_LINE = re.compile(rb"\r?\n[ \t]*\r?\n")


def case_pictures(case: CaseFile, material: Material) -> dict[str, Picture]:
    """Return the pictures among the attachments that the case holds, by SHA-256 (hex); damaged originals give none."""
    wanted = wanted_pictures(material)
    found: dict[str, Picture] = {}
    for content in _candidates(case, material, wanted):
        if len(found) >= MOST:
            break
        key, kind = hashlib.sha256(content).hexdigest(), kind_of(content)
        if kind and (len(content), key) in wanted:
            found[key] = Picture(content, kind)
    return found


def _candidates(case: CaseFile, material: Material, wanted: frozenset[tuple[int, str]]) -> Iterator[bytes]:
    """Yield originals that are wanted themselves, then what the records with wanted attachments hold as base64."""
    blobs: dict[str, tuple[str, int]] = {}
    for stored in case.originals():
        blobs.setdefault(stored.digest.hex, (stored.blob, stored.digest.length))
    for length, key in sorted(wanted):
        if key in blobs:
            yield _part(case, blobs[key][0], 0, length)
    room = _MOST_BYTES
    for contact in material.in_order:
        parts = {(each.digest.length, each.digest.hex) for each in contact.event.attachments if each.digest}
        if not parts & wanted or contact.event.original.hex not in blobs:
            continue
        blob, whole = blobs[contact.event.original.hex]
        for place in contact.event.positions:
            if place.length > min(_LONGEST_RECORD, room):
                continue
            room -= place.length
            yield from _decoded(_part(case, blob, place.offset, min(place.offset + place.length, whole)))


def _part(case: CaseFile, blob: str, first: int, end: int) -> bytes:
    try:
        return case.blobs.part(blob, first, end)
    except (OSError, NotSealed):
        return b""  # stays in the list without a thumbnail; ``case verify`` tells of the damage


def _decoded(record: bytes) -> Iterator[bytes]:
    """Yield what the runs of base64 in a record stand for; the words of a header end at an empty line."""
    for run in _RUN.findall(record):
        for piece in _EMPTY_LINE.split(run):
            try:
                yield binascii.a2b_base64(piece)
            except binascii.Error:
                continue
