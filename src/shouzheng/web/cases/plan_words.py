"""What the fields of the plan form are called, and what is wrong with a form: said of its fields, not of a file."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from shouzheng.model.words import Words
from shouzheng.reference.problems import Problem
from shouzheng.reference.safe_text import shorten
from shouzheng.remedy.plan.problems import BAD_AMOUNT, BAD_DAY, MISSING_KEY, NOTHING_TO_PLAN, OUT_OF_ORDER, WRONG_VALUE
from shouzheng.web.cases.plan_form import FileLine, PlanForm, lines_of
from shouzheng.web.problems import PLAN_BLANK, PLAN_DAYS, PLAN_FIELD, PLAN_LINE, PLAN_PAYMENT
from shouzheng.web.rendering import Say

#: Names of the fields as the form says them; those of a debt without its number.
LABELS = {
    "income": Words("每月收入，一行一项", "Monthly income, one a line"),
    "expenses": Words("每月必须花的，一行一项", "What you must spend each month, one a line"),
    "floor": Words("最少要留多少生活费（元）", "What you need to live on at the least (yuan)"),
    "reserve": Words("每月留着应急（元）", "Kept for emergencies each month (yuan)"),
    "savings": Words("可以一次拿出来的积蓄（元）", "Savings you could use at once (yuan)"),
    "lender": Words("欠谁的", "Owed to"),
    "institution": Words("哪一类机构", "Kind of institution"),
    "product": Words("哪一种借款", "Kind of loan"),
    "got_on": Words("哪天拿到钱", "Day you got the money"),
    "got": Words("合同写的本金（元）", "Principal as the contract has it (yuan)"),
    "kept_back": Words("放款时先扣下的（元，没有不填）", "Kept back at once (yuan, if any)"),
    "payments": Words("已经还过的，一行一次", "What you have paid, one a line"),
    "claimed": Words("对方说还欠的本金（元）", "Principal they say is owed (yuan)"),
    "claimed_interest": Words("对方说还欠的利息（元）", "Interest they say is owed (yuan)"),
    "claimed_on": Words("对方哪天这样说", "Day on which they said so"),
}
#: What is sent along with a field and has no name of its own.
_BESIDE = {"contract": "got_on", "floor_source": "floor"}
#: Fields with days, of which the order is asked.
_DAYS = ("got_on", "payments", "claimed_on")
#: Characters of a line that are quoted.
_QUOTED = 80
_OF_A_FIELD = (BAD_AMOUNT, BAD_DAY, MISSING_KEY, WRONG_VALUE)


@dataclass(frozen=True, slots=True)
class Fault:
    """What is wrong: the name of the field in the form (empty: of none), and the problem for the top of the page."""

    field: str
    problem: Problem


def label_of(name: str, say: Say) -> str:
    """Return what a field is called: ``floor``, or ``d0-got`` with the number of its debt."""
    place, _, key = name.rpartition("-")
    label = say.words(LABELS[_BESIDE.get(key, key)])
    return say("第 {n} 笔债：{label}", "Debt {n}: {label}", n=int(place[1:]) + 1, label=label) if place else label


def faults(form: PlanForm, seen: str, problems: Iterable[Problem], say: Say) -> list[Fault]:
    """Return what is wrong with a form, each fault once: a field, or a line of it, has one.

    Days out of order are said only of a debt whose days are all there: with one missing nobody knows the order. Other
    problems stay, without a place in a file.
    """
    places = dict(enumerate(lines_of(form, seen), 1))
    found: dict[tuple[str, int], Fault] = {
        (f"d{place}-lender", 0): _blank(f"d{place}-lender", say) for place in _nameless(form)
    }
    disordered: list[int] = []
    for problem in problems:
        line = problem.where.split(":")[1] if problem.where.count(":") > 1 else ""
        at = places.get(int(line)) if line.isdigit() else None
        if problem.kind in _OF_A_FIELD and at is not None and at.field:
            found.setdefault((at.field, at.line), _of_a_field(at, problem, say))
        elif problem.kind is OUT_OF_ORDER:
            number = dict(problem.slots)["what"].partition(":")[0].removeprefix("debt-")
            disordered += [int(number) - 1] if number.isdigit() else []
        elif problem.kind is NOTHING_TO_PLAN:
            found.setdefault(("d0-lender", 0), _blank("d0-lender", say))
        else:
            found.setdefault((problem.code, -1), Fault("", Problem(problem.kind, "", problem.slots)))
    for place in dict.fromkeys(disordered):
        if not any(field in (f"d{place}-{day}" for day in _DAYS) for field, _ in found):
            name = f"d{place}-got_on"
            found[name, 0] = Fault(name, Problem(PLAN_DAYS, slots=(("n", str(place + 1)),)))
    return list(found.values())


def _of_a_field(at: FileLine, problem: Problem, say: Say) -> Fault:
    if at.line:
        return _line(at, say)
    value = dict(problem.slots).get("value", "")
    return _wrong(at.field, value, say) if value.strip() else _blank(at.field, say)


def by_lender(problems: Sequence[Problem], form: PlanForm) -> list[Problem]:
    """Return the problems of a plan with its lenders where the file has the ids of debts."""
    names = {f"debt-{place}": debt.lender for place, debt in enumerate(form.debts, 1)}
    slots = [tuple((slot, names.get(value, value)) for slot, value in each.slots) for each in problems]
    return [Problem(each.kind, "", named) for each, named in zip(problems, slots, strict=True)]


def _nameless(form: PlanForm) -> list[int]:
    return [place for place, debt in enumerate(form.debts) if not debt.lender]


def _blank(name: str, say: Say) -> Fault:
    return Fault(name, Problem(PLAN_BLANK, slots=(("field", label_of(name, say)),)))


def _line(at: FileLine, say: Say) -> Fault:
    """A line of several that is not understood: quoted, with its number."""
    kind = PLAN_PAYMENT if at.field.endswith("payments") else PLAN_LINE
    slots = (("field", label_of(at.field, say)), ("n", str(at.line)), ("line", shorten(at.typed, _QUOTED)))
    return Fault(at.field, Problem(kind, slots=slots))


def _wrong(name: str, value: str, say: Say) -> Fault:
    return Fault(name, Problem(PLAN_FIELD, slots=(("field", label_of(name, say)), ("value", value))))
