"""Group commit: what is asked while the last commit is on its way to the disk is decided in the next one, together."""

from __future__ import annotations

import asyncio
import logging
from collections.abc import Callable, Sequence
from concurrent.futures import ThreadPoolExecutor
from functools import partial

from shouzheng.gate.asking import Answered, Gate
from shouzheng.gate.request import PlannedContact
from shouzheng.reference.problems import ShouzhengError

#: Most requests decided in one transaction: what comes later waits no longer than these take.
MOST_TOGETHER = 64
#: The answer to one request, its problem (``ShouzhengError``), or a fault of ours.
Found = Answered | Exception
#: Is told what was found, in the loop's own thread.
Done = Callable[[Found], None]
#: What is waited for: who asks what, and who is told.
_Waiting = tuple[str, PlannedContact, Done]
_LOG = logging.getLogger(__name__)


def _nothing() -> None:
    pass


class Together:
    """Decides in one thread of its own, as many at once as are waiting.

    ``after`` is called whenever all who waited for one transaction were told.
    """

    def __init__(self, gate: Gate, after: Callable[[], None] = _nothing, most: int = MOST_TOGETHER) -> None:
        self._gate, self._after, self._most = gate, after, most
        self._thread = ThreadPoolExecutor(1, thread_name_prefix="gate")
        self._waiting: list[_Waiting] = []
        self._busy = False

    def ask(self, client: str, planned: PlannedContact, done: Done) -> None:
        """Have ``done`` told the answer once it is committed; for the loop's own thread."""
        self._waiting.append((client, planned, done))
        if not self._busy:
            self._busy = True
            self._task = asyncio.get_running_loop().create_task(self._work())

    async def decide(self, client: str, planned: PlannedContact) -> Answered:
        """Return the answer once it is committed; raises ``ShouzhengError``."""
        found = await self._told(client, planned)
        if isinstance(found, ShouzhengError):
            raise found
        return found

    async def decide_all(self, client: str, planned: Sequence[PlannedContact]) -> list[Answered | ShouzhengError]:
        """Return the answers in their order, each with its problem in its place where there is one."""
        return list(await asyncio.gather(*[self._told(client, each) for each in planned]))

    def _told(self, client: str, planned: PlannedContact) -> asyncio.Future[Answered | ShouzhengError]:
        told: asyncio.Future[Answered | ShouzhengError] = asyncio.get_running_loop().create_future()
        self.ask(client, planned, partial(_tell, told))
        return told

    async def _work(self) -> None:
        loop = asyncio.get_running_loop()
        try:
            while self._waiting:
                taken, self._waiting = self._waiting[: self._most], self._waiting[self._most :]
                found: Sequence[Found]
                try:
                    found = await loop.run_in_executor(self._thread, self._decided, taken)
                except Exception as error:  # a fault of ours: everybody is told, nobody waits for ever
                    found = [error] * len(taken)
                steps = [partial(done, each) for (_, _, done), each in zip(taken, found, strict=True)]
                for step in (*steps, partial(self._after)):
                    try:
                        step()
                    except Exception:  # one connection that fails does not keep the others from being told
                        _LOG.exception("an answer could not be given")
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


def _tell(told: asyncio.Future[Answered | ShouzhengError], found: Found) -> None:
    """Settle what somebody waits for, who may have gone meanwhile."""
    if told.done():
        return
    if isinstance(found, Answered | ShouzhengError):
        told.set_result(found)
    else:
        told.set_exception(found)
