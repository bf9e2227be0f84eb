"""``shouzheng rule list|show|test|why|lint|new|diff``: look at the law as the program sees it. Data to stdout."""

from __future__ import annotations

import argparse
from datetime import date, datetime
from pathlib import Path
from typing import TYPE_CHECKING, cast

from shouzheng.cli.arguments import day
from shouzheng.cli.rule_pages import Printer
from shouzheng.cli.talk import say_problems
from shouzheng.model.moment import BEIJING
from shouzheng.model.words import Lang, Words
from shouzheng.reference.problems import Problem, ShouzhengError
from shouzheng.rulebook import problems
from shouzheng.rulebook.load import BAD_LAW, Rulebook, load_rulebook

if TYPE_CHECKING:
    from collections.abc import Sequence

    from shouzheng.rulebook.files.rule import Rule

#: Exit codes (DESIGN §8): all well, wrong usage, bad law.
_DONE, _USAGE = 0, 2

#: Subcommands that take ``--law`` and ``--as-of``; elsewhere they would be swallowed without any effect.
_OF_A_LAW = ("list", "show", "test", "why", "lint", "new")
_OF_A_DAY = ("list", "show", "why", "lint")

_Help = tuple[str, str]


def configure(parser: argparse.ArgumentParser) -> None:
    """Add the subcommands of ``rule``."""
    lang = Lang(parser.get_default("lang"))
    # ``prog`` is what argparse would work out itself, slowly: it lays out a whole usage text for it
    commands = parser.add_subparsers(dest="action", required=True, metavar="ACTION", prog=parser.prog)

    def command(name: str, help_words: _Help) -> argparse.ArgumentParser:
        sub = commands.add_parser(name, help=Words(*help_words).say(lang))
        languages = [each.value for each in Lang]
        sub.add_argument("--lang", choices=languages, default=argparse.SUPPRESS, help=argparse.SUPPRESS)
        sub.add_argument("--json", action="store_true", help=Words("输出 JSON", "print JSON").say(lang))
        if name in _OF_A_LAW:
            option(sub, "--law", Path, "DIR", ("另一个法律数据文件夹", "another law folder"))
        if name in _OF_A_DAY:
            option(sub, "--as-of", _day, "DATE", ("按这一天的法律", "law of this day"))
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
    words(
        why,
        "event",
        (
            "events.jsonl:行号 或 events.jsonl#事件id，或事实的 JSON 文件，或规则例子的名字",
            "events.jsonl:LINE or events.jsonl#ID, or a JSON file of facts, or the name of an example",
        ),
    )
    words(why, "rule", ("规则编号", "id of the rule"))
    who = ("本人对案情的陈述，用来重建事实", "the person's statement of the case, to make the facts anew")
    option(why, "--who", Path, "case.toml", who)
    command("lint", ("检查法律数据", "check the law data"))
    new = command("new", ("新建一条规则的文件", "start the file of a new rule"))
    for name, said in (("rule", "规则编号 / id"), ("topic", "主题 / topic"), ("slug", "文件名 / name of the file")):
        words(new, name, (said, said))
    option(new, "--title", str, "TEXT", ("中文标题", "Chinese title"))
    new.add_argument("--provision", required=True, metavar="ID", help=Words("依据的条文", "provision").say(lang))
    diff = command("diff", ("两个版本的判断差别", "what two versions decide differently"))
    words(diff, "before", ("旧的法律数据文件夹", "law folder before"))
    words(diff, "after", ("新的法律数据文件夹", "law folder after"))
    events = ("在这些事件上比较（check 写的 events.jsonl）", "compare on these events (events.jsonl of check)")
    option(diff, "--events", Path, "FILE", events)
    option(diff, "--who", Path, "case.toml", who)


