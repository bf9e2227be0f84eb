"""``shouzheng case whose``: whose phone a file came from, and who a contact without a number was."""

from __future__ import annotations

import argparse
import json
from collections.abc import Callable

from shouzheng.casefile.case import CaseFile
from shouzheng.cli.problems import NOT_TO_BE_GIVEN
from shouzheng.cli.talk import say_in
from shouzheng.model.words import Lang, Words
from shouzheng.reference.problems import Problem, ShouzhengError
from shouzheng.reference.safe_text import shorten, visible

Action = Callable[[CaseFile, argparse.Namespace, Lang], int]
_DONE, _REFUSED = 0, 2


def configure(command: Callable[[str, str, str], argparse.ArgumentParser], lang: Lang) -> None:
    """Add this subcommand."""

    def say(zh: str, en: str) -> str:
        return Words(zh, en).say(lang)

    whose = command("whose", "改正文件是谁的手机，或说明没有号码的联系是谁", "say whose phone, or who it was")
    what = whose.add_mutually_exclusive_group(required=True)
    what.add_argument("--original", type=int, metavar="NO", help=say("文件的编号（case list）", "a file (case list)"))
    what.add_argument("--event", metavar="ID", help=say("没有号码的联系", "a contact without a number"))
    whose.add_argument(
        "whose",
        metavar="ID",
        help=say("案中的人（文件），或对方（联系；- 表示不知道）", "a person, or a party (-: not known)"),
    )


def _whose(case: CaseFile, args: argparse.Namespace, lang: Lang) -> int:
    if args.original is not None:
        _phone(case, args.original, args.whose)
    else:
        _contact(case, args.event, "" if args.whose == "-" else args.whose)
    say_in(lang, "已记下；以前的说法仍留在历史里。", "Noted; what was said before stays in the history.")
    return _DONE


def _phone(case: CaseFile, number: int, person: str) -> None:
    from shouzheng.remedy.cases.statement import stated_case
    from shouzheng.remedy.cases.whose_phone import from_packs, give_to

    known = {each.id for each in stated_case(case).persons}
    there = any(each.no == number for each in case.originals())
    if not there or person not in known or number in from_packs(case):
        raise _refused(f"{number} {person}")
    give_to(case, number, person)


def _contact(case: CaseFile, event: str, party: str) -> None:
    from shouzheng.remedy.cases.statement import name_contact, stated_case

    known = {"", *(each.id for each in stated_case(case).parties)}
    line = case.event_lines([event]).get(event)
    if line is None or party not in known or json.loads(line)["other"].get("normal"):
        raise _refused(f"{event} {party}")
    name_contact(case, event, party)


def _refused(what: str) -> ShouzhengError:
    return ShouzhengError(Problem(NOT_TO_BE_GIVEN, visible(shorten(what, 80))), exit_code=_REFUSED)


ACTIONS: dict[str, Action] = {"whose": _whose}
