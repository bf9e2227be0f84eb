"""``shouzheng case list|show|search|note|log``: look things up, and write notes."""

from __future__ import annotations

import argparse
import json
import sys
from collections.abc import Callable, Iterator
from datetime import datetime

from shouzheng.casefile.case import CaseFile
from shouzheng.casefile.problems import BLOB_DAMAGED, EMPTY_NOTE, UNKNOWN_THING, damaged, refused
from shouzheng.casefile.sealed_stream import NotSealed
from shouzheng.cli.case_review_actions import Action
from shouzheng.cli.talk import say_in, say_problems
from shouzheng.model.moment import BEIJING
from shouzheng.model.words import Lang, Words
from shouzheng.reference.safe_text import json_safe, shorten, visible
from shouzheng.remedy.cases.beside import replaced
from shouzheng.remedy.cases.pending import not_read_yet, pending

_DONE = 0
_NOTE = "note"
#: Characters of a text that stand in one line of a list.
_IN_LINE = 60
#: Contacts that a search lists at most, the latest first.
_MOST_FOUND = 200
_NO_HIT = Words("没有找到含有这些字的联系。", "No contact holds these words.")


def configure(command: Callable[[str, str, str], argparse.ArgumentParser], lang: Lang) -> None:
    """Add these subcommands."""

    def say(zh: str, en: str) -> str:
        return Words(zh, en).say(lang)

    lists = [command("list", "列出原件", "list the originals")]
    show = command("show", "取出一份原件，或看一次联系的全文", "write one original, or all of one contact")
    show.add_argument("what", metavar="NUMBER|ID", help=say("原件的编号，或联系的编号", "of an original, or a contact"))
    search = command("search", "在短信文字里查找", "search the words of messages")
    search.add_argument("words", metavar="WORDS")
    note = command("note", "写一条笔记，或列出笔记", "write a note, or list the notes")
    note.add_argument("text", nargs="?", metavar="TEXT", help=say("“-” 从标准输入读", "“-” reads standard input"))
    note.add_argument("--of", type=int, metavar="N", help=say("更正第 N 条（原来的留在历史里）", "correct note N"))
    note.add_argument("--history", action="store_true", help=say("连同更正前的", "with what was corrected"))
    command("log", "保管记录", "the custody log")
    for each in (*lists, search, note):
        each.add_argument("--json", action="store_true", help=say("每行一个 JSON", "one JSON object a line"))


def _list(case: CaseFile, args: argparse.Namespace, lang: Lang) -> int:
    waiting = {each.no for each in pending(case)}
    mark = Words("  （还没有读出联系）", "  (contacts not read yet)")
    for each in case.originals():
        if args.json:
            _print_json({
                "no": each.no, "received": each.received, "length": each.digest.length, "sha256": each.digest.hex,
                "type": each.media_type, "name": each.name, "read": each.no not in waiting,
            })  # fmt: skip
        else:
            length, digest = f"{each.digest.length:>13,}", each.digest.hex[:16]
            unread = mark.say(lang) if each.no in waiting else ""
            print(f"{each.no:>5}  {_beijing(each.received)}  {length}  {digest}…  {visible(each.name)}{unread}")
    if not args.json:
        say_problems(not_read_yet(case), lang)
    return _DONE


def _beijing(text: object) -> str:
    """Say an instant as ``select`` does, in Beijing's time; one that is none stands as it is."""
    try:
        found = datetime.fromisoformat(str(text))
    except ValueError:
        found = None
    return (
        visible(str(text)) if found is None or found.tzinfo is None else f"{found.astimezone(BEIJING):%Y-%m-%d %H:%M}"
    )


def _show(case: CaseFile, args: argparse.Namespace, lang: Lang) -> int:
    if args.what.isascii() and args.what.isdigit():
        return _original(case, int(args.what[:18]))
    line = case.event_lines([args.what]).get(args.what)
    if line is None:
        raise refused(UNKNOWN_THING, name=visible(shorten(args.what, 40)))
    print(visible(json.dumps(json.loads(line), ensure_ascii=False, indent=1), keep_newlines=True))
    return _DONE


def _original(case: CaseFile, number: int) -> int:
    """Write an original byte for byte; to a terminal only as text, since its bytes could command the terminal."""
    stored = case.original(number)
    try:
        for piece in case.blobs.chunks(stored.blob):
            if sys.stdout.isatty():
                sys.stdout.write(visible(piece.decode("utf-8", "replace"), keep_newlines=True))
            else:
                sys.stdout.buffer.write(piece)
    except NotSealed as error:
        raise damaged(BLOB_DAMAGED, name=visible(stored.name), detail=error) from error
    except FileNotFoundError as error:
        raise damaged(BLOB_DAMAGED, name=visible(stored.name), detail="the file is gone") from error
    sys.stdout.flush()
    return _DONE


def _search(case: CaseFile, args: argparse.Namespace, lang: Lang) -> int:
    gone, shown = replaced(case), 0
    for line in case.search(args.words, _MOST_FOUND + len(gone)):
        event = json.loads(line)
        if event["id"] in gone or shown == _MOST_FOUND:
            continue  # read or written down otherwise since; ``show`` still tells it by its id
        shown += 1
        if args.json:
            print(json_safe(line))
            continue
        text = visible(shorten(str(event["text"]), _IN_LINE))
        print(f"{event['id']}  {_beijing(event['time']['utc'])}  {visible(event['other']['raw'])}  {text}")
    if not shown and not args.json:
        print(_NO_HIT.say(lang), file=sys.stderr)
    return _DONE


def _note(case: CaseFile, args: argparse.Namespace, lang: Lang) -> int:
    if args.text is None:
        for number, at, text in _notes(case, history=args.history):
            if args.json:
                _print_json({"no": number, "at": at, "text": text})
            else:
                print(f"{number:>4}  {_beijing(at)}  {visible(text)}")
        return _DONE
    known = {number for number, _, _ in _notes(case, history=True)}
    if args.of is not None and args.of not in known:
        raise refused(UNKNOWN_THING, name=args.of)
    number = args.of if args.of is not None else max(known, default=0) + 1
    text = sys.stdin.read().rstrip("\n") if args.text == "-" else args.text
    if not text.strip():
        raise refused(EMPTY_NOTE)
    case.enter(_NOTE, str(number), {"text": text})
    say_in(lang, f"已记下第 {number} 条。", f"Note {number} is stored.")
    return _DONE


def _notes(case: CaseFile, *, history: bool) -> Iterator[tuple[int, str, str]]:
    for entry in case.entries(_NOTE, history=history):
        if entry.subject.isdigit():
            yield int(entry.subject), entry.at, str(entry.content.get("text", ""))


def _log(case: CaseFile, _args: argparse.Namespace, _lang: Lang) -> int:
    for line in case.log():
        print(line)
    return _DONE


def _print_json(content: dict[str, object]) -> None:
    print(json_safe(json.dumps(content, ensure_ascii=False)))


ACTIONS: dict[str, Action] = {"list": _list, "show": _show, "search": _search, "note": _note, "log": _log}
