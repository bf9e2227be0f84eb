"""Prints what the ``rule`` subcommands found, as text for people or as JSON; decides nothing."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import date
from pathlib import PurePath
from typing import TYPE_CHECKING

from shouzheng.cli.talk import say_problem
from shouzheng.model.words import Lang, Words
from shouzheng.reference.problems import Problem
from shouzheng.reference.safe_text import json_safe, visible
from shouzheng.reference.script import in_script
from shouzheng.rulebook.describe import (
    answer_of,
    bar,
    bar_head,
    forbids_on,
    numbers_of_day,
    on_day,
    rule_as_json,
    since,
    sql_of_day,
    transition_words,
    versions,
    when_sentence,
)
from shouzheng.rulebook.files.rule import Rule
from shouzheng.rulebook.labels import ANSWERS, ROLES
from shouzheng.rulebook.language.sentence import CLOCK
from shouzheng.rulebook.load import Rulebook
from shouzheng.rulebook.pages.words import KINDS, STATUSES, number_words, topic_words

if TYPE_CHECKING:
    from shouzheng.rulebook.checks.accepted import Accepted
    from shouzheng.rulebook.mutants import Mutant
    from shouzheng.rulebook.rule_tests import TestResult


class Printer:
    """Prints in one language; ``as_json`` prints one JSON document instead of text."""

    def __init__(self, lang: Lang, *, as_json: bool) -> None:
        self.lang, self.as_json = lang, as_json

    def say(self, words: Words) -> str:
        """Return our own words in the language and script of the output."""
        return in_script(words.say(self.lang), self.lang)

    def line(self, zh: str, en: str) -> None:
        """Print one line of ours."""
        print(visible(self.say(Words(zh, en))))

    def json(self, data: object) -> None:
        """Print data as JSON."""
        import json  # slow to import, and seldom asked for

        print(json_safe(json.dumps(data, ensure_ascii=False, indent=2, default=str)))

    # --- rules

    def rules(self, rulebook: Rulebook, day: date) -> None:
        """Print one line per rule."""
        if self.as_json:
            self.json([rule_as_json(rulebook, rule, day) for rule in rulebook.rules])
            return
        for rule in rulebook.rules:
            first = since(rulebook, rule)
            facts = f"{rule.id:<5} {first or '-'!s:<11} {rule.severity}  {self.say(KINDS[rule.kind])}  "
            silent = Words(f"（{day} 没有依据在施行）", f" (no law of it in force on {day})")
            note = "" if first is None or forbids_on(rulebook, rule, day) else self.say(silent)
            print(visible(f"{facts}{self.say(rule.title)}{note}"))
        count = len(rulebook.rules)
        self.line(f"共 {count} 条规则，法律数据 {rulebook.hash}", f"{count} rules, law {rulebook.hash}")

    def rule(self, rulebook: Rulebook, rule: Rule, day: date, *, sql: bool) -> None:
        """Print the page of one rule; its sentence in both languages, which come from the tree that runs."""
        if self.as_json:
            self.json(rule_as_json(rulebook, rule, day, sql=sql))
            return
        print(visible(f"{rule.id}  {in_script(rule.title.zh, self.lang)} / {rule.title.en}"))
        about = (STATUSES[rule.status], KINDS[rule.kind], topic_words(rule.topic), answer_of(rulebook, rule))
        print(f"{' · '.join(map(self.say, about))}\n")
        plain = rule.plain
        for head, words in (
            (Words("禁止什么", "What it forbids"), plain.forbids),
            (Words("不禁止什么", "What it does not forbid"), plain.allows),
            (Words("还可能是什么", "What else it could be"), plain.doubt),
            (Words("可以做什么", "What to do"), plain.next_step),
        ):
            self.section(head, [self.say(words)])
        said = when_sentence(rulebook, rule, day)
        self.section(Words("条件", "Condition"), [in_script(said.zh, self.lang), said.en])
        self._numbers(rulebook, rule, day)
        self._law(rulebook, rule, day)
        if sql:
            title = Words(
                "SQL（只有条件本身；施行日期、机构和产品种类、对象不在其中）",
                "SQL (the condition alone: dates, kinds of institution and product, and roles are not in it)",
            )
            self.section(title, [sql_of_day(rulebook, rule, day)])

    def section(self, head: Words, lines: Iterable[str]) -> None:
        """Print a heading and indented lines under it."""
        print(f"[{self.say(head)}]")
        for line in lines:
            print(visible(f"  {line}"))
        print()

    def _numbers(self, rulebook: Rulebook, rule: Rule, day: date) -> None:
        lines = []
        for name, value in numbers_of_day(rulebook, rule, day).items():
            use = next(number for number in rule.numbers if number.name == name)
            threshold, field = use.references[-1]
            about, unit = "" if field == "value" else CLOCK, rulebook.thresholds[threshold].unit
            none = Words("当日没有", "none that day")
            shown = self.say(none if value is None else number_words(value, about, unit))
            sources = ", ".join(threshold for threshold, _ in use.references)
            lines.append(f":{name} = {shown}  ({sources})")
        if lines:
            self.section(Words(f"{day} 的数", f"Numbers on {day}"), lines)

    def _law(self, rulebook: Rulebook, rule: Rule, day: date) -> None:
        found = versions(rulebook, rule)
        lines = [bar_head()]
        for each in found:
            days = each.days
            until = "" if days is None else f"{days.first} – {days.last or ''}"
            lines.append(f"{bar(days)}  {until:<24} {self.say(ROLES[each.citation.role])}  {self.say(each.words)}")
        self.section(Words("依据（按季度）", "Law (one mark per quarter)"), lines)
        if further := transition_words(rulebook, rule):
            self.section(Words("过渡条款", "Transitional clauses"), [self.say(words) for words in further])
        then, colon = on_day(found, day), ": " if self.lang is Lang.EN else "："
        lines = [f"{self.say(each.words)}{colon}{self.say(each.citation.provision.gist)}" for each in then]
        lines = lines or [self.say(Words("这一天没有依据在施行。", "No law of this rule was in force that day."))]
        self.section(Words(f"{day} 施行的条文", f"Articles in force on {day}"), lines)

    # --- problems and examples

    def problems(self, found: Sequence[Problem], accepted: Sequence[Accepted] = ()) -> None:
        """Print the linter's problems and how many there are; of accepted warnings the number, and in JSON all."""
        if self.as_json:
            stand = [{**_problem_as_json(each.problem), "accepted": both(each.reason)} for each in accepted]
            self.json([*({**_problem_as_json(problem), "accepted": None} for problem in found), *stand])
            return
        for problem in found:
            print(in_script(say_problem(problem, self.lang), self.lang))
        errors = sum(problem.severity.value == "error" for problem in found)
        self.line(
            f"法律数据检查完毕：{errors} 个错误，{len(found) - errors} 个提醒",
            f"law checked: {errors} errors, {len(found) - errors} warnings",
        )
        if accepted:
            self.line(
                f"另有 {len(accepted)} 个提醒经审阅后保留，理由逐条写在 accepted_warnings.toml",
                f"{len(accepted)} more warnings were looked at and stand; accepted_warnings.toml gives each reason",
            )

    def tests(self, rulebook: Rulebook, results: Sequence[TestResult], engines: Sequence[str]) -> None:
        """Print the examples: failing ones when there are many, all when there are few."""
        if self.as_json:
            self.json([_test_as_json(result) for result in results])
            return
        few = len({result.rule for result in results}) <= 1
        for result in results:
            if few or not result.passed:
                mark = "✓" if result.passed else "✗"
                rule = rulebook.rule(result.rule)
                fires = result.test.expect is rule.answer
                answer = self.say(answer_of(rulebook, rule) if fires else ANSWERS[result.test.expect])
                print(visible(f"{mark} {result.rule}  {result.test.day}  {answer}  {self.say(result.test.words)}"))
        passed = sum(result.passed for result in results)
        self.line(
            f"{len(results)} 个例子中 {passed} 个相符（引擎：{'、'.join(engines)}）",
            f"{passed} of {len(results)} examples hold (engines: {', '.join(engines)})",
        )

    def survivors(self, found: Sequence[Mutant], total: int) -> None:
        """Print the mutants that no example catches: an example is missing, or the change means nothing."""
        if self.as_json:
            self.json({"mutants": total, "survivors": [{"rule": each.rule, "what": each.what} for each in found]})
            return
        for each in found:
            print(visible(f"{each.rule}  {each.what}"))
        self.line(
            f"{total} 处改动中有 {len(found)} 处没有被例子发现",
            f"{len(found)} of {total} mutants are caught by no example",
        )

    # --- new

    def made(self, path: PurePath) -> None:
        """Say which file was made."""
        if self.as_json:
            self.json({"file": path.as_posix()})
        else:
            self.line(f"已建立 {path.as_posix()}", f"made {path.as_posix()}")


def both(words: Words) -> dict[str, str]:
    """Return both languages for JSON."""
    return {"zh": words.zh, "en": words.en}


def _problem_as_json(problem: Problem) -> dict[str, object]:
    return {
        "code": problem.code,
        "severity": problem.severity.value,
        "where": problem.where,
        "what": {"zh": problem.what(Lang.ZH_HANS), "en": problem.what(Lang.EN)},
        "why": {"zh": problem.why(Lang.ZH_HANS), "en": problem.why(Lang.EN)},
        "repair": {"zh": problem.repair(Lang.ZH_HANS), "en": problem.repair(Lang.EN)},
    }


def _test_as_json(result: TestResult) -> dict[str, object]:
    return {
        "rule": result.rule,
        "name": both(result.test.words),
        "day": result.test.day.isoformat(),
        "expect": result.test.expect.value,
        "got": {engine: answer.value for engine, answer in result.got},
        "cites": list(result.cites),
        "missing": list(result.missing),
        "passed": result.passed,
        "wrong": list(result.wrong),
    }
