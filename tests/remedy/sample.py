"""An invented case rich enough to look at, and helpers to build material for tests. No person or number exists."""

from __future__ import annotations

import hashlib
from collections.abc import Sequence
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta

from shouzheng.intake.report import ImportReport, Remark
from shouzheng.judging.case import Contact, Judgement, RuleTally
from shouzheng.model.attribution import Attribution
from shouzheng.model.case import (
    AgreedTime,
    Case,
    Debt,
    InstitutionKind,
    KnownBy,
    Objection,
    Party,
    PartyKind,
    Person,
    ProductKind,
    Role,
)
from shouzheng.model.event import (
    Channel,
    ContactEvent,
    Direction,
    NonContactKind,
    Number,
    NumberKind,
    Outcome,
    TextSource,
)
from shouzheng.model.finding import Finding, FindingKind, Shown, Sureness
from shouzheng.model.grade import Grade
from shouzheng.model.law import Citation, CiteRole, InForce, Instrument, NormForce, Provision, Verified
from shouzheng.model.moment import BEIJING, Moment, OffsetSource, Resolution
from shouzheng.model.original import Digest, Original, Position, Unread
from shouzheng.model.reading import ActShown, Reading, Span
from shouzheng.model.verdict import Leaf
from shouzheng.model.words import Words
from shouzheng.remedy.material import (
    DataState,
    FactName,
    HelpLine,
    LeftOut,
    Material,
    NightPeriod,
    NightRule,
)

AS_OF = date(2026, 11, 22)
THREAT = "再不还钱就让你们全家不得安宁，今晚就有人上门，你女儿在哪个学校我们都知道。"
DISCLOSURE = "你是林某的姐姐吧？他欠云岭示例消金一万二，躲着不还，麻烦你转告他，不然我们只好找单位领导谈谈。"
PLAIN = "【云岭示例消金】林先生，您的借款已逾期{n}天，请尽快通过官方App还款。回T退订"


def digest(name: str, length: int = 48213) -> Digest:
    return Digest("sha256", hashlib.sha256(name.encode()).hexdigest(), length)


def at(
    text: str,
    *,
    resolution: Resolution = Resolution.SECOND,
    offset: int = 480,
    source: OffsetSource = OffsetSource.READABLE_DATE,
) -> Moment:
    """Beijing wall-clock time ``YYYY-MM-DD HH:MM[:SS]`` as a moment."""
    local = datetime.fromisoformat(text).replace(tzinfo=BEIJING)
    return Moment(text, local.astimezone(UTC), offset, resolution, source)


def event(
    key: str,
    time: Moment,
    *,
    channel: Channel = Channel.SMS,
    text: str | None = None,
    number: str = "10690000001234",
    kind: NumberKind = NumberKind.PORT_106,
    owner: str = "me",
    direction: Direction = Direction.INBOUND,
    outcome: Outcome = Outcome.DELIVERED,
    seconds: int | None = None,
) -> ContactEvent:
    return ContactEvent(
        id=key,
        original=digest("sms.xml"),
        source_format="sms-backup-restore",
        positions=(Position(100, 80, 1, "smses/sms[1]"),),
        time=time,
        channel=channel,
        direction=direction,
        outcome=outcome,
        other=Number(number, None if kind is NumberKind.WITHHELD else number, kind),
        owner=owner,
        seconds=seconds,
        text=text,
        text_source=TextSource.RECORD if text is not None else None,
    )


YUNLING = Attribution(
    PartyKind.CREDITOR,
    party="yunling",
    creditor="yunling",
    debt="loan",
    institution_kind=InstitutionKind.CONSUMER_FINANCE,
    product_kind=ProductKind.ONLINE_CONSUMER_LOAN,
    known_by=KnownBy.CONTRACT,
    evidence="number",
    confirmed=True,
)
PANSHI = replace(YUNLING, kind=PartyKind.AGENCY, party="panshi", known_by=KnownBy.OWN_WORDS)
IMPOSTOR = Attribution(PartyKind.SCAM, party="fake", known_by=KnownBy.OTHER, evidence="number", confirmed=True)
NOBODY = Attribution()
FAMILY = Attribution(PartyKind.PRIVATE, party="family", known_by=KnownBy.OTHER, confirmed=True)


