"""``shouzheng reading eval FILE.jsonl``: how good the reading is on labelled rows. Data to stdout."""

from __future__ import annotations

import argparse
import json
import sys
from pathlib import Path

from shouzheng.cli.talk import progress, say_problems
from shouzheng.model.words import Lang, Words

#: Errors listed on the terminal unless --errors says otherwise.
_ERRORS = 50
#: Lines not counted that are reported one by one.
_MOST_PROBLEMS = 20


def configure(parser: argparse.ArgumentParser) -> None:
    """Add the subcommands of ``reading``."""
    lang = Lang(parser.get_default("lang"))

    def say(zh: str, en: str) -> str:
        return Words(zh, en).say(lang)

    commands = parser.add_subparsers(dest="action", required=True, metavar="ACTION")
    sub = commands.add_parser(
        "eval", help=say("在带标注的行上衡量阅读的准确程度", "measure the reading on labelled rows")
    )
    sub.add_argument("file", type=Path, metavar="FILE.jsonl", help=say("每行一个 JSON 对象", "one JSON object a line"))
    sub.add_argument("--json", action="store_true", help=say("输出 JSON", "print JSON"))
    sub.add_argument("--markdown", action="store_true", help=say("输出 Markdown 表格", "print Markdown tables"))
    sub.add_argument("--errors", type=int, default=_ERRORS, metavar="N", help=say("列出的错误数", "errors to list"))
    sub.add_argument("--lexicon", type=Path, metavar="DIR", help=say("另一个词库文件夹", "another lexicon folder"))


def run(args: argparse.Namespace) -> int:
    """Run one subcommand; returns 0 (2: nothing readable or wrong usage, 3: bad lexicon)."""
    from shouzheng.reading.evaluation.report import as_json, as_markdown, as_text
    from shouzheng.reading.evaluation.run import evaluate

    lang = Lang(args.lang)
    label = Words("衡量", "measuring").say(lang)
    with progress(lang, 100) as tick:
        report = evaluate(
            args.file, args.lexicon, progress=lambda done, total: tick(label, 100 * done // max(total, 1))
        )
    say_problems(report.source.problems[:_MOST_PROBLEMS], lang)
    if args.json:
        sys.stdout.write(json.dumps(as_json(report), ensure_ascii=False, indent=2) + "\n")
    elif args.markdown:
        sys.stdout.write(as_markdown(report, lang))
    else:
        sys.stdout.write(as_text(report, lang, max(args.errors, 0)))
    return 0
