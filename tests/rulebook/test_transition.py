"""Transitional clauses: each boundary, on every engine; what is read, shown and asked of the examples."""

from __future__ import annotations

import shutil
from collections.abc import Callable
from datetime import date, timedelta
from functools import cache
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from shouzheng.model.verdict import Answer, FactValue
from shouzheng.reference.problems import ShouzhengError
from shouzheng.rulebook.describe import citation_words, transition_words
from shouzheng.rulebook.engines.vector import ANSWERS, VectorJudge, columns_of
from shouzheng.rulebook.explain import explain
from shouzheng.rulebook.lint import lint
from shouzheng.rulebook.load import Rulebook, load_rulebook
from shouzheng.rulebook.mutants import mutants, survivors
from shouzheng.rulebook.select import Selections, boundary_days
from shouzheng.rulebook.verdicts import judge_of
from tests.rulebook.broken import TINY

LAW = load_rulebook()
TODAY = date(2026, 12, 1)
#: 2020-08-20 as the number of a day, and days around it.
TURN = date(2020, 8, 20).toordinal() - date(1970, 1, 1).toordinal()
PRIVATE = {"institution_kind": "private_person", "product_kind": "private_loan", "recipient_role": "debtor"}
DEAR: dict[str, FactValue] = {"direction": "inbound", "is_collection": True, **PRIVATE}


@cache
def _vector() -> VectorJudge:
    return VectorJudge(LAW)


BREACH, NOT, UNSURE = Answer.BREACH, Answer.NOT_APPLICABLE, Answer.CANNOT_TELL
#: Rule, day of the contact, day of the contract → answer, certain citations.
CASES = [
    # pl21-25 reaches back to 2020-08-20 (pl21-31), beside the text in force then; the day before is R41b's
    ("R41", "2020-08-19", 18_000, NOT, set()),
    ("R41", "2020-08-20", 18_000, BREACH, {"pl20a-26", "pl21-25"}),
    ("R41", "2020-12-31", 18_000, BREACH, {"pl20a-26", "pl21-25"}),
    ("R41", "2021-01-01", 18_000, BREACH, {"pl21-25", "cc-680"}),
    # pl15-26 ended on 2020-08-19; since 2021-01-01 it goes on for contracts made before 2020-08-20
    ("R41b", "2020-08-19", TURN, BREACH, {"pl15-26"}),
    ("R41b", "2020-08-19", None, BREACH, {"pl15-26"}),
    ("R41b", "2020-08-20", TURN - 1, NOT, set()),
    ("R41b", "2020-12-31", TURN - 1, NOT, set()),
    ("R41b", "2021-01-01", TURN - 1, BREACH, {"pl15-26"}),
    ("R41b", "2021-01-01", TURN, NOT, set()),
    ("R41b", "2021-01-01", None, UNSURE, set()),
    ("R41b", "2026-11-22", TURN - 1, BREACH, {"pl15-26"}),
]


@pytest.mark.parametrize("case", CASES, ids=[f"{c[0]} {c[1]} {c[2]}" for c in CASES])
def test_each_boundary_on_every_engine(case: tuple[str, str, int | None, Answer, set[str]]) -> None:
    rule_id, text, contract, answer, cites = case
    day, rule = date.fromisoformat(text), LAW.rule(rule_id)
    place = LAW.rules.index(rule)
    values = {**DEAR, "annual_cost_bp": 9_000, "contract_lpr_bp": 385, "contract_day_no": contract}
    found = explain(LAW, rule, "event", day, values)
    assert found.verdict.answer is answer
    assert {citation.provision.id for citation in found.selection.citations} == cites
    verdict = judge_of(LAW).verdicts("event", day, values)[place]
    assert (verdict.answer, verdict.missing) == (answer, found.verdict.missing)
    assert {citation.provision.id for citation in verdict.citations} == cites
    columns = columns_of(LAW, [(day, values), (day, {**values, "contract_day_no": None})])
    assert ANSWERS[_vector().answers(columns)[place, 0]] is answer


