"""``shouzheng next``: ordered steps from the findings, the role and the dates; danger first."""

from __future__ import annotations

import argparse
import json
import shutil
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING

from shouzheng.cli.arguments import recent_day
from shouzheng.cli.situation_arguments import add_situation, read_situation
from shouzheng.model.words import Lang, Words

if TYPE_CHECKING:
    from shouzheng.remedy.letters.library import Library
    from shouzheng.remedy.situation import Situation


def configure(parser: argparse.ArgumentParser) -> None:
    """Add the arguments of ``next``."""
    lang = Lang(parser.get_default("lang"))
    add_situation(parser, lang)
    parser.add_argument(
        "--proceedings",
        type=Path,
        metavar="FILE.jsonl",
        help=Words(
            "shouzheng proceedings 记下的往来；案卷里的会自动读", "what shouzheng proceedings keeps; a case has its own"
        ).say(lang),
    )
    parser.add_argument(
        "--done",
        action="append",
        default=[],
        metavar="STEP=DATE",
        help=Words("哪一步在哪一天做了，可写多次", "which step was done on which day; may be repeated").say(lang),
    )
    parser.add_argument(
        "--where",
        action="store_true",
        help=Words("该找哪个部门，哪个不归它管", "which body is right, and which is not").say(lang),
    )
    parser.add_argument(
        "--place",
        default="",
        metavar="PLACE",
        help=Words("省、市，与 --where 一起用", "province or city, with --where").say(lang),
    )


def run(args: argparse.Namespace) -> int:
    """Print the steps; returns 0. Without a case the numbers to call are printed before it says what is missing."""
    from shouzheng.cli.talk import say_problems
    from shouzheng.reference.safe_text import json_safe
    from shouzheng.remedy.next_steps.screen import next_json, next_screen
    from shouzheng.remedy.next_steps.steps import next_steps, unplaced
    from shouzheng.remedy.proceedings.view import look_at

    if args.result is None and args.who is None and args.case is None:
        _print_first_help(args)
    source = read_situation(args, only_selected=False)
    situation, library = source.situation, source.library
    if args.where:
        return _where(args, situation, library)
    say_problems(source.docket.problems, Lang(args.lang))
    seen = look_at(source.docket.proceedings, situation.rulebook, situation.today)
    steps = next_steps(situation, library, {**source.done, **_done(args.done, library, situation.today)}, seen)
    others = unplaced(seen, steps)
    if args.json:
        print(json_safe(json.dumps(next_json(steps, situation, others), ensure_ascii=False, indent=2)))
    else:
        width = min(shutil.get_terminal_size((80, 24)).columns, 100)
        print(next_screen(steps, situation, Lang(args.lang), width=width, others=others))
    return 0


def _print_first_help(args: argparse.Namespace) -> None:
    """Print whom to call: somebody in danger has no file at hand."""
    from shouzheng.remedy.letters.library import load_library
    from shouzheng.remedy.next_steps.first_help import first_help_json, first_help_screen
    from shouzheng.rulebook.load import load_rulebook

    rulebook = load_rulebook()
    library = load_library(rulebook)
    if args.json:
        print(json.dumps(first_help_json(rulebook, library), ensure_ascii=False, indent=2))
    else:
        width = min(shutil.get_terminal_size((80, 24)).columns, 100)
        print(first_help_screen(rulebook, library, Lang(args.lang), width=width), flush=True)


def _where(args: argparse.Namespace, situation: Situation, library: Library) -> int:
    """Print where to turn; returns 0."""
    from shouzheng.reference.safe_text import json_safe
    from shouzheng.remedy.next_steps.where import where_to_turn
    from shouzheng.remedy.next_steps.where_screen import where_json, where_screen

    where = where_to_turn(situation, library, args.place)
    if args.json:
        print(json_safe(json.dumps(where_json(where, situation), ensure_ascii=False, indent=2)))
    else:
        width = min(shutil.get_terminal_size((80, 24)).columns, 100)
        print(where_screen(where, situation, Lang(args.lang), width=width))
    return 0


def _done(given: list[str], library: Library, today: date) -> dict[str, date]:
    """Read every STEP=DATE; raises ``ShouzhengError`` (``SZ-5220``), also for a day after ``today``."""
    from shouzheng.remedy.next_steps.steps import bad_done

    done = {}
    for each in given:
        name, _, text = each.partition("=")
        try:
            done[name] = recent_day(text)
        except argparse.ArgumentTypeError as error:
            raise bad_done(each, library) from error
        if done[name] > today:
            raise bad_done(each, library)
    return done
