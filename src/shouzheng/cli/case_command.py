"""``shouzheng case …``: the encrypted case. Making, putting in and checking here, the rest in
``case_*_actions``.
"""

from __future__ import annotations

import argparse
import json
import sys
from contextlib import suppress
from dataclasses import asdict
from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING

from shouzheng.casefile import recovery
from shouzheng.casefile.case import CaseFile, new_case
from shouzheng.casefile.index import damage_told
from shouzheng.casefile.problems import UNKNOWN_FILES
from shouzheng.casefile.verify import verify
from shouzheng.cli import (
    case_export_actions,
    case_keyring_actions,
    case_look_actions,
    case_pack_actions,
    case_proof_actions,
    case_review_actions,
    case_whose_actions,
)
from shouzheng.cli.any_order import AnyOrder
from shouzheng.cli.arguments import add_hints, hints_of
from shouzheng.cli.opened_case import make_ready, opened_case
from shouzheng.cli.passphrase import ask_new, keys_of
from shouzheng.cli.talk import progress, say_in, say_problems
from shouzheng.model.moment import BEIJING
from shouzheng.model.words import Lang, Words
from shouzheng.reference.problems import Problem, ShouzhengError
from shouzheng.reference.safe_text import shorten, visible

if TYPE_CHECKING:
    from shouzheng.remedy.cases.intake import Added

#: Exit codes (DESIGN §8).
_DONE, _PARTLY, _NOTHING, _DAMAGED = 0, 1, 2, 4
#: What changes the ways into a case asks for the passphrase or the recovery key itself.
_NEVER_BY_KEYRING = ("new", "rekey", "recovery", "keyring")
#: What only reads works while another program writes.
_READING = ("list", "show", "search", "log")
_PARTS = (
    case_look_actions,
    case_keyring_actions,
    case_review_actions,
    case_whose_actions,
    case_export_actions,
    case_proof_actions,
    case_pack_actions,
)
_PAPER = Words(
    "恢复码（请抄在纸上，与电脑分开存放；忘记口令时只有它能打开案卷）：",
    "Recovery key (write it on paper and keep it away from the computer; without the passphrase only it opens the "
    "case):",
)


def configure(parser: argparse.ArgumentParser) -> None:
    """Add the subcommands of ``case``."""
    lang = Lang(parser.get_default("lang"))
    commands = parser.add_subparsers(dest="action", required=True, metavar="ACTION", parser_class=AnyOrder)

    def command(name: str, zh: str, en: str) -> argparse.ArgumentParser:
        sub = commands.add_parser(name, help=Words(zh, en).say(lang))
        sub.add_argument("--lang", choices=[each.value for each in Lang], default=argparse.SUPPRESS)
        sub.add_argument("case", type=Path, metavar="CASE", help=Words("案卷文件夹", "folder of the case").say(lang))
        if name in ("new", "recovery"):
            paper_words = Words("把恢复码排成一页 PDF 供打印", "set the recovery key as a PDF page to print")
            sub.add_argument("--paper", type=Path, metavar="OUT.pdf", help=paper_words.say(lang))
        if name not in ("new", "keyring"):
            help_words = Words("用恢复码代替口令", "use the recovery key instead of the passphrase")
            sub.add_argument("--recovery", action="store_true", help=help_words.say(lang))
        if name not in _NEVER_BY_KEYRING:
            ring_words = Words("用系统钥匙串里的钥匙代替口令", "use the key in the system's key ring instead")
            sub.add_argument("--keyring", action="store_true", help=ring_words.say(lang))
        return sub

    command("new", "新建案卷", "make a new case")
    add = command("add", "存入文件，并读出其中的联系", "store files and read the contacts in them")
    add.add_argument("files", nargs="+", type=Path, metavar="FILE")
    add_hints(add, lang)
    add.add_argument("--person", metavar="ID", help=Words("谁的手机", "whose phone").say(lang))
    command("read", "读出已存入、还没有读出联系的原件", "read the originals that were stored and not read yet")
    for part in _PARTS:
        part.configure(command, lang)
    check = command("verify", "重新核对全部内容", "check everything anew")
    check.add_argument("--json", action="store_true")
    command("rekey", "换口令", "change the passphrase")
    paper = command("recovery", "演练恢复码，或换一个新的", "rehearse the recovery key, or make a new one")
    paper.add_argument("--new", action="store_true", help=Words("作废旧的，换一个新的", "replace it").say(lang))


