"""Invented plans for the tests."""

from __future__ import annotations

from datetime import date
from pathlib import Path

from shouzheng.genuine.directory.load import load_directory
from shouzheng.model.kinds import InstitutionKind, ProductKind
from shouzheng.remedy.plan.inputs import Charge, ChargeKind, Debt, Flow, FlowKind
from shouzheng.remedy.plan.plan_file import parse_plan, read_plan
from shouzheng.remedy.plan.working import Plan, work_out
from shouzheng.rulebook.load import load_rulebook

EXAMPLE = Path(__file__).resolve().parents[3] / "examples" / "plan.toml"
TODAY = date(2026, 4, 12)


def example(today: date = TODAY) -> Plan:
    """The example of the project, worked out."""
    return work_out(read_plan(EXAMPLE), load_rulebook(), load_directory(), today)


def plan_of(text: str, today: date = TODAY) -> Plan:
    """A plan of this text, worked out."""
    return work_out(parse_plan(text), load_rulebook(), load_directory(), today)


def debt(
    *flows: tuple[str, FlowKind, int],
    charges: tuple[tuple[str, ChargeKind, int], ...] = (),
    institution: InstitutionKind = InstitutionKind.CONSUMER_FINANCE,
    product: ProductKind = ProductKind.ONLINE_CONSUMER_LOAN,
) -> Debt:
    """A debt “d” with these flows and charges, amounts in fen."""
    moved = tuple(Flow(date.fromisoformat(day), kind, fen) for day, kind, fen in flows)
    charged = tuple(Charge(date.fromisoformat(day), kind, fen) for day, kind, fen in charges)
    return Debt("d", "云岭示例", institution, product, date(2020, 1, 1), moved, charged, (), None)
