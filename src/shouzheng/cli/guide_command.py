"""``shouzheng guide [NAME]``: what to tap to get records out of a phone or an app."""

from __future__ import annotations

import argparse
import json

from shouzheng.model.words import Lang, Words


def configure(parser: argparse.ArgumentParser) -> None:
    """Add the arguments of ``guide``."""
    lang = Lang(parser.get_default("lang"))
    name = Words(
        "品牌或应用，例如 xiaomi、wechat；不写就列出全部", "maker or app, such as xiaomi, wechat; without: the list"
    )
    parser.add_argument("name", nargs="?", metavar="NAME", help=name.say(lang))
    parser.add_argument("--json", action="store_true", help=Words("以 JSON 写出", "write JSON").say(lang))


def run(args: argparse.Namespace) -> int:
    """Print the list or one guide; raises ``ShouzhengError`` (exit 2 for a name that no guide has)."""
    from shouzheng.intake.guides.load import all_guides, guide_named
    from shouzheng.intake.guides.pages import guide_json, guide_lines, list_lines
    from shouzheng.reference.safe_text import json_safe
    from shouzheng.reference.script import in_script

    lang = Lang(args.lang)
    chosen = guide_named(args.name) if args.name else None
    if args.json:
        found = guide_json(chosen) if chosen else [guide_json(guide) for guide in all_guides()]
        print(json_safe(json.dumps(found, ensure_ascii=False, indent=2)))
        return 0
    for line in guide_lines(chosen, lang) if chosen else list_lines(lang):
        print(in_script(line, lang))
    return 0
