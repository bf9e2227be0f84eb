"""``shouzheng intake FILES… --out events.parquet``: everything a phone can give, read and accounted for."""

from __future__ import annotations

import argparse
import json
from pathlib import Path

from shouzheng.cli.arguments import add_hints, hints_of, typed_secret
from shouzheng.cli.problems import BAD_OFFSET, BAD_OUT
from shouzheng.cli.talk import progress, say_problems
from shouzheng.model.words import Lang, Words
from shouzheng.reference.problems import Problem, ShouzhengError

_PRIVATE = Words(
    "{file} 含全部记录，家人朋友的也在内，只留给自己，请勿外发",
    "{file} holds everything, family and friends too; keep it to yourself",
)
_AGAIN = Words("密码不对，再试一次。", "Wrong password, try again. ")


def configure(parser: argparse.ArgumentParser) -> None:
    """Add the arguments of ``intake``."""
    lang = Lang(parser.get_default("lang"))

    def say(zh: str, en: str) -> str:
        return Words(zh, en).say(lang)

    parser.add_argument(
        "files",
        nargs="+",
        type=Path,
        metavar="FILE",
        help=say("导出文件、备份、压缩包或文件夹", "exports, backups, archives or folders"),
    )
    parser.add_argument(
        "--out",
        type=Path,
        metavar="FILE",
        help=say("写到 events.jsonl 或 events.parquet（后者需要 [audit]）", "events.jsonl or events.parquet ([audit])"),
    )
    parser.add_argument("--format", metavar="NAME", help=say("指定格式，不再识别", "name the format of a file"))
    parser.add_argument(
        "--owner", default="me", metavar="ID", help=say("这是谁的手机（案情文件里的编号）", "whose phone this is")
    )
    parser.add_argument(
        "--offset",
        type=int,
        default=480,
        metavar="MINUTES",
        help=say("文件没有写明时区时，与UTC相差的分钟", "minutes from UTC where a file does not say"),
    )
    add_hints(parser, lang)
    parser.add_argument(
        "--save-mapping",
        type=Path,
        metavar="FILE",
        help=say("把推测的列对应表存成文件，供核对", "save the proposed meaning of columns, to be checked"),
    )
    parser.add_argument("--json", action="store_true", help=say("以 JSON 写出报告", "write the account as JSON"))


def run(args: argparse.Namespace) -> int:
    """Take everything in and return 0; raises ``ShouzhengError`` (exit 2 nothing readable, 4 wrong password)."""
    from shouzheng.intake.account import account_json, account_lines
    from shouzheng.intake.columns import save_proposal
    from shouzheng.intake.gathering import size_of
    from shouzheng.intake.hints import said
    from shouzheng.intake.taking import LINES, PARQUET, take
    from shouzheng.reference.safe_text import json_safe
    from shouzheng.reference.script import in_script

    lang = Lang(args.lang)
    if args.out is not None and args.out.suffix.lower() not in (PARQUET, *LINES):
        raise ShouzhengError(Problem(BAD_OUT, args.out.name), exit_code=2)
    if not -840 <= args.offset <= 840:
        raise ShouzhengError(Problem(BAD_OFFSET, str(args.offset)), exit_code=2)
    hints = hints_of(args)
    with said(hints), progress(lang, sum(map(size_of, args.files))) as tick:
        taken = take(
            args.files,
            args.out,
            owner=args.owner,
            offset_minutes=args.offset,
            forced_format=args.format,
            ask=lambda what, tried: ask(what, tried, lang),
            progress=tick,
        )
    say_problems(taken.problems, lang)
    if args.save_mapping:
        save_proposal(args.save_mapping, hints.proposals)
    if args.json:
        print(json_safe(json.dumps(account_json(taken), ensure_ascii=False, indent=2)))
        return 0
    for line in account_lines(taken, lang):
        print(in_script(line, lang))
    if args.out is not None:
        print(in_script(_PRIVATE.fill(file=args.out.name).say(lang), lang))
    return 0


def ask(what: Words, tried: int, lang: Lang) -> str | None:
    """Ask for a passphrase on the terminal, without showing it; ``None`` when there is no terminal to ask at."""
    return typed_secret((_AGAIN.say(lang) if tried else "") + what.say(lang)) or None
