"""Which body is right: by who writes, what happened, the kind of institution and the place; and which are not."""

from __future__ import annotations

from dataclasses import dataclass

from shouzheng.model.words import Words
from shouzheng.reference.safe_text import shorten, visible
from shouzheng.remedy.letters.letter_file import Letter
from shouzheng.remedy.letters.library import Library
from shouzheng.remedy.letters.offer import Fit, fit_of
from shouzheng.remedy.next_steps.where_file import PLACE, Body
from shouzheng.remedy.situation import Situation
from shouzheng.remedy.situation_facts import fact_definitions, fact_values
from shouzheng.rulebook.engines.interpreter import evaluate, missing
from shouzheng.rulebook.files.channels import Channel

#: Longest place taken from the command line, in characters.
_LONGEST_PLACE = 40


@dataclass(frozen=True, slots=True)
class RightBody:
    """A body to turn to: why, which office of it, and the papers that fit. What it cannot do is in ``channel``."""

    body: Body
    channel: Channel
    why: Words
    where: Words
    letters: tuple[Letter, ...]


@dataclass(frozen=True, slots=True)
class WrongBody:
    """A body that people often go to in vain, or one that cannot be judged because the case does not say enough."""

    body: Body
    channel: Channel
    why: Words


@dataclass(frozen=True, slots=True)
class Where:
    """The bodies in the order people normally go, those not competent, and those of which nothing can be said."""

    right: tuple[RightBody, ...]
    wrong: tuple[WrongBody, ...]
    unclear: tuple[WrongBody, ...]


def where_to_turn(situation: Situation, library: Library, place: str = "") -> Where:
    """Return where to turn; ``place`` (province, city) is put where the place decides which office it is."""
    values = fact_values(situation)
    facts = fact_definitions(situation.rulebook)
    right: list[RightBody] = []
    wrong: list[WrongBody] = []
    unclear: list[WrongBody] = []
    for body in library.bodies.values():
        channel = situation.rulebook.channels[body.id]
        answer = evaluate(body.when, values)
        if answer is True:
            letters = _letters(body, situation, library)
            right.append(RightBody(body, channel, body.why, _where(body, place), letters))
        elif answer is None:
            labels = [facts[name].label for name in missing(body.when, values)]
            why = Words(
                f"案情没有写明：{'、'.join(label.zh for label in labels)}",
                f"the case does not say: {', '.join(label.en for label in labels)}",
            )
            unclear.append(WrongBody(body, channel, why))
        elif body.not_when is not None and evaluate(body.not_when, values) is True:
            wrong.append(WrongBody(body, channel, body.why_not))
    return Where(tuple(right), tuple(wrong), tuple(unclear))


def _letters(body: Body, situation: Situation, library: Library) -> tuple[Letter, ...]:
    papers = (letter for letter in library.letters.values() if letter.channel == body.id)
    return tuple(letter for letter in papers if fit_of(letter, situation)[0] is Fit.YES)


def _where(body: Body, place: str) -> Words:
    """The office: the place named by the person, or a gap with how to find the place."""
    if PLACE not in body.where.zh:
        return body.where
    named = visible(shorten(place.strip(), _LONGEST_PLACE))
    if named:
        zh, en = (text.replace(PLACE, named) for text in (body.where.zh, body.where.en))
    else:
        zh, en = body.where.zh.replace(PLACE, "当地"), body.where.en.replace(PLACE, "the place")
    if body.place.zh:
        zh, en = f"{zh}（看：{body.place.zh}）", f"{en} (which decides: {body.place.en})"
    return Words(zh, en)
