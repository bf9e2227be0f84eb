"""Texts that speak about collection carry no act; writing 提醒 or 骗子 does not turn a threat into commentary."""

from __future__ import annotations

import pytest

from tests.reading.making import labels


@pytest.mark.parametrize(
    "text",
    [
        "警方提醒：有人冒充平台客服，以“不转账就抓你坐牢”相威胁，请勿相信，立即报警",
        "案例：小王在网贷平台借款后逾期，催收人员扬言要打断他的腿，还群发通讯录",
        "律师解读：催收员放话“那我通知你单位领导”，已经违反不得联系第三人的规定",
        "业内人士介绍，部分平台会爆通讯录，甚至把借款人的照片发到朋友圈",
        "凡是自称公安局要求把钱转到安全账户的都是诈骗",
        "他们天天打电话，说要让全村人都知道你欠钱不还，这合法吗",
        "一般来说，逾期之后有些机构会联系你的家人和同事",
        "根据《示例管理办法》，不得以暴力、恐吓等方式催收，例如扬言弄死你、砍断你的手",
        "据报道，一名男子收到“给你送花圈”的短信，民警已介入调查",
        "如果你逾期了，对方威胁打断你的腿，应当保留证据并报警",
    ],
)
def test_commentary_carries_no_act(text: str) -> None:
    assert labels(text) == set()


@pytest.mark.parametrize(
    ("text", "act"),
    [
        ("提醒你一下，再不还钱就打断你的腿", "threat_violence"),
        ("温馨提醒：您的欠款今天不结清，我们将联系您的家人和同事", "threat_exposure"),
        ("警方提醒：你欠我们的钱今天不还，就等着坐牢", "threat_arrest"),
        ("骗子！借我们平台的钱不还，再不处理群发你通讯录", "threat_exposure"),
        ("案例看多了吧？你的借款今天不还，一样砸了你家的店", "threat_violence"),
        ("你可以报警，照样打断你的腿，欠的钱一分不能少", "threat_violence"),
        ("“老实点”，你欠的钱明天不到账就弄死你", "threat_violence"),
        ("催收公司到你家了，逾期的钱不还就砸了你家的门", "threat_violence"),
    ],
)
def test_a_collector_does_not_escape_by_a_word(text: str, act: str) -> None:
    assert act in labels(text)


@pytest.mark.parametrize(
    "text",
    [
        "不要再骚扰我的家人，否则我就报警",
        "你们公司的人说要去我单位闹，我已经录音了",
        "我会向监管部门投诉你们爆通讯录",
        "儿子，上午有人来电话，那人说你贷款没还，过几天派出所就来抓你，这话能信吗，是不是骗人的",
        "我被催收骂了，他们说我是老赖",
        "欠款我会还的，请不要联系我父母",
        "你好，我想问一下欠钱不还会不会坐牢",
    ],
)
def test_the_persons_own_answers_carry_no_threat(text: str) -> None:
    assert labels(text) == set()


def test_inside_quotation_marks_words_are_only_quoted_when_the_text_speaks_about_it() -> None:
    about = "我行提示：您的账单已出，请按时还款。谨防骗子，如“不转账就逮捕你，请转到安全账户”等说法都是诈骗。"
    plain = "“不还钱就打断你的腿”，我说到做到"
    assert labels(about) == set()
    assert "threat_violence" in labels(plain)
