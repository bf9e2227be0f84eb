"""``shouzheng rule list|show|test|why|lint|new|diff``: look at the law as the program sees it. Data to stdout."""

from __future__ import annotations

import argparse
import json
import sys
from datetime import date, datetime
from pathlib import Path
from typing import TYPE_CHECKING, cast

from shouzheng.cli.rule_pages import Printer
from shouzheng.cli.talk import say_problems
from shouzheng.model.moment import BEIJING
from shouzheng.model.words import Lang, Words
from shouzheng.reference.problems import Problem, Severity, ShouzhengError
from shouzheng.rulebook import problems
from shouzheng.rulebook.load import BAD_LAW, Rulebook, load_rulebook
from shouzheng.rulebook.load_one import load_rule

if TYPE_CHECKING:
    from collections.abc import Sequence

    from shouzheng.model.verdict import FactValue
    from shouzheng.rulebook.rule_file import Rule

#: Exit codes (DESIGN §8): all well, wrong usage, bad law.
_DONE, _USAGE = 0, 2
#: Largest event file read, in bytes.
_MAX_BYTES = 1_000_000

_Help = tuple[str, str]


def configure(parser: argparse.ArgumentParser) -> None:
    """Add the subcommands of ``rule``."""
    lang = Lang(parser.get_default("lang"))
    commands = parser.add_subparsers(dest="action", required=True, metavar="ACTION")

    def command(name: str, help_words: _Help) -> argparse.ArgumentParser:
        sub = commands.add_parser(name, help=Words(*help_words).say(lang))
        sub.add_argument("--json", action="store_true", help=Words("输出 JSON", "print JSON").say(lang))
        option(sub, "--law", Path, "DIR", ("另一个法律数据文件夹", "another law folder"))
        option(sub, "--as-of", date.fromisoformat, "DATE", ("按这一天的法律", "law of this day"))
        return sub

    def option(sub: argparse.ArgumentParser, name: str, kind: object, metavar: str, help_words: _Help) -> None:
        convert = cast("type[str]", kind)
        sub.add_argument(name, type=convert, metavar=metavar, help=Words(*help_words).say(lang))

    def words(sub: argparse.ArgumentParser, name: str, help_words: _Help, *, many: bool = False) -> None:
        sub.add_argument(name, nargs="*" if many else None, metavar=name.upper(), help=Words(*help_words).say(lang))

    command("list", ("列出全部规则", "list all rules"))
    show = command("show", ("一条规则：文字、依据、时间、条件", "one rule: words, law, dates, condition"))
    words(show, "rule", ("规则编号", "id of the rule"))
    show.add_argument("--sql", action="store_true", help=Words("另显示 SQL", "also as SQL").say(lang))
    test = command("test", ("运行规则自带的例子", "run the examples of rules"))
    words(test, "rules", ("规则编号，缺省为全部", "ids of rules, all by default"), many=True)
    help_mutants = Words("故意改坏规则，列出例子没有发现的改动", "break the rules and list what no example catches")
    test.add_argument("--mutants", action="store_true", help=help_mutants.say(lang))
    why = command("why", ("解释规则对一次联系的判断", "explain what a rule says of an event"))
    words(why, "event", ("事件的 JSON 文件，或规则例子的名字", "JSON file of an event, or name of an example"))
    words(why, "rule", ("规则编号", "id of the rule"))
    command("lint", ("检查法律数据", "check the law data"))
    new = command("new", ("新建一条规则的文件", "start the file of a new rule"))
    for name, said in (("rule", "规则编号 / id"), ("topic", "主题 / topic"), ("slug", "文件名 / name of the file")):
        words(new, name, (said, said))
    option(new, "--title", str, "TEXT", ("中文标题", "Chinese title"))
    new.add_argument("--provision", required=True, metavar="ID", help=Words("依据的条文", "provision").say(lang))
    diff = command("diff", ("两个版本的判断差别", "what two versions decide differently"))
    words(diff, "before", ("旧的法律数据文件夹", "law folder before"))
    words(diff, "after", ("新的法律数据文件夹", "law folder after"))


