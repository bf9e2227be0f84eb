"""The short way of a decision over HTTP: what it takes, what it leaves to h11, and that both answer the same."""

from __future__ import annotations

import json
import socket
from collections.abc import Iterator
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from shouzheng.gate.service.app import make_app
from shouzheng.gate.service.keys import load_keys
from shouzheng.gate.service.lane import Incomplete, Lane, plain_request
from shouzheng.gate.strict_json import MOST_BYTES
from tests.gate.http_client import serving
from tests.gate.making import THREAT, ready_gate, row
from tests.gate.test_service import KEY, keys_file

Address = tuple[str, int]


def request(body: bytes, *more: str, path: str = "/v1/decisions", key: str = KEY) -> bytes:
    """A request as a client writes it."""
    lines = [f"POST {path} HTTP/1.1", "Host: gate", f"Authorization: Bearer {key}", *more]
    if not any(line.lower().startswith(("content-length", "transfer-encoding")) for line in more):
        lines.append(f"Content-Length: {len(body)}")
    return "".join(f"{line}\r\n" for line in lines).encode() + b"\r\n" + body


def asked(**changes: object) -> bytes:
    """The body of a request for a decision."""
    return json.dumps(row(**changes), ensure_ascii=False).encode()


@pytest.fixture(scope="module")
def address(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Address]:
    """Where the service listens."""
    folder = tmp_path_factory.mktemp("lane")
    with serving(make_app(ready_gate(folder), load_keys(keys_file(folder)))) as found:
        host, _, port = found.removeprefix("http://").partition(":")
        yield host, int(port)


def answers(address: Address, *parts: bytes, count: int = 1) -> list[tuple[int, dict[str, object]]]:
    """Send parts one by one and return so many answers: status and JSON."""
    found = []
    with socket.create_connection(address, timeout=30) as connection, connection.makefile("rb") as reader:
        connection.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
        for part in parts:
            connection.sendall(part)
        for _ in range(count):
            status, length = int(reader.readline().split()[1]), 0
            while (line := reader.readline()) != b"\r\n":
                name, _, value = line.partition(b":")
                length = int(value) if name.lower() == b"content-length" else length
            found.append((status, json.loads(reader.read(length))))
    return found


def codes(answer: tuple[int, dict[str, object]]) -> tuple[int, list[str]]:
    """Status and codes of problems."""
    problems = answer[1]["problems"]
    assert isinstance(problems, list)
    return answer[0], [each["code"] for each in problems]


def test_both_ways_give_the_same_answer(address: Address) -> None:
    body = asked(person="a", debtor="a")
    [short] = answers(address, request(body))
    [long] = answers(address, request(body, "Expect: 100-continue-not", "Connection: close"))
    [chunked] = answers(address, request(b"%x\r\n%b\r\n0\r\n\r\n" % (len(body), body), "Transfer-Encoding: chunked"))
    assert short == long == chunked
    assert (short[0], short[1]["decision"]) == (200, "allow")


def test_a_request_may_come_in_pieces(address: Address) -> None:
    whole = request(asked(person="b", debtor="b"))
    for size in (1, 40, 300):
        parts = [whole[start : start + size] for start in range(0, len(whole), size)]
        assert answers(address, *parts)[0][1]["decision"] == "allow"
    head = whole.index(b"\r\n\r\n") + 4
    assert answers(address, whole[:head], whole[head:])[0][1]["decision"] == "allow"


def test_requests_that_do_not_wait_are_answered_in_their_order(address: Address) -> None:
    keys = [f"in-order-{number}" for number in range(30)]
    many = b"".join(request(asked(key=key, person=key, debtor=key)) for key in keys)
    assert [found["key"] for _, found in answers(address, many, count=30)] == keys
    mixed = request(asked(key="x", person="x", debtor="x")) + request(b"{}", path="/v1/review") + request(b"")
    found = answers(address, mixed, count=3)
    assert [status for status, _ in found] == [200, 422, 400]


def test_refusals_are_those_of_the_service(address: Address) -> None:
    assert codes(answers(address, request(asked(), key="wrong"))[0]) == (401, ["SZ-6061"])
    assert codes(answers(address, request(asked(agency="qingshi")))[0]) == (403, ["SZ-6062"])
    assert codes(answers(address, request(b"{"))[0]) == (400, ["SZ-6000"])
    assert codes(answers(address, request(b'{"a":1,"a":2}'))[0]) == (400, ["SZ-6003"])
    assert codes(answers(address, request(b"[" * 99))[0]) == (400, ["SZ-6002"])
    assert codes(answers(address, request(b" " * (MOST_BYTES + 1)))[0]) == (413, ["SZ-6001"])


def test_a_refused_text_is_answered_and_remembered(address: Address) -> None:
    for number in range(2):
        person = f"threatened-{number}"
        [found] = answers(address, request(asked(channel="sms", text=THREAT, person=person, debtor=person)))
        assert (found[0], found[1]["decision"]) == (200, "refuse")


