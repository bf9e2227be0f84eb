"""``shouzheng proceedings list|new|sent|received|noted|show|due|ics``: what was sent, what came back, what is due."""

from __future__ import annotations

import argparse
import json
import shutil
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import date, datetime
from pathlib import Path
from typing import TYPE_CHECKING

from shouzheng.cli.arguments import recent_day
from shouzheng.model.moment import BEIJING
from shouzheng.model.words import Lang, Words

if TYPE_CHECKING:
    from shouzheng.remedy.proceedings.store import Docket
    from shouzheng.remedy.proceedings.view import Seen

_FILE = "proceedings.jsonl"
_ANSWERS = {"yes": True, "no": False}
_TRUTHS = {
    "written": ("in_writing", "答复是书面的吗", "was the reply in writing"),
    "reasons": ("gives_reasons", "说了理由吗", "did it give reasons"),
    "agrees": ("agrees", "同意你的请求吗", "did it agree"),
    "asks-again": ("asks_what_it_has", "要你提供它自己就有的材料吗", "did it ask for what it has itself"),
}


def configure(parser: argparse.ArgumentParser) -> None:
    """Add the subcommands of ``proceedings``."""
    lang = Lang(parser.get_default("lang"))
    commands = parser.add_subparsers(dest="action", required=True, metavar="ACTION")

    def say(zh: str, en: str) -> str:
        return Words(zh, en).say(lang)

    command = _adder(commands, say)
    command("list", "列出各事项和状态", "list proceedings and states")
    command("due", "什么快到期了", "what is due")
    show = command("show", "一个事项的全部：往来、期限、下一步", "everything about one", one=True)
    show.add_argument(
        "--steps", action="store_true", help=say("逐步列出怎样数出期限，附条文", "every step of counting")
    )
    _new_arguments(command("new", "新建一个事项", "begin a proceeding", one=True), say)
    for name, zh, en in (
        ("sent", "记下寄出的一次", "enter what was sent"),
        ("received", "记下收到的一次", "enter what was received"),
        ("noted", "记下自己知道的一件事", "enter what you know yourself"),
    ):
        _message_arguments(command(name, zh, en, one=True), name, say)
    ics = command("ics", "把期限写成日历文件", "write the terms as a calendar file")
    ics.add_argument("--out", type=Path, required=True, metavar="FILE.ics")
    ics.add_argument(
        "--detail",
        action="store_true",
        help=say("日历里写明事项（默认只写有一个期限）", "name the matter in the calendar"),
    )


def _adder(
    commands: argparse._SubParsersAction[argparse.ArgumentParser], say: Callable[[str, str], str]
) -> Callable[..., argparse.ArgumentParser]:
    """Return the function that adds a subcommand with the arguments that all of them have."""

    def command(name: str, zh: str, en: str, *, one: bool = False) -> argparse.ArgumentParser:
        sub = commands.add_parser(name, help=say(zh, en))
        sub.add_argument("--lang", choices=[each.value for each in Lang], default=argparse.SUPPRESS)
        sub.add_argument(
            "--file", type=Path, default=Path(_FILE), help=say(f"记在哪个文件（{_FILE}）", f"file ({_FILE})")
        )
        sub.add_argument(
            "--case", type=Path, metavar="CASE", help=say("记在加密案卷里", "keep it in the encrypted case")
        )
        sub.add_argument("--recovery", action="store_true", help=say("用恢复码代替口令", "use the recovery key"))
        sub.add_argument(
            "--as-of", type=recent_day, metavar="DATE", help=say("以这一天为“今天”", "take this day as today")
        )
        sub.add_argument("--json", action="store_true", help=say("输出数据", "write data"))
        if one:
            sub.add_argument("id", metavar="ID", help=say("事项编号", "id of the proceeding"))
        return sub

    return command


def _new_arguments(sub: argparse.ArgumentParser, say: Callable[[str, str], str]) -> None:
    sub.add_argument("--channel", required=True, help=say("哪个机构，如 lender、nfra_12378", "which body"))
    sub.add_argument("--institution", default="unknown", help=say("债权机构的类型", "kind of creditor"))
    sub.add_argument("--title", default="", help=say("自己看的标题", "a title for yourself"))
    sub.add_argument("--invented", action="store_true", help=say("虚构示例", "an invented example"))


def _message_arguments(sub: argparse.ArgumentParser, name: str, say: Callable[[str, str], str]) -> None:
    sub.add_argument("--kind", required=True, help=say("是什么", "what it is"))
    sub.add_argument("--day", required=True, help=say("哪一天", "on which day"))
    sub.add_argument("--note", default="", help=say("备注", "a remark"))
    sub.add_argument("--proof", metavar="KIND=VALUE", help=say("凭证，如 ems=单号", "proof, such as ems=NUMBER"))
    if name == "sent":
        sub.add_argument("--letter", default="", help=say("用的哪份文书", "which letter"))
        sub.add_argument(
            "--point", action="append", dest="points", help=say("请求了什么，可写多次", "what was asked; repeat")
        )
    if name == "received":
        sub.add_argument(
            "--answered",
            action="append",
            dest="points",
            help=say("答复了哪一项；都没有写 none", "which point; or none"),
        )
        sub.add_argument("--refusal", help=say("不受理的理由", "reason for refusing"))
        sub.add_argument("--to", dest="to_channel", default="", help=say("转到哪里", "where it was passed on"))
        sub.add_argument("--paused-by", help=say("期限为何停住", "why time stands still"))
        for option, (key, zh, en) in _TRUTHS.items():
            sub.add_argument(f"--{option}", dest=key, choices=tuple(_ANSWERS), help=say(zh, en))


