"""The gate over HTTP: keys and their scope, strict JSON, batches, probing, metrics without persons."""

from __future__ import annotations

import hashlib
import json
import socket
from collections.abc import Iterator
from contextlib import suppress
from pathlib import Path
from typing import Any

import httpx
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from shouzheng.gate.asking import Gate
from shouzheng.gate.service import lane as lane_module
from shouzheng.gate.service import requests as requests_module
from shouzheng.gate.service.app import make_app
from shouzheng.gate.service.keys import load_keys, new_key
from shouzheng.reference.problems import ShouzhengError
from tests.gate.http_client import Client, serving
from tests.gate.making import THREAT, at, empty_gate, later, ready_gate, row

KEY, OTHER, WATCHER = "sz_test-key-of-panshi", "sz_test-key-of-qingshi", "sz_test-key-of-the-watcher"


def keys_file(folder: Path) -> Path:
    """Three keys: one for each agency, and one that may only watch."""
    path = folder / "keys.toml"
    rights = '["decide", "report", "wish", "state", "review"]'
    parts = [("panshi", KEY, rights), ("qingshi", OTHER, '["decide", "report"]'), ("watcher", WATCHER, '["metrics"]')]
    text = "".join(
        f'[[key]]\nname = "{name}"\nsha256 = "{hashlib.sha256(key.encode()).hexdigest()}"\n'
        f'agencies = ["{name}"]\ncreditors = ["yunling"]\nrights = {granted}\n'
        for name, key, granted in parts
    )
    path.write_text(text, "utf-8")
    return path


@pytest.fixture(scope="module")
def gate(tmp_path_factory: pytest.TempPathFactory) -> Gate:
    """One gate for all tests of this file."""
    return ready_gate(tmp_path_factory.mktemp("gate"))


@pytest.fixture(scope="module")
def client(gate: Gate, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Client]:
    """A client with the key of one agency."""
    app = make_app(gate, load_keys(keys_file(tmp_path_factory.mktemp("keys"))))
    with Client(app, KEY) as made:
        yield made


def codes(answer: Any) -> list[str]:
    """The codes of the problems of an answer."""
    return [each["code"] for each in answer.json()["problems"]]


def test_a_contact_is_allowed_and_its_outcome_reported(client: Client) -> None:
    answer = client.post("/v1/decisions", json=row(person="a", debtor="a"))
    assert (answer.status_code, answer.json()["decision"]) == (200, "allow")
    outcome = {"decision": answer.json()["id"], "connected": True}
    assert client.post("/v1/outcomes", json=outcome).json() == {"done": True}
    assert codes(client.post("/v1/outcomes", json=outcome)) == ["SZ-6022"]


def test_a_repeated_request_gets_the_same_answer(client: Client) -> None:
    asked = row(person="b", debtor="b")
    first = client.post("/v1/decisions", json=asked)
    assert client.post("/v1/decisions", json=asked).content == first.content
    changed = client.post("/v1/decisions", json={**asked, "person": "c"})
    assert (changed.status_code, codes(changed)) == (409, ["SZ-6020"])


def test_a_batch_answers_each_request_in_its_place(client: Client) -> None:
    rows: list[object] = [row(person="d", debtor="d", at=at(10, minute)) for minute in range(4)]
    rows += [{"key": "x"}, row(person="d", debtor="d", agency="qingshi", at=at(11)), row(template="no-such")]
    answers = client.post("/v1/decisions/batch", json={"requests": rows}).json()["answers"]
    assert [each.get("decision") for each in answers] == ["allow", "allow", "allow", "hold", None, None, None]
    assert [each["problems"][0]["code"] for each in answers[4:]] == ["SZ-6010", "SZ-6062", "SZ-6052"]