def contact(built: ContactEvent, attribution: Attribution = YUNLING, acts: Sequence[tuple[str, str]] = ()) -> Contact:
    """Pair an event with its attribution and a reading that shows ``(act, words)`` at their place in the text."""
    text = built.text
    if text is None:
        return Contact(built, attribution, None)
    shown = tuple(ActShown(act, _span(text, words), "test") for act, words in acts)
    return Contact(built, attribution, Reading(shown, (), (), disguised=False, lexicon="sha256:00"))


def _span(text: str, words: str) -> Span:
    start = text.index(words)
    return Span(start, start + len(words))


CASE = Case(
    title="云岭示例案",
    persons=(
        Person("me", Role.DEBTOR, "林某（虚构）", ("sms-*.xml",), is_narrator=True),
        Person("sister", Role.EMERGENCY_CONTACT, "林某的姐姐（虚构）", consented=at("2026-02-05 10:00")),
    ),
    parties=(
        Party(
            "yunling",
            PartyKind.CREDITOR,
            "云岭示例消费金融有限公司",
            InstitutionKind.CONSUMER_FINANCE,
            numbers=("95000", "1069000000*"),
            signatures=("云岭示例消金",),
            known_by=KnownBy.CONTRACT,
            known_note="借款合同首页",
            about_debt=True,
        ),
        Party(
            "panshi",
            PartyKind.AGENCY,
            "磐石示例商务咨询有限公司",
            acts_for="yunling",
            numbers=("010-00001111", "13000000021", "15000000022"),
            known_by=KnownBy.OWN_WORDS,
            known_note="来电时自称受云岭委托",
        ),
        Party("fake", PartyKind.SCAM, "自称“民警”的人", numbers=("17000000033",), known_note="110核实无此人"),
        Party("family", PartyKind.PRIVATE, "家人朋友", numbers=("18000000001",)),
    ),
    debts=(Debt("loan", "yunling", ProductKind.ONLINE_CONSUMER_LOAN, date(2025, 3, 1), 1_200_000),),
    objections=(Objection("sister", at("2025-12-29 20:15"), "panshi", "短信", "请不要再联系我", "姐姐手机短信"),),
    agreed_times=(AgreedTime("me", "yunling", 19 * 60, 21 * 60, date(2025, 6, 1)),),
    agreements_complete=True,
    objections_complete=False,
    invented=True,
)


def instrument(key: str, zh: str, en: str, force: NormForce, first: date, last: date | None = None) -> Instrument:
    return Instrument(
        key, Words(zh, en), "示例", "", force, InForce(first, last), ("any",), ("any",), Verified.TWO, ("jl",)
    )


def cite(
    owner: Instrument,
    key: str,
    article: str,
    zh: str,
    en: str,
    *,
    role: CiteRole = CiteRole.FORBIDS,
    citable: bool = True,
) -> Citation:
    provision = Provision(key, owner.id, article, Words(zh, en), owner.in_force, citable, Verified.TWO)
    return Citation(provision, owner, role)


GBT = instrument(
    "gbt-45251-2025",
    "互联网金融 个人网络消费信贷 贷后催收风控指引",
    "GB/T 45251-2025",
    NormForce.NATIONAL_STANDARD,
    date(2025, 2, 28),
)
CIVIL = instrument("civil-code", "中华人民共和国民法典", "Civil Code", NormForce.LAW, date(2021, 1, 1))
PSL = instrument(
    "psapl-2025",
    "中华人民共和国治安管理处罚法",
    "Public Security Administration Punishments Law",
    NormForce.LAW,
    date(2026, 1, 1),
)
CRIMINAL = instrument("criminal-law", "中华人民共和国刑法", "Criminal Law", NormForce.LAW, date(1997, 10, 1))

