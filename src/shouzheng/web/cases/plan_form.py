"""The plain form of a repayment plan and the ``plan.toml`` that it stands for; the reader of that file checks it."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, field

from shouzheng.web.cases.statement import toml_value

PLAN, _SUBJECT = "plan", "plan"
#: Most debts of the form; the file itself may hold more.
MOST_DEBTS = 8
_LINE = re.compile(r"(.*?)[\s:：]*([0-9][0-9,]*(?:\.[0-9]{1,2})?)\s*元?")
_PAID = re.compile(
    r"([0-9]{4})[-/.年]([0-9]{1,2})[-/.月]([0-9]{1,2})日?[\s:：,，]+([0-9][0-9,]*(?:\.[0-9]{1,2})?)\s*元?"
)


@dataclass(frozen=True, slots=True)
class DebtForm:
    """One debt as it is typed: amounts in yuan, payments one a line (“2025-04-10 2000”)."""

    lender: str = ""
    institution: str = ""
    product: str = ""
    contract: str = ""
    got_on: str = ""
    got: str = ""
    kept_back: str = ""
    payments: str = ""
    claimed_on: str = ""
    claimed: str = ""
    claimed_interest: str = ""


@dataclass(frozen=True, slots=True)
class PlanForm:
    """The whole form: income and expenses one a line (“房租 1800”)."""

    income: str = ""
    expenses: str = ""
    floor: str = ""
    floor_source: str = ""
    reserve: str = ""
    savings: str = ""
    debts: tuple[DebtForm, ...] = field(default=())


def form_of(given: Mapping[str, str]) -> PlanForm:
    """Return the form of flat fields: ``income`` …, ``d0-lender`` …; debts without a lender are left out."""
    debts = []
    for place in range(MOST_DEBTS):
        values = {key: given.get(f"d{place}-{key}", "").strip()[:4000] for key in DebtForm.__slots__}
        if values["lender"]:
            debts.append(DebtForm(**values))
    top = {key: given.get(key, "").strip()[:4000] for key in PlanForm.__slots__ if key != "debts"}
    return PlanForm(**top, debts=tuple(debts))


def as_plan_toml(form: PlanForm, seen: str) -> str:
    """Return the ``plan.toml``; a line that has no amount is put in as it is, and the check will say so."""
    out = ["schema = 1", "[plan]"]
    out += [f"{key} = {toml_value(_amount(value))}" for key, value in _given(form, "reserve", "savings")]
    for name, text in (("income", form.income), ("expense", form.expenses)):
        for what, amount in _lines(text):
            out += [f"[[{name}]]", f"what = {toml_value(what)}", f"amount = {toml_value(amount)}"]
    if form.floor:
        source = form.floor_source or "自己的账本"
        out += [
            "[floor]",
            f"amount = {toml_value(_amount(form.floor))}",
            f"source = {toml_value(source)}",
            f"seen = {seen}",
        ]
    for place, debt in enumerate(form.debts, 1):
        out += _debt(debt, f"debt-{place}")
    return "\n".join(out) + "\n"


def _given(form: object, *keys: str) -> list[tuple[str, str]]:
    return [(key, getattr(form, key)) for key in keys if getattr(form, key)]


def _amount(text: str) -> str:
    return text.replace(",", "").replace("，", "").removesuffix("元").strip()


def _lines(text: str) -> list[tuple[str, str]]:
    found = []
    for line in filter(None, map(str.strip, text.splitlines())):
        match = _LINE.fullmatch(line)
        found.append((match[1].strip() or "–", _amount(match[2])) if match else (line, ""))
    return found


def _debt(debt: DebtForm, key: str) -> list[str]:
    out = ["[[debt]]", f"id = {toml_value(key)}", f"lender = {toml_value(debt.lender)}"]
    out += [f"{name} = {toml_value(value)}" for name, value in _given(debt, "institution", "product")]
    out += [f"contract = {_day(debt.contract or debt.got_on)}"]
    flows = [(debt.got_on, "drawdown", debt.got), (debt.got_on, "kept_back", debt.kept_back)]
    for line in filter(None, map(str.strip, debt.payments.splitlines())):
        match = _PAID.fullmatch(line)
        day = f"{match[1]}-{int(match[2]):02d}-{int(match[3]):02d}" if match else line
        flows.append((day, "payment", match[4] if match else ""))
    for day, kind, amount in flows:
        if amount or kind == "drawdown" or (kind == "payment" and day):
            out += [
                "[[debt.flow]]",
                f"day = {_day(day)}",
                f'kind = "{kind}"',
                f"amount = {toml_value(_amount(amount))}",
            ]
    if debt.claimed:
        out += ["[debt.claim]", f"day = {_day(debt.claimed_on)}", f"principal = {toml_value(_amount(debt.claimed))}"]
        if debt.claimed_interest:
            out.append(f"interest = {toml_value(_amount(debt.claimed_interest))}")
    return out


def _day(text: str) -> str:
    """Write a day as TOML's own date; anything else stays text, and the check will say so."""
    return text if re.fullmatch(r"[0-9]{4}-[0-9]{2}-[0-9]{2}", text) else toml_value(text)
