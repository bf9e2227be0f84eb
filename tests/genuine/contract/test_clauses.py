"""Clauses and checklist: every example of every file, the law of the contract's day, and what stays unsaid."""

from __future__ import annotations

from datetime import date

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from shouzheng.genuine.contract.clause_words import Topic, load_checklist, load_clauses
from shouzheng.genuine.contract.reading import ContractReading
from shouzheng.judging.wording import FORBIDDEN
from shouzheng.reading.entries import Example
from shouzheng.reading.sign_folder import SignFile
from shouzheng.rulebook.load import load_rulebook
from tests.genuine.contract.making import CONTRACT, read_it

FOLDERS = (load_clauses(), load_checklist())
FILES = [(folder, file) for folder in FOLDERS for file in folder.files]
POSITIVE = [(folder, file, one) for folder, file in FILES for one in file.positive]
NEGATIVE = [(folder, file, one) for folder, file in FILES for one in file.negative]


@pytest.mark.parametrize(("folder", "file", "example"), POSITIVE, ids=[one.where for _, _, one in POSITIVE])
def test_positive(folder: object, file: SignFile[Topic], example: Example) -> None:
    owner = next(one for one in FOLDERS if one is folder)
    assert file.name in {shown.file.name for shown in owner.find(example.text)}


@pytest.mark.parametrize(("folder", "file", "example"), NEGATIVE, ids=[one.where for _, _, one in NEGATIVE])
def test_negative(folder: object, file: SignFile[Topic], example: Example) -> None:
    owner = next(one for one in FOLDERS if one is folder)
    assert file.name not in {shown.file.name for shown in owner.find(example.text)}


def test_every_provision_named_is_in_the_law_base() -> None:
    law = load_rulebook()
    named = {name for _, file in FILES for name in file.extra.provisions}
    assert named <= set(law.provisions)
    for _, file in FILES:
        assert len(set(file.extra.provisions)) == len(file.extra.provisions)


def _topics(reading: ContractReading) -> list[str]:
    return [clause.name for clause in reading.clauses]


def test_the_example_contract() -> None:
    reading = read_it()
    assert _topics(reading) == [
        "contacts_authorisation", "collection", "sharing", "fees", "jurisdiction", "assignment", "credit_reporting",
    ]  # fmt: skip
    assert reading.lender == "云岭示例消费金融有限公司"
    assert reading.signed == reading.law_of == date(2026, 9, 10)
    assert [item.name for item in reading.items if item.place is None] == ["licence", "yearly_cost", "cost_table"]
    for clause in reading.clauses:
        for place in clause.places:
            assert place.text == reading.document.text[place.span.start : place.span.end]
            assert place.text.strip() in CONTRACT.replace("\n", "") + CONTRACT


@pytest.mark.parametrize(
    ("signed", "asked"), [(date(2026, 7, 31), False), (date(2026, 8, 1), True), (date(2019, 1, 1), False)]
)
def test_the_cost_table_is_asked_for_from_its_day_on(signed: date, asked: bool) -> None:
    assert ("cost_table" in {item.name for item in read_it(signed=signed).items}) is asked


def test_the_law_is_that_of_the_day() -> None:
    for signed in (date(2019, 6, 1), date(2021, 1, 1), date(2021, 11, 1), date(2026, 9, 10)):
        for clause in read_it(signed=signed).clauses:
            for said in clause.law:
                assert said.provision.in_force.covers(signed)
                assert said.instrument.in_force.covers(signed)
    now = {said.provision.id for clause in read_it().clauses for said in clause.law}
    then = {said.provision.id for clause in read_it(signed=date(2019, 6, 1)).clauses for said in clause.law}
    assert "pipl-23" in now
    assert "pipl-23" not in then
    assert "csl16-42" in then


def test_without_a_date_the_law_of_today_is_shown_and_said() -> None:
    reading = read_it(CONTRACT.replace("签订日期：2026年9月10日", ""))
    assert reading.signed is None
    assert reading.law_of == date(2026, 11, 22)


@pytest.mark.parametrize("text", ["出生日期：1990年1月1日", "借款到期：2027年1月1日前", "打印于2026年1月1日"])
def test_another_date_is_not_taken_for_the_day_of_signing(text: str) -> None:
    reading = read_it(f"借款合同\n{text}\n乙方授权甲方读取通讯录。")
    assert reading.signed is None


def test_criminal_law_is_never_said() -> None:
    for clause in read_it().clauses:
        for said in clause.law:
            shown = said.provision.gist.zh + said.provision.gist.en + said.instrument.title.zh
            assert not any(word in shown for word in FORBIDDEN)


def test_a_plain_contract_has_no_clause_and_misses_much() -> None:
    reading = read_it("甲方借给乙方一千元，月底归还。")
    assert reading.clauses == ()
    assert len([item for item in reading.items if item.place is None]) >= 5


def test_many_places_of_one_topic_are_counted() -> None:
    reading = read_it("乙方同意甲方将其个人信息提供给合作机构使用。\n" * 30)
    (clause,) = reading.clauses
    assert (len(clause.places), clause.more) == (5, 25)


@settings(max_examples=40, deadline=None)
@given(st.text(alphabet="甲乙方授权读取通讯录服务费3%由法院管辖。\n\x00\ud800\u202e 年2026月日", max_size=200))
def test_no_content_crashes(text: str) -> None:
    for clause in read_it(text).clauses:
        assert all(place.text for place in clause.places)
