"""Real words through the real lexicon, the real law and the whole room: what is found, and what must never be."""

from __future__ import annotations

from dataclasses import replace

import pytest

from shouzheng.judging.case import Contact
from shouzheng.judging.judge import judge_case, judge_words
from shouzheng.model.case import Case, Objection, Party, Role
from shouzheng.model.event import Channel, Direction, TextSource
from shouzheng.model.finding import Finding, Sureness
from shouzheng.model.verdict import Answer
from shouzheng.reading.lexicon import load_lexicon
from shouzheng.reading.one import read
from shouzheng.rulebook.load import load_rulebook
from tests.judging.making import (
    AGENCY,
    BANK,
    CASE,
    FRIEND,
    LENDER,
    SCAM,
    at,
    attributed,
    call,
    event,
    missed,
    number,
    picture,
)

LAW = load_rulebook()
LEXICON = load_lexicon()


def sms(when: str, words: str, party: Party | None = AGENCY, owner: str = "me", **changes: object) -> Contact:
    """A text message, read by the shipped lexicon."""
    role = next((p.role for p in CASE.persons if p.id == owner), Role.UNKNOWN)
    other = number(party.numbers[0] if party else "13000000009")
    made = event(
        when, channel=Channel.SMS, text=words, text_source=TextSource.RECORD, owner=owner, other=other, **changes
    )
    own = made.direction is Direction.OUTBOUND
    reading = read(words, LEXICON, addressee=role, own_words=own, sent=made.time.beijing.date())
    return Contact(made, attributed(party), reading)


def findings(*contacts: Contact, case: Case = CASE) -> tuple[Finding, ...]:
    return judge_case(case, contacts, LAW).findings


def rules(*contacts: Contact, case: Case = CASE) -> set[str]:
    return {finding.rule for finding in findings(*contacts, case=case)}


# --- conduct that is found

THREAT = "林某，今晚再不还钱，我们就上门打断你的腿，别怪兄弟们不客气"
TOLD_SISTER = "林某在云岭消金的借款12,000元已逾期45天，你是他姐姐，家里人有义务帮他把钱还上，明天之前转过来"


def test_a_threat_is_found_with_its_words_and_the_article_of_its_day() -> None:
    (old,) = [f for f in findings(sms("2025-12-31 12:00:00", THREAT)) if f.rule == "R20"]
    (new,) = [f for f in findings(sms("2026-01-01 12:00:00", THREAT)) if f.rule == "R20"]
    assert "第四十二条第一项" in old.sentence.zh
    assert "第五十条第一款第一项" in new.sentence.zh
    assert old.sureness is Sureness.LIKELY
    shown = {THREAT[s.span.start : s.span.end] for s in old.shown if s.act == "threat_violence"}
    assert any("打断你的腿" in words for words in shown)


def test_telling_a_sister_and_making_her_pay_is_found() -> None:
    assert {"R11", "R12", "R13"} <= rules(sms("2026-01-04 19:33:20", TOLD_SISTER, owner="sister"))


def test_calling_again_after_a_refusal_is_found() -> None:
    refused = replace(CASE, objections=(Objection("sister", at("2025-12-29 20:15:00"), "panshi"),))
    again = call("2026-01-05 19:00:00", AGENCY, owner="sister")
    assert "R15" in rules(again, case=refused)
    assert "R15" not in rules(call("2025-12-29 20:14:00", AGENCY, owner="sister"), case=refused)


def test_an_insult_is_found() -> None:
    assert "R21" in rules(sms("2026-01-08 16:20:00", "你这个不要脸的老赖，欠钱不还，畜生都不如"))


def test_posing_as_police_is_found() -> None:
    words = "我是示例市公安局经侦支队民警王某，你名下贷款涉嫌诈骗已立案，请今天18点前把12000元转入安全账户"
    assert "R27" in rules(sms("2026-01-03 15:40:12", words, SCAM))


