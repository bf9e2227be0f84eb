"""Complaints counted one by one: was each in the institution's register answered within its time?

The archive counts contacts; a complaint is none. The register holds one row for each complaint and is judged by the
same rules that read the working days of a complaint (R60), on the day of the answer or, while there is none, on
``until``. Nobody is named: sums only, by the class that the institution gave.
"""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Iterator, Mapping
from datetime import date, timedelta
from pathlib import Path
from typing import Any

from shouzheng.audit.local.layout import RESULT
from shouzheng.audit.local.run import WORK
from shouzheng.audit.problems import BAD_REGISTER, NO_RESULT
from shouzheng.audit.register.rows import Alike, read_register
from shouzheng.audit.report.intervals import share
from shouzheng.audit.report.suppress import hidden
from shouzheng.model.verdict import Answer, FactValue
from shouzheng.reference.calendar import load_working_days
from shouzheng.reference.problems import Problem, ShouzhengError
from shouzheng.reference.safe_text import shorten, visible
from shouzheng.rulebook.files.rule import Rule
from shouzheng.rulebook.language.nodes import fact_names
from shouzheng.rulebook.load import Rulebook, load_rulebook
from shouzheng.rulebook.verdicts import judge_of

#: What the rules read.
DAYS, CLASS, KIND = "complaint_working_days", "complaint_class", "institution_kind"
#: What became of a complaint, in the order of the report.
IN_TIME, LATE, WAITING, OVERDUE, UNKNOWN, OTHER = "in_time", "late", "waiting", "overdue", "cannot_tell", "outside"
OUTCOMES = (IN_TIME, LATE, WAITING, OVERDUE, UNKNOWN, OTHER)


def count_complaints(out: Path, register: Path, until: date, institution: str | None = None) -> dict[str, Any]:
    """Return what became of the complaints of a register (CSV or Parquet), for the report of the run in ``out``.

    Columns: ``complaint`` (its number), ``received`` and ``answered`` (days in Beijing; no answer yet: empty), and
    where kept ``class`` (simple, complex, extended) and ``institution_kind``; ``institution`` stands for the last
    where it is empty. Sums of fewer than ten are left out. Raises ``ShouzhengError`` (SZ-6533, SZ-6545).
    """
    try:
        own = json.loads((out / RESULT).read_text("utf-8"))["report_hash"]
    except (OSError, ValueError, KeyError) as error:
        raise ShouzhengError(Problem(NO_RESULT, out.name, (("what", type(error).__name__),))) from error
    law = load_rulebook()
    _check_kind(institution, law)
    rows, refused = read_register(register, out / WORK, until)
    judged = _Judged(law, until, institution)
    for row in rows:
        judged.add(row)
    if not rows and not refused:
        raise ShouzhengError(Problem(BAD_REGISTER, register.name, (("what", "0"),)))
    return {
        "report_hash": own,
        "until": until.isoformat(),
        "complaints": sum(row.count for row in rows),
        "refused": dict(sorted(refused.items())),
        "rules": judged.sums(),
    }


def _check_kind(institution: str | None, law: Rulebook) -> None:
    if institution is not None and institution not in law.facts[KIND].values:
        what = f"{KIND} {visible(shorten(institution, 40))}"
        raise ShouzhengError(Problem(BAD_REGISTER, "", (("what", what),)))


class _Judged:
    """Sums by rule and class of what became of each complaint."""

    def __init__(self, law: Rulebook, until: date, institution: str | None) -> None:
        self._law, self._until, self._institution = law, until, institution
        self._worked = _worked_before(until)
        self._rules, self._judge = tuple(_rules(law)), judge_of(law)
        self._sums: dict[str, dict[str, Counter[str]]] = {rule.id: {} for _, rule in self._rules}
        self._missing: dict[str, Counter[str]] = {rule.id: Counter() for _, rule in self._rules}

    def add(self, row: Alike) -> None:
        """Judge complaints that are alike."""
        open_ = row.answered is None or row.answered > self._until
        end = self._until if open_ or row.answered is None else row.answered
        values: dict[str, FactValue] = {
            DAYS: self._days(row.received, end),
            CLASS: _known(row.class_, self._law, CLASS),
            KIND: _known(row.institution, self._law, KIND) or self._institution,
        }
        for place, rule in self._rules:
            answer = self._judge.answer(place, end, values)
            outcome = _outcome(answer, open_=open_)
            name = str(values[CLASS] or "")
            self._sums[rule.id].setdefault(name, Counter())[outcome] += row.count
            if outcome == UNKNOWN:
                lacking = [fact for fact in (DAYS, CLASS, KIND) if values[fact] is None]
                self._missing[rule.id].update(dict.fromkeys(lacking, row.count))

    def _days(self, received: date, end: date) -> int | None:
        """Return the working days after the first day to the last, ``None`` where a day's notice is not out."""
        one, other = self._worked.get(received), self._worked.get(end)
        return None if one is None or other is None else other - one

    def sums(self) -> dict[str, Any]:
        """Return rule → classes with their sums; small classes are hidden, and the whole where it is small."""
        return {rule: _shown(classes, self._missing[rule]) for rule, classes in self._sums.items()}


def _rules(law: Rulebook) -> Iterator[tuple[int, Rule]]:
    """Yield the rules about how long a complaint took, with their places."""
    for place, rule in enumerate(law.rules):
        if rule.condition is not None and rule.when is not None and DAYS in fact_names(rule.when):
            yield place, rule


def _known(value: str | None, law: Rulebook, fact: str) -> str | None:
    return value if value in law.facts[fact].values else None


def _outcome(answer: Answer, *, open_: bool) -> str:
    if answer in (Answer.BREACH, Answer.NEEDS_PERSON):
        return OVERDUE if open_ else LATE
    if answer is Answer.CLEAR:
        return WAITING if open_ else IN_TIME
    return UNKNOWN if answer is Answer.CANNOT_TELL else OTHER


def _shown(classes: Mapping[str, Counter[str]], missing: Counter[str]) -> dict[str, Any]:
    whole = sum(classes.values(), Counter())
    small = hidden({name: counts.total() for name, counts in classes.items()})
    all_hidden = bool(hidden({"": whole.total()}))
    return {
        "all": None if all_hidden else _figures(whole),
        "classes": {
            name: None if all_hidden or name in small else _figures(counts) for name, counts in sorted(classes.items())
        },
        "missing": {} if all_hidden or small else dict(sorted(missing.items())),
    }


def _figures(counts: Counter[str]) -> dict[str, Any]:
    """Return the sums, and the share not answered in time among those that can be told, with its interval."""
    late = counts[LATE] + counts[OVERDUE]
    ended = late + counts[IN_TIME]
    return {**{name: counts[name] for name in OUTCOMES}, "share": share(late, ended)}


def _worked_before(until: date) -> dict[date, int]:
    """Return for each day that a notice covers how many working days there were up to and with it."""
    calendar, worked, found = load_working_days(), 0, {}
    day = calendar.known_from
    while day <= min(until, calendar.known_to):
        worked += bool(calendar.is_working_day(day))
        found[day] = worked
        day += timedelta(1)
    return found
