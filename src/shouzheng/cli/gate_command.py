"""``shouzheng gate …``: may this contact be made? For lenders and agencies; data to stdout."""

from __future__ import annotations

import argparse
import json
import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import date, datetime
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple, cast

from shouzheng.cli.gate_pages import Pages
from shouzheng.model.words import Lang, Words
from shouzheng.reference.problems import Problem, ShouzhengError

if TYPE_CHECKING:
    from shouzheng.gate.asking import Gate
    from shouzheng.gate.book import Book
    from shouzheng.gate.ledger.store import Store

#: Exit codes (DESIGN §8): allowed or all well, something stands against it.
_DONE, _FOUND = 0, 1
_Help = tuple[str, str]


class _Flag(NamedTuple):
    """One flag or positional (without dashes): default, metavar, and what it is for."""

    name: str
    default: object
    metavar: str
    help: _Help


_FILE = _Flag("file", None, "FILE", ("JSON 文件，- 为标准输入", "JSON file, - for standard input"))
_LINES = _Flag("file", None, "FILE", ("JSON Lines 文件", "JSON Lines file"))
_LEDGER = (
    _Flag("--ledger", "gate.db", "PATH", ("台账文件，或 postgresql:// 地址", "file or postgresql:// address")),
    _Flag(
        "--key-file",
        "gate.key",
        "PATH",
        ("化名密钥，台账还空着时新建", "key of the pseudonyms, made for an empty ledger"),
    ),
)
_LAW = _Flag("--law", None, "DIR", ("另一个法律数据文件夹", "another law folder"))
_CREDITOR = _Flag("--creditor", None, "ID", ("债权机构", "the creditor"))
_PAPER = _Flag("file", None, "FILE", ("当事人的文件或证据包文件夹", "the person's file, or folder of a bundle"))
_WHO_IS_WHO = (
    _Flag(
        "--person",
        (),
        "CASE=OWN",
        ("文件中的人在本机构的编号；写信人用 writer", "a person's id in your records; a letter's is writer"),
    ),
    _Flag("--party", (), "CASE=OWN", ("文件中的机构在本机构的编号", "a party's id in your own records")),
)
_RECEIVED = _Flag("--received", None, "INSTANT", ("何时收到，默认现在", "when it was received, now by default"))
#: Each subcommand: what it is for, and its flags besides ``--law`` and ``--json``.
_COMMANDS: dict[str, tuple[_Help, tuple[_Flag, ...]]] = {
    "decide": (("这次联系可以进行吗", "may this contact be made"), (_FILE, *_LEDGER)),
    "outcome": (("回报一次放行的联系", "report what became of an allowed contact"), (_FILE, *_LEDGER)),
    "wish": (("登记当事人的意愿", "enter what a person wants"), (_FILE, *_LEDGER)),
    "import": (
        (
            "把当事人的陈述、检查结果、证据包或文书登记为意愿",
            "enter the wishes of a statement, findings, evidence bundle or letter",
        ),
        (_PAPER, _CREDITOR, *_WHO_IS_WHO, _RECEIVED, *_LEDGER),
    ),
    "wishes-from": (
        ("从当事人的案情陈述登记意愿", "enter the wishes of a person's case.toml"),
        (_PAPER, _CREDITOR, *_WHO_IS_WHO, *_LEDGER),
    ),
    "state": (("登记长期有效的事实", "state a fact once"), (_FILE, *_LEDGER)),
    "carry-over": (
        ("导入此前的联系记录", "import earlier contacts"),
        (
            _LINES,
            _CREDITOR,
            _Flag("--complete-from", None, "INSTANT", ("从何时起没有遗漏", "since when none is missing")),
            _Flag("--proof", None, "TEXT", ("何以得知没有遗漏", "how it is known that none is missing")),
            *_LEDGER,
        ),
    ),
    "review": (
        ("这段文字能发吗；不写文件则列出范本", "may this text be sent; without a file the templates are listed"),
        (
            _Flag("file", "", "FILE", ("文字文件，- 为标准输入", "file with the text, - for standard input")),
            _Flag("--role", "debtor", "ROLE", ("收信人与欠款的关系", "relation of the addressee to the debt")),
            _Flag("--channel", "sms", "CHANNEL", ("联系方式", "channel")),
            _Flag("--party", "local", "ID", ("由哪一家发送", "who means to send it")),
            _Flag("--ledger", None, "PATH", ("在此台账记下被拒文字的近似稿", "log near-copies of refused texts here")),
            _LEDGER[1],
        ),
    ),
    "simulate": (
        ("按另一版法律重演历史", "replay history under other law"),
        (
            _LINES,
            _Flag("--other-law", None, "DIR", ("另一版法律数据", "the other law")),
            _Flag("--as-of", None, "DATE", ("按这一天的法律", "the law of this day")),
            _Flag("--standing", None, "FILE", ("视为已知的事实（JSON）", "facts taken as given (JSON)")),
        ),
    ),
    "replay": (("核对决定日志并逐条重判", "check the log and decide everything again"), _LEDGER),
    "difference": (("影子规则与现行规则的差别", "how the shadow law differed"), _LEDGER),
    "prune": (("删除超过保存期的记录", "remove what is past its retention"), _LEDGER),
    "serve": (
        ("启动 HTTP 服务", "start the HTTP service"),
        (
            _Flag("--keys", "keys.toml", "FILE", ("接口密钥文件", "file of API keys")),
            _Flag("--host", "127.0.0.1", "HOST", ("监听地址", "address to listen on")),
            _Flag("--port", 8765, "PORT", ("端口", "port")),
            _Flag("--node", "main", "NAME", ("本节点的名字", "name of this node")),
            _Flag("--shadow-law", None, "DIR", ("同时试判的另一版法律", "other law to try beside the live one")),
            *_LEDGER,
        ),
    ),
    "key": (("生成一个接口密钥", "make an API key"), ()),
}


