"""``shouzheng``: finds the command, runs it, and turns errors into words and exit codes."""

from __future__ import annotations

import argparse
import os
import sys
from importlib import import_module
from pathlib import Path
from typing import Protocol, cast

from shouzheng import __version__
from shouzheng.cli.outlet import lasting_streams, output_fault
from shouzheng.cli.problems import NO_MEMORY, NO_OUTPUT, OUR_FAULT
from shouzheng.cli.talk import say_problems, utf8_streams
from shouzheng.model.words import Lang, Words
from shouzheng.reference.problems import Problem, ShouzhengError

#: Exit code after Ctrl-C, as shells expect it (128 + SIGINT).
INTERRUPTED = 130
#: Exit code of a fault of the program itself (EX_SOFTWARE of sysexits.h): never 0 or 1, which speak about the input.
OUR_FAULT_EXIT = 70


class _Command(Protocol):
    """What a command module offers."""

    def configure(self, parser: argparse.ArgumentParser) -> None: ...

    def run(self, args: argparse.Namespace) -> int: ...


#: Command → module and one line of help. A command's module is imported only when it is called: start-up stays fast.
_COMMANDS: dict[str, tuple[str, Words]] = {
    "check": (
        "shouzheng.cli.check_command",
        Words("从手机导出文件到证据档案，一步完成", "from a phone's export files to a dossier, in one step"),
    ),
    "intake": (
        "shouzheng.cli.intake_command",
        Words(
            "读取手机能给出的一切：导出、备份、压缩包、文件夹",
            "read everything a phone can give: exports, backups, folders",
        ),
    ),
    "guide": (
        "shouzheng.cli.guide_command",
        Words("怎样从手机里取出记录，按品牌和应用", "how to get records out of a phone, by maker and app"),
    ),
    "next": (
        "shouzheng.cli.next_command",
        Words("现在该做什么，先后次序和期限", "what to do now, in order and by when"),
    ),
    "letter": (
        "shouzheng.cli.letter_command",
        Words("写给机构、监管部门、公安机关的文书", "letters to the institution, the regulator, the police"),
    ),
    "proceedings": (
        "shouzheng.cli.proceedings_command",
        Words("寄出了什么、收到了什么、什么快到期", "what was sent, what came back, what is due"),
    ),
    "plan": (
        "shouzheng.cli.plan_command",
        Words("收支、真实年化成本、还得起的还款方案", "income, true yearly cost, plans you can afford"),
    ),
    "learn": (
        "shouzheng.cli.learn_command",
        Words("预防和权利：几页短文，注明来源和日期", "prevention and rights: short pages with sources and dates"),
    ),
    "contract": (
        "shouzheng.cli.contract_command",
        Words("贷款合同里哪些条款要再看一遍", "which clauses of a loan contract to look at again"),
    ),
    "genuine": (
        "shouzheng.cli.genuine_command",
        Words("这条短信、这个号码是真的吗", "is this message or number what it claims to be"),
    ),
    "app": (
        "shouzheng.cli.app_command",
        Words("在浏览器里用的本机页面，不需要终端", "local pages in the browser, no terminal needed"),
    ),
    "case": (
        "shouzheng.cli.case_command",
        Words("加密的案卷：存放原件，核对，不怕断电", "the encrypted case: originals kept safe and checked"),
    ),
    "verify": (
        "shouzheng.cli.verify_command",
        Words("核对一个证据包有没有被改动", "check whether an evidence bundle was changed"),
    ),
    "gate": (
        "shouzheng.cli.gate_command",
        Words("机构：这次联系可以进行吗", "for institutions: may this contact be made"),
    ),
    "audit": (
        "shouzheng.cli.audit_command",
        Words("机构：成批核查全部联系记录", "for institutions: every contact against every rule"),
    ),
    "reading": (
        "shouzheng.cli.reading_command",
        Words("衡量对文本的阅读", "measure how texts are read"),
    ),
    "data": (
        "shouzheng.cli.data_command",
        Words("法律、词表、名录有多新；装入签名的数据包", "how old law and lists are; put in a signed data pack"),
    ),
    "rule": (
        "shouzheng.cli.rule_command",
        Words("查看、检验、解释规则", "list, show, test and explain the rules"),
    ),
}


