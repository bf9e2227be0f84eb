"""Reads ``plan.toml``; all problems at once, each with its line. Not verified: whether what it says is true."""

from __future__ import annotations

import tomllib
from dataclasses import replace
from pathlib import Path

from shouzheng.model.kinds import InstitutionKind, ProductKind
from shouzheng.reference.problems import Problem, ShouzhengError
from shouzheng.reference.toml_places import Places
from shouzheng.remedy.plan.fields import Fields, names_twice
from shouzheng.remedy.plan.inputs import (
    Before,
    Charge,
    ChargeKind,
    Chosen,
    Claimed,
    Debt,
    Due,
    Floor,
    Flow,
    FlowKind,
    Line,
    Option,
    OptionKind,
    Paid,
    PlanInput,
)
from shouzheng.remedy.plan.problems import (
    FILE_UNREADABLE,
    NOTHING_TO_PLAN,
    OUT_OF_ORDER,
    TWICE,
    UNKNOWN_DEBT,
)

#: Largest file read, in bytes; longest plan, in months (twenty years).
MAX_BYTES, MOST_MONTHS = 1_000_000, 240
PARTS = ("principal", "interest", "fee", "penalty")


def read_plan(path: Path) -> PlanInput:
    """Read the file; raises ``ShouzhengError`` (exit 2) with every problem."""
    try:
        size = path.stat().st_size
        text = path.read_bytes().decode("utf-8-sig") if size <= MAX_BYTES else None
    except (OSError, UnicodeDecodeError) as error:
        detail = getattr(error, "strerror", None) or type(error).__name__
        raise _unreadable(path.name, detail) from error
    if text is None:
        raise _unreadable(path.name, "too large")
    return parse_plan(text, path.name)


def parse_plan(text: str, name: str = "plan.toml") -> PlanInput:
    """Read the text of a file; raises as ``read_plan``."""
    text = text.replace("\r\n", "\n")
    try:
        data = tomllib.loads(text)
    except (ValueError, RecursionError) as error:  # TOMLDecodeError is one; an integer of too many digits another
        raise _unreadable(name, str(error)[:120]) from error
    problems: list[Problem] = []
    root = Fields(data, (), Places(text), name, problems)
    plan = _plan(root)
    root.finish()
    _check(plan, root)
    if problems:
        raise ShouzhengError(*problems)
    return plan


def _unreadable(name: str, detail: str) -> ShouzhengError:
    return ShouzhengError(Problem(FILE_UNREADABLE, name, (("detail", detail), ("limit", str(MAX_BYTES)))))


def _plan(root: Fields) -> PlanInput:
    root.whole("schema", 1, 1, 1)
    head = root.table("plan")
    title, invented, reserve, savings = "", False, 0, 0
    if head is not None:
        title, invented = head.text("title"), head.truth("invented", False)
        reserve, savings = head.amount("reserve", needed=False), head.amount("savings", needed=False)
        head.finish()
    return PlanInput(
        title=title,
        invented=invented,
        income=tuple(_line(each) for each in root.tables("income")),
        expenses=tuple(_line(each) for each in root.tables("expense")),
        floor=_floor(root),
        reserve=reserve,
        savings=savings,
        debts=tuple(_debt(each) for each in root.tables("debt")),
        options=tuple(_option(each) for each in root.tables("option")),
        chosen=tuple(_chosen(each) for each in root.tables("chosen")),
        paid=tuple(_paid(each) for each in root.tables("repayment")),
        before=_before(root),
    )


def _line(table: Fields) -> Line:
    line = Line(
        table.text("what", needed=True),
        table.amount("amount"),
        table.text("proof"),
        table.truth("sure", True),
        table.truth("essential", True),
    )
    table.finish()
    return line


def _floor(root: Fields) -> Floor | None:
    table = root.table("floor")
    if table is None:
        return None
    floor = Floor(table.amount("amount"), table.text("source", needed=True), table.day("seen"))
    table.finish()
    return floor


def _debt(table: Fields) -> Debt:
    debt = Debt(
        id=table.text("id", needed=True),
        lender=table.text("lender", needed=True),
        institution=table.choice("institution", InstitutionKind, InstitutionKind.UNKNOWN),
        product=table.choice("product", ProductKind, ProductKind.UNKNOWN),
        contract=table.day("contract"),
        flows=tuple(_flow(each) for each in table.tables("flow")),
        charges=tuple(_charge(each) for each in table.tables("charge")),
        due=_dues(table, "due"),
        claim=_claim(table),
    )
    table.finish()
    return debt


