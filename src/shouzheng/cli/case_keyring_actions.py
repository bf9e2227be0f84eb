"""``shouzheng case keyring``: the system's key ring keeps the key of a case, on the person's word only."""

from __future__ import annotations

import argparse
from collections.abc import Callable

from shouzheng.casefile.header import read_header
from shouzheng.cli.passphrase import ask
from shouzheng.cli.talk import say_in
from shouzheng.model.words import Lang, Words

_DONE = 0


def configure(command: Callable[[str, str, str], argparse.ArgumentParser], lang: Lang) -> None:
    """Add the subcommand."""
    keyring = command("keyring", "系统钥匙串：存入、删除、查看", "the system's key ring: put in, remove, look")
    what = keyring.add_mutually_exclusive_group()
    remember = Words("存入这个案卷的钥匙（不存口令）", "put the key of this case there (not the passphrase)")
    what.add_argument("--remember", action="store_true", help=remember.say(lang))
    what.add_argument("--forget", action="store_true", help=Words("从钥匙串里删除", "remove it").say(lang))


def run(args: argparse.Namespace, lang: Lang) -> int:
    """Do what was asked, without opening the case; returns 0."""
    from shouzheng.casefile import os_keyring

    header = read_header(args.case)
    if args.remember:
        os_keyring.remember(header, ask(lang, Words("口令", "passphrase")))
        say_in(
            lang,
            "已存入系统钥匙串。以后用 --keyring 打开，不再问口令。能用这台电脑这个账户的人和程序，也就能打开案卷；"
            "与人共用电脑时请用 --forget 删除。",
            "It is in the system's key ring; --keyring opens the case without asking. Whoever, and whatever program, "
            "uses this account of this computer can then open the case: remove it with --forget where others do.",
        )
    elif args.forget:
        if os_keyring.forget(header):
            say_in(lang, "已从系统钥匙串删除。", "It was removed from the key ring.")
        else:
            say_in(lang, "系统钥匙串里本来就没有。", "The key ring held none.")
    elif os_keyring.is_remembered(header):
        say_in(lang, "系统钥匙串里有这个案卷的钥匙。", "The key ring holds a key of this case.")
    else:
        say_in(lang, "系统钥匙串里没有这个案卷的钥匙。", "The key ring holds no key of this case.")
    return _DONE
