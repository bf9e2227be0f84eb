"""What the person states in ``plan.toml``: income, living costs, debts with payments, wishes. Nothing computed."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from shouzheng.model.kinds import InstitutionKind, ProductKind
from shouzheng.model.words import Words


class FlowKind(StrEnum):
    """What an amount was, between the person and the lender."""

    DRAWDOWN = "drawdown"  # money lent, as the contract has it
    KEPT_BACK = "kept_back"  # of that, what never arrived (interest or fee taken beforehand)
    PAYMENT = "payment"  # an instalment or any payment of the person
    FEE = "fee"  # a fee paid apart: membership, guarantee, service
    PENALTY = "penalty"  # paid because of delay
    REFUND = "refund"  # came back to the person


class ChargeKind(StrEnum):
    """What the lender adds to the debt."""

    INTEREST = "interest"
    FEE = "fee"
    PENALTY = "penalty"


class OptionKind(StrEnum):
    """Kinds of plans."""

    INSTALMENTS = "instalments"
    EXTENSION = "extension"
    ARREARS_FIRST = "arrears_first"
    SETTLEMENT = "settlement"


OPTION_WORDS = {
    OptionKind.INSTALMENTS: Words("分期", "instalments"),
    OptionKind.EXTENSION: Words("先缓后还", "extension"),
    OptionKind.ARREARS_FIRST: Words("先补逾期", "arrears first"),
    OptionKind.SETTLEMENT: Words("一次结清", "settlement"),
}


@dataclass(frozen=True, slots=True)
class Line:
    """One item of income or spending a month, in fen. ``sure``: income that comes every month."""

    what: str
    fen: int
    proof: str = ""
    sure: bool = True
    essential: bool = True


@dataclass(frozen=True, slots=True)
class Floor:
    """What living costs at least, as a figure with its source and day; the person's own where no fact exists."""

    fen: int
    source: str
    seen: date


@dataclass(frozen=True, slots=True)
class Flow:
    """An amount that moved on a day. ``split``: how the lender says that a payment was used, in fen."""

    day: date
    kind: FlowKind
    fen: int
    split: tuple[tuple[str, int], ...] = ()
    note: str = ""


@dataclass(frozen=True, slots=True)
class Charge:
    """What the lender charged on a day, on what ground, and whether the person disputes it."""

    day: date
    kind: ChargeKind
    fen: int
    basis: str = ""
    disputed: bool = False


@dataclass(frozen=True, slots=True)
class Due:
    """A payment that the contract still asks for."""

    day: date
    fen: int


@dataclass(frozen=True, slots=True)
class Claimed:
    """What the lender says is owed on a day, by part."""

    day: date
    parts: tuple[tuple[str, int], ...]


@dataclass(frozen=True, slots=True)
class Debt:
    """One debt. ``claim`` is the lender's own figure, ``None`` when it has given none."""

    id: str
    lender: str
    institution: InstitutionKind
    product: ProductKind
    contract: date
    flows: tuple[Flow, ...]
    charges: tuple[Charge, ...]
    due: tuple[Due, ...]
    claim: Claimed | None


@dataclass(frozen=True, slots=True)
class Option:
    """A plan to look at. ``fen`` is the sum of a settlement; ``rate_bp`` a year is what is still charged.

    ``wait``: months before an extension begins to pay. ``then``: months for the rest after the arrears.
    """

    debt: str
    kind: OptionKind
    months: int
    first: date
    wait: int = 0
    then: int = 0
    fen: int = 0
    rate_bp: int = 0


@dataclass(frozen=True, slots=True)
class Chosen:
    """The plan that the person keeps to, for what was owed on the day on which it was agreed (``None``: today)."""

    debt: str
    kind: OptionKind
    agreed: date | None


@dataclass(frozen=True, slots=True)
class Paid:
    """A payment made since, with what shows it; it stands in the statement as well."""

    debt: str
    day: date
    fen: int
    proof: str = ""


@dataclass(frozen=True, slots=True)
class Before:
    """A loan that the person thinks of taking: what would arrive, what would have to be paid, and when."""

    lender: str
    institution: InstitutionKind
    product: ProductKind
    contract: date
    arrives: int
    payments: tuple[Due, ...]


@dataclass(frozen=True, slots=True)
class PlanInput:
    """The whole file."""

    title: str
    invented: bool
    income: tuple[Line, ...]
    expenses: tuple[Line, ...]
    floor: Floor | None
    reserve: int
    savings: int
    debts: tuple[Debt, ...]
    options: tuple[Option, ...]
    chosen: tuple[Chosen, ...]
    paid: tuple[Paid, ...]
    before: Before | None

    def debt(self, name: str) -> Debt:
        """Return the debt of this id; raises ``KeyError``."""
        for each in self.debts:
            if each.id == name:
                return each
        raise KeyError(name)
