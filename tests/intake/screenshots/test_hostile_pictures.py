"""Pictures made to exhaust memory or to pass for something else."""

import io
import struct
import sys
import zlib
from pathlib import Path

import pytest
from PIL import Image

from shouzheng.intake.exports import open_export
from shouzheng.intake.records import Refused
from shouzheng.intake.screenshots.engine import used
from shouzheng.intake.screenshots.picture import MOST_PIXELS, open_picture
from shouzheng.reference.problems import ShouzhengError
from tests.intake.making import codes, opened, why_unread
from tests.intake.screenshots.drawing import Chat, jpeg, png
from tests.intake.screenshots.fake import FakeEngine

_CHAT = Chat([("time", "20:47"), ("left", "还款")], width=420)


def _chunk(kind: bytes, data: bytes) -> bytes:
    return struct.pack(">I", len(data)) + kind + data + struct.pack(">I", zlib.crc32(kind + data))


def _bomb(width: int, height: int) -> bytes:
    header = _chunk(b"IHDR", struct.pack(">IIBBBBB", width, height, 8, 2, 0, 0, 0))
    return b"\x89PNG\r\n\x1a\n" + header + _chunk(b"IDAT", zlib.compress(b"\0" * 1_000_000)) + _chunk(b"IEND", b"")


def _refused(folder: Path, content: bytes, name: str = "a.png") -> str:
    path = folder / name
    path.write_bytes(content)
    with pytest.raises(Refused) as caught:
        open_picture(path)
    return caught.value.kind.code


@pytest.mark.parametrize(
    ("size", "code"),
    [
        ((10_000, 10_000), "SZ-1403"),
        ((100, 400_000), "SZ-1403"),
        ((60_000, 60_000), "SZ-1402"),  # Pillow itself refuses these
        ((1 << 30, 1 << 30), "SZ-1402"),
        ((1, 1), "SZ-1404"),
        ((2000, 8), "SZ-1404"),
    ],
)
def test_size_is_checked_before_anything_is_decoded(tmp_path: Path, size: tuple[int, int], code: str) -> None:
    assert _refused(tmp_path, _bomb(*size)) == code


def test_a_tall_screenshot_within_the_limit_is_opened_and_scaled(tmp_path: Path) -> None:
    path = tmp_path / "tall.png"
    assert MOST_PIXELS > 1080 * 30_000
    Image.new("L", (1080, 30_000), 237).save(path, compress_level=1)
    picture = open_picture(path)
    assert (picture.width, picture.height, picture.pixels.shape) == (1080, 30_000, (20_000, 720, 3))


@pytest.mark.parametrize(
    "content",
    [
        b"",
        b"\x89PNG\r\n\x1a\n",
        b"\xff\xd8\xff",
        b"<svg xmlns='http://www.w3.org/2000/svg'/>",
        b"GIF89a" + b"\0" * 50,
        b"BM" + b"\0" * 80,
    ],
)
def test_what_is_no_picture_here_is_refused(tmp_path: Path, content: bytes) -> None:
    assert _refused(tmp_path, content) == "SZ-1402"


def test_an_animated_gif_is_not_decoded(tmp_path: Path) -> None:
    out = io.BytesIO()
    frames = [Image.new("P", (300, 600), shade) for shade in range(20)]
    frames[0].save(out, "GIF", save_all=True, append_images=frames[1:])
    assert _refused(tmp_path, out.getvalue()) == "SZ-1402"


def test_an_animated_png_is_read_by_its_first_frame_and_that_is_said(tmp_path: Path) -> None:
    out = io.BytesIO()
    frames = [Image.new("RGB", (300, 600), f"#{shade:02x}{shade:02x}ee") for shade in (10, 90, 200)]
    frames[0].save(out, "PNG", save_all=True, append_images=frames[1:])
    path = tmp_path / "a.png"
    path.write_bytes(out.getvalue())
    with used(FakeEngine()):
        _, report = opened(path)
    assert "SZ-1406" in codes(report)


def test_a_png_named_jpg_is_read_for_what_it_is(tmp_path: Path) -> None:
    path = tmp_path / "Screenshot_20260102-221530_com.tencent.mm.jpg"
    path.write_bytes(png(_CHAT))
    with used(FakeEngine()):
        events, report = opened(path)
    assert (report.format, len(events)) == ("screenshot", 1)


@pytest.mark.parametrize("content", [png(_CHAT), jpeg(_CHAT)])
def test_a_cut_off_picture_is_read_as_far_as_it_goes(tmp_path: Path, content: bytes) -> None:
    path = tmp_path / "a.png"
    path.write_bytes(content[: len(content) // 2])
    with used(FakeEngine()):
        _, report = opened(path)
    assert "SZ-1405" in codes(report)


def test_a_picture_that_cannot_be_opened_is_one_unread_record(tmp_path: Path) -> None:
    path = tmp_path / "a.png"
    path.write_bytes(_bomb(6_000, 9_000))
    events, report = opened(path)
    assert (events, report.records, why_unread(report)) == ([], 1, ["SZ-1403"])


def test_without_the_extra_the_picture_is_unread_and_that_is_said(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    from shouzheng.intake.screenshots import engine

    monkeypatch.setitem(sys.modules, "rapidocr", None)
    engine._rapid.cache_clear()
    path = tmp_path / "a.png"
    path.write_bytes(png(_CHAT))
    events, report = opened(path)
    assert (events, why_unread(report)) == ([], ["SZ-1400"])
    assert "SZ-1400" in codes(report)
    assert "shouzheng[ocr]" in report.problems[0].kind.repair.en


@pytest.mark.parametrize("picture", [Image.new("RGB", (800, 40)), Image.new("RGB", (64, 128))])
def test_a_wide_or_tiny_picture_is_no_screenshot_unless_the_person_says_so(
    tmp_path: Path, picture: Image.Image
) -> None:
    path = tmp_path / "a.png"
    picture.save(path)
    with pytest.raises(ShouzhengError) as caught:
        open_export(path)
    assert caught.value.problems[0].code == "SZ-1010"
    with used(FakeEngine()):
        assert opened(path, forced_format="screenshot")[1].format == "screenshot"


def test_a_photo_of_a_camera_is_no_screenshot(tmp_path: Path) -> None:
    exif = Image.Exif()
    exif[0x010F] = "Example Camera"
    path = tmp_path / "IMG_0001.jpg"
    Image.new("RGB", (900, 1600)).save(path, exif=exif)
    with pytest.raises(ShouzhengError):
        open_export(path)