@pytest.mark.parametrize("header", ["", "Bearer", "Bearer wrong", f"Basic {KEY}", f"Bearer {KEY}x"])
def test_without_a_valid_key_nothing_is_answered(client: Client, header: str) -> None:
    answer = client.post("/v1/decisions", json=row(), headers={"Authorization": header})
    assert (answer.status_code, codes(answer)) == (401, ["SZ-6061"])


def test_a_key_is_for_its_agency_its_creditor_and_its_uses(client: Client) -> None:
    for changes in ({"agency": "qingshi"}, {"agency": None}, {"creditor": "qiaotou"}):
        answer = client.post("/v1/decisions", json=row(**changes))
        assert (answer.status_code, codes(answer)) == (403, ["SZ-6062"])
    other = {"Authorization": f"Bearer {OTHER}"}
    assert client.post("/v1/wishes", json={}, headers=other).status_code == 403
    assert client.post("/v1/review", json={"text": "x", "party": "qingshi"}).status_code == 403


def test_another_client_cannot_report_an_outcome(client: Client) -> None:
    decision = client.post("/v1/decisions", json=row(person="e", debtor="e")).json()["id"]
    answer = client.post("/v1/outcomes", json={"decision": decision}, headers={"Authorization": f"Bearer {OTHER}"})
    assert (answer.status_code, codes(answer)) == (404, ["SZ-6021"])


BAD = {
    b"": (400, "SZ-6000"),
    b"{": (400, "SZ-6000"),
    b'{"at": NaN}': (400, "SZ-6000"),
    b'{"at": 1' + b"0" * 5000 + b"}": (400, "SZ-6000"),
    b"\xff\xfe": (400, "SZ-6000"),
    b'{"key": "a", "key": "b"}': (400, "SZ-6003"),
    b"[" * 50_000: (400, "SZ-6002"),
    b'{"a":' * 10_000: (400, "SZ-6002"),
    b'{"text": "' + b"x" * 100_000 + b'"}': (413, "SZ-6001"),
    b'"' + b'\\"' * 32_000: (400, "SZ-6000"),
    b"[]": (422, "SZ-6012"),
    b"null": (422, "SZ-6012"),
    b"{}": (422, "SZ-6010"),
}


@pytest.mark.parametrize("body", list(BAD), ids=range(len(BAD)))
def test_bad_json_gets_a_code(client: Client, body: bytes) -> None:
    for path in ("/v1/decisions", "/v1/outcomes", "/v1/wishes", "/v1/standing", "/v1/review"):
        answer = client.post(path, content=body)
        assert (answer.status_code, codes(answer)[0]) == BAD[body]


def test_every_wrong_field_is_named_at_once(client: Client) -> None:
    wrong = {"role": "king", "at": "tomorrow", "channel": 7, "stated": {"is_draft": True, "visitors": "two"}, "oops": 1}
    found = client.post("/v1/decisions", json=row(**wrong)).json()["problems"]
    assert {each["code"] for each in found} == {"SZ-6011", "SZ-6012"}
    said = " ".join(each["what"]["en"] for each in found)
    assert all(name in said for name in ("role", "at", "channel", "oops"))
    stated = client.post("/v1/decisions", json=row(stated=wrong["stated"]))
    assert codes(stated) == ["SZ-6013", "SZ-6012"]


@pytest.mark.parametrize("secret", ["is_draft", "effective_calls_day", "objection_before", "minute_of_day"])
def test_what_the_gate_finds_itself_cannot_be_stated(client: Client, secret: str) -> None:
    assert codes(client.post("/v1/decisions", json=row(stated={secret: True}))) == ["SZ-6013"]


