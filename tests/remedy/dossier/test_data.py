"""What the dossier says, before any layout."""

import json
import re
from dataclasses import replace
from typing import Any

import pytest

from shouzheng.judging.case import Contact
from shouzheng.judging.wording import FORBIDDEN
from shouzheng.model.moment import Resolution
from shouzheng.model.reading import Span
from shouzheng.model.words import Lang, Words
from shouzheng.reference.problems import in_general, kind_of
from shouzheng.remedy.dossier.contacts import ANNEX_LIMIT, ANNEX_TOTAL, TABLE_LIMIT
from shouzheng.remedy.dossier.data import build_view
from shouzheng.remedy.dossier.findings import MOST_QUOTES, excerpt
from shouzheng.remedy.findings.write import findings_digest
from shouzheng.remedy.material import Material, NightRule
from shouzheng.remedy.wording import Voice
from tests.remedy.sample import (
    NEVER,
    PLAIN,
    THREAT,
    at,
    contact,
    disclosure_finding,
    event,
    many,
    material,
    night_finding,
    rich_material,
    threat_finding,
)


def flat(value: object) -> str:
    """All strings of a view, joined without layout."""
    if isinstance(value, str):
        return value
    if isinstance(value, dict):
        return "".join(flat(each) for each in value.values())
    if isinstance(value, list):
        return "".join(flat(each) for each in value)
    return ""


def view(built: Material, lang: Lang = Lang.ZH_HANS) -> dict[str, object]:
    made: dict[str, object] = json.loads(json.dumps(build_view(built, lang)))
    return made


@pytest.mark.parametrize("lang", list(Lang))
def test_the_view_is_plain_json(lang: Lang) -> None:
    assert view(rich_material(), lang)["lang"] == lang.value


def test_the_id_is_the_digest_of_findings_json() -> None:
    made = view(rich_material())
    assert findings_digest(rich_material()).startswith(str(made["id"]))
    assert len(str(made["id"])) == 16


@pytest.mark.parametrize("lang", list(Lang))
def test_private_things_and_judgments_are_not_said(lang: Lang) -> None:
    text = flat(view(rich_material(), lang))
    for private in ("家人朋友", "18000000001", "私密原文"):
        assert private not in text
    assert not any(word in text.lower() for word in FORBIDDEN)


def test_criminal_law_and_context_are_left_out_of_the_norms() -> None:
    text = flat(view(rich_material()))
    assert NEVER.provision.article not in text
    assert "《中华人民共和国治安管理处罚法》第五十条第一款第一项" in text


def test_a_gist_that_speaks_of_crimes_is_not_printed() -> None:
    built = event("x", at("2026-01-05 23:00"), text=PLAIN)
    finding = night_finding(built)
    hard = replace(finding.citations[0].provision, gist=Words("犯罪的认定", "on crimes"))
    finding = replace(finding, citations=(replace(finding.citations[0], provision=hard),))
    assert "犯罪" not in flat(view(material([contact(built)], [finding])))


def test_quoted_evidence_is_not_converted_and_our_words_are() -> None:
    text = flat(view(rich_material(), Lang.ZH_HANT))
    assert THREAT in text
    assert "云岭示例消费金融有限公司于" not in text
    assert "云岭示例消费金融有限公司於北京時間" in text
    assert "聯繫記錄與證據檔案" in text


def _findings_text(built: Material) -> str:
    return flat(view(built)["findings"])


def test_like_findings_share_a_card_and_keep_their_numbers() -> None:
    cards = build_view(rich_material(), Lang.ZH_HANS)["findings"]["cards"]  # type: ignore[index]
    assert [card["rule"] for card in cards] == ["R20", "R11", "R02"]
    assert [item["n"] for card in cards for item in card["items"]] == list(range(1, 18))
    assert [card["hard"] for card in cards] == [True, False, False]
    assert cards[2]["head"] == "发现 6–17（12 项）"


def test_every_finding_has_all_that_a_clerk_asks_for() -> None:
    text = _findings_text(rich_material())
    for needed in (
        "证据 24",
        "等级",
        "R20",
        "第五十条第一款第一项",
        "有可能",
        "说的是依法上门走访",
        "受案回执",
        "110 报警",
    ):
        assert needed in text or needed in flat(view(rich_material())["t"])


