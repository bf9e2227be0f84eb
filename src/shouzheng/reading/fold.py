"""Folding: one form of the text for matching, with a map back to the original characters.

What is done, character by character (the tables are ``lexicon/fold/*.toml``):

1. compatibility forms to their plain ones (Unicode NFKC of the single character: full width, circled digits …);
2. lower case; traditional to simplified; variants and look-alikes to the usual character;
3. controls, zero-width, direction and combining marks are left out;
4. separators (space, ``*``, ``-``, emoji …) are left out between two Han characters, judged on the character *as
   written*: NFKC turns ``，`` into ``,``, and real punctuation must never vanish.

Digits keep their value and nothing between digits is dropped. The folded text is for matching only and is never shown.
"""

from __future__ import annotations

import unicodedata
from collections.abc import Sequence
from dataclasses import dataclass, field
from functools import cache
from pathlib import Path

from shouzheng.model.reading import Span
from shouzheng.reading.located import Sheet
from shouzheng.reading.problems import NO_LEXICON, WRONG_VALUE
from shouzheng.reference.data_files import data_folder
from shouzheng.reference.problems import Problem, ShouzhengError

#: Bits of ``Folded.marks``, one byte per folded character.
SUBSTITUTED = 1  # a look-alike or a compatibility form of a Han character or digit stood here
TRADITIONAL = 2  # a character that stands only in traditional text stood here
AFTER_DROPPED = 4  # something was left out between the character before and this one
WIDE = 8  # two original characters were written for this one

#: Characters that end a sentence in the folded text; no gap of a pattern crosses them.
SENTENCE_ENDS = frozenset("。!?\n\r")
#: Characters that end a clause. A colon does not: it ties a label to its value (还款日：11月20日).
CLAUSE_ENDS = SENTENCE_ENDS | frozenset(",;")

#: Stands for "look closer" while folding: a noncharacter, which no real text holds (one that does loses nothing).
_SPECIAL = "\U0010ffff"

_KEEP_CONTROLS = frozenset("\t\n\r")
_DROPPED_CATEGORIES = frozenset(("Cf", "Cc", "Mn", "Me"))


def is_han(char: str) -> bool:
    """Return True for a Chinese character (Unicode blocks of unified ideographs, and 〇)."""
    return (
        "\u4e00" <= char <= "\u9fff"
        or "\u3400" <= char <= "\u4dbf"
        or "\U00020000" <= char <= "\U0003ffff"
        or char == "〇"
    )


@dataclass(frozen=True, slots=True)
class Folded:
    """A folded text and the way back.

    ``origin[i]`` is the index in ``raw`` of the character that folded character ``i`` comes from; ``marks[i]`` has the
    bits of this module. ``simplified`` is True when traditional characters stand in otherwise simplified text.
    """

    raw: str
    text: str
    origin: Sequence[int]
    marks: bytes
    simplified: bool

    def span(self, start: int, end: int) -> Span:
        """Return the original characters of the folded range ``[start, end)``, which must not be empty."""
        last = end - 1
        return Span(self.origin[start], self.origin[last] + (2 if self.marks[last] & WIDE else 1))

    def disguised(self, start: int, end: int) -> bool:
        """Return True when a word at this folded range was written with swapped or interrupted characters."""
        wanted = SUBSTITUTED | TRADITIONAL if self.simplified else SUBSTITUTED
        marks = self.marks[start:end]
        if not any(marks):
            return False
        return any(mark & wanted for mark in marks) or any(mark & AFTER_DROPPED for mark in marks[1:])


@dataclass(frozen=True, slots=True)
class _Step:
    """What becomes of one character; ``text`` is empty for what is always dropped."""

    text: str
    mark: int
    separator: bool


class _Plain(dict[int, str]):
    """For ``str.translate``: the one-character form of each character, ``_SPECIAL`` where a closer look is needed.

    Filled as characters come; at most one entry per code point of Unicode, so the memory is bounded.
    """

    def __init__(self, table: FoldTable) -> None:
        super().__init__()
        self._table = table

    def __missing__(self, code: int) -> str:
        char = chr(code)
        step = self._table.step(char)
        usual = len(step.text) == 1 and not step.mark and not step.separator and char not in self._table.split_heads
        self[code] = plain = step.text if usual else _SPECIAL
        return plain


