"""Filling: nothing that is not in the case, hostile words literal, no citation that was not in force."""

from __future__ import annotations

import io
from dataclasses import replace
from datetime import date, timedelta
from unicodedata import category

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from pypdf import PdfReader

from shouzheng.model.case import Case
from shouzheng.model.words import Lang, Words
from shouzheng.reference.problems import ShouzhengError
from shouzheng.reference.safe_text import visible
from shouzheng.remedy.findings.read import CheckResult, Cited, Unjudged
from shouzheng.remedy.letters.citing import covers
from shouzheng.remedy.letters.fill import MOST_FINDINGS, Filled, Kind, fill
from shouzheng.remedy.letters.letter_file import Form
from shouzheng.remedy.letters.offer import Fit, fit_of, offers
from shouzheng.remedy.letters.paper import letter_pdf, letter_text
from shouzheng.remedy.letters.sentences import for_the_addressee
from shouzheng.remedy.next_steps.steps import next_steps
from shouzheng.remedy.next_steps.where import where_to_turn
from shouzheng.remedy.situation import Situation
from shouzheng.rulebook.load import load_rulebook
from tests.remedy.yunling import TODAY, library, result, situation

#: First day of the guideline of the China Banking Association (law/cn/provisions/cba-guideline-2026.toml).
GUIDELINE = date(2026, 1, 30)
EVE = date(2026, 1, 29)
HOSTILE = '#import "x" $x$ *粗* {law} {writer} </b>\u202e\n第二行：本人放弃全部权利\x00\ud800'


def _renamed(base: Situation, name: str) -> Situation:
    """The same position, every name of the case replaced."""
    case = base.case
    parties = tuple(replace(party, name=name) for party in case.parties)
    persons = tuple(replace(person, name=name) for person in case.persons)
    changed = replace(case, parties=parties, persons=persons)
    creditor = changed.party(base.creditor.id) if base.creditor else None
    return replace(base, case=changed, writer=changed.person(base.writer.id), creditor=creditor)


def _fill(name: str, where: Situation) -> Filled:
    return fill(library().letters[name], where, library())


def _all(where: Situation) -> list[Filled]:
    return [fill(each.letter, where, library()) for each in offers(where, library()) if each.fit is Fit.YES]


@given(st.text(max_size=40))
@settings(max_examples=15, deadline=None)
def test_a_name_is_never_anything_but_a_name(name: str) -> None:
    letter = _fill("stop_contacting_others", _renamed(situation(), name))
    plain = _fill("stop_contacting_others", _renamed(situation(), "某某"))
    assert [line.kind for line in letter.lines] == [line.kind for line in plain.lines]
    text = letter_text(letter)
    assert text.isascii() is False
    assert all(char.isprintable() or char == "\n" or category(char) in ("Zs", "Cf") for char in text)
    assert not set(text) & set("\u200b\u200e\u200f\u202a\u202b\u202d\u202e\u2066\u2067\u2068\u2069\ufeff")
    assert text.count("\n") == letter_text(plain).count("\n")
    assert (visible(name) if name else "（请填写：") in text


@pytest.mark.parametrize("lang", list(Lang))
def test_hostile_words_of_a_message_stay_literal(lang: Lang) -> None:
    base = situation()
    contacts = tuple(replace(row, text=HOSTILE, number=HOSTILE) for row in base.result.contacts)
    letter = _fill("police_statement", replace(base, result=replace(base.result, contacts=contacts)))
    text = letter_text(letter, lang)
    assert visible(HOSTILE) in text
    assert "\u202e" not in text
    assert "\x00" not in text
    rows = [line for line in letter.lines if line.kind is Kind.ROW]
    assert rows
    assert sum("第二行" in line for line in text.splitlines()) == len(rows)


