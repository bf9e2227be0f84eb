"""One of our letters, filled in and sent, as an objection: known by its title and by the sentence that refuses.

The letter itself is read, as Word, PDF or text, not data hidden in it: what the person changed or struck out counts as
changed. It holds no date that could be relied on but the day it was received, from which on it asks for quiet.
"""

from __future__ import annotations

import re
import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from functools import cache
from pathlib import Path

from shouzheng.gate.papers.matched import Matching, PaperWishes, ToAsk, shown_proof, wish_id
from shouzheng.gate.problems import NO_PAPER
from shouzheng.gate.request import Wish, WishKind
from shouzheng.model.moment import BEIJING
from shouzheng.model.words import Words
from shouzheng.reading.fold import fold
from shouzheng.reference.data_files import data_files, data_folder
from shouzheng.reference.problems import Problem, ShouzhengError

#: How the command line names who wrote a letter.
WRITER = "writer"
#: What stands in a letter whose writer did not give a name (``remedy.letters.slots``).
_NAMELESS = "请填写:写信人姓名"
_DATED = re.compile(r"(?<!起草)日期:(\d{4})年(\d{1,2})月(\d{1,2})日")


@dataclass(frozen=True, slots=True)
class LetterKind:
    """A letter by its id: the sentences that make it a refusal (none: it is none), and what a person has to do."""

    id: str
    title: str
    says: tuple[str, ...]
    asks: Words | None


@cache
def letter_kinds() -> Mapping[str, LetterKind]:
    """Return all letters of the program by their folded Chinese titles."""
    kinds = tomllib.loads(Path(__file__).with_name("letters.toml").read_text("utf-8"))
    found = {}
    for path in data_files(data_folder("letters") / "cn"):
        title = str(tomllib.loads(path.read_text("utf-8"))["title"]["zh"])
        told = kinds.get(path.stem, {})
        asks = Words(told["asks"]["zh"], told["asks"]["en"]) if "asks" in told else None
        says = tuple(str(sentence) for sentence in told.get("says", ()))
        found[_folded(title)] = LetterKind(path.stem, title, says, asks)
    return found


def wishes_of_letter(text: str, name: str, digest: str, matching: Matching) -> PaperWishes:
    """Return the objection of a letter, or what a person has to look at; ``digest`` is the SHA-256 (hex) of the file.

    Raises ``ShouzhengError`` (SZ-6073, exit 2) when it is none of our letters.
    """
    kinds = letter_kinds()
    kind = next((kinds[line] for line in map(_folded, text.splitlines()) if line in kinds), None)
    if kind is None:
        raise ShouzhengError(Problem(NO_PAPER, name, (("detail", "-"),)))
    whole = _folded(text)
    doubt = _doubt(kind, whole, matching)
    if doubt is not None:
        return PaperWishes((), (doubt,))
    person = matching.persons[WRITER]
    wish = Wish(
        id=wish_id(matching, WishKind.OBJECTION, person, matching.creditor, digest),
        kind=WishKind.OBJECTION,
        person=person,
        party=matching.creditor,  # it is addressed to the creditor, and reaches all its agencies
        creditor=matching.creditor,
        at=matching.received,
        proof=shown_proof(f"letter {kind.id} sha256:{digest}", _dated(whole)),
    )
    return PaperWishes((wish,), ())


def _doubt(kind: LetterKind, whole: str, matching: Matching) -> ToAsk | None:
    """Return why a person has to look at the letter first, ``None`` when it is a clear refusal."""
    if not kind.says:
        other = Words(
            "这份文书不是本人的拒绝，请按其内容处理", "this paper is no refusal of its writer: see what it asks"
        )
        return ToAsk("no_refusal", kind.asks or other, kind.id)
    if not all(_folded(sentence) in whole for sentence in kind.says):
        return ToAsk("changed", Words("表示拒绝的句子被改动或划去", "the sentence that refuses was changed"), kind.id)
    if _NAMELESS in whole:
        return ToAsk("no_name", Words("没有具名", "nobody's name is under it"), kind.id)
    if WRITER not in matching.persons:
        words = Words("写信人在本机构的编号未写明", "the writer's id here is not given")
        return ToAsk("unmatched_person", words, WRITER)
    signed = _day(whole)
    if signed is not None and signed > matching.received.astimezone(BEIJING).date():
        return ToAsk("future_date", Words("信上的日期晚于收到的日期", "it is dated after it was received"), kind.id)
    return None


def _day(whole: str) -> date | None:
    found = _DATED.search(whole)
    try:
        return date(*map(int, found.groups())) if found else None
    except ValueError:
        return None


def _dated(whole: str) -> str:
    signed = _day(whole)
    return f"dated {signed.isoformat()}" if signed else "undated"


def _folded(text: str) -> str:
    """Return the text in simplified characters without blanks: a PDF breaks lines where it likes."""
    return "".join(mark for mark in fold(text).text if not mark.isspace())
