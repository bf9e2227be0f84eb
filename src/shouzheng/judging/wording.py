"""The sentence of a finding: what was seen, in the rule's own words, then the law, worded by the force of the norm.

Laws and departmental rules: 涉嫌违反. Recommended standards and association texts: 不符合…的要求. A pattern, or an open
norm that a person has to weigh, is only put beside the norm for comparison. An article is printed when it is citable;
else the instrument is named and the duty described, marked as not verified. Criminal law is never printed.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from functools import lru_cache

from shouzheng.model.event import Channel
from shouzheng.model.law import Citation, CiteRole, NormForce
from shouzheng.model.words import Words

#: Words that no output of this program may hold: whether somebody committed a crime is for courts to say.
FORBIDDEN = ("构成", "犯罪", "寻衅滋事", "刑事", "criminal", "crime")

CHANNELS: dict[Channel, Words] = {
    Channel.CALL: Words("电话", "phone call"),
    Channel.VIDEO_CALL: Words("视频通话", "video call"),
    Channel.SMS: Words("短信", "text message"),
    Channel.MMS: Words("彩信", "multimedia message"),
    Channel.IM: Words("即时消息", "chat message"),
    Channel.EMAIL: Words("电子邮件", "e-mail"),
    Channel.LETTER: Words("信函", "letter"),
    Channel.VISIT: Words("上门", "visit"),
    Channel.SOCIAL_POST: Words("网络发文", "online post"),
    Channel.PUBLIC_NOTICE: Words("张贴公告", "public notice"),
    Channel.APP_PUSH: Words("应用推送", "app notification"),
}

ROLES: dict[str, Words] = {
    "debtor": Words("债务人本人", "debtor"),
    "co_debtor": Words("共同债务人", "co-debtor"),
    "guarantor": Words("担保人", "guarantor"),
    "spouse": Words("配偶", "spouse"),
    "heir": Words("继承人", "heir"),
    "emergency_contact": Words("紧急联系人", "emergency contact"),
    "relative": Words("亲属", "relative"),
    "friend": Words("朋友", "friend"),
    "colleague": Words("同事", "colleague"),
    "employer": Words("用人单位", "employer"),
    "school": Words("学校", "school"),
    "neighbour": Words("邻居", "neighbour"),
    "village_or_residents_committee": Words("村（居）委会", "village or residents' committee"),
    "other_third_party": Words("第三人", "third person"),
    "None": Words("被联系人", "person contacted"),  # role not stated
}

_NOT_VERIFIED = Words("条号未核实", "article number not verified")
#: Whose words a gist is in, where nobody else signs for it.
OURS = Words("", "our")
_ENDS = "。.；;，, "
#: Remark at the end of a gist that its article number is not confirmed: the sentence says so in its own words.
_REMARK = re.compile(r"(（[^（）]*条号[^（）]*）|\([^()]*number[^()]*\))$")


def joined(parts: Iterable[Words]) -> Words:
    """List things in both languages (、 and commas), each once."""
    kept = list(dict.fromkeys(parts))
    return Words("、".join(part.zh for part in kept), ", ".join(part.en for part in kept))


@lru_cache(maxsize=4096)
def is_forbidden(words: Words) -> bool:
    """True when one of the texts holds a word that no output may hold."""
    return any(word in words.zh or word in words.en.lower() for word in FORBIDDEN)


def cited(citations: Sequence[Citation], by: Words = OURS) -> Words:
    """Name provisions: each instrument with its citable articles, then the duties whose article is not verified.

    A duty is named by our gist of it, which is no quotation: it stands without quotation marks and says whose words
    they are, ``by``.
    """
    return joined(_of_instrument(group, by) for group in _by_instrument(citations))


def _by_instrument(citations: Sequence[Citation]) -> list[list[Citation]]:
    groups: dict[tuple[str, str], list[Citation]] = {}
    for citation in citations:
        through = citation.through.provision.id if citation.through else ""
        groups.setdefault((citation.instrument.id, through), []).append(citation)
    return list(groups.values())


def _of_instrument(group: Sequence[Citation], by: Words) -> Words:
    instrument = group[0].instrument
    title = f"《{instrument.title.zh.replace('《', '〈').replace('》', '〉')}》"
    articles = list(dict.fromkeys(c.provision.article for c in group if _is_citable(c)))
    duties = [_duty(c) for c in group if not _is_citable(c)]
    zh, en = "、".join(articles), f" {', '.join(articles)}" if articles else ""
    parts = [Words(f"{title}{zh}", f"{instrument.title.en} ({title}{en})")] if articles else []
    parts += [_described(title, instrument.title.en, duty, by) for duty in dict.fromkeys(duties)]
    return _by_transition(joined(parts), group[0].through, by)


def _described(title: str, english: str, duty: Words, by: Words) -> Words:
    """Name a provision without its article: by what it says, in the words of ``by``, or only by its instrument."""
    if not duty.zh:
        return Words(f"{title}的有关规定（{_NOT_VERIFIED.zh}）", f"{english} ({title}) [{_NOT_VERIFIED.en}]")
    clause = duty.zh.replace("；", "，")  # a semicolon would end the sentence that the gist now stands in
    return Words(
        f"{title}其中关于{clause}的规定（{by.zh}概括，{_NOT_VERIFIED.zh}）",
        f"{english} ({title}) where it deals with this: {duty.en} [in {by.en} words; {_NOT_VERIFIED.en}]",
    )


def _by_transition(named: Words, through: Citation | None, whose: Words) -> Words:
    """Add the provision of transitional law by which norms apply to a contact outside the days they were in force."""
    if through is None:
        return named
    by = _of_instrument([through], whose)
    return Words(f"{named.zh}（依{by.zh}适用）", f"{named.en} [applied under {by.en}]")


def _is_citable(citation: Citation) -> bool:
    return citation.provision.citable and bool(citation.provision.article.strip())


def _duty(citation: Citation) -> Words:
    """The gist of a provision without its full stop and remark; left out when it speaks of crimes."""
    gist = citation.provision.gist
    if is_forbidden(gist):
        return Words("", "")
    return Words(_REMARK.sub("", gist.zh.strip(_ENDS)).strip(_ENDS), _REMARK.sub("", gist.en.strip(_ENDS)).strip(_ENDS))


def printable(citations: Iterable[Citation]) -> tuple[Citation, ...]:
    """Leave out what is never printed: context, criminal law, and instruments whose very title speaks of crimes."""
    roles = (CiteRole.FORBIDS, CiteRole.SUPPORTS)
    return tuple(c for c in citations if c.role in roles and not is_forbidden(c.instrument.title))


def legal_half(citations: Sequence[Citation], *, only_compare: bool, by: Words = OURS) -> Words:
    """Return what the law says of it, without a full stop; ``only_compare`` for patterns and open norms.

    ``by`` says whose words describe a provision whose article is not printed.

    Only citations that ``printable`` lets through are named; without a forbidding one no norm is said to be broken.
    """
    printed = printable(citations)
    forbids = [c for c in printed if c.role is CiteRole.FORBIDS]
    if not forbids:
        return Words("适用何种规定须由人判断", "which norm applies has to be decided by a person")
    if only_compare:
        all_of_them = cited(printed, by)
        return Words(
            f"这只是一种情形提示，须由人对照{all_of_them.zh}判断",
            f"this is only a pattern; a person has to compare it with {all_of_them.en}",
        )
    parts = []
    if hard := [c for c in forbids if not _is_soft(c)]:
        named = cited(hard, by)
        parts.append(Words(f"涉嫌违反{named.zh}", f"possibly in breach of {named.en}"))
    if soft := [c for c in forbids if _is_soft(c)]:
        named = cited(soft, by)
        parts.append(Words(f"不符合{named.zh}的要求", f"not in line with the requirements of {named.en}"))
    if others := [c for c in printed if c.role is CiteRole.SUPPORTS]:
        named = cited(others, by)
        parts.append(Words(f"另可参照{named.zh}", f"see also {named.en}"))
    return Words("，".join(part.zh for part in parts), "; ".join(part.en for part in parts))


def _is_soft(citation: Citation) -> bool:
    """Standards and association texts; also guidance to courts (若干意见), which binds nobody outside them."""
    force = citation.instrument.force
    return force.is_soft or force is NormForce.JUDICIAL_POLICY


def without_stop(words: Words) -> Words:
    """Return words without the punctuation at their end."""
    return Words(words.zh.rstrip(_ENDS), words.en.rstrip(_ENDS))


def sentence(seen: Words, law: Words) -> Words:
    """Join what was seen with what the law says of it."""
    zh, en = without_stop(seen).zh, without_stop(seen).en
    return Words(f"{zh}，{law.zh}。", f"{en[:1].upper()}{en[1:]}: {law.en}.")