def test_who_probes_for_the_next_contact_is_stopped_by_every_process(tmp_path: Path) -> None:
    keys = load_keys(keys_file(tmp_path))
    with Client(make_app(ready_gate(tmp_path), keys), KEY) as made:
        answers = [made.post("/v1/decisions", json=row(person="p", debtor="p", at=at(23, n))) for n in range(25)]
        assert [each.status_code for each in answers] == [200] * 20 + [429] * 5
        assert codes(answers[-1]) == ["SZ-6063"]
        assert int(answers[-1].headers["retry-after"]) > 0
        assert made.post("/v1/decisions", json=row(person="q", debtor="q")).status_code == 200
    with Client(make_app(empty_gate(tmp_path), keys), KEY) as other:  # its own connection to the same ledger
        assert codes(other.post("/v1/decisions", json=row(person="p", debtor="p", at=at(10)))) == ["SZ-6063"]
    later_on = empty_gate(tmp_path, at=later(hours=1))
    with Client(make_app(later_on, keys), KEY) as patient:
        assert patient.post("/v1/decisions", json=row(person="p", debtor="p", at=at(10))).json()["decision"] == "allow"
    later_on.prune()
    with later_on.store.transaction(()) as session:
        assert session.execute("SELECT COUNT(*) FROM probe", {}) == [(0,)]


def test_a_batch_is_no_way_around_the_limit_of_probing(client: Client) -> None:
    rows = [row(person="s", debtor="s", at=at(23, n)) for n in range(25)]
    answers = client.post("/v1/decisions/batch", json={"requests": rows}).json()["answers"]
    assert [each.get("decision") for each in answers] == ["hold"] * 20 + [None] * 5
    assert {each["problems"][0]["code"] for each in answers[20:]} == {"SZ-6063"}
    # the answer to a request that was asked before tells nothing new
    assert client.post("/v1/decisions", json=rows[0]).json() == answers[0]


def test_giving_permissions_back_tells_nobody_how_many_are_left(client: Client) -> None:
    for _ in range(20):
        decided = client.post("/v1/decisions", json=row(person="g", debtor="g")).json()
        assert decided["decision"] == "allow"
        assert client.post("/v1/outcomes", json={"decision": decided["id"], "made": False}).status_code == 200
    assert codes(client.post("/v1/decisions", json=row(person="g", debtor="g"))) == ["SZ-6063"]


def test_metrics_and_logs_name_no_person(client: Client) -> None:
    client.post("/v1/decisions", json=row(person="private-person", debtor="private-debtor", text=THREAT))
    text = client.get("/metrics", headers={"Authorization": f"Bearer {WATCHER}"}).text
    assert 'shouzheng_gate_decisions_total{client="panshi",answer="refuse"}' in text
    assert 'shouzheng_gate_rules_against_total{rule="R20"}' in text
    assert "private" not in text
    assert client.get("/metrics").status_code == 403


def test_a_rule_that_only_lacks_a_fact_is_not_counted_as_against(client: Client) -> None:
    assert client.post("/v1/decisions", json=row(person="l", debtor="l", stated={})).json()["decision"] == "hold"
    text = client.get("/metrics", headers={"Authorization": f"Bearer {WATCHER}"}).text
    assert 'shouzheng_gate_rules_lacking_facts_total{rule="R33"}' in text
    assert 'rules_against_total{rule="R33"}' not in text


def test_health_says_what_survives_a_crash(client: Client) -> None:
    found = client.get("/health").json()
    assert found["ok"] is True
    assert "SQLite" in found["durability"]


def test_unknown_addresses_and_methods_get_codes(client: Client) -> None:
    for answer in (client.get("/nothing"), client.get("/v1/decisions"), client.post("/health")):
        assert answer.status_code in (404, 405)
        assert codes(answer) == ["SZ-6064"]


def test_a_wish_is_entered_and_heeded(client: Client) -> None:
    wish = {"kind": "vulnerable", "person": "v", "party": "panshi", "creditor": "yunling"}
    wish |= {"at": "2026-11-01T12:00:00+08:00", "proof": "letter 3"}
    assert client.post("/v1/wishes", json=wish).json()["done"] is True
    assert client.post("/v1/decisions", json=row(person="v", debtor="v")).json()["decision"] == "ask_a_person"


