"""``shouzheng learn [PAGE]``: short pages on prevention and rights, with their law, sources and dates."""

from __future__ import annotations

import argparse
import json
import shutil
from datetime import datetime

from shouzheng.cli.arguments import recent_day
from shouzheng.model.moment import BEIJING
from shouzheng.model.words import Lang, Words


def configure(parser: argparse.ArgumentParser) -> None:
    """Add the arguments of ``learn``."""
    lang = Lang(parser.get_default("lang"))
    parser.add_argument("page", nargs="?", metavar="PAGE", help=Words("看哪一页", "which page").say(lang))
    parser.add_argument(
        "--as-of",
        type=recent_day,
        metavar="DATE",
        help=Words("以这一天为“今天”", "take this day as today").say(lang),
    )
    parser.add_argument("--json", action="store_true", help=Words("输出数据", "write data").say(lang))


def run(args: argparse.Namespace) -> int:
    """Print the list or a page; returns 0."""
    from shouzheng.reference.safe_text import json_safe
    from shouzheng.remedy.learning import list_screen, load_pages, page_of, page_screen, pages_json
    from shouzheng.rulebook.load import load_rulebook

    lang = Lang(args.lang)
    width = min(shutil.get_terminal_size((80, 24)).columns, 100)
    rulebook = load_rulebook()
    pages = load_pages(rulebook)
    today = args.as_of or datetime.now(BEIJING).date()
    chosen = {args.page: page_of(pages, args.page)} if args.page else dict(pages)
    if args.json:
        print(json_safe(json.dumps(pages_json(chosen, rulebook, today), ensure_ascii=False, indent=2)))
    elif args.page:
        print(page_screen(chosen[args.page], rulebook, today, lang, width=width))
    else:
        print(list_screen(pages, lang, width=width))
    return 0
