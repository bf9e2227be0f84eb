"""The columns of an institution's archive: one row a contact, whoever made it and by whichever system.

An archive comes with other names and types; a mapping brings it to these. A column that an institution does not have
is left out, and what it would show is then unknown. Any fact that only papers or an institution can show
(``law/facts.toml``, computed by "case" or "institution") may stand in a column of its own name.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from enum import Enum

from shouzheng.model.case import InstitutionKind, ProductKind, Role
from shouzheng.model.event import Channel, Direction, Outcome
from shouzheng.model.words import Words
from shouzheng.rulebook.files.facts import FactDefinition

#: Who computes the facts that an archive may hold as columns of their own.
STATED = ("case", "institution")


class Kind(Enum):
    """Type of an archive column."""

    TEXT = "text"
    INSTANT = "instant"  # milliseconds since 1970-01-01 UTC, or a time that the mapping can read
    DAY = "day"  # a civil day in Beijing
    WHOLE = "integer"
    FLAG = "boolean"


@dataclass(frozen=True, slots=True)
class ArchiveColumn:
    """One column: its type, the values it may take (empty: any), whether every row needs one, and what it means.

    ``person`` marks columns that name people: they are replaced by keyed pseudonyms before anything is written.
    ``low`` and ``high`` bound a whole number as the facts do; one outside is not understood.
    """

    name: str
    kind: Kind
    means: Words
    values: tuple[str, ...] = ()
    required: bool = False
    person: bool = False
    low: int = 0
    high: int = 2**31 - 1


def _column(
    name: str,
    kind: Kind,
    zh: str,
    en: str,
    values: tuple[str, ...] = (),
    *,
    required: bool = False,
    person: bool = False,
) -> ArchiveColumn:
    return ArchiveColumn(name, kind, Words(zh, en), values, required, person)


def _values(enum: type[Enum]) -> tuple[str, ...]:
    return tuple(str(member.value) for member in enum if member.value != "unknown")


COLUMNS: tuple[ArchiveColumn, ...] = (
    _column("contact_id", Kind.TEXT, "联系记录编号，不重复", "id of the contact, unique", required=True),
    _column("at", Kind.INSTANT, "联系开始的时间", "when the contact began", required=True),
    _column("channel", Kind.TEXT, "联系方式", "channel", tuple(channel.value for channel in Channel), required=True),
    _column(
        "direction",
        Kind.TEXT,
        "方向：inbound 为机构联系本人",
        "inbound: towards the person; outbound: by the person",
        _values(Direction),
    ),
    _column("outcome", Kind.TEXT, "结果", "outcome", _values(Outcome)),
    _column("seconds", Kind.WHOLE, "通话秒数", "seconds of talk"),
    _column("person", Kind.TEXT, "被联系的人", "the person contacted", required=True, person=True),
    _column("line", Kind.TEXT, "被叫号码", "the number that was called", person=True),
    _column("number", Kind.TEXT, "主叫号码", "the number that called"),
    _column("role", Kind.TEXT, "被联系人与债务的关系", "role of the person contacted", _values(Role)),
    _column("minor", Kind.FLAG, "被联系人未满十八周岁", "the person contacted is a minor"),
    _column("named_as_contact", Kind.FLAG, "借款人约定其为联系人", "the borrower named the person as a contact"),
    _column("debtor", Kind.TEXT, "债务人", "whose debt it is", person=True),
    _column("debt", Kind.TEXT, "债务编号", "the debt", person=True),
    _column("creditor", Kind.TEXT, "债权机构", "the creditor", required=True),
    _column("agency", Kind.TEXT, "受托机构；自行催收时为空", "the agency; empty when the creditor itself"),
    _column("collector", Kind.TEXT, "催收员工号", "the collector", person=True),
    _column("institution_kind", Kind.TEXT, "债权机构的类型", "kind of institution", _values(InstitutionKind)),
    _column("product_kind", Kind.TEXT, "贷款的类型", "kind of loan", _values(ProductKind)),
    _column("contract_day", Kind.DAY, "合同成立日", "day of the contract"),
    _column("text", Kind.TEXT, "文字内容或转写", "words or transcript"),
    _column("is_notice", Kind.FLAG, "告知式电话", "a call that only informs"),
    _column("agreed_time", Kind.FLAG, "在约定的联系时段内", "within hours agreed with the person"),
    _column("agreed_frequency", Kind.FLAG, "另有次数约定", "another frequency was agreed"),
    _column("debt_discussed", Kind.FLAG, "谈及欠款", "the debt was spoken of"),
    _column(
        "objected_at",
        Kind.INSTANT,
        "本人最早拒绝该机构联系的时间",
        "when the person first refused this creditor's contacts",
    ),
    _column("debtor_reachable", Kind.FLAG, "当时能联系到债务人", "the debtor could be reached at that time"),
)
BY_NAME: Mapping[str, ArchiveColumn] = {column.name: column for column in COLUMNS}


@dataclass(frozen=True, slots=True)
class Practice:
    """What an institution says of its whole archive, once, in the mapping; ``None`` or FALSE says nothing.

    ``objections_complete``: every refusal that it got stands in ``objected_at``. ``agreements_complete``: every
    agreement on hours or frequency is there. ``about_debt``: its answered calls were about the debt.
    """

    objections_complete: bool = False
    agreements_complete: bool = False
    about_debt: bool | None = None


def stated_facts(facts: Mapping[str, FactDefinition]) -> tuple[str, ...]:
    """Return the names of the facts that an archive may hold as columns."""
    computed = {"contract_day_no", "is_draft"}
    return tuple(name for name, fact in facts.items() if fact.computed_by in STATED and name not in computed)
