"""``shouzheng plan FILE.toml``: the month, what loans really cost, plans that can be kept; ``--before`` borrowing."""

from __future__ import annotations

import argparse
import json
import shutil
from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING

from shouzheng.cli.arguments import recent_day
from shouzheng.model.moment import BEIJING
from shouzheng.model.words import Lang, Words

if TYPE_CHECKING:
    from shouzheng.remedy.plan.working import Plan
    from shouzheng.rulebook.load import Rulebook


def configure(parser: argparse.ArgumentParser) -> None:
    """Add the arguments of ``plan``."""
    lang = Lang(parser.get_default("lang"))

    def say(zh: str, en: str) -> str:
        return Words(zh, en).say(lang)

    parser.add_argument(
        "file", type=Path, metavar="FILE.toml", help=say("照 examples/plan.toml 写", "as examples/plan.toml")
    )
    parser.add_argument(
        "--before", action="store_true", help=say("借款之前：只看想借的这一笔", "only the loan not taken yet")
    )
    parser.add_argument(
        "--as-of", type=recent_day, metavar="DATE", help=say("以这一天为“今天”", "take this day as today")
    )
    parser.add_argument("--json", action="store_true", help=say("输出数据", "write data"))
    parser.add_argument("--pdf", type=Path, metavar="FILE", help=say("写成 PDF", "write a PDF"))
    parser.add_argument(
        "--ics", type=Path, metavar="FILE", help=say("选定方案的付款提醒", "reminders of the chosen plans")
    )
    parser.add_argument(
        "--detail", action="store_true", help=say("提醒里写明金额（默认不写）", "name amounts in reminders")
    )
    parser.add_argument("--figures", metavar="DEBT", help=say("写出填文书用的数字", "write the figures for a letter"))


def run(args: argparse.Namespace) -> int:
    """Work out the plan and print it; returns 0."""
    from dataclasses import replace

    from shouzheng.cli.talk import say_problems
    from shouzheng.genuine.directory.load import load_directory
    from shouzheng.reference.problems import Problem, ShouzhengError
    from shouzheng.remedy.plan.plan_file import read_plan
    from shouzheng.remedy.plan.problems import MISSING_KEY
    from shouzheng.remedy.plan.working import work_out
    from shouzheng.rulebook.load import load_rulebook

    given = read_plan(args.file)
    if args.before and given.before is None:
        raise ShouzhengError(Problem(MISSING_KEY, args.file.name, (("key", "[before]"),)))
    rulebook, lang = load_rulebook(), Lang(args.lang)
    plan = work_out(given, rulebook, load_directory(), args.as_of or datetime.now(BEIJING).date())
    if args.before:
        plan = replace(plan, debts=(), progress=())
    say_problems(plan.problems, lang)
    _write(args, plan, rulebook, lang)
    _print(args, plan, rulebook, lang)
    return 0


def _write(args: argparse.Namespace, plan: Plan, rulebook: Rulebook, lang: Lang) -> None:
    from shouzheng.remedy.atomic import write_bytes

    if args.pdf:
        from shouzheng.remedy.plan.paper import plan_pdf

        write_bytes(args.pdf, plan_pdf(plan, rulebook, lang))
    if args.ics:
        from shouzheng.remedy.paper.calendar_file import calendar_file
        from shouzheng.remedy.plan.paper import plan_reminders

        found = plan_reminders(plan, lang, detail=args.detail)
        write_bytes(args.ics, calendar_file(found, plan.today, lang))


def _print(args: argparse.Namespace, plan: Plan, rulebook: Rulebook, lang: Lang) -> None:
    from shouzheng.reference.safe_text import json_safe

    if args.figures:
        from shouzheng.remedy.plan.figures import figures_of

        data = figures_of(plan, args.figures).as_data()
        print(json_safe(json.dumps(data, ensure_ascii=False, indent=2)))
    elif args.json:
        from shouzheng.remedy.plan.as_json import plan_json

        print(json_safe(json.dumps(plan_json(plan), ensure_ascii=False, indent=2)))
    else:
        from shouzheng.remedy.plan.screen import plan_screen

        width = min(shutil.get_terminal_size((80, 24)).columns, 100)
        print(plan_screen(plan, rulebook, lang, width))
