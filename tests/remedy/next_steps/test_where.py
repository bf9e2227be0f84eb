"""The right body for every role, kind of institution and conduct; and where people go in vain."""

from __future__ import annotations

from dataclasses import replace

import pytest

from shouzheng.model.case import InstitutionKind, Role
from shouzheng.model.words import Lang
from shouzheng.remedy.letters.letter_file import Form
from shouzheng.remedy.next_steps.where import Where, where_to_turn
from shouzheng.remedy.next_steps.where_screen import where_json, where_screen
from shouzheng.remedy.situation import OWING, Situation
from tests.remedy.yunling import library, situation

LICENSED = (InstitutionKind.BANK, InstitutionKind.CONSUMER_FINANCE, InstitutionKind.AUTO_FINANCE)
LOCAL = (InstitutionKind.MICROLOAN, InstitutionKind.GUARANTOR_COMPANY)
#: Whoever was called may always ask these.
ALWAYS = {"lender", "telecom_carrier", "judicial_12348"}


def _in(role: Role, kind: InstitutionKind, base: Situation) -> Situation:
    """The same records, told by a person of another role about another kind of creditor."""
    persons = tuple(replace(p, role=role) if p.id == base.writer.id else p for p in base.case.persons)
    parties = tuple(replace(p, institution_kind=kind) if p.acts_for is None else p for p in base.case.parties)
    case = replace(base.case, persons=persons, parties=parties)
    return replace(base, case=case, writer=case.person(base.writer.id), creditor=case.party("yunling"))


def _where(base: Situation, place: str = "") -> Where:
    return where_to_turn(base, library(), place)


@pytest.mark.parametrize("kind", list(InstitutionKind))
@pytest.mark.parametrize("role", list(Role))
def test_every_role_and_kind_of_institution_has_a_body_and_no_wrong_one(role: Role, kind: InstitutionKind) -> None:
    base = _in(role, kind, situation(person="me" if role in OWING else "sister"))
    where = _where(base)
    right = {each.body.id for each in where.right}
    assert right >= ALWAYS
    assert ("nfra_12378" in right) == (kind in LICENSED)
    assert ("local_finance" in right) == (kind in LOCAL)
    assert ("samr_12315" in right) == (kind is InstitutionKind.LOAN_PLATFORM and role in OWING)
    assert ("consumer_assoc" in right) <= (role in (Role.DEBTOR, Role.CO_DEBTOR))
    assert "credit_center" not in right  # nothing on record about a credit report
    if kind in LOCAL:
        assert "nfra_12378" in {each.body.id for each in where.wrong}
    if kind in LICENSED:
        assert {"local_finance", "samr_12315"} <= {each.body.id for each in where.wrong}
    if kind is InstitutionKind.UNKNOWN:
        assert {"nfra_12378", "local_finance"} <= {each.body.id for each in where.unclear}
    shown = [right_one.body.id for right_one in where.right]
    assert not set(shown) & {each.body.id for each in (*where.wrong, *where.unclear)}
    assert shown == sorted(shown, key=lambda name: library().bodies[name].order)


def test_conduct_decides_danger_first() -> None:
    ids = [each.body.id for each in _where(situation()).right]
    assert ids[:2] == ["police_110", "antifraud_96110"]
    assert "cac_12377" in ids
    base = situation()
    harmless = tuple(row for row in base.result.findings if row.rule in ("R02", "R05"))
    quiet = replace(base, result=replace(base.result, findings=harmless))
    after = _where(quiet)
    ids = [each.body.id for each in after.right]
    assert not {"police_110", "antifraud_96110", "cac_12377", "prosecutor"} & set(ids)
    assert {"police_110", "antifraud_96110"} <= {each.body.id for each in after.wrong}


def test_without_any_record_nothing_but_the_creditor_is_named() -> None:
    base = situation()
    bare = replace(base, result=replace(base.result, findings=(), contacts=()))
    assert {each.body.id for each in _where(bare).right} <= {"lender", "consumer_assoc"}


def test_the_place_decides_the_office() -> None:
    base = situation("microloan")
    named = {each.body.id: each.where.zh for each in _where(base, "示例省示例市").right}
    assert "示例省示例市的地方金融管理局" in named["local_finance"]
    assert "牌照" in named["local_finance"]
    unnamed = {each.body.id: each.where.zh for each in _where(base).right}
    assert "当地的地方金融管理局" in unnamed["local_finance"]
    hostile = {each.body.id: each.where.zh for each in _where(base, "省\u202e\n{x}" + "长" * 99).right}
    assert "\u202e" not in hostile["local_finance"]
    assert "\n" not in hostile["local_finance"]


def test_each_body_offers_only_papers_to_itself_that_fit() -> None:
    for variant, person in (("yunling", "me"), ("yunling", "sister"), ("microloan", "me"), ("platform", "me")):
        for each in _where(situation(variant, person)).right:
            assert all(letter.channel == each.body.id for letter in each.letters)
            assert any(letter.form is Form.PORTAL for letter in each.letters) or each.body.id in {
                *("lawyer", "mediation", "cba", "credit_center"),
                *("platform_app", "bar_assoc", "im_platform", "consumer_assoc"),
            }


@pytest.mark.parametrize("lang", list(Lang))
def test_the_screen_says_why_where_and_what_it_cannot_do(lang: Lang) -> None:
    base = situation()
    text = where_screen(_where(base, "示例市"), base, lang, width=72)
    for each in _where(base).right:
        assert each.channel.hotline == () or each.channel.hotline[0] in text
    if lang is Lang.EN:
        assert "cannot do" in text
        assert "Not competent" in text
    if lang is Lang.ZH_HANS:
        assert text.index("110 报警") < text.index("12378")
        assert "持牌放贷机构的催收做法由金融监管部门管" in text.replace("\n    ", "")


def test_the_data_hold_both_languages_and_the_conditions() -> None:
    data = where_json(_where(situation("unsaid", "sister")), situation("unsaid", "sister"))
    assert data["schema"] == "shouzheng.where/1"
    bodies = data["bodies"]
    assert isinstance(bodies, list)
    assert all(each["why"]["zh"] and each["why"]["en"] and each["condition"] for each in bodies)
    assert all(each["cannot_do"]["zh"] for each in bodies)
