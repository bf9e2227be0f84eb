"""Reads the files of a lexicon folder into a ``Lexicon`` (format: ``lexicon/README.md``), collecting every problem."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path

from shouzheng.model.words import Words
from shouzheng.reading.entities import EntityFinder
from shouzheng.reading.entity_words import load_entity_words
from shouzheng.reading.entries import Act, ElementSpec, Lexicon
from shouzheng.reading.fold import load_fold_table
from shouzheng.reading.labels import ACT_LABELS, LABELS, ActKind, Addressee
from shouzheng.reading.located import Sheet
from shouzheng.reading.matcher import Matcher
from shouzheng.reading.problems import NO_LEXICON, TWICE, UNKNOWN_NAME, WRONG_VALUE
from shouzheng.reading.sign_reader import GUARD_KEYS, Build, SignReader
from shouzheng.reading.signs import Commentary, Guard
from shouzheng.reading.word_sets import load_word_sets
from shouzheng.reference.data_files import data_files, folder_hash
from shouzheng.reference.problems import Problem

_SINGLE_FILES = ("guards.toml", "contexts.toml", "commentary.toml", "elements.toml", "entities.toml", "event_only.toml")
_SHARED_KEYS = frozenset(("title", "definition", "unless", "pattern", "derive", "examples"))
_ACT_KEYS = _SHARED_KEYS | {"label", "kind", "guideline", "addressee", "commentary"}
_ELEMENT_KEYS = _SHARED_KEYS | {"name", "act"}

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
    read_contexts(SignReader(sheets["contexts.toml"], build))
    read_guards(SignReader(sheets["guards.toml"], build))
    commentary = read_commentary(SignReader(sheets["commentary.toml"], build))
    acts = _read_acts(folder, build, problems)
    event_only = _read_event_only(SignReader(sheets["event_only.toml"], build), acts)
    elements = _read_elements(SignReader(sheets["elements.toml"], build), {act.label: act for act in acts})
    entity_words = load_entity_words(sheets["entities.toml"])
    if problems or entity_words is None:
        return None
    signs = [(act, sign) for act in acts for sign in act.signs]
    return Lexicon(
        acts=tuple(acts),
        elements=tuple(elements),
        event_only=event_only,
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


def read_contexts(reader: SignReader) -> None:
    """Read ``contexts.toml`` into what is being built."""
    sheet = reader.sheet
    sheet.table(sheet.data, {"context"})
    for index, raw in enumerate(sheet.tables(sheet.data, "context")):
        here = ("context", index)
        entry = sheet.table(raw, {"name", "title", "find", "settled_by_debtor"}, *here)
        name = sheet.text(entry, "name", *here)
        reader.title(entry, "title", *here)
        if name in reader.build.contexts:
            sheet.report(TWICE, *here, what=name, first=sheet.shown)
        reader.build.contexts[name] = reader.numbers(entry, "find", *here)
        if sheet.flag(entry, "settled_by_debtor", *here):
            reader.build.settled.add(name)
    if DISGUISE_CONTEXT not in reader.build.contexts:
        sheet.report(UNKNOWN_NAME, name=DISGUISE_CONTEXT, what_zh="语境", what_en="context")


def read_guards(reader: SignReader) -> None:
    """Read ``guards.toml`` into what is being built."""
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


def read_commentary(reader: SignReader) -> Commentary:
    """Read ``commentary.toml``."""
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
    place = {label: number for number, label in enumerate(ACT_LABELS)}
    return sorted(acts, key=lambda act: place.get(act.label, len(place)))


def _read_event_only(reader: SignReader, acts: list[Act]) -> dict[str, Words]:
    """Read the labels that no text shows, with the reason; none of them may have an act file."""
    sheet = reader.sheet
    sheet.table(sheet.data, {"label"})
    reasons: dict[str, Words] = {}
    seen = {act.label: act.where for act in acts}
    for index, raw in enumerate(sheet.tables(sheet.data, "label")):
        here = ("label", index)
        entry = sheet.table(raw, {"name", "zh", "en"}, *here)
        name = sheet.choice(entry, "name", LABELS, *here)
        if name in seen:
            sheet.report(TWICE, *here, what=name, first=seen[name])
        seen[name] = sheet.where(*here)
        reasons[name] = Words(sheet.text(entry, "zh", *here), sheet.text(entry, "en", *here))
    return reasons


def _read_act(reader: SignReader) -> Act:
    sheet = reader.sheet
    data = sheet.table(sheet.data, _ACT_KEYS)
    label = sheet.choice(data, "label", ACT_LABELS)
    kind = sheet.choice(data, "kind", [kind.value for kind in ActKind])
    addressee = sheet.choice(data, "addressee", [a.value for a in Addressee], default=Addressee.ANYONE.value)
    positive, negative = reader.examples(data)
    who = Addressee(addressee or Addressee.ANYONE.value)
    return Act(
        label=label,
        kind=ActKind(kind or ActKind.SOFT.value),
        title=reader.title(data, "title"),
        definition=reader.title(data, "definition"),
        guideline=reader.guideline(data),
        addressee=who,
        commentary=sheet.flag(data, "commentary", default=True),
        signs=reader.signs(data, label, who),
        positive=positive,
        negative=negative,
        where=sheet.where("label"),
    )


def _read_elements(reader: SignReader, acts: Mapping[str, Act]) -> list[ElementSpec]:
    """Read the elements; one that names an ``act`` is shown by the signs of that act and needs none of its own."""
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
        if "act" in entry:
            label = sheet.choice(entry, "act", tuple(acts), *here) if acts else ""
            signs = reader.again(acts[label].signs) if label else ()
        else:
            signs = reader.signs(entry, name, Addressee.ANYONE, *here)
        elements.append(
            ElementSpec(
                name=name,
                title=reader.title(entry, "title", *here),
                definition=reader.title(entry, "definition", *here),
                signs=signs,
                positive=positive,
                negative=negative,
            )
        )
    return elements