@pytest.mark.parametrize(
    "changed",
    [
        b"GET /v1/decisions HTTP/1.1\r\nHost: x\r\nContent-Length: 2\r\n\r\n{}",
        b"POST /v1/decisions HTTP/1.0\r\nHost: x\r\nContent-Length: 2\r\n\r\n{}",
        b"POST /v1/decisions?x=1 HTTP/1.1\r\nHost: x\r\nContent-Length: 2\r\n\r\n{}",
        b"POST /v1/decisions HTTP/1.1\r\nContent-Length: 2\r\n\r\n{}",
        b"POST /v1/decisions HTTP/1.1\r\nHost: x\r\n\r\n",
        b"POST /v1/decisions HTTP/1.1\r\nHost: x\r\nContent-Length: 2\r\nContent-Length: 2\r\n\r\n{}",
        b"POST /v1/decisions HTTP/1.1\r\nHost: x\r\nContent-Length: 2\r\ncontent-length: 3\r\n\r\n{}",
        b"POST /v1/decisions HTTP/1.1\r\nHost: x\r\nContent-Length: +2\r\n\r\n{}",
        b"POST /v1/decisions HTTP/1.1\r\nHost: x\r\nContent-Length: 2\r\nTransfer-Encoding: chunked\r\n\r\n{}",
        b"POST /v1/decisions HTTP/1.1\r\nHost: x\r\nContent-Length: 2\r\nConnection: close\r\n\r\n{}",
        b"POST /v1/decisions HTTP/1.1\r\nHost: x\r\nContent-Length: 2\r\nExpect: 100-continue\r\n\r\n{}",
        b"POST /v1/decisions HTTP/1.1\r\nHost: x\r\nX: a\r\n folded\r\nContent-Length: 2\r\n\r\n{}",
        b"POST /v1/decisions HTTP/1.1\r\nHost: x\r\nX : a\r\nContent-Length: 2\r\n\r\n{}",
        b"POST /v1/decisions HTTP/1.1\nHost: x\nContent-Length: 2\n\n{}",
        b"POST /v1/decisions HTTP/1.1\r\nHost: x\r\nContent-Length: 9999999\r\n\r\n{}",
        b"POST /v1/decisions HTTP/1.1\r\nHost: x\r\nContent-Length: 70000\r\n\r\n{}",
        b"POST /v1/decisions HTTP/1.1\r\nHost: x\r\nX: " + b"a" * 9_000 + b"\r\nContent-Length: 2\r\n\r\n{}",
    ],
)
def test_what_is_not_plain_is_left_to_the_parser(changed: bytes) -> None:
    assert plain_request(changed) is None


def test_a_plain_request_is_taken_whole() -> None:
    body = asked()
    data = request(body)
    found = plain_request(data + b"POST")
    assert found is not None
    assert (found[0], data[found[1] : found[2]]) == (f"Bearer {KEY}", body)
    with pytest.raises(Incomplete):
        plain_request(data[:-1])


class Resting(Lane):
    """A connection without a network, whose clock is set by the test."""

    def __init__(self, now: float, last: float) -> None:
        self.timeout_keep_alive = 5
        self._last_at, self.now = last, now
        self.set_again: list[float] = []
        self.ended = False
        self.loop = self  # type: ignore[assignment]  # the two things that are asked of it

    def time(self) -> float:
        """Now."""
        return self.now

    def call_later(self, seconds: float, _: object) -> None:
        """Remember for how long the timer was set."""
        self.set_again.append(seconds)

    def timeout_keep_alive_handler(self) -> None:
        """Remember that the connection would be closed."""
        self.ended = True

    def _is_between_requests(self) -> bool:
        return True


def test_a_connection_is_closed_after_its_last_request_not_after_its_first() -> None:
    used, unused, busy = Resting(105.0, 103.0), Resting(105.0, 100.0), Resting(105.0, 100.0)
    busy._busy = True
    for each in (used, unused, busy):
        each._rested()
    assert (used.set_again, used.ended) == ([3.0], False)
    assert (unused.set_again, unused.ended) == ([], True)
    assert (busy.set_again, busy.ended) == ([], False)


def test_a_connection_that_rests_is_closed(tmp_path: Path) -> None:
    app = make_app(ready_gate(tmp_path), load_keys(keys_file(tmp_path)))
    with serving(app, timeout_keep_alive=1) as found:
        host, _, port = found.removeprefix("http://").partition(":")
        with socket.create_connection((host, int(port)), timeout=60) as connection:
            connection.sendall(request(asked(person="r", debtor="r")))
            whole = b""
            while part := connection.recv(65_536):
                whole += part
    assert whole.startswith(b"HTTP/1.1 200 OK\r\n")


@settings(deadline=None, max_examples=200)
@given(st.binary(max_size=200), st.integers(0, 200))
def test_no_bytes_break_it(noise: bytes, place: int) -> None:
    data = request(b"{}")
    try:
        plain_request(data[:place] + noise + data[place:])
    except Incomplete:
        assert len(data) > 0
