"""Reads and checks the guides; all faults of all files are told at once."""

from __future__ import annotations

import tomllib
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from functools import cache
from pathlib import Path
from typing import Any

from shouzheng.intake.formats import all_formats
from shouzheng.intake.guides.problems import BAD_GUIDE, NO_SUCH_GUIDE
from shouzheng.model.words import Words
from shouzheng.reference.data_files import data_files, data_folder
from shouzheng.reference.problems import Problem, ShouzhengError


class Sure(StrEnum):
    """How sure a step is: ``confirmed`` was read in the named source, ``believed`` is from memory or weak pages."""

    CONFIRMED = "confirmed"
    BELIEVED = "believed"


class Kind(StrEnum):
    """What a guide is for, in the order of the list."""

    ALL = "all"
    APP = "app"
    MAKER = "maker"
    OPERATOR = "operator"


@dataclass(frozen=True, slots=True)
class Step:
    """One thing to do; ``seen`` is the day on which its source was looked at.

    ``in_app`` says the same for somebody in front of the pages; without it ``words`` name no command and serve both.
    """

    words: Words
    sure: Sure
    seen: date
    source: str
    in_app: Words


@dataclass(frozen=True, slots=True)
class Guide:
    """One guide: ``name`` is that of its file, ``gives`` what comes out, ``formats`` what the program makes of it."""

    name: str
    title: Words
    kind: Kind
    order: int
    checked: date
    gives: Words
    formats: tuple[str, ...]
    steps: tuple[Step, ...]
    mind: tuple[Words, ...]


@cache
def all_guides() -> tuple[Guide, ...]:
    """Return the guides that come with the program, in the order of the list; raises ``ShouzhengError`` (exit 3)."""
    return load_guides(data_folder("directory") / "guides")


def load_guides(folder: Path) -> tuple[Guide, ...]:
    """Return the guides of a folder; raises ``ShouzhengError`` (SZ-1480, exit 3) with every fault."""
    found, problems = [], []
    for path in data_files(folder):
        try:
            found.append(_guide(path))
        except (ValueError, KeyError, TypeError, AttributeError) as error:  # ValueError: TOML, an unknown word
            detail = f"{type(error).__name__}: {error}"[:160]
            problems.append(Problem(BAD_GUIDE, path.name, (("detail", detail),)))
    if problems:
        raise ShouzhengError(*problems, exit_code=3)
    return tuple(sorted(found, key=lambda guide: (guide.order, guide.name)))


def guide_named(name: str) -> Guide:
    """Return one guide; raises ``ShouzhengError`` (SZ-1481, exit 2)."""
    guides = all_guides()
    for guide in guides:
        if guide.name == name.lower():
            return guide
    slots = (("name", name[:60]), ("known", ", ".join(guide.name for guide in guides)))
    raise ShouzhengError(Problem(NO_SUCH_GUIDE, "", slots), exit_code=2)


def _guide(path: Path) -> Guide:
    data = tomllib.loads(path.read_text("utf-8"))
    known = {block.name for block in all_formats()}
    formats = tuple(data["formats"])
    unknown = [name for name in formats if name not in known]
    if unknown:
        raise ValueError(f"formats = {unknown}")
    steps = tuple(_step(row) for row in data["step"])
    if not steps:
        raise ValueError("no step")
    extra = set(data) - {"title", "kind", "order", "checked", "gives", "formats", "step", "mind"}
    if extra:
        raise ValueError(f"unknown: {sorted(extra)}")
    return Guide(
        name=path.stem,
        title=_words(data["title"]),
        kind=Kind(data["kind"]),
        order=int(data["order"]),
        checked=_day(data["checked"]),
        gives=_words(data["gives"]),
        formats=formats,
        steps=steps,
        mind=tuple(_words(row) for row in data.get("mind", [])),
    )


def _step(row: dict[str, Any]) -> Step:
    words = _words(row)
    in_app = _words(row["app"]) if "app" in row else words
    return Step(words, Sure(row["sure"]), _day(row["seen"]), _text(row["source"]), in_app)


def _words(row: dict[str, object]) -> Words:
    return Words(_text(row["zh"]), _text(row["en"]))


def _text(value: object) -> str:
    if not isinstance(value, str) or not value.strip():
        raise TypeError("a text is needed")
    return value


def _day(value: object) -> date:
    if type(value) is not date:
        raise TypeError("a day is needed")
    return value
