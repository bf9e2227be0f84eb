"""Rules on replies: each file's own tests, and the whole way from messages to the next letter."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest

from shouzheng.reference.data_files import data_folder
from shouzheng.reference.problems import ShouzhengError
from shouzheng.remedy.proceedings.reply_file import ReplyRule, answer, load_replies
from shouzheng.rulebook.load import load_rulebook
from tests.remedy.proceedings.made import matter, noted, received, rule_ids, seen, sent

RULES = load_replies(load_rulebook())
PROOF = {"kind": "ems", "value": "EX000000000CN"}
ASKED = sent("complaint", "2026-02-10", points=["stop_contacts", "name_agency", "recording"], proof=PROOF)


@pytest.mark.parametrize("rule", RULES, ids=lambda rule: rule.id)
def test_every_test_in_the_file_of_the_rule_holds(rule: ReplyRule) -> None:
    for place, test in enumerate(rule.tests):
        assert answer(rule, test.facts, load_rulebook()) is test.holds, (rule.id, place)
    kinds = [test.holds for test in rule.tests]
    assert True in kinds
    assert False in kinds
    assert None in kinds


@pytest.mark.parametrize("rule", RULES, ids=lambda rule: rule.id)
def test_no_rule_accuses(rule: ReplyRule) -> None:
    for words in (rule.title, rule.why, rule.what_next, rule.cannot_do):
        for never in ("构成", "犯罪", "违法行为"):
            assert never not in words.zh.replace("不能说它违法", "")


@pytest.mark.parametrize(
    ("channel", "institution", "messages", "today", "rules"),
    [
        ("lender", "bank", [ASKED], "2026-02-20", []),
        ("lender", "bank", [ASKED], "2026-03-05", ["perhaps_late"]),
        ("lender", "bank", [ASKED], "2026-05-15", ["late_lender"]),
        ("lender", "microloan", [ASKED], "2026-02-20", []),
        ("lender", "unknown", [ASKED], "2026-05-14", ["perhaps_late"]),
        ("lender", "unknown", [ASKED], "2026-05-15", ["past_but_unsure"]),  # 60 days bind institutions under the NFRA
        ("lender", "guarantor_company", [ASKED], "2026-05-15", ["no_term_and_silent"]),
        ("lender", "microloan", [ASKED], "2026-05-15", ["silent_microloan"]),
        (
            "lender",
            "bank",
            [ASKED, received("answer", "2026-03-05", points=["name_agency"], in_writing=True)],
            "2026-03-06",
            ["misses_recording", "misses_stop"],
        ),
        (
            "lender",
            "bank",
            [ASKED, received("answer", "2026-03-05", in_writing=False, agrees=False, gives_reasons=False)],
            "2026-03-06",
            ["no_reasons", "oral_only"],
        ),
        ("lender", "bank", [ASKED, received("answer", "2026-03-05")], "2026-03-06", []),
        (
            "lender",
            "bank",
            [ASKED, received("answer", "2026-03-05"), noted("contacted_again", "2026-03-07")],
            "2026-03-08",
            ["contacts_go_on"],
        ),
        (
            "samr_12315",
            "consumer_finance",
            [ASKED, received("not_accepted", "2026-02-13", refusal="not_competent")],
            "2026-02-14",
            ["refused_wrong_body_bank"],
        ),
        (
            "nfra_12378",
            "microloan",
            [
                sent("report", "2026-02-10", proof=PROOF),
                received("not_accepted", "2026-02-13", refusal="not_competent"),
            ],
            "2026-02-14",
            ["refused_wrong_body_microloan"],
        ),
        (
            "police_110",
            "unknown",
            [
                sent("police_report", "2026-02-10", proof={"kind": "receipt", "value": ""}),
                received("not_accepted", "2026-02-10", refusal="civil_dispute"),
            ],
            "2026-02-14",
            ["police_say_civil"],
        ),
        ("lender", "bank", [sent("complaint", "2026-02-10")], "2026-02-20", ["no_proof_of_sending"]),
        (
            "lender",
            "bank",
            [
                sent("proposal", "2026-02-10", proof=PROOF),
                received("answer", "2026-02-20", agrees=False, gives_reasons=True),
            ],
            "2026-02-21",
            ["plan_refused_card"],
        ),
        (
            "mediation",
            "bank",
            [sent("mediation_request", "2026-02-10", proof=PROOF), received("agreement", "2026-02-20")],
            "2026-02-21",
            ["agreement_to_confirm"],
        ),
        ("nfra_12378", "bank", [ASKED], "2026-02-20", []),
        ("nfra_12378", "bank", [ASKED], "2026-03-13", ["perhaps_late"]),
        ("nfra_12378", "bank", [ASKED], "2026-05-15", ["past_but_unsure"]),
        ("nfra_12378", "microloan", [ASKED], "2026-05-15", ["no_term_and_silent"]),
        ("nifa", "bank", [ASKED, received("accepted", "2026-04-01")], "2026-04-02", []),
        ("nifa", "bank", [ASKED, received("accepted", "2026-04-01")], "2026-05-01", ["no_term_and_silent"]),
        ("samr_12315", "loan_platform", [ASKED, received("accepted", "2026-04-20")], "2026-04-21", []),
        (
            "mediation",
            "bank",
            [sent("mediation_request", "2026-01-10", proof=PROOF), received("agreement", "2026-01-20")],
            "2026-02-24",  # the thirtieth day lies in the Spring Festival: this is the last one
            ["agreement_to_confirm"],
        ),
        (
            "mediation",
            "bank",
            [sent("mediation_request", "2026-01-10", proof=PROOF), received("agreement", "2026-01-20")],
            "2026-02-25",
            ["agreement_confirm_passed"],
        ),
        ("lender", "bank", [ASKED, received("answer", "2026-03-05"), noted("closed", "2026-03-06")], "2026-03-07", []),
        ("nifa", "bank", [sent("report", "2026-02-10", proof=PROOF)], "2026-03-12", ["no_term_and_silent"]),
    ],
)
def test_from_the_messages_to_what_is_wrong(
    channel: str, institution: str, messages: list[dict[str, object]], today: str, rules: list[str]
) -> None:
    assert rule_ids(matter(channel, *messages, institution=institution), today) == rules


def test_what_is_wrong_names_the_next_letter_and_body() -> None:
    (rule,) = seen(matter("lender", ASKED), "2026-05-15").rules
    assert rule.letters == ("escalation_lender", "complaint_nfra")
    assert rule.channel == "nfra_12378"


@pytest.mark.parametrize(
    ("change", "code"),
    [
        (lambda t: t.replace("overdue AND", "overdeu AND", 1), "SZ-3"),
        (lambda t: t.replace('letters = ["', 'letters = ["no_such_letter", "'), "SZ-3"),
        (lambda t: t.replace('cites = ["comp-time"]', 'cites = ["comp-times"]'), "SZ-3"),
        (lambda t: t.replace('channel = "nfra_12378"', 'channel = "nfra"', 1), "SZ-3"),
        (lambda t: t.replace('holds = "true"', 'holds = "yes"', 1), "SZ-3"),
        (lambda t: t.replace('id = "late_lender"', 'id = "late"'), "SZ-3"),
        (lambda t: t + "\nmore = 1\n", "SZ-3"),
    ],
)
def test_a_damaged_rule_is_refused_with_its_place(tmp_path: Path, change: object, code: str) -> None:
    folder = tmp_path / "letters"
    (folder / "replies").mkdir(parents=True)
    shutil.copytree(data_folder("letters") / "cn", folder / "cn")
    text = (data_folder("letters") / "replies" / "late_lender.toml").read_text("utf-8")
    assert callable(change)
    changed = change(text)
    assert changed != text
    (folder / "replies" / "late_lender.toml").write_text(changed, "utf-8")
    with pytest.raises(ShouzhengError) as caught:
        load_replies(load_rulebook(), folder)
    assert caught.value.exit_code == 3
    assert all(problem.code.startswith(code) for problem in caught.value.problems)
    assert all(problem.where.startswith("replies/late_lender.toml:") for problem in caught.value.problems)
