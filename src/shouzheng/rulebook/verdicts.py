"""Judges one event by all rules: the law of its day, three-valued truth, and honest answers with what is missing."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from functools import lru_cache

from shouzheng.model.law import Citation
from shouzheng.model.verdict import Answer, FactValue, Leaf, Verdict
from shouzheng.rulebook.engines.interpreter import evaluate
from shouzheng.rulebook.engines.scalar import FALSE, Codes, Compiled, compile_conditions
from shouzheng.rulebook.engines.scalar_rules import compile_rules
from shouzheng.rulebook.files.facts import UNKNOWN, FactType
from shouzheng.rulebook.files.rule import Rule
from shouzheng.rulebook.language.nodes import Boolean, fact_names, number_names
from shouzheng.rulebook.load import Rulebook
from shouzheng.rulebook.select import Chosen, Selection, Selections, answers_of, number_on


def judge_event(
    rulebook: Rulebook, event_id: str, day: date, values: Mapping[str, FactValue], *, all_leaves: bool = False
) -> list[Verdict]:
    """Return one verdict for each rule of the rulebook, in its order: all M rules, none left out.

    ``day`` is the Beijing day of the event; facts that are not in ``values``, or are ``None`` or ``"unknown"``, are
    unknown. Verdicts that clear, or do not apply, carry leaves only with ``all_leaves``.
    """
    return judge_of(rulebook).verdicts(event_id, day, values, all_leaves=all_leaves)


@lru_cache(maxsize=8)
def judge_of(rulebook: Rulebook) -> Judge:
    """Return the compiled judge of a rulebook, made once."""
    return Judge(rulebook)


class Judge:
    """All rules of a rulebook compiled to one function, with the selection of law cached by epoch and scope."""

    def __init__(self, rulebook: Rulebook) -> None:
        self.rulebook = rulebook
        self.selections = Selections(rulebook)
        self._enums = tuple(name for name, fact in rulebook.facts.items() if fact.type is FactType.ENUM)
        self._numbers: dict[int, tuple[int | None, ...]] = {}
        self._fast_numbers: dict[int, tuple[int | None, ...]] = {}
        self._uses = {number.key: number for rule in rulebook.rules for number in rule.numbers}
        booleans = frozenset(name for name, fact in rulebook.facts.items() if fact.type is FactType.BOOL)
        self._fast = compile_rules(rulebook)
        #: Every part of every condition, for naming what is missing; ``places`` are those of the rules in order.
        self.compiled: Compiled = compile_conditions(
            [rule.condition or Boolean(False) for rule in rulebook.rules], booleans
        )
        self._shown = [_shown(rule) for rule in rulebook.rules]

    def answers(self, day: date, values: Mapping[str, FactValue]) -> list[Answer]:
        """Return only the answers, in the order of the rules."""
        values = self.known(values)
        chosen = self._chosen(day, values)
        codes = self._codes(day, values)
        return [row[code] for row, code in zip(chosen.answers, codes, strict=False)]

    def answer(self, place: int, day: date, values: Mapping[str, FactValue]) -> Answer:
        """Return the answer of one rule, by its place in the rulebook; quicker where every event has other kinds."""
        values = self.known(values)
        selection = self.selections.one(place, day, self.selections.kinds(values))
        codes = self._codes(day, values)
        return answers_of(self.rulebook.rules[place], selection)[codes[place]]

    def verdicts(
        self, event_id: str, day: date, values: Mapping[str, FactValue], *, all_leaves: bool = False
    ) -> list[Verdict]:
        """Return the verdicts of all rules; see ``judge_event``."""
        values = self.known(values)
        chosen = self._chosen(day, values)
        codes = self._codes(day, values)
        rules = zip(self.rulebook.rules, chosen.answers, codes, strict=False)
        parts: Codes = ()
        found = []
        for index, (rule, row, code) in enumerate(rules):
            answer, selection = row[code], chosen.selections[index]
            exception: str | None = None
            missing: tuple[str, ...] = ()
            cites: tuple[Citation, ...] = ()
            if answer is Answer.CLEAR:
                exception = self._exception(index, codes, rule, selection, values)
            elif answer is not Answer.NOT_APPLICABLE and selection.certain:
                cites = selection.citations  # a supporting provision is never cited alone
            if answer is Answer.CANNOT_TELL:
                parts = parts or self.compiled.of_mapping(values, self.numbers_on(day))
                names = self.compiled.missing(self.compiled.places[index], parts, values)
                missing = tuple(dict.fromkeys((*names, *selection.missing)))
            told = all_leaves or exception is not None or answer not in (Answer.CLEAR, Answer.NOT_APPLICABLE)
            shown = self._leaves(index, selection, values) if told else ()
            found.append(Verdict(rule.id, event_id, answer, shown, missing, cites, exception))
        return found

    def known(self, values: Mapping[str, FactValue]) -> Mapping[str, FactValue]:
        """Return the values with the text ``unknown`` replaced by ``None``, which is what rules understand."""
        unclear = [name for name in self._enums if values.get(name) == UNKNOWN]
        return {**values, **dict.fromkeys(unclear)} if unclear else values

    def numbers_on(self, day: date) -> tuple[int | None, ...]:
        """Return the named numbers of a day in the order that ``compiled`` takes them."""
        return self._numbers_on(day, self.compiled.numbers, self._numbers)

    def _codes(self, day: date, values: Mapping[str, FactValue]) -> Codes:
        return self._fast.of_mapping(values, self._numbers_on(day, self._fast.numbers, self._fast_numbers))

    def _numbers_on(
        self, day: date, keys: tuple[str, ...], kept: dict[int, tuple[int | None, ...]]
    ) -> tuple[int | None, ...]:
        epoch = self.selections.epoch(day)
        found = kept.get(epoch)
        if found is None:
            found = kept[epoch] = tuple(number_on(self.rulebook, self._uses[key], day) for key in keys)
        return found

    def _chosen(self, day: date, values: Mapping[str, FactValue]) -> Chosen:
        return self.selections.chosen(day, self.selections.kinds(values))

    def _exception(
        self, index: int, codes: Codes, rule: Rule, selection: Selection, values: Mapping[str, FactValue]
    ) -> str | None:
        """Name the exception that cleared a rule whose ``when`` was not FALSE."""
        place = self._fast.when_places.get(index)
        if place is None or codes[place] == FALSE:
            return None
        truths = ((each.name, evaluate(each.node, values, selection.numbers)) for each in rule.exceptions)
        return next((name for name, truth in truths if truth), None)

    def _leaves(self, index: int, selection: Selection, values: Mapping[str, FactValue]) -> tuple[Leaf, ...]:
        return tuple(
            Leaf(shown, selection.numbers.get(name) if shown[0] == ":" else values.get(name))
            for shown, name in self._shown[index]
        )


def _shown(rule: Rule) -> tuple[tuple[str, str], ...]:
    """Return the leaves of a rule: the name shown (numbers as ``:name``) and the fact or bound number it stands for."""
    if rule.condition is None:
        return ()
    names = {number.key: f":{number.name}" for number in rule.numbers}
    facts = tuple((name, name) for name in fact_names(rule.condition))
    return facts + tuple((names[key], key) for key in number_names(rule.condition))
