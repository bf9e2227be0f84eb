"""Contacts that nobody attributed: danger in their words is named at once, and never is there an all-clear."""

from __future__ import annotations

import json
from dataclasses import replace
from datetime import date
from pathlib import Path

import pytest

from shouzheng.model.words import Lang
from shouzheng.remedy.check import check
from shouzheng.remedy.findings.read import Unjudged, findings_of
from shouzheng.remedy.findings.write import findings_bytes
from shouzheng.remedy.gather import material_of
from shouzheng.remedy.letters.fill import fill
from shouzheng.remedy.letters.offer import Fit, fit_of
from shouzheng.remedy.letters.paper import letter_text
from shouzheng.remedy.next_steps.screen import next_json, next_screen
from shouzheng.remedy.next_steps.steps import next_steps
from shouzheng.remedy.next_steps.where import where_to_turn
from shouzheng.remedy.situation import Situation, situation_of
from shouzheng.rulebook.load import load_rulebook
from tests.cli.exports import sms, write
from tests.remedy.yunling import library, situation

TODAY = date(2026, 3, 10)
CALLER = "13100000001"
THREAT, FRAUD, DESPAIR = "今晚就上门打断你的腿，放火烧你家", "把钱转过来，验证码发给我", "去死吧，给你家送花圈"
CASE = """schema = 1
[case]
title = "试验（虚构）"
invented = true
offset = "+08:00"
[statements]
no_other_agreed_times = true
no_other_objections = true
[[person]]
id = "me"
role = "{role}"
name = "周某（虚构）"
"""
#: A party whose kind the person does not know: its numbers are stated, and so are confirmed, and it is not private.
UNKNOWN = f'[[party]]\nid = "who"\nkind = "unknown"\nnumbers = ["{CALLER}"]\nknown_by = "own_words"\n'
DANGER = ["danger_now", "despair_first", "money_moving"]


def _situation(folder: Path, role: str = "debtor", party: str = "", *texts: str) -> Situation:
    who = folder / "case.toml"
    who.write_text(CASE.format(role=role) + party, "utf-8")
    days = [f"2026-03-0{n} 10:00:00" for n in range(1, 9)]
    said = texts or (THREAT, FRAUD, DESPAIR)
    records = [sms(day, text, CALLER) for day, text in zip(days, said, strict=False)]
    result = check([write(folder / "sms-1.xml", "smses", *records)], who, None, as_of=TODAY)
    read = findings_of(findings_bytes(material_of(result)), "findings.json")
    return situation_of(result.case, read, load_rulebook(), TODAY)


def _ids(where: Situation) -> list[str]:
    return [each.step.id for each in next_steps(where, library(), {})]


@pytest.mark.parametrize("role", ["debtor", "other_third_party", "unknown"])
@pytest.mark.parametrize("party", ["", UNKNOWN], ids=["no party", "party of an unknown kind"])
def test_danger_from_an_unknown_caller_comes_first(tmp_path: Path, role: str, party: str) -> None:
    where = _situation(tmp_path, role, party)
    steps = _ids(where)
    assert steps[:4] == [*DANGER, "name_the_callers"]
    assert {"police", "report_numbers", "legal_aid"} <= set(steps)
    text = next_screen(next_steps(where, library(), {}), where, Lang.ZH_HANS, width=200)
    assert "没有需要走的步骤" not in text
    assert "有3次联系没有写明来源，还没有判断" in text
    assert not [words for words in ("打断", "验证码发给", "花圈") if words in text]


@pytest.mark.parametrize("party", ["", UNKNOWN], ids=["no party", "party of an unknown kind"])
def test_only_what_is_stated_to_be_private_is_private(tmp_path: Path, party: str) -> None:
    private = UNKNOWN.replace('"unknown"', '"private"').replace('"own_words"', '"other"')
    assert _situation(tmp_path, "debtor", party).result.unjudged == Unjudged(3, 1, 1, 1)
    friends = _situation(tmp_path, "debtor", private)
    assert friends.result.unjudged == Unjudged()
    assert not set(_ids(friends)) & set(DANGER)


def test_each_kind_of_danger_is_told_from_the_others(tmp_path: Path) -> None:
    for text, step in ((THREAT, "danger_now"), (DESPAIR, "despair_first"), (FRAUD, "money_moving")):
        assert [each for each in _ids(_situation(tmp_path, "debtor", "", text)) if each in DANGER] == [step]
    assert _ids(_situation(tmp_path, "debtor", "", "周末一起吃饭吧")) == ["name_the_callers", "keep_evidence"]


def test_somebody_with_no_connection_at_all_gets_papers(tmp_path: Path) -> None:
    where = _situation(tmp_path, "other_third_party")
    for name in ("police_statement", "report_12321", "portal_r12321", "portal_miit_12381", "portal_police_110"):
        letter = library().letters[name]
        assert fit_of(letter, where)[0] is Fit.YES, name
        text = letter_text(fill(letter, where, library()))
        assert "（请填写：一次一行：日期、时间" in text, name
        assert "打断" not in text
        assert CALLER not in text
    right = [each.body.id for each in where_to_turn(where, library()).right]
    assert right[:2] == ["police_110", "antifraud_96110"]
    assert {"r12321", "miit_12381"} <= set(right)


def test_the_counts_are_in_the_file_without_a_word_or_a_number(tmp_path: Path) -> None:
    where = _situation(tmp_path)
    data = json.dumps(next_json(next_steps(where, library(), {}), where), ensure_ascii=False)
    assert "有3次联系没有写明来源" in data
    assert CALLER not in data
    material = material_of(check([tmp_path / "sms-1.xml"], tmp_path / "case.toml", None, as_of=TODAY))
    left = json.loads(findings_bytes(material))["left_out"]
    assert left == {
        "unattributed": 3,
        "unattributed_calls": 0,
        "unattributed_with_hard_words": 1,
        "private": 0,
        "unattributed_threats": 1,
        "unattributed_fraud": 1,
        "unattributed_despair": 1,
    }


def test_what_happened_long_ago_is_called_past() -> None:
    recent, later = situation(), situation(today=date(2026, 6, 1))
    titles = [next_steps(each, library(), {})[0].step.title.zh for each in (recent, later)]
    assert titles == ["有人身危险，现在就打110", "如仍有危险，打110（最近一次记录在2026-01-01）"]
    unclear = replace(later, result=replace(later.result, unjudged=Unjudged(contacts=1, threats=1)))
    assert next_steps(unclear, library(), {})[0].step.title.zh == titles[0]


def test_without_a_lender_the_caller_is_answered_and_everybody_gets_the_points_for_the_phone() -> None:
    base = situation(person="sister")
    bare = replace(base, case=replace(base.case, debts=()), creditor=None)
    steps = {each.step.id: [letter.id for letter in each.letters] for each in next_steps(bare, library(), {})}
    assert steps["the_caller"] == ["reply_to_collector", "report_12321"]
    assert steps["on_the_phone"] == ["call_script", "call_note"]
    assert "the_caller" not in _ids(base)