def run(args: argparse.Namespace) -> int:
    """Run the subcommand; returns 0, 1 (partly, or findings), 2 (nothing stored) or 4 (damage found)."""
    make_ready()
    lang = Lang(args.lang)
    if args.action == "new":
        return _new(args, lang)
    if args.action == "recovery" and not args.new:
        return _rehearse(args.case, lang)
    if args.action == "keyring":
        return case_keyring_actions.run(args, lang)
    by_keyring = getattr(args, "keyring", False)
    reading = args.action in _READING or (args.action == "note" and args.text is None)
    with opened_case(args.case, lang, by_recovery=args.recovery, by_keyring=by_keyring, reading=reading) as case:
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
    """Say of each file that it is stored as soon as it is: what was said survives whatever happens to the rest.

    What an earlier run stored and did not read is read first.
    """
    from shouzheng.intake.hints import said
    from shouzheng.remedy.cases.intake import adding  # slow to import: a wrong passphrase is to be said at once

    total = sum(map(_size, args.files))
    stored = refused = 0
    told: set[str] = set()
    whole = _read_pending(case, lang, told)
    with said(hints_of(args)), progress(lang, total) as tick:
        for each in adding(case, args.files, person=args.person, progress=tick):
            stored, refused, whole = (
                stored + (each.stored is not None),
                refused + (each.stored is None),
                whole and each.kept,
            )
            _say_added(each, lang, told)
    if refused or stored > 1:
        say_in(lang, f"存入 {stored} 份，没有存入 {refused} 份。", f"{stored} stored, {refused} not.")
    if not stored:
        return _NOTHING
    return _PARTLY if refused or not whole else _DONE


def _read(case: CaseFile, _args: argparse.Namespace, lang: Lang) -> int:
    from shouzheng.remedy.cases.pending import pending

    if not pending(case):
        say_in(lang, "没有等待读出的原件。", "No original is waiting to be read.")
        return _DONE
    return _DONE if _read_pending(case, lang, set()) else _NOTHING


def _read_pending(case: CaseFile, lang: Lang, told: set[str]) -> bool:
    """Read what was stored and not read; True when the contacts of all of it are in the case now."""
    from shouzheng.remedy.cases.intake import reading_pending
    from shouzheng.remedy.cases.pending import pending

    whole = True
    with progress(lang, sum(each.digest.length for each in pending(case))) as tick:
        for each in reading_pending(case, progress=tick):
            whole = whole and each.kept
            _say_added(each, lang, told, again=True)
    return whole


def _size(path: Path) -> int:
    """Bytes of a file for the progress bar; what cannot be asked is said when it is its turn to be stored."""
    try:
        return path.stat().st_size if path.is_file() else 0
    except (OSError, ValueError):
        return 0


def _say_added(each: Added, lang: Lang, told: set[str], *, again: bool = False) -> None:
    """Say it; what to do about a problem (a long list of known formats, for one) is said once a run."""
    for problem in each.problems:
        repair = problem.repair(lang)
        say_problems([problem], lang, briefly=repair in told)
        told.add(repair)
    if each.stored is None:
        return
    name, digest, no = visible(shorten(each.stored.name, 60)), each.stored.digest, each.stored.no
    if not each.kept:
        say_in(
            lang,
            f"原件已存入 {no}：{name}（{digest.length:,} 字节），但联系没有存入",
            f"original stored {no}: {name} ({digest.length:,} bytes), but its contacts are not",
        )
    else:
        did = Words("补读", "read now") if again else Words("已存入", "stored")
        same = Words(f"，与第 {each.same} 份内容相同", f", same as no. {each.same}") if each.same else Words("", "")
        say_in(
            lang,
            f"{did.zh} {no}：{name}（{digest.length:,} 字节，读出联系 {each.events} 次）{same.zh}",
            f"{did.en} {no}: {name} ({digest.length:,} bytes, contacts read: {each.events}){same.en}",
        )
    sys.stdout.flush()


def _verify(case: CaseFile, args: argparse.Namespace, lang: Lang) -> int:
    from shouzheng.remedy.cases.pending import not_read_yet

    total = sum(each.digest.length for each in case.originals())
    with progress(lang, total) as tick:
        checked = verify(case, lambda done: tick("verify", done))
    if args.json:
        print(json.dumps({**asdict(checked), "problems": [_as_json(each) for each in checked.problems]}))
        return _DAMAGED if checked.problems else _DONE
    say_problems(checked.problems, lang)
    with suppress(ShouzhengError), damage_told():  # a damaged index was said above
        say_problems(not_read_yet(case), lang)
    if checked.unknown:
        say_problems([Problem(UNKNOWN_FILES, "", (("count", str(checked.unknown)),))], lang)
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


def _as_json(problem: Problem) -> dict[str, object]:
    return {"code": problem.code, "where": problem.where, "slots": dict(problem.slots)}


_ACTIONS: dict[str, case_review_actions.Action] = {
    **case_look_actions.ACTIONS,
    **case_review_actions.ACTIONS,
    **case_whose_actions.ACTIONS,
    **case_export_actions.ACTIONS,
    **case_proof_actions.ACTIONS,
    **case_pack_actions.ACTIONS,
    "add": _add,
    "read": _read,
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
        from shouzheng.remedy.cases.recovery_paper import recovery_pdf

        write_bytes(args.paper, recovery_pdf(code, case, datetime.now(BEIJING).date(), lang))
        say_in(
            lang,
            f"已写出 {args.paper.name}：请打印后立即删除这个文件。",
            f"Written {args.paper.name}: delete this file as soon as it is printed.",
        )