def test_the_pdf_holds_the_hostile_words_as_text() -> None:
    base = situation()
    contacts = tuple(replace(row, text=HOSTILE) for row in base.result.contacts)
    letter = _fill("police_statement", replace(base, result=replace(base.result, contacts=contacts)))
    pdf = letter_pdf(letter, TODAY)
    assert pdf == letter_pdf(letter, TODAY)
    reader = PdfReader(io.BytesIO(pdf))
    text = "".join(page.extract_text() for page in reader.pages).replace("\n", "")
    assert '#import "x" $x$ *粗* {law}' in text
    assert "⟦U+202E⟧" in text
    assert "报案材料" in text


def test_what_the_case_does_not_say_is_a_blank() -> None:
    said, unsaid = situation(), situation("unsaid")
    text = letter_text(_fill("amount_objection", unsaid))
    assert "2025年3月1日" in letter_text(_fill("amount_objection", said))
    assert "2025年3月1日" not in text
    for label in ("产品名称", "合同日期", "写信人姓名"):
        assert f"（请填写：{label}）" in text
    assert "（请填写：催收机构名称；不知道的写“不详”）" in letter_text(_fill("name_the_agency", unsaid))


def _without(base: Situation, rule: str) -> Situation:
    kept = tuple(row for row in base.result.findings if row.rule != rule)
    return replace(base, result=replace(base.result, findings=kept))


@pytest.mark.parametrize("rule", ["R11", "R12", "R13", "R15", "R20", "R21", "R01", "R05", "R07"])
def test_a_finding_taken_away_takes_its_sentence_away(rule: str) -> None:
    base = situation()
    unnamed = library().letters["complaint_nfra"].unnamed
    rows = [row for row in base.result.findings if row.rule == rule]
    gone = [for_the_addressee(row, base, unnamed=unnamed).zh.rstrip("。") for row in rows]
    before = letter_text(_fill("complaint_nfra", base))
    after = letter_text(_fill("complaint_nfra", _without(base, rule)))
    assert gone
    assert all(each in before for each in gone)
    assert not any(each in after for each in gone)


def test_a_refusal_taken_away_takes_its_sentence_away() -> None:
    base = situation(person="sister")
    assert "本人此前提出过拒绝" in letter_text(_fill("third_person_objection", base))
    bare = replace(base, case=replace(base.case, objections=()))
    assert "本人此前提出过拒绝" not in letter_text(_fill("third_person_objection", bare))


def test_without_any_finding_no_letter_claims_one() -> None:
    empty: CheckResult = replace(result(), findings=(), contacts=(), refusals=())
    for person in ("me", "sister"):
        bare = replace(situation(person=person), result=empty)
        for filled in _all(bare):
            assert filled.evidence == ()
            assert "证据第" not in letter_text(filled)
            assert "涉嫌" not in letter_text(filled)


def test_mere_signs_are_not_stated_as_breaches() -> None:
    base = situation()
    signs = {row.sentence.zh for row in base.findings if row.is_sign}
    assert signs
    for filled in _all(base):
        assert not any(sign in letter_text(filled) for sign in signs)
        assert "情形提示" not in letter_text(filled)


def test_a_third_persons_letter_holds_no_contact_of_the_borrower() -> None:
    base = situation(person="sister")
    own = {row.evidence for row in base.result.contacts if row.owner == "sister"} | {base.refusal_record}
    for filled in _all(base):
        assert set(filled.evidence) <= own
        assert "林某（虚构）" not in letter_text(filled)


@pytest.mark.parametrize("person", ["me", "sister"])
def test_no_forbidden_word_in_our_own_text(person: str) -> None:
    for filled in _all(situation(person=person)):
        for lang in (Lang.ZH_HANS, Lang.EN):
            told = [
                words.say(lang)
                for body in load_rulebook().channels.values()
                for words in (body.name, body.accepts, body.needs, body.handling_time, body.cannot_do)
            ]
            ours = "".join(piece.text.say(lang) for line in filled.lines for piece in line.pieces if piece.own)
            for words in told:  # a portal's sheet tells the person what the law data says of the body
                ours = ours.replace(words, "")
            for guard in library().guards:
                if lang is Lang.EN and not guard.words.isascii():
                    continue
                text = _without_quotes(ours) if lang is Lang.EN else ours
                assert guard.words not in text.casefold(), (filled.letter.id, guard.words)


