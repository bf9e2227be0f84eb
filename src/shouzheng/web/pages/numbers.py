"""Whose numbers are these: the numbers seen most, each to be given to one of the parties, to nobody, or to family."""

from __future__ import annotations

from starlette.responses import Response

from shouzheng.reference.problems import Problem, ShouzhengError
from shouzheng.web.cases import statement as statements
from shouzheng.web.cases.statement import Statement
from shouzheng.web.cases.statement_fields import Kind
from shouzheng.web.visit import Page, Visit

#: Numbers on one page; the rest stand on the next ones.
PER_PAGE = 40
_FAMILY = "family"


def show(visit: Visit) -> Response:
    """Show the numbers, those of nobody first."""
    return _page(visit)


def _page(visit: Visit, status: int = 200, problems: tuple[Problem, ...] = ()) -> Response:
    opened = visit.case
    with opened.reading() as case:
        stated = statements.current(case, opened.name)
    timeline = opened.timeline
    everybody = visit.text("all") == "yes"
    rows = [row for row in timeline.rows if row.normal and (everybody or not row.party)]
    callers = timeline.callers(rows)
    page = max(1, visit.whole("page", 1))
    chosen = {row.normal: row.party for row in rows}
    return visit.page(
        "numbers.html",
        status,
        problems,
        ready=timeline.ready,
        callers=callers[(page - 1) * PER_PAGE : page * PER_PAGE],
        total=len(callers),
        number=page,
        last=max(1, -(-len(callers) // PER_PAGE)),
        everybody=everybody,
        chosen=chosen,
        parties=stated.named(Kind.PARTY),
        family=_FAMILY,
    )


def act(visit: Visit) -> Response:
    """Store which number belongs to whom; a number belongs to one party only."""
    opened = visit.case
    pairs = list(zip(visit.texts("number"), visit.texts("party"), strict=False))
    try:
        with opened.writing() as case:
            stated = statements.current(case, opened.name)
            if any(party == _FAMILY for _, party in pairs):
                _with_family(stated)
            for number, party in pairs:
                _give(stated, number, party)
            statements.keep(case, stated)
    except ShouzhengError as error:
        return _page(visit, 400, error.problems)
    opened.timeline.ready = False
    opened.work.wake()
    opened.work.wait(5)
    return visit.go(f"/case/{opened.name}/numbers")


def _with_family(stated: Statement) -> None:
    if stated.place("party", _FAMILY) is None:
        party = {"id": _FAMILY, "kind": "private", "name": "家人朋友", "known_by": "other", "numbers": []}
        stated.tables.setdefault("party", []).append(party)


def _give(stated: Statement, number: str, party: str) -> None:
    for item in stated.items("party"):
        numbers = [each for each in item.get("numbers", []) if each != number or item.get("id") == party]
        if item.get("id") == party and number not in numbers:
            numbers.append(number)
        if numbers:
            item["numbers"] = numbers
        else:
            item.pop("numbers", None)


PAGES = (Page("/case/{case}/numbers", show=show, act=act, case=True),)
