"""Where a page leads that has nothing to show yet: to the first step that is still missing, and to no other."""

from __future__ import annotations

from shouzheng.model.kinds import Role
from shouzheng.model.words import Words
from shouzheng.web.cases import statement as statements
from shouzheng.web.visit import Visit

_WHO = ("who", Words("先说您是谁", "First say who you are"))
_FILES = ("files", Words("先放入文件", "Bring files first"))
_NUMBERS = ("numbers", Words("先标这些号码是谁", "First say whose numbers these are"))


def first_step(visit: Visit) -> tuple[str, Words]:
    """Return the page and the words of its button."""
    with visit.case.reading() as case:
        role = statements.current(case, visit.case.name).narrator.get("role", Role.UNKNOWN.value)
        brought = any(True for _ in case.originals())
    if role == Role.UNKNOWN.value:
        return _WHO
    return _NUMBERS if brought else _FILES
