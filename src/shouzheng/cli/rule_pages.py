"""Prints what the ``rule`` subcommands found, as text for people or as JSON; decides nothing."""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping, Sequence
from datetime import date
from pathlib import PurePath
from typing import TYPE_CHECKING

from shouzheng.cli.talk import say_problem
from shouzheng.model.law import CiteRole
from shouzheng.model.verdict import Answer, FactValue
from shouzheng.model.words import Lang, Words
from shouzheng.reference.problems import Problem
from shouzheng.reference.safe_text import visible
from shouzheng.reference.script import in_script
from shouzheng.rulebook.describe import (
    bar,
    bar_head,
    cite_words,
    numbers_of_day,
    on_day,
    rule_as_json,
    since,
    sql_of_day,
    versions,
    when_sentence,
)
from shouzheng.rulebook.load import Rulebook
from shouzheng.rulebook.rule_file import Rule

if TYPE_CHECKING:
    from shouzheng.rulebook.difference import Difference
    from shouzheng.rulebook.explain import Explanation
    from shouzheng.rulebook.mutants import Mutant
    from shouzheng.rulebook.rule_tests import TestResult

ANSWERS = {
    Answer.BREACH: Words("涉嫌违反", "possible breach"),
    Answer.CLEAR: Words("未见违反", "clear"),
    Answer.CANNOT_TELL: Words("无法判断", "cannot tell"),
    Answer.NEEDS_PERSON: Words("需要人判断", "needs a person"),
    Answer.NOT_APPLICABLE: Words("不适用", "not applicable"),
}
_TRUTH = {True: Words("成立", "true"), False: Words("不成立", "false"), None: Words("不知道", "unknown")}
_ROLES = {
    CiteRole.FORBIDS: Words("禁止", "forbids"),
    CiteRole.SUPPORTS: Words("佐证", "supports"),
    CiteRole.CONTEXT: Words("参考", "context"),
}


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
        print(json.dumps(data, ensure_ascii=False, indent=2, default=str))

    # --- rules

    def rules(self, rulebook: Rulebook, day: date) -> None:
        """Print one line per rule."""
        if self.as_json:
            self.json([rule_as_json(rulebook, rule, day) for rule in rulebook.rules])
            return
        for rule in rulebook.rules:
            first = since(rulebook, rule)
            facts = f"{rule.id:<5} {first or '-'!s:<11} {rule.kind.value:<10} {rule.severity}  "
            print(visible(f"{facts}{self.say(rule.title)}"))
        count = len(rulebook.rules)
        self.line(f"共 {count} 条规则，法律数据 {rulebook.hash}", f"{count} rules, law {rulebook.hash}")

    def rule(self, rulebook: Rulebook, rule: Rule, day: date, *, sql: bool) -> None:
        """Print the page of one rule; its sentence in both languages, which come from the tree that runs."""
        if self.as_json:
            self.json(rule_as_json(rulebook, rule, day, sql=sql))
            return
        print(visible(f"{rule.id}  {in_script(rule.title.zh, self.lang)} / {rule.title.en}"))
        print(f"{rule.status.value} · {rule.kind.value} · {rule.topic} · {self.say(ANSWERS[rule.answer])}\n")
        plain = rule.plain
        for head, words in (
            (Words("禁止什么", "What it forbids"), plain.forbids),
            (Words("不禁止什么", "What it does not forbid"), plain.allows),
            (Words("还可能是什么", "What else it could be"), plain.doubt),
            (Words("可以做什么", "What to do"), plain.next_step),
        ):
            self._section(head, [self.say(words)])
        said = when_sentence(rulebook, rule, day)
        self._section(Words("条件", "Condition"), [in_script(said.zh, self.lang), said.en])
        self._numbers(rulebook, rule, day)
        self._law(rulebook, rule, day)
        if sql:
            self._section(Words("SQL", "SQL"), [sql_of_day(rulebook, rule, day)])

    def _section(self, head: Words, lines: Iterable[str]) -> None:
        print(f"[{self.say(head)}]")
        for line in lines:
            print(visible(f"  {line}"))
        print()

    def _numbers(self, rulebook: Rulebook, rule: Rule, day: date) -> None:
        lines = []
        for name, value in numbers_of_day(rulebook, rule, day).items():
            shown = self.say(Words("当日没有", "none that day")) if value is None else str(value)
            use = next(number for number in rule.numbers if number.name == name)
            sources = ", ".join(threshold for threshold, _ in use.references)
            lines.append(f":{name} = {shown}  ({sources})")
        if lines:
            self._section(Words(f"{day} 的数", f"Numbers on {day}"), lines)

    def _law(self, rulebook: Rulebook, rule: Rule, day: date) -> None:
        found = versions(rulebook, rule)
        lines = [bar_head()]
        for each in found:
            days = each.days
            until = "" if days is None else f"{days.first} – {days.last or ''}"
            lines.append(f"{bar(days)}  {until:<24} {self.say(_ROLES[each.citation.role])}  {self.say(each.words)}")
        self._section(Words("依据（按季度）", "Law (one mark per quarter)"), lines)
        then = on_day(found, day)
        lines = [f"{self.say(each.words)}：{self.say(each.citation.provision.gist)}" for each in then]
        lines = lines or [self.say(Words("这一天没有依据在施行。", "No law of this rule was in force that day."))]
        self._section(Words(f"{day} 施行的条文", f"Articles in force on {day}"), lines)

    # --- problems and examples

    def problems(self, found: Sequence[Problem]) -> None:
        """Print the linter's problems and how many there are."""
        if self.as_json:
            self.json([_problem_as_json(problem) for problem in found])
            return
        for problem in found:
            print(in_script(say_problem(problem, self.lang), self.lang))
        errors = sum(problem.severity.value == "error" for problem in found)
        self.line(
            f"法律数据检查完毕：{errors} 个错误，{len(found) - errors} 个提醒",
            f"law checked: {errors} errors, {len(found) - errors} warnings",
        )

    def tests(self, results: Sequence[TestResult], engines: Sequence[str]) -> None:
        """Print the examples: failing ones when there are many, all when there are few."""
        if self.as_json:
            self.json([_test_as_json(result) for result in results])
            return
        few = len({result.rule for result in results}) <= 1
        for result in results:
            if few or not result.passed:
                mark = "✓" if result.passed else "✗"
                answer = self.say(ANSWERS[result.test.expect])
                print(visible(f"{mark} {result.rule}  {result.test.day}  {answer}  {result.test.name}"))
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

    # --- why

    def why(self, rulebook: Rulebook, rule: Rule, day: date, values: Mapping[str, FactValue]) -> None:
        """Print every leaf of a rule on one event, and what would have made it lawful."""
        from shouzheng.rulebook.explain import explain, lawful_if

        found = explain(rulebook, rule, "event", day, values)
        changes = lawful_if(rulebook, found, values)
        if self.as_json:
            self.json(_why_as_json(found, changes))
            return
        verdict = found.verdict
        print(visible(f"{rule.id}  {self.say(rule.title)}  {day}: {self.say(ANSWERS[verdict.answer])}"))
        print()
        if found.selection.not_applied is not None:
            self._section(Words("为什么不适用", "Why it does not apply"), [found.selection.not_applied.value])
        lines = [f"{leaf.name} = {_value(leaf.value)}  {self._label(rulebook, leaf.name)}" for leaf in verdict.leaves]
        self._section(Words("看到的每个事实", "Every fact it looked at"), lines)
        parts = [(rule.when_text, found.when), *((f"unless {each.text}", truth) for each, truth in found.exceptions)]
        self._section(
            Words("条件各部分", "Parts"),
            [f"{self.say(_TRUTH[truth])}: {' '.join(text.split())}" for text, truth in parts],
        )
        if verdict.missing:
            lines = [f"{name}  {self._label(rulebook, name)}" for name in verdict.missing]
            self._section(Words("还缺什么才能判断", "What is missing"), lines)
        if changes:
            lines = [f"{name} = {_value(value)}  {self._label(rulebook, name)}" for name, value in changes]
            self._section(Words("若有以下任一不同，即未见违反", "Lawful if any one of these were so"), lines)
        cites = [self.say(cite_words(c.provision, c.instrument)) for c in verdict.citations]
        if cites:
            self._section(Words("依据", "Law"), cites)

    def _label(self, rulebook: Rulebook, name: str) -> str:
        fact = rulebook.facts.get(name)
        return self.say(fact.label) if fact else ""

    # --- new and diff

    def made(self, path: PurePath) -> None:
        """Say which file was made."""
        if self.as_json:
            self.json({"file": path.as_posix()})
        else:
            self.line(f"已建立 {path.as_posix()}", f"made {path.as_posix()}")

    def difference(self, before: Rulebook, after: Rulebook, found: Difference) -> None:
        """Print rules added, removed and changed, then every decision that changed."""
        if self.as_json:
            changed = [
                {
                    "rule": each.rule,
                    "event": each.sample,
                    "before": each.before,
                    "after": each.after,
                    "cites_before": each.cites_before,
                    "cites_after": each.cites_after,
                }
                for each in found.changed
            ]
            lists = {"added": found.added, "removed": found.removed, "edited": found.reworded}
            self.json(
                {"before": before.hash, "after": after.hash, **lists, "events": found.samples, "changed": changed}
            )
            return
        for head, names in (
            (Words("新增", "added"), found.added),
            (Words("删除", "removed"), found.removed),
            (Words("改动", "edited"), found.reworded),
        ):
            print(f"{self.say(head)}: {' '.join(names) or '-'}")
        for each in found.changed:
            answers = " → ".join(self.say(ANSWERS[a]) if a else "-" for a in (each.before, each.after))
            cites = f"  [{' '.join(each.cites_before)}] → [{' '.join(each.cites_after)}]"
            print(
                visible(
                    f"{each.rule}  {answers}  {each.sample}{cites if each.cites_before != each.cites_after else ''}"
                )
            )
        self.line(
            f"{found.samples} 个事件中有 {len(found.changed)} 个判断不同",
            f"{len(found.changed)} decisions differ on {found.samples} events",
        )


