"""``shouzheng app``: local pages in the browser, on this computer only; ends with Ctrl-C or from the page."""

from __future__ import annotations

import argparse
import sys
from pathlib import Path
from typing import TYPE_CHECKING

from shouzheng.cli.arguments import recent_day
from shouzheng.model.words import Lang, Words

if TYPE_CHECKING:
    from collections.abc import Callable

    from shouzheng.web.serve import Running


def configure(parser: argparse.ArgumentParser) -> None:
    """Add the arguments of ``app``."""
    lang = Lang(parser.get_default("lang"))

    def say(zh: str, en: str) -> str:
        return Words(zh, en).say(lang)

    parser.add_argument(
        "--cases",
        type=Path,
        metavar="DIR",
        help=say("案卷所在的文件夹（默认：主目录下的 Shouzheng）", "folder of the cases"),
    )
    parser.add_argument("--port", type=_port, default=0, help=say("端口（默认由系统选）", "port (the system chooses)"))
    parser.add_argument(
        "--lock-minutes",
        type=_minutes,
        default=10.0,
        metavar="N",
        help=say("多久不用就锁上", "lock after so long without use"),
    )
    parser.add_argument(
        "--no-browser", action="store_true", help=say("不打开浏览器，只显示网址", "only print the address")
    )
    parser.add_argument(
        "--as-of", type=recent_day, metavar="DATE", help=say("以这一天为“今天”", "take this day as today")
    )


def _port(text: str) -> int:
    if not (text.isascii() and text.isdigit() and int(text) < 65_536):
        raise argparse.ArgumentTypeError(f"{text!r}: 0 … 65535")
    return int(text)


def _minutes(text: str) -> float:
    try:
        found = float(text)
    except ValueError:
        found = -1.0
    if not 0.02 <= found <= 720:
        raise argparse.ArgumentTypeError(f"{text!r}: 0.02 … 720")
    return found


def run(args: argparse.Namespace) -> int:
    """Serve until stopped; returns 0."""
    from shouzheng.casefile import selftest
    from shouzheng.reference.no_traces import leave_no_traces
    from shouzheng.web.second_start import running_address
    from shouzheng.web.serve import Running
    from shouzheng.web.settings import Settings, usual_cases

    lang = Lang(args.lang)
    cases = (args.cases or usual_cases()).absolute()
    already = running_address(cases)
    if already is not None:
        _remark(lang, "守正已经开着，打开的就是那一个。", "Shouzheng is running already; this opens that one.")
        _open(lambda: already, lang, browser=not args.no_browser)
        return 0
    selftest.run()
    leave_no_traces()
    settings = Settings(cases, lang, lock_minutes=args.lock_minutes, today=args.as_of)
    running = Running(settings, args.port)
    running.serve(lambda running: _ready(running, lang, browser=not args.no_browser))
    return 0


def _ready(running: Running, lang: Lang, *, browser: bool) -> None:
    """Say where the pages are and how to end."""
    _open(running.address, lang, browser=browser)
    _remark(lang, "结束：按 Ctrl-C，或在首页点“结束程序”。", "To end: Ctrl-C, or “End the program” on the first page.")


def _open(address: Callable[[], str], lang: Lang, *, browser: bool) -> None:
    """Open an address in the browser, else print one; each lets one browser in, once."""
    import webbrowser

    from shouzheng.cli.talk import say_in

    if browser and webbrowser.open(address()):
        return
    say_in(
        lang,
        "守正的页面只在这台电脑上。请在浏览器里打开（只能用一次）：",
        "The pages of Shouzheng are on this computer only. Open in a browser (works once):",
    )
    print(address(), flush=True)


def _remark(lang: Lang, zh: str, en: str) -> None:
    from shouzheng.reference.script import in_script

    print(in_script(Words(zh, en).say(lang), lang), file=sys.stderr, flush=True)