NIGHT = cite(
    GBT,
    "gbt-time",
    "5.3 业务管理",
    "双方未约定的，不应在每日22:00至次日8:00催收。",
    "Unless agreed, no collection from 22:00 to 08:00.",
)
PEACE = cite(
    CIVIL,
    "cc-1033",
    "第一千零三十三条",
    "未经同意不得以电话、短信等侵扰生活安宁，不得处理他人私密信息。",
    "Without consent no intrusion on tranquillity by phone or SMS, no handling of private information.",
)
INTIMIDATION = cite(
    PSL, "ps25-50-1", "第五十条第一款第一项", "写恐吓信或以其他方法威胁他人人身安全。", "Threats to personal safety."
)
NEVER = cite(CRIMINAL, "crl-293-1", "第二百九十三条之一", "不印", "not printed", role=CiteRole.NEVER_PRINTED)
REQUESTS = cite(
    CIVIL, "cc-1032", "第一千零三十二条", "自然人享有隐私权。", "Natural persons enjoy privacy.", role=CiteRole.SUPPORTS
)

FACTS = {
    "minute_of_day": FactName(Words("北京时间的时刻", "time of day in Beijing"), can_be_stated=True),
    "direction": FactName(Words("方向", "direction"), can_be_stated=True),
    "agreed_time": FactName(Words("是否约定过该时段", "hours agreed"), can_be_stated=True),
    "recipient_role": FactName(Words("接收人身份", "recipient's role"), can_be_stated=True),
    "debt_discussed": FactName(Words("通话是否谈到借款", "whether the debt was discussed"), can_be_stated=True),
    "objection_before": FactName(Words("此前是否拒绝过", "objected before"), can_be_stated=True),
    "act_threat_family": FactName(Words("威胁家人", "threat to the family"), shown_by_words=True),
    "act_threat_visit": FactName(Words("威胁上门", "threat to visit"), shown_by_words=True),
    "debt_assigned": FactName(Words("债权已转让", "the claim was assigned")),
    "act_discloses_debt": FactName(Words("透露债务", "discloses the debt"), shown_by_words=True),
}

HELP = (
    HelpLine("110", Words("报警（公安机关）", "Police"), Words("有人身危险，现在就打", "danger: call now")),
    HelpLine("96110", Words("反诈专线", "Anti-fraud line"), Words("被要求转账", "asked to transfer money")),
    HelpLine(
        "12348", Words("公共法律服务热线（法律援助）", "Legal aid line"), Words("免费法律咨询", "free legal advice")
    ),
    HelpLine(
        "12378",
        Words("银行保险消费者投诉维权热线（国家金融监督管理总局）", "NFRA consumer complaint hotline"),
        Words("投诉银行、消费金融公司", "complaints about banks and consumer finance companies"),
    ),
)


def night_finding(built: ContactEvent) -> Finding:
    local = built.time.beijing
    clock = f"{local:%H:%M}"
    return Finding(
        id=f"f-night-{built.id}",
        rule="R02",
        kind=FindingKind.ELEMENT,
        title=Words("夜间催收（国家标准）", "Night contact under the national standard"),
        day=local.date(),
        events=(built.id,),
        seen=Words(f"云岭示例消费金融有限公司于北京时间{clock}联系", f"contact at {clock} Beijing time"),
        sentence=Words(
            f"云岭示例消费金融有限公司于北京时间{clock}联系，"
            "不符合《互联网金融 个人网络消费信贷 贷后催收风控指引》5.3的要求。",
            f"Contact at {clock} Beijing time; not in line with GB/T 45251-2025, clause 5.3.",
        ),
        citations=(NIGHT,),
        sureness=Sureness.FIRM,
        severity=2,
        doubts=(
            Words("手机时钟是否准确。", "Whether the phone's clock was right."),
            Words("此前是否约定过该时段。", "Whether these hours had been agreed."),
        ),
        next_step=Words(
            "保留通话记录，先向该机构客服书面投诉，请其停止夜间联系。",
            "Keep the call log and complain in writing to the institution; ask it to stop contact at night.",
        ),
        grade=Grade.D,
        leaves=(
            Leaf("minute_of_day", built.time.minute_of_day),
            Leaf("direction", "inbound"),
            Leaf("agreed_time", False),
        ),
        supports=("lender", "nfra_12378"),
        party="yunling",
    )