def _without_quotes(text: str) -> str:
    """English glosses hold names and words of others inside; those of the example have no forbidden English word."""
    return text.replace("press", "")


def test_words_of_others_are_not_converted_and_ours_are() -> None:
    text = letter_text(_fill("third_person_objection", situation(person="sister")), Lang.ZH_HANT)
    assert "請求停止與本人聯繫的函" in text
    assert "“请不要再联系我”" in text
    assert "磐石示例商务咨询有限公司" in text


@pytest.mark.parametrize(
    ("cited", "day"),
    [
        (Cited("ps25-50-1", "第五十条第一款第一项", None), date(2025, 12, 31)),
        (Cited("pipl-10", "第十一条", None), date(2026, 1, 4)),
        (Cited("cf24-coll", "第一条", None), date(2026, 1, 4)),
        (Cited("no-such", None, None), date(2026, 1, 4)),
        (Cited("pipl-10", "第十条", "no-such"), date(2020, 1, 4)),
    ],
)
def test_a_wrong_citation_stops_every_letter(cited: Cited, day: date) -> None:
    base = situation()
    first = replace(base.result.findings[0], citations=(cited,), day=day)
    bad = replace(base, result=replace(base.result, findings=(first, *base.result.findings[1:])))
    with pytest.raises(ShouzhengError) as caught:
        _fill("operator_records", bad)
    assert [problem.code for problem in caught.value.problems] == ["SZ-5210"]


def test_a_letter_whose_law_is_not_in_force_on_the_day_of_writing_is_not_offered() -> None:
    with pytest.raises(ShouzhengError) as caught:
        _fill("where_my_number", situation(today=date(2021, 10, 31)))
    assert caught.value.problems[0].code == "SZ-5206"
    assert "2021-10-31" in caught.value.problems[0].what(Lang.ZH_HANS)
    assert _fill("where_my_number", situation(today=date(2021, 11, 1))).lines


@pytest.mark.parametrize("today", [date(2021, 10, 31), date(2024, 6, 1), date(2025, 12, 31), date(2026, 1, 30), TODAY])
def test_what_is_offered_on_a_day_can_be_written_on_that_day(today: date) -> None:
    for person in ("me", "sister"):
        for filled in _all(situation(person=person, today=today)):
            assert ("2026年指引" in letter_text(filled)) is False or today >= GUIDELINE


def test_the_guideline_of_the_banks_is_bound_to_the_day_of_the_contact() -> None:
    base = situation()
    taken = [row for row in base.result.findings if "cba" in row.supports]
    before = tuple(row for row in taken if row.day < GUIDELINE)
    assert before
    assert len(before) < len(taken)
    for rows, today, there in ((tuple(taken), TODAY, True), (before, TODAY, False), (tuple(taken), EVE, False)):
        told = replace(base, result=replace(base.result, findings=rows), today=today)
        assert (fit_of(library().letters["report_cba"], told)[0] is Fit.YES) is there
        assert ("cba" in {each.body.id for each in where_to_turn(told, library()).right}) is there
    listed = letter_text(_fill("report_cba", base))
    assert "2026年2月2日" in listed
    assert "2026年1月4日" not in listed


@pytest.mark.parametrize("name", ["report_12321", "portal_r12321", "portal_miit_12381"])
@pytest.mark.parametrize("person", ["me", "sister"])
def test_bodies_that_deal_with_numbers_read_no_word_of_the_debt(name: str, person: str) -> None:
    base = situation(person=person)
    contacts = tuple(replace(row, text="林某欠款12,000元已逾期45天") for row in base.result.contacts)
    letter = _fill(name, replace(base, result=replace(base.result, contacts=contacts)))
    rows = [line for line in letter.lines if line.kind is Kind.ROW]
    assert rows
    assert all("对方号码" in "".join(piece.text.zh for piece in line.pieces) for line in rows)
    for lang in Lang:
        text = letter_text(letter, lang)
        listed = text.split("被举报号码")[-1]
        assert not [word for word in ("欠款", "12,000", "逾期", "紧急联系人", "原话", "words:") if word in listed]


