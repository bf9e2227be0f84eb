"""``shouzheng case proof``: time stamps from outside over the custody log. Nothing is sent without an explicit yes."""

from __future__ import annotations

import argparse
import sys
from collections.abc import Callable
from pathlib import Path

from shouzheng.casefile.case import CaseFile
from shouzheng.cli.case_review_actions import Action
from shouzheng.cli.small_files import file_trouble, read_file
from shouzheng.cli.talk import say_in, say_problems
from shouzheng.model.words import Lang, Words
from shouzheng.reference.problems import Problem, ShouzhengError
from shouzheng.reference.safe_text import shorten, visible

_DONE, _NOT_DONE = 0, 2
_YES = frozenset(["yes", "y", "是", "同意"])


def configure(command: Callable[[str, str, str], argparse.ArgumentParser], lang: Lang) -> None:
    """Add the subcommand."""

    def say(zh: str, en: str) -> str:
        return Words(zh, en).say(lang)

    proof = command("proof", "时间证明：请求、导入、核对", "time proofs: ask, import, check")
    proof.add_argument(
        "--request", type=Path, metavar="OUT", help=say("写出请求 OUT.tsq 和 OUT.bin", "write OUT.tsq and OUT.bin")
    )
    proof.add_argument(
        "--send",
        action="append",
        default=[],
        metavar="URL",
        help=say("把盲化的摘要发给这个时间戳服务（可写多次）", "send the blinded digest to this service; repeatable"),
    )
    proof.add_argument("--yes", action="store_true", help=say("不再询问，直接发送", "send without asking again"))
    proof.add_argument("--add", type=Path, metavar="FILE", help=say("导入 .tsr 或 .ots", "import a .tsr or .ots"))
    ca_words = say(
        "服务机构的根证书，可写多次；单独给出时用来重新核对已存的证明",
        "root certificate of a service, repeatable; alone it checks the proofs that are kept anew",
    )
    proof.add_argument("--ca", action="append", default=[], type=Path, metavar="PEM", help=ca_words)


def _proof(case: CaseFile, args: argparse.Namespace, lang: Lang) -> int:
    from shouzheng.casefile.proofs.keep import give_roots, import_proof, new_request, proofs
    from shouzheng.casefile.proofs.state import one_holds

    roots = b"\n".join(map(read_file, args.ca))
    failed = False
    if args.request is not None:
        about, wanted = new_request(case)
        for ending, content in ((".tsq", wanted), (".bin", about.content)):
            _write(args.request.with_name(args.request.name + ending), content)
        say_in(
            lang,
            "请求已写出。里面只有一个盲化的摘要，看不出案卷里的任何内容。",
            "The request is written. It holds only a blinded digest that tells nothing of the case.",
        )
    if args.send:
        failed = not _send(case, args, roots, lang)
    if args.add is not None:
        import_proof(case, read_file(args.add), roots)
    elif roots:
        give_roots(case, roots)
    kept = proofs(case)
    for each in kept:
        state = each.state
        when = state.time.isoformat() if state.time else "—"
        marks = {
            "holds": Words("成立", "holds"),
            "unchecked": Words("未核对", "unchecked"),
            "bad": Words("不成立", "bad"),
        }
        mark = marks[state.standing.value]
        by = visible(shorten(state.by, 60))
        say_in(
            lang,
            f"{each.no}  {each.kind}  {mark.zh}  {when}  {by}  保管记录第 {each.about.line} 行：{state.why.zh}",
            f"{each.no}  {each.kind}  {mark.en}  {when}  {by}  line {each.about.line} of the log: {state.why.en}",
        )
    if kept and one_holds([each.state for each in kept]):
        say_in(lang, "至少有一份成立。", "At least one of them holds.")
    else:
        say_in(lang, "还没有一份已核对成立的时间证明。", "No time proof was checked to hold yet.")
    return _NOT_DONE if failed else _DONE


def _send(case: CaseFile, args: argparse.Namespace, roots: bytes, lang: Lang) -> bool:
    """Ask, send to each server, keep what fits; True when at least one reply was kept."""
    from shouzheng.casefile.proofs.keep import import_proof, new_request
    from shouzheng.casefile.proofs.send import host_of, send

    servers = [visible(shorten(server, 80)) for server in args.send]
    say_in(
        lang,
        f"将通过网络把一个盲化的摘要（32 字节）发给：{'、'.join(servers)}。对方会看到本机的网络地址。",
        f"One blinded digest (32 bytes) goes over the network to: {', '.join(servers)}. They see this computer's "
        "address.",
    )
    if not args.yes:
        say_in(lang, "输入“是”发送，其他任何输入都不发送：", "Type yes to send; anything else sends nothing:")
        if sys.stdin.readline().strip().lower() not in _YES:
            say_in(lang, "没有发送。", "Nothing was sent.")
            return False
    _, wanted = new_request(case)
    kept = 0
    for server in args.send:
        reply = send(wanted, server)
        # the name only: what else is in an address may be an account, and the log goes into every bundle
        case.record("proof-sent", {"server": host_of(server).encode("ascii", "replace").decode()[:200]})
        if isinstance(reply, Problem):
            say_problems([reply], lang)
            continue
        try:
            import_proof(case, reply, roots)
            kept += 1
        except ShouzhengError as error:
            say_problems(error.problems, lang)
    return kept > 0


def _write(path: Path, content: bytes) -> None:
    try:
        path.write_bytes(content)
    except (OSError, ValueError) as error:
        raise file_trouble(path, error) from error


ACTIONS: dict[str, Action] = {"proof": _proof}
