"""Arguments that several commands share: days, secrets typed by hand, what a person says about the files."""

from __future__ import annotations

import argparse
import sys
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING

from shouzheng.model.words import Lang, Words

if TYPE_CHECKING:
    from shouzheng.intake.hints import Hints
    from shouzheng.intake.statement.stays import Stay


def day(text: str) -> date:
    """Read a day; argparse shows our words, not Python's."""
    try:
        return date.fromisoformat(text)
    except ValueError as error:
        raise argparse.ArgumentTypeError(f"{text!r}: YYYY-MM-DD, 2026-11-22") from error


def recent_day(text: str) -> date:
    """Read a day of the years that a record can have (1990 to 2099)."""
    found = day(text)
    if not 1990 <= found.year <= 2099:
        raise argparse.ArgumentTypeError(f"{text!r}: 1990-01-01 … 2099-12-31")
    return found


def typed_secret(question: str) -> str:
    """Return what is typed on the terminal without showing it, nothing at its end; a pipe gives one line.

    Never an argument.
    """
    if sys.stdin.isatty():
        from getpass import getpass

        try:
            return getpass(f"{question}: ", stream=sys.stderr)
        except EOFError:  # Ctrl-D
            return ""
    return sys.stdin.readline().rstrip("\r\n")


def add_hints(parser: argparse.ArgumentParser, lang: Lang) -> None:
    """Add what the files do not say themselves: the person's names in chats, the meaning of columns."""
    names = Words("本人在聊天里的显示名，可写多次", "your own display name in chats; may be repeated")
    stays = Words(
        "人在外地、手机用当地时间的日子，如 2026-05-01..2026-05-09=+09:00，可写多次",
        "days on which the phone told another zone's time, as 2026-05-01..2026-05-09=+09:00; may be repeated",
    )
    mapping = Words("已确认的列对应表，可写多次", "a confirmed meaning of columns; may be repeated")
    parser.add_argument("--my-name", action="append", default=[], metavar="NAME", help=names.say(lang))
    parser.add_argument("--stay", action="append", default=[], type=stay, metavar="D..D=ZONE", help=stays.say(lang))
    parser.add_argument("--mapping", action="append", default=[], type=Path, metavar="FILE", help=mapping.say(lang))


def stay(text: str) -> Stay:
    """Read a stay elsewhere; argparse shows our words, not Python's."""
    from shouzheng.intake.statement.stays import stay_of

    try:
        return stay_of(text)
    except ValueError as error:
        raise argparse.ArgumentTypeError(f"{text!r}: 2026-05-01..2026-05-09=+09:00, …=Europe/Berlin") from error


def hints_of(args: argparse.Namespace) -> Hints:
    """Return what was said, the stays of ``--who`` after those of ``--stay``.

    Raises ``ShouzhengError`` (exit 2, 3) for a mapping or statement that cannot be read or used.
    """
    from shouzheng.intake.hints import Hints
    from shouzheng.intake.statement.case_toml import load_case
    from shouzheng.intake.tables.columns import read_mapping

    stated = load_case(args.who).stays if getattr(args, "who", None) else ()
    return Hints(frozenset(args.my_name), tuple(map(read_mapping, args.mapping)), (*args.stay, *stated))