def test_quotations_of_one_finding_are_limited_and_the_rest_is_named() -> None:
    events = [event(f"s{n}", at(f"2026-02-01 10:{n:02d}"), text=f"他欠云岭示例消金一万二，第{n}次") for n in range(9)]
    first = disclosure_finding(events[0])
    shown = tuple(replace(first.shown[0], event=each.id) for each in events)
    finding = replace(first, events=tuple(each.id for each in events), shown=shown)
    text = _findings_text(material([contact(each) for each in events], [finding]))
    assert text.count("第0次") == 1
    assert f"另有 {9 - MOST_QUOTES} 处原话" in text


def test_a_doubt_that_all_findings_share_is_said_once() -> None:
    contacts = [contact(event(f"n{day}", at(f"2026-01-0{day} 23:00"), text=PLAIN)) for day in range(1, 5)]
    findings = [night_finding(c.event) for c in contacts]
    own = Words("只属于这一项的疑点。", "a doubt of this one")
    findings[0] = replace(findings[0], doubts=(own, *findings[0].doubts))
    text = _findings_text(material(contacts, findings))
    assert text.count("手机时钟是否准确。") == 1
    assert text.count(own.zh) == 1
    assert _findings_text(material(contacts[:2], findings[1:2])).count("手机时钟是否准确。") == 1


VOICE = Voice(Lang.ZH_HANS)


def test_an_excerpt_marks_exactly_the_words_that_show_the_act() -> None:
    text = "前" * 100 + "坏话一" + "中" * 300 + "坏话二" + "后" * 100
    pieces = excerpt(text, [Span(100, 103), Span(403, 406)], VOICE)
    assert [piece["h"] for piece in pieces if "h" in piece] == ["坏话一", "坏话二"]
    shown = flat(pieces)
    assert shown.startswith("…前")
    assert shown.endswith("后…")
    assert " … " in shown


def test_overlapping_and_wrong_spans_do_no_harm() -> None:
    pieces = excerpt("一二三四五", [Span(3, 99), Span(1, 3), Span(2, 4), Span(4, 4), Span(9, 3)], VOICE)
    assert pieces == [{"t": "一"}, {"h": "二三四五"}]
    assert excerpt("一二三", [Span(7, 9)], VOICE) == []


def test_a_threat_at_the_edge_of_the_text_is_quoted_whole() -> None:
    assert excerpt("坏话", [Span(0, 2)], VOICE) == [{"h": "坏话"}]


def _contact_rows(built: Material, lang: Lang = Lang.ZH_HANS) -> list[dict[str, Any]]:
    rows = view(built, lang)["contacts"]
    assert isinstance(rows, list)
    return rows


def test_a_contact_says_time_way_number_who_and_how_known() -> None:
    row = _contact_rows(rich_material())[0]
    assert row["when"] == ["2026-01-05 09:00:00", "+08:00"]
    assert row["way"] == "短信，收到"
    assert row["other"] == "10690000001234"
    assert row["known"] == "债权机构，据合同"
    assert row["grade"] == "D"


def test_a_call_without_words_says_so_and_talk_time_is_printed() -> None:
    ways = [row["way"] for row in _contact_rows(rich_material())]
    assert "来电，未接，无文字" in ways
    assert any(re.fullmatch(r"来电，已接通，\d+秒，无文字", way) for way in ways)


def test_a_withheld_number_an_other_phone_and_another_time_zone_are_named() -> None:
    text = flat(_contact_rows(rich_material()))
    assert "未显示号码" in text
    assert "林某的姐姐（虚构）的手机" in text
    assert "+09:00北京 02-09 09:00" in text
    assert "+08:00*" in text


def _one(text: str) -> Contact:
    return contact(event("x", at("2026-01-05 09:00"), text=text))


def test_a_long_text_stands_in_the_annex_in_full() -> None:
    made = view(material([_one("字" * (TABLE_LIMIT + 1))]))
    assert f"全文 {TABLE_LIMIT + 1} 字，见附录" in flat(made["contacts"])
    assert flat(made["annex"]).count("字") == TABLE_LIMIT + 1


