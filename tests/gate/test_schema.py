"""The service keeps what its own OpenAPI document promises, whatever is sent to it (schemathesis)."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import pytest
import schemathesis
from hypothesis import HealthCheck, Phase, given, settings
from schemathesis.checks import not_a_server_error
from schemathesis.core.result import Ok
from schemathesis.specs.openapi.checks import (
    content_type_conformance,
    response_schema_conformance,
    status_code_conformance,
)

from shouzheng.gate.service.app import make_app
from shouzheng.gate.service.keys import load_keys
from tests.gate.http_client import serving
from tests.gate.making import ready_gate
from tests.gate.test_service import KEY, keys_file

CHECKS = (not_a_server_error, status_code_conformance, content_type_conformance, response_schema_conformance)


@pytest.fixture(scope="module")
def described(tmp_path_factory: pytest.TempPathFactory) -> Iterator[schemathesis.BaseSchema]:
    """The document as the service gives it."""
    folder = tmp_path_factory.mktemp("schema")
    app = make_app(ready_gate(folder), load_keys(keys_file(folder)))
    with serving(app) as address:
        yield schemathesis.openapi.from_url(f"{address}/openapi.json")


PATHS = ("decisions", "decisions/batch", "outcomes", "wishes", "standing", "review")


@pytest.mark.parametrize("path", [*(f"/v1/{name}" for name in PATHS), "/health", "/metrics", "/openapi.json"])
def test_every_operation_does_what_the_document_says(described: schemathesis.BaseSchema, path: str) -> None:
    operation = described[path]["POST" if path.startswith("/v1/") else "GET"]

    @settings(
        deadline=None,
        max_examples=12,
        phases=[Phase.generate],
        suppress_health_check=list(HealthCheck),
        derandomize=True,
        database=None,
    )
    @given(operation.as_strategy())
    def every_case(case: schemathesis.Case[Any]) -> None:
        case.call_and_validate(headers={"Authorization": f"Bearer {KEY}"}, checks=list(CHECKS), timeout=20)

    every_case()


def test_the_document_names_every_address(described: schemathesis.BaseSchema) -> None:
    assert {result.ok().path for result in described.get_all_operations() if isinstance(result, Ok)} == {
        *(f"/v1/{name}" for name in PATHS),
        "/health",
        "/metrics",
    }  # its own address is left out by schemathesis
