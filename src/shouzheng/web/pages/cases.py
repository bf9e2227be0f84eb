"""Several cases: make one, open one, open it with the recovery key, rehearse that, lock it."""

from __future__ import annotations

from datetime import datetime

from starlette.responses import Response

from shouzheng.casefile import kdf, recovery
from shouzheng.model.moment import BEIJING
from shouzheng.reference.problems import Problem, ShouzhengError
from shouzheng.web.cases.case_names import listed
from shouzheng.web.problems import PASSPHRASES_DIFFER
from shouzheng.web.visit import Page, Visit

REHEARSED = "rehearsed"
#: Characters of a recovery key that are given back to be corrected.
_MOST_TYPED = 400


def show(visit: Visit) -> Response:
    """Show the cases there are, and the way to a new one."""
    return _list(visit)


def _list(visit: Visit, status: int = 200, problems: tuple[Problem, ...] = ()) -> Response:
    """Show the cases; of what was typed only a recovery key stays, which is long and has one wrong line perhaps."""
    cases = listed(visit.state.settings.cases)
    typed = {visit.text("name"): visit.text("code")[:_MOST_TYPED]} if problems else {}
    return visit.page(
        "cases.html",
        status,
        problems,
        cases=cases,
        open_now=set(visit.state.opened),
        back=visit.inside("back", ""),
        typed=typed,
    )


def new(visit: Visit) -> Response:
    """Show the form for a new case."""
    name = datetime.now(BEIJING).strftime("%Y-%m")
    return visit.page("case_new.html", name=name, least=kdf.LEAST_CHARACTERS)


def make(visit: Visit) -> Response:
    """Make a case and show its recovery key, once."""
    name, first, second = visit.text("name").strip(), visit.text("passphrase"), visit.text("again")
    try:
        if first != second:
            raise ShouzhengError(Problem(PASSPHRASES_DIFFER))
        code = visit.state.make(name, first)
    except ShouzhengError as error:
        return visit.page("case_new.html", 400, error.problems, name=name, least=kdf.LEAST_CHARACTERS)
    visit.opened = visit.state.case(name)
    return visit.page("case_key.html", lines=recovery.written(code))


def unlock(visit: Visit) -> Response:
    """Open a case by passphrase, or by the recovery key."""
    name = visit.text("name")
    try:
        if visit.text("by") == "recovery":
            visit.state.open_by_recovery(name, recovery.read(visit.text("code")))
        else:
            visit.state.open(name, visit.text("passphrase"))
    except ShouzhengError as error:
        return _list(visit, 400, error.problems)
    back = visit.inside("back", "")
    return visit.go(back if back.startswith(f"/case/{name}/") else f"/case/{name}")


def rehearsal(visit: Visit) -> Response:
    """Ask for the recovery key, to see that the paper is right."""
    return visit.page("case_rehearsal.html", right=False, typed="")


def rehearse(visit: Visit) -> Response:
    """Try the recovery key; that it was right is written down."""
    try:
        visit.state.rehearse(visit.case.name, recovery.read(visit.text("code")))
    except ShouzhengError as error:
        typed = visit.text("code")[:_MOST_TYPED]
        return visit.page("case_rehearsal.html", 400, error.problems, right=False, typed=typed)
    with visit.case.writing(judged=False) as case:
        case.enter(REHEARSED, "recovery", {"right": True})
    return visit.page("case_rehearsal.html", right=True, typed="")


def lock(visit: Visit) -> Response:
    """Lock one case."""
    visit.state.lock(visit.part("case"))
    return visit.go("/locked")


def alive(visit: Visit) -> Response:
    """Count as use of the case: somebody is typing."""
    return Response(status_code=204)


PAGES = (
    Page("/cases", show=show, act=unlock),
    Page("/cases/new", show=new, act=make),
    Page("/case/{case}/recovery", show=rehearsal, act=rehearse, case=True),
    Page("/case/{case}/lock", act=lock),
    Page("/case/{case}/alive", show=alive, case=True),
)
