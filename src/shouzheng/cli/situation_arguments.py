"""Arguments that ``letter`` and ``next`` share: result of ``check`` or encrypted case, who writes, to whom, which day.

From files, the result and the statement are given; an encrypted case holds both, and its proceedings. Papers are then
made of the contacts that the person selected; the steps look at all that the statement attributes, because danger must
not wait for a selection.
"""

from __future__ import annotations

import argparse
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import date, datetime
from pathlib import Path
from typing import TYPE_CHECKING

from shouzheng.cli.arguments import recent_day
from shouzheng.model.moment import BEIJING
from shouzheng.model.words import Lang, Words
from shouzheng.reference.problems import Problem, ShouzhengError

if TYPE_CHECKING:
    from shouzheng.casefile.case import CaseFile
    from shouzheng.model.case import Case
    from shouzheng.remedy.findings.read import CheckResult
    from shouzheng.remedy.letters.library import Library
    from shouzheng.remedy.proceedings.store import Docket
    from shouzheng.remedy.situation import Situation


def add_situation(parser: argparse.ArgumentParser, lang: Lang) -> None:
    """Add the shared arguments."""

    def say(zh: str, en: str) -> str:
        return Words(zh, en).say(lang)

    parser.add_argument(
        "--from",
        dest="result",
        type=Path,
        metavar="DIR",
        help=say("shouzheng check --out 写出的文件夹", "folder that shouzheng check --out wrote"),
    )
    parser.add_argument("--who", type=Path, metavar="case.toml", help=say("本人对案情的陈述", "statement of the case"))
    add_case(parser, lang)
    parser.add_argument("--person", metavar="ID", help=say("由谁来写（默认本人）", "who writes (the narrator)"))
    parser.add_argument("--to", metavar="ID", help=say("写给哪一家债权机构", "which creditor"))
    parser.add_argument(
        "--as-of", type=recent_day, metavar="DATE", help=say("以这一天为“今天”", "take this day as today")
    )
    parser.add_argument("--json", action="store_true", help=say("输出数据", "write data"))


def add_case(parser: argparse.ArgumentParser, lang: Lang) -> None:
    """Add ``--case`` and ``--recovery``: an encrypted case in place of files."""
    words = Words("加密案卷的文件夹，代替文件", "folder of an encrypted case, in place of files")
    parser.add_argument("--case", type=Path, metavar="CASE", help=words.say(lang))
    recovery = Words("用恢复码代替口令", "use the recovery key instead of the passphrase")
    parser.add_argument("--recovery", action="store_true", help=recovery.say(lang))


@contextmanager
def opened_case(args: argparse.Namespace) -> Iterator[CaseFile]:
    """Open the case of ``--case``; raises ``ShouzhengError`` (exit 4)."""
    from shouzheng.cli import opened_case as opening  # slow to import, and not needed for files

    with opening.opened_case(args.case, Lang(args.lang), by_recovery=args.recovery) as case:
        yield case


def today_of(args: argparse.Namespace) -> date:
    """Return the day of ``--as-of``, or today in Beijing."""
    given: date | None = args.as_of
    return given or datetime.now(BEIJING).date()


def no_source() -> ShouzhengError:
    """Return the error for neither or both of files and a case (``SZ-9070``)."""
    from shouzheng.cli.problems import NO_SOURCE

    return ShouzhengError(Problem(NO_SOURCE), exit_code=2)


@dataclass(frozen=True, slots=True)
class Source:
    """Who writes to whom about what, the papers there are, and what is under way."""

    situation: Situation
    library: Library
    docket: Docket
    done: Mapping[str, date]


def read_situation(args: argparse.Namespace, *, only_selected: bool = True) -> Source:
    """Read the case and the result; raises ``ShouzhengError`` as their readers do, and ``SZ-9070``."""
    from shouzheng.intake.statement.case_toml import load_case
    from shouzheng.remedy.findings.read import read_findings
    from shouzheng.remedy.letters.library import load_library
    from shouzheng.remedy.proceedings import store
    from shouzheng.remedy.situation import situation_of
    from shouzheng.rulebook.load import load_rulebook

    if [args.result is None, args.who is None] != [args.case is not None] * 2:
        raise no_source()
    rulebook, today = load_rulebook(), today_of(args)
    library, channels = load_library(rulebook), tuple(rulebook.channels)
    done: Mapping[str, date] = {}
    if args.case is None:
        case, result = load_case(args.who), read_findings(args.result)
        path = getattr(args, "proceedings", None)
        docket = store.read_file(path, channels) if path else store.Docket((), 0, ())
    else:
        with opened_case(args) as opened:
            case, result = _from_case(opened, today, only_selected=only_selected)
            docket, done = store.read_case(opened, channels), _done_in(opened, library)
    situation = situation_of(case, result, rulebook, today, person=args.person, creditor=args.to)
    return Source(situation, library, docket, done)


def _from_case(opened: CaseFile, today: date, *, only_selected: bool) -> tuple[Case, CheckResult]:
    """Judge the case and read the result as if it had been written; raises ``ShouzhengError`` as ``check_case``."""
    from shouzheng.remedy.cases.judge import check_case, with_numbers
    from shouzheng.remedy.findings.read import findings_of
    from shouzheng.remedy.findings.write import findings_bytes
    from shouzheng.remedy.gather import material_of

    checked = check_case(opened, as_of=today, only_confirmed=only_selected)
    if only_selected:  # papers name evidence by its number
        checked = with_numbers(opened, checked)
    return checked.result.case, findings_of(findings_bytes(material_of(checked.result)), "findings.json")


def _done_in(opened: CaseFile, library: Library) -> dict[str, date]:
    """Return the steps that were marked as done in the pages of the case."""
    days = {entry.subject: str(entry.content.get("day", "")) for entry in opened.entries("done")}
    return {name: date.fromisoformat(day) for name, day in days.items() if day and name in library.steps}
