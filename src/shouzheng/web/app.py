"""The application: all pages of ``pages``, the static files, the guard in front of them."""

from __future__ import annotations

import os
import traceback
from collections.abc import Awaitable, Callable
from functools import partial
from importlib.resources import files
from pathlib import Path

from starlette.applications import Starlette
from starlette.concurrency import run_in_threadpool
from starlette.exceptions import HTTPException
from starlette.requests import Request
from starlette.responses import PlainTextResponse, Response
from starlette.routing import Route

from shouzheng.reference.problems import Problem, ShouzhengError
from shouzheng.web.forms import read_form
from shouzheng.web.pages import all_pages
from shouzheng.web.problems import CASE_CLOSED, NO_SUCH_PAGE, OTHER_ORIGIN, OUR_FAULT, TOO_LARGE
from shouzheng.web.security import Guard
from shouzheng.web.state import State
from shouzheng.web.visit import Page, Visit

_STATIC = {
    "style.css": "text/css; charset=utf-8",
    "app.js": "text/javascript; charset=utf-8",
    "mark.svg": "image/svg+xml",
    "blank.svg": "image/svg+xml",
}
_STATUS = {NO_SUCH_PAGE.code: 404, OTHER_ORIGIN.code: 403, TOO_LARGE.code: 413}
_DAMAGED = 4


def make_app(state: State) -> Starlette:
    """Return the application of one run."""
    routes = [Route(f"/static/{name}", partial(_static, name), methods=["GET"]) for name in _STATIC]
    for page in all_pages():
        routes += _routes(page, state)
    app = Starlette(routes=routes, exception_handlers={404: partial(_no_page, state), 405: partial(_no_page, state)})
    app.add_middleware(Guard, door=state.door)
    return app


async def _static(name: str, _request: Request) -> Response:
    content = files("shouzheng.web").joinpath("static", name).read_bytes()
    return Response(content, media_type=_STATIC[name])


def _routes(page: Page, state: State) -> list[Route]:
    routes = []
    if page.show or page.stream:
        routes.append(Route(page.path, _endpoint(page, state, reads_form=False), methods=["GET"]))
    if page.act or page.take:
        routes.append(Route(page.path, _endpoint(page, state, reads_form=page.take is None), methods=["POST"]))
    return routes


def _endpoint(page: Page, state: State, *, reads_form: bool) -> Callable[[Request], Awaitable[Response]]:
    async def answer(request: Request) -> Response:
        visit = Visit(request, state, request.scope["session"])
        try:
            if page.case:
                visit.opened = state.case(request.path_params["case"], used=not page.quiet)
            own = page.stream if request.method in ("GET", "HEAD") else page.take
            if own is not None:
                return await own(visit)
            if reads_form:
                visit.form = await read_form(request, visit.session)
            handler = page.act if request.method == "POST" else page.show
            return await run_in_threadpool(_run, handler, visit)
        except ShouzhengError as error:
            return await run_in_threadpool(_failed, visit, error)
        except Exception as error:  # whatever it is, the person gets a page and no private word of the case
            if "SHOUZHENG_DEBUG" in os.environ:
                raise
            return await run_in_threadpool(_our_fault, visit, error)

    return answer


def _run(handler: Callable[[Visit], Response] | None, visit: Visit) -> Response:
    return handler(visit) if handler is not None else PlainTextResponse("", 405)


def _failed(visit: Visit, error: ShouzhengError) -> Response:
    first = error.problems[0]
    if first.code == CASE_CLOSED.code:
        return visit.go(_locked(visit.request))
    status = _STATUS.get(first.code, 500 if error.exit_code == _DAMAGED else 400)
    return visit.problem_page(error.problems, status)


def _locked(request: Request) -> str:
    """Where a locked case leads: what was sent is said not to be stored; a page that was asked for is come back to."""
    if request.method == "POST":
        return "/locked?sent=yes"
    page = "text/html" in request.headers.get("accept", "")
    return f"/locked?back={request.url.path}" if page else "/locked"  # no name of a case has a sign that ends it here


def _our_fault(visit: Visit, error: Exception) -> Response:
    place = traceback.extract_tb(error.__traceback__)[-1]
    slots = (("kind", type(error).__name__), ("place", f"{Path(place.filename).name}:{place.lineno}"))
    visit.opened = None
    return visit.problem_page((Problem(OUR_FAULT, "", slots),), 500)


async def _no_page(state: State, request: Request, _error: Exception | HTTPException) -> Response:
    visit = Visit(request, state, request.scope["session"])
    return await run_in_threadpool(visit.problem_page, (Problem(NO_SUCH_PAGE),), 404)