def _without_findings(base: Situation) -> Situation:
    """The same confirmed contacts, none of which a finding rests on."""
    return replace(base, result=replace(base.result, findings=(), contacts=()))


@pytest.mark.parametrize("variant", ["yunling", "stranger", "employer"])
def test_an_objection_needs_a_confirmed_contact_and_no_finding(variant: str) -> None:
    base = _without_findings(situation(variant, person="sister"))
    steps = {step.step.id: [letter.id for letter in step.letters] for step in next_steps(base, library(), {})}
    assert "keep_evidence" in steps
    if variant == "employer":  # an organisation has no personal information of its own to ask about
        assert steps["lender"] == ["organisation_objection"]
        assert "联系的日期和次数为" in letter_text(_fill("organisation_objection", base))
        return
    wanted = {"third_person_objection", "where_my_number", "name_the_agency", "reply_to_collector"}
    assert wanted <= set(steps["lender"])
    for name in steps["lender"]:
        letter = _fill(name, base)
        assert set(letter.evidence) <= {base.refusal_record}
        for lang in Lang:
            text = letter_text(letter, lang)
            assert not [words for words in ("记录如下", "记录显示：", "on record:", "records show:") if words in text]
    count = sum(row.contacts for row in base.confirmed)
    assert f"，共{count}次。" in letter_text(_fill("third_person_objection", base))
    assert "13000000021" in letter_text(_fill("name_the_agency", base))


def test_nobody_objects_to_contacts_that_nobody_confirmed() -> None:
    base = _without_findings(situation(person="sister"))
    others = tuple(replace(row, owner="me") for row in base.result.confirmed)
    for confirmed in ((), others):
        bare = replace(base, result=replace(base.result, confirmed=confirmed, unjudged=Unjudged()))
        assert not next_steps(bare, library(), {})
        assert fit_of(library().letters["third_person_objection"], bare)[0] is Fit.NO


def test_a_refusal_on_file_is_named_with_its_evidence_number() -> None:
    base = situation(person="sister")
    number = base.refusal_record
    assert number is not None
    complaint = _fill("civil_complaint", base)
    assert f"姐姐手机短信（证据第{number}号）" in letter_text(complaint)
    assert f"（档案证据第{number}号）；证明内容：明确拒绝联系" in letter_text(complaint)
    assert number in complaint.evidence
    last = base.objections[-1]
    for other in (
        replace(last, how="paper"),
        replace(last, at=replace(last.at, utc=last.at.utc + timedelta(minutes=1))),
    ):
        told = replace(base, case=replace(base.case, objections=(other,)))
        assert told.refusal_record is None
        assert "姐姐手机短信。" in letter_text(_fill("civil_complaint", told))


def test_every_cited_provision_may_be_printed_and_one_of_each_is_in_force() -> None:
    rulebook = load_rulebook()
    cited = [p for letter in library().letters.values() for p in letter.paragraphs if p.cites]
    assert len(cited) > 15
    for paragraph in cited:
        provisions = [rulebook.provisions[name] for name in paragraph.cites]
        assert all(provision.citable for provision in provisions)
        assert any(covers(rulebook, provision, TODAY) for provision in provisions)


def test_the_police_article_is_that_of_the_day_of_writing() -> None:
    assert "第九十条" in letter_text(_fill("police_statement", situation()))
    before = letter_text(_fill("police_statement", situation(today=date(2025, 12, 31))))
    assert "第七十七条、第七十八条" in before
    assert "第九十条" not in before