def test_the_annex_is_bounded_and_says_what_it_left_out() -> None:
    made = view(material([_one("字" * (ANNEX_LIMIT + 5))]))
    assert f"全文 {ANNEX_LIMIT + 5} 字，此处印前 {ANNEX_LIMIT} 字" in flat(made["annex"])
    full = [contact(event(f"x{n}", at(f"2026-01-05 09:{n:02d}"), text="字" * ANNEX_LIMIT)) for n in range(8)]
    printed = flat(view(material(full))["annex"]).count("字")
    assert printed < ANNEX_TOTAL * 1.01


def test_the_summary_page_is_bounded_however_much_was_found() -> None:
    base = rich_material()
    finding = base.ranked[0]
    many_rules = tuple(
        replace(finding, id=f"{n}", rule=f"R{n:03d}", title=Words(f"规则{n}", f"rule {n}")) for n in range(60)
    )
    made = view(replace(base, judgement=replace(base.judgement, findings=many_rules)))["summary"]
    assert isinstance(made, dict)
    assert len(made["found"]) == 7
    assert made["found_more"] == "另有 53 类，见后文。"
    assert len(made["steps"]) <= 6


def test_the_picture_counts_by_beijing_hour_and_its_table_agrees() -> None:
    picture = view(rich_material())["picture"]
    assert isinstance(picture, dict)
    for row in picture["rows"]:
        assert sum(row["cells"]) == row["total"] == row["calls"] + row["texts"]
        assert sum(row["cells"][h] for h in picture["night_hours"]) >= row["night"]
    assert picture["night_hours"] == [0, 1, 2, 3, 4, 5, 6, 7, 22, 23]


def test_a_long_period_is_drawn_by_weeks_or_months() -> None:
    picture = view(many(2000))["picture"]
    assert isinstance(picture, dict)
    assert len(picture["rows"]) < 30
    assert "每行为一周" in flat(picture["notes"])


def test_a_contact_without_an_hour_is_counted_but_in_no_square() -> None:
    one = contact(event("x", at("2026-01-05 00:00", resolution=Resolution.DAY), text=PLAIN))
    picture = view(material([one]))["picture"]
    assert isinstance(picture, dict)
    (row,) = picture["rows"]
    assert sum(row["cells"]) == 0
    assert row["total"] == 1
    assert "1 次只有日期" in flat(picture["notes"])


def test_the_night_note_names_day_hours_and_text() -> None:
    notes = flat(view(rich_material())["picture"])
    assert "云岭示例消费金融有限公司：2025-02-28 起，写明夜间时段 22:00–08:00 的是《互联网金融" in notes


@pytest.mark.parametrize(
    ("rule", "expected"),
    [(NightRule("yunling", False), "机构类型未说明"), (NightRule("yunling", True), "没有找到以数字写明夜间时段")],
)
def test_where_no_night_rule_is_known_that_is_said(rule: NightRule, expected: str) -> None:
    assert expected in flat(view(replace(rich_material(), night=(rule,)))["picture"])


def test_missing_facts_remarks_and_unread_records_are_listed() -> None:
    made = view(rich_material())
    assert "通话是否谈到借款（9 次）" in flat(made["unsure"])
    assert "2 次需人判断" in flat(made["unsure"])
    assert "通话或文字的内容（7 次）" in flat(made["unsure"])
    assert "威胁家人" not in flat(made["unsure"])
    kind = kind_of("SZ-1203")
    assert kind is not None
    reason = in_general(kind.what).zh  # the registered reason, without a value out of the record
    assert f"第 17 条记录，字节 917SZ-1203{reason}" in flat(made["completeness"])
    assert "时间不是数字" not in flat(made["completeness"])
    assert "部分手机不把“通知类短信”交给备份应用" in flat(made["completeness"])


def test_unprintable_characters_are_named_in_the_annex() -> None:
    assert view(rich_material())["codes"] == [{"code": "⟦U+1F52A⟧", "name": "HOCHO"}]


def test_an_empty_case_still_has_every_part() -> None:
    made = view(material())
    full = view(rich_material())
    assert list(made) == list(full)
    assert made["contacts"] == made["annex"] == made["codes"] == []


def test_a_finding_quotes_the_threat_in_the_dossier() -> None:
    built = event("t", at("2026-02-03 21:48"), text=THREAT)
    assert "让你们全家不得安宁" in _findings_text(material([contact(built)], [threat_finding(built)]))