def configure(parser: argparse.ArgumentParser) -> None:
    """Add the subcommands of ``gate``."""
    lang = Lang(parser.get_default("lang"))
    commands = parser.add_subparsers(dest="action", required=True, metavar="ACTION", prog=parser.prog)
    for name, (help_words, flags) in _COMMANDS.items():
        sub = commands.add_parser(name, help=Words(*help_words).say(lang))
        languages = [each.value for each in Lang]
        sub.add_argument("--lang", choices=languages, default=argparse.SUPPRESS, help=argparse.SUPPRESS)
        sub.add_argument("--json", action="store_true", help=Words("输出 JSON", "print JSON").say(lang))
        for flag in (*flags, _LAW):
            _add(sub, flag, Words(*flag.help).say(lang))


def _add(sub: argparse.ArgumentParser, flag: _Flag, words: str) -> None:
    if not flag.name.startswith("-"):
        sub.add_argument(flag.name, metavar=flag.metavar, help=words, nargs=None if flag.default is None else "?")
    elif flag.default == ():
        sub.add_argument(flag.name, action="append", default=[], metavar=flag.metavar, help=words)
    elif isinstance(flag.default, int):
        sub.add_argument(flag.name, type=int, default=flag.default, metavar=flag.metavar, help=words)
    else:
        sub.add_argument(flag.name, default=flag.default, metavar=flag.metavar, help=words)


def run(args: argparse.Namespace) -> int:
    """Run one subcommand; returns its exit code (0 allowed or well, 1 something stands against it, 2 usage, 3 law)."""
    pages = Pages(Lang(args.lang), as_json=bool(args.json))
    plain: dict[str, Callable[[argparse.Namespace, Pages], int]] = {
        "review": _review,
        "simulate": _simulate,
        "serve": _serve,
        "key": _key,
        "replay": _replay,
        "difference": _difference,
    }
    if args.action in plain:
        return plain[args.action](args, pages)
    gate = _gate(args)
    with_ledger: dict[str, Callable[[argparse.Namespace, Pages, Gate], int]] = {
        "decide": _decide,
        "outcome": _tell,
        "wish": _tell,
        "import": _import,
        "wishes-from": _wishes_from,
        "state": _tell,
        "carry-over": _carry_over,
        "prune": _prune,
    }
    try:
        return with_ledger[args.action](args, pages, gate)
    finally:
        gate.store.close()