_KINDS = {name: st.sampled_from([None, *LAW.facts[name].values]) for name in ("institution_kind", "product_kind")}


@settings(deadline=None, max_examples=80)
@given(
    st.integers(-400, 400).map(lambda days: date(2020, 10, 1) + timedelta(days=days)),
    st.none() | st.integers(TURN - 2, TURN + 2),
    st.fixed_dictionaries(_KINDS),
)
def test_all_engines_agree_around_the_turns(day: date, contract: int | None, kinds: dict[str, FactValue]) -> None:
    values = {**DEAR, "annual_cost_bp": 9_000, "contract_lpr_bp": 385, **kinds, "contract_day_no": contract}
    verdicts = judge_of(LAW).verdicts("event", day, values)
    vector = _vector().answers(columns_of(LAW, [(day, values)]))
    for place, rule in enumerate(LAW.rules):
        if rule.topic == "money":
            found = explain(LAW, rule, "event", day, values).verdict
            assert (verdicts[place].answer, verdicts[place].citations) == (found.answer, found.citations), rule.id
            assert set(verdicts[place].missing) == set(found.missing), rule.id
            assert ANSWERS[vector[place, 0]] is found.answer, rule.id


def test_what_is_not_known_is_named_and_binds_nobody() -> None:
    values = {**DEAR, "annual_cost_bp": 9_000}
    found = explain(LAW, LAW.rule("R41b"), "event", date(2026, 3, 2), values)
    assert found.verdict.missing == ("contract_day_no",)
    assert not found.selection.certain
    assert [citation.provision.id for citation in found.selection.possible] == ["pl15-26"]
    bank = explain(LAW, LAW.rule("R41b"), "event", date(2026, 3, 2), {**values, "institution_kind": "bank"})
    assert bank.verdict.answer is NOT


def test_the_number_reaches_as_far_as_its_provision() -> None:
    values = {**DEAR, "annual_cost_bp": 3_601, "contract_day_no": TURN - 1}
    found = explain(LAW, LAW.rule("R41b"), "event", date(2026, 3, 2), values)
    assert list(found.selection.numbers.values()) == [3_600]
    assert found.verdict.answer is BREACH
    assert explain(LAW, LAW.rule("R41b"), "event", date(2026, 3, 2), {**values, "annual_cost_bp": 3_600}).truth is False


def test_a_citation_says_by_which_provision_it_applies() -> None:
    values = {**DEAR, "annual_cost_bp": 9_000, "contract_day_no": TURN - 1}
    (citation,) = explain(LAW, LAW.rule("R41b"), "event", date(2026, 3, 2), values).verdict.citations
    assert citation.through is not None
    assert citation.through.provision.id == "pl21-31"
    assert "第三十一条" in citation_words(citation).zh
    assert "applied under" in citation_words(citation).en
    (in_its_day,) = explain(LAW, LAW.rule("R41b"), "event", date(2019, 3, 2), values).verdict.citations
    assert in_its_day.through is None


def test_clauses_are_shown_in_words() -> None:
    (back,) = transition_words(LAW, LAW.rule("R41"))
    assert "2020-08-20" in back.zh
    assert "reaches back" in back.en
    (older,) = transition_words(LAW, LAW.rule("R41b"))
    assert "合同成立日" in older.zh
    assert "before 2020-08-20" in older.en
    assert transition_words(LAW, LAW.rule("R02")) == []


def test_epochs_turn_where_a_clause_begins() -> None:
    assert {date(2020, 8, 20), date(2021, 1, 1)} <= set(boundary_days(LAW))
    selections = Selections(LAW)
    assert [clause.fact for clause in selections.clauses] == ["contract_day_no"]
    assert selections.kinds({"contract_day_no": TURN - 1})[3:] == (True,)
    assert selections.kinds({"contract_day_no": TURN})[3:] == (False,)
    assert selections.kinds({})[3:] == (None,)


