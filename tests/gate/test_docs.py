"""The examples of ``docs/gate`` run as they stand."""

from __future__ import annotations

import argparse
import configparser
import json
import re
import shlex
import shutil
import subprocess
import sys
import tomllib
from collections.abc import Callable
from pathlib import Path
from typing import Any

import psycopg
import yaml  # type: ignore[import-untyped]

from shouzheng.cli import gate_command
from shouzheng.gate.carry_over import PRIOR, read_prior
from shouzheng.gate.reading_requests import outcome_report, planned_contact, standing
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


def test_every_page_names_commands_and_flags_that_exist() -> None:
    text = "".join(path.read_text("utf-8") for path in DOCS.iterdir())
    named = set(re.findall(r"shouzheng gate ([a-z-]+)", text))
    assert named
    assert named <= set(gate_command._COMMANDS)
    flags = {flag.name for _, each in gate_command._COMMANDS.values() for flag in each} | {"--law"}
    assert set(re.findall(r"(?<!\S)`?(--[a-z-]+)", text)) - flags - {"--now"} == set()  # `systemctl enable --now`


def parsed(command: str) -> argparse.Namespace:
    """The arguments of a command as the command line takes them; exits on one that it does not."""
    program, name, *rest = shlex.split(command)
    assert (program, name) == ("shouzheng", "gate")
    parser = argparse.ArgumentParser()
    parser.set_defaults(lang="en")
    gate_command.configure(parser)
    return parser.parse_args(rest)


def unit(name: str) -> dict[str, dict[str, str]]:
    """The sections of a systemd unit, the instance filled in."""
    file = configparser.ConfigParser(interpolation=None, delimiters=("=",), comment_prefixes=("#",))
    file.optionxform = str  # type: ignore[assignment,method-assign]  # names of settings keep their capitals
    file.read_string((DOCS / name).read_text("utf-8").replace("%i", "8766"))
    return {section: dict(file[section]) for section in file.sections()}


SERVICES = ("shouzheng-gate.service", "shouzheng-gate@.service", "shouzheng-gate-prune.service")


def test_the_units_start_what_there_is_on_one_ledger() -> None:
    scripts = tomllib.loads((DOCS.parents[1] / "pyproject.toml").read_text("utf-8"))["project"]["scripts"]
    assert "shouzheng" in scripts
    started = {name: parsed(unit(name)["Service"]["ExecStart"]) for name in SERVICES}
    one, many, prune = (started[name] for name in SERVICES)
    assert (one.action, many.action, prune.action) == ("serve", "serve", "prune")
    assert (one.port, many.port) == (8765, 8766)
    assert {(each.ledger, each.key_file) for each in started.values()} == {(one.ledger, one.key_file)}
    assert one.keys == many.keys
    assert all(path.startswith("%S/shouzheng/") for path in (one.ledger, one.key_file, one.keys))


def test_the_units_take_no_rights_they_do_not_need() -> None:
    for name in SERVICES:
        service = unit(name)["Service"]
        assert (service["User"], service["StateDirectory"], service["UMask"]) == ("shouzheng", "shouzheng", "0077")
        assert (service["NoNewPrivileges"], service["ProtectSystem"], service["CapabilityBoundingSet"]) == (
            "yes",
            "strict",
            "",
        )
    timer = unit("shouzheng-gate-prune.timer")
    assert timer["Timer"]["OnCalendar"] == "*-*-* 03:30:00"
    assert timer["Install"]["WantedBy"] == "timers.target"


def test_systemd_finds_nothing_wrong_where_it_is_there(tmp_path: Path) -> None:
    for name in (*SERVICES, "shouzheng-gate-prune.timer"):
        text = (DOCS / name).read_text("utf-8").replace("ExecStart=shouzheng ", f"ExecStart={sys.executable} ")
        (tmp_path / name.replace("@.", "@8766.")).write_text(text, "utf-8")
    program = shutil.which("systemd-analyze")
    written = sorted(map(str, tmp_path.iterdir()))
    assert len(written) == 4
    if program is not None:
        found = subprocess.run([program, "verify", *written], check=False, capture_output=True, text=True)
        assert [line for line in found.stderr.splitlines() if "shouzheng-gate" in line] == []


def test_the_compose_file_holds_together() -> None:
    file = yaml.safe_load((DOCS / "compose.yaml").read_text("utf-8"))
    gate, ledger = file["services"]["gate"], file["services"]["ledger"]
    for service in (gate, ledger):
        assert set(service["secrets"]) <= set(file["secrets"])
    assert {volume.split(":")[0] for volume in ledger["volumes"]} == set(file["volumes"])
    assert set(gate["depends_on"]) == {"ledger"}
    assert gate["depends_on"]["ledger"]["condition"] == "service_healthy"
    assert ledger["healthcheck"]["test"]
    asked = parsed(gate["command"])
    assert asked.action == "serve"
    assert gate["ports"] == [f"127.0.0.1:{asked.port}:{asked.port}"]
    address = psycopg.conninfo.conninfo_to_dict(asked.ledger)
    own = ledger["environment"]
    assert (address["host"], address["user"], address["dbname"]) == ("ledger", own["POSTGRES_USER"], own["POSTGRES_DB"])
    assert "password" not in address
    mounted = {f"/run/secrets/{name}" for name in gate["secrets"]}
    assert {address["passfile"], asked.key_file, asked.keys} == mounted
    assert own["POSTGRES_PASSWORD_FILE"] in {f"/run/secrets/{name}" for name in ledger["secrets"]}


def test_the_page_on_history_names_every_field_and_its_example_is_read(tmp_path: Path) -> None:
    page = (DOCS / "history.md").read_text("utf-8")
    rows = [line.split("|") for line in page.splitlines() if line.startswith("| `")]
    named = {name: row[2].strip() == "yes" for row in rows for name in re.findall(r"`(\w+)`", row[1])}
    assert {field.name: field.needed for field in PRIOR}.items() <= named.items()
    example = re.findall(r"```json\n(.*?)```", page, re.DOTALL)[0]
    (tmp_path / "prior.jsonl").write_text(example, "utf-8")
    assert len(read_prior(tmp_path / "prior.jsonl")[0]) == 2


def test_the_example_of_complete_wishes_is_read(tmp_path: Path) -> None:
    page = (DOCS / "README.md").read_text("utf-8")
    gate = ready_gate(tmp_path)
    rows = json.loads(re.findall(r"```json\n(.*?)```", page, re.DOTALL)[0])
    assert len(rows) > 0
    for row in rows:
        gate.state([standing(row, gate.book.rulebook.facts)])
