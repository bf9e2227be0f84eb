"""The plain form of a repayment plan and the ``plan.toml`` that it stands for; the reader of that file checks it."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date

from shouzheng.web.cases.statement import toml_value

PLAN, _SUBJECT = "plan", "plan"
#: Most debts of the form; the file itself may hold more.
MOST_DEBTS = 8
_LINE = re.compile(r"(.*?)[\s:：]*([0-9][0-9,]*(?:\.[0-9]{1,2})?)\s*元?")
_PAID = re.compile(
    r"([0-9]{4})[-/.年]([0-9]{1,2})[-/.月]([0-9]{1,2})日?[\s:：,，]+([0-9][0-9,]*(?:\.[0-9]{1,2})?)\s*元?"
)
#: A line of the file and the field of the form that it comes from.
_Line = tuple[str, str]


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
    """Return the form of flat fields: ``income`` …, ``d0-lender`` …; debts of which nothing was typed are left out."""
    debts = []
    for place in range(MOST_DEBTS):
        values = {key: given.get(f"d{place}-{key}", "").strip()[:4000] for key in DebtForm.__slots__}
        if any(values.values()):
            debts.append(DebtForm(**values))
    top = {key: given.get(key, "").strip()[:4000] for key in PlanForm.__slots__ if key != "debts"}
    return PlanForm(**top, debts=tuple(debts))


def as_plan_toml(form: PlanForm, seen: str) -> str:
    """Return the ``plan.toml``; a line that has no amount is put in as it is, and the check will say so."""
    return "\n".join(line for line, _ in lines_of(form, seen)) + "\n"


def lines_of(form: PlanForm, seen: str) -> list[_Line]:
    """Return the lines of the ``plan.toml``, each with the field it comes from; a debt without a lender has none."""
    out: list[_Line] = [("schema = 1", ""), ("[plan]", "")]
    out += [(f"{key} = {toml_value(_amount(value))}", key) for key, value in _given(form, "reserve", "savings")]
    for name, key, text in (("income", "income", form.income), ("expense", "expenses", form.expenses)):
        for what, amount in _lines(text):
            table = (f"[[{name}]]", f"what = {toml_value(what)}", f"amount = {toml_value(amount)}")
            out += [(line, key) for line in table]
    if form.floor:
        source = form.floor_source or "自己的账本"
        floor = ("[floor]", f"amount = {toml_value(_amount(form.floor))}", f"source = {toml_value(source)}")
        out += [(line, "floor") for line in (*floor, f"seen = {seen}")]
    for place, debt in enumerate(form.debts):
        if debt.lender:
            out += [(line, f"d{place}-{key}") for line, key in _debt(debt, f"debt-{place + 1}")]
    return out


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


def _debt(debt: DebtForm, name: str) -> list[_Line]:
    out = [("[[debt]]", "lender"), (f"id = {toml_value(name)}", "lender")]
    out += [(f"lender = {toml_value(debt.lender)}", "lender")]
    out += [(f"{key} = {toml_value(value)}", key) for key, value in _given(debt, "institution", "product")]
    out += [(f"contract = {_day(debt.contract or debt.got_on)}", "got_on")]
    flows = [("got_on", debt.got_on, "drawdown", debt.got, "got")]
    if debt.kept_back:
        flows += [("got_on", debt.got_on, "kept_back", debt.kept_back, "kept_back")]
    for line in filter(None, map(str.strip, debt.payments.splitlines())):
        match = _PAID.fullmatch(line)
        day = f"{match[1]}-{int(match[2]):02d}-{int(match[3]):02d}" if match else line
        flows += [("payments", day, "payment", match[4] if match else "", "payments")]
    for day_key, day, kind, amount, key in flows:
        out += [("[[debt.flow]]", key), (f"day = {_day(day)}", day_key)]
        out += [(f'kind = "{kind}"', key), (f"amount = {toml_value(_amount(amount))}", key)]
    if debt.claimed or debt.claimed_interest:
        out += [("[debt.claim]", "claimed"), (f"day = {_day(debt.claimed_on)}", "claimed_on")]
        claims = (("principal", "claimed"), ("interest", "claimed_interest"))
        given = [(part, key, getattr(debt, key)) for part, key in claims if getattr(debt, key)]
        out += [(f"{part} = {toml_value(_amount(value))}", key) for part, key, value in given]
    return out


def _day(text: str) -> str:
    """Write a day as TOML's own date; anything else stays text, and the check will say so."""
    try:
        return date.fromisoformat(text).isoformat()
    except ValueError:
        return toml_value(text)
