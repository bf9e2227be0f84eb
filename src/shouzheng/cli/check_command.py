"""``shouzheng check FILES… --who case.toml --out DIR``: the quick answer and the dossier. Stores nothing else."""

from __future__ import annotations

import argparse
import json
import sys
from datetime import date, datetime
from pathlib import Path

from shouzheng.cli.talk import progress, say_problems
from shouzheng.model.moment import BEIJING
from shouzheng.model.words import Lang, Words

#: Exit codes of this command (DESIGN §8).
NOTHING_FOUND, FINDINGS = 0, 1


def configure(parser: argparse.ArgumentParser) -> None:
    """Add the arguments of ``check``."""
    lang = Lang(parser.get_default("lang"))

    def say(zh: str, en: str) -> str:
        return Words(zh, en).say(lang)

    parser.add_argument("files", nargs="+", type=Path, metavar="FILE", help=say("手机导出的文件", "files exported by a phone"))
    parser.add_argument("--who", type=Path, metavar="case.toml", help=say("本人对案情的陈述", "the person's statement of the case"))
    parser.add_argument("--out", type=Path, metavar="DIR", help=say("写结果的文件夹", "folder for the results"))
    parser.add_argument("--as-of", type=date.fromisoformat, metavar="DATE", help=say("以这一天为“今天”", "take this day as today"))
    parser.add_argument("--no-pdf", action="store_true", help=say("不做 PDF 档案", "make no PDF dossier"))
    parser.add_argument("--parquet", action="store_true", help=say("另写 events.parquet（需要 [audit]）", "also write events.parquet (needs [audit])"))
    parser.add_argument("--json", action="store_true", help=say("把 findings.json 的内容写到标准输出", "write the content of findings.json to stdout"))


def run(args: argparse.Namespace) -> int:
    """Run the check; returns 0 when nothing was found and 1 when something was."""
    from shouzheng.remedy.check import check, write_outputs
    from shouzheng.remedy.summary import summary_text

    lang = Lang(args.lang)
    as_of = args.as_of or datetime.now(BEIJING).date()
    total = sum(path.stat().st_size for path in args.files if path.is_file())
    with progress(lang, total) as tick:
        result = check(args.files, args.who, args.out, as_of=as_of, progress=tick)
        say_problems(result.problems, lang)
        written = write_outputs(result, args.out, lang=lang, pdf=not args.no_pdf, parquet=args.parquet)
    if args.json:
        json.dump(written.findings, sys.stdout, ensure_ascii=False, indent=2)
        print()
    else:
        print(summary_text(result, written.files, lang))
    return FINDINGS if result.judgement.findings else NOTHING_FOUND
