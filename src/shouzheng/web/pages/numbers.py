"""Whose numbers are these: the numbers seen most, each to be given to one of the parties, to nobody, or to family."""

from __future__ import annotations

from dataclasses import dataclass

from starlette.responses import Response

from shouzheng.reference.problems import Problem, ShouzhengError
from shouzheng.web.cases import statement as statements
from shouzheng.web.cases.statement import Statement
from shouzheng.web.cases.statement_fields import Kind
from shouzheng.web.pages._who_it_was import give_number, normal_of
from shouzheng.web.problems import BAD_FORM, CHANGED_MEANWHILE
from shouzheng.web.visit import Page, Visit

#: Numbers on one page; the rest stand on the next ones.
PER_PAGE = 40
_FAMILY = "family"


@dataclass(frozen=True, slots=True)
class Row:
    """One number as it was sent: whose the page showed it to be, who named it then (``seen``), whose it is to be."""

    number: str
    shown: str
    seen: str
    party: str

    @property
    def changed(self) -> bool:
        """True when the person chose something else than the page had shown."""
        return self.party != self.shown


def show(visit: Visit) -> Response:
    """Show the numbers, those of nobody first."""
    return _page(visit)


def _page(visit: Visit, status: int = 200, problems: tuple[Problem, ...] = (), sent: tuple[Row, ...] = ()) -> Response:
    """Show the numbers; with ``sent`` just those, with what the person chose beside what another window stored."""
    opened = visit.case
    with opened.reading() as case:
        stated = statements.current(case, opened.name)
    timeline = opened.timeline
    everybody = visit.text("all") == "yes"
    typed = {each.number: each for each in sent}
    kept = [row for row in timeline.rows if row.normal]
    rows = [row for row in kept if (row.normal in typed if sent else everybody or not row.party)]
    callers = timeline.callers(rows)
    page = max(1, visit.whole("page", 1))
    named = _named(stated)
    shown = {row.normal: named.get(row.normal, row.party) for row in rows}
    return visit.page(
        "numbers.html",
        status,
        problems,
        ready=timeline.ready,
        callers=callers if sent else callers[(page - 1) * PER_PAGE : page * PER_PAGE],
        total=len(callers),
        number=page,
        last=1 if sent else max(1, -(-len(callers) // PER_PAGE)),
        everybody=everybody,
        shown=shown,
        seen=named,
        chosen=shown | {each.number: each.party for each in sent if each.changed},
        others={each.number for each in sent if _conflicts(each, stated, named)},
        names=dict(stated.named(Kind.PARTY, visit.lang)),
        parties=stated.named(Kind.PARTY, visit.lang),
        family=_FAMILY,
    )


def _named(stated: Statement) -> dict[str, str]:
    """Return which party names a number itself, by the number in its normal form."""
    return {
        normal_of(str(number)): str(item.get("id", ""))
        for item in stated.items("party")
        for number in item.get("numbers", [])
    }


def _conflicts(row: Row, stated: Statement, named: dict[str, str]) -> bool:
    """True when a row was changed here, and meanwhile otherwise in another window, or its party was removed there."""
    gone = row.party not in ("", _FAMILY) and stated.place("party", row.party) is None
    return row.changed and (gone or named.get(row.number, "") not in (row.seen, row.party))


def _sent(visit: Visit) -> tuple[Row, ...]:
    columns = [visit.texts(name) for name in ("number", "shown", "seen", "party")]
    if len({len(column) for column in columns}) > 1:
        raise ShouzhengError(Problem(BAD_FORM))
    return tuple(Row(*values) for values in zip(*columns, strict=True))


def act(visit: Visit) -> Response:
    """Store whose the numbers are that were changed here; what another window changed as well is shown, not lost."""
    opened, sent = visit.case, _sent(visit)
    wanted = [row for row in sent if row.changed]
    if not wanted:
        return visit.go(f"/case/{opened.name}/numbers")
    try:
        with opened.writing() as case:
            stated = statements.current(case, opened.name)
            named = _named(stated)
            clash = any(_conflicts(row, stated, named) for row in wanted)
            if not clash:
                if any(row.party == _FAMILY for row in wanted):
                    _with_family(stated)
                for row in wanted:
                    give_number(stated, row.number, row.party)
                statements.keep(case, stated)
    except ShouzhengError as error:
        return _page(visit, 400, error.problems, sent)
    if clash:
        return _page(visit, 409, (Problem(CHANGED_MEANWHILE),), sent)
    opened.timeline.ready = False
    opened.work.wake()
    opened.work.wait(5)
    return visit.go(f"/case/{opened.name}/numbers")


def _with_family(stated: Statement) -> None:
    if stated.place("party", _FAMILY) is None:
        party = {"id": _FAMILY, "kind": "private", "name": "家人朋友", "known_by": "other", "numbers": []}
        stated.tables.setdefault("party", []).append(party)


PAGES = (Page("/case/{case}/numbers", show=show, act=act, case=True),)
