from datetime import UTC, datetime
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from shouzheng.intake.recordings.media import kind_of, media_of
from shouzheng.intake.recordings.names import examples, named
from shouzheng.model.event import Direction
from shouzheng.model.moment import Resolution
from tests.intake.recordings.sounds import amr, m4a, mp3, wav

_AT = datetime(2026, 1, 2, 22, 15, 30, tzinfo=UTC)


@pytest.mark.parametrize(("maker", "example"), examples())
def test_every_pattern_reads_its_own_example_first(maker: str, example: str) -> None:
    found = named(example)
    assert found is not None
    assert found.maker == maker
    assert found.at in (_AT, _AT.replace(second=0))
    assert found.number == "13000000021" or (maker.startswith("Samsung") and not found.name)


@pytest.mark.parametrize(
    ("name", "number", "who", "fine"),
    [
        ("通话录音@张_三(1300000,0021)_20260102221530.mp3", None, None, None),
        ("通话录音@云岭(p8613000000021)_20260102221530.mp3", ",8613000000021", "云岭", Resolution.SECOND),
        ("Вызов@示例(13000000021)_示例(13000000022)_20260102221530.mp3", "13000000021", "示例", Resolution.SECOND),
        ("张@三@13000000021_20260102_221530.amr", "13000000021", "张@三", Resolution.SECOND),
        ("云岭 法务-2601022215.mp3", "", "云岭 法务", Resolution.MINUTE),
        ("Call recording 云岭_法务_260102_221530.m4a", "", "云岭_法务", Resolution.SECOND),
        ("CallRecord_20260102-221530_+8613000000021.oga", "+8613000000021", "", Resolution.SECOND),
        ("😀@13000000021_20260102221530.amr", "13000000021", "😀", Resolution.SECOND),
    ],
)
def test_hard_names(name: str, number: str | None, who: str | None, fine: Resolution | None) -> None:
    found = named(name)
    if number is None:
        assert found is None
        return
    assert found is not None
    assert (found.number, found.name, found.fine) == (number, who, fine)


def test_the_one_with_an_offset_and_a_direction() -> None:
    found = named("20260102_221530.123+0530_out_13000000021.oga")
    assert found is not None
    assert (found.zone, found.direction, found.is_start) == (330, Direction.OUTBOUND, True)


@pytest.mark.parametrize(
    "name",
    [
        "",
        "song.mp3",
        "13000000021_20261302221530.amr",
        "x" * 5000 + ".mp3",
        "@" * 150,
        "(" * 100 + ")_2026",
        "a-9913992999.mp3",
    ],
)
def test_names_that_say_nothing(name: str) -> None:
    assert named(name) is None


def test_unsure_patterns_are_told_apart() -> None:
    sure, unsure = named("13000000021_20260102221530.amr"), named("13000000021 2026-01-02 22-15-30.m4a")
    assert sure is not None
    assert unsure is not None
    assert (sure.certain, unsure.certain) == (True, False)


_FILES = {"a.wav": wav(), "a.amr": amr(), "a.m4a": m4a(made="2026-01-02T14:15:30.000000Z"), "a.mp3": mp3()}


@pytest.mark.parametrize("name", sorted(_FILES))
def test_length_packet_by_packet(tmp_path: Path, name: str) -> None:
    path = tmp_path / name
    path.write_bytes(_FILES[name])
    media = media_of(path)
    assert media.seconds is not None
    assert abs(media.seconds - 2) < 0.1
    assert (media.damage, media.by_library) == ("", True)
    assert (media.made == _AT.replace(hour=14)) is (name == "a.m4a")


@pytest.mark.parametrize("name", sorted(_FILES))
def test_half_a_file_is_half_as_long_or_of_unknown_length(tmp_path: Path, name: str) -> None:
    path = tmp_path / name
    path.write_bytes(_FILES[name][: len(_FILES[name]) // 2])
    media = media_of(path)
    assert media.seconds is None or 0.8 < media.seconds < 1.2
    assert (media.seconds is None) <= bool(media.damage)


@pytest.mark.parametrize("name", sorted(_FILES))
def test_without_the_library_headers_are_read(tmp_path: Path, name: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(__import__("sys").modules, "av", None)
    path = tmp_path / name
    path.write_bytes(_FILES[name])
    media = media_of(path)
    assert not media.by_library
    assert (media.seconds is None) is (name == "a.m4a")
    assert media.seconds is None or abs(media.seconds - 2) < 0.1


def test_pictures_and_playlists_are_no_sound() -> None:
    assert kind_of(b"\0\0\0\x18ftypheic\0\0\0\0") is None
    assert kind_of(b"#EXTM3U\nhttp://example.invalid/a.ts") is None
    assert kind_of(b"ffconcat version 1.0") is None
    assert kind_of(b"") is None


@settings(deadline=None, max_examples=200)
@given(st.text("0123456789@_-()+ .张dpinouCalRec", max_size=250))
def test_any_name_is_read_or_not(name: str) -> None:
    found = named(name)
    assert found is None or found.at is not None
