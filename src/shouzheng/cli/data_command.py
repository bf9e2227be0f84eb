"""``shouzheng data``: how old law, lexicon, directory and letters are; put in a data pack, go back, trust a key."""

from __future__ import annotations

import argparse
import json
import sys
from datetime import date, datetime
from pathlib import Path
from typing import TYPE_CHECKING

from shouzheng.cli.arguments import recent_day, typed_secret
from shouzheng.cli.talk import say_in, say_problems
from shouzheng.model.moment import BEIJING
from shouzheng.model.words import Lang, Words
from shouzheng.reference.active_data import PARTS

if TYPE_CHECKING:
    from collections.abc import Callable

    from shouzheng.packs.pack import About

#: Exit codes: everything in order, something is overdue, an installed pack is damaged (DESIGN §8).
_DONE, _STALE, _DAMAGED = 0, 1, 3
#: Characters of a publisher's words at most.
_MOST_NOTE = 2000


def configure(parser: argparse.ArgumentParser) -> None:
    """Add the actions of ``data``."""
    lang = Lang(parser.get_default("lang"))

    def say(zh: str, en: str) -> str:
        return Words(zh, en).say(lang)

    def action(name: str, zh: str, en: str) -> argparse.ArgumentParser:
        made: argparse.ArgumentParser = actions.add_parser(name, help=say(zh, en), description=say(zh, en))
        made.add_argument(
            "--as-of", type=recent_day, metavar="DATE", help=say("以这一天为“今天”", "take this as today")
        )
        return made

    actions = parser.add_subparsers(dest="action", required=True, metavar="ACTION")
    status = action("status", "每一部分有多新，从哪里来", "how old each part is and where it comes from")
    status.add_argument("--json", action="store_true", help=say("输出数据", "write data"))
    update = action("update", "装入一个签名的数据包", "put in a signed data pack")
    update.add_argument("file", type=Path, metavar="FILE", help=say("数据包 .szpack", "a data pack, .szpack"))
    update.add_argument("--check", action="store_true", help=say("只检查，不装入", "check only, put nothing in"))
    update.add_argument("--older", action="store_true", help=say("允许用旧数据换新数据", "allow older data"))
    fewer = say(
        "允许去掉现有的规则、词表里的行为或官方号码",
        "allow data that lacks rules, words or official numbers of today's",
    )
    update.add_argument("--fewer", "--fewer-rules", action="store_true", help=fewer)
    back = action("rollback", "退回前一份数据", "go back to the data before")
    back.add_argument("--shipped", action="store_true", help=say("退回程序自带的数据", "to what came with the program"))
    trust = action("trust", "信任一个发布者的钥匙，或不再信任", "trust a publisher's key, or no longer")
    trust.add_argument("key", type=Path, nargs="?", metavar="KEY", help=say("公钥 PEM 文件", "public key, PEM"))
    finger = say("另外得到的指纹；不写就会问", "fingerprint got elsewhere; asked for when left out")
    trust.add_argument("--fingerprint", metavar="HEX", help=finger)
    trust.add_argument("--name", default="", help=say("您怎样称呼这个发布者", "what you call this publisher"))
    only = say("只用于这一部分，可写多次；不写就是全部", "for this part only, may be repeated; else all")
    trust.add_argument("--for", dest="parts", action="append", choices=PARTS, help=only)
    trust.add_argument("--remove", metavar="HEX", help=say("不再信任这个指纹", "trust this fingerprint no longer"))
    _configure_make(action("make", "发布者：做一个签名的数据包", "publishers: make a signed data pack"), say)


def _configure_make(make: argparse.ArgumentParser, say: Callable[[str, str], str]) -> None:
    folder = say("含 law、lexicon 等文件夹的文件夹", "folder that holds law, lexicon and so on")
    make.add_argument("folder", type=Path, metavar="FOLDER", help=folder)
    make.add_argument("--key", type=Path, required=True, metavar="FILE", help=say("私钥 PEM", "private key, PEM"))
    make.add_argument("--out", type=Path, required=True, metavar="FILE", help=say("写到哪里", "where to write it"))
    version = say(
        "版本，如 2026-12-01.1；不写就是今天的第一个", "version such as 2026-12-01.1; else the first of today"
    )
    make.add_argument("--version", metavar="DAY.N", help=version)
    make.add_argument("--effective", type=recent_day, metavar="DATE", help=say("从哪天起可用", "usable from this day"))
    due = say("应在哪天前再核对；不写就取数据里最早的日期", "to be checked again by; else the earliest in the data")
    make.add_argument("--check-by", type=recent_day, metavar="DATE", help=due)
    make.add_argument("--publisher", default="", help=say("发布者自称", "what the publisher calls itself"))
    make.add_argument("--note-zh", default="", help=say("说明（中文）", "note in Chinese"))
    make.add_argument("--note-en", default="", help=say("说明（英文）", "note in English"))
    make.add_argument("--program", metavar="X.Y.Z", help=say("至少需要的程序版本", "oldest program that can read it"))


def run(args: argparse.Namespace) -> int:
    """Do one action; returns 0, 1 (``status``: something is overdue) or 3 (an installed pack is damaged)."""
    lang = Lang(args.lang)
    today = args.as_of or datetime.now(BEIJING).date()
    actions = {"status": _status, "update": _update, "rollback": _rollback, "trust": _trust, "make": _make}
    return actions[args.action](args, lang, today)


