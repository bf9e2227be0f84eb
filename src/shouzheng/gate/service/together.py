"""Group commit: what is asked while the last commit is on its way to the disk is decided in the next one, together."""

from __future__ import annotations

import asyncio
from collections.abc import Sequence
from concurrent.futures import ThreadPoolExecutor

from shouzheng.gate.asking import Answered, Gate
from shouzheng.gate.request import PlannedContact
from shouzheng.reference.problems import ShouzhengError

#: Most requests decided in one transaction: what comes later waits no longer than these take.
MOST_TOGETHER = 64
#: What is waited for: who asks what, and where the answer goes.
_Waiting = tuple[str, PlannedContact, "asyncio.Future[Answered | ShouzhengError]"]


class Together:
    """Decides in one thread of its own, as many at once as are waiting."""

    def __init__(self, gate: Gate, most: int = MOST_TOGETHER) -> None:
        self._gate, self._most = gate, most
        self._thread = ThreadPoolExecutor(1, thread_name_prefix="gate")
        self._waiting: list[_Waiting] = []
        self._busy = False

    async def decide(self, client: str, planned: PlannedContact) -> Answered:
        """Return the answer once it is committed; raises ``ShouzhengError``."""
        found = await self.ask(client, planned)
        if isinstance(found, ShouzhengError):
            raise found
        return found

    def ask(self, client: str, planned: PlannedContact) -> asyncio.Future[Answered | ShouzhengError]:
        """Return what will hold the answer, or its problem, once it is committed; for the loop's own thread."""
        loop = asyncio.get_running_loop()
        future: asyncio.Future[Answered | ShouzhengError] = loop.create_future()
        self._waiting.append((client, planned, future))
        if not self._busy:
            self._busy = True
            self._task = loop.create_task(self._work())
        return future

    async def decide_all(self, client: str, planned: Sequence[PlannedContact]) -> list[Answered | ShouzhengError]:
        """Return the answers in their order, each with its problem in its place where there is one."""
        return list(await asyncio.gather(*[self.ask(client, each) for each in planned]))

    async def _work(self) -> None:
        loop = asyncio.get_running_loop()
        try:
            while self._waiting:
                taken, self._waiting = self._waiting[: self._most], self._waiting[self._most :]
                try:
                    answers = await loop.run_in_executor(self._thread, self._decided, taken)
                except Exception as error:  # a fault of ours: everybody is told, nobody waits for ever
                    for _, _, future in taken:
                        if not future.done():
                            future.set_exception(error)
                    continue
                for (_, _, future), answer in zip(taken, answers, strict=True):
                    if not future.done():
                        future.set_result(answer)
        finally:
            self._busy = False

    def _decided(self, taken: Sequence[_Waiting]) -> Sequence[Answered | ShouzhengError]:
        try:
            return self._gate.decide_all([(client, planned) for client, planned, _ in taken], limited=True)
        except ShouzhengError as error:  # the ledger is not available: nobody was answered
            return [error] * len(taken)

    def close(self) -> None:
        """Finish what is being decided."""
        self._thread.shutdown(wait=True)
