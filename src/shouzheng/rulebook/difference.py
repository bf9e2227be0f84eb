"""What two versions of the law decide differently: rules added, removed and changed, and answers on a set of events."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date

from shouzheng.model.law import CiteRole
from shouzheng.model.verdict import Answer, FactValue, Verdict
from shouzheng.rulebook.files.rule import Rule
from shouzheng.rulebook.load import Rulebook
from shouzheng.rulebook.rule_tests import example_values
from shouzheng.rulebook.verdicts import judge_event

#: What a rule that is not there decides: as much as one that clears or does not apply, nothing.
_SILENT = {None, Answer.CLEAR, Answer.NOT_APPLICABLE}


@dataclass(frozen=True, slots=True)
class Sample:
    """One event to compare on: a name, its Beijing day and its facts."""

    name: str
    day: date
    values: Mapping[str, FactValue]


@dataclass(frozen=True, slots=True)
class Changed:
    """One rule on one sample: what each rulebook answers and cites; ``None`` when it has no such rule."""

    rule: str
    sample: str
    before: Answer | None
    after: Answer | None
    cites_before: tuple[str, ...] = ()
    cites_after: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Difference:
    """Rules by what happened to them, and every changed decision. ``samples`` is how many events were compared."""

    added: tuple[str, ...]
    removed: tuple[str, ...]
    reworded: tuple[str, ...]
    samples: int
    changed: tuple[Changed, ...]


def own_samples(*rulebooks: Rulebook) -> list[Sample]:
    """Return the examples of all rules of these rulebooks, each different event once."""
    found: dict[tuple[object, ...], Sample] = {}
    for rulebook in rulebooks:
        for rule in rulebook.rules:
            for test in rule.tests:
                values = example_values(rulebook, test)
                key = (test.day, *sorted(values.items()))
                found.setdefault(key, Sample(f"{rule.id}: {test.words.zh} / {test.words.en}", test.day, values))
    return list(found.values())


def compare(before: Rulebook, after: Rulebook, samples: Iterable[Sample]) -> Difference:
    """Judge every sample by both rulebooks; ``reworded`` are rules whose file changed in any way."""
    old, new = ({rule.id: rule for rule in rulebook.rules} for rulebook in (before, after))
    changed: list[Changed] = []
    number = 0
    for sample in samples:
        number += 1
        changed += _changed(sample, _verdicts(before, sample), _verdicts(after, sample))
    return Difference(
        added=tuple(sorted(new.keys() - old.keys())),
        removed=tuple(sorted(old.keys() - new.keys())),
        reworded=tuple(sorted(name for name in old.keys() & new.keys() if _differs(old[name], new[name]))),
        samples=number,
        changed=tuple(changed),
    )


def _verdicts(rulebook: Rulebook, sample: Sample) -> dict[str, Verdict]:
    return {verdict.rule: verdict for verdict in judge_event(rulebook, sample.name, sample.day, sample.values)}


def _differs(one: Rule, other: Rule) -> bool:
    return one != other


def _changed(sample: Sample, before: Mapping[str, Verdict], after: Mapping[str, Verdict]) -> list[Changed]:
    found = []
    for rule in sorted(before.keys() | after.keys()):
        one, other = before.get(rule), after.get(rule)
        answers = (one.answer if one else None), (other.answer if other else None)
        cites = _printed(one), _printed(other)
        silent = None in answers and not set(answers) - _SILENT
        if not silent and (answers[0] is not answers[1] or cites[0] != cites[1]):
            found.append(Changed(rule, sample.name, answers[0], answers[1], cites[0], cites[1]))
    return found


def _printed(verdict: Verdict | None) -> tuple[str, ...]:
    if verdict is None:
        return ()
    roles = (CiteRole.FORBIDS, CiteRole.SUPPORTS)
    return tuple(sorted(c.provision.id for c in verdict.citations if c.role in roles))
