"""The closed lists of a proceeding, with their words: messages, proofs, reasons of refusal, pauses, restarts."""

from __future__ import annotations

from collections.abc import Mapping
from enum import StrEnum

from shouzheng.model.words import Words


class MessageKind(StrEnum):
    """What a message is; ``OUT``, ``IN`` and ``OWN`` below say who may have written it."""

    REQUEST = "request"
    INFORMATION_REQUEST = "information_request"
    COMPLAINT = "complaint"
    REPORT = "report"
    POLICE_REPORT = "police_report"
    CREDIT_OBJECTION = "credit_objection"
    CLAIM = "claim"
    PROPOSAL = "proposal"
    MEDIATION_REQUEST = "mediation_request"
    LAWSUIT = "lawsuit"
    REMINDER = "reminder"
    ADDITION = "addition"
    DELIVERED = "delivered"
    TICKET = "ticket"
    ACCEPTED = "accepted"
    NOT_ACCEPTED = "not_accepted"
    TRANSFERRED = "transferred"
    EXTENSION = "extension"
    PAUSED = "paused"
    RESUMED = "resumed"
    ANSWER = "answer"
    AGREEMENT = "agreement"
    ACT = "act"
    ACT_ENDED = "act_ended"
    HARM_KNOWN = "harm_known"
    CONTACTED_AGAIN = "contacted_again"
    CLOSED = "closed"


K = MessageKind
#: Sent by the person.
OUT = frozenset(
    (
        K.REQUEST,
        K.INFORMATION_REQUEST,
        K.COMPLAINT,
        K.REPORT,
        K.POLICE_REPORT,
        K.CREDIT_OBJECTION,
        K.CLAIM,
        K.PROPOSAL,
        K.MEDIATION_REQUEST,
        K.LAWSUIT,
        K.REMINDER,
        K.ADDITION,
    )
)
#: What the person notes without a message: nobody else said it.
OWN = frozenset((K.ACT, K.ACT_ENDED, K.HARM_KNOWN, K.CONTACTED_AGAIN, K.CLOSED))
#: Received from the body.
IN = frozenset(K) - OUT - OWN
#: Messages that ask for something and so open a round; a reminder or an addition belongs to the round before it.
OPENING = OUT - {K.REMINDER, K.ADDITION}

KIND_WORDS: Mapping[MessageKind, Words] = {
    K.REQUEST: Words("要求", "request"),
    K.INFORMATION_REQUEST: Words("个人信息请求", "request on personal information"),
    K.COMPLAINT: Words("投诉", "complaint"),
    K.REPORT: Words("举报", "report"),
    K.POLICE_REPORT: Words("报案", "report to the police"),
    K.CREDIT_OBJECTION: Words("征信异议", "objection to a credit report"),
    K.CLAIM: Words("赔偿要求", "claim for damages"),
    K.PROPOSAL: Words("还款方案", "repayment proposal"),
    K.MEDIATION_REQUEST: Words("调解申请", "request for mediation"),
    K.LAWSUIT: Words("起诉", "lawsuit"),
    K.REMINDER: Words("催办", "reminder"),
    K.ADDITION: Words("补充材料", "further material"),
    K.DELIVERED: Words("签收", "delivered"),
    K.TICKET: Words("工单号或回执", "ticket or receipt"),
    K.ACCEPTED: Words("受理或立案", "accepted"),
    K.NOT_ACCEPTED: Words("不予受理", "not accepted"),
    K.TRANSFERRED: Words("转交其他部门", "passed on"),
    K.EXTENSION: Words("延长期限的告知", "notice of more time"),
    K.PAUSED: Words("期限停住的告知", "notice that time stands still"),
    K.RESUMED: Words("期限恢复的告知", "notice that time goes on"),
    K.ANSWER: Words("答复", "answer"),
    K.AGREEMENT: Words("协议", "agreement"),
    K.ACT: Words("行为发生", "the act itself"),
    K.ACT_ENDED: Words("行为终了（连续或持续的）", "end of acts that went on"),
    K.HARM_KNOWN: Words("得知受损", "harm known"),
    K.CONTACTED_AGAIN: Words("此后又被联系", "contacted again afterwards"),
    K.CLOSED: Words("自行结束", "closed by yourself"),
}


