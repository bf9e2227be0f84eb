"""The plan as people see it: golden pages, three languages, a tagged PDF, quiet reminders.

Golden files are written by ``python -m tests.remedy.plan.test_view`` and read line by line before they are committed.
"""

from __future__ import annotations

import json
from pathlib import Path

import pypdfium2
import pytest
from icalendar import Calendar

from shouzheng.model.words import Lang
from shouzheng.remedy.paper.calendar_file import calendar_file
from shouzheng.remedy.plan.as_json import plan_json
from shouzheng.remedy.plan.paper import plan_pdf, plan_reminders
from shouzheng.remedy.plan.screen import plan_screen
from shouzheng.rulebook.load import load_rulebook
from tests.remedy.plan.made import EXAMPLE, example, plan_of

GOLDEN = Path(__file__).resolve().parents[1] / "golden"
RULEBOOK = load_rulebook()


def _screen(lang: Lang) -> str:
    return plan_screen(example(), RULEBOOK, lang, 80) + "\n"


def _data() -> str:
    return json.dumps(plan_json(example()), ensure_ascii=False, indent=1) + "\n"


@pytest.mark.parametrize("lang", [Lang.ZH_HANS, Lang.EN])
def test_golden_screen(lang: Lang) -> None:
    assert _screen(lang) == (GOLDEN / f"plan.{lang}.txt").read_text("utf-8")


def test_golden_data() -> None:
    assert _data() == (GOLDEN / "plan.json").read_text("utf-8")


def test_traditional_chinese_leaves_the_persons_own_words() -> None:
    text = _screen(Lang.ZH_HANT)
    assert "對賬單" in text
    assert "云岭示例消费金融有限公司" in text
    assert "父母的药费" in text


@pytest.mark.parametrize("lang", list(Lang))
def test_the_pdf_is_tagged_repeats_and_holds_the_figures(lang: Lang) -> None:
    pdf = plan_pdf(example(), RULEBOOK, lang)
    assert pdf == plan_pdf(example(), RULEBOOK, lang)
    assert b"/MarkInfo" in pdf or b"/StructTreeRoot" in pdf
    document = pypdfium2.PdfDocument(pdf)
    text = "".join(document[place].get_textpage().get_text_range() for place in range(len(document)))
    for figure in ("15,853.76", "1,443.30", "660.58", "15.35%"):
        assert figure in text


def test_hostile_words_are_only_characters_on_screen_and_paper() -> None:
    hostile = '#import \\"x\\": * $x$ *b* _i_ @y <z> \\\\u{1} \\u202e\\u001b[2J'
    plan = plan_of(EXAMPLE.read_text("utf-8").replace("云岭示例消费金融有限公司", hostile).replace("房租", hostile))
    screen = plan_screen(plan, RULEBOOK, Lang.ZH_HANS, 80)
    assert "\x1b" not in screen
    assert "\u202e" not in screen
    assert plan_pdf(plan, RULEBOOK, Lang.ZH_HANS).startswith(b"%PDF")
    raw = calendar_file(plan_reminders(plan, Lang.EN, detail=True), plan.today, Lang.EN)
    assert len(Calendar.from_ical(raw).walk("VEVENT")) == 23


def test_reminders_are_neutral_unless_asked_and_end_with_the_plan() -> None:
    plan = example()
    plain, detailed = (plan_reminders(plan, Lang.ZH_HANS, detail=detail) for detail in (False, True))
    assert {each.title for each in plain} == {"守正：今天有一笔要付"}
    assert detailed[0].title == "云岭示例消费金融有限公司：分期第2期 681.41 元"
    assert [each.day for each in plain][-1].isoformat() == "2028-03-10"
    assert not any("云岭" in each.title + each.text for each in plain)


def test_no_screen_calls_anybody_unlicensed_or_a_cost_unlawful() -> None:
    for lang in Lang:
        text = _screen(lang)
        for never in ("无牌", "無牌", "unlicensed", "构成", "犯罪", "高利贷"):
            assert never not in text


if __name__ == "__main__":
    for each in (Lang.ZH_HANS, Lang.EN):
        (GOLDEN / f"plan.{each}.txt").write_text(_screen(each), "utf-8")
    (GOLDEN / "plan.json").write_text(_data(), "utf-8")
