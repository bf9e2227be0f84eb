"""``shouzheng case …``: the encrypted case. Putting in and looking up here, the rest in ``case_*_actions``."""

from __future__ import annotations

import argparse
import json
import sys
from datetime import datetime
from pathlib import Path

from shouzheng.casefile import recovery, selftest
from shouzheng.casefile.case import CaseFile, new_case, open_case
from shouzheng.casefile.verify import verify
from shouzheng.cli import case_export_actions, case_pack_actions, case_proof_actions, case_review_actions
from shouzheng.cli.arguments import add_hints, hints_of
from shouzheng.cli.passphrase import ask_new, keys_of
from shouzheng.cli.talk import progress, say_in, say_problems
from shouzheng.intake.hints import said
from shouzheng.model.moment import BEIJING
from shouzheng.model.words import Lang, Words
from shouzheng.reference.safe_text import shorten, visible
from shouzheng.remedy.case_intake import add_files

#: Exit codes (DESIGN §8).
_DONE, _NOTHING, _DAMAGED = 0, 2, 4
_PARTS = (case_review_actions, case_export_actions, case_proof_actions, case_pack_actions)
_PAPER = Words(
    "恢复码（请抄在纸上，与电脑分开存放；忘记口令时只有它能打开案卷）：",
    "Recovery key (write it on paper and keep it away from the computer; without the passphrase only it opens the "
    "case):",
)


def configure(parser: argparse.ArgumentParser) -> None:
    """Add the subcommands of ``case``."""
    lang = Lang(parser.get_default("lang"))
    commands = parser.add_subparsers(dest="action", required=True, metavar="ACTION")

    def command(name: str, zh: str, en: str) -> argparse.ArgumentParser:
        sub = commands.add_parser(name, help=Words(zh, en).say(lang))
        sub.add_argument("--lang", choices=[each.value for each in Lang], default=argparse.SUPPRESS)
        sub.add_argument("case", type=Path, metavar="CASE", help=Words("案卷文件夹", "folder of the case").say(lang))
        if name in ("new", "recovery"):
            paper_words = Words("把恢复码排成一页 PDF 供打印", "set the recovery key as a PDF page to print")
            sub.add_argument("--paper", type=Path, metavar="OUT.pdf", help=paper_words.say(lang))
        if name != "new":
            help_words = Words("用恢复码代替口令", "use the recovery key instead of the passphrase")
            sub.add_argument("--recovery", action="store_true", help=help_words.say(lang))
        return sub

    command("new", "新建案卷", "make a new case")
    add = command("add", "存入文件，并读出其中的联系", "store files and read the contacts in them")
    add.add_argument("files", nargs="+", type=Path, metavar="FILE")
    add_hints(add, lang)
    add.add_argument("--person", metavar="ID", help=Words("谁的手机", "whose phone").say(lang))
    command("list", "列出原件", "list the originals")
    show = command("show", "取出一份原件到标准输出", "write one original to stdout")
    show.add_argument("number", type=int, metavar="NUMBER")
    search = command("search", "在短信文字里查找", "search the words of messages")
    search.add_argument("words", metavar="WORDS")
    note = command("note", "写一条笔记", "write a note")
    note.add_argument("text", metavar="TEXT")
    command("log", "保管记录", "the custody log")
    for part in _PARTS:
        part.configure(command, lang)
    command("verify", "重新核对全部内容", "check everything anew")
    command("rekey", "换口令", "change the passphrase")
    paper = command("recovery", "演练恢复码，或换一个新的", "rehearse the recovery key, or make a new one")
    paper.add_argument("--new", action="store_true", help=Words("作废旧的，换一个新的", "replace it").say(lang))


def run(args: argparse.Namespace) -> int:
    """Run the subcommand; returns 0, 2 (nothing stored) or 4 (damage found)."""
    selftest.run()
    lang = Lang(args.lang)
    if args.action == "new":
        return _new(args, lang)
    if args.action == "recovery" and not args.new:
        return _rehearse(args.case, lang)
    with open_case(args.case, keys_of(args.case, lang, by_recovery=args.recovery)) as case:
        return _ACTIONS[args.action](case, args, lang)


def _new(args: argparse.Namespace, lang: Lang) -> int:
    case, code = new_case(args.case, ask_new(lang))
    case.close()
    _give_key(code, case.header.id, args, lang)
    return _DONE


def _rekey(case: CaseFile, _args: argparse.Namespace, lang: Lang) -> int:
    case.change_passphrase(ask_new(lang))
    say_in(lang, "口令已更换。", "The passphrase was changed.")
    return _DONE