def test_calls_at_night_and_too_many_calls_are_found() -> None:
    night = call("2026-02-02 22:15:00")
    many = [call(f"2026-02-03 {9 + n:02d}:00:00", [LENDER, AGENCY][n % 2]) for n in range(4)]
    attempts = [missed(f"2026-02-04 {9 + n:02d}:00:00") for n in range(7)]
    assert {"R01", "R02", "R05", "R07"} <= rules(night, *many, *attempts)
    assert rules(*many[:3], *attempts[:6]) & {"R05", "R07"} == set()


def test_a_bill_at_night_before_its_due_date_is_no_breach_and_a_text_about_arrears_is() -> None:
    bill = sms(
        "2026-02-02 22:15:00", "【云岭示例消金】林先生，您本期账单1,860.00元，还款日为2月20日，请按时还款。", LENDER
    )
    late = sms("2026-02-02 22:15:00", "【云岭示例消金】林先生，您的借款还款日为1月20日，已逾期，请尽快还款。", LENDER)
    assert rules(bill) & {"R01", "R02"} == set()
    assert {"R01", "R02"} <= rules(late)


OVERDUE = "【云岭示例消金】您的借款已逾期45天，请于2026年3月5日前还清欠款12,000元，否则后果自负"


def test_a_deadline_in_a_text_about_arrears_is_no_due_date_ahead() -> None:
    assert rules(sms("2026-01-29 22:30:00", OVERDUE, LENDER)) == {"R02"}
    assert rules(sms("2026-01-30 22:30:00", OVERDUE, LENDER)) == {"R01", "R02"}
    assert rules(sms("2026-01-30 12:30:00", OVERDUE, LENDER)) == set()


@pytest.mark.parametrize("words", ["您的借款已逾期3天，应还1,860.00元", "您的借款3,000元已到期未还，请尽快处理"])
def test_an_overdue_text_at_night_without_a_date_is_found(words: str) -> None:
    assert {"R01", "R02"} <= rules(sms("2026-02-02 22:30:00", f"【云岭示例消金】{words}", LENDER))


@pytest.mark.parametrize("warning", ["如逾期将产生罚息", "请按时还款，以免逾期", "避免逾期影响您的信用记录"])
def test_a_bill_that_warns_of_default_is_no_collection(warning: str) -> None:
    bill = f"【云岭示例消金】您本期应还1,860.00元，还款日为2026年2月20日，{warning}。"
    assert rules(sms("2026-02-02 22:30:00", bill, LENDER)) == set()


NIGHT_RULES = {"R01", "R02", "R03", "R04", "R09", "R10"}


def test_calls_at_night_that_were_not_about_the_debt_are_no_breach() -> None:
    other = replace(CASE, parties=tuple(replace(party, about_debt=False) for party in CASE.parties))
    nights = [call(f"2026-02-02 22:{n:02d}:00", LENDER) for n in range(12)]
    rung = [missed(f"2026-02-02 23:{n:02d}:00", LENDER) for n in range(12)]
    assert rules(*nights, *rung, case=other) & {*NIGHT_RULES, "R07"} == set()
    assert {"R01", "R02", "R04", "R10"} <= rules(*nights)


@pytest.mark.parametrize("words", [None, ""])
def test_messages_without_words_at_night_are_no_breach(words: str | None) -> None:
    made = [
        Contact(
            event(
                f"2026-02-02 22:{n:02d}:00",
                channel=Channel.MMS,
                text=words,
                attachments=(picture(),) if words is None else (),
                other=number("95000"),
            ),
            attributed(LENDER),
            None,
        )
        for n in range(12)
    ]
    assert rules(*made) & NIGHT_RULES == set()
    judged = judge_case(CASE, made, LAW).tallies
    assert {tally.cannot_tell for tally in judged if tally.rule in ("R01", "R02")} == {12}


