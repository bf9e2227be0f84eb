"""A condition in words and in SQL, the page of a rule, and never an article number that nobody has seen."""

from __future__ import annotations

import json
from datetime import date

import pytest

from shouzheng.model.law import InForce
from shouzheng.model.words import Words
from shouzheng.rulebook.describe import bar, bar_head, cite_words, rule_as_json, since, sql_of_day, when_sentence
from shouzheng.rulebook.files.facts import FactDefinition, FactType, Unit
from shouzheng.rulebook.language.expression import parse
from shouzheng.rulebook.language.render import to_sentence, to_sql
from shouzheng.rulebook.scaffold import new_rule
from tests.rulebook.making import FACTS
from tests.rulebook.tiny import tiny

SAID = [
    ("a", "“事实a”为“是”", "“fact a” is true"),
    ("NOT a", "“事实a”为“否”", "“fact a” is false"),
    (
        "NOT (a AND b)",
        "以下不成立：【“事实a”为“是”，并且“事实b”为“是”】",
        "it is not so that [ “fact a” is true, and “fact b” is true ]",
    ),
    (
        "a AND (b OR c)",
        "“事实a”为“是”，并且以下任一：【“事实b”为“是”，或者“事实c”为“是”】",
        "“fact a” is true, and any of [ “fact b” is true, or “fact c” is true ]",
    ),
    (
        "a OR b AND c",
        "“事实a”为“是”，或者以下全部：【“事实b”为“是”，并且“事实c”为“是”】",
        "“fact a” is true, or all of [ “fact b” is true, and “fact c” is true ]",
    ),
    ("m >= 3", "“事实m”不小于3", "“fact m” is at least 3"),
    ("m <> :limit", "“事实m”不等于2（limit）", "“fact m” is not 2 (limit)"),
    ("m < :later", "“事实m”小于“later”", "“fact m” is less than “later”"),
    (
        "m + 1 > -n * 2",
        "（“事实m”加1）大于（负（“事实n”）乘以2）",
        "(“fact m” plus 1) is more than (minus (“fact n”) times 2)",
    ),
    ("m IN (1, 2)", "“事实m”是1、2之一", "“fact m” is one of 1, 2"),
    ("e NOT IN ('x', 'y')", "“事实e”不是x、y中的任何一个", "“fact e” is none of x, y"),
    ("e = 'x'", "“事实e”是x", "“fact e” is x"),
    ("e <> 'x'", "“事实e”不是x", "“fact e” is not x"),
    ("m BETWEEN 1 AND 3", "“事实m”在1到3之间（含两端）", "“fact m” is between 1 and 3 (both included)"),
    ("m NOT BETWEEN 1 AND 3", "“事实m”不在1到3之间（含两端）", "“fact m” is not between 1 and 3 (both included)"),
    ("m IS NULL", "“事实m”未知", "“fact m” is not known"),
    ("m IS NOT NULL", "“事实m”已知", "“fact m” is known"),
    ("a = b", "“事实a”等于“事实b”", "“fact a” is “fact b”"),
    ("TRUE OR FALSE OR NULL", "总是成立，或者从不成立，或者未知", "always, or never, or unknown"),
    ("minute_of_day >= 1320", "“时刻”不早于22:00", "“time” is at or after 22:00"),
    ("minute_of_day < :early", "“时刻”早于08:00（early）", "“time” is before 08:00 (early)"),
    ("day_no >= 20000", "“日期”不早于2024-10-04", "“day” is at or after 2024-10-04"),
    ("due > 123456", "“应还”大于1234.56元", "“due” is more than 1234.56 yuan"),
    ("due > -5", "“应还”大于-0.05元", "“due” is more than -0.05 yuan"),
    ("talk > 30", "“通话”大于30秒", "“talk” is more than 30 seconds"),
]


def _facts() -> dict[str, FactDefinition]:
    def integer(name: str, zh: str, en: str, unit: Unit) -> FactDefinition:
        return FactDefinition(name, FactType.INT, Words(zh, en), "judging.facts", unit)

    return {
        **FACTS,
        "minute_of_day": integer("minute_of_day", "时刻", "time", Unit.MINUTE),
        "day_no": integer("day_no", "日期", "day", Unit.DAY),
        "due": integer("due", "应还", "due", Unit.FEN),
        "talk": integer("talk", "通话", "talk", Unit.SECOND),
    }


@pytest.mark.parametrize(("text", "zh", "en"), SAID, ids=[text for text, _, _ in SAID])
def test_says_a_condition(text: str, zh: str, en: str) -> None:
    assert to_sentence(parse(text), _facts(), {"limit": 2, "early": 480}) == Words(zh, en)


