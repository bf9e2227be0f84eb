"""No criminal wording and no verdict of guilt in anything the rulebook prints: pages, commands, errors, labels."""

from __future__ import annotations

import pkgutil
import re
from datetime import date
from importlib import import_module

import pytest

import shouzheng
from shouzheng.cli.rule_events import FoundEvent
from shouzheng.cli.rule_pages import Printer
from shouzheng.cli.rule_why import print_why
from shouzheng.judging.wording import FORBIDDEN
from shouzheng.model.law import CiteRole
from shouzheng.model.words import Lang
from shouzheng.reference.problems import registered
from shouzheng.rulebook.files.rule import Rule
from shouzheng.rulebook.load import load_rulebook
from shouzheng.rulebook.pages.codes import code_page, codes, codes_page
from shouzheng.rulebook.pages.rule import rule_page
from shouzheng.rulebook.pages.write import coverage_page, index_page
from shouzheng.rulebook.rule_tests import example_values as values_of

LAW = load_rulebook()
#: Names of facts and codes of acts are identifiers of the law base, for engineers; they are no words about anybody.
_IDENTIFIER = re.compile(r"\b(?:act_)?threat_criminal\b")
_GUILT = re.compile(
    r"构成|犯罪|罪名|刑法|刑事|寻衅滋事|敲诈勒索罪|\b(?:crim|guilt|felon)\w*|\bpenal (?:code|law)", re.IGNORECASE
)
#: Longest table cell or sentence shown when a test fails.
_AROUND = 20


def said(text: str) -> list[str]:
    """Return the places at which a text speaks of crimes."""
    plain = _IDENTIFIER.sub("", text)
    words = [plain[max(found.start() - _AROUND, 0) : found.end() + _AROUND] for found in _GUILT.finditer(plain)]
    return words + [word for word in FORBIDDEN if word in plain.lower()]


def test_the_test_finds_what_it_looks_for() -> None:
    for text in ("涉嫌构成违法", "可能犯罪", "criminal law", "found guilty", "《刑法》第二百九十三条"):
        assert said(text)
    assert not said("act_threat_criminal 涉嫌违反《治安管理处罚法》")


@pytest.mark.parametrize("rule", LAW.rules, ids=lambda rule: rule.id)
def test_the_page_of_a_rule(rule: Rule) -> None:
    assert said(rule_page(LAW, rule)) == []


def test_index_coverage_and_codes() -> None:
    for text in (index_page(LAW), coverage_page(LAW), codes_page(), *map(code_page, codes())):
        assert said(text) == []


@pytest.mark.parametrize("lang", ["zh-Hans", "en"])
def test_what_show_and_why_print(lang: str, capsys: pytest.CaptureFixture[str]) -> None:
    """Every rule as shown, and one example of each explained, with the names of all the facts it looks at."""
    out = Printer(Lang(lang), as_json=False)
    for rule in LAW.rules:
        out.rule(LAW, rule, date(2026, 11, 22), sql=True)
        if rule.condition is not None:
            test = rule.tests[0]
            print_why(out, LAW, rule, FoundEvent(test.name, test.day, values_of(LAW, test)), test.day)
        assert said(capsys.readouterr().out) == [], rule.id


def test_every_error_of_the_program() -> None:
    for module in pkgutil.walk_packages(shouzheng.__path__, "shouzheng."):
        import_module(module.name)
    for kind in registered():
        for words in (kind.what, kind.why, kind.repair):
            assert said(words.zh) + said(words.en) == [], kind.code


def test_names_of_facts_counts_thresholds_and_channels_that_rules_use() -> None:
    for fact in LAW.facts.values():
        assert said(fact.label.zh) + said(fact.label.en) == [], fact.name
    used = {reference for rule in LAW.rules for number in rule.numbers for reference, _ in number.references}
    for name in used:
        words = LAW.thresholds[name]
        assert said(words.what.zh) + said(words.what.en) == [], name


def test_criminal_law_is_cited_by_nobody() -> None:
    """Known to the rulebook, chosen for no contact: not even as context."""
    criminal = {each.id for each in LAW.instruments.values() if "刑" in each.title.zh or "犯罪" in each.title.zh}
    assert {"criminal-law"} <= criminal
    for rule in LAW.rules:
        for cite in rule.cites:
            if LAW.provisions[cite.provision].instrument in criminal:
                assert cite.role is CiteRole.NEVER_PRINTED, (rule.id, cite.provision)
            for transition in (cite.retroactive, cite.facts_before):
                assert transition is None or LAW.provisions[transition.by].instrument not in criminal
    assert LAW.overdue(date(2026, 11, 22)) == ()
