"""The letters in an order that helps: those of the first steps to take, then the others by what they are for."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from enum import Enum

from shouzheng.model.words import Words
from shouzheng.remedy.letters.letter_file import Form, Letter, Occasion
from shouzheng.remedy.letters.offer import Fit, Offer
from shouzheng.remedy.next_steps.steps import NextStep

#: Steps whose letters stand first, and most letters of one of them: more than these few are no help to somebody tired.
FIRST_STEPS, MOST_OF_A_STEP = 4, 4
_INSTITUTION = frozenset(["lender", "platform_app"])


class Shelf(Enum):
    """Kinds of letters that are not for the first steps, in the order of the page."""

    INSTITUTION = Words("给机构的其他信", "Other letters to the institution")
    MONEY = Words("商量还款", "Talking about repayment")
    BODIES = Words("给监管、调解和别的部门", "To regulators, mediators and other bodies")
    OWN = Words("自己用的纸", "Papers for your own use")
    PORTAL = Words("在网页或电话里照着填的", "To copy from, for a website or a call")
    REPLY = Words("收到答复以后才用的", "For after an answer")
    COURT = Words("给法院的", "For a court")


@dataclass(frozen=True, slots=True)
class Group:
    """Letters under one heading."""

    title: Words
    letters: tuple[Letter, ...]


def first_letters(steps: Iterable[NextStep]) -> list[Group]:
    """Return the letters of the first steps that are to be taken now, each letter once."""
    groups: list[Group] = []
    seen: set[str] = set()
    for each in steps:
        letters = tuple(letter for letter in each.letters if letter.id not in seen)[:MOST_OF_A_STEP]
        if len(groups) < FIRST_STEPS and letters and not each.waiting and each.done is None:
            groups.append(Group(each.step.title, letters))
            seen.update(letter.id for letter in letters)
    return groups


def others(offered: Sequence[Offer], first: Iterable[Group]) -> list[Group]:
    """Return every other letter that fits, by kind; none is left out."""
    seen = {letter.id for group in first for letter in group.letters}
    rest = [each.letter for each in offered if each.fit is Fit.YES and each.letter.id not in seen]
    groups = ((shelf, tuple(letter for letter in rest if shelf_of(letter) is shelf)) for shelf in Shelf)
    return [Group(shelf.value, letters) for shelf, letters in groups if letters]


def shelf_of(letter: Letter) -> Shelf:
    """Return where a letter stands."""
    if letter.form is Form.COURT:
        return Shelf.COURT
    if letter.form is Form.PORTAL:
        return Shelf.PORTAL
    if letter.occasion is Occasion.REPLY:
        return Shelf.REPLY
    if letter.occasion is Occasion.MONEY:
        return Shelf.MONEY
    if letter.form is Form.SHEET:
        return Shelf.OWN
    return Shelf.INSTITUTION if letter.channel in _INSTITUTION else Shelf.BODIES
