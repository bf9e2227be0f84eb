"""Named groups of values: written once, opened before anything else sees the condition."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest

from shouzheng.model.case import Role
from shouzheng.reference.problems import ShouzhengError
from shouzheng.rulebook.language.expression import parse
from shouzheng.rulebook.language.named_sets import open_sets
from shouzheng.rulebook.language.nodes import In, Text, walk
from shouzheng.rulebook.language.render import to_sql
from shouzheng.rulebook.load import load_rulebook
from tests.rulebook.broken import FACTS, R02, TINY

LAW = load_rulebook()
NINE = [
    "emergency_contact",
    "relative",
    "friend",
    "colleague",
    "employer",
    "school",
    "neighbour",
    "village_or_residents_committee",
    "other_third_party",
]


@pytest.mark.parametrize(
    ("text", "opened"),
    [
        ("recipient_role IN ('third_person')", NINE),
        ("recipient_role IN ('third_person', 'spouse')", [*NINE, "spouse"]),
        ("recipient_role IN ('friend', 'third_person')", ["friend", *[role for role in NINE if role != "friend"]]),
        ("recipient_role NOT IN ('third_person')", NINE),
        ("recipient_role IN ('debtor')", ["debtor"]),
    ],
)
def test_a_group_is_opened_to_its_values(text: str, opened: list[str]) -> None:
    found = open_sets(parse(f"direction = 'inbound' AND NOT (is_call OR {text}) AND agreed_time IS NULL"), LAW.facts)
    (inside,) = (node for node in walk(found) if isinstance(node, In))
    assert [choice.value for choice in inside.choices if isinstance(choice, Text)] == opened
    assert inside.negated is ("NOT IN" in text)


def test_other_facts_and_plain_comparisons_are_left_alone() -> None:
    for text in ("channel IN ('third_person')", "recipient_role = 'third_person'", "minute_of_day IN (1, 2)"):
        assert to_sql(open_sets(parse(text), LAW.facts)) == text


def test_the_group_holds_those_who_owe_nothing() -> None:
    group = LAW.facts["recipient_role"].members("third_person")
    owing = {Role.DEBTOR, Role.CO_DEBTOR, Role.GUARANTOR, Role.SPOUSE, Role.HEIR, Role.UNKNOWN}
    assert set(group) == {role.value for role in Role if role not in owing}


def test_no_rule_writes_the_nine_roles_out_again() -> None:
    """The list stands in facts.toml only; every rule and count names the group."""
    home = Path(__file__).resolve().parents[3] / "law"
    for path in [*(home / "cn" / "rules").rglob("*.toml"), home / "counts.toml"]:
        conditions = path.read_text("utf-8").partition("[[tests]]")[0]
        assert "village_or_residents_committee" not in conditions, path.name
    for rule_id in ("R11", "R14", "R15", "R16"):
        assert LAW.rule(rule_id).contacted == tuple(NINE)


BAD = [
    ('third = ["relative", "friend"]', 'third = ["relative", "cousin"]', "SZ-3006"),
    ('third = ["relative", "friend"]', 'debtor = ["relative", "friend"]', "SZ-3006"),
    ('third = ["relative", "friend"]', 'third = "relative"', "SZ-3005"),
]


def law_with(tmp_path: Path, sets: str) -> Path:
    copy = tmp_path / "law"
    shutil.copytree(TINY, copy)
    facts = copy / FACTS
    facts.write_text(facts.read_text("utf-8") + f"\n[fact.recipient_role.sets]\n{sets}\n", "utf-8")
    return copy


@pytest.mark.parametrize(("old", "new", "code"), BAD)
def test_a_wrong_group_is_refused(tmp_path: Path, old: str, new: str, code: str) -> None:
    with pytest.raises(ShouzhengError) as caught:
        load_rulebook(law_with(tmp_path, 'third = ["relative", "friend"]'.replace(old, new)))
    assert caught.value.exit_code == 3
    assert code in [problem.code for problem in caught.value.problems]


def test_a_group_may_stand_in_contacted(tmp_path: Path) -> None:
    folder = law_with(tmp_path, 'third = ["relative", "friend"]')
    path = folder / R02
    path.write_text(
        path.read_text("utf-8").replace('contacted = ["debtor"]', 'contacted = ["debtor", "third"]'), "utf-8"
    )
    assert load_rulebook(folder).rule("R02").contacted == ("debtor", "relative", "friend")
    path.write_text(path.read_text("utf-8").replace('"third"]', '"thirds"]'), "utf-8")
    with pytest.raises(ShouzhengError) as caught:
        load_rulebook(folder)
    assert "SZ-3006" in [problem.code for problem in caught.value.problems]
