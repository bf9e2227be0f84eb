"""``shouzheng genuine``: is this message, number or recorded contact what it claims to be? Stores nothing."""

from __future__ import annotations

import argparse
import json
import shutil
import sys
from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING

from shouzheng.cli.arguments import day
from shouzheng.model.case import Role
from shouzheng.model.moment import BEIJING
from shouzheng.model.words import Lang, Words

if TYPE_CHECKING:
    from shouzheng.genuine.answer import Assessment
    from shouzheng.genuine.question import Question

#: Exit codes of this command (DESIGN §8).
NOTHING_FOUND, FRAUD_MARKS = 0, 1


def configure(parser: argparse.ArgumentParser) -> None:
    """Add the arguments of ``genuine``."""
    lang = Lang(parser.get_default("lang"))

    def say(zh: str, en: str) -> str:
        return Words(zh, en).say(lang)

    what = say(
        "短信原文（加引号），或一个号码；不写则从标准输入读", "the message in quotes, or a number; else standard input"
    )
    parser.add_argument("what", nargs="?", metavar="TEXT", help=what)
    parser.add_argument(
        "--file", type=Path, metavar="FILE", help=say("从文件读短信原文", "read the message from a file")
    )
    parser.add_argument("--number", metavar="NUMBER", help=say("只问一个号码", "ask about a number only"))
    parser.add_argument(
        "--from", dest="sender", metavar="NUMBER", help=say("发来这条短信的号码", "number it came from")
    )
    parser.add_argument(
        "--event", type=Path, metavar="events.jsonl", help=say("问 check 记下的一条联系", "a contact recorded by check")
    )
    parser.add_argument("--id", metavar="ID", help=say("那条联系的编号", "id of that contact"))
    parser.add_argument(
        "--sent",
        type=_moment,
        metavar="TIME",
        help=say("收到的时间，如 2026-11-22T09:30", "when it came, 2026-11-22T09:30"),
    )
    parser.add_argument("--as-of", type=day, metavar="DATE", help=say("以这一天为“今天”", "take this day as today"))
    parser.add_argument(
        "--show-words", action="store_true", help=say("显示折起的伤人的话", "show harsh words that are folded")
    )
    parser.add_argument("--json", action="store_true", help=say("输出数据", "write data"))


def _moment(text: str) -> datetime:
    """Read a time; without an offset it is Beijing time. argparse shows our words, not Python's."""
    try:
        moment = datetime.fromisoformat(text)
    except ValueError as error:
        raise argparse.ArgumentTypeError(f"{text!r}: YYYY-MM-DDTHH:MM, 2026-11-22T09:30") from error
    return moment if moment.tzinfo else moment.replace(tzinfo=BEIJING)


def run(args: argparse.Namespace) -> int:
    """Answer one question; returns 1 when there are marks of fraud, else 0."""
    from shouzheng.cli.talk import say_problems
    from shouzheng.genuine.assess import assess
    from shouzheng.genuine.directory.load import load_directory
    from shouzheng.genuine.problems import CUT_OFF
    from shouzheng.genuine.question import MOST_CHARS
    from shouzheng.reading.lexicon import load_lexicon
    from shouzheng.reference.problems import Problem

    lang = Lang(args.lang)
    question = _question(args)
    today = args.as_of or datetime.now(BEIJING).date()
    answer = assess(question, load_directory(), load_lexicon(), today)
    if question.left_out:
        slots = (("kept", str(MOST_CHARS)), ("left", str(question.left_out)))
        say_problems([Problem(CUT_OFF, "", slots)], lang)
    _print(args, answer, lang)
    return FRAUD_MARKS if answer.verdict == "fraud_marks" else NOTHING_FOUND


def _question(args: argparse.Namespace) -> Question:
    from shouzheng.cli.talk import ask_to_paste
    from shouzheng.genuine.inputs import is_number, nothing, read_event, read_text
    from shouzheng.genuine.question import Question, about_text
    from shouzheng.reference.numbers import classify

    if args.event is not None:
        return read_event(args.event, args.id)
    number = args.number or (args.what if args.what and is_number(args.what) else None)
    if number:
        return Question(sender=classify(number), sent=args.sent)
    if args.file is not None:
        text = read_text(sys.stdin.buffer if str(args.file) == "-" else args.file)
    elif args.what not in (None, "-"):
        text = args.what
    else:
        ask_to_paste(Lang(args.lang))
        text = read_text(sys.stdin.buffer)
    question = about_text(
        text, sender=classify(args.sender) if args.sender else None, sent=args.sent, role=Role.UNKNOWN
    )
    if question.text is None and question.sender is None:
        raise nothing()
    return question


def _print(args: argparse.Namespace, answer: Assessment, lang: Lang) -> None:
    from shouzheng.genuine.as_json import assessment_as_json
    from shouzheng.genuine.screen import screen
    from shouzheng.reference.safe_text import json_safe
    from shouzheng.reference.terminal_text import wants_ansi

    if args.json:
        print(json_safe(json.dumps(assessment_as_json(answer), ensure_ascii=False, indent=2)))
    else:
        width = min(shutil.get_terminal_size((80, 24)).columns, 100)
        print(screen(answer, lang, width=width, ansi=wants_ansi(sys.stdout), show_words=args.show_words))
