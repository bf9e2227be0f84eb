"""Papers say what is so for whoever writes them: an organisation, a guarantor, a customer of a platform, a relative."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

import pytest

from shouzheng.model.case import InstitutionKind, Role
from shouzheng.model.words import Lang
from shouzheng.remedy.letters.fill import fill
from shouzheng.remedy.letters.letter_file import Form
from shouzheng.remedy.letters.offer import Fit, fit_of, offers, spoken_of
from shouzheng.remedy.letters.paper import letter_text
from shouzheng.remedy.letters.screen import offers_screen, written_screen
from shouzheng.remedy.letters.sentences import for_the_addressee
from shouzheng.remedy.situation import ORGANISATIONS, Situation
from tests.remedy.yunling import library, situation

#: Papers of a natural person: privacy, personal information, hardship, one's own phone contract.
PERSONAL = [
    "third_person_objection",
    "where_my_number",
    "civil_complaint",
    "injunction_request",
    "legal_aid_application",
    "give_the_recording",
    "platform_feedback",
    "name_the_agency",
    "mediation_request",
    "takedown_notice",
    "reply_to_collector",
    "operator_records",
    "portal_cac_12377",
    "portal_telecom_carrier",
]

#: Papers that begin with the loan.
PLATFORM = [
    "hardship_statement",
    "instalment_proposal",
    "amount_objection",
    "stop_contacting_others",
    "settlement_confirmation",
    "civil_complaint",
    "give_the_recording",
    "extension_request",
]


def _text(name: str, where: Situation, lang: Lang = Lang.ZH_HANS) -> str:
    return letter_text(fill(library().letters[name], where, library()), lang)


def _fits(name: str, where: Situation) -> bool:
    return fit_of(library().letters[name], where)[0] is Fit.YES


# --- organisations


@pytest.mark.parametrize("variant", ["employer", "guarantee_firm", "unlicensed"])
def test_an_organisation_gets_no_paper_of_a_natural_person(variant: str) -> None:
    where = situation(variant, "sister")
    assert where.writer.role in ORGANISATIONS
    assert not [name for name in PERSONAL if _fits(name, where)]
    assert _fits("organisation_objection", where)
    for each in offers(where, library()):
        if each.fit is Fit.YES and each.letter.form is Form.LETTER:
            text = letter_text(fill(each.letter, where, library()))
            assert "本人" not in text, each.letter.id
            assert "单位（盖章），经办人：" in text
            assert "身份证明复印件" not in text


def test_the_purpose_says_what_to_do_where_a_person_was_contacted_and_not_the_organisation() -> None:
    assert "身份改成“同事”" in library().letters["organisation_objection"].purpose.zh


# --- bodies


@pytest.mark.parametrize(("kind", "variant"), [("guarantor_company", "guarantee_firm"), ("microloan", "microloan")])
def test_the_local_regulator_is_told_the_gravest(kind: str, variant: str) -> None:
    where = situation(variant)
    assert where.institution_kind.value == kind
    letter = library().letters["report_local_finance"]
    rules = {row.rule for row in spoken_of(letter, where)}
    assert {"R20", "R13", "R15"} <= rules
    assert "打断你的腿" in _text("report_local_finance", where)
    bank = replace(where, creditor=replace(where.creditor, institution_kind=InstitutionKind.BANK))  # type: ignore[type-var]
    assert not any("local_finance" in row.supports for row in bank.findings if row.rule == "R20")


def test_nifa_is_told_whatever_departs_from_its_convention_or_the_standard() -> None:
    where = situation()
    told = {row.rule for row in spoken_of(library().letters["report_nifa"], where)}
    assert {"R11", "R12", "R13", "R15", "R20", "R21"} <= told
    for row in where.findings:
        texts = {where.rulebook.provisions[cited.provision].instrument for cited in row.citations}
        if "nifa" in row.supports:
            assert texts & {"nifa-convention-2018", "gbt-45251-2025"} or row.is_sign or row.rule == "R07"


def test_the_reason_for_no_letter_is_true() -> None:
    where = situation()
    reasons = {each.letter.id: each.reason.zh for each in offers(where, library()) if each.fit is Fit.NO}
    assert reasons["report_local_finance"] == "不符合：债权机构的类型、关于债权机构一方的发现"
    assert "没有所需的事实" not in offers_screen(
        offers(where, library()), where, Lang.ZH_HANS, width=200, everything=True
    )


# --- platforms and guarantors


@pytest.mark.parametrize("name", PLATFORM)
def test_a_platform_is_not_called_the_lender(name: str) -> None:
    text = _text(name, situation("platform"))
    assert "贵机构之间有一笔借款" not in text
    assert "被告之间有一笔借款" not in text
    assert "平台办理了一笔借款：出借机构为（请填写：合同上的出借机构全称）" in text
    assert "出借机构" not in _text(name, situation())


def test_feedback_to_a_platform_names_the_platform_and_asks_for_the_lender() -> None:
    for name in ("platform_feedback", "portal_platform_app"):
        text = _text(name, situation("platform"))
        assert "云岭示例消费金融有限公司" in text
        assert "（请填写：合同上的出借机构全称）" in text
        assert "（请填写：平台或App的名称）" in _text(name, situation())


def test_a_guarantor_accepts_no_guarantee() -> None:
    where = situation("guarantor")
    for name in ("hardship_statement", "amount_objection", "stop_contacting_others", "civil_complaint"):
        text = _text(name, where)
        assert "提供担保" not in text, name
        assert "作为担保人联系" in text
        assert "愿意继续履行" not in text
    assert "不表示本人认可成立担保" in _text("hardship_statement", where)
    asked = _text("guarantee_documents", where)
    assert "担保合同" in asked
    assert "保证期间的起止日期" in asked
    assert not _fits("guarantee_documents", situation())
    card = replace(situation("card"), writer=replace(situation("card").writer, role=Role.GUARANTOR))
    assert "第六十九条" not in _text("amount_objection", card)
    assert "第六十九条" in _text("amount_objection", situation("card"))


@pytest.mark.parametrize("name", ["hardship_statement", "instalment_proposal", "settlement_confirmation"])
def test_an_offer_to_pay_warns_of_limitation_before_it_is_signed(name: str) -> None:
    where = situation()
    shown = written_screen([fill(library().letters[name], where, library())], [], where, Lang.ZH_HANS, 1000)
    assert "同意付款会使诉讼时效重新起算（《中华人民共和国民法典》第一百九十五条）" in shown


# --- what the case does not say


def test_nothing_is_stated_that_is_not_in_the_case() -> None:
    complaint = _text("civil_complaint", situation())
    assert "上列记录的原始载体：（请填写：" in complaint
    assert "开庭时可以出示（" not in complaint
    assert "据原告所知，受被告委托与原告一方联系的催收机构为：磐石示例商务咨询有限公司。" in complaint
    assert "报送的机构：云岭" not in _text("credit_objection", situation())
    assert "报告上写的报送机构：（请填写：" in _text("credit_objection", situation())
    assert "申请人愿意在协议生效后" not in _text("mediation_request", situation())
    sister = _text("mediation_request", situation(person="sister"))
    assert "收支表" not in sister
    assert "对账单" not in sister


def test_what_others_received_is_not_claimed_as_ones_own() -> None:
    assert "　　本人及下列记录中写明的接收人收到下列联系" in _text("name_the_agency", situation())
    assert "　　本人收到下列联系" in _text("name_the_agency", situation(person="sister"))


@pytest.mark.parametrize("name", ["report_12321", "portal_r12321", "portal_miit_12381"])
def test_numbers_are_reported_of_ones_own_phone_and_not_the_lenders_own_line(name: str) -> None:
    where = situation()
    listed = set(fill(library().letters[name], where, library()).evidence)
    rows = {row.evidence: row for row in where.contacts.values()}
    assert listed
    assert all(rows[number].owner == "me" for number in listed)
    official = tuple(replace(row, party="yunling", number="95000") for row in where.result.contacts)
    lines = replace(where, result=replace(where.result, contacts=official))
    assert not fill(library().letters[name], lines, library()).evidence
    assert "95000" not in _text(name, lines)


def test_the_hotline_of_a_court_does_not_speak_for_the_court() -> None:
    where = situation()
    shown = written_screen([fill(library().letters["civil_complaint"], where, library())], [], where, Lang.ZH_HANS, 99)
    assert "不评论案件实体" not in shown
    hotline = [fill(library().letters["portal_court_12368"], where, library())]
    assert "不评论案件实体" in written_screen(hotline, [], where, Lang.ZH_HANS, 99)


# --- law and sentences


def test_the_civil_complaint_rests_on_the_law_of_the_day_of_the_event() -> None:
    base = situation()
    old = tuple(replace(row, day=date(2020, 3, 5), citations=()) for row in base.result.findings)
    before = replace(base, result=replace(base.result, findings=old))
    text = _text("civil_complaint", before)
    assert "原告的请求依据的是" not in text
    assert "《中华人民共和国民法总则》和《中华人民共和国侵权责任法》" in text
    both = replace(base, result=replace(base.result, findings=(*old[:3], *base.result.findings[3:])))
    text = _text("civil_complaint", both)
    assert "原告的请求依据的是《中华人民共和国民法典》第九百九十五条、第一千零三十二条" in text
    assert "《中华人民共和国民法总则》和" in text
    assert "民法总则" not in _text("civil_complaint", base)


def test_a_gist_of_ours_is_no_quotation_and_a_standard_has_its_number() -> None:
    for name in ("third_person_objection", "report_nfra", "civil_complaint"):
        text = _text(name, situation(person="sister"))
        assert "关于“" not in text
        assert "其中关于催收不得使用暴力" in text
        assert "概括，条号未核实）" in text
        assert "贷后催收风控指引》（GB/T 45251-2025）5.3" in text
        assert "风控指引》5.3" not in text


def test_a_finding_speaks_of_its_writer_in_the_first_person() -> None:
    sister, borrower = situation(person="sister"), situation()
    text = _text("third_person_objection", sister)
    assert "以短信向本人催收" in text
    assert "\n4. 本人明确拒绝后" in text
    assert "向紧急联系人" not in text
    assert "以短信向原告催收" in _text("civil_complaint", sister)
    assert "原告接听且谈及" in _text("civil_complaint", borrower)
    assert "向紧急联系人催收" in _text("stop_contacting_others", borrower)
    relative = situation("relative", "sister")
    shown = next(row for row in relative.findings if row.rule == "R11")
    threat = replace(shown, seen=replace(shown.seen, zh="短信中以伤害亲属相威胁，向亲属催收"), citations=())
    assert for_the_addressee(threat, relative).zh == "短信中以伤害亲属相威胁，向本人催收。"


def test_items_that_read_the_same_say_when_and_a_missed_call_says_so() -> None:
    text = _text("stop_contacting_others", situation())
    assert "（证据第23号，2026-01-05 09:10:00）" in text
    assert "（证据第24号，2026-01-05 23:20:00，未接）" in text
    items = [line for line in text.splitlines() if line[:2] in {f"{n}." for n in range(1, 10)}]
    assert len({line.partition(". ")[2] for line in items}) == len(items)


def test_spouse_and_heir_list_what_happened() -> None:
    for role in ("spouse", "heir"):
        text = _text("spouse_heir_statement", situation(role, "sister"))
        assert "证据第24号" in text
        assert "本人此前提出过拒绝：2025年12月29日" in text


def test_the_request_stands_before_the_findings() -> None:
    text = _text("third_person_objection", situation(person="sister"))
    assert text.index("本人请求：一、") < text.index("本人保存的记录显示")


@pytest.mark.parametrize("name", ["hardship_statement", "civil_complaint", "portal_r12321", "name_the_agency"])
def test_the_english_has_no_gaps_before_stops_and_no_wide_brackets_of_ours(name: str) -> None:
    text = _text(name, situation(), Lang.EN)
    for wrong in (") .", ") ,", ":  (", "（UTC", "公司's", "）’s"):
        assert wrong not in text
