"""Starts the app on this computer only, tells where it is, and ends it."""

from __future__ import annotations

import asyncio
import contextlib
import logging
import threading
from collections.abc import Callable

import uvicorn

from shouzheng.reference.problems import Problem, ShouzhengError
from shouzheng.web.app import make_app
from shouzheng.web.problems import NO_PORT
from shouzheng.web.second_start import Announcement
from shouzheng.web.security import START, Door
from shouzheng.web.settings import Settings
from shouzheng.web.state import State

HOST = "127.0.0.1"


class Running:
    """One run of the app. ``address`` opens one session in a browser, once; ``serve`` runs until it is stopped."""

    def __init__(self, settings: Settings, port: int = 0) -> None:
        self._announcement = Announcement(settings.cases)
        door = Door(settings.lang, secret=self._announcement.secret)
        self.state = State(settings, door, self.stop, self._announce)
        self._port = port
        self._server = uvicorn.Server(
            uvicorn.Config(
                make_app(self.state),
                host=HOST,
                port=port,
                log_config=None,
                access_log=False,
                server_header=False,
                date_header=False,
                timeout_graceful_shutdown=2,
                lifespan="off",
                proxy_headers=False,
                ws="none",
                h11_max_incomplete_event_size=64_000,
            )
        )

    def address(self) -> str:
        """Return an address that lets one browser in; raises ``RuntimeError`` before the server listens."""
        if not self.state.door.host:
            raise RuntimeError("the server does not listen yet")
        return f"http://{self.state.door.host}{START}?{self.state.door.new_token()}"

    def serve(self, ready: Callable[[Running], None]) -> None:
        """Listen and call ``ready`` once; returns when stopped. Raises ``ShouzhengError`` (SZ-7040) without a port."""
        try:
            asyncio.run(self._serve(ready))
        finally:
            self._announcement.withdraw()
            self.state.end()

    async def _listen(self) -> None:
        """Serve; raises ``ShouzhengError`` for the ``SystemExit`` with which uvicorn answers a port it cannot use."""
        try:
            await self._server.serve()
        except SystemExit:
            raise ShouzhengError(Problem(NO_PORT, slots=(("port", str(self._port)),))) from None

    async def _serve(self, ready: Callable[[Running], None]) -> None:
        log, quiet = logging.getLogger("uvicorn.error"), logging.NullHandler()
        log.addHandler(quiet)  # a port in use is said once, by us
        serving = asyncio.ensure_future(self._listen())
        while not self._server.started and not serving.done():
            await asyncio.sleep(0.005)
        log.removeHandler(quiet)
        if self._server.started:
            number = self._server.servers[0].sockets[0].getsockname()[1]
            self.state.door.host = f"{HOST}:{number}"
            self._announce()
            threading.Thread(target=ready, args=(self,), daemon=True).start()
        with contextlib.suppress(asyncio.CancelledError):
            await serving

    def _announce(self) -> None:
        self._announcement.put(int(self.state.door.host.rpartition(":")[2]))

    def stop(self) -> None:
        """Ask the server to end; what is under way gets two seconds."""
        self._server.should_exit = True
