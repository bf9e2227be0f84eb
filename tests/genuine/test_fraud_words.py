"""Every example of every mark gives the answer that its file says; disguise does not change what is meant."""

from __future__ import annotations

import pytest

from shouzheng.genuine.marks import Strength, load_fraud_words, marks_in
from shouzheng.reading.entries import Example
from shouzheng.reading.lexicon import load_lexicon
from shouzheng.reading.one import read
from shouzheng.reading.sign_folder import SignFile
from tests.genuine.making import texts
from tests.reading.making import full_width, han_gaps

FILES = load_fraud_words().files
POSITIVE = [(file, one) for file in FILES for one in file.positive]
NEGATIVE = [(file, one) for file in FILES for one in file.negative]


def _spoken(text: str) -> set[str]:
    return {shown.file.name for shown in load_fraud_words().find(text) if not shown.quoted}


@pytest.mark.parametrize(("file", "example"), POSITIVE, ids=[example.where for _, example in POSITIVE])
def test_positive(file: SignFile[object], example: Example) -> None:
    assert file.name in _spoken(example.text)


@pytest.mark.parametrize(("file", "example"), NEGATIVE, ids=[example.where for _, example in NEGATIVE])
def test_negative(file: SignFile[object], example: Example) -> None:
    assert file.name not in _spoken(example.text)


def test_each_file_has_examples_of_both_kinds() -> None:
    assert len(FILES) >= 15
    assert [file.name for file in FILES if len(file.positive) < 3 or len(file.negative) < 3] == []


@pytest.mark.parametrize("text", texts("scams.toml", "fraud")[:20])
def test_disguise_changes_nothing(text: str) -> None:
    strong = {name for name in _spoken(text) if _strength(name) is Strength.STRONG}
    assert strong <= _spoken(full_width(text))
    gap = han_gaps(text)[len(han_gaps(text)) // 2]
    assert strong <= _spoken(f"{text[:gap]}*{text[gap:]}")


def _strength(name: str) -> Strength:
    return next(file.extra.strength for file in FILES if file.name == name)


def test_spans_are_in_the_original_characters() -> None:
    text = "安 全 账 户：请把存款转入安*全*账*户"
    for shown in load_fraud_words().find(text):
        words = text[shown.span.start : shown.span.end]
        assert words.strip()
        assert "账" in words


def test_an_act_of_the_reading_is_a_mark_and_a_warning_is_quoted() -> None:
    text = "警方提醒：凡是要求转账到安全账户的都是诈骗"
    marks = marks_in(text, read(text, load_lexicon()))
    assert all(mark.quoted for mark in marks)
    text = "把手机收到的验证码告诉我，我帮你办理分期"
    assert "asks_code" in {mark.name for mark in marks_in(text, read(text, load_lexicon())) if not mark.quoted}
