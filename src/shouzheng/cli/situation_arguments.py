"""Arguments that ``letter`` and ``next`` share: the result of ``check``, the case, who writes, to whom, which day."""

from __future__ import annotations

import argparse
from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING

from shouzheng.cli.arguments import recent_day
from shouzheng.model.moment import BEIJING
from shouzheng.model.words import Lang, Words

if TYPE_CHECKING:
    from shouzheng.remedy.letters.library import Library
    from shouzheng.remedy.situation import Situation


def add_situation(parser: argparse.ArgumentParser, lang: Lang) -> None:
    """Add the shared arguments."""

    def say(zh: str, en: str) -> str:
        return Words(zh, en).say(lang)

    parser.add_argument(
        "--from",
        dest="result",
        type=Path,
        required=True,
        metavar="DIR",
        help=say("shouzheng check --out 写出的文件夹", "folder that shouzheng check --out wrote"),
    )
    parser.add_argument(
        "--who", type=Path, required=True, metavar="case.toml", help=say("本人对案情的陈述", "statement of the case")
    )
    parser.add_argument("--person", metavar="ID", help=say("由谁来写（默认本人）", "who writes (the narrator)"))
    parser.add_argument("--to", metavar="ID", help=say("写给哪一家债权机构", "which creditor"))
    parser.add_argument(
        "--as-of", type=recent_day, metavar="DATE", help=say("以这一天为“今天”", "take this day as today")
    )
    parser.add_argument("--json", action="store_true", help=say("输出数据", "write data"))


def read_situation(args: argparse.Namespace) -> tuple[Situation, Library]:
    """Read the case and the result; raises ``ShouzhengError`` as their readers do."""
    from shouzheng.intake.case_toml import load_case
    from shouzheng.remedy.findings_reader import read_findings
    from shouzheng.remedy.letters.library import load_library
    from shouzheng.remedy.situation import situation_of
    from shouzheng.rulebook.load import load_rulebook

    rulebook = load_rulebook()
    library = load_library(rulebook)
    today = args.as_of or datetime.now(BEIJING).date()
    case, result = load_case(args.who), read_findings(args.result)
    return situation_of(case, result, rulebook, today, person=args.person, creditor=args.to), library
