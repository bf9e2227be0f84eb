"""The service itself: reads a request strictly, checks its key, asks the gate, answers with JSON or with problems."""

from __future__ import annotations

import asyncio
import gc
import json
import logging
import sys
import time
from collections.abc import AsyncIterator, Awaitable, Callable, Mapping, Sequence
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from secrets import token_hex
from typing import Any

import uvicorn
from starlette.applications import Starlette
from starlette.exceptions import HTTPException
from starlette.requests import Request
from starlette.responses import PlainTextResponse, Response
from starlette.routing import Route

from shouzheng import __version__
from shouzheng.gate import reading_requests as reading
from shouzheng.gate.answer import rules_of
from shouzheng.gate.asking import Answered, Gate, with_text
from shouzheng.gate.decision import Go
from shouzheng.gate.problems import NOT_FOUND, TOO_LARGE, TOO_SLOW
from shouzheng.gate.request import PlannedContact
from shouzheng.gate.review import Draft, near_copies, review, review_and_log, reviewed_json
from shouzheng.gate.service.keys import Client, Keys, Right
from shouzheng.gate.service.lane import lane_of
from shouzheng.gate.service.metrics import Metrics
from shouzheng.gate.service.openapi import document
from shouzheng.gate.service.requests import batch, draft
from shouzheng.gate.service.together import Together
from shouzheng.gate.strict_json import MOST_BATCH_BYTES, MOST_BYTES, parse
from shouzheng.gate.templates import load_templates
from shouzheng.model.words import Lang
from shouzheng.reference.problems import Problem, ShouzhengError

#: Longest time for a request's body to arrive, in seconds.
_SLOWEST = 10
#: How long one thread runs before another one may, in seconds.
_TURN = 0.0005
_STATUS = {
    "SZ-6000": 400, "SZ-6001": 413, "SZ-6002": 400, "SZ-6003": 400,
    "SZ-6020": 409, "SZ-6021": 404, "SZ-6022": 409, "SZ-6023": 404,
    "SZ-6031": 503, "SZ-6052": 404, "SZ-6061": 401, "SZ-6062": 403, "SZ-6063": 429, "SZ-6064": 404, "SZ-6065": 408,
}  # fmt: skip
_UNPROCESSABLE = 422
_LOG = logging.getLogger(__name__)
_Handler = Callable[[Request], Awaitable[Response]]


@dataclass(frozen=True, slots=True)
class Reply:
    """Status, content (JSON) and headers of an answer."""

    status: int
    content: bytes
    headers: Mapping[str, str] = field(default_factory=dict)