def _language(argv: list[str]) -> Lang:
    """Find the language before parsing, so that help and errors speak it: ``--lang``, else SHOUZHENG_LANG."""
    wanted = os.environ.get("SHOUZHENG_LANG", Lang.ZH_HANS.value)
    for place, word in enumerate(argv):
        if word == "--lang" and place + 1 < len(argv):
            wanted = argv[place + 1]
        elif word.startswith("--lang="):
            wanted = word.removeprefix("--lang=")
    return Lang(wanted) if wanted in set(Lang) else Lang.ZH_HANS


def _top_parser(lang: Lang) -> argparse.ArgumentParser:
    description = Words(
        "守正：把催收电话和短信整理成证据，说明当日的法律怎么说，以及可以做什么。只在本机运行，不联网。",
        "Shouzheng: turns collection calls and messages into evidence, says what the law of that day says and what "
        "you can do. Runs on this computer only, without network.",
    )
    lines = "\n".join(f"  {name:<8} {help_line.say(lang)}" for name, (_, help_line) in _COMMANDS.items())
    title = Words("命令", "commands").say(lang)
    parser = argparse.ArgumentParser(
        prog="shouzheng",
        description=description.say(lang),
        epilog=f"{title}:\n{lines}\n",
        formatter_class=argparse.RawDescriptionHelpFormatter,
    )
    parser.add_argument("--version", action="version", version=f"shouzheng {__version__}")
    parser.add_argument("--lang", choices=[lang.value for lang in Lang], default=lang.value)
    parser.add_argument("command", nargs="?", choices=sorted(_COMMANDS), metavar="COMMAND")
    return parser


def _split(argv: list[str]) -> tuple[list[str], str | None, list[str]]:
    """Split into the words before the command, the command, and the words after it."""
    place = 0
    while place < len(argv):
        word = argv[place]
        if word in _COMMANDS:
            return argv[:place], word, argv[place + 1 :]
        place += 2 if word == "--lang" else 1
    return argv, None, []


def _parsed(parser: argparse.ArgumentParser, words: list[str]) -> argparse.Namespace:
    """Parse the words of a command; options may stand between files (``intake skeleton --lang en FILE``)."""
    try:
        return parser.parse_intermixed_args(words)
    except TypeError:  # a command with words of its own below it: argparse cannot do both
        return parser.parse_args(words)


def main(argv: list[str] | None = None) -> int:
    """Run one command and return its exit code (0 nothing found, 1 findings, 2 input or usage, 3 law, 130 stopped).

    A reader of stdout that leaves early changes no code; output that cannot be written is 2 where it would be 0 or 1.
    """
    utf8_streams()
    lasting_streams()
    code = _run(argv)
    fault = output_fault()
    if fault is None:
        return code
    say_problems(
        [Problem(NO_OUTPUT, "", (("reason", fault.strerror or type(fault).__name__),))],
        _language(sys.argv[1:] if argv is None else argv),
    )
    return max(code, 2)


def _run(argv: list[str] | None) -> int:
    words = sys.argv[1:] if argv is None else argv
    lang = _language(words)
    before, name, after = _split(words)
    top = _top_parser(lang)
    if name is None:
        top.parse_args(before)
        top.print_help()
        return 0 if not before else 2
    top.parse_args(before)
    command = cast(_Command, import_module(_COMMANDS[name][0]))
    parser = argparse.ArgumentParser(prog=f"shouzheng {name}", description=_COMMANDS[name][1].say(lang))
    parser.add_argument("--lang", choices=[each.value for each in Lang], default=lang.value)
    command.configure(parser)
    try:
        return command.run(_parsed(parser, after))
    except ShouzhengError as error:
        say_problems(error.problems, lang)
        return error.exit_code
    except KeyboardInterrupt:
        print(
            Words("已停止，没有留下写到一半的文件。", "Stopped; no half-written file was left.").say(lang),
            file=sys.stderr,
        )
        return INTERRUPTED
    except MemoryError:
        say_problems([Problem(NO_MEMORY)], lang)
        return 2
    except Exception as error:
        if "SHOUZHENG_DEBUG" in os.environ:  # a traceback may hold private words: only on request
            raise
        import traceback  # slow to import, and only this needs it

        place = traceback.extract_tb(error.__traceback__)[-1]
        slots = (("kind", type(error).__name__), ("place", f"{Path(place.filename).name}:{place.lineno}"))
        say_problems([Problem(OUR_FAULT, "", slots)], lang)
        return OUR_FAULT_EXIT


if __name__ == "__main__":
    sys.exit(main())
