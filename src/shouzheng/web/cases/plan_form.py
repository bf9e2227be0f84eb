"""The plain form of a repayment plan and the ``plan.toml`` that it stands for; the reader of that file checks it."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from typing import NamedTuple

from shouzheng.web.cases.statement import toml_value

PLAN, _SUBJECT = "plan", "plan"
#: Most debts of the form; the file itself may hold more.
MOST_DEBTS = 8
_LINE = re.compile(r"(.*?)[\s:：]*([0-9][0-9,]*(?:\.[0-9]{1,2})?)\s*元?")
_PAID = re.compile(
    r"([0-9]{4})[-/.年]([0-9]{1,2})[-/.月]([0-9]{1,2})日?[\s:：,，]+([0-9][0-9,]*(?:\.[0-9]{1,2})?)\s*元?"
)


class FileLine(NamedTuple):
    """A line of the file and what it comes from: a field of the form and, of one with lines, which and its words."""

    text: str
    field: str
    line: int = 0
    typed: str = ""


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
    return "\n".join(each.text for each in lines_of(form, seen)) + "\n"


def lines_of(form: PlanForm, seen: str) -> list[FileLine]:
    """Return the lines of the ``plan.toml``, each with the field it comes from; a debt without a lender has none."""
    out = [FileLine("schema = 1", ""), FileLine("[plan]", "")]
    out += [FileLine(f"{key} = {toml_value(_amount(value))}", key) for key, value in _given(form, "reserve", "savings")]
    for name, key, text in (("income", "income", form.income), ("expense", "expenses", form.expenses)):
        for number, typed in _lines(text):
            match = _LINE.fullmatch(_plain(typed))
            what, amount = (match[1].strip() or "–", _amount(match[2])) if match else (typed, "")
            table = (f"[[{name}]]", f"what = {toml_value(what)}", f"amount = {toml_value(amount)}")
            out += [FileLine(line, key, number, typed) for line in table]
    if form.floor:
        source = form.floor_source or "自己的账本"
        floor = ("[floor]", f"amount = {toml_value(_amount(form.floor))}", f"source = {toml_value(source)}")
        out += [FileLine(line, "floor") for line in (*floor, f"seen = {seen}")]
    for place, debt in enumerate(form.debts):
        if debt.lender:
            out += [each._replace(field=f"d{place}-{each.field}") for each in _debt(debt, f"debt-{place + 1}")]
    return out


def _given(form: object, *keys: str) -> list[tuple[str, str]]:
    return [(key, getattr(form, key)) for key in keys if getattr(form, key)]


def _plain(text: str) -> str:
    """Return digits, blanks and signs as they are typed on a phone's Chinese keyboard in their usual form."""
    return unicodedata.normalize("NFKC", text)


def _amount(text: str) -> str:
    return _plain(text).replace(",", "").removesuffix("元").strip()


def _lines(text: str) -> list[tuple[int, str]]:
    """Return the lines that hold something, each with its number."""
    numbered = ((number, line.strip()) for number, line in enumerate(text.splitlines(), 1))
    return [(number, line) for number, line in numbered if line]


def _debt(debt: DebtForm, name: str) -> list[FileLine]:
    out = [FileLine("[[debt]]", "lender"), FileLine(f"id = {toml_value(name)}", "lender")]
    out += [FileLine(f"lender = {toml_value(debt.lender)}", "lender")]
    out += [FileLine(f"{key} = {toml_value(value)}", key) for key, value in _given(debt, "institution", "product")]
    out += [FileLine(f"contract = {_day(debt.contract or debt.got_on)}", "got_on")]
    out += _flow(FileLine(_day(debt.got_on), "got_on"), "drawdown", FileLine(debt.got, "got"))
    if debt.kept_back:
        out += _flow(FileLine(_day(debt.got_on), "got_on"), "kept_back", FileLine(debt.kept_back, "kept_back"))
    for number, typed in _lines(debt.payments):
        match = _PAID.fullmatch(_plain(typed))
        day = f"{match[1]}-{int(match[2]):02d}-{int(match[3]):02d}" if match else typed
        paid = FileLine(_day(day), "payments", number, typed)
        out += _flow(paid, "payment", paid._replace(text=match[4] if match else ""))
    if debt.claimed or debt.claimed_interest:
        out += [FileLine("[debt.claim]", "claimed"), FileLine(f"day = {_day(debt.claimed_on)}", "claimed_on")]
        claims = (("principal", "claimed"), ("interest", "claimed_interest"))
        given = [(part, key, getattr(debt, key)) for part, key in claims if getattr(debt, key)]
        out += [FileLine(f"{part} = {toml_value(_amount(value))}", key) for part, key, value in given]
    return out


def _flow(day: FileLine, kind: str, amount: FileLine) -> list[FileLine]:
    """Return the lines of one flow: ``day`` and ``amount`` are values with what they come from."""
    return [
        amount._replace(text="[[debt.flow]]"),
        day._replace(text=f"day = {day.text}"),
        amount._replace(text=f'kind = "{kind}"'),
        amount._replace(text=f"amount = {toml_value(_amount(amount.text))}"),
    ]


def _day(text: str) -> str:
    """Write a day as TOML's own date; anything else stays text, and the check will say so."""
    try:
        return date.fromisoformat(text).isoformat()
    except ValueError:
        return toml_value(text)
