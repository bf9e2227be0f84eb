"""``shouzheng letter list`` and ``shouzheng letter write NAME…``: papers that state only what is in the case."""

from __future__ import annotations

import argparse
import json
import shutil
from pathlib import Path
from typing import TYPE_CHECKING

from shouzheng.cli.arguments import recent_day
from shouzheng.cli.situation_arguments import (
    add_case,
    add_situation,
    no_source,
    opened_case,
    read_situation,
    today_of,
)
from shouzheng.model.words import Lang, Words
from shouzheng.reference.problems import Problem, ShouzhengError

if TYPE_CHECKING:
    from shouzheng.remedy.court.media import Picture
    from shouzheng.remedy.material import Material
    from shouzheng.remedy.plan.figures import PlanFigures
    from shouzheng.remedy.situation import Situation

_FORMATS = ("txt", "pdf", "docx")
_MOST_COPIES = 99
_COPIES = Words(
    "打印几份：一般是交给法院的、给对方每一方的、自己留的各一份；以受理的法院告知的份数为准（--copies 印在封面上）。",
    "How many copies: as a rule one for the court, one for each other side, one to keep; the court that takes it says "
    "(--copies prints the number on the cover).",
)


def _formats(text: str) -> tuple[str, ...]:
    """Read ``pdf,docx``; raises ``argparse.ArgumentTypeError``."""
    wanted = tuple(dict.fromkeys(part.strip() for part in text.split(",")))
    if set(wanted) - set(_FORMATS):
        raise argparse.ArgumentTypeError(f"{text[:40]!r}: {', '.join(_FORMATS)}")
    return wanted


def _copies(text: str) -> int:
    """Read a number of copies from 1 to 99; raises ``argparse.ArgumentTypeError``."""
    if not (text.isascii() and text.isdecimal() and 0 < int(text[:3]) <= _MOST_COPIES):
        raise argparse.ArgumentTypeError(f"{text[:40]!r}: 1-{_MOST_COPIES}")
    return int(text)


def configure(parser: argparse.ArgumentParser) -> None:
    """Add the arguments of ``letter``."""
    lang = Lang(parser.get_default("lang"))

    def say(zh: str, en: str) -> str:
        return Words(zh, en).say(lang)

    actions = parser.add_subparsers(dest="action", required=True, metavar="list|write|print")
    listing = actions.add_parser("list", help=say("有哪些文书适合", "which letters fit"))
    add_situation(listing, lang)
    listing.add_argument("--all", action="store_true", help=say("连同不适合的和原因", "those that do not fit as well"))
    writing = actions.add_parser("write", help=say("写出文书，供填写、核对和签字", "write letters to check and sign"))
    writing.add_argument("names", nargs="+", metavar="NAME", help=say("文书名称", "names of letters"))
    add_situation(writing, lang)
    writing.add_argument("--out", type=Path, required=True, metavar="DIR", help=say("写到哪里", "where to write"))
    writing.add_argument(
        "--format",
        type=_formats,
        default=_FORMATS,
        metavar="txt,pdf,docx",
        help=say("写成哪几种文件，用逗号隔开（默认三种都写）", "kinds of file, with commas (all three by default)"),
    )
    writing.add_argument(
        "--plan", type=Path, metavar="FILE.toml", help=say("还款方案，用它的数字填建议书", "plan whose figures to use")
    )
    writing.add_argument("--plan-debt", metavar="ID", help=say("方案里的哪一笔债务", "which debt of the plan"))
    printing = actions.add_parser("print", help=say("按法院习惯打印聊天和通话", "court-style print of chats and calls"))
    _add_print(printing, lang)
    for action in (listing, writing, printing):  # also after the action, as for every command
        languages = [each.value for each in Lang]
        action.add_argument("--lang", choices=languages, default=argparse.SUPPRESS, help=argparse.SUPPRESS)
    writing.add_argument("--replace", action="store_true", help=say("覆盖已有的文件", "replace files that are there"))


def _add_print(parser: argparse.ArgumentParser, lang: Lang) -> None:
    def say(zh: str, en: str) -> str:
        return Words(zh, en).say(lang)

    parser.add_argument(
        "files", nargs="*", type=Path, metavar="FILE", help=say("手机导出的文件", "exports of the phone")
    )
    parser.add_argument("--who", type=Path, metavar="case.toml", help=say("本人对案情的陈述", "the case"))
    add_case(parser, lang)
    parser.add_argument("--out", type=Path, required=True, metavar="FILE.pdf", help=say("写到哪里", "file to write"))
    parser.add_argument("--person", metavar="ID", help=say("只打印这个人手机中的记录", "only from this person's phone"))
    parser.add_argument("--party", metavar="ID", help=say("只打印与这一方的记录", "only with this party"))
    parser.add_argument("--since", type=recent_day, metavar="DATE", help=say("从哪天起", "first day"))
    parser.add_argument("--until", type=recent_day, metavar="DATE", help=say("到哪天止", "last day"))
    parser.add_argument(
        "--media",
        type=Path,
        metavar="DIR",
        help=say(
            "附件图片所在的文件夹，用来印缩图；案卷里有的不用给", "folder of pictures attached; not for those in a case"
        ),
    )
    parser.add_argument(
        "--copies",
        type=_copies,
        metavar="N",
        help=say("一式几份，印在封面上", "number of copies, printed on the cover"),
    )
    parser.add_argument("--as-of", type=recent_day, metavar="DATE", help=say("以这一天为“今天”", "take as today"))
    parser.add_argument("--replace", action="store_true", help=say("覆盖已有的文件", "replace a file that is there"))
    parser.add_argument("--json", action="store_true", help=say("输出数据", "write data"))


