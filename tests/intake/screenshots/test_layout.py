"""Who spoke, and below which time: on drawn chats with the places of lines given, so that no engine is needed."""

from typing import TYPE_CHECKING

import numpy as np
import pytest
from PIL import Image

from shouzheng.intake.records import Refused
from shouzheng.intake.screenshots.bubbles import Side
from shouzheng.intake.screenshots.engine import Line
from shouzheng.intake.screenshots.layout import joined, layout
from shouzheng.intake.screenshots.tiles import LEAST, MOST, MOST_LINES, lines_of, tiles

if TYPE_CHECKING:
    from shouzheng.intake.screenshots.picture import Pixels


def _page(width: int = 700, height: int = 1000, ground: str = "#ededed") -> Image.Image:
    return Image.new("RGB", (width, height), ground)


def _box(image: Image.Image, left: int, top: int, right: int, bottom: int, colour: str) -> None:
    image.paste(Image.new("RGB", (right - left, bottom - top), colour), (left, top))


def _line(text: str, left: int, top: int, right: int, bottom: int, sure: float = 0.99) -> Line:
    return Line(text, sure, left, top, right, bottom)


def test_sides_follow_colour_and_place() -> None:
    image = _page()
    _box(image, 110, 300, 500, 400, "#ffffff")
    _box(image, 200, 450, 590, 550, "#95ec69")
    lines = [_line("还款", 130, 320, 300, 350), _line("不了", 400, 470, 570, 500)]
    talk = layout(lines, np.asarray(image))
    assert [(m.text, m.side) for m in talk.messages] == [("还款", Side.LEFT), ("不了", Side.RIGHT)]


def test_a_coloured_bubble_on_the_left_among_others_on_the_right_is_left_open() -> None:
    image = _page()
    for top, left, right in ((300, 110, 400), (450, 300, 590), (600, 300, 590)):
        _box(image, left, top, right, top + 80, "#95ec69")
    lines = [_line("一", 130, 320, 200, 350), _line("二", 500, 470, 570, 500), _line("三", 500, 620, 570, 650)]
    assert [m.side for m in layout(lines, np.asarray(image)).messages] == [None, Side.RIGHT, Side.RIGHT]


def test_a_bubble_as_wide_as_the_page_is_told_by_its_avatar() -> None:
    image = _page()
    _box(image, 110, 300, 590, 400, "#ffffff")
    lines = [_line("很长的一句话" * 3, 130, 320, 570, 350)]
    assert layout(lines, np.asarray(image)).messages[0].side is None
    _box(image, 30, 300, 95, 365, "#7a90b8")
    assert layout(lines, np.asarray(image)).messages[0].side is Side.LEFT


def test_characters_on_avatars_are_no_words() -> None:
    image = _page()
    _box(image, 110, 300, 500, 400, "#ffffff")
    _box(image, 30, 300, 95, 365, "#7a90b8")
    talk = layout([_line("李", 40, 320, 80, 350), _line("还款", 130, 320, 300, 350)], np.asarray(image))
    assert [m.text for m in talk.messages] == ["还款"]
    assert [line.text for line in talk.outside] == ["李"]
    assert talk.avatars


def test_two_bubbles_close_together_stay_two() -> None:
    image = _page()
    _box(image, 110, 300, 500, 360, "#ffffff")
    _box(image, 110, 370, 500, 430, "#ffffff")
    lines = [_line("一", 130, 315, 300, 345), _line("二", 130, 385, 300, 415)]
    assert [m.text for m in layout(lines, np.asarray(image)).messages] == ["一", "二"]


def test_a_short_bubble_below_the_short_last_line_of_another_stays_its_own() -> None:
    image = _page()
    _box(image, 200, 300, 590, 400, "#95ec69")
    _box(image, 450, 414, 590, 470, "#95ec69")
    lines = [
        _line("很长的一句话" * 2, 215, 310, 575, 345),
        _line("完", 215, 355, 250, 390),
        _line("好", 540, 425, 575, 460),
    ]
    talk = layout(lines, np.asarray(image))
    assert [m.text for m in talk.messages] == ["很长的一句话很长的一句话完", "好"]


def test_times_hold_for_what_stands_below_them_until_the_next() -> None:
    image = _page()
    for top in (300, 400, 600):
        _box(image, 110, top, 500, top + 60, "#ffffff")
    lines = [
        _line("昨天 20:47", 300, 240, 400, 270),
        _line("一", 130, 315, 200, 345),
        _line("二", 130, 415, 200, 445),
        _line("22:10", 310, 520, 390, 550),
        _line("三", 130, 615, 200, 645),
    ]
    talk = layout(lines, np.asarray(image))
    assert [(m.stamp.raw if m.stamp else "", m.first) for m in talk.messages] == [
        ("昨天 20:47", True),
        ("昨天 20:47", False),
        ("22:10", True),
    ]


