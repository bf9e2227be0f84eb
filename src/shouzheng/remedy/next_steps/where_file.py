"""One body that a person can turn to, one TOML file: for whom and what it is right, and for what it is not."""

from __future__ import annotations

from dataclasses import dataclass

from shouzheng.model.words import Words
from shouzheng.remedy.letters.letter_file import Shelf, check_words, condition
from shouzheng.rulebook import problems
from shouzheng.rulebook.files.law_file import LawFile
from shouzheng.rulebook.language.expression import parse
from shouzheng.rulebook.language.nodes import Node

#: Filled with the place the person names, or with where to look it up.
PLACE = "{place}"


@dataclass(frozen=True, slots=True)
class Body:
    """A body; its id is that of the channel in the law data, which says what it takes, needs and cannot do.

    ``where`` says which office of it, with ``{place}`` where the province or city decides; ``place`` says how to find
    that out. ``not_when`` with ``why_not`` names the cases in which people often go there in vain.
    """

    id: str
    order: int
    when: Node
    when_text: str
    why: Words
    where: Words
    place: Words
    not_when: Node | None
    why_not: Words


def read_body(file: LawFile, shelf: Shelf) -> Body | None:
    """Read one body; ``None`` when it has problems, which are then in ``file.problems``."""
    root = file.root()
    not_when = condition(root, shelf, key="not_when")
    body = Body(
        id=root.text("id"),
        order=root.integer("order", low=1, high=999) or 0,
        when=condition(root, shelf, needed=True) or parse("TRUE"),
        when_text=str(root.data.get("when", "")),
        why=root.words("why"),
        where=root.words("where"),
        place=root.words("place", needed=False),
        not_when=not_when,
        why_not=root.words("why_not", needed=not_when is not None),
    )
    root.finish()
    if body.id not in shelf.rulebook.channels:
        root.report(problems.UNKNOWN_REFERENCE, "id", what="channel", id=body.id)
    if file.name.rpartition("/")[2] != f"{body.id}.toml":
        root.report(problems.FILE_NAME, "id", expected=f"{body.id}.toml")
    check_words(file, shelf)
    return None if file.problems else body
