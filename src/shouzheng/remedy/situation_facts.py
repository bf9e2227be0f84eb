"""The closed list of facts that letters and steps may ask about, each computed in one place.

They are written in the rule language (``rulebook.expression``), so a condition is refused with its line and column
when it names anything else, and an unknown fact makes it unknown: such a letter is not offered.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Mapping

from shouzheng.model.case import InstitutionKind, ProductKind, Role
from shouzheng.model.event import Channel
from shouzheng.model.verdict import FactValue
from shouzheng.model.words import Words
from shouzheng.remedy.findings.read import FoundRow
from shouzheng.remedy.situation import ORGANISATIONS, OWING, THIRD_PERSONS, Situation
from shouzheng.rulebook.files.facts import FactDefinition, FactType
from shouzheng.rulebook.load import Rulebook

POLICE, ANTI_FRAUD, NUMBERS = "police_110", "antifraud_96110", "miit_12381"
#: Findings of this severity on acts towards persons, which the police take, come first of all.
GRAVE = 5
_DESPAIR = frozenset(["suicide_incitement", "death_or_funeral_imagery"])
_DISCLOSURE = "discloses_debt"
#: The article of the Civil Code on privacy and the peace of private life, in force since 2021-01-01.
_PEACE_OF_LIFE = "cc-1032"
_CALLS = (Channel.CALL, Channel.VIDEO_CALL)
_CHAT = (Channel.IM, Channel.SOCIAL_POST)
_TOWARDS_PERSONS = ("abuse", "visits", "minors")
_BY = "remedy.situation_facts"


def _bool(name: str, zh: str, en: str) -> FactDefinition:
    return FactDefinition(name, FactType.BOOL, Words(zh, en), _BY)


def _count(name: str, zh: str, en: str) -> FactDefinition:
    return FactDefinition(name, FactType.INT, Words(zh, en), _BY, low=0, high=10**9)


def _enum(name: str, zh: str, en: str, values: tuple[str, ...]) -> FactDefinition:
    return FactDefinition(name, FactType.ENUM, Words(zh, en), _BY, values=values)


def _known(value: str) -> str | None:
    return None if value == "unknown" else value


def _role(situation: Situation) -> bool | None:
    return None if situation.writer.role is Role.UNKNOWN else situation.writer.role in OWING


def _third(situation: Situation) -> bool | None:
    return None if situation.writer.role is Role.UNKNOWN else situation.writer.role in THIRD_PERSONS


def _calls(situation: Situation) -> int:
    return sum(contact.channel in _CALLS for contact in situation.contacts.values())


def _chats(situation: Situation) -> int:
    return sum(contact.channel in _CHAT for contact in situation.contacts.values())


def _supporting(channel: str) -> Callable[[Situation], int]:
    return lambda situation: sum(channel in found.supports for found in situation.findings)


def grave_rows(situation: Situation) -> list[FoundRow]:
    """Return the findings that call for help at once: the gravest acts towards persons that the police take."""
    grave = {rule.id for rule in situation.rulebook.rules if rule.topic in _TOWARDS_PERSONS}
    found = (row for row in situation.findings if row.rule in grave)
    return [row for row in found if POLICE in row.supports and row.severity >= GRAVE]


def _grave(situation: Situation) -> int:
    return len(grave_rows(situation))


def _side(situation: Situation) -> int:
    return sum(not found.is_sign for found in situation.of_side())


def _disclosures(situation: Situation) -> int:
    return sum(_DISCLOSURE in found.acts for found in situation.of_side() if not found.is_sign)


def _received_by_others(situation: Situation) -> int:
    side = {event for found in situation.of_side() if not found.is_sign for event in found.events}
    return sum(situation.contacts[event].owner != situation.writer.id for event in side)


def _before_civil_code(situation: Situation) -> int:
    """Breaches on the creditor's side of a day on which the Civil Code did not yet protect private life."""
    provision = situation.rulebook.provisions[_PEACE_OF_LIFE]
    return sum(not found.is_sign and found.day < provision.in_force.first for found in situation.of_side())


def _despair(situation: Situation) -> int:
    return sum(not _DESPAIR.isdisjoint(found.acts) for found in situation.findings)


def _minors(situation: Situation) -> bool:
    return any(person.minor for person in situation.case.persons)