@dataclass
class Service:
    """What every request needs."""

    gate: Gate
    keys: Keys
    metrics: Metrics
    together: Together

    async def decide(self, request: Request) -> Response:
        """One planned contact."""
        client = self._client(request, Right.DECIDE)
        started = time.perf_counter()
        planned = self._planned(client, parse(await _body(request, MOST_BYTES)))
        answered = await self.together.decide(client.name, planned)
        await self._after(client, planned, answered, time.perf_counter() - started)
        return _json(answered.text)

    def decide_soon(self, authorization: str, body: bytes, done: Callable[[Reply], None]) -> None:
        """One planned contact as ``decide``; ``done`` gets the reply in the loop's own thread."""
        started, name = time.perf_counter(), ""
        try:
            client = self.keys.client(authorization)
            name = client.name
            client.needs(Right.DECIDE)
            planned = self._planned(client, parse(body))
        except ShouzhengError as error:
            done(self.refusal(error.problems, name))
            return
        asked = self.together.ask(name, planned)
        asked.add_done_callback(lambda found: self._answered(client, planned, started, found, done))

    def _answered(
        self,
        client: Client,
        planned: PlannedContact,
        started: float,
        found: asyncio.Future[Answered | ShouzhengError],
        done: Callable[[Reply], None],
    ) -> None:
        try:
            answered = found.result()
        except Exception:
            _LOG.exception("a decision failed")
            done(Reply(500, b'{"problems":[]}'))
            return
        if isinstance(answered, ShouzhengError):
            done(self.refusal(answered.problems, client.name))
            return
        self._count(client, answered, time.perf_counter() - started)
        content = answered.text.encode("utf-8", "surrogatepass")
        if _is_refused_text(planned, answered):
            later = asyncio.get_running_loop().create_task(self._remember_text(client, planned, answered))
            later.add_done_callback(lambda _: done(Reply(200, content)))
        else:
            done(Reply(200, content))

    def refusal(self, problems: Sequence[Problem], client: str) -> Reply:
        """Return the reply that names problems, and count them."""
        status = _STATUS.get(problems[0].code, _UNPROCESSABLE)
        self.metrics.problem(client, [each.code for each in problems], status)
        headers = {"Retry-After": dict(problems[0].slots)["seconds"]} if status == 429 else {}
        return Reply(status, problems_json(problems).encode(), headers)

    async def decide_batch(self, request: Request) -> Response:
        """Several planned contacts; one with a problem does not stop the others."""
        client = self._client(request, Right.DECIDE)
        started = time.perf_counter()
        rows = batch(parse(await _body(request, MOST_BATCH_BYTES), MOST_BATCH_BYTES))
        read = [self._read(client, row) for row in rows]
        sound = [each for each in read if isinstance(each, PlannedContact)]
        answers = iter(await self.together.decide_all(client.name, sound))
        texts = []
        for each in read:
            found = each if isinstance(each, ShouzhengError) else next(answers)
            if isinstance(found, ShouzhengError):
                texts.append(problems_json(found.problems))
                continue
            texts.append(found.text)
            if isinstance(each, PlannedContact):
                await self._after(client, each, found, (time.perf_counter() - started) / len(rows))
        return _json(f'{{"answers":[{",".join(texts)}]}}')

    def _read(self, client: Client, row: object) -> PlannedContact | ShouzhengError:
        try:
            return self._planned(client, row)
        except ShouzhengError as error:
            return error

    def _planned(self, client: Client, data: object) -> PlannedContact:
        planned = with_text(reading.planned_contact(data, self.gate.book.rulebook.facts))
        client.is_for(planned.party, planned.creditor)
        return planned

    async def _after(self, client: Client, planned: PlannedContact, answered: Answered, seconds: float) -> None:
        self._count(client, answered, seconds)
        if _is_refused_text(planned, answered):
            await self._remember_text(client, planned, answered)

    def _count(self, client: Client, answered: Answered, seconds: float) -> None:
        reasons = answered.decision.reasons if answered.decision else ()
        self.metrics.decided(client.name, answered.go.value, rules_of(reasons), seconds)

    async def _remember_text(self, client: Client, planned: PlannedContact, answered: Answered) -> None:
        rules, text = rules_of(answered.decision.reasons if answered.decision else ()), planned.text or ""
        near = await asyncio.to_thread(near_copies, self.gate, text, planned.party, rules, client.name)
        self.metrics.other("near_copy", near > 0)

    async def report(self, request: Request) -> Response:
        """What became of an allowed contact."""
        client = self._client(request, Right.REPORT)
        outcome = reading.outcome_report(parse(await _body(request, MOST_BYTES)))
        await asyncio.to_thread(self.gate.report, outcome, client.name)
        self.metrics.other("outcome")
        return _json('{"done":true}')

    async def wish(self, request: Request) -> Response:
        """A person's wish."""
        client = self._client(request, Right.WISH)
        wish = reading.wish(parse(await _body(request, MOST_BYTES)), f"w-{token_hex(12)}")
        client.is_for(wish.party, wish.creditor)
        await asyncio.to_thread(self.gate.wish, wish)
        self.metrics.other("wish")
        return _json(json.dumps({"done": True, "id": wish.id}))

    async def state(self, request: Request) -> Response:
        """A standing fact."""
        client = self._client(request, Right.STATE)
        standing = reading.standing(parse(await _body(request, MOST_BYTES)), self.gate.book.rulebook.facts)
        client.may_state(standing)
        await asyncio.to_thread(self.gate.state, [standing])
        return _json('{"done":true}')

    async def review(self, request: Request) -> Response:
        """A text before anybody gets it."""
        client = self._client(request, Right.REVIEW)
        looked_at, party = draft(parse(await _body(request, MOST_BYTES)))
        if party not in client.agencies:
            client.is_for(party, "")
        found = await asyncio.to_thread(review_and_log, self.gate, looked_at, party, client.name)
        self.metrics.other("review")
        self.metrics.other("near_copy", found.near_copy > 0)
        return _json(json.dumps(reviewed_json(self.gate.book, found), ensure_ascii=False))

    async def health(self, request: Request) -> Response:
        """Alive, and able to write to the ledger."""
        await asyncio.to_thread(self._touch)
        said = {"ok": True, "law": self.gate.book.rulebook.hash, "durability": self.gate.store.durability}
        return _json(json.dumps(said))

    def _touch(self) -> None:
        with self.gate.store.transaction(()):
            pass

    async def show_metrics(self, request: Request) -> Response:
        """Counters."""
        self._client(request, Right.METRICS)
        return PlainTextResponse(self.metrics.text())

    async def describe(self, request: Request) -> Response:
        """The OpenAPI document."""
        return _json(json.dumps(document(self.gate.book.rulebook.facts, __version__), ensure_ascii=False))

    def _client(self, request: Request, right: Right) -> Client:
        client = self.keys.client(request.headers.get("authorization", ""))
        request.state.client = client.name
        client.needs(right)
        return client


