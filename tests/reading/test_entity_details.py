"""Kinds of numbers and accounts, check digits, and the numbers and addresses added to the grammar."""

from __future__ import annotations

import pytest

from shouzheng.model.event import NumberKind
from shouzheng.model.reading import Entity, EntityKind
from shouzheng.reading.entities.details import AccountKind, account_kind, number_kind, passes_luhn
from tests.reading.making import reading


def _only(text: str, kind: EntityKind) -> Entity:
    (found,) = (entity for entity in reading(text).entities if entity.kind is kind)
    return found


@pytest.mark.parametrize(
    ("text", "value", "kind"),
    [
        ("请致电13000000021", "13000000021", NumberKind.MOBILE),
        ("请致电17000000021", "17000000021", NumberKind.VIRTUAL_OPERATOR),
        ("请致电16500000021", "16500000021", NumberKind.VIRTUAL_OPERATOR),
        ("请致电95000", "95000", NumberKind.SERVICE_95),
        ("请致电400-00-00001", "4000000001", NumberKind.TOLL_400),
        ("请致电40000-00001", "4000000001", NumberKind.TOLL_400),
        ("短信号1069000000123", "1069000000123", NumberKind.PORT_106),
        ("请致电010-00001111", "01000001111", NumberKind.LANDLINE),
        ("请致电+86 10 0000 1111", "01000001111", NumberKind.LANDLINE),
        ("请致电+852 0000 0000", "+85200000000", NumberKind.FOREIGN),
        ("请致电0085200000000", "+85200000000", NumberKind.FOREIGN),
        ("请拨打12345", "12345", NumberKind.SERVICE_12),
    ],
)
def test_numbers(text: str, value: str, kind: NumberKind) -> None:
    entity = _only(text, EntityKind.PHONE)
    assert (entity.value, number_kind(entity)) == (value, kind)


@pytest.mark.parametrize(
    ("text", "kind"),
    [
        ("转到6200000000000000000", AccountKind.CARD),
        ("您尾号0001的卡", AccountKind.MASKED_CARD),
        ("6200****0001", AccountKind.MASKED_CARD),
        ("支付宝13000000021", AccountKind.ALIPAY),
        ("加微信abc_00001", AccountKind.WECHAT),
        ("加QQ100000001", AccountKind.QQ),
        ("转USDT到TXk1aBcDeFgHiJkLmNoPqRsTuVwXyZ1234", AccountKind.COIN),
        ("地址0x0000000000000000000000000000000000000001", AccountKind.COIN),
    ],
)
def test_accounts(text: str, kind: AccountKind) -> None:
    assert account_kind(_only(text, EntityKind.ACCOUNT)) is kind


def test_other_entities_have_no_such_kind() -> None:
    amount = _only("应还100元", EntityKind.AMOUNT)
    assert number_kind(amount) is None
    assert account_kind(amount) is None


def test_luhn() -> None:
    assert passes_luhn("4111111111111111") is True  # the usual test number of card schemes
    assert passes_luhn("4111111111111112") is False
    assert passes_luhn("6200****0001") is None
    assert passes_luhn("١" * 16) is None


@pytest.mark.parametrize(("text", "fen"), [("欠我1千2", 120_000), ("欠我3千5百", None), ("欠壹仟贰佰元", 120_000)])
def test_amounts_said_in_short(text: str, fen: int | None) -> None:
    found = [entity.fen for entity in reading(text).entities if entity.kind is EntityKind.AMOUNT]
    assert found == ([] if fen is None else [fen])


def test_a_host_in_cyrillic_is_one_link() -> None:
    assert _only("登录www.аbс.com还款", EntityKind.LINK).value == "www.аbс.com"
