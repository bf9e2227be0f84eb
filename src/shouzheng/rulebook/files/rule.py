"""One rule, one TOML file: what is forbidden, since when, for whom, in words and as a condition, with its tests."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from pathlib import PurePosixPath
from string import Formatter

from shouzheng.model.kinds import Role
from shouzheng.model.law import Provision, Threshold
from shouzheng.model.verdict import Answer, FactValue
from shouzheng.model.words import Words
from shouzheng.rulebook import problems
from shouzheng.rulebook.files.counts import CountDefinition
from shouzheng.rulebook.files.facts import FactDefinition
from shouzheng.rulebook.files.instruments import INSTITUTION_SCOPES
from shouzheng.rulebook.files.law_file import LawFile, Table
from shouzheng.rulebook.files.thresholds import FIELDS
from shouzheng.rulebook.language.counts_sugar import bind_numbers, rewrite_counts
from shouzheng.rulebook.language.expression import parse
from shouzheng.rulebook.language.named_sets import open_sets
from shouzheng.rulebook.language.nodes import And, Node, Not
from shouzheng.rulebook.language.tokens import ExpressionError
from shouzheng.rulebook.language.types import check_types
from shouzheng.rulebook.transition import Cite, read_cite

#: ``contacted`` of a rule that looks at everybody.
ANYONE = "anyone"
CONTACTED = (ANYONE, *(role.value for role in Role if role is not Role.UNKNOWN))
#: Slots of the ``finding`` sentence; the judging room fills them.
SLOTS = ("channel", "time", "date", "party", "number", "count", "acts", "role")


class RuleKind(StrEnum):
    """``element`` is a possible breach, ``indicator`` a pattern, the others guards that are asked or told."""

    ELEMENT = "element"
    INDICATOR = "indicator"
    REMINDER = "reminder"
    CHECKLIST = "checklist"


class RuleStatus(StrEnum):
    """How far a rule has come; every status is judged, the status is printed."""

    EXPERIMENTAL = "experimental"
    TEST = "test"
    STABLE = "stable"


class RuleGroup(StrEnum):
    """How breaches of a rule are put together in one finding."""

    EVENT = "event"
    DAY = "day"
    WINDOW = "window"


@dataclass(frozen=True, slots=True)
class NumberUse:
    """A named number: the thresholds (and their field) that give it, at most one of them in force on a day.

    ``key`` is the same for every rule that means the same number. ``carried`` are the rule's citations with
    transitional clauses: a number out of such a provision reaches as far as the provision does.
    """

    name: str
    references: tuple[tuple[str, str], ...]
    carried: tuple[Cite, ...] = ()

    @property
    def key(self) -> str:
        """Name after binding, ``threshold.field`` joined by ``|``, and ``+`` with what carries it further."""
        names = "|".join(f"{threshold}.{field}" for threshold, field in self.references)
        return names + "".join(f"+{cite.provision}" for cite in self.carried)


@dataclass(frozen=True, slots=True)
class Unless:
    """An ``unless`` of a rule. ``written`` is the tree as written, ``node`` the one that is evaluated."""

    name: str
    text: str
    written: Node
    node: Node
    provision: str | None
    words: Words


@dataclass(frozen=True, slots=True)
class RuleTest:
    """One example in the rule's own file. ``cites`` and ``missing`` are compared only when given.

    ``words`` name it for people; ``name`` is its English name, by which commands know it.
    """

    words: Words
    day: date
    facts: tuple[tuple[str, FactValue], ...]
    expect: Answer
    cites: tuple[str, ...] | None = None
    missing: tuple[str, ...] | None = None

    @property
    def name(self) -> str:
        """The English name."""
        return self.words.en


@dataclass(frozen=True, slots=True)
class Plain:
    """What a rule means, for people: what it forbids and does not, what else it could be, what to do."""

    forbids: Words
    allows: Words
    doubt: Words
    next_step: Words


@dataclass(frozen=True, slots=True)
class Rule:
    """One rule. ``written`` is the ``when`` as written; ``when`` has counts rewritten and numbers bound.

    ``condition`` is ``when`` AND NOT each exception: all evaluators are made from it. A reminder or checklist
    item that no single contact can decide has none of the three.
    """

    id: str
    topic: str
    status: RuleStatus
    kind: RuleKind
    severity: int
    group: RuleGroup
    answer: Answer
    supports: tuple[str, ...]
    decided_by_words: bool
    title: Words
    plain: Plain
    contacted: tuple[str, ...]
    institution_kinds: tuple[str, ...]
    cites: tuple[Cite, ...]
    numbers: tuple[NumberUse, ...]
    when_text: str
    written: Node | None
    when: Node | None
    exceptions: tuple[Unless, ...]
    condition: Node | None
    finding: Words
    tests: tuple[RuleTest, ...]
    file: str

    def exception(self, name: str) -> Unless:
        """Return the exception that a verdict names; raises ``KeyError``."""
        for each in self.exceptions:
            if each.name == name:
                return each
        raise KeyError(name)


@dataclass(frozen=True, slots=True)
class Shelf:
    """What a rule may refer to; ``facts`` with the second columns of counts, ``channels`` ``None`` when not read."""

    facts: Mapping[str, FactDefinition]
    counts: Mapping[str, CountDefinition]
    provisions: Mapping[str, Provision]
    thresholds: Mapping[str, Threshold]
    channels: Mapping[str, object] | None


def read_rule(file: LawFile, shelf: Shelf) -> Rule | None:
    """Read one rule file; ``None`` when it has problems, which are then in ``file.problems``."""
    return _RuleReader(file, shelf).read()


class _RuleReader:
    def __init__(self, file: LawFile, shelf: Shelf) -> None:
        self.file, self.shelf, self.root = file, shelf, file.root()

    def read(self) -> Rule | None:
        root = self.root
        kind = root.choice("kind", RuleKind, RuleKind.ELEMENT)
        cites = tuple(read_cite(table, self.shelf.facts, self.shelf.provisions) for table in root.tables("cites"))
        numbers = self.numbers(tuple(cite for cite in cites if cite.is_transitional))
        condition = root.table("condition", needed=kind in (RuleKind.ELEMENT, RuleKind.INDICATOR))
        when_text = condition.text("when", needed=bool(condition.data))
        written, when = self.condition(condition, when_text, numbers)
        exceptions = self.exceptions(condition, numbers)
        finding = self.finding(condition)
        condition.finish()
        applies = root.table("applies")
        rule = Rule(
            id=root.text("id"),
            topic=root.text("topic"),
            status=root.choice("status", RuleStatus, RuleStatus.STABLE),
            kind=kind,
            severity=root.integer("severity", low=1, high=5) or 0,
            group=root.choice("group", RuleGroup, RuleGroup.EVENT),
            answer=self.answer(),
            supports=self.supports(),
            decided_by_words=root.boolean("decided_by_words", needed=False),
            title=root.words("title"),
            plain=self.plain(),
            contacted=self.contacted(applies),
            institution_kinds=applies.texts("institution_kinds", allowed=INSTITUTION_SCOPES),
            cites=cites,
            numbers=numbers,
            when_text=when_text,
            written=written,
            when=when,
            exceptions=exceptions,
            condition=joined_condition(when, exceptions),
            finding=finding,
            tests=self.tests(),
            file=self.file.name,
        )
        applies.finish()
        self.check_name(rule)
        root.finish()
        return None if self.file.problems else rule

    def check_name(self, rule: Rule) -> None:
        """A rule lies in its topic's folder, in a file that starts with its id."""
        path = PurePosixPath(self.file.name)
        if not path.stem.startswith(f"{rule.id}-"):
            self.root.report(problems.FILE_NAME, "id", expected=f"{rule.id}-….toml")
        if path.parent.name != rule.topic:
            self.root.report(problems.FILE_NAME, "topic", expected=f"rules/{rule.topic}/{path.name}")

    def contacted(self, applies: Table) -> tuple[str, ...]:
        """Return the roles, with named groups of them (``third_person``) opened."""
        role = self.shelf.facts.get("recipient_role")
        groups = (role.sets or {}) if role else {}
        names = applies.texts("contacted", allowed=(*CONTACTED, *groups))
        return tuple(dict.fromkeys(value for name in names for value in groups.get(name, (name,))))

    def answer(self) -> Answer:
        answer = self.root.choice("answer", Answer, Answer.BREACH)
        if answer not in (Answer.BREACH, Answer.NEEDS_PERSON):
            self.not_allowed(self.root, "answer", answer.value, (Answer.BREACH.value, Answer.NEEDS_PERSON.value))
        return answer

    def not_allowed(self, table: Table, key: str, value: str, allowed: tuple[str, ...]) -> None:
        table.report(problems.NOT_ALLOWED, key, at_value=True, key=key, value=value, allowed=" ".join(allowed))

    def unknown(self, table: Table, keys: tuple[str | int, ...], what: str, name: str) -> None:
        table.report(problems.UNKNOWN_REFERENCE, *keys, at_value=True, what=what, id=name)

    def supports(self) -> tuple[str, ...]:
        channels = self.root.texts("supports", needed=False)
        for index, channel in enumerate(channels):
            if self.shelf.channels is not None and channel not in self.shelf.channels:
                self.unknown(self.root, ("supports", index), "channel", channel)
        return channels

    def plain(self) -> Plain:
        table = self.root.table("plain")
        plain = Plain(*(table.words(key) for key in ("forbids", "allows", "doubt", "next_step")))
        table.finish()
        return plain

    def numbers(self, carrying: tuple[Cite, ...]) -> tuple[NumberUse, ...]:
        table = self.root.table("numbers", needed=False)
        found = []
        for name, value in table.data.items():
            texts = table.texts(name) if isinstance(value, list) else (table.text(name),)
            references = tuple(_reference(text, self.shelf.thresholds) for text in texts)
            for text, (threshold, _) in zip(texts, references, strict=True):
                if threshold not in self.shelf.thresholds:
                    self.unknown(table, (name,), "threshold", text)
            sources = {
                each
                for name, _ in references
                if (known := self.shelf.thresholds.get(name))
                for each in known.provisions
            }
            carried = tuple(cite for cite in carrying if cite.provision in sources)
            found.append(NumberUse(name, references, carried))
        return tuple(found)

    def condition(self, table: Table, text: str, numbers: tuple[NumberUse, ...]) -> tuple[Node | None, Node | None]:
        """Return a condition as written and as evaluated."""
        if not text:
            return None, None
        path = (*table.path, "when")
        keys = {number.name: number.key for number in numbers}
        try:
            written = open_sets(parse(text), self.shelf.facts)
        except ExpressionError as error:
            self.file.report_expression(error, path)
            return None, None
        mismatches = check_types(written, text, self.shelf.facts, keys, self.shelf.counts)
        for mismatch in mismatches:
            self.file.report_expression(mismatch, path)
        if mismatches:
            return None, None
        return written, bind_numbers(rewrite_counts(written, self.shelf.counts), keys)

    def exceptions(self, condition: Table, numbers: tuple[NumberUse, ...]) -> tuple[Unless, ...]:
        found = []
        for index, table in enumerate(condition.tables("unless", needed=False), 1):
            text = table.text("when")
            written, node = self.condition(table, text, numbers)
            provision = table.text("provision", needed=False) or None
            if provision and provision not in self.shelf.provisions:
                self.unknown(table, ("provision",), "provision", provision)
            words = table.words("words")
            table.finish()
            if written is not None and node is not None:
                found.append(Unless(f"unless-{index}", text, written, node, provision, words))
        return tuple(found)

    def finding(self, condition: Table) -> Words:
        if not condition.data:
            return Words("", "")
        words = condition.words("finding")
        for lang, text in (("zh", words.zh), ("en", words.en)):
            for slot in _bad_slots(text):
                condition.report(
                    problems.BAD_SLOT, "finding", lang, at_value=True, key="finding", slot=slot, allowed=" ".join(SLOTS)
                )
        return words

    def tests(self) -> tuple[RuleTest, ...]:
        return tuple(self.test(table) for table in self.root.tables("tests", needed=False))

    def test(self, table: Table) -> RuleTest:
        facts = table.table("facts")
        for name, value in facts.data.items():
            fact = self.shelf.facts.get(name)
            if not facts.has(name) or fact is None:
                self.unknown(facts, (name,), "fact", name)
            elif not fact.accepts(value):
                allowed = fact.values or (fact.type.value,)
                self.not_allowed(facts, name, str(value), allowed)
        test = RuleTest(
            words=table.words("name"),
            day=table.day("day") or date.min,
            facts=tuple(facts.data.items()),  # type: ignore[arg-type]  # each value was just accepted by its fact
            expect=table.choice("expect", Answer, Answer.CLEAR),
            cites=table.texts("cites") if table.has("cites") else None,
            missing=table.texts("missing") if table.has("missing") else None,
        )
        table.finish()
        return test


def joined_condition(when: Node | None, exceptions: tuple[Unless, ...]) -> Node | None:
    """Return ``when`` AND NOT each exception."""
    if when is None or not exceptions:
        return when
    return And((when, *(Not(each.node) for each in exceptions)))


def _reference(text: str, thresholds: Mapping[str, Threshold]) -> tuple[str, str]:
    """Split ``id.field``; a threshold's own id may not end in a field name."""
    threshold, dot, field = text.rpartition(".")
    if text not in thresholds and dot and field in FIELDS:
        return threshold, field
    return text, FIELDS[0]


def _bad_slots(text: str) -> list[str]:
    try:
        parts = list(Formatter().parse(text))
    except ValueError as error:
        return [str(error)]
    return [
        f"{{{name}}}"
        for _, name, spec, conversion in parts
        if name is not None and (name not in SLOTS or spec or conversion)
    ]
