"""A client of the service inside the test's own process, and the service on a port for tests that need one."""

from __future__ import annotations

import asyncio
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from types import TracebackType
from typing import Any

import httpx
from starlette.applications import Starlette

from shouzheng.gate.service.app import make_server


class Client:
    """Sends requests to the application without a network, one after the other."""

    def __init__(self, app: Starlette, key: str) -> None:
        self._runner = asyncio.Runner()
        transport = httpx.ASGITransport(app, raise_app_exceptions=False)
        headers = {"Authorization": f"Bearer {key}"}
        self._client = httpx.AsyncClient(transport=transport, base_url="http://gate", headers=headers)

    def __enter__(self) -> Client:
        return self

    def __exit__(self, kind: type[BaseException] | None, value: object, trace: TracebackType | None) -> None:
        self._runner.run(self._client.aclose())
        self._runner.close()

    def post(self, path: str, **what: Any) -> httpx.Response:
        """Send a POST."""
        return self._runner.run(self._client.post(path, **what))

    def get(self, path: str, **what: Any) -> httpx.Response:
        """Send a GET."""
        return self._runner.run(self._client.get(path, **what))

    def together(self, path: str, bodies: list[dict[str, object]]) -> list[httpx.Response]:
        """Send several POSTs at the same time."""

        async def all_of_them() -> list[httpx.Response]:
            return list(await asyncio.gather(*(self._client.post(path, json=body) for body in bodies)))

        return self._runner.run(all_of_them())


@contextmanager
def serving(app: Starlette, **settings: Any) -> Iterator[str]:
    """Run the application on a free port of this machine and yield its address; ``settings`` are the server's."""
    server = make_server(app, host="127.0.0.1", port=0, **settings)
    thread = threading.Thread(target=server.run, daemon=True)
    thread.start()
    while not server.started:
        if not thread.is_alive():
            raise RuntimeError("the service did not start")
        time.sleep(0.01)
    port = server.servers[0].sockets[0].getsockname()[1]
    try:
        yield f"http://127.0.0.1:{port}"
    finally:
        server.should_exit = True
        thread.join(10)
