"""The examples of ``docs/gate`` run as they stand."""

from __future__ import annotations

import json
import re
from collections.abc import Callable
from pathlib import Path
from typing import Any

from shouzheng.gate.reading_requests import outcome_report, planned_contact
from shouzheng.gate.service.app import make_app
from shouzheng.gate.service.keys import load_keys
from tests.gate.http_client import serving
from tests.gate.making import clock, later, ready_gate
from tests.gate.test_service import KEY, keys_file

DOCS = Path(__file__).resolve().parents[2] / "docs" / "gate"
CLIENTS = (DOCS / "clients.md").read_text("utf-8")


def bodies() -> list[Any]:
    """The JSON of the curl examples."""
    return [json.loads(found) for found in re.findall(r"-d '(\{.*?\})'", CLIENTS, re.DOTALL)]


def test_the_curl_examples_are_requests(tmp_path: Path) -> None:
    planned, outcome = bodies()
    assert planned_contact(planned, ready_gate(tmp_path).book.rulebook.facts).agency == "panshi"
    assert outcome_report(outcome).connected is True


def test_the_python_example_asks_the_service(tmp_path: Path) -> None:
    code = re.findall(r"```python\n(.*?)```", CLIENTS, re.DOTALL)[0]
    names: dict[str, Any] = {}
    exec(compile(code, "clients.md", "exec"), names)  # noqa: S102 - the example itself is what is tested
    ask: Callable[..., dict[str, Any]] = names["ask"]
    gate = ready_gate(tmp_path)
    gate.clock = clock(later(minutes=30))
    with serving(make_app(gate, load_keys(keys_file(tmp_path)))) as address:
        assert ask(address, KEY, bodies()[0])["decision"] == "hold"
        assert ask(address, "wrong", bodies()[0])["problems"][0]["code"] == "SZ-6061"
    assert ask(address, KEY, bodies()[0]) == {"decision": "hold", "problems": []}


def test_the_units_and_the_compose_file_name_commands_that_exist() -> None:
    from shouzheng.cli.gate_command import _COMMANDS

    text = "".join(path.read_text("utf-8") for path in DOCS.iterdir())
    named = set(re.findall(r"shouzheng gate ([a-z-]+)", text))
    assert named
    assert named <= set(_COMMANDS)
    flags = {flag.name for _, each in _COMMANDS.values() for flag in each} | {"--law"}
    assert set(re.findall(r"(?<!\S)`?(--[a-z-]+)", text)) - flags == set()