def test_an_unattributed_text_that_names_a_lender_discloses_nothing_for_sure() -> None:
    assert "R13" in rules(sms("2026-01-04 19:33:20", TOLD_SISTER, owner="sister"))
    named = f"【云岭示例消金】{TOLD_SISTER}"
    assert rules(sms("2026-01-04 19:33:20", named, None, owner="sister")) & {"R12", "R13", "R21"} == set()


# --- lawful and polite contacts, on which nothing may fire

POLITE = [
    (
        LENDER,
        "【云岭示例消金】林先生您好，您尾号0000的借款本期应还1,860.00元，还款日为11月20日，"
        "请在云岭示例App按时还款。客服95000",
    ),
    (
        LENDER,
        "【云岭示例消金】林先生，您本期账单1,860.00元已于11月20日到期，目前尚未入账。"
        "如有困难，可致电95000协商分期或延期。",
    ),
    (
        LENDER,
        "【云岭示例消金】林先生，感谢接听。您可在App内提交困难说明，我们将在5个工作日内答复是否可以分期。客服95000",
    ),
    (
        AGENCY,
        "【磐石示例商务】林先生您好，我司受云岭示例消费金融有限公司委托，"
        "就您名下借款的还款事宜与您联系。如有异议请拨打95000核实。",
    ),
    (BANK, "【桥头示例银行】您尾号0001的账户11月22日12:10支出人民币35.00元，余额2,114.20元。"),
    (BANK, "【桥头示例银行】验证码000123，5分钟内有效，请勿告诉他人。"),
    (FRIEND, "这周末回家吃饭吗？包你爱吃的饺子"),
    (None, "【示例快递】您的包裹已到小区驿站，取件码6-2-1008，请于今日20:00前取件。"),
]


@pytest.mark.parametrize(("party", "words"), POLITE)
@pytest.mark.parametrize("when", ["2025-11-19 10:02:11", "2026-02-03 15:00:00"])
def test_a_polite_and_lawful_contact_gives_no_finding(party: Party | None, words: str, when: str) -> None:
    assert findings(sms(when, words, party)) == ()


def test_a_polite_request_to_call_back_gives_the_sister_no_finding() -> None:
    assert findings(sms("2025-12-28 15:10:00", "您好，请转告林某尽快回电010-00001111，谢谢", owner="sister")) == ()


def test_a_week_of_lawful_contacts_together_gives_no_finding() -> None:
    week = [sms(f"2025-11-{17 + n} 10:{n:02d}:00", words, party) for n, (party, words) in enumerate(POLITE)]
    week += [call(f"2025-11-{17 + n} 15:00:00", LENDER, seconds=60) for n in range(7)]
    week += [missed(f"2025-11-{17 + n} 16:00:00", AGENCY) for n in range(7)]
    assert findings(*week) == ()


@pytest.mark.parametrize("words", ["请通过书面方式联系我，不要再打夜间电话", THREAT, TOLD_SISTER])
def test_the_persons_own_words_give_no_finding(words: str) -> None:
    assert findings(sms("2026-01-10 23:05:00", words, direction=Direction.OUTBOUND)) == ()


def test_without_any_statement_nothing_is_accused_of_anything_but_its_words() -> None:
    unknown = Case("", (replace(CASE.persons[0], role=Role.UNKNOWN),))
    contacts = [call("2026-02-02 22:15:00", None), missed("2026-02-02 23:15:00", None)]
    contacts += [call(f"2026-02-03 {9 + n:02d}:00:00", None) for n in range(8)]
    assert findings(*contacts, case=unknown) == ()
    threat = judge_words(sms("2026-01-01 12:00:00", THREAT, None), unknown, LAW)
    assert {verdict.rule for verdict in threat if verdict.answer is Answer.BREACH} == {"R20"}


def test_the_same_contacts_in_another_order_give_the_same_findings() -> None:
    contacts = [sms("2025-12-31 12:00:00", THREAT), call("2026-02-02 22:15:00"), sms("2026-01-04 12:00:00", THREAT)]
    assert findings(*contacts) == findings(*reversed(contacts))
