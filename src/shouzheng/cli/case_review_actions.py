"""``shouzheng case statement|person|select|check``: what the person says of the case, and the dossier from it."""

from __future__ import annotations

import argparse
import sys
from collections.abc import Callable
from datetime import datetime
from pathlib import Path

from shouzheng.casefile.case import CaseFile
from shouzheng.cli.arguments import recent_day
from shouzheng.cli.problems import BAD_SELECTION, NEEDS_OFFSET
from shouzheng.cli.talk import say_in, say_problems
from shouzheng.model.case import Role
from shouzheng.model.moment import BEIJING
from shouzheng.model.words import Lang, Words
from shouzheng.reference.problems import Problem, ShouzhengError
from shouzheng.reference.safe_text import shorten, visible

Action = Callable[[CaseFile, argparse.Namespace, Lang], int]
_DONE, _FINDINGS, _NOTHING = 0, 1, 2


def configure(command: Callable[[str, str, str], argparse.ArgumentParser], lang: Lang) -> None:
    """Add these subcommands."""

    def say(zh: str, en: str) -> str:
        return Words(zh, en).say(lang)

    statement = command("statement", "存入本人对案情的陈述 case.toml，或取出它", "store the statement, or print it")
    statement.add_argument("file", nargs="?", type=Path, metavar="case.toml")
    person = command("person", "列出或登记案中的人及其同意", "list or record persons and their consent")
    person.add_argument("person", nargs="?", metavar="ID")
    person.add_argument("--role", choices=[each.value for each in Role], default="", metavar="ROLE")
    person.add_argument("--name", default="")
    person.add_argument("--how", default="", help=say("如何同意的", "how consent was given"))
    consent = person.add_mutually_exclusive_group()
    consent.add_argument(
        "--consent", metavar="TIME", help=say("本人同意的时间，如 2026-11-20T10:00:00+08:00", "when the person agreed")
    )
    person.add_argument(
        "--scope",
        action="append",
        metavar="PARTY",
        help=say("只同意这一方的联系，可写多次", "only this party's contacts"),
    )
    consent.add_argument("--withdraw", action="store_true", help=say("撤回同意", "the person withdraws"))
    select = command("select", "选择或排除联系、发现", "confirm or reject contacts and findings")
    select.add_argument("--event", action="append", default=[], metavar="ID")
    select.add_argument("--finding", action="append", default=[], metavar="ID")
    select.add_argument(
        "--party", action="append", default=[], metavar="ID", help=say("这一方的全部联系", "all contacts of this party")
    )
    select.add_argument("--all", action="store_true", help=say("全部已确认来源的联系", "all attributed contacts"))
    instead = select.add_mutually_exclusive_group()
    instead.add_argument("--reject", action="store_true", help=say("排除，而不是选入", "reject instead of confirm"))
    instead.add_argument(
        "--undecided", action="store_true", help=say("收回以前的选择，恢复未定", "take back what was chosen before")
    )
    select.add_argument("--because", default="", metavar="TEXT")
    check = command("check", "从案卷做出证据档案", "make the dossier from the case")
    check.add_argument("--out", type=Path, metavar="DIR", help=say("写结果的文件夹", "folder for the results"))
    check.add_argument("--as-of", type=recent_day, metavar="DATE")
    check.add_argument("--no-pdf", action="store_true")
    check.add_argument("--confirmed", action="store_true", help=say("只用逐条选入的联系", "only selected contacts"))
    check.add_argument(
        "--events",
        action="store_true",
        help=say("另写私密的 events.jsonl（含全部联系）", "also write the private events.jsonl (everything, in plain)"),
    )
    check.add_argument("--json", action="store_true")


def _statement(case: CaseFile, args: argparse.Namespace, lang: Lang) -> int:
    from shouzheng.remedy.cases.statement import keep_statement, statement_of

    if args.file is None:
        kept = statement_of(case)
        if kept is None:
            say_in(lang, "案卷里还没有陈述。", "The case holds no statement yet.")
            return _NOTHING
        sys.stdout.write(kept[1])
        return _DONE
    stated = keep_statement(case, args.file)
    say_in(
        lang,
        f"已存入陈述：{len(stated.persons)} 人，{len(stated.parties)} 方。以前的陈述仍留在历史里。",
        f"The statement is stored: persons {len(stated.persons)}, parties {len(stated.parties)}. Earlier ones stay.",
    )
    return _DONE