def _book(folder: str | None) -> Book:
    from shouzheng.gate.book import Book, shipped_book

    if folder is None:
        return shipped_book()
    from shouzheng.gate.policy import load_policy
    from shouzheng.reading.lexicon import load_lexicon
    from shouzheng.rulebook.load import load_rulebook

    return Book(load_rulebook(Path(folder)), load_lexicon(), load_policy())


def _gate(args: argparse.Namespace, *, node: str = "main", shadow: Book | None = None) -> Gate:
    from shouzheng.gate.asking import Gate
    from shouzheng.gate.ledger.store import open_store
    from shouzheng.gate.pseudonyms import Pseudonyms, key_for

    book = _book(args.law)
    store = open_store(args.ledger, book.rulebook, node=node, durable=True, make=args.action != "prune")
    try:
        return Gate(book, store, Pseudonyms(key_for(store, Path(args.key_file))), shadow=shadow)
    except ShouzhengError:
        store.close()
        raise


def _content(name: str) -> bytes:
    from shouzheng.gate.problems import CANNOT_READ

    try:
        return sys.stdin.buffer.read() if name == "-" else Path(name).read_bytes()
    except OSError as error:
        slots = (("detail", error.strerror or type(error).__name__),)
        raise ShouzhengError(Problem(CANNOT_READ, Path(name).name, slots)) from error


def _decide(args: argparse.Namespace, pages: Pages, gate: Gate) -> int:
    from shouzheng.gate.answer import rules_of
    from shouzheng.gate.decision import Go
    from shouzheng.gate.reading_requests import planned_contact
    from shouzheng.gate.review import near_copies
    from shouzheng.gate.strict_json import parse

    planned = planned_contact(parse(_content(args.file)), gate.book.rulebook.facts)
    answered = gate.decide(planned)
    if answered.go is Go.REFUSE and planned.text is not None and answered.decision is not None:
        near_copies(gate, planned.text, planned.party, rules_of(answered.decision.reasons), "local")
    pages.answer(json.loads(answered.text))
    return _DONE if answered.go is Go.ALLOW else _FOUND


def _tell(args: argparse.Namespace, pages: Pages, gate: Gate) -> int:
    from secrets import token_hex

    from shouzheng.gate import reading_requests as reading
    from shouzheng.gate.strict_json import parse

    data = parse(_content(args.file))
    if args.action == "outcome":
        gate.report(reading.outcome_report(data))
        pages.done({})
    elif args.action == "wish":
        pages.done({"id": gate.wish(reading.wish(data, f"w-{token_hex(12)}"))})
    else:
        rows = data if isinstance(data, list) else [data]
        gate.state([reading.standing(row, gate.book.rulebook.facts) for row in rows])
        pages.done({"facts": len(rows)})
    return _DONE


def _carry_over(args: argparse.Namespace, pages: Pages, gate: Gate) -> int:
    from shouzheng.gate.carry_over import carry_over, read_prior
    from shouzheng.gate.fields import identifier, instant, line, read_fields

    fields = (
        identifier("creditor", needed=True),
        instant("complete_from", needed=True),
        line("proof", longest=500, needed=True),
    )
    found = read_fields(fields, {name: getattr(args, name) for name in ("creditor", "complete_from", "proof")})
    rows, digest = read_prior(Path(args.file))
    since = found["complete_from"]
    if not isinstance(since, datetime):
        raise TypeError("complete_from")
    number = carry_over(
        gate, rows, digest=digest, creditor=str(found["creditor"]), complete_from=since, proof=str(found["proof"])
    )
    pages.done({"contacts": number})
    return _DONE


def _import(args: argparse.Namespace, pages: Pages, gate: Gate) -> int:
    from shouzheng.cli.gate_import import import_paper

    found = import_paper(args, gate)
    pages.imported(found)
    return _FOUND if found.ask else _DONE


def _wishes_from(args: argparse.Namespace, pages: Pages, gate: Gate) -> int:
    from shouzheng.cli.gate_import import import_paper

    found = import_paper(args, gate)
    pages.done({"wishes": len(found.wishes), "unmatched": sorted({each.about for each in found.ask})})
    return _FOUND if found.ask else _DONE


