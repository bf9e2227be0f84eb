"""Money over time: what was received and what was paid, added up month by month, by the statement of the debts."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass

from markupsafe import Markup

from shouzheng.remedy.plan.account import Kind
from shouzheng.remedy.plan.money import yuan
from shouzheng.remedy.plan.working import Plan
from shouzheng.web.pictures.svg import Svg
from shouzheng.web.rendering import Say

_LEFT, _TOP, _WIDE, _HIGH, _WIDTH, _HEIGHT = 96, 20, 500, 200, 720, 262
#: What moves money towards the person, and away; charges move none.
_IN = {Kind.LENT: 1, Kind.KEPT_BACK: -1}
_OUT = {Kind.PAID: 1, Kind.PAID_APART: 1, Kind.REFUNDED: -1}
#: Labels at the ends of the two lines stand this far apart at the least; months named below at most.
_APART, _NAMED = 26, 6
Month = tuple[int, int]


@dataclass(frozen=True, slots=True)
class Row:
    """One month in which money moved, amounts as text in yuan: received, paid, both so far."""

    month: str
    received: str
    paid: str
    received_so_far: str
    paid_so_far: str


@dataclass(frozen=True, slots=True)
class Money:
    """The picture and its table; both empty when no money has moved."""

    svg: Markup
    rows: tuple[Row, ...]


@dataclass(frozen=True, slots=True)
class _Step:
    """Both sums in fen after a month."""

    month: Month
    received: int
    paid: int


def money(plan: Plan, say: Say) -> Money:
    """Return the picture of all debts together: what arrived in fact, and what was paid."""
    came, went = Counter[Month](), Counter[Month]()
    for view in plan.debts:
        for row in view.account.rows:
            month = (row.day.year, row.day.month)
            came[month] += _IN.get(row.kind, 0) * row.fen
            went[month] += _OUT.get(row.kind, 0) * row.fen
    moved = sorted(month for month in came.keys() | went.keys() if came[month] or went[month])
    if not moved:
        return Money(Markup(""), ())
    steps, rows = [], []
    received = paid = 0
    for month in _months(moved[0], max(moved[-1], (plan.today.year, plan.today.month))):
        received, paid = received + came[month], paid + went[month]
        steps.append(_Step(month, received, paid))
        if month in moved:
            rows.append(Row(_named(month), yuan(came[month]), yuan(went[month]), yuan(received), yuan(paid)))
    return Money(_drawn(steps, say), tuple(rows))


def _months(first: Month, last: Month) -> Iterator[Month]:
    for number in range(first[0] * 12 + first[1] - 1, last[0] * 12 + last[1]):
        yield number // 12, number % 12 + 1


def _named(month: Month) -> str:
    return f"{month[0]}-{month[1]:02d}"


def _drawn(steps: list[_Step], say: Say) -> Markup:
    title = say("到手多少，已经还了多少", "What was received, and what was paid")
    about = say(
        "两条线都是累计：粗线是已经还的，细线是到手的。",
        "Both lines add up over time: the thick one is what was paid, the thin one what was received.",
    )
    svg = Svg("money", _WIDTH, _HEIGHT, title, about)
    most = max(1, *(max(step.received, step.paid) for step in steps))
    wide = _WIDE / len(steps)

    def high(fen: int) -> float:
        return _TOP + _HIGH * (1 - max(fen, 0) / most)

    for share in (0, 0.5, 1):
        y = high(round(most * share))
        svg.line("rule", _LEFT, y, _LEFT + _WIDE, y)
        svg.text(_LEFT - 8, y + 4, yuan(round(most * share)).partition(".")[0], size=12, anchor="end", kind="soft")
    every = -(-len(steps) // _NAMED)
    for place, step in enumerate(steps):
        if place % every == 0:
            svg.text(_LEFT + place * wide, _TOP + _HIGH + 20, _named(step.month), size=12, kind="soft")
    for kind, values, thick in (("line", [s.received for s in steps], 2), ("line", [s.paid for s in steps], 5)):
        before = 0
        for place, value in enumerate(values):
            x = _LEFT + place * wide
            if value != before:
                svg.line(kind, x, high(before), x, high(value), thick)
            svg.line(kind, x, high(value), x + wide, high(value), thick)
            before = value
    _ends(svg, steps[-1], high(steps[-1].received), high(steps[-1].paid), say)
    return svg.done()


def _ends(svg: Svg, last: _Step, received: float, paid: float, say: Say) -> None:
    """Name both lines at their ends, so that no key to colours is needed."""
    if abs(received - paid) < _APART:
        middle, sign = (received + paid) / 2, 1 if received >= paid else -1
        received, paid = middle + sign * _APART / 2, middle - sign * _APART / 2
    x = _LEFT + _WIDE + 8
    lowest = _TOP + _HIGH + 8
    below = max(received, paid) - lowest
    received, paid = (y - max(below, 0) for y in (received, paid))
    for y, words, fen in ((received, say("到手", "received"), last.received), (paid, say("已还", "paid"), last.paid)):
        svg.text(x, y + 4, f"{words} {yuan(fen).partition('.')[0]}", size=13)
