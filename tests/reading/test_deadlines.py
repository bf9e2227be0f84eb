"""Deadlines are resolved against the moment of sending, and kept unresolved where nobody can know."""

from __future__ import annotations

from datetime import date, datetime

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from shouzheng.model.moment import BEIJING
from shouzheng.reading.deadlines import deadlines
from tests.reading.making import lexicon

SENT = datetime(2026, 11, 20, 9, 30, tzinfo=BEIJING)  # a Friday

CASES = [
    ("请于三日内还清", "三日内", date(2026, 11, 23), None),
    ("今天18点前必须还款", "今天18点前", date(2026, 11, 20), 18 * 60),
    ("今晚8点之前到账", "今晚8点之前", date(2026, 11, 20), 20 * 60),
    ("明天中午12点前", "明天中午12点前", date(2026, 11, 21), 12 * 60),
    ("本月25日前还款", "本月25日前", date(2026, 11, 25), None),
    ("请于2026年11月25日24:00前", "2026年11月25日24:00前", date(2026, 11, 25), 24 * 60),
    ("24小时内处理", "24小时内", date(2026, 11, 21), 9 * 60 + 30),
    ("30分钟内回电", "30分钟内", date(2026, 11, 20), 10 * 60),
    ("下午五点半前", "下午五点半前", date(2026, 11, 20), 17 * 60 + 30),
    ("8点前还款", "8点前", None, 8 * 60),  # already past at the moment of sending
    ("本月底前还清", "本月底前", date(2026, 11, 30), None),
    ("两天之内", "两天之内", date(2026, 11, 22), None),
    ("限你一周内", "一周内", date(2026, 11, 27), None),
    ("3个工作日内答复", "3个工作日内", date(2026, 11, 25), None),  # over a weekend
    ("２４小时内", "２４小时内", date(2026, 11, 21), 9 * 60 + 30),
]


@pytest.mark.parametrize(("text", "words", "day", "minute"), CASES)
def test_resolved(text: str, words: str, day: date | None, minute: int | None) -> None:
    found = deadlines(text, lexicon(), SENT)
    assert [(one.text, one.day, one.minute) for one in found] == [(words, day, minute)]


@pytest.mark.parametrize(
    "text", ["近30天内无还款", "验证码5分钟内有效", "三天前已还", "前台", "国内", "每天8点", "第3天"]
)
def test_no_deadline(text: str) -> None:
    assert deadlines(text, lexicon(), SENT) == ()


def test_without_the_moment_of_sending_nothing_is_guessed() -> None:
    assert [one.day for one in deadlines("三日内，今天18点前", lexicon())] == [None, None]


def test_working_days_beyond_the_notices_are_unknown() -> None:
    late = datetime(2060, 1, 1, tzinfo=BEIJING)
    assert [one.day for one in deadlines("3个工作日内", lexicon(), late)] == [None]


def test_a_naive_moment_is_refused() -> None:
    with pytest.raises(ValueError, match="offset"):
        deadlines("三日内", lexicon(), datetime(2026, 11, 20))  # noqa: DTZ001  the refusal is what is tested


@settings(max_examples=60, deadline=None)
@given(st.text(alphabet="今明晚天三日内前点8:0-月底年本之 \ud800\x00", max_size=60))
def test_spans_are_the_words(text: str) -> None:
    for moment in (SENT, datetime.min.replace(tzinfo=BEIJING), datetime.max.replace(tzinfo=BEIJING)):
        for one in deadlines(text, lexicon(), moment):
            assert text[one.span.start : one.span.end] == one.text