def _review(args: argparse.Namespace, pages: Pages) -> int:
    from datetime import UTC

    from shouzheng.gate.review import review, review_and_log, reviewed_json
    from shouzheng.gate.service.requests import draft
    from shouzheng.gate.templates import load_templates

    if not args.file:
        pages.templates(list(load_templates().values()))
        return _DONE
    text = _content(args.file).decode("utf-8", "replace").strip()
    looked_at, party = draft({"text": text, "role": args.role, "channel": args.channel, "party": args.party})
    if args.ledger is None:
        book = _book(args.law)
        found = review(book, looked_at, datetime.now(UTC))
    else:
        gate = _gate(args)
        book = gate.book
        try:
            found = review_and_log(gate, looked_at, party)
        finally:
            gate.store.close()
    pages.review(reviewed_json(book, found))
    return _DONE if found.passes else _FOUND


def _simulate(args: argparse.Namespace, pages: Pages) -> int:
    from dataclasses import replace

    from shouzheng.gate.carry_over import read_prior
    from shouzheng.gate.ledger.store import open_store
    from shouzheng.gate.reading_requests import as_stated
    from shouzheng.gate.simulate import simulate
    from shouzheng.gate.strict_json import parse

    live = _book(args.law)
    other = _book(args.other_law) if args.other_law else live
    if args.as_of:
        other = replace(other, law_day=_as_of(args.as_of))
    standing = parse(_content(args.standing)) if args.standing else {}
    given = as_stated(standing) if isinstance(standing, dict) else {}
    rows, _ = read_prior(Path(args.file))
    store = open_store(":memory:", other.rulebook)
    pages.simulation(simulate(live, other, store, rows, standing=given).as_json())
    return _DONE


def _as_of(written: str) -> date:
    from shouzheng.gate.fields import day, read_fields

    return cast("date", read_fields((day("as_of"),), {"as_of": written})["as_of"])


@contextmanager
def _existing(args: argparse.Namespace) -> Iterator[tuple[Book, Store]]:
    """Give the book and a ledger that has to be there: whoever looks into one makes none. No key is needed."""
    from shouzheng.gate.ledger.store import open_store

    book = _book(args.law)
    store = open_store(args.ledger, book.rulebook, make=False)
    try:
        yield book, store
    finally:
        store.close()


def _replay(args: argparse.Namespace, pages: Pages) -> int:
    from datetime import UTC

    from shouzheng.gate.replay import lost, replay
    from shouzheng.gate.whole import Expected

    number, differing, expected = 0, [], Expected()
    with _existing(args) as (book, store):
        for each in replay(book, store, expected):
            number += 1
            if not each.same:
                differing.append(f"{each.entry.chain}.{each.entry.place}")
        missing = lost(book, store, expected, datetime.now(UTC))
    pages.replayed(number, differing, missing)
    return _FOUND if differing or missing else _DONE


def _difference(args: argparse.Namespace, pages: Pages) -> int:
    from shouzheng.gate.shadow import difference

    with _existing(args) as (_, store):
        pages.done(dict(difference(store).as_json()))
    return _DONE


def _prune(args: argparse.Namespace, pages: Pages, gate: Gate) -> int:
    entries, contacts = gate.prune()
    pages.done({"entries": entries, "contacts": contacts})
    return _DONE


def _serve(args: argparse.Namespace, pages: Pages) -> int:
    from shouzheng.gate.service.app import make_app, make_server
    from shouzheng.gate.service.keys import load_keys
    from shouzheng.gate.service.metrics import Metrics, to_stderr

    keys = load_keys(Path(args.keys))
    gate = _gate(args, node=args.node, shadow=_book(args.shadow_law) if args.shadow_law else None)
    app = make_app(gate, keys, Metrics(to_stderr()))
    said = partial(pages.serving, args.host, str(args.port), gate.store.durability)
    make_server(app, said, host=args.host, port=args.port).run()
    return _DONE


def _key(args: argparse.Namespace, pages: Pages) -> int:
    from shouzheng.gate.service.keys import new_key

    key, digest = new_key()
    pages.key(key, digest)
    return _DONE