def test_each_clause_is_mutated_and_every_mutant_caught() -> None:
    for rule_id, clause in (("R41", "retroactive_from"), ("R41b", "applies_if_facts_before")):
        rule = LAW.rule(rule_id)
        made = [mutant.what for mutant in mutants(LAW, rule) if clause in mutant.what]
        assert len(made) == 3
        assert survivors(LAW, [rule]) == []


# --- the linter, on the tiny law with one more rule

RULE = """
id = "R05"
topic = "old"
status = "stable"
kind = "element"
severity = 2
group = "event"
answer = "breach"
supports = ["desk"]

[title]
zh = "旧法"
en = "Older law"

[plain]
forbids = { zh = "示例：禁止", en = "example: forbids" }
allows = { zh = "示例：允许", en = "example: allows" }
doubt = { zh = "示例：疑点", en = "example: doubt" }
next_step = { zh = "示例：下一步", en = "example: next step" }

[applies]
contacted = ["anyone"]
institution_kinds = ["any"]

[[cites]]
provision = "old-42"
role = "forbids"
applies_if_facts_before = { fact = "contract_day_no", day = 2026-01-01, by = "new-50" }

[[cites]]
provision = "new-50"
role = "forbids"
retroactive_from = { day = 2025-06-01, by = "new-50" }

[condition]
when = "direction = 'inbound' AND insult"
finding = { zh = "含辱骂的话", en = "insulting words" }
"""
EXAMPLE = """
[[tests]]
name = {{ zh = "例{n}", en = "case {n}" }}
day = {day}
facts = {{ direction = "inbound", {facts} }}
expect = "{expect}"
"""
FACT = """
[fact.contract_day_no]
type = "int"
unit = "day"
may_be_unknown = true
computed_by = "case"
zh = "合同日"
en = "day of the contract"
"""
#: 2026-01-01.
NEW_YEAR = date(2026, 1, 1).toordinal() - date(1970, 1, 1).toordinal()


def law_with(tmp_path: Path, text: str) -> Path:
    copy = tmp_path / "law"
    shutil.copytree(TINY, copy)
    facts = copy / "facts.toml"
    facts.write_text(facts.read_text("utf-8") + FACT, "utf-8")
    (copy / "cn" / "rules" / "old").mkdir()
    (copy / "cn" / "rules" / "old" / "R05-older.toml").write_text(text, "utf-8")
    return copy


def of_code(folder: Path, code: str) -> list[tuple[str, dict[str, str]]]:
    return [(p.where, dict(p.slots)) for p in lint(folder, today=TODAY) if p.code == code]


def line_of(folder: Path, text: str) -> int:
    lines = (folder / "cn" / "rules" / "old" / "R05-older.toml").read_text("utf-8").splitlines()
    return next(number for number, line in enumerate(lines, 1) if line.startswith(text))


def test_clauses_without_examples_are_reported(tmp_path: Path) -> None:
    folder = law_with(tmp_path, RULE)
    found = of_code(folder, "SZ-3225")
    file = "cn/rules/old/R05-older.toml"
    older = f"{file}:{line_of(folder, 'applies_if_facts_before')}:1"
    back = f"{file}:{line_of(folder, 'retroactive_from')}:1"
    assert [(where, slots["wanted_en"]) for where, slots in found] == [
        (older, "on 2025-12-31"),
        (older, "on 2026-01-01"),
        (older, f"contract_day_no = {NEW_YEAR - 1} (the day before)"),
        (older, f"contract_day_no = {NEW_YEAR} (that day)"),
        (older, "contract_day_no not known"),
        (back, "on 2025-05-31"),
        (back, "on 2025-06-01"),
    ]


