"""Reads every labelled row as the program would and compares; nothing of the labels is given to the reading.

Inputs of a reading are the text, the role of the addressee and whether these are a person's own words, where a row
says so. The labelled kind is never an input.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass

from shouzheng.model.reading import Reading
from shouzheng.reading.evaluation.counts import Figures, Mark, figures
from shouzheng.reading.evaluation.rows import Row
from shouzheng.reading.guideline import WITHOUT_ACTS
from shouzheng.reading.guideline import guideline_acts as coarse_acts
from shouzheng.reading.kinds.names import KINDS, Kind
from shouzheng.reading.kinds.reader import KindReader
from shouzheng.reading.kinds.told import kind_of
from shouzheng.reading.labels import GUIDELINE_ACTS, GUIDELINE_HARD_ACTS
from shouzheng.reading.lexicon import Lexicon
from shouzheng.reading.one import read

#: Where ``no_identity`` can be told (guideline §5, item 7: not on call turns).
_WRITTEN = frozenset(("sms", "app", "chat"))


@dataclass(frozen=True, slots=True)
class Answer:
    """What was read in one row: its kind, the acts of the guideline, and the characters that show each."""

    kind: Kind
    acts: frozenset[str]
    shown: tuple[tuple[str, str], ...] = ()


#: Reads one row.
Reader = Callable[[Row], Answer]


@dataclass(frozen=True, slots=True)
class Error:
    """One row that was read otherwise than labelled: kinds, acts too many with their characters, acts missed."""

    row: Row
    answer: Answer
    wrong_kind: bool
    false: tuple[str, ...]
    missed: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Result:
    """Everything measured with one reader on one set of rows."""

    rows: int
    groups: int
    kinds: Figures
    acts: Figures
    hard: Figures
    errors: tuple[Error, ...]


def our_reader(lexicon: Lexicon, kinds: KindReader) -> Reader:
    """Return the reader of the program itself."""

    def answer(row: Row) -> Answer:
        reading = read(row.text, lexicon, addressee=row.addressee, own_words=row.own_words)
        every, every_shown = guideline_acts(reading, lexicon)
        kind = kind_of(row.text, reading, lexicon, kinds, addressee=row.addressee, own_words=row.own_words)
        acts, shown = guideline_acts(reading, lexicon, kind)
        if kind in WITHOUT_ACTS:  # the kind is a guess: it takes away information acts, never a threat that is shown
            acts = every & frozenset(GUIDELINE_HARD_ACTS)
            shown = tuple(sign for sign in every_shown if sign[0] in acts)
        return Answer(kind, acts, shown)

    return answer


def guideline_acts(
    reading: Reading, lexicon: Lexicon, kind: str | None = None
) -> tuple[frozenset[str], tuple[tuple[str, str], ...]]:
    """Return the acts of the guideline that a reading shows, and each with the name of the pattern that shows it.

    The mapping is that of ``reading.guideline``; ``kind`` has the meaning it has there.
    """
    acts = coarse_acts(reading, lexicon, kind)
    shown = [(name, act.pattern) for act in reading.acts for name in lexicon.coarse[act.pattern] if name in acts]
    if "obfuscated_text" in acts:
        shown.append(("obfuscated_text", "disguised"))
    return acts, tuple(dict.fromkeys(shown))


def measure(rows: Sequence[Row], reader: Reader) -> Result:
    """Read all rows and return the figures and the errors."""
    kind_marks: list[Mark] = []
    act_marks: list[Mark] = []
    errors: list[Error] = []
    for row in rows:
        answer = reader(row)
        if row.kind is not None:
            kind_marks += [
                Mark(row.group, kind, row.kind is kind, answer.kind is kind) for kind in {row.kind, answer.kind}
            ]
        marks = list(_act_marks(row, answer))
        act_marks += marks
        errors += _errors(row, answer, marks)
    groups = [row.group for row in rows]
    hard = [
        Mark(mark.group, "hard_acts", mark.gold, mark.read) for mark in act_marks if mark.label in GUIDELINE_HARD_ACTS
    ]
    return Result(
        rows=len(rows),
        groups=len(set(groups)),
        kinds=figures(kind_marks, list(KINDS), groups),
        acts=figures(act_marks, GUIDELINE_ACTS, groups),
        hard=figures(hard, ("hard_acts",), groups),
        errors=tuple(errors),
    )


def _act_marks(row: Row, answer: Answer) -> Iterable[Mark]:
    for act in sorted((row.acts | answer.acts) & row.judged):
        if act == "no_identity" and row.channel is not None and row.channel not in _WRITTEN:
            continue
        yield Mark(row.group, act, act in row.acts, act in answer.acts)


def _errors(row: Row, answer: Answer, marks: Sequence[Mark]) -> list[Error]:
    wrong = row.kind is not None and row.kind is not answer.kind
    false = tuple(mark.label for mark in marks if mark.read > mark.gold)
    missed = tuple(mark.label for mark in marks if mark.gold > mark.read)
    return [Error(row, answer, wrong, false, missed)] if wrong or false or missed else []
