"""``shouzheng audit INPUT… --mapping FILE --out DIR``: every contact of an institution against every rule.

``shouzheng audit map INPUT`` proposes a mapping, ``audit generate`` makes a synthetic archive to try with,
``audit report DIR`` writes the report anew, ``audit verify DIR`` checks its signature, ``audit review DIR`` draws or
takes back samples, ``audit thirds DIR`` compares with and without contact to third persons, ``audit register DIR``
counts complaints one by one, ``audit complaint BUNDLE INPUT…`` answers a complaint from the archive.
"""

from __future__ import annotations

import argparse
import json
import sys
from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING, Any

from shouzheng.cli.audit_actions import ACTIONS
from shouzheng.cli.talk import progress, say_in, say_problems
from shouzheng.model.words import Lang, Words
from shouzheng.reference.problems import Problem, ShouzhengError

if TYPE_CHECKING:
    from shouzheng.audit.mapping import ArchiveMapping

#: Exit codes (DESIGN §8): nothing found, findings.
_NOTHING, _FOUND = 0, 1
#: Answers that are put before people.
_PUT = ("breach", "needs_person")
_STAGES = {
    "read": Words("读取", "reading"),
    "facts": Words("事实", "facts"),
    "counts": Words("计数", "counting"),
    "rules": Words("判断", "judging"),
}
_Flag = tuple[str, dict[str, object], str, str]
_FLAGS: tuple[_Flag, ...] = (
    ("--mapping", {"type": Path, "metavar": "FILE"}, "列对应表", "the mapping of columns"),
    ("--out", {"type": Path, "metavar": "DIR"}, "输出文件夹", "the folder for the result"),
    (
        "--workers",
        {"type": int, "default": 0, "metavar": "N"},
        "进程数，0 为按处理器数",
        "processes, 0: all processors",
    ),
    (
        "--engine",
        {"choices": ("local", "spark"), "default": "local"},
        "在本机或在 Spark 上运行",
        "on this machine alone or on Spark",
    ),
    ("--key", {"type": Path, "metavar": "FILE"}, "化名密钥", "key of the pseudonyms"),
    ("--sign", {"type": Path, "metavar": "FILE"}, "机构的 Ed25519 签名私钥", "the institution's Ed25519 signing key"),
    ("--table", {"default": "", "metavar": "NAME"}, "PostgreSQL：schema.表名", "PostgreSQL: schema.table"),
    ("--new", {"type": Path, "nargs": "+", "metavar": "FILE"}, "并入已有审计的新记录", "contacts to add to the audit"),
    ("--again", {"action": "store_true"}, "从头开始", "start anew"),
    ("--accept-mapping", {"action": "store_true"}, "列对应表已核对无误", "the mapping was checked and is right"),
    ("--json", {"action": "store_true"}, "输出 JSON", "print JSON"),
    ("--contacts", {"default": "1M", "metavar": "N"}, "generate：多少条", "generate: how many"),
    ("--seed", {"type": int, "default": 1, "metavar": "N"}, "generate、review：种子", "generate, review: the seed"),
    ("--texts", {"action": "store_true"}, "generate：带文字", "generate: with texts"),
    ("--public-key", {"type": Path, "metavar": "FILE"}, "verify：机构公布的公钥", "verify: the published public key"),
    (
        "--sheets",
        {"type": Path, "nargs": 2, "metavar": "CSV"},
        "review：两份填好的表",
        "review: the two sheets filled in",
    ),
    ("--texts-from", {"metavar": "INPUT"}, "review：含文字的原档案", "review: the archive with the texts"),
    ("--reviewer", {"default": "", "metavar": "NAME"}, "review：查看文字的人", "review: who looks at texts"),
    ("--reason", {"default": "", "metavar": "TEXT"}, "review：为什么查看文字", "review: why texts are looked at"),
    (
        "--person",
        {"action": "append", "default": [], "metavar": "CASE=OWN"},
        "complaint：证据包里的人在本机构的编号",
        "complaint: our own id of a person of the bundle",
    ),
    ("--complaints", {"type": Path, "metavar": "FILE"}, "register：投诉登记", "register: the register of complaints"),
    (
        "--until",
        {"metavar": "DAY"},
        "register：统计到哪一天（未答复的以此日计）",
        "register: the day up to which is counted",
    ),
    (
        "--institution-kind",
        {"metavar": "KIND"},
        "register：登记里没有这一列时的机构类型，如 bank",
        "register: kind of institution where the register does not say, such as bank",
    ),
    ("--outcomes", {"type": Path, "metavar": "FILE"}, "thirds：还款和投诉结果", "thirds: repayments and complaints"),
)


def configure(parser: argparse.ArgumentParser) -> None:
    """Add the arguments of ``audit``."""
    lang = Lang(parser.get_default("lang"))
    parser.add_argument(
        "words",
        nargs="+",
        metavar="INPUT",
        help=Words(
            "Parquet、CSV 文件或文件夹，或 postgresql:// 地址；第一个词也可写 " + "、".join(ACTIONS),
            "Parquet or CSV files or folders, or postgresql://…; or first one of " + ", ".join(ACTIONS),
        ).say(lang),
    )
    for name, options, zh, en in _FLAGS:
        parser.add_argument(name, help=Words(zh, en).say(lang), **options)  # type: ignore[arg-type]


