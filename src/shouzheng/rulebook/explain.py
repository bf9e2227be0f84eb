"""One rule on one event, step by step with the reference interpreter: for ``rule why``, and as the engines' measure."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date

from shouzheng.model.verdict import Answer, FactValue, Leaf, Verdict
from shouzheng.rulebook.domains import single_changes
from shouzheng.rulebook.engines.interpreter import evaluate, leaves, missing
from shouzheng.rulebook.files.facts import UNKNOWN
from shouzheng.rulebook.files.rule import Rule, Unless
from shouzheng.rulebook.language.nodes import And, Node
from shouzheng.rulebook.load import Rulebook
from shouzheng.rulebook.select import SCOPE_FACTS, Selection, select


@dataclass(frozen=True, slots=True)
class Explanation:
    """Why a rule answers as it does.

    ``when`` and ``exceptions`` hold the truth of each part (``None`` = unknown); ``parts`` are what ``when`` joins by
    AND, each as written and with its truth.
    """

    rule: Rule
    day: date
    selection: Selection
    when: bool | None
    exceptions: tuple[tuple[Unless, bool | None], ...]
    truth: bool | None
    verdict: Verdict
    parts: tuple[tuple[Node, bool | None], ...] = ()


def explain(rulebook: Rulebook, rule: Rule, event_id: str, day: date, values: Mapping[str, FactValue]) -> Explanation:
    """Judge one event by one rule with the reference interpreter and keep every step."""
    values = {name: None if value == UNKNOWN else value for name, value in values.items()}
    kinds = [kind if isinstance(kind := values.get(name), str) else None for name in SCOPE_FACTS]
    selection = select(rulebook, rule, day, kinds[0], kinds[1], kinds[2], values)
    if rule.condition is None or rule.when is None:
        verdict = Verdict(rule.id, event_id, Answer.NOT_APPLICABLE)
        return Explanation(rule, day, selection, None, (), None, verdict)
    numbers = selection.numbers
    truth = evaluate(rule.condition, values, numbers)
    exceptions = tuple((each, evaluate(each.node, values, numbers)) for each in rule.exceptions)
    when = evaluate(rule.when, values, numbers)
    answer = _answer(rule, selection, truth)
    lacking = missing(rule.condition, values, numbers) if answer is Answer.CANNOT_TELL else ()
    verdict = Verdict(
        rule.id,
        event_id,
        answer,
        _leaves(rule, values, selection),
        tuple(dict.fromkeys((*lacking, *selection.missing))) if answer is Answer.CANNOT_TELL else (),
        selection.citations if selection.certain and answer not in (Answer.CLEAR, Answer.NOT_APPLICABLE) else (),
        _exception(exceptions) if answer is Answer.CLEAR and when is not False else None,
    )
    parts = tuple((written, evaluate(bound, values, numbers)) for written, bound in _parts(rule))
    return Explanation(rule, day, selection, when, exceptions, truth, verdict, parts)


def _parts(rule: Rule) -> list[tuple[Node, Node]]:
    """Return what the ``when`` joins by AND, as written and as evaluated (counts and numbers change no AND)."""
    if isinstance(rule.written, And) and isinstance(rule.when, And) and len(rule.written.parts) == len(rule.when.parts):
        return list(zip(rule.written.parts, rule.when.parts, strict=True))
    return [(rule.written, rule.when)] if rule.written is not None and rule.when is not None else []


def lawful_if(
    rulebook: Rulebook, explanation: Explanation, values: Mapping[str, FactValue]
) -> list[tuple[str, FactValue]]:
    """Return the changes of one fact that would have cleared a rule whose condition is TRUE."""
    condition = explanation.rule.condition
    if not explanation.truth or condition is None or explanation.selection.not_applied is not None:
        return []
    return single_changes(condition, rulebook.facts, values, explanation.selection.numbers)


def _answer(rule: Rule, selection: Selection, truth: bool | None) -> Answer:
    if selection.not_applied is not None:
        return Answer.NOT_APPLICABLE
    if truth is False:
        return Answer.CLEAR
    return rule.answer if truth and selection.certain else Answer.CANNOT_TELL


def _exception(exceptions: tuple[tuple[Unless, bool | None], ...]) -> str | None:
    return next((each.name for each, truth in exceptions if truth), None)


def _leaves(rule: Rule, values: Mapping[str, FactValue], selection: Selection) -> tuple[Leaf, ...]:
    if rule.condition is None:
        return ()
    names = {number.key: number.name for number in rule.numbers}
    found = leaves(rule.condition, values, selection.numbers)
    facts = tuple(leaf for leaf in found if not leaf.name.startswith(":"))
    shown = (Leaf(f":{names[leaf.name[1:]]}", leaf.value) for leaf in found if leaf.name.startswith(":"))
    return (*facts, *shown)
