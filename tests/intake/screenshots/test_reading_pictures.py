"""From a picture to contacts: with the real engine on drawn chats, and with a fake one for what does not need it."""

import hashlib
import socket
from dataclasses import replace
from pathlib import Path

import pytest
from PIL import Image

from shouzheng.intake.screenshots.corrections import Confirmed, NotUsable, corrections_text, parsed_corrections
from shouzheng.intake.screenshots.engine import Line, used
from shouzheng.intake.screenshots.reading import read_file
from shouzheng.intake.screenshots.review import review
from shouzheng.intake.screenshots.tiles import MOST
from shouzheng.model.event import Channel, ContactEvent, Direction, TextSource
from shouzheng.model.grade import Grade
from shouzheng.model.moment import Resolution
from shouzheng.model.original import Digest
from shouzheng.model.words import Lang
from shouzheng.reference.problems import ShouzhengError
from tests.intake.making import codes, opened, why_unread
from tests.intake.screenshots.drawing import DARK, SMS, WECHAT, Chat, Theme, jpeg, png
from tests.intake.screenshots.fake import FakeEngine

_ROWS = [
    ("time", "昨天 20:47"),
    ("left", "您的借款12,345.67元已逾期37天，请今天处理"),
    ("right", "能不能协商分期"),
    ("time", "22:10"),
    ("left", "不处理就联系138****6621"),
]
_NAME = "Screenshot_20260102-221530_com.tencent.mm.jpg"


def _save(folder: Path, chat: Chat, name: str = _NAME) -> Path:
    path = folder / name
    path.write_bytes(png(chat))
    return path


@pytest.fixture
def no_network(monkeypatch: pytest.MonkeyPatch) -> None:
    def refuse(*_: object, **__: object) -> None:
        raise AssertionError("the network was asked for")

    monkeypatch.setattr(socket.socket, "connect", refuse)
    monkeypatch.setattr(socket, "getaddrinfo", refuse)


@pytest.mark.usefixtures("no_network")
@pytest.mark.parametrize("theme", [WECHAT, DARK, SMS])
def test_a_drawn_chat_is_read_offline(tmp_path: Path, theme: Theme) -> None:
    events, report = opened(_save(tmp_path, Chat(_ROWS, width=480, theme=theme)))
    assert [event.direction for event in events] == [Direction.INBOUND, Direction.OUTBOUND, Direction.INBOUND]
    assert "12,345.67元已逾期37天" in (events[0].text or "")
    assert events[2].text == "不处理就联系138*…*6621"
    assert [event.time.device.strftime("%Y-%m-%d %H:%M") for event in events] == [
        "2026-01-01 20:47",
        "2026-01-01 20:47",
        "2026-01-02 22:10",
    ]
    assert [event.time.resolution for event in events] == [Resolution.MINUTE, Resolution.DAY, Resolution.MINUTE]
    assert {event.channel for event in events} == {Channel.IM}
    assert {event.other.raw for event in events} == {"云岭法务李专员"}
    assert all(event.text_source is TextSource.OCR and "machine_read" in event.notes for event in events)
    assert report.grade is Grade.E
    assert not report.tried
    assert {"SZ-1410", "SZ-1115"} <= set(codes(report))


def test_every_line_keeps_how_sure_the_machine_was(tmp_path: Path) -> None:
    event = opened(_save(tmp_path, Chat(_ROWS[:2], width=480)))[0][0]
    raw = dict(event.raw)
    lines = [key for key in raw if key.startswith("line ")]
    assert lines
    assert all(0.3 <= float(raw[key.replace("line", "sure")]) <= 1 for key in lines)
    assert raw["reading"] == event.text
    assert raw["time"] == event.time.raw
    assert "rapidocr" in raw["read_with"]
    assert event.positions[0].path.startswith("message[1] (")


def _fake(tmp_path: Path, *lines: Line, name: str = _NAME) -> tuple[list[ContactEvent], list[str], list[str]]:
    image = Image.new("RGB", (700, 1200), "#ededed")
    image.paste(Image.new("RGB", (400, 100), "#ffffff"), (110, 300))
    image.putpixel((350, 0), (0, 0, 0))  # something drawn at the top: the lines' places are those of the whole picture
    path = tmp_path / name
    image.save(path, "PNG")
    with used(FakeEngine(lines)):
        events, report = opened(path)
    return events, codes(report), why_unread(report)


