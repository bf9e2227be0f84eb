"""``shouzheng case export``: what leaves the case, as a bundle that strangers can check."""

from __future__ import annotations

import argparse
from collections.abc import Callable
from datetime import date, datetime
from pathlib import Path
from typing import TYPE_CHECKING

from shouzheng.casefile.case import CaseFile
from shouzheng.cli.arguments import recent_day
from shouzheng.cli.case_review_actions import Action
from shouzheng.cli.small_files import read_file
from shouzheng.cli.talk import say_in, say_problems
from shouzheng.model.moment import BEIJING
from shouzheng.model.words import Lang, Words

if TYPE_CHECKING:
    from shouzheng.remedy.bundle.build import Exported

_DONE = 0


def configure(command: Callable[[str, str, str], argparse.ArgumentParser], lang: Lang) -> None:
    """Add the subcommand."""

    def say(zh: str, en: str) -> str:
        return Words(zh, en).say(lang)

    export = command("export", "导出选入的联系，成为可核对的证据包", "export what is selected as a checkable bundle")
    what = export.add_mutually_exclusive_group(required=True)
    what.add_argument("--bundle", type=Path, metavar="OUT", help=say("证据包：新文件夹", "a bundle: new folder"))
    what.add_argument(
        "--redacted", type=Path, metavar="OUT", help=say("隐去后的副本：新文件夹", "a redacted copy: new folder")
    )
    for name, zh, en in (
        ("--hide", "要隐去的文字", "words to hide"),
        ("--hide-number", "要隐去的号码", "a number to hide"),
        ("--hide-person", "要隐去的人（编号），连同其全部联系", "a person (id) to leave out with all contacts"),
    ):
        export.add_argument(name, action="append", default=[], metavar="TEXT", help=say(zh, en))
    export.add_argument(
        "--hide-file", type=Path, metavar="FILE", help=say("每行一处要隐去的文字", "words to hide, one a line")
    )
    export.add_argument("--as-of", type=recent_day, metavar="DATE")
    export.add_argument(
        "--with-originals",
        action="store_true",
        help=say("附上完整原件（会带出没有选入的联系）", "put whole originals in (with contacts not selected)"),
    )


def _export(case: CaseFile, args: argparse.Namespace, lang: Lang) -> int:
    from shouzheng.remedy.bundle.build import export_bundle

    as_of = args.as_of or datetime.now(BEIJING).date()
    if args.redacted is not None:
        return _redacted(case, args, lang, as_of)
    done = export_bundle(case, args.bundle, as_of=as_of, lang=lang, with_originals=args.with_originals)
    return _say(case, done, lang)


def _redacted(case: CaseFile, args: argparse.Namespace, lang: Lang, as_of: date) -> int:
    from shouzheng.remedy.redaction.export import Hidden, export_redacted

    lines = read_file(args.hide_file).decode("utf-8-sig", "replace").splitlines() if args.hide_file else []
    texts = (*args.hide, *(line.strip() for line in lines if line.strip()))
    hidden = Hidden(tuple(args.hide_person), tuple(args.hide_number), texts)
    done = export_redacted(case, args.redacted, hidden, as_of=as_of, lang=lang)
    code = _say(case, done, lang)
    say_in(
        lang,
        "已在全部文件里搜过，没有找到要隐去的内容。图片里的字和换了说法的内容搜不到，请自己再看一遍。",
        "All files were searched; nothing that was to be hidden was found. Words in pictures and other ways of saying "
        "it cannot be found: look through it yourself.",
    )
    return code


def _say(case: CaseFile, done: Exported, lang: Lang) -> int:
    from shouzheng.remedy.cases.pending import not_read_yet

    say_problems([*done.problems, *not_read_yet(case)], lang)
    say_in(
        lang,
        f"已核对案卷，写出 {done.folder.name} 和 {done.zip.name}："
        f"联系 {done.contacts} 次，可疑之处 {done.findings} 项。",
        f"The case was verified; written {done.folder.name} and {done.zip.name}: contacts {done.contacts}, "
        f"points to check {done.findings}.",
    )
    for zh, en, digest in (
        ("ZIP 的 SHA-256", "SHA-256 of the ZIP", done.zip_digest),
        ("清单的 SHA-256", "SHA-256 of the tag manifest", done.tag_manifest),
        ("核对程序 verify.py 的 SHA-256", "SHA-256 of verify.py", done.verifier),
        ("签名公钥", "signing key", case.header.signer.hex()),
    ):
        say_in(lang, f"  {zh}：{digest}", f"  {en}: {digest}")
    say_in(
        lang,
        "请把这几行抄下或拍照，与证据包分开存放：以后凭它能看出证据包有没有换过。",
        "Write these lines down or photograph them, apart from the bundle: they show later whether it was exchanged.",
    )
    return _DONE


ACTIONS: dict[str, Action] = {"export": _export}