def _status(args: argparse.Namespace, lang: Lang, today: date) -> int:
    from shouzheng.cli.data_pages import status_json, status_lines
    from shouzheng.packs.status import status

    found = status()
    if args.json:
        print(json.dumps(status_json(found, today), ensure_ascii=True, indent=2))
    else:
        for words in status_lines(found, today):
            say_in(lang, words.zh, words.en)
        say_problems(found.problems, lang)
    if found.problems:
        return _DAMAGED
    return _STALE if found.stale(today) else _DONE


def _update(args: argparse.Namespace, lang: Lang, today: date) -> int:
    from shouzheng.cli.data_pages import change_lines
    from shouzheng.packs.install import update
    from shouzheng.packs.store import home_or_problem

    home, content = home_or_problem(), _content(args.file)
    print(
        Words("正在检查和试用，约半分钟……", "Checking and trying it, about half a minute …").say(lang), file=sys.stderr
    )
    change = update(home, content, today, older=args.older, fewer=args.fewer, only_check=args.check)
    for words in change_lines(change, only_check=args.check):
        say_in(lang, words.zh, words.en)
    return _DONE


def _rollback(args: argparse.Namespace, lang: Lang, today: date) -> int:
    from shouzheng.packs.install import rollback
    from shouzheng.packs.said import passed_over
    from shouzheng.packs.store import home_or_problem

    passed = rollback(home_or_problem(), today, shipped=args.shipped)
    if passed:
        words = passed_over(passed)
        say_in(lang, words.zh, words.en)
    say_in(lang, "已退回。现在是：", "Gone back. Now it is:")
    args.json = False
    _status(args, lang, today)
    return _DONE


def _trust(args: argparse.Namespace, lang: Lang, today: date) -> int:
    from shouzheng.packs.install import forget_key, trust_key
    from shouzheng.packs.problems import BAD_KEY
    from shouzheng.packs.signing import public_key
    from shouzheng.packs.store import home_or_problem
    from shouzheng.packs.trust import Publisher
    from shouzheng.reference.problems import Problem, ShouzhengError

    home = home_or_problem()
    if args.remove:
        gone = forget_key(home, args.remove)
        say_in(
            lang,
            f"不再信任 {gone.fingerprint}；它的包都不再使用。",
            f"Trusted no longer: {gone.fingerprint}. None of its packs is used.",
        )
        return _DONE
    if args.key is None:
        raise ShouzhengError(Problem(BAD_KEY, slots=(("what", "KEY"),)))
    key = public_key(_content(args.key))
    asked = Words(
        "请输入您从别处（电话、当面、官方网站）得到的指纹，不要从钥匙文件旁边抄",
        "type the fingerprint that you got another way (telephone, in person, official site), not from beside the file",
    )
    typed = args.fingerprint or typed_secret(asked.say(lang))
    publisher = Publisher(key, args.name or args.key.stem, tuple(args.parts or PARTS), today)
    trust_key(home, publisher, typed)
    parts, undo = ", ".join(publisher.parts), f'shouzheng data trust --remove "{publisher.fingerprint}"'
    say_in(lang, f"已信任，可以更新：{parts}。撤回：{undo}", f"Trusted for: {parts}. To undo: {undo}")
    return _DONE


def _make(args: argparse.Namespace, lang: Lang, today: date) -> int:
    from shouzheng.packs.make import make
    from shouzheng.packs.signing import fingerprint, is_locked, private_key, public_of
    from shouzheng.packs.store import unwritable
    from shouzheng.reference.atomic import replacing

    held = _content(args.key)
    words = Words("私钥的口令", "passphrase of the private key")
    key = private_key(held, typed_secret(words.say(lang)) if is_locked(held) else None)
    pack = make(args.folder, _about(args, today), key, today)
    try:
        with replacing(args.out) as file:
            file.write(pack.content)
    except OSError as error:
        raise unwritable(error, args.out.name) from error
    made = f"{args.out.name}: {', '.join(pack.manifest.parts)} {pack.manifest.version}, {len(pack.content):,}"
    say_in(lang, f"已做成 {made} 字节", f"made {made} bytes")
    say_in(lang, f"钥匙的指纹：{fingerprint(public_of(key))}", f"fingerprint of the key: {fingerprint(public_of(key))}")
    return _DONE


def _about(args: argparse.Namespace, today: date) -> About:
    from shouzheng import __version__
    from shouzheng.packs.make import cannot_make, earliest_check, files_of
    from shouzheng.packs.pack import About
    from shouzheng.reference.active_data import Edition, edition_of

    version = edition_of(args.version) if args.version else Edition(today, 1)
    due = args.check_by or earliest_check(files_of(args.folder))
    if version is None or due is None:
        raise cannot_make("--version" if version is None else "--check-by")
    return About(
        publisher=args.publisher[:_MOST_NOTE],
        note=Words(args.note_zh[:_MOST_NOTE], args.note_en[:_MOST_NOTE]),
        version=version,
        effective=args.effective or version.day,
        check_by=due,
        program=args.program or __version__,
    )


def _content(path: Path) -> bytes:
    """Return the bytes of a file up to a little more than a pack may have; raises ``ShouzhengError`` (SZ-8002)."""
    from shouzheng.packs.archive import MOST_PACK
    from shouzheng.packs.store import unwritable

    try:
        with path.open("rb") as file:
            return file.read(MOST_PACK + 1)
    except OSError as error:
        raise unwritable(error, path.name) from error
