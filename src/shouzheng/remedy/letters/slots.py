"""The closed list of what a letter can fill in, each from the case or the findings; what is not known is a blank.

A value is a run of pieces. Our own words are converted to Traditional Chinese; names, numbers and quoted words of
others are not, and pass through ``visible``, so that a name of the case can never be markup, a control character or a
second line.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date

from shouzheng.model.case import InstitutionKind, ProductKind, Role
from shouzheng.model.words import Words
from shouzheng.reference.safe_text import shorten, visible
from shouzheng.remedy.labels import INSTITUTION_KIND, PRODUCT_KIND, ROLE
from shouzheng.remedy.letters.numbers import for_operators
from shouzheng.remedy.situation import ORGANISATIONS, Situation

#: Longest name or quotation put into a sentence, in characters; the cut is marked.
LONGEST = 300
#: Most numbers listed in one sentence; the others are counted.
MOST_NUMBERS = 30
#: A blank whose words are longer than this, or that lists several things, may hold several lines.
_SHORT, _SEVERAL = 10, "、；，"


@dataclass(frozen=True, slots=True)
class Ask:
    """What a blank asks for: a key that stays its own when other blanks come and go, and the words that stand on it.

    Blanks of one key in a letter ask for one thing; ``lines`` says that the answer may take several lines.
    """

    key: str
    label: Words
    lines: bool = False


@dataclass(frozen=True, slots=True)
class Piece:
    """Some text in both languages. ``own`` marks our words, ``asks`` a place that the person fills in."""

    text: Words
    own: bool = True
    asks: Ask | None = None

    @property
    def blank(self) -> bool:
        """True for a place that the person still has to fill in."""
        return self.asks is not None


Pieces = tuple[Piece, ...]


def own(zh: str, en: str) -> Piece:
    """Return words of ours."""
    return Piece(Words(zh, en))


def theirs(text: str) -> Piece:
    """Return words of the person or of others: literal, harmless to look at, the same in both languages."""
    safe = visible(shorten(text, LONGEST))
    return Piece(Words(safe, safe), own=False)


def blank(key: str, label: Words) -> Piece:
    """Return a visible blank; one that asks for more than a word or two may take several lines."""
    asks = Ask(key, label, lines=len(label.zh) > _SHORT or any(mark in label.zh for mark in _SEVERAL))
    return Piece(Words(f"（请填写：{label.zh}）", f"(please fill in: {label.en})"), asks=asks)


def typed_in(pieces: Pieces, typed: Mapping[str, str]) -> Pieces:
    """Return the pieces with the person's own words in the blanks they are for: literal, never converted."""
    return tuple(
        Piece(Words(typed[piece.asks.key], " ".join(typed[piece.asks.key].split())), own=False)
        if piece.asks is not None and typed.get(piece.asks.key)
        else piece
        for piece in pieces
    )


def day_piece(day: date) -> Piece:
    """Return a day in words."""
    return own(f"{day.year}年{day.month}月{day.day}日", day.isoformat())


def listed(items: list[Pieces]) -> Pieces:
    """Join items with 、 or commas."""
    joined: list[Piece] = []
    for place, item in enumerate(items):
        joined += [own("、", ", ")] if place else []
        joined += item
    return tuple(joined)


def _writer(situation: Situation) -> Pieces | None:
    return (theirs(situation.writer.name),) if situation.writer.name else None


def _institution(situation: Situation) -> Pieces | None:
    return (theirs(situation.creditor.name),) if situation.creditor and situation.creditor.name else None


def _lender(situation: Situation) -> Pieces | None:
    """The creditor where it lends itself; a platform does not, and who does stands in the contract."""
    platform = situation.institution_kind is InstitutionKind.LOAN_PLATFORM
    return None if platform else _institution(situation)


def _loan_platform(situation: Situation) -> Pieces | None:
    platform = situation.institution_kind is InstitutionKind.LOAN_PLATFORM
    return _institution(situation) if platform else None


def _agencies(situation: Situation) -> Pieces | None:
    named = [party for party in situation.agencies if party.name]
    return listed([(theirs(party.name),) for party in named]) if named else None


