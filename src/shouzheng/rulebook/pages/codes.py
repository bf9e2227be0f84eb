"""The generated pages of the codes that loading, linting and using the rulebook report (``docs/rulebook/codes``)."""

from __future__ import annotations

import re
from collections.abc import Iterable

from shouzheng.model.words import Words
from shouzheng.reference.problems import ProblemKind, Severity, in_general, registered
from shouzheng.rulebook import problems as _loading
from shouzheng.rulebook.checks import problems as _linting
from shouzheng.rulebook.pages.words import both, escaped, heading, page, paragraphs, table

#: First code of the law, and the first after them.
FIRST, AFTER = "SZ-3000", "SZ-3400"
#: Makes sure that every kind is registered before the registry is read.
SOURCES = (_loading, _linting)

_GROUPS = (
    ("SZ-3000", Words("读取文件：法律数据停用，退出码3", "reading the files: the law is not used, exit code 3")),
    (
        "SZ-3100",
        Words("条件的写法：法律数据停用，退出码3", "the language of conditions: the law is not used, exit code 3"),
    ),
    (
        "SZ-3200",
        Words("审校：rule lint 报告，有错误时退出码3", "linting: told by rule lint, exit code 3 with any error"),
    ),
    ("SZ-3300", Words("命令的使用", "use of the commands")),
)
_SEVERITIES = {
    Severity.ERROR: Words("错误", "error"),
    Severity.WARNING: Words("提醒", "warning"),
    Severity.NOTE: Words("说明", "note"),
}
_HEAD = "由程序自己的登记表生成，请勿手改。 Generated from the program's own registry, do not edit."
_TITLE = Words("规则库的代码", "Codes of the rulebook")
_ACCEPTED = Words(
    "确有理由保留的提醒，逐条写入 law/accepted_warnings.toml 并说明理由；错误不能保留。",
    "A warning that is right to stand is listed in law/accepted_warnings.toml with its reason; an error never stands.",
)


def codes() -> tuple[ProblemKind, ...]:
    """Return the kinds of problem of the law, in the order of their codes."""
    return tuple(kind for kind in registered() if FIRST <= kind.code < AFTER)


def codes_page() -> str:
    """Return the index of all codes, by group."""
    lines = [f"# {_TITLE.zh} / {_TITLE.en}", "", _HEAD, "", *paragraphs(_ACCEPTED)]
    for kinds, group in _grouped(codes()):
        rows = (
            (f"[{kind.code}]({kind.code}.md)", both(_SEVERITIES[kind.severity]), both(_general(kind.what)))
            for kind in kinds
        )
        head = (Words("代码", "code"), Words("轻重", "severity"), Words("什么", "what"))
        lines += [*heading(2, group), *table(head, rows)]
    return page(lines)


def code_page(kind: ProblemKind) -> str:
    """Return the page of one code: what it says, when it is told, why it matters, how to repair it."""
    group = next(words for kinds, words in _grouped(codes()) if kind in kinds)
    slots = sorted(set(re.findall(r"\{(\w+)\}", kind.what.zh + kind.what.en)))
    return page(
        [
            f"# {kind.code}",
            "",
            _HEAD,
            "",
            *paragraphs(_general(kind.what)),
            f"- {_SEVERITIES[kind.severity].zh} / {_SEVERITIES[kind.severity].en}",
            f"- {escaped(group.zh)} / {escaped(group.en)}",
            *([f"- 消息中写明 / the message names: {', '.join(slots)}"] if slots else []),
            "- 位置 / place: `file:line:column`",
            "",
            *heading(2, Words("为什么", "Why")),
            *paragraphs(_general(kind.why)),
            *heading(2, Words("怎么办", "What to do")),
            *paragraphs(_general(kind.repair)),
            *(paragraphs(_ACCEPTED) if kind.severity is Severity.WARNING else []),
            "[全部代码 / all codes](README.md)",
        ]
    )


def _general(words: Words) -> Words:
    """Return a text without the values of one occurrence; braces that stand for themselves are single ones."""
    found = in_general(words)
    return Words(*(text.replace("{{", "{").replace("}}", "}") for text in (found.zh, found.en)))


def _grouped(kinds: Iterable[ProblemKind]) -> list[tuple[list[ProblemKind], Words]]:
    found: list[tuple[list[ProblemKind], Words]] = [([], words) for _, words in _GROUPS]
    for kind in kinds:
        place = max(index for index, (start, _) in enumerate(_GROUPS) if start <= kind.code)
        found[place][0].append(kind)
    return found