_FACTS: tuple[tuple[FactDefinition, Callable[[Situation], FactValue]], ...] = (
    (
        _enum(
            "writer_role", "写信的人的身份", "role of the writer", tuple(r.value for r in Role if r is not Role.UNKNOWN)
        ),
        lambda s: _known(s.writer.role.value),
    ),
    (_bool("writer_owes", "写信的人是债务人、共同债务人或担保人", "the writer owes or guarantees"), _role),
    (_bool("writer_is_third_person", "写信的人是第三人", "the writer is a third person"), _third),
    (
        _bool("writer_is_organisation", "写信的是单位、学校或村居委会", "the writer is an organisation"),
        lambda s: s.writer.role in ORGANISATIONS,
    ),
    (
        _bool("via_platform", "对方是助贷平台，不是出借机构", "the other side is a loan platform and not the lender"),
        lambda s: s.institution_kind is InstitutionKind.LOAN_PLATFORM,
    ),
    (
        _bool("institution_known", "已写明债权机构", "the creditor is named"),
        lambda s: s.creditor is not None,
    ),
    (
        _enum(
            "institution_kind",
            "债权机构的类型",
            "kind of the creditor",
            tuple(kind.value for kind in InstitutionKind if kind is not InstitutionKind.UNKNOWN),
        ),
        lambda s: _known(s.institution_kind.value),
    ),
    (
        _enum(
            "product_kind",
            "产品类型",
            "kind of loan",
            tuple(kind.value for kind in ProductKind if kind is not ProductKind.UNKNOWN),
        ),
        lambda s: _known(s.product_kind.value),
    ),
    (_count("contacts", "检查结果中的联系次数", "contacts in the result"), lambda s: len(s.contacts)),
    (
        _count("contacted", "债权机构一方与写信人的联系次数", "contacts of the writer by the creditor's side"),
        lambda s: sum(row.contacts for row in s.confirmed),
    ),
    (_count("calls", "其中的通话次数", "calls among them"), _calls),
    (_count("chats", "其中的聊天软件、社交平台联系次数", "contacts by chat or social media"), _chats),
    (_count("side_findings", "关于债权机构一方的发现", "findings on the creditor's side"), _side),
    (_count("disclosures", "把债务告诉他人的发现", "findings of the debt told to others"), _disclosures),
    (_count("received_by_others", "其他人收到的联系", "contacts that others received"), _received_by_others),
    (
        _count("before_civil_code", "民法典施行以前的发现", "findings of before the Civil Code was in force"),
        _before_civil_code,
    ),
    (_count("agencies", "联系过的受托催收机构", "agencies that made contacts"), lambda s: len(s.agencies)),
    (_count("others_contacted", "被联系的第三人人数", "third persons contacted"), lambda s: len(s.others)),
    (_bool("refused", "写信的人曾明确拒绝联系", "the writer has refused contact"), lambda s: bool(s.objections)),
    (_count("police_findings", "可以报警的发现", "findings for the police"), _supporting(POLICE)),
    (_count("grave_findings", "其中最严重的", "the gravest of these"), _grave),
    (_count("fraud_findings", "疑似诈骗的发现", "findings of suspected fraud"), _supporting(ANTI_FRAUD)),
    (_count("number_findings", "关于号码真伪的发现", "findings on false numbers"), _supporting(NUMBERS)),
    (_count("despair_findings", "涉及死亡、丧葬或轻生的内容", "contents of death, funerals or suicide"), _despair),
    (
        _count("unattributed", "没有写明来源的联系", "contacts that nobody attributed"),
        lambda s: s.result.unjudged.contacts,
    ),
    (
        _count("unattributed_threats", "其中像威胁的", "of these, what may be threats"),
        lambda s: s.result.unjudged.threats,
    ),
    (
        _count("unattributed_fraud", "其中像诈骗的", "of these, what may be fraud"),
        lambda s: s.result.unjudged.fraud,
    ),
    (
        _count("unattributed_despair", "其中涉及死亡、丧葬或轻生的", "of these, of death, funerals or suicide"),
        lambda s: s.result.unjudged.despair,
    ),
    (_bool("writer_is_minor", "写信的人是未成年人", "the writer is a minor"), lambda s: s.writer.minor),
    (_bool("minor_involved", "案件涉及未成年人", "a minor is in the case"), _minors),
)


def fact_definitions(rulebook: Rulebook) -> dict[str, FactDefinition]:
    """Return every fact by name.

    For each topic of the law there is ``found_<topic>``, the firm or likely findings on it on the creditor's side, and
    for each channel ``for_<channel>``, those that the channel takes, whoever made the contact.
    """
    named = {definition.name: definition for definition, _ in _FACTS}
    for topic in sorted({rule.topic for rule in rulebook.rules}):
        fact = _count(f"found_{topic}", f"“{topic}”一类的发现", f"findings on {topic.replace('_', ' ')}")
        named[fact.name] = fact
    for channel in rulebook.channels.values():
        fact = _count(f"for_{channel.id}", f"可以向“{channel.name.zh}”反映的发现", f"findings for {channel.name.en}")
        named[fact.name] = fact
    return named


def fact_values(situation: Situation) -> Mapping[str, FactValue]:
    """Return the value of every fact, ``None`` where the case does not say."""
    values = {definition.name: compute(situation) for definition, compute in _FACTS}
    topic_of = {rule.id: rule.topic for rule in situation.rulebook.rules}
    found = Counter(topic_of.get(row.rule, "") for row in situation.of_side() if not row.is_sign)
    for topic in set(topic_of.values()):
        values[f"found_{topic}"] = found[topic]
    taken = Counter(channel for row in situation.findings if not row.is_sign for channel in set(row.supports))
    for channel in situation.rulebook.channels:
        values[f"for_{channel}"] = taken[channel]
    return values