def test_requests_at_the_same_time_are_decided_together_and_the_limit_holds(client: Client) -> None:
    rows = [row(person="t", debtor="t", at=at(10, 5)) for _ in range(12)]
    answers = [each.json()["decision"] for each in client.together("/v1/decisions", rows)]
    assert sorted(answers) == ["allow"] * 3 + ["hold"] * 9


def test_a_fact_is_stated_only_about_ones_own(client: Client) -> None:
    fact = {"scope": "agency", "name": "agency_published", "value": True, "proof": "x", "at": at(8)}
    assert client.post("/v1/standing", json={**fact, "of": "panshi"}).status_code == 200
    assert codes(client.post("/v1/standing", json={**fact, "of": "qingshi"})) == ["SZ-6062"]


def test_without_a_ledger_nothing_is_decided_and_nobody_waits(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    gate = ready_gate(tmp_path)
    with Client(make_app(gate, load_keys(keys_file(tmp_path))), KEY) as made:
        gate.store.close()
        for answer in (made.post("/v1/decisions", json=row()), made.get("/health")):
            assert (answer.status_code, codes(answer)) == (503, ["SZ-6031"])

        def fails(asked: object) -> list[object]:
            raise RuntimeError("a fault of ours")

        monkeypatch.setattr(gate, "decide_all", fails)
        assert made.post("/v1/decisions", json=row()).status_code == 500


def test_a_new_key_is_long_and_only_its_hash_is_kept() -> None:
    key, digest = new_key()
    assert len(key) > 40
    assert hashlib.sha256(key.encode()).hexdigest() == digest


@pytest.mark.parametrize("text", ["", "[[key]]\nname = 'a'", "key = 3", "[[key]]\nname='a'\nsha256='zz'"])
def test_a_bad_file_of_keys_is_refused(tmp_path: Path, text: str) -> None:
    (tmp_path / "keys.toml").write_text(text, "utf-8")
    with pytest.raises(ShouzhengError, match="SZ-6060"):
        load_keys(tmp_path / "keys.toml")


_VALUES = st.recursive(
    st.none() | st.booleans() | st.integers(-(10**15), 10**15) | st.floats(allow_nan=False) | st.text(max_size=20),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=8), inner, max_size=3),
    max_leaves=5,
)


@settings(deadline=None, max_examples=60, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(st.sampled_from(sorted(row())), _VALUES, st.text(max_size=40))
def test_no_value_of_any_field_makes_the_service_fail(client: Client, field: str, value: object, text: str) -> None:
    asked = {**row(), "text": text or None, field: value}
    answer = client.post("/v1/decisions", content=json.dumps(asked).encode("utf-8", "surrogatepass"))
    assert answer.status_code in (200, 400, 403, 409, 422, 429)


def test_a_request_that_trickles_in_is_not_waited_for(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    for module in (lane_module, requests_module):
        monkeypatch.setattr(module, "_SLOWEST", 0.3)
    with serving(make_app(ready_gate(tmp_path), load_keys(keys_file(tmp_path)))) as address:
        host, port = address.removeprefix("http://").split(":")
        with socket.create_connection((host, int(port)), 30) as connection:
            head = (
                f"POST /v1/decisions HTTP/1.1\r\nHost: x\r\nAuthorization: Bearer {KEY}\r\nContent-Length: 5000\r\n\r\n"
            )
            connection.sendall(head.encode())
            connection.settimeout(0.1)
            answer = b""
            for _ in range(300):
                with suppress(TimeoutError):
                    answer = connection.recv(4096)
                if answer:
                    break
                connection.sendall(b" ")
    assert answer.startswith(b"HTTP/1.1 408")


def test_the_service_says_that_it_listens_once_it_answers(tmp_path: Path) -> None:
    said: list[bool] = []
    app = make_app(ready_gate(tmp_path), load_keys(keys_file(tmp_path)))
    with serving(app, listening=lambda: said.append(True)) as address:
        assert httpx.get(f"{address}/health").status_code == 200
    assert said == [True]
