"""What a loan really costs a year, beside the lines that apply, in words.

Where the kind of lender is not stated the lines of every kind are shown, each under its condition: a cost of hundreds
of per cent is above every one of them, and which of them counts is the fact that is missing.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from shouzheng.model.kinds import InstitutionKind, ProductKind
from shouzheng.model.words import Words
from shouzheng.remedy.labels import INSTITUTION_KIND
from shouzheng.remedy.plan.ceilings import ROLE_WORDS, Ceiling
from shouzheng.remedy.plan.cost import (
    MOST_BP,
    REASON_WORDS,
    RESTS_WORDS,
    STANDS_WORDS,
    Compared,
    Cost,
    IfLender,
    NoLine,
    Stands,
)
from shouzheng.remedy.plan.money import percent
from shouzheng.remedy.plan.section import Cell, Section, Table, literal, say

_TITLE = say("真实年化成本", "True yearly cost")
_HEAD = (say("哪一种线", "what it is"), say("年利率", "a year"), say("自", "from"), say("比较", "beside the cost"))
_IF = say("如果出借人是", "if the lender is")
_WHICH = say(
    "没有写明出借人是哪一类机构（institution），不知道该用哪条线。下面按可能的类型分别列出；请在合同上找到出借人的全称，"
    "用监管部门公布的名单核对，再写明类型。",
    "The kind of lender (institution) is not stated, so which line counts is not known. Below are those of each kind; "
    "find the full name of the lender in the contract, check it against the regulators’ lists, and state the kind.",
)
_ABOVE_ALL = say(
    "不论是上面哪一类，凡有线的都超过了。",
    "Whichever of these kinds it is: where a line is kept, the cost is above it.",
)
_NONE_KEPT = say("没有收录", "none kept")
#: Said under a condition: nobody is called so.
_NO_LICENCE = say("没有放贷资质的机构", "lender without a licence to lend")
_EMPTY = Cell(say("", ""))


def cost_section(cost: Cost) -> Section:
    """The yearly cost beside the limits that apply, or what must be known to say which."""
    if cost.compounded_bp is None or cost.simple_bp is None:
        reason = REASON_WORDS[cost.reason] if cost.reason else say("", "")
        return Section(_TITLE, 2, sentences=(say(f"算不出：{reason.zh}。", f"None: {reason.en}."),))
    figures = _figures(cost, cost.compounded_bp, cost.simple_bp)
    if cost.by_kind:
        rows = tuple(row for each in cost.by_kind for row in _rows_if(each))
        laws = _laws(each for group in cost.by_kind for each in group.compared)
        above = (_ABOVE_ALL,) if _above_all(cost) else ()
        return Section(_TITLE, 2, table=Table((_IF, *_HEAD), rows), sentences=(figures, _WHICH, *above, *laws))
    if cost.no_line is not None:
        return Section(_TITLE, 2, sentences=(figures, _why_none(cost.no_line)))
    rows = tuple(_row(each) for each in cost.compared)
    return Section(_TITLE, 2, table=Table(_HEAD, rows), sentences=(figures, *_laws(cost.compared)))


def _figures(cost: Cost, compounded_bp: int, simple_bp: int) -> Words:
    more = say("超过", "more than ") if compounded_bp >= MOST_BP else say("", "")
    rests = RESTS_WORDS[cost.rests]
    compounded, simple = percent(compounded_bp), percent(simple_bp)
    return say(
        f"年化成本{more.zh} {compounded}（复利），{simple}（单利，按月）；含全部利息和费用，不含逾期违约金。"
        f"{rests.zh}。",
        f"Yearly cost {more.en}{compounded} compounded, {simple} simple by the month; all interest and fees, no "
        f"penalties for delay. Rests on {rests.en}.",
    )


def _row(each: Compared) -> tuple[Cell, ...]:
    ceiling = each.ceiling
    stands = STANDS_WORDS[each.stands] if each.stands else say("不作比较", "not compared")
    limit = percent(ceiling.basis_points)
    mark = say(f"{limit}（暂定）", f"{limit} (provisional)") if ceiling.provisional else Words(limit, limit)
    since = literal(ceiling.since.isoformat())
    return (Cell(ROLE_WORDS[ceiling.role]), Cell(mark, right=True), since, Cell(stands))


def _rows_if(group: IfLender) -> Iterator[tuple[Cell, ...]]:
    """The lines of each kind of lender; the kind stands in the first of its rows."""
    lines = [_row(each) for each in group.compared] or [(Cell(_NONE_KEPT), _EMPTY, _EMPTY, _EMPTY)]
    for kind in group.kinds:
        named = Cell(_NO_LICENCE if kind is InstitutionKind.UNLICENSED else INSTITUTION_KIND[kind])
        for place, line in enumerate(lines):
            yield (_EMPTY if place else named, *line)


def _laws(compared: Iterable[Compared]) -> tuple[Words, ...]:
    """Each line once with its law, its meaning and its day."""
    lines: dict[Ceiling, None] = {each.ceiling: None for each in compared}
    return tuple(
        say(
            f"{line.law.zh}：{line.say.zh}（自 {line.since}）。",
            f"{line.law.en}: {line.say.en} (from {line.since}).",
        )
        for line in lines
    )


def _above_all(cost: Cost) -> bool:
    stands = [each.stands for group in cost.by_kind for each in group.compared if each.stands is not None]
    return bool(stands) and all(each is Stands.ABOVE for each in stands)


def _why_none(none: NoLine) -> Words:
    """Say why nothing is compared: the contract is older than every line kept, no line is kept, or what is missing."""
    kind = INSTITUTION_KIND[none.institution]
    if none.since is not None and none.contract < none.since:
        return say(
            f"出借人是{kind.zh}的，收录的最早一条线从 {none.since} 起；合同是 {none.contract} 的，更早的规定没有收录，"
            "不作比较。",
            f"For this kind of lender ({kind.en}) the oldest line kept begins on {none.since}; the contract is of "
            f"{none.contract}, older rules are not kept, and nothing is compared.",
        )
    if none.institution is InstitutionKind.GUARANTOR_COMPANY:
        return say(
            "融资担保公司一般不是出借人，没有收录约束它的利率线；四倍LPR不适用于它（最高人民法院的批复）。要比较，"
            "请写明合同上的出借人是哪一类机构，另付的担保费作为费用记上。",
            "A guarantee company as a rule lends nothing, and no line that binds it is kept; four times the LPR does "
            "not apply to it (reply of the Supreme People’s Court). To compare, state the kind of the lender in the "
            "contract, and enter its fee as a charge.",
        )
    if none.product is ProductKind.UNKNOWN:
        return say(
            f"没有写明产品（product），约束{kind.zh}的线要看产品；写明后再算。",
            f"The product is not stated, and for this kind of lender ({kind.en}) it decides the line; state it first.",
        )
    return say(
        f"没有收录在 {none.contract} 约束{kind.zh}的利率线，不作比较；这不说明利率合适，可以问12348。",
        f"No line is kept that binds this kind of lender ({kind.en}) on {none.contract}, and nothing is compared; that "
        "does not say that the rate is right. Ask 12348.",
    )
