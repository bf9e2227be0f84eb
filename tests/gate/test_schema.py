"""The service keeps what its own OpenAPI document promises, whatever is sent to it (schemathesis).

``SHOUZHENG_SCHEMA_EXAMPLES=300`` makes the long run.
"""

from __future__ import annotations

import json
import os
import random
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
import schemathesis
from hypothesis import HealthCheck, Phase, given, settings
from schemathesis.checks import not_a_server_error
from schemathesis.core.result import Ok
from schemathesis.generation import GenerationMode
from schemathesis.specs.openapi.checks import (
    content_type_conformance,
    response_schema_conformance,
    status_code_conformance,
)

from shouzheng.gate.service.app import make_app
from shouzheng.gate.service.keys import load_keys
from tests.gate.http_client import Client, serving
from tests.gate.making import ready_gate, row
from tests.gate.test_service import KEY, keys_file

CHECKS = (not_a_server_error, status_code_conformance, content_type_conformance, response_schema_conformance)


@pytest.fixture(scope="module")
def described(tmp_path_factory: pytest.TempPathFactory) -> Iterator[schemathesis.BaseSchema]:
    """The document as the service gives it."""
    folder = tmp_path_factory.mktemp("schema")
    app = make_app(ready_gate(folder), load_keys(keys_file(folder)))
    with serving(app) as address:
        yield schemathesis.openapi.from_url(f"{address}/openapi.json")


EXAMPLES = int(os.environ.get("SHOUZHENG_SCHEMA_EXAMPLES", "12"))
PATHS = ("decisions", "decisions/batch", "outcomes", "wishes", "standing", "review")


def tried(operation: Any, mode: GenerationMode) -> set[int]:
    """Send generated cases, see that each answer is what the document says, and return the statuses."""
    statuses: set[int] = set()

    @settings(
        deadline=None,
        max_examples=EXAMPLES,
        phases=[Phase.generate],
        suppress_health_check=list(HealthCheck),
        derandomize=True,
        database=None,
    )
    @given(operation.as_strategy(generation_mode=mode))
    def every_case(case: schemathesis.Case[Any]) -> None:
        headers = {"Authorization": f"Bearer {KEY}"}
        answer = case.call_and_validate(headers=headers, checks=list(CHECKS), timeout=20)
        statuses.add(answer.status_code)

    every_case()
    return statuses


@pytest.mark.parametrize("path", [*(f"/v1/{name}" for name in PATHS), "/health", "/metrics", "/openapi.json"])
def test_every_operation_does_what_the_document_says(described: schemathesis.BaseSchema, path: str) -> None:
    statuses = tried(described[path]["POST" if path.startswith("/v1/") else "GET"], GenerationMode.POSITIVE)
    # what each answer has to be is checked in ``tried``; here only that it was tried, and that nothing went wrong
    assert statuses
    assert all(200 <= status < 500 for status in statuses)


@pytest.mark.parametrize("path", [f"/v1/{name}" for name in PATHS])
def test_what_the_document_does_not_allow_is_refused(described: schemathesis.BaseSchema, path: str) -> None:
    statuses = tried(described[path]["POST"], GenerationMode.NEGATIVE)
    # a batch answers each of its requests by itself
    assert all(400 <= status < 500 for status in statuses) or path.endswith("/batch")


SAMPLES: dict[str, dict[str, object]] = {
    "/v1/decisions": row(),
    "/v1/decisions/batch": {"requests": [row(), row()]},
    "/v1/outcomes": {"decision": "main.000000000001.000000000000", "connected": True},
    "/v1/wishes": {"kind": "objection", "person": "a", "party": "panshi", "creditor": "yunling", "proof": "p"},
    "/v1/standing": {"scope": "agency", "of": "panshi", "name": "agency_published", "value": True, "proof": "p"},
    "/v1/review": {"text": "您好", "party": "panshi"},
}


def spoilt(sample: dict[str, object], chance: random.Random) -> tuple[bytes, bool]:
    """The JSON of a sample, made wrong in one of the ways in which strangers send it; whether it may still be right."""
    body = json.dumps(sample, ensure_ascii=False).encode()
    place = chance.randrange(1, len(body))
    name = chance.choice(sorted(sample))
    ways = [
        body[:place] + bytes([chance.randrange(256)]) + body[place + 1 :],
        body[:place],
        body[:place] + body[place:] * 2,
        body[:-1] + b"," + json.dumps({name: sample[name]}).encode()[1:],  # the same key twice
        b"[" * chance.randrange(9, 30_000) + body,
        b'{"stated":' * 20 + body + b"}" * 20,
        body + b" " * (5 << 20),
        b'{"key":[' + b"1," * 30_000 + b"1]}",
        body.decode().encode("utf-16"),
        b'{"at":' + b"9" * chance.randrange(17, 6000) + b"}",
        body.replace(b'"', b"'"),
        body + b"\0" + body,
    ]
    way = chance.randrange(len(ways))
    return ways[way], way == 0


@pytest.mark.parametrize("path", list(SAMPLES))
def test_spoilt_json_gets_4xx_with_codes_and_never_a_wait(path: str, tmp_path: Path) -> None:
    chance = random.Random(path)  # noqa: S311 - which byte is changed is no secret
    with Client(make_app(ready_gate(tmp_path), load_keys(keys_file(tmp_path))), KEY) as client:
        for _ in range(3 * EXAMPLES):
            content, may_be_right = spoilt(SAMPLES[path], chance)
            answer = client.post(path, content=content)
            assert 400 <= answer.status_code < 500 or (may_be_right and answer.status_code == 200)
            if answer.status_code != 200:
                assert all(each["code"].startswith("SZ-6") for each in answer.json()["problems"])
        assert client.get("/health").json()["ok"] is True


def test_the_document_names_every_address(described: schemathesis.BaseSchema) -> None:
    assert {result.ok().path for result in described.get_all_operations() if isinstance(result, Ok)} == {
        *(f"/v1/{name}" for name in PATHS),
        "/health",
        "/metrics",
    }  # its own address is left out by schemathesis
