"""``shouzheng case pack|import``: another person's evidence, handed over signed and joined with recorded consent."""

from __future__ import annotations

import argparse
from collections.abc import Callable
from pathlib import Path

from shouzheng.casefile.case import CaseFile
from shouzheng.cli.case_review_actions import Action
from shouzheng.cli.talk import say_in
from shouzheng.model.words import Lang, Words

_DONE = 0


def configure(command: Callable[[str, str, str], argparse.ArgumentParser], lang: Lang) -> None:
    """Add these subcommands."""

    def say(zh: str, en: str) -> str:
        return Words(zh, en).say(lang)

    pack = command("pack", "把选入的联系签名打包，交给当事人", "pack what is selected, signed, for the borrower")
    pack.add_argument("out", type=Path, metavar="OUT.zip")
    pack.add_argument("--withdraw", action="store_true", help=say("撤回此前的同意", "withdraw what was agreed before"))
    join = command("import", "加入他人的收证包", "join another person's pack")
    join.add_argument("pack", type=Path, metavar="PACK.zip")
    join.add_argument("--person", required=True, metavar="ID", help=say("此人在本案的编号", "that person's id here"))
    join.add_argument("--scope", action="append", metavar="PARTY", help=say("只用于这一方", "only for this party"))
    same = say(
        "收证包里的名字或身份与本案登记的不同，但确是同一个人",
        "name or role differ from this case, but it is the person",
    )
    join.add_argument("--same-person", action="store_true", help=same)


def _pack(case: CaseFile, args: argparse.Namespace, lang: Lang) -> int:
    from shouzheng.remedy.bundle.join import fingerprint
    from shouzheng.remedy.bundle.pack import write_pack

    done = write_pack(case, args.out, withdraw=args.withdraw)
    say_in(
        lang,
        f"已写出 {done.path.name}：联系 {done.contacts} 次。公钥指纹 {fingerprint(done.key)}，请念给对方核对。",
        f"Written {done.path.name}: contacts {done.contacts}. Read the key's fingerprint {fingerprint(done.key)} to "
        "the other person, face to face or by phone.",
    )
    say_in(
        lang,
        "收证包没有加密，请用 U 盘当面交给对方；以后可用 --withdraw 再做一份来撤回同意。",
        "The pack is not encrypted: hand it over in person. With --withdraw another pack takes the consent back.",
    )
    return _DONE


def _import(case: CaseFile, args: argparse.Namespace, lang: Lang) -> int:
    from shouzheng.remedy.bundle.join import fingerprint, import_pack

    scope = tuple(args.scope) if args.scope else None
    joined = import_pack(case, args.pack, args.person, scope=scope, same_person=args.same_person)
    key = fingerprint(joined.key)
    if joined.since is None:
        say_in(
            lang,
            f"{joined.person} 已撤回同意（公钥指纹 {key}）；此后的导出不再含此人的联系。已经交出去的收不回。",
            f"{joined.person} has withdrawn (key {key}); later exports leave those contacts out. What was handed over "
            "stays where it is.",
        )
        return _DONE
    say_in(
        lang,
        f"已加入 {joined.person} 的联系 {joined.contacts} 次，同意自 {joined.since.date()} 起，可随时撤回。"
        f"公钥指纹 {key}，请向本人核对。",
        f"Joined {joined.person}: contacts {joined.contacts}, agreed since {joined.since.date()}, revocable. Compare "
        f"the key's fingerprint {key} with the person.",
    )
    return _DONE


ACTIONS: dict[str, Action] = {"pack": _pack, "import": _import}
