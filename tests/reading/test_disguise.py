"""A disguised text shows the same acts at the same words, and the disguise is told."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from shouzheng.reading.entries import Example
from shouzheng.reading.fold import default_fold_table, fold
from shouzheng.reading.one import read
from tests.reading.making import (
    full_width,
    han_gaps,
    lexicon,
    look_alike_of,
    positives,
    reading,
    shown_words,
    traditional_of,
)

_EXAMPLES = st.sampled_from(positives())
_SEPARATORS = st.sampled_from([" ", "*", "-", "_", "/", "|", "·", ".", "★", "😀", " * ", "\u3000"])
_INVISIBLE = st.sampled_from(["\u200b", "\u200d", "\u2060", "\ufeff", "\u202e", "\u202c", "\x00", "\x08", "\u0336"])
_PUNCTUATION = "，。！？、；：“”"


def _same(example: Example, raw: str) -> None:
    clean = read(example.text, lexicon(), addressee=example.addressee)
    masked = read(raw, lexicon(), addressee=example.addressee)
    assert clean.acts
    assert shown_words(raw, masked) == shown_words(example.text, clean)
    for shown in masked.acts:
        assert 0 <= shown.span.start < shown.span.end <= len(raw)


@given(_EXAMPLES)
@settings(max_examples=60, deadline=None)
def test_full_width(example: Example) -> None:
    _same(example, full_width(example.text))


@given(_EXAMPLES)
@settings(max_examples=80, deadline=None)
def test_traditional_throughout_is_no_disguise(example: Example) -> None:
    raw = "".join(traditional_of().get(char, char) for char in example.text)
    _same(example, raw)
    if not any(char in default_fold_table().only_simplified for char in raw):
        assert not read(raw, lexicon(), addressee=example.addressee).disguised


@given(_EXAMPLES, st.data())
@settings(max_examples=120, deadline=None)
def test_separators_between_han(example: Example, data: st.DataObject) -> None:
    places = data.draw(st.sets(st.sampled_from(han_gaps(example.text)), max_size=6))
    separator = data.draw(_SEPARATORS)
    raw = "".join(separator * (i in places) + char for i, char in enumerate(example.text))
    _same(example, raw)


@given(_EXAMPLES, st.data())
@settings(max_examples=120, deadline=None)
def test_invisible_characters_anywhere(example: Example, data: st.DataObject) -> None:
    places = data.draw(st.sets(st.integers(0, len(example.text)), max_size=6))
    sign = data.draw(_INVISIBLE)
    raw = "".join(sign * (i in places) + char for i, char in enumerate(example.text + "\n"))[:-1]
    _same(example, raw)


@given(_EXAMPLES, st.data())
@settings(max_examples=120, deadline=None)
def test_look_alikes(example: Example, data: st.DataObject) -> None:
    places = [i for i, char in enumerate(example.text) if char in look_alike_of()]
    chosen = data.draw(st.sets(st.sampled_from(places), max_size=6)) if places else set()
    raw = "".join(look_alike_of()[char] if i in chosen else char for i, char in enumerate(example.text))
    _same(example, raw)


@given(_EXAMPLES, st.sampled_from(["①②③④⑤⑥⑦⑧⑨", "𝟏𝟐𝟑𝟒𝟓𝟔𝟕𝟖𝟗", "１２３４５６７８９"]))
@settings(max_examples=60, deadline=None)
def test_digits_in_other_dress(example: Example, dress: str) -> None:
    raw = example.text.translate(dict(zip(map(ord, "123456789"), dress, strict=True)))
    _same(example, raw)


@given(_EXAMPLES, st.data())
@settings(max_examples=60, deadline=None)
def test_split_characters_and_separators_together(example: Example, data: st.DataObject) -> None:
    split = {whole: pair for pair, whole in default_fold_table().split.items()}
    chosen = data.draw(st.sets(st.integers(0, len(example.text) - 1), max_size=8))
    raw = "".join(split.get(char, char) if i in chosen else char for i, char in enumerate(example.text))
    gaps = han_gaps(raw)
    inside = {i + 1 for i in range(len(raw) - 1) if raw[i : i + 2] in default_fold_table().split}
    places = data.draw(st.sets(st.sampled_from(gaps), max_size=4)) - inside if gaps else set()
    _same(example, "".join("*" * (i in places) + char for i, char in enumerate(raw)))


@pytest.mark.parametrize(
    "raw",
    [
        "再不还钱就打*断你的腿",
        "再不还钱就打\u200b断你的腿",
        "再不还 钱就打断你的 腿，打 断",
        "再不还钱就打斷你的腿，还不还",
        "扌丁断你的腿，欠款今天还",
        "再不辶不钅戋就🔪砍死亻尔全家，打·断你的腿",
        "ＤＡ欠款今天不還，砍 断 妳 的 腿",
    ],
)
def test_the_disguise_of_a_threat_is_told(raw: str) -> None:
    result = reading(raw)
    assert result.has("threat_violence")
    assert result.disguised


@pytest.mark.parametrize(
    "raw",
    [
        "黛款找我",
        "贷*款当天放款",
        "您的账户已凍结，请联系客服",
        "额\u200b度提升",
        "氵去阝完传票",
        "辶俞期未处理",
        "亻崔收找我",
    ],
)
def test_disguised_words_of_lending_are_told_without_any_act(raw: str) -> None:
    assert reading(raw).disguised


@pytest.mark.parametrize(
    "raw",
    [
        "您的借款已逾期，请尽快还款",
        "您的借款 已逾期 ，请尽快 还款",
        "請您儘快還款，以免影響徵信",
        "ＡＰＰ内还款１００元",
        "黛玉和宝钗的故事",
        "安徽微信用户",
    ],
)
def test_ordinary_writing_is_no_disguise(raw: str) -> None:
    assert not reading(raw).disguised


@pytest.mark.parametrize("sign", _PUNCTUATION)
def test_real_punctuation_inside_a_word_is_not_dropped(sign: str) -> None:
    assert fold(f"打{sign}断").text != "打断"


def test_the_act_itself_says_whether_it_was_disguised() -> None:
    clean, masked = reading("再不还钱就打断你的腿"), reading("再不还钱就打·断你的腿")
    assert [shown.disguised for shown in clean.acts if shown.act == "threat_violence"] == [False] * len(
        clean.spans("threat_violence")
    )
    assert all(shown.disguised for shown in masked.acts if shown.act == "threat_violence")


def test_a_blank_in_a_gap_is_no_disguise() -> None:
    shown = [one for one in reading("今天不还钱就带人去你家 打断你的腿").acts if one.act == "threat_violence"]
    assert shown
    assert not any(one.disguised for one in shown)