def _value(value: FactValue) -> str:
    if value is None:
        return "?"
    return str(value).upper() if isinstance(value, bool) else str(value)


def _both(words: Words) -> dict[str, str]:
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
        "name": result.test.name,
        "day": result.test.day.isoformat(),
        "expect": result.test.expect.value,
        "got": {engine: answer.value for engine, answer in result.got},
        "cites": list(result.cites),
        "missing": list(result.missing),
        "passed": result.passed,
        "wrong": list(result.wrong),
    }


def _why_as_json(found: Explanation, changes: Sequence[tuple[str, FactValue]]) -> dict[str, object]:
    verdict = found.verdict
    not_applied = found.selection.not_applied
    return {
        "rule": found.rule.id,
        "day": found.day.isoformat(),
        "answer": verdict.answer.value,
        "not_applied": None if not_applied is None else not_applied.value,
        "leaves": [{"name": leaf.name, "value": leaf.value} for leaf in verdict.leaves],
        "when": {"text": found.rule.when_text, "truth": found.when},
        "unless": [{"text": each.text, "truth": truth, "words": _both(each.words)} for each, truth in found.exceptions],
        "missing": list(verdict.missing),
        "lawful_if": [{"name": name, "value": value} for name, value in changes],
        "exception": verdict.exception,
        "cites": [_both(cite_words(c.provision, c.instrument)) for c in verdict.citations],
    }