_WORDS = Line("还款", 0.99, 130, 330, 300, 360)


def test_a_time_without_a_day_is_kept_but_not_guessed(tmp_path: Path) -> None:
    stamp = Line("昨天 20:47", 0.99, 300, 240, 400, 270)
    events, said, unread = _fake(tmp_path, stamp, _WORDS, name="IMG_1234.PNG")
    assert (events, unread) == ([], ["SZ-1420"])
    assert "SZ-1411" in said


def test_a_message_without_any_time_is_unread(tmp_path: Path) -> None:
    events, _, unread = _fake(tmp_path, _WORDS)
    assert (events, unread) == ([], ["SZ-1420"])


def test_a_line_of_which_the_machine_is_unsure_is_marked(tmp_path: Path) -> None:
    stamp = Line("20:47", 0.99, 300, 240, 400, 270)
    (event,), _, _ = _fake(tmp_path, stamp, Line("还歉", 0.6, 130, 330, 300, 360))
    assert "low_confidence" in event.notes


def test_the_number_above_a_chat_is_a_number(tmp_path: Path) -> None:
    stamp = Line("20:47", 0.99, 300, 240, 400, 270)
    title = Line("1069 0000 0012 34", 0.99, 250, 90, 450, 120)
    (event,), _, _ = _fake(tmp_path, stamp, title, _WORDS, name="Screenshot_20260102-221530.png")
    assert (event.other.raw, event.channel) == ("10690000001234", Channel.SMS)
    assert "channel_guessed" in event.notes


def test_the_time_inside_a_picture_counts_and_one_that_contradicts_the_name_is_said(tmp_path: Path) -> None:
    exif = Image.Exif()
    exif[0x0132] = "2026:01:02 22:15:30"
    chat = Chat([("time", "昨天 20:47"), ("left", "还款")], width=420)
    plain, named = tmp_path / "IMG_1234.jpg", tmp_path / "Screenshot_20260301-101010.jpg"
    for path in (plain, named):
        path.write_bytes(jpeg(chat, 90, exif=exif))
    (event,), report = opened(plain)
    assert event.time.device.strftime("%Y-%m-%d %H:%M") == "2026-01-01 20:47"
    assert "SZ-1414" not in codes(report)
    (event,), report = opened(named)
    assert event.time.device.strftime("%Y-%m-%d %H:%M") == "2026-02-28 20:47"
    assert "SZ-1414" in codes(report)


def test_the_page_to_check_is_inert_and_the_file_is_never_written_over(tmp_path: Path) -> None:
    path = _save(tmp_path, Chat(_ROWS[:2], width=420), "<img src=x onerror=alert(1)>.png")
    with used(FakeEngine()):
        page, corrections = review(path, None, Lang.ZH_HANS)
        html = page.read_text("utf-8")
        assert html.count("<img ") == html.count('src="data:image/jpeg;base64,') == 2
        assert "default-src 'none'" in html
        for forbidden in ("<script", "onerror=alert(1)>.png<", "http://", "https://", "<b>", "\u202e"):
            assert forbidden not in html
        assert oct(page.stat().st_mode)[-3:] == "600"
        page = review(path, None, Lang.ZH_HANT)[0]
        assert "圖片" in page.read_text("utf-8")
        assert "还款" in page.read_text("utf-8")  # what stands in the picture is never converted
        corrections.write_text("mine", "utf-8")
        review(path, None, Lang.EN)
        assert corrections.read_text("utf-8") == "mine"
        with pytest.raises(ShouzhengError) as caught:
            review(path, tmp_path / "absent", Lang.EN)
    assert caught.value.problems[0].code == "SZ-1425"


def _corrected(path: Path, *changes: tuple[str, str]) -> None:
    _, corrections = review(path, None, Lang.ZH_HANS)
    text = corrections.read_text("utf-8")
    for old, new in changes:
        assert old in text, text
        text = text.replace(old, new, 1)
    corrections.write_text(text, "utf-8")


_SIGNED = (
    ("confirmed = false", "confirmed = true"),
    ('by = ""', 'by = "张三"'),
    ('at = ""', 'at = "2026-01-05 09:00"'),
)


