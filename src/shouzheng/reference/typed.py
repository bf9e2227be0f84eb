"""What a JSON or TOML document holds, checked to be of the type that its reader needs.

Each function returns the value unchanged and raises ``TypeError`` when it is of another type; the reader that knows the
file and the place turns that into a problem for people.
"""

from __future__ import annotations

from collections.abc import Mapping


def an_object(value: object) -> Mapping[str, object]:
    """Return an object (JSON) or a table (TOML); raises ``TypeError``."""
    if not isinstance(value, dict):
        raise TypeError("an object is needed")
    return value


def a_list(value: object) -> list[object]:
    """Return a list; raises ``TypeError``."""
    if not isinstance(value, list):
        raise TypeError("a list is needed")
    return value


def a_text(value: object) -> str:
    """Return a text; raises ``TypeError``."""
    if not isinstance(value, str):
        raise TypeError("a text is needed")
    return value


def a_text_or_none(value: object) -> str | None:
    """Return a text, or ``None`` where there is none; raises ``TypeError``."""
    return None if value is None else a_text(value)


def a_whole_number(value: object) -> int:
    """Return a whole number; true and false are none. Raises ``TypeError``."""
    if type(value) is not int:
        raise TypeError("a whole number is needed")
    return value


def a_truth(value: object) -> bool:
    """Return true or false; raises ``TypeError``."""
    if not isinstance(value, bool):
        raise TypeError("true or false is needed")
    return value