def _flow(table: Fields) -> Flow:
    used = table.table("used")
    split: tuple[tuple[str, int], ...] = ()
    if used is not None:
        split = tuple((part, used.amount(part)) for part in PARTS if part in used.data)
        used.finish()
    flow = Flow(table.day("day"), table.choice("kind", FlowKind), table.amount("amount"), split, table.text("note"))
    table.finish()
    if split and sum(fen for _, fen in split) > flow.fen:
        table.report(OUT_OF_ORDER, "used", what="used > amount")
    return flow


def _charge(table: Fields) -> Charge:
    charge = Charge(
        table.day("day"),
        table.choice("kind", ChargeKind),
        table.amount("amount"),
        table.text("basis"),
        table.truth("disputed", False),
    )
    table.finish()
    return charge


def _dues(table: Fields, key: str) -> tuple[Due, ...]:
    found = []
    for each in table.tables(key):
        found.append(Due(each.day("day"), each.amount("amount")))
        each.finish()
    return tuple(sorted(found, key=lambda due: due.day))


def _claim(table: Fields) -> Claimed | None:
    claim = table.table("claim")
    if claim is None:
        return None
    found = Claimed(claim.day("day"), tuple((part, claim.amount(part, needed=False)) for part in PARTS))
    claim.finish()
    return found


def _option(table: Fields) -> Option:
    option = Option(
        debt=table.text("debt", needed=True),
        kind=table.choice("kind", OptionKind),
        months=table.whole("months", 1, MOST_MONTHS, 1),
        first=table.day("first"),
        then=table.whole("then", 0, MOST_MONTHS, 0),
        wait=table.whole("wait", 0, MOST_MONTHS, 0),
        fen=table.amount("amount", needed=False),
        rate_bp=table.whole("rate_bp", 0, 10_000, 0),
    )
    table.finish()
    return option


def _chosen(table: Fields) -> Chosen:
    agreed = table.day("agreed") if "agreed" in table.data else None
    chosen = Chosen(table.text("debt", needed=True), table.choice("kind", OptionKind), agreed)
    table.finish()
    return chosen


def _paid(table: Fields) -> Paid:
    paid = Paid(table.text("debt", needed=True), table.day("day"), table.amount("amount"), table.text("proof"))
    table.finish()
    return paid


def _before(root: Fields) -> Before | None:
    table = root.table("before")
    if table is None:
        return None
    before = Before(
        lender=table.text("lender", needed=True),
        institution=table.choice("institution", InstitutionKind, InstitutionKind.UNKNOWN),
        product=table.choice("product", ProductKind, ProductKind.UNKNOWN),
        contract=table.day("contract"),
        arrives=table.amount("arrives"),
        payments=_dues(table, "payment"),
    )
    table.finish()
    return before


def _check(plan: PlanInput, root: Fields) -> None:
    names = [debt.id for debt in plan.debts]
    for twice in names_twice(names):
        root.report(TWICE, "debt", id=twice)
    named = [
        *(each.debt for each in plan.options),
        *(each.debt for each in plan.paid),
        *(each.debt for each in plan.chosen),
    ]
    for name in dict.fromkeys(named):
        if name not in names:
            root.report(UNKNOWN_DEBT, id=name, allowed=", ".join(names) or "-")
    for twice in names_twice(each.debt for each in plan.chosen):
        root.report(TWICE, "chosen", id=twice)
    for debt in plan.debts:
        for what in _disorder(with_payments(debt, plan.paid)):
            root.report(OUT_OF_ORDER, what=f"{debt.id}: {what}")
    before = plan.before
    if before is not None and any(each.day < before.contract for each in before.payments):
        root.report(OUT_OF_ORDER, "before", what="payment < contract")
    if not plan.debts and before is None:
        root.report(NOTHING_TO_PLAN)


def with_payments(debt: Debt, paid: tuple[Paid, ...]) -> Debt:
    """Return the debt with the payments recorded since among its flows."""
    since = [Flow(each.day, FlowKind.PAYMENT, each.fen, (), each.proof) for each in paid if each.debt == debt.id]
    return replace(debt, flows=(*debt.flows, *since))


def _disorder(debt: Debt) -> list[str]:
    """Say what stands before what it must follow."""
    lent = [flow.day for flow in debt.flows if flow.kind is FlowKind.DRAWDOWN]
    wrong = [f"{day} < {debt.contract}" for day in lent if day < debt.contract]
    if not lent:
        return wrong
    first = min(lent)
    wrong += [f"{flow.kind.value} {flow.day} < {first}" for flow in debt.flows if flow.day < first]
    wrong += [f"{charge.kind.value} {charge.day} < {first}" for charge in debt.charges if charge.day < first]
    wrong += [f"due {due.day} < {first}" for due in debt.due if due.day < first]
    if debt.claim is not None and debt.claim.day < first:
        wrong.append(f"claim {debt.claim.day} < {first}")
    return wrong
