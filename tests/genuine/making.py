"""Helpers for the tests of this room: the invented directory, and a question answered with it."""

from __future__ import annotations

import tomllib
from datetime import date, datetime
from functools import cache
from pathlib import Path

from shouzheng.genuine.answer import Assessment
from shouzheng.genuine.assess import assess
from shouzheng.genuine.directory.entries import Directory
from shouzheng.genuine.directory.load import load_directory
from shouzheng.genuine.question import Question, about_text
from shouzheng.model.moment import BEIJING
from shouzheng.reading.lexicon import load_lexicon
from shouzheng.reference.numbers import classify

HERE = Path(__file__).parent
TODAY = date(2026, 11, 22)
SENT = datetime(2026, 11, 22, 9, 30, tzinfo=BEIJING)


@cache
def invented() -> Directory:
    """Return the invented directory."""
    return load_directory(HERE / "directory")


def ask(text: str, sender: str | None = None, today: date = TODAY) -> Assessment:
    """Answer a question about a message with the invented directory."""
    number = classify(sender) if sender else None
    return assess(about_text(text, sender=number, sent=SENT), invented(), load_lexicon(), today)


def ask_number(number: str, today: date = TODAY) -> Assessment:
    """Answer a question about a bare number with the invented directory."""
    return assess(Question(sender=classify(number)), invented(), load_lexicon(), today)


@cache
def texts(file: str, key: str) -> tuple[str, ...]:
    """Return one list of invented messages."""
    return tuple(tomllib.loads((HERE / file).read_text("utf-8"))[key])