def run(args: argparse.Namespace) -> int:
    """Run one subcommand; returns its exit code (0 well, 2 wrong usage, 3 bad law)."""
    out = Printer(Lang(args.lang), as_json=bool(args.json))
    if args.action == "lint":
        return _lint(args, out)
    if args.action == "diff":
        return _diff(args, out)
    rulebook = _load(args)
    match args.action:
        case "list":
            out.rules(rulebook, args.as_of or _today())
        case "show":
            out.rule(rulebook, _rule(rulebook, args.rule), args.as_of or _today(), sql=bool(args.sql))
        case "test":
            return _test(args, out, rulebook)
        case "why":
            rule = _rule(rulebook, args.rule)
            from shouzheng.cli.rule_events import find_event
            from shouzheng.cli.rule_why import print_why

            found = find_event(rulebook, rule, args.event, args.who)
            print_why(out, rulebook, rule, found, args.as_of or found.day)
        case "new":
            _new(args, out, rulebook)
    return _DONE


def _day(text: str) -> date:
    """Read a day written as in the law data; argparse shows our words, not Python's."""
    found = day(text)
    if found.isoformat() != text:
        raise argparse.ArgumentTypeError(f"{text!r}: YYYY-MM-DD, 2026-11-22")
    return found


def _today() -> date:
    return datetime.now(BEIJING).date()


def _load(args: argparse.Namespace) -> Rulebook:
    """Load all law, so that a broken file anywhere is said; to show one rule, only what that rule refers to."""
    if args.action == "show":
        from shouzheng.rulebook.load_one import load_rule

        return load_rule(args.rule, args.law, brief=not args.json)
    return load_rulebook(args.law)


def _usage(problem: Problem) -> ShouzhengError:
    return ShouzhengError(problem, exit_code=_USAGE)


def _rule(rulebook: Rulebook, rule_id: str) -> Rule:
    for rule in rulebook.rules:
        if rule.id.casefold() == rule_id.casefold():
            return rule
    raise _usage(Problem(problems.UNKNOWN_RULE, slots=(("id", rule_id),)))


def _lint(args: argparse.Namespace, out: Printer) -> int:
    from shouzheng.rulebook.lint import report

    found = report(args.law, today=args.as_of)
    out.problems(found.problems, found.accepted)
    # an open warning is a fault of the law as well: what may stand is listed in accepted_warnings.toml
    return BAD_LAW if found.problems else _DONE


def _test(args: argparse.Namespace, out: Printer, rulebook: Rulebook) -> int:
    from shouzheng.rulebook.rule_tests import engines_here, run_rule_tests

    chosen: Sequence[Rule] = [_rule(rulebook, each) for each in args.rules] or rulebook.rules
    if args.mutants:
        from shouzheng.rulebook.mutants import mutants, survivors

        total = sum(1 for rule in chosen for _ in mutants(rulebook, rule))
        out.survivors(survivors(rulebook, chosen), total)
        return _DONE
    results = run_rule_tests(rulebook, chosen)
    out.tests(rulebook, results, engines_here())
    wrong = [
        Problem(
            problems.EXAMPLE_FAILS,
            rulebook.rule(result.rule).file,
            (("name", out.say(result.test.words)), ("wrong", "; ".join(result.wrong))),
        )
        for result in results
        if not result.passed
    ]
    say_problems(wrong, out.lang)
    return BAD_LAW if wrong else _DONE


def _new(args: argparse.Namespace, out: Printer, rulebook: Rulebook) -> None:
    from shouzheng.reference.data_files import data_folder
    from shouzheng.rulebook.scaffold import new_rule

    folder = args.law or data_folder("law")
    title = args.title or f"新规则 {args.rule}"
    path = new_rule(rulebook, folder, args.rule, args.topic, args.slug, title, args.provision)
    out.made(path.relative_to(folder))


def _diff(args: argparse.Namespace, out: Printer) -> int:
    from shouzheng.cli.rule_diff import print_difference
    from shouzheng.cli.rule_events import samples_of
    from shouzheng.rulebook.difference import compare, own_samples

    before, after = load_rulebook(Path(args.before)), load_rulebook(Path(args.after))
    # the facts of the events are those of the newer law: a fact that the older one lacks is none of its business
    samples = samples_of(after, args.events, args.who) if args.events else own_samples(before, after)
    print_difference(out, before, after, compare(before, after, samples))
    return _DONE
