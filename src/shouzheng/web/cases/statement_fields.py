"""What a person can state, field by field: the sections of ``case.toml`` as forms, in words that need no law."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum
from typing import TypeVar

from shouzheng.model.case import KnownBy, PartyKind
from shouzheng.model.words import Words
from shouzheng.remedy.labels import INSTITUTION_KIND, PRODUCT_KIND, ROLE

_NONE = Words("", "")


class Kind(StrEnum):
    """How a field is asked for. ``YES_NO`` may stay open; ``FLAG`` is yes or nothing; the others may be empty."""

    TEXT = "text"
    LONG = "long"
    LINES = "lines"
    CHOICE = "choice"
    DAY = "day"
    MOMENT = "moment"
    CLOCK = "clock"
    MONEY = "money"
    YES_NO = "yes_no"
    FLAG = "flag"
    PERSON = "person"
    PARTY = "party"
    CREDITOR = "creditor"


_Value = TypeVar("_Value", bound=StrEnum)


@dataclass(frozen=True, slots=True)
class Field:
    """One field: its key in ``case.toml``, how it is asked for, its label, a hint, the values it can have.

    Without a ``needed`` one the item means nothing.
    """

    key: str
    kind: Kind
    label: Words
    hint: Words = _NONE
    options: tuple[tuple[str, Words], ...] = ()
    needed: bool = False


@dataclass(frozen=True, slots=True)
class Section:
    """One array of tables of ``case.toml``; ``prefix`` begins the ids that are given to its items."""

    key: str
    title: Words
    add: Words
    hint: Words
    fields: tuple[Field, ...]
    prefix: str = ""


def _options(table: Mapping[_Value, Words]) -> tuple[tuple[str, Words], ...]:
    return tuple((value.value, words) for value, words in table.items())


#: The same kinds and reasons as in the papers, in words that need no law.
_PARTY_KINDS = (
    (PartyKind.CREDITOR.value, Words("借钱的那一家（银行、消费金融、小贷……）", "the lender (bank, finance company …)")),
    (PartyKind.AGENCY.value, Words("替它催的公司", "an agency that collects for it")),
    (PartyKind.SCAM.value, Words("可能是冒充的", "perhaps an impostor")),
    (PartyKind.PRIVATE.value, Words("家人、朋友", "family, friends")),
)
_KNOWN_BY = (
    (KnownBy.CONTRACT.value, Words("合同上写着", "the contract says so")),
    (KnownBy.DIRECTORY.value, Words("官方的号码名录里有", "an official list of numbers has it")),
    (KnownBy.CALL_BACK.value, Words("我打官方电话问过", "I asked by an official number")),
    (KnownBy.OWN_WORDS.value, Words("来电话的人自己说的", "the caller said so")),
    (KnownBy.TEXT_CLAIM.value, Words("短信里自称的（可能是冒充）", "a message says so (it may be forged)")),
    (KnownBy.OTHER.value, Words("别的（请在说明里写）", "otherwise (say it in the note)")),
)

PERSON = Section(
    "person",
    Words("人", "People"),
    Words("加一个人", "Add a person"),
    Words(
        "您自己，以及同意把自己的记录放进来的家人、同事。",
        "Yourself, and relatives or colleagues who agreed to bring their records.",
    ),
    (
        Field(
            "role",
            Kind.CHOICE,
            Words("和这笔债的关系", "What this person has to do with the debt"),
            options=_options(ROLE),
            needed=True,
        ),
        Field("name", Kind.TEXT, Words("称呼（可以不填）", "Name (optional)")),
        Field(
            "consent",
            Kind.MOMENT,
            Words("什么时候同意放进来", "When this person agreed to be in it"),
            Words("您自己不用填。别人没有同意，就不要放进来。", "Not for yourself. Without consent, leave others out."),
        ),
        Field("minor", Kind.YES_NO, Words("未满 18 岁", "Under 18")),
    ),
    "person",
)
PARTY = Section(
    "party",
    Words("对方", "The other side"),
    Words("加一个对方", "Add a party"),
    Words(
        "谁在联系：机构、催收公司、冒充的人；家人朋友也可以写，他们的记录不会进任何文书。",
        "Who makes contact: lender, agency, impostor; family too: their records never enter a paper.",
    ),
    (
        Field("kind", Kind.CHOICE, Words("是谁", "What they are"), options=_PARTY_KINDS, needed=True),
        Field("name", Kind.TEXT, Words("名称", "Name")),
        Field(
            "institution_kind",
            Kind.CHOICE,
            Words("哪一类机构", "Kind of institution"),
            options=_options(INSTITUTION_KIND),
        ),
        Field("acts_for", Kind.CREDITOR, Words("替谁催（只有催收公司要填）", "On whose behalf (agencies only)")),
        Field(
            "numbers",
            Kind.LINES,
            Words("号码，一行一个", "Numbers, one a line"),
            Words("一串号码可以写开头加 *，例如 10690000*", "For a range write its beginning and *, such as 10690000*"),
        ),
        Field("signatures", Kind.LINES, Words("短信里【】内的名字，一行一个", "Names in 【】 of messages, one a line")),
        Field("known_by", Kind.CHOICE, Words("您怎么知道是他们", "How you know it is them"), options=_KNOWN_BY),
        Field("note", Kind.TEXT, Words("说明（例如：合同首页）", "Note (such as: first page of the contract)")),
        Field(
            "about_debt",
            Kind.YES_NO,
            Words("接通的电话都在谈这笔债吗", "Were answered calls about this debt"),
            Words("不记得就选“不清楚”。", "If you do not remember, leave it open."),
        ),
    ),
    "party",
)
DEBT = Section(
    "debt",
    Words("债务", "Debts"),
    Words("加一笔债", "Add a debt"),
    Words("不是借款人也可以写您知道的部分；不知道就空着。", "Write what you know; leave open what you do not."),
    (
        Field("creditor", Kind.CREDITOR, Words("欠谁的", "Owed to"), needed=True),
        Field("product_kind", Kind.CHOICE, Words("哪一种借款", "Kind of loan"), options=_options(PRODUCT_KIND)),
        Field("contract_date", Kind.DAY, Words("签合同的日期", "Day of the contract")),
        Field("due", Kind.MONEY, Words("大约欠多少元", "About how many yuan")),
    ),
    "debt",
)
OBJECTION = Section(
    "objection",
    Words("说过“不要再联系”", "Where somebody said “no more contact”"),
    Words("加一次“不要再联系”", "Add where it was said"),
    Words("什么时候、对谁、怎么说的。", "When, to whom, and how."),
    (
        Field("person", Kind.PERSON, Words("谁说的", "Who said it"), needed=True),
        Field("party", Kind.PARTY, Words("对谁说的", "To whom"), needed=True),
        Field("at", Kind.MOMENT, Words("什么时候（北京时间）", "When (Beijing time)"), needed=True),
        Field("how", Kind.TEXT, Words("怎么说的（短信、电话……）", "How (message, call …)")),
        Field("words", Kind.LONG, Words("原话", "The words")),
        Field("evidence", Kind.TEXT, Words("有什么证据", "What shows it")),
    ),
)
AGREED = Section(
    "agreed_time",
    Words("约定过的联系时间", "Agreed hours of contact"),
    Words("加一段约定的时间", "Add agreed hours"),
    Words("只写真的约定过的。", "Only what was really agreed."),
    (
        Field("person", Kind.PERSON, Words("和谁约定", "With whom"), needed=True),
        Field("party", Kind.PARTY, Words("对方", "The other side"), needed=True),
        Field("from", Kind.CLOCK, Words("从几点", "From"), needed=True),
        Field("to", Kind.CLOCK, Words("到几点", "To"), needed=True),
        Field("since", Kind.DAY, Words("从哪天起", "Since")),
        Field("until", Kind.DAY, Words("到哪天止", "Until")),
        Field("evidence", Kind.TEXT, Words("有什么证据", "What shows it")),
    ),
)
STAY = Section(
    "stay",
    Words("手机不在北京时间的日子", "Days on which the phone was not on Beijing time"),
    Words("加一段日子", "Add such days"),
    Words(
        "出国时手机用的是当地时间，写上才不会算错时刻。没出过国就空着。",
        "Abroad the phone told local time; with it times are not read wrongly. Leave it out if you were never abroad.",
    ),
    (
        Field("person", Kind.PERSON, Words("谁的手机", "Whose phone")),
        Field("from", Kind.DAY, Words("从哪天起", "From"), needed=True),
        Field("to", Kind.DAY, Words("到哪天止", "To"), needed=True),
        Field(
            "zone",
            Kind.TEXT,
            Words("当地时间", "Local time"),
            Words("例如 +09:00（日本）或 Europe/Berlin", "For instance +09:00 (Japan) or Europe/Berlin"),
            needed=True,
        ),
    ),
)
SECTIONS = {section.key: section for section in (PERSON, PARTY, DEBT, OBJECTION, AGREED, STAY)}
#: Completeness that the person states: key in ``[statements]`` and its words.
STATEMENTS: tuple[tuple[str, Words], ...] = (
    ("no_other_objections", Words("“不要再联系”都写在上面了，没有别的", "there was no other “no more contact”")),
    ("no_other_agreed_times", Words("约定过的时间都写在上面了，没有别的", "no other hours were agreed")),
)
