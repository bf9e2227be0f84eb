"""The law of the column reader: for every text, what the reference says. Invented texts, and ways to spoil them."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from functools import cache
from typing import Any

import pyarrow as pa
from hypothesis import strategies as st

from shouzheng.model.case import Role
from shouzheng.model.reading import Reading
from shouzheng.reading.column.reader import ColumnReader
from shouzheng.reading.kinds.loading import load_kinds
from shouzheng.reading.kinds.told import kind_of
from shouzheng.reading.one import read
from tests.reading.making import lexicon, look_alike_of, traditional_of

#: A text with what is known of it: addressee, own words, day of sending.
Case = tuple[str, Role, bool, date | None]

#: Pieces of text that the entity grammar has something to say about; all numbers and names are invented.
PIECES = (
    "1,234.50元",
    "三千五百",
    "2万3",
    "2万3千",
    "¥35",
    "rmb 100",
    "12块5",
    "一块",
    "3块蛋糕",
    "三块蛋糕",
    "500元旦",
    "1,23,4元",
    "1.2.3",
    "编号1，200元",
    "１，８６０元",
    "①②③元",
    "0.001元",
    "0.12345678万元",
    "999999999999万元",
    "千",
    "两万三",
    "十二块五角",
    "三毛",
    "壹万贰仟叁佰元整",
    "1千2",
    "5w",
    "3亿元",
    "一百零五元",
    "2026年1月5日",
    "二〇二六年十二月三十一日",
    "1月5日",
    "2月30日",
    "2026-01-05",
    "2026.1.5",
    "本月5号",
    "下个月31日",
    "下周三",
    "上周日",
    "本星期天",
    "周五",
    "每周五",
    "25号前",
    "今天",
    "明晚",
    "大后天",
    "13000000021",
    "+86 138 0000 0000",
    "0086-13800000000",
    "86 13000000021",
    "010-00000000",
    "(010)00000000",
    "+86 10-00000000",
    "400-000-0000",
    "40000-00000",
    "95000",
    "95000元",
    "9600000",
    "客服10000",
    "10000",
    "电话12000",
    "1069000000001",
    "+1 202 000 0000",
    "0010 2020000000",
    "http://a.example.com/x?y=1",
    "https://u:p@b.example:80/",
    "http://[::1]/x",
    "www.abc.com",
    "abc.cn/",
    "x@abc.com",
    "t.cn/abc.",
    "尾号0001",
    "末四位(0002)",
    "支付宝账号abcdef1",
    "微信号:wx_123456",
    "qq123456",
    "alipay: a.b@c.com",
    "6222000000000000000",
    "6222 0000 0000 0000",
    "622200****0001",
    "138****0001",
    "110101199001010000",
    "合同编号6222000000000000",
    "t1234567890abcdefghijklmnopqrstuvw",
    "【云岭示例消费金融】",
    "【温馨提示】",
    "【公安】",
    "[云岭贷]",
    "（1/2）【云岭】",
    "云岭示例银行股份有限公司",
    "我在云岭小贷",
    "网上银行",
    "云\n银行",
    "花呗",
    "“你欠钱”",
    "「再不还」",
    "《民法典》",
    '"报警"',
    "警方提醒",
    "你欠的钱",
    "再不还款",
    "打断你的腿",
    "您的家人",
    "不会",
    "他说",
    "℃",
    "…",
    "㊙",
    "㈱",
    "扌丁断",
)
_SPOILERS = (
    *" *-_/|·.★😀\u3000\u200b\u202e\u202c\x00\x08\u0336，。,;\n\t！？“”\"'‘’「」【】[]()（）0123456789元a㊙",
    "\u0660",
    "\U0010ffff",
)


@cache
def reader() -> ColumnReader:
    """Return the reader of the shipped lexicon, with kinds."""
    return ColumnReader(lexicon(), load_kinds())


def told_by(reading: Reading) -> dict[str, Any]:
    """Return a reading of the reference in the form of a row."""
    return {
        "acts": [
            {"act": a.act, "start": a.span.start, "end": a.span.end, "pattern": a.pattern, "disguised": a.disguised}
            for a in reading.acts
        ],
        "entities": [
            {
                "kind": e.kind.value,
                "start": e.span.start,
                "end": e.span.end,
                "text": e.text,
                "fen": e.fen,
                "day": e.day,
                "value": e.value,
            }
            for e in reading.entities
        ],
        "elements": [
            {"element": e.name, "start": e.span.start, "end": e.span.end}
            for e in reading.elements
            if e.span is not None
        ],
        "disguised": reading.disguised,
    }


def rows(cases: Sequence[Case]) -> list[dict[str, Any]]:
    """Return what the column reader says."""
    texts, roles, own, sent = zip(*cases, strict=True)
    table = reader().read(
        pa.array(texts, pa.string()),
        addressee=pa.array([role.value for role in roles]),
        own_words=pa.array(own),
        sent=pa.array(sent, pa.date32()),
    )
    answer: list[dict[str, Any]] = table.to_pylist()
    return answer


def assert_equal(cases: Sequence[Case]) -> None:
    """Hold the column reader against the reference, text by text."""
    for case, row in zip(cases, rows(cases), strict=True):
        text, role, own, sent = case
        reading = read(text, lexicon(), addressee=role, own_words=own, sent=sent)
        kind = kind_of(text, reading, lexicon(), load_kinds(), addressee=role, own_words=own)
        assert row == {**told_by(reading), "kind": kind.value}, case


def known(texts: Sequence[str]) -> list[Case]:
    """Return texts of which nothing else is known."""
    return [(text, Role.UNKNOWN, False, None) for text in texts]


@cache
def examples() -> tuple[str, ...]:
    """Return every example sentence of the lexicon."""
    acts = [example for act in lexicon().acts for example in (*act.positive, *act.negative)]
    elements = [example for element in lexicon().elements for example in (*element.positive, *element.negative)]
    return tuple(example.text for example in (*acts, *elements))


def _spoiled(base: str, draw: st.DrawFn) -> str:
    """Return the text with a few characters put in, taken out or written otherwise."""
    chars = list(base)
    for _ in range(draw(st.integers(0, 5))):
        place = draw(st.integers(0, len(chars)))
        way = draw(st.integers(0, 6))
        if way <= 2:
            chars.insert(place, draw(st.sampled_from(_SPOILERS if way else PIECES)))
        elif way == 3 and chars:
            del chars[min(place, len(chars) - 1)]
        elif way == 4 and chars:
            place = min(place, len(chars) - 1)
            chars[place] = look_alike_of().get(chars[place], chars[place])
        elif way == 5:
            chars = [traditional_of().get(char, char) for char in chars]
        elif way == 6 and chars:
            chars[place:place] = chars[: draw(st.integers(0, len(chars)))]
    return "".join(chars)


@st.composite
def spoiled_texts(draw: st.DrawFn) -> str:
    """Draw an example sentence, pieces of the entity grammar, or any text, and spoil it."""
    kind = draw(st.integers(0, 9))
    if kind < 5:
        return _spoiled(draw(st.sampled_from(examples())), draw)
    if kind < 9:
        return _spoiled("".join(draw(st.lists(st.sampled_from(PIECES), max_size=6))), draw)
    return _spoiled(draw(st.text(max_size=30)), draw)


CASES = st.tuples(
    spoiled_texts(),
    st.sampled_from(list(Role)),
    st.booleans(),
    st.sampled_from([None, date(2026, 11, 22), date(2024, 2, 29), date(1, 1, 1), date(9999, 12, 31)]),
)
