"""Talk to the person on stderr: problems in words, progress on anything over a second. Data never goes this way."""

from __future__ import annotations

import io
import os
import sys
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from typing import TYPE_CHECKING

from shouzheng.model.words import Lang, Words
from shouzheng.reference.problems import Problem, Severity
from shouzheng.reference.safe_text import visible

if TYPE_CHECKING:
    from collections.abc import Callable

_HEAD = {
    Severity.ERROR: Words("错误", "Error"),
    Severity.WARNING: Words("提醒", "Warning"),
    Severity.NOTE: Words("说明", "Note"),
}


def utf8_streams() -> None:
    """Make stdout and stderr UTF-8 whatever the console says; undecodable characters are replaced, never a crash."""
    for stream in (sys.stdout, sys.stderr):
        if isinstance(stream, io.TextIOWrapper):
            stream.reconfigure(encoding="utf-8", errors="replace")


def say_problem(problem: Problem, lang: Lang, *, briefly: bool = False) -> str:
    """Return one problem as three short lines: what and where, why, how to repair; ``briefly`` the first only."""
    head = f"{_HEAD[problem.severity].say(lang)} {problem.code}"
    where = f" {visible(problem.where)}" if problem.where else ""
    why, repair = Words("原因", "why").say(lang), Words("怎么办", "what to do").say(lang)
    colon = ": " if lang is Lang.EN else "："
    first = f"{head}{where}{colon}{visible(problem.what(lang))}"
    if briefly:
        return first
    return f"{first}\n  {why}{colon}{visible(problem.why(lang))}\n  {repair}{colon}{visible(problem.repair(lang))}"


def say_problems(problems: Iterable[Problem], lang: Lang, *, briefly: bool = False) -> None:
    """Print problems to stderr, in the script of the language; ``briefly`` without why and what to do."""
    from shouzheng.reference.script import in_script

    for problem in problems:
        print(in_script(say_problem(problem, lang, briefly=briefly), lang), file=sys.stderr)


def say_in(lang: Lang, zh: str, en: str) -> None:
    """Print one sentence to stdout in the script of the language."""
    from shouzheng.reference.script import in_script

    print(in_script(Words(zh, en).say(lang), lang))


def ask_to_paste(lang: Lang) -> None:
    """Say how to hand over words when standard input is a keyboard: without it nothing seems to happen."""
    if sys.stdin.isatty():
        from shouzheng.reference.script import in_script

        words = Words("把文字粘贴在这里，然后按回车、Ctrl-D：", "Paste the words here, then press Enter and Ctrl-D:")
        print(in_script(words.say(lang), lang), file=sys.stderr)


@contextmanager
def progress(lang: Lang, total: int) -> Iterator[Callable[[str, int], None]]:
    """Show a progress bar on stderr when it is a terminal; yields ``report(label, done)`` with bytes done so far."""
    if not sys.stderr.isatty() or os.environ.get("TERM") == "dumb":
        yield lambda _label, _done: None
        return
    from rich.console import Console
    from rich.progress import BarColumn, Progress, TextColumn, TimeRemainingColumn

    console = Console(stderr=True, no_color="NO_COLOR" in os.environ)
    columns = (TextColumn("{task.description}", markup=False), BarColumn(), TimeRemainingColumn())
    # lines to stdout go above the bar where both are the terminal; a pipe or file keeps them
    with Progress(*columns, console=console, transient=True, redirect_stdout=sys.stdout.isatty()) as bar:
        task = bar.add_task(Words("读取", "reading").say(lang), total=max(total, 1))

        def report(label: str, done: int) -> None:
            bar.update(task, description=visible(label), completed=done)

        yield report
