"""The month of the person and all debts in one view."""

from __future__ import annotations

from collections.abc import Iterator

from shouzheng.model.words import Words
from shouzheng.remedy.plan.cost import Cost
from shouzheng.remedy.plan.money import percent, yuan
from shouzheng.remedy.plan.section import AMOUNT, Cell, Section, Table, literal, money, say
from shouzheng.remedy.plan.working import Plan


def month_sections(plan: Plan) -> Iterator[Section]:
    """Yield income, spending and what is left."""
    budget = plan.budget
    if not budget.income and not budget.expenses:
        yield Section(
            say("每月收支", "The month"),
            1,
            sentences=(say("没有写收入和支出，算不出付得起多少。", "No income or spending is stated."),),
        )
        return
    rows = [
        *((Cell(_income(line.sure)), literal(line.what), money(line.fen)) for line in budget.income),
        *((Cell(_expense(line.essential)), literal(line.what), money(line.fen)) for line in budget.expenses),
    ]
    table = Table((say("类别", "kind"), say("项目", "item"), AMOUNT), tuple(rows))
    yield Section(say("每月收支", "The month"), 1, table=table, sentences=tuple(_month_words(plan)))


def _income(sure: bool) -> Words:
    return say("收入", "income") if sure else say("不固定收入（不计入）", "unsure income (not counted)")


def _expense(essential: bool) -> Words:
    return say("必要支出", "essential") if essential else say("其他支出", "other spending")


def _month_words(plan: Plan) -> Iterator[Words]:
    budget = plan.budget
    if budget.floor is None:
        yield say(
            "没有适用于各地的法定生活费数字，生活费按你列出的必要支出算。",
            "No living-cost figure of the law holds everywhere; living costs are the essential spending you list.",
        )
    else:
        amount, seen = yuan(budget.floor.fen), budget.floor.seen
        yield say(
            f"最低生活费 {amount} 元，是你自己写的数（{seen}，来源：{budget.floor.source}）；取它与必要支出中较大的。",
            f"Living costs of at least {amount} yuan are your own figure ({seen}, source: "
            f"{budget.floor.source}); the larger "
            "of it and the essential spending counts.",
        )
    yield say(
        f"固定收入 {yuan(budget.sure)} 元 − 生活费 {yuan(budget.living)} 元 − 预留 {yuan(budget.reserve)} 元 = "
        f"每月最多可还 {yuan(budget.affordable)} 元。",
        f"Sure income {yuan(budget.sure)} − living costs {yuan(budget.living)} − reserve "
        f"{yuan(budget.reserve)} = at most "
        f"{yuan(budget.affordable)} yuan a month for debts.",
    )
    if budget.short:
        yield say(
            f"还差 {yuan(budget.short)} 元，目前没有余力还款。",
            f"{yuan(budget.short)} yuan are missing: nothing is left for debts now.",
        )


def debts_section(plan: Plan) -> Section:
    """All debts in one table."""
    head = (
        say("债权人", "lender"),
        say("无争议余额（元）", "owed, undisputed (yuan)"),
        say("有争议（元）", "disputed (yuan)"),
        say("年化成本", "yearly cost"),
        say("每月可分配（元）", "share a month (yuan)"),
    )
    rows = [
        (
            literal(view.debt.lender),
            money(view.account.balance),
            money(view.account.disputed),
            _rate(view.cost),
            money(view.share),
        )
        for view in plan.debts
    ]
    total = (
        Cell(say("合计", "total")),
        money(plan.owed),
        money(sum(view.account.disputed for view in plan.debts)),
        Cell(say("", "")),
        money(sum(view.share for view in plan.debts)),
    )
    return Section(say("全部债务", "All debts"), 1, table=Table(head, (*rows, total)))


def _rate(cost: Cost) -> Cell:
    if cost.compounded_bp is None:
        return Cell(say("算不出", "none"), right=True)
    text = percent(cost.compounded_bp)
    return Cell(Words(text, text), own=False, right=True)
