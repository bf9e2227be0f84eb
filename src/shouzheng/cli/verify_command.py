"""``shouzheng verify BUNDLE``: the check that the bundle's own verify.py makes, by the program installed here."""

from __future__ import annotations

import argparse
import hashlib
import json
from pathlib import Path

from shouzheng.cli.talk import say_in
from shouzheng.model.words import Lang, Words
from shouzheng.reference.problems import Problem, ShouzhengError
from shouzheng.reference.safe_text import shorten, visible

#: Exit codes: as in a damaged case (DESIGN §8).
_HOLDS, _CHANGED = 0, 4


def configure(parser: argparse.ArgumentParser) -> None:
    """Add the arguments."""
    lang = Lang(parser.get_default("lang"))
    what = Words("证据包文件夹或 ZIP", "folder or ZIP of a bundle")
    parser.add_argument("bundle", type=Path, metavar="BUNDLE", help=what.say(lang))
    parser.add_argument("--json", action="store_true", help=Words("输出数据", "write data").say(lang))


def run(args: argparse.Namespace) -> int:
    """Check a bundle; returns 0 when everything holds, 4 when something was changed."""
    from shouzheng.remedy.bundle import verify as checking
    from shouzheng.remedy.bundle.build import verifier_digest
    from shouzheng.remedy.bundle.problems import NO_BUNDLE

    lang = Lang(args.lang)
    try:
        is_file = args.bundle.is_file()
        files: checking.Folder | checking.Archive
        files = checking.Archive(args.bundle) if is_file else checking.Folder(args.bundle)
        if "bagit.txt" not in set(files.names()):
            raise FileNotFoundError(args.bundle)
        bundle, (case, lines, key) = checking.check(files)
    except checking.UNREADABLE as error:
        raise ShouzhengError(Problem(NO_BUNDLE, args.bundle.name)) from error
    inside = hashlib.sha256(bundle.small("verify.py")).hexdigest()
    if args.json:
        wrong = [{"file": name, "zh": zh, "en": en} for name, zh, en in bundle.wrong]
        about = {"case": case, "log_lines": lines, "key": key, "files": bundle.checked, "bytes": bundle.bytes}
        print(json.dumps({"holds": not wrong, **about, "verifier": inside, "wrong": wrong}, ensure_ascii=True))
        return _CHANGED if wrong else _HOLDS
    for name, zh, en in bundle.wrong:
        shown = visible(shorten(name, 120))
        say_in(lang, f"不符 {shown}：{zh}", f"wrong {shown}: {en}")
    say_in(lang, f"案卷 {case}，保管记录 {lines} 行，公钥 {key}", f"case {case}, custody log {lines}, key {key}")
    say_in(
        lang,
        f"文件 {bundle.checked} 个，{bundle.bytes:,} 字节；签名由本程序核对（纯 Python，RFC 8032）",
        f"files {bundle.checked}, {bundle.bytes:,} bytes; signatures checked here in pure Python (RFC 8032)",
    )
    same = inside == verifier_digest()
    zh, en = ("与本程序所带的相同", "the same as here") if same else ("与本程序所带的不同", "another than here")
    say_in(lang, f"包里的 verify.py SHA-256 {inside}：{zh}", f"verify.py inside, SHA-256 {inside}: {en}")
    if bundle.wrong:
        say_in(lang, f"有 {len(bundle.wrong)} 处不符。", f"problems: {len(bundle.wrong)}.")
        return _CHANGED
    say_in(lang, "没有发现改动。", "No change found.")
    return _HOLDS
