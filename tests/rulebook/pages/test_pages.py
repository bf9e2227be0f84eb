"""The generated documents of the rulebook: complete, honest about articles, no criminal wording, links that lead."""

from __future__ import annotations

import importlib.util
import re
from collections.abc import Callable
from dataclasses import replace
from datetime import date
from pathlib import Path, PurePosixPath
from types import ModuleType

import pytest

from shouzheng.model.law import CiteRole, InForce, Provision, Verified
from shouzheng.model.words import Words
from shouzheng.rulebook.files.rule import RuleKind
from shouzheng.rulebook.load import Rulebook, load_rulebook
from shouzheng.rulebook.pages.codes import codes
from shouzheng.rulebook.pages.needs import Source, needs_of, reason
from shouzheng.rulebook.pages.rule import HEADINGS, article_words, day_of_page, gist_words, law_seen, rule_page
from shouzheng.rulebook.pages.words import TOPICS, UNITS, both, cell, number_words, table
from shouzheng.rulebook.pages.write import EXPECTED, coverage_page, index_page, rulebook_pages
from tests.rulebook.tiny import tiny

ROOT = Path(__file__).resolve().parents[3]
#: Where the pages lie in the tree, for links.
HOME = PurePosixPath("docs/rulebook")
_LINK = re.compile(r"\]\(([^)\s]+)\)")
_ANCHOR = re.compile(r'<a id="([^"]+)"></a>')
_ARTICLE = re.compile(r"第[一二三四五六七八九十百零〇0-9]+条|\b[Aa]rticle \d+")


@pytest.fixture(scope="module")
def law() -> Rulebook:
    return load_rulebook()


@pytest.fixture(scope="module")
def pages(law: Rulebook) -> dict[str, str]:
    return rulebook_pages(law)


def section(page: str, heading: Words) -> str:
    """The text under one heading of the second level."""
    return page.split(f"## {heading.zh} / {heading.en}\n", 1)[1].split("\n## ", 1)[0]


def rows(text: str) -> list[list[str]]:
    """The cells of the rows of all tables, without their heads."""
    lines = [line for line in text.splitlines() if line.startswith("| ")]
    heads = [line for line, after in zip(text.splitlines(), text.splitlines()[1:], strict=False) if "|---" in after]
    return [re.split(r"(?<!\\)\|", line)[1:-1] for line in lines if line not in heads]


def test_every_rule_has_a_page_and_every_page_a_rule(law: Rulebook, pages: dict[str, str]) -> None:
    assert {name for name in pages if name.startswith("rules/")} == {f"rules/{rule.id}.md" for rule in law.rules}
    assert {"README.md", "coverage.md"} < set(pages)


def test_the_headings_are_the_same_on_every_page_and_in_order(pages: dict[str, str]) -> None:
    wanted = [f"## {words.zh} / {words.en}" for words in HEADINGS]
    for name, page in pages.items():
        if name.startswith("rules/"):
            assert [line for line in page.splitlines() if line.startswith("## ")] == wanted, name
            assert all(section(page, words).strip() for words in HEADINGS), name


def test_the_same_law_makes_the_same_pages(law: Rulebook, pages: dict[str, str]) -> None:
    assert rulebook_pages(law) == pages
    assert all(page.endswith("\n") and not page.endswith("\n\n") for page in pages.values())


def test_no_criminal_wording_outside_quoted_titles(pages: dict[str, str]) -> None:
    for name, page in pages.items():
        outside = re.sub(r"《[^》]*》", "", page)
        assert not re.search(r"构成[^。；，]{0,20}罪|犯罪|刑法|刑事", outside), name
        prose = re.sub(r"```sql.*?```|\bthreat_criminal\b", "", outside, flags=re.DOTALL)
        assert not re.search(r"\bcrim", prose, re.IGNORECASE), name


def test_what_is_never_printed_is_only_counted(law: Rulebook, pages: dict[str, str]) -> None:
    hiding = [rule for rule in law.rules if any(cite.role is CiteRole.NEVER_PRINTED for cite in rule.cites)]
    assert hiding
    for rule in hiding:
        hidden = [cite.provision for cite in rule.cites if cite.role is CiteRole.NEVER_PRINTED]
        page = pages[f"rules/{rule.id}.md"]
        assert f"known to the rulebook, not printed: {len(hidden)}\n" in page
        for provision in hidden:
            assert law.provisions[provision].gist.zh not in page
    shown = {cite.provision for rule in law.rules for cite in rule.cites if cite.role is not CiteRole.NEVER_PRINTED}
    instruments = {law.provisions[provision].instrument for provision in shown}
    assert set(re.findall(r'<a id="instrument-([^"]+)">', pages["README.md"])) == instruments
    assert "instrument-criminal-law" not in pages["README.md"]


