"""The sound of a recording for a speech model, piece by piece; the file itself is never changed or encoded anew."""

from __future__ import annotations

from array import array
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from shouzheng.intake.recordings.media import kind_of
from shouzheng.intake.recordings.problems import CANNOT_TRANSCRIBE, NO_AV
from shouzheng.reference.problems import Problem, ShouzhengError

if TYPE_CHECKING:
    from av.container import InputContainer

#: Samples a second that all speech models here take.
RATE = 16_000
#: Longest piece in seconds (whisper hears 30 at a time), and its last seconds, in which a quiet place is looked for.
LONGEST_S, QUIET_S = 28, 6
_WINDOW = RATE // 5
_MOST_FAULTS = 1000


@dataclass(frozen=True, slots=True)
class Sound:
    """A piece of sound: where it begins in seconds, and 16,000 samples a second (16 bits, one channel)."""

    start: float
    pcm16k: bytes

    @property
    def seconds(self) -> float:
        """How long it is."""
        return len(self.pcm16k) / 2 / RATE


def sound_of(path: Path) -> Iterator[Sound]:
    """Yield the sound in pieces, cut where it is quiet; damaged packets are left out.

    Raises ``ShouzhengError`` (SZ-1453, SZ-1472; exit 2).
    """
    try:
        import av
    except ImportError as error:
        raise ShouzhengError(Problem(NO_AV, path.name, (("length", "?"),)), exit_code=2) from error
    with path.open("rb") as stream:
        kind = kind_of(stream.read(16))
        stream.seek(0)
        try:
            with av.open(stream, mode="r", format=kind, metadata_errors="ignore") as container:
                yield from _cut(_decoded(container))
        except (av.FFmpegError, ValueError, IndexError, StopIteration) as error:
            slots = (("detail", type(error).__name__),)
            raise ShouzhengError(Problem(CANNOT_TRANSCRIBE, path.name, slots), exit_code=2) from error


def _decoded(container: InputContainer) -> Iterator[bytes]:
    import av

    stream = container.streams.audio[0]
    resampler = av.AudioResampler(format="s16", layout="mono", rate=RATE)
    packets, faults = container.demux(stream), 0
    while faults < _MOST_FAULTS:
        try:
            packet = next(packets)
            for frame in packet.decode():
                if isinstance(frame, av.AudioFrame):
                    for part in resampler.resample(frame):
                        yield bytes(part.planes[0])[: part.samples * 2]
        except StopIteration:
            return
        except (av.FFmpegError, ValueError):
            faults += 1


def _cut(blocks: Iterator[bytes]) -> Iterator[Sound]:
    held, start, most = bytearray(), 0.0, LONGEST_S * RATE * 2
    for block in blocks:
        held += block
        while len(held) >= most:
            end = _quietest(bytes(held[:most]))
            piece = Sound(start, bytes(held[:end]))
            yield piece
            start += piece.seconds
            del held[:end]
    if held:
        yield Sound(start, bytes(held))


def _quietest(data: bytes) -> int:
    """Return the byte at which to cut: the middle of the quietest fifth of a second near the end."""
    samples = array("h", data)
    first = len(samples) - QUIET_S * RATE
    places = range(first, len(samples) - _WINDOW, _WINDOW)
    best = min(places, key=lambda place: sum(abs(each) for each in samples[place : place + _WINDOW : 16]))
    return (best + _WINDOW // 2) * 2
