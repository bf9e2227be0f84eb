"""``shouzheng intake FILES… --out events.parquet``: everything a phone can give, read and accounted for.

``shouzheng intake review PICTURE…`` writes what a person needs to check what a machine read in screenshots,
``shouzheng intake transcribe RECORDING… --model FOLDER`` a draft of what is said in recordings, and
``shouzheng intake skeleton FILE --out SAMPLE`` a structure-only sample without anything that the file says,
``shouzheng intake diary FILE --kind visit --when TIME`` adds a contact remembered to the person's diary, and
``shouzheng intake names BOOK.vcf EXPORT…`` shows whose the numbers in the exports are, of an address book nothing else.
"""

from __future__ import annotations

import argparse
import json
from pathlib import Path

from shouzheng.cli.arguments import add_hints, hints_of, typed_secret
from shouzheng.cli.intake_diary import configure as configure_diary
from shouzheng.cli.problems import BAD_OFFSET, BAD_OUT
from shouzheng.cli.talk import progress, say_problems
from shouzheng.model.words import Lang, Words
from shouzheng.reference.problems import Problem, ShouzhengError

_PRIVATE = Words(
    "{file} 含全部记录，家人朋友的也在内，只留给自己，请勿外发",
    "{file} holds everything, family and friends too; keep it to yourself",
)
#: First words that ask for something else than reading; a file of such a name is given as ./review.
_REVIEW, _TRANSCRIBE, _SKELETON, _DIARY, _NAMES = "review", "transcribe", "skeleton", "diary", "names"
_AGAIN = Words("密码不对，再试一次。", "Wrong password, try again. ")


def configure(parser: argparse.ArgumentParser) -> None:
    """Add the arguments of ``intake``."""
    lang = Lang(parser.get_default("lang"))
    _add_files(parser, lang)
    add_hints(parser, lang)
    configure_diary(parser, lang)
    _add_what_is_made(parser, lang)


def _add_files(parser: argparse.ArgumentParser, lang: Lang) -> None:
    """Add what is read, as what, and where to."""

    def say(zh: str, en: str) -> str:
        return Words(zh, en).say(lang)

    parser.add_argument(
        "files",
        nargs="+",
        type=Path,
        metavar="FILE",
        help=say(
            "导出文件、备份、压缩包或文件夹；第一个写 review，就为后面的截图写核对页；写 transcribe，就为录音写草稿；"
            "写 skeleton，就为后面的一个文件做只有结构的样本；写 diary，就往后面的文件里记一条；"
            "写 names，就在后面的通讯录（.vcf）里查其后各文件中的号码",
            "exports, backups, archives or folders; review first: pages to check the screenshots after it; transcribe: "
            "drafts of the recordings after it; skeleton: a structure-only sample of the one file after it; "
            "diary: an entry in it; names: look up in the address book (.vcf) after it the numbers of the files "
            "that follow",
        ),
    )
    parser.add_argument(
        "--out",
        type=Path,
        metavar="FILE",
        help=say(
            "写到 events.jsonl 或 events.parquet（后者需要 [audit]）；review 时是文件夹",
            "events.jsonl or events.parquet ([audit]); a folder for review",
        ),
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


def _add_what_is_made(parser: argparse.ArgumentParser, lang: Lang) -> None:
    """Add what the first words (skeleton, transcribe) and the account are told."""

    def say(zh: str, en: str) -> str:
        return Words(zh, en).say(lang)

    parser.add_argument(
        "--save-mapping",
        type=Path,
        metavar="FILE",
        help=say("把推测的列对应表存成文件，供核对", "save the proposed meaning of columns, to be checked"),
    )
    parser.add_argument(
        "--model",
        type=Path,
        metavar="DIR",
        help=say("transcribe 用的语音模型文件夹（自备）", "for transcribe: a folder with a speech model of your own"),
    )
    parser.add_argument(
        "--keep",
        action="append",
        default=[],
        metavar="NAME",
        help=say("skeleton 保留的字段名，可写多次；先确认它不是人名或号码", "for skeleton: a field's name to keep"),
    )
    parser.add_argument("--json", action="store_true", help=say("以 JSON 写出报告", "write the account as JSON"))


def run(args: argparse.Namespace) -> int:
    """Take everything in and return 0; raises ``ShouzhengError`` (exit 2 nothing readable, 4 wrong password)."""
    from shouzheng.intake.account import account_json, account_lines
    from shouzheng.intake.gathering import size_of
    from shouzheng.intake.hints import said
    from shouzheng.intake.tables.columns import save_proposal
    from shouzheng.intake.taking import LINES, PARQUET, take
    from shouzheng.reference.safe_text import json_safe
    from shouzheng.reference.script import in_script

    lang = Lang(args.lang)
    first, rest = str(args.files[0]), args.files[1:]
    if first == _REVIEW and rest:
        from shouzheng.cli.intake_review import review_pictures

        return review_pictures(rest, args.out, lang)
    if first == _TRANSCRIBE and rest:
        from shouzheng.cli.intake_transcribe import transcribe

        return transcribe(rest, args.model, lang)
    if first == _SKELETON and len(rest) == 1:
        from shouzheng.cli.intake_skeleton import make_skeleton

        return make_skeleton(rest[0], args.out, frozenset(args.keep), lang)
    if first == _DIARY and len(rest) == 1 and -840 <= args.offset <= 840:
        from shouzheng.cli.intake_diary import add

        return add(rest[0], args, lang)
    if first == _NAMES and len(rest) > 1:
        from shouzheng.cli.intake_names import look_up

        return look_up(rest[0], rest[1:], lang, as_json=args.json)
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
