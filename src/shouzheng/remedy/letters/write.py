"""Writes letters as files: all of them or none, and never over one that the person may have filled in."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, replace
from enum import StrEnum
from pathlib import Path
from typing import TYPE_CHECKING

from shouzheng.model.words import Lang
from shouzheng.reference.problems import Problem, ShouzhengError
from shouzheng.remedy.atomic import write_bytes
from shouzheng.remedy.letters.fill import Filled, fill
from shouzheng.remedy.letters.letter_file import Letter
from shouzheng.remedy.letters.library import Library
from shouzheng.remedy.letters.paper import letter_docx, letter_pdf, letter_text
from shouzheng.remedy.letters.problems import EXISTS, NO_SUCH_LETTER
from shouzheng.remedy.problems import NO_OUTPUT_FOLDER
from shouzheng.remedy.situation import Situation

if TYPE_CHECKING:
    from shouzheng.remedy.plan.figures import PlanFigures


class Format(StrEnum):
    """Kinds of file a letter is written as."""

    TXT = "txt"
    PDF = "pdf"
    DOCX = "docx"


#: What is written when nothing is said.
ALL = tuple(Format)


@dataclass(frozen=True, slots=True)
class Batch:
    """The letters that could be filled, and what stopped the others (each problem once)."""

    filled: tuple[Filled, ...]
    problems: tuple[Problem, ...]


def fill_all(names: Iterable[str], situation: Situation, library: Library, figures: PlanFigures | None = None) -> Batch:
    """Fill the letters of these names, each once; those that propose a plan take its figures and lay it out.

    A letter that cannot be filled does not stop the others. Raises ``ShouzhengError`` for a name that no letter has
    (``SZ-5205``), and as ``fill`` with every problem when none can be filled.
    """
    filled: list[Filled] = []
    problems: dict[Problem, None] = {}
    if figures is not None and figures.invented:  # the paper says so even where the case does not
        situation = replace(situation, case=replace(situation.case, invented=True))
    wanted = [_letter(name, library, figures) for name in dict.fromkeys(names)]
    for letter in wanted:
        try:
            filled.append(fill(letter, situation, library))
        except ShouzhengError as error:
            problems |= {_named(problem, letter): None for problem in error.problems}
    if not filled and problems:
        raise ShouzhengError(*problems)
    return Batch(tuple(filled), tuple(problems))


def _letter(name: str, library: Library, figures: PlanFigures | None) -> Letter:
    if name not in library.letters:
        slots = (("id", name[:60]), ("allowed", ", ".join(library.letters)))
        raise ShouzhengError(Problem(NO_SUCH_LETTER, slots=slots))
    letter = library.letters[name]
    if figures is None or name not in figures.letters:
        return letter
    wanted = {*letter.blanks, "due"}  # the sum owed is the plan's too, or the paper would contradict itself
    known = {name: words for name, words in figures.blanks().items() if name in wanted}
    return replace(letter, known=known, plan=figures.laid_out)


def _named(problem: Problem, letter: Letter) -> Problem:
    """Say which letter a problem stopped, where it does not say so itself."""
    return problem if problem.where else replace(problem, where=letter.id)


def write_letters(
    filled: Iterable[Filled],
    situation: Situation,
    out: Path,
    lang: Lang,
    *,
    formats: Iterable[Format] = ALL,
    replace: bool = False,
) -> tuple[Path, ...]:
    """Write ``<id>.txt``, ``.pdf`` and ``.docx`` of each; for English a reading aid ``<id>.en.txt`` beside them.

    The letter itself is Chinese, Traditional for ``zh-Hant``: it goes to a body that reads Chinese. Raises
    ``ShouzhengError`` (exit 2): ``SZ-5221`` when a file is there, ``SZ-5003``, ``SZ-5101``, ``SZ-5102``.
    """
    script = Lang.ZH_HANS if lang is Lang.EN else lang
    contents: dict[str, bytes] = {}
    wanted = [each for each in Format if each in set(formats)]
    for each in filled:
        name = each.letter.id
        for kind in wanted:
            contents[f"{name}.{kind}"] = _made(kind, each, situation, script)
        if lang is Lang.EN:
            contents[f"{name}.en.txt"] = letter_text(each, Lang.EN).encode()
    try:
        out.mkdir(parents=True, exist_ok=True)
        there = [name for name in contents if (out / name).exists()]
    except OSError as error:
        detail = error.strerror or type(error).__name__
        raise ShouzhengError(Problem(NO_OUTPUT_FOLDER, out.name, (("detail", detail),))) from error
    if there and not replace:
        raise ShouzhengError(Problem(EXISTS, out.name, (("names", ", ".join(there)),)))
    for name, content in contents.items():
        write_bytes(out / name, content)
    return tuple(out / name for name in contents)


def _made(kind: Format, filled: Filled, situation: Situation, script: Lang) -> bytes:
    if kind is Format.TXT:
        return letter_text(filled, script).encode()
    return (letter_pdf if kind is Format.PDF else letter_docx)(filled, situation.today, script)
