"""The trial: in a process of its own, with bounds, everything is loaded from the new data as the program would use it.

What must hold: the law lints without an error and all examples in its rules give their answers on every engine; the
lexicon loads and every example of it is read as its file says; numbers, working days, official numbers and guides load;
letters, pages, deadlines, replies and limits of interest load and every law they cite is there.
What it cannot show: that the law in it is the law. Only trust in the publisher, and a lawyer, can.
"""

from __future__ import annotations

import contextlib
import errno
import multiprocessing
import os
from collections import Counter
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date
from itertools import chain, islice
from multiprocessing.connection import Connection
from pathlib import Path
from typing import TYPE_CHECKING

from shouzheng.packs.held import Difference, Held, difference
from shouzheng.packs.problems import DOES_NOT_HOLD, NOT_TRIED
from shouzheng.reference.active_data import PIN, as_pin
from shouzheng.reference.data_files import data_folder
from shouzheng.reference.problems import Problem, Severity, ShouzhengError

if TYPE_CHECKING:
    from shouzheng.rulebook.load import Rulebook

#: Address space of the trial, in bytes, where the system can bound it; seconds that it may take (it needs about 5).
MOST_MEMORY, MOST_SECONDS = 3_000_000_000, 300
#: Problems that are told at most.
_MOST_TOLD = 20


@dataclass(frozen=True, slots=True)
class Outcome:
    """What the trial found: problems (none: it held), the ids of the rules, and how many answers of each change.

    ``changed``: rule → on how many examples of the law in use until now it answers or cites otherwise than before.
    ``other``: what lexicon and directory take away, bring, and read otherwise.
    """

    problems: tuple[Problem, ...]
    rules: tuple[str, ...] = ()
    changed: Mapping[str, int] = field(default_factory=dict)
    other: Difference = field(default_factory=Difference)


def tried(
    chosen: Mapping[str, tuple[Path, str]], today: date, law_before: Path | None = None, before: Held | None = None
) -> Outcome:
    """Return the outcome of a trial of these folders (part → folder and hash; the others are the program's own).

    With ``law_before`` the examples of that law are answered by both laws, so that a person sees what changes; with
    ``before`` what lexicon and directory held is sought in the new ones. Raises ``ShouzhengError``: SZ-8020 when the
    trial took too long, had too little memory or was stopped by the system, which says nothing of the data; SZ-8009.
    """
    context = multiprocessing.get_context("spawn")
    ours, theirs = context.Pipe(duplex=False)
    helper = context.Process(target=_run, args=(theirs, as_pin(chosen), today, law_before, before), daemon=True)
    try:
        helper.start()
    except OSError as error:  # no process or no memory left for one
        ours.close()
        theirs.close()
        raise not_tried(type(error).__name__) from error
    theirs.close()
    try:
        if not ours.poll(MOST_SECONDS):
            raise not_tried(f"> {MOST_SECONDS} s")
        outcome = ours.recv()
    except (EOFError, ConnectionResetError) as error:
        raise not_tried("trial stopped") from error
    finally:
        ours.close()
        helper.kill()
        helper.join()
    if isinstance(outcome, Outcome):
        return outcome
    kind, no_fault = outcome
    raise not_tried(kind) if no_fault else does_not_hold(kind)


def _run(pipe: Connection, pin: str, today: date, law_before: Path | None, before: Held | None) -> None:
    """Runs in the helper process: nothing of the data was loaded yet, so the pin decides for all of it."""
    with contextlib.suppress(ImportError, ValueError, OSError):  # not on Windows, or bounded already
        import resource

        resource.setrlimit(resource.RLIMIT_AS, (MOST_MEMORY, MOST_MEMORY))
    os.environ[PIN] = pin
    answer: Outcome | tuple[str, bool]
    try:
        answer = outcome_here(today, law_before, before)
    except ShouzhengError as error:
        answer = Outcome(error.problems[:_MOST_TOLD])
    except Exception as error:  # whatever data makes a loader raise: it does not hold, and the kind of error is told
        answer = type(error).__name__, _is_want(error)
    with contextlib.suppress(OSError):
        pipe.send(answer)
    pipe.close()


def _is_want(error: Exception) -> bool:
    """True for what a want of memory, files or processes raises: it may be gone the next time."""
    lacking = (errno.ENOMEM, errno.EMFILE, errno.ENFILE, errno.EAGAIN, errno.EIO, errno.ENOSPC)
    return isinstance(error, MemoryError) or (isinstance(error, OSError) and error.errno in lacking)


