"""Reads the files of a lexicon folder into a ``Lexicon`` (format: ``lexicon/README.md``), collecting every problem."""

from __future__ import annotations

from pathlib import Path

from shouzheng.reading.entities import EntityFinder
from shouzheng.reading.entity_words import load_entity_words
from shouzheng.reading.entries import Act, ElementSpec, Lexicon
from shouzheng.reading.fold import load_fold_table
from shouzheng.reading.labels import GUIDELINE_ACTS, LABELS, ActKind, Addressee
from shouzheng.reading.located import Sheet
from shouzheng.reading.matcher import Matcher
from shouzheng.reading.problems import NO_LEXICON, TWICE, UNKNOWN_NAME, WRONG_VALUE
from shouzheng.reading.sign_reader import GUARD_KEYS, Build, SignReader
from shouzheng.reading.signs import Commentary, Guard
from shouzheng.reading.word_sets import load_word_sets
from shouzheng.reference.data_files import data_files, folder_hash
from shouzheng.reference.problems import Problem

_SINGLE_FILES = ("guards.toml", "contexts.toml", "commentary.toml", "elements.toml", "entities.toml")
_SHARED_KEYS = frozenset(("title", "definition", "unless", "pattern", "derive", "examples"))
_ACT_KEYS = _SHARED_KEYS | {"label", "kind", "guideline", "addressee", "commentary"}
_ELEMENT_KEYS = _SHARED_KEYS | {"name"}

#: The context whose words mark a text as disguised when their characters were swapped or interrupted.
DISGUISE_CONTEXT = "disguised_words"


def read_lexicon(folder: Path, problems: list[Problem]) -> Lexicon | None:
    """Read a whole folder; returns ``None`` when there was a problem."""
    missing = [name for name in _SINGLE_FILES if not (folder / name).is_file()]
    problems.extend(Problem(NO_LEXICON, folder.name, (("name", name),)) for name in missing)
    if missing:
        return None
    table = load_fold_table(folder, problems)
    build = Build(table, load_word_sets(folder, table, problems))
    sheets = {name: Sheet(folder / name, name, problems) for name in _SINGLE_FILES}
    _read_contexts(SignReader(sheets["contexts.toml"], build))
    _read_guards(SignReader(sheets["guards.toml"], build))
    commentary = _read_commentary(SignReader(sheets["commentary.toml"], build))
    acts = _read_acts(folder, build, problems)
    elements = _read_elements(SignReader(sheets["elements.toml"], build))
    entity_words = load_entity_words(sheets["entities.toml"])
    if problems or entity_words is None:
        return None
    signs = [(act, sign) for act in acts for sign in act.signs]
    return Lexicon(
        acts=tuple(acts),
        elements=tuple(elements),
        matcher=Matcher(build.patterns),
        conditions=Matcher(build.conditions),
        entities=EntityFinder(entity_words),
        commentary=commentary,
        disguise=build.contexts.get(DISGUISE_CONTEXT, ()),
        fold_table=table,
        hash=folder_hash(folder),
        sign_of={sign.pattern: (act, sign) for act, sign in signs if sign.pattern is not None},
        entity_signs=tuple((act, sign) for act, sign in signs if sign.pattern is None),
    )


def _read_contexts(reader: SignReader) -> None:
    sheet = reader.sheet
    sheet.table(sheet.data, {"context"})
    for index, raw in enumerate(sheet.tables(sheet.data, "context")):
        here = ("context", index)
        entry = sheet.table(raw, {"name", "title", "find"}, *here)
        name = sheet.text(entry, "name", *here)
        reader.title(entry, "title", *here)
        if name in reader.build.contexts:
            sheet.report(TWICE, *here, what=name, first=sheet.shown)
        reader.build.contexts[name] = reader.numbers(entry, "find", *here)
    if DISGUISE_CONTEXT not in reader.build.contexts:
        sheet.report(UNKNOWN_NAME, name=DISGUISE_CONTEXT, what_zh="语境", what_en="context")