class ProofKind(StrEnum):
    """What shows that a message was sent or received."""

    EMS = "ems"
    SCREENSHOT = "screenshot"
    MAIL_HEADER = "mail_header"
    TICKET = "ticket"
    RECEIPT = "receipt"
    RECORDING = "recording"
    OTHER = "other"


PROOF_WORDS: Mapping[ProofKind, Words] = {
    ProofKind.EMS: Words("EMS单号", "EMS number"),
    ProofKind.SCREENSHOT: Words("截图", "screenshot"),
    ProofKind.MAIL_HEADER: Words("邮件头", "mail header"),
    ProofKind.TICKET: Words("工单号", "ticket number"),
    ProofKind.RECEIPT: Words("回执", "receipt"),
    ProofKind.RECORDING: Words("录音", "recording"),
    ProofKind.OTHER: Words("其他", "other"),
}


class Pausing(StrEnum):
    """What makes the time of a body stand still, where its law says so."""

    APPRAISAL = "appraisal"
    HEARING = "hearing"


PAUSE_WORDS: Mapping[Pausing, Words] = {
    Pausing.APPRAISAL: Words("进行鉴定", "an appraisal goes on"),
    Pausing.HEARING: Words("进行听证", "a hearing goes on"),
}


class Restarting(StrEnum):
    """What makes limitation run anew (民法典第一百九十五条)."""

    OWN_DEMAND = "own_demand"
    OTHER_ADMITS = "other_admits"
    LAWSUIT = "lawsuit"


RESTART_WORDS: Mapping[Restarting, Words] = {
    Restarting.OWN_DEMAND: Words("提出赔偿要求", "damages were claimed"),
    Restarting.OTHER_ADMITS: Words("对方同意履行", "the other side agreed to perform"),
    Restarting.LAWSUIT: Words("起诉", "a lawsuit was filed"),
}


class Refusal(StrEnum):
    """The reason a body gives for not taking a matter up."""

    NOT_COMPETENT = "not_competent"
    NO_MATERIAL = "no_material"
    ALREADY_DEALT_WITH = "already_dealt_with"
    CIVIL_DISPUTE = "civil_dispute"
    NOT_THE_CUSTOMER = "not_the_customer"
    NO_REASON = "no_reason"
    OTHER = "other"


REFUSAL_WORDS: Mapping[Refusal, Words] = {
    Refusal.NOT_COMPETENT: Words("不属于本部门", "not its business"),
    Refusal.NO_MATERIAL: Words("材料不全", "material missing"),
    Refusal.ALREADY_DEALT_WITH: Words("已经处理过", "dealt with before"),
    Refusal.CIVIL_DISPUTE: Words("属于民事纠纷", "a civil dispute"),
    Refusal.NOT_THE_CUSTOMER: Words("不是本机构客户", "not its customer"),
    Refusal.NO_REASON: Words("没有说理由", "no reason given"),
    Refusal.OTHER: Words("其他理由", "another reason"),
}


class Point(StrEnum):
    """What a letter asks for, and an answer may leave out."""

    STOP_CONTACTS = "stop_contacts"
    NAME_AGENCY = "name_agency"
    SOURCE_OF_NUMBER = "source_of_number"
    DELETE_DATA = "delete_data"
    RECORDING = "recording"
    AMOUNT = "amount"
    PLAN = "plan"
    RESULT = "result"
    CORRECTION = "correction"


POINT_WORDS: Mapping[Point, Words] = {
    Point.STOP_CONTACTS: Words("停止联系", "stopping the contacts"),
    Point.NAME_AGENCY: Words("催收机构的名称和委托", "name and mandate of the agency"),
    Point.SOURCE_OF_NUMBER: Words("号码从哪里来", "where the number came from"),
    Point.DELETE_DATA: Words("删除个人信息", "deletion of personal information"),
    Point.RECORDING: Words("录音", "the recording"),
    Point.AMOUNT: Words("金额的明细和依据", "how the amount is made up"),
    Point.PLAN: Words("还款方案", "the repayment plan"),
    Point.RESULT: Words("处理结果", "the result"),
    Point.CORRECTION: Words("更正", "the correction"),
}