def run(args: argparse.Namespace) -> int:
    """Run the subcommand; returns 0 (2 when nothing could be used)."""
    from shouzheng.cli.talk import say_problems
    from shouzheng.rulebook.load import load_rulebook

    rulebook = load_rulebook()
    today = args.as_of or datetime.now(BEIJING).date()
    lang = Lang(args.lang)
    with _opened(args, tuple(rulebook.channels)) as (docket, append):
        if args.action in ("new", "sent", "received", "noted"):
            append(_line(args, docket, today))
            _say(lang, "已记下。", "Entered.")
            return 0
        say_problems(docket.problems, lang)
        return _report(args, docket, today, lang)


@contextmanager
def _opened(
    args: argparse.Namespace, channels: tuple[str, ...]
) -> Iterator[tuple[Docket, Callable[[dict[str, object]], None]]]:
    """Open the file or the encrypted case, with the way to add one line."""
    from shouzheng.remedy.proceedings import store

    if args.case is None:
        path = args.file
        yield store.read_file(path, channels), lambda data: store.append_to_file(path, data)
        return
    from shouzheng.cli.opened_case import opened_case

    with opened_case(args.case, Lang(args.lang), by_recovery=args.recovery) as case:
        yield store.read_case(case, channels), lambda data: store.append_to_case(case, data)


def _line(args: argparse.Namespace, docket: Docket, today: date) -> dict[str, object]:
    """Make the line to add; every field is checked as when it is read."""
    from shouzheng.remedy.proceedings import store
    from shouzheng.remedy.proceedings.messages import message_of, proceeding_of
    from shouzheng.rulebook.load import load_rulebook

    channels = tuple(load_rulebook().channels)
    if args.action == "new":
        names = ("id", "channel", "institution", "title", "invented")
        return store.new_line(docket, proceeding_of({name: getattr(args, name) for name in names}, channels))
    data: dict[str, object] = {"what": args.action}
    for name in ("kind", "day", "note", "letter", "refusal", "to_channel", "paused_by"):
        value = getattr(args, name, None)
        if value is not None:
            data[name] = value
    for key, _, _ in _TRUTHS.values():
        if getattr(args, key, None) is not None:
            data[key] = _ANSWERS[getattr(args, key)]
    if getattr(args, "points", None) is not None:
        data["points"] = [] if args.points == ["none"] else args.points
    if args.proof:
        kind, _, value = args.proof.partition("=")
        data["proof"] = {"kind": kind, "value": value}
    return store.message_line(docket, args.id, message_of(data, docket.lines + 1, channels, today))


def _report(args: argparse.Namespace, docket: Docket, today: date, lang: Lang) -> int:
    from shouzheng.reference.safe_text import json_safe
    from shouzheng.remedy.proceedings import view
    from shouzheng.rulebook.load import load_rulebook

    rulebook = load_rulebook()
    wanted = (docket.proceeding(args.id),) if args.action == "show" else docket.proceedings
    all_seen = view.look_at(wanted, rulebook, today)
    width = min(shutil.get_terminal_size((80, 24)).columns, 100)
    if args.action == "ics":
        return _calendar(args, all_seen, today, lang)
    if args.json:
        data = {
            "schema": "shouzheng.proceedings/1",
            "as_of": today.isoformat(),
            "proceedings": [view.seen_json(each, rulebook) for each in all_seen],
        }
        print(json_safe(json.dumps(data, ensure_ascii=False, indent=2)))
    elif args.action == "show":
        print(view.show_screen(all_seen[0], rulebook, lang, width, steps=args.steps))
    elif args.action == "due":
        print(view.due_screen(all_seen, rulebook, lang, width))
    else:
        print(view.list_screen(all_seen, rulebook, lang, width))
    return 2 if docket.problems and not docket.proceedings else 0


def _calendar(args: argparse.Namespace, all_seen: list[Seen], today: date, lang: Lang) -> int:
    from shouzheng.remedy.atomic import write_bytes
    from shouzheng.remedy.paper.calendar_file import calendar_file
    from shouzheng.remedy.proceedings.view import reminders

    found = reminders(all_seen, lang, detail=args.detail)
    write_bytes(args.out, calendar_file(found, today, lang))
    name = args.out.name
    if not found:
        _say(
            lang,
            f"没有还要到来的期限，写出的日历是空的：{name}",
            f"no term is still to come; the calendar is empty: {name}",
        )
        return 0
    _say(lang, f"写出提醒 {len(found)} 条：{name}", f"reminders written: {len(found)}, {name}")
    return 0


def _say(lang: Lang, zh: str, en: str) -> None:
    from shouzheng.reference.script import in_script

    print(in_script(Words(zh, en).say(lang), lang))
