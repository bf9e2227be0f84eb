"""``letters/replies/<id>.toml``: what is wrong with a reply (or its absence), why, and which letter or body comes next.

The condition is written in the language of the rules over ``facts``; each file carries its own tests.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path

from shouzheng.model.verdict import FactValue
from shouzheng.model.words import Words
from shouzheng.reference.data_files import data_files, data_folder, folder_hash
from shouzheng.reference.problems import Problem, ShouzhengError
from shouzheng.remedy.proceedings.facts import fact_definitions
from shouzheng.rulebook import problems
from shouzheng.rulebook.engines.interpreter import evaluate
from shouzheng.rulebook.files.facts import FactDefinition, FactType
from shouzheng.rulebook.files.law_file import LawFile, Table
from shouzheng.rulebook.language.expression import parse
from shouzheng.rulebook.language.nodes import Node
from shouzheng.rulebook.language.tokens import ExpressionError
from shouzheng.rulebook.language.types import check_types
from shouzheng.rulebook.load import BAD_LAW, COUNTRY, Rulebook

FOLDER = "replies"
_ANSWERS = {"true": True, "false": False, "unknown": None}


@dataclass(frozen=True, slots=True)
class ReplyTest:
    """Facts and what the condition must answer; facts that are not named are unknown."""

    facts: Mapping[str, FactValue]
    holds: bool | None


@dataclass(frozen=True, slots=True)
class ReplyRule:
    """One rule. ``letters`` fit next, ``channel`` is the body they go to (``None``: the same); ``cites`` its law."""

    id: str
    order: int
    title: Words
    why: Words
    what_next: Words
    cannot_do: Words
    when: Node
    when_text: str
    letters: tuple[str, ...]
    channel: str | None
    cites: tuple[str, ...]
    tests: tuple[ReplyTest, ...]


def load_replies(rulebook: Rulebook, folder: Path | None = None) -> tuple[ReplyRule, ...]:
    """Load all rules in their order (the shipped ones by default); ``ShouzhengError`` (exit 3) with every problem."""
    folder = (folder or data_folder("letters")).resolve()
    return _cached(rulebook, folder, folder_hash(folder))


@lru_cache(maxsize=4)
def _cached(rulebook: Rulebook, folder: Path, _content: str) -> tuple[ReplyRule, ...]:
    found: list[ReplyRule] = []
    wrong: list[Problem] = []
    letters = frozenset(path.stem for path in data_files(folder / COUNTRY))
    for path in data_files(folder / FOLDER):
        file = LawFile.read(path, folder)
        rule = None if file.problems else _read(file, rulebook, letters)
        wrong += file.problems
        if rule is not None and not file.problems:
            found.append(rule)
    if wrong:
        raise ShouzhengError(*wrong, exit_code=BAD_LAW)
    return tuple(sorted(found, key=lambda rule: (rule.order, rule.id)))


def _read(file: LawFile, rulebook: Rulebook, letters: frozenset[str]) -> ReplyRule | None:
    facts = fact_definitions(rulebook)
    root = file.root()
    when = _condition(root, facts)
    rule = ReplyRule(
        id=root.text("id"),
        order=root.integer("order", low=1, high=999) or 0,
        title=root.words("title"),
        why=root.words("why"),
        what_next=root.words("what_next"),
        cannot_do=root.words("cannot_do"),
        when=when or parse("TRUE"),
        when_text=str(root.data.get("when", "")),
        letters=root.texts("letters", needed=False),
        channel=root.text("channel", needed=False) or None,
        cites=root.texts("cites", needed=False),
        tests=tuple(_test(table, facts) for table in root.tables("test")),
    )
    root.finish()
    if file.name.rpartition("/")[2] != f"{rule.id}.toml":
        root.report(problems.FILE_NAME, "id", expected=f"{rule.id}.toml")
    for key, what, named, known in (
        ("letters", "letter", rule.letters, letters),
        ("cites", "provision", rule.cites, rulebook.provisions.keys()),
        ("channel", "channel", (rule.channel,) if rule.channel else (), rulebook.channels.keys()),
    ):
        for each in named:
            if each not in known:
                root.report(problems.UNKNOWN_REFERENCE, key, what=what, id=each)
    return rule if when is not None else None


def _condition(table: Table, facts: Mapping[str, FactDefinition]) -> Node | None:
    text = table.text("when")
    path = (*table.path, "when")
    try:
        node = parse(text)
    except ExpressionError as error:
        table.file.report_expression(error, path)
        return None
    for wrong in check_types(node, text, facts):
        table.file.report_expression(wrong, path)
    return node


def _test(table: Table, facts: Mapping[str, FactDefinition]) -> ReplyTest:
    given = table.table("facts", needed=False)
    values: dict[str, FactValue] = {}
    for name in given.data:
        fact = facts.get(name)
        if fact is None:
            given.report(problems.UNKNOWN_REFERENCE, name, what="fact", id=name)
        elif fact.type is FactType.BOOL:
            values[name] = given.boolean(name)
        elif fact.type is FactType.INT:
            values[name] = given.integer(name, low=0)
        else:
            values[name] = given.text(name)
            if values[name] not in fact.values:
                given.report(
                    problems.NOT_ALLOWED, name, key=name, value=str(values[name]), allowed=" ".join(fact.values)
                )
    holds = table.text("holds")
    if holds not in _ANSWERS:
        table.report(problems.NOT_ALLOWED, "holds", key="holds", value=holds, allowed=" ".join(_ANSWERS))
    table.finish()
    return ReplyTest(values, _ANSWERS.get(holds))


def answer(rule: ReplyRule, values: Mapping[str, FactValue], rulebook: Rulebook) -> bool | None:
    """Return what the condition answers: facts without a value are unknown."""
    every = dict.fromkeys(fact_definitions(rulebook)) | dict(values)
    return evaluate(rule.when, every)


def what_is_wrong(
    values: Mapping[str, FactValue], rules: tuple[ReplyRule, ...], rulebook: Rulebook
) -> tuple[ReplyRule, ...]:
    """Return the rules that hold, in their order; one whose condition is unknown is not offered."""
    return tuple(rule for rule in rules if answer(rule, values, rulebook) is True)
