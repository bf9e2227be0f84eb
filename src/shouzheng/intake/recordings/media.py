"""Length and time of a recording by what is inside the file, which may be hostile; nothing is decoded here."""

from __future__ import annotations

import struct
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING, BinaryIO

if TYPE_CHECKING:
    from av.container import InputContainer

#: Demuxer by the first bytes: the library is told which one, so that no playlist or other text is ever followed.
_KINDS: tuple[tuple[int, bytes, str], ...] = (
    (0, b"ID3", "mp3"),
    (0, b"#!AMR", "amr"),
    (0, b"OggS", "ogg"),
    (0, b"fLaC", "flac"),
    (8, b"WAVE", "wav"),
    (4, b"ftyp", "mov"),
)
#: Brands of the same container that are pictures.
_PICTURES = frozenset((b"heic", b"heix", b"hevc", b"mif1", b"msf1", b"avif"))
#: Packets that are counted; one hour of AMR has 180,000.
_MOST_PACKETS = 5_000_000
#: Faulty packets after which the rest is given up.
_MOST_FAULTS = 1000
#: Bytes of a frame of AMR by its type, narrow and wide band, header included (3GPP TS 26.101, 26.201); 20 ms each.
_AMR = (13, 14, 16, 18, 20, 21, 27, 32, 6, 0, 0, 0, 0, 0, 0, 1)
_AMR_WIDE = (18, 24, 33, 37, 41, 47, 51, 59, 61, 6, 0, 0, 0, 0, 1, 1)
#: Kilobits a second by index, MPEG 1 and 2 layer III; samples a second (ISO 11172-3, 13818-3).
_RATES = (0, 32, 40, 48, 56, 64, 80, 96, 112, 128, 160, 192, 224, 256, 320, 0)
_RATES_2 = (0, 8, 16, 24, 32, 40, 48, 56, 64, 80, 96, 112, 128, 144, 160, 0)
_SAMPLES = (44_100, 48_000, 32_000)


@dataclass(frozen=True, slots=True)
class Media:
    """``seconds`` is ``None`` when not known; ``made`` the time inside the file (UTC); ``damage`` says what is broken.

    ``by_library`` is False when only the file's own header could be looked at.
    """

    kind: str
    seconds: float | None
    made: datetime | None = None
    damage: str = ""
    by_library: bool = True


def kind_of(head: bytes) -> str | None:
    """Return the demuxer for these first bytes, ``None`` when they are not those of a recording."""
    if head[4:8] == b"ftyp" and head[8:12] in _PICTURES:
        return None
    for offset, mark, kind in _KINDS:
        if head.startswith(mark, offset):
            return kind
    if len(head) > 3 and head[0] == 0xFF and head[1] & 0xE6 == 0xE2 and head[2] & 0xF0 != 0xF0:
        return "mp3"  # MPEG audio layer III without a tag
    if len(head) > 6 and head[0] == 0xFF and head[1] & 0xF6 == 0xF0:
        return "aac"  # ADTS
    return None


def media_of(path: Path) -> Media:
    """Return length and time; raises ``OSError`` only when the file itself cannot be read."""
    with path.open("rb") as stream:
        kind = kind_of(stream.read(16)) or ""
        stream.seek(0)
        if not kind:
            return Media("", None, damage="unknown kind")
        try:
            import av
        except ImportError:
            return Media(kind, _by_header(stream, kind), by_library=False)
        try:
            with av.open(stream, mode="r", format=kind, metadata_errors="ignore") as container:
                return _counted(container, kind)
        except (av.FFmpegError, ValueError, TypeError, IndexError, MemoryError, OverflowError, StopIteration) as error:
            return Media(kind, None, damage=type(error).__name__)


def _counted(container: InputContainer, kind: str) -> Media:
    """Add up the packets one by one: what a header claims of a damaged file is not believed."""
    import av

    if not container.streams.audio:
        return Media(kind, None, damage="no sound")
    stream = container.streams.audio[0]
    total, faults, seen = 0.0, 0, 0
    packets = container.demux(stream)
    while seen < _MOST_PACKETS and faults < _MOST_FAULTS:
        try:
            packet = next(packets)
        except StopIteration:
            break
        except (av.FFmpegError, ValueError):
            faults += 1
            continue
        seen += 1
        if packet.is_corrupt:
            faults += 1
        if packet.duration and packet.time_base:
            total += float(packet.duration * packet.time_base)
    made = _time(str(container.metadata.get("creation_time", "")))
    if not seen or not 0 < total < 7 * 86_400:
        return Media(kind, None, made, "no packets")
    return Media(kind, total, made, f"{faults} packets" if faults else "")


def _time(text: str) -> datetime | None:
    """Return the time of an MP4 (ISO 8601 in UTC); phones that have none write 1904 or 1970."""
    try:
        at = datetime.fromisoformat(text[:40].replace("Z", "+00:00"))
    except ValueError:
        return None
    return at.astimezone(UTC) if at.tzinfo is not None and 1990 <= at.year <= 2099 else None


def _by_header(stream: BinaryIO, kind: str) -> float | None:
    """Return the length of WAV, AMR or MP3 from the file's own frames, ``None`` for others and for damage."""
    if kind == "wav":
        return _wav(stream.read(1 << 16), stream.seek(0, 2))
    if kind not in ("amr", "mp3"):
        return None
    data = stream.read(256 << 20)
    return _amr(data) if kind == "amr" else _mp3(data)


def _wav(head: bytes, size: int) -> float | None:
    place, rate = 12, 0
    while place + 8 <= len(head):
        name, length = head[place : place + 4], struct.unpack_from("<I", head, place + 4)[0]
        if name == b"fmt " and place + 20 <= len(head):
            rate = struct.unpack_from("<I", head, place + 16)[0]
        if name == b"data":
            return float(min(length, size - place - 8) / rate) if rate else None
        place += 8 + int(length) + (int(length) & 1)
    return None


def _amr(data: bytes) -> float | None:
    wide = data.startswith(b"#!AMR-WB\n")
    place, sizes, frames = (9, _AMR_WIDE, 0) if wide else (6, _AMR, 0)
    while place < len(data):
        size = sizes[data[place] >> 3 & 15]
        if not size:
            break
        frames, place = frames + 1, place + size
    return frames * 0.02 if frames else None


def _mp3(data: bytes) -> float | None:
    place = 0
    if data.startswith(b"ID3") and len(data) > 10:
        size = data[6:10]
        place = 10 + ((size[0] & 127) << 21 | (size[1] & 127) << 14 | (size[2] & 127) << 7 | size[3] & 127)
    seconds = 0.0
    while place + 4 <= len(data) and data[place] == 0xFF and data[place + 1] & 0xE6 == 0xE2:
        version, rates = data[place + 1] >> 3 & 3, _RATES
        index, sample, pad = data[place + 2] >> 4, data[place + 2] >> 2 & 3, data[place + 2] >> 1 & 1
        if version == 1 or sample == 3:
            break
        shift = {3: 0, 2: 1, 0: 2}[version]
        if version != 3:
            rates = _RATES_2
        if not rates[index]:
            break
        hertz = _SAMPLES[sample] >> shift
        per_frame = 1152 if version == 3 else 576
        seconds += per_frame / hertz
        place += per_frame // 8 * rates[index] * 1000 // hertz + pad
    return seconds or None