def test_clauses_with_examples_are_not(tmp_path: Path) -> None:
    cases = [
        ("2025-12-31", "insult = true", "breach"),
        ("2026-01-01", f"insult = true, contract_day_no = {NEW_YEAR - 1}", "breach"),
        ("2026-01-01", f"insult = true, contract_day_no = {NEW_YEAR}", "breach"),
        ("2026-01-01", "insult = false", "clear"),
        ("2026-01-01", "direction = 'inbound'", "cannot_tell"),
        ("2025-05-31", "insult = true", "breach"),
        ("2025-06-01", "insult = true", "breach"),
    ]
    texts = [
        EXAMPLE.format(n=n, day=day, facts=facts.replace("direction = 'inbound'", "agreed = false"), expect=expect)
        for n, (day, facts, expect) in enumerate(cases)
    ]
    assert of_code(law_with(tmp_path, RULE + "".join(texts)), "SZ-3225") == []


IDLE: list[tuple[str, Callable[[str], str]]] = [
    ("retroactive_from", lambda text: text.replace("day = 2025-06-01", "day = 2026-01-01")),
    ("applies_if_facts_before", lambda text: text.replace('by = "new-50" }\n\n', 'by = "old-42" }\n\n', 1)),
    (
        "applies_if_facts_before",
        lambda text: text.replace(
            "retroactive_from = { day", 'applies_if_facts_before = { fact = "contract_day_no", day'
        ),
    ),
]


@pytest.mark.parametrize(("clause", "change"), IDLE, ids=["too late", "provision ended as well", "still in force"])
def test_a_clause_that_adds_no_day_is_reported(tmp_path: Path, clause: str, change: Callable[[str], str]) -> None:
    found = of_code(law_with(tmp_path, change(RULE)), "SZ-3217")
    assert [slots["clause"] for _, slots in found] == [clause]
    assert all(where.startswith("cn/rules/old/R05-older.toml:") for where, _ in found)


REFUSED = [
    ('fact = "contract_day_no"', 'fact = "contract_day"', "SZ-3008"),
    ('fact = "contract_day_no"', 'fact = "minute_of_day"', "SZ-3006"),
    ('fact = "contract_day_no"', 'fact = "insult"', "SZ-3006"),
    ('day = 2026-01-01, by = "new-50"', 'day = 2026-01-01, by = "new-51"', "SZ-3008"),
    ('day = 2026-01-01, by = "new-50"', "day = 2026-01-01", "SZ-3004"),
    ("day = 2025-06-01", 'day = "2025-06-01"', "SZ-3005"),
    ("day = 2025-06-01", "days = 2025-06-01", "SZ-3003"),
]


@pytest.mark.parametrize(("old", "new", "code"), REFUSED)
def test_what_is_wrong_in_a_clause_is_refused(tmp_path: Path, old: str, new: str, code: str) -> None:
    folder = law_with(tmp_path, RULE.replace(old, new))
    with pytest.raises(ShouzhengError) as caught:
        load_rulebook(folder)
    assert caught.value.exit_code == 3
    assert code in [problem.code for problem in caught.value.problems]


def tiny_with_clauses(tmp_path: Path) -> Rulebook:
    return load_rulebook(law_with(tmp_path, RULE))


def test_old_and_new_may_apply_together(tmp_path: Path) -> None:
    """After the turn an older contract has both: the old text for older facts, the new one in force."""
    rulebook = tiny_with_clauses(tmp_path)
    rule = rulebook.rule("R05")
    values: dict[str, FactValue] = {"direction": "inbound", "insult": True, "contract_day_no": NEW_YEAR - 1}

    def cites(day: date, contract: int | None) -> list[str]:
        found = explain(rulebook, rule, "event", day, {**values, "contract_day_no": contract})
        return [citation.provision.id for citation in found.verdict.citations]

    assert cites(date(2025, 5, 31), NEW_YEAR) == ["old-42"]
    assert cites(date(2025, 6, 1), NEW_YEAR) == ["old-42", "new-50"]
    assert cites(date(2026, 1, 1), NEW_YEAR) == ["new-50"]
    assert sorted(cites(date(2026, 1, 1), NEW_YEAR - 1)) == ["new-50", "old-42"]
    assert cites(date(2026, 1, 1), None) == ["new-50"]