@dataclass(frozen=True, eq=False)
class FoldTable:
    """The tables of ``lexicon/fold``; ``split`` maps two characters to the one they stand for."""

    traditional: dict[str, str]
    only_traditional: frozenset[str]
    only_simplified: frozenset[str]
    variants: dict[str, str]
    look_alikes: dict[str, str]
    split: dict[str, str]
    separators: frozenset[str]
    separator_categories: frozenset[str]
    split_heads: frozenset[str] = field(init=False)
    plain: _Plain = field(init=False)
    _steps: dict[str, _Step] = field(init=False, default_factory=dict)

    def __post_init__(self) -> None:
        object.__setattr__(self, "split_heads", frozenset(pair[0] for pair in self.split))
        object.__setattr__(self, "plain", _Plain(self))

    def step(self, char: str) -> _Step:
        """Return what becomes of one character."""
        step = self._steps.get(char)
        if step is None:
            step = self._steps[char] = self._compute(char)
        return step

    def _compute(self, char: str) -> _Step:
        if char in self.look_alikes:
            return _Step(self.look_alikes[char], SUBSTITUTED, separator=False)
        category = unicodedata.category(char)
        if category in _DROPPED_CATEGORIES and char not in _KEEP_CONTROLS:
            return _Step("", 0, separator=False)
        plain = _compatible(char).lower()
        text = "".join(self._one(c) for c in plain)
        separator = char in self.separators or category in self.separator_categories
        mark = 0
        if char in self.only_traditional:
            mark = TRADITIONAL
        elif plain != char and any(is_han(c) or c.isdigit() for c in plain) and not "\uff00" <= char <= "\uffef":
            mark = SUBSTITUTED
        return _Step(text, mark, separator)

    def _one(self, char: str) -> str:
        simple = self.traditional.get(char, char)
        return self.variants.get(simple, simple)


def _compatible(char: str) -> str:
    """Return the plain form of one character; enclosed and full-stopped digits become bare digits."""
    if unicodedata.category(char) == "No" and (digit := unicodedata.numeric(char, -1)) >= 0 and digit == int(digit):
        return str(int(digit))
    return unicodedata.normalize("NFKC", char)


def fold(text: str, table: FoldTable | None = None) -> Folded:
    """Fold a text of any length and content in linear time; lone surrogates and unassigned characters stay."""
    table = default_fold_table() if table is None else table
    plain = text.translate(table.plain)
    if _SPECIAL not in plain:
        return Folded(text, plain, range(len(text)), bytes(len(text)), simplified=False)
    writer = _Writer(text, table)
    start = 0
    while (special := plain.find(_SPECIAL, start)) >= 0:
        if special > start:
            writer.run(plain[start:special], start)
        start = special + writer.special(special)
    if start < len(text):
        writer.run(plain[start:], start)
    return writer.finish()