def _others(situation: Situation) -> Pieces | None:
    items: list[Pieces] = []
    for person in situation.others:
        role = ROLE[person.role]
        if person.name:
            items.append((theirs(person.name), own(f"（{role.zh}）", f" ({role.en})")))
        else:
            asked = blank(f"others:{person.id}", Words("该联系人姓名", "that person's name"))
            items.append((own(f"{role.zh}", f"the {role.en}"), asked))
    return listed(items) if items else None


def _product(situation: Situation) -> Pieces | None:
    kind = situation.product_kind
    return None if kind is ProductKind.UNKNOWN else (Piece(PRODUCT_KIND[kind]),)


def _institution_kind(situation: Situation) -> Pieces | None:
    kind = situation.institution_kind
    return None if kind is InstitutionKind.UNKNOWN else (Piece(INSTITUTION_KIND[kind]),)


def _due(situation: Situation) -> Pieces | None:
    """The sum due as the person states it, when every debt to the creditor has one."""
    sums = [debt.due_fen for debt in situation.debts]
    if not sums or None in sums:
        return None
    yuan, fen = divmod(sum(fen for fen in sums if fen is not None), 100)
    return (own(f"{yuan:,}.{fen:02d}元", f"CNY {yuan:,}.{fen:02d}"),)


def _numbers(situation: Situation) -> Pieces | None:
    """The numbers that contacts of the creditor's side came from, each once, in the order of first use."""
    ordered = sorted(situation.contacts.values(), key=lambda row: row.place)
    used = dict.fromkeys(row.number for row in ordered if row.party in situation.side and row.number)
    shown = list(used)[:MOST_NUMBERS]
    items: list[Pieces] = [(theirs(number),) for number in shown]
    if len(used) > len(shown):
        items.append((own(f"另有{len(used) - len(shown)}个", f"{len(used) - len(shown)} more"),))
    return listed(items) if items else None


def _confirmed_numbers(situation: Situation) -> Pieces | None:
    """The numbers of all confirmed contacts of the writer by the creditor's side, each once."""
    used = dict.fromkeys(number for row in situation.confirmed for number in row.numbers)
    items: list[Pieces] = [(theirs(number),) for number in list(used)[:MOST_NUMBERS]]
    return listed(items) if items else None


def _confirmed(situation: Situation) -> Pieces | None:
    """From when to when and how often the creditor's side contacted the writer, by the records."""
    rows = situation.confirmed
    if not rows:
        return None
    first, last = min(row.first for row in rows), max(row.last for row in rows)
    count = sum(row.contacts for row in rows)
    days = (day_piece(first),) if first == last else (day_piece(first), own("至", " to "), day_piece(last))
    return (*days, own(f"，共{count}次", f", {count} in all"))


def _operator_numbers(situation: Situation) -> Pieces | None:
    """The numbers that contacted the writer's own phone, without service numbers and ports of the creditor itself."""
    ordered = sorted(situation.contacts.values(), key=lambda row: row.place)
    used = dict.fromkeys(row.number for row in ordered if row.number and for_operators(row, situation))
    items: list[Pieces] = [(theirs(number),) for number in list(used)[:MOST_NUMBERS]]
    return listed(items) if items else None


def _self(situation: Situation) -> Pieces | None:
    organisation = situation.writer.role in ORGANISATIONS
    return (own("本单位", "we") if organisation else own("本人", "I"),)


def _mine(situation: Situation) -> Pieces | None:
    organisation = situation.writer.role in ORGANISATIONS
    return (own("本单位", "our") if organisation else own("本人", "my"),)


def _contract_day(situation: Situation) -> Pieces | None:
    days = {debt.contract_date for debt in situation.debts}
    day = days.pop() if len(days) == 1 else None
    return (day_piece(day),) if day else None


def _days(situation: Situation) -> list[date]:
    side = situation.of_side()
    return sorted(situation.contacts[event].time.beijing.date() for found in side for event in found.events)


def _first_day(situation: Situation) -> Pieces | None:
    days = _days(situation)
    return (day_piece(days[0]),) if days else None


