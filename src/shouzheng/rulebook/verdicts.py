"""Judges one event by all rules: the law of its day, three-valued truth, and honest answers with what is missing."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from functools import lru_cache

from shouzheng.model.verdict import Answer, FactValue, Leaf, Verdict
from shouzheng.rulebook.facts_file import UNKNOWN, FactType
from shouzheng.rulebook.load import Rulebook
from shouzheng.rulebook.nodes import Boolean, Node, fact_names, number_names
from shouzheng.rulebook.rule_file import Rule
from shouzheng.rulebook.scalar import FALSE, TRUE, Codes, Compiled, compile_conditions
from shouzheng.rulebook.select import SCOPE_FACTS, Selection, Selections, number_on


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
        self._uses = {number.key: number for rule in rulebook.rules for number in rule.numbers}
        self.compiled, self._exceptions = self._compile()
        self._shown = [_shown(rule) for rule in rulebook.rules]

    def _compile(self) -> tuple[Compiled, dict[int, tuple[int, ...]]]:
        """Compile all conditions, and behind them the exceptions; returns where the codes of each rule's lie."""
        conditions: list[Node] = [rule.condition or Boolean(False) for rule in self.rulebook.rules]
        slices: dict[int, slice] = {}
        for index, rule in enumerate(self.rulebook.rules):
            if rule.when is not None and rule.exceptions:
                start = len(conditions)
                conditions += [rule.when, *(each.node for each in rule.exceptions)]
                slices[index] = slice(start, len(conditions))
        facts = self.rulebook.facts.items()
        booleans = frozenset(name for name, fact in facts if fact.type is FactType.BOOL)
        compiled = compile_conditions(conditions, booleans)
        return compiled, {index: compiled.places[part] for index, part in slices.items()}

    def answers(self, day: date, values: Mapping[str, FactValue]) -> list[Answer]:
        """Return only the answers, in the order of the rules."""
        values = self.known(values)
        chosen, codes = self._run(day, values)
        rules = zip(self.rulebook.rules, chosen, self.compiled.places, strict=False)
        return [_answer(rule, selection, codes[place]) for rule, selection, place in rules]

    def verdicts(
        self, event_id: str, day: date, values: Mapping[str, FactValue], *, all_leaves: bool = False
    ) -> list[Verdict]:
        """Return the verdicts of all rules; see ``judge_event``."""
        values = self.known(values)
        chosen, codes = self._run(day, values)
        found = []
        for index, rule in enumerate(self.rulebook.rules):
            selection, place = chosen[index], self.compiled.places[index]
            answer = _answer(rule, selection, codes[place])
            if answer in (Answer.CLEAR, Answer.NOT_APPLICABLE):
                exception = self._exception(index, rule, codes) if answer is Answer.CLEAR else None
                shown = self._leaves(index, selection, values) if all_leaves or exception else ()
                found.append(Verdict(rule.id, event_id, answer, shown, exception=exception))
            else:
                shown = self._leaves(index, selection, values)
                missing: tuple[str, ...] = ()
                if answer is Answer.CANNOT_TELL:
                    names = self.compiled.missing(place, codes, values)
                    missing = tuple(dict.fromkeys((*names, *selection.missing)))
                found.append(Verdict(rule.id, event_id, answer, shown, missing, selection.citations))
        return found

    def known(self, values: Mapping[str, FactValue]) -> Mapping[str, FactValue]:
        """Return the values with the text ``unknown`` replaced by ``None``, which is what rules understand."""
        unclear = [name for name in self._enums if values.get(name) == UNKNOWN]
        return {**values, **dict.fromkeys(unclear)} if unclear else values

    def _run(self, day: date, values: Mapping[str, FactValue]) -> tuple[tuple[Selection, ...], Codes]:
        kinds = (values.get(SCOPE_FACTS[0]), values.get(SCOPE_FACTS[1]), values.get(SCOPE_FACTS[2]))
        return self.selections.of(day, kinds), self.compiled.of_mapping(values, self.numbers_on(day))

    def numbers_on(self, day: date) -> tuple[int | None, ...]:
        """Return the named numbers of a day in the order the compiled function takes them."""
        epoch = self.selections.epoch(day)
        if epoch not in self._numbers:
            self._numbers[epoch] = tuple(
                number_on(self.rulebook, self._uses[key], day) for key in self.compiled.numbers
            )
        return self._numbers[epoch]

    def _exception(self, index: int, rule: Rule, codes: Codes) -> str | None:
        """Name the exception that cleared a rule whose ``when`` was not FALSE."""
        places = self._exceptions.get(index)
        if places is None or codes[places[0]] == FALSE:
            return None
        names = (each.name for each, place in zip(rule.exceptions, places[1:], strict=True) if codes[place] == TRUE)
        return next(names, None)

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


def _answer(rule: Rule, selection: Selection, code: int) -> Answer:
    if selection.not_applied is not None:
        return Answer.NOT_APPLICABLE
    if code == FALSE:
        return Answer.CLEAR
    return rule.answer if code == TRUE and selection.certain else Answer.CANNOT_TELL