def test_values_are_said_by_their_labels() -> None:
    words = when_sentence(tiny(), tiny().rule("R01"), date(2025, 1, 1))
    assert words.zh == (
        "当“方向”是打来，并且以下任一：【“时刻”不早于22:00（night_start），或者“时刻”早于08:00（night_end）】时；"
        "但“已约定”为“是”的除外（双方约定的时段）。"
    )
    assert words.en.startswith(
        "When “direction” is towards the person, and any of [ “time of day” is at or after 22:00"
    )


def test_numbers_follow_the_day() -> None:
    assert "21:00（night_start）" in when_sentence(tiny(), tiny().rule("R01"), date(2023, 1, 1)).zh
    assert "“night_start”" in when_sentence(tiny(), tiny().rule("R01"), date(2020, 1, 1)).zh


def test_sql_holds_the_numbers_of_the_day() -> None:
    assert sql_of_day(tiny(), tiny().rule("R02"), date(2025, 1, 1)) == (
        "is_call AND (calls_day > 3 OR calls_day_possible > 3 AND NULL)"
    )
    assert ":most" in sql_of_day(tiny(), tiny().rule("R02"), date(2020, 1, 1))
    assert sql_of_day(tiny(), tiny().rule("R04"), date(2025, 1, 1)) == ""


def test_sql_brackets_only_where_needed() -> None:
    text = "(a OR b) AND NOT (m + 1) * 2 = n - (1 - 2) AND (a AND b) = c"
    assert to_sql(parse(text)) == text
    assert to_sql(parse("m > :limit"), {"limit": None}) == "m > NULL"
    assert to_sql(parse("m > - :limit"), {"limit": -2}) == "m > -(-2)"


def test_no_article_number_without_a_seen_text() -> None:
    rulebook = tiny()
    unseen = rulebook.provisions["peace-2"]
    words = cite_words(unseen, rulebook.instruments[unseen.instrument])
    assert words.zh == "《示例安宁法》（条号未核实）［凭记忆，未见原文］"
    assert "第" not in words.zh
    seen = rulebook.provisions["guide-3"]
    assert cite_words(seen, rulebook.instruments[seen.instrument]).zh == "《示例夜间指引》第三条［只见于一处来源］"
    page = json.dumps(rule_as_json(rulebook, rulebook.rule("R01"), date(2025, 1, 1), sql=True), ensure_ascii=False)
    assert "第二条" not in page
    assert "SELECT" not in page


def test_criminal_law_is_on_no_page() -> None:
    page = json.dumps(rule_as_json(tiny(), tiny().rule("R03"), date(2026, 1, 1)), ensure_ascii=False)
    assert "penal-9" not in page
    assert "刑法" not in page


def test_interval_bar_has_one_mark_per_quarter() -> None:
    assert len(bar(None)) == len(bar_head()) == 40
    assert bar(InForce(date(2018, 3, 31), date(2018, 4, 1))) == "██" + "·" * 38
    assert bar(InForce(date(2018, 4, 1))) == "·" + "█" * 39
    assert bar(InForce(date(2000, 1, 1), date(2017, 12, 31))) == "·" * 40
    assert since(tiny(), tiny().rule("R01")) == date(2023, 1, 1)
    assert since(tiny(), tiny().rule("R04")) is None


def test_new_rule_is_a_file_that_loads_and_whose_examples_fail(tmp_path: object) -> None:
    import shutil
    from pathlib import Path

    from shouzheng.reference.problems import ShouzhengError
    from shouzheng.rulebook.load import load_rulebook
    from shouzheng.rulebook.rule_tests import run_rule_tests
    from tests.rulebook.broken import TINY

    folder = Path(str(tmp_path)) / "law"
    shutil.copytree(TINY, folder)
    path = new_rule(tiny(), folder, "R66", "visits", "forced-entry", '强行"进入"', "peace-1")
    assert path.relative_to(folder).as_posix() == "cn/rules/visits/R66-forced-entry.toml"
    rulebook = load_rulebook(folder)
    results = run_rule_tests(rulebook, [rulebook.rule("R66")])
    assert [result.passed for result in results] == [False, False, True, True, False, True]
    for wrong in (
        ("R66", "visits", "forced-entry", "peace-1"),
        ("X1", "visits", "a", "peace-1"),
        ("R67", "../x", "a", "peace-1"),
        ("R67", "visits", "a/b", "peace-1"),
        ("R67", "visits", "a", "peace-9"),
    ):
        with pytest.raises(ShouzhengError) as caught:
            new_rule(rulebook, folder, wrong[0], wrong[1], wrong[2], "题", wrong[3])
        assert caught.value.exit_code == 2