def run(args: argparse.Namespace) -> int:
    """Run one subcommand; returns its exit code (0 well, 2 wrong usage, 3 bad law)."""
    out = Printer(Lang(args.lang), as_json=bool(args.json))
    if args.action == "lint":
        return _lint(args, out)
    if args.action == "diff":
        return _diff(args, out)
    one = args.action in ("show", "why")
    rulebook = load_rule(args.rule, args.law) if one else load_rulebook(args.law)
    day = args.as_of or datetime.now(BEIJING).date()
    match args.action:
        case "list":
            out.rules(rulebook, day)
        case "show":
            out.rule(rulebook, _rule(rulebook, args.rule), day, sql=bool(args.sql))
        case "test":
            return _test(args, out, rulebook)
        case "why":
            rule = _rule(rulebook, args.rule)
            event_day, values = _event(rulebook, rule, args.event)
            out.why(rulebook, rule, args.as_of or event_day, values)
        case "new":
            _new(args, out, rulebook)
    return _DONE


def _usage(problem: Problem) -> ShouzhengError:
    return ShouzhengError(problem, exit_code=_USAGE)


def _rule(rulebook: Rulebook, rule_id: str) -> Rule:
    for rule in rulebook.rules:
        if rule.id.casefold() == rule_id.casefold():
            return rule
    raise _usage(Problem(problems.UNKNOWN_RULE, slots=(("id", rule_id),)))


def _lint(args: argparse.Namespace, out: Printer) -> int:
    from shouzheng.rulebook.lint import lint

    found = lint(args.law, today=args.as_of)
    out.problems(found)
    return BAD_LAW if any(problem.severity is Severity.ERROR for problem in found) else _DONE


def _test(args: argparse.Namespace, out: Printer, rulebook: Rulebook) -> int:
    from shouzheng.rulebook.rule_tests import engines_here, run_rule_tests

    chosen: Sequence[Rule] = [_rule(rulebook, each) for each in args.rules] or rulebook.rules
    if args.mutants:
        from shouzheng.rulebook.mutants import mutants, survivors

        total = sum(1 for rule in chosen for _ in mutants(rulebook, rule))
        out.survivors(survivors(rulebook, chosen), total)
        return _DONE
    results = run_rule_tests(rulebook, chosen)
    out.tests(results, engines_here())
    wrong = [
        Problem(
            problems.EXAMPLE_FAILS,
            rulebook.rule(result.rule).file,
            (("name", result.test.name), ("wrong", "; ".join(result.wrong))),
        )
        for result in results
        if not result.passed
    ]
    say_problems(wrong, out.lang)
    return BAD_LAW if wrong else _DONE


def _event(rulebook: Rulebook, rule: Rule, name: str) -> tuple[date, dict[str, FactValue]]:
    """Return day and facts of an event: a JSON file, ``-`` for standard input, or an example of the rule."""
    from shouzheng.rulebook.rule_tests import test_values

    for test in rule.tests:
        if test.name == name:
            return test.day, test_values(rulebook, test)
    try:
        if name == "-":
            text = sys.stdin.read(_MAX_BYTES)
        else:
            with Path(name).open(encoding="utf-8") as file:
                text = file.read(_MAX_BYTES)
        data = json.loads(text)
        day, facts = date.fromisoformat(data["day"]), dict(data["facts"])
    except (OSError, ValueError, KeyError, TypeError, RecursionError) as error:
        raise _usage(Problem(problems.BAD_FACTS, name, (("detail", str(error)[:200]),))) from error
    for key, value in facts.items():
        if key not in rulebook.facts or not rulebook.facts[key].accepts(value):
            raise _usage(Problem(problems.BAD_FACTS, name, (("detail", f"{key} = {value!r}"[:200]),)))
    return day, facts


def _new(args: argparse.Namespace, out: Printer, rulebook: Rulebook) -> None:
    from shouzheng.reference.data_files import data_folder
    from shouzheng.rulebook.scaffold import new_rule

    folder = args.law or data_folder("law")
    title = args.title or f"新规则 {args.rule}"
    path = new_rule(rulebook, folder, args.rule, args.topic, args.slug, title, args.provision)
    out.made(path.relative_to(folder))


def _diff(args: argparse.Namespace, out: Printer) -> int:
    from shouzheng.rulebook.difference import compare, own_samples

    before, after = load_rulebook(Path(args.before)), load_rulebook(Path(args.after))
    out.difference(before, after, compare(before, after, own_samples(before, after)))
    return _DONE