class _Writer:
    """Builds the folded text from runs of usual characters and single special ones."""

    def __init__(self, raw: str, table: FoldTable) -> None:
        self._raw = raw
        self._table = table
        self._out: list[str] = []
        self._origin: list[int] = []
        self._marked: list[tuple[int, int]] = []
        self._last = ""  # the folded character written last
        self._waiting: list[int] = []  # separators after a Han character; dropped when a Han character follows
        self._dropped = False

    def run(self, text: str, start: int) -> None:
        """Write usual characters that stand in the original from ``start`` on, one for one."""
        mark = self._before(text[0])
        if mark:
            self._marked.append((len(self._origin), mark))
        self._out.append(text)
        self._origin.extend(range(start, start + len(text)))
        self._last = text[-1]

    def special(self, index: int) -> int:
        """Handle one special character; returns how many original characters it took."""
        char = self._raw[index]
        step = self._table.step(char)
        if char in self._table.split_heads:
            whole = self._table.split.get(self._raw[index : index + 2])
            if whole is not None:
                self._one(whole, index, SUBSTITUTED | WIDE)
                return 2
        if step.separator and (self._waiting or is_han(self._last)):
            self._waiting.append(index)
        elif step.text:
            self._one(step.text, index, step.mark)
        else:
            self._dropped = True
        return 1

    def finish(self) -> Folded:
        """Return the folded text."""
        self._keep_waiting()
        marks = bytearray(len(self._origin))
        traditional = 0
        for index, mark in self._marked:
            marks[index] = mark
            traditional += (mark & TRADITIONAL) // TRADITIONAL
        only = self._table.only_simplified
        simplified = bool(traditional) and sum(1 for char in self._raw if char in only) >= traditional
        return Folded(self._raw, "".join(self._out), self._origin, bytes(marks), simplified)

    def _one(self, text: str, index: int, mark: int) -> None:
        mark |= self._before(text[0])
        if mark:
            self._marked.append((len(self._origin), mark))
        self._out.append(text)
        self._origin.extend([index] * len(text))
        self._last = text[-1]

    def _before(self, char: str) -> int:
        """Settle what waits before this character; returns the mark for it."""
        if self._waiting:
            if is_han(char):
                self._dropped = True
                self._waiting.clear()
            else:
                self._keep_waiting()
        if self._dropped:
            self._dropped = False
            return AFTER_DROPPED
        return 0

    def _keep_waiting(self) -> None:
        """Write out separators that turned out not to stand between Han characters."""
        for index in self._waiting:
            text = self._table.step(self._raw[index]).text
            self._out.append(text)
            self._origin.extend([index] * len(text))
            self._last = text[-1:] or self._last
        self._waiting.clear()


@cache
def default_fold_table() -> FoldTable:
    """Return the table of the installed lexicon; raises ``ShouzhengError`` (exit code 3) when it is damaged."""
    problems: list[Problem] = []
    table = load_fold_table(data_folder("lexicon"), problems)
    if problems:
        raise ShouzhengError(*problems, exit_code=3)
    return table


def load_fold_table(lexicon: Path, problems: list[Problem]) -> FoldTable:
    """Read ``fold/*.toml`` of a lexicon folder, collecting problems with their places."""
    sheets: dict[str, Sheet] = {}
    for name in ("traditional", "look_alikes", "separators"):
        path = lexicon / "fold" / f"{name}.toml"
        if not path.is_file():
            problems.append(Problem(NO_LEXICON, str(lexicon.name), (("name", f"fold/{name}.toml"),)))
            return FoldTable({}, frozenset(), frozenset(), {}, {}, {}, frozenset(), frozenset())
        sheets[name] = Sheet(path, f"fold/{name}.toml", problems)
    chars, odd, marks = sheets["traditional"], sheets["look_alikes"], sheets["separators"]
    chars.table(chars.data, {"pairs", "only_traditional", "only_simplified"})
    odd.table(odd.data, {"variants", "look_alikes", "split"})
    marks.table(marks.data, {"characters", "categories"})
    pairs = "".join(chars.texts(chars.data, "pairs"))
    if len(pairs) % 2:
        chars.report(WRONG_VALUE, "pairs", key="pairs", expected="an even number of characters")
    return FoldTable(
        traditional=dict(zip(pairs[::2], pairs[1::2], strict=False)),
        only_traditional=frozenset("".join(chars.texts(chars.data, "only_traditional"))),
        only_simplified=frozenset("".join(chars.texts(chars.data, "only_simplified"))),
        variants=_mapping(odd, "variants", 1),
        look_alikes=_mapping(odd, "look_alikes", 1),
        split=_mapping(odd, "split", 2),
        separators=frozenset(marks.texts(marks.data, "characters")),
        separator_categories=frozenset(marks.texts(marks.data, "categories")),
    )


def _mapping(sheet: Sheet, key: str, length: int) -> dict[str, str]:
    """Return a table of texts whose keys have this many characters."""
    found: dict[str, str] = {}
    value = sheet.data.get(key, {})
    for char, target in (value if isinstance(value, dict) else {}).items():
        if len(char) != length or not isinstance(target, str) or not target:
            sheet.report(WRONG_VALUE, key, at=char, key=char, expected=f"{length} character(s) = text")
            continue
        found[char] = target
    return found
