"""Plans side by side: what each asks for in each month, beside what is affordable; one row a plan, months in common."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from markupsafe import Markup

from shouzheng.remedy.plan.inputs import OPTION_WORDS
from shouzheng.remedy.plan.money import yuan
from shouzheng.remedy.plan.working import FITS_WORDS, Checked, DebtView, Plan
from shouzheng.web.pictures.svg import Svg
from shouzheng.web.rendering import Say

_LEFT, _WIDE, _ROW, _HIGH, _WIDTH = 128, 420, 78, 46, 720
Month = tuple[int, int]


@dataclass(frozen=True, slots=True)
class Row:
    """One plan of the table: its name, what it asks for when, all of it, whether it can be kept."""

    plan: str
    months: str
    total: str
    fits: str


@dataclass(frozen=True, slots=True)
class Plans:
    """The picture of one debt's plans, its table, whose debt it is, and what is affordable for it a month."""

    svg: Markup
    rows: tuple[Row, ...]
    lender: str
    share: str


def compared(plan: Plan, say: Say) -> tuple[Plans, ...]:
    """Return a picture for every debt that has plans."""
    return tuple(_of_debt(place, view, say) for place, view in enumerate(plan.debts) if view.plans)


def _of_debt(place: int, view: DebtView, say: Say) -> Plans:
    rows = tuple(
        Row(
            say.words(OPTION_WORDS[each.schedule.option.kind]),
            say("、", ", ").join(runs(each.schedule.by_month, say)),
            yuan(each.schedule.total),
            say.words(FITS_WORDS[each.fits]),
        )
        for each in view.plans
    )
    return Plans(_drawn(f"plans{place}", view, say), rows, view.debt.lender, yuan(view.share))


def runs(months: dict[Month, int], say: Say) -> Iterator[str]:
    """Say months that ask for the same once: ``2026-03 – 2027-02 each 500.00``."""
    ordered = sorted(months)
    start = 0
    for place, month in enumerate(ordered):
        following = ordered[place + 1] if place + 1 < len(ordered) else None
        if following == _next(month) and months[following] == months[month]:
            continue
        first, amount = ordered[start], yuan(months[month])
        if first == month:
            yield f"{_named(month)} {amount}"
        else:
            slots = {"first": _named(first), "last": _named(month), "amount": amount}
            yield say("{first} 至 {last} 每月 {amount}", "{first} to {last} {amount} a month", **slots)
        start = place + 1


def _next(month: Month) -> Month:
    return (month[0] + 1, 1) if month[1] == 12 else (month[0], month[1] + 1)


def _named(month: Month) -> str:
    return f"{month[0]}-{month[1]:02d}"


def _drawn(name: str, view: DebtView, say: Say) -> Markup:
    title = say("各方案每个月要付多少", "What each plan asks for, month by month")
    about = say(
        "一行一个方案，一根竖条是一个月；虚线是每月能分给这笔债的钱，竖条高过它就付不起。每行按自己的最高数画。",
        "A row is a plan, a bar a month; the dashed line is what is affordable for this debt, and a bar above it is "
        "not. Each row is drawn to its own highest amount.",
    )
    numbers = [_number(month) for each in view.plans for month in each.schedule.by_month]
    first, last = (min(numbers), max(numbers)) if numbers else (0, 0)
    svg = Svg(name, _WIDTH, 12 + _ROW * len(view.plans) + 24, title, about)
    wide = _WIDE / (last - first + 1)
    for place, each in enumerate(view.plans):
        _row(svg, 8 + place * _ROW, each, view.share, (first, wide), say)
    y = 12 + _ROW * len(view.plans) + 10
    for number, anchor, x in ((first, "start", _LEFT), (last, "end", _LEFT + _WIDE)):
        svg.text(x, y, _named((number // 12, number % 12 + 1)), size=12, anchor=anchor, kind="soft")
    return svg.done()


def _number(month: Month) -> int:
    return month[0] * 12 + month[1] - 1


def _row(svg: Svg, y: float, each: Checked, share: int, scale: tuple[int, float], say: Say) -> None:
    first, wide = scale
    months, foot = each.schedule.by_month, y + _HIGH + 6
    most = max(each.schedule.most, share, 1)
    svg.text(6, y + 22, say.words(OPTION_WORDS[each.schedule.option.kind]), size=14)
    svg.text(6, y + 42, say.words(FITS_WORDS[each.fits]), size=12, kind="soft")
    svg.line("rule", _LEFT, foot, _LEFT + _WIDE, foot)
    for month, fen in months.items():
        high = max(1.5, _HIGH * fen / most)
        x, gap = _LEFT + (_number(month) - first) * wide, min(2.0, wide / 4)
        svg.rect("bar", x, foot - high, max(wide - gap, 0.8), high, f"{_named(month)} {yuan(fen)}")
    limit = foot - _HIGH * share / most
    svg.line("limit", _LEFT - 6, limit, _LEFT + _WIDE + 6, limit, 2)
    x = _LEFT + _WIDE + 14
    svg.text(x, y + 22, say("每月最多 {most}", "most {most}", most=yuan(each.schedule.most)), size=12)
    svg.text(x, y + 42, say("合计 {total}", "total {total}", total=yuan(each.schedule.total)), size=12, kind="soft")