def _new_recovery(case: CaseFile, args: argparse.Namespace, lang: Lang) -> int:
    _give_key(case.new_recovery_key(), case.header.id, args, lang)
    return _DONE


def _rehearse(folder: Path, lang: Lang) -> int:
    keys_of(folder, lang, by_recovery=True)
    say_in(lang, "恢复码正确，可以打开案卷。", "The recovery key is right and opens the case.")
    return _DONE


def _add(case: CaseFile, args: argparse.Namespace, lang: Lang) -> int:
    total = sum(path.stat().st_size for path in args.files if path.is_file())
    with said(hints_of(args)), progress(lang, total) as tick:
        added = add_files(case, args.files, person=args.person, progress=tick)
    for each in added:
        say_problems(each.problems, lang)
        if each.stored:
            name, digest = visible(shorten(each.stored.name, 60)), each.stored.digest
            say_in(
                lang,
                f"已存入 {each.stored.no}：{name}（{digest.length:,} 字节，读出联系 {each.events} 次）",
                f"stored {each.stored.no}: {name} ({digest.length:,} bytes, contacts read: {each.events})",
            )
    return _DONE if any(each.stored for each in added) else _NOTHING


def _list(case: CaseFile, _args: argparse.Namespace, _lang: Lang) -> int:
    for each in case.originals():
        print(
            f"{each.no:>5}  {each.received}  {each.digest.length:>13,}  {each.digest.hex[:16]}…  {visible(each.name)}"
        )
    return _DONE


def _show(case: CaseFile, args: argparse.Namespace, _lang: Lang) -> int:
    for piece in case.blobs.chunks(case.original(args.number).blob):
        sys.stdout.buffer.write(piece)
    sys.stdout.buffer.flush()
    return _DONE


def _search(case: CaseFile, args: argparse.Namespace, _lang: Lang) -> int:
    for line in case.search(args.words):
        event = json.loads(line)
        text = visible(shorten(str(event["text"]), 60))
        print(f"{event['time']['utc']}  {visible(event['other']['raw'])}  {text}")
    return _DONE


def _note(case: CaseFile, args: argparse.Namespace, lang: Lang) -> int:
    number = sum(1 for _ in case.entries("note", history=True)) + 1
    case.enter("note", str(number), {"text": args.text})
    say_in(lang, f"已记下第 {number} 条。", f"Note {number} is stored.")
    return _DONE


def _log(case: CaseFile, _args: argparse.Namespace, _lang: Lang) -> int:
    for line in case.log():
        print(line)
    return _DONE


def _verify(case: CaseFile, _args: argparse.Namespace, lang: Lang) -> int:
    total = sum(each.digest.length for each in case.originals())
    with progress(lang, total) as tick:
        checked = verify(case, lambda done: tick("verify", done))
    say_problems(checked.problems, lang)
    counted = checked.originals, f"{checked.bytes:,}", checked.events, checked.lines
    zh, en = (
        "核对了原件 {} 份（{} 字节）、联系 {} 次、保管记录 {} 行：",
        "Checked originals: {} ({} bytes), contacts: {}, log lines: {}; ",
    )
    found = len(checked.problems)
    zh += f"发现 {found} 处问题。" if found else "没有发现改动。"
    en += f"problems found: {found}." if found else "no change found."
    say_in(lang, zh.format(*counted), en.format(*counted))
    return _DAMAGED if checked.problems else _DONE


_ACTIONS: dict[str, case_review_actions.Action] = {
    **case_review_actions.ACTIONS,
    **case_export_actions.ACTIONS,
    **case_proof_actions.ACTIONS,
    **case_pack_actions.ACTIONS,
    "add": _add,
    "list": _list,
    "show": _show,
    "search": _search,
    "note": _note,
    "log": _log,
    "verify": _verify,
    "rekey": _rekey,
    "recovery": _new_recovery,
}


def _give_key(code: bytes, case: str, args: argparse.Namespace, lang: Lang) -> None:
    """Show the key, which is nowhere else, and then set it on paper when that was asked for."""
    say_in(lang, _PAPER.zh, _PAPER.en)
    for line in recovery.written(code):
        print(f"    {line}")
    if args.paper is not None:
        from shouzheng.remedy.atomic import write_bytes
        from shouzheng.remedy.recovery_paper import recovery_pdf

        write_bytes(args.paper, recovery_pdf(code, case, datetime.now(BEIJING).date(), lang))
        say_in(
            lang,
            f"已写出 {args.paper.name}：请打印后立即删除这个文件。",
            f"Written {args.paper.name}: delete this file as soon as it is printed.",
        )
