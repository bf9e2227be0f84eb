"""The terminal summary: golden text, and what must never be in it."""

import json
from dataclasses import replace
from datetime import timedelta
from pathlib import Path

import pytest

from shouzheng.model.case import PartyKind
from shouzheng.model.finding import Sureness
from shouzheng.model.words import Lang
from shouzheng.reference.terminal_text import columns
from shouzheng.remedy.material import LeftOut
from shouzheng.remedy.summary import render, summarise, summary_text
from tests.remedy.sample import (
    CASE,
    PLAIN,
    THREAT,
    at,
    contact,
    event,
    material,
    night_finding,
    rich_material,
    threat_finding,
)

GOLDEN = Path(__file__).parent / "golden"
FILES = (Path("out/dossier.pdf"), Path("out/findings.json"))


@pytest.mark.parametrize("lang", list(Lang))
def test_golden(lang: Lang) -> None:
    expected = (GOLDEN / f"summary.{lang}.txt").read_text("utf-8")
    assert summary_text(rich_material(), FILES, lang) + "\n" == expected


@pytest.mark.parametrize("lang", list(Lang))
@pytest.mark.parametrize("width", [40, 80])
def test_no_line_is_wider_than_the_terminal(lang: Lang, width: int) -> None:
    text = summary_text(rich_material(), FILES, lang, width=width)
    wide = lang is not Lang.EN
    assert max(columns(line, wide_ambiguous=wide) for line in text.splitlines()) <= width


@pytest.mark.parametrize("lang", list(Lang))
def test_threatening_words_are_folded_not_printed(lang: Lang) -> None:
    text = summary_text(rich_material(), FILES, lang)
    for words in ("全家不得安宁", "今晚就有人上门", "你女儿"):
        assert words not in text.replace("\n", "")
    assert {"zh-Hans": "已折叠", "zh-Hant": "已摺疊", "en": "folded"}[lang] in text


def test_a_text_with_a_threat_is_folded_for_every_finding_that_rests_on_it() -> None:
    built = event("t", at("2026-02-03 21:48"), text=THREAT, number="13000000021")
    mild = threat_finding(built)
    mild = replace(mild, shown=(replace(mild.shown[0], act="states_amount"),))
    hard = contact(built, acts=[("threat_family", "让你们全家不得安宁")])
    text = summary_text(material([hard], [mild]), (), Lang.ZH_HANS)
    assert "全家不得安宁" not in text
    assert "原话令人不适，已折叠；全文见档案第 1 项" in text


def test_unattributed_contacts_are_only_counted() -> None:
    text = summary_text(replace(material(), left_out=LeftOut(5, 3, 1, 40)), (), Lang.ZH_HANS)
    assert "另有 5 次联系没有人确认是谁（其中通话 3 次）" in text
    assert "其中 1 次，单凭文字就可能违规" in text
    assert "确认为私人的 40 次联系没有列入" in text


def test_hostile_names_cannot_steer_the_terminal() -> None:
    evil = "恶意\x1b]0;pwned\x07\x1b[2J\u202e公司"
    parties = tuple(replace(p, name=evil) if p.id == "yunling" else p for p in CASE.parties)
    case = replace(CASE, title="案\x1b[31m", parties=parties)
    one = contact(event("x", at("2026-01-05 09:00"), text=PLAIN))
    text = summary_text(material([one], case=case), (Path("\x1b[5m.pdf"),), Lang.ZH_HANS)
    assert "\x1b" not in text
    assert "\x07" not in text
    assert "\u202e" not in text
    assert "⟦U+202E⟧" in text


def test_nothing_found_is_said_calmly() -> None:
    one = contact(event("x", at("2026-01-05 09:00"), text=PLAIN))
    text = summary_text(material([one]), (), Lang.EN)
    assert "Found: 0 kinds, 0 findings" in text
    assert "Nothing was found so far." in text


def test_without_a_confirmed_contact_nothing_is_cleared_and_the_next_step_is_to_name_numbers() -> None:
    nobody = replace(material(), left_out=LeftOut(contacts=19, with_hard_words=3))
    text = summary_text(nobody, (), Lang.EN)
    assert "No contact with a stated sender." in text
    assert "There was no contact to judge." in text
    assert "Nothing was found" not in text
    steps = next(s for s in summarise(nobody, Lang.EN).sections if s.title == "What to do next")
    assert "call 110 first" in steps.lines[0].text
    assert "numbers nobody named" in steps.lines[1].text


def test_signs_stand_apart_from_possible_breaches() -> None:
    built = event("x", at("2026-01-05 23:00"), text=PLAIN)
    sign = replace(night_finding(built), id="s", sureness=Sureness.INDICATOR)
    text = summary_text(material([contact(built)], [sign, night_finding(built)]), (), Lang.ZH_HANS)
    breach, signs = text.split("以下只是迹象，本身不是违规：")
    assert "夜间催收（国家标准）：1 项，较有把握；见档案第 1 项" in breach
    assert "夜间催收（国家标准）：1 项，仅为迹象；见档案第 2 项" in signs


def test_what_is_open_names_calls_facts_and_the_rest() -> None:
    section = next(s for s in summarise(rich_material(), Lang.ZH_HANS).sections if s.title == "还不能判断的")
    texts = [line.text for line in section.lines]
    assert texts[0].startswith("接通的电话有 ")
    assert "不知道“通话是否谈到借款”：1 条规则对部分联系不能判断。" in texts
    assert "1 条规则要看合同、文书等记录以外的事实，这里不能判断。" in texts
    assert texts[-1].startswith("共5条规则，逐条判断5条，其中")


def test_danger_comes_first_and_only_when_there_is_some() -> None:
    steps = next(s for s in summarise(rich_material(), Lang.EN).sections if s.title == "What to do next")
    assert "110" in steps.lines[0].text
    assert "96110" in steps.lines[1].text
    mild = next(s for s in summarise(material(), Lang.EN).sections if s.title == "What to do next")
    assert "110" not in "".join(line.text for line in mild.lines)


def test_no_number_is_named_that_the_law_data_does_not_hold() -> None:
    text = summary_text(replace(rich_material(), help_lines=()), (), Lang.ZH_HANS)
    assert "110" not in text
    assert "96110" not in text


def test_overdue_law_is_said() -> None:
    base = rich_material()
    late = replace(base, as_of=base.as_of + timedelta(days=400))
    assert "已过期" in summary_text(late, (), Lang.ZH_HANS)
    assert "已过期" not in summary_text(base, (), Lang.ZH_HANS)


def test_bold_only_when_asked() -> None:
    summary = summarise(rich_material(), Lang.EN)
    assert "\x1b[1mContacts\x1b[0m" in render(summary, ansi=True)
    assert "\x1b" not in render(summary)


def test_private_parties_are_not_named() -> None:
    assert any(party.kind is PartyKind.PRIVATE for party in CASE.parties)
    text = summary_text(rich_material(), FILES, Lang.ZH_HANS)
    assert "家人朋友" not in text
    assert "18000000001" not in text
    assert "私密原文" not in text


def test_the_summary_is_plain_data() -> None:
    summary = summarise(rich_material(), Lang.ZH_HANS)
    assert json.dumps([[s.title, [line.text for line in s.lines]] for s in summary.sections], ensure_ascii=False)
