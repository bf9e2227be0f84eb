"""The answer on a terminal and as data: verdict first, calm, hostile words harmless, harsh words folded."""

from __future__ import annotations

import json
import re

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from shouzheng.genuine.answer import Verdict
from shouzheng.genuine.as_json import assessment_as_json
from shouzheng.genuine.screen import screen
from shouzheng.model.words import Lang
from shouzheng.reference.terminal_text import columns
from shouzheng.rulebook.load import load_rulebook
from tests.genuine.making import ask, ask_number, texts

NOTICE = texts("notices.toml", "notice")[0]
SCAM = texts("scams.toml", "fraud")[0]
EVERY = (NOTICE, SCAM, "你好", texts("scams.toml", "no_notice")[2])


@pytest.mark.parametrize("lang", list(Lang))
@pytest.mark.parametrize("text", EVERY)
def test_lines_fit(text: str, lang: Lang) -> None:
    for width in (40, 80):
        shown = screen(ask(text), lang, width=width)
        assert all(columns(line) <= width for line in shown.split("\n"))


@pytest.mark.parametrize("text", EVERY)
def test_never_genuine_and_always_what_to_do(text: str) -> None:
    zh, en = (screen(ask(text), lang, width=1000) for lang in (Lang.ZH_HANS, Lang.EN))
    assert re.search("96110", zh)
    assert re.search("96110", en)
    ours = re.sub("“[^”]*”", "", zh)
    assert not re.search("是真的[。，]|属实|可以放心|正规机构", ours)
    assert not re.search(r"\bis genuine\b|\bis safe\b|unlicensed", en)
    assert "没有牌照" not in zh


def test_the_numbers_to_call_stand_in_the_law_base() -> None:
    listed = {number for channel in load_rulebook().channels.values() for number in channel.hotline}
    for text in EVERY:
        for number in re.findall(r"(?<![0-9])(?:110|96110|12348|12378)(?![0-9])", screen(ask(text), Lang.ZH_HANS)):
            assert number in listed


def test_the_verdict_comes_first_and_the_steps_second() -> None:
    lines = screen(ask(SCAM), Lang.ZH_HANS).split("\n")
    assert lines[0].startswith("这里有诈骗的特征")
    assert lines[2] == "现在怎么做"


def test_harsh_words_are_folded_until_asked_for() -> None:
    text = "【云岭示例】今天18点前转到经理账户，不还就打断你的腿，扒了你的皮"
    answer = ask(text)
    assert answer.harsh
    folded, open_ = screen(answer, Lang.ZH_HANS, width=1000), screen(answer, Lang.ZH_HANS, width=1000, show_words=True)
    assert "打断你的腿" not in folded
    assert "110" in folded
    assert folded.count("打断") <= open_.count("打断")


@pytest.mark.parametrize("evil", ["\x1b[2J", "\u202e", "\x00", "\ud800", "\x9b31m", "\r\n\r\n", "\u2028"])
def test_hostile_words_are_harmless(evil: str) -> None:
    text = f"请把钱转入安{evil}全账户，http://a{evil}.top 【云岭{evil}示例银行】"
    shown = screen(ask(text, f"130{evil}00000021"), Lang.ZH_HANS)
    assert evil not in shown or evil.strip() == ""
    assert not re.search("[\x00-\x09\x0b-\x1f\x7f-\x9f\u202e\ud800-\udfff]", shown)


@settings(max_examples=40, deadline=None)
@given(st.text(max_size=80))
def test_any_text_gives_a_printable_screen(text: str) -> None:
    shown = screen(ask(text or "x"), Lang.ZH_HANT)
    assert not re.search("[\x00-\x09\x0b-\x1f\x7f-\x9f\u202e\ud800-\udfff]", shown)


def test_the_real_domain_is_named() -> None:
    shown = screen(ask("请登录http://www.yunling.example.vip-000.top还款【云岭示例】"), Lang.ZH_HANS, width=1000)
    assert "真正的域名是 vip-000.top" in shown


def test_a_notice_names_the_app_to_open() -> None:
    assert "“云岭示例”App" in screen(ask(NOTICE), Lang.ZH_HANS, width=1000)


def test_a_number_alone() -> None:
    shown = screen(ask_number("95000"), Lang.ZH_HANS, width=1000)
    assert "光凭号码说不准" in shown
    assert "云岭示例消费金融" in shown
    assert "名录里没有（不等于假的）" in screen(ask_number("95009"), Lang.ZH_HANS, width=1000)


def test_traditional_script_is_only_for_our_words() -> None:
    shown = screen(ask(SCAM), Lang.ZH_HANT, width=1000)
    assert "現在怎麼做" in shown or "現在怎麼做" in shown.replace("怎么", "怎麼")
    assert "资金" in shown
    assert "“云岭示例消费金融”的通知" in screen(ask(NOTICE), Lang.ZH_HANT, width=1000)


def test_json_is_complete_and_stable() -> None:
    data = json.loads(json.dumps(assessment_as_json(ask(SCAM, "17000000021"))))
    assert data["verdict"] == Verdict.FRAUD_MARKS.value
    assert data["sender"]["kind"] == "virtual_operator"
    assert data["marks"][0]["strength"] == "strong"
    assert list(data) == [
        "schema", "verdict", "named", "claimed", "marks", "reasons", "what_to_do", "elements", "sender", "numbers",
        "links", "deadlines", "characters_not_read", "directory", "lexicon",
    ]  # fmt: skip


def test_deadlines_are_told_as_data() -> None:
    data = assessment_as_json(ask("【云岭示例】今天18点前还款1,860.00元"))
    assert data["deadlines"] == [{"span": [6, 12], "day": "2026-11-22", "minute": 1080}]


def test_an_institution_that_is_not_listed_is_said_not_to_be_false() -> None:
    shown = screen(
        ask("【青石示例小贷】林先生，您的借款应还100元，11月25日到期，请在App还款"), Lang.ZH_HANS, width=1000
    )
    assert "青石示例小贷：名录里没有（不等于假的）" in shown