def run(args: argparse.Namespace) -> int:
    """Run an audit or one of its parts; returns 0 nothing found, 1 findings; raises with 2 unreadable, 3 mapping."""
    _extras()
    first, rest = args.words[0], args.words[1:]
    if first in ACTIONS:
        return ACTIONS[first](rest, args)
    return _audit(args.words, args)


def _extras() -> None:
    """Raise SZ-6500 when a library of the extra ``[audit]`` is missing."""
    from importlib.util import find_spec

    from shouzheng.audit.problems import NO_AUDIT_EXTRA

    missing = [name for name in ("duckdb", "numpy", "pyarrow") if find_spec(name) is None]
    if missing:
        raise ShouzhengError(Problem(NO_AUDIT_EXTRA, "", (("library", ", ".join(missing)),)))


def _audit(words: list[str], args: argparse.Namespace) -> int:
    from shouzheng.audit.mapping import load_mapping
    from shouzheng.audit.problems import NO_MAPPING_GIVEN
    from shouzheng.cli.audit_inputs import inputs
    from shouzheng.rulebook.load import load_rulebook

    if args.mapping is None or args.out is None:
        raise ShouzhengError(Problem(NO_MAPPING_GIVEN))
    mapping = load_mapping(args.mapping, load_rulebook().facts)
    if args.engine == "spark":
        from shouzheng.cli.audit_spark import run_on_spark

        return _say_sums(run_on_spark(words, mapping, args), args, Lang(args.lang))
    with inputs(words, args, mapping, keep=args.out) as given:
        return _run(given, mapping, args)


def _run(given: list[Path], mapping: ArchiveMapping, args: argparse.Namespace) -> int:
    from shouzheng.audit.local.run import audit
    from shouzheng.audit.plausible import doubts
    from shouzheng.rulebook.load import load_rulebook

    lang, law = Lang(args.lang), load_rulebook()
    found = [doubt.problem(args.mapping.name) for doubt in doubts(given, mapping, law.facts)]
    if found and not args.accept_mapping:
        raise ShouzhengError(*found, exit_code=3)
    if args.new:
        return _add(given, mapping, _words(found), args)
    with progress(lang, 1000) as report:
        result = audit(
            given,
            mapping,
            args.out,
            workers=args.workers,
            key=args.key,
            again=args.again,
            progress=_bar(report, lang),
        )
    say_problems(result.problems, lang)
    _say_refused(result.sums.refused, lang)
    from shouzheng.audit.report.write import write_report

    write_report(args.out, lang=lang, sign_with=args.sign, accepted=_words(found))
    return _say_sums(result.sums.as_json(), args, lang)


def _words(found: list[Problem]) -> list[Words]:
    return [Words(problem.what(Lang.ZH_HANS), problem.what(Lang.EN)) for problem in found]


def _add(given: list[Path], mapping: ArchiveMapping, accepted: list[Words], args: argparse.Namespace) -> int:
    """Add the contacts of ``--new`` to the audit of the input in ``--out``."""
    from shouzheng.audit.incremental import add
    from shouzheng.audit.report.write import write_report

    lang = Lang(args.lang)
    with progress(lang, 1000) as report:
        added = add(given, args.new, mapping, args.out, workers=args.workers, key=args.key, progress=_bar(report, lang))
    say_in(
        lang,
        f"新增 {added.contacts} 条，其中迟到 {added.late} 条；重新判断了 {added.judged_again} 条。",
        f"{added.contacts} new contacts, {added.late} of them late; {added.judged_again} old ones judged again.",
    )
    write_report(args.out, lang=lang, sign_with=args.sign, accepted=accepted)
    return _say_sums(added.sums.as_json(), args, lang)


def _bar(report: Callable[[str, int], None], lang: Lang) -> Callable[[str, int, int], None]:
    """Return what turns stages and buckets into one bar of a thousand."""
    names = list(_STAGES)

    def show(stage: str, done: int, total: int) -> None:
        place = names.index(stage) if stage in names else 0
        report(
            _STAGES.get(stage, Words(stage, stage)).say(lang),
            (1000 * place + 1000 * done // max(total, 1)) // len(names),
        )

    return show


def _say_refused(refused: object, lang: Lang) -> None:
    from shouzheng.audit.problems import ROWS_REFUSED

    if isinstance(refused, dict) and refused:
        listed = ", ".join(f"{reason} {count}" for reason, count in sorted(refused.items()))
        slots = (("count", str(sum(refused.values()))), ("reasons", listed))
        say_problems([Problem(ROWS_REFUSED, "", slots)], lang)


def _say_sums(sums: dict[str, Any], args: argparse.Namespace, lang: Lang) -> int:
    breaches, looks = (sum(answers.get(kind, 0) for answers in sums["findings"].values()) for kind in _PUT)
    page = args.out / "report.html"
    if args.json:
        print(json.dumps(sums, ensure_ascii=False, indent=1, sort_keys=True), file=sys.stdout)
    else:
        say_in(
            lang,
            f"{sums['contacts']} 条联系；{breaches} 处不符合规定，{looks} 处须由人判断。报告：{page}",
            f"{sums['contacts']} contacts; {breaches} breaches, {looks} for a person to judge. Report: {page}",
        )
    return _FOUND if breaches or looks else _NOTHING
