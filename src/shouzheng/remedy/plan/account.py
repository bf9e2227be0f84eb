"""The statement of one debt: every amount with its day, what it did to each part, and what is left. Whole fen.

A payment is used as the lender says; where it does not say, in the order of article 561 of the Civil Code: costs,
interest, principal. Penalties come last: the article does not name them. Charges that the person disputes stand apart
and take no payment. What was kept back never arrived and is no principal (article 670).
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from shouzheng.model.words import Words
from shouzheng.remedy.plan.inputs import Charge, Debt, Flow, FlowKind
from shouzheng.remedy.plan.plan_file import PARTS

#: Order in which a payment is used when the lender has not said (cc-561), penalties last.
ORDER = ("fee", "interest", "principal", "penalty")
#: Provisions that the statement follows: the order of use, and interest taken beforehand.
ORDER_LAW, KEPT_BACK_LAW = "cc-561", "cc-670"
PART_WORDS = {
    "principal": Words("本金", "principal"),
    "interest": Words("利息", "interest"),
    "fee": Words("费用", "fees"),
    "penalty": Words("违约金、罚息", "penalties"),
    "disputed": Words("有争议", "disputed"),
    "over": Words("多付", "overpaid"),
}


class Kind(StrEnum):
    """What a row is."""

    LENT = "lent"
    KEPT_BACK = "kept_back"
    CHARGED = "charged"
    DISPUTED = "disputed"
    PAID = "paid"
    PAID_APART = "paid_apart"
    REFUNDED = "refunded"


ROW_WORDS = {
    Kind.LENT: Words("放款", "lent"),
    Kind.KEPT_BACK: Words("预先扣下", "kept back"),
    Kind.CHARGED: Words("计收", "charged"),
    Kind.DISPUTED: Words("计收（有争议）", "charged (disputed)"),
    Kind.PAID: Words("付款", "paid"),
    Kind.PAID_APART: Words("另付费用", "paid apart"),
    Kind.REFUNDED: Words("退回", "refunded"),
}


@dataclass(frozen=True, slots=True)
class Row:
    """One amount: ``parts`` are the changes to each part in fen, ``left`` what is owed after it (disputed apart)."""

    day: date
    kind: Kind
    fen: int
    parts: tuple[tuple[str, int], ...]
    left: int
    said_by_lender: bool
    note: str


@dataclass(frozen=True, slots=True)
class Account:
    """The statement. ``owed`` by part, ``disputed`` apart, ``over`` what was paid beyond everything owed.

    ``differences``: what the lender claims more (+) or less (-) on the day of its claim than the statement, disputed
    charges included, had on that day; by part, empty without a claim.
    """

    debt: Debt
    rows: tuple[Row, ...]
    owed: tuple[tuple[str, int], ...]
    disputed: int
    over: int
    received: int
    paid: int
    differences: tuple[tuple[str, int], ...]

    @property
    def balance(self) -> int:
        """All that is owed and not disputed, in fen."""
        return sum(fen for _, fen in self.owed)


def account_of(debt: Debt, until: date) -> Account:
    """Work out the statement up to a day, that day included."""
    book = _book(debt, until)
    owed = tuple((part, book.owed[part]) for part in PARTS)
    disputed = sum(book.disputed.values())
    return Account(debt, tuple(book.rows), owed, disputed, book.over, book.received, book.paid, _differences(debt))


def _book(debt: Debt, until: date) -> _Book:
    book = _Book()
    entries: list[Flow | Charge] = [*debt.flows, *debt.charges]
    for entry in sorted(entries, key=lambda each: (each.day, _order(each))):
        if entry.day > until:
            break
        if isinstance(entry, Flow):
            book.move(entry)
        else:
            book.charge(entry)
    return book


def _differences(debt: Debt) -> tuple[tuple[str, int], ...]:
    if debt.claim is None:
        return ()
    then = _book(debt, debt.claim.day)
    found = ((part, fen - then.owed[part] - then.disputed[part]) for part, fen in debt.claim.parts)
    return tuple((part, fen) for part, fen in found if fen)


def _order(entry: Flow | Charge) -> int:
    """On one day: what was lent, what was kept back of it, what was charged, what was paid."""
    if isinstance(entry, Charge):
        return 2
    return {FlowKind.DRAWDOWN: 0, FlowKind.KEPT_BACK: 1}.get(entry.kind, 3)


class _Book:
    def __init__(self) -> None:
        self.owed = dict.fromkeys(PARTS, 0)
        self.disputed = dict.fromkeys(PARTS, 0)
        self.over = self.received = self.paid = 0
        self.rows: list[Row] = []

    def row(
        self, day: date, kind: Kind, fen: int, parts: dict[str, int], note: str, *, by_lender: bool = False
    ) -> None:
        changed = tuple((part, change) for part, change in parts.items() if change)
        self.rows.append(Row(day, kind, fen, changed, sum(self.owed.values()), by_lender, note))

    def charge(self, charge: Charge) -> None:
        if charge.disputed:
            self.disputed[charge.kind.value] += charge.fen
            self.row(charge.day, Kind.DISPUTED, charge.fen, {"disputed": charge.fen}, charge.basis)
            return
        self.owed[charge.kind.value] += charge.fen
        self.row(charge.day, Kind.CHARGED, charge.fen, {charge.kind.value: charge.fen}, charge.basis)

    def move(self, flow: Flow) -> None:
        match flow.kind:
            case FlowKind.DRAWDOWN:
                self.owed["principal"] += flow.fen
                self.received += flow.fen
                self.row(flow.day, Kind.LENT, flow.fen, {"principal": flow.fen}, flow.note)
            case FlowKind.KEPT_BACK:
                less = min(flow.fen, self.owed["principal"])
                self.owed["principal"] -= less
                self.received -= less
                self.row(flow.day, Kind.KEPT_BACK, flow.fen, {"principal": -less, "over": flow.fen - less}, flow.note)
                self.over += flow.fen - less
            case FlowKind.REFUND:
                # what was overpaid comes back first; the rest is of fees paid apart, which stand in no balance
                self.paid -= flow.fen
                less = min(flow.fen, self.over)
                self.over -= less
                self.row(flow.day, Kind.REFUNDED, flow.fen, {"over": -less}, flow.note)
            case FlowKind.FEE | FlowKind.PENALTY:
                # a fee paid apart was never part of the balance: it is charged and paid at once
                self.paid += flow.fen
                self.row(flow.day, Kind.PAID_APART, flow.fen, {}, flow.note)
            case FlowKind.PAYMENT:
                self.pay(flow)

    def pay(self, flow: Flow) -> None:
        self.paid += flow.fen
        used = dict.fromkeys((*PARTS, "over"), 0)
        left = flow.fen
        for part, fen in flow.split:
            taken = min(fen, self.owed[part], left)
            used[part] -= taken
            self.owed[part] -= taken
            left -= taken
        for part in ORDER:
            taken = min(left, self.owed[part])
            used[part] -= taken
            self.owed[part] -= taken
            left -= taken
        self.over += left
        used["over"] += left
        self.row(flow.day, Kind.PAID, flow.fen, used, flow.note, by_lender=bool(flow.split))
