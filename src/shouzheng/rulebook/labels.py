"""Names of the rulebook's own values in both languages, in one place for pages, commands and documents."""

from __future__ import annotations

from collections.abc import Iterable

from shouzheng.model.law import CiteRole, NormForce, Verified
from shouzheng.model.verdict import Answer, FactValue
from shouzheng.model.words import Words
from shouzheng.rulebook.files.facts import FactDefinition, FactType
from shouzheng.rulebook.language.sentence import say_number
from shouzheng.rulebook.select import NotApplied

#: What a rule answers. A breach of standards and association texts alone is named by ``answer_words``.
ANSWERS = {
    Answer.BREACH: Words("涉嫌违反", "possible breach"),
    Answer.CLEAR: Words("未见违反", "clear"),
    Answer.CANNOT_TELL: Words("无法判断", "cannot tell"),
    Answer.NEEDS_PERSON: Words("需要人判断", "needs a person"),
    Answer.NOT_APPLICABLE: Words("不适用", "not applicable"),
}
_SOFT = Words("不符合要求", "not in line with the norm")
_EITHER = Words("涉嫌违反或不符合要求", "possible breach, or not in line with the norm")
NOT_APPLIED = {
    NotApplied.NO_CONDITION: Words(
        "提示或核对项，不由单次联系判断", "a reminder or checklist item, which no contact decides"
    ),
    NotApplied.NOT_IN_FORCE: Words("这一天没有作为依据的规定在施行", "no forbidding norm was in force that day"),
    NotApplied.OTHER_SCOPE: Words(
        "当日施行的规定不约束这类机构或产品", "the norms of that day bind other institutions or products"
    ),
    NotApplied.NOT_MEANT: Words("本规则不针对这类机构或被联系人", "the rule is about other institutions or persons"),
    NotApplied.NO_NUMBER: Words("这一天法律没有给出所需的数", "the law gave no number that day"),
}
ROLES = {
    CiteRole.FORBIDS: Words("禁止", "forbids"),
    CiteRole.SUPPORTS: Words("佐证", "supports"),
    CiteRole.CONTEXT: Words("参考", "context"),
}
FORCES = {
    NormForce.LAW: Words("法律", "law"),
    NormForce.ADMINISTRATIVE_REGULATION: Words("行政法规", "administrative regulation"),
    NormForce.JUDICIAL_INTERPRETATION: Words("司法解释", "judicial interpretation"),
    NormForce.DEPARTMENTAL_RULE: Words("部门规章", "departmental rule"),
    NormForce.JUDICIAL_POLICY: Words("司法政策文件", "guidance to courts"),
    NormForce.NORMATIVE_DOCUMENT: Words("规范性文件", "normative document"),
    NormForce.LOCAL_RULE: Words("地方规定", "local rule"),
    NormForce.NATIONAL_STANDARD: Words("推荐性国家标准", "recommended national standard"),
    NormForce.SELF_REGULATION: Words("行业自律规范", "self-regulation"),
}
VERIFIED = {
    Verified.TWO: Words("见于两处来源", "seen in two sources"),
    Verified.ONE: Words("只见于一处来源", "seen in one source only"),
    Verified.MEMORY: Words("凭记忆，未见原文", "recalled, text not seen"),
}
ARTICLE_NOT_VERIFIED = Words("条号未核实", "article number not verified")
TRUTHS = {True: Words("成立", "true"), False: Words("不成立", "false"), None: Words("不知道", "not known")}
_BOOLEANS = {True: Words("是", "yes"), False: Words("否", "no")}
NOT_KNOWN = Words("不知道", "not known")


def answer_words(answer: Answer, forces: Iterable[NormForce]) -> Words:
    """Name an answer by the force of the forbidding norms: a standard or association text is never "breached"."""
    soft = {force.is_soft or force is NormForce.JUDICIAL_POLICY for force in forces}
    if answer is not Answer.BREACH or not soft:
        return ANSWERS[answer]
    return _EITHER if len(soft) > 1 else _SOFT if True in soft else ANSWERS[answer]


def value_words(fact: FactDefinition | None, value: FactValue) -> Words:
    """Say the value of a fact: yes and no, an enum value's label, a number in its unit, or that it is not known."""
    if value is None:
        return NOT_KNOWN
    if isinstance(value, bool):
        return _BOOLEANS[value]
    if fact is None:
        return Words(str(value), str(value))
    if fact.type is FactType.ENUM:
        return fact.say_value(str(value))
    return say_number(int(value), fact.name, {fact.name: fact})
