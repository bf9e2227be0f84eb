"""Says a condition in Chinese and English, from the tree that runs, so that text and logic cannot drift apart.

Brackets are spoken: "any of [ … ]" and "all of [ … ]", so that a lawyer sees what belongs together.
"""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date

from shouzheng.model.words import Words
from shouzheng.rulebook.files.facts import FactDefinition, FactType, Unit
from shouzheng.rulebook.language.nodes import (
    And,
    Arithmetic,
    Between,
    Boolean,
    Compare,
    Fact,
    In,
    Integer,
    IsNull,
    Named,
    Negative,
    Node,
    Not,
    Or,
    Text,
)

#: The fact whose integers are a time of day; facts of a calendar day tell so themselves (``is_calendar``).
CLOCK = "minute_of_day"
#: End of the names of facts that hold a yearly rate in basis points: 3600 is said as 36%.
_RATE = "_bp"
_EPOCH = date(1970, 1, 1).toordinal()
_FIRST_DAY, _LAST_DAY = date.min.toordinal() - _EPOCH, date.max.toordinal() - _EPOCH
_DAY_MINUTES = 1440

_OPS = {
    "=": Words("等于", "is"),
    "<>": Words("不等于", "is not"),
    "<": Words("小于", "is less than"),
    "<=": Words("不大于", "is at most"),
    ">": Words("大于", "is more than"),
    ">=": Words("不小于", "is at least"),
}
_ENUM_OPS = {"=": Words("是", "is"), "<>": Words("不是", "is not")}
_CLOCK_OPS = {
    "<": Words("早于", "is before"),
    "<=": Words("不晚于", "is not after"),
    ">": Words("晚于", "is after"),
    ">=": Words("不早于", "is at or after"),
}
_SIGNS = {"+": Words("加", "plus"), "-": Words("减", "minus"), "*": Words("乘以", "times")}
_UNITS = {Unit.MINUTE: Words("分钟", " minutes"), Unit.SECOND: Words("秒", " seconds"), Unit.DAY: Words("日", " days")}


def to_sentence(
    node: Node, facts: Mapping[str, FactDefinition], numbers: Mapping[str, int | None] | None = None
) -> Words:
    """Return the condition in words; named numbers show their value where ``numbers`` gives it, and their name."""
    return _Speaker(facts, numbers or {}).say(node)


