"""What only the person knows and findings wait for, as plain questions; an answer is stored in the statement.

A question is asked where rules of the last result could not be judged for want of its fact. The answer is put exactly
where the form of ``case.toml`` puts it. That a person does not know is kept (entry ``question``), so that the question
steps back; it says nothing of the fact, which stays unknown.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, replace

from shouzheng.casefile.case import CaseFile
from shouzheng.judging.case import Contact
from shouzheng.model.case import InstitutionKind, Party, PartyKind, ProductKind, Role
from shouzheng.model.event import Direction, Outcome
from shouzheng.model.words import Words
from shouzheng.remedy.labels import INSTITUTION_KIND, PRODUCT_KIND, ROLE
from shouzheng.remedy.material import Material
from shouzheng.web.cases import statement as statements
from shouzheng.web.cases.statement import Statement, Table
from shouzheng.web.cases.statement_fields import SECTIONS

#: Entry: what was said of a question when nothing could be stated; its only answer is ``UNKNOWN``.
QUESTION, UNKNOWN = "question", "unknown"
YES, NO = "yes", "no"
_NONE = Words("", "")


@dataclass(frozen=True, slots=True)
class Option:
    """One answer: its value, and our words for it or (``name``) the name that the person gave a party."""

    value: str
    words: Words = _NONE
    name: str = ""


@dataclass(frozen=True, slots=True)
class Question:
    """``ask`` may hold ``{name}``; ``changes`` says what an answer does; ``rules`` wait for it; ``unsure``: not known.

    ``key`` is a kind of question and, after a colon, the party or person it is about.
    """

    key: str
    ask: Words
    changes: Words
    options: tuple[Option, ...]
    name: str = ""
    rules: int = 0
    contacts: int = 0
    unsure: bool = False


_YES_NO = (Option(YES, Words("有", "Yes")), Option(NO, Words("没有", "No")))
_TRUE_FALSE = (Option(YES, Words("是", "Yes")), Option(NO, Words("不是", "No")))
_FIRST_ROLES = (Role.DEBTOR, Role.EMERGENCY_CONTACT, Role.SPOUSE, Role.RELATIVE, Role.FRIEND, Role.COLLEAGUE)
_ROLES = tuple(Option(role.value, ROLE[role]) for role in _FIRST_ROLES)
_INSTITUTIONS = tuple(
    Option(kind.value, words) for kind, words in INSTITUTION_KIND.items() if kind is not InstitutionKind.UNKNOWN
)
_PRODUCTS = tuple(Option(kind.value, words) for kind, words in PRODUCT_KIND.items() if kind is not ProductKind.UNKNOWN)

#: Questions by kind, in the order in which they are asked: who it is about comes before what was agreed or refused,
#: and that before what fewer findings turn on; each with the facts that its answer settles (``law/facts.toml``).
_ASKED: dict[str, tuple[Question, tuple[str, ...]]] = {
    "role": (
        Question(
            "role",
            Words("“{name}”和这笔债是什么关系？", "What has “{name}” to do with the debt?"),
            Words(
                "借款人和别人，规定保护的地方不一样。别的关系请到“谁和谁”选。",
                "The rules protect a borrower and others in different ways. For another relation see “Who is who”.",
            ),
            _ROLES,
        ),
        ("recipient_role", "shares_debt"),
    ),
    "acts_for": (
        Question(
            "acts_for",
            Words("“{name}”是替谁来催的？", "On whose behalf does “{name}” collect?"),
            Words("知道替谁催，才知道该看哪一类机构的规定。", "It says which kind of lender's rules to look at."),
            (),
        ),
        ("institution_kind", "product_kind"),
    ),
    "institution_kind": (
        Question(
            "institution_kind",
            Words("“{name}”是哪一类机构？", "What kind of institution is “{name}”?"),
            Words(
                "银行、消费金融、小贷各有各的规定，选了才知道看哪些。合同首页一般写着。",
                "Banks, consumer finance and microloan companies have rules of their own. The contract usually says.",
            ),
            _INSTITUTIONS,
        ),
        ("institution_kind",),
    ),
    "agreed_time": (
        Question(
            "agreed_time",
            Words(
                "您（或案卷里的人）和他们约好过联系的时间吗，比如同意晚上打来？",
                "Did you (or somebody in the case) agree to hours of contact, such as at night?",
            ),
            Words(
                "没约过，夜里的联系才能照当天的规定看；约过，约好的时间里就不算。",
                "If not, contacts at night can be held against the rule of the day. Agreed hours do not count.",
            ),
            _YES_NO,
        ),
        ("agreed_time", "agreed_frequency"),
    ),
    "objection": (
        Question(
            "objection",
            Words(
                "您（或案卷里的人）说过“不要再联系”吗？",
                "Did you (or somebody in the case) ever say “no more contact”?",
            ),
            Words(
                "说过，之后的联系会单独核对，下一步写上时间；没说过，就不按这一条看。",
                "If so, contacts after it are looked at, and you write down when. If not, nothing rests on it.",
            ),
            _YES_NO,
        ),
        ("objection_before",),
    ),
    "product_kind": (
        Question(
            "product_kind",
            Words("欠“{name}”的是哪一种？", "What kind of debt is it that “{name}” claims?"),
            Words("有的规定只管信用卡，有的只管网贷。", "Some rules are for credit cards only, some for online loans."),
            _PRODUCTS,
        ),
        ("product_kind",),
    ),
    "about_debt": (
        Question(
            "about_debt",
            Words("“{name}”打通的电话，都是在谈这笔债吗？", "Were all answered calls of “{name}” about this debt?"),
            Words(
                "是的话，没有录音的电话也能算次数；不是，就不算。",
                "If so, answered calls without a recording can be counted. If not, they are not.",
            ),
            _TRUE_FALSE,
        ),
        ("debt_discussed",),
    ),
    "minor": (
        Question(
            "minor",
            Words("“{name}”未满 18 岁吗？", "Is “{name}” under 18?"),
            Words("未成年人另有保护。", "The rules protect a minor in further ways."),
            _TRUE_FALSE,
        ),
        ("recipient_minor",),
    ),
}
#: Besides what is written down already.
_OTHERS = {
    "objection": Words("除了已经写下的，还说过别的“不要再联系”吗？", "Was there another “no more contact”?"),
    "agreed_time": Words("除了已经写下的，还约好过别的联系时间吗？", "Were other hours of contact agreed?"),
}
_FLAG = {"objection": "no_other_objections", "agreed_time": "no_other_agreed_times"}
_FIELDS = {
    "role": ("person", "role"),
    "minor": ("person", "minor"),
    "acts_for": ("party", "acts_for"),
    "institution_kind": ("party", "institution_kind"),
    "about_debt": ("party", "about_debt"),
}


def questions(material: Material, stated: Statement, unsure: frozenset[str]) -> list[Question]:
    """Return what to ask in the order of the table above; those in ``unsure`` (by key) come last."""
    waiting: Counter[str] = Counter()
    for tally in material.judgement.tallies:
        names = {fact for fact, _ in tally.missing}
        waiting.update(kind for kind, (_, facts) in _ASKED.items() if not names.isdisjoint(facts))
    found = [
        replace(each, rules=waiting[each.key.partition(":")[0]], unsure=each.key in unsure)
        for each in (*_of_everybody(stated), *_of_sides(material, stated), *_of_people(material, stated))
        if waiting[each.key.partition(":")[0]]
    ]
    order = list(_ASKED)
    return sorted(found, key=lambda each: (each.unsure, order.index(each.key.partition(":")[0]), -each.contacts))


def unsure_of(case: CaseFile) -> frozenset[str]:
    """Return the keys of the questions of which the person said that the answer is not known."""
    return frozenset(entry.subject for entry in case.entries(QUESTION) if entry.content.get("answer") == UNKNOWN)


def _of_everybody(stated: Statement) -> Iterator[Question]:
    said = stated.tables.get("statements", {})
    for kind, flag in _FLAG.items():
        if not said.get(flag):
            asked = _ASKED[kind][0]
            yield replace(asked, ask=_OTHERS[kind]) if stated.items(kind) else asked


def _of_sides(material: Material, stated: Statement) -> Iterator[Question]:
    parties = {party.id: party for party in material.case.parties}
    debts = Counter(str(debt.creditor) for debt in material.case.debts)
    creditors = tuple(Option(party.id, name=_name(party)) for party in parties.values() if _is_creditor(party))
    by_party, by_creditor, answered, unclear = _counts(material.contacts)
    for party in parties.values():
        if stated.place("party", party.id) is None:
            continue
        if by_party[party.id] and party.kind is PartyKind.AGENCY and party.acts_for is None and creditors:
            yield _about("acts_for", party.id, _name(party), by_party[party.id], creditors)
        if by_creditor[party.id] and _is_creditor(party) and party.institution_kind is InstitutionKind.UNKNOWN:
            yield _about("institution_kind", party.id, _name(party), by_creditor[party.id])
        if unclear[party.id] and debts[party.id] < 2:  # of several debts nobody can say here which one is meant
            yield _about("product_kind", party.id, _name(party), unclear[party.id])
        if answered[party.id] and party.about_debt is None:
            yield _about("about_debt", party.id, _name(party), answered[party.id])


def _counts(contacts: Iterable[Contact]) -> tuple[Counter[str], Counter[str], Counter[str], Counter[str]]:
    """Return contacts by party and by creditor, answered calls without words by party, unknown products by creditor."""
    by_party, by_creditor, answered, unclear = (Counter[str]() for _ in range(4))
    for contact in contacts:
        event, who = contact.event, contact.attribution
        by_party[who.party or ""] += 1
        by_creditor[who.creditor or ""] += 1
        unclear[who.creditor or ""] += who.product_kind is ProductKind.UNKNOWN
        spoken = event.is_call and event.outcome is Outcome.CONNECTED and event.direction is not Direction.OUTBOUND
        answered[who.party or ""] += spoken and not event.text and bool(who.is_collection_side)
    return by_party, by_creditor, answered, unclear


def _of_people(material: Material, stated: Statement) -> Iterator[Question]:
    reached = Counter(contact.event.owner for contact in material.contacts)
    for person in material.case.persons:
        if not reached[person.id] or stated.place("person", person.id) is None:
            continue
        name = person.name or person.id
        if person.role is Role.UNKNOWN:
            asked = _about("role", person.id, name, reached[person.id])
            yield (
                replace(asked, ask=Words("您和这笔债是什么关系？", "What have you to do with the debt?"))
                if (person.is_narrator)
                else asked
            )
        if person.minor is None:
            asked = _about("minor", person.id, name, reached[person.id])
            yield replace(asked, ask=Words("您未满 18 岁吗？", "Are you under 18?")) if person.is_narrator else asked


def _about(kind: str, key: str, name: str, contacts: int, options: tuple[Option, ...] = ()) -> Question:
    asked = _ASKED[kind][0]
    return replace(asked, key=f"{kind}:{key}", name=name, contacts=contacts, options=options or asked.options)


def _is_creditor(party: Party) -> bool:
    return party.kind is PartyKind.CREDITOR


def _name(party: Party) -> str:
    return party.name or party.id


@dataclass(frozen=True, slots=True)
class Answered:
    """What an answer did: ``stored``, or the section of the form that has to say more, or it was settled before."""

    stored: bool = False
    section: str = ""
    before: bool = False


def answer(case: CaseFile, key: str, value: str, title: str) -> Answered | None:
    """Store an answer as the form of that fact does; ``None`` when there is no such question or answer.

    What was settled meanwhile otherwise stays. Raises ``ShouzhengError`` as ``statement.keep``.
    """
    kind, _, about = key.partition(":")
    if kind not in _ASKED or (about == "") != (kind in _FLAG):
        return None
    stated = statements.current(case, title)
    target = _target(stated, kind, about)
    if target is None or value not in {*_values(stated, kind), UNKNOWN}:
        return None
    table, name = target
    new: object = value == YES if kind in ("about_debt", "minor") else value
    if kind in _FLAG:
        return _flagged(case, stated, kind, value)
    now = table.get(name)
    if now not in (None, "", UNKNOWN):
        return Answered(before=now != new, stored=now == new)
    if value == UNKNOWN:
        case.enter(QUESTION, key, {"answer": UNKNOWN})
        return Answered(stored=True)
    table[name] = new
    statements.keep(case, stated)
    return Answered(stored=True)


def _flagged(case: CaseFile, stated: Statement, kind: str, value: str) -> Answered:
    said = stated.tables.setdefault("statements", {})
    if value == YES:
        return Answered(section=kind)
    if said.get(_FLAG[kind]):
        return Answered(stored=value == NO, before=value != NO)
    if value == UNKNOWN:
        case.enter(QUESTION, kind, {"answer": UNKNOWN})
    else:
        said[_FLAG[kind]] = True
        statements.keep(case, stated)
    return Answered(stored=True)


def _target(stated: Statement, kind: str, about: str) -> tuple[Table, str] | None:
    """Return the table and key that an answer goes to; a debt that is not written down yet is begun."""
    if kind in _FLAG:
        return stated.tables, kind
    if kind == "product_kind":
        return _debt(stated, about)
    section, name = _FIELDS[kind]
    place = stated.place(section, about)
    return None if place is None else (stated.items(section)[place], name)


def _debt(stated: Statement, creditor: str) -> tuple[Table, str] | None:
    if stated.place("party", creditor) is None:
        return None
    debts = [item for item in stated.items("debt") if item.get("creditor") == creditor]
    if len(debts) > 1:
        return None
    if not debts:
        debts = [{"id": statements.new_id(stated, SECTIONS["debt"]), "creditor": creditor}]
        stated.tables.setdefault("debt", []).append(debts[0])
    return debts[0], "product_kind"


def _values(stated: Statement, kind: str) -> Mapping[str, Words]:
    if kind == "acts_for":
        return {str(i.get("id")): _NONE for i in stated.items("party") if i.get("kind") == PartyKind.CREDITOR.value}
    return {option.value: option.words for option in _ASKED[kind][0].options}
