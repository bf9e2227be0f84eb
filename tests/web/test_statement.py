"""The forms and ``case.toml`` say the same: what is typed is what the reader of that file understands."""

import tomllib
from datetime import date

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from shouzheng.intake.statement.case_toml import parse_case
from shouzheng.model.case import KnownBy, PartyKind
from shouzheng.remedy.plan.plan_file import parse_plan
from shouzheng.web.cases.plan_form import as_plan_toml, form_of
from shouzheng.web.cases.statement import as_toml, item_of, shown
from shouzheng.web.cases.statement_fields import AGREED, DEBT, OBJECTION, PARTY, PERSON, SECTIONS, Kind

_TEXTS = st.text(max_size=40)


def test_what_is_typed_is_what_is_read() -> None:
    tables = {
        "schema": 1,
        "case": {"title": "练习"},
        "statements": {"no_other_objections": True},
        "person": [{"id": "me", **item_of(PERSON, {}, {"role": "debtor", "name": "林某"})}],
        "party": [
            {"id": "p", **item_of(PARTY, {}, {"kind": "creditor", "numbers": "95000，10690000*", "about_debt": "no"})},
        ],
        "debt": [
            {"id": "d", **item_of(DEBT, {}, {"creditor": "p", "contract_date": "2025-03-01", "due": "12,000.50元"})}
        ],
        "objection": [
            item_of(OBJECTION, {}, {"person": "me", "party": "p", "at": "2025-12-29T20:15", "words": "不要再打"})
        ],
        "agreed_time": [item_of(AGREED, {}, {"person": "me", "party": "p", "from": "19:00", "to": "24:00"})],
    }
    text, _ = as_toml(tables)
    case = parse_case(text, "case.toml")
    assert case.parties[0].kind is PartyKind.CREDITOR
    assert case.parties[0].numbers == ("95000", "10690000*")
    assert case.parties[0].about_debt is False
    assert (case.debts[0].contract_date, case.debts[0].due_fen) == (date(2025, 3, 1), 1_200_050)
    assert case.objections[0].at.utc.isoformat() == "2025-12-29T12:15:00+00:00"
    assert case.agreed_times[0].to_minute == 1440
    assert case.objections_complete


@given(st.dictionaries(st.sampled_from(["name", "note"]), _TEXTS), st.lists(_TEXTS, max_size=4))
@settings(deadline=None, max_examples=60)
def test_whatever_is_typed_stays_valid_toml(texts: dict[str, str], numbers: list[str]) -> None:
    item = item_of(PARTY, {"id": "x"}, {**texts, "numbers": "\n".join(numbers), "kind": "agency"})
    text, places = as_toml({"schema": 1, "party": [item]})
    read = tomllib.loads(text)["party"][0]
    assert set(read) == {"id", *(field.key for field in PARTY.fields if field.key in item)}
    assert len(places) == text.count("\n")
    for field in PARTY.fields:
        if field.key in item and field.kind is Kind.TEXT:
            assert read[field.key] == str(item[field.key]).encode("utf-8", "replace").decode()


@pytest.mark.parametrize("section", SECTIONS.values(), ids=lambda section: section.key)
def test_a_form_shows_what_it_was_given(section: object) -> None:
    assert section in SECTIONS.values()
    typed = {"day": "2025-03-01", "moment": "2025-03-01T10:00", "yes_no": "yes", "lines": "甲\n乙"}
    for field in next(each for each in SECTIONS.values() if each is section).fields:
        value = typed.get(field.kind.value, "19:00")
        one = next(each for each in SECTIONS.values() if each is section)
        assert shown(field, item_of(one, {}, {field.key: value})) == value


def test_every_kind_of_party_and_every_way_of_knowing_can_be_chosen() -> None:
    options = {field.key: [value for value, _ in field.options] for field in PARTY.fields}
    assert options["kind"] == [kind.value for kind in PartyKind if kind is not PartyKind.UNKNOWN]
    assert options["known_by"] == [way.value for way in KnownBy]


def test_a_key_that_no_form_asks_for_stays() -> None:
    assert item_of(PERSON, {"id": "me", "files": ["a.xml"], "name": "旧"}, {"role": "debtor"}) == {
        "id": "me",
        "files": ["a.xml"],
        "role": "debtor",
    }


def test_a_plan_of_plain_lines_is_a_plan_file() -> None:
    given = {
        "income": "工资 6,800\n周末零工：600元",
        "expenses": "房租1800",
        "floor": "3000",
        "d0-lender": '示例"银行"',
        "d0-got_on": "2025-03-10",
        "d0-got": "20000",
        "d0-kept_back": "600",
        "d0-payments": "2025/4/10 2000\n2025年5月10日 1,500.50元",
        "d1-lender": "",
        "d1-got": "5",
    }
    plan = parse_plan(as_plan_toml(form_of(given), "2026-02-06"))
    assert [(line.what, line.fen) for line in plan.income] == [("工资", 680_000), ("周末零工", 60_000)]
    assert [line.fen for line in plan.expenses] == [180_000]
    assert len(plan.debts) == 1
    assert [flow.fen for flow in plan.debts[0].flows] == [2_000_000, 60_000, 200_000, 150_050]
    assert plan.debts[0].flows[2].day == date(2025, 4, 10)