def threat_finding(built: ContactEvent) -> Finding:
    text = built.text or ""
    return Finding(
        id=f"f-threat-{built.id}",
        rule="R20",
        kind=FindingKind.ELEMENT,
        title=Words("威胁人身安全", "Threat to personal safety"),
        day=built.time.beijing.date(),
        events=(built.id,),
        seen=Words("短信含有威胁家人和上门的文字", "an SMS threatens the family and a visit"),
        sentence=Words(
            "短信含有威胁家人和上门的文字，涉嫌违反《中华人民共和国治安管理处罚法》第五十条第一款第一项。",
            "An SMS threatens the family and a visit; possibly in breach of "
            "《中华人民共和国治安管理处罚法》第五十条第一款第一项.",
        ),
        citations=(INTIMIDATION, REQUESTS, NEVER),
        sureness=Sureness.LIKELY,
        severity=5,
        doubts=(Words("说的是依法上门走访，而不是威胁。", "A lawful visit may be meant, not a threat."),),
        next_step=Words(
            "保留原短信，可以报警并索取受案回执。", "Keep the SMS; you can report it and ask for a receipt."
        ),
        grade=Grade.D,
        shown=(
            Shown(built.id, "threat_family", _span(text, "让你们全家不得安宁")),
            Shown(built.id, "threat_visit", _span(text, "今晚就有人上门")),
        ),
        leaves=(Leaf("recipient_role", "debtor"),),
        supports=("police_110",),
        party="panshi",
    )


def disclosure_finding(built: ContactEvent) -> Finding:
    text = built.text or ""
    return Finding(
        id=f"f-third-{built.id}",
        rule="R11",
        kind=FindingKind.ELEMENT,
        title=Words("向第三人透露债务", "Debt disclosed to a third person"),
        day=built.time.beijing.date(),
        events=(built.id,),
        seen=Words("短信把借款金额告诉了紧急联系人", "an SMS told the emergency contact the amount"),
        sentence=Words(
            "短信把借款金额告诉了紧急联系人，涉嫌违反《中华人民共和国民法典》第一千零三十三条。",
            "An SMS told the emergency contact the amount; possibly in breach of "
            "《中华人民共和国民法典》第一千零三十三条.",
        ),
        citations=(PEACE, REQUESTS),
        sureness=Sureness.LIKELY,
        severity=4,
        doubts=(Words("联系人本人可能同意过接收。", "The contact person may have agreed to be told."),),
        next_step=Words(
            "紧急联系人可以自己发函，要求停止联系并删除信息。",
            "The contact person can write and ask for silence and erasure.",
        ),
        grade=Grade.D,
        shown=(Shown(built.id, "discloses_debt", _span(text, "他欠云岭示例消金一万二")),),
        leaves=(Leaf("recipient_role", "emergency_contact"), Leaf("objection_before", True)),
        supports=("lender", "nfra_12378"),
        party="panshi",
    )


