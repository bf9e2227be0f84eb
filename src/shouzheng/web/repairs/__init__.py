"""What to do about a problem, for somebody who sees pages and no terminal.

The registry of problems speaks to everybody; many of its texts name commands, options or files of the program, which
help nobody in front of a page. Here stands, by code, what a page says instead. A text that still speaks so and has no
entry is replaced by a general one, so that no page ever shows it; the tests name every kind for which that happens.
"""

from __future__ import annotations

import re

from shouzheng.model.words import Words
from shouzheng.reference.problems import ProblemKind
from shouzheng.web.repairs import casefile, intake, packs, papers
from shouzheng.web.repairs.here import Here

__all__ = ["SHELL", "Here", "texts"]

_BY_CODE: dict[str, Here] = {**intake.HERE, **casefile.HERE, **papers.HERE, **packs.HERE}
#: Words of the command line, of configuration files and of the inside of the program.
SHELL = re.compile(
    r"(?<![\w-])--?[a-z][\w-]*|(?<!\w)[\w./<*-]*\.(?:toml|jsonl?|py|md)\b|\bTOML\b|\bJSON\b|\w = |\[\[?[a-z]+\]"
    r"|\bshouzheng [a-z]|\b(?:case|check|proceedings) (?:new|add|read|list|select|person|proof|pack|keyring|export"
    r"|sent|CASE|again)\b|\b(?:run|运行) check\b|pip install|\b[a-z]+_[a-z_]+\b"
    r"|\bSHOUZHENG_|(?:在|in a) ?(?:终端|terminal)|用 - |\bby -|标准输入|standard input"
)
#: What, why and what to do where nothing better is known.
_GENERAL = (
    Words("这一步没有做成", "this step was not done"),
    Words("原因在程序的里面，不是您做错了什么。", "The cause lies inside the program, not in what you did."),
    Words(
        "已经存好的都还在。请回到“全部步骤”再试一次；还不行，求助时请报下面的编号。",
        "What was stored is still there. Go back to “All steps” and try once more; if it fails again, give the number "
        "below when you ask for help.",
    ),
)
#: Law, lexicon and directory as the program reads them: nobody in front of a page can mend them.
_OF_THE_DATA = Here(
    Words(
        "请到“数据有多新”退回程序自带的数据；还不行就重新安装守正。已经存好的都还在。",
        "Go back to what came with the program on “How old the data is”; if that does not help, install Shouzheng "
        "again. What was stored is still there.",
    ),
    Words("程序的数据有一处不对，这一步没有做成", "the program's data has a fault; this step was not done"),
    Words("是数据的毛病，不是您做错了什么。", "It is a fault of the data, not of what you did."),
)
#: Law and lexicon; letters.
_CODES_OF_THE_DATA = (("SZ-3000", "SZ-3800"), ("SZ-5212", "SZ-5220"))


def texts(kind: ProblemKind) -> tuple[Words, Words, Words]:
    """Return what, why and what to do of a kind, for a page; a part that speaks otherwise is said in general."""
    here = _BY_CODE.get(kind.code)
    if here is None and any(first <= kind.code < after for first, after in _CODES_OF_THE_DATA):
        here = _OF_THE_DATA
    said = (kind.what, kind.why, kind.repair)
    if here is not None:
        said = (here.what or kind.what, here.why or kind.why, here.repair)
    what, why, repair = (
        general if _speaks_shell(words) else words for words, general in zip(said, _GENERAL, strict=True)
    )
    return what, why, repair


def has_own(kind: ProblemKind) -> bool:
    """Tell whether every text of a kind is its own, for the pages or as it is."""
    return not set(texts(kind)) & set(_GENERAL)


def _speaks_shell(words: Words) -> bool:
    return any(SHELL.search(re.sub(r"\{\w+\}", "…", text)) for text in (words.zh, words.en))


def codes() -> frozenset[str]:
    """Return the codes that have texts for the pages."""
    return frozenset(_BY_CODE)
