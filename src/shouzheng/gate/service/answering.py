"""What the service does with each request: checks the key, reads strictly, asks the gate, counts, and answers."""

from __future__ import annotations

import asyncio
import json
import logging
import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from functools import partial
from secrets import token_hex

from starlette.requests import Request
from starlette.responses import PlainTextResponse, Response

from shouzheng import __version__
from shouzheng.gate import reading_requests as reading
from shouzheng.gate.answer import lacking_of, rules_of
from shouzheng.gate.asking import Answered, Gate, with_text
from shouzheng.gate.decision import Go
from shouzheng.gate.request import PlannedContact
from shouzheng.gate.review import near_copies, review_and_log, reviewed_json
from shouzheng.gate.service.keys import Client, Keys, Right
from shouzheng.gate.service.metrics import Metrics
from shouzheng.gate.service.openapi import document
from shouzheng.gate.service.replies import FAULT, Reply, answer, problems_json, refusal
from shouzheng.gate.service.requests import batch, body_of, draft
from shouzheng.gate.service.together import Found, Together
from shouzheng.gate.strict_json import MOST_BATCH_BYTES, MOST_BYTES, parse
from shouzheng.reference.problems import Problem, ShouzhengError

_LOG = logging.getLogger(__name__)
_DONE = '{"done":true}'


@dataclass
class Service:
    """What every request needs."""

    gate: Gate
    keys: Keys
    metrics: Metrics
    together: Together

    # --- decisions --------------------------------------------------------------------------------------------

    async def decide(self, request: Request) -> Response:
        """One planned contact."""
        client = self._client(request, Right.DECIDE)
        started = time.perf_counter()
        planned = self._planned(client, parse(await body_of(request, MOST_BYTES)))
        answered = await self.together.decide(client.name, planned)
        await self._after(client, planned, answered, time.perf_counter() - started)
        self.metrics.flush()
        return answer(answered.text).response()

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
        self.together.ask(name, planned, partial(self._found, client, planned, started, done))

    def _found(
        self, client: Client, planned: PlannedContact, started: float, done: Callable[[Reply], None], found: Found
    ) -> None:
        if isinstance(found, ShouzhengError):
            done(self.refusal(found.problems, client.name))
        elif isinstance(found, Exception):
            _LOG.error("a decision failed", exc_info=found)
            done(FAULT)
        else:
            self._count(client, found, time.perf_counter() - started)
            reply = answer(found.text)
            if _is_refused_text(planned, found):
                later = asyncio.get_running_loop().create_task(self._remember_text(client, planned, found))
                later.add_done_callback(lambda _: done(reply))
            else:
                done(reply)

    async def decide_batch(self, request: Request) -> Response:
        """Several planned contacts; one with a problem does not stop the others."""
        client = self._client(request, Right.DECIDE)
        started = time.perf_counter()
        rows = batch(parse(await body_of(request, MOST_BATCH_BYTES), MOST_BATCH_BYTES))
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
        self.metrics.flush()
        return answer(f'{{"answers":[{",".join(texts)}]}}').response()

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
        self.metrics.decided(client.name, answered.go.value, rules_of(reasons), seconds, lacking_of(reasons))

    async def _remember_text(self, client: Client, planned: PlannedContact, answered: Answered) -> None:
        rules, text = rules_of(answered.decision.reasons if answered.decision else ()), planned.text or ""
        near = await asyncio.to_thread(near_copies, self.gate, text, planned.party, rules, client.name)
        self.metrics.other("near_copy", near > 0)

    # --- what the gate is told --------------------------------------------------------------------------------

    async def report(self, request: Request) -> Response:
        """What became of an allowed contact."""
        client = self._client(request, Right.REPORT)
        outcome = reading.outcome_report(parse(await body_of(request, MOST_BYTES)))
        await asyncio.to_thread(self.gate.report, outcome, client.name)
        self.metrics.other("outcome")
        return answer(_DONE).response()

    async def wish(self, request: Request) -> Response:
        """A person's wish."""
        client = self._client(request, Right.WISH)
        wish = reading.wish(parse(await body_of(request, MOST_BYTES)), f"w-{token_hex(12)}")
        client.is_for(wish.party, wish.creditor)
        await asyncio.to_thread(self.gate.wish, wish)
        self.metrics.other("wish")
        return answer(json.dumps({"done": True, "id": wish.id})).response()

    async def state(self, request: Request) -> Response:
        """A standing fact."""
        client = self._client(request, Right.STATE)
        standing = reading.standing(parse(await body_of(request, MOST_BYTES)), self.gate.book.rulebook.facts)
        client.may_state(standing)
        await asyncio.to_thread(self.gate.state, [standing])
        return answer(_DONE).response()

    async def review(self, request: Request) -> Response:
        """A text before anybody gets it."""
        client = self._client(request, Right.REVIEW)
        looked_at, party = draft(parse(await body_of(request, MOST_BYTES)))
        if party not in client.agencies:
            client.is_for(party, "")
        found = await asyncio.to_thread(review_and_log, self.gate, looked_at, party, client.name)
        self.metrics.other("review")
        self.metrics.other("near_copy", found.near_copy > 0)
        return answer(json.dumps(reviewed_json(self.gate.book, found), ensure_ascii=False)).response()

    # --- what can be looked at --------------------------------------------------------------------------------

    async def health(self, request: Request) -> Response:
        """Alive, and able to write to the ledger."""
        await asyncio.to_thread(self._touch)
        said = {"ok": True, "law": self.gate.book.rulebook.hash, "durability": self.gate.store.durability}
        return answer(json.dumps(said)).response()

    def _touch(self) -> None:
        with self.gate.store.transaction(()):
            pass

    async def show_metrics(self, request: Request) -> Response:
        """Counters."""
        self._client(request, Right.METRICS)
        return PlainTextResponse(self.metrics.text())

    async def describe(self, request: Request) -> Response:
        """The OpenAPI document."""
        said = document(self.gate.book.rulebook.facts, __version__)
        return answer(json.dumps(said, ensure_ascii=False)).response()

    # --- who asks, and what is not answered -------------------------------------------------------------------

    def _client(self, request: Request, right: Right) -> Client:
        client = self.keys.client(request.headers.get("authorization", ""))
        request.state.client = client.name
        client.needs(right)
        return client

    def refusal(self, problems: Sequence[Problem], client: str) -> Reply:
        """Return the reply that names problems, and count them."""
        reply = refusal(problems)
        self.metrics.problem(client, [each.code for each in problems], reply.status)
        return reply


def _is_refused_text(planned: PlannedContact, answered: Answered) -> bool:
    return answered.go is Go.REFUSE and planned.text is not None and not answered.repeated