def _series() -> list[Contact]:
    """46 contacts over six weeks and two phones: calls answered and not, texts plain and hard, day and night."""
    contacts = []
    start = datetime(2026, 1, 5, tzinfo=BEIJING)
    for n in range(30):
        day = start + timedelta(days=n * 4 // 3)
        hour = (9, 14, 22, 7, 19, 12, 23)[n % 7]
        time = at(f"{day:%Y-%m-%d} {hour:02d}:{(n * 7) % 60:02d}:{(n * 13) % 60:02d}")
        if n % 3 == 0:
            built = event(f"e{n:03d}", time, text=PLAIN.format(n=n + 3))
            contacts.append(contact(built))
            continue
        outcome = (Outcome.CONNECTED, Outcome.MISSED, Outcome.REJECTED)[n % 3 if n % 5 else 0]
        built = event(
            f"e{n:03d}",
            time,
            channel=Channel.CALL,
            number=("13000000021", "010-00001111", "15000000022")[n % 3],
            kind=NumberKind.MOBILE,
            outcome=outcome,
            seconds=35 + n if outcome is Outcome.CONNECTED else 0,
        )
        contacts.append(contact(built, PANSHI))
    for n in range(10):
        time = at(f"2026-02-1{n % 5} 10:{n * 5:02d}", resolution=Resolution.MINUTE, source=OffsetSource.ASSUMED)
        contacts.append(
            contact(event(f"s{n:03d}", time, text=DISCLOSURE, number="15000000022", owner="sister"), PANSHI)
            if n % 4 == 0
            else contact(event(f"s{n:03d}", time, channel=Channel.CALL, outcome=Outcome.MISSED, number="95000"))
        )
    contacts.append(contact(event("t1", at("2026-02-03 21:48:10"), text=THREAT, number="13000000021"), PANSHI, _HARD))
    contacts.append(contact(event("t2", at("2026-02-04 23:02:55"), text=THREAT, number="13000000021"), PANSHI, _HARD))
    own = event("o1", at("2026-02-06 09:15:00"), text="请提供委托书，并停止联系我姐姐。", direction=Direction.OUTBOUND)
    contacts.append(contact(own))
    police = "我是市局民警，你涉案，把钱转到安全账户并告诉我验证码 🔪"
    contacts.append(contact(event("p1", at("2026-02-07 15:20:00"), text=police, number="17000000033"), IMPOSTOR))
    hidden = event("w1", at("2026-02-08 06:30:00"), channel=Channel.CALL, kind=NumberKind.WITHHELD, number="")
    contacts.append(contact(replace(hidden, outcome=Outcome.MISSED), PANSHI))
    abroad = at("2026-02-09 09:00:00", offset=540)
    contacts.append(contact(event("a1", abroad, text="第一行\n第二行 #eval(1) $x$ *粗* <b>b</b>")))
    return contacts


_HARD = (("threat_family", "让你们全家不得安宁"), ("threat_visit", "今晚就有人上门"))


def report(name: str, **values: object) -> ImportReport:
    """A report of a file without records, with the given values."""
    made = digest(name, 48_213)
    empty = ImportReport(
        original=Original(made, name, "text/xml", datetime(2026, 2, 10, tzinfo=UTC)),
        format="sms-backup-restore",
        recognised_by=Words("根元素为 smses", "root element smses"),
        declared_count=None,
        records=0,
        events=0,
        joined=0,
        non_contacts=(),
        unread=(),
        unread_total=0,
        problems=(),
        completeness=(),
        first=None,
        last=None,
    )
    return replace(empty, **values)  # type: ignore[arg-type]


def reports() -> tuple[ImportReport, ...]:
    unread = tuple(
        Unread(
            digest("sms-20260210.xml"),
            Position(900 + n, 40, n, "smses/sms"),
            "SZ-1203",
            "时间不是数字",
            "the time is no number",
            "私密原文",
        )
        for n in (17, 203)
    )
    withheld = Remark(
        "no_service_senders",
        Words("导出里没有一条 106 或 95 开头的短信", "The export has not one message from 106… or 95… senders"),
        Words("部分手机不把“通知类短信”交给备份应用", "Some phones keep service messages from backup apps"),
        Words("给备份应用“通知类短信”权限后重新导出", "Allow the backup app to read service SMS, then export again"),
    )
    full = Remark(
        "full_log",
        Words("通话记录正好 500 条，更早的已被挤掉", "The call log has exactly 500 rows; older ones were pushed out"),
        Words("手机只保留最近的通话", "Phones keep only the latest calls"),
        Words("每天导出一次，并向运营商调取详单", "Export daily and ask the operator for the bill"),
    )
    return (
        report(
            "sms-20260210.xml",
            declared_count=310,
            records=310,
            events=300,
            joined=4,
            non_contacts=((NonContactKind.DRAFT, 4),),
            unread=unread,
            unread_total=2,
            completeness=(withheld,),
            first=at("2025-12-30 08:00"),
            last=at("2026-02-10 09:00"),
        ),
        report(
            "calls-20260210.xml",
            format="calls-backup-restore",
            records=500,
            events=500,
            completeness=(full,),
            first=at("2026-01-02 08:00"),
            last=at("2026-02-10 09:00"),
        ),
    )


TALLIES = (
    RuleTally("R02", breach=12, clear=34),
    RuleTally("R05", clear=30, cannot_tell=9, missing=(("debt_discussed", 9),)),
    RuleTally("R20", breach=2, cannot_tell=7, missing=(("act_threat_family", 7), ("act_threat_visit", 7))),
    RuleTally("R64", cannot_tell=46, missing=(("debt_assigned", 46),)),
    RuleTally("R31", clear=12, cannot_tell=4, needs_person=2, missing=(("objection_before", 4),)),
)
RULES = {
    "R02": Words("夜间催收（国家标准）", "Night contact under the national standard"),
    "R05": Words("一天内有效通话超过三次", "More than three effective calls a day"),
    "R20": Words("威胁人身安全", "Threat to personal safety"),
    "R64": Words("债权转让未通知债务人", "Assignment without notice"),
    "R31": Words("拒绝之后继续联系", "Contact after refusal"),
}


def material(contacts: Sequence[Contact] = (), findings: Sequence[Finding] = (), case: Case = CASE) -> Material:
    """Material around some contacts, with everything else small."""
    return Material(
        case=case,
        contacts=tuple(contacts),
        judgement=Judgement(tuple(findings), (), len(contacts), 0, 0),
        reports=(),
        law=DataState("sha256:" + "1" * 64, date(2026, 11, 22), date(2027, 5, 22)),
        lexicon=DataState("sha256:" + "2" * 64),
        directory=DataState("sha256:" + "3" * 64),
        as_of=AS_OF,
        program="shouzheng 0.1.0",
        facts=FACTS,
        rules=RULES,
        help_lines=HELP,
    )


def rich_material() -> Material:
    """The whole invented case: 46 contacts, several kinds of findings, remarks, unread records, open questions."""
    contacts = _series()
    by_id = {c.event.id: c.event for c in contacts}
    night = [c.event for c in contacts if c.event.time.beijing.hour in (22, 23, 7) and not c.event.id.startswith("t")]
    findings = [night_finding(built) for built in night]
    findings += [threat_finding(by_id[key]) for key in ("t1", "t2")]
    findings += [disclosure_finding(by_id[key]) for key in ("s000", "s004", "s008")]
    period = NightPeriod(date(2025, 2, 28), None, GBT.title, 22 * 60, 8 * 60)
    return replace(
        material(contacts),
        judgement=Judgement(tuple(findings), TALLIES, len(contacts), 5, 5),
        reports=reports(),
        left_out=LeftOut(contacts=17, calls=9, with_hard_words=2, private=212),
        channels={
            "lender": Words("债权机构客服与投诉专线", "Creditor’s customer service and complaint line"),
            "nfra_12378": Words("12378 银行保险消费者投诉维权热线", "NFRA consumer complaint hotline"),
            "police_110": Words("110 报警（公安机关）", "Police"),
        },
        night=(NightRule("yunling", True, (period,)),),
    )


def many(number: int) -> Material:
    """Material with many contacts and a finding on every fifth, for measuring."""
    base, contacts = datetime(2025, 3, 1, 8, tzinfo=BEIJING), []
    for n in range(number):
        time = at(f"{base + timedelta(minutes=97 * n):%Y-%m-%d %H:%M:%S}")
        key = f"m{n:05d}"
        if n % 3:
            contacts.append(contact(event(key, time, text=PLAIN.format(n=n % 90) + f" 编号{n}")))
        else:
            contacts.append(
                contact(event(key, time, channel=Channel.CALL, outcome=Outcome.MISSED, number="13000000021"), PANSHI)
            )
    return material(contacts, [night_finding(c.event) for c in contacts[::5]])