def test_a_message_above_the_first_time_has_none() -> None:
    image = _page()
    for top in (300, 500):
        _box(image, 110, top, 500, top + 60, "#ffffff")
    lines = [_line("一", 130, 315, 200, 345), _line("22:10", 310, 420, 390, 450), _line("二", 130, 515, 200, 545)]
    assert [m.stamp is not None for m in layout(lines, np.asarray(image)).messages] == [False, True]


def test_title_status_bar_and_notices_are_no_messages() -> None:
    image = _page()
    _box(image, 110, 300, 500, 360, "#ffffff")
    lines = [
        _line("22:15", 20, 10, 90, 40),
        _line("云岭法务", 280, 90, 420, 125),
        _line("你已添加了云岭法务", 230, 220, 470, 250),
        _line("还款", 130, 315, 300, 345),
    ]
    talk = layout(lines, np.asarray(image))
    assert talk.title == "云岭法务"
    assert [m.text for m in talk.messages] == ["还款"]
    assert [line.text for line in talk.outside] == ["22:15", "云岭法务", "你已添加了云岭法务"]


def test_bars_across_the_page_are_no_bubbles() -> None:
    image = _page()
    _box(image, 0, 0, 700, 150, "#12b7f5")
    _box(image, 110, 300, 500, 360, "#ffffff")
    _box(image, 0, 900, 700, 1000, "#ffffff")
    lines = [
        _line("22:15", 20, 10, 90, 40),
        _line("云岭法务", 280, 90, 420, 125),
        _line("还款", 130, 315, 300, 345),
        _line("发送", 600, 930, 660, 960),
    ]
    talk = layout(lines, np.asarray(image))
    assert (talk.title, [m.text for m in talk.messages]) == ("云岭法务", ["还款"])
    assert talk.outside[-1].text == "发送"


def test_the_name_above_a_bubble_in_a_group() -> None:
    image = _page()
    _box(image, 110, 330, 500, 390, "#ffffff")
    lines = [_line("王经理", 128, 300, 190, 320), _line("还款", 130, 345, 300, 375)]
    assert [(m.nick, m.text) for m in layout(lines, np.asarray(image)).messages] == [("王经理", "还款")]


def test_without_bubbles_nobody_is_named() -> None:
    lines = [_line("一句话", 30, 300, 300, 330), _line("的后半", 30, 335, 200, 365), _line("另一句", 30, 500, 300, 530)]
    assert layout(lines, np.asarray(_page())).messages == []  # words without bubbles or times are no chat
    talk = layout([_line("20:47", 310, 220, 390, 250), *lines], np.asarray(_page()))
    assert [(m.text, m.side, m.bubble) for m in talk.messages] == [
        ("一句话的后半", None, False),
        ("另一句", None, False),
    ]


def test_latin_words_keep_their_space() -> None:
    lines = [_line("please pay", 0, 0, 10, 10), _line("today", 0, 20, 10, 30), _line("谢谢", 0, 40, 10, 50)]
    assert joined(lines) == "please pay today谢谢"


def test_every_row_lies_in_one_tile_and_cuts_are_quiet() -> None:
    busy = np.full(9000, 50)
    busy[1300:1320] = 0
    cuts = list(tiles(busy))
    assert cuts[0][0] == 0
    assert 1300 <= cuts[0][1] <= 1320
    assert [one[1] for one in cuts[:-1]] == [two[0] for two in cuts[1:]]
    assert cuts[-1][1] == 9000
    assert all(end - start <= MOST for start, end in cuts)
    assert all(end - start >= LEAST for start, end in cuts[:-1])


class _Counting:
    """An engine that says how large the tiles were that it saw."""

    def __init__(self) -> None:
        self.seen: list[int] = []

    def lines(self, pixels: "Pixels") -> list[Line]:
        self.seen.append(len(pixels))
        return [Line("行", 0.9, 1, 1, 20, 20)]

    def identity(self) -> str:
        return "counting"


def test_a_long_picture_is_read_in_tiles_and_empty_parts_not_at_all() -> None:
    image = _page(400, 6000)
    for top in range(200, 3000, 100):
        _box(image, 20, top, 200, top + 40, "#000000")
    engine = _Counting()
    found = lines_of(np.asarray(image), engine)
    assert max(engine.seen) <= MOST
    assert sum(engine.seen) < 3200
    assert [line.top for line in found] == sorted(line.top for line in found)


def test_a_picture_full_of_lines_is_refused() -> None:
    class Many(_Counting):
        def lines(self, pixels: "Pixels") -> list[Line]:
            return [Line("行", 0.9, 1, 1, 20, 20)] * (MOST_LINES + 1)

    image = _page()
    _box(image, 20, 20, 200, 40, "#000000")
    with pytest.raises(Refused):
        lines_of(np.asarray(image), Many())


@pytest.mark.parametrize("size", [(41, 41), (700, 45)])
def test_nothing_drawn_is_no_message(size: tuple[int, int]) -> None:
    assert lines_of(np.asarray(_page(*size)), _Counting()) == []