def _read_guards(reader: SignReader) -> None:
    sheet = reader.sheet
    sheet.table(sheet.data, {"guard"})
    for index, raw in enumerate(sheet.tables(sheet.data, "guard")):
        here = ("guard", index)
        entry = sheet.table(raw, {"name", "title", *GUARD_KEYS}, *here)
        name = sheet.text(entry, "name", *here)
        reader.title(entry, "title", *here)
        if name in reader.build.guards:
            sheet.report(TWICE, *here, what=name, first=sheet.shown)
        reader.build.guards[name] = reader.guard(entry, *here)


def _read_commentary(reader: SignReader) -> Commentary:
    sheet = reader.sheet
    data = sheet.table(sheet.data, {"title", "about", "addressed", "addressed_unless_before", "quotes"})
    reader.title(data, "title")
    quotes = sheet.texts(data, "quotes")
    if not quotes or any(len(pair) != 2 for pair in quotes):
        sheet.report(WRONG_VALUE, "quotes", key="quotes", expected='["“”", …]')
        quotes = ("“”",)
    return Commentary(
        about=reader.numbers(data, "about"),
        addressed=reader.numbers(data, "addressed"),
        supposed=Guard(before=reader.ready(data, "addressed_unless_before", "before")),
        quotes=tuple((pair[0], pair[1]) for pair in quotes),
    )


def _read_acts(folder: Path, build: Build, problems: list[Problem]) -> list[Act]:
    acts: list[Act] = []
    seen: dict[str, str] = {}
    for path in data_files(folder / "acts"):
        act = _read_act(SignReader(Sheet(path, f"acts/{path.name}", problems), build))
        if act.label != path.stem:
            problems.append(Problem(WRONG_VALUE, act.where, (("key", "label"), ("expected", path.stem))))
        if act.label in seen:
            problems.append(Problem(TWICE, act.where, (("what", act.label), ("first", seen[act.label]))))
        seen[act.label] = act.where
        acts.append(act)
    if not acts:
        problems.append(Problem(NO_LEXICON, folder.name, (("name", "acts/*.toml"),)))
    return sorted(acts, key=lambda act: LABELS.index(act.label) if act.label in LABELS else len(LABELS))


def _read_act(reader: SignReader) -> Act:
    sheet = reader.sheet
    data = sheet.table(sheet.data, _ACT_KEYS)
    label = sheet.choice(data, "label", LABELS)
    kind = sheet.choice(data, "kind", [kind.value for kind in ActKind])
    addressee = sheet.choice(data, "addressee", [a.value for a in Addressee], default=Addressee.ANYONE.value)
    guideline = sheet.texts(data, "guideline")
    for name in guideline:
        if name not in GUIDELINE_ACTS:
            sheet.report(UNKNOWN_NAME, "guideline", name=name, what_zh="标注指南行为", what_en="act of the guideline")
    commentary = data.get("commentary", True)
    if not isinstance(commentary, bool):
        sheet.report(WRONG_VALUE, "commentary", key="commentary", expected="true | false")
    positive, negative = reader.examples(data)
    who = Addressee(addressee or Addressee.ANYONE.value)
    return Act(
        label=label,
        kind=ActKind(kind or ActKind.SOFT.value),
        title=reader.title(data, "title"),
        definition=reader.title(data, "definition"),
        guideline=guideline,
        addressee=who,
        commentary=commentary is not False,
        signs=reader.signs(data, label, who),
        positive=positive,
        negative=negative,
        where=sheet.where("label"),
    )


def _read_elements(reader: SignReader) -> list[ElementSpec]:
    sheet = reader.sheet
    sheet.table(sheet.data, {"element"})
    elements: list[ElementSpec] = []
    for index, raw in enumerate(sheet.tables(sheet.data, "element")):
        here = ("element", index)
        entry = sheet.table(raw, _ELEMENT_KEYS, *here)
        name = sheet.text(entry, "name", *here)
        if any(name == element.name for element in elements):
            sheet.report(TWICE, *here, what=name, first=sheet.shown)
        positive, negative = reader.examples(entry, *here)
        elements.append(
            ElementSpec(
                name=name,
                title=reader.title(entry, "title", *here),
                definition=reader.title(entry, "definition", *here),
                signs=reader.signs(entry, name, Addressee.ANYONE, *here),
                positive=positive,
                negative=negative,
            )
        )
    return elements
