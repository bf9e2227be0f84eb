"""A recording with its player and what is written down of it: time codes jump, pieces are corrected and added."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from starlette.responses import Response

from shouzheng.casefile.kept import Stored
from shouzheng.intake.recordings.transcripts import Piece
from shouzheng.model.case import Role
from shouzheng.model.moment import BEIJING
from shouzheng.reading.glance import may_show_act
from shouzheng.reading.lexicon import load_lexicon
from shouzheng.reference.problems import Problem
from shouzheng.web.cases import statement as statements
from shouzheng.web.cases.recording import LONGEST, Written, clock, current, keep, piece_of, seconds_of
from shouzheng.web.pages._original_bytes import SELDOM_PLAYED, answer, head_of, sound_type, stored_of
from shouzheng.web.problems import CHANGED_MEANWHILE, NO_TIME_CODE, NOTHING_WRITTEN, PIECE_TOO_LONG
from shouzheng.web.visit import Page, Visit, missing

#: Empty pieces at the end of the form; most pieces that one page shows for editing.
_EMPTY, _MOST = 3, 400


@dataclass(frozen=True, slots=True)
class Shown:
    """One piece of the form: as typed; ``at`` in seconds where the time code is one; ``hard``: its words may hurt."""

    time: str
    at: float | None
    speaker: str
    text: str
    hard: bool = False


def show(visit: Visit) -> Response:
    """Show player, transcript and form."""
    stored = _recording(visit)
    with visit.case.reading() as case:
        held = current(case, stored)
    return _form(visit, stored, held, _shown(held))


def _recording(visit: Visit) -> Stored:
    stored = stored_of(visit)
    if not sound_type(head_of(visit, stored)):
        raise missing()
    return stored


def _shown(held: Written) -> list[Shown]:
    pieces = held.transcript.pieces if held.transcript else ()
    return [
        Shown(
            clock(each.start),
            each.start,
            each.speaker.value if each.speaker else "",
            each.text,
            may_show_act(each.text, load_lexicon(), Role.UNKNOWN),
        )
        for each in pieces
    ]


def _form(
    visit: Visit,
    stored: Stored,
    held: Written,
    rows: list[Shown],
    status: int = 200,
    problems: tuple[Problem, ...] = (),
    others: list[Shown] | None = None,
) -> Response:
    with visit.case.reading() as case:
        stated = statements.current(case, visit.case.name)
    begin = seconds_of(visit.text("t"))
    kind = sound_type(head_of(visit, stored))
    return visit.page(
        "recording.html",
        status,
        problems,
        stored=stored,
        number=stored.no,
        held=held,
        said=held.transcript,
        rows=rows[:_MOST],
        more=max(len(rows) - _MOST, 0),
        empty=_EMPTY,
        others=others,
        begin=f"#t={begin:g}" if begin is not None else "",
        seldom=kind == SELDOM_PLAYED,
        by=visit.text("by") or (held.transcript.by if held.transcript else "") or str(stated.narrator.get("name", "")),
    )


def store(visit: Visit) -> Response:
    """Store the pieces; another window's changes are shown beside them."""
    stored, opened = _recording(visit), visit.case
    rows = _typed(visit)
    wrong = _wrong(rows)
    with opened.writing(judged=wrong is None) as case:
        held = current(case, stored)
        other = held.mark != visit.text("seen")
        if not other and wrong is None:
            by = visit.text("by").strip()[:60] or visit.say("本人", "myself")
            at = datetime.now(BEIJING).isoformat(timespec="seconds")
            keep(case, stored, _pieces(rows, held), held.transcript, by, at, visit.text("do") == "right")
    if wrong is not None:
        return _form(visit, stored, held, rows, 400, (wrong,))
    if other:
        return _form(visit, stored, held, rows, 409, (Problem(CHANGED_MEANWHILE),), others=_shown(held))
    opened.work.wake()
    return visit.go(f"/case/{opened.name}/recording/{stored.no}#stored")


def _wrong(rows: list[Shown]) -> Problem | None:
    if not rows:
        return Problem(NOTHING_WRITTEN)
    first = next((row for row in rows if row.at is None), None)
    if first is not None:
        return Problem(NO_TIME_CODE, "", (("text", first.time or first.text[:20]),))
    long = next((row for row in rows if len(" ".join(row.text.split())) > LONGEST), None)
    return Problem(PIECE_TOO_LONG, "", (("text", long.text[:20]), ("most", str(LONGEST)))) if long else None


def _typed(visit: Visit) -> list[Shown]:
    rows = []
    for place in range(_MOST + _EMPTY):
        text = visit.text(f"p{place}-text").strip()
        if text:
            time = visit.text(f"p{place}-time").strip()[:20]
            rows.append(Shown(time, seconds_of(time), visit.text(f"p{place}-speaker"), text))
    return rows


def _pieces(rows: list[Shown], held: Written) -> list[Piece]:
    """What was typed, with the ends of pieces whose beginning stayed, and the pieces beyond those shown."""
    before = held.transcript.pieces if held.transcript else ()
    ends = {clock(piece.start): piece.end for piece in before}
    typed = [piece_of(row.at or 0.0, row.text, row.speaker, ends.get(row.time)) for row in rows]
    return [*typed, *before[_MOST:]]


def sound(visit: Visit) -> Response:
    """Give the recording itself, whole or the part that the player asks for, out of the encrypted case."""
    stored = _recording(visit)
    return answer(visit, stored, sound_type(head_of(visit, stored)))


PAGES = (
    Page("/case/{case}/recording/{no}", show=show, act=store, case=True),
    Page("/case/{case}/recording/{no}/sound", show=sound, case=True),
)