class _Speaker:
    def __init__(self, facts: Mapping[str, FactDefinition], numbers: Mapping[str, int | None]) -> None:
        self.facts, self.numbers = facts, numbers

    def say(self, node: Node) -> Words:
        match node:
            case And(parts):
                return _join(Words("，并且", ", and "), [self.inside(part, node) for part in parts])
            case Or(parts):
                return _join(Words("，或者", ", or "), [self.inside(part, node) for part in parts])
            case Not(Fact(name)) if name in self.facts:
                return self.truth(name, Words("为“否”", "is false"))
            case Not(part):
                inner = self.say(part)
                return Words(f"以下不成立：【{inner.zh}】", f"it is not so that [ {inner.en} ]")
            case Fact(name):
                return self.truth(name, Words("为“是”", "is true"))
            case Boolean(value):
                return Words("总是成立", "always") if value else Words("从不成立", "never")
            case Compare(op, left, right):
                return self.compare(op, left, right)
            case In() | Between() | IsNull():
                return self.other(node)
            case _:
                return Words("未知", "unknown")

    def inside(self, part: Node, around: Node) -> Words:
        """Say a part of an AND or OR, with spoken brackets where the other of the two stands inside."""
        inner = self.say(part)
        if isinstance(part, Or) and isinstance(around, And):
            return Words(f"以下任一：【{inner.zh}】", f"any of [ {inner.en} ]")
        if isinstance(part, And) and isinstance(around, Or):
            return Words(f"以下全部：【{inner.zh}】", f"all of [ {inner.en} ]")
        return Words(f"【{inner.zh}】", f"[ {inner.en} ]") if isinstance(part, And | Or) else inner

    def truth(self, name: str, verb: Words) -> Words:
        label = self.label(name)
        return Words(f"{label.zh}{verb.zh}", f"{label.en} {verb.en}")

    def label(self, name: str) -> Words:
        fact = self.facts.get(name)
        label = fact.label if fact else Words(name, name)
        return Words(f"“{label.zh}”", f"“{label.en}”")

    def compare(self, op: str, left: Node, right: Node) -> Words:
        about = _fact_of(left) or _fact_of(right)
        verbs = {**_OPS, **_CLOCK_OPS} if about == CLOCK or self.is_calendar(about) else _OPS
        if about is not None and about in self.facts and self.facts[about].type is FactType.ENUM:
            verbs = _ENUM_OPS
        one, other = self.value(left, about), self.value(right, about)
        return Words(f"{one.zh}{verbs[op].zh}{other.zh}", f"{one.en} {verbs[op].en} {other.en}")

    def other(self, node: In | Between | IsNull) -> Words:
        about = _fact_of(node.part)
        what = self.value(node.part, about)
        match node:
            case In(_, choices, negated):
                values = [self.value(choice, about) for choice in choices]
                zh, en = "、".join(v.zh for v in values), ", ".join(v.en for v in values)
                if negated:
                    return Words(f"{what.zh}不是{zh}中的任何一个", f"{what.en} is none of {en}")
                return Words(f"{what.zh}是{zh}之一", f"{what.en} is one of {en}")
            case Between(_, low, high, negated):
                a, b = self.value(low, about), self.value(high, about)
                verb = Words("不在", "is not") if negated else Words("在", "is")
                return Words(
                    f"{what.zh}{verb.zh}{a.zh}到{b.zh}之间（含两端）",
                    f"{what.en} {verb.en} between {a.en} and {b.en} (both included)",
                )
            case IsNull(_, negated):
                return (
                    Words(f"{what.zh}已知", f"{what.en} is known")
                    if negated
                    else Words(f"{what.zh}未知", f"{what.en} is not known")
                )

    def value(self, node: Node, about: str | None) -> Words:
        match node:
            case Fact(name):
                return self.label(name)
            case Integer(number):
                return self.number(number, about)
            case Named(name):
                known = self.numbers.get(name)
                if known is None:
                    return Words(f"“{name}”", f"“{name}”")
                said = self.number(known, about)
                return Words(f"{said.zh}（{name}）", f"{said.en} ({name})")
            case Text(text):
                fact = self.facts.get(about or "")
                return fact.say_value(text) if fact else Words(text, text)
            case Negative(part):
                inner = self.value(part, about)
                return Words(f"负（{inner.zh}）", f"minus ({inner.en})")
            case Arithmetic(op, left, right):
                # Numbers inside a calculation are said bare: two hours of the day may be added, and are no hour then.
                a, b, sign = self.value(left, None), self.value(right, None), _SIGNS[op]
                return Words(f"（{a.zh}{sign.zh}{b.zh}）", f"({a.en} {sign.en} {b.en})")
        inner = self.say(node)
        return Words(f"【{inner.zh}】", f"[ {inner.en} ]")

    def number(self, number: int, about: str | None) -> Words:
        """Say a number in the unit of the fact it is compared with."""
        return say_number(number, about, self.facts)

    def is_calendar(self, about: str | None) -> bool:
        """True when a side is a fact that holds a calendar day."""
        fact = self.facts.get(about or "")
        return fact is not None and fact.is_calendar


def say_number(number: int, about: str | None, facts: Mapping[str, FactDefinition]) -> Words:
    """Say a number in the unit of the fact it belongs to: a clock time, a calendar day, yuan, minutes; else bare."""
    fact = facts.get(about or "")
    plain = Words(str(number), str(number))
    if fact is None:
        return plain
    if about == CLOCK and 0 <= number <= _DAY_MINUTES:
        clock = f"{number // 60:02d}:{number % 60:02d}"
        return Words(clock, clock)
    if fact.is_calendar and _FIRST_DAY <= number <= _LAST_DAY:
        day = date.fromordinal(number + _EPOCH).isoformat()
        return Words(day, day)
    if fact.name.endswith(_RATE):
        sign, points = ("-" if number < 0 else ""), abs(number)
        rate = f"{sign}{points // 100}.{points % 100:02d}".removesuffix(".00") + "%"
        return Words(rate, rate)
    if fact.unit is Unit.FEN:
        sign, fen = ("-" if number < 0 else ""), abs(number)
        return Words(f"{sign}{fen // 100}.{fen % 100:02d}元", f"{sign}{fen // 100}.{fen % 100:02d} yuan")
    unit = _UNITS.get(fact.unit)
    return Words(f"{number}{unit.zh}", f"{number}{unit.en}") if unit else plain


def _fact_of(node: Node) -> str | None:
    """Return the fact that gives a side its unit: a bare fact, not a calculation."""
    return node.name if isinstance(node, Fact) else None


def _join(between: Words, parts: list[Words]) -> Words:
    return Words(between.zh.join(p.zh for p in parts), between.en.join(p.en for p in parts))
