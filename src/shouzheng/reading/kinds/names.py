"""The closed list of kinds, in the order of the labelling guideline: where two fit alike, the earlier one counts."""

from __future__ import annotations

from enum import StrEnum

from shouzheng.model.words import Words


class Kind(StrEnum):
    """What sort of text this is. A kind says what words look like; it accuses nobody."""

    COMMENTARY = "commentary"
    VICTIM_REPLY = "victim_reply"
    SCAM = "scam"
    THIRD_PARTY_NOTICE = "third_party_notice"
    COLLECTION_PRESSURE = "collection_pressure"
    COLLECTION_NOTICE = "collection_notice"
    LOAN_ADVERT = "loan_advert"
    ORDINARY_NOTICE = "ordinary_notice"
    OTHER = "other"


KINDS = tuple(Kind)

#: Each kind in words, for people.
KIND_WORDS: dict[Kind, Words] = {
    Kind.COMMENTARY: Words("谈论催收、诈骗或法律的文字", "speaks about collection, fraud or law"),
    Kind.VICTIM_REPLY: Words("借款人、联系人或受骗者自己的话", "words of a borrower, a contact or a defrauded person"),
    Kind.SCAM: Words("带有诈骗手法的文字", "carries the mechanics of a fraud"),
    Kind.THIRD_PARTY_NOTICE: Words("对债务人以外的人说的话", "said to somebody other than the debtor"),
    Kind.COLLECTION_PRESSURE: Words("施压的催收", "collection with pressure"),
    Kind.COLLECTION_NOTICE: Words("一般的还款通知或沟通", "plain notice or talk about repayment"),
    Kind.LOAN_ADVERT: Words("贷款、办卡广告", "advert for loans or cards"),
    Kind.ORDINARY_NOTICE: Words("验证码、交易、物流等日常通知", "code, transaction, delivery and the like"),
    Kind.OTHER: Words("其他", "something else"),
}
