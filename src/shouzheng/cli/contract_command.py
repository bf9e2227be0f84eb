"""``shouzheng contract FILE|-``: which clauses of a loan contract deserve a second look, and what is missing."""

from __future__ import annotations

import argparse
import json
import shutil
import sys
from datetime import datetime
from pathlib import Path

from shouzheng.cli.arguments import day
from shouzheng.model.moment import BEIJING
from shouzheng.model.words import Lang, Words

#: Exit codes of this command (DESIGN §8).
NOTHING_FOUND, CLAUSES_FOUND = 0, 1


def configure(parser: argparse.ArgumentParser) -> None:
    """Add the arguments of ``contract``."""
    lang = Lang(parser.get_default("lang"))

    def say(zh: str, en: str) -> str:
        return Words(zh, en).say(lang)

    what = say(
        "合同文件（.txt 或有文字的 PDF）；- 表示粘贴到标准输入",
        "the contract (.txt, or a PDF with text); - for pasted text",
    )
    parser.add_argument("file", type=Path, metavar="FILE", help=what)
    parser.add_argument("--signed", type=day, metavar="DATE", help=say("签合同的日期", "day on which it was signed"))
    parser.add_argument("--as-of", type=day, metavar="DATE", help=say("以这一天为“今天”", "take this day as today"))
    parser.add_argument("--all", action="store_true", help=say("显示全部条款和规定", "show all clauses and provisions"))
    parser.add_argument(
        "--json",
        action="store_true",
        help=say("输出数据（含合同原文，勿外发）", "write data (holds the contract's words)"),
    )


def run(args: argparse.Namespace) -> int:
    """Read one contract; returns 1 when there are clauses to look at or items missing, else 0."""
    from shouzheng.cli.talk import ask_to_paste
    from shouzheng.genuine.contract.as_json import contract_as_json
    from shouzheng.genuine.contract.clause_words import load_checklist, load_clauses
    from shouzheng.genuine.contract.reading import read_clauses
    from shouzheng.genuine.contract.screen import contract_screen
    from shouzheng.genuine.contract.sources import read_contract
    from shouzheng.reference.data_files import data_folder, folder_hash
    from shouzheng.reference.safe_text import json_safe
    from shouzheng.reference.terminal_text import wants_ansi
    from shouzheng.rulebook.load import load_rulebook

    pasted = str(args.file) == "-"
    if pasted:
        ask_to_paste(Lang(args.lang))
    document = read_contract(sys.stdin.buffer if pasted else args.file)
    reading = read_clauses(
        document,
        load_clauses(),
        load_checklist(),
        load_rulebook(),
        signed=args.signed,
        today=args.as_of or datetime.now(BEIJING).date(),
        lexicon_hash=folder_hash(data_folder("lexicon")),
    )
    if args.json:
        print(json_safe(json.dumps(contract_as_json(reading), ensure_ascii=False, indent=2)))
    else:
        width = min(shutil.get_terminal_size((80, 24)).columns, 100)
        print(contract_screen(reading, Lang(args.lang), width=width, ansi=wants_ansi(sys.stdout), everything=args.all))
    missing = any(item.place is None for item in reading.items)
    return CLAUSES_FOUND if reading.clauses or missing else NOTHING_FOUND