def make_app(gate: Gate, keys: Keys, metrics: Metrics | None = None) -> Starlette:
    """Return the service as an ASGI application."""
    service = Service(gate, keys, metrics or Metrics(), Together(gate))

    @asynccontextmanager
    async def lifespan(_: Starlette) -> AsyncIterator[None]:
        # deciding runs beside the loop in one interpreter: with the usual 5 ms between turns requests would wait long
        sys.setswitchinterval(_TURN)
        for template in load_templates().values():  # law and lexicon are made ready before anybody waits for it
            review(gate.book, Draft(template.filled()), gate.clock())
        gc.collect()
        gc.freeze()  # law and lexicon stay: to look through them for garbage would stop everybody for 0.1 s
        yield
        gc.unfreeze()
        service.together.close()
        gate.store.close()

    posts: dict[str, _Handler] = {
        "/v1/decisions": service.decide,
        "/v1/decisions/batch": service.decide_batch,
        "/v1/outcomes": service.report,
        "/v1/wishes": service.wish,
        "/v1/standing": service.state,
        "/v1/review": service.review,
    }
    gets: dict[str, _Handler] = {
        "/health": service.health,
        "/metrics": service.show_metrics,
        "/openapi.json": service.describe,
    }
    routes = [Route(path, handler, methods=["POST"]) for path, handler in posts.items()]
    routes += [Route(path, handler, methods=["GET"]) for path, handler in gets.items()]

    async def refused(request: Request, error: Exception) -> Response:
        client = getattr(request.state, "client", "")
        if isinstance(error, ShouzhengError):
            reply = service.refusal(error.problems, client)
        else:
            status, problem = getattr(error, "status_code", 404), Problem(NOT_FOUND)
            service.metrics.problem(client, [problem.code], status)
            headers = {"Allow": "GET, POST"} if status == 405 else {}
            reply = Reply(status, problems_json([problem]).encode(), headers)
        return Response(reply.content, reply.status, reply.headers, "application/json")

    handlers = {ShouzhengError: refused, HTTPException: refused}
    app = Starlette(routes=routes, lifespan=lifespan, exception_handlers=handlers)
    app.state.service = service
    return app


def make_server(app: Starlette, **settings: Any) -> uvicorn.Server:
    """Return the server of a service; ``settings`` are those of ``uvicorn.Config`` (host, port, fd)."""
    lane = lane_of(app.state.service)
    config = uvicorn.Config(app, http=lane, log_level="warning", access_log=False, ws="none", **settings)
    return uvicorn.Server(config)


def _is_refused_text(planned: PlannedContact, answered: Answered) -> bool:
    return answered.go is Go.REFUSE and planned.text is not None and not answered.repeated


async def _body(request: Request, most: int) -> bytes:
    """Return the body, never more than allowed, and only while it keeps coming."""
    found = bytearray()
    try:
        async with asyncio.timeout(_SLOWEST):
            async for chunk in request.stream():
                found += chunk
                if len(found) > most:
                    raise ShouzhengError(Problem(TOO_LARGE, slots=(("limit", f"{most} B"),)))
    except TimeoutError as error:
        raise ShouzhengError(Problem(TOO_SLOW, slots=(("seconds", str(_SLOWEST)),))) from error
    return bytes(found)


def _json(text: str) -> Response:
    return Response(text.encode("utf-8", "surrogatepass"), 200, media_type="application/json")


def problems_json(problems: Sequence[Problem]) -> str:
    """Return problems as JSON: code, place, what, why and how to repair it, in both languages."""
    listed = [
        {
            "code": each.code,
            "where": each.where,
            **{
                name: {"zh": say(Lang.ZH_HANS), "en": say(Lang.EN)}
                for name, say in (("what", each.what), ("why", each.why), ("repair", each.repair))
            },
        }
        for each in problems
    ]
    return json.dumps({"problems": listed}, ensure_ascii=True)
