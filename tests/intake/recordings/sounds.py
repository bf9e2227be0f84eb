"""Invented sound: tones, in the kinds of file that phones make."""

import io
import math
import struct
from array import array
from fractions import Fraction
from functools import cache

import av


def _tone(seconds: float, rate: int) -> bytes:
    count = int(seconds * rate)
    return array("h", (int(8000 * math.sin(place * 0.17)) for place in range(count))).tobytes()


@cache
def wav(seconds: float = 2.0, rate: int = 8000) -> bytes:
    """Return a WAV file."""
    data = _tone(seconds, rate)
    form = struct.pack("<HHIIHH", 1, 1, rate, rate * 2, 2, 16)
    size = struct.pack("<I", 36 + len(data))
    return b"RIFF" + size + b"WAVEfmt " + struct.pack("<I", 16) + form + b"data" + struct.pack("<I", len(data)) + data


@cache
def amr(seconds: float = 2.0) -> bytes:
    """Return an AMR file of frames without speech: 12.2 kbit/s, 20 ms each."""
    return b"#!AMR\n" + (b"\x3c" + bytes(31)) * int(seconds * 50)


@cache
def encoded(kind: str, codec: str, seconds: float = 2.0, made: str = "") -> bytes:
    """Return a file by the library itself, with a creation time where one is given."""
    out, rate = io.BytesIO(), 16_000 if codec == "libopus" else 44_100
    with av.open(out, "w", format=kind) as container:
        if made:
            container.metadata["creation_time"] = made
        stream = container.add_stream(codec, rate=rate, layout="mono")
        assert isinstance(stream, av.AudioStream)
        frame = av.AudioFrame(format="s16", layout="mono", samples=int(seconds * rate))
        frame.planes[0].update(_tone(seconds, rate))
        frame.sample_rate, frame.time_base, frame.pts = rate, Fraction(1, rate), 0
        resampler = av.AudioResampler(format=stream.format.name, layout="mono", rate=rate, frame_size=stream.frame_size)
        for part in (*resampler.resample(frame), *resampler.resample(None)):
            container.mux(stream.encode(part))
        container.mux(stream.encode(None))
    return out.getvalue()


def m4a(seconds: float = 2.0, made: str = "") -> bytes:
    """Return an M4A file (AAC)."""
    return encoded("mp4", "aac", seconds, made)


def mp3(seconds: float = 2.0) -> bytes:
    """Return an MP3 file."""
    return encoded("mp3", "libmp3lame", seconds)
