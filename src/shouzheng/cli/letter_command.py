"""``shouzheng letter list`` and ``shouzheng letter write NAME…``: papers that state only what is in the case."""

from __future__ import annotations

import argparse
import json
import shutil
from pathlib import Path

from shouzheng.cli.situation_arguments import add_situation, read_situation
from shouzheng.model.words import Lang, Words


def configure(parser: argparse.ArgumentParser) -> None:
    """Add the arguments of ``letter``."""
    lang = Lang(parser.get_default("lang"))

    def say(zh: str, en: str) -> str:
        return Words(zh, en).say(lang)

    actions = parser.add_subparsers(dest="action", required=True, metavar="list|write")
    listing = actions.add_parser("list", help=say("有哪些文书适合", "which letters fit"))
    add_situation(listing, lang)
    listing.add_argument("--all", action="store_true", help=say("连同不适合的和原因", "those that do not fit as well"))
    writing = actions.add_parser("write", help=say("写出文书，供填写、核对和签字", "write letters to check and sign"))
    writing.add_argument("names", nargs="+", metavar="NAME", help=say("文书名称", "names of letters"))
    add_situation(writing, lang)
    writing.add_argument("--out", type=Path, required=True, metavar="DIR", help=say("写到哪里", "where to write"))
    writing.add_argument("--no-pdf", action="store_true", help=say("只写文本", "text only"))
    for action in (listing, writing):  # also after the action, as for every command
        languages = [each.value for each in Lang]
        action.add_argument("--lang", choices=languages, default=argparse.SUPPRESS, help=argparse.SUPPRESS)
    writing.add_argument("--replace", action="store_true", help=say("覆盖已有的文件", "replace files that are there"))


def run(args: argparse.Namespace) -> int:
    """List or write letters; returns 0."""
    from shouzheng.reference.safe_text import json_safe
    from shouzheng.remedy.letters.offer import offers
    from shouzheng.remedy.letters.screen import offers_json, offers_screen, written_screen
    from shouzheng.remedy.letters.write import fill_all, write_letters

    lang = Lang(args.lang)
    width = min(shutil.get_terminal_size((80, 24)).columns, 100)
    situation, library = read_situation(args)
    if args.action == "list":
        found = offers(situation, library)
        if args.json:
            print(json_safe(json.dumps(offers_json(found), ensure_ascii=False, indent=2)))
        else:
            print(offers_screen(found, situation, lang, width=width, everything=args.all))
        return 0
    filled = fill_all(args.names, situation, library)
    files = write_letters(filled, situation, args.out, lang, pdf=not args.no_pdf, replace=args.replace)
    names = [file.name for file in files]
    if args.json:
        data = [{"id": each.letter.id, "blanks": each.blanks, "evidence": each.evidence} for each in filled]
        print(json_safe(json.dumps({"files": names, "letters": data}, ensure_ascii=False, indent=2)))
    else:
        print(written_screen(filled, names, situation, lang, width))
    return 0
