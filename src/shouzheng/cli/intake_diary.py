"""``shouzheng intake diary FILE --kind visit --when "2026-03-01 20:30"``: a contact remembered, timed when written."""

from __future__ import annotations

import argparse
import sys
from datetime import datetime
from pathlib import Path

from shouzheng.model.words import Lang, Words

_ADDED = Words(
    "已记入 {file}。这是本人记录（F 级）；当天写下最有用。读入时把它和其他文件放在一起。",
    "Added to {file}. It is your own note (grade F), worth most when written the same day. Read it in with the others.",
)


def configure(parser: argparse.ArgumentParser, lang: Lang) -> None:
    """Add the arguments of an entry."""
    kind = Words("diary 的种类：visit letter call …", "kind of a diary's entry: visit letter call …")
    when = Words("diary 的时间：2026-03-01 或 2026-03-01 20:30", "time of a diary's entry: 2026-03-01 20:30")
    who = Words("diary 里对方的号码或名称", "number or name of the other side, for diary")
    direction = Words("diary 的方向：in 对方来，out 本人去", "for diary: in from the other side, out from you")
    parser.add_argument("--kind", metavar="KIND", default="", help=kind.say(lang))
    parser.add_argument("--when", metavar="TIME", default="", help=when.say(lang))
    parser.add_argument("--who", metavar="WHO", default="", help=who.say(lang))
    parser.add_argument("--direction", metavar="in|out", default="in", help=direction.say(lang))


def add(path: Path, args: argparse.Namespace, lang: Lang) -> int:
    """Add an entry whose words come from standard input; raises ``ShouzhengError`` (exit 2) for one that is none."""
    from shouzheng.cli.talk import ask_to_paste
    from shouzheng.intake.diary_writer import Entry, add_entry
    from shouzheng.reference.safe_text import visible
    from shouzheng.reference.script import in_script

    ask_to_paste(lang)
    words = sys.stdin.read().strip()
    sign, ahead = "-" if args.offset < 0 else "+", abs(args.offset)
    offset = f"{sign}{ahead // 60:02d}:{ahead % 60:02d}"
    entry = Entry(args.kind, args.when, args.who, words, args.direction, offset)
    add_entry(path, entry, now=datetime.now().astimezone())
    print(in_script(_ADDED.fill(file=visible(path.name)).say(lang), lang))
    return 0
