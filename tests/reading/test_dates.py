"""Dates, resolved where text and day of sending allow."""

from __future__ import annotations

from datetime import date

import pytest

from shouzheng.model.reading import EntityKind
from shouzheng.reading.one import read
from tests.reading.making import lexicon

_SENT = date(2026, 1, 5)  # a Monday


def _dates(text: str, sent: date | None = _SENT) -> list[tuple[str, date | None]]:
    return [(e.text, e.day) for e in read(text, lexicon(), sent=sent).entities if e.kind is EntityKind.DATE]


@pytest.mark.parametrize(
    ("text", "words", "day"),
    [
        ("还款日2026-01-15", "2026-01-15", date(2026, 1, 15)),
        ("2026/1/15前", "2026/1/15", date(2026, 1, 15)),
        ("2026.1.15前", "2026.1.15", date(2026, 1, 15)),
        ("于2026年1月15日还款", "2026年1月15日", date(2026, 1, 15)),
        ("２０２６年１月１５日", "２０２６年１月１５日", date(2026, 1, 15)),
        ("二〇二六年一月十五日", "二〇二六年一月十五日", date(2026, 1, 15)),
        ("1月15日前", "1月15日", date(2026, 1, 15)),
        ("12月25日已到期", "12月25日", date(2025, 12, 25)),
        ("十二月二十五日", "十二月二十五日", date(2025, 12, 25)),
        ("今天还款", "今天", date(2026, 1, 5)),
        ("今晚6点前", "今晚", date(2026, 1, 5)),
        ("明日到期", "明日", date(2026, 1, 6)),
        ("大后天", "大后天", date(2026, 1, 8)),
        ("昨天", "昨天", date(2026, 1, 4)),
        ("本月25日", "本月25日", date(2026, 1, 25)),
        ("下个月5号", "下个月5号", date(2026, 2, 5)),
        ("上月31日", "上月31日", date(2025, 12, 31)),
        ("本周三前", "本周三", date(2026, 1, 7)),
        ("下周日", "下周日", date(2026, 1, 18)),
        ("周五前", "周五", None),
        ("25号前还款", "25号", None),
        ("2月30日", "2月30日", None),
        ("2026年13月1日", "2026年13月1日", None),
        ("本月31号", "本月31号", date(2026, 1, 31)),
    ],
)
def test_a_date(text: str, words: str, day: date | None) -> None:
    assert _dates(text) == [(words, day)]


@pytest.mark.parametrize(
    "text",
    [
        "3日内还款",
        "三天内",
        "逾期7天",
        "18点前",
        "3号楼",
        "1.5",
        "12-25",
        "每周五",
        "一周一次",
        "2026年1月",
        "13000000021",
    ],
)
def test_no_date(text: str) -> None:
    assert _dates(text) == []


def test_without_a_day_of_sending_only_full_dates_are_resolved() -> None:
    assert _dates("1月15日、今天、下周三、2026-01-15", None) == [
        ("1月15日", None),
        ("今天", None),
        ("下周三", None),
        ("2026-01-15", date(2026, 1, 15)),
    ]


@pytest.mark.parametrize("sent", [date.min, date.max])
def test_the_edges_of_the_calendar(sent: date) -> None:
    for text in ("昨天", "明天", "下周三", "上周一", "下个月5号", "上月5号", "12月31日", "1月1日"):
        assert len(_dates(text, sent)) == 1