def test_corrections_hold_and_the_reading_stays_beside_them(tmp_path: Path) -> None:
    path = _save(tmp_path, Chat(_ROWS[:2], width=420), "IMG_1.PNG")
    with used(FakeEngine()):
        _corrected(path, *_SIGNED, ('text = "还款', 'text = "请还款'), ('taken = ""', 'taken = "2026-01-02 22:15"'))
        (event,), report = opened(path)
    raw = dict(event.raw)
    assert (event.text or "").startswith("请还款")
    assert raw["reading"].startswith("还款")
    assert (raw["corrected_by"], raw["corrected_at"]) == ("张三", "2026-01-05 09:00")
    assert raw["taken by person"] == "2026-01-02 22:15:00"
    assert event.text_source is TextSource.OCR
    assert {"machine_read", "corrected_by_person"} <= set(event.notes)
    assert "SZ-1416" in codes(report)
    assert [original.name for original in report.beside] == ["IMG_1.PNG.review.toml"]


def test_what_a_person_made_of_a_reading_is_written_and_read_back(tmp_path: Path) -> None:
    path = _save(tmp_path, Chat(_ROWS[:2], width=420), "IMG_1.PNG")
    with used(FakeEngine()):
        _, reading = read_file(path)
    digest = Digest("sha256", hashlib.sha256(path.read_bytes()).hexdigest(), path.stat().st_size)
    hostile = 'x"""\n[[message]]\x7f\u202e\\'
    made = replace(reading, messages=(replace(reading.messages[0], text=hostile, ignored=True, side=None),))
    for confirmed in (Confirmed(), Confirmed("张三", "2026-01-05 09:00")):
        found = parsed_corrections(corrections_text(digest, path.name, made, None, confirmed).encode(), digest)
        assert found.reading.messages == made.messages
        assert (found.by, found.at, found.confirmed) == (confirmed.by, confirmed.at, bool(confirmed.by))
    with pytest.raises(NotUsable):
        parsed_corrections(corrections_text(digest, path.name, made, None).encode(), replace(digest, hex="0" * 64))


def test_a_message_can_be_added_or_set_aside(tmp_path: Path) -> None:
    path = _save(tmp_path, Chat(_ROWS[:2], width=420), "IMG_1.PNG")
    added = '\n[[message]]\nside = "right"\ntime = "2026-01-02 20:50"\nfirst = true\ntext = "好"\n'
    with used(FakeEngine()):
        _corrected(path, *_SIGNED, ("ignore = false", "ignore = true"))
        beside = path.with_name("IMG_1.PNG.review.toml")
        beside.write_text(beside.read_text("utf-8") + added, "utf-8")
        (event,), report = opened(path)
    assert why_unread(report) == ["SZ-1421"]
    assert (event.text, event.text_source, event.direction) == ("好", TextSource.BY_HAND, Direction.OUTBOUND)
    assert "added_by_person" in event.notes


@pytest.mark.parametrize(
    "changes",
    [
        (),
        (("confirmed = false", "confirmed = true"),),
        (*_SIGNED, ("picture = ", 'picture = "sha256:00"\nother = ')),
        (*_SIGNED, ('side = "', 'side = "upper')),
        (*_SIGNED, ('taken = ""', 'taken = "tomorrow"')),
        (*_SIGNED, ("box = [", "box = [1,")),
        (("confirmed = false", "confirmed = "),),
    ],
)
def test_corrections_that_cannot_be_used_are_said_and_left_out(
    tmp_path: Path, changes: tuple[tuple[str, str], ...]
) -> None:
    path = _save(tmp_path, Chat(_ROWS[:2], width=420), "IMG_1.PNG")
    with used(FakeEngine()):
        _corrected(path, *changes)
        (event,), report = opened(path)
    assert "SZ-1417" in codes(report)
    assert "corrected_by" not in dict(event.raw)


def test_a_long_screenshot_is_read_whole(tmp_path: Path) -> None:
    rows = [("time", "20:47"), *[("left" if n % 2 else "right", f"第{n}条消息") for n in range(10)]]
    path = _save(tmp_path, Chat(rows, width=420, gap=130))
    with Image.open(path) as picture:
        assert picture.height > MOST
    events, _ = opened(path)
    assert [event.text for event in events] == [f"第{n}条消息" for n in range(10)]
    assert [event.direction for event in events] == [Direction.OUTBOUND, Direction.INBOUND] * 5