def _last_day(situation: Situation) -> Pieces | None:
    days = _days(situation)
    return (day_piece(days[-1]),) if days else None


def _refusal(situation: Situation) -> Pieces | None:
    """The newest refusal: day, words and proof exactly as the person states them."""
    if not situation.objections:
        return None
    last = situation.objections[-1]
    pieces = [day_piece(last.at.beijing.date())]
    if last.words:
        pieces += [own("（原话：“", " (words: “"), theirs(last.words), own("”）", "”)")]
    if last.evidence:
        pieces += [own("，证据为", ", proof: "), theirs(last.evidence)]
    number = situation.refusal_record
    if number is not None:
        pieces.append(own(f"（证据第{number}号）", f" (evidence {number})"))
    return tuple(pieces)


def _role(situation: Situation) -> Pieces | None:
    role = situation.writer.role
    return None if role is Role.UNKNOWN else (Piece(ROLE[role]),)


def _today(situation: Situation) -> Pieces | None:
    return (day_piece(situation.today),)


def _regulator(authority: str) -> Callable[[Situation], Pieces | None]:
    def name(situation: Situation) -> Pieces | None:
        for each in situation.rulebook.authorities:
            if each.id == authority and each.in_force.covers(situation.today):
                return (Piece(each.name),)
        return None

    return name


@dataclass(frozen=True, slots=True)
class Slot:
    """How a slot is filled, and what its blank says when the case does not hold it."""

    label: Words
    value: Callable[[Situation], Pieces | None]


SLOTS: Mapping[str, Slot] = {
    "writer": Slot(Words("写信人姓名", "writer's name"), _writer),
    "role": Slot(Words("与债务的关系", "relation to the debt"), _role),
    "institution": Slot(
        Words("债权机构全称，以合同为准", "full name of the creditor as in the contract"), _institution
    ),
    "lender": Slot(Words("合同上的出借机构全称", "full name of the lender as in the contract"), _lender),
    "loan_platform": Slot(Words("平台或App的名称", "name of the platform or app"), _loan_platform),
    "agencies": Slot(Words("催收机构名称；不知道的写“不详”", "name of the agency, or “not known”"), _agencies),
    "others": Slot(Words("被联系的人", "the persons contacted"), _others),
    "product": Slot(Words("产品名称", "name of the product"), _product),
    "contract_day": Slot(Words("合同日期", "day of the contract"), _contract_day),
    "institution_kind": Slot(
        Words("机构类型（银行、消费金融公司、小额贷款公司等）", "kind of institution"), _institution_kind
    ),
    "due": Slot(Words("金额，并写明截至哪一天", "sum, and up to which day"), _due),
    "numbers": Slot(Words("对方的号码", "the other side's numbers"), _numbers),
    "operator_numbers": Slot(Words("对方的号码", "the other side's numbers"), _operator_numbers),
    "writer_self": Slot(Words("本人或本单位", "I or we"), _self),
    "writer_own": Slot(Words("本人或本单位", "my or our"), _mine),
    "confirmed": Slot(Words("哪天到哪天、共几次", "from when to when, and how often"), _confirmed),
    "confirmed_numbers": Slot(Words("对方的号码", "the other side's numbers"), _confirmed_numbers),
    "first_day": Slot(Words("开始日期", "first day"), _first_day),
    "last_day": Slot(Words("最近一次的日期", "last day"), _last_day),
    "refusal": Slot(Words("何时、如何提出过拒绝", "when and how you refused"), _refusal),
    "today": Slot(Words("日期", "date"), _today),
    "bank_regulator": Slot(Words("监管机构名称", "name of the regulator"), _regulator("bank-regulator")),
    "market_regulator": Slot(Words("市场监管部门名称", "market regulator"), _regulator("market-regulator")),
    "local_regulator": Slot(Words("地方金融管理部门名称", "local regulator"), _regulator("local-finance")),
}
#: Filled with the citations of the paragraph, not from the case.
LAW_SLOT = "law"


def slot_value(name: str, situation: Situation) -> Pieces:
    """Return the value of a slot, its blank when the case does not hold it."""
    slot = SLOTS[name]
    return slot.value(situation) or (blank(name, slot.label),)
