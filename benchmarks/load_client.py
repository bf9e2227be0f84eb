"""The cheapest client that still is one: sockets that stay open, requests made beforehand, one at a time on each.

It runs on the same cores as the service, and what it takes is missing there: no event loop, no parser of HTTP.
"""

from __future__ import annotations

import select
import socket
import time
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from itertools import cycle, islice

_READ = 256 << 10
_END, _LENGTH = b"\r\n\r\n", b"content-length: "


@dataclass
class _Connection:
    """One connection: when its request was sent, and what has come of the answer."""

    socket: socket.socket
    sent: float = 0.0
    come: bytes = b""

    def ask(self, request: bytes) -> None:
        """Send a request."""
        self.sent, self.come = time.perf_counter(), b""
        self.socket.sendall(request)

    def is_answered(self) -> bool:
        """Read what has come, and tell whether that is the whole answer."""
        read = self.socket.recv(_READ)
        if not read:
            raise ConnectionError("the service hung up")
        self.come += read
        head = self.come.find(_END)
        if head < 0:
            return False
        place = self.come.index(_LENGTH) + len(_LENGTH)
        return len(self.come) >= head + len(_END) + int(self.come[place : self.come.index(b"\r", place)])


@dataclass
class Load:
    """What came of the requests: how many were answered with 200, and the seconds that each took."""

    good: int = 0
    taken: list[float] = field(default_factory=list)


def load(ports: Sequence[int], requests: Sequence[bytes], connections: int) -> Load:
    """Send all requests over so many connections, spread evenly over the ports as a proxy would."""
    found, left = Load(), iter(requests)
    ready = select.epoll()
    open_ones: dict[int, _Connection] = {}
    for port in islice(cycle(ports), connections):
        made = socket.create_connection(("127.0.0.1", port))
        made.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
        open_ones[made.fileno()] = _Connection(made)
        ready.register(made.fileno(), select.EPOLLIN)
    busy = sum(_go_on(connection, left) for connection in open_ones.values())
    while busy:
        for number, _ in ready.poll():
            connection = open_ones[number]
            if connection.is_answered():
                found.taken.append(time.perf_counter() - connection.sent)
                found.good += connection.come.startswith(b"HTTP/1.1 200")
                busy -= not _go_on(connection, left)
    ready.close()
    for connection in open_ones.values():
        connection.socket.close()
    return found


def _go_on(connection: _Connection, left: Iterator[bytes]) -> bool:
    """Send the next request, if there is one."""
    request = next(left, None)
    if request is not None:
        connection.ask(request)
    return request is not None
