"""Folders of the lexicon besides ``acts``: marks of fraud, clauses of contracts. One file per thing, same language.

A folder has its own matcher, so that it costs nothing where nobody asks for it. Word sets, contexts, guards and the
commentary rule are those of the lexicon; ``contexts.toml`` in the folder adds contexts of its own.
"""

from __future__ import annotations

from collections.abc import Callable, Collection
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Generic, TypeVar

from shouzheng.model.case import Role
from shouzheng.model.reading import Span
from shouzheng.model.words import Words
from shouzheng.reading.entities import EntityFinder
from shouzheng.reading.entity_words import load_entity_words
from shouzheng.reading.entries import Example
from shouzheng.reading.fold import FoldTable, fold, load_fold_table
from shouzheng.reading.labels import Addressee
from shouzheng.reading.loading import read_commentary, read_contexts, read_guards
from shouzheng.reading.located import Sheet
from shouzheng.reading.matcher import Found, Matcher
from shouzheng.reading.problems import NO_LEXICON, TWICE, WRONG_VALUE
from shouzheng.reading.sign_reader import Build, SignReader
from shouzheng.reading.signs import Commentary, Sign, Text
from shouzheng.reading.word_sets import load_word_sets
from shouzheng.reference.data_files import data_files, data_folder
from shouzheng.reference.problems import Problem, ShouzhengError

_T = TypeVar("_T")
_KEYS = frozenset(("name", "commentary", "title", "definition", "unless", "pattern", "derive", "examples"))
_OWN_CONTEXTS = "contexts.toml"
#: At most this many places of one file are listed for one text.
MOST_SHOWN = 500


@dataclass(frozen=True, slots=True)
class SignFile(Generic[_T]):
    """One file: what it is, its signs and examples, and ``extra``: what this kind of folder keeps besides.

    ``commentary`` is True when texts that only speak about such things quote it; else only quotation marks do.
    """

    name: str
    title: Words
    definition: Words
    commentary: bool
    extra: _T
    signs: tuple[Sign, ...]
    positive: tuple[Example, ...]
    negative: tuple[Example, ...]
    where: str


@dataclass(frozen=True, slots=True)
class Shown(Generic[_T]):
    """A place at which a text shows what a file is about. ``quoted``: only in commentary or in quotation marks."""

    file: SignFile[_T]
    span: Span
    pattern: str
    quoted: bool


@dataclass(frozen=True, eq=False, slots=True)
class SignFolder(Generic[_T]):
    """All files of a folder, ready for finding."""

    files: tuple[SignFile[_T], ...]
    matcher: Matcher
    conditions: Matcher
    entities: EntityFinder
    commentary: Commentary
    table: FoldTable

    def find(self, text: str, *, addressee: Role = Role.UNKNOWN, sent: date | None = None) -> tuple[Shown[_T], ...]:
        """Return what a text shows, by its place; a place inside another one of the same file is not listed again."""
        folded = fold(text, self.table)
        seen = Text(folded, self.matcher, self.conditions, self.entities.find(folded, sent))
        quotes = self.commentary.quotations(folded.text)
        shown: list[tuple[Found, Shown[_T]]] = []
        for file in self.files:
            for found, sign in _places(file, seen, addressee):
                one = Shown(file, folded.span(*found), sign.id, self._is_quoted(seen, quotes, found, file))
                shown.append((found, one))
        return tuple(one for _, one in sorted(shown, key=lambda pair: (pair[0], pair[1].file.name)))

    def _is_quoted(self, seen: Text, quotes: list[Found], found: Found, file: SignFile[_T]) -> bool:
        rule = self.commentary
        if not seen.occurs(rule.about):
            return False
        return rule.is_quoted(quotes, found) or (file.commentary and rule.is_commentary(seen, quotes))


def _places(file: SignFile[_T], seen: Text, addressee: Role) -> list[tuple[Found, Sign]]:
    spans = [(span, sign) for sign in file.signs for span in seen.shown(sign, addressee)]
    kept: list[tuple[Found, Sign]] = []
    reached = -1
    for span, sign in sorted(spans, key=lambda pair: (pair[0][0], -pair[0][1], pair[1].id)):
        if span[1] > reached and len(kept) < MOST_SHOWN:
            reached = span[1]
            kept.append((span, sign))
    return kept


def load_sign_folder(
    name: str, keys: Collection[str], extra: Callable[[Sheet], _T], lexicon: Path | None = None
) -> SignFolder[_T]:
    """Load ``lexicon/<name>``; ``extra`` reads the additional ``keys`` of each file from its sheet.

    Raises ``ShouzhengError`` with exit code 3 and every problem, each with ``file:line``.
    """
    folder = lexicon or data_folder("lexicon")
    problems: list[Problem] = []
    table = load_fold_table(folder, problems)
    build = Build(table, load_word_sets(folder, table, problems))
    read_contexts(SignReader(Sheet(folder / "contexts.toml", "contexts.toml", problems), build))
    own = folder / name / _OWN_CONTEXTS
    if own.is_file():
        read_contexts(SignReader(Sheet(own, f"{name}/{_OWN_CONTEXTS}", problems), build))
    read_guards(SignReader(Sheet(folder / "guards.toml", "guards.toml", problems), build))
    commentary = read_commentary(SignReader(Sheet(folder / "commentary.toml", "commentary.toml", problems), build))
    words = load_entity_words(Sheet(folder / "entities.toml", "entities.toml", problems))
    files: list[SignFile[_T]] = []
    for path in data_files(folder / name):
        if path.name != _OWN_CONTEXTS:
            shown = f"{name}/{path.name}"
            files.append(_read(SignReader(Sheet(path, shown, problems), build), path.stem, keys, extra))
    if not files:
        problems.append(Problem(NO_LEXICON, folder.name, (("name", f"{name}/*.toml"),)))
    if problems or words is None:
        raise ShouzhengError(*problems, exit_code=3)
    return SignFolder(
        tuple(files), Matcher(build.patterns), Matcher(build.conditions), EntityFinder(words), commentary, table
    )


def _read(reader: SignReader, stem: str, keys: Collection[str], extra: Callable[[Sheet], _T]) -> SignFile[_T]:
    sheet = reader.sheet
    data = sheet.table(sheet.data, _KEYS | set(keys))
    name = sheet.text(data, "name")
    if name and name != stem:
        sheet.report(WRONG_VALUE, "name", key="name", expected=stem)
    positive, negative = reader.examples(data)
    for text in {one.text for one in positive} & {one.text for one in negative}:
        sheet.report(TWICE, "examples", at=text, what=text, first=sheet.shown)
    return SignFile(
        name=name,
        title=reader.title(data, "title"),
        definition=reader.title(data, "definition"),
        commentary=sheet.flag(data, "commentary", default=True),
        extra=extra(sheet),
        signs=reader.signs(data, name, Addressee.ANYONE),
        positive=positive,
        negative=negative,
        where=sheet.where("name"),
    )
