"""Scams and notices: a scam that looks like a notice is the worst answer, a notice called a fraud the next worst."""

from __future__ import annotations

from datetime import date

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from shouzheng.genuine.answer import Verdict
from shouzheng.genuine.directory.entries import Answer
from tests.genuine.making import ask, ask_number, texts

NOTICE = texts("notices.toml", "notice")[0]


def test_there_are_enough_of_each() -> None:
    assert len(texts("scams.toml", "fraud")) + len(texts("scams.toml", "no_notice")) >= 40
    assert len(texts("notices.toml", "notice")) + len(texts("notices.toml", "harmless")) >= 40


@pytest.mark.parametrize("text", texts("scams.toml", "fraud"))
def test_scams_carry_marks(text: str) -> None:
    assert ask(text).verdict is Verdict.FRAUD_MARKS


@pytest.mark.parametrize("text", texts("scams.toml", "no_notice"))
def test_what_words_alone_do_not_show_is_never_a_notice(text: str) -> None:
    assert ask(text).verdict is not Verdict.LOOKS_LIKE_NOTICE


@pytest.mark.parametrize("text", texts("notices.toml", "notice"))
def test_notices_look_like_notices(text: str) -> None:
    answer = ask(text)
    assert answer.verdict is Verdict.LOOKS_LIKE_NOTICE, [reason.zh for reason in answer.reasons]
    assert answer.named is not None


@pytest.mark.parametrize("text", texts("notices.toml", "harmless"))
def test_harmless_messages_carry_no_marks(text: str) -> None:
    assert ask(text).verdict is not Verdict.FRAUD_MARKS


LURES = [
    "请登录http://yunling-pay.top还款",
    "请致电13000000021",
    "请致电400-000-9999",
    "还款账号6200000000000000001",
    "加微信yl_00001办理",
    "请点击t.cn/A00001查看",
    "http://yunling.github.io/pay",
    "下载http://yl-000.com/a.apk",
    "今天18点前不还就打断你的腿",
    "请致电1 3 0 0 0 0 0 0 0 2 1",
    "请致电１３０－００００－００２１",
    "请致电一三零零零零零零零二一",
    "单号500013000000021",
    "登录yl-pay点top还款",
    "登录 yl-pay . com 还款",
    "加V: yl00001",
    "加薇❤yl00001",
    "添加微信办理还款",
    "扣扣号100000001",
]


@pytest.mark.parametrize("lure", LURES)
@pytest.mark.parametrize("text", texts("notices.toml", "notice")[:4])
def test_a_notice_with_a_lure_is_no_notice(text: str, lure: str) -> None:
    """Fraudsters copy real notices and change one thing: where to pay or whom to call."""
    for changed in (text + lure + "。", lure + "。" + text, text.replace("。", "，" + lure + "。", 1)):
        assert ask(changed).verdict is not Verdict.LOOKS_LIKE_NOTICE, changed


@pytest.mark.parametrize(
    "sender", ["13000000021", "17000000021", "+85200000000", "010-00001111", "未知号码", "95001", "95009", "林某"]
)
def test_a_wrong_sender_is_no_notice(sender: str) -> None:
    assert ask(NOTICE, sender).verdict is not Verdict.LOOKS_LIKE_NOTICE


@pytest.mark.parametrize("sender", ["95000", "1069000000001", "1069000099999"])
def test_a_listed_sender_or_a_gateway_is_no_reason_against(sender: str) -> None:
    assert ask(NOTICE, sender).verdict is Verdict.LOOKS_LIKE_NOTICE


def test_a_foreign_number_in_an_institutions_name_is_a_mark() -> None:
    answer = ask(NOTICE, "+85200000000")
    assert answer.verdict is Verdict.FRAUD_MARKS
    assert "foreign_sender" in {mark.name for mark in answer.marks}


def test_fraud_comes_first_when_both() -> None:
    assert ask(NOTICE + "请先缴纳保证金2000元，缴纳后放款。").verdict is Verdict.FRAUD_MARKS


def test_a_page_that_is_listed_weakens_the_mark_and_another_one_does_not() -> None:
    text = "【云岭示例】您的账户异常，请登录https://www.yunling.example/a重新认证"
    assert ask(text).verdict is Verdict.CANNOT_TELL
    assert ask(text.replace("yunling.example", "yl-000.top")).verdict is Verdict.FRAUD_MARKS
    assert ask(text + "或http://yl-000.top").verdict is Verdict.FRAUD_MARKS


def test_a_warning_is_neither() -> None:
    answer = ask(
        "【磐石示例银行】谨防诈骗：不法分子自称客服要求转账到安全账户，应还1,860.00元，11月25日到期的账单请在App还款"
    )
    assert answer.verdict is Verdict.CANNOT_TELL
    assert any(mark.quoted for mark in answer.marks)


def test_a_number_alone_never_tells() -> None:
    for number, found in (("95000", Answer.LISTED), ("95009", Answer.NOT_FOUND), ("13000000021", Answer.NOT_FOUND)):
        answer = ask_number(number)
        assert answer.verdict is Verdict.CANNOT_TELL
        assert answer.sender is not None
        assert answer.sender.listing.answer is found


def test_a_stale_directory_no_longer_supports_a_notice() -> None:
    answer = ask(NOTICE, today=date(2027, 5, 23))
    assert answer.directory_stale
    assert answer.verdict is Verdict.CANNOT_TELL
    assert answer.numbers[0].listing.answer is Answer.STALE


def test_elements_present_and_missing_are_told() -> None:
    answer = ask("【云岭示例消费金融】您的借款本期应还1,860.00元")
    present = {one.name for one in answer.elements if one.span is not None}
    assert {"names_institution", "states_amount"} <= present
    assert "states_due_date" not in present


_HOSTILE = st.text(alphabet="【】云岭示例还款1860元http://.中a\u202e\x00\ud800\U0001f600\n安全账户转入", max_size=120)


@settings(max_examples=80, deadline=None)
@given(_HOSTILE, st.sampled_from([None, "95000", "\ud800", "+" * 70]))
def test_no_content_crashes(text: str, sender: str | None) -> None:
    answer = ask(text, sender)
    for mark in answer.marks:
        if mark.span is not None:
            assert 0 <= mark.span.start < mark.span.end <= len(text)


@pytest.mark.parametrize(
    "text", ["转" * 1_000_000, "安全账户转入" * 100_000, "http://" * 100_000, "a." * 300_000, "1" * 500_000]
)
def test_a_megabyte_is_cut_and_the_rest_counted(text: str) -> None:
    answer = ask(text)
    assert answer.question.left_out == len(text) - 20_000


def test_nobody_is_sent_to_a_list_that_is_not_there() -> None:
    said = [reason.zh for reason in ask("今晚一起吃饭吗").reasons]
    assert "还款通知该有的内容太少" in said
    assert not any("见下" in each for each in said)