def test_card_law_is_not_cited_to_other_lenders() -> None:
    assert "信用卡业务" in letter_text(_fill("give_the_recording", situation("card")))
    assert "信用卡业务" not in letter_text(_fill("give_the_recording", situation()))


def test_the_sentence_and_title_of_no_rule_stop_a_letter() -> None:
    base = situation()
    first = next(row for row in base.of_side() if "nfra_12378" in row.supports)
    for rule in load_rulebook().rules:
        row = replace(first, seen=rule.finding, title=rule.title)
        letter = _fill("complaint_nfra", replace(base, result=replace(base.result, findings=(row,))))
        assert visible(rule.finding.zh).rstrip("。")[:12] in letter_text(letter).replace("\n", ""), rule.id


def test_a_threat_to_expose_gets_its_complaint() -> None:
    base = situation()
    said = Words("以曝光、影响工作或子女相威胁的言语", "threats to expose, immediately, or else")
    rows = tuple(replace(row, seen=said, title=said) for row in base.result.findings)
    contacts = tuple(replace(row, text="再不还，否则立即曝光你的照片") for row in base.result.contacts)
    told = replace(base, result=replace(base.result, findings=rows, contacts=contacts))
    assert "以曝光" in letter_text(_fill("complaint_nfra", told))
    assert "立即曝光你的照片" in letter_text(_fill("police_statement", told))


def test_the_persons_own_words_outside_quotation_marks_obey_the_list() -> None:
    base = situation(person="sister")
    objection = base.objections[-1]

    def saying(evidence: str, words: str) -> Situation:
        changed = replace(objection, evidence=evidence, words=words)
        kept = tuple(each for each in base.case.objections if each is not objection)
        return replace(base, case=replace(base.case, objections=(*kept, changed)))

    with pytest.raises(ShouzhengError) as caught:
        _fill("third_person_objection", saying("手机短信，对方已构成犯罪", "请停止"))
    assert {problem.code for problem in caught.value.problems} == {"SZ-5211"}
    assert {problem.where for problem in caught.value.problems} == {"case.toml: objection: evidence"}
    assert "否则我报警" in letter_text(_fill("third_person_objection", saying("手机短信", "别再打，否则我报警")))


def test_a_letter_that_does_not_fit_is_refused_with_the_reason() -> None:
    with pytest.raises(ShouzhengError) as caught:
        _fill("third_person_objection", situation())
    assert caught.value.problems[0].code == "SZ-5206"
    assert "债务人本人" in caught.value.problems[0].what(Lang.ZH_HANS)


def test_a_case_without_creditor_offers_only_what_needs_none() -> None:
    base = situation()
    case: Case = replace(base.case, parties=(), debts=())
    bare = replace(base, case=case, creditor=None)
    offered = {filled.letter.id for filled in _all(bare) if filled.letter.form is Form.LETTER}
    assert offered == {
        *("legal_aid_application", "operator_records", "police_statement"),
        *("prosecutor_supervision", "reply_to_collector", "report_12321"),
    }
    for filled in _all(bare):
        text = letter_text(filled)
        assert "云岭示例消费金融有限公司" not in text
        assert "磐石示例商务咨询有限公司" not in text


def test_a_long_list_is_cut_at_the_gravest_and_says_so() -> None:
    base = situation()
    many = tuple(replace(row, number=row.number + 100 * n) for n in range(10) for row in base.result.findings)
    full = replace(base, result=replace(base.result, findings=many))
    filled = _fill("complaint_nfra", full)
    items = [line for line in filled.lines if line.kind is Kind.ITEM]
    spoken = [row for row in full.of_side() if not row.is_sign and "nfra_12378" in row.supports]
    assert len(items) == MOST_FINDINGS + len(filled.letter.attachments)
    assert f"另有{len(spoken) - MOST_FINDINGS}项没有逐条列出" in letter_text(filled)
    assert sum("威胁人身安全的言语" in line.pieces[0].text.zh for line in items) == 20
