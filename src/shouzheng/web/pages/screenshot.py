"""A picture beside what a machine read in it, message by message; the person corrects it and says when it is right."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import datetime

from starlette.responses import Response

from shouzheng.casefile.kept import Stored
from shouzheng.intake.formats.screenshot import size_of
from shouzheng.intake.screenshots.bubbles import Side
from shouzheng.intake.screenshots.corrections import Confirmed
from shouzheng.intake.screenshots.reading import Noted, Reading
from shouzheng.intake.screenshots.stamps import stamp_of
from shouzheng.intake.screenshots.taken import clock_of
from shouzheng.model.case import Role
from shouzheng.model.moment import BEIJING
from shouzheng.reading.glance import may_show_act
from shouzheng.reading.lexicon import load_lexicon
from shouzheng.reference.problems import Problem
from shouzheng.web.cases import statement as statements
from shouzheng.web.cases.screenshot import Version, current, keep, nothing_read
from shouzheng.web.pages._original_bytes import answer, head_of, picture_type, stored_of
from shouzheng.web.problems import CHANGED_MEANWHILE
from shouzheng.web.visit import Page, Visit, missing

#: Below this a line is marked; as on the page that ``intake review`` writes.
_SURE = 0.85
#: Empty messages at the end of the form, most characters of a field, pixels shown around a message.
_EMPTY, _LONGEST, _AROUND = 1, 20_000, 14
#: Bytes in which width and height stand.
_HEAD = 65_536


@dataclass(frozen=True, slots=True)
class Shown:
    """One message of the form: what was read, what holds, the part of the picture, how sure the machine was (%).

    ``hard`` says that its words may hurt; they are folded then.
    """

    place: int
    noted: Noted
    part: tuple[int, int, int, int] | None
    lines: tuple[tuple[str, int, bool], ...]
    time_unread: bool
    hard: bool


def show(visit: Visit) -> Response:
    """Show the picture and the form."""
    stored = _picture(visit)
    with visit.case.reading() as case:
        version = current(case, stored)
    return _form(visit, stored, version, _reading(version), _taken(version))


def _picture(visit: Visit) -> Stored:
    stored = stored_of(visit)
    if not picture_type(head_of(visit, stored)):
        raise missing()
    return stored


def _reading(version: Version) -> Reading:
    return version.corrections.reading if version.corrections else nothing_read()


def _taken(version: Version) -> str:
    at = version.corrections.taken if version.corrections else None
    return at.strftime("%Y-%m-%d %H:%M") if at else ""


def _form(
    visit: Visit,
    stored: Stored,
    version: Version,
    reading: Reading,
    taken: str,
    status: int = 200,
    problems: tuple[Problem, ...] = (),
    others: Reading | None = None,
) -> Response:
    with visit.case.reading() as case:
        size = size_of(case.blobs.part(stored.blob, 0, _HEAD)) or (0, 0)
        stated = statements.current(case, visit.case.name)
    messages = (*reading.messages, *[Noted((), "", "", None)] * _EMPTY)
    unsure = sum(sure < _SURE for each in reading.messages for _, sure in each.lines)
    return visit.page(
        "screenshot.html",
        status,
        problems,
        stored=stored,
        number=stored.no,
        width=size[0],
        height=size[1],
        version=version,
        said=version.corrections,
        reading=reading,
        messages=[_shown(place, each, size) for place, each in enumerate(messages)],
        taken=taken,
        unsure=unsure,
        others=[each for each in others.messages if not each.ignored] if others else None,
        by=visit.text("by")
        or (version.corrections.by if version.corrections else "")
        or str(stated.narrator.get("name", "")),
    )


def _shown(place: int, noted: Noted, size: tuple[int, int]) -> Shown:
    left, top, right, bottom = noted.box
    part = None
    if right > left and bottom > top and size[0]:
        high = top - _AROUND, min(bottom + _AROUND, size[1])
        part = (0, max(high[0], 0), size[0], high[1] - max(high[0], 0))  # the whole width: the side is seen too
    lines = tuple((text, round(sure * 100), sure < _SURE) for text, sure in noted.lines)
    told = clock_of(noted.time) is not None or stamp_of(noted.time) is not None
    hard = bool(noted.text) and noted.side is not Side.RIGHT and may_show_act(noted.text, load_lexicon(), Role.UNKNOWN)
    return Shown(place, noted, part, lines, bool(noted.time) and not told, hard)


def store(visit: Visit) -> Response:
    """Store what the person made of the reading, as a draft or as right; another window's changes are shown."""
    stored, opened = _picture(visit), visit.case
    taken, by = visit.text("taken").strip()[:60], visit.text("by").strip()[:60]
    done = visit.text("do") == "right"
    with opened.writing(judged=done) as case:
        version = current(case, stored)
        reading = _given(visit, _reading(version))
        other = version.mark != visit.text("seen")
        if not other:
            at = datetime.now(BEIJING).isoformat(timespec="seconds")
            said = Confirmed(by or visit.say("本人", "myself"), at) if done else Confirmed()
            keep(case, stored, reading, clock_of(taken), said)
    if other:
        return _form(
            visit, stored, version, reading, taken, 409, (Problem(CHANGED_MEANWHILE),), others=_reading(version)
        )
    if done:
        opened.work.wake()
    return visit.go(f"/case/{opened.name}/screenshot/{stored.no}#stored")


def _given(visit: Visit, before: Reading) -> Reading:
    """Put what was typed on top of the machine's reading, which no form can change.

    ``before`` may be another window's later version: messages that this form has not shown stay as they are there, and
    what was added here comes after them.
    """
    held = before.messages
    count = visit.text("count")
    first = int(count) if count.isascii() and count.isdigit() and len(count) < 6 else len(held)
    shown = min(first, len(held))
    typed = [_typed(visit, place, noted) for place, noted in enumerate(held[:shown])]
    added = [_typed(visit, first + extra, Noted((), "", "", None)) for extra in range(_EMPTY)]
    messages = (*typed, *held[shown:], *[each for each in added if each.text.strip()])
    return replace(before, title=visit.text("title").strip()[:200], messages=messages)


def _typed(visit: Visit, place: int, noted: Noted) -> Noted:
    side = visit.text(f"m{place}-side")
    return replace(
        noted,
        text=visit.text(f"m{place}-text").replace("\r\n", "\n")[:_LONGEST],
        side=Side(side) if side in set(Side) else None,
        time=visit.text(f"m{place}-time").strip()[:60],
        first=visit.text(f"m{place}-first") == "yes",
        nick=visit.text(f"m{place}-nick").strip()[:200],
        ignored=visit.text(f"m{place}-ignore") == "yes",
    )


def picture(visit: Visit) -> Response:
    """Give the picture itself, out of the encrypted case."""
    stored = _picture(visit)
    return answer(visit, stored, picture_type(head_of(visit, stored)))


PAGES = (
    Page("/case/{case}/screenshot/{no}", show=show, act=store, case=True),
    Page("/case/{case}/screenshot/{no}/picture", show=picture, case=True),
)
