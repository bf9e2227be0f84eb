"""Recordings of tones, named as the fixtures' default name, so that only what is inside tells the time."""

from tests.intake.fixture_sets import Case, FixtureSet
from tests.intake.recordings.sounds import amr, m4a, wav

_GOOD = m4a(1.0, "2026-01-02T14:15:30.000000Z")

SET = FixtureSet(
    "call_recording",
    (
        Case("good", _GOOD, events=1),
        Case("no time inside", amr(), events=0, unread=1),
        Case("truncated", _GOOD[: len(_GOOD) * 2 // 3], events=0, unread=1),
        Case("hostile", b"RIFF\xff\xff\xff\xffWAVEfmt \xff\xff\xff\xff" + bytes(300), events=0, unread=1),
        Case("future", wav(0.5)[:40] + b"\xff" * 200, events=0, unread=1),
    ),
)