def test_an_article_that_is_not_citable_is_nowhere_in_its_row(law: Rulebook, pages: dict[str, str]) -> None:
    uncertain = 0
    for name, page in pages.items():
        for cells in rows(page):
            if any("条号未核实" in text for text in cells):
                uncertain += 1
                titled = [re.sub(r"《[^》]*》", "", text) for text in cells]
                assert not any(_ARTICLE.search(text) for text in titled), (name, cells)
    assert uncertain > 20


def test_the_provisions_of_a_page_are_those_of_its_rule(law: Rulebook, pages: dict[str, str]) -> None:
    for rule in law.rules:
        table_rows = rows(section(pages[f"rules/{rule.id}.md"], HEADINGS[1]))
        shown = [cite.provision for cite in rule.cites if cite.role is not CiteRole.NEVER_PRINTED]
        assert len(table_rows) == len(shown), rule.id
        for provision in (law.provisions[each] for each in shown):
            first = max(provision.in_force.first, law.instruments[provision.instrument].in_force.first)
            assert any(
                f"(../README.md#instrument-{provision.instrument})" in cells[0]
                and cells[1].strip().startswith(article_words(provision).zh)
                and cells[3].strip() in (first.isoformat(), "—")
                for cells in table_rows
            ), (rule.id, provision.id)


def test_the_examples_are_the_rules_own_tests(law: Rulebook, pages: dict[str, str]) -> None:
    for rule in law.rules:
        shown = [
            (cells[0].strip(), cells[1].strip()) for cells in rows(section(pages[f"rules/{rule.id}.md"], HEADINGS[4]))
        ]
        assert shown == [(both(test.words), test.day.isoformat()) for test in rule.tests], rule.id


def test_the_condition_is_there_in_both_languages_and_as_sql(law: Rulebook, pages: dict[str, str]) -> None:
    for rule in law.rules:
        text = section(pages[f"rules/{rule.id}.md"], HEADINGS[3])
        if rule.condition is None:
            assert "```" not in text
            assert "Not decided by a single contact" in text
        else:
            sql = text.split("```sql\n", 1)[1].split("\n```", 1)[0]
            assert sql
            assert not re.search(r"(?<!:):[a-z]", sql), f"{rule.id}: a number without value on the day of the page"
            assert "\n当" in text
            assert "\nWhen " in text


def test_every_link_leads_somewhere(pages: dict[str, str]) -> None:
    followed = 0
    for name, page in pages.items():
        assert len(_ANCHOR.findall(page)) == len(set(_ANCHOR.findall(page)))
        for link in _LINK.findall(page):
            path, _, anchor = link.partition("#")
            parts: list[str] = []
            for part in (HOME / name).parent.joinpath(path).parts if path else (HOME / name).parts:
                parts = parts[:-1] if part == ".." else [*parts, part]
            target = PurePosixPath(*parts)
            generated = pages.get(target.relative_to(HOME).as_posix()) if target.is_relative_to(HOME) else None
            assert generated is not None or (ROOT / target).is_file(), (name, link)
            assert not anchor or f'<a id="{anchor}"></a>' in (generated or ""), (name, link)
            followed += 1
    assert followed > 500


def test_coverage_lists_every_rule_once_with_what_must_be_stated(law: Rulebook, pages: dict[str, str]) -> None:
    listed = {re.sub(r"\W*(R\d+[a-z]?)\W.*", r"\1", cells[0]).strip(): cells for cells in rows(pages["coverage.md"])}
    assert set(listed) == {rule.id for rule in law.rules} >= set(EXPECTED)
    for rule in law.rules:
        cells = listed[rule.id]
        for fact in needs_of(law, rule).stated:
            assert fact.label.zh in cells[5]
            assert fact.label.en in cells[5]
        told = rule.kind in (RuleKind.REMINDER, RuleKind.CHECKLIST)
        assert (reason(law, rule) is not None) == told
        assert (cells[6].strip() != "—") == told


def test_every_source_of_an_answer_occurs(law: Rulebook) -> None:
    assert {needs_of(law, rule).source for rule in law.rules} == set(Source)


def test_a_missing_rule_is_named(law: Rulebook) -> None:
    fewer = replace(law, rules=tuple(rule for rule in law.rules if rule.id != "R07"))
    assert "缺 / missing: 无 / none" in coverage_page(law)
    page = coverage_page(fewer)
    assert "缺 / missing: R07\n" in page
    assert "| R07 | 缺 / missing |" in page
    assert page.index("[R06]") < page.index("| R07 |") < page.index("[R08]")