def outcome_here(today: date, law_before: Path | None = None, before: Held | None = None) -> Outcome:
    """Return the outcome for the data that this process uses; raises ``ShouzhengError`` with what does not load."""
    from shouzheng.rulebook.lint import report
    from shouzheng.rulebook.load import load_rulebook

    wrong = [each for each in report(today=today).problems if each.severity is Severity.ERROR]
    if wrong:
        return Outcome(tuple(wrong[:_MOST_TOLD]))
    found = tuple(islice(chain(_rule_examples(), _lexicon(), _directory(), _letters()), _MOST_TOLD))
    rules = tuple(rule.id for rule in load_rulebook().rules)
    if found:
        return Outcome(found, rules)
    other = difference(before, data_folder("lexicon"), data_folder("directory")) if before else Difference()
    return Outcome((), rules, {} if law_before is None else _changed(law_before), other)


def _changed(law_before: Path) -> dict[str, int]:
    """Return on how many examples of the law before each rule now answers otherwise; none where that is damaged."""
    from shouzheng.rulebook.load import load_rulebook

    try:
        return changed_rules(load_rulebook(law_before), load_rulebook())
    except ShouzhengError:
        return {}


def changed_rules(before: Rulebook, after: Rulebook) -> dict[str, int]:
    """Return rule → number of the first law's own examples on which the second answers or cites otherwise."""
    from shouzheng.rulebook.difference import compare, own_samples

    if before.hash == after.hash:
        return {}
    return dict(sorted(Counter(each.rule for each in compare(before, after, own_samples(before)).changed).items()))


def _rule_examples() -> Iterator[Problem]:
    from shouzheng.rulebook.load import load_rulebook
    from shouzheng.rulebook.problems import EXAMPLE_FAILS
    from shouzheng.rulebook.rule_tests import run_rule_tests

    rulebook = load_rulebook()
    for result in run_rule_tests(rulebook):
        if not result.passed:
            slots = (("name", result.test.words.en), ("wrong", "; ".join(result.wrong)[:500]))
            yield Problem(EXAMPLE_FAILS, rulebook.rule(result.rule).file, slots)


def _lexicon() -> Iterator[Problem]:
    """Load all of the lexicon and read its examples: each must show what its file promises."""
    from shouzheng.genuine.contract.clause_words import load_checklist, load_clauses
    from shouzheng.genuine.marks import load_fraud_words
    from shouzheng.reading.kinds.loading import load_kinds
    from shouzheng.reading.lexicon import load_lexicon
    from shouzheng.reading.one import read

    lexicon = load_lexicon()
    for load in (load_kinds, load_fraud_words, load_clauses, load_checklist):
        load()
    for act in lexicon.acts:
        for wanted, examples in ((True, act.positive), (False, act.negative)):
            for example in examples:
                if read(example.text, lexicon, addressee=example.addressee).has(act.label) is not wanted:
                    yield _problem(f"lexicon/{example.where}")


def _directory() -> Iterator[Problem]:
    from shouzheng.genuine.directory.load import load_directory
    from shouzheng.intake.guides.load import all_guides
    from shouzheng.reference.calendar import load_working_days
    from shouzheng.reference.numbers import load_number_kinds

    load_number_kinds()
    load_working_days()
    if not load_directory().institutions or not all_guides():
        yield _problem("directory")


def _letters() -> Iterator[Problem]:
    from shouzheng.model.kinds import InstitutionKind, ProductKind
    from shouzheng.remedy.learning import load_pages
    from shouzheng.remedy.letters.library import load_library
    from shouzheng.remedy.next_steps.deadline_file import load_deadlines
    from shouzheng.remedy.plan.ceilings import ceilings_for
    from shouzheng.remedy.proceedings.reply_file import load_replies
    from shouzheng.rulebook.load import load_rulebook

    rulebook = load_rulebook()
    for load in (load_library, load_pages, load_deadlines, load_replies):
        if not load(rulebook):
            yield _problem("letters")
    for institution in InstitutionKind:
        for product in ProductKind:
            ceilings_for(institution, product, date(2025, 3, 1), rulebook)


def _problem(what: str) -> Problem:
    return Problem(DOES_NOT_HOLD, slots=(("what", what),))


def does_not_hold(what: str) -> ShouzhengError:
    """Return the error for data that did not pass."""
    return ShouzhengError(_problem(what))


def not_tried(what: str) -> ShouzhengError:
    """Return the error for a trial that could not be made to its end: it says nothing of the data."""
    return ShouzhengError(Problem(NOT_TRIED, slots=(("what", what),)))
