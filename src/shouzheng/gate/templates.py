"""The library of respectful messages: one file for each situation (``templates/*.toml``), each passing the gate.

They say who writes, how much and until when, where to pay and how to check that it is genuine, and always offer to
talk about a plan. Slots ``{name}`` are filled by the sender; the library's own examples are invented.
"""

from __future__ import annotations

import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from string import Formatter

from shouzheng.gate.problems import BAD_TEMPLATE, NO_TEMPLATE
from shouzheng.model.case import Role
from shouzheng.model.event import Channel
from shouzheng.model.words import Words
from shouzheng.reference.problems import Problem, ShouzhengError

_FOLDER = Path(__file__).with_name("templates")


@dataclass(frozen=True, slots=True)
class Template:
    """One message: for whom and for what, its text with slots, an invented value for each slot, and what it answers.

    ``instead_of`` are rules against which a text like this does not stand; ``explains`` says it in English.
    """

    name: str
    title: Words
    situation: str
    roles: tuple[Role, ...]
    channels: tuple[Channel, ...]
    text: str
    explains: str
    instead_of: tuple[str, ...]
    example: Mapping[str, str]

    def filled(self) -> str:
        """Return the text with its invented example values."""
        return self.text.format(**self.example)


@cache
def load_templates(folder: Path = _FOLDER) -> Mapping[str, Template]:
    """Read the library; raises ``ShouzhengError`` (SZ-6051, exit code 3) for a file that is not whole."""
    return {template.name: template for template in map(_read, sorted(folder.glob("*.toml")))}


def template_text(name: str) -> str:
    """Return the text of a template with its example values; raises ``ShouzhengError`` (SZ-6052)."""
    found = load_templates().get(name)
    if found is None:
        raise ShouzhengError(Problem(NO_TEMPLATE, slots=(("name", name),)))
    return found.filled()


def _read(path: Path) -> Template:
    try:
        data = tomllib.loads(path.read_text("utf-8"))
        example = {str(name): str(value) for name, value in data["example"].items()}
        template = Template(
            name=path.stem,
            title=Words(str(data["zh"]), str(data["en"])),
            situation=str(data["situation"]),
            roles=tuple(Role(role) for role in data["roles"]),
            channels=tuple(Channel(channel) for channel in data["channels"]),
            text=str(data["text"]).strip(),
            explains=str(data["explains"]),
            instead_of=tuple(str(rule) for rule in data["instead_of"]),
            example=example,
        )
        slots = {name for _, name, _, _ in Formatter().parse(template.text) if name is not None}
        if slots != set(example):
            raise ValueError(f"slots {sorted(slots ^ set(example))}")
        return template
    except (OSError, KeyError, TypeError, ValueError, AttributeError) as error:
        detail = f"{type(error).__name__}: {error}"[:120]
        slots_said = (("name", path.name), ("detail", detail))
        raise ShouzhengError(Problem(BAD_TEMPLATE, path.name, slots_said), exit_code=3) from error
