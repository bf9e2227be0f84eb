"""Telephone numbers, links, accounts, institutions."""

from __future__ import annotations

from itertools import pairwise

import pytest

from shouzheng.model.reading import EntityKind
from shouzheng.reference.numbers import classify
from tests.reading.making import reading


def _of(kind: EntityKind, text: str) -> list[tuple[str, str | None]]:
    return [(e.text, e.value) for e in reading(text).entities if e.kind is kind]


@pytest.mark.parametrize(
    ("text", "words", "value"),
    [
        ("请拨13000000021", "13000000021", "13000000021"),
        ("+86 130 0000 0021", "+86 130 0000 0021", "13000000021"),
        ("130-0000-0021", "130-0000-0021", "13000000021"),
        ("电话：010-00001111", "010-00001111", "01000001111"),
        ("(010)00001111", "(010)00001111", "01000001111"),
        ("致电400-000-0000", "400-000-0000", "4000000000"),
        ("4000000000", "4000000000", "4000000000"),
        ("客服95000", "95000", "95000"),
        ("拨打12378", "12378", "12378"),
        ("由10690000001234发送", "10690000001234", "10690000001234"),
        ("①③⓪⓪⓪⓪⓪⓪⓪②①", "①③⓪⓪⓪⓪⓪⓪⓪②①", "13000000021"),
    ],
)
def test_a_telephone_number(text: str, words: str, value: str) -> None:
    assert _of(EntityKind.PHONE, text) == [(words, value)]
    assert classify(words).normal == value or not words.isascii()


@pytest.mark.parametrize(
    "text",
    [
        "95000元",
        "95000积分",
        "¥95000",
        "编号12378",
        "1.95000",
        "130****0021",
        "订单1300000002100",
        "12000000000",
        "2026-01-05",
    ],
)
def test_no_telephone_number(text: str) -> None:
    assert _of(EntityKind.PHONE, text) == []


@pytest.mark.parametrize(
    ("text", "words", "host"),
    [
        ("点击http://pay.example.com/a?x=1，谢谢", "http://pay.example.com/a?x=1", "pay.example.com"),
        ("HTTPS://Example.COM/A", "HTTPS://Example.COM/A", "example.com"),
        ("登录example.com还款", "example.com", "example.com"),
        ("见www.example.com.cn。", "www.example.com.cn", "www.example.com.cn"),
        ("http://bank.example@evil.example.top/x", "http://bank.example@evil.example.top/x", "evil.example.top"),
        ("http://example.com:8080/x", "http://example.com:8080/x", "example.com"),
        ("ｅｘａｍｐｌｅ．ｃｏｍ", "ｅｘａｍｐｌｅ．ｃｏｍ", "example.com"),
        ("http://10.0.0.1/x", "http://10.0.0.1/x", "10.0.0.1"),
    ],
)
def test_a_link(text: str, words: str, host: str) -> None:
    assert _of(EntityKind.LINK, text) == [(words, host)]


@pytest.mark.parametrize("text", ["写信到a@example.com", "1.2.3.4", "文件.docx", "v2.0", "完了.我走", "http://"])
def test_no_link(text: str) -> None:
    assert _of(EntityKind.LINK, text) == []


@pytest.mark.parametrize(
    ("text", "words", "value"),
    [
        ("转入6200000000000000000", "6200000000000000000", "6200000000000000000"),
        ("6200 0000 0000 0000 000", "6200 0000 0000 0000 000", "6200000000000000000"),
        ("卡6200****0000", "6200****0000", "6200****0000"),
        ("尾号0001的卡", "尾号0001", "*0001"),
        ("末四位：0001", "末四位：0001", "*0001"),
        ("支付宝账号13000000021", "支付宝账号13000000021", "13000000021"),
        ("微信号abc_0001", "微信号abc_0001", "abc_0001"),
    ],
)
def test_an_account(text: str, words: str, value: str) -> None:
    assert _of(EntityKind.ACCOUNT, text) == [(words, value)]


@pytest.mark.parametrize(
    "text",
    [
        "合同编号6200000000000000000",
        "身份证110000199001010000",
        "订单号6200000000000000",
        "130****0021",
        "微信支付",
        "10690000000000001",
    ],
)
def test_no_account(text: str) -> None:
    assert _of(EntityKind.ACCOUNT, text) == []


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("【云岭示例消金】您好", "云岭示例消金"),
        ("您的账单已出【云岭示例银行】", "云岭示例银行"),
        ("（1/2）【磐石示例商务】您好", "磐石示例商务"),
        ("我是云岭示例消费金融有限公司的客服", "云岭示例消费金融有限公司"),
        ("受云岭示例银行股份有限公司委托", "云岭示例银行股份有限公司"),
        ("您在青禾示例小贷的借款", "青禾示例小贷"),
        ("雲嶺示例銀行提醒您", "雲嶺示例銀行"),
        ("您的花呗账单", "花呗"),
    ],
)
def test_an_institution(text: str, words: str) -> None:
    assert [text_ for text_, _ in _of(EntityKind.INSTITUTION, text)] == [words]


@pytest.mark.parametrize(
    "text",
    [
        "登录网上银行还款",
        "您在我们银行的贷款",
        "【提醒】您的借款",
        "【征信中心】您的记录",
        "【示例市公安局】通知",
        "中国人民银行规定",
        "绑定的银行卡",
        "互联网金融",
        "您寄存的【红木家具】保管期已满，请来取",
        "我们公司",
        "有限公司",
    ],
)
def test_no_institution(text: str) -> None:
    assert _of(EntityKind.INSTITUTION, text) == []


def test_entities_do_not_overlap_and_stand_in_order() -> None:
    text = (
        "【云岭示例消金】林先生，尾号0000应还1,860.00元，1月15日前还，致电95000或登录example.com，卡6200000000000000000"
    )
    found = reading(text).entities
    assert [e.kind.value for e in found] == ["institution", "account", "amount", "date", "phone", "link", "account"]
    assert all(before.span.end <= after.span.start for before, after in pairwise(found))
    assert all(text[e.span.start : e.span.end] == e.text for e in found)
