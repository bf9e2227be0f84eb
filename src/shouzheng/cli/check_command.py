"""``shouzheng check FILES… --who case.toml --out DIR``: the quick answer and the dossier. Stores nothing else."""

from __future__ import annotations

import argparse
import os
import shutil
import sys
from contextlib import nullcontext
from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING

from shouzheng.cli.arguments import add_hints, hints_of, recent_day
from shouzheng.cli.problems import PARQUET_WITHOUT_OUT
from shouzheng.cli.talk import progress, say_problems
from shouzheng.model.moment import BEIJING
from shouzheng.model.words import Lang, Words
from shouzheng.reference.problems import Problem, ShouzhengError

_PRIVATE = Words(
    "  {files} —— 全部记录，含家人朋友的，只留给自己，请勿外发",
    "  {files}: everything, family and friends too; keep it to yourself",
)

if TYPE_CHECKING:
    from shouzheng.remedy.material import Material

#: Exit codes of this command (DESIGN §8).
NOTHING_FOUND, FINDINGS = 0, 1


def configure(parser: argparse.ArgumentParser) -> None:
    """Add the arguments of ``check``."""
    lang = Lang(parser.get_default("lang"))

    def say(zh: str, en: str) -> str:
        return Words(zh, en).say(lang)

    parser.add_argument(
        "files",
        nargs="+",
        type=Path,
        metavar="FILE",
        help=say("手机导出的文件、备份、压缩包或文件夹", "exports, backups, archives or folders"),
    )
    parser.add_argument(
        "--who", type=Path, metavar="case.toml", help=say("本人对案情的陈述", "the person's statement of the case")
    )
    parser.add_argument("--out", type=Path, metavar="DIR", help=say("写结果的文件夹", "folder for the results"))
    parser.add_argument(
        "--as-of", type=recent_day, metavar="DATE", help=say("以这一天为“今天”", "take this day as today")
    )
    add_hints(parser, lang)
    parser.add_argument("--no-pdf", action="store_true", help=say("不做 PDF 档案", "make no PDF dossier"))
    parser.add_argument(
        "--parquet",
        action="store_true",
        help=say("另写 events.parquet（需要 [audit]）", "also write events.parquet (needs [audit])"),
    )
    parser.add_argument(
        "--json",
        action="store_true",
        help=say("把 findings.json 的内容写到标准输出", "write the content of findings.json to stdout"),
    )


def run(args: argparse.Namespace) -> int:
    """Run the check; returns 0 when nothing was found and 1 when something was."""
    from shouzheng.cli.intake_command import ask
    from shouzheng.intake.gathering import size_of
    from shouzheng.intake.hints import said
    from shouzheng.remedy.check import check
    from shouzheng.remedy.gather import material_of
    from shouzheng.remedy.outputs import write_outputs
    from shouzheng.remedy.staging import staged

    lang = Lang(args.lang)
    if args.parquet and args.out is None:
        raise ShouzhengError(Problem(PARQUET_WITHOUT_OUT), exit_code=2)
    as_of = args.as_of or datetime.now(BEIJING).date()
    total = sum(map(size_of, args.files))
    files: tuple[Path, ...] = ()
    output = staged(args.out) if args.out else nullcontext()
    with said(hints_of(args)), progress(lang, total) as tick, output as stage:
        result = check(
            args.files,
            args.who,
            stage,
            as_of=as_of,
            progress=tick,
            parquet=args.parquet,
            ask=lambda what, tried: ask(what, tried, lang),
        )
        material = material_of(result)
        if stage:
            files = write_outputs(material, stage, lang=lang, pdf=not args.no_pdf)
    code = FINDINGS if material.judgement.findings else NOTHING_FOUND
    say_problems(result.problems, lang)
    try:
        _print(args, material, files, lang)
        sys.stdout.flush()
    except BrokenPipeError:  # whoever read our output has enough; the answer is the same
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
    return code


def _print(args: argparse.Namespace, material: Material, files: tuple[Path, ...], lang: Lang) -> None:
    """Print the summary, or the findings as JSON, to stdout."""
    from shouzheng.reference.script import in_script
    from shouzheng.reference.terminal_text import wants_ansi
    from shouzheng.remedy.findings.write import findings_bytes
    from shouzheng.remedy.staging import EVENTS_FILE, PARQUET_FILE
    from shouzheng.remedy.summary import summary_text

    if args.json:
        sys.stdout.write(findings_bytes(material).decode())
    else:
        print(summary_text(material, files, lang, ansi=wants_ansi(sys.stdout), width=_width()))
        if args.out:
            private = [EVENTS_FILE, *([PARQUET_FILE] if args.parquet else [])]
            print(in_script(_PRIVATE.fill(files="、".join(private)).say(lang), lang))


def _width() -> int:
    """Columns of the terminal, at most 100: longer lines are hard to read."""
    return min(shutil.get_terminal_size((80, 24)).columns, 100)