def run(args: argparse.Namespace) -> int:
    """List or write letters, or print the records; returns 0, and 2 when not every letter asked for was written."""
    if args.action == "print":
        return _print_records(args)
    from shouzheng.cli.talk import say_problems
    from shouzheng.reference.safe_text import json_safe
    from shouzheng.remedy.letters.offer import offers
    from shouzheng.remedy.letters.screen import offers_json, offers_screen, written_screen
    from shouzheng.remedy.letters.write import Format, fill_all, write_letters

    lang = Lang(args.lang)
    width = min(shutil.get_terminal_size((80, 24)).columns, 100)
    source = read_situation(args)
    situation, library = source.situation, source.library
    if args.action == "list":
        found = offers(situation, library)
        if args.json:
            print(json_safe(json.dumps(offers_json(found), ensure_ascii=False, indent=2)))
        else:
            print(offers_screen(found, situation, lang, width=width, everything=args.all))
        return 0
    batch = fill_all(args.names, situation, library, _figures(args, situation))
    filled = batch.filled
    formats = [Format(each) for each in args.format]
    files = write_letters(filled, situation, args.out, lang, formats=formats, replace=args.replace)
    names = [file.name for file in files]
    if args.json:
        data = [
            {
                "id": each.letter.id,
                "blanks": each.blanks,
                "evidence": each.evidence,
                "remarks": [{"zh": words.zh, "en": words.en} for words in each.remarks],
            }
            for each in filled
        ]
        print(json_safe(json.dumps({"files": names, "letters": data}, ensure_ascii=False, indent=2)))
    else:
        print(written_screen(filled, names, situation, lang, width, from_case=args.case is not None))
    say_problems(batch.problems, lang)
    return 2 if batch.problems else 0


def _figures(args: argparse.Namespace, situation: Situation) -> PlanFigures | None:
    """Work out the plan of ``--plan`` and return the figures for the letter's addressee."""
    if args.plan is None:
        return None
    from shouzheng.cli.talk import say_problems
    from shouzheng.genuine.directory.load import load_directory
    from shouzheng.remedy.plan.against_case import differences, too_late
    from shouzheng.remedy.plan.figures import figures_for
    from shouzheng.remedy.plan.plan_file import read_plan
    from shouzheng.remedy.plan.working import work_out

    plan = work_out(read_plan(args.plan), situation.rulebook, load_directory(), situation.today)
    say_problems(plan.problems, Lang(args.lang))
    figures = figures_for(plan, situation.creditor.name if situation.creditor else "", args.plan_debt)
    warnings = (*differences(plan, figures, situation), *too_late(figures, tuple(args.names)))
    say_problems(warnings, Lang(args.lang))
    return figures


def _records(args: argparse.Namespace) -> tuple[Material, dict[str, Picture], int]:
    """Read the records of the files, or those selected in the case with its pictures; count those not selected."""
    from shouzheng.cli.talk import say_problems
    from shouzheng.remedy.cases.judge import check_case, with_numbers
    from shouzheng.remedy.check import check
    from shouzheng.remedy.court.case_media import case_pictures
    from shouzheng.remedy.gather import material_of

    if (args.case is None) != bool(args.files) or (args.case is None) != (args.who is not None):
        raise no_source()
    if args.case is None:
        result = check(args.files, args.who, None, as_of=today_of(args))
        say_problems(result.problems, Lang(args.lang))
        return material_of(result), {}, 0
    with opened_case(args) as case:
        checked = with_numbers(case, check_case(case, as_of=today_of(args), only_confirmed=True))
        say_problems(checked.result.problems, Lang(args.lang))
        material = material_of(checked.result)
        pictures = case_pictures(case, material)
    return material, pictures, checked.rejected + checked.unconfirmed + checked.out_of_scope


def _print_records(args: argparse.Namespace) -> int:
    """Write the court-style print; returns 0."""
    from shouzheng.remedy.atomic import write_bytes
    from shouzheng.remedy.court.media import find_pictures
    from shouzheng.remedy.court.printing import Selection, court_pdf
    from shouzheng.remedy.letters.problems import EXISTS

    lang = Lang(args.lang)
    if args.out.exists() and not args.replace:
        raise ShouzhengError(Problem(EXISTS, args.out.name, (("names", args.out.name),)))
    material, pictures, not_chosen = _records(args)
    selection = Selection(args.person, args.party, args.since, args.until, not_chosen, args.copies)
    pictures = {**pictures, **(find_pictures(args.media, material) if args.media else {})}
    write_bytes(args.out, court_pdf(material, selection, lang, pictures))
    records = sum(selection.takes(contact) for contact in material.in_order)
    if args.json:
        print(json.dumps({"file": args.out.name, "records": records, "pictures": len(pictures)}, ensure_ascii=False))
    else:
        done = Words(
            "已写出 {name}：{count} 条记录，缩图 {pictures} 张",
            "Written {name}: {count} records, {pictures} thumbnails",
        )
        print(done.fill(name=args.out.name, count=str(records), pictures=str(len(pictures))).say(lang))
        print(_COPIES.say(lang))
    return 0
