"""Names of the model's values in words, for documents and the terminal. The values themselves stay in data files."""

from __future__ import annotations

from shouzheng.judging.wording import ROLES
from shouzheng.model.case import InstitutionKind, KnownBy, PartyKind, ProductKind, Role
from shouzheng.model.event import Direction, NonContactKind, Outcome
from shouzheng.model.finding import FindingKind, Sureness
from shouzheng.model.words import Words
from shouzheng.rulebook.labels import FORCES

#: As in the sentences of findings; a role that nobody stated is named as such here.
ROLE = {role: Words("未说明", "not stated") if role is Role.UNKNOWN else ROLES[role.value] for role in Role}

INSTITUTION_KIND = {
    InstitutionKind.BANK: Words("银行", "bank"),
    InstitutionKind.CONSUMER_FINANCE: Words("消费金融公司", "consumer finance company"),
    InstitutionKind.MICROLOAN: Words("小额贷款公司", "microloan company"),
    InstitutionKind.AUTO_FINANCE: Words("汽车金融公司", "auto finance company"),
    InstitutionKind.GUARANTOR_COMPANY: Words("融资担保公司", "guarantee company"),
    InstitutionKind.ASSIGNEE_AMC: Words("受让债权的资产管理公司", "asset management company (assignee)"),
    InstitutionKind.LOAN_PLATFORM: Words("助贷平台", "loan platform"),
    InstitutionKind.UNLICENSED: Words("无放贷资质的机构", "unlicensed lender"),
    InstitutionKind.PRIVATE_PERSON: Words("自然人", "private person"),
    InstitutionKind.UNKNOWN: Words("机构类型未说明", "kind of institution not stated"),
}

PRODUCT_KIND = {
    ProductKind.CREDIT_CARD: Words("信用卡", "credit card"),
    ProductKind.ONLINE_CONSUMER_LOAN: Words("网络消费贷款", "online consumer loan"),
    ProductKind.OTHER_PERSONAL_LOAN: Words("其他个人贷款", "other personal loan"),
    ProductKind.PRIVATE_LOAN: Words("民间借贷", "private loan"),
    ProductKind.OTHER: Words("其他", "other"),
    ProductKind.UNKNOWN: Words("产品类型未说明", "kind of product not stated"),
}

PARTY_KIND = {
    PartyKind.CREDITOR: Words("债权机构", "creditor"),
    PartyKind.AGENCY: Words("催收机构", "collection agency"),
    PartyKind.SCAM: Words("疑似冒充者", "suspected impostor"),
    PartyKind.PRIVATE: Words("私人", "private"),
    PartyKind.UNKNOWN: Words("未确认", "not attributed"),
}

KNOWN_BY = {
    KnownBy.CONTRACT: Words("据合同", "from the contract"),
    KnownBy.DIRECTORY: Words("据号码目录", "from a directory"),
    KnownBy.CALL_BACK: Words("据回拨核实", "by calling back"),
    KnownBy.OWN_WORDS: Words("来电人自称", "the caller said so"),
    KnownBy.TEXT_CLAIM: Words("文字自称，可被冒用", "the text claims so; can be forged"),
    KnownBy.OTHER: Words("本人另行说明", "other, as the person states"),
}

CALL = {
    Direction.INBOUND: Words("来电", "incoming call"),
    Direction.OUTBOUND: Words("去电", "outgoing call"),
    Direction.UNKNOWN: Words("通话，方向不明", "call, direction unknown"),
}

VIDEO_CALL = {
    Direction.INBOUND: Words("视频来电", "incoming video call"),
    Direction.OUTBOUND: Words("视频去电", "outgoing video call"),
    Direction.UNKNOWN: Words("视频通话，方向不明", "video call, direction unknown"),
}

DIRECTION = {
    Direction.INBOUND: Words("收到", "received"),
    Direction.OUTBOUND: Words("发出", "sent"),
    Direction.UNKNOWN: Words("方向不明", "direction unknown"),
}

OUTCOME = {
    Outcome.CONNECTED: Words("已接通", "answered"),
    Outcome.MISSED: Words("未接", "missed"),
    Outcome.REJECTED: Words("已拒接", "rejected"),
    Outcome.BLOCKED: Words("被拦截", "blocked"),
    Outcome.VOICEMAIL: Words("语音信箱", "voicemail"),
    Outcome.DELIVERED: Words("", ""),
    Outcome.UNKNOWN: Words("结果不明", "outcome unknown"),
}

#: The rulebook's own words for the force of norms.
NORM_FORCE = FORCES

SURENESS = {
    Sureness.FIRM: Words(
        "较有把握：所依据的都是记录或本人陈述的事实，规范中的数字也明确",
        "fairly sure: every point is recorded or stated, and the norm's number is definite",
    ),
    Sureness.LIKELY: Words(
        "有可能：取决于对文字的理解，或通话是否关于这笔债务；请核对",
        "likely: rests on how the words are read, or on whether a call was about the debt; check it",
    ),
    Sureness.INDICATOR: Words("仅为迹象：这是一种规律，本身不是违规", "only a sign: a pattern, in itself no breach"),
}

SURENESS_SHORT = {
    Sureness.FIRM: Words("较有把握", "fairly sure"),
    Sureness.LIKELY: Words("有可能", "likely"),
    Sureness.INDICATOR: Words("仅为迹象", "only a sign"),
}

FINDING_KIND = {
    FindingKind.ELEMENT: Words("可能的违规", "possible breach"),
    FindingKind.INDICATOR: Words("迹象", "sign"),
    FindingKind.REMINDER: Words("提醒", "reminder"),
}

NON_CONTACT = {
    NonContactKind.DRAFT: Words("草稿", "drafts"),
    NonContactKind.OUTBOX: Words("待发", "in the outbox"),
    NonContactKind.FAILED: Words("发送失败", "failed to send"),
    NonContactKind.QUEUED: Words("排队中", "queued"),
    NonContactKind.NOTIFICATION: Words("系统通知", "notices of the system"),
}

WEEKDAYS = Words("一二三四五六日", "Mon Tue Wed Thu Fri Sat Sun")

#: Acts whose words are folded in the terminal and announced before they are shown on paper (DESIGN §4: distress).
DISTRESSING = frozenset(
    [
        "threat_violence",
        "threat_family",
        "threat_exposure",
        "threat_job",
        "threat_visit",
        "threat_arrest",
        "threat_criminal",
        "threat_blacklist",
        "threat_education_of_children",
        "threat_generic",
        "insult",
        "obscene",
        "sexual_humiliation",
        "death_or_funeral_imagery",
        "suicide_incitement",
    ]
)
