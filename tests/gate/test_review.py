"""A text before anybody gets it: rule and act are named, never the characters; respectful templates stand ready."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from shouzheng.gate.book import shipped_book
from shouzheng.gate.decision import Go
from shouzheng.gate.replay import entries
from shouzheng.gate.review import Draft, review, review_and_log, reviewed_json
from shouzheng.gate.similarity import alike, as_text, from_text, sketch
from shouzheng.gate.templates import Template, load_templates, template_text
from shouzheng.model.case import Role
from shouzheng.model.event import Channel
from shouzheng.model.verdict import Answer
from shouzheng.reference.problems import ShouzhengError
from tests.gate.making import NOW, STATED, TEXT, THREAT, call, empty_gate, message, ready_gate, wished

BOOK = shipped_book()
TEMPLATES = load_templates()
HARD = {
    THREAT: ("R20", Role.DEBTOR),
    "骗子，你全家死光": ("R21", Role.DEBTOR),
    "再不还款就通知你单位领导和所有亲戚": ("R23", Role.DEBTOR),
    "你弟弟欠我们三万元逾期不还，你必须替他还上": ("R12", Role.RELATIVE),
}


@pytest.mark.parametrize("text", HARD)
def test_a_hard_act_is_named_by_rule_and_act_and_none_of_its_characters_is_shown(text: str) -> None:
    rule, role = HARD[text]
    found = review(BOOK, Draft(text, role), NOW)
    assert not found.passes
    assert rule in {reason.rule for reason in found.against}
    said = json.dumps(reviewed_json(BOOK, found), ensure_ascii=False)
    library = "".join(each.text + each.title.zh for each in TEMPLATES.values())
    law = "".join(act.title.zh + act.definition.zh for act in BOOK.lexicon.acts)
    law += "".join(rule.title.zh for rule in BOOK.rulebook.rules)
    law += "".join(each.gist.zh for each in BOOK.rulebook.provisions.values())
    shown = [text[place : place + 5] for place in range(len(text) - 4)]
    assert [part for part in shown if part in said and part not in library + law] == []


def test_a_proper_text_passes_and_what_it_lacks_is_said() -> None:
    assert review(BOOK, Draft(TEXT), NOW).passes
    found = review(BOOK, Draft("您好，请尽快还款"), NOW)
    assert {name for name, _ in found.lacks} >= {"names_institution", "states_amount", "official_pay_channel"}


def test_a_text_that_does_not_say_who_writes_does_not_pass(tmp_path: Path) -> None:
    gate = ready_gate(tmp_path)
    found = review_and_log(gate, Draft("你再不还钱，后果自负"), "panshi")
    assert (found.passes, found.refused, found.required, len(found.lacks)) == (False, False, ("names_institution",), 7)
    assert [entry.kind for entry in entries(gate.store)].count("near_copy") == 0
    stated = {name: value for name, value in STATED.items() if name != "first_contact"}
    assert gate.decide(message("你再不还钱，后果自负", stated=stated)).go is Go.HOLD  # it may be the first one
    assert review(BOOK, Draft("【云岭示例消费金融】您好，请回电95000商量"), NOW).passes


def test_nothing_is_missing_in_a_message_to_somebody_who_owes_nothing() -> None:
    found = review(BOOK, Draft("您好，请转告林某回电", Role.RELATIVE), NOW)
    assert found.lacks == ()


def test_what_is_offered_instead_answers_the_rule() -> None:
    found = review(BOOK, Draft("你弟弟欠我们三万元，你必须替他还上", Role.RELATIVE), NOW)
    assert found.instead[0].name == "ask_call_back"
    assert {one.situation for one in TEMPLATES.values()} >= {"hardship", "mediation", "objection", "third_person"}


@pytest.mark.parametrize("template", TEMPLATES.values(), ids=list(TEMPLATES))
def test_every_template_passes_for_all_it_is_meant_for(template: Template) -> None:
    for role in template.roles:
        for channel in template.channels:
            for by_agency in (True, False):
                found = review(BOOK, Draft(template.filled(), role, channel, by_agency=by_agency), NOW)
                assert found.passes, (role, channel, [reason.rule for reason in found.against])
                weighed = [reason.rule for reason in found.perhaps if reason.answer is Answer.NEEDS_PERSON]
                assert weighed == []


@pytest.mark.parametrize("template", TEMPLATES.values(), ids=list(TEMPLATES))
def test_every_template_is_let_through_the_gate(template: Template, tmp_path: Path) -> None:
    gate = ready_gate(tmp_path)
    role = template.roles[0]
    person = "me" if role is Role.DEBTOR else "sister"
    gate.wish(wished("consent", "sister", scope="named_as_contact", by="me"))
    stated = {**STATED, "debtor_reachable": False}
    planned = call(
        channel=template.channels[0].value, template=template.name, role=role.value, person=person, stated=stated
    )
    assert gate.decide(planned).go is Go.ALLOW


def test_templates_offer_to_talk_and_name_who_writes() -> None:
    for one in TEMPLATES.values():
        assert one.text.startswith("【{institution}】")
        if Role.DEBTOR in one.roles and one.situation not in ("settled", "objection"):
            assert "协商" in one.text or "商量" in one.text


def test_a_broken_template_is_refused(tmp_path: Path) -> None:
    for text in ("", "zh = 'x'", 'zh="a"\nen="b"\nsituation="c"\nroles=["king"]'):
        folder = tmp_path / str(len(text))
        folder.mkdir()
        (folder / "one.toml").write_text(text, "utf-8")
        with pytest.raises(ShouzhengError, match="SZ-6051"):
            load_templates(folder)
    with pytest.raises(ShouzhengError, match="SZ-6052"):
        template_text("no-such")


def test_near_copies_of_a_refused_text_are_logged_and_the_writer_is_not_told(tmp_path: Path) -> None:
    gate = ready_gate(tmp_path)
    base = "再不还钱我们就上门打断你的腿，让你全家在村里抬不起头来，限你今天之内还清全部欠款"
    first = review_and_log(gate, Draft(base), "panshi")
    again = review_and_log(gate, Draft(base.replace("今天", "明天").replace("还清", "处理")), "panshi")
    other = review_and_log(gate, Draft("骗子，全家死光，不要脸的东西，等着瞧吧"), "panshi")
    assert (first.near_copy, again.near_copy, other.near_copy) == (0, 1, 0)
    assert [entry.kind for entry in entries(gate.store)].count("near_copy") == 1
    assert "near" not in json.dumps(reviewed_json(gate.book, again), ensure_ascii=False)


def test_near_copies_are_known_again_by_another_process(tmp_path: Path) -> None:
    text = "再不还钱我们就上门打断你的腿，让你全家在村里抬不起头来，限你今天之内还清全部欠款"
    review_and_log(ready_gate(tmp_path), Draft(text), "panshi")
    another = empty_gate(tmp_path)
    assert review_and_log(another, Draft(text.replace("今天", "明天")), "panshi").near_copy == 1
    assert review_and_log(another, Draft(text), "qingshi").near_copy == 0


def test_sketches_survive_disguise_digits_and_blanks() -> None:
    one, two = (
        sketch("再不还钱，后果自负。欠款3000元", b"k" * 32),
        sketch("再 不 还 钱，后果自负。欠款9999元", b"k" * 32),
    )
    assert alike(one, two) == 100
    assert from_text(as_text(one)) == one
    assert alike(one, sketch("您的账单已出，请在云岭示例App查看", b"k" * 32)) < 20
    assert sketch("再不还钱，后果自负", b"k" * 32).isdisjoint(sketch("再不还钱，后果自负", b"x" * 32))


@pytest.mark.parametrize("text", ["\ud800", "\x00", "a" * 20_000, "\u202e" * 500, " ", "”" * 3_000])
def test_hostile_texts_are_reviewed(text: str) -> None:
    assert review(BOOK, Draft(text, channel=Channel.IM), NOW).passes in (True, False)
    assert sketch(text, b"k" * 32)
