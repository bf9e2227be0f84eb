"""Reading ``findings.json`` back: what ``check`` wrote comes back, everything else is refused with its place."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from shouzheng.reference.problems import ShouzhengError
from shouzheng.remedy.findings.read import read_findings
from shouzheng.remedy.situation import situation_of
from shouzheng.rulebook.load import load_rulebook
from tests.remedy.yunling import TODAY, content, result

DATA: dict[str, Any] = json.loads(content()[1])


def _read(tmp_path: Path, data: object) -> str:
    path = tmp_path / "findings.json"
    path.write_text(json.dumps(data), "utf-8")
    try:
        read_findings(path)
    except ShouzhengError as error:
        return f"{error.problems[0].code} {error.problems[0].where}" if error.exit_code == 2 else "wrong exit code"
    return ""


def test_what_check_wrote_comes_back() -> None:
    read = result()
    assert len(read.findings) == len(DATA["findings"])
    assert [row.evidence for row in read.contacts] == [row["evidence"] for row in DATA["contacts"]]
    assert read.findings[0].sentence.zh == DATA["findings"][0]["sentence"]["zh"]
    assert read.contacts[0].time.raw == DATA["contacts"][0]["time"]["raw"]
    assert read.law_hash == DATA["law"]["hash"]


def test_contacts_of_which_no_finding_speaks_are_counted_and_nothing_more(tmp_path: Path) -> None:
    counted = {(row.owner, row.party): row.contacts for row in result().confirmed}
    assert sum(counted.values()) > sum(
        row.direction.value == "inbound" and bool(row.party) for row in result().contacts
    )
    assert set(DATA["confirmed"][0]) == {"owner", "party", "contacts", "first_day", "last_day", "numbers"}
    older = {key: value for key, value in DATA.items() if key != "confirmed"}
    (tmp_path / "findings.json").write_text(json.dumps(older), "utf-8")
    assert read_findings(tmp_path).confirmed == ()


def test_a_folder_stands_for_its_file(tmp_path: Path) -> None:
    (tmp_path / "findings.json").write_bytes(content()[1])
    assert read_findings(tmp_path).findings == result().findings


@pytest.mark.parametrize("raw", [b"", b"{", b"\xff\xfe", b"[" * 100_000, b"1" * 10_000, b"null"])
def test_what_is_no_such_file_is_refused(tmp_path: Path, raw: bytes) -> None:
    path = tmp_path / "findings.json"
    path.write_bytes(raw)
    with pytest.raises(ShouzhengError) as caught:
        read_findings(path)
    assert caught.value.problems[0].code in ("SZ-5200", "SZ-5201")
    with pytest.raises(ShouzhengError):
        read_findings(tmp_path / "nothing.json")


def test_the_place_of_a_wrong_value_is_named(tmp_path: Path) -> None:
    data = json.loads(content()[1])
    data["findings"][3]["day"] = "2026-02-30"
    assert _read(tmp_path, data) == "SZ-5201 findings.json: findings[3]: day"
    data = json.loads(content()[1])
    data["findings"][0]["events"] = ["gone"]
    assert _read(tmp_path, data) == "SZ-5201 findings.json: findings[0]: events"


def _paths(value: object, path: tuple[str | int, ...] = ()) -> list[tuple[str | int, ...]]:
    items = value.items() if isinstance(value, dict) else enumerate(value) if isinstance(value, list) else ()
    return [found for key, inner in items for found in [(*path, key), *_paths(inner, (*path, key))]]


@given(st.data())
@settings(max_examples=40, deadline=None)
def test_any_one_damage_is_read_or_refused_but_never_a_crash(
    tmp_path_factory: pytest.TempPathFactory, data: Any
) -> None:
    damaged = json.loads(content()[1])
    path = data.draw(st.sampled_from(_paths(DATA)))
    value = data.draw(st.sampled_from([None, True, -1, 10**30, 1.5, "", "\ud800", [], {}, [[]], "9999-12-31"]))
    outer = damaged
    for key in path[:-1]:
        outer = outer[key]
    outer[path[-1]] = value
    assert _read(tmp_path_factory.mktemp("damaged"), damaged)[:7] in ("", "SZ-5201")


def test_a_result_of_another_case_is_refused() -> None:
    case, _ = content("yunling")
    with pytest.raises(ShouzhengError) as caught:
        situation_of(type(case)("", case.persons[:1]), result(), load_rulebook(), TODAY)
    assert caught.value.problems[0].code == "SZ-5202"


@pytest.mark.parametrize(
    ("person", "creditor", "code"), [("nobody", None, "SZ-5203"), (None, "panshi", "SZ-5204"), (None, "", "SZ-5204")]
)
def test_who_and_to_whom_must_stand_in_the_case(person: str | None, creditor: str | None, code: str) -> None:
    with pytest.raises(ShouzhengError) as caught:
        situation_of(content()[0], result(), load_rulebook(), TODAY, person=person, creditor=creditor)
    assert caught.value.problems[0].code == code