def test_every_topic_and_unit_has_a_name(law: Rulebook) -> None:
    assert {rule.topic for rule in law.rules} == set(TOPICS)
    used = {ref for rule in law.rules for number in rule.numbers for ref, _ in number.references}
    assert {law.thresholds[each].unit for each in used if law.thresholds[each].value is not None} <= set(UNITS)


def test_the_index_names_every_rule_by_topic_and_by_article(law: Rulebook) -> None:
    topics, articles = index_page(law).split('<a id="by-article"></a>')
    for rule in law.rules:
        assert topics.count(f"[{rule.id}](rules/{rule.id}.md)") == 1
        shown = sum(cite.role is not CiteRole.NEVER_PRINTED for cite in rule.cites)
        assert articles.count(f"[{rule.id}](rules/{rule.id}.md)") == shown


def test_a_page_shows_the_numbers_of_the_day_the_law_was_seen(law: Rulebook) -> None:
    seen = law_seen(law)
    assert seen is not None
    assert day_of_page(law, law.rule("R02")) == seen
    assert day_of_page(law, law.rule("R03")) == date(2025, 2, 27)
    assert "2024-05-15" in rule_page(law, law.rule("R03"))


def test_pages_of_any_other_law(law: Rulebook) -> None:
    other = tiny()
    assert "缺 / missing: " in coverage_page(other)
    assert set(rulebook_pages(other)) == {"README.md", "coverage.md", *(f"rules/{rule.id}.md" for rule in other.rules)}


def test_a_gist_brings_no_article_in_by_the_back_door() -> None:
    gist = Words("承接第二十一条的要求。", "Takes over article 21.")
    bare = Provision("p", "i", "", gist, InForce(date(2020, 1, 1)), False, Verified.MEMORY)
    assert gist_words(bare) == Words("承接有关条文的要求。", "Takes over the article concerned.")
    assert article_words(replace(bare, article="第九条")) == Words("条号未核实", "article number not verified")
    citable = replace(bare, article="第九条", citable=True)
    assert gist_words(citable) == gist
    assert article_words(citable).zh == "第九条"


def test_cells_stay_in_their_table() -> None:
    assert cell("a|b\n<i> [x](y)") == "a\\|b &lt;i> [x]\\(y)"
    assert table((Words("一", "one"),), []) == ["—", ""]
    assert table((Words("一", "one"),), [("x",)]) == ["| 一 / one |", "|---|", "| x |", ""]


def test_numbers_are_said_with_their_unit() -> None:
    assert number_words(1320, "minute_of_day", "") == Words("22:00", "22:00")
    assert number_words(3, "", "days") == Words("3 日", "3 days")
    assert number_words(None, "", "text").en == "the law gives no number"
    assert number_words(2, "", "odd_unit").en == "2 odd unit"


@pytest.fixture(scope="module")
def tool() -> ModuleType:
    """``tools/generate_docs.py``, which is no part of the package."""
    spec = importlib.util.spec_from_file_location("generate_docs", ROOT / "tools" / "generate_docs.py")
    assert spec is not None
    assert spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


def test_the_tool_makes_the_pages_of_the_rulebook(tool: ModuleType, pages: dict[str, str]) -> None:
    made = {name.removeprefix("rulebook/"): make() for name, make in tool.PAGES.items() if name.startswith("rulebook/")}
    found = {name: text for name, text in made.items() if not name.startswith("codes/")}
    assert found == pages
    assert set(made) - set(found) == {"codes/README.md", *(f"codes/{kind.code}.md" for kind in codes())}


def test_the_tool_reports_and_removes_what_is_stale_or_superfluous(tool: ModuleType, tmp_path: Path) -> None:
    pages: dict[str, Callable[[], str]] = {"a.md": lambda: "a\n", "rulebook/rules/R01.md": lambda: "one\n"}
    assert tool.update(tmp_path, pages, check=True) == ["a.md", "rulebook/rules/R01.md"]
    assert not list(tmp_path.iterdir())
    tool.update(tmp_path, pages, check=False)
    assert tool.update(tmp_path, pages, check=True) == []
    old, own = tmp_path / "rulebook" / "rules" / "R99.md", tmp_path / "rulebook" / "by_hand.md"
    for path in (old, own):
        path.write_text("old\n", "utf-8")
    (tmp_path / "a.md").write_text("changed\n", "utf-8")
    assert tool.update(tmp_path, pages, check=True) == ["a.md", "rulebook/rules/R99.md"]
    assert old.is_file()
    tool.update(tmp_path, pages, check=False)
    assert not old.exists()
    assert own.is_file()
    assert (tmp_path / "a.md").read_text("utf-8") == "a\n"