def _person(case: CaseFile, args: argparse.Namespace, lang: Lang) -> int:
    from shouzheng.remedy.cases.consent_changes import record_agreement, record_withdrawal
    from shouzheng.remedy.cases.statement import consents, stated_case

    about = {"role": args.role, "name": args.name, "how": args.how}
    if args.person is not None and args.withdraw:
        record_withdrawal(case, args.person, **about)
    elif args.person is not None:
        since = None if args.consent is None else _time(args.consent)
        record_agreement(case, args.person, since, args.scope, **about)
    stated = stated_case(case)
    agreed = consents(case, stated)
    for person in stated.persons:
        consent_now = agreed.get(person.id)
        words = Words("本人", "narrator") if consent_now is None else Words("没有同意", "no consent")
        if consent_now is not None and consent_now.since is not None:
            scope = " ".join(consent_now.scope)
            words = Words(f"{consent_now.since.date()} 同意 {scope}", f"agreed {consent_now.since.date()} {scope}")
        elif consent_now is not None and consent_now.withdrawn is not None:
            words = Words(f"{consent_now.withdrawn.date()} 撤回", f"withdrawn {consent_now.withdrawn.date()}")
        print(f"{visible(person.id)}  {person.role.value}  {visible(shorten(person.name, 40))}  {words.say(lang)}")
    return _DONE


def _time(text: str) -> datetime:
    try:
        found = datetime.fromisoformat(text)
    except ValueError:
        found = None
    if found is None or found.tzinfo is None:
        raise ShouzhengError(Problem(NEEDS_OFFSET, visible(shorten(text, 40))), exit_code=2)
    return found


def _select(case: CaseFile, args: argparse.Namespace, lang: Lang) -> int:
    from shouzheng.remedy.cases.choose import select
    from shouzheng.remedy.cases.judge import check_case
    from shouzheng.remedy.cases.statement import Choice

    checked = check_case(case, as_of=datetime.now(BEIJING).date())
    if not (args.event or args.finding or args.party or args.all):
        return _selected(case, args, lang)
    choice = Choice.REJECTED if args.reject else None if args.undecided else Choice.CONFIRMED
    chosen = select(
        case,
        checked,
        choice,
        events=args.event,
        findings=args.finding,
        parties=args.party,
        everything=args.all,
        why=args.because,
    )
    if chosen.unknown:
        raise ShouzhengError(
            *(Problem(BAD_SELECTION, visible(shorten(each, 60))) for each in chosen.unknown), exit_code=_NOTHING
        )
    done = {
        Choice.REJECTED: ("排除", "rejected"),
        None: ("恢复未定", "undecided"),
        Choice.CONFIRMED: ("选入", "confirmed"),
    }
    zh, en = done[choice]
    say_in(
        lang, f"{zh} {chosen.changed} 项（共指定 {chosen.named} 项）。", f"{en}: {chosen.changed} of {chosen.named}."
    )
    return _DONE


def _selected(case: CaseFile, _args: argparse.Namespace, lang: Lang) -> int:
    """List what may be selected, with its state."""
    from shouzheng.remedy.cases.judge import check_case, choice_of
    from shouzheng.remedy.cases.statement import Choice, choices, finding_subject

    said = choices(case)
    marks = {Choice.CONFIRMED: "+", Choice.REJECTED: "-", None: " "}
    checked = check_case(case, as_of=datetime.now(BEIJING).date())
    for contact in checked.result.contacts:
        event = contact.event
        when = event.time.beijing.strftime("%Y-%m-%d %H:%M")
        mark = marks[choice_of(contact, said)]
        text = visible(shorten(event.text or "", 30))
        print(f"{mark} {event.id}  {when}  {contact.attribution.party}  {event.channel.value}  {text}")
    for finding in checked.result.judgement.findings:
        mark = marks[said.get(finding_subject(finding.id))]
        print(f"{mark} {finding.id}  {finding.day}  {finding.title.say(lang)}")
    return _DONE


def _check(case: CaseFile, args: argparse.Namespace, lang: Lang) -> int:
    from contextlib import nullcontext

    from shouzheng.remedy.cases.judge import check_case, with_numbers
    from shouzheng.remedy.cases.pending import not_read_yet
    from shouzheng.remedy.findings.write import findings_bytes
    from shouzheng.remedy.gather import material_of
    from shouzheng.remedy.outputs import write_outputs
    from shouzheng.remedy.staging import staged
    from shouzheng.remedy.summary import summary_text

    as_of = args.as_of or datetime.now(BEIJING).date()
    files: tuple[Path, ...] = ()
    with staged(args.out) if args.out else nullcontext() as stage:
        checked = check_case(case, as_of=as_of, out=stage if args.events else None, only_confirmed=args.confirmed)
        checked = with_numbers(case, checked)
        material = material_of(checked.result)
        if stage:
            files = write_outputs(material, stage, lang=lang, pdf=not args.no_pdf)
    if files:
        case.record("check", {"files": [path.name for path in files], "contacts": len(material.contacts)})
    say_problems([*checked.result.problems, *not_read_yet(case)], lang)
    if args.json:
        sys.stdout.write(findings_bytes(material).decode())
    else:
        print(summary_text(material, files, lang))
    return _FINDINGS if material.judgement.findings else _DONE


ACTIONS: dict[str, Action] = {"statement": _statement, "person": _person, "select": _select, "check": _check}
