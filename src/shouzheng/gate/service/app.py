"""The service as an application: which address is answered by what, and what happens when it starts and stops."""

from __future__ import annotations

import gc
import sys
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import asynccontextmanager
from functools import partial
from typing import Any

import uvicorn
from starlette.applications import Starlette
from starlette.exceptions import HTTPException
from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route

from shouzheng.gate.asking import Gate
from shouzheng.gate.problems import NOT_FOUND
from shouzheng.gate.review import Draft, review
from shouzheng.gate.service.answering import Service
from shouzheng.gate.service.keys import Keys
from shouzheng.gate.service.lane import lane_of
from shouzheng.gate.service.metrics import Metrics
from shouzheng.gate.service.replies import Reply, problems_json
from shouzheng.gate.service.together import Together
from shouzheng.gate.templates import load_templates
from shouzheng.reference.problems import Problem, ShouzhengError

#: How long one thread runs before another one may, in seconds.
_TURN = 0.0005
_WRONG_METHOD = 405


def make_app(gate: Gate, keys: Keys, metrics: Metrics | None = None) -> Starlette:
    """Return the service as an ASGI application; ``app.state.service`` is what answers."""
    counted = metrics or Metrics()
    service = Service(gate, keys, counted, Together(gate, counted.flush))
    refused = partial(_refused, service)
    app = Starlette(
        routes=_routes(service),
        lifespan=_lifespan,
        exception_handlers={ShouzhengError: refused, HTTPException: refused},
    )
    app.state.service = service
    return app


def _routes(service: Service) -> list[Route]:
    posts: dict[str, Callable[[Request], Awaitable[Response]]] = {
        "/v1/decisions": service.decide,
        "/v1/decisions/batch": service.decide_batch,
        "/v1/outcomes": service.report,
        "/v1/wishes": service.wish,
        "/v1/standing": service.state,
        "/v1/review": service.review,
    }
    gets: dict[str, Callable[[Request], Awaitable[Response]]] = {
        "/health": service.health,
        "/metrics": service.show_metrics,
        "/openapi.json": service.describe,
    }
    return [
        *(Route(path, handler, methods=["POST"]) for path, handler in posts.items()),
        *(Route(path, handler, methods=["GET"]) for path, handler in gets.items()),
    ]


@asynccontextmanager
async def _lifespan(app: Starlette) -> AsyncIterator[None]:
    """Make law and lexicon ready before anybody waits for them; in the end finish what is being decided."""
    service: Service = app.state.service
    gate = service.gate
    # deciding runs beside the loop in one interpreter: with the usual 5 ms between turns requests would wait long
    sys.setswitchinterval(_TURN)
    for template in load_templates().values():
        review(gate.book, Draft(template.filled()), gate.clock())
    gc.collect()
    gc.freeze()  # law and lexicon stay: to look through them for garbage would stop everybody for 0.1 s
    yield
    gc.unfreeze()
    service.together.close()
    gate.store.close()


async def _refused(service: Service, request: Request, error: Exception) -> Response:
    """Answer a request that was not answered otherwise: with its problems, or that there is nothing at this address."""
    client = getattr(request.state, "client", "")
    if isinstance(error, ShouzhengError):
        return service.refusal(error.problems, client).response()
    status, problem = getattr(error, "status_code", 404), Problem(NOT_FOUND)
    service.metrics.problem(client, [problem.code], status)
    headers = {"Allow": "GET, POST"} if status == _WRONG_METHOD else {}
    return Reply(status, problems_json([problem]).encode(), headers).response()


class _Server(uvicorn.Server):
    """A server that says when it listens: making law and lexicon ready takes seconds, and nobody is answered before."""

    def __init__(self, config: uvicorn.Config, listening: Callable[[], None]) -> None:
        super().__init__(config)
        self._listening = listening

    async def startup(self, sockets: list[Any] | None = None) -> None:
        """Begin to listen, and say so."""
        await super().startup(sockets)
        if self.started:
            self._listening()


def make_server(app: Starlette, listening: Callable[[], None] = lambda: None, **settings: Any) -> uvicorn.Server:
    """Return the server of a service; ``listening`` is called once it answers.

    ``settings`` are those of ``uvicorn.Config`` (host, port, fd).
    """
    lane = lane_of(app.state.service)
    config = uvicorn.Config(app, http=lane, log_level="warning", access_log=False, ws="none", **settings)
    return _Server(config, listening)
