"""The short way of the one request that comes a thousand times a second: ``POST /v1/decisions`` in its plain form.

A request that is written exactly as expected, with all of it within its stated length, is taken here; everything else
(other paths, chunks, ``Expect``, folded or doubled headers, whatever is unclear) goes the usual way through h11 and the
application, which answer it. Both ways end in the same functions of ``Service``. A general parser and the framework
around it take three times as long as the decision.
"""

from __future__ import annotations

import asyncio
import re
from functools import lru_cache
from http import HTTPStatus
from typing import TYPE_CHECKING, Any, ClassVar

import h11
from uvicorn.protocols.http.h11_impl import H11Protocol

from shouzheng.gate.strict_json import MOST_BYTES

if TYPE_CHECKING:
    from shouzheng.gate.service.answering import Service
    from shouzheng.gate.service.replies import Reply

#: Longest head, and most bytes that wait on a connection while an answer is worked out.
_MOST_HEAD, _MOST_WAITING = 8_192, 64 << 10
#: Longest time for the rest of a request to arrive, in seconds; then h11 goes on waiting as for any other request.
_SLOWEST = 10
_HEAD = re.compile(rb"POST /v1/decisions HTTP/1\.1\r\n((?:[!#$%&'*+.^_`|~0-9A-Za-z-]++:[\x20-\x7e]*+\r\n)++)\r\n")
#: Headers that change how a request has to be read, or what may follow it.
_UNUSUAL = frozenset((b"transfer-encoding", b"expect", b"upgrade", b"te", b"trailer", b"content-encoding"))
_LENGTH = re.compile(rb"[0-9]{1,6}\Z")


class Incomplete(Exception):
    """The request is a plain one, and its rest is still to come."""


def plain_request(data: bytes) -> tuple[str, int, int] | None:
    """Return authorization, start and end of the body; ``None`` for what is not plain. Raises ``Incomplete``."""
    found = _HEAD.match(data, 0, _MOST_HEAD)
    if found is None:
        return None
    headers: dict[bytes, bytes] = {}
    lines = found[1][:-2].split(b"\r\n")
    for line in lines:
        name, _, value = line.partition(b":")
        headers[name.lower()] = value.strip(b" ")
    if len(headers) != len(lines) or not _UNUSUAL.isdisjoint(headers) or b"host" not in headers:
        return None
    length = headers.get(b"content-length", b"")
    if not _LENGTH.match(length) or headers.get(b"connection", b"keep-alive").lower() != b"keep-alive":
        return None
    start, size = found.end(), int(length)
    if size > MOST_BYTES:
        return None
    if len(data) < start + size:
        raise Incomplete
    return headers.get(b"authorization", b"").decode("ascii"), start, start + size


class Lane(H11Protocol):
    """One connection. ``_busy`` while an answer is worked out; what arrives meanwhile waits its turn.

    ``_timer`` waits for the rest of a request, ``_rest_timer`` for the next one: the latter is set once and looks at
    ``_last_at`` when it ends, because to set it anew for each of a thousand requests a second would cost more.
    """

    service: ClassVar[Service]
    _waiting = b""
    _busy = False
    _last = False
    _unread = False
    _timer: asyncio.TimerHandle | None = None
    _rest_timer: asyncio.TimerHandle | None = None
    _last_at = 0.0

    def data_received(self, data: bytes) -> None:
        """Take a plain request, or pass the bytes on."""
        if self._busy:
            self._waiting += data
            if len(self._waiting) > _MOST_WAITING:
                self.flow.pause_reading()
            return
        if self._waiting:
            data, self._waiting = self._waiting + data, b""
        elif not self._is_between_requests():
            self._pass_on(data)
            return
        try:
            found = plain_request(data)
        except Incomplete:
            self._unset_keepalive_if_required()
            self._waiting = data
            if self._timer is None:  # one byte now and then wins no time
                self._timer = self.loop.call_later(_SLOWEST, self._give_up)
            return
        self._stop_timer()
        if found is None:
            self._pass_on(data)
            return
        authorization, start, end = found
        self._busy, self._waiting = True, data[end:]
        self._unset_keepalive_if_required()
        self.server_state.total_requests += 1
        self.service.decide_soon(authorization, data[start:end], self._answer)

    def _is_between_requests(self) -> bool:
        idle = self.conn.their_state is h11.IDLE and self.conn.our_state is h11.IDLE
        return idle and not self.conn.trailing_data[0]

    def _give_up(self) -> None:
        """Leave a request that does not arrive to h11, which waits for it as for any other."""
        data, self._waiting, self._timer = self._waiting, b"", None
        self._pass_on(data)

    def _pass_on(self, data: bytes) -> None:
        self._last_at = self.loop.time()
        super().data_received(data)

    def _stop_timer(self) -> None:
        if self._timer is not None:
            self._timer.cancel()
            self._timer = None

    def _answer(self, reply: Reply) -> None:
        if self.transport.is_closing():
            return
        head = _head(reply.status, tuple(self.server_state.default_headers))
        if reply.headers:
            head += "".join(f"{name}: {value}\r\n" for name, value in reply.headers.items()).encode("latin-1")
        self.transport.write(b"%scontent-length: %d\r\n\r\n%s" % (head, len(reply.content), reply.content))
        if self._waiting:  # not at once: a thousand requests sent in a row would be a thousand calls deep
            self.loop.call_soon(self._go_on)
        else:
            self._go_on()

    def _go_on(self) -> None:
        """Look at what arrived meanwhile, once the client has read its answers."""
        self._unread = self.flow.write_paused
        if self.transport.is_closing() or self._unread:
            return
        if self._last:
            self.transport.close()
            return
        self._busy = False
        self.flow.resume_reading()
        if self._waiting:
            data, self._waiting = self._waiting, b""
            self.data_received(data)
            return
        self._last_at = self.loop.time()
        if self._rest_timer is None:
            self._rest_timer = self.loop.call_later(self.timeout_keep_alive, self._rested)

    def _rested(self) -> None:
        """Close the connection when nothing came for long enough."""
        self._rest_timer = None
        if self._busy or self._waiting or not self._is_between_requests():
            return  # whoever answers now waits for the next request afterwards
        left = self._last_at + self.timeout_keep_alive - self.loop.time()
        if left > 0:
            self._rest_timer = self.loop.call_later(left, self._rested)
        else:
            self.timeout_keep_alive_handler()

    def resume_writing(self) -> None:
        """Go on with a client that reads its answers again."""
        super().resume_writing()
        if self._unread:
            self._go_on()

    def shutdown(self) -> None:
        """Close, after the answer that is worked out now."""
        if self._busy:
            self._last = True
        else:
            super().shutdown()

    def connection_lost(self, exc: Exception | None) -> None:
        """Forget what waited."""
        self._stop_timer()
        if self._rest_timer is not None:
            self._rest_timer.cancel()
            self._rest_timer = None
        self._waiting = b""
        super().connection_lost(exc)


@lru_cache(maxsize=64)
def _head(status: int, headers: tuple[tuple[bytes, bytes], ...]) -> bytes:
    """Return the head of an answer up to its length; the headers change once a second (``date``)."""
    lines = [b"HTTP/1.1 %d %s\r\n" % (status, HTTPStatus(status).phrase.encode())]
    lines += [b"%s: %s\r\n" % header for header in headers]
    return b"".join([*lines, b"content-type: application/json\r\n"])


def lane_of(service: Service) -> type[Lane]:
    """Return the protocol of a service, for ``uvicorn.Config(http=…)``."""
    names: dict[str, Any] = {"service": service}
    return type("LaneOfService", (Lane,), names)
